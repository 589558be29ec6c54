"""Figures drawn by two at once: a worker process that has played an arm has nothing to do once the run is over.

A picture is the same whoever draws it. Only a command draws so, whose matplotlib is as linli found it: settings that somebody made in this process, in
a notebook say, no other process has.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...experiments.hands import at_hand, borrowed, sendable

if TYPE_CHECKING:
    from ..fonts import Lettering
    from ..story import Story

WORTH_IT = 4
"""Figures from which a worker is asked to help."""
DONE = ""
Draw = Callable[[str], list[Path]]
"""Draws the figure of a name and returns its files."""


def can(figures: int) -> bool:
    """Return whether a worker could help to draw so many figures: one is idle, and nobody has touched matplotlib here."""
    return figures >= WORTH_IT and "matplotlib" not in sys.modules and at_hand()


@dataclass(frozen=True)
class Task:
    """What the worker is asked for: to draw each figure that is named to it.

    Attributes:
        drawer: makes what draws, of story, letters, folder and formats.
        story: what is told.
        folder: where the files go.
        language: of the labels.
        formats: endings of the files.
    """

    drawer: Callable[[Story, Lettering, Path, Sequence[str]], Draw]
    story: Story
    folder: Path
    language: str
    formats: tuple[str, ...]

    def __call__(self, send: Callable[[Any], None], get: Callable[[], Any], stop: threading.Event) -> None:
        """Be the worker: a name is answered by the files of its figure, or by what went wrong; `DONE` ends it."""
        from ..fonts import dressed

        # Whoever asked has told it, if Chinese letters are missing.
        with dressed(self.language, lambda _: None) as letters:
            draw = self.drawer(self.story, letters, self.folder, self.formats)
            for name in iter(get, DONE):
                try:
                    said: Any = draw(name)
                except Exception as error:
                    said = sendable(error)
                send(said)


def shared(names: Sequence[str], draw: Draw, task: Task) -> dict[str, list[Path]]:
    """Draw figures, the first of them here and the last by a worker, until they meet.

    Args:
        names: of the figures.
        draw: draws one here.
        task: has one drawn there.

    Returns:
        Figure -> its files.
    """
    left, found = deque(names), dict[str, list[Path]]()

    def there() -> None:
        with borrowed() as hand:
            hand.begin(task)
            while left:
                try:
                    name = left.pop()
                except IndexError:
                    break
                hand.send(name)
                found[name] = hand.receive()
            hand.send(DONE)

    with ThreadPoolExecutor(1, thread_name_prefix="linli-figures") as pool:
        job = pool.submit(there)
        try:
            while left and not job.done():
                try:
                    name = left.popleft()
                except IndexError:
                    break
                found[name] = draw(name)
            job.result()
        finally:
            # After Ctrl-C or a fault nothing more is begun.
            left.clear()
    return found
