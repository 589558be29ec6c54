"""Volunteers: who is asked and accepts, what wears them out, who stays; one rule for all kinds of post."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.draws import draws
from linli.model.ground.text import Text
from linli.model.people.experiences import Experience
from linli.model.people.residents import Role, Situation
from linli.model.people.volunteer_constants import OrganiserKind, PostKind, VolunteerConstants
from linli.model.services.moment import Moment
from linli.model.services.offices import Offices, OfficesDesk
from linli.model.services.posts import Terms
from linli.model.services.volunteer_desk import VolunteersDesk
from linli.model.services.volunteers import Volunteers
from linli.model.society.society import Society

HEAD, TEAM = Text("gate head", "楼门长"), Text("member of the team", "队员")
ACTIVE = int(Role.PARTY | Role.ACTIVIST | Role.BACKBONE)


class Town:
    """A society without a life of its own, with the services that are tested."""

    def __init__(self, buildings: int = 4, communities: int = 1, floors: int = 6) -> None:
        numbers = NeighbourhoodParameters(buildings=buildings, floors=floors, communities=communities)
        self.society = Society(neighbourhood=numbers, seed=4)
        s = self.society.services
        self.week = Moment.of(self.society)
        self.offices = Offices(self.society.residents)
        self.volunteers = Volunteers(
            self.society.residents, self.society.places, s.units, s.staff, self.offices, VolunteerConstants()
        )
        self.desk = VolunteersDesk(self.volunteers, self.week, 0)

    def heads(self, **weights: Any) -> VolunteersDesk:
        self.desk.declare("gate head", PostKind(**weights), HEAD, "gate", office=True, role=Role.HEAD)
        return self.desk

    def landings(self, **weights: Any) -> VolunteersDesk:
        """Declare a post for each landing, so that there are many."""
        self.desk.declare("helper", PostKind(**weights), TEAM, "landing")
        return self.desk

    def turn(self, number: int, moved: tuple[int, ...] = ()) -> None:
        self.society.week = number
        self.week.turn(np.array(moved, np.int32))
        self.offices.begin(self.week)
        self.volunteers.begin(self.week)

    def pass_weeks(self, first: int, last: int) -> None:
        for number in range(first, last):
            self.turn(number)
            self.volunteers.react(self.week)

    def one_adult_a_landing(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the landings with an adult, and the first adult of each."""
        r, p = self.society.residents, self.society.places
        adults = np.flatnonzero(r.age >= 18)
        landings, first = np.unique(p.unit_of_row(p.landing_rows, adults), return_index=True)
        return landings, adults[first]


def logistic(x: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-x))


def within_5_sd(count: int, chance: np.ndarray) -> bool:
    return bool(abs(count - chance.sum()) < 5 * np.sqrt((chance * (1 - chance)).sum()))


# Who accepts


@pytest.mark.parametrize(
    ("terms", "adds"),
    [
        (Terms(), 0.0), (Terms(honour=True), 0.4), (Terms(pay=200.0), 0.5 * np.log(5.0)), (Terms(points=25.0), 0.5 * np.log(3.0)),
        (Terms(honour=True, pay=100.0, points=25.0), 0.4 + 0.5 * np.log(5.0)),
    ],
)  # fmt: skip
def test_acceptance_is_the_logit(terms: Terms, adds: float) -> None:
    town = Town(16)
    desk = town.landings(accept=-1.0)
    desk.offer("helper", **terms._asdict())
    where, who = town.one_adult_a_landing()
    r = town.society.residents
    chance = logistic(
        -1.0 + 0.8 * r.civic[who] + 0.6 * (r.situation[who] <= Situation.CARER) + 0.5 * (r.free_hours[who] / 20.0 - 1.0)
        + 1.0 * (r.trust_institutions[who] - 0.5) - 1.0 * r.frailty[who] + adds
    )  # fmt: skip
    filled = desk.search("helper", where, (where, who))
    assert len(where) > 200
    assert within_5_sd(len(filled), chance)
    assert (desk.holder("helper")[filled] == who[np.isin(where, filled)]).all()


