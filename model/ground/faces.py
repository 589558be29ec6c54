"""What a notebook shows of a thing: `Shown` and `Drawn` ask the room of pictures for it.

That room (`viz/`) lies above all others, and nothing below imports it. `linli/__init__.py`, which knows every room, says here once where
it is; it is imported when a notebook first asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Face(Protocol):
    """What shows things."""

    def html(self, thing: Any) -> str:
        """Return a thing as a piece of HTML: text escaped, no script, no colours of its own."""

    def plot(self, thing: Any, figure: str, language: str | None) -> Figure:
        """Return a figure of a thing."""


_room: list[Callable[[], Face]] = []


def use(room: Callable[[], Face]) -> None:
    """Say where things are shown; the room is opened when it is first needed."""
    _room[:] = [room]


def html(thing: Any) -> str:
    """Return a thing as a piece of HTML, in the language of LINLI_LANG or the locale."""
    return _room[0]().html(thing)


def plot(thing: Any, figure: str = "", language: str | None = None) -> Figure:
    """Return a figure of a thing, see `Drawn.plot`."""
    return _room[0]().plot(thing, figure, language)


class Shown:
    """What a notebook shows as a small table instead of its `repr`."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return html(self)


class Drawn(Shown):
    """What can be drawn too, by the figures of the command line."""

    __slots__ = ()

    def plot(self, figure: str = "", *, language: str | None = None) -> Figure:
        """Draw one figure; in a notebook it shows itself, elsewhere `.savefig("name.png")` writes it.

        Args:
            figure: name of the figure, as the command line names its files: "growth", "effects" ...; "": the first that can be drawn.
            language: "en" or "zh"; None: LINLI_LANG or the locale.

        Returns:
            A matplotlib figure, which belongs to no window.

        Raises:
            UserError: there is no such figure of this.
        """
        return plot(self, figure, language)
