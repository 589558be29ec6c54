"""Calling people together: what a mechanism asks for in the phase plan, and who came of it.

A call names units, an audience, a part of the week and what the occasion needs (evenings, staff hours, money, a room). When all
mechanisms have planned, needs are granted by priority and keyed draw; what is granted becomes an event, the rest is cancelled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..foci.events import FIRST, INVITED, RUNS, SUMMONED, Events, People, attendances
from ..ground.draws import identities_of
from ..people.units import UnitTable, ranges
from .needs import NOTHING, Needs

if TYPE_CHECKING:
    from ..services.grants import Grants, Ticket
    from ..services.rooms import Rooms

LONGEST, LARGEST = 12.0, 65534
"""Hours of an occasion and people at it, at most."""
_NO_SLOTS = np.zeros(0, np.int64)
STAKE = 1.0
"""Bound of a stake: from -1 to 1."""


class Sitting:
    """One call of a mechanism in one week: n occasions, an entry each.

    After plan: `held`, `prepared`, `room`. After decide: `came` and all that tells who.

    Attributes:
        kind: name of the kind of focus.
        unit: int64 [n], indices of the units called.
        community: int64 [n], index of the community of each.
        identity: uint64 [n], permanent.
        held: bool [n], whether it takes place.
        prepared: float64 [n], share of the preparation that was done.
        room: bool [n], whether it has a room.
        evenings, doors: float32 [n], evenings spent on preparing and on knocking.
        announced: whether people were promised that it takes place.
        slots: int64 [n], the organisations that meet, if they do.
        post: kind of volunteers' post whose holders run it, or None.
    """

    def __init__(
        self,
        kind: str,
        unit: np.ndarray,
        community: np.ndarray,
        identity: np.ndarray,
        columns: dict[str, Any],
        needs: Needs = NOTHING,
        people: People | None = None,
        promise: Any = False,
        post: str | None = None,
    ) -> None:
        """Keep what was asked; `Week.call` makes these."""
        n = len(unit)
        self.post = post
        self.kind, self.unit, self.community, self.identity = kind, unit, community, identity
        self.held = np.ones(n, np.bool_)
        self.prepared = np.ones(n)
        self.room = np.zeros(n, np.bool_)
        self.evenings = self.doors = np.zeros(n, np.float32)
        self.slots = _NO_SLOTS
        self._columns, self._needs, self._people = columns, needs, people
        self.announced = promise is not False
        self._promise = None if promise is False else np.broadcast_to(np.asarray(promise, np.bool_), (n,))
        self._ticket: Ticket | None = None
        self._door_ticket: Ticket | None = None
        self._first = 0
        self._event = _NO_SLOTS
        self._events: Events | None = None
        self._came: np.ndarray | None = None
        self._everyone: tuple[np.ndarray, np.ndarray] | None = None
        self.decided = False

    def __len__(self) -> int:
        return len(self.unit)

    def _result(self, name: str) -> np.ndarray:
        out = np.zeros(len(self.unit), np.int64)
        if self._events is not None and len(self._events):
            here = self._event >= 0
            out[here] = self._events.table[name][self._event[here]]
        return out

    @property
    def came(self) -> np.ndarray:
        """int64 [n], how many came (0 where it was not held)."""
        if not self.decided:
            return self._result("came")
        if self._came is None:
            self._came = self._result("came")
            self._came.flags.writeable = False
        return self._came

    @property
    def heard(self) -> np.ndarray:
        """int64 [n], how many heard of it."""
        return self._result("heard")

    @property
    def wanted(self) -> np.ndarray:
        """int64 [n], how many wanted to come, those turned away included."""
        return self._result("wanted")

    @property
    def quality(self) -> np.ndarray:
        """float64 [n], quality as held (0 where it was not)."""
        out = np.zeros(len(self.unit))
        if self._events is not None and len(self._events):
            here = self._event >= 0
            out[here] = self._events.table["quality"][self._event[here]]
        return out

    @property
    def knock(self) -> np.ndarray:
        """float64 [n], share of doors knocked at."""
        return np.broadcast_to(np.asarray(self._columns.get("knock", 0.0), np.float64), (len(self.unit),))

    @property
    def evenings_asked(self) -> np.ndarray:
        """float64 [n], evenings of preparing that were asked for."""
        return np.broadcast_to(np.asarray(self._needs.evenings, np.float64), (len(self.unit),))

    @property
    def doors_asked(self) -> np.ndarray:
        """float64 [n], evenings of knocking that were asked for."""
        return np.broadcast_to(np.asarray(self._needs.door_evenings, np.float64), (len(self.unit),))

    @property
    def promised(self) -> np.ndarray:
        """Bool [n], which were announced and are held."""
        return np.zeros(len(self.unit), np.bool_) if self._promise is None else self._promise & self.held

    @property
    def called_off(self) -> np.ndarray:
        """Bool [n], which were announced and are not held."""
        return np.zeros(len(self.unit), np.bool_) if self._promise is None else self._promise & ~self.held

    def audience(self, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (occasion k, row) of those for whom the occasions `which` (bool [n]) are, int64 arrays of equal length."""
        lo, hi, listed = (np.broadcast_to(self._columns.get(name, False), (len(self.unit),)) for name in ("lo", "hi", "listed"))
        whole = np.flatnonzero(which & ~listed)
        k, row = ranges(lo[whole], hi[whole])
        found = _pairs(whole[k], row)
        if self._people is not None:
            named = (which & listed)[self._people.event]
            found = np.concatenate((found, np.unique(_pairs(self._people.event[named], self._people.row[named]))))
        return _parted(found)

    def rows(self, k: int) -> np.ndarray:
        """Return int32 rows of those who came to occasion k, sorted (a copy)."""
        if self._events is None or len(self._events) == 0 or self._event[k] < 0:
            return np.zeros(0, np.int32)
        return self._events.rows(int(self._event[k])).copy()

    def everyone(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (occasion k, row) of every attendance, int64 and int32 arrays of equal length."""
        if self._everyone is None or not self.decided:
            self._everyone = self._attendances()
        return self._everyone

    def _attendances(self) -> tuple[np.ndarray, np.ndarray]:
        if self._events is None or len(self._events) == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.int32)
        found = attendances(self._event, self._events.start, self._events.table["came"], self._events.attendees)
        for array in found:
            array.flags.writeable = False
        return found

    @property
    def absent(self) -> tuple[np.ndarray, np.ndarray]:
        """(occasion k, row) of those who were summoned and stayed away, or whose occasion was not held, in their order."""
        if self._people is None:
            return np.zeros(0, np.int64), np.zeros(0, np.int32)
        called = self._people.flags & SUMMONED != 0
        return _parted(np.setdiff1d(_pairs(self._people.event[called], self._people.row[called]), _pairs(*self.everyone())))


def _pairs(k: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Return one number for each (occasion, row)."""
    return np.asarray(k.astype(np.int64) << 32 | row.astype(np.int64))


def _parted(pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return pairs >> 32, pairs & 0xFFFFFFFF


def named(n: int, lists: list[tuple[int, Any, Any, Any]], lo: np.ndarray, hi: np.ndarray, what: str) -> People | None:
    """Put persons named for n occasions together and check them.

    Args:
        n: occasions.
        lists: (flag, occasion of each [m], row of each [m], stake: a number or [m]); an empty one is left out.
        lo: int64 [n], first row of the community of each occasion.
        hi: int64 [n], row after its last.
        what: the call in words, for the sentence.

    Raises:
        ValueError: an occasion or a row that does not exist, a row of another community, a stake out of bounds.
    """
    parts = []
    for flag, which, rows, stake in lists:
        k, row = np.asarray(which, np.int64).ravel(), np.asarray(rows, np.int64).ravel()
        if len(k) != len(row):
            raise ValueError(f"{what}: {len(k)} occasions are named for {len(row)} rows; give an occasion for each row")
        if len(k) == 0:
            continue
        if k.min() < 0 or k.max() >= n:
            raise ValueError(f"{what}: a person is named for occasion {int(k.max())}; the call has {n}, counted from 0")
        wrong = (row < lo[k]) | (row >= hi[k])
        if wrong.any():
            at = int(np.argmax(wrong))
            raise ValueError(f"{what}: row {int(row[at])} is not a resident of its community, whose rows are {int(lo[k[at]])} to {int(hi[k[at]]) - 1}")
        worth = np.broadcast_to(np.asarray(stake, np.float32), row.shape)
        if not np.all(np.abs(worth) <= STAKE):
            raise ValueError(f"{what}: a stake is {float(worth[np.argmax(np.abs(worth))]):g}; it must lie between -1 and 1")
        parts.append((k, row, np.full(len(k), flag, np.uint8), worth))
    if not parts:
        return None
    return People(*(np.concatenate([part[c] for part in parts]) for c in range(4)))


class Board:
    """All calls of one society's week, from plan to the table of events.

    Args:
        grants: the service that grants what occasions need.
        rooms: the service of rooms.
    """

    def __init__(self, grants: Grants, rooms: Rooms) -> None:
        """Begin with an empty board."""
        self.grants, self.rooms = grants, rooms
        self.sittings: list[tuple[int, Sitting]] = []
        self.phase = "plan"

    def put(self, by: int, sitting: Sitting, compound: np.ndarray) -> None:
        """Keep a call and ask for what it needs."""
        self.sittings.append((by, sitting))
        need, n, columns = sitting._needs, len(sitting), sitting._columns
        if n == 0 or need is NOTHING:
            return
        for name in ("evenings", "yuan", "staff", "door_evenings"):
            value = getattr(need, name)
            least = value.min() if isinstance(value, np.ndarray) else value
            if least < 0.0:
                raise ValueError(f"a call to {sitting.kind!r} needs {name} {least:g}; needs cannot be negative")
        rows, when = columns["organiser"], columns["round"]
        sitting._ticket = self.grants.ask(
            n, by=by, priority=need.priority, identity=sitting.identity, community=sitting.community, row=rows, evenings=need.evenings, least=need.least,
            staff=need.staff, duty=need.duty, yuan=need.yuan, account=need.account, payee=need.payee, room=need.room, compound=compound, round=when,
            room_optional=not need.room_needed,
        )  # fmt: skip
        if isinstance(need.door_evenings, np.ndarray) or need.door_evenings > 0.0:
            sitting._door_ticket = self.grants.ask(
                n, by=by, priority=need.priority, identity=sitting.identity ^ np.uint64(1), community=sitting.community, row=rows,
                evenings=need.door_evenings, least=0.0, after=sitting._ticket,
            )  # fmt: skip

    def confirm(self, events: Events, code_of: Any) -> None:
        """Turn what was granted into events, after `grants.settle`; `code_of(mechanism, kind)` returns the code of a kind of focus."""
        number = 0
        for by, sitting in self.sittings:
            n = len(sitting)
            sitting._first, sitting._events = number, events
            number += n
            ticket, columns = sitting._ticket, dict(sitting._columns)
            if ticket is not None:
                sitting.held &= ticket.granted
                sitting.room = ticket.room & sitting.held
                if isinstance(sitting._needs.evenings, np.ndarray) or sitting._needs.evenings > 0.0:
                    wanted = sitting.evenings_asked
                    sitting.evenings = np.where(sitting.held, ticket.evenings, np.float32(0.0))
                    sitting.prepared = np.where(wanted > 0.0, sitting.evenings / np.maximum(wanted, 1e-9), 1.0)
                    for name in ("hours", "quality", "poster"):
                        columns[name] = columns[name] * sitting.prepared
            if sitting._door_ticket is not None:
                sitting.doors = np.where(sitting.held, sitting._door_ticket.evenings, np.float32(0.0))
                wanted = np.broadcast_to(np.asarray(sitting._needs.door_evenings, np.float64), (n,))
                columns["knock"] = sitting.knock * np.where(wanted > 0.0, sitting.doors / np.maximum(wanted, 1e-9), 0.0)
                sitting._columns["knock"] = columns["knock"]
            if sitting._needs.room is not None and sitting.room.any():
                xy = self.rooms.kind(sitting._needs.room).xy[columns["compound"]]
                columns["x"], columns["y"] = np.where(sitting.room, xy[:, 0], columns["x"]), np.where(sitting.room, xy[:, 1], columns["y"])
                if columns["room_quality"]:
                    columns["quality"] = np.minimum(columns["quality"] + columns["room_quality"] * sitting.room, 1.0)
            self._add(events, by, sitting, columns, code_of)

    def _add(self, events: Events, by: int, sitting: Sitting, columns: dict[str, Any], code_of: Any) -> None:
        held = sitting.held.nonzero()[0]
        if len(held) == 0:
            return
        for name in ("compound", "room_quality"):
            columns.pop(name)
        n, every = len(sitting), len(held) == len(sitting)
        kept = columns if every else {name: value[held] if isinstance(value, np.ndarray) else value for name, value in columns.items()}
        people = sitting._people
        if people is not None and not every:
            place = np.full(n, -1, np.int64)
            place[held] = np.arange(len(held))
            there = place[people.event] >= 0
            people = People(place[people.event[there]], people.row[there], people.flags[there], people.stake[there])
        call = sitting._first + held
        identity = sitting.identity if every else sitting.identity[held]
        events.add(len(held), people, kind=code_of(by, sitting.kind), identity=identity, mechanism=by, call=call, **kept)

    def closed(self, events: Events) -> None:
        """Tell every call which events are its own, once the table is closed.

        Raises:
            ValueError: two events of the week have one identity.
        """
        if len(events) == 0:
            self.sittings = []
            return
        call = events.table["call"]
        place = np.full(sum(len(sitting) for _, sitting in self.sittings), -1, np.int64)
        place[call[call >= 0]] = np.flatnonzero(call >= 0)
        for _, sitting in self.sittings:
            sitting._event = place[sitting._first : sitting._first + len(sitting)]
        identity = np.sort(events.table["identity"])
        if (identity[1:] == identity[:-1]).any():
            kinds = sorted({sitting.kind for _, sitting in self.sittings})
            raise ValueError(
                f"two occasions of one week have the same identity (kinds called: {', '.join(kinds)}); a unit that is called twice for the same kind "
                "in a week needs again=1, 2, ... at the second call"
            )
        self.sittings = []


def identities(
    mechanism: str, kind: str, week: int, entity: np.ndarray, again: int | None, nth: np.ndarray | None = None
) -> np.ndarray:
    """Return the permanent identities uint64 [n] of occasions: (mechanism and kind, number of the call, week, entity that is called).

    nth: int64 [n], number of each occasion where an entity is called several times by one call.
    """
    found: np.ndarray = identities_of(f"{mechanism} {kind}" if again is None else f"{mechanism} {kind} {again}", week, entity)
    for k in range(1, 0 if nth is None else int(nth.max(initial=0)) + 1):
        later = nth == k
        found[later] = identities_of(f"{mechanism} {kind} {k}", week, entity[later])
    return found


__all__ = ["FIRST", "INVITED", "LARGEST", "LONGEST", "NOTHING", "RUNS", "SUMMONED", "Board", "Needs", "Sitting", "UnitTable", "identities", "named"]
