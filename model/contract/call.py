"""One call of a mechanism, to be looked at: what was asked for in the phase plan, what is held, and who came of it.

A call names units, an audience, a part of the week and what the occasion needs (evenings, staff hours, money, a room). When all
mechanisms have planned, needs are granted by priority and keyed draw; what is granted becomes an event, the rest is cancelled (board.py).
"""

from __future__ import annotations

import numpy as np

from ..foci.events import SUMMONED, Events, People, attendances
from ..ground.draws import identities_of
from ..people.units import ranges
from .board_rules import CALL

_NONE = np.zeros(0, np.int64)


class Calls:
    """The occasions that were called in one week.

    Attributes:
        rows: `CALL`, an occasion each; read only when the week's events are known.
        n: how many of the rows count.
        events: the week's events, once they are known.
        came: int64 [n], how many came, once people have decided.
    """

    __slots__ = ("came", "events", "n", "rows")

    def __init__(self, n: int) -> None:
        """Make room for n occasions."""
        self.rows = np.zeros(n, CALL)
        self.n = 0
        self.events: Events | None = None
        self.came: np.ndarray | None = None

    def room_for(self, n: int) -> np.ndarray:
        """Return n rows behind those that count."""
        if self.n + n > len(self.rows):
            old = self.rows
            self.rows = np.zeros(max(self.n + n, 2 * len(old)), CALL)
            self.rows[: self.n] = old[: self.n]
        return self.rows[self.n : self.n + n]

    def close(self, events: Events) -> None:
        """Keep the week's events; nothing is written from now on."""
        self.events = events
        self.rows.flags.writeable = False

    def decide(self) -> None:
        """Count who came."""
        self.came = self.of_events("came", 0, self.n)
        self.came.flags.writeable = False

    def of_events(self, name: str, first: int, stop: int) -> np.ndarray:
        """Return int64, a column of the events of some occasions, 0 where nothing is held."""
        out = np.zeros(stop - first, np.int64)
        if self.events is not None and len(self.events):
            event = self.rows["event"][first:stop]
            here = event >= 0
            out[here] = self.events.table[name][event[here]]
        return out


_EMPTY = Calls(0)