def test_beginning_unasked_is_the_logit() -> None:
    town = Town(16)
    desk = town.landings(begin=-2.0)
    r = town.society.residents
    rows = np.flatnonzero(r.age >= 18)
    plain = desk.decide_to_begin("helper", rows)
    eager = desk.decide_to_begin("helper", rows, np.full(len(rows), 1.5), 1)
    for who, extra in ((plain, 0.0), (eager, 1.5)):
        chance = logistic(
            -2.0 + extra + 0.8 * r.civic[rows] + 0.6 * (r.situation[rows] <= Situation.CARER) + 0.5 * (r.free_hours[rows] / 20.0 - 1.0)
            + 1.0 * (r.trust_institutions[rows] - 0.5) - 1.0 * r.frailty[rows]
        )  # fmt: skip
        assert within_5_sd(len(who), chance)
    with pytest.raises(ValueError, match="at most 2 to the log-odds"):
        desk.decide_to_begin("helper", rows, 5.0)


def test_no_more_are_asked_than_one_search_asks() -> None:
    town = Town()
    desk = town.heads(accept=-10.0, asked_a_search=4)
    gates = desk.vacant("gate head")
    assert len(desk.search("gate head", gates)) == 0
    assert desk.counts("gate head") == {"asked": 4 * len(gates), "declined": 4 * len(gates), "begun": 0, "quit": 0}


def test_who_declined_is_asked_by_nobody_before_the_time() -> None:
    town = Town()
    town.heads(accept=-10.0, no_means_no=20)
    town.desk.declare("helper", PostKind(accept=6.0, accept_civic=0.0), TEAM, "gate")
    gates = town.desk.vacant("gate head")
    town.desk.search("gate head", gates)
    town.turn(1)
    declined = np.flatnonzero(town.volunteers.not_before > 0)
    assert len(declined) == 3 * len(gates)
    town.turn(19)
    helpers = town.desk.search("helper", gates)
    assert not np.isin(town.desk.holder("helper")[helpers], declined).any()
    town.turn(20)
    town.desk.vacate("helper", helpers)
    helpers = town.desk.search("helper", gates, counter=1)
    assert np.isin(town.desk.holder("helper")[helpers], declined).any()


def test_it_does_not_matter_which_kind_of_post_asks_first() -> None:
    found = []
    for order in (("first", "second"), ("second", "first")):
        town = Town()
        for kind in order:
            town.desk.declare(kind, PostKind(accept=-2.0), TEAM, "gate")
        for number in range(30):
            town.turn(number)
            for kind in order:
                town.desk.seek(kind)
            town.volunteers.react(town.week)
        found.append([town.desk.holder(kind) for kind in ("first", "second")] + [town.volunteers.not_before])
    for mine, other in zip(*found, strict=True):
        assert np.array_equal(mine, other)
    assert (found[0][0] >= 0).any()


def test_one_who_declined_is_not_asked_for_the_same_post_twice_in_a_week() -> None:
    town = Town()
    desk = town.heads(accept=-10.0)
    gates = desk.vacant("gate head")
    for counter in range(3):
        desk.search("gate head", gates, counter=counter)
    town.volunteers.react(town.week)
    assert np.count_nonzero(town.volunteers.not_before > 0) == town.volunteers.volunteers_asked == 9 * len(gates)


def test_those_of_one_unit_are_asked_in_turn_and_take_different_seats() -> None:
    town = Town()
    town.desk.declare("helper", PostKind(accept=6.0, accept_civic=0.0, accept_trust=0.0), TEAM, "community", seats=5)
    filled = town.desk.search("helper", town.desk.vacant("helper"))
    rows = town.desk.holder("helper")
    assert filled.tolist() == [0, 1, 2, 3, 4]
    assert len(set(rows.tolist())) == 5
    # Everybody accepts: the five who come to mind first.
    r = town.society.residents
    everyone = np.flatnonzero(r.age >= 18)
    score = r.civic[everyone] + 0.6 * (r.situation[everyone] <= Situation.CARER)
    assert set(rows.tolist()) == set(everyone[np.argsort(-score)[:5]].tolist())
    assert town.desk.counts("helper")["asked"] == 5
    # One who leaves is followed by the next one, and not by somebody who has a seat.
    town.desk.vacate("helper", np.array([2]))
    left = rows[2]
    assert town.desk.search("helper", np.array([2]), counter=1).tolist() == [2]
    assert town.desk.holder("helper")[2] == left


