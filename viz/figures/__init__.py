"""Figures of a run and of a comparison, one message a picture, in English and Chinese."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..fonts import dressed
from .compound import compound
from .cost import cost
from .degrees import degrees
from .effects import SIDE_BY_SIDE, across, compared, effects
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
from .page import Page, blank, compose, finish, page
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
    "growth": (10.0, 6.4),
    "participation": (11.0, 6.0),
    "degrees": (10.0, 6.0),
    "origins": (10.0, 6.2),
    "mechanisms": (11.0, 6.0),
    "hall": (12.0, 6.4),
    "reach": (13.0, 6.4),
    "lost": (13.0, 6.0),
    "tickets": (13.5, 6.0),
    "fires": (13.0, 6.0),
    "online": (13.0, 6.4),
    "strangers": (13.0, 7.6),
    "elections": (11.0, 6.0),
    "organisations": (12.5, 5.6),
    "floors": (10.0, 6.0),
    "hours": (13.0, 6.0),
    "planner": (12.0, 6.0),
    "compound": (12.0, 7.0),
    "cost": (11.0, 6.0),
    "effects": (12.0, 6.0),
}
"""Figure -> width and height in inches."""


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
    paths: list[Path] = []
    with dressed(language, notice) as letters:
        for name, draw in drawings(story).items():
            with page(story, letters, *_size(name, story)) as on:
                title, note = draw(on)
                paths += finish(on, name, folder, title, note, formats, on.key)
    return paths


def figure_of_story(story: Story, name: str, language: str = "en") -> Figure:
    """Draw one figure and keep it open; see `drawings` for the names."""
    with dressed(language) as letters:
        on = Page(blank(letters, *_size(name, story)), letters, story)
        title, note = drawings(story)[name](on)
        compose(on, title, note, on.key)
    return on.figure


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


def _size(name: str, story: Story) -> tuple[float, float]:
    width, height = SIZES[name]
    if name == "effects":
        many, panels = len(story.arms), len(compared(story))
        height = 1.4 + (1.0 + 0.53 * many) * -(-panels // across(panels)) if many >= SIDE_BY_SIDE else 2.0 + (0.55 + 0.4 * many) * panels
    if name == "mechanisms":
        height = 1.5 + 2.3 * -(-len(shown(story)) // COLUMNS)
    if name in ("lost", "tickets", "fires", "online"):
        height = 4.4 + 0.36 * len(story.everybody)
    if name in ("elections", "hours"):
        height = 2.6 + 0.42 * len(story.everybody)
    if name == "planner":
        height = 2.6 + 0.55 * len(story.everybody)
    if name == "origins" and len(story.arms) > 1:
        height = 9.0
    return width, height


def draw_run(result: Any, folder: str | Path, language: str = "en", **more: Any) -> list[Path]:
    """Draw the figures of one run; see `draw_story` for the arguments."""
    from ..telling import story_of_run

    return draw_story(story_of_run(result), folder, language, **more)


def draw_comparison(comparison: Any, folder: str | Path, language: str = "en", **more: Any) -> list[Path]:
    """Draw the figures of a comparison; see `draw_story` for the arguments."""
    from ..telling import story_of_comparison

    return draw_story(story_of_comparison(comparison), folder, language, **more)


__all__ = ["draw_comparison", "draw_run", "draw_story", "drawings", "figure_of_story"]
