"""Organisations: places, members, organisers, tills, and how they end."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.text import Text
from linli.model.people.declared import organisation_starts
from linli.model.people.residents import Role
from linli.model.people.volunteer_constants import OrganisationConstants, OrganiserKind, PostKind, VolunteerConstants
from linli.model.services.ledger import NUMBERS
from linli.model.services.memberships import Memberships
from linli.model.services.moment import Moment
from linli.model.services.offices import Offices
from linli.model.services.organisation_desk import OrganisationsDesk
from linli.model.services.organisations import Organisations
from linli.model.services.volunteers import Volunteers
from linli.model.society.society import Society

CIRCLE, CLUB = Text("circle", "兴趣小组"), Text("club", "俱乐部")
EVER = PostKind(stay=10.0, stay_honour=0.0, stay_strain=0.0)
"""An organiser who never tires."""


class Town:
    """A society without a life of its own, with the services that are tested."""

    def __init__(self, communities: int = 1, **constants: Any) -> None:
        self.society = Society(
            neighbourhood=NeighbourhoodParameters(buildings=2, floors=6, communities=communities), seed=4
        )
        s, r, p = self.society.services, self.society.residents, self.society.places
        self.week = Moment.of(self.society)
        self.volunteers = Volunteers(r, p, s.units, s.staff, Offices(r), VolunteerConstants())
        self.organisations = Organisations(r, p, s.units, self.volunteers, s.ledger, OrganisationConstants(**constants))
        self.desk = OrganisationsDesk(self.organisations, self.week, 0)
        self.adults = np.flatnonzero(r.age >= 18)

    def circles(self, weights: PostKind = EVER, **given: Any) -> OrganisationsDesk:
        self.desk.declare("circle", CIRCLE, organiser=weights, **given)
        return self.desk

    def found(self, *founders: int, kind: str = "circle", **given: Any) -> np.ndarray:
        rows = np.array(founders)
        return self.desk.found(
            kind, self.society.places.unit_of_row(self.society.places.compound_rows, rows), rows, **given
        )

    def turn(self, number: int, moved: tuple[int, ...] = ()) -> None:
        self.society.week = number
        self.week.turn(np.array(moved, np.int32))
        self.volunteers.begin(self.week)
        self.organisations.begin(self.week)

    def react(self) -> None:
        self.volunteers.react(self.week)
        self.organisations.react(self.week)

    def organisers(self) -> set[int]:
        return set(np.flatnonzero(self.society.residents.roles & Role.ORGANISER).tolist())


# Places and life cycle


def test_an_organisation_may_be_about_none_of_the_topics() -> None:
    town = Town()
    town.circles()
    slots = town.found(int(town.adults[0]), int(town.adults[1]), topic=np.array([town.desk.NO_TOPIC, 3]))
    assert town.desk.table(slots)["topic"].tolist() == [town.desk.NO_TOPIC, 3]
    with pytest.raises(ValueError, match="topics go from 0 to 7"):
        town.found(int(town.adults[2]), topic=8)


def test_places_are_taken_from_the_first_free_one_and_used_again() -> None:
    town = Town()
    town.circles()
    a = [int(x) for x in town.adults[:6]]
    assert town.found(*a[:4]).tolist() == [0, 1, 2, 3]
    town.desk.end(np.array([1, 2]))
    assert town.found(a[4]).tolist() == [1]
    assert town.found(a[5], a[1]).tolist() == [2, 4]
    assert town.organisers() == {a[0], a[4], a[5], a[3], a[1]}
    assert len(set(town.organisations.identity[:5].tolist())) == 5
    assert town.desk.history("circle") == {"founded": 7, "ended": 2, "handed_over": 0}


def test_places_of_a_community_depend_on_its_own_history_only() -> None:
    town = Town(2)
    town.circles()
    starts = organisation_starts(town.society.places)
    border = int(town.society.places.community_rows[1])
    here, there = town.adults[town.adults < border][:3].tolist(), town.adults[town.adults >= border][:3].tolist()
    assert town.found(there[0], here[0], there[1]).tolist() == [starts[1], 0, starts[1] + 1]
    town.desk.end(np.array([0]))
    assert town.found(there[2], here[1]).tolist() == [starts[1] + 2, 0]


def test_a_community_that_is_full_founds_no_more() -> None:
    town = Town()
    town.circles()
    room = int(organisation_starts(town.society.places)[-1])
    slots = town.found(*town.adults[: room + 2].tolist())
    assert slots.tolist() == [*range(room), -1, -1]
    measures = town.organisations.measures()
    assert (measures["organisations"], measures["organisations_founded"], measures["organisations_refused"]) == (
        room,
        room,
        2,
    )
    assert len(town.organisers()) == room


def test_meetings_come_back_by_the_rhythm() -> None:
    town = Town()
    town.circles()
    slots = town.found(*town.adults[:2].tolist(), every=np.array([1, 2]), topic=np.array([3, 5]), round=7)
    due = []
    for number in range(4):
        town.turn(number)
        due.append(town.desk.due("circle").tolist())
    assert due == [[0, 1], [0], [0, 1], [0]]
    table = town.desk.table(slots)
    assert table["topic"].tolist() == [3, 5]
    assert table["round"].tolist() == [7, 7]
    assert table["organiser"].tolist() == town.adults[:2].tolist()
    assert table["members"].tolist() == [1, 1]
    assert (town.society.residents.roles[table["organiser"]] & Role.ORGANISER != 0).all()


def test_what_has_no_rhythm_does_not_meet() -> None:
    town = Town()
    town.circles()
    town.found(int(town.adults[0]), every=0)
    assert len(town.desk.due("circle")) == 0


def test_it_ends_when_its_organiser_leaves_and_nobody_takes_over() -> None:
    town = Town()
    town.circles(EVER.model_copy(update={"accept": -10.0}))
    first, *others = town.adults[:8].tolist()
    slot = town.found(first)
    town.desk.join(int(slot[0]), np.array(others))
    town.turn(3, moved=(first,))
    assert len(town.desk.mine("circle")) == 0
    assert town.organisers() == set()
    assert town.desk.history("circle") == {"founded": 1, "ended": 1, "handed_over": 0}
    # Members were asked, three of them, and declined.
    assert town.volunteers.volunteers_asked == town.volunteers.volunteers_declined == 3
    assert len(town.desk.members_of(slot)[1]) == 0


def test_a_member_takes_over_and_nobody_else() -> None:
    town = Town()
    town.circles(EVER.model_copy(update={"accept": 6.0}))
    first, *others = town.adults[:8].tolist()
    slot = town.found(first)
    town.desk.join(int(slot[0]), np.array(others))
    town.turn(3, moved=(first,))
    successor = int(town.desk.table(slot)["organiser"][0])
    assert successor in others
    assert town.organisers() == {successor}
    assert town.desk.history("circle") == {"founded": 1, "ended": 0, "handed_over": 1}
    assert sorted(town.desk.members_of(slot)[1].tolist()) == others


def test_without_members_there_is_nobody_to_take_over() -> None:
    town = Town()
    town.circles(EVER.model_copy(update={"accept": 6.0}))
    first = int(town.adults[0])
    town.found(first)
    town.turn(3, moved=(first,))
    assert len(town.desk.mine("circle")) == 0


def test_an_organiser_who_is_tired_stops_or_is_followed() -> None:
    """Of those whom nobody comes to all end in some years; where many come, they go on or are followed."""
    alive = {}
    for name, came in (("alone", 0), ("eight", 8)):
        town = Town()
        town.circles(OrganiserKind())
        town.found(*town.adults[:10].tolist())
        for number in range(1, 105):
            town.turn(number)
            slots = town.desk.due("circle")
            rows = (
                np.concatenate([town.adults[20 + 8 * s : 20 + 8 * s + came] for s in slots.tolist()])
                if len(slots)
                else np.zeros(0, np.int64)
            )
            own = town.desk.table(slots)["organiser"]
            which = np.concatenate([np.arange(len(slots)), np.repeat(np.arange(len(slots)), came)])
            town.desk.attended(slots, which, np.concatenate([own, rows]))
            town.react()
            assert town.organisers() == set(town.desk.table(town.desk.mine("circle"))["organiser"].tolist())
        alive[name] = len(town.desk.mine("circle"))
    assert alive["alone"] < 3 < alive["eight"]


def test_the_company_of_an_organiser_follows_the_closed_form() -> None:
    town = Town()
    town.circles(OrganiserKind(stay=10.0))
    slot = town.found(int(town.adults[0]))
    assert town.desk.table(slot)["company"][0] == 4.0
    for number in range(1, 6):
        town.turn(number)
        town.desk.attended(slot, np.zeros(11, np.int64), town.adults[:11])
        town.react()
    assert town.desk.table(slot)["company"][0] == pytest.approx(10.0 + (4.0 - 10.0) * 0.8**5)
    assert town.desk.table(slot)["sessions"][0] == 5


def test_quarters_of_an_organisation_run_from_its_beginning() -> None:
    town = Town()
    town.circles()
    town.turn(30)
    town.found(int(town.adults[0]))
    posts = town.volunteers.kinds["circle organiser"]
    assert [week for week in range(30, 90) if len(posts.due(week))] == [43, 56, 69, 82]


# Members


PAIRS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), max_size=12)
STEPS = st.lists(st.tuples(st.sampled_from(["join", "leave", "came", "leave_all", "close"]), PAIRS), max_size=12)


@given(STEPS)
@settings(max_examples=150, deadline=None)
def test_memberships_are_a_set_of_pairs(steps: list[tuple[str, list[tuple[int, int]]]]) -> None:
    members, truth = Memberships(5, 1000), dict[tuple[int, int], int]()
    for number, (step, pairs) in enumerate(steps):
        slots, rows = np.array([p[0] for p in pairs], np.int64), np.array([p[1] for p in pairs], np.int64)
        if step == "join":
            members.join(slots, rows, number)
            truth |= {p: number for p in pairs if p not in truth}
        elif step == "leave":
            members.leave(slots, rows)
            truth = {p: last for p, last in truth.items() if p not in pairs}
        elif step == "came":
            members.came(slots, rows, number)
            truth = {p: number if p in pairs else last for p, last in truth.items()}
        elif step == "leave_all":
            members.leave_all(np.isin(members.row, rows))
            truth = {p: last for p, last in truth.items() if p[1] not in rows}
        else:
            members.close(slots)
            truth = {p: last for p, last in truth.items() if p[0] not in slots}
        assert list(zip(members.slot.tolist(), members.row.tolist(), strict=True)) == sorted(truth)
        assert members.last.tolist() == [truth[p] for p in sorted(truth)]
    which, rows = members.of(np.array([3, 0, 3]))
    expected = [(k, row) for k, slot in enumerate((3, 0, 3)) for s, row in sorted(truth) if s == slot]
    assert list(zip(which.tolist(), rows.tolist(), strict=True)) == expected


def test_an_organisation_has_room_for_so_many_and_no_more() -> None:
    members = Memberships(3, 4)
    members.join(np.array([1, 1]), np.array([7, 8]), 0)
    members.join(np.array([1, 2, 1, 1, 1]), np.array([9, 9, 8, 3, 4]), 0)
    assert members.counts().tolist() == [0, 4, 1]
    assert members.of(np.array([1]))[1].tolist() == [3, 7, 8, 9]


def test_some_who_come_become_members_and_those_who_stay_away_do_not_stay() -> None:
    town = Town(joins=0.3, forgets=10)
    town.circles()
    slot = town.found(int(town.adults[0]))
    crowd = town.adults[:101]
    town.turn(1)
    town.desk.attended(slot, np.zeros(101, np.int64), crowd)
    joined = town.desk.members_of(slot)[1]
    assert abs(len(joined) - 1 - 30) < 5 * (100 * 0.3 * 0.7) ** 0.5
    faithful = joined[:4]
    for number in range(2, 16):
        town.turn(number)
        town.desk.attended(slot, np.zeros(len(faithful), np.int64), faithful)
        town.react()
    left = set(town.desk.members_of(slot)[1].tolist())
    assert set(faithful.tolist()) <= left
    assert len(left) < len(joined)
    assert not left & (set(joined.tolist()) - set(faithful.tolist()))


def test_enrolled_members_stay_without_coming() -> None:
    town = Town(forgets=2)
    town.circles(by_coming=False)
    slot = town.found(int(town.adults[0]))
    town.desk.join(int(slot[0]), town.adults[1:9])
    for number in range(1, 20):
        town.turn(number)
        town.react()
    assert len(town.desk.members_of(slot)[1]) == 9
    town.desk.leave(int(slot[0]), town.adults[1:3])
    assert len(town.desk.members_of(slot)[1]) == 7


def test_who_moves_away_is_a_member_of_nothing() -> None:
    town = Town()
    town.circles()
    a = town.adults
    slots = town.found(int(a[0]), int(a[1]))
    for slot in slots.tolist():
        town.desk.join(slot, a[2:6])
    town.turn(1, moved=(int(a[3]), int(a[4])))
    which, rows = town.desk.members_of(slots)
    assert which.tolist() == [0, 0, 0, 1, 1, 1]
    assert rows.tolist() == [a[0], a[2], a[5], a[1], a[2], a[5]]


# Tills


MOVES = st.lists(
    st.tuples(
        st.booleans(), st.sampled_from(["residents", "community", "suppliers"]), st.integers(0, 3), st.floats(0, 1e5)
    ),
    max_size=30,
)


@given(MOVES)
@settings(max_examples=60, deadline=None)
def test_every_fen_in_a_till_came_from_an_account(moves: list[tuple[bool, str, int, float]]) -> None:
    town, organisations = _TOWN, _TOWN.organisations
    ledger = organisations.ledger
    ledger.fen[:], organisations.fen[:] = 0, 0
    ledger.pay("public", "community", 1e6, np.arange(2))
    for comes_in, account, slot, yuan in moves:
        before, community = organisations.fen.copy(), int(np.searchsorted(organisations.starts, slot, side="right")) - 1
        purse = int(ledger.fen[NUMBERS[account], community])
        at = np.array([slot])
        moved = (town.desk.deposit if comes_in else town.desk.withdraw)(at, yuan, account)
        change = round(yuan * 100) * (1 if comes_in else -1)
        assert (
            (organisations.fen[slot] - before[slot] == change)
            if moved[0]
            else (account != "residents" and purse < change if comes_in else change + before[slot] < 0)
        )
        assert organisations.fen.min() >= 0
        assert (ledger.fen.sum(axis=0) == 0).all()
        held = ledger.fen[NUMBERS["organisation"]]
        assert held.tolist() == [int(organisations.fen[lo:hi].sum()) for lo, hi in itertools.pairwise(organisations.starts)]


def _four_circles() -> Town:
    town = Town(2)
    town.circles()
    town.found(*town.adults[:4].tolist())
    return town


_TOWN = _four_circles()


def test_what_is_left_in_the_till_goes_to_the_account_of_the_kind() -> None:
    town = Town()
    town.circles(estate="community")
    slot = town.found(int(town.adults[0]))
    town.desk.deposit(slot, 120.0, "residents")
    assert town.desk.withdraw(slot, 20.5, "suppliers").all()
    town.desk.end(slot)
    ledger = town.organisations.ledger
    assert {name: ledger.balance(name, 0) for name in ("residents", "suppliers", "community")} == {"residents": -120.0, "suppliers": 20.5, "community": 99.5}
    assert town.found(int(town.adults[0])).tolist() == slot.tolist()
    assert town.desk.table(slot)["yuan"][0] == 0
