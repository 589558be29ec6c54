"""All calls of one society's week in one table, from plan to the table of events: an occasion a row, whoever calls.

`Week.call` enters its occasions and commits them when nothing is wrong with them, `ask` asks for what all of them need, `confirm` turns
what was granted into events, `closed` and `decided` tell every call what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..foci.events import Events, People
from ..ground.draws import stream_of
from ..people.places import Places
from ..people.purposes import NO_TOPIC
from ..people.residents import TOPICS
from .board_rules import ALIKE, BOUNDED, EVENT, NO_ORGANISER, NO_ROUND, admit, confirm, fill, requests_of
from .call import Calls, Sitting
from .occasions import OPEN

if TYPE_CHECKING:
    from ..services.grants import Grants, Ticket
    from ..services.rooms import Rooms

LONGEST, LARGEST = 12.0, 65534
"""Hours of an occasion and people at it, at most."""
BOUNDS: dict[str, tuple[float, float]] = {
    **dict.fromkeys(("quality", "poster", "chat", "knock", "openness", "least"), (0.0, 1.0)),
    "hours": (0.0, LONGEST),
    "capacity": (1.0, LARGEST),
    "yuan": (0.0, 1e6),
    "topic": (0.0, NO_TOPIC),
    **dict.fromkeys(("evenings", "door_evenings"), (0.0, 21.0)),
    "staff": (0.0, 10_000.0),
    "cost": (0.0, 1e11),
    "priority": (0.0, 99.0),
}
"""What a call may ask for."""
_OF_NEEDS = {"evenings": "evenings", "door_evenings": "door_evenings", "staff": "staff", "cost": "yuan", "least": "least", "priority": "priority"}
_BOUNDS = np.array([BOUNDS[name] for name in BOUNDED])
_PLACE = {name: place for place, name in enumerate(ALIKE)}
_NUMBERS = frozenset((int, float, bool))
_BLANK = [{"organiser": -1.0, "room": -1.0}.get(name, 0.0) for name in ALIKE]


class Board:
    """The calls of one society's present week.

    Args:
        grants: the service that grants what occasions need.
        rooms: the service of rooms.
        places: where everybody lives.
        seed: of all draws.

    Attributes:
        phase: of the week; people are called together in "plan".
        sittings: (number of the mechanism, call) of all calls of the week.
        calls: their occasions.
    """

    def __init__(self, grants: Grants, rooms: Rooms, places: Places, seed: int) -> None:
        """Begin with an empty board."""
        self.grants, self.rooms = grants, rooms
        self._community_rows, self._compound_rows = places.community_rows, places.compound_rows
        self._seed = np.uint64(seed)
        self.phase = "plan"
        self.sittings: list[tuple[int, Sitting]] = []
        self.calls, self._closed = Calls(64), Calls(0)
        self._people: list[tuple[int, People]] = []
        self._ticket: Ticket | None = None

    def enter(self, what: str, n: int, columns: Mapping[str, Any], name: str, topics: str, week: int, named: bool) -> tuple[np.ndarray, bool]:
        """Write n occasions behind those of the week and check them; they count when they are committed.

        Args:
            what: the call in words, for sentences.
            n: how many.
            columns: columns of `CALL`, each a value for all or one for each; `identity` is that of the entity called, or of the occasion.
            name: of the call, by which identities are made.
            topics: stream of the draws of topics.
            week: absolute week.
            named: whether `identity` is the occasion's already.

        Returns:
            Their rows of the table; and whether somebody who runs one is not of the unit that is called.

        Raises:
            ValueError: a column of the wrong length, a value out of bounds, an organiser who lives elsewhere.
        """
        one, many = list(_BLANK), []
        one[_PLACE["call"]] = len(self.sittings)
        for column, value in columns.items():
            if type(value) in _NUMBERS:
                one[_PLACE[column]] = value
                continue
            given = np.asarray(value)
            if given.dtype.kind not in "biuf":
                raise ValueError(f"{what}: {column} is {value!r}; it is a number, or one for each occasion")
            if given.ndim == 0:
                one[_PLACE[column]] = float(given)
            elif len(given) != n:
                raise ValueError(f"{what}: {len(given)} values of {column} are given for {n} occasions")
            else:
                many.append((column, given))
        rows = self.calls.room_for(n)
        if n == 0:
            return rows, False
        fill(rows, np.array(one, np.float64))
        for column, value in many:
            rows[column] = value
        wrong, at, away = admit(
            rows, named, stream_of(name), self._seed, np.int64(week), stream_of(topics), len(TOPICS), _BOUNDS, OPEN, self._community_rows, self._compound_rows
        )
        if wrong >= 0:
            raise ValueError(self._sentence(what, rows[at], wrong))
        return rows, away != 0

    def _sentence(self, what: str, row: np.void, wrong: int) -> str:
        if wrong < len(BOUNDED):
            name = BOUNDED[wrong]
            said = f"{_OF_NEEDS[name]} that it needs" if name in _OF_NEEDS else name
            low, high = BOUNDS[name]
            return f"{what}: {said} is {row[name]:g}; it must lie between {low:g} and {high:g}"
        if wrong == NO_ROUND:
            return f"{what} in a round that does not exist; there are the rounds {np.flatnonzero(OPEN).tolist()}"
        if wrong == NO_ORGANISER:
            lo, hi = self._community_rows[row["community"] : row["community"] + 2].tolist()
            return f"{what}: the organiser {int(row['organiser'])} is not a resident of its community, whose rows are {lo} to {hi - 1}"
        return f"{what}: it needs evenings, and nobody is named who can give them; give organiser= or post="

    def commit(self, mechanism: int, sitting: Sitting) -> None:
        """Let the occasions that were entered last count as one call of a mechanism."""
        if len(sitting):
            self.calls.n = sitting.stop
            if sitting.people is not None:
                self._people.append((sitting.first, sitting.people))
        self.sittings.append((mechanism, sitting))

    def ask(self) -> None:
        """Ask for what all calls need, when all have planned."""
        calls, n = self.calls.rows, self.calls.n
        self._ticket = None
        if n:
            blank = self.grants.blank(2 * n)
            self._ticket = self.grants.take(requests_of(calls[:n], blank, self.grants.number))

    def confirm(self, events: Events, code_of: Callable[[int, str], tuple[int, int]]) -> None:
        """Turn what was granted into events, after `grants.settle`; `code_of(mechanism, kind)` returns a kind's code and thing."""
        calls, n = self.calls.rows[: self.calls.n], self.calls.n
        if n == 0:
            return
        held_of_call = np.zeros(len(self.sittings), np.int64)
        t = self._ticket
        assert t is not None
        confirm(calls, t.lacked, t.evenings, t.room, self.rooms.first_xy, held_of_call)
        # A kind of focus gets its code when it is first held.
        codes, things = np.zeros((2, len(self.sittings)), np.uint8)
        for k in held_of_call.nonzero()[0].tolist():
            by, sitting = self.sittings[k]
            codes[k], things[k] = code_of(by, sitting.kind)
        held = calls["held"].nonzero()[0]
        if len(held) == 0:
            return
        kept = calls if len(held) == n else calls[held]
        kind, thing = codes[kept["call"]], things[kept["call"]]
        events.add(len(held), self._people_of(held, n), kind=kind, thing=thing, call=held, **{name: kept[name] for name in EVENT})

    def _people_of(self, held: np.ndarray, n: int) -> People | None:
        """Return the persons named for occasions that are held, by their number among these."""
        if not self._people:
            return None
        event = np.concatenate([first + people.event for first, people in self._people])
        people = People(event, *(np.concatenate([getattr(people, name) for _, people in self._people]) for name in People._fields[1:]))
        if len(held) == n:
            return people
        place = np.full(n, -1, np.int64)
        place[held] = np.arange(len(held))
        event = place[event]
        there = event >= 0
        return People(event[there], *(column[there] for column in people[1:]))

    def closed(self, events: Events) -> None:
        """Tell every call which events are its own, once the table is closed, and begin a new table for the next week.

        Raises:
            ValueError: two events of the week have one identity.
        """
        calls, n, sittings = self.calls, self.calls.n, self.sittings
        self.sittings, self._people = [], []
        if n == 0:
            return
        if len(events):
            call = events.table["call"]
            own = (call >= 0).nonzero()[0]
            calls.rows["event"][call[own]] = own
        calls.close(events)
        self._closed, self.calls = calls, Calls(max(64, n))
        identity = np.sort(events.table["identity"])
        if (identity[1:] == identity[:-1]).any():
            kinds = sorted({sitting.kind for _, sitting in sittings})
            raise ValueError(
                f"two occasions of one week have the same identity (kinds called: {', '.join(kinds)}); a unit that is called twice for the same kind "
                "in a week needs again=1, 2, ... at the second call"
            )

    def decided(self) -> None:
        """People have decided: tell the calls who came."""
        self._closed.decide()
        self._closed = Calls(0)


__all__ = ["BOUNDS", "LARGEST", "LONGEST", "Board"]
