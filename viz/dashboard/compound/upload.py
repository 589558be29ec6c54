"""A field for files: their bytes come to Python as data, and lie nowhere on the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from .draft import LARGEST_FILE, MOST_FILES


class Upload(anywidget.AnyWidget):  # type: ignore[misc]
    """A file field.

    Attributes:
        label: what it says.
        testid: how a test finds it.
        largest: bytes above which the browser does not read a file.
        handed: (number of the time, ((name, size, bytes), ...)): the files that were handed in together.
    """

    _esm = Path(__file__).with_suffix(".js")
    label = traitlets.Unicode().tag(sync=True)
    testid = traitlets.Unicode("upload").tag(sync=True)
    largest = traitlets.Int(LARGEST_FILE).tag(sync=True)
    handed = traitlets.Any()

    def __init__(self, **values: Any) -> None:
        """Begin with nothing handed in."""
        super().__init__(**values)
        self._coming: list[tuple[str, int, bytes]] = []
        self._times = 0
        self.on_msg(self._received)

    def _received(self, _widget: Any, content: Any, buffers: Any) -> None:
        if not isinstance(content, dict) or not buffers:
            return
        if content.get("at") == 0:
            self._coming = []
        name, size = str(content.get("name", ""))[:100], content.get("size")
        if len(self._coming) <= MOST_FILES:
            self._coming.append((name, size if isinstance(size, int) else 0, bytes(buffers[0])))
        if content.get("at") == int(content.get("all", 1)) - 1:
            self._times += 1
            self.handed = (self._times, tuple(self._coming))
            self._coming = []
