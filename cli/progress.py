"""Progress on standard error: a bar in a terminal, a line a stage elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from ..experiments.progress import Progress
    from ..model.ground.text import Text

_PATIENCE = 2.0
"""Seconds of silence after which a stage is announced where there is no terminal."""


class Lines:
    """For logs and pipes: says why something takes long, and which stage it is in if that takes a while."""

    def __init__(self, console: Console, language: str) -> None:
        """Begin in silence."""
        self.console, self.language = console, language
        self._title: Text | None = None
        self._since = time.monotonic()

    def stage(self, title: Text, total: int) -> None:
        """Begin a stage; it is announced when it turns out to be long."""
        self._title, self._since = title, time.monotonic()

    def done(self, steps: int) -> None:
        """Announce the stage once if it is long."""
        if self._title is not None and time.monotonic() - self._since > _PATIENCE:
            self.say(self._title)
            self._title = None

    def say(self, line: Text) -> None:
        """Print one line."""
        self.console.print(line.say(self.language), markup=False, soft_wrap=True)


class Bar:
    """For a terminal: one bar a stage, with the time left."""

    def __init__(self, bars: Any, language: str) -> None:
        """Use rich's bars."""
        self.bars, self.language = bars, language
        self._task: Any = None

    def stage(self, title: Text, total: int) -> None:
        """Begin a new bar in place of the old one."""
        if self._task is not None:
            self.bars.remove_task(self._task)
        self._task = self.bars.add_task(title.say(self.language), total=total or None)

    def done(self, steps: int) -> None:
        """Move the bar."""
        if self._task is not None:
            self.bars.update(self._task, completed=steps)

    def say(self, line: Text) -> None:
        """Print a line above the bar."""
        self.bars.console.print(line.say(self.language), markup=False, soft_wrap=True)


@contextmanager
def progress_line(console: Console, language: str) -> Iterator[Progress]:
    """Show what is being done and how far it is; a bar disappears at the end."""
    if not console.is_terminal:
        yield Lines(console, language)
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(compact=True))
    with Progress(*columns, console=console, transient=True) as bars:
        yield Bar(bars, language)