def test_where_the_active_go_first_they_come_to_mind_sooner() -> None:
    shares = []
    for first in (False, True):
        town = Town(16)
        desk = town.landings(accept=6.0, mind_party=5.0)
        desk.offer("helper", party_first=first)
        filled = desk.search("helper", desk.vacant("helper"))
        shares.append(((town.society.residents.roles[desk.holder("helper")[filled]] & ACTIVE) != 0).mean())
    assert shares[1] > shares[0] + 0.1


def test_a_vacant_post_searches_when_it_is_its_turn() -> None:
    town = Town()
    desk = town.heads(accept=6.0, search_every=4)
    filled = []
    for number in range(4):
        town.turn(number)
        filled.append(desk.seek("gate head"))
    assert sorted(np.concatenate(filled).tolist()) == list(range(town.society.places.gates))
    assert sum(len(part) > 0 for part in filled) > 1
    assert len(desk.seek("gate head")) == 0


# What wears them out and what keeps them


def test_strain_thanks_and_honour_follow_the_closed_form() -> None:
    town = Town()
    desk = town.heads()
    gates, r = np.arange(town.society.places.gates), town.society.residents
    desk.appoint("gate head", gates, town.society.places.gate_rows[:-1])
    desk.offer("gate head", honour=True, pay=100.0)
    town.volunteers.kinds["gate head"].columns["phase"][:] = 0  # nobody decides before week 13
    evenings = np.minimum(r.free_hours[town.society.places.gate_rows[:-1]] * 0.2 / 3.0, 4.0)
    for number in range(12):
        town.turn(number)
        desk.work("gate head", gates, 2.0 * evenings, evenings)
        desk.work("gate head", gates, evenings, 0.0)
        desk.seen("gate head", gates, 30.0, 2.0)
        town.volunteers.react(town.week)
    table = desk.table("gate head")
    assert np.allclose(table["strain"], 2.0 * (1 - 0.9**12))
    assert np.allclose(table["company"], 30.0 * (1 - 0.7**12))
    assert np.allclose(table["helpers"], 2.0 * (1 - 0.7**12))
    usual = 30.0 * (1 - 0.7 ** np.arange(1, 13))
    seen = 0.25 + 0.25 * np.minimum(usual / 15.0, 1.0) + 0.5
    thanks = 0.25 * 0.95**12 + sum(0.05 * 0.95 ** (11 - k) * seen[k] for k in range(12))
    assert np.allclose(table["thanks"], thanks)
    assert np.allclose(table["honour"], 0.4 + 0.6 * 0.5 ** (12 / 13))


def test_pay_that_stops_leaves_less_than_no_pay() -> None:
    """Money keeps them while it comes; what it took of honour is missed for years."""
    honour, wish = {}, {}
    for name, paid in (("never", 0), ("stopped", 104)):
        town = Town()
        desk = town.heads(stay=10.0, stay_honour=2.0)
        gates = np.arange(town.society.places.gates)
        desk.appoint("gate head", gates, town.society.places.gate_rows[:-1])
        desk.offer("gate head", pay=200.0 if paid else 0.0)
        town.pass_weeks(0, 104)
        desk.offer("gate head")
        town.pass_weeks(104, 156)
        honour[name] = desk.table("gate head")["honour"]
        wish[name] = town.volunteers.kinds["gate head"].goes_on(town.society.residents, gates, 156)
    after = 1.0 - 0.6 * (1 - 0.5 ** (104 / 13)) * 0.5 ** (52 / 156)
    assert np.allclose(honour["never"], 1.0)
    assert np.allclose(honour["stopped"], after)
    assert (wish["stopped"] < wish["never"] - 0.2).all()


def test_points_crowd_out_less_and_are_for_what_was_done() -> None:
    town = Town()
    desk = town.heads()
    desk.appoint("gate head", np.array([0, 1]), town.society.places.gate_rows[:2])
    desk.offer("gate head", points=8.0)
    for number in range(4):
        town.turn(number)
        desk.work("gate head", np.array([0, 1]), 1.0, np.array([0.5, 0.0]))
        town.volunteers.react(town.week)
    assert desk.table("gate head")["points"][:2].tolist() == [16.0, 0.0]
    assert np.allclose(desk.table("gate head")["honour"][:2], 0.8 + 0.2 * 0.5 ** (4 / 13))
    before = town.society.residents.trust_institutions.copy()
    desk.paid("gate head", np.array([0, 1]), np.array([True, False]), points=True)
    assert desk.table("gate head")["points"][:2].tolist() == [0.0, 0.0]
    rows = desk.holder("gate head")[:2]
    assert town.society.residents.trust_institutions[rows[0]] == before[rows[0]]
    assert town.society.residents.trust_institutions[rows[1]] < before[rows[1]]
    assert town.week.log[0, Experience.BROKEN.number] == 1


