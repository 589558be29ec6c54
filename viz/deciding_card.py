"""The decision card as one picture: by how much the one arm is ahead in each draw, and below it the sections of the card."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from . import deciding_words as words
from .deciding import Card, card_of
from .figures.page import HUES, INK, PALE, Page, finish, page
from .fonts import dressed
from .lines import fold
from .telling import story_of_comparison

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..experiments.deciding import Decision
    from .fonts import Lettering

_WIDTH = 10.0
_LETTERS, _HEAD = 10.0, 11.5
"""Points of the lines of a section and of its heading."""
_CELLS = 118
"""Letters in a line of a section."""
_LINE, _GAP = 15.0, 7.0
"""Points from line to line, and between sections."""
_STRIP, _AROUND = 1.9, 2.6
"""Inches of the dots; of title, axis and provenance."""


def draw_card(
    decision: Decision, folder: Path, language: str = "en", formats: Sequence[str] = ("png",), notice: Callable[[str], None] | None = None
) -> list[Path]:
    """Draw the card into a folder: decision.png, in Chinese decision.zh.png.

    Args:
        decision: what is told.
        folder: where to; it has to exist.
        language: "en" or "zh"; English where no Chinese font is installed, with one notice.
        formats: "png", "svg" or both.
        notice: gets that notice.

    Returns:
        The files.
    """
    name = "decision" if language == "en" else f"decision.{language}"
    with dressed(language, notice) as letters, drawn(decision, letters) as (on, card):
        return finish(on, name, folder, card.message, "", formats)


@contextmanager
def drawn(decision: Decision, letters: Lettering) -> Iterator[tuple[Page, Card]]:
    """Draw the card on a page that is open inside this block; title and provenance are still to be put on it."""
    card = card_of(decision, letters.language)
    lines = lines_of(card)
    inches = sum(_GAP + _LINE if head else _LINE for _, head in lines) / 72.0
    with page(story_of_comparison(decision.comparison), letters, _WIDTH, _AROUND + _STRIP + inches) as on:
        above, below = on.figure.subplots(2, 1, height_ratios=[_STRIP, inches])
        _dots(on, above, decision)
        _sections(on, below, lines)
        yield on, card


def lines_of(card: Card) -> list[tuple[str, bool]]:
    """Return the lines of the sections, folded to the width of the page, and whether each is a heading."""
    found: list[tuple[str, bool]] = []
    for section in card.sections:
        found.append((section.head, True))
        for line in section.lines:
            # The second line of a sentence stands under its first letter, not under the mark.
            found += [(("• " if k == 0 else "   ") + part, False) for k, part in enumerate(fold(line, _CELLS))]
    return found


def _dots(on: Page, axes: Axes, decision: Decision) -> None:
    """Draw one dot a draw, from the least to the most; zero is where the ranking turns."""
    values = np.sort(decision.ahead.effects)
    colours = [HUES[0] if value > 0.0 else HUES[1] if value < 0.0 else PALE for value in values]
    axes.scatter(values, np.linspace(0.0, 1.0, max(len(values), 2))[: len(values)], c=colours, s=26, zorder=3, gid="draws")
    axes.axvline(0.0, color=INK, linewidth=1.2)
    axes.set_yticks([])
    axes.set_ylim(-0.1, 1.1)
    said = (words.DRAWS_AXIS if decision.draws else words.SEEDS_AXIS).say(on.language, one=on.name(decision.one))
    axes.set_xlabel(on.letters.sayable(said))


def _sections(on: Page, axes: Axes, lines: Sequence[tuple[str, bool]]) -> None:
    axes.set_axis_off()
    down = 0.0
    for text, head in lines:
        down += _GAP if head else 0.0
        axes.annotate(
            on.letters.sayable(text), (0.0, 1.0), xycoords="axes fraction", xytext=(0.0, -down), textcoords="offset points", va="top", ha="left",
            fontsize=_HEAD if head else _LETTERS, fontweight="bold" if head else "normal", color=INK, annotation_clip=False,
        ).set_in_layout(False)  # fmt: skip
        down += _LINE


__all__ = ["draw_card", "drawn", "lines_of"]
