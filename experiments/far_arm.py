"""An arm of a run that another process works, seen from here as if it were worked here."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .hands import EXPECTED, Hand, Module, borrowed, bring_in, sendable
from .sent import Sent

if TYPE_CHECKING:
    from ..model.society.society import Society
    from ..scenarios.schema import Scenario
    from .arm_run import ArmRun
    from .records import Snapshot, Track


@dataclass(frozen=True)
class Task:
    """What the worker is asked for: it begins an arm, and works on until it is told to give it back.

    Attributes:
        scenario: the scenario.
        arm: its name.
        seed: the seed.
        then: what to import once the arm has come to its end, while nobody asks anything.
    """

    scenario: Sent
    arm: str
    seed: int
    then: tuple[Module, ...] = ()

    def __call__(self, send: Callable[[Any], None], get: Callable[[], Any], stop: threading.Event) -> None:
        """Be the worker: (week, weeks to keep) is worked and answered by the week; `GIVE` is answered by all there is."""
        from ..model.society.storage import write
        from .arm_run import ArmRun, spin_up_arms
        from .progress import Quiet
        from .records import Track

        try:
            with ExitStack() as stack:
                scenario = self.scenario.scenario()
                start = spin_up_arms(scenario, [self.arm], self.seed, 1, Quiet(), stack)[self.arm]
                run = ArmRun(start(1), Track(self.arm, self.seed))
            while (asked := get()) != GIVE:
                run.work(*asked)
                send(run.done)
                if run.done == scenario.weeks:
                    bring_in(self.then)
            file = BytesIO()
            write(run.society, file, _LABEL)
            send(Given(run.track, run.snapshots, run.events, file.getvalue()))
        except OSError:
            raise
        except Exception as error:
            send(sendable(error))


GIVE = "give"
BEHIND = 16
"""Orders that the worker may be behind: it begins later than we do, and has the arm that is done sooner."""
_LABEL = "an arm on its way home"


class Given(NamedTuple):
    """What an arm leaves behind; attributes as those of `ArmRun`, the society as it is saved."""

    track: Track
    snapshots: list[Snapshot]
    events: list[dict[str, np.ndarray]]
    society: bytes


class FarArm:
    """An arm that another process works.

    Attributes:
        done: weeks done.
    """

    def __init__(self, scenario: Scenario, arm: str, seed: int, stack: ExitStack) -> None:
        """Let a worker begin it.

        Args:
            scenario: the whole scenario.
            arm: name.
            seed: the seed.
            stack: gives the worker back at its end.
        """
        self.done = 0
        self._behind = 0
        self._hand: Hand = stack.enter_context(borrowed())
        self._brought = False
        stack.callback(self._leave)
        self._hand.begin(Task(Sent.of(scenario), arm, seed, tuple(EXPECTED)))

    def work(self, until: int, keep: frozenset[int]) -> None:
        """Have it worked until a week; waits only for a worker that is far behind."""
        self._hand.send((until, keep))
        self._behind += 1
        while self._behind > BEHIND or (self._behind and self._hand.says(0.0)):
            self._heed()

    def catch_up(self) -> None:
        """Wait until all has been worked that was asked for."""
        while self._behind:
            self._heed()

    def _leave(self) -> None:
        """End a worker that is left in the middle of an arm: it would take the next order for one of this arm's."""
        if not self._brought:
            self._hand.end()

    def _heed(self) -> None:
        self.done = self._hand.receive()
        self._behind -= 1

    def bring(self, run: ArmRun, arm: Scenario, threads: int) -> None:
        """Put what was worked into the arm's run here, whose society has stood still at the start.

        Args:
            run: the run of the arm.
            arm: its scenario.
            threads: that the society works with from now on.
        """
        from ..model.society.society import Society as Real
        from ..model.society.storage import read

        self.catch_up()
        self._hand.send(GIVE)
        given: Given = self._hand.receive()
        self._brought = True
        society: Society = read(Real, BytesIO(given.society), "", arm.schedules, threads, label=_LABEL)
        run.take(society, given.track, given.snapshots, given.events, self.done)
