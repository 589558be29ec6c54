"""How long work tells a person what it is doing. The command line draws bars; by default nothing is said."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from ..model.ground.text import Text

COMPILING = Text("compiling, once for this version", "正在编译（每个版本仅一次）")
SPINNING_UP = Text("spinning up, once for this scenario and seed", "正在预热（每个情景和种子仅一次）")
RUNNING = Text("running", "运行中")
WRITING = Text("writing", "写入中")


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


def _marker() -> Path | None:
    from ..model.ground.cache import ready
    from ..model.ground.compiled import compiled_folder

    folder = ready(compiled_folder())
    return None if folder is None else folder / "complete"


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
