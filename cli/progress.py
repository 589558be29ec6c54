"""Progress on standard error: a bar in a terminal, a line a minute elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..experiments.progress import NOTED, Lines, Pace

if TYPE_CHECKING:
    from ..experiments.progress import Progress
    from ..model.ground.text import Text
    from ..viz.terminal import Terminal


class Bar:
    """For a terminal: one bar a stage, with the time left."""

    def __init__(self, bars: Any, language: str) -> None:
        """Use rich's bars."""
        self.bars, self.language = bars, language
        self._task: Any = None
        self._title = ""

    def stage(self, title: Text, total: int) -> None:
        """Begin a new bar in place of the old one."""
        if self._task is not None:
            self.bars.remove_task(self._task)
        self._title = title.say(self.language)
        self._task = self.bars.add_task(self._title, total=total or None)

    def done(self, steps: int) -> None:
        """Move the bar."""
        if self._task is not None:
            self.bars.update(self._task, completed=steps)

    def note(self, text: Text) -> None:
        """Tell how it goes, beside the title of the bar."""
        if self._task is not None:
            self.bars.update(self._task, description=NOTED.say(self.language, what=self._title, note=text.say(self.language)))

    def say(self, line: Text) -> None:
        """Print a line above the bar."""
        self.bars.console.print(line.say(self.language), markup=False, soft_wrap=True)


def printer(console: Terminal) -> Callable[[str], None]:
    """Return what prints a line as it is, however long."""
    return lambda line: console.print(line, markup=False, soft_wrap=True)


def teller(console: Terminal) -> Callable[[str], None]:
    """Return what tells of the steps of a long search: each in a terminal, at most one a minute in a log."""
    return printer(console) if console.interactive else Pace(printer(console)).say


@contextmanager
def progress_line(console: Terminal, language: str) -> Iterator[Progress]:
    """Show what is being done and how far it is; a bar disappears at the end."""
    if not console.interactive:
        yield Lines(printer(console), language)
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(compact=True))
    with Progress(*columns, console=console, transient=True) as bars:
        yield Bar(bars, language)
