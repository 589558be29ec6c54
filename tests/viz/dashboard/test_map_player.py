"""The player of the map: weeks by wish, jumps that show what was shown, faults told, threads that end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from linli.model.ground.refusal import InputError
from linli.model.mechanisms.building_gates import BuildingGatesParameters
from linli.viz.dashboard.map.asked import GateSeen, ResidentSeen, gate_seen
from linli.viz.dashboard.map.frames import Frame
from linli.viz.dashboard.map.player import Player, View

WEEKS = 30
PATIENCE = 60.0


class Watcher:
    """Keeps all views, and waits for one."""

    def __init__(self) -> None:
        self.views: list[View] = []
        self._news = threading.Condition()

    def __call__(self, view: View) -> None:
        with self._news:
            self.views.append(view)
            self._news.notify_all()

    def until(self, what: Callable[[View], bool]) -> View:
        """Return the last view once it is as asked for."""
        with self._news:
            assert self._news.wait_for(lambda: bool(self.views) and what(self.views[-1]), PATIENCE), self.views[-3:]
            return self.views[-1]

    def at(self, week: int) -> View:
        return self.until(lambda view: view.frame is not None and view.frame.week == week and not view.stage and not view.playing)


@pytest.fixture
def watcher() -> Watcher:
    return Watcher()


@pytest.fixture
def player(watcher: Watcher, make) -> Iterator[Player]:
    made = Player(watcher, WEEKS)
    made.begin(lambda tell: make())
    watcher.at(0)
    yield made
    made.stop()


def same(one: Frame, other: Frame) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("dots", "gates", "events"))


def test_it_plays_the_society_itself(player, watcher, make):
    player.play(0)
    last = watcher.at(WEEKS)
    s = make()
    s.run(WEEKS)
    assert last.frame is not None
    assert same(last.frame, Frame.of(s))
    # It is over: playing on changes nothing.
    player.play()
    player.step()
    player.pause()
    assert watcher.at(WEEKS).frame.week == WEEKS


def test_steps_and_jumps_show_the_same_weeks(player, watcher):
    shown = {0: watcher.at(0).frame}
    for week in (1, 2, 3):
        player.step()
        shown[week] = watcher.at(week).frame
    player.jump(17)
    shown[17] = watcher.at(17).frame
    player.step()
    shown[18] = watcher.at(18).frame
    for week in (2, 17, 0, 18, 3):
        player.jump(week)
        assert same(watcher.at(week).frame, shown[week])
    player.jump(10_000)
    watcher.at(WEEKS)
    player.jump(-5)
    assert same(watcher.at(0).frame, shown[0])


def test_playing_keeps_its_time_and_pauses(player, watcher):
    begun = time.monotonic()
    player.play(20)
    watcher.until(lambda view: view.frame.week >= 8)
    assert time.monotonic() - begun > 7 / 20
    player.pause()
    week = watcher.until(lambda view: not view.playing).frame.week
    time.sleep(0.3)
    assert watcher.views[-1].frame.week == week == player.week


def test_a_gate_and_a_resident_are_told_of(player, watcher, make):
    player.choose("gate", 1)
    seen = watcher.until(lambda view: isinstance(view.seen, GateSeen)).seen
    assert seen == gate_seen(make(), 1)
    player.step()
    s = make()
    s.step()
    assert watcher.at(1).seen == gate_seen(s, 1)
    player.choose("resident", 7)
    assert watcher.until(lambda view: isinstance(view.seen, ResidentSeen)).seen.person.row == 7
    player.choose("resident", 10**6)
    watcher.until(lambda view: view.seen is None)
    player.choose(None)
    player.step()
    assert watcher.at(2).seen is None


def test_a_household_that_moves_out_is_not_taken_for_the_next(player, watcher, make):
    s = make()
    s.run(WEEKS)
    row = int(np.flatnonzero(s.residents.arrival >= s.policy_week0)[0])
    player.choose("resident", row)
    watcher.until(lambda view: isinstance(view.seen, ResidentSeen))
    player.jump(WEEKS)
    view = watcher.at(WEEKS)
    assert view.seen is None
    assert view.note is not None
    assert view.note.en == "This household has moved out."


def test_moved_levers_work_from_the_week_that_is_shown(player, watcher, make):
    none = {"building-gates": BuildingGatesParameters(gatherings_a_year=0.0)}
    player.jump(6)
    watcher.at(6)
    player.change(none)
    watcher.at(7)
    player.jump(20)
    changed = watcher.at(20).frame
    s = make()
    s.run(6)
    s.attach(none)
    s.run(14)
    assert same(changed, Frame.of(s))
    # What was before the change is as it was, and on the way forward it comes again.
    player.jump(4)
    s = make()
    s.run(4)
    assert same(watcher.at(4).frame, Frame.of(s))
    player.jump(20)
    assert same(watcher.at(20).frame, changed)


def test_what_cannot_be_made_is_told_in_a_sentence_and_the_next_one_is_played(player, watcher, make):
    def refuse(tell: object) -> object:
        raise InputError("too large.", "太大。")

    player.begin(refuse)
    view = watcher.until(lambda view: view.error is not None)
    assert view.error.zh == "太大。"
    player.begin(lambda tell: 1 / 0)
    assert "Something went wrong" in watcher.until(lambda view: view.error is not None and view.error.en != "too large.").error.en
    player.begin(lambda tell: make())
    assert watcher.at(0).error is None


def test_another_society_comes_to_the_week_that_was_shown(player, watcher, make):
    player.jump(5)
    watcher.at(5)
    other = {"building-gates": BuildingGatesParameters(gatherings_a_year=0.0)}

    def changed() -> object:
        s = make()
        s.attach(other)
        return s

    # The first of the two is overtaken before it is there.
    player.begin(lambda tell: make(), stay=True)
    player.begin(lambda tell: changed(), stay=True)
    s = changed()
    s.run(5)
    assert same(watcher.at(5).frame, Frame.of(s))
    player.begin(lambda tell: make())
    assert same(watcher.at(0).frame, Frame.of(make()))


def test_what_nobody_waits_for_any_more_is_not_finished(player, watcher, make):
    told, ended = threading.Event(), threading.Event()

    def endless(tell: Callable[[int, int], None]) -> object:
        try:
            while True:
                tell(3, 10)
                told.set()
                time.sleep(0.01)
        finally:
            ended.set()

    player.begin(endless)
    assert told.wait(PATIENCE)
    assert watcher.until(lambda view: view.stage == "spinning up" and view.total == 10).done == 3
    assert player.week == -1
    player.begin(lambda tell: make())
    assert ended.wait(PATIENCE)
    watcher.at(0)
    ended.clear()
    player.begin(endless)
    watcher.until(lambda view: view.stage == "spinning up" and view.total == 10)
    player.stop()
    assert ended.wait(PATIENCE)
    deadline = time.monotonic() + PATIENCE
    while player.alive and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not player.alive
