"""The events of a week as a table: who may come, where, when, how they hear of it; and afterwards who came.

Organisers add events in bulk (an array an attribute), so that a thousand gates cost one call. The decision to come is in
participation.py; an event that somebody comes to is a focus of its round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from ..ground.jit import kernel
from ..ground.random import stream
from ..people.everyday import WEEKEND_AFTERNOON
from ..people.purposes import Purpose as Purpose
from ..people.residents import THINGS

SUMMONED, INVITED, FIRST, RUNS, MEANT, ERRAND = 1, 2, 4, 8, 16, 32
"""Flags of one person at one event: summoned (hears for sure, decides with a weight of its own), invited by name (hears as if
asked by an acquaintance), first (hears for sure and asks others), runs it (is there without a decision, and asks others), is meant
(one of an audience that is a list), errand (is there on business of their own, at a counter for instance: without a decision, and it is no
coming to an event: habit, the memory of having come and asking others know nothing of it)."""

COLUMNS: dict[str, tuple[type, object]] = {
    "kind": (np.uint8, 0),
    "thing": (np.uint8, 0),
    "round": (np.uint8, WEEKEND_AFTERNOON),
    "lo": (np.int32, 0),
    "hi": (np.int32, 0),
    "x": (np.float32, 0.0),
    "y": (np.float32, 0.0),
    "hours": (np.float32, 2.0),
    "capacity": (np.int32, 30),
    "quality": (np.float32, 0.5),
    "topic": (np.uint8, 0),
    "purpose": (np.uint8, 0),
    "poster": (np.float32, 0.0),
    "chat": (np.float32, 0.0),
    "knock": (np.float32, 0.0),
    "yuan": (np.float32, 0.0),
    "host": (np.uint8, 0),
    "openness": (np.float32, 1.0),
    "organiser": (np.int32, -1),
    "helpers": (np.uint8, 0),
    "listed": (np.bool_, False),
    "identity": (np.uint64, 0),
    "mechanism": (np.int16, 0),
    "call": (np.int32, -1),
    "came": (np.int32, 0),
    "wanted": (np.int32, 0),
    "heard": (np.int32, 0),
    "first_times": (np.int32, 0),
}
"""Column -> (type, default).

