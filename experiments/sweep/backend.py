"""What a back end is: it takes runs and gives back what came of them. One file each: in_process.py, processes.py, dask_cluster.py."""

from __future__ import annotations

from typing import Protocol

from .plan import Task
from .work import Failure, Outcome


class Backend(Protocol):
    """Where runs are worked. All calls come from one thread."""

    def room(self) -> int:
        """Return how many more runs it takes now."""

    def has_lived(self) -> int | None:
        """Return the seed of the last run of whoever takes the next one, -1 if there was none; None: who takes it is not known."""

    def submit(self, task: Task) -> None:
        """Take a run."""

    def wait(self, seconds: float) -> None:
        """Wait until a run has ended, at most so long. Ctrl-C is heeded here and nowhere else."""

    def collect(self) -> list[Outcome]:
        """Return what has ended since the last call, in any order.

        Raises:
            UserError: nothing can be worked any more.
        """

    def close(self) -> None:
        """End; what is at work is dropped."""


def lost(task: Task, reason: str) -> Outcome:
    """Return the record of a run whose worker ended."""
    return Outcome(task, (), Failure("worker", "", -1, reason))
