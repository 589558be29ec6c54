"""Questions about the network of a whole place: degrees, triangles, paths, groups (villages, halls of residence).

A study draws a network from what people say. `NetworkQuestion` says how: which level counts as a tie, between people or households,
named by one side or by both, among all or a sample. The figures themselves are those of `model.texture`.
"""

from __future__ import annotations

from typing import ClassVar, Literal, NamedTuple

import numpy as np

from ..ground.parameters import constant
from ..ground.random import draw
from ..ground.text import Text
from ..survey import household_pairs, mutual, named
from ..survey.texture import Graph
from .base import AskedIn, Level, Question, Refusal, View, cut_of, question, trace_of

Nodes = Literal["people", "households"]
Side = Literal["either", "both"]
Groups = Literal["kin", "gate", "building", "found"]


class Network(NamedTuple):
    """The network of one site.

    Attributes:
        graph: its nodes are the people, or the households, who were asked, in the order of their rows.
        rows: int64 [n], the row of the resident, or of the first resident of the household, of each node.
    """

    graph: Graph
    rows: np.ndarray


class NetworkQuestion(Question):
    """A question about the network that a study draws of a whole place.

    A tie is a pair of which one side (`side = "either"`) or both say that they stand at `level` or above; of at most `names` others each
    (0: no limit). Households are tied if any of their people are. With `asked` below 1 only a sample is asked, and only ties among the
    asked are seen. People of one household are not asked about each other; with `household` they count as tied, and take no line.
    """

    unit: ClassVar[str] = ""
    share: ClassVar[bool] = False
    level: Level = constant("friend", unit="name", mark="setting", en="Level that counts as a tie, or above it", zh="视为关系的等级（及以上）")
    nodes: Nodes = constant("people", unit="name", mark="setting", en="Ties of people or of households", zh="以人或以户为节点")
    side: Side = constant("either", unit="name", mark="setting", en="A tie if either side names the other, or only if both do", zh="一方提名即算，或须双方提名")
    names: int = constant(0, unit="names", low=0, high=1000, mark="setting", en="Lines on the form; 0: no limit", zh="最多可提名人数，0 为不限")
    asked: float = constant(1.0, unit="share", low=0.01, high=1.0, mark="setting", en="Share of people, or households, who were asked", zh="受访比例")
    household: bool = constant(False, unit="yes or no", mark="setting", en="People of one household count as tied", zh="同户者视为有关系")

    def refuse(self, asked: AskedIn) -> Refusal | None:
        """Refuse ties within households where there are none."""
        if self.household and self.nodes == "households":
            return "household", Text("it has no effect: the nodes are households.", "不起作用：节点即为户。")
        if self.household and asked.people is not None and asked.people.household == 1:
            return "household", Text("it has no effect: every household has one person.", "不起作用：每户只有一人。")
        return super().refuse(asked)

    def networks(self, view: View) -> list[Network]:
        """Return the network of each site; drawn once a week for all questions that draw it in the same way."""
        key = ("network", self.level, self.nodes, self.side, self.names, self.asked, self.household)
        found: list[Network] = view.once(key, lambda: self._drawn(view))
        return found

    def _drawn(self, view: View) -> list[Network]:
        s = view.society
        r = named(view.reports(trace_of(self.level)), cut_of(self.level, s.constants), self.names or None)
        if self.nodes == "people":
            unit, left_right = np.arange(s.residents.n), mutual(r, self.side)
        else:
            unit, left_right = s.residents.flat.astype(np.int64), household_pairs(r, s.residents.flat, self.side)
        units, first = np.unique(unit, return_index=True)
        site = view.site_of(first)
        answered = self._answered(view, first, site)
        pairs = np.searchsorted(units, np.stack(left_right, axis=1).astype(np.int64))
        if self.household:
            pairs = np.concatenate((pairs, pairs_of_households(s.residents.flat)))
        pairs = pairs[answered[pairs].all(axis=1)] if len(pairs) else pairs
        found = []
        place = np.cumsum(answered) - 1
        for k in range(view.sites):
            here = np.flatnonzero(answered & (site == k))
            own = pairs[site[pairs[:, 0]] == k]
            start = place[here[0]] if len(here) else 0
            found.append(Network(Graph(len(here), place[own] - start), first[here]))
        return found

    def _answered(self, view: View, rows: np.ndarray, site: np.ndarray) -> np.ndarray:
        """Return bool [units]: who is asked, the share of each site to the nearest whole one, by keyed draws."""
        if self.asked >= 1.0:
            return np.ones(len(rows), np.bool_)
        u = draw(view.society.seed, "survey network asked", 0, view.society.residents.identity[rows])
        order = np.lexsort((u, site))
        first = np.searchsorted(site, np.arange(view.sites))
        size = np.bincount(site, minlength=view.sites)
        answered = np.zeros(len(rows), np.bool_)
        answered[order] = np.arange(len(rows)) - first[site] < np.round(self.asked * size)[site]
        return answered

    def figure(self, network: Network, view: View) -> float:
        """Return the figure of one site."""
        raise TypeError(f"{type(self).__name__} has no figure")

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites]."""
        return np.array([self.figure(network, view) for network in self.networks(view)])


def pairs_of_households(flat: np.ndarray) -> np.ndarray:
    """Return int64 [pairs, 2]: rows i < j of all pairs of one household; flat [n] rises, as rows stand household by household."""
    rows, found = np.arange(len(flat)), [np.zeros((0, 2), np.int64)]
    for apart in range(1, int(np.unique(flat, return_counts=True)[1].max(initial=1))):
        left = rows[: len(flat) - apart][flat[:-apart] == flat[apart:]]
        found.append(np.stack((left, left + apart), axis=1))
    return np.concatenate(found)


@question
class MeanDegree(NetworkQuestion):
    """Mean number of ties."""

    name: ClassVar[str] = "degree"
    title: ClassVar[Text] = Text("ties each", "平均关系数")
    unit: ClassVar[str] = "ties"

    def figure(self, network: Network, view: View) -> float:
        """Return the mean degree, those without a tie included."""
        return network.graph.mean_degree()


@question
class DegreeVariation(NetworkQuestion):
    """Coefficient of variation of the number of ties."""

    name: ClassVar[str] = "degree-variation"
    title: ClassVar[Text] = Text("coefficient of variation of ties each", "关系数的变异系数")

    def figure(self, network: Network, view: View) -> float:
        """Return the sd (of the population) over the mean."""
        return network.graph.cv_degree()


@question
class WithoutTie(NetworkQuestion):
    """Share without any tie."""

    name: ClassVar[str] = "without-tie"
    title: ClassVar[Text] = Text("without any tie", "没有任何关系的比例")
    unit: ClassVar[str] = "%"

    def figure(self, network: Network, view: View) -> float:
        """Return percent."""
        return 100.0 * network.graph.isolates()


@question
class WholeTransitivity(NetworkQuestion):
    """Share of paths of two ties that are closed: 3 * triangles / connected triples."""

    name: ClassVar[str] = "transitivity"
    title: ClassVar[Text] = Text("transitivity", "传递性")

    def figure(self, network: Network, view: View) -> float:
        """Return a number from 0 to 1."""
        return network.graph.transitivity()


@question
class PathLength(NetworkQuestion):
    """Mean length of the shortest paths, over pairs that have one."""

    name: ClassVar[str] = "path-length"
    title: ClassVar[Text] = Text("mean shortest path", "平均最短路径")
    unit: ClassVar[str] = "steps"

    def figure(self, network: Network, view: View) -> float:
        """Return steps."""
        return network.graph.average_path(view.society.seed)


@question
class Supported(NetworkQuestion):
    """Share of ties whose two ends have a common contact (Jackson, Rodriguez-Barraquer & Tan 2012)."""

    name: ClassVar[str] = "supported"
    title: ClassVar[Text] = Text("ties supported by a common contact", "有共同联系人支持的关系比例")
    unit: ClassVar[str] = "%"

    def figure(self, network: Network, view: View) -> float:
        """Return percent."""
        return 100.0 * network.graph.supported()


@question
class SharedPartners(NetworkQuestion):
    """Ties by how many contacts their two ends have in common: none (a bridging tie), 1, 2, 3, 4 and more (Hunter 2007)."""

    name: ClassVar[str] = "shared-partners"
    title: ClassVar[Text] = Text("ties by contacts in common; none: a bridging tie", "按共同联系人数划分的关系；0 为桥接关系")
    unit: ClassVar[str] = "%"
    labels: ClassVar[tuple[str, ...]] = ("0", "1", "2", "3", "4+")
    parts_of_whole: ClassVar[bool] = True

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites, 5], percent of ties; NaN where there is none."""
        return np.stack([100.0 * network.graph.esp(len(self.labels) - 1) for network in self.networks(view)])


