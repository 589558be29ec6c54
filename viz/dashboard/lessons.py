"""The lessons that come with linli, as the dashboard offers them: notebooks in docs/lessons, called by the headings they begin with."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ...model.ground.text import LANGUAGES

FOLDER = Path(__file__).parents[2] / "docs" / "lessons"
"""In the installed package as in a checkout."""


class Lesson(NamedTuple):
    """One notebook.

    Attributes:
        name: the name of its file without the endings.
        title: its heading.
        path: where it lies.
    """

    name: str
    title: str
    path: Path


@lru_cache(maxsize=len(LANGUAGES))
def lessons(language: str) -> tuple[Lesson, ...]:
    """Return the lessons in a language, in their order; none where the folder was left out."""
    found = [Lesson(path.name.split(".")[0], heading(path), path) for path in sorted(FOLDER.glob("[0-9]*.ipynb"))]
    return tuple(one for one in found if one.path.name == f"{one.name}{'' if language == 'en' else f'.{language}'}.ipynb")


def heading(path: Path) -> str:
    """Return the heading with which a notebook begins."""
    first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]
    return "".join(first).partition("\n")[0].lstrip("# ")
