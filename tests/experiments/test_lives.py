"""A few residents followed: what is told of them is what the society's own tables and tie views say, week by week."""

from __future__ import annotations

import numpy as np
import pytest
from linli.experiments.lives import MOST, Lives, Watch, by_lot, follow, person_of
from linli.model.agents.remembered import remembered
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.refusal import InputError
from linli.model.society.society import Society
from linli.scenarios.loader import load
from linli.scenarios.schema import Scenario

WEEKS = 40


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("building-gates").with_settings(["neighbourhood.buildings=1", "building-gates.gatherings_a_year=52"]).with_weeks(WEEKS)


@pytest.fixture(scope="module")
def lives(scenario: Scenario) -> Lives:
    return follow(scenario, residents=list(range(20)), threads=1)


def _society(scenario: Scenario) -> Society:
    own = scenario.arm("after")
    society = Society(neighbourhood=own.neighbourhood, population=own.population, constants=own.constants, everyday=own.everyday, seed=3, threads=1)
    society.spin_up(years=1)
    society.attach(own.schedules)
    return society


def test_those_known_at_the_end_are_those_that_the_tie_store_keeps(scenario: Scenario) -> None:
    society = _society(scenario)
    rows = np.arange(0, society.residents.n, 7)
    watch = Watch(society, rows)
    start = {row: _known(society, row) for row in rows.tolist()}
    for _ in range(WEEKS):
        society.step()
        watch.note()
    stayed = 0
    for row, life in zip(rows.tolist(), watch.lives, strict=True):
        assert {one.other.identity for one in life.at_start} == start[row]
        if life.left >= 0:
            assert int(society.residents.identity[row]) != life.person.identity
            assert not life.at_end
            continue
        stayed += 1
        assert {one.other.identity for one in life.at_end} == _known(society, row)
        for one in life.known:
            assert one.met <= one.week <= WEEKS
            assert one.until == -1 or one.until > one.week or one.week == 0
            assert (one.until < 0) == (one.end == "")
    assert stayed > 10
    assert any(one.end == "they moved" for life in watch.lives for one in life.known) or society.residents.n < 200
    assert any(one.week > 0 for life in watch.lives for one in life.known)


def _known(society: Society, row: int) -> set[int]:
    found = remembered(society, np.array([row]), society.constants.ties.acquaintance)
    return set(society.residents.identity[found.other].tolist())


def test_gatherings_are_those_of_the_weeks_tables(scenario: Scenario) -> None:
    society = _society(scenario)
    rows = np.arange(40)
    watch = Watch(society, rows)
    counted = np.zeros(40, int)
    there = np.ones(40, bool)
    identity = society.residents.identity[:40].copy()
    for _ in range(WEEKS):
        society.step()
        watch.note()
        there &= (society.residents.identity[:40] == identity) | (np.array([life.left for life in watch.lives]) == society.scenario_week)
        for event in range(len(society.events)):
            came = society.events.rows(event)
            counted[came[(came < 40)]] += there[came[came < 40]]
    told = np.array([sum(map(len, life.came.values())) for life in watch.lives])
    kept = np.array([life.left < 0 for life in watch.lives])
    assert counted[kept].tolist() == told[kept].tolist()
    assert told[kept].sum() > 20


def test_gatherings_before_are_those_of_both(lives: Lives) -> None:
    with_gatherings = [(life, one) for life in lives.lives["after"] for one in life.new if one.together]
    assert with_gatherings
    for life, one in with_gatherings:
        for kind, times in one.together.items():
            assert times <= sum(week <= one.week for week in life.came[kind])


def test_both_arms_follow_the_same_people_from_the_same_start(lives: Lives) -> None:
    for here, there in zip(lives.lives["after"], lives.lives["before"], strict=True):
        assert here.person == there.person
        assert [one.other for one in here.at_start] == [one.other for one in there.at_start]
    ends = [[one.other.row for one in life.at_end] for arm in ("before", "after") for life in lives.lives[arm]]
    assert ends[:20] != ends[20:], "a gathering a week changes whom one knows"


def test_threads_do_not_change_a_story(scenario: Scenario, lives: Lives) -> None:
    assert follow(scenario, residents=list(range(20)), threads=2) == lives


def test_the_lot_is_the_seeds_and_keeps_to_its_kinds(scenario: Scenario) -> None:
    society = _society(scenario)
    rows = by_lot(society)
    assert rows.tolist() == by_lot(society).tolist()
    old, owner, renter = (person_of(society, int(row)) for row in rows)
    assert old.age > 60
    assert (owner.situation, owner.tenure) == ("owner", "owner")
    assert renter.tenure == "renter"
    assert {person_of(society, row).gate for row in range(society.residents.n)} == set(range(1, society.places.gates + 1))


def test_gates_and_floors_of_each_compound_are_numbered_from_one() -> None:
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=1, entrances=2, floors=4, compounds=3, communities=2, occupancy=1.0), seed=3)
    people = [person_of(society, row) for row in range(society.residents.n)]
    p = society.places
    compound = p.unit_of_row(p.compound_rows, np.arange(society.residents.n))
    for c in range(6):
        assert {(one.gate, one.floor) for one, of in zip(people, compound, strict=True) if of == c} == {(g, f) for g in (1, 2) for f in (1, 2, 3, 4)}
    heights = p.flat_xyz[society.residents.flat, 2]
    assert np.array_equal(np.unique(heights, return_inverse=True)[1] + 1, [one.floor for one in people])


@pytest.mark.parametrize(
    ("rows", "said"), [([10**6], "there is no resident 1000000"), ([3, 3], "named twice"), (list(range(MOST + 1)), f"at most {MOST} residents")]
)
def test_wrong_residents_are_refused(scenario: Scenario, rows: list[int], said: str) -> None:
    with pytest.raises(InputError, match=said):
        follow(scenario.with_weeks(1), residents=rows, threads=1)
