"""Office-holders: known one-sidedly by many, outside the slots of ties, and never evicted.

In the world
    A gate has a head, a community a secretary, a committee and some mediators. They are elected for a term, or
    appointed. Many residents know such a person in office whom the person does not know.
How it works here
    A kind of office has one or more seats a unit (gate, compound, community ...). Of each resident is kept, seat by
    seat, whether they know the present holder of their own unit: a byte a resident and seat. A new holder is unknown
    in office to all but those whom they meet; who is confirmed in office stays known. Of an elected office all seats
    of a unit end together, and one who comes in between serves the rest of the term; of an appointed one every holder
    has a term of their own. A term can be ended before its time (recall); who was recalled is remembered as such.
Left out
    Holders who do not live in the unit; what an office may decide (that is a mechanism's, or a matter's).
Fails when
    Nobody does what brings the holder to people's doors: then the office is held and unknown.
Sources
    design.md section 5 (office-holders live outside the slots); community committees are elected for five years since
    2018.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import numpy as np

from ..ground.measure import MeasureInfo, State, share_of
from ..ground.text import Text
from ..people.declared import Unit
from ..people.places import Places
from ..people.residents import Residents, Role
from .base import NOBODY, Desk, Service
from .checking import frozen, indices, unique
from .moment import Moment
from .office_loans import PARTS as _LOAN_PARTS
from .office_loans import Loan

VACANT = -1
BY_VOLUNTEERS = -2
"""In place of the number of a mechanism: the holders are those of a volunteers' post, and change only with it."""
_LONG_AGO = -10_000
_PARTS = ("holders", "begun", "known", "term_began", "recalled")

Seats = int | np.ndarray | None
"""A seat, one of each unit or resident given, or None: all seats."""


@dataclass(slots=True)
class Office:
    """One kind of office.

    Attributes:
        title: what it is called.
        starts: int32 [units + 1], rows of residents of each unit.
        residents: of the society; the role is written to them.
        holders: int32 [units, seats], row of each holder, VACANT if there is none.
        begun: int32 [units, seats], absolute week in which the holder, or the vacancy, began.
        known: bool [seats, n], whether a resident knows the holder of a seat of their unit.
        term_began: int32 [units], absolute week in which the term of an elected office began.
        role: bit of `Residents.roles` that its holders have; 0: none.
        term: weeks; 0: without end.
        elected: whether the seats of a unit have one term together.
        keeper: number of the mechanism that may appoint and vacate; NOBODY: ordinary life; BY_VOLUNTEERS.
        measured: whether "KIND in office" and "KIND known" are measures of the society.
        recalled: uint64, identities of those whose term was ended before its time, each once.
        loan: the filling of its seats as lent to another mechanism, None: never.
    """

    title: Text
    starts: np.ndarray
    residents: Residents
    holders: np.ndarray
    begun: np.ndarray
    known: np.ndarray
    term_began: np.ndarray
    role: int = 0
    term: int = 0
    elected: bool = False
    keeper: int = NOBODY
    measured: bool = True
    recalled: np.ndarray = field(default_factory=lambda: np.zeros(0, np.uint64))
    loan: Loan | None = None

    @property
    def units(self) -> int:
        """Number of units that have the office."""
        return len(self.holders)

    @property
    def seats(self) -> int:
        """Seats of each unit."""
        return int(self.holders.shape[1])

    @property
    def holder(self) -> np.ndarray:
        """int32, row of each holder or VACANT: [units] of an office with one seat, else [units, seats]."""
        return self.holders[:, 0] if self.seats == 1 else self.holders

    @property
    def since(self) -> np.ndarray:
        """int32, absolute week in which each holder, or vacancy, began; shaped as `holder`."""
        return self.begun[:, 0] if self.seats == 1 else self.begun

    @property
    def knows(self) -> np.ndarray:
        """bool, who knows the holder: [n] of an office with one seat, else [seats, n]."""
        return cast(np.ndarray, self.known[0]) if self.seats == 1 else self.known

    def appoint(self, units: np.ndarray, rows: np.ndarray, week: int, seats: int | np.ndarray = 0) -> None:
        """Give a seat in each of `units` to the residents `rows`.

        Nobody knows a new holder in office yet but themselves; who held the same seat before stays known, with a new beginning.

        Args:
            units: units, each seat at most once.
            rows: residents of these units, one for each.
            week: absolute week.
            seats: the seat, or one for each.
        """
        units, rows = np.asarray(units), np.asarray(rows)
        seats = np.broadcast_to(seats, units.shape)
        if self.elected:
            # The first of an election begins the term; one who comes in between serves the rest of it.
            fresh = units[week - self.term_began[units] >= self.term] if self.term else units
            self.term_began[fresh] = week
        new = self.holders[units, seats] != rows
        self.vacate(units[new], week, seats[new])
        self.holders[units, seats] = rows
        self.begun[units, seats] = week
        self.known[seats, rows] = True
        if self.role:
            self.residents.roles[rows] |= np.uint8(self.role)

    def vacate(self, units: np.ndarray, week: int, seats: Seats = None) -> None:
        """Leave seats without a holder; what residents knew of the former one no longer counts."""
        units = np.asarray(units)
        if len(units) == 0:
            return
        if seats is None:
            units, seats = np.repeat(units, self.seats), np.tile(np.arange(self.seats), len(units))
        seats = np.broadcast_to(seats, units.shape)
        for unit, seat in zip(units.tolist(), seats.tolist(), strict=True):
            self.known[seat, self.starts[unit] : self.starts[unit + 1]] = False
        gone = self.holders[units, seats]
        self.holders[units, seats] = VACANT
        self.begun[units, seats] = week
        if self.role:
            # Who holds another seat of the unit keeps the role.
            gone = gone[(gone >= 0) & ~(self.holders[units] == gone[:, None]).any(axis=1)]
            self.residents.roles[gone] &= np.uint8(~self.role & 0xFF)

    def recall(self, units: np.ndarray, week: int, seats: Seats = None) -> None:
        """End the terms of those who hold seats of `units`; who keeps the office fills the seats again, with others."""
        gone = self.holders[units] if seats is None else self.holders[units, seats]
        self.recalled = np.union1d(self.recalled, self.residents.identity[gone[gone >= 0]])
        self.vacate(units, week, seats)

    def met(self, rows: np.ndarray, seats: Seats = None) -> None:
        """Residents `rows` have met the holders of their unit (of a vacant seat there is nobody to meet)."""
        if seats is None:
            self.known[:, rows] = True
        else:
            self.known[seats, rows] = True

    def knowers(self) -> np.ndarray:
        """Return int64, residents of each unit who know a holder, the holder not counted; 0 if vacant. Shaped as `holder`."""
        running = np.zeros((self.seats, self.known.shape[1] + 1), np.int64)
        np.cumsum(self.known, axis=1, out=running[:, 1:])
        count = (running[:, self.starts[1:]] - running[:, self.starts[:-1]]).T
        found = np.where(self.holders >= 0, count - 1, 0)
        return found[:, 0] if self.seats == 1 else found

    def term_over(self, week: int) -> tuple[np.ndarray, np.ndarray]:
        """Return int64 units and seats whose holder's term has ended by `week`; none without a term."""
        if self.term == 0:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        began = self.term_began[:, None] if self.elected else self.begun
        units, seats = np.nonzero((self.holders >= 0) & (week - began >= self.term))
        return units, seats


