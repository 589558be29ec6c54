"""What is left out means the same on the command line and in Python."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import linli
import pytest
from linli.cli.app import build
from typer.main import get_command

PAIRS: dict[tuple[str, ...], Callable[..., Any]] = {
    ("calibrate",): linli.calibrate, ("local", "fit"): linli.local_fit, ("local", "rehearse"): linli.local_rehearsal,
    ("reproduce",): linli.reproduce, ("attribute",): linli.attribute, ("sweep",): linli.sweep, ("optimise",): linli.optimise, ("city",): linli.city,
}  # fmt: skip
"""Command -> the function that does the same."""


def numbers(default: Any) -> tuple[float, ...] | None:
    """Return the numbers of a default, None if there are none."""
    words = default.split(",") if isinstance(default, str) else default if isinstance(default, tuple) else (default,)
    try:
        return tuple(float(word) for word in words if not isinstance(word, bool)) or None
    except (TypeError, ValueError):
        return None


@pytest.mark.parametrize("words", PAIRS)
def test_a_number_that_is_left_out_is_the_same(words: tuple[str, ...]) -> None:
    command: Any = get_command(build("en"))
    for word in words:
        command = command.commands[word]
    python = {name: numbers(one.default) for name, one in inspect.signature(PAIRS[words]).parameters.items()}
    given = {one.name: numbers(one.default) for one in command.params}
    both = {name for name in given if given[name] is not None and python.get(name) is not None}
    assert {name: given[name] for name in both} == {name: python[name] for name in both}
    if words[0] in ("calibrate", "local", "reproduce"):
        assert both >= {"seed"}