@question
class PathLengths(NetworkQuestion):
    """Pairs by the length of their shortest path: 1, 2, 3, 4, 5 and more steps, and those without one."""

    name: ClassVar[str] = "path-lengths"
    title: ClassVar[Text] = Text("pairs by shortest path", "按最短路径划分的对")
    unit: ClassVar[str] = "%"
    labels: ClassVar[tuple[str, ...]] = ("1", "2", "3", "4", "5+", "none")
    parts_of_whole: ClassVar[bool] = True

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites, 6], percent of all pairs."""
        return np.stack([self._shares(network, view) for network in self.networks(view)])

    def _shares(self, network: Network, view: View) -> np.ndarray:
        found = network.graph.geodesics(view.society.seed)
        pairs = np.zeros(5)
        near = found.pairs[1:5]
        pairs[: len(near)] = near
        pairs[4] = found.pairs[5:].sum()
        shares = np.append(pairs, found.unreached)
        return np.asarray(100.0 * shares / max(shares.sum(), 1.0))


class GroupQuestion(NetworkQuestion):
    """A question about groups: kin groups, gates, buildings, or the groups of highest modularity that are found in the network.

    A household without a kin group is a group of its own.
    """

    groups: Groups = constant("kin", unit="name", mark="setting", en="kin, gate, building, or found in the network", zh="宗族、单元、楼栋，或由网络划分")

    def looks_at(self) -> frozenset[str]:
        """Kin groups, if these are the groups."""
        return frozenset(("kin",)) if self.groups == "kin" else frozenset()

    def group_of(self, network: Network, view: View) -> np.ndarray:
        """Return int64 [n], the group of each node."""
        places, residents = view.society.places, view.society.residents
        if self.groups == "found":
            return network.graph.best_groups(view.society.seed)
        if self.groups == "gate":
            return np.asarray(residents.gate[network.rows], np.int64)
        if self.groups == "building":
            return np.asarray(np.searchsorted(places.building_gates, residents.gate[network.rows], side="right"))
        flat = residents.flat[network.rows].astype(np.int64)
        kin = places.kin[flat].astype(np.int64)
        return np.asarray(np.where(kin >= 0, kin, -1 - flat))


@question
class WithinGroups(GroupQuestion):
    """Share of ties within groups."""

    name: ClassVar[str] = "within-groups"
    title: ClassVar[Text] = Text("ties within groups", "群体内部的关系比例")
    unit: ClassVar[str] = "%"

    def figure(self, network: Network, view: View) -> float:
        """Return percent."""
        return 100.0 * network.graph.within(self.group_of(network, view))


@question
class ExternalInternal(GroupQuestion):
    """E-I index: ties between groups less ties within, over all; -1 all within, 1 all between (Krackhardt & Stern 1988)."""

    name: ClassVar[str] = "ei-index"
    title: ClassVar[Text] = Text("E-I index of groups", "群体 E-I 指数")

    def figure(self, network: Network, view: View) -> float:
        """Return a number from -1 to 1."""
        return network.graph.ei_index(self.group_of(network, view))


@question
class Modularity(GroupQuestion):
    """Share of ties within groups, less that expected of random ties of the same degrees (Newman & Girvan 2004)."""

    name: ClassVar[str] = "modularity"
    title: ClassVar[Text] = Text("modularity", "模块度")

    def figure(self, network: Network, view: View) -> float:
        """Return a number below 1."""
        return network.graph.modularity(self.group_of(network, view))

