"""A canvas on which buildings are drawn as rectangles over a picture that stays in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets


class Draw(anywidget.AnyWidget):  # type: ignore[misc]
    """A canvas to draw on.

    Attributes:
        words: what it says, in the language of the page.
        scale: metres a pixel.
        rectangles: what was drawn: middle x and y, two sides in metres, direction of the first side in degrees from east to north.
    """

    _esm = Path(__file__).with_suffix(".js")
    words = traitlets.Dict().tag(sync=True)
    scale = traitlets.Float(0.5).tag(sync=True)
    rectangles: Any = traitlets.List().tag(sync=True)