@pytest.mark.parametrize("kind", [PostKind(stay=0.5), OrganiserKind(stay=-0.5, company_first=6.0, tires=0.3)])
def test_staying_is_the_logit(kind: PostKind) -> None:
    town = Town(16)
    town.desk.declare("helper", kind, TEAM, "landing")
    where, who = town.one_adult_a_landing()
    town.desk.appoint("helper", where, who)
    town.desk.offer("helper", pay=50.0)
    p, c, r = town.volunteers.kinds["helper"], town.volunteers.kinds["helper"].columns, town.society.residents
    rng = np.random.default_rng(1)
    for name, most in (("strain", 0.5), ("thanks", 1.0), ("honour", 1.0), ("helpers", 5.0), ("company", 12.0)):
        c[name][:] = rng.uniform(0, most, len(p))
    c["phase"][:] = 0
    town.turn(26)
    held = np.flatnonzero(p.row >= 0)
    chance = logistic(
        kind.stay + kind.stay_honour * c["honour"][held] * c["thanks"][held] + kind.stay_helpers * np.minimum(c["helpers"][held], 3.0)
        + kind.company * np.minimum(c["company"][held] / 8.0, 1.0) - kind.tires * 2.0 + kind.pay * np.log(2.0)
        - kind.stay_strain * c["strain"][held] - kind.frailty * r.frailty[p.row[held]]
    )  # fmt: skip
    town.volunteers._stay_or_go(town.week, "helper", p)
    stayed = len(p.held())
    assert 0.05 < chance.mean() < 0.95
    assert within_5_sd(stayed, chance)
    assert town.volunteers.volunteers_quit == len(held) - stayed == town.desk.counts("helper")["quit"]


def test_decisions_are_spread_over_the_quarter_and_come_once_in_it() -> None:
    town = Town(16)
    town.landings()
    where, who = town.one_adult_a_landing()
    town.desk.appoint("helper", where, who)
    due = [town.volunteers.kinds["helper"].due(week) for week in range(1, 14)]
    assert sorted(np.concatenate(due).tolist()) == where.tolist()
    assert min(len(part) for part in due) > 0.4 * len(where) / 13


def test_who_stepped_down_is_neither_asked_nor_begins_anything_for_a_year() -> None:
    town = Town()
    desk = town.heads(stay=-6.0, slackens=0.0, begin=4.0, accept_trust=0.0, accept_civic=0.0, accept_time=0.0)
    gates = np.arange(town.society.places.gates)
    first = town.society.places.gate_rows[:-1]
    desk.appoint("gate head", gates, first)
    town.pass_weeks(0, 14)
    gone = first[desk.holder("gate head") < 0]
    assert len(gone) > 0.9 * len(gates)
    assert (town.society.residents.roles[gone] & Role.HEAD == 0).all()
    assert len(desk.decide_to_begin("gate head", gone)) == 0
    town.turn(14 + 52)
    assert len(desk.decide_to_begin("gate head", gone)) > 0.8 * len(gone)


# Offices, names, moves


def test_the_head_of_a_gate_holds_the_office_and_has_the_role() -> None:
    town = Town()
    desk = town.heads(accept=0.0, stay=0.0)
    offices = OfficesDesk(town.offices, town.week, 0)
    for number in range(40):
        town.turn(number, moved=(number * 3,))
        desk.seek("gate head")
        town.volunteers.react(town.week)
        holder = desk.holder("gate head")
        assert (holder == offices.holder("gate head")).all()
        roles = np.flatnonzero(town.society.residents.roles & Role.HEAD)
        assert set(roles.tolist()) == set(holder[holder >= 0].tolist())
        assert number * 3 not in holder or desk.table("gate head")["since"][holder == number * 3] == number
    with pytest.raises(ValueError, match="held by volunteers"):
        offices.appoint("gate head", np.array([0]), np.array([0]))
    offices.met("gate head", np.array([1]))


