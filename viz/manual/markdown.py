"""Tables and numbers of the manual's pages, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...model.ground.text import Text
from ...scenarios.errors import show
from ...scenarios.units import unit_zh
from ..evidence_words import FACT_MARKS

DASH = "–"
"""Stands in an empty cell."""


def cell(text: object) -> str:
    """Return a text that stands in one cell: no line breaks, bars and brackets escaped."""
    said = " ".join(str(text).split()).replace("|", "\\|").replace("<", "&lt;").replace("[", "\\[").replace("*", "\\*")
    return said or DASH


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells are Markdown already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def code(text: object) -> str:
    """Return a text in the letters of code, as it stands in a cell."""
    return "`" + str(text).replace("|", "\\|").replace("`", "'") + "`"


def value(given: object) -> str:
    """Return a value as a scenario file writes it; a dash where there is none."""
    if given is None:
        return DASH
    if isinstance(given, float):
        return code(f"{given:g}")
    if isinstance(given, tuple | list):
        return code(show([f"{one:g}" if isinstance(one, float) else one for one in given]).replace('"', "")) if len(given) <= 12 else DASH
    return code(show(given))


def bounds(low: float | None, high: float | None) -> str:
    """Return the lowest and the highest value allowed."""
    if low is None and high is None:
        return DASH
    if high is None:
        return f"≥ {low:,g}"
    return f"≤ {high:,g}" if low is None else f"{low:,g} … {high:,g}"


def unit_of(unit: str, language: str) -> str:
    """Return a unit in a language."""
    return unit_zh(unit) if language == "zh" else unit


def mark_of(mark: str, language: str) -> str:
    """Return a mark in a language."""
    return FACT_MARKS[mark].say(language)


def heads(language: str, *texts: Text) -> list[str]:
    """Return headings of columns in a language."""
    return [text.say(language) for text in texts]