class Offices(Service):
    """All kinds of offices of a society, by name.

    Attributes:
        kinds: name -> office, in the order in which they were declared.
    """

    name = "offices"

    def __init__(self, residents: Residents) -> None:
        """Begin without offices."""
        self.residents = residents
        self.kinds: dict[str, Office] = {}
        self._saved: State = {}

    def add(
        self, name: str, title: Text, starts: np.ndarray, *,
        seats: int = 1, term: int = 0, elected: bool = False, role: int = 0, keeper: int = NOBODY, measured: bool = True,
    ) -> Office:  # fmt: skip
        """Create a kind of office, all vacant, or return it if it exists.

        An office that ordinary life has declared goes over to the mechanism that declares it next.

        Args:
            name: "gate head", for instance.
            title: what a person reads.
            starts: int32 [units + 1], rows of residents of each unit.
            seats: of each unit.
            term: weeks; 0: without end.
            elected: whether the seats of a unit have one term together.
            role: bit of `Role` that its holders have, of this office alone; 0: none.
            keeper: number of the mechanism that may appoint.
            measured: whether it has measures of its own; these must be in the catalogue (see `measures_of`).

        Raises:
            ValueError: it exists with other units, seats or another role, or another office has this role.
        """
        office = self.kinds.get(name)
        if office is None:
            other = next((k for k, o in self.kinds.items() if role and o.role == role), None)
            if other is not None:
                raise ValueError(f"the role {Role(role).name.lower()} is that of the office {other!r}")
            units = len(starts) - 1
            office = self.kinds[name] = Office(
                title, starts, self.residents, np.full((units, seats), VACANT, np.int32), np.zeros((units, seats), np.int32),
                np.zeros((seats, self.residents.n), np.bool_), np.full(units, _LONG_AGO, np.int32), role, term, elected, keeper, measured,
            )  # fmt: skip
            saved = {key.split("/", 1)[1]: value for key, value in self._saved.items() if key.startswith(f"{name}/")}
            if saved:
                self._fill(office, saved)
            return office
        if office.seats != seats or (role and office.role != role) or len(office.starts) != len(starts):
            raise ValueError(
                f"the office {name!r} exists with {office.units} units and {office.seats} seats, and role {office.role}"
            )
        if office.keeper == NOBODY:
            office.keeper = keeper
        return office

    def begin(self, week: Moment) -> None:
        """Those who have moved in hold no office and know no holder."""
        rows = week.moved
        if len(rows) == 0:
            return
        for office in self.kinds.values():
            units, seats = np.nonzero(week.has_moved(office.holders))
            if len(units):
                office.vacate(units, week.number, seats)
            office.known[:, rows] = False

    def measures(self) -> dict[str, float]:
        """Share of seats held and of residents who know a holder, by kind of office."""
        found = {}
        for name, office in self.kinds.items():
            if not office.measured:
                continue
            held = office.holders >= 0
            size = (np.diff(office.starts)[:, None] * held).sum()
            found[f"{_key(name)}_in_office"] = share_of(int(np.count_nonzero(held)), held.size)
            found[f"{_key(name)}_known"] = share_of(office.knowers().sum(), size)
        return found

    @staticmethod
    def measures_of(name: str, title: Text) -> dict[str, MeasureInfo]:
        """Return what is measured of one kind of office: name -> what it is."""
        present, known = (
            Text(f"{title.en}: in office", f"{title.zh}在任比例"),
            Text(f"{title.en}: known by", f"认识{title.zh}的居民"),
        )
        return {
            f"{_key(name)}_in_office": MeasureInfo(present, "share of offices", "share"),
            f"{_key(name)}_known": MeasureInfo(known, "share of residents", "share"),
        }

    def state(self) -> State:
        """Return what has to be saved."""
        own = {f"{name}/{part}": getattr(office, part) for name, office in self.kinds.items() for part in _PARTS}
        lent = {name: office.loan for name, office in self.kinds.items() if office.loan is not None}
        return own | {f"{name}/{part}": getattr(loan, part) for name, loan in lent.items() for part in _LOAN_PARTS}

    def restore(self, state: State) -> None:
        """Take back what `state` returned; an office that is added later finds its own part."""
        self._saved = dict(state)
        for name, office in self.kinds.items():
            own = {key.split("/", 1)[1]: value for key, value in state.items() if key.startswith(f"{name}/")}
            if own:
                self._fill(office, own)

    @staticmethod
    def _fill(office: Office, saved: State) -> None:
        for part in _PARTS:
            if part in saved:
                setattr(office, part, saved[part].copy())
        office.loan = Loan(*(saved[part].copy() for part in _LOAN_PARTS)) if _LOAN_PARTS[0] in saved else None


