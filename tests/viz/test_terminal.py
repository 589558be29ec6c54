"""How wide a terminal is believed to be, and where a bar may be drawn."""

from __future__ import annotations

import io

import pytest
from linli.experiments.progress import watched
from linli.viz.terminal import NARROWEST, WIDEST, Terminal, environment


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("columns", "width"),
    [("0", 80), ("", 80), ("²", 80), ("-5", 80), ("4.5", 80), ("wide", 80), ("9" * 40, 80), ("1", NARROWEST), ("40", 40), ("200", 200), ("123456", WIDEST)],
)
def test_only_a_width_that_can_be_meant_is_believed(monkeypatch: pytest.MonkeyPatch, columns: str, width: int) -> None:
    # The test runner itself asks for the width of its terminal as soon as a test is over.
    with monkeypatch.context() as patch:
        patch.setenv("COLUMNS", columns)
        patch.setenv("TERM", "xterm")
        assert Terminal(file=io.StringIO()).width == width
    assert environment({"COLUMNS": columns, "HOME": "x"})["HOME"] == "x"


@pytest.mark.parametrize(
    ("variables", "screen", "bar"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"FORCE_COLOR": "1"}, False, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"NO_COLOR": "1"}, True, True),
        ({"TERM": "dumb"}, True, False),
        ({"CI": "true"}, True, False),
        ({"CI": "false"}, True, True),
        ({"CI": "true", "FORCE_COLOR": "1"}, True, False),
    ],
)
def test_a_bar_is_drawn_only_where_somebody_looks_on(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], screen: bool, bar: bool) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR", "CI", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    stream = Screen() if screen else io.StringIO()
    assert Terminal(file=stream).interactive is bar
    assert watched(stream) is bar
    closed = Screen()
    closed.close()
    assert watched(closed) is watched(closed)
    assert watched(None) is False


def test_colours_follow_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)

    def shown() -> str:
        file = io.StringIO()
        Terminal(file=file).print("x", style="red")
        return file.getvalue()

    assert shown() == "x\n"
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31m" in shown()
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[31m" not in shown()
