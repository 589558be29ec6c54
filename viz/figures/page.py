"""The page that every figure stands on: its title as a sentence, its provenance in small print, its file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ...model.ground.text import Text
from ...model.ground.whole import whole
from ..fonts import Lettering
from ..lines import fold
from ..numbers import spaced

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.legend import Legend
    from matplotlib.lines import Line2D

    from ..story import Story

WITHOUT = "#767676"
"""Colour of what happens without the policy."""
HUES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
"""Colours of the arms with a policy (Okabe and Ito 2008: told apart by colour-blind people)."""
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)), (0, (8, 2)))
"""Lines of the arms, so that a copy in black and white can be read."""
INK, PALE = "#222222", "#666666"
FEW = 4
"""Policies that colour alone tells apart; of more, each bears a number, in the key and at its line."""
SMALLEST = 10.0
"""Points of the smallest letters: what is smaller cannot be read from the back of a meeting room."""
_TITLE, _SUBJECT, _KEY = 17.0, 12.5, 12.0
_TITLE_CELLS, _SUBJECT_CELLS, _PRINT_CELLS = 76, 92, 124
"""Letters in a line of a page that is ten inches wide."""


class Subject(Protocol):
    """What a page needs to know of what is told on it: a `Story`, or reproduced studies."""

    @property
    def title(self) -> Text:
        """The subject, below the message."""

    @property
    def scenario(self) -> str:
        """A name in plain letters, where no font can draw the title."""

    @property
    def version(self) -> str:
        """Version of linli."""

    def provenance(self, language: str) -> str:
        """Return in one line where the numbers come from."""


@dataclass(frozen=True)
class Sheet:
    """One figure in the making.

    Attributes:
        figure: the matplotlib figure.
        letters: the fonts and the language of the labels.
        story: what is told.
    """

    figure: Figure
    letters: Lettering
    story: Subject

    @property
    def language(self) -> str:
        """The language of the labels."""
        return self.letters.language


@dataclass(frozen=True)
class Page(Sheet):
    """The figure of a run or a comparison.

    Attributes:
        key: a drawing puts handles in here that belong to the whole page; `finish` sets them below the title.
        later: what a drawing does when all its panels are drawn, and so its scales are known.
    """

    story: Story
    key: list[Any] = field(default_factory=list)
    later: list[Callable[[], None]] = field(default_factory=list)

    @property
    def many(self) -> bool:
        """Tell whether there are more policies than colours tell apart."""
        return len(self.story.arms) > FEW

    def colour(self, arm: str) -> str:
        """Return the colour of an arm: grey for the one without the policy."""
        return WITHOUT if arm == self.story.baseline else HUES[self.story.arms.index(arm) % len(HUES)]

    def dash(self, arm: str) -> Any:
        """Return the line style of an arm: where colours begin anew, another one than that of the first in the same colour."""
        if arm == self.story.baseline:
            return (0, (4, 2))
        place = self.story.arms.index(arm)
        return DASHES[(place + place // len(HUES)) % len(DASHES)]

    def mark(self, arm: str) -> str:
        """Return the number that an arm bears where there are many; the one without the policy bears 0."""
        return str(self.story.everybody.index(arm)) if self.many else ""

    def label(self, arm: str) -> str:
        """Return what a key calls an arm, with its number where there are many."""
        return f"{self.mark(arm)}  {self.name(arm)}".strip() if self.many else self.letters.sayable(self.story.label(arm, self.language), arm)

    def name(self, arm: str) -> str:
        """Return the title of an arm."""
        return self.letters.sayable(self.story.title_of(arm, self.language), arm)

    def rows_of_arms(self, width: int, arms: Sequence[str] = ()) -> list[str]:
        """Return what stands beside the rows of a figure with a row an arm: the titles of arms (all), folded to so many letters."""
        return ["\n".join(fold(self.name(arm), width)) for arm in arms or self.story.everybody]

    def key_line(self, arm: str) -> Line2D:
        """Return the line of an arm, for the key of the page."""
        from matplotlib.lines import Line2D

        return Line2D([], [], color=self.colour(arm), linestyle=self.dash(arm), linewidth=2.6, label=self.label(arm))


@contextmanager
def page(story: Story, letters: Lettering, width: float = 10.0, height: float = 6.2) -> Iterator[Page]:
    """Open a page of a size in inches; it is closed again at the end of the block."""
    with sheet(story, letters, width, height) as on:
        yield Page(on.figure, letters, story)


@contextmanager
def sheet(subject: Subject, letters: Lettering, width: float, height: float) -> Iterator[Sheet]:
    """Open a page for any subject, as `page` does for a story."""
    figure = blank(letters, width, height)
    yield Sheet(figure, letters, subject)
    figure.clear()


def blank(letters: Lettering, width: float, height: float) -> Figure:
    """Return an empty figure of a size in inches; it belongs to no window, keeps its fonts, and shows itself in a notebook."""
    from .picture import Picture

    return Picture(letters.settings, figsize=(width, height), facecolor="white")


def finish(
    on: Sheet, name: str, folder: Path, title: str, note: str = "", formats: Sequence[str] = ("png",), key: Sequence[Any] = ()
) -> list[Path]:
    """Write title, note and provenance on a page (`compose`) and save it.

    Args:
        on: the page.
        name: file name without its ending.
        folder: where to; it has to exist.
        title: the message, one sentence.
        note: how to read the figure, in small print above the provenance.
        formats: endings of the files, "png" or "svg" or both.
        key: handles of a key for the whole page, in one line below the title.

    Returns:
        The files.
    """
    compose(on, title, note, key)
    paths = []
    for ending in formats:
        path = folder / f"{name}.{ending}"
        with whole(path) as part:
            on.figure.savefig(part, format=ending, metadata=_metadata(on, spaced(title, on.language), ending))
        paths.append(path)
    return paths


def compose(on: Sheet, title: str, note: str = "", key: Sequence[Any] = ()) -> None:
    """Write title, note and provenance on a page; the drawing is laid out in what is left between them, so nothing overlaps."""
    figure, story = on.figure, on.story
    width, height = figure.get_size_inches()
    scale = width / 10.0
    title = spaced(title, on.language)
    lines = fold(on.letters.sayable(title), int(_TITLE_CELLS * scale))
    subject = fold(on.letters.sayable(story.title.say(on.language), story.scenario), int(_SUBJECT_CELLS * scale))
    small = [line for text in (note, story.provenance(on.language)) if text for line in fold(on.letters.sayable(text), int(_PRINT_CELLS * scale))]
    left = 0.25 / width
    top = 1.0 - 0.2 / height
    figure.text(left, top, "\n".join(lines), fontsize=_TITLE, fontweight="normal", color=INK, va="top", ha="left", linespacing=1.25, gid="title")
    top -= 0.33 * len(lines) / height
    figure.text(left, top, "\n".join(subject), fontsize=_SUBJECT, color=PALE, va="top", ha="left", gid="subject")
    top -= (0.23 * len(subject) + 0.12) / height
    if key:
        top -= (_keyed(figure, key, left, top).get_window_extent().height / figure.dpi + 0.08) / height
    foot = 0.13 / height
    figure.text(left, foot, "\n".join(small), fontsize=SMALLEST, color=PALE, va="bottom", ha="left", linespacing=1.3, gid="provenance")
    bottom = foot + (0.195 * len(small) + 0.1) / height
    figure.set_layout_engine("constrained", rect=(0.012, bottom, 0.976, top - bottom))


def bare(on: Sheet, key: Sequence[Any] = ()) -> None:
    """Lay a page out with its key and without any text of its own: for a paper that says title and note itself."""
    width, height = on.figure.get_size_inches()
    top = 1.0 - 0.06 / height
    if key:
        top -= (_keyed(on.figure, key, 0.08 / width, top).get_window_extent().height / on.figure.dpi + 0.08) / height
    on.figure.set_layout_engine("constrained", rect=(0.006, 0.01, 0.988, top - 0.01))


def _keyed(figure: Figure, key: Sequence[Any], left: float, top: float) -> Legend:
    """Put a key for the whole page where it is to begin, in as few lines as the page is wide enough for."""
    for handle in key:
        handle.set_label("\n".join(fold(str(handle.get_label()), 60)))
    for columns in range(len(key), 0, -1):
        # A legend is filled column by column; the key is read line by line.
        made = figure.legend(
            handles=[handle for k in range(columns) for handle in key[k::columns]], loc="upper left", bbox_to_anchor=(left, top), ncols=columns,
            fontsize=_KEY, handletextpad=0.5, columnspacing=1.6, borderpad=0.0, borderaxespad=0.0, labelspacing=0.35,
        )  # fmt: skip
        if columns == 1 or made.get_window_extent().x1 <= figure.bbox.x1 * (1.0 - left):
            break
        made.remove()
    return made


def _metadata(on: Sheet, title: str, ending: str) -> dict[str, Any]:
    about, maker = on.story.provenance("en"), f"linli {on.story.version}"
    if ending == "svg":
        return {"Title": title, "Creator": maker, "Description": about, "Date": None}
    return {"Title": title, "Software": maker, "Description": about, "Source": on.story.scenario}


def legend(axes: Axes, columns: int = 2, **more: Any) -> None:
    """Put the legend above the drawing, outside the data."""
    axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.02), ncols=columns, borderaxespad=0.0, handlelength=2.6, columnspacing=1.6, **more)