def test_who_moves_away_holds_nothing_and_newcomers_may_be_asked() -> None:
    town = Town()
    desk = town.heads()
    desk.appoint("gate head", np.array([0, 1]), town.society.places.gate_rows[:2])
    town.volunteers.not_before[:10] = 1000
    town.volunteers.rests[:10] = 1000
    town.turn(5, moved=(0, 3))
    assert desk.holder("gate head")[:2].tolist() == [-1, town.society.places.gate_rows[1]]
    assert town.society.residents.roles[0] & Role.HEAD == 0
    assert (town.volunteers.not_before[[0, 3]] == -1).all()
    assert (town.volunteers.rests[[0, 3]] == -1).all()
    assert town.volunteers.not_before[1] == 1000
    assert town.volunteers.volunteers_quit == 0


def test_one_who_holds_an_office_in_name_only_does_nothing_and_is_not_worn_out() -> None:
    town = Town()
    desk = town.heads(stay=10.0)
    rows = town.society.places.gate_rows[:3]
    desk.appoint("gate head", np.array([0, 1, 2]), rows, nominal=np.array([True, False, False]))
    town.society.residents.free_hours[rows[2]] = 0.0
    assert desk.held("gate head").tolist() == [0, 1, 2]
    assert desk.at_work("gate head").tolist() == [1]
    assert (desk.evenings("gate head", np.arange(4)) > 0).tolist() == [False, True, False, False]
    for number in range(5):
        town.turn(number)
        desk.work("gate head", np.array([0, 1, 2]), 9.0, 0.0)
        town.volunteers.react(town.week)
    strain = desk.table("gate head")["strain"]
    assert strain[0] == strain[2] == 0.0
    assert strain[1] > 0.5
    assert town.volunteers.measures()["volunteers_nominal"] == pytest.approx(2 / 3)


def test_of_those_who_would_stop_a_share_keeps_the_name() -> None:
    town = Town(16)
    town.desk.declare("helper", PostKind(stay=0.0, slackens=0.4), TEAM, "landing")
    where, who = town.one_adult_a_landing()
    town.desk.appoint("helper", where, who)
    p, r = town.volunteers.kinds["helper"], town.society.residents
    p.columns["phase"][:] = 0
    town.turn(26)
    chance = 1.0 - logistic(p.goes_on(r, where, 26))
    town.volunteers.react(town.week)
    nominal, gone = p.columns["nominal"][where] & (p.row[where] >= 0), p.row[where] < 0
    assert within_5_sd(int(nominal.sum()), 0.4 * chance)
    assert within_5_sd(int(gone.sum()), 0.6 * chance)
    assert town.volunteers.volunteers_slackened == nominal.sum() > 20
    assert town.volunteers.volunteers_quit == gone.sum()
    # Neither is asked for a year; only who stepped down rests.
    assert (town.volunteers.not_before[who[nominal | gone]] == 26 + 52).all()
    assert (town.volunteers.rests[who[nominal]] == -1).all()
    assert not np.isin(where[nominal], town.desk.at_work("helper")).any()


@pytest.mark.parametrize(("terms", "adds"), [(Terms(), 0.0), (Terms(honour=True), 0.4), (Terms(pay=200.0), 0.5 * np.log(5.0))])
def test_one_in_name_only_is_asked_once_a_year_and_on_the_terms_of_the_day(terms: Terms, adds: float) -> None:
    town = Town(16)
    town.desk.declare("helper", PostKind(accept=-1.0, stay=10.0), TEAM, "landing")
    where, who = town.one_adult_a_landing()
    town.desk.appoint("helper", where, who, nominal=True)
    town.desk.offer("helper", **terms._asdict())
    p, r = town.volunteers.kinds["helper"], town.society.residents
    p.columns["phase"][:] = 0
    p.columns["strain"][:] = 3.0
    chance = logistic(p.accepts(r, who, -1.0) + adds)
    town.turn(13)
    town.volunteers.react(town.week)
    works = ~p.columns["nominal"][where]
    assert (p.row[where] == who).all()
    assert within_5_sd(int(works.sum()), chance)
    assert (p.columns["strain"][where[works]] == 0.0).all()
    assert town.volunteers.volunteers_resumed == works.sum() > 20
    # Those who would not are left alone for a year.
    town.pass_weeks(14, 65)
    assert (~p.columns["nominal"][where]).sum() == works.sum()
    town.pass_weeks(65, 66)
    assert (~p.columns["nominal"][where]).sum() > works.sum()


