"""Arms worked by other processes: the same numbers, and what goes wrong in one is told as if it had gone wrong here."""

from __future__ import annotations

import importlib
import os
import signal
import threading
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from linli.experiments import far_arm, far_seed, hands
from linli.experiments.compare import compare
from linli.experiments.comparison import Comparison
from linli.experiments.far_arm import FarArm
from linli.experiments.growing import Growing
from linli.experiments.run import run_scenario
from linli.experiments.seed_run import SeedRun
from linli.scenarios.errors import UserError
from linli.scenarios.schema import Scenario

ARMS = ["before", "after"]


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Scenario.from_dict({
        "title": "two arms", "weeks": 60, "neighbourhood": {"buildings": 1, "years": 0}, "mechanisms": {"building-gates": {}},
        "arms": {"before": {}, "after": {"building-gates": {"gatherings_a_year": 24.0, "knock_share": 0.5}}},
    })  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little there is to do, others do it."""
    monkeypatch.setattr(hands, "WORTH_IT", 0)
    monkeypatch.setattr(hands, "compiled", lambda: True)


def numbers(comparison: Comparison) -> dict[tuple[str, int, str], list[float]]:
    return {(*key, name): track.values[name] for key, track in comparison.tracks.items() for name in track.values}


@pytest.mark.usefixtures("asked")
def test_other_processes_give_the_same_comparison(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[str] = []
    real = far_seed.play_by
    monkeypatch.setattr(far_seed, "play_by", lambda hand, order, run, stop: (played.append("+".join(order.mine)), real(hand, order, run, stop)))
    afar = compare(scenario, seeds=2, threads=2)
    assert played == ["before+after"] * 2
    monkeypatch.setattr(hands, "WORTH_IT", 10**9)
    # Workers that are there already are asked whatever there is to do.
    assert hands.at_hand()
    compare(scenario, seeds=2, threads=2)
    assert len(played) == 4
    hands.end_all()
    here = compare(scenario, seeds=2, threads=2)
    assert len(played) == 4
    np.testing.assert_equal(numbers(afar), numbers(here))
    assert afar.facts == here.facts
    assert afar.residents == here.residents
    np.testing.assert_equal(afar.degrees, here.degrees)
    np.testing.assert_equal(afar.gate_ties, here.gate_ties)


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="this system has no such thing")
def test_workers_of_a_server_give_way_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    found = {}
    for steps in (0, 3):
        monkeypatch.setattr(hands._IDLE, "steps_back", 0)
        hands.give_way(steps)
        hand = hands.Hand()
        found[steps] = os.getpriority(os.PRIO_PROCESS, hand._process.pid) - mine
        hand.end()
    assert found == {0: 0, 3: min(3, 19 - mine)}


@pytest.mark.usefixtures("asked")
def test_arms_side_by_side_are_those_of_one_after_the_other(scenario: Scenario) -> None:
    found = []
    for beside in (True, False):
        growing = Growing(scenario, ARMS, [(None, 3)], workers=1, looked_at=True)
        seen: list[int] = []
        assert growing.work(2, threading.Event(), lambda growing=growing, seen=seen: seen.append(growing.done), beside=beside)  # type: ignore[misc]
        assert seen == sorted(seen)
        assert growing.done == growing.steps == 120
        comparison = growing.comparison()
        assert comparison is not None
        found.append(numbers(comparison))
    np.testing.assert_equal(found[0], found[1])


@pytest.mark.usefixtures("asked")
def test_what_is_asked_to_stop_stops_and_can_go_on(scenario: Scenario) -> None:
    stop = threading.Event()
    long = scenario.with_weeks(2_000)
    growing = Growing(long, ARMS, [(None, 1)], workers=1)

    def tell() -> None:
        if growing.done > 5:
            stop.set()

    assert growing.work(2, stop, tell, beside=True)
    # What had not finished is nowhere.
    assert growing.done == 0
    assert not growing.finished
    again = Growing(scenario, ARMS, [(None, 1)], workers=1)
    assert again.work(2, threading.Event(), beside=True)
    assert again.finished


def test_a_worker_that_the_system_takes_is_told_in_a_sentence(scenario: Scenario) -> None:
    run = SeedRun(1, False)
    hand = hands.Hand()
    os.kill(hand._process.pid, signal.SIGKILL)
    with pytest.raises(UserError, match="worker process ended: SIGKILL"):
        far_seed.play_by(hand, far_seed.order_of(scenario, run, ARMS, ARMS, 1), run, threading.Event())
    assert not hand.alive


def test_what_a_worker_refuses_is_refused_here(scenario: Scenario, tmp_path: Path) -> None:
    run = SeedRun(1, False)
    order = far_seed.order_of(scenario, run, ARMS, ARMS, 1)
    wrong = replace(order, scenario=order.scenario._replace(data={**order.scenario.data, "weeks": -1}, file="wrong.toml"))
    with pytest.raises(UserError, match=r"wrong\.toml.*weeks"), hands.borrowed() as hand:
        far_seed.play_by(hand, wrong, run, threading.Event())
    assert not hand.alive
    assert run.weeks_done == 0


def test_a_worker_is_used_again_while_nothing_around_it_changes(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    with hands.borrowed() as first:
        pass
    with hands.borrowed() as second:
        pass
    assert second is first
    monkeypatch.setenv("LINLI_SOMETHING", "1")
    with hands.borrowed() as third:
        pass
    assert third is not first
    hands.end_all()
    assert not third.alive


def test_workers_are_started_before_anybody_waits() -> None:
    hands.end_all()
    hands.warm(2, far_seed.wake)
    assert len(hands._IDLE.hands) == 2
    first = hands._IDLE.hands[-1]
    with hands.borrowed() as hand:
        assert hand is first
    hands.end_all()


class Unreadable:
    """What can be sent, and not be read there."""

    def __reduce__(self) -> Any:
        return importlib.import_module, ("linli.no_such_module",)


def test_an_order_that_cannot_be_read_there_ends_the_worker_and_is_not_waited_for() -> None:
    with hands.borrowed() as hand:
        hand.begin(Unreadable())
        with pytest.raises(UserError, match="a worker process ended: exit status 1"):
            hand.receive()


def test_a_copy_of_this_process_is_no_master_of_its_workers() -> None:
    with hands.borrowed() as hand:
        pass
    child = os.fork()
    if child == 0:
        os._exit(0 if not hands._IDLE.hands else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert hand.alive


def test_a_program_ends_though_workers_are_idle() -> None:
    import subprocess
    import sys

    said = subprocess.run(
        [sys.executable, "-c", "from linli.experiments import hands\nwith hands.borrowed() as one: print(one._process.pid)"],
        capture_output=True, text=True, timeout=60, check=True,
    ).stdout  # fmt: skip
    with pytest.raises(ProcessLookupError):
        os.kill(int(said), 0)


@pytest.mark.usefixtures("asked")
def test_an_arm_of_a_run_that_is_worked_afar_comes_home_whole(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "WORTH_IT_BESIDE", 0)
    begun: list[object] = []
    real = hands.Hand.begin
    monkeypatch.setattr(hands.Hand, "begin", lambda self, task: (begun.append(task), real(self, task)))
    afar = run_scenario(scenario, threads=2, snapshot_weeks=[10])
    here = run_scenario(scenario, threads=1, snapshot_weeks=[10])
    assert len(begun) == 1
    for arm, track in here.tracks.items():
        assert afar.tracks[arm].weeks == track.weeks
        np.testing.assert_equal(afar.tracks[arm].values, track.values)
        np.testing.assert_equal(afar.societies[arm].measure(), here.societies[arm].measure())
        np.testing.assert_equal(afar.degrees[arm], here.degrees[arm])
    assert [(shot.arm, shot.week) for shot in sorted(afar.snapshots, key=lambda one: (one.arm, one.week))] == [
        (shot.arm, shot.week) for shot in sorted(here.snapshots, key=lambda one: (one.arm, one.week))
    ]
    # The society that came home goes on as the one that stayed.
    for one in (afar, here):
        one.societies["before"].run(3)
    np.testing.assert_equal(afar.societies["before"].measure(), here.societies["before"].measure())


def asked_for(far: FarArm, keep: Any) -> None:
    """Have four weeks worked, and wait for them."""
    far.work(4, keep)
    far.catch_up()


@pytest.mark.usefixtures("asked")
def test_what_goes_wrong_with_an_arm_afar_is_told_here(scenario: Scenario) -> None:
    with ExitStack() as stack:
        far = FarArm(scenario, "before", 1, stack)
        os.kill(far._hand._process.pid, signal.SIGKILL)
        with pytest.raises(UserError, match="worker process ended: SIGKILL"):
            asked_for(far, frozenset())
    with ExitStack() as stack:
        far = FarArm(scenario, "before", 1, stack)
        with pytest.raises(TypeError):
            asked_for(far, None)


@pytest.mark.usefixtures("asked")
def test_a_worker_may_be_some_weeks_behind_and_no_more(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(far_arm, "BEHIND", 2)
    behind: list[int] = []
    with ExitStack() as stack:
        far = FarArm(scenario, "before", 1, stack)
        for until in range(1, 9):
            far.work(until, frozenset())
            behind.append(until - far.done)
        far.catch_up()
        assert far.done == 8
    assert not far._hand.alive, "left in the middle of an arm it is of no use to anybody"
    assert behind[:2] == [1, 2], "it begins later than we do"
    assert max(behind) == 2


def test_what_a_worker_will_be_asked_for_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hands, "EXPECTED", [])
    hands.expect(".calendar_of_nobody", "linli.experiments")
    hands.expect(".calendar_of_nobody", "linli.experiments")
    assert hands.EXPECTED == [(".calendar_of_nobody", "linli.experiments")]
    with pytest.raises(ModuleNotFoundError, match="calendar_of_nobody"):
        hands.bring_in(hands.EXPECTED)


class Societies:
    """An order that says how many societies a worker holds."""

    def __reduce__(self) -> Any:
        counted = "sum(type(one).__name__ == 'Society' for one in __import__('gc').get_objects())"
        return eval, (f"lambda send, get, stop: send({counted})",)


def test_a_worker_holds_no_society_that_is_over(scenario: Scenario) -> None:
    run = SeedRun(5, False)
    with hands.borrowed() as hand:
        far_seed.play_by(hand, far_seed.order_of(scenario, run, scenario.arms, scenario.arms, 1), run, threading.Event())
        hand.begin(Societies())
        assert hand.receive() == 0
    assert set(run.outcomes) == set(scenario.arms)
