"""The rooms of a compound by the week's rounds.

In the world
    An activity room, a hall, the courtyard, the service centre, a school that lends its hall: whoever wants to bring
    people together needs one of them at a certain time, and others want it too. A centre keeps office hours, a school is
    free after class.
How it works here
    A facility of the neighbourhood is a room of its kind (`RoomConstants` says which, for how many people, in which
    rounds it is open). It holds one occasion in a round. Rooms are asked for in plan and granted fairly (grants.py). A
    kind of room of which a compound has none can be looked for next door, in another compound of its community. Who keeps a house may open
    more rooms of it for a week (`lend`): whoever asks for a room of that kind may get one of them.
Left out
    Rent, keys, equipment; half of a room; flats and stairwells, which need no booking.
Fails when
    There are fewer rooms than occasions in the favourite rounds.
Sources
    Kinds and opening rounds are assumed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..ground.text import Text
from ..people.everyday import ROUNDS
from ..people.places import Places
from ..people.service_constants import RoomConstants, RoomKind
from .base import Desk, Service
from .checking import indices, named
from .moment import Moment


@dataclass(frozen=True, slots=True)
class RoomsOfKind:
    """All rooms of one kind.

    Attributes:
        title: the name that a person reads.
        number: of the kind.
        count: int64 [compounds], how many a compound has.
        xy: float32 [compounds, 2], metres: where the first one is; the middle of the gates where there is none.
        near: int64 [compounds], the nearest compound of the same community that has one (itself if it has), -1: none has.
        people: for how many people it is.
        rounds: in which it is open.
    """

    title: Text
    number: int
    count: np.ndarray
    xy: np.ndarray
    near: np.ndarray
    people: int
    rounds: tuple[int, ...]


class Rooms(Service):
    """Rooms of all kinds: each holds one occasion in a round of the week.

    Attributes:
        counts: int64 [kinds, compounds], how many rooms there are.
        open: bool [kinds, rounds].
        used: int64 [kinds, compounds, rounds], how many are taken this week, those that are lent taken off.
        lent: int64 [kinds, compounds, rounds], how many there are more in this week.
        first_xy: float32 [kinds, compounds, 2], where the first room of each kind is (see `RoomsOfKind.xy`), metres.
    """

    name = "rooms"

    def __init__(self, places: Places, constants: RoomConstants | None = None) -> None:
        """Count the rooms of each compound and find where the first one of each kind is."""
        chosen = constants or RoomConstants()
        self.allocate(places)
        fields = type(chosen).model_fields
        kinds: dict[str, RoomKind] = {name.replace("_", " "): getattr(chosen, name) for name in fields}
        self.numbers = {name: number for number, name in enumerate(kinds)}
        shape = (len(kinds), places.compounds)
        self.counts = np.zeros(shape, np.int64)
        self.open = np.zeros((len(kinds), len(ROUNDS)), np.bool_)
        self.used = np.zeros((*shape, len(ROUNDS)), np.int64)
        self.lent = np.zeros_like(self.used)
        self._touched = False
        middle = np.zeros((places.compounds, 2), np.float32)
        for compound in range(places.compounds):
            gates = slice(places.compound_gates[compound], places.compound_gates[compound + 1])
            middle[compound] = places.gate_xy[gates].mean(axis=0) if gates.stop > gates.start else 0.0
        self._kinds: dict[str, RoomsOfKind] = {}
        self.first_xy = np.repeat(middle[None], len(kinds), axis=0)
        for name, kind in kinds.items():
            number = self.numbers[name]
            xy = self.first_xy[number]
            self.open[number, list(kind.rounds)] = True
            for compound, found, x, y in places.facilities:
                if found == kind.facility:
                    if self.counts[number, compound] == 0:
                        xy[compound] = (x, y)
                    self.counts[number, compound] += 1
            count = self.counts[number]
            near = _nearest(places, count > 0, xy, middle)
            self._kinds[name] = RoomsOfKind(kind.title, number, count, xy, near, kind.people, kind.rounds)

    @property
    def count(self) -> np.ndarray:
        """int64 [compounds], activity rooms of each compound."""
        return self._kinds["activity room"].count

    @property
    def xy(self) -> np.ndarray:
        """float32 [compounds, 2], where the activity room is."""
        return self._kinds["activity room"].xy

    def kind(self, name: str) -> RoomsOfKind:
        """Return all rooms of a kind.

        Raises:
            KeyError: there is no such kind.
        """
        return named(name, self._kinds, "kind of room")

    def begin(self, week: Moment) -> None:
        """Begin a week: all rooms are free."""
        if self._touched:
            self.used[:] = self.lent[:] = 0
            self._touched = False

    def book(self, compounds: np.ndarray, rounds: np.ndarray, kind: str = "activity room") -> np.ndarray:
        """Ask for a room of each compound in each round; return bool, which requests are granted, in the order given."""
        number = self.kind(kind).number
        used, count, opens = self.used[number], self.counts[number], self.open[number]
        granted = np.zeros(len(compounds), np.bool_)
        for k, (compound, r) in enumerate(zip(compounds.tolist(), rounds.tolist(), strict=True)):
            if opens[r] and used[compound, r] < count[compound]:
                used[compound, r] += 1
                granted[k] = True
        self._touched = True
        return granted

    def lend(self, kind: str, compounds: np.ndarray, rounds: tuple[int, ...], number: int = 1) -> None:
        """Let compounds have `number` more rooms of a kind in these rounds of this week; a compound may come more than once.

        Raises:
            ValueError: a negative number, or a round in which such rooms are never open.
        """
        found = self.kind(kind)
        closed = [r for r in rounds if r not in found.rounds]
        if number < 0 or closed:
            raise ValueError(f"{number} rooms of the kind {kind!r} cannot be lent in the rounds {list(rounds)}; it is 0 or more in {list(found.rounds)}")
        if number and len(compounds) and rounds:
            lent = number * np.bincount(compounds, minlength=self.lent.shape[1])[:, None]
            self.lent[found.number][:, rounds] += lent
            self.used[found.number][:, rounds] -= lent
            self._touched = True

    def booked(self) -> None:
        """Take notice that grants have booked rooms."""
        self._touched = True


class RoomsDesk(Desk[Rooms]):
    """What a mechanism may know of rooms. They are asked for in plan (`GrantsDesk.ask`)."""

    __slots__ = ()

    def kind(self, name: str) -> RoomsOfKind:
        """Return all rooms of a kind, in arrays that cannot be written to."""
        found = self._service.kind(name)
        return replace(found, count=_read_only(found.count), xy=_read_only(found.xy), near=_read_only(found.near))

    def lend(self, name: str, compounds: np.ndarray, rounds: tuple[int, ...], number: int = 1) -> None:
        """Let compounds have more rooms of a kind in this week; in plan, before rooms are granted. Whoever asks for one may get it.

        Args:
            name: kind of room as which they serve.
            compounds: which compounds; one may come more than once.
            rounds: in which the rooms can be had.
            number: rooms for each entry of `compounds`.

        Raises:
            KeyError: there is no such kind.
            ValueError: a compound does not exist, a negative number, or a round in which such rooms are never open.
        """
        where = indices(compounds, self._service.counts.shape[1], "compounds")
        self._service.lend(name, where, rounds, number)

    def free(self, name: str, compounds: np.ndarray, rounds: np.ndarray) -> np.ndarray:
        """Return bool [m]: whether a room is open and free, before what is asked for now is granted."""
        s, number = self._service, self._service.kind(name).number
        free: np.ndarray = (s.used[number, compounds, rounds] < s.counts[number, compounds]) & s.open[number, rounds]
        return free

    def taken(self, name: str, compounds: np.ndarray, rounds: np.ndarray) -> np.ndarray:
        """Return int64 [m]: how many rooms of a kind are taken in a compound and round of this week, those lent included."""
        s, number = self._service, self._service.kind(name).number
        found: np.ndarray = s.used[number, compounds, rounds] + s.lent[number, compounds, rounds]
        return found


def _read_only(array: np.ndarray) -> np.ndarray:
    view = array.view()
    view.flags.writeable = False
    return view


def _nearest(places: Places, has: np.ndarray, xy: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """Return int64 [compounds]: the nearest compound of the same community among those that have one, -1 if none has."""
    found = np.full(places.compounds, -1, np.int64)
    for c in range(places.communities):
        first, end = int(places.community_compounds[c]), int(places.community_compounds[c + 1])
        those = first + np.flatnonzero(has[first:end])
        if len(those):
            distance = ((middle[first:end, None] - xy[None, those]) ** 2).sum(axis=-1)
            found[first:end] = those[distance.argmin(axis=1)]
    own = np.flatnonzero(has)
    found[own] = own
    return found
