"""Figures of a run and of a comparison, one message a picture, in English and Chinese."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..fonts import Lettering, dressed
from ..numbers import spaced
from ..words import upper_first
from . import beside
from .compound import compound
from .compound import size_of as size_of_compound
from .cost import cost
from .degrees import degrees
from .effects import compared, effects
from .effects import size_of as size_of_effects
from .elections import elections, told_of
from .fires import fires, has_fires
from .floors import by_floor, floors
from .growth import growth
from .hall import hall, has_hall
from .hours import hours, told
from .lost import has_lost, lost
from .mechanisms import COLUMNS, mechanisms, shown
from .online import has_online, online
from .organisations import has_organisations, organisations
from .origins import origins
from .page import Page, bare, blank, compose, finish, page
from .participation import participation
from .planner import planned, planner
from .reach import owner_of, reach
from .strangers import has_newcomers, strangers
from .tickets import has_tickets, tickets

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..story import Story

Drawing = Callable[[Page], tuple[str, str]]
"""Draws on a page and returns the title and the note."""

SIZES: dict[str, tuple[float, float]] = {
    "growth": (12.5, 7.2),
    "participation": (13.0, 5.6),
    "degrees": (12.0, 3.6),
    "origins": (13.0, 6.6),
    "mechanisms": (13.0, 6.0),
    "hall": (13.0, 7.9),
    "reach": (13.0, 6.8),
    "lost": (14.0, 4.8),
    "tickets": (14.0, 4.8),
    "fires": (14.0, 4.8),
    "online": (14.0, 5.2),
    "strangers": (13.5, 8.0),
    "elections": (12.0, 3.0),
    "organisations": (14.0, 6.0),
    "floors": (11.0, 6.2),
    "hours": (14.0, 3.2),
    "planner": (13.0, 3.2),
    "compound": (12.5, 7.0),
    "cost": (13.5, 6.2),
    "effects": (12.0, 6.0),
}
"""Figure -> width and height in inches; those of figures with a row or a panel an arm grow with the arms (`size_of`)."""
_A_ROW = {
    "participation": 0.38, "degrees": 0.5, "lost": 0.42, "tickets": 0.42, "fires": 0.42, "online": 0.42, "elections": 0.46, "hours": 0.46, "planner": 0.58,
}  # fmt: skip
"""Figure -> inches of an arm."""


def draw_story(
    story: Story,
    folder: str | Path,
    language: str = "en",
    formats: Sequence[str] = ("png",),
    notice: Callable[[str], None] | None = None,
) -> list[Path]:
    """Draw every figure that a story has the numbers for.

    Args:
        story: what is told.
        folder: where the files go; made if it is not there.
        language: "en" or "zh"; English where no Chinese font is installed, with one notice.
        formats: "png", "svg" or both.
        notice: gets that notice; by default it goes to the standard error.

    Returns:
        The files, in the order in which they are told.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    names = list(drawings(story))
    by_two = beside.can(len(names))
    with dressed(language, notice) as letters:
        draw = drawer(story, letters, folder, formats)
        if by_two:
            found = beside.shared(names, draw, beside.Task(drawer, story, folder, language, tuple(formats)))
        else:
            found = {name: draw(name) for name in names}
    return [path for name in names for path in found[name]]


def drawer(story: Story, letters: Lettering, folder: Path, formats: Sequence[str]) -> beside.Draw:
    """Return what draws the figure of a name into a folder and returns its files."""
    known = drawings(story)

    def draw(name: str) -> list[Path]:
        with page(story, letters, *size_of(name, story)) as on:
            title, note = known[name](on)
            return finish(on, name, folder, title, note, formats, on.key)

    return draw


def figure_of_story(story: Story, name: str, language: str = "en") -> Figure:
    """Draw one figure and keep it open; see `drawings` for the names."""
    with dressed(language) as letters:
        on = Page(blank(letters, *size_of(name, story)), letters, story)
        title, note = drawings(story)[name](on)
        compose(on, title, note, on.key)
    return on.figure


def bare_figure(story: Story, name: str, language: str = "en", size: tuple[float, float] | None = None) -> tuple[Figure, str, str]:
    """Draw one figure for a paper that says itself what the figure shows.

    Args:
        story: what is told.
        name: of the figure; see `drawings`.
        language: "en" or "zh".
        size: width and height in inches, those of the figure by default.

    Returns:
        The figure without any text around it, its title, and the note on how to read it.
    """
    with dressed(language) as letters:
        on = Page(blank(letters, *(size or size_of(name, story))), letters, story)
        title, note = drawings(story)[name](on)
        bare(on, on.key)
    return on.figure, upper_first(spaced(letters.sayable(title), letters.language)), letters.sayable(note)


def drawings(story: Story) -> dict[str, Drawing]:
    """Return the figures that a story has the numbers for: name -> drawing."""
    found: dict[str, Drawing] = {}
    if story.course(story.baseline, "acquaintances"):
        found["growth"] = growth
    if story.course(story.baseline, "came_quarter"):
        found["participation"] = participation
    if story.degrees:
        found["degrees"] = degrees
    if any(key[1].startswith("origin.") and course.end > 0 for key, course in story.courses.items()):
        found["origins"] = origins
    if shown(story):
        found["mechanisms"] = mechanisms
    if has_hall(story):
        found["hall"] = hall
    if owner_of(story):
        found["reach"] = reach
    if has_lost(story):
        found["lost"] = lost
    if has_tickets(story):
        found["tickets"] = tickets
    if has_fires(story):
        found["fires"] = fires
    if has_online(story):
        found["online"] = online
    if has_newcomers(story):
        found["strangers"] = strangers
    if told_of(story):
        found["elections"] = elections
    if has_organisations(story):
        found["organisations"] = organisations
    if by_floor(story):
        found["floors"] = floors
    if told(story):
        found["hours"] = hours
    if planned(story) is not None:
        found["planner"] = planner
    if story.compound is not None:
        found["compound"] = compound
    if story.arms and story.course(story.baseline, "yuan"):
        found["cost"] = cost
    if not story.single and compared(story):
        found["effects"] = effects
    return found


def size_of(name: str, story: Story) -> tuple[float, float]:
    """Return width and height of a figure in inches, as it is drawn by itself."""
    width, height = SIZES[name]
    arms = len(story.everybody)
    if name == "effects":
        return size_of_effects(story)
    if name == "compound":
        return size_of_compound(story)
    if name == "mechanisms":
        return width, 2.2 + 2.6 * -(-len(shown(story)) // COLUMNS) + 0.25 * (arms // 4)
    if name in _A_ROW:
        height += _A_ROW[name] * arms
    elif name == "cost":
        height = max(height, 3.0 + 0.42 * arms)
    elif name == "growth" and arms > 9:
        height = 8.2
    return width, height


def draw_run(result: Any, folder: str | Path, language: str = "en", **more: Any) -> list[Path]:
    """Draw the figures of one run; see `draw_story` for the arguments."""
    from ..telling import story_of_run

    return draw_story(story_of_run(result), folder, language, **more)


def draw_comparison(comparison: Any, folder: str | Path, language: str = "en", **more: Any) -> list[Path]:
    """Draw the figures of a comparison; see `draw_story` for the arguments."""
    from ..telling import story_of_comparison

    return draw_story(story_of_comparison(comparison), folder, language, **more)


__all__ = ["bare_figure", "draw_comparison", "draw_run", "draw_story", "drawings", "figure_of_story", "size_of"]