def test_one_who_is_confirmed_keeps_what_they_feel() -> None:
    town = Town()
    desk = town.heads()
    desk.appoint("gate head", np.array([0]), np.array([0]))
    desk.work("gate head", np.array([0]), 30.0)
    town.volunteers.react(town.week)
    strain = desk.table("gate head")["strain"][0]
    desk.appoint("gate head", np.array([0]), np.array([0]))
    assert desk.table("gate head")["strain"][0] == strain > 0
    desk.appoint("gate head", np.array([0]), np.array([1]))
    assert desk.table("gate head")["strain"][0] == 0
    assert desk.counts("gate head")["begun"] == 2


# The rule that stood in three places


class OldHeads:
    """The rule of gate heads as it stood, in plain numpy."""

    def __init__(self, town: Town, p: PostKind) -> None:
        self.r, self.places, self.p, self.seed = town.society.residents, town.society.places, p, town.society.seed
        gates = self.places.gates
        self.identity = town.society.services.units.gate_identity
        self.phase = (self.identity * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(40)).astype(np.int64)
        self.holder = np.full(gates, -1)
        self.since = np.zeros(gates, int)
        self.strain, self.thanks, self.honour = np.zeros(gates), np.full(gates, 0.25), np.ones(gates)
        self.helpers, self.turnout = np.zeros(gates), np.zeros(gates)
        self.not_before = np.full(self.r.n, -1)
        self.quit = 0

    def search(self, week: int, incentive: str, yuan: float, party_first: bool) -> None:
        p, r = self.p, self.r
        for gate in np.flatnonzero((self.holder < 0) & ((self.phase + week) % p.search_every == 0)):
            rows = np.arange(self.places.gate_rows[gate], self.places.gate_rows[gate + 1])
            rows = rows[(r.age[rows] >= 18) & (self.not_before[rows] <= week)]
            home = r.situation[rows] <= Situation.CARER
            score = r.civic[rows] + p.mind_home * home + p.mind_party * party_first * ((r.roles[rows] & ACTIVE) != 0)
            rows = rows[np.argsort(-score, kind="stable")][: p.asked_a_search]
            utility = (
                p.accept + p.accept_civic * r.civic[rows] + p.accept_home * (r.situation[rows] <= Situation.CARER)
                + p.accept_time * (r.free_hours[rows] / 20.0 - 1.0) + p.accept_trust * (r.trust_institutions[rows] - 0.5)
                - p.frailty * r.frailty[rows] + self.pay(incentive, yuan) + (p.accept_honour if incentive == "honour" else 0.0)
            )  # fmt: skip
            yes = draws(self.seed, "gate head accepts", week, r.identity[rows]) < logistic(utility)
            for row, accepts in zip(rows, yes, strict=True):
                if accepts:
                    self.holder[gate], self.since[gate] = row, week
                    self.strain[gate], self.thanks[gate], self.honour[gate] = 0.0, 0.25, 1.0
                    break
                self.not_before[row] = week + p.no_means_no

    def pay(self, incentive: str, yuan: float) -> float:
        worth = {"money": yuan, "points": 4.0 * yuan}.get(incentive, 0.0)
        return self.p.pay * float(np.log1p(worth / 50.0))

    def feel(self, held: np.ndarray, demand: np.ndarray, evenings: np.ndarray, incentive: str) -> None:
        p = self.p
        overload = np.maximum(demand / np.maximum(evenings, 0.25) - 1.0, 0.0)
        self.strain[held] += p.strain_rate * (overload - self.strain[held])
        seen = (
            p.thanks_base
            + p.thanks_turnout * np.minimum(self.turnout[held] / 15.0, 1.0)
            + (p.thanks_honour if incentive == "honour" else 0.0)
        )
        self.thanks[held] += p.thanks_rate * (np.minimum(seen, 1.0) - self.thanks[held])
        if incentive in ("money", "points"):
            floor = 1.0 - (p.crowding if incentive == "money" else p.points_crowding)
            self.honour[held] -= np.maximum(self.honour[held] - floor, 0.0) * (1.0 - 0.5 ** (1.0 / p.crowding_weeks))
        else:
            self.honour[held] += (1.0 - self.honour[held]) * (1.0 - 0.5 ** (1.0 / p.recovery_weeks))

    def stay_or_go(self, week: int, incentive: str, yuan: float) -> None:
        p = self.p
        for gate in np.flatnonzero((self.holder >= 0) & ((self.phase + week) % 13 == 0) & (self.since < week)):
            row = self.holder[gate]
            utility = (
                p.stay + p.stay_honour * self.honour[gate] * self.thanks[gate] + p.stay_helpers * min(self.helpers[gate], 3.0)
                + self.pay(incentive, yuan) - p.stay_strain * self.strain[gate] - p.frailty * self.r.frailty[row]
            )  # fmt: skip
            if draws(self.seed, "gate head goes", week, self.r.identity[[row]])[0] >= logistic(utility):
                self.holder[gate], self.not_before[row] = -1, week + p.no_means_no
                self.quit += 1


