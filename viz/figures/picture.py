"""A matplotlib figure that keeps its look: it belongs to no window, is drawn with the fonts it was made with, and shows itself in a notebook."""

from __future__ import annotations

import io
from typing import Any

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

_DPI = 110
"""Of the picture in a notebook."""


class Picture(Figure):  # type: ignore[misc]
    """A figure of linli.

    Args:
        settings: matplotlib's settings (a dictionary), in force whenever it is drawn.
        more: as for matplotlib's own.
    """

    def __init__(self, settings: Any, **more: Any) -> None:
        """Make an empty figure."""
        self._settings: Any = dict(settings)
        super().__init__(**more)
        FigureCanvasAgg(self)

    def draw(self, renderer: Any) -> None:
        """Draw it with its own settings."""
        with matplotlib.rc_context(self._settings):
            super().draw(renderer)

    def _repr_png_(self) -> bytes:
        file = io.BytesIO()
        self.savefig(file, format="png", dpi=_DPI)
        return file.getvalue()
