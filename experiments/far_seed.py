"""Arms of seeds worked by other processes, seen from here as if they were worked here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from .hands import Hand, borrowed, sendable
from .seed_run import Afar, ArmOutcome, SeedRun
from .sent import Sent
from .spinup import kept_file

if TYPE_CHECKING:
    from ..scenarios.schema import Scenario

_A_LOOK = 0.1
"""Seconds between two words of how far it is."""


@dataclass(frozen=True)
class Order:
    """What a worker is asked for: some arms of a seed.

    Attributes:
        scenario: the scenario.
        names: all arms of the comparison, the baseline first.
        mine: those to be played; (): none, the state that they start from is made.
        seed: the seed.
        first, looked_at: as those of `SeedRun`.
        threads: to play with.
    """

    scenario: Sent
    names: tuple[str, ...]
    mine: tuple[str, ...]
    seed: int
    first: bool
    looked_at: bool
    threads: int

    def __call__(self, send: Callable[[Any], None], get: Callable[[], Any], stop: threading.Event) -> None:
        """Be the worker: play, and say from time to time how far it is."""
        _play(self, send, stop)


class Word(NamedTuple):
    """What a worker says while it plays, and at the end.

    Attributes:
        weeks: done, over all its arms.
        outcomes: of the arms that have finished since the last word.
        so_far: of those that are looked at, where there is more than at the last word.
        before: as that of `SeedRun`.
        ended: True: it is free again.
        error: what went wrong.
    """

    weeks: int
    outcomes: dict[str, ArmOutcome]
    so_far: dict[str, ArmOutcome]
    before: tuple[int, int] = (0, 0)
    ended: bool = False
    error: Exception | None = None


def order_of(scenario: Scenario, run: SeedRun, names: Sequence[str], mine: Sequence[str], threads: int) -> Order:
    """Return the order for some arms of a seed. `scenario` has the constants of the seed's draw already."""
    return Order(Sent.of(scenario), tuple(names), tuple(mine), run.seed, run.first, run.looked_at, threads)


def play_by(hand: Hand, order: Order, run: SeedRun, stop: threading.Event) -> None:
    """Have an order played by a worker, and note in the seed's run what is said of it.

    Args:
        hand: the worker.
        order: what to play.
        run: of the seed.
        stop: ends the work soon after it is set; what has finished stays.

    Raises:
        UserError: the worker ended by itself.
        Exception: what went wrong in the worker.
    """
    afar, finished, asked = Afar(), 0, False
    run.watch(order.mine, afar)
    try:
        hand.begin(order)
        while True:
            if stop.is_set() and not asked:
                hand.stop()
                asked = True
            if not hand.says(_A_LOOK / 2):
                continue
            word: Word = hand.receive()
            finished += run.hear(word.outcomes, word.so_far)
            afar.done = max(0, word.weeks - finished)
            run.before = word.before
            if word.ended:
                if word.error is not None:
                    raise word.error
                return
    finally:
        run.before = (0, 0)
        run.unwatch(order.mine)


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
            play_by(hand, order_of(scenario, run, names, (), threads), run, stop)

    def one(share: list[str]) -> None:
        with borrowed() as hand:
            play_by(hand, order_of(scenario, run, names, share, max(1, threads // len(shares))), run, stop)

    if not stop.is_set():
        with ThreadPoolExecutor(len(shares), thread_name_prefix="linli-arm") as pool:
            list(pool.map(one, shares))
    if not run.finished and all(name in run.outcomes for name in names):
        run.put_together(names)


def _play(order: Order, send: Callable[[Any], None], stop: threading.Event) -> None:
    run = SeedRun(order.seed, order.first, looked_at=order.looked_at)
    told: dict[str, ArmOutcome] = {}
    seen: dict[str, ArmOutcome] = {}
    over = threading.Event()
    wrong: list[Exception] = []

    def work() -> None:
        try:
            run.work(order.scenario.scenario(), order.names, order.threads, stop, only=order.mine)
        except Exception as error:
            wrong.append(sendable(error))
        finally:
            over.set()

    def word(ended: bool) -> Word:
        new = {name: one for name, one in list(run.outcomes.items()) if name not in told}
        more = {name: one for name, one in list(run.so_far.items()) if seen.get(name) is not one and name not in run.outcomes}
        told.update(new)
        seen.update(more)
        return Word(run.weeks_done, new, more, run.before, ended, wrong[0] if ended and wrong else None)

    threading.Thread(target=work, daemon=True).start()
    while not over.wait(_A_LOOK):
        send(word(False))
    send(word(True))


def wake(send: Callable[[Any], None], get: Callable[[], Any], stop: threading.Event) -> None:
    """Be a worker that imports what orders need, before there are any."""
    from ..model.society import measures, society, storage  # noqa: F401
    from ..scenarios import loader  # noqa: F401

    send("awake")
