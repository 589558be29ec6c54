"""Arms of seeds worked by other processes of this machine, which stay alive for the next.

Threads of one Python take turns: a week of a compound is a thousand small calls, and two threads that play two arms take longer than one that plays
both. So whoever has much to play hands each seed to a worker process and waits. The numbers are the same: a worker does what a thread would do.
"""

from __future__ import annotations

import atexit
import os
import pickle
import queue
import subprocess
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .progress import compiled, cores
from .spinup import kept_file
from .worker_process import begin, joined, listen, reason_of

if TYPE_CHECKING:
    from ..scenarios.schema import Scenario
    from .seed_run import ArmOutcome, SeedRun

WORTH_IT = 1_000
"""Weeks of arms from which other processes are asked: they take a second or two to begin."""
WORTH_IT_BESIDE = 400
"""Weeks of two arms from which one of them is worked by another process while we work the other."""
_A_LOOK = 0.1
"""Seconds between two words of how far it is."""
_GRACE = 5.0


class Order(NamedTuple):
    """What a worker is asked for: some arms of a seed.

    Attributes:
        scenario: the scenario as plain data.
        name, file, folder: of the scenario.
        names: all arms of the comparison, the baseline first.
        mine: those to be played; (): none, the state that they start from is made.
        seed: the seed.
        first, looked_at: as those of `SeedRun`.
        threads: to play with.
    """

    scenario: dict[str, Any]
    name: str
    file: str
    folder: str
    names: tuple[str, ...]
    mine: tuple[str, ...]
    seed: int
    first: bool
    looked_at: bool
    threads: int


class Word(NamedTuple):
    """What a worker says while it plays, and at the end.

    Attributes:
        weeks: done, over all its arms.
        outcomes: of the arms that have finished since the last word.
        so_far: of those that are looked at, where there is more than at the last word.
        ended: True: it is free again.
        error: what went wrong.
    """

    weeks: int
    outcomes: dict[str, ArmOutcome]
    so_far: dict[str, ArmOutcome]
    ended: bool = False
    error: Exception | None = None


@dataclass
class Afar:
    """How far a worker is with the arms it has not finished."""

    done: int = 0


def can(scenario: Scenario) -> bool:
    """Return whether other processes may play a scenario: they read it again from its data, and find what is compiled."""
    return scenario.arm_name is None and compiled()


def order_of(scenario: Scenario, run: SeedRun, names: Sequence[str], mine: Sequence[str], threads: int) -> Order:
    """Return the order for some arms of a seed. `scenario` has the constants of the seed's draw already."""
    folder = str(Path(scenario.folder).absolute())
    return Order(scenario.data, scenario.name, scenario.file, folder, tuple(names), tuple(mine), run.seed, run.first, run.looked_at, threads)


