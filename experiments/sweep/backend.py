"""What a back end is: it takes tasks and gives back what came of them. One file each: in_process.py, processes.py, dask_cluster.py.

A back end knows nothing of what a task is. A job, in data that can be sent, makes the worker that works tasks, and says what is to be kept
of one whose worker ended. Runs of a sweep (work.py) and years of a city's communities (experiments/city) are worked so.
"""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

T = TypeVar("T", contravariant=True)
R = TypeVar("R")


class Work(Protocol):
    """Works tasks one after the other. What it returns tells `seconds` on the clock, and `spin_up`, those of them for the years before."""

    def work(self, task: Any) -> Any:
        """Work one task; what goes wrong in it is told in what comes back, and ends nothing."""


class Job(Protocol):
    """What is the same for all tasks, in data that can be sent to another process."""

    def worker(self) -> Work:
        """Return what works tasks of this job, in the process where they are worked."""

    def lost(self, task: Any, reason: str) -> Any:
        """Return the record of a task whose worker ended."""


class Backend(Protocol[T, R]):
    """Where tasks are worked. All calls come from one thread."""

    def room(self) -> int:
        """Return how many more tasks it takes now."""

    def has_lived(self) -> int | None:
        """Return the seed of the last task of whoever takes the next one, -1 if there was none; None: who takes it is not known."""

    def submit(self, task: T) -> None:
        """Take a task."""

    def wait(self, seconds: float) -> None:
        """Wait until a task has ended, at most so long. Ctrl-C is heeded here and nowhere else."""

    def collect(self) -> list[R]:
        """Return what has ended since the last call, in any order.

        Raises:
            UserError: nothing can be worked any more.
        """

    def close(self) -> None:
        """End; what is at work is dropped."""
