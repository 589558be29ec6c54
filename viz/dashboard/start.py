"""With what the server began: every browser session begins from it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison
    from .state import State


@dataclass(frozen=True)
class Start:
    """What every session begins from.

    Attributes:
        state: shown first.
        opened: the comparison of a folder that was named, None if none was.
    """

    state: State
    opened: Comparison | None = None


_start: list[Start] = []


def begin_with(start: Start) -> None:
    """Say it, once, before the first session."""
    _start[:] = [start]


def begun_with() -> Start:
    """Return it."""
    return _start[0]


drawn = threading.Event()
"""Set once a first page has been drawn: until then this computer has better things to do than what later clicks may want."""
