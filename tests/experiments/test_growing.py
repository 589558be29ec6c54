"""A comparison that grows gives, at its end, what one that is worked to its end gives."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from linli.experiments.arm_run import ArmRun
from linli.experiments.compare import compare, planned_runs
from linli.experiments.comparison import Comparison
from linli.experiments.growing import Growing
from linli.scenarios.schema import Scenario


def growing(scenario: Scenario, arms: list[str], seeds: int = 2, looked_at: bool = False) -> Growing:
    return Growing(scenario, *planned_runs(scenario, arms, seeds, None, None), workers=2, looked_at=looked_at)


def same(one: Comparison | None, other: Comparison) -> bool:
    assert one is not None
    return one.summary().equals(other.summary()) and one.facts == other.facts and one.seeds == other.seeds


def test_arms_side_by_side_give_the_same_bits_as_one_after_the_other(scenario: Scenario) -> None:
    found = growing(scenario, ["before", "after"])
    assert found.work(2, threading.Event(), beside=True)
    assert found.finished
    assert found.done == found.steps
    assert same(found.comparison(), compare(scenario, arms=["before", "after"], seeds=2, threads=1))


def test_another_arm_is_added_without_working_the_old_ones_again(scenario: Scenario) -> None:
    first = growing(scenario, ["before", "after"])
    first.work(2, threading.Event())
    second = growing(scenario, ["before", "after", "more"])
    assert second.take_over(first) == 4
    assert second.done == 2 * second.steps // 3
    second.work(2, threading.Event())
    assert same(second.comparison(), compare(scenario, arms=["before", "after", "more"], seeds=2, threads=2))


def test_what_was_worked_under_another_name_is_taken_under_the_new_one(scenario: Scenario) -> None:
    first = growing(scenario, ["before", "after"], seeds=1)
    first.work(1, threading.Event())
    data = {**scenario.data, "arms": {"nothing": {}, "much": dict(scenario.overrides["after"], title="much")}}
    named = Scenario.from_dict(data, scenario.name)
    second = growing(named, ["nothing", "much"], seeds=1)
    assert second.take_over(first) == 2
    assert second.finished
    found = second.comparison()
    assert found is not None
    assert found.everybody == ("nothing", "much")
    assert found.facts.arm_titles["much"].en == "much"
    assert set(found.degrees) == {"start", "nothing", "much"}


def test_an_arm_that_differs_in_anything_is_worked_anew(scenario: Scenario) -> None:
    first = growing(scenario, ["before", "after"], seeds=1)
    first.work(1, threading.Event())
    for settings in (["building-gates.gatherings_a_year=30"], ["ties.kappa=0.9"], ["seed=5"]):
        assert growing(scenario.with_settings(settings), ["before", "after"], seeds=1).take_over(first) <= (1 if "gates" in settings[0] else 0), settings


def test_a_stopped_one_keeps_what_has_finished(scenario: Scenario) -> None:
    found, stop = growing(scenario, ["before", "after"]), threading.Event()
    found.work(1, stop, lambda: stop.set() if found.seeds_done else None)
    assert found.comparison() is not None or found.seeds_done == 0
    found.work(1, threading.Event())
    assert same(found.comparison(), compare(scenario, arms=["before", "after"], seeds=2, threads=1))


def test_the_first_seed_can_be_looked_at_year_by_year(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    longer = scenario.with_weeks(60)
    found = growing(longer, ["before", "after"], seeds=1, looked_at=True)
    assert found.until_now() is None
    early: list[Comparison] = []
    seen, real = threading.Event(), ArmRun.work

    def look() -> None:
        now = found.until_now()
        if now is not None:
            early.append(now)
            seen.set()

    def waits(self: ArmRun, until: int, *rest: Any) -> None:
        # The last weeks of the last arm wait until somebody has looked.
        if until == 60 and self.track.arm == "after":
            assert seen.wait(600.0)
        real(self, until, *rest)

    monkeypatch.setattr(ArmRun, "work", waits)
    found.work(1, threading.Event(), look)
    whole = found.comparison()
    assert whole is not None
    assert found.until_now() is None
    assert early
    for one in early:
        assert (one.weeks, one.finished) == (52, False)
        weeks, values = one.course("after", "acquaintances")
        there, all_of_it = whole.course("after", "acquaintances")
        assert weeks[-1] == 52
        assert values.tolist() == all_of_it[:, there <= 52].tolist()


@pytest.mark.parametrize("workers", [1, 3])
def test_the_number_of_workers_changes_nothing(scenario: Scenario, comparison: Comparison, workers: int) -> None:
    found = Growing(scenario, *planned_runs(scenario, None, 3, None, None), workers=workers)
    found.work(workers, threading.Event())
    assert same(found.comparison(), comparison)
