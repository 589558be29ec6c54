"""The console on which all is printed: as wide as the terminal says, in the letters that it has."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text as RichText

from ..experiments.progress import watched
from .lines import Line, as_line

if TYPE_CHECKING:
    from rich.console import ConsoleOptions, RenderableType
    from rich.segment import Segment

NARROWEST, WIDEST = 20, 1000
"""Columns between which a width is believed."""


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of the environment without sizes that cannot be meant: COLUMNS=0 and what is no number say nothing of the terminal."""
    kept = dict(given)
    for name in ("COLUMNS", "LINES"):
        asked = kept.get(name, "")
        digits = asked.isascii() and asked.isdigit() and len(asked) < 10
        if not digits or int(asked) == 0:
            kept.pop(name, None)
        elif name == "COLUMNS":
            kept[name] = str(min(max(int(asked), NARROWEST), WIDEST))
    return kept


class Terminal(Console):
    """rich's console whose texts are all `Line`s, those of other packages' help pages too.

    NO_COLOR, FORCE_COLOR and TERM=dumb are rich's to follow. `interactive` tells whether a bar may be drawn.
    """

    def __init__(self, **more: Any) -> None:
        """Take the arguments of rich's console."""
        super().__init__(**{"highlight": False, "_environ": environment(os.environ), **more})

    @property
    def interactive(self) -> bool:
        """Whether a person looks on: a real terminal that can move its cursor; no pipe, file or log, whatever FORCE_COLOR says."""
        return watched(self.file) and self.is_interactive and not self.is_dumb_terminal

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render anything; texts break as `Line`s do."""
        if isinstance(renderable, RichText):
            renderable = as_line(renderable)
        return super().render(renderable, options)

    def render_str(self, text: str, **more: Any) -> Line:
        """Make a text of a string."""
        return as_line(super().render_str(text, **more))