class OfficesDesk(Desk[Offices]):
    """What one mechanism may do with offices: the one that keeps a kind appoints; all may read, and say who met a holder."""

    __slots__ = ()

    def declare(
        self, kind: str, title: Text, unit: Unit, *,
        seats: int = 1, term: int = 0, elected: bool = False, role: int = 0, measured: bool = False,
    ) -> None:  # fmt: skip
        """Declare a kind of office; the first mechanism to do so keeps it, another one may read it then.

        Args:
            kind: name, "mediator" for instance.
            title: what a person reads.
            unit: "landing", "gate", "building", "compound" or "community".
            seats: of each unit.
            term: weeks; 0: without end.
            elected: whether the seats of a unit have one term together.
            role: bit of `Role` that its holders have; 0: none.
            measured: see `Offices.add`.

        Raises:
            ValueError: it exists in another form, or `unit` has no residents of its own.
        """
        self._service.add(
            kind, title, rows_of(self.week.places, unit),
            seats=seats, term=term, elected=elected, role=role, keeper=self.by, measured=measured,
        )  # fmt: skip

    def borrow(self, kind: str, units: np.ndarray) -> None:
        """Take over the filling of seats of `units` from the keeper, from the next week on; ask anew every week (office_loans.py).

        Raises:
            ValueError: the office is held by volunteers, or another mechanism has borrowed it.
        """
        office = self._of(kind)
        if office.keeper == BY_VOLUNTEERS:
            raise ValueError(f"the office {kind!r} is held by volunteers: their desk appoints")
        units = indices(units, office.units, "units")
        if len(units):
            office.loan = office.loan or Loan.of(office.units)
            office.loan.ask(units, self.week.number, self.by)

    def lent(self, kind: str) -> np.ndarray:
        """Return bool [units], of which units somebody else than the keeper fills the seats in this week."""
        office = self._of(kind)
        return np.zeros(office.units, np.bool_) if office.loan is None else office.loan.in_force(self.week.number)

    def appoint(self, kind: str, units: np.ndarray, rows: np.ndarray, seats: int | np.ndarray = 0) -> None:
        """Give seats of `units` to residents of these units; the keeper's alone, or the borrower's.

        Raises:
            ValueError: another one keeps the office, or a unit, row or seat does not fit.
        """
        units = indices(units, self._of(kind).units, "units")
        office = self._kept(kind, units)
        rows = indices(rows, self._service.residents.n, "rows of residents")
        if len(rows) != len(units):
            raise ValueError(f"{len(units)} units and {len(rows)} residents were given; it takes one for each")
        places = (
            np.broadcast_to(indices(seats, office.seats, "seats"), units.shape) if len(units) else np.zeros(0, np.int64)
        )
        unique(units * office.seats + places, "seats")
        if ((rows < office.starts[units]) | (rows >= office.starts[units + 1])).any():
            raise ValueError(f"a holder of the office {kind!r} lives in its unit")
        office.appoint(units, rows, self.week.number, places)

    def vacate(self, kind: str, units: np.ndarray, seats: Seats = None) -> None:
        """Leave seats of `units` without a holder (all of them, or `seats`); the keeper's alone, or the borrower's."""
        units = indices(units, self._of(kind).units, "units")
        office = self._kept(kind, units)
        office.vacate(
            units,
            self.week.number,
            None if seats is None else indices(seats, office.seats, "seats"),
        )

    def recall(self, kind: str, units: np.ndarray, seats: Seats = None) -> None:
        """End terms before their time (all seats of `units`, or `seats`): any mechanism may, whoever keeps the office and fills it again.

        Raises:
            ValueError: there is no such office or unit, or its holders are volunteers, who are dismissed at their own desk.
        """
        office = self._of(kind)
        if office.keeper == BY_VOLUNTEERS:
            raise ValueError(f"the office {kind!r} is held by volunteers: their desk ends a term")
        office.recall(
            indices(units, office.units, "units"),
            self.week.number,
            None if seats is None else indices(seats, office.seats, "seats"),
        )

    def recalled(self, kind: str, rows: np.ndarray) -> np.ndarray:
        """Return bool [m]: which of these residents were recalled from an office of this kind."""
        office = self._of(kind)
        if len(office.recalled) == 0:
            return np.zeros(len(rows), np.bool_)
        return np.isin(self._service.residents.identity[rows], office.recalled)

    def met(self, kind: str, rows: np.ndarray, seats: Seats = None) -> None:
        """Residents `rows` have met the holders of the office of their unit (of all its seats, or of `seats`)."""
        office = self._of(kind)
        office.met(
            indices(rows, self._service.residents.n, "rows of residents"),
            None if seats is None else indices(seats, office.seats, "seats"),
        )

    def holder(self, kind: str) -> np.ndarray:
        """Return int32 rows of the holders, -1 where vacant: [units] of an office with one seat, else [units, seats]; a copy."""
        return self._of(kind).holder.copy()

    def since(self, kind: str) -> np.ndarray:
        """Return int32, the absolute week in which each holder or vacancy began; shaped as `holder`, a copy."""
        return self._of(kind).since.copy()

    def knows(self, kind: str) -> np.ndarray:
        """Return bool, who knows the holder of their unit: [n] of an office with one seat, else [seats, n]; read only."""
        return frozen(self._of(kind).knows)

    def term_over(self, kind: str) -> tuple[np.ndarray, np.ndarray]:
        """Return int64 units and seats of the holders whose term has ended."""
        return self._of(kind).term_over(self.week.number)

    def _of(self, kind: str) -> Office:
        if kind not in self._service.kinds:
            raise ValueError(
                f"there is no office {kind!r}; there are {', '.join(map(repr, self._service.kinds)) or 'none'}"
            )
        return self._service.kinds[kind]

    def _kept(self, kind: str, units: np.ndarray) -> Office:
        office = self._of(kind)
        if office.keeper == BY_VOLUNTEERS:
            raise ValueError(f"the office {kind!r} is held by volunteers: their desk appoints")
        lent = self.lent(kind)[units]
        if office.loan is not None and office.loan.borrower == self.by and lent.all():
            return office
        if office.keeper == self.by and lent.any():
            raise ValueError(f"the filling of the office {kind!r} is lent: `lent` says in which units")
        if office.keeper != self.by:
            raise ValueError(f"the office {kind!r} is kept by another mechanism; this one may read it")
        return office


def rows_of(places: Places, unit: Unit) -> np.ndarray:
    """Return the row offsets of a kind of unit.

    Raises:
        ValueError: residents do not live by this unit.
    """
    if unit not in UNITS:
        raise ValueError(f"an office is one of a {', '.join(UNITS)}; not of {unit!r}")
    return cast(np.ndarray, getattr(places, f"{unit}_rows"))


UNITS = ("landing", "gate", "building", "compound", "community")


def _key(name: str) -> str:
    return name.replace(" ", "_").replace("-", "_").replace("'", "")
