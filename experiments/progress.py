"""How long work tells a person what it is doing.

The command line draws rich's bars. A Python user gets tqdm's, in a notebook or a terminal; where nobody looks on, nothing is said unless it
is asked for, and then a line a minute.
"""

from __future__ import annotations

import os
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from ..model.ground.text import Text, default_language

COMPILING = Text("compiling, once for this version", "正在编译（每个版本仅一次）")
SPINNING_UP = Text("spinning up, once for this scenario and seed", "正在预热（每个情景和种子仅一次）")
RUNNING = Text("running", "运行中")
WRITING = Text("writing", "写入中")
PART = Text("{what}: {percent} %, {left} left", "{what}：{percent}%，还需 {left}")
_SECONDS, _MINUTES, _HOURS = Text("{n} s", "{n} 秒"), Text("{n} min", "{n} 分钟"), Text("{n} h", "{n} 小时")
PATIENCE = 2.0
"""Seconds of silence after which a stage is told of where there is no terminal."""
APART = 60.0
"""Seconds between two lines in a log."""


class Progress(Protocol):
    """What is told of a run. All calls come from the thread that started the work."""

    def stage(self, title: Text, total: int) -> None:
        """Begin a stage of `total` steps (0: unknown)."""

    def done(self, steps: int) -> None:
        """Tell how many steps of the present stage are done."""

    def say(self, line: Text) -> None:
        """Tell one line, such as why the first run takes longer."""


class Quiet:
    """Says nothing."""

    def stage(self, title: Text, total: int) -> None:
        """Begin a stage, silently."""

    def done(self, steps: int) -> None:
        """Go on, silently."""

    def say(self, line: Text) -> None:
        """Say nothing."""


class Pace:
    """Lets a line through at once, and then one a minute; of those between, the last is kept for the next minute.

    Args:
        write: prints a line.
        clock: seconds, rising.
    """

    def __init__(self, write: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        """Begin in silence."""
        self._write, self._clock = write, clock
        self._last = -APART
        self._held = ""

    def say(self, line: str) -> None:
        """Print a line, or hold it back."""
        self._held = line
        self.tick()

    def tick(self) -> None:
        """Print what was held back, if its minute has come."""
        now = self._clock()
        if self._held and now - self._last >= APART:
            self._write(self._held)
            self._held, self._last = "", now


class Lines:
    """For logs and pipes: says why something takes long, and how far a long stage is, at most a line a minute.

    Args:
        write: prints a line.
        language: "en" or "zh".
        clock: seconds, rising.
    """

    def __init__(self, write: Callable[[str], None], language: str, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin in silence."""
        self._pace, self.language, self._clock = Pace(write, clock), language, clock
        self._title: Text | None = None
        self._total, self._since = 0, clock()

    def stage(self, title: Text, total: int) -> None:
        """Begin a stage; it is told of when it turns out to be long."""
        self._title, self._total, self._since = title, total, self._clock()
        if not total:
            # Nobody will say how far it is.
            self.say(title)

    def done(self, steps: int) -> None:
        """Tell how far a long stage is."""
        taken = self._clock() - self._since
        if self._title is not None and taken > PATIENCE:
            self._pace.say(self._far(self._title.say(self.language), steps, taken))

    def say(self, line: Text) -> None:
        """Tell one line."""
        self._pace.say(line.say(self.language))

    def _far(self, what: str, steps: int, taken: float) -> str:
        if not 0 < steps <= self._total:
            return what
        left = about(taken * (self._total / steps - 1.0))
        return PART.say(self.language, what=what, percent=f"{100.0 * steps / self._total:.0f}", left=left.say(self.language))


def about(seconds: float) -> Text:
    """Return a time in the unit in which a person would say it."""
    unit, n = (_SECONDS, seconds) if seconds < 90.0 else (_MINUTES, seconds / 60.0) if seconds < 5400.0 else (_HOURS, seconds / 3600.0)
    return Text(*(unit.say(language, n=f"{n:.0f}") for language in ("en", "zh")))


class Bars:
    """tqdm's bars, one a stage: a widget in a notebook, a line in a terminal.

    Args:
        language: "en" or "zh".
    """

    def __init__(self, language: str) -> None:
        """Draw nothing yet."""
        self.language = language
        self._bar: Any = None

    def stage(self, title: Text, total: int) -> None:
        """Begin a new bar in place of the old one."""
        self.close()
        with warnings.catch_warnings():
            # Without ipywidgets tqdm draws its bar in letters, and says so at length.
            warnings.simplefilter("ignore")
            from tqdm.auto import tqdm
        self._bar = tqdm(total=total or None, desc=title.say(self.language), leave=False, dynamic_ncols=True)

    def done(self, steps: int) -> None:
        """Move the bar."""
        if self._bar is not None:
            self._bar.update(steps - self._bar.n)

    def say(self, line: Text) -> None:
        """Tell one line above the bar."""
        from tqdm import tqdm

        tqdm.write(line.say(self.language), file=sys.stderr)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def watched(stream: Any) -> bool:
    """Tell whether a stream is a terminal before which somebody sits and whose cursor moves: no pipe or file, no service that builds and tests (CI)."""
    if os.environ.get("CI", "").lower() not in ("", "0", "false") or os.environ.get("TERM", "") == "dumb":
        return False
    try:
        return bool(stream.isatty())
    except (AttributeError, ValueError):
        return False


def in_notebook() -> bool:
    """Tell whether this is the kernel of a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and hasattr(shell, "kernel")


@contextmanager
def shown(progress: Progress | bool | None) -> Iterator[Progress]:
    """Return, for a block, what a Python user's `progress` stands for, and take its bars away at the end.

    Args:
        progress: None: bars in a notebook or a terminal, nothing elsewhere. True: bars, or a line a minute where nobody looks on. False: nothing. Anything
            else is told itself.
    """
    if progress is None or isinstance(progress, bool):
        people = in_notebook() or watched(sys.stderr)
        if progress is False or (progress is None and not people):
            yield Quiet()
        elif people:
            bars = Bars(default_language())
            try:
                yield bars
            finally:
                bars.close()
        else:
            yield Lines(lambda line: print(line, file=sys.stderr, flush=True), default_language())
    else:
        yield progress


def _marker() -> Path | None:
    from ..model.ground.cache import ready
    from ..model.ground.compiled import compiled_folder
    from ..model.ground.sources import MODEL, reach_hash

    folder = ready(compiled_folder())
    # The file of a community's weeks reaches nearly all kernels.
    return None if folder is None else folder / f"complete-{reach_hash(MODEL / 'foci' / 'encounter_week.py')}"


def compiled() -> bool:
    """Return whether a run of these sources has finished before, so that the hot loops are compiled."""
    marker = _marker()
    return marker is not None and marker.exists()


def mark_compiled() -> None:
    """Remember that a run has finished: the hot loops lie compiled beside this mark."""
    marker = _marker()
    if marker is not None and not marker.exists():
        # Where nothing can be written, nothing is compiled for good either.
        with suppress(OSError):
            marker.touch()


def cores() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
