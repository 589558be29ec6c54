"""Ties as a person asks for them: of a resident, between two, as a table or as a graph. Nothing here changes a tie."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..ground.refusal import InputError, nearest
from ..ground.text import Text
from ..people.residents import ATTRIBUTES, WORDS
from ..ties.store import all_pairs, pair_values
from .remembered import remembered

if TYPE_CHECKING:
    import networkx
    import pandas as pd

    from ..people.constants import Constants
    from ..society.society import Society
    from .resident import Resident

LEVELS: dict[str, Text] = {
    "recognised": Text("recognised", "面熟"),
    "acquaintance": Text("acquaintance", "熟人"),
    "friendly": Text("friendly", "友好"),
    "friend": Text("friend", "朋友"),
    "close": Text("close friend", "密友"),
}
"""Levels from the lowest up. Recognised and acquaintance are on the slow trace, the others on closeness (docs/rules.md)."""
ON_SLOW_TRACE = ("recognised", "acquaintance")
_NODE_NUMBERS = tuple(name for name, attribute in ATTRIBUTES.items() if attribute.kept and attribute.kind in ("index", "number"))


class Tie(NamedTuple):
    """One tie, seen from one side.

    Attributes:
        other: the other resident.
        closeness: hours shared, faded with a half-life of about two months.
        slow: hours shared, faded with a half-life of years.
        levels: names of `LEVELS` that it reaches; empty for a passing face.
        origin: kind of focus in which the two first gained hours.
        week: scenario week of the last change.
    """

    other: Resident
    closeness: float
    slow: float
    levels: tuple[str, ...]
    origin: str
    week: int


def cut_off(level: str, constants: Constants) -> float:
    """Return from how many hours a tie has a level.

    Raises:
        InputError: there is no such level.
    """
    if level not in LEVELS:
        hint = nearest(level, LEVELS)
        raise InputError(
            f'there is no level "{level}" of ties; there are {", ".join(LEVELS)}.{hint.en}', f"没有关系等级“{level}”，可用：{'、'.join(LEVELS)}。{hint.zh}"
        )
    return float(getattr(constants.ties, level))


class TieView:
    """The ties of a society, as of now.

    Args:
        society: whose ties.
        resident: turns a row into its resident.
    """

    def __init__(self, society: Society, resident: Callable[[int], Resident]) -> None:
        """Keep where the ties are; they are read when asked for."""
        self._society, self._resident = society, resident
        self._week = -1
        self._others: dict[str, list[list[int]]] = {}
        self._touched: set[int] = set()

    def __len__(self) -> int:
        """Return the number of pairs of acquaintances."""
        return len(self._pairs("acquaintance")[0])

    def of(self, resident: Resident | int, level: str | None = None) -> list[Tie]:
        """Return the ties of one resident, the strongest on the slow trace first.

        Args:
            resident: a resident, or a row.
            level: only those that reach this level; None: all that are still remembered.

        Raises:
            InputError: there is no such level.
        """
        s, row = self._society, self._row(resident)
        lowest, on_slow_trace = self._bound(level)
        found = remembered(s, np.array([row]), lowest, on_slow_trace)
        kinds, week0 = s.focus_kinds, s.policy_week0
        columns = zip(*(column.tolist() for column in found[1:]), strict=True)
        return [
            Tie(self._resident(other), closeness, slow, self._levels(closeness, slow), kinds[origin].name, last - week0)
            for other, closeness, slow, origin, last in columns
        ]

    def others(self, resident: Resident | int, level: str = "acquaintance") -> list[int]:
        """Return the rows of those to whom a resident has a tie that reaches a level, the strongest on the slow trace first.

        Those of all residents are read at once, the first time that somebody asks in a week; `touched` tells of what is written since.
        The list is not to be changed.

        Raises:
            InputError: there is no such level.
        """
        row, week = self._row(resident), self._society.week
        if week != self._week:
            self.refresh()
        if row in self._touched:
            own: list[int] = remembered(self._society, np.array([row]), *self._bound(level)).other.tolist()
            return own
        if level not in self._others:
            self._others[level] = self._read_all(level)
        return self._others[level][row]

    def _read_all(self, level: str) -> list[list[int]]:
        found = remembered(self._society, np.arange(self._society.residents.n), *self._bound(level))
        starts, other = found.starts.tolist(), found.other.tolist()
        return [other[begin:end] for begin, end in pairwise(starts)]

    def touched(self, *rows: int) -> None:
        """Let what is known of these rows be read anew: something has been written there. `Resident.meet` calls this."""
        self._touched.update(rows)

    def refresh(self) -> None:
        """Let everything be read anew. Only who writes into `society.ties` himself, between two weeks, has to call this."""
        self._week = self._society.week
        self._others, self._touched = {}, set()

    def between(self, a: Resident | int, b: Resident | int) -> Tie | None:
        """Return the tie that `a` has to `b`, None if they have never talked, or no longer remember it."""
        s, r = self._society, self._society.residents
        i, j = self._row(a), self._row(b)
        starts = s.places.community_rows
        one, other = (int(np.searchsorted(starts, row, side="right")) - 1 for row in (i, j))
        if one != other or i == j:
            return None
        base = int(starts[one])
        first = max(int(r.arrival[i]), int(r.arrival[j]))
        for x, y in ((i, j), (j, i)):
            for k in np.flatnonzero(s.ties.partner[x] == y - base):
                if int(s.ties.last[x, k]) >= first:
                    pair = np.array([[i], [j]], np.int32)
                    closeness, slow = pair_values(s.ties, s.fade, r.arrival, np.array([base], np.int64), pair[0], pair[1], np.int64(s.week))[0].tolist()
                    origin = s.focus_kinds[int(s.ties.origin[x, k])].name
                    return Tie(self._resident(j), closeness, slow, self._levels(closeness, slow), origin, int(s.ties.last[x, k]) - s.policy_week0)
        return None

    def edges(self, level: str = "acquaintance") -> pd.DataFrame:
        """Return the pairs that reach a level as a table, a row a pair.

        Columns: source, target (rows, source < target), source_identity, target_identity (permanent), closeness, slow (hours), origin
        (kind of focus).

        Raises:
            InputError: there is no such level.
        """
        import pandas as pd

        left, right, value, origin = self._pairs(level)
        identity = self._society.residents.identity
        kinds = np.array([kind.name for kind in self._society.focus_kinds], dtype=object)
        return pd.DataFrame(
            {
                "source": left, "target": right, "source_identity": identity[left], "target_identity": identity[right],
                "closeness": value[:, 0], "slow": value[:, 1], "origin": kinds[origin],
            }
        )  # fmt: skip

    def to_networkx(self, level: str = "acquaintance") -> networkx.Graph:
        """Return residents and the ties that reach a level as a graph, those without a tie included.

        Nodes are rows, with the attributes of the residents, their permanent identity as text (64 bits are more than GraphML holds) and, where
        a roster told it, their code (`given_id`); edges have closeness, slow (hours) and origin (kind of focus).

        Raises:
            InputError: there is no such level.
        """
        import networkx as nx

        table = self.edges(level)
        s, r = self._society, self._society.residents
        graph = nx.Graph(level=level, week=s.scenario_week, seed=s.seed)
        people: dict[str, list[Any]] = {"identity": [str(one) for one in r.identity.tolist()]}
        people |= {name: np.array(words)[getattr(r, name)].tolist() for name, words in WORDS.items()}
        people |= {name: getattr(r, name).tolist() for name in _NODE_NUMBERS}
        if len(s.given.identity):
            people["given_id"] = s.given_id.tolist()
        people |= dict(zip(("x", "y", "z"), s.places.flat_xyz[r.flat].T.tolist(), strict=True))
        graph.add_nodes_from((row, {name: column[row] for name, column in people.items()}) for row in range(r.n))
        columns = {name: table[name].tolist() for name in ("source", "target", "closeness", "slow", "origin")}
        for source, target, closeness, slow, origin in zip(*columns.values(), strict=True):
            graph.add_edge(source, target, closeness=closeness, slow=slow, origin=origin)
        return graph

    def _pairs(self, level: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return rows i < j, [closeness, slow trace] and origin code of the pairs that reach a level."""
        s = self._society
        cut = cut_off(level, s.constants)
        # Shared hours go to both traces and the slow one fades slower: what is close is recognised as well.
        lowest = np.float32(cut if level in ON_SLOW_TRACE else 0.0)
        left, right, value, origin = all_pairs(s.ties, s.fade, s.residents.arrival, s.places.community_rows, np.int64(s.week), lowest)
        if level not in ON_SLOW_TRACE:
            keep = value[:, 0] >= cut
            left, right, value, origin = left[keep], right[keep], value[keep], origin[keep]
        return left, right, value, origin

    def _bound(self, level: str | None) -> tuple[float, bool]:
        """Return from how many hours a tie has a level, and whether of the slow trace; None: all that are remembered."""
        return (0.0, True) if level is None else (cut_off(level, self._society.constants), level in ON_SLOW_TRACE)

    def _levels(self, closeness: float, slow: float) -> tuple[str, ...]:
        t = self._society.constants.ties
        return tuple(level for level in LEVELS if (slow if level in ON_SLOW_TRACE else closeness) >= getattr(t, level))

    def _row(self, resident: Resident | int) -> int:
        if not isinstance(resident, int | np.integer):
            return resident.here_row()
        if not 0 <= resident < self._society.residents.n:
            raise InputError(
                f"there is no row {resident}; rows go from 0 to {self._society.residents.n - 1}.",
                f"没有第 {resident} 行；行号为 0 至 {self._society.residents.n - 1}。",
            )
        return int(resident)
