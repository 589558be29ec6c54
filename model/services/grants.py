"""Fair resources: what several want is asked for first, and granted once when all have asked.

In the world
    Evenings of volunteers, hours of the committee's staff, rooms and money are short. Who gets them is a matter of what comes
    first by law or agreement (a notice before a choir, a wage before a feast), and among equals of luck; never of who
    happened to write to the committee first.
How it works here
    In the phase plan mechanisms ask. A request may want several things at once and is granted whole or not at all: an occasion
    needs its organiser's evening, its money and its room. Two things may be less: of the evenings `least` is the smallest share with
    which it still makes sense, and a room may be optional. When all have planned, `settle` goes through the requests of each
    community by priority, and among those of equal priority in the order of a keyed draw of their permanent identity. Each takes
    what it wants if all of it is still there. A wage that is asked for as `owed` and not paid is a broken promise.
Left out
    Bargaining, sharing what is short, asking again for less, waiting lists: who got nothing asks again another week.
Fails when
    Much is asked with priority 0: what comes later gets nothing, every week.
Sources
    A stated order and a lottery among equals is how scarce places are given by lot (Elster 1989, Solomonic judgements, ch. 2).
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from ..ground.jit import inline, kernel
from ..ground.random import absorb, stream
from ..people.experiences import Experience
from ..people.places import Places
from ..people.units import Units
from .base import Desk, Service
from .ledger import MOST, ORGANISATION, Ledger, covers, move, number_of
from .moment import Moment
from .rooms import Rooms
from .staff import Staff, duty_number, spare_evenings

_STREAM = stream("grants")
_CRUMB = np.float32(1e-4)
"""Evenings (a second of time) that may be missing: sums of fractions are not exact."""


class Lack(IntEnum):
    """The first thing for want of which a request was not granted."""

    NOTHING = 0
    EVENINGS = 1
    STAFF = 2
    MONEY = 3
    ROOM = 4


REQUEST = np.dtype(
    [
        ("identity", "u8"), ("fen", "i8"), ("yuan", "f8"), ("staff", "f8"), ("community", "i4"), ("priority", "i4"), ("row", "i4"), ("by", "i4"),
        ("organisation", "i4"), ("compound", "i4"), ("evenings", "f4"), ("least", "f4"), ("duty", "i1"), ("source", "i1"), ("target", "i1"),
        ("room", "i1"), ("round", "i4"), ("optional", "?"), ("owed", "?"),
    ],
    align=True,
)  # fmt: skip
"""One request: see `Grants.ask`. fen, duty, source, target, room: as the kernel reads them (room -1: none)."""

_WRONG = (
    "a community does not exist",
    "a row is not of a resident of the request's community (-1: nobody's evenings)",
    "evenings are asked for without saying whose: row=",
    "evenings, staff hours and yuan are numbers from 0 up, and evenings are at most 21 a week, staff hours at most 10,000",
    "least is a share from 0 to 1",
    "priority is a number from 0 to 99",
    "a room is in a compound of the request's community",
    "a round is 0 to 12",
    "organisation is the slot of one of the request's community, where an account is 'organisation'",
)


@kernel
def _check(q, community_rows, compound_community, slots, organisation):  # type: ignore[no-untyped-def]
    """Round the money to fen. Return the number of what is wrong with the first request that is not in order, -1 if all are."""
    for k in range(q.shape[0]):
        r = q[k]
        c = r["community"]
        if c < 0 or c >= community_rows.shape[0] - 1:
            return 0
        row = r["row"]
        if row != -1 and (row < community_rows[c] or row >= community_rows[c + 1]):
            return 1
        if row == -1 and r["evenings"] != 0.0:
            return 2
        if not (0.0 <= r["evenings"] <= 21.0 and 0.0 <= r["staff"] <= 10_000.0 and 0.0 <= r["yuan"] <= 0.01 * MOST):
            return 3
        if not (0.0 <= r["least"] <= 1.0):
            return 4
        if r["priority"] < 0 or r["priority"] > 99:
            return 5
        if r["room"] >= 0:
            compound = r["compound"]
            if compound < 0 or compound >= compound_community.shape[0] or compound_community[compound] != c:
                return 6
            if r["round"] < 0 or r["round"] > 12:
                return 7
        if organisation and (r["organisation"] < slots[c] or r["organisation"] >= slots[c + 1]):
            return 8
        r["fen"] = np.int64(np.rint(r["yuan"] * 100.0))
    return -1


@inline
def _before(q, key, a, b):  # type: ignore[no-untyped-def]
    """Return whether request a is served before request b; neither is before the other if their identities are the same."""
    if q[a]["community"] != q[b]["community"]:
        return q[a]["community"] < q[b]["community"]
    if q[a]["priority"] != q[b]["priority"]:
        return q[a]["priority"] < q[b]["priority"]
    return key[a] < key[b]


@inline
def _sort(q, key, order, spare):  # type: ignore[no-untyped-def]
    """Put the numbers of the requests, 0 to n - 1, into `order` as they are served, by merging (the library's sort takes one key)."""
    n = order.shape[0]
    for k in range(n):
        order[k] = k
    width = 1
    while width < n:
        for lo in range(0, n, 2 * width):
            middle, hi = min(lo + width, n), min(lo + 2 * width, n)
            left, right = lo, middle
            for p in range(lo, hi):
                if left < middle and (right >= hi or not _before(q, key, order[right], order[left])):
                    spare[p] = order[left]
                    left += 1
                else:
                    spare[p] = order[right]
                    right += 1
        for k in range(n):
            order[k] = spare[k]
        width *= 2


@kernel
def _grant(  # type: ignore[no-untyped-def]
    seed, week, q, free_hours, used, given, volunteer_hours, per_hour, most, hours, pool_left, duty_left, duty_hours, fen, organisation_fen, spent,
    rooms, opens, taken, lacked, evenings, room, helpers,
):  # fmt: skip
    """Grant in order. Return how many gave evenings (rows in `helpers`), whether staff or rooms were booked, how many went unpaid, and -1, -1.

    Or, at the end, the first two requests of one identity: then nothing has been granted.
    """
    # A draw is a permutation of identities: two keys are equal only if the identities are.
    draw = absorb(absorb(absorb(np.uint64(0), seed), _STREAM), week)
    key = np.empty(q.shape[0], np.uint64)
    for k in range(q.shape[0]):
        key[k] = absorb(draw, q[k]["identity"])
    order = np.empty(q.shape[0], np.int64)
    _sort(q, key, order, np.empty(q.shape[0], np.int64))
    for p in range(1, order.shape[0]):
        if not _before(q, key, order[p - 1], order[p]):
            return 0, False, False, 0, order[p - 1], order[p]
    helping = 0
    unpaid = 0
    some_staff = False
    some_room = False
    for p in range(order.shape[0]):
        k = order[p]
        r = q[k]
        c = r["community"]
        row = r["row"]
        got = np.float32(0.0)
        if r["evenings"] > 0.0:
            spare = spare_evenings(free_hours, used, row, per_hour, most)
            if spare + _CRUMB < r["least"] * r["evenings"]:
                lacked[k] = 1
                continue
            got = min(r["evenings"], spare)
        staff = r["staff"]
        if staff > 0.0 and (pool_left[c] < staff or duty_left[r["duty"], c] < staff):
            lacked[k] = 2
            continue
        if r["fen"] > 0 and not covers(fen, organisation_fen, r["source"], c, r["organisation"], r["fen"]):
            lacked[k] = 3
            unpaid += r["owed"]
            continue
        kind = r["room"]
        if kind >= 0:
            room[k] = opens[kind, r["round"]] and taken[kind, r["compound"], r["round"]] < rooms[kind, r["compound"]]
            if room[k]:
                taken[kind, r["compound"], r["round"]] += 1
                some_room = True
            elif not r["optional"]:
                lacked[k] = 4
                continue
        if got > 0.0:
            evenings[k] = got
            used[row] += got
            given[row] += got * hours
            volunteer_hours[c] += got * hours
            helpers[helping] = row
            helping += 1
        if staff > 0.0:
            pool_left[c] -= staff
            duty_left[r["duty"], c] -= staff
            duty_hours[r["duty"], c] += staff
            some_staff = True
        if r["fen"] > 0:
            move(fen, organisation_fen, spent, r["source"], c, r["organisation"], r["target"], c, r["organisation"], r["fen"])
    return helping, some_staff, some_room, unpaid, -1, -1


class _Outcome:
    """What became of the requests of one week: arrays over all of them, None until they are granted."""

    __slots__ = ("evenings", "lacked", "room")

    def __init__(self) -> None:
        self.lacked: np.ndarray | None = None
        self.evenings = self.room = np.zeros(0)


class Ticket:
    """The requests of one call of `ask`, in the order given; after `settle`, what became of them. Arrays cannot be written to.

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
        if self._outcome.lacked is None:
            raise ValueError("requests are granted when all mechanisms have planned; look at them after the phase plan")
        return self._outcome

    @property
    def lacked(self) -> np.ndarray:
        """uint8 [n], a `Lack`: for want of what it was not granted, 0 if it was.

        Raises:
            ValueError: before all have planned nothing is granted (so do the next three).
        """
        found: np.ndarray = self._settled().lacked[self.start : self.stop]  # type: ignore[index]
        return found

    @property
    def granted(self) -> np.ndarray:
        """Bool [n], which were granted."""
        return np.equal(self.lacked, 0)

    @property
    def evenings(self) -> np.ndarray:
        """float32 [n], evenings granted: from `least` of those wanted up to all, 0 where nothing was granted."""
        return self._settled().evenings[self.start : self.stop]

    @property
    def room(self) -> np.ndarray:
        """Bool [n], which have a room."""
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
        self._columns = {name: self._requests[name] for name in REQUEST.names or ()}

    def begin(self, week: Moment) -> None:
        """Begin a week: nothing has been asked for."""
        self._open = True
        if self._n or self._outcome.lacked is not None:
            self._n = 0
            self._outcome = _Outcome()

    def ask(
        self,
        n: int,
        *,
        by: int,
        priority: np.ndarray | int,
        identity: np.ndarray,
        community: np.ndarray | int,
        row: np.ndarray | int = -1,
        evenings: np.ndarray | float = 0.0,
        least: np.ndarray | float = 1.0,
        staff: np.ndarray | float = 0.0,
        duty: str = "activities",
        yuan: np.ndarray | float = 0.0,
        account: str = "community",
        payee: str = "suppliers",
        organisation: np.ndarray | int = -1,
        owed: np.ndarray | bool = False,
        room: str | None = None,
        compound: np.ndarray | int = 0,
        round: np.ndarray | int = 0,
        room_optional: np.ndarray | bool = False,
    ) -> Ticket:
        """Ask for resources of this week, n requests at once; each argument is a value for all or an array [n].

        Args:
            n: how many requests.
            by: number of the mechanism that asks, -1 a service.
            priority: 0 to 99, lower ones are served first, see `Priority`.
            identity: uint64, permanent, made from mechanism, kind, week and entity (`units.event_identity`). Two requests of one
                community, priority and identity are refused.
            community: index of the community in which it competes; row, compound and organisation belong to it.
            row: whose evenings, -1 nobody's. Who also has to knock at doors asks for both at once, with a smaller `least`.
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

        Returns:
            The ticket with which to look at what was granted, once all have planned.

        Raises:
            KeyError: a duty, an account or a kind of room that does not exist.
            ValueError: something that cannot be, or the week's resources have already been granted.
        """
        if not self._open:
            raise ValueError("this week's resources have been granted; ask for them in the phase plan")
        start, stop = self._n, self._n + n
        if n == 0:
            return Ticket(self._outcome, start, stop)
        if stop > len(self._requests):
            self._make_room(max(stop, 2 * len(self._requests)))
        source, target = number_of(account), number_of(payee)
        if source == target:
            raise ValueError(f"{account!r} cannot pay itself")
        place, c = slice(start, stop), self._columns
        c["identity"][place] = identity
        c["yuan"][place] = yuan
        c["staff"][place] = staff
        c["community"][place] = community
        c["priority"][place] = priority
        c["row"][place] = row
        c["by"][place] = by
        c["organisation"][place] = organisation
        c["compound"][place] = compound
        c["evenings"][place] = evenings
        c["least"][place] = least
        c["duty"][place] = duty_number(duty)
        c["source"][place] = source
        c["target"][place] = target
        c["room"][place] = -1 if room is None else self.rooms.kind(room).number
        c["round"][place] = round
        c["optional"][place] = room_optional
        c["owed"][place] = owed
        with_slot = ORGANISATION in (source, target)
        wrong = _check(self._requests[place], self.places.community_rows, self._compound_community, self.ledger.slots, with_slot)
        if wrong >= 0:
            raise ValueError(f"a request for resources is not in order: {_WRONG[wrong]}")
        self._n = stop
        return Ticket(self._outcome, start, stop)

    def settle(self, week: Moment) -> None:
        """Grant what was asked for this week. Call once, after all mechanisms have planned.

        Raises:
            ValueError: two requests of one community and priority have the same identity.
        """
        self._open = False
        n, outcome = self._n, self._outcome
        outcome.lacked = lacked = np.zeros(n, np.uint8)
        outcome.evenings = evenings = np.zeros(n, np.float32)
        outcome.room = room = np.zeros(n, np.bool_)
        if n == 0:
            return
        q, s, m, rooms, helpers = self._requests[:n], self.staff, self.ledger, self.rooms, np.empty(n, np.int32)
        helping, some_staff, some_room, unpaid, a, b = _grant(
            week.society.seed, week.number, q, week.residents.free_hours, s.used, s.given, s.volunteer_hours, s.per_hour, s.most, s.hours,
            s.pool_left, s.duty_left, s.duty_hours, m.fen, m.organisation_fen, m.spent, rooms.counts, rooms.open, rooms.used, lacked,
            evenings, room, helpers,
        )  # fmt: skip
        if a >= 0:
            raise ValueError(
                f"two requests of community {q['community'][a]} have the identity {q['identity'][a]} (mechanisms {q['by'][a]} and {q['by'][b]}); "
                "make identities from mechanism, kind, week and entity (event_identity)"
            )
        s.booked(helpers[:helping], some_staff)
        if some_room:
            rooms.booked()
        for array in (lacked, evenings, room):
            array.setflags(write=False)
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
        priority: np.ndarray | int,
        identity: np.ndarray,
        community: np.ndarray | int,
        row: np.ndarray | int = -1,
        evenings: np.ndarray | float = 0.0,
        least: np.ndarray | float = 1.0,
        staff: np.ndarray | float = 0.0,
        duty: str = "activities",
        yuan: np.ndarray | float = 0.0,
        account: str = "community",
        payee: str = "suppliers",
        organisation: np.ndarray | int = -1,
        owed: np.ndarray | bool = False,
        room: str | None = None,
        compound: np.ndarray | int = 0,
        round: np.ndarray | int = 0,
        room_optional: np.ndarray | bool = False,
    ) -> Ticket:
        """Ask for resources of this week; see `Grants.ask`."""
        return self._service.ask(
            n, by=self.by, priority=priority, identity=identity, community=community, row=row, evenings=evenings, least=least, staff=staff,
            duty=duty, yuan=yuan, account=account, payee=payee, organisation=organisation, owed=owed, room=room, compound=compound, round=round,
            room_optional=room_optional,
        )  # fmt: skip
