"""Disputes as a table: their kinds, the roads that they take, how they end, and the columns of those that are open."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from ..ground.text import Text
from ..people.places import Places

Relation = Literal["neighbours", "company"]
"""Between whom a dispute is: two neighbours, or a household (one person of it) and its property company."""


class Kind(NamedTuple):
    """What a dispute is about. Its share is the constant of its name (`DisputeConstants`); norms too know it by name."""

    name: str
    title: Text
    relation: Relation


KINDS = (
    Kind("noise", Text("noise", "噪音扰民"), "neighbours"),
    Kind("leak", Text("water that leaks", "漏水"), "neighbours"),
    Kind("parking", Text("parking", "停车"), "neighbours"),
    Kind("pets", Text("pets", "宠物"), "neighbours"),
    Kind("clutter", Text("clutter in the stairwell", "楼道堆物"), "neighbours"),
    Kind("money", Text("shared bills", "费用分摊"), "neighbours"),
    Kind("other", Text("something else", "其他"), "neighbours"),
    Kind("fees", Text("fees of the property company", "物业费"), "company"),
    Kind("repairs", Text("repairs by the property company", "维修"), "company"),
    Kind("income", Text("income from what is common", "公共收益"), "company"),
    Kind("safety", Text("safety", "安全"), "company"),
)
"""All kinds; the number of a kind is its place here."""

RELATIONS: tuple[Relation, ...] = ("neighbours", "company")
BETWEEN_NEIGHBOURS = np.array([kind.relation == "neighbours" for kind in KINDS])
"""bool [kinds]."""


class Road(NamedTuple):
    """A way that a dispute may take.

    Attributes:
        name: as callers name it.
        title: what it is called.
        institution: whether an institution opens it: who is heard there, is heard by an institution.
        rules: whether it may end a dispute by a ruling.
    """

    name: str
    title: Text
    institution: bool
    rules: bool


ROADS = (
    Road("swallow", Text("swallowed", "隐忍"), False, False),
    Road("talk", Text("the two talk", "双方协商"), False, False),
    Road("aloud", Text("quarrelling aloud", "当众争吵"), False, False),
    Road("property company", Text("property company", "物业公司"), True, False),
    Road("committee", Text("residents' committee", "居委会"), True, False),
    Road("gate head", Text("gate head", "楼门长"), True, False),
    Road("hall", Text("hall of reasoning", "评理议事厅"), True, True),
    Road("court", Text("court", "法院"), True, True),
)
"""All roads; the number of a road is its place here."""

ROAD = {road.name: number for number, road in enumerate(ROADS)}
SWALLOW, TALK, ALOUD, COURT = (ROAD[name] for name in ("swallow", "talk", "aloud", "court"))
OPENED = tuple(road.name for road in ROADS if road.institution)
"""Roads that somebody has to open; a case comes there by being claimed (or taken to court)."""

OUTCOMES = ("settled", "accepted", "imposed", "silence", "moved away")
"""How a dispute ends: agreement; a ruling that the loser accepts, or does not; silence for good; one moved away."""
SETTLED, ACCEPTED, IMPOSED, SILENCE, MOVED = range(len(OUTCOMES))

BOUND = 8.0
"""Log-odds of an attempt lie between -8 and 8: nothing is certain."""

NEVER = -(10**6)
"""In place of a week: it has not happened."""


class Open(NamedTuple):
    """Open cases, an array a column.

    Attributes:
        number: uint64, permanent identity.
        a, b: int32, rows of the two; b is -1 for the property company.
        who_a, who_b: uint64, their identities (a row whose identity is another has moved away).
        kind: uint8, index in `KINDS`.
        began: int32, absolute week.
        asked: bool, whether a side has asked for somebody else to look at it.
        road: uint8, index in `ROADS`.
        holder: int16, index of the name of the mechanism that has claimed it, -1 if none has.
        since: int32, week of the claim or of going to court.
        tried_in: int32, week of the last attempt.
        tries: uint8 [cases, roads], attempts on each road.
    """

    number: np.ndarray
    a: np.ndarray
    b: np.ndarray
    who_a: np.ndarray
    who_b: np.ndarray
    kind: np.ndarray
    began: np.ndarray
    asked: np.ndarray
    road: np.ndarray
    holder: np.ndarray
    since: np.ndarray
    tried_in: np.ndarray
    tries: np.ndarray

    @classmethod
    def none(cls) -> Open:
        """Make an empty table."""
        return cls(*(np.zeros((0, len(ROADS)) if name == "tries" else 0, kind) for name, kind in _TYPES.items()))

    @classmethod
    def begun(
        cls,
        number: np.ndarray,
        a: np.ndarray,
        b: np.ndarray,
        identity: np.ndarray,
        kind: np.ndarray,
        week: int,
        road: np.ndarray,
    ) -> Open:
        """Make a table of cases that begin this week; `identity` is that of all residents, b -1 for the company."""
        n = len(number)
        since = np.full(n, NEVER, np.int32)
        return cls(
            number=number, a=a.astype(np.int32), b=b.astype(np.int32), who_a=identity[a],
            who_b=np.where(b >= 0, identity[b], np.uint64(0)), kind=kind.astype(np.uint8),
            began=np.full(n, week, np.int32), asked=np.zeros(n, np.bool_), road=road.astype(np.uint8),
            holder=np.full(n, -1, np.int16), since=since, tried_in=since.copy(), tries=np.zeros((n, len(ROADS)), np.uint8),
        )  # fmt: skip

    def take(self, which: np.ndarray) -> Open:
        """Return the cases `which` (bool mask or indices)."""
        return Open(*(column[which] for column in self))

    def and_(self, more: Open) -> Open:
        """Return these cases and then more."""
        return Open(*map(np.concatenate, zip(self, more, strict=True))) if len(self.number) else more

    def find(self, numbers: np.ndarray) -> np.ndarray:
        """Return int64 [m], the place of each case in the table, -1 where it has ended."""
        if len(self.number) == 0:
            return np.full(len(numbers), -1, np.int64)
        order = np.argsort(self.number)
        at = np.minimum(np.searchsorted(self.number, numbers, sorter=order), len(order) - 1)
        place = order[at]
        return np.where(self.number[place] == numbers, place, -1)


_TYPES: dict[str, type] = dict(zip(
    Open._fields,
    (np.uint64, np.int32, np.int32, np.uint64, np.uint64, np.uint8, np.int32, np.bool_, np.uint8, np.int16, np.int32, np.int32,
     np.uint8),
    strict=True,
))  # fmt: skip
"""Types of the columns."""


class Cases(NamedTuple):
    """Open cases as a mechanism sees them: read-only arrays [m], the longest open first.

    Attributes:
        numbers: uint64, permanent identities.
        a, b: int32, rows of the two; b is -1 for the property company.
        kind: uint8, index in `KINDS`.
        began: int32, absolute week.
        tried: int64, attempts so far on all roads.
        compound, gate: int64, where a lives.
        road: uint8, index in `ROADS`.
    """

    numbers: np.ndarray
    a: np.ndarray
    b: np.ndarray
    kind: np.ndarray
    began: np.ndarray
    tried: np.ndarray
    compound: np.ndarray
    gate: np.ndarray
    road: np.ndarray

    def take(self, which: np.ndarray) -> Cases:
        """Return the cases `which` (bool mask or indices)."""
        return Cases(*(frozen(column[which]) for column in self))

    def and_(self, more: Cases) -> Cases:
        """Return these cases and then more."""
        return Cases(*(frozen(np.concatenate(pair)) for pair in zip(self, more, strict=True)))

    @classmethod
    def of(cls, table: Open, which: np.ndarray, places: Places) -> Cases:
        """Make the view of the cases `which` (indices) of a table."""
        where = places.unit_of_row(places.gate_rows, table.a[which])
        compound = np.searchsorted(places.compound_gates, where, side="right") - 1
        tried = table.tries[which].sum(axis=1, dtype=np.int64)
        columns = (
            table.number[which], table.a[which], table.b[which], table.kind[which], table.began[which], tried, compound,
            where, table.road[which],
        )  # fmt: skip
        return cls(*(frozen(column) for column in columns))


def frozen(array: np.ndarray) -> np.ndarray:
    """Return the array, which nobody else holds, so that it cannot be written to."""
    array.setflags(write=False)
    return array


NO_CASES = Cases(*(
    frozen(np.zeros(0, kind))
    for kind in (np.uint64, np.int32, np.int32, np.uint8, np.int32, np.int64, np.int64, np.int64, np.uint8)
))  # fmt: skip
"""An empty view."""


def kind_number(name: str) -> int:
    """Return the number of a kind.

    Raises:
        ValueError: there is none of this name.
    """
    for number, kind in enumerate(KINDS):
        if kind.name == name:
            return number
    raise ValueError(f"there is no kind of dispute {name!r}; there are {', '.join(kind.name for kind in KINDS)}")


def road_number(name: str) -> int:
    """Return the number of a road that can be opened.

    Raises:
        ValueError: there is none of this name, or nobody opens it.
    """
    if name not in OPENED:
        raise ValueError(f"nobody opens the road {name!r}; the roads that can be opened are {', '.join(OPENED)}")
    return ROAD[name]


def case_numbers(values: np.ndarray) -> np.ndarray:
    """Return numbers of cases as uint64 [m].

    Raises:
        ValueError: they are not whole numbers in one dimension, or one comes twice.
    """
    found = np.atleast_1d(np.asarray(values))
    if found.size == 0:
        return np.zeros(0, np.uint64)
    if found.ndim != 1 or found.dtype != np.uint64:
        raise ValueError(f"numbers of cases are uint64 in one dimension, as in `waiting`, not {found.dtype} {found.shape}")
    if len(found) > 1 and len(np.unique(found)) < len(found):
        raise ValueError("a case may be named once only")
    return found

