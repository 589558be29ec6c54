"""A simulated compound that is asked: what is counted is what happened, and asking changes nothing."""

from __future__ import annotations

import numpy as np
import pytest
from linli.experiments.local.asking import LocalAsking, LocalWatch
from linli.experiments.local.collected import ANSWERS, QUARTER, Pattern
from linli.model.society.society import Society
from linli.scenarios.schema import Scenario

FIRST = tuple(name for name in ANSWERS if name != "again")
PATTERN = Pattern((2, 16), (30, 20), (FIRST, tuple(ANSWERS)))
FEW = PATTERN._replace(answered=(10, 10), ids=False, kinds=("building-gates.gathering",), span=(3, 8))


class Lived:
    """A tiny compound after its weeks, what was asked of it, and a count of its own beside."""

    def __init__(self, scenario: Scenario, asked: bool = True) -> None:
        arm = scenario.arm(scenario.arms[0])
        self.society = s = society_of(arm)
        self.asking = LocalAsking(s, (("", PATTERN), ("few ", FEW))) if asked else None
        self.came: list[tuple[int, str, list[int]]] = []
        for week in range(1, arm.weeks + 1):
            s.step()
            if self.asking is not None:
                self.asking.week(week)
            for e in range(len(s.events)):
                people = s.events.attendees[s.events.start[e] :][: s.events.table["came"][e]]
                if len(people) and s.events.table["purpose"][e] == 0:
                    self.came.append((week, s.focus_kinds[s.events.table["kind"][e]].name, sorted(s.residents.identity[people].tolist())))


def society_of(arm: Scenario) -> Society:
    from contextlib import ExitStack

    from linli.experiments.arm_run import spin_up_arms
    from linli.experiments.progress import Quiet

    with ExitStack() as stack:
        return spin_up_arms(arm, arm.arms[:1], 3, 1, Quiet(), stack)[arm.arms[0]](1)


@pytest.fixture(scope="module")
def lived(tiny: Scenario) -> Lived:
    return Lived(tiny)


def test_asking_changes_nothing(tiny, lived):
    other = Lived(tiny, asked=False).society
    for name, array in lived.society.residents.arrays().items():
        assert np.array_equal(array, other.residents.arrays()[name]), name
    for mine, theirs in zip(lived.society.ties, other.ties, strict=True):
        assert np.array_equal(mine, theirs)


def test_lists_hold_who_came(lived):
    assert lived.came, "nobody came to anything: the compound says nothing"
    lists = lived.asking.collected().attendance
    assert lists.week.tolist() == [week for week, _, _ in lived.came]
    assert lists.came.tolist() == [len(people) for _, _, people in lived.came]
    whole = np.array([who for _, _, people in lived.came for who in people], np.uint64)
    assert len(np.unique(lists.person)) == len(np.unique(whole))
    times = sorted(np.bincount(lists.person).tolist())
    assert times == sorted(np.unique(whole, return_counts=True)[1].tolist())


def test_lists_of_some_kinds_and_weeks_hold_these_alone(lived):
    lists = lived.asking.collected(1).attendance
    wanted = [len(people) for week, kind, people in lived.came if kind == "building-gates.gathering" and 3 <= week <= 8]
    assert wanted
    assert lists.came.tolist() == wanted
    assert lists.person is None


def test_the_second_wave_asks_people_of_the_first(lived):
    first, second = lived.asking.collected().waves
    assert len(first.person) == 30
    assert set(second.person) <= set(first.person)
    assert len(set(second.person)) == len(second.person) <= 20
    named = dict(zip(first.person, first.answers["known"], strict=True))
    again = dict(zip(second.person, second.answers["again"], strict=True))
    now = dict(zip(second.person, second.answers["known"], strict=True))
    assert all(again[who] <= min(named[who], now[who]) for who in again)
    assert sum(again.values()) > 0


def test_nobody_has_seen_a_quarter_before_it_is_over(lived):
    first, second = lived.asking.collected().waves
    assert "asked" not in first.answers, "week 2"
    assert "came" not in first.answers
    assert {"asked", "came"} <= set(second.answers)


def test_times_one_came_are_those_of_the_lists(lived):
    """Of the last quarter; who moved in meanwhile counts from then on, and their lists too."""
    second = lived.asking.collected().waves[1]
    lately = [who for week, _, people in lived.came if week > 16 - QUARTER for who in people]
    counted = {str(who): lately.count(who) for who in set(lately)}
    assert second.answers["came"].sum() > 0
    assert [counted.get(who, 0) for who in second.person] == second.answers["came"].tolist()


def test_who_is_asked_in_person_is_counted(tiny):
    """Without anybody who asks or knocks nobody was asked; with them some were."""

    def asked(*settings: str) -> float:
        lived = Lived(tiny.with_settings(settings))
        return float(lived.asking.collected().waves[1].answers["asked"].sum())

    nobody = "decision.ask_chance=0", "decision.ask_friendly=0", "building-gates.knock_share=0"
    assert asked(*nobody) == 0.0
    assert asked(*nobody[:2], "building-gates.knock_share=1") > asked(*nobody[:2], "building-gates.knock_share=0.2") > 0.0
    assert asked("decision.ask_friendly=1", "decision.ask_chance=1", nobody[2]) > 0.0


def test_the_active_answer_more_where_that_is_planted(lived):
    s = lived.society
    among = [LocalAsking(s, (("", PATTERN._replace(weeks=(0, 1), answered=(20, 20), slopes=(slope,))),))._waves[0, 0].person for slope in (-3.0, 0.0, 3.0)]
    civic = [s.residents.civic[np.isin(s.residents.identity, np.array([int(who) for who in people], np.uint64))].mean() for people in among]
    assert civic[0] < civic[1] < civic[2]


def test_a_watch_names_what_it_finds_and_says_what_it_asks(lived):
    watch = LocalWatch((("", PATTERN), ("few ", FEW)))
    assert tuple(lived.asking.found()) == watch.names
    assert watch.facts()["few "]["answered"] == [10, 10]
    assert watch.facts() != LocalWatch((("", PATTERN), ("few ", FEW._replace(slopes=(1.0,))))).facts()