@pytest.mark.parametrize("incentive", ["none", "honour", "money", "points"])
def test_heads_come_and_go_as_by_the_rule_of_their_own(incentive: str) -> None:
    weights = PostKind(accept=-2.0, stay=0.8, search_every=4, slackens=0.0)
    town = Town(12)
    town.desk.declare("gate head", weights, HEAD, "gate", office=True, role=Role.HEAD)
    yuan = {"money": 200.0, "points": 8.0}.get(incentive, 0.0)
    terms = Terms(
        honour=incentive == "honour",
        pay=yuan * (incentive == "money"),
        points=yuan * (incentive == "points"),
        party_first=True,
    )
    town.desk.offer("gate head", **terms._asdict())
    old = OldHeads(town, weights)
    staff, rng = town.society.services.staff, np.random.default_rng(5)
    for number in range(120):
        town.turn(number)
        town.desk.seek("gate head")
        old.search(number, incentive, yuan, True)
        held = town.desk.held("gate head")
        assert (town.desk.holder("gate head") == old.holder).all()
        demand = rng.uniform(0, 3, len(held))
        town.desk.work("gate head", held, demand, demand)
        some = held[rng.random(len(held)) < 0.2]
        came, helped = rng.integers(0, 20, len(some)).astype(float), rng.integers(0, 4, len(some)).astype(float)
        town.desk.seen("gate head", some, came, helped)
        old.turnout[some] += 0.3 * (came - old.turnout[some])
        old.helpers[some] += 0.3 * (helped - old.helpers[some])
        town.volunteers.react(town.week)
        old.feel(held, demand, staff.evenings(old.holder[held]), incentive)
        old.stay_or_go(number, incentive, yuan)
    table = town.desk.table("gate head")
    for name, mine in (
        ("strain", old.strain),
        ("thanks", old.thanks),
        ("honour", old.honour),
        ("company", old.turnout),
        ("helpers", old.helpers),
    ):
        assert np.allclose(table[name], mine, atol=1e-6), name
    assert (town.volunteers.not_before == old.not_before).all()
    assert old.quit == town.volunteers.volunteers_quit > 20


# Saving, communities, the desk


def _life(town: Town, first: int, last: int, only: int | None = None) -> None:
    """Let heads live a while; `only`: the community whose heads are worked hard and paid."""
    gates = np.arange(town.society.places.gates)
    if only is not None:
        mine = gates[town.society.services.units.gate_community == only]
        town.desk.offer("gate head", mine, pay=500.0, party_first=True)
    for number in range(first, last):
        town.turn(number, moved=(number % 50,))
        town.desk.seek("gate head")
        if only is not None:
            town.desk.work("gate head", mine, 5.0)
        town.volunteers.react(town.week)


def test_a_saved_state_goes_on_as_if_never_stopped() -> None:
    straight, saved = Town(), Town()
    for town in (straight, saved):
        _life(_with_heads(town), 0, 60, 0)
    again = Town()
    again.society.residents.roles[:] = saved.society.residents.roles
    again.offices.restore({k: np.copy(v) for k, v in saved.offices.state().items()})
    again.volunteers.restore(
        {k: np.copy(v) if isinstance(v, np.ndarray) else v for k, v in saved.volunteers.state().items()}
    )
    _with_heads(again)
    for town in (straight, again):
        _life(town, 60, 120, 0)
    mine, other = straight.volunteers.state(), again.volunteers.state()
    assert list(mine) == list(other)
    for name, value in mine.items():
        assert np.array_equal(value, other[name]), name
    assert straight.volunteers.measures() == again.volunteers.measures()
    assert straight.volunteers.volunteers_quit > 0


