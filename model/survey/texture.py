"""The texture of a settled community: what its network of ties looks like, from a list of pairs.

All figures are those that studies of networks print. Where there is nothing to count (no tie, no group) they are nan.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..ground.random import draw
from ..ground.refusal import InputError

if TYPE_CHECKING:
    import networkx
    from scipy.sparse import csr_array

EXACT = 2000
"""Up to so many people paths are counted from everybody, above from a keyed sample of this size."""


def _share(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole else float("nan")


class Geodesics(NamedTuple):
    """Shortest paths between people.

    Attributes:
        pairs: float64 [longest + 1], pairs by length; index 0 is empty. Scaled up if only some sources were taken.
        unreached: pairs without any path, scaled likewise.
        mean: mean length over pairs with a path.
    """

    pairs: np.ndarray
    unreached: float
    mean: float


class Graph:
    """An undirected network of people.

    Args:
        n: people, those without a tie included.
        pairs: int [m, 2], numbers 0 <= i < n; each pair counts once, in whatever order it is given.

    Attributes:
        n: people.
        pairs: int64 [m, 2], i < j, in rising order.

    Raises:
        InputError: a pair names somebody who is not there, or one person twice; the shape is another.
    """

    def __init__(self, n: int, pairs: np.ndarray) -> None:
        """Check the pairs and keep each once."""
        given = np.asarray(pairs, np.int64)
        if given.size == 0:
            given = np.zeros((0, 2), np.int64)
        if given.ndim != 2 or given.shape[1] != 2:
            raise InputError(f"pairs must be a table of two columns, not of shape {given.shape}.", f"pairs 须为两列的表，不能是 {given.shape}。")
        if len(given) and (given.min() < 0 or given.max() >= n):
            raise InputError(
                f"pairs name people from 0 to {n - 1}; {given.min()} to {given.max()} were given.",
                f"人的编号须为 0 到 {n - 1}，给出的是 {given.min()} 到 {given.max()}。",
            )
        if (given[:, 0] == given[:, 1]).any():
            raise InputError("a pair is of two different people.", "一对须为两个不同的人。")
        self.n = n
        key = np.unique(given.min(axis=1) * max(n, 1) + given.max(axis=1))
        self.pairs = np.stack((key // max(n, 1), key % max(n, 1)), axis=1)

    @property
    def ties(self) -> int:
        """Number of ties."""
        return len(self.pairs)

    @cached_property
    def adjacency(self) -> csr_array:
        """The symmetric matrix [n, n] of 0 and 1, sparse, int64."""
        from scipy.sparse import csr_array

        rows, columns = np.concatenate((self.pairs, self.pairs[:, ::-1])).T
        return csr_array((np.ones(len(rows), np.int64), (rows, columns)), shape=(self.n, self.n))

    def to_networkx(self) -> networkx.Graph:
        """Return the network as a networkx graph; nodes are the numbers 0 to n - 1."""
        import networkx as nx

        graph = nx.Graph()
        graph.add_nodes_from(range(self.n))
        graph.add_edges_from(self.pairs.tolist())
        return graph

    # Degrees

    @cached_property
    def degrees(self) -> np.ndarray:
        """Ties of each person, int64 [n]."""
        return np.bincount(self.pairs.ravel(), minlength=self.n)

    def mean_degree(self) -> float:
        """Return the mean number of ties a person."""
        return _share(2 * self.ties, self.n)

    def cv_degree(self) -> float:
        """Return the coefficient of variation of degrees: their sd (of the population) over their mean."""
        return _share(float(self.degrees.std()), self.mean_degree()) if self.ties else float("nan")

    def isolates(self) -> float:
        """Return the share of people without a tie."""
        return _share(int(np.count_nonzero(self.degrees == 0)), self.n)

    # Triangles

    @cached_property
    def shared_partners(self) -> np.ndarray:
        """Common neighbours of the two people of each tie, int64 [m]."""
        if not self.ties:
            return np.zeros(0, np.int64)
        left, right = self.pairs.T
        # Entry by entry: the whole product would hold all pairs at distance two as well.
        return np.asarray((self.adjacency[left] * self.adjacency[right]).sum(axis=1)).ravel()

    def transitivity(self) -> float:
        """Return 3 * triangles / connected triples, of the whole network.

        Source: Newman, Watts & Strogatz 2002; Wasserman & Faust 1994.
        """
        return _share(int(self.shared_partners.sum()), int((self.degrees * (self.degrees - 1) // 2).sum()))

    def esp(self, most: int = 4) -> np.ndarray:
        """Return the shares of ties with 0, 1, ..., `most` and more common neighbours, float64 [most + 1].

        Source: Hunter 2007 (edgewise shared partners).
        """
        if not self.ties:
            return np.full(most + 1, np.nan)
        return np.asarray(np.bincount(np.minimum(self.shared_partners, most), minlength=most + 1) / self.ties)

    def bridging(self) -> np.ndarray:
        """Return bool [m]: ties whose two people have no common neighbour (local bridges); the others are bonding ties.

        Source: Granovetter 1973.
        """
        return np.asarray(self.shared_partners == 0)

    def supported(self) -> float:
        """Return the share of ties supported by a common friend.

        Source: Jackson, Rodriguez-Barraquer & Tan 2012.
        """
        return _share(int(np.count_nonzero(self.shared_partners)), self.ties)

    # Paths

    def geodesics(self, seed: int = 0, sources: int = EXACT) -> Geodesics:
        """Count shortest paths by length.

        Args:
            seed: of the sample of sources.
            sources: people from whom paths are counted, at most; everybody if there are no more.

        Raises:
            InputError: `sources` is below 1.

        Source: Watts & Strogatz 1998.
        """
        from scipy.sparse.csgraph import dijkstra

        if sources < 1:
            raise InputError(f"paths need at least 1 source, not {sources}.", f"至少需要 1 个起点，不能是 {sources}。")
        chosen = np.arange(self.n)
        if self.n > sources:
            chosen = np.sort(np.argsort(draw(seed, "geodesic sources", 0, chosen), kind="stable")[:sources])
        counts = np.zeros(1, np.int64)
        unreached = 0
        for part in np.split(chosen, range(256, len(chosen), 256)) if len(chosen) else []:
            steps = dijkstra(self.adjacency, indices=part, unweighted=True)
            reached = np.isfinite(steps)
            unreached += int((~reached).sum())
            found = np.bincount(steps[reached].astype(np.int64))
            size = max(len(found), len(counts))
            counts = np.pad(counts, (0, size - len(counts))) + np.pad(found, (0, size - len(found)))
        counts[0] = 0
        # Each pair is seen from both of its ends when everybody is a source.
        scale = self.n / max(2 * len(chosen), 1)
        return Geodesics(counts * scale, unreached * scale, _share(float((counts * np.arange(len(counts))).sum()), int(counts.sum())))

    def average_path(self, seed: int = 0, sources: int = EXACT) -> float:
        """Return the mean length of shortest paths over connected pairs; arguments as in `geodesics`."""
        return self.geodesics(seed, sources).mean

    # Groups

    def _labels(self, labels: np.ndarray) -> np.ndarray:
        """Return the labels [n] as numbers from 0 up.

        Raises:
            InputError: there are not n of them.
        """
        if np.shape(labels) != (self.n,):
            raise InputError(
                f"{self.n} labels are needed, one a person, not {np.shape(labels)}.", f"须有 {self.n} 个标签，每人一个，不能是 {np.shape(labels)}。"
            )
        return np.unique(labels, return_inverse=True)[1]

    def within(self, labels: np.ndarray) -> float:
        """Return the share of ties within groups.

        Args:
            labels: group of each person, [n], of any kind (gate, tenure, age group).

        Raises:
            InputError: there are not n labels.
        """
        left, right = self._labels(labels)[self.pairs.T]
        return _share(int(np.count_nonzero(left == right)), self.ties)

    def ei_index(self, labels: np.ndarray) -> float:
        """Return (external - internal) / all ties: -1 if all are within groups, 1 if all are between them; arguments as in `within`.

        Source: Krackhardt & Stern 1988.
        """
        return 1.0 - 2.0 * self.within(labels)

    def modularity(self, labels: np.ndarray) -> float:
        """Return the modularity of given groups: share of ties within, minus that expected of random ties of the same degrees.

        Arguments as in `within`. Source: Newman & Girvan 2004.
        """
        group = self._labels(labels)
        if not self.ties:
            return float("nan")
        ends = np.bincount(group, weights=self.degrees) / (2.0 * self.ties)
        return self.within(labels) - float((ends**2).sum())

    def best_groups(self, seed: int = 0) -> np.ndarray:
        """Return int64 [n]: the groups of highest modularity that were found, numbered from 0.

        Args:
            seed: of the search; the same seed finds the same groups.

        Source: Blondel et al. 2008 (Louvain), as in networkx.
        """
        from networkx.algorithms.community import louvain_communities

        found = np.arange(self.n)
        if self.ties:
            # Numbered by their first member, so that the order in which they are found does not matter.
            for number, members in enumerate(
                sorted((sorted(group) for group in louvain_communities(self.to_networkx(), seed=seed)), key=lambda group: group[0])
            ):
                found[members] = number
        return found
