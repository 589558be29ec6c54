"""The usual back end: worker processes on this machine, which stay alive, so that imports and compiled code are paid for once.

Each is a new Python and no copy of this one: it shares no lock and no thread, and does not run the user's script again. The two ends of a socket
join it to us. When our end closes, for whatever reason, kill -9 too, it ends at once. A worker that ends by itself (the system takes those that use
too much memory) costs the run that it was at, which becomes a record, and another worker takes its place.
"""

from __future__ import annotations

import gc
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from ...model.ground.cache import CacheWarning
from ...scenarios.errors import UserError
from .backend import Job

SHORT = 5.0
"""Seconds of a run up to which a worker has another at hand, so that it does not wait for us; a long one would wait for it while others are idle."""
_GRACE = 5.0


class _Process:
    """One worker, seen from here."""

    def __init__(self, job: Job) -> None:
        ours, theirs = socket.socketpair()
        code = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; serve({theirs.fileno()})"
        with theirs:
            # A session of its own: Ctrl-C in the terminal is for us alone.
            self.process = subprocess.Popen(
                [sys.executable, "-c", code], pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True
            )  # fmt: skip
        self.line: Connection = Connection(ours.detach())
        self.tasks: deque[Any] = deque()
        self.ready = False
        # One that has ended already is seen by whoever collects.
        with suppress(OSError):
            self.line.send(job)

    def submit(self, task: Any) -> None:
        self.tasks.append(task)
        with suppress(OSError):
            self.line.send(task)

    def end(self) -> int:
        """Let it end; returns its exit status."""
        self.line.close()
        self.process.kill()
        return self.process.wait(_GRACE)


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

    def room(self) -> int:
        """Return how many more runs it takes now."""
        return sum(max(0, self._ahead - len(one.tasks)) for one in self._all) - len(self._again)

    def submit(self, task: Any) -> None:
        """Hand a run to the worker that has least at hand."""
        min(self._all, key=lambda one: len(one.tasks)).submit(task)

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
            status = one.process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            status = one.end()
        reason = _reason(status)
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


def _reason(status: int) -> str:
    if status >= 0:
        return f"exit status {status}"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    return f"{name} (the system may have run out of memory)" if name == "SIGKILL" else name


def serve(handle: int) -> None:
    """Be a worker: take runs from a socket until it closes.

    Args:
        handle: of the socket.
    """
    # Whoever started us ends us. A queue that kills at a time limit tells all processes at once; what is finished is kept by the one that asked.
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    # As the command line does: what is imported and compiled is not searched for rubbish again and again.
    gc.set_threshold(100_000, 20, 20)
    # Whoever started us has told it once.
    warnings.simplefilter("ignore", CacheWarning)
    line = Connection(handle)
    tasks: queue.SimpleQueue[Any] = queue.SimpleQueue()
    work = line.recv().worker().work
    line.send(None)
    threading.Thread(target=_listen, args=(line, tasks.put), daemon=True).start()
    while True:
        outcome = work(tasks.get())
        try:
            line.send(outcome)
        except OSError:
            os._exit(0)


def _listen(line: Connection, put: Callable[[Any], None]) -> None:
    """Take what comes while a run is at work; end this process when nobody is there any more."""
    while True:
        try:
            put(line.recv())
        except (EOFError, OSError):
            os._exit(0)
