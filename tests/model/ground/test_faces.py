"""A thing below asks for its picture, and no room below imports the pictures."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import linli
from linli.model.ground import faces


def test_nothing_of_the_pictures_is_imported_before_a_notebook_asks() -> None:
    code = "import sys, linli, linli.experiments.results, linli.scenarios.schema\nprint(sorted(m for m in sys.modules if m.startswith('linli.viz')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_thing_hands_itself_to_the_room_that_was_named(monkeypatch: Any) -> None:
    class Room:
        """Remembers what it was asked for."""

        @staticmethod
        def html(thing: Any) -> str:
            return f"<b>{thing.name}</b>"

        @staticmethod
        def plot(thing: Any, figure: str, language: str | None) -> Any:
            return thing.name, figure, language

    class Thing(faces.Drawn):
        name = "x"

    monkeypatch.setattr(faces, "_room", [lambda: Room])
    assert Thing()._repr_html_() == "<b>x</b>"
    assert Thing().plot() == ("x", "", None)
    assert Thing().plot("growth", language="zh") == ("x", "growth", "zh")


def test_the_room_is_that_of_the_pictures() -> None:
    from linli.viz import notebook

    assert faces._room[0]() is notebook
    assert linli.__version__