def _with_heads(town: Town) -> Town:
    town.heads(accept=-1.0, stay=0.5)
    return town


def test_what_happens_in_one_community_leaves_the_other_equal_to_the_bit() -> None:
    plain, worked = _with_heads(Town(2, 2)), _with_heads(Town(2, 2))
    _life(plain, 0, 80)
    _life(worked, 0, 80, 0)
    border = int(plain.society.places.community_rows[1])
    other = plain.society.services.units.gate_community == 1
    a, b = plain.volunteers.kinds["gate head"].columns, worked.volunteers.kinds["gate head"].columns
    for name in a:
        assert np.array_equal(a[name][other], b[name][other]), name
    assert not np.array_equal(a["strain"][~other], b["strain"][~other])
    assert np.array_equal(plain.volunteers.not_before[border:], worked.volunteers.not_before[border:])
    assert np.array_equal(plain.society.residents.roles[border:], worked.society.residents.roles[border:])


@pytest.mark.parametrize("unit", ["landing", "gate", "building", "compound", "community"])
def test_posts_of_a_community_have_identities_of_their_own(unit: Any) -> None:
    one, two = Town(2, 1), Town(2, 2)
    for town in (one, two):
        town.desk.declare("helper", PostKind(), TEAM, unit, seats=2)
    first, both = (town.volunteers.kinds["helper"].identity for town in (one, two))
    assert len(set(both.tolist())) == len(both)
    assert (both[: len(first)] == first).all()


def test_counts_begin_anew_with_the_scenario_and_holders_stay() -> None:
    town = _with_heads(Town())
    _life(town, 0, 60)
    held = town.volunteers.measures()["volunteers_in_post"]
    town.volunteers.restart()
    assert town.volunteers.measures()["volunteers_in_post"] == held > 0
    assert town.volunteers.measures()["volunteers_asked"] == 0 == town.desk.counts("gate head")["asked"]


def test_a_mechanism_serves_the_posts_that_it_keeps() -> None:
    town = Town()
    town.heads()
    other = VolunteersDesk(town.volunteers, town.week, 1)
    other.declare("gate head", PostKind(accept=6.0), HEAD, "gate")
    assert town.volunteers.kinds["gate head"].weights.accept == PostKind().accept
    # Another mechanism's policy may pay them, and ask them for work; it does not say who holds the post.
    other.offer("gate head", pay=1.0)
    assert (other.table("gate head")["pay"] == 1.0).all()
    for forbidden in (
        lambda: other.search("gate head", np.array([0])),
        lambda: other.seek("gate head"),
        lambda: other.vacate("gate head", np.array([0])),
    ):
        with pytest.raises(ValueError, match="kept by another mechanism"):
            forbidden()
    assert len(other.vacant("gate head")) == town.society.places.gates
    with pytest.raises(ValueError, match="read-only"):
        other.table("gate head")["strain"][0] = 1.0
    with pytest.raises(TypeError):
        other.table("gate head")["strain"] = np.zeros(1)  # type: ignore[index]


def test_what_comes_in_is_checked() -> None:
    town = Town()
    desk = town.heads()
    with pytest.raises(ValueError, match="there is no post 'king'"):
        desk.held("king")
    with pytest.raises(ValueError, match="posts go from 0 to"):
        desk.work("gate head", np.array([10_000]), 1.0)
    with pytest.raises(ValueError, match="evenings asked are numbers of 0 or more"):
        desk.work("gate head", np.array([0]), np.nan)
    with pytest.raises(ValueError, match="evenings done: one number"):
        desk.work("gate head", np.array([0]), 1.0, np.zeros(3))
    with pytest.raises(ValueError, match="lives in the unit"):
        desk.appoint("gate head", np.array([0]), np.array([town.society.residents.n - 1]))
    with pytest.raises(ValueError, match="each may come once"):
        desk.appoint("gate head", np.array([0, 1]), np.array([0, 0]))
    with pytest.raises(ValueError, match="pay and points"):
        desk.offer("gate head", pay=-1.0)
    with pytest.raises(AttributeError, match="it offers"):
        desk.write_strain  # noqa: B018
