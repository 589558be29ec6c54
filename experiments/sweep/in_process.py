"""The plainest back end: this process, one run after the other."""

from __future__ import annotations

from .plan import Task
from .work import Job, Outcome, Worker


class InProcess:
    """Works runs here, while it is waited for."""

    def __init__(self, job: Job) -> None:
        """Take no run yet."""
        self._worker = Worker(job)
        self._tasks: list[Task] = []
        self._ended: list[Outcome] = []

    def room(self) -> int:
        """Return how many more runs it takes now."""
        return 0 if self._tasks else 1

    def has_lived(self) -> None:
        """All runs are worked here, in their order."""

    def submit(self, task: Task) -> None:
        """Take a run."""
        self._tasks.append(task)

    def wait(self, seconds: float) -> None:
        """Work the run that was taken, however long it is."""
        if self._tasks:
            outcome = self._worker.work(self._tasks[0])
            self._ended, self._tasks = [*self._ended, outcome], []

    def collect(self) -> list[Outcome]:
        """Return what has ended."""
        found, self._ended = self._ended, []
        return found

    def close(self) -> None:
        """Nothing is at work."""
