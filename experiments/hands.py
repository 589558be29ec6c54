"""Worker processes of this machine, which stay alive for the next who asks.

Threads of one Python take turns: a week of a compound is a thousand small calls, and two threads that play two arms take longer than one that plays
both. So whoever has much to play hands it to a worker process and waits. The numbers are the same: a worker does what a thread would do.
"""

from __future__ import annotations

import atexit
import importlib
import os
import pickle
import queue
import subprocess
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .progress import compiled, cores
from .worker_process import GRACE, begin, end, forget_societies, joined, listen, reason_of

if TYPE_CHECKING:
    from ..scenarios.schema import Scenario

Module = tuple[str, str]
"""Name of a module and of the package from which it is named."""
EXPECTED: list[Module] = []
"""What workers will be asked for once they have played: they import it while nobody asks anything (`expect`)."""
WORTH_IT = 1_000
"""Weeks of arms from which other processes are asked: they take a second or two to begin."""
WORTH_IT_BESIDE = 400
"""Weeks of two arms from which one of them is worked by another process while we work the other."""


def can(scenario: Scenario) -> bool:
    """Return whether other processes may play a scenario: they read it again from its data, and find what is compiled."""
    return scenario.arm_name is None and compiled()


class Hand:
    """A worker process, seen from here.

    Attributes:
        made_for: what it was started with that may change in this process.
    """

    def __init__(self) -> None:
        """Start it."""
        self.made_for = _surroundings()
        self._process, self._line = begin(__name__)
        if _IDLE.steps_back and hasattr(os, "setpriority"):
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, os.getpriority(os.PRIO_PROCESS, 0) + _IDLE.steps_back)

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None and self.made_for == _surroundings()

    def begin(self, task: Callable[..., None]) -> None:
        """Have a task done: it is called with a function that sends, one that waits for what we `send`, and an event that `stop` sets."""
        self.send(task)

    def stop(self) -> None:
        """Ask the task to stop soon."""
        self.send(None)

    def says(self, seconds: float) -> bool:
        """Return whether the task has sent something, waiting for it so long at most."""
        try:
            return self._line.poll(seconds)
        except (EOFError, OSError):
            raise self._lost() from None

    def send(self, said: Any) -> None:
        """Send the task something, not None.

        Raises:
            UserError: the worker has ended.
        """
        try:
            self._line.send(said)
        except OSError:
            raise self._lost() from None

    def receive(self) -> Any:
        """Wait for what the task sends; an exception that it sends is raised.

        Raises:
            UserError: the worker has ended.
        """
        try:
            said = self._line.recv()
        except (EOFError, OSError):
            raise self._lost() from None
        if isinstance(said, Exception):
            raise said
        return said

    def _lost(self) -> Exception:
        from ..scenarios.errors import UserError

        try:
            status = self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            status = self.end()
        reason = reason_of(status)
        return UserError(f"a worker process ended: {reason}.", f"工作进程已结束：{reason}。")

    def end(self) -> int:
        """Let it end; returns its exit status."""
        return end(self._process, self._line)

    def forget(self) -> None:
        """Close our end alone: a copy of a process is no master of its workers."""
        with suppress(OSError):
            self._line.close()


@dataclass
class _Idle:
    """Workers that nobody has asked anything.

    Attributes:
        steps_back: how much less urgent than this process new workers are, as `nice` counts.
    """

    hands: list[Hand] = field(default_factory=list)
    steps_back: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


_IDLE = _Idle()


@contextmanager
def borrowed() -> Iterator[Hand]:
    """Have a worker for a while: one that is idle, or a new one. One in whose use something went wrong is ended."""
    with _IDLE.lock:
        hand = _IDLE.hands.pop() if _IDLE.hands else None
    if hand is not None and not hand.alive:
        hand.end()
        hand = None
    hand = hand or Hand()
    try:
        yield hand
    except BaseException:
        hand.end()
        raise
    with _IDLE.lock:
        keep = len(_IDLE.hands) < cores()
        if keep:
            _IDLE.hands.append(hand)
    if not keep:
        hand.end()


def at_hand() -> bool:
    """Return whether a worker is idle: one that has begun already and can be asked at once."""
    with _IDLE.lock:
        return any(hand.alive for hand in _IDLE.hands)


def give_way(steps: int = 10) -> None:
    """Let workers that begin from now on give way to this process, which answers people's clicks, where the system can (`nice`)."""
    _IDLE.steps_back = steps


def expect(name: str, package: str) -> None:
    """Let workers that play an arm from now on import a module at its end, before they are asked for what is in it."""
    if (name, package) not in EXPECTED:
        EXPECTED.append((name, package))


def bring_in(modules: Iterable[Module]) -> None:
    """Import modules."""
    for name, package in modules:
        importlib.import_module(name, package)


def warm(many: int, wake: Callable[..., None]) -> None:
    """Start some workers before anybody waits for them; `wake` is what each does first, and it sends something at its end."""
    with ExitStack() as stack:
        hands = [stack.enter_context(borrowed()) for _ in range(many)]
        for hand in hands:
            hand.begin(wake)
        for hand in hands:
            hand.receive()


def _surroundings() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key.startswith(("LINLI_", "NUMBA_"))}


@atexit.register
def end_all() -> None:
    """End all idle workers."""
    with _IDLE.lock:
        hands, _IDLE.hands = _IDLE.hands, []
    for hand in hands:
        hand.end()


def _after_fork() -> None:
    global _IDLE
    old, _IDLE = _IDLE, _Idle()
    for hand in old.hands:
        hand.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def serve(handle: int) -> None:
    """Be a worker: play orders from a socket until it closes.

    Args:
        handle: of the socket.
    """
    line = joined(handle)
    orders: queue.SimpleQueue[Any] = queue.SimpleQueue()
    stop = threading.Event()

    def heard(said: Any) -> None:
        if said is None:
            stop.set()
        else:
            # Here and not where it is taken up: a stop may come while this process still begins.
            stop.clear()
            orders.put(said)

    threading.Thread(target=listen, args=(line, heard), daemon=True).start()
    while True:
        order = orders.get()
        begun = time.monotonic()
        try:
            order(line.send, orders.get, stop)
        except OSError:
            os._exit(0)
        forget_societies(time.monotonic() - begun)


def sendable(error: Exception) -> Exception:
    """Return an error as it can be sent: itself, or one that says the same."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError("".join(traceback.format_exception(error)))
    return error