class Sitting:
    """One call of a mechanism in one week: n occasions, an entry each; arrays that it shows cannot be written to.

    After plan: `held`, `prepared`, `room`. After decide: `came` and all that tells who.

    Attributes:
        kind: name of the kind of focus.
        unit: int64 [n], indices of the units called.
        first, stop: where its occasions stand among all of the week.
        people: persons named for them, or None.
        post: kind of volunteers' post whose holders run it, or None.
        announced: whether people were promised that it takes place.
        promised_to: (occasion, row) of those to whom that was said, None: to all for whom it is.
        slots: int64 [n], the organisations that meet, if they do.
    """

    __slots__ = ("_calls", "_everyone", "announced", "first", "kind", "people", "post", "promised_to", "slots", "stop", "unit")

    def __init__(
        self, kind: str, unit: np.ndarray = _NONE, calls: Calls = _EMPTY, people: People | None = None, post: str | None = None, announced: bool = False,
        promised_to: tuple[np.ndarray, np.ndarray] | None = None,
    ) -> None:  # fmt: skip
        """Keep what was asked; `Week.call` makes these of the occasions that come next in the table of calls."""
        self.kind, self.unit, self.people, self.post, self.announced = kind, unit, people, post, announced
        self._calls, self.first, self.stop = calls, calls.n, calls.n + len(unit)
        self.promised_to = promised_to
        self.slots = _NONE
        self._everyone: tuple[np.ndarray, np.ndarray] | None = None

    def __len__(self) -> int:
        return len(self.unit)

    def _column(self, name: str) -> np.ndarray:
        found: np.ndarray = self._calls.rows[name][self.first : self.stop]
        found.flags.writeable = False
        return found

    @property
    def decided(self) -> bool:
        """Whether people have decided who comes."""
        return self._calls.came is not None

    @property
    def community(self) -> np.ndarray:
        """int32 [n], index of the community of each."""
        return self._column("community")

    @property
    def identity(self) -> np.ndarray:
        """uint64 [n], permanent."""
        return self._column("identity")

    @property
    def held(self) -> np.ndarray:
        """Bool [n], whether it takes place."""
        return self._column("held")

    @property
    def prepared(self) -> np.ndarray:
        """float64 [n], share of the preparation that was done."""
        return self._column("prepared")

    @property
    def room(self) -> np.ndarray:
        """Bool [n], whether it has a room."""
        return self._column("has_room")

    @property
    def evenings(self) -> np.ndarray:
        """float32 [n], evenings spent on preparing."""
        return self._column("spent")

    @property
    def doors(self) -> np.ndarray:
        """float32 [n], evenings spent on knocking."""
        return self._column("spent_at_doors")

    @property
    def evenings_asked(self) -> np.ndarray:
        """float64 [n], evenings of preparing that were asked for."""
        return self._column("evenings")

    @property
    def doors_asked(self) -> np.ndarray:
        """float64 [n], evenings of knocking that were asked for."""
        return self._column("door_evenings")

    @property
    def knock(self) -> np.ndarray:
        """float64 [n], share of doors knocked at."""
        return self._column("knock")

    @property
    def promised(self) -> np.ndarray:
        """Bool [n], which were announced and are held."""
        return np.asarray(self._column("promised") & self.held)

    @property
    def called_off(self) -> np.ndarray:
        """Bool [n], which were announced and are not held."""
        return np.asarray(self._column("promised") & ~self.held)

    @property
    def came(self) -> np.ndarray:
        """int64 [n], how many came (0 where it was not held)."""
        came = self._calls.came
        return np.zeros(len(self.unit), np.int64) if came is None else came[self.first : self.stop]

    @property
    def heard(self) -> np.ndarray:
        """int64 [n], how many heard of it."""
        return self._calls.of_events("heard", self.first, self.stop)

    @property
    def wanted(self) -> np.ndarray:
        """int64 [n], how many wanted to come, those turned away included."""
        return self._calls.of_events("wanted", self.first, self.stop)

    @property
    def quality(self) -> np.ndarray:
        """float64 [n], quality as held (0 where it was not)."""
        if self._calls.events is None:
            return np.zeros(len(self.unit))
        # As people see it: what an event has is float32.
        return np.where(self.held, self._column("quality").astype(np.float32), np.float32(0.0)).astype(np.float64)

    def audience(self, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (occasion k, row) of those for whom the occasions `which` (bool [n]) are, int64 arrays of equal length."""
        lo, hi, listed = (self._column(name) for name in ("lo", "hi", "listed"))
        whole = np.flatnonzero(which & ~listed)
        k, row = ranges(lo[whole], hi[whole])
        found = _pairs(whole[k], row)
        if self.people is not None:
            named = (which & listed)[self.people.event]
            found = np.concatenate((found, np.unique(_pairs(self.people.event[named], self.people.row[named]))))
        return _parted(found)

    def concerned(self, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (occasion k, row) of those to whom it was said that the occasions `which` (bool [n]) take place."""
        if self.promised_to is None:
            return self.audience(which)
        k, row = self.promised_to
        return k[which[k]], row[which[k]]

    def rows(self, k: int) -> np.ndarray:
        """Return int32 rows of those who came to occasion k, sorted (a copy)."""
        events, event = self._calls.events, self._column("event")[k]
        return np.zeros(0, np.int32) if events is None or event < 0 else events.rows(int(event)).copy()

    def everyone(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (occasion k, row) of every attendance, int64 and int32 arrays of equal length."""
        events = self._calls.events
        if self._everyone is None:
            if events is None or len(events) == 0:
                return np.zeros(0, np.int64), np.zeros(0, np.int32)
            found = attendances(self._column("event"), events.start, events.table["came"], events.attendees)
            for array in found:
                array.flags.writeable = False
            if not self.decided:
                return found
            self._everyone = found
        return self._everyone

    @property
    def absent(self) -> tuple[np.ndarray, np.ndarray]:
        """(occasion k, row) of those who were summoned and stayed away, or whose occasion was not held, in their order."""
        if self.people is None:
            return np.zeros(0, np.int64), np.zeros(0, np.int32)
        called = self.people.flags & SUMMONED != 0
        return _parted(np.setdiff1d(_pairs(self.people.event[called], self.people.row[called]), _pairs(*self.everyone())))


def _pairs(k: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Return one number for each (occasion, row)."""
    return np.asarray(k.astype(np.int64) << 32 | row.astype(np.int64))


def _parted(pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return pairs >> 32, pairs & 0xFFFFFFFF


def call_name(mechanism: str, kind: str, again: int | None) -> str:
    """Return the name by which the identities of a call's occasions are made: mechanism, kind and number of the call."""
    return f"{mechanism} {kind}" if again is None else f"{mechanism} {kind} {again}"


def repeated_identities(mechanism: str, kind: str, week: int, entity: np.ndarray, nth: np.ndarray) -> np.ndarray:
    """Return the permanent identities uint64 [n] of occasions where an entity is called several times by one call.

    nth: int64 [n], number of each occasion of its entity; the first has the identity of an only one.
    """
    found = identities_of(call_name(mechanism, kind, None), week, entity)
    for k in range(1, int(nth.max(initial=0)) + 1):
        later = nth == k
        found[later] = identities_of(call_name(mechanism, kind, k), week, entity[later])
    return found


__all__ = ["Calls", "Sitting", "call_name", "repeated_identities"]
