"""Lost persons: who gets lost, who knows the face, police and station, registration and DNA, and how it fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.lost_persons import LostPersons
from linli.model.mechanisms.lost_persons_cases import DEMENTIA, HOME, ILLNESS, STATION, WAYS
from linli.model.mechanisms.lost_persons_parameters import LEVERS, LostPersonsParameters
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.services.staff import NUMBERS
from linli.model.society.society import Society
from linli.model.ties.store import EMPTY
from linli.scenarios.loader import load
from linli.scenarios.schema import Scenario

SMALL = NeighbourhoodParameters(buildings=2, floors=6)
OFTEN: dict[str, Any] = {"illness": 0.1, "illness_a_year": 3.0, "dementia_a_year": 3.0}
"""People get lost so often that a small compound shows in months what takes a town years."""
LONG: dict[str, Any] = {**OFTEN, "away_ill": 0.5, "says_ill": 0.0, "says": 0.0, "speechless": 1.0, "own_way": 0.0, "picked_up_ill": 0.5}
"""Most get to another city and never say who they are."""
BOTH: dict[str, Any] = {
    "registration": True, "dna_station": True, "dna_family": "free", "lab_hours": 200.0, "sample_after": 1, "register_after": 1, "elsewhere": 1.0,
}  # fmt: skip


def grown(weeks: int = 0, seed: int = 3, numbers: NeighbourhoodParameters = SMALL, **levers: Any) -> Society:
    chosen: dict[str, Any] = {"lost-persons": LostPersonsParameters(**levers), "ordinary-life": OrdinaryLifeParameters()}
    society = Society(neighbourhood=numbers, mechanisms=chosen, seed=seed)
    society.run(weeks)
    return society


def mechanism(society: Society) -> LostPersons:
    return next(found for found in society.programme.mechanisms if isinstance(found, LostPersons))


def home(society: Society) -> int:
    return sum(getattr(mechanism(society), way) for way in WAYS)


def test_levers_off_are_the_defaults_and_people_get_lost_without_a_trace_in_others(same: Callable[..., None]) -> None:
    plain = LostPersonsParameters()
    assert {name: getattr(plain, name) for name in LEVERS} == LEVERS
    with_, alone = grown(30, **OFTEN), grown(30, on=False)
    assert mechanism(with_).lost > 10
    same(with_, alone)


# Who gets lost


def test_as_many_of_the_old_are_demented_as_is_known_and_no_young_one_is() -> None:
    society = grown(1, numbers=NeighbourhoodParameters(buildings=30))
    sort, r = mechanism(society).sort, society.residents
    old = r.age >= 65
    assert (sort[old] == DEMENTIA).mean() == pytest.approx(0.056, abs=0.015)
    assert not (sort[r.age < 60] == DEMENTIA).any()
    assert (sort[r.age >= 18] == ILLNESS).mean() == pytest.approx(0.0042, abs=0.002)


def test_only_those_get_lost_who_lose_their_way_and_some_again() -> None:
    society = grown(60, **OFTEN)
    m = mechanism(society)
    assert m.lost >= m.times.sum() > 20
    assert not m.times[(m.sort != DEMENTIA) & (m.sort != ILLNESS)].any()
    assert 0.0 < m.lost_again() <= 1.0


def test_nobody_is_lost_twice_at_a_time() -> None:
    society = grown(**{**LONG, "illness_a_year": 5.0})
    for _ in range(30):
        society.step()
        t = mechanism(society).cases
        rows = t["row"][t["stage"] != HOME]
        assert len(set(rows.tolist())) == len(rows)
    assert len(rows) > 3


# Who finds them


def test_where_nobody_knows_anybody_no_neighbour_brings_them_home() -> None:
    """The same weeks with the ties that people have, and with all of them hidden while it is seen who knows the face."""
    near: dict[str, Any] = {**OFTEN, "walked": 0.3, "walked_ill": 0.3}
    known, strangers = grown(**near), grown(**near)

    def hidden(_: str, call: Callable[[Any], None]) -> Callable[[Any], None]:
        def phase(week: Any) -> None:
            kept = strangers.ties.partner.copy()
            strangers.ties.partner[:] = EMPTY
            call(week)
            strangers.ties.partner[:] = kept

        return phase

    strangers.programme.around("lost-persons", hidden)
    for society in (known, strangers):
        society.run(60)
    assert mechanism(known).by_neighbour > 15
    assert mechanism(strangers).by_neighbour == mechanism(strangers).knew == 0
    assert mechanism(strangers).passed_by > 100


def test_who_goes_far_is_not_found_by_neighbours() -> None:
    near, far = (mechanism(grown(60, **OFTEN, walked=km, walked_ill=km, walked_spread=0.3)) for km in (0.05, 5.0))
    assert near.found_by_neighbour() > far.found_by_neighbour() + 0.2
    assert near.home_day() > far.home_day()


def test_who_knows_the_face_has_to_see_that_something_is_wrong() -> None:
    blind = {"heeds": -8.0, "heeds_known": 0.0, "heeds_told": 0.0}
    told = {"heeds": -8.0, "heeds_known": 0.0, "heeds_told": 8.0}
    near: dict[str, Any] = {**OFTEN, "missed": 1.0, "away_ill": 0.0, "walked": 0.2, "walked_ill": 0.2}
    none, some = (mechanism(grown(90, **near, **levers)) for levers in (blind, told))
    assert none.knew > 20
    assert none.by_neighbour <= 1
    assert some.by_neighbour > 3 + none.by_neighbour


def test_who_lives_alone_is_missed_late_and_found_late_by_the_police() -> None:
    late, soon = (mechanism(grown(60, **OFTEN, missed=chance, missed_alone=chance, heeds=-8.0, seeks=0.0, says=0.0, says_ill=0.0)) for chance in (0.02, 1.0))
    assert soon.home_week() > late.home_week() + 0.1
    assert soon.nameless < late.nameless


def test_a_share_home_in_a_year_is_told_after_a_year() -> None:
    society = grown(40, **OFTEN)
    m = mechanism(society)
    assert m.due[0] > 0
    assert np.isnan(m.home_year())
    society.run(30)
    assert 0 < m.due[2] < m.due[1] <= m.due[0]
    assert m.arrived[2] >= m.arrived[0] * m.due[2] / m.due[0] * 0.5
    assert (m.arrived <= m.due).all()


# The station


@pytest.mark.parametrize(
    ("levers", "way"),
    [({"faces": True}, "by_face"), ({"questioning": 10.0, "speechless": 0.0, "asks": 0.0}, "by_questioning"), ({"notice_weeks": 20}, "by_notice")],
)
def test_each_part_brings_some_home_and_none_without_it(levers: dict[str, Any], way: str) -> None:
    quiet = {**LONG, **{name: value for name, value in levers.items() if name not in LEVERS}}
    off, on = mechanism(grown(70, **quiet)), mechanism(grown(70, **{**quiet, **levers}, notice_family=0.1))
    assert getattr(off, way) == 0 < getattr(on, way)
    assert on.nameless_now() < off.nameless_now()


def test_dna_without_registration_is_a_record_and_nobody_goes_home() -> None:
    """All is as without it but for the samples and what they cost."""
    before, fails = grown(80, **LONG, registers=0.0), grown(80, **LONG, registers=0.0, dna_station=True, lab_hours=200.0, elsewhere=1.0)
    one, other = mechanism(before), mechanism(fails)
    assert other.samples > 5
    assert other.by_dna == 0 == other.matches_a_sample()
    for name in ("identity", "stage", "home", "way", "registered"):
        assert np.array_equal(one.cases[name], other.cases[name]), name
    paid = float(fails.measure()["yuan"]) - float(before.measure()["yuan"])
    assert paid == pytest.approx(400.0 * other.samples)


def test_samples_of_both_sides_meet_and_families_alone_do_not() -> None:
    both = mechanism(grown(80, **LONG, **BOTH))
    alone = mechanism(grown(80, **LONG, **{**BOTH, "dna_station": False}))
    assert both.by_dna > 2
    assert 0.0 < both.matches_a_sample() < 0.5
    assert alone.samples > 0 == alone.by_dna
    assert both.nameless_now() < alone.nameless_now()


def test_a_price_keeps_families_away_and_they_pay() -> None:
    free, dear = (mechanism(grown(80, **LONG, **{**BOTH, "dna_family": how}, price=3000.0)) for how in ("free", "price"))
    assert dear.by_dna < free.by_dna
    assert free.family_yuan == 0.0
    assert dear.family_yuan % 3000.0 == 0.0
    cheap = mechanism(grown(80, **LONG, **{**BOTH, "dna_family": "price"}, price=200.0))
    assert cheap.family_yuan > 0.0


def test_a_sample_waits_for_the_laboratory() -> None:
    slow, fast = (mechanism(grown(60, **LONG, **{**BOTH, "lab_hours": hours})) for hours in (0.0, 200.0))
    assert slow.samples > 5
    assert slow.by_dna == 0 < fast.by_dna


def test_visits_take_hours_of_the_committee_and_without_hours_there_is_none() -> None:
    society, none = grown(60, **LONG, **BOTH), grown(60, **LONG, **{**BOTH, "visit_hours": 40.0}, registers=0.0)
    m = mechanism(society)
    hours = float(society.services.staff.duty_hours[NUMBERS["visits"]].sum())
    assert m.visits > 5
    assert hours >= 3.0 * m.visits
    cap = float(none.services.staff.duty_left[NUMBERS["visits"], 0])
    assert cap < 40.0 or mechanism(none).visits > 0
    if cap < 40.0:
        assert mechanism(none).visits == mechanism(none).registrations == 0


def test_one_who_was_lost_for_two_years_comes_home_when_dna_begins() -> None:
    """As in the source: lost before the policy, without a name in another city, and her family registers when it is asked to."""
    late = {**LONG, **BOTH, "illness_a_year": 1.0, "start_week": 112}
    society = grown(110, **late)
    m = mechanism(society)
    waiting = set(m.cases["identity"][m.cases["stage"] == STATION].tolist())
    assert waiting
    assert m.by_dna == m.samples == m.visits == 0
    society.run(20)
    assert m.by_dna > 0
    assert m.longest_way() > 2.0


def test_who_is_home_is_forgotten_after_two_years_and_who_moves_away_at_once() -> None:
    society = grown(130, **OFTEN)
    m = mechanism(society)
    t = m.cases
    assert (society.residents.identity[t["row"]] == t["identity"]).all()
    assert (t["start"][t["stage"] == HOME] > society.week - 105).all()
    assert m.lost > len(t["row"])


# The scenario


def parameters_of(arm: Scenario) -> LostPersonsParameters:
    found = arm.mechanisms["lost-persons"]
    assert isinstance(found, LostPersonsParameters)
    return found


def test_the_scenario_has_an_arm_for_each_part_and_one_in_which_it_fails() -> None:
    scenario = load("lost-persons")
    arms = {name: parameters_of(scenario.arm(name)) for name in scenario.arms}
    assert list(arms)[:2] == ["before", "after"]
    on = {name: {lever for lever, off in LEVERS.items() if getattr(p, lever) != off} for name, p in arms.items()}
    assert on["before"] == set()
    assert on["after"] == set(LEVERS)
    assert on["fails"] == {"dna_station"}
    assert {"registration", "faces", "questioning", "notice_weeks"} <= {lever for levers in on.values() if len(levers) == 1 for lever in levers}
    assert arms["dna"].dna_family == "free" != arms["dna-price"].dna_family