kind: focus kind code; thing: what sort of thing it is (`thing_of_kind`), of which one may be tired;
round: 0 to 12; lo, hi: audience, rows lo <= row < hi; x, y: metres; hours; capacity: people;
quality: 0 to 1; topic: index in TOPICS, `NO_TOPIC` if about none of them; purpose: a `Purpose`; poster, chat, knock: chances to be
reached so; yuan: given to each who comes; host: 0 neighbours, 1 committee; openness: of the focus; organiser: row of the resident who
runs it and is there, -1 none; helpers: bits of `Role` whose holders in the audience are sure to hear and ask others; listed: the
audience is those of its rows who stand in the list of persons (`People`) and nobody else; identity: permanent, draws are keyed by
it; mechanism: index of the mechanism that planned it; call: number of the mechanism's call in the week and place in it
(contract/call.py). Results: came, wanted (also those turned away), heard, first_times (came for the first time ever).
"""
OWN = ("identity", "mechanism")
"""Columns that whoever adds an event must give: without them it would share its draws and be booked to somebody else."""
NO_TOPIC = 255
"""About none of the topics: interest neither draws nor keeps away."""

_NONE: dict[str, np.ndarray] = {name: np.zeros(0, kind) for name, (kind, _) in COLUMNS.items()}
"""The table of a week without events."""


_THINGS = 386
"""Under this number no two of the kinds that come with linli are one thing, and none is the thing 0 (of what belongs to no mechanism)."""


def thing_of_kind(name: str) -> int:
    """Return the sort of thing, 0 to 7, of a kind of event by its full name: the same for good, whatever other kinds there are."""
    return int(stream(f"thing {_THINGS} {name}")) % THINGS


class People(NamedTuple):
    """Persons named for events, an entry a person and event.

    Attributes:
        event: index of the event, within those added by one call.
        row: resident.
        flags: uint8, bits SUMMONED, INVITED, FIRST, RUNS, MEANT, ERRAND.
        stake: float32 in [-1, 1], what hangs on it for this person.
    """

    event: np.ndarray
    row: np.ndarray
    flags: np.ndarray
    stake: np.ndarray


_NOBODY = People(np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.uint8), np.zeros(0, np.float32))


@dataclass(slots=True)
class Events:
    """The events of one week, sorted by community (their audiences' rows) once closed.

    Attributes:
        table: column -> array of n events.
        start: int64 [n + 1], where each event's attendees lie in `attendees`; event e has came[e] of them from start[e] on.
        attendees: int32, rows of residents who came.
        people: persons named, sorted by event and row; event e has those from people_start[e] on.
        people_start: int64 [n + 1].
    """

    table: dict[str, np.ndarray] = field(default_factory=lambda: _NONE)
    start: np.ndarray = field(default_factory=lambda: np.zeros(1, np.int64))
    attendees: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))
    people: People = _NOBODY
    people_start: np.ndarray = field(default_factory=lambda: np.zeros(1, np.int64))
    _parts: list[tuple[int, Mapping[str, Any], People | None]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.table["kind"])

    def add(self, n: int, people: People | None = None, **columns: Any) -> None:
        """Add n events; each column is a number for all or an array [n]. Columns left out take their default.

        Args:
            n: how many.
            people: persons named for them.
            columns: as in `COLUMNS`; `identity` and `mechanism` must be there.

        Raises:
            KeyError: a column that does not exist, or one that is missing.
        """
        if n == 0:
            return
        unknown = set(columns) - set(COLUMNS)
        if unknown:
            raise KeyError(f"events have no column {sorted(unknown)}; they have {sorted(COLUMNS)}")
        missing = [name for name in OWN if name not in columns]
        if missing:
            raise KeyError(f"events need {' and '.join(missing)}: their draws are keyed by the one and they are booked to the other")
        self._parts.append((n, columns, people))

    def close(self) -> None:
        """Sort the events by audience and round and make room for attendees. Call once, after everybody has planned."""
        if not self._parts:
            return
        total = sum(n for n, _, _ in self._parts)
        table: dict[str, np.ndarray] = {}
        for name, (kind, default) in COLUMNS.items():
            table[name] = np.empty(total, kind)
            table[name].fill(default)
        begin = 0
        for n, columns, _ in self._parts:
            place = slice(begin, begin + n)
            for name, value in columns.items():
                table[name][place] = value
            begin += n
        order = np.arange(total)
        if total > 1:
            order = np.lexsort((table["identity"], table["round"], table["lo"]))
            table = {name: column[order] for name, column in table.items()}
        self.table = table
        room = np.maximum(np.minimum(self.table["capacity"], self.table["hi"] - self.table["lo"]), 0)
        self.start = np.concatenate(([0], np.cumsum(room, dtype=np.int64)))
        self.attendees = np.empty(int(self.start[-1]), np.int32)
        if any(people is not None for _, _, people in self._parts):
            self._list(order)
        else:
            self.people_start = np.zeros(total + 1, np.int64)
        self._parts = []

    def _list(self, order: np.ndarray) -> None:
        """Bring the persons named into the order of the events; one named twice for an event has both flags and the larger stake."""
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        begin = 0
        parts = []
        for n, _, people in self._parts:
            if people is not None:
                parts.append(people._replace(event=place[np.asarray(people.event) + begin]))
            begin += n
        event, row, flags, stake = (np.concatenate([getattr(p, name) for p in parts]) for name in People._fields)
        by = np.lexsort((row, event))
        event, row, flags, stake = event[by], row[by].astype(np.int32), flags[by].astype(np.uint8), stake[by].astype(np.float32)
        again = (event[1:] == event[:-1]) & (row[1:] == row[:-1])
        if again.any():
            first = np.flatnonzero(np.concatenate(([True], ~again)))
            strongest = np.where(np.maximum.reduceat(stake, first) >= -np.minimum.reduceat(stake, first), 1, -1)
            stake = np.where(strongest > 0, np.maximum.reduceat(stake, first), np.minimum.reduceat(stake, first)).astype(np.float32)
            flags, event, row = np.bitwise_or.reduceat(flags, first), event[first], row[first]
        self.people = People(event, row, flags, stake)
        self.people_start = np.searchsorted(event, np.arange(len(order) + 1))

    def rows(self, event: int) -> np.ndarray:
        """Return the rows of residents who came to one event."""
        first = int(self.start[event])
        return self.attendees[first : first + int(self.table["came"][event])]

    def everyone(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (event index, row) of every attendance of the week, two arrays of equal length."""
        return attendances(np.arange(len(self)), self.start, self.table["came"], self.attendees)


def attendances(event: np.ndarray, start: np.ndarray, came: np.ndarray, attendees: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (index in `event`, row) of every attendance at some events, int64 and int32 arrays of equal length.

    Args:
        event: int64 [n], events of a week's table, -1: not held.
        start: int64 [events + 1], where the attendees of each event begin.
        came: int32 [events], how many they are.
        attendees: int32, rows of residents.
    """
    found: tuple[np.ndarray, np.ndarray] = _attendances(event, start, came, attendees)
    return found


@kernel
def _attendances(event, start, came, attendees):  # type: ignore[no-untyped-def]
    n = 0
    for k in range(event.shape[0]):
        n += np.int64(came[event[k]]) if event[k] >= 0 else 0
    which, row = np.empty(n, np.int64), np.empty(n, np.int32)
    n = 0
    for k in range(event.shape[0]):
        e = event[k]
        for q in range(start[e], start[e] + came[e]) if e >= 0 else range(0):
            which[n], row[n] = k, attendees[q]
            n += 1
    return which, row
