"""Fair resources: what several want is asked for first, and granted once when all have asked.

In the world
    Evenings of volunteers, hours of the committee's staff, rooms and money are short. Who gets them is a matter of what
    comes first by law or agreement (a notice before a choir, a wage before a feast), and among equals of luck; never of
    who happened to write to the committee first.
How it works here
    In the phase plan mechanisms ask. A request may want several things at once and is granted whole or not at all: an
    occasion needs its organiser's evening, its money and its room. Two things may be less: of the evenings `least` is the
    smallest share with which it still makes sense, and a room may be optional. When all have planned, `settle` goes
    through the requests of each community by priority, and among those of equal priority in the order of a keyed draw of
    their permanent identity. Each takes what it wants if all of it is still there. A wage that is asked for as `owed` and
    not paid is a broken promise.
Left out
    Bargaining, sharing what is short, asking again for less, waiting lists: who got nothing asks again another week.
Fails when
    Much is asked with priority 0: what comes later gets nothing, every week.
Sources
    A stated order, and a lottery among equals, is an old way to give out what is scarce (Elster 1989, Solomonic
    judgements, ch. 2).
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from ..people.experiences import Experience
from ..people.places import Places
from ..people.units import Units
from .base import Desk, Service
from .grant_rules import REQUEST, WRONG, check, grant
from .ledger import ORGANISATION, Amounts, Ledger, Wholes, number_of
from .moment import Moment
from .rooms import Rooms
from .staff import Staff, duty_number


class Lack(IntEnum):
    """The first thing for want of which a request was not granted."""

    NOTHING = 0
    EVENINGS = 1
    STAFF = 2
    MONEY = 3
    ROOM = 4


class _Outcome:
    """What became of the requests of one week: arrays over all of them, empty until they are granted."""

    __slots__ = ("evenings", "lacked", "room", "settled")

    def __init__(self) -> None:
        self.settled = False
        self.lacked: np.ndarray = np.zeros(0, np.uint8)
        self.evenings: np.ndarray = np.zeros(0, np.float32)
        self.room: np.ndarray = np.zeros(0, np.bool_)


class Ticket:
    """The requests of one call of `ask`, in the order given, and after `settle` what became of them (read only).

    Attributes:
        start, stop: where they stand among all requests of the week.
    """

    __slots__ = ("_outcome", "start", "stop")

    def __init__(self, outcome: _Outcome, start: int, stop: int) -> None:
        """Keep the place."""
        self._outcome, self.start, self.stop = outcome, start, stop

    def __len__(self) -> int:
        return self.stop - self.start

    def _settled(self) -> _Outcome:
        if not self._outcome.settled and len(self):
            raise ValueError("requests are granted when all have planned; look at them after the phase plan")
        return self._outcome

    @property
    def lacked(self) -> np.ndarray:
        """Return uint8 [n], a `Lack`: for want of what it was not granted, 0 if it was.

        Raises:
            ValueError: before all have planned nothing is granted (so do the next three).
        """
        return self._settled().lacked[self.start : self.stop]

    @property
    def granted(self) -> np.ndarray:
        """Return bool [n], which were granted."""
        found: np.ndarray = np.equal(self.lacked, 0)
        return found

    @property
    def evenings(self) -> np.ndarray:
        """Return float32 [n], evenings granted: from `least` of those wanted up to all, 0 where nothing was granted."""
        return self._settled().evenings[self.start : self.stop]

    @property
    def room(self) -> np.ndarray:
        """Return bool [n], which have a room."""
        return self._settled().room[self.start : self.stop]


class Grants(Service):
    """Requests of a week for evenings, staff hours, rooms and money. Nothing of them is kept between weeks."""

    name = "grants"

    def __init__(self, places: Places, staff: Staff, ledger: Ledger, rooms: Rooms) -> None:
        """Keep the services that own what is granted."""
        self.places, self.staff, self.ledger, self.rooms = places, staff, ledger, rooms
        self.allocate(places)
        self._compound_community = Units(places).compound_community.astype(np.int32)
        self._make_room(64)
        self._n = 0
        self._open = True
        self._outcome = _Outcome()

    def _make_room(self, n: int) -> None:
        old = getattr(self, "_requests", np.zeros(0, REQUEST))
        self._requests = np.zeros(n, REQUEST)
        self._requests[: len(old)] = old

    def begin(self, week: Moment) -> None:
        """Begin a week: nothing has been asked for."""
        self._open = True
        if self._n:
            self._n = 0
            self._outcome = _Outcome()

    def ask(
        self,
        n: int,
        *,
        by: int,
        priority: Wholes,
        identity: np.ndarray,
        community: Wholes,
        row: Wholes = -1,
        evenings: Amounts = 0.0,
        least: Amounts = 1.0,
        staff: Amounts = 0.0,
        duty: str = "activities",
        yuan: Amounts = 0.0,
        account: str = "community",
        payee: str = "suppliers",
        organisation: Wholes = -1,
        owed: Wholes = False,
        room: str | None = None,
        compound: Wholes = 0,
        round: Wholes = 0,
        room_optional: Wholes = False,
        after: Ticket | None = None,
    ) -> Ticket:
        """Ask for resources of this week, n requests at once; each argument is a value for all or an array [n].

        Args:
            n: how many requests.
            by: number of the mechanism that asks, -1 a service.
            priority: 0 to 99, lower ones are served first, see `Priority`.
            identity: uint64, permanent, made from mechanism, kind, week and entity (`units.event_identity`). Two requests of
                one community, priority and identity are refused.
            community: index of the community in which it competes; row, compound and organisation belong to it.
            row: whose evenings, -1 nobody's. Who also has to knock at doors asks for both at once, with less as `least`.
            evenings: wanted, as a part of evenings.
            least: smallest share of them with which the request makes sense; 0: it takes what is left, even nothing.
            staff: hours of the committee's staff.
            duty: what they are for, one of `staff.DUTIES`.
            yuan: money, rounded to fen.
            account: who pays, one of `ledger.ACCOUNTS`.
            payee: who receives it; "suppliers" and other receivers: it is spent.
            organisation: slot of the organisation that pays or receives, where one of the two is "organisation".
            owed: the money was promised to the resident `row`: who is not paid experiences a broken promise.
            room: kind of room, one of `RoomConstants`; None: none is needed.
            compound: in which compound it is.
            round: of the week, 0 to 12.
            room_optional: without a room it still makes sense.
            after: n requests of this week without which these make no sense, one for each; what comes after others comes
                when all others have been served.

        Returns:
            The ticket with which to look at what was granted, once all have planned.

        Raises:
            KeyError: a duty, an account or a kind of room that does not exist.
            ValueError: something that cannot be, or the week's resources have already been granted.
        """
        q = self.blank(n)
        if n == 0:
            return self.take(0)
        source, target = number_of(account), number_of(payee)
        if source == target:
            raise ValueError(f"{account!r} cannot pay itself")
        q["identity"], q["yuan"], q["staff"], q["evenings"], q["least"] = identity, yuan, staff, evenings, least
        q["community"], q["priority"], q["row"], q["by"] = community, priority, row, by
        q["organisation"], q["compound"], q["round"] = organisation, compound, round
        q["duty"], q["source"], q["target"] = duty_number(duty), source, target
        q["room"] = -1 if room is None else self.rooms.kind(room).number
        q["optional"], q["owed"] = room_optional, owed
        q["after"] = -1 if after is None else np.arange(after.start, after.stop)
        return self.take(n, with_slot=ORGANISATION in (source, target))

    @property
    def number(self) -> int:
        """How many requests there are this week."""
        return self._n

    def blank(self, n: int) -> np.ndarray:
        """Return n requests (`grant_rules.REQUEST`) to be filled in; they count when they are taken.

        Raises:
            ValueError: the week's resources have already been granted.
        """
        if not self._open:
            raise ValueError("this week's resources have been granted; ask for them in the phase plan")
        if self._n + n > len(self._requests):
            self._make_room(max(self._n + n, 2 * len(self._requests)))
        return self._requests[self._n : self._n + n]

    def take(self, n: int, *, with_slot: bool = False) -> Ticket:
        """Let the first n of the requests that were filled in count.

        Args:
            n: how many.
            with_slot: whether an account of an organisation pays or receives.

        Raises:
            ValueError: something that cannot be.
        """
        start, stop = self._n, self._n + n
        if n:
            wrong = check(self._requests[start:stop], self.places.community_rows, self._compound_community, self.ledger.slots, with_slot)
            if wrong >= 0:
                raise ValueError(f"a request for resources is not in order: {WRONG[wrong]}")
            self._n = stop
        return Ticket(self._outcome, start, stop)

    def settle(self, week: Moment) -> None:
        """Grant what was asked for this week. Call once, after all mechanisms have planned.

        Raises:
            ValueError: two requests of one community and priority have the same identity.
        """
        self._open = False
        n, outcome = self._n, self._outcome
        if n == 0:
            return
        lacked, evenings, room = np.zeros(n, np.uint8), np.zeros(n, np.float32), np.zeros(n, np.bool_)
        self._requests["source"][:n] = self.ledger.purse(self._requests["source"][:n])
        q, s, m, r, helpers = self._requests[:n], self.staff, self.ledger, self.rooms, np.empty(n, np.int32)
        helping, some_staff, some_room, unpaid, a, b = grant(
            week.society.seed,
            week.number,
            q,
            week.residents.free_hours,
            (s.per_hour, s.most, s.hours),
            (s.used, s.given, s.volunteer_hours, s.pool_left, s.duty_left, s.duty_hours),
            (m.fen, m.organisation_fen, m.spent),
            (r.counts, r.open, r.used),
            (lacked, evenings, room, helpers),
        )
        if a >= 0:
            raise ValueError(
                f"two requests of community {q['community'][a]} have the identity {q['identity'][a]} "
                f"(mechanisms {q['by'][a]} and {q['by'][b]}); "
                "make identities from mechanism, kind, week and entity (event_identity)"
            )
        s.booked(helpers[:helping], some_staff)
        if some_room:
            r.booked()
        for array in (lacked, evenings, room):
            array.setflags(write=False)
        outcome.lacked, outcome.evenings, outcome.room, outcome.settled = lacked, evenings, room, True
        if unpaid:
            self._break_promises(week, q, lacked)

    def _break_promises(self, week: Moment, q: np.ndarray, lacked: np.ndarray) -> None:
        """Let those experience it who are owed money and are not paid."""
        unpaid = q["owed"] & (lacked == Lack.MONEY) & (q["row"] >= 0)
        for by in np.unique(q["by"][unpaid]).tolist():
            week.experience(Experience.BROKEN, q["row"][unpaid & (q["by"] == by)], by)


class GrantsDesk(Desk[Grants]):
    """Where a mechanism asks for resources; see `Grants`."""

    __slots__ = ()

    def ask(
        self,
        n: int,
        *,
        priority: Wholes,
        identity: np.ndarray,
        community: Wholes,
        row: Wholes = -1,
        evenings: Amounts = 0.0,
        least: Amounts = 1.0,
        staff: Amounts = 0.0,
        duty: str = "activities",
        yuan: Amounts = 0.0,
        account: str = "community",
        payee: str = "suppliers",
        organisation: Wholes = -1,
        owed: Wholes = False,
        room: str | None = None,
        compound: Wholes = 0,
        round: Wholes = 0,
        room_optional: Wholes = False,
        after: Ticket | None = None,
    ) -> Ticket:
        """Ask for resources of this week; see `Grants.ask`."""
        return self._service.ask(
            n,
            by=self.by,
            priority=priority,
            identity=identity,
            community=community,
            row=row,
            evenings=evenings,
            least=least,
            staff=staff,
            duty=duty,
            yuan=yuan,
            account=account,
            payee=payee,
            organisation=organisation,
            owed=owed,
            room=room,
            compound=compound,
            round=round,
            room_optional=room_optional,
            after=after,
        )
