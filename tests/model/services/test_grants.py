"""Grants: what several want is asked for first and granted once, by priority and then by lot."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.random import key_of, stream
from linli.model.people.experiences import Experience
from linli.model.people.units import event_identity
from linli.model.services.grants import Grants, GrantsDesk, Lack, Ticket
from linli.model.services.ledger import NUMBERS, OUTSIDE
from linli.model.services.moment import Moment
from linli.model.services.priority import Priority
from linli.model.services.services import Services
from linli.model.services.staff import DUTIES
from linli.model.society.society import Society

_TWO = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6, communities=2, compounds=2), seed=1)
_STARTS = _TWO.places.community_rows
_BUDGET = 300.0


def services_of(budget: float = _BUDGET, residents: Any = None) -> Services:
    services = Services(_TWO.places, _TWO.residents if residents is None else residents, _TWO.constants)
    services.ledger.pay("public", "community", budget, np.arange(2))
    slots = services.ledger.slots[:-1]
    services.ledger.pay("donors", "organisation", 50.0, np.arange(2), organisation=slots)
    return services


def week_of(number: int = 0, society: Society = _TWO) -> Moment:
    week = Moment.of(society)
    week.number = number
    week.log = np.zeros((10, len(Experience)), np.int64)
    return week


def numbers(*values: int) -> np.ndarray:
    return np.array(values, np.uint64)


# What is asked for in the properties: a few requests of two communities that compete for little.

REQUEST = st.fixed_dictionaries(
    {
        "community": st.integers(0, 1),
        "priority": st.integers(0, 2),
        "person": st.integers(-1, 3),
        "evenings": st.sampled_from([0.5, 1.0, 2.5]),
        "least": st.sampled_from([0.0, 0.3, 1.0]),
        "staff": st.sampled_from([0.0, 0.0, 8.0, 90.0]),
        "duty": st.sampled_from(["activities", "visits"]),
        "yuan": st.sampled_from([0.0, 40.0, 99.99, 150.0]),
        "account": st.sampled_from(["community", "public", "organisation"]),
        "payee": st.sampled_from(["suppliers", "volunteers", "company"]),
        "owed": st.booleans(),
        "room": st.sampled_from([None, "activity room", "courtyard"]),
        "round": st.sampled_from([2, 5, 10]),
        "optional": st.booleans(),
        "by": st.integers(0, 3),
    }
)
ASKED = st.lists(REQUEST, max_size=14)


def ask(services: Services, requests: list[dict[str, Any]], order: list[int]) -> dict[int, Ticket]:
    """Ask for the requests in an order; each has its place in the list as identity."""
    tickets = {}
    for k in order:
        r = requests[k]
        c = r["community"]
        tickets[k] = services.grants.ask(
            1, by=r["by"], priority=r["priority"], identity=numbers(1000 + k), community=c, row=-1 if r["person"] < 0 else int(_STARTS[c]) + r["person"],
            evenings=0.0 if r["person"] < 0 else r["evenings"], least=r["least"], staff=r["staff"], duty=r["duty"], yuan=r["yuan"], account=r["account"],
            payee=r["payee"], organisation=int(services.ledger.slots[c]), owed=r["owed"], room=r["room"], compound=2 * c, round=r["round"],
            room_optional=r["optional"],
        )  # fmt: skip
    return tickets


def outcome(services: Services, tickets: dict[int, Ticket], week: Moment) -> dict[str, Any]:
    """Return everything that grants have changed, and what each request got."""
    s, m = services.staff, services.ledger
    arrays = (s.used, s.given, s.volunteer_hours, s.duty_hours, s.pool_left, s.duty_left, m.fen, m.organisation_fen, m.spent, services.rooms.used, week.log)
    return {
        "world": [array.tobytes() for array in arrays] + [services.staff.residents.trust_institutions.tobytes()],
        "tickets": {k: (t.lacked.tolist(), t.evenings.tolist(), t.room.tolist()) for k, t in sorted(tickets.items())},
    }


def settled(requests: list[dict[str, Any]], order: list[int], number: int = 3) -> tuple[dict[str, Any], Services, dict[int, Ticket]]:
    """Grant the requests, asked for in an order, to people and purses that are always the same."""
    residents = copy.deepcopy(_TWO.residents)
    services = services_of(residents=residents)
    week = week_of(number)
    week.residents = residents
    tickets = ask(services, requests, order)
    services.grants.settle(week)
    return outcome(services, tickets, week), services, tickets


@given(ASKED, st.randoms(use_true_random=False))
@settings(max_examples=120, deadline=None)
def test_the_order_of_asking_changes_no_bit(requests: list[dict[str, Any]], random: Any) -> None:
    order = list(range(len(requests)))
    shuffled = random.sample(order, len(order))
    assert settled(requests, order)[0] == settled(requests, shuffled)[0]


def in_plain_words(requests: list[dict[str, Any]], number: int = 3) -> dict[int, tuple[Lack, float, bool]]:
    """Grant by the rule as it is written, one request after the other."""
    staff, rooms = services_of().staff, services_of().rooms
    evenings = {(c, p): np.float32(staff.evenings(np.array([_STARTS[c] + p]))[0]) for c in (0, 1) for p in range(4)}
    money = {(c, "community"): round(_BUDGET * 100) for c in (0, 1)} | {(c, "organisation"): 5000 for c in (0, 1)}
    pool, left = dict.fromkeys((0, 1), 5.1 * 40), {(c, d): float(staff.left(d)[c]) for c in (0, 1) for d in DUTIES}
    taken: set[tuple[str, int, int]] = set()
    found = {}
    key = [int(key_of(_TWO.seed, stream("grants"), number, 1000 + k)) for k in range(len(requests))]
    for k in sorted(range(len(requests)), key=lambda k: (requests[k]["community"], requests[k]["priority"], key[k])):
        r = requests[k]
        c, duty, purse, fen = r["community"], (r["community"], r["duty"]), (r["community"], r["account"]), round(r["yuan"] * 100)
        spare = evenings.get((c, r["person"]), np.float32(0.0))
        got = min(np.float32(r["evenings"]), spare) if r["person"] >= 0 else np.float32(0.0)
        kind = rooms.kind(r["room"]) if r["room"] else None
        place = (r["room"], c, r["round"])
        free = kind is not None and r["round"] in kind.rounds and kind.count[2 * c] == 1 and place not in taken
        if r["person"] >= 0 and spare + 1e-4 < r["least"] * r["evenings"]:
            found[k] = (Lack.EVENINGS, 0.0, False)
        elif r["staff"] > 0 and (r["staff"] > pool[c] or r["staff"] > left[duty]):
            found[k] = (Lack.STAFF, 0.0, False)
        elif fen and r["account"] != "public" and money[purse] < fen:
            found[k] = (Lack.MONEY, 0.0, False)
        elif kind is not None and not free and not r["optional"]:
            found[k] = (Lack.ROOM, 0.0, False)
        else:
            found[k] = (Lack.NOTHING, float(got), free)
            if r["person"] >= 0:
                evenings[c, r["person"]] = spare - got
            pool[c] -= r["staff"]
            left[duty] -= r["staff"]
            if r["account"] != "public":
                money[purse] -= fen
            if free:
                taken.add(place)
    return found


@given(ASKED, st.integers(0, 5))
@settings(max_examples=150, deadline=None)
def test_grants_follow_the_rule_as_it_is_written(requests: list[dict[str, Any]], number: int) -> None:
    _, _, tickets = settled(requests, list(range(len(requests))), number)
    expected = in_plain_words(requests, number)
    for k, ticket in tickets.items():
        lack, evenings, room = expected[k]
        assert Lack(ticket.lacked[0]) is lack
        assert ticket.granted[0] == (lack is Lack.NOTHING)
        assert ticket.evenings[0] == pytest.approx(evenings, abs=1e-5)
        assert ticket.room[0] == room


@given(ASKED)
@settings(max_examples=100, deadline=None)
def test_what_is_granted_is_booked_whole_and_what_is_not_leaves_no_trace(requests: list[dict[str, Any]]) -> None:
    _, services, tickets = settled(requests, list(range(len(requests))))
    s, m = services.staff, services.ledger
    used, staff, taken = np.zeros(_TWO.residents.n), np.zeros((len(DUTIES), 2)), np.zeros_like(services.rooms.used)
    spent = np.zeros((len(NUMBERS), 2), np.int64)
    for k, ticket in tickets.items():
        r = requests[k]
        c = r["community"]
        if not ticket.granted[0]:
            assert ticket.evenings[0] == 0.0
            assert not ticket.room[0]
            continue
        if r["person"] >= 0:
            used[_STARTS[c] + r["person"]] += ticket.evenings[0]
        staff[list(DUTIES).index(r["duty"]), c] += r["staff"]
        if r["payee"] != "company":
            spent[NUMBERS[r["account"]], c] += round(r["yuan"] * 100)
        if ticket.room[0]:
            taken[services.rooms.kind(r["room"]).number, 2 * c, r["round"]] += 1
    assert s.used == pytest.approx(used, abs=1e-5)
    assert s.given == pytest.approx(3.0 * used, abs=1e-4)
    assert s.volunteer_hours.sum() == pytest.approx(3.0 * used.sum(), abs=1e-4)
    assert s.duty_hours == pytest.approx(staff)
    assert (m.spent == spent).all()
    assert (services.rooms.used == taken).all()
    # And nothing is overdrawn or double booked.
    assert (s.used <= s.evenings(np.arange(_TWO.residents.n)) + 1e-5).all()
    assert (services.rooms.used <= services.rooms.counts[:, :, None] * services.rooms.open[:, None, :]).all()
    assert (s.duty_hours[0] <= 5.1 * 0.15 * 40 + 1e-9).all()
    assert (m.fen.sum(axis=0) == 0).all()
    inside = [number for name, number in NUMBERS.items() if name not in OUTSIDE]
    assert m.fen[inside].min() >= 0
    assert m.organisation_fen.min() >= 0


@given(ASKED)
@settings(max_examples=60, deadline=None)
def test_another_community_changes_no_bit(requests: list[dict[str, Any]]) -> None:
    own = [k for k, r in enumerate(requests) if r["community"] == 0]
    _, both, tickets = settled(requests, list(range(len(requests))))
    _, alone, mine = settled(requests, own)
    border = int(_STARTS[1])
    for k in own:
        assert (tickets[k].lacked[0], tickets[k].evenings[0], tickets[k].room[0]) == (mine[k].lacked[0], mine[k].evenings[0], mine[k].room[0])
    assert both.staff.used[:border].tobytes() == alone.staff.used[:border].tobytes()
    assert both.staff.residents.trust_institutions[:border].tobytes() == alone.staff.residents.trust_institutions[:border].tobytes()
    assert (both.ledger.fen[:, 0] == alone.ledger.fen[:, 0]).all()
    assert both.staff.volunteer_hours[0] == alone.staff.volunteer_hours[0]
    assert (both.staff.duty_hours[:, 0] == alone.staff.duty_hours[:, 0]).all()


def test_equals_get_about_half_each_and_what_comes_first_always_gets_it() -> None:
    services, got = services_of(), {"alone": 0, "first table": 0, "second table": 0}
    grants, weeks = services.grants, 600
    for number in range(weeks):
        week = week_of(number)
        services.begin(week)
        here = {"compound": 0, "community": 0, "room": "activity room"}
        a = grants.ask(1, by=0, priority=Priority.CULTURE, identity=event_identity("a", "x", number, np.zeros(1, np.int64)), round=5, **here)
        b = grants.ask(1, by=1, priority=Priority.CULTURE, identity=event_identity("b", "x", number, np.zeros(1, np.int64)), round=5, **here)
        late = grants.ask(1, by=0, priority=Priority.EXTRA, identity=event_identity("a", "y", number, np.zeros(1, np.int64)), round=6, **here)
        first = grants.ask(1, by=1, priority=Priority.DUTY, identity=event_identity("b", "y", number, np.zeros(1, np.int64)), round=6, **here)
        grants.settle(week)
        assert a.granted[0] != b.granted[0]
        assert first.granted[0]
        assert not late.granted[0]
        assert late.lacked[0] == Lack.ROOM
        got["first table"] += int(a.granted[0])
        got["second table"] += int(b.granted[0])
    assert got["first table"] + got["second table"] == weeks
    assert abs(got["first table"] - weeks / 2) < 4 * (weeks / 4) ** 0.5


def test_many_requests_are_served_by_priority_and_draw() -> None:
    services, week, n = services_of(1000.0), week_of(9), 3000
    rng = np.random.default_rng(5)
    priority, identity = rng.integers(0, 4, n), rng.permutation(n).astype(np.uint64)
    parts = np.array_split(np.arange(n), 7)
    tickets = [services.grants.ask(len(p), by=0, priority=priority[p], identity=identity[p], community=0, yuan=1.0) for p in parts]
    services.grants.settle(week)
    granted = np.concatenate([t.granted for t in tickets])
    assert [(t.start, t.stop) for t in tickets] == [(int(p[0]), int(p[-1]) + 1) for p in parts]
    assert granted.sum() == 1000
    key = [int(key_of(_TWO.seed, stream("grants"), 9, int(i))) for i in identity]
    served = sorted(range(n), key=lambda k: (priority[k], key[k]))[:1000]
    assert np.flatnonzero(granted).tolist() == sorted(served)


def test_wages_that_are_owed_and_not_paid_are_broken_promises() -> None:
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6), seed=3)
    week, services = week_of(0, society), society.services
    services.ledger.pay("public", "community", 100.0, 0)
    before = society.residents.trust_institutions.copy()
    rows = np.array([4, 5, 6])
    plain = services.grants.ask(1, by=1, priority=50, identity=numbers(1), community=0, row=7, yuan=90.0)
    wages = services.grants.ask(3, by=2, priority=Priority.DUTY, identity=numbers(2, 3, 4), community=0, row=rows, yuan=40.0, payee="volunteers", owed=True)
    services.grants.settle(week)
    assert wages.granted.sum() == 2
    assert plain.lacked.tolist() == [Lack.MONEY]
    moved = np.flatnonzero(society.residents.trust_institutions != before)
    assert moved.tolist() == rows[~wages.granted].tolist()
    assert (society.residents.trust_institutions[moved] < before[moved]).all()
    assert week.log[2, Experience.BROKEN.number] == week.log.sum() == 1
    assert services.ledger.balance("volunteers", 0) == 80.0


def test_a_part_of_the_evenings_is_enough_if_it_is_said_so() -> None:
    services, week = services_of(), week_of()
    spare = float(services.staff.spare(np.array([3]))[0])
    assert spare > 0.5
    whole = services.grants.ask(1, by=0, priority=0, identity=numbers(1), community=0, row=3, evenings=spare + 1.0, least=1.0)
    part = services.grants.ask(1, by=0, priority=1, identity=numbers(2), community=0, row=3, evenings=spare + 1.0, least=0.2)
    rest = services.grants.ask(1, by=0, priority=2, identity=numbers(3), community=0, row=3, evenings=1.0, least=0.0)
    services.grants.settle(week)
    assert (whole.granted.tolist(), whole.lacked.tolist()) == ([False], [Lack.EVENINGS])
    assert part.granted.all()
    assert part.evenings[0] == np.float32(spare)
    assert rest.granted.all()
    assert rest.evenings[0] == 0.0
    services.begin(week)
    assert services.staff.spare(np.array([3]))[0] == np.float32(spare)


def test_what_was_taken_before_is_not_there() -> None:
    services, week = services_of(), week_of()
    services.staff.take(np.array([3]), np.array([10.0]))
    services.rooms.book(np.zeros(1, np.int64), np.array([5]))
    services.staff.book(np.zeros(1, np.int64), 30.0)
    asked = {"by": 0, "priority": 0, "community": 0}
    tickets = [
        services.grants.ask(1, identity=numbers(1), row=3, evenings=0.5, **asked),
        services.grants.ask(1, identity=numbers(2), room="activity room", compound=0, round=5, **asked),
        services.grants.ask(1, identity=numbers(3), staff=1.0, **asked),
        services.grants.ask(1, identity=numbers(4), staff=1.0, duty="visits", **asked),
    ]
    services.grants.settle(week)
    assert [Lack(t.lacked[0]) for t in tickets] == [Lack.EVENINGS, Lack.ROOM, Lack.STAFF, Lack.NOTHING]


def test_reports_that_come_first_leave_no_hours_for_visits() -> None:
    services, week = services_of(), week_of()
    asked = {"by": 0, "community": 1}
    visits = services.grants.ask(3, priority=Priority.CARE, identity=numbers(1, 2, 3), staff=2.0, duty="visits", **asked)
    reports = services.grants.ask(2, priority=Priority.DUTY, identity=numbers(4, 5), staff=100.0, duty="reports", **asked)
    services.grants.settle(week)
    assert reports.granted.all()
    assert visits.granted.sum() == 2
    assert services.staff.measures()["staff_hours_visits"] == 4.0
    assert services.staff.left("visits").tolist() == pytest.approx([204.0, 0.0])


def test_nothing_of_a_week_is_left_in_the_next() -> None:
    services = services_of()
    for number in range(3):
        week = week_of(number)
        services.begin(week)
        ticket = services.grants.ask(1, by=0, priority=0, identity=numbers(1), community=0, staff=30.0, room="courtyard", compound=0, round=10)
        assert (ticket.start, ticket.stop, len(ticket)) == (0, 1, 1)
        services.grants.settle(week)
        assert ticket.granted.all()
        assert ticket.room.all()
    assert services.staff.staff_hours.tolist() == [90.0, 0.0]
    assert services.grants.state() == {}


def test_tickets_are_looked_at_after_all_have_planned_and_asked_for_before() -> None:
    services, week = services_of(), week_of()
    desk = GrantsDesk(services.grants, week, 5)
    ticket = desk.ask(2, priority=0, identity=numbers(1, 2), community=np.array([0, 1]), yuan=np.array([10.0, 1e6]))
    nothing = desk.ask(0, priority=0, identity=numbers(), community=0)
    for look in ("granted", "evenings", "room", "lacked"):
        with pytest.raises(ValueError, match="after the phase plan"):
            getattr(ticket, look)
    services.grants.settle(week)
    assert ticket.granted.tolist() == [True, False]
    assert len(nothing.granted) == 0
    with pytest.raises(ValueError, match="read-only"):
        ticket.lacked[:] = 0
    with pytest.raises(ValueError, match="ask for them in the phase plan"):
        desk.ask(1, priority=0, identity=numbers(3), community=0, yuan=1.0)
    services.begin(week)
    assert ticket.granted.tolist() == [True, False], "a ticket of last week still tells"
    assert desk.ask(1, priority=0, identity=numbers(3), community=0, yuan=1.0).start == 0


def test_two_requests_of_one_identity_are_refused() -> None:
    services, week = services_of(), week_of()
    for by in (1, 4):
        services.grants.ask(1, by=by, priority=0, identity=numbers(7), community=0, yuan=1.0)
    services.grants.ask(1, by=2, priority=0, identity=numbers(7), community=1, yuan=1.0)
    services.grants.ask(1, by=2, priority=1, identity=numbers(7), community=0, yuan=1.0)
    with pytest.raises(ValueError, match=r"community 0 have the identity 7 \(mechanisms [14] and [14]\); make identities"):
        services.grants.settle(week)
    assert services.ledger.spent.sum() == 0


def wrong() -> list[tuple[dict[str, Any], str]]:
    border = int(_STARTS[1])
    return [
        ({"community": 2}, "a community does not exist"),
        ({"community": -1}, "a community does not exist"),
        ({"row": border, "evenings": 1.0}, "resident of the request's community"),
        ({"row": -2}, "resident of the request's community"),
        ({"evenings": 1.0}, "without saying whose"),
        ({"row": 1, "evenings": -1.0}, "numbers from 0 up"),
        ({"row": 1, "evenings": float("nan")}, "numbers from 0 up"),
        ({"staff": -1.0}, "numbers from 0 up"),
        ({"yuan": -0.01}, "numbers from 0 up"),
        ({"yuan": float("inf")}, "numbers from 0 up"),
        ({"least": 1.5}, "share from 0 to 1"),
        ({"priority": 100}, "number from 0 to 99"),
        ({"priority": -1}, "number from 0 to 99"),
        ({"room": "hall", "compound": 2}, "compound of the request's community"),
        ({"room": "hall", "compound": -1}, "compound of the request's community"),
        ({"room": "hall", "round": 13}, "a round is 0 to 12"),
        ({"account": "organisation", "yuan": 1.0}, "slot of one of the request's community"),
        ({"payee": "organisation", "yuan": 1.0, "organisation": 10**6}, "slot of one of the request's community"),
        ({"payee": "community"}, "cannot pay itself"),
        ({"duty": "banquets"}, "no duty"),
        ({"account": "bank"}, "no account"),
        ({"room": "ballroom"}, "no kind of room"),
    ]


@pytest.mark.parametrize("case", range(len(wrong())))
def test_a_wrong_request_is_refused_in_one_sentence(case: int) -> None:
    given_, sentence = wrong()[case]
    services = services_of()
    with pytest.raises((ValueError, KeyError), match=sentence):
        services.grants.ask(1, **{"by": 0, "priority": 0, "identity": numbers(1), "community": 0, **given_})
    fine = services.grants.ask(1, by=0, priority=0, identity=numbers(1), community=0, yuan=1.0)
    services.grants.settle(week_of())
    assert fine.granted.tolist() == [True]


def test_a_week_without_requests_costs_nothing_and_changes_nothing() -> None:
    services, week = services_of(), week_of()
    before = outcome(services, {}, week)
    services.grants.settle(week)
    assert outcome(services, {}, week) == before
    assert Grants.declared_measures() == {}


def test_what_grants_have_booked_is_saved_with_its_owners() -> None:
    _, services, _ = settled(_SOME, list(range(len(_SOME))))
    again = services_of()
    again.restore(services.state())
    assert again.measures() == services.measures()
    assert services.measures()["yuan"] > 0.0
    assert services.measures()["volunteer_hours"] > 0.0
    assert (again.ledger.fen == services.ledger.fen).all()


_SOME: list[dict[str, Any]] = [
    {
        "community": k % 2, "priority": 0, "person": k, "evenings": 0.5, "least": 0.0, "staff": 4.0, "duty": "activities", "yuan": 40.0,
        "account": "community", "payee": "suppliers", "owed": False, "room": "activity room", "round": 5, "optional": True, "by": 0,
    }
    for k in range(4)
]  # fmt: skip
