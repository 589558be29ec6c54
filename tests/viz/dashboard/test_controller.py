"""A session: what is played has the numbers of `linli compare`, stops soon, goes on, and is not played twice."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from linli.experiments import spinup
from linli.experiments.arm_run import ArmRun
from linli.experiments.compare import compare
from linli.experiments.comparison import Comparison
from linli.experiments.growing import Growing
from linli.experiments.seed_run import SeedRun
from linli.scenarios.schema import Scenario
from linli.viz.dashboard import controller as controllers
from linli.viz.dashboard.controller import Controller, Snapshot
from linli.viz.dashboard.packages import levers_of, with_value, with_weeks
from linli.viz.dashboard.state import MOST_PACKAGES, State, first_state

PATIENCE = 600.0
GATES = "building-gates"


@pytest.fixture(scope="module", autouse=True)
def kept(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("spinup")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spinup, "kept_folder", lambda: folder)
        yield


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    arms = {"before": {}, "after": {GATES: {"gatherings_a_year": 12.0}}, "more": {GATES: {"gatherings_a_year": 24.0}}}
    place = {"buildings": 1, "years": 1}
    return Scenario.from_dict({"format": 1, "weeks": 56, "neighbourhood": place, "mechanisms": {GATES: {}}, "arms": arms}, "one-building")


@pytest.fixture
def state(scenario: Scenario) -> State:
    return replace(first_state(scenario, "en"), seeds=2)


def until(controller: Controller, true: Callable[[Snapshot], bool]) -> Snapshot:
    end = time.monotonic() + PATIENCE
    while not true(controller.snapshot):
        assert time.monotonic() < end, controller.snapshot
        assert controller.error == ""
        time.sleep(0.02)
    return controller.snapshot


def same(one: Comparison, other: Comparison) -> bool:
    return one.summary().drop(columns=[]).equals(other.summary()) and one.seeds == other.seeds and one.everybody == other.everybody


def test_what_is_played_is_what_compare_gives_to_the_last_digit(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Snapshot] = []
    looked, real = threading.Event(), ArmRun.work
    controller = Controller(state)

    def changed() -> None:
        seen.append(controller.snapshot)
        if controller.snapshot.early:
            looked.set()

    def waits(self: ArmRun, week: int, *rest: object) -> None:
        # The last weeks wait until the first year was shown.
        if week == 56:
            assert looked.wait(PATIENCE)
        real(self, week, *rest)

    controller.changed = changed
    with monkeypatch.context() as patch:
        patch.setattr(ArmRun, "work", waits)
        controller.play()
        done = until(controller, lambda shot: shot.status == "done")
    assert done.comparison is not None
    assert same(done.comparison, compare(state.scenario, arms=state.chosen, seeds=2, threads=1))
    early = [shot for shot in seen if shot.early]
    assert early[0].story is not None
    assert early[0].story.weeks == 52
    assert early[0].first_answer == done.first_answer
    assert [shot.share for shot in seen] == sorted(shot.share for shot in seen)
    assert controller.current


def test_it_stops_soon_and_goes_on_without_playing_anything_twice(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[tuple[int, str]] = []
    real = SeedRun._work_arm

    def counted(self: SeedRun, scenario: Scenario, name: str, *rest: object) -> None:
        real(self, scenario, name, *rest)
        if name in self.outcomes:
            worked.append((self.seed, name))

    monkeypatch.setattr(SeedRun, "_work_arm", counted)
    controller = Controller(replace(state, seeds=3))
    controller.play()
    until(controller, lambda shot: shot.seeds_done >= 1)
    controller.cancel()
    begun = time.monotonic()
    stopped = until(controller, lambda shot: shot.status != "working")
    assert time.monotonic() - begun < 30.0
    assert stopped.comparison is not None
    controller.play()
    done = until(controller, lambda shot: shot.status == "done")
    assert done.comparison is not None
    assert done.comparison.seeds == (1, 2, 3)
    assert len(worked) == len(set(worked)) == 6


def test_a_moved_lever_is_a_new_line_and_the_old_ones_are_not_played_again(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    controller = Controller(state)
    controller.play()
    first = until(controller, lambda shot: shot.status == "done")
    worked: list[str] = []
    real = SeedRun._work_arm
    monkeypatch.setattr(SeedRun, "_work_arm", lambda self, scenario, name, *rest: (worked.append(name), real(self, scenario, name, *rest)))
    name = controller.change("after", lambda scenario, arm: with_value(scenario, arm, GATES, "gatherings_a_year", 36.0))
    assert name == "after-2"
    assert controller.state.chosen == ("before", "after", "after-2")
    assert not controller.current
    # A draft that was not played yet is changed where it is.
    assert controller.change(name, lambda scenario, arm: with_value(scenario, arm, GATES, "gatherings_a_year", 48.0)) == name
    controller.play()
    done = until(controller, lambda shot: shot.status == "done" and "after-2" in shot.chosen)
    assert worked == ["after-2", "after-2"]
    assert done.comparison is not None
    assert first.comparison is not None
    assert done.comparison.difference("after", "acquaintances") == first.comparison.difference("after", "acquaintances")
    assert same(done.comparison, compare(controller.state.scenario, arms=controller.state.chosen, seeds=2, threads=1))
    assert done.comparison.facts.arm_titles["after-2"].en == "after 2"
    controller.undo()
    controller.undo()
    assert controller.state.scenario.data == state.scenario.data


def test_what_cannot_be_used_is_told_and_changes_nothing(state: State) -> None:
    controller = Controller(state)
    controller.change("after", lambda scenario, arm: with_value(scenario, arm, GATES, "gatherings_a_year", -5.0))
    assert "gatherings_a_year" in controller.error
    assert controller.state == state
    controller.choose(("before",))
    controller.play()
    assert "two arms" in controller.error
    assert controller.snapshot.status == "nothing"


def test_what_was_wrong_is_said_in_the_language_of_the_page_and_not_on_the_next_one(state: State, capsys: pytest.CaptureFixture[str]) -> None:
    controller = Controller(state)
    controller.change("after", lambda scenario, arm: with_value(scenario, arm, GATES, "gatherings_a_year", -5.0))
    assert controller.error.startswith("Error")
    controller.speak("zh")
    # A planner knows the lever, and not the key of a file.
    assert controller.error.startswith("错误（")
    assert next(one.facts.text.zh for one in levers_of(state.scenario, "after", GATES) if one.facts.name == "gatherings_a_year") in controller.error
    assert not re.search("[A-Za-z]{2}", controller.error)
    controller.change("after", lambda scenario, arm: with_weeks(scenario, arm, GATES, 30, 20))
    assert "结束周" in controller.error
    assert not re.search("[A-Za-z]{2}", controller.error)
    controller.go("compare")
    assert controller.error == ""
    controller.fail(ZeroDivisionError("a fault of our own"))
    assert "请反馈" in controller.error
    assert "a fault of our own" not in controller.error
    assert "a fault of our own" in capsys.readouterr().err


def test_a_package_that_was_copied_is_changed_where_it_is(state: State) -> None:
    controller = Controller(state)
    controller.copy("after")
    assert controller.state.looked_at == "after-2"
    assert controller.state.chosen == ("before", "after", "after-2")
    assert controller.change("after-2", lambda scenario, arm: with_value(scenario, arm, GATES, "gatherings_a_year", 18.0)) == "after-2"
    assert list(controller.state.scenario.arms) == ["before", "after", "more", "after-2"]
    controller.undo()
    controller.undo()
    assert controller.state == state


def test_another_scenario_is_shown_with_its_first_two_arms_unless_others_are_named(state: State, scenario: Scenario) -> None:
    controller, other = Controller(state), scenario.with_settings(["seed=7"])
    controller.adopt(other)
    assert controller.state.chosen == ("before", "after")
    controller.adopt(other, ("before", "more"))
    assert controller.state.chosen == ("before", "more")
    assert controller.state.scenario.seed == 7
    controller.undo()
    assert (controller.state.chosen, controller.state.scenario.seed) == (("before", "after"), 7)
    controller.undo()
    assert controller.state == state
    assert not controller.can_undo
    controller.undo()
    assert controller.state == state


def test_undo_leaves_the_page_and_the_language_and_takes_back_what_is_compared(state: State) -> None:
    controller = Controller(state)
    controller.choose(("before", "more"), seeds=3)
    assert (controller.state.chosen, controller.state.seeds, controller.state.draws) == (("before", "more"), 3, state.draws)
    controller.choose(("before", "more"), draws=4)
    assert (controller.state.seeds, controller.state.draws) == (3, 4)
    controller.show(controller.state)
    controller.look_at("more")
    controller.colour("age")
    controller.go("map")
    controller.speak("zh")
    controller.undo()
    assert (controller.state.seeds, controller.state.draws) == (3, state.draws)
    assert (controller.state.page, controller.state.language) == ("map", "zh")
    controller.undo()
    assert controller.state == replace(state, page="map", language="zh")
    assert not controller.can_undo


def test_no_more_packages_than_can_be_read(state: State) -> None:
    controller = Controller(state)
    for many in range(MOST_PACKAGES + 2):
        controller.change("after", lambda scenario, arm, many=many: with_value(scenario, arm, GATES, "gatherings_a_year", 10.0 + many))
        controller._mine = set()
    assert len(controller.state.packages) == MOST_PACKAGES
    assert controller.state.chosen[0] == "before"


def test_a_closed_page_ends_its_thread_and_what_hangs_on_it(state: State) -> None:
    controller = Controller(state)
    ended: list[bool] = []
    controller.at_end(lambda: ended.append(True))
    controller.play()
    thread = controller._thread
    assert thread is not None
    controller.stop()
    thread.join(30.0)
    assert not thread.is_alive()
    assert ended == [True]
    controller.play()
    assert controller._thread is thread


def test_whoever_waits_for_a_turn_gives_up_when_told_to(state: State) -> None:
    controller, stop = Controller(state), threading.Event()
    stop.set()
    with controller.turn(stop) as had:
        assert not had
    with controller.turn() as had:
        assert had


def test_no_kernel_is_parallel_so_sessions_may_work_side_by_side() -> None:
    # numba's "workqueue" layer aborts the process when two threads enter a parallel loop together.
    root = Path(spinup.__file__).parents[1]
    for path in (root / "model").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "prange" not in text, path
        assert "parallel=True" not in text, path


def test_while_people_live_together_before_the_scenario_it_is_said_how_far_they_are(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[tuple[int, int]] = []
    real = SeedRun.__setattr__

    def note(self: SeedRun, name: str, value: object) -> None:
        if name == "before":
            assert isinstance(value, tuple)
            noted.append(value)
        real(self, name, value)

    monkeypatch.setattr(SeedRun, "__setattr__", note)
    controller = Controller(replace(state, seeds=1, scenario=state.scenario.with_settings(["neighbourhood.floors=3"])))
    controller.play()
    until(controller, lambda shot: shot.status == "done")
    assert [done for done, most in noted if most == 52] == list(range(1, 53))
    assert noted[-1] == controller.snapshot.before == (0, 0)


def test_what_is_seen_says_how_far_they_are(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Growing, "before", property(lambda self: (3, 52)))
    controller = Controller(state)
    controller.play()
    until(controller, lambda shot: shot.before == (3, 52))
    controller.stop()


def test_a_session_that_waits_for_its_turn_is_not_drawn_again_and_again(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = threading.BoundedSemaphore(1)
    monkeypatch.setattr(controllers, "_TURNS", turns)
    monkeypatch.setattr(controllers, "EVERY", 0.02)
    told: list[str] = []
    controller = Controller(state, changed=lambda: told.append(controller.snapshot.status))
    with turns:
        controller.play()
        time.sleep(1.0)
        assert 1 <= len(told) <= 4, told
    until(controller, lambda shot: shot.status == "done")
    assert told[-1] == "done"


def test_drawing_leaves_time_for_clicks(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that takes long to be drawn is drawn for a fifth of the time at most while seeds come in."""
    monkeypatch.setattr(controllers, "EVERY", 0.01)
    drawn: list[tuple[float, float]] = []

    def draw() -> None:
        begun = time.monotonic()
        if controller.snapshot.status == "working" and controller._thread is threading.current_thread():
            time.sleep(0.1)
            drawn.append((begun, time.monotonic()))

    controller = Controller(state, changed=draw)
    controller.play()
    until(controller, lambda shot: shot.status == "done")
    assert all(later[0] - earlier[1] >= 0.9 * controllers.REST * 0.1 for earlier, later in pairwise(drawn))
