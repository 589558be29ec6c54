"""The usual back end: worker processes on this machine, which stay alive, so that imports and compiled code are paid for once.

A worker (worker_process.py) that ends by itself (the system takes those that use too much memory) costs the run that it was at, which becomes a
record, and another worker takes its place.
"""

from __future__ import annotations

import os
import queue
import subprocess
import threading
from collections import deque
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from ...scenarios.errors import UserError
from ..hands import Module, bring_in
from ..worker_process import GRACE, begin, end, joined, listen, reason_of
from .backend import Job

SHORT = 5.0
"""Seconds of a run up to which a worker has another at hand, so that it does not wait for us; a long one would wait for it while others are idle."""
_READY: list[tuple[subprocess.Popen[bytes], Connection]] = []
"""Workers that have no job yet."""


def get_ready(many: int) -> None:
    """Start workers before their job is known: they load what every job needs while a plan is read. `end_ready` ends those that no job took."""
    _READY.extend(begin(__name__) for _ in range(many - len(_READY)))


def end_ready() -> None:
    """End the workers that have no job."""
    while _READY:
        end(*_READY.pop())


class _Process:
    """One worker, seen from here."""

    def __init__(self, job: Job) -> None:
        self.process, self.line = _READY.pop() if _READY else begin(__name__)
        self.tasks: deque[Any] = deque()
        self.ready = False
        self.seed = -1
        # One that has ended already is seen by whoever collects.
        with suppress(OSError):
            self.line.send(job)

    def submit(self, task: Any) -> None:
        self.tasks.append(task)
        # Tasks of a city have no seed of their own to keep together.
        self.seed = getattr(task, "seed", -1)
        with suppress(OSError):
            self.line.send(task)

    def end(self) -> int:
        """Let it end; returns its exit status."""
        return end(self.process, self.line)


class Processes:
    """Worker processes.

    Attributes:
        workers: how many.
    """

    def __init__(self, job: Job, workers: int) -> None:
        """Start them; they load what they need while the first runs are handed out."""
        self.workers = workers
        self._job = job
        self._again: deque[Any] = deque()
        self._ahead = 1
        self._all = [_Process(job) for _ in range(workers)]
        end_ready()

    def room(self) -> int:
        """Return how many more runs it takes now."""
        return sum(max(0, self._ahead - len(one.tasks)) for one in self._all) - len(self._again)

    def has_lived(self) -> int:
        """Return the seed of the last run of the worker that has least at hand, -1 if it had none."""
        return self._next().seed

    def submit(self, task: Any) -> None:
        """Hand a run to the worker that has least at hand."""
        self._next().submit(task)

    def _next(self) -> _Process:
        return min(self._all, key=lambda one: len(one.tasks))

    def wait(self, seconds: float) -> None:
        """Wait until a worker says something."""
        wait([one.line for one in self._all], seconds)

    def collect(self) -> list[Any]:
        """Return what has ended, and replace workers that have."""
        found = []
        for k, one in enumerate(self._all):
            try:
                while one.line.poll():
                    said = one.line.recv()
                    if said is not None:
                        one.tasks.popleft()
                        found.append(said)
                        self._ahead = 2 if said.seconds - said.spin_up < SHORT else 1
                    else:
                        one.ready = True
            except (EOFError, OSError):
                found += self._replace(k)
        while self._again and self.room() + len(self._again) > 0:
            self.submit(self._again.popleft())
        return found

    def _replace(self, k: int) -> list[Any]:
        one = self._all[k]
        one.line.close()
        try:
            status = one.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            status = one.end()
        reason = reason_of(status)
        if not one.ready:
            raise UserError(f"a worker process ended before it began: {reason}.", f"工作进程在开始之前就已结束：{reason}。")
        self._all[k] = _Process(self._job)
        # It worked at the first; the others it had not begun.
        found = [self._job.lost(one.tasks.popleft(), f"the worker process ended: {reason}")] if one.tasks else []
        self._again.extend(one.tasks)
        return found

    def close(self) -> None:
        """End all workers; what they are at is dropped."""
        for one in self._all:
            one.end()
        self._all = []


_NEEDED: tuple[Module, ...] = tuple((name, str(__package__)) for name in (".work", "..spinup", "...model.society.society"))
"""What every job needs, and imports when it is first worked."""


def serve(handle: int) -> None:
    """Be a worker: take runs from a socket until it closes.

    Args:
        handle: of the socket.
    """
    line = joined(handle)
    tasks: queue.SimpleQueue[Any] = queue.SimpleQueue()
    bring_in(_NEEDED)
    # Only now: the job that comes first is read by importing these.
    threading.Thread(target=listen, args=(line, tasks.put), daemon=True).start()
    work = tasks.get().worker().work
    line.send(None)
    while True:
        outcome = work(tasks.get())
        try:
            line.send(outcome)
        except OSError:
            os._exit(0)
