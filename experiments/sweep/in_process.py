"""The plainest back end: this process, one run after the other."""

from __future__ import annotations

from typing import Any

from .backend import Job


class InProcess:
    """Works runs here, while it is waited for."""

    def __init__(self, job: Job) -> None:
        """Take no run yet."""
        self._worker = job.worker()
        self._tasks: list[Any] = []
        self._ended: list[Any] = []

    def room(self) -> int:
        """Return how many more runs it takes now."""
        return 0 if self._tasks else 1

    def has_lived(self) -> None:
        """All runs are worked here, in their order."""

    def submit(self, task: Any) -> None:
        """Take a run."""
        self._tasks.append(task)

    def wait(self, seconds: float) -> None:
        """Work the run that was taken, however long it is."""
        if self._tasks:
            outcome = self._worker.work(self._tasks[0])
            self._ended, self._tasks = [*self._ended, outcome], []

    def collect(self) -> list[Any]:
        """Return what has ended."""
        found, self._ended = self._ended, []
        return found

    def close(self) -> None:
        """Nothing is at work."""