class Hand:
    """A worker process, seen from here.

    Attributes:
        made_for: what it was started with that may change in this process.
    """

    def __init__(self) -> None:
        """Start it."""
        self.made_for = _surroundings()
        self._process, self._line = begin(__name__)

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None and self.made_for == _surroundings()

    def play(self, order: Order, run: SeedRun, stop: threading.Event) -> None:
        """Have an order played, and note in the seed's run what is said of it.

        Args:
            order: what to play.
            run: of the seed.
            stop: ends the work soon after it is set; what has finished stays.

        Raises:
            UserError: the worker ended by itself.
            Exception: what went wrong in the worker.
        """
        afar, finished = Afar(), 0
        run.watch(order.mine, afar)
        try:
            self._line.send(order)
            asked = False
            while True:
                if stop.is_set() and not asked:
                    self._line.send(None)
                    asked = True
                if not self._line.poll(_A_LOOK / 2):
                    continue
                word: Word = self._line.recv()
                finished += run.hear(word.outcomes, word.so_far)
                afar.done = max(0, word.weeks - finished)
                if word.ended:
                    if word.error is not None:
                        raise word.error
                    return
        except (EOFError, OSError):
            raise self._lost() from None
        finally:
            run.unwatch(order.mine)

    def begin(self, task: Callable[..., None]) -> None:
        """Have a task done that talks with us: it is called with a function that sends and one that waits for what we `send`."""
        self.send(task)

    def send(self, said: Any) -> None:
        """Send the task something.

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
            status = self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            status = self.end()
        reason = reason_of(status)
        return UserError(f"a worker process ended: {reason}.", f"工作进程已结束：{reason}。")

    def end(self) -> int:
        """Let it end; returns its exit status."""
        with suppress(OSError):
            self._line.close()
        self._process.kill()
        return self._process.wait(_GRACE)

    def forget(self) -> None:
        """Close our end alone: a copy of a process is no master of its workers."""
        with suppress(OSError):
            self._line.close()


def play(scenario: Scenario, run: SeedRun, names: Sequence[str], threads: int, stop: threading.Event, parts: int = 1) -> None:
    """Have all arms of a seed played that have not finished, by one worker or, side by side, by several.

    Args:
        scenario: the whole scenario, with the constants of the seed's draw.
        run: of the seed; what is found is noted there.
        names: all arms of the comparison.
        threads: for all workers together.
        stop: ends the work soon after it is set; what has finished stays.
        parts: how many workers.
    """
    left = [name for name in names if name not in run.outcomes]
    shares = [share for k in range(parts) if (share := left[k::parts])]
    if len(shares) > 1 and not all(kept_file(scenario.arm(name), run.seed).exists() for name in left):
        # Made once, and not by each.
        with borrowed() as hand:
            hand.play(order_of(scenario, run, names, (), threads), run, stop)

    def one(share: list[str]) -> None:
        with borrowed() as hand:
            hand.play(order_of(scenario, run, names, share, max(1, threads // len(shares))), run, stop)

    if not stop.is_set():
        with ThreadPoolExecutor(len(shares), thread_name_prefix="linli-arm") as pool:
            list(pool.map(one, shares))
    if not run.finished and all(name in run.outcomes for name in names):
        run.put_together(names)


@dataclass
class _Idle:
    """Workers that nobody has asked anything."""

    hands: list[Hand] = field(default_factory=list)
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


def warm(many: int) -> None:
    """Start some workers before anybody waits for them; returns once they have imported what they need."""
    with ExitStack() as stack:
        hands = [stack.enter_context(borrowed()) for _ in range(many)]
        for hand in hands:
            hand.begin(_wake)
        for hand in hands:
            hand.receive()


def _wake(send: Callable[[Any], None], get: Callable[[], Any]) -> None:
    from ..model.society import measures, society, storage  # noqa: F401
    from ..scenarios import loader  # noqa: F401
    from . import far_arm, seed_run  # noqa: F401

    send("awake")


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
            orders.put(said)

    threading.Thread(target=listen, args=(line, heard), daemon=True).start()
    while True:
        order = orders.get()
        stop.clear()
        try:
            if isinstance(order, Order):
                _play(order, line.send, stop)
            else:
                order(line.send, orders.get)
        except OSError:
            os._exit(0)


def _play(order: Order, send: Any, stop: threading.Event) -> None:
    from ..scenarios.schema import Scenario
    from .seed_run import SeedRun

    run = SeedRun(order.seed, order.first, looked_at=order.looked_at)
    told: dict[str, ArmOutcome] = {}
    seen: dict[str, ArmOutcome] = {}
    over = threading.Event()
    wrong: list[Exception] = []

    def work() -> None:
        try:
            scenario = Scenario.from_dict(order.scenario, order.name, order.file, order.folder)
            run.work(scenario, order.names, order.threads, stop, only=order.mine)
        except Exception as error:
            wrong.append(sendable(error))
        finally:
            over.set()

    def word(ended: bool) -> Word:
        new = {name: one for name, one in list(run.outcomes.items()) if name not in told}
        more = {name: one for name, one in list(run.so_far.items()) if seen.get(name) is not one and name not in run.outcomes}
        told.update(new)
        seen.update(more)
        return Word(run.weeks_done, new, more, ended, wrong[0] if ended and wrong else None)

    threading.Thread(target=work, daemon=True).start()
    while not over.wait(_A_LOOK):
        send(word(False))
    send(word(True))


def sendable(error: Exception) -> Exception:
    """Return an error as it can be sent: itself, or one that says the same."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError("".join(traceback.format_exception(error)))
    return error
