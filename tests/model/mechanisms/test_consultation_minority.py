"""Consultation and protection of the few: stakes, rules of decision, hearings, compensation, vetoes, deadlocks, what a decision leaves behind."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms import consultation_minority_stakes as stakes
from linli.model.mechanisms.consultation_minority import ConsultationMinority
from linli.model.mechanisms.consultation_minority_matters import CONVENOR, Stage
from linli.model.mechanisms.consultation_minority_parameters import LEVERS, ConsultationMinorityParameters
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.people.constants import Constants
from linli.model.people.service_constants import ServiceConstants
from linli.model.people.volunteer_constants import PostKind, VolunteerConstants
from linli.model.services.deciding_rules import RULES
from linli.model.services.ledger import NUMBERS
from linli.model.society.society import Society

Parameters = ConsultationMinorityParameters
OLD = NeighbourhoodParameters(preset="old-walk-up", buildings=3)
"""Twelve doorways of six floors with three flats each."""
EAGER = VolunteerConstants(owner=PostKind(begin=4.0))
"""Whoever gains takes a lift up at once."""
LIFTS: dict[str, Any] = {"matters_a_year": 0.0}
HEARD: dict[str, Any] = {"rule": "two thirds", "hearings": True, "compensate": 0.5, "most_rounds": 3}


def grown(
    weeks: int, place: NeighbourhoodParameters = OLD, seed: int = 2, volunteers: VolunteerConstants = EAGER, **given: Any
) -> tuple[Society, ConsultationMinority]:
    chosen = {"consultation-minority": Parameters.model_validate(given), "ordinary-life": OrdinaryLifeParameters()}
    services = ServiceConstants(volunteers=volunteers)
    society = Society(neighbourhood=place, mechanisms=chosen, constants=Constants(services=services), seed=seed)
    society.run(weeks)
    return society, mechanism(society)


def mechanism(society: Society) -> ConsultationMinority:
    return next(found for found in society.programme.mechanisms if isinstance(found, ConsultationMinority))


def now(society: Society, name: str) -> float:
    return society.measure()[f"consultation-minority.{name}"]


@pytest.fixture(scope="module")
def heard() -> Society:
    return grown(60, **HEARD, **LIFTS)[0]


# What matters are worth


def test_levers_off_are_the_defaults() -> None:
    plain = Parameters()
    assert {name: getattr(plain, name) for name in LEVERS} == LEVERS


def test_without_a_rule_nothing_is_taken_up_and_no_bit_changes(same: Callable[..., None]) -> None:
    with_, found = grown(12)
    alone = Society(
        neighbourhood=OLD, seed=2, mechanisms={"ordinary-life": OrdinaryLifeParameters()}, constants=Constants(services=ServiceConstants(volunteers=EAGER))
    )
    alone.run(12)
    same(with_, alone)
    assert found.raised == found.hearings == found.decided == 0
    assert np.array_equal(with_.services.ledger.fen, alone.services.ledger.fen)


def test_shares_of_the_cost_rise_with_the_floor_and_the_ground_floor_loses() -> None:
    """Where nobody differs from others and nobody is frail, gains follow from the floor alone; all pay the cost together."""
    society, found = grown(1, **LIFTS, spread=0.0, frail_worth=0.0)
    p, week = found.now, found.view
    flats = np.arange(society.places.flats)
    gate = flats // 18
    lived = np.diff(society.places.flat_rows) > 0
    owner = lived & (society.residents.tenure[np.minimum(society.places.flat_rows[:-1], society.residents.n - 1)] == 0)
    floor, floors = stakes.floors_of(week, flats)
    assert (floor == flats % 18 // 3).all()
    assert (floors == 6).all()
    gain = stakes.lift(week, p, flats, gate).gain
    assert (gain[~lived] == 0.0).all()
    # The cost of a doorway is shared by the weights 0, .5, 1, 1.1, 1.2, 1.3 of three flats each.
    unit = stakes.cost_of_lift(p) / (3 * 5.1)
    share = unit * np.array([0.0, 0.5, 1.0, 1.1, 1.2, 1.3])
    loss = np.array([30_000.0, 12_000.0, 0.0, 0.0, 0.0, 0.0])
    worth = 12_000.0 * np.arange(6)
    assert 3.0 * share.sum() == pytest.approx(stakes.cost_of_lift(p))
    assert gain[owner] == pytest.approx((worth - loss - share)[floor[owner]])
    tenants = lived & ~owner
    assert tenants.any()
    assert gain[tenants] == pytest.approx(0.2 * (worth - loss)[floor[tenants]])


def test_frail_members_make_a_lift_worth_more_and_households_differ() -> None:
    society, found = grown(1, **LIFTS)
    flats, p = np.arange(society.places.flats), found.now
    plain = p.model_copy(update={"spread": 0.0, "frail_worth": 0.0})
    frail = p.model_copy(update={"spread": 0.0, "frail_worth": 1.0})
    gate = flats // 18
    home = stakes.homes_of(found.view, flats)
    rows = society.places.flat_rows
    expected = [society.residents.frailty[a:b].max() if b > a else 0.0 for a, b in itertools.pairwise(rows.tolist())]
    assert home.frail == pytest.approx(expected)
    more = stakes.lift(found.view, frail, flats, gate).gain - stakes.lift(found.view, plain, flats, gate).gain
    top = home.owner & (flats % 18 >= 15)
    assert more[top] == pytest.approx(60_000.0 * home.frail[top])
    drawn = stakes.lift(found.view, p, flats, gate).gain
    ground = home.owner & (flats % 18 < 3)
    assert np.log(-drawn[ground] / 30_000.0).std() == pytest.approx(0.5, abs=0.2)


def test_a_rented_flat_has_a_vote_by_majority_and_none_among_owners() -> None:
    society, found = grown(1, **LIFTS)
    home = stakes.homes_of(found.view, np.arange(society.places.flats))
    for rule, has in (("majority", home.lived_in), ("owners", home.owner), ("all", home.owner)):
        assert (stakes.votes(found.now.model_copy(update={"rule": rule}), home) == has).all()
    assert home.owner.sum() < home.lived_in.sum()


@pytest.mark.parametrize("kind", stakes.KINDS)
def test_other_matters_have_winners_and_losers_who_are_not_the_same(kind: str) -> None:
    society, found = grown(1, rule="majority")
    flats, yard = np.arange(society.places.flats), np.array([0.0, 0.0])
    gain = stakes.compound(found.view, found.now, kind, flats, yard).gain
    home = stakes.homes_of(found.view, flats)
    assert (gain > 0.0).any()
    assert (gain < 0.0).any()
    if kind == "ramp":
        assert np.corrcoef(gain[home.lived_in], home.frail[home.lived_in])[0, 1] > 0.6
    if kind == "dancing":
        near = np.hypot(*society.places.flat_xyz[flats, :2].T)
        loses = home.lived_in & (gain < 0.0)
        assert np.corrcoef(gain[loses], near[loses])[0, 1] > 0.3


# Rules


def test_each_rule_is_that_of_its_name() -> None:
    society, found = grown(1, **LIFTS)
    doorway, compound = (found._agendas[unit] for unit in ("gate", "compound"))
    assert society.week == 1
    for name, lift, other in (
        ("majority", "households", "households"), ("owners", "civil code, grave", "civil code"), ("two thirds", "two thirds", "two thirds"),
        ("nine tenths", "nine tenths", "nine tenths"), ("all", "unanimity", "unanimity"),
    ):  # fmt: skip
        p = found.now.model_copy(update={"rule": name})
        assert (doorway.rule(p), compound.rule(p)) == (RULES[lift], RULES[other])


def test_the_more_have_to_agree_the_fewer_lifts() -> None:
    agreed = {rule: now(grown(40, rule=rule, **LIFTS)[0], "lifts_agreed") for rule in ("majority", "two thirds", "nine tenths")}
    assert agreed["majority"] > agreed["two thirds"] > 0.0 == agreed["nine tenths"]


def test_the_committee_decides_in_two_weeks_and_asks_nobody() -> None:
    society, found = grown(12, rule="committee", **LIFTS)
    assert found.decided > 5
    assert found.voted_on == found.hearings == 0
    assert found.official_consulted == found.raised
    assert now(society, "weeks_taken") == 2.0
    assert society.services.deciding.measures()["matters_decided"] == found.decided


def test_where_all_must_agree_votes_go_on_without_end_and_nothing_is_built() -> None:
    """The failure of the row: convenors and hearings, round after round, until the matter lapses."""
    society, found = grown(70, rule="all", hearings=True, most_rounds=0, limit_weeks=60, **LIFTS)
    assert found.passed == found.decided == 0
    assert not found.lift.any()
    assert found.hearings > 3 * found.raised
    assert found.lapsed > 5
    assert now(society, "deadlocks") > 0.5
    assert now(society, "weeks_taken") > 50.0
    limited, ended = grown(70, rule="all", hearings=True, most_rounds=2, limit_weeks=60, **LIFTS)
    assert now(limited, "deadlocks") < 0.5 * now(society, "deadlocks")
    assert ended.decided > 5
    assert ended.passed == 0


def test_a_majority_without_consultation_harms_the_few_and_costs_trust() -> None:
    """A setting in which the policy does harm: those who lose most lose without being heard, and trust those in charge less."""
    plain, _ = grown(60)
    society, found = grown(60, rule="majority", **LIFTS)
    assert found.passed > 0
    assert now(society, "welfare_worst") < -5000.0
    assert now(society, "welfare_floor_1") < 0.0 < now(society, "welfare_floor_6")
    assert society.residents.trust_institutions.mean() < plain.residents.trust_institutions.mean()
    assert found.quarrels > 0


def test_protection_without_compensation_may_leave_everything_as_it_was() -> None:
    """A setting in which the policy does nothing: whoever loses more than a little vetoes, and nobody pays for it."""
    _, found = grown(40, rule="majority", protect=1000.0, **LIFTS)
    assert found.decided > 5
    assert found.vetoes > 0
    assert found.passed == 0
    assert (found.welfare == 0.0).all()


# Hearings, compensation, what follows


def test_hearings_and_compensation_leave_the_worst_off_better_and_losers_more_content(heard: Society) -> None:
    bare, found = grown(60, rule="majority", **LIFTS)
    assert mechanism(heard).hearings > 5
    assert mechanism(heard).compensation > 0.0
    assert found.compensation == 0.0
    assert now(heard, "welfare_worst") > now(bare, "welfare_worst")
    assert now(heard, "losers_who_accept") > now(bare, "losers_who_accept")
    assert now(heard, "weeks_taken") > now(bare, "weeks_taken")


def test_compensation_moves_money_from_those_who_gain_and_makes_none() -> None:
    society, found = grown(0, rule="majority", compensate=0.5, most_rounds=3, **LIFTS)
    while not found.gate_given.any():
        society.run(1)
        assert society.week < 30
    unit = int(np.flatnonzero(found.gate_given)[0])
    h = society.services.deciding.table.of(int(found.gate_matter[unit]))[1]
    before, paid = h["gain"], h["paid"]
    assert paid.sum() == pytest.approx(0.0, abs=1e-6)
    assert np.maximum(paid, 0.0).sum() == pytest.approx(found.gate_given[unit])
    assert (paid[before > 0.0] <= 0.0).all()
    assert (paid[before < 0.0] >= 0.0).all()
    # At most half of the gains, and at most a yuan more than what is lacking.
    assert (-paid <= 0.5 * np.maximum(before, 0.0) + 1e-6).all()
    assert (paid <= np.maximum(1.0 - before, 0.0) + 1e-6).all()


def test_what_has_passed_is_built_and_paid_for_and_then_felt() -> None:
    society, found = grown(20, rule="majority", **LIFTS)
    agreed = found.agreed.sum()
    assert agreed > 0
    assert not found.lift.any()
    assert (found.welfare == 0.0).all()
    assert (found.pledged_gate != 0.0).any()
    society.run(30)
    assert found.lift.sum() >= agreed
    started = int(np.count_nonzero(found.lift | (found.gate_stage == Stage.BUILDING)))
    spent = society.services.ledger.spent.sum(axis=1) / 100.0
    assert spent[NUMBERS["residents"]] == pytest.approx(started * 360_000.0)
    built = np.flatnonzero(found.lift)
    assert (found.welfare[built[0] * 18 : built[0] * 18 + 18] != 0.0).any()
    assert (found.welfare[np.repeat(~found.lift, 18)] == 0.0).all()


def test_a_lift_has_one_convenor_of_the_doorway_who_gains(heard: Society) -> None:
    society, found = grown(3, **HEARD, **LIFTS)
    holder = society.services.volunteers.kinds[CONVENOR].row
    in_hand = found.gate_matter != 0
    led = np.flatnonzero(holder >= 0)
    assert in_hand[led].all()
    assert len(led) > 5
    rows = holder[led]
    assert (society.residents.gate[rows] == led).all()
    flats = np.arange(society.places.flats)
    gain = stakes.lift(found.view, found.now, flats, flats // 18).gain
    assert (gain[society.residents.flat[rows]] > 0.0).all()
    posts = heard.services.volunteers.kinds[CONVENOR].row >= 0
    assert not (posts & (mechanism(heard).gate_matter == 0)).any()


def test_what_comes_up_in_the_compound_is_decided_one_at_a_time() -> None:
    society, found = grown(60, NeighbourhoodParameters(preset="old-walk-up", buildings=1), rule="majority", hearings=True, lifts=False, matters_a_year=6.0)
    assert found.raised >= 2
    assert found.raised - found.decided - found.lapsed <= 1
    assert found.hearings >= found.decided > 0
    assert not found.agreed.any()
    kinds = {kind.name for kind in society.focus_kinds}
    assert {"consultation-minority.assembly", "consultation-minority.ballot"} <= kinds
    assert society.services.staff.duty_hours.sum() > 0.0


def test_floors_that_have_a_lift_ask_for_none() -> None:
    _, found = grown(20, NeighbourhoodParameters(buildings=1, floors=11), rule="majority", **LIFTS)
    assert found.raised == 0


def test_what_was_said_at_a_hearing_reaches_others_along_talks_and_is_taken_over() -> None:
    society, found = grown(0, **HEARD, **LIFTS)
    doorway = found._agendas["gate"]
    while not (found.gate_word >= 0).any():
        society.run(1)
        assert society.week < 20
    unit = int(np.flatnonzero(found.gate_word >= 0)[0])
    number, reason, word = int(found.gate_matter[unit]), int(found.gate_reason[unit]), society.services.word
    rows = np.arange(society.places.gate_rows[unit], society.places.gate_rows[unit + 1])
    flats = found.view.deciding.households(number).flats
    before = found.view.deciding.reasons(number)[:, reason]
    assert before.any()
    without = rows[np.isin(society.residents.flat[rows], flats[~before])]
    without = without[~word.knows(int(found.gate_word[unit]), without)]
    assert len(without)
    word.tell(int(found.gate_word[unit]), without[:1])
    doorway.hear_word(found.view, unit)
    after = found.view.deciding.reasons(number)[:, reason]
    assert after[flats == society.residents.flat[without[0]]].all()
    assert (after >= before).all()


def test_where_a_convenor_gives_up_another_who_gains_is_sought() -> None:
    willing = VolunteerConstants(owner=PostKind(begin=4.0, accept=6.0, search_every=1))
    society, found = grown(2, volunteers=willing, **HEARD, **LIFTS)
    posts = society.services.volunteers
    held = posts.kinds[CONVENOR].held()
    assert len(held) > 5
    first = posts.kinds[CONVENOR].row[held].copy()
    posts.vacate(found.view._moment, CONVENOR, held)
    posts.not_before[first] = 10_000
    society.run(3)
    second = posts.kinds[CONVENOR].row[held]
    assert (second >= 0).mean() > 0.8
    assert not np.isin(second, first).any()


def test_who_loses_and_does_not_accept_it_may_quarrel_with_one_who_gained() -> None:
    society, found = grown(20, rule="majority", quarrels=1.0, **LIFTS)
    assert found.quarrels > 10
    peaceful, calm = grown(20, rule="majority", quarrels=0.0, **LIFTS)
    assert calm.quarrels == 0
    assert calm.decided == found.decided
    assert society.services.disputes.begun.sum() == peaceful.services.disputes.begun.sum() + found.quarrels
    assert society.residents.trust_neighbours.mean() < peaceful.residents.trust_neighbours.mean()
