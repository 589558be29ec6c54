"""What a Python user is told of long work, and what a log is."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.experiments.progress import APART, COMPILING, PATIENCE, RUNNING, Bars, Lines, Pace, Quiet, duration, shown
from linli.model.ground.text import Text


class Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@contextmanager
def screen() -> Iterator[Screen]:
    """Put a terminal in the place of the standard error (inside the test: pytest puts its own there between fixture and test)."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CI", "TERM"):
            patch.delenv(name, raising=False)
        patch.setattr(sys, "stderr", stream := Screen())
        yield stream


@given(gaps=st.lists(st.floats(0.0, 90.0), max_size=60))
def test_a_log_has_at_most_a_line_a_minute(gaps: list[float]) -> None:
    clock, times = Clock(), []
    told = Lines(lambda line: times.append(clock.now), "en", clock)
    told.say(COMPILING)
    told.stage(RUNNING, len(gaps))
    for step, gap in enumerate(gaps, 1):
        clock.now += gap
        told.done(step)
    assert len(times) >= 1
    assert all(later - earlier >= APART for earlier, later in pairwise(times))
    assert len(times) <= 1 + clock.now / APART


def test_a_note_stands_beside_what_is_done_until_the_next_stage() -> None:
    wanted = {
        "en": ["running (9 a minute): 50 %, 30 s left", "running: 50 %, 30 s left"],
        "zh": ["运行中（每分钟 9 次）：50%，还需 30 秒", "运行中：50%，还需 30 秒"],
    }  # fmt: skip
    for language, said in wanted.items():
        clock, lines = Clock(), []
        told = Lines(lines.append, language, clock)
        for _ in range(2):
            told.stage(RUNNING, 100)
            if not lines:
                told.note(Text("8 a minute", "每分钟 8 次"))
                told.note(Text("9 a minute", "每分钟 9 次"))
            clock.now += 30.0
            told.done(50)
            clock.now += 60.0
        assert lines == said
    with screen():
        bars = Bars("en")
        bars.note(Text("nothing yet", ""))
        bars.stage(RUNNING, 10)
        bars.note(Text("9 a minute", ""))
        bars.done(5)
        assert "9 a minute" in str(bars._bar)
        bars.close()


def test_how_long_something_takes_is_told_in_words() -> None:
    assert [duration(seconds, "en") for seconds in (3.4, 600.0, 7200.0)] == ["3 s", "10 min", "2 h"]
    assert duration(600.0, "zh") == "10 分钟"


def test_a_long_stage_says_how_far_it_is() -> None:
    clock, lines = Clock(), []
    told = Lines(lines.append, "en", clock)
    told.stage(RUNNING, 100)
    clock.now = PATIENCE / 2
    told.done(1)
    assert lines == []
    clock.now = 30.0
    told.done(25)
    assert lines == ["running: 25 %, 90 s left"] or lines == ["running: 25 %, 2 min left"]
    clock.now = 31.0
    told.done(26)
    assert len(lines) == 1
    clock.now = 95.0
    told.done(50)
    assert lines[1] == "running: 50 %, 2 min left"
    chinese: list[str] = []
    told = Lines(chinese.append, "zh", Clock())
    told.stage(Text("x", "预热"), 0)
    assert chinese == ["预热"]


def test_the_last_of_the_lines_between_is_kept_for_its_minute() -> None:
    clock, lines = Clock(), []
    pace = Pace(lines.append, clock)
    for second in range(0, 150, 10):
        clock.now = float(second)
        pace.say(f"step {second}")
    assert lines == ["step 0", "step 60", "step 120"]


def test_nobody_is_told_where_nobody_looks_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with shown(None) as told:
        assert isinstance(told, Quiet)
    with shown(True) as told:
        assert isinstance(told, Lines)
        told.stage(RUNNING, 0)
    assert sys.stderr.getvalue() == "running\n"  # type: ignore[attr-defined]
    own = Quiet()
    with shown(own) as told:
        assert told is own


def test_a_terminal_gets_a_bar_which_is_taken_away() -> None:
    with screen() as stream, shown(None) as told:
        assert isinstance(told, Bars)
        told.stage(RUNNING, 4)
        told.done(2)
        told.say(COMPILING)
        told.stage(COMPILING, 2)
        told.done(2)
    text = stream.getvalue()
    assert "running" in text
    assert "compiling, once for this version\n" in text
    assert text.endswith("\r"), "the line is free again"


def test_false_is_silent_in_a_terminal() -> None:
    with screen() as stream, shown(False) as told:
        told.stage(RUNNING, 4)
        told.done(2)
        told.say(COMPILING)
    assert stream.getvalue() == ""


def test_the_bar_goes_away_after_an_error() -> None:
    def fails() -> None:
        with shown(None) as told:
            told.stage(RUNNING, 4)
            raise ValueError("x")

    with screen() as stream:
        with pytest.raises(ValueError, match="x"):
            fails()
        assert stream.getvalue().endswith("\r")
