"""A comparison that grows: it can be looked at while its seeds come in, stopped, gone on with, and given another arm.

`compare` works one to its end. The dashboard looks at it meanwhile. Seeds are worked side by side, by threads or by other processes where there is
much to do (hands.py); each society is worked as if it were alone, so the numbers are the same for any number of them and in whatever order they come.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from . import far_seed, hands
from .comparison import Comparison
from .facts import environment, of_scenario
from .run import await_jobs
from .seed_run import SeedRun

if TYPE_CHECKING:
    from ..scenarios.schema import Scenario
    from .calibration.posterior import Posterior
    from .seed_run import ArmOutcome


class Growing:
    """Arms of a scenario on several seeds, as far as they have been worked.

    Attributes:
        scenario: the whole scenario.
        names: its arms that are compared, the baseline first.
        runs: one a seed, in order.
        posterior: what the constants of draws come from; None: all seeds have the scenario's.
    """

    def __init__(
        self, scenario: Scenario, names: Sequence[str], numbers: Sequence[tuple[int | None, int]], posterior: Posterior | None = None, workers: int = 1,
        looked_at: bool = False,
    ) -> None:  # fmt: skip
        """Work nothing yet.

        Args:
            scenario: the whole scenario.
            names: arms, the baseline first.
            numbers: (draw, seed) of all runs.
            posterior: of the draws.
            workers: how many seeds will be worked at once.
            looked_at: True if somebody wants to see the first seed before it has finished.
        """
        self.scenario, self.names, self.posterior = scenario, list(names), posterior
        self.runs = [SeedRun(seed, k < workers, draw, looked_at and k == 0) for k, (draw, seed) in enumerate(numbers)]
        self._workers = workers
        self._begun = time.monotonic()

    @property
    def steps(self) -> int:
        """Weeks that all arms of all seeds have together."""
        return self.scenario.weeks * len(self.names) * len(self.runs)

    @property
    def done(self) -> int:
        """How many of these have been worked."""
        return sum(one.weeks_done for one in self.runs)

    @property
    def before(self) -> tuple[int, int]:
        """Weeks that people of the first seed of which this is true now have lived together before the scenario, and how many at most; else (0, 0)."""
        return next((before for one in self.runs if (before := one.before)[1]), (0, 0))

    @property
    def seeds_done(self) -> int:
        """How many seeds have finished in all arms."""
        return sum(one.finished for one in self.runs)

    @property
    def finished(self) -> bool:
        """True once all seeds have."""
        return all(one.finished for one in self.runs)

    def work(
        self, threads: int, stop: threading.Event, tell: Callable[[], None] = lambda: None, *, beside: bool = False,
        turn: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> bool:  # fmt: skip
        """Work what has not finished yet.

        Args:
            threads: to use; they do not change the numbers.
            stop: ends the work soon after it is set; what has finished stays.
            tell: is called all the time, from this thread.
            beside: let the first seed come before all others, its arms side by side.
            turn: what a seed is worked in, such as a place in a queue with others.

        Returns:
            False if it was interrupted by Ctrl-C.
        """
        left = [one for one in self.runs if not one.finished]
        # Whether other processes play is settled once: those that played the first seed are there for the others too.
        weeks = sum(len(self.names) - len(run.outcomes) for run in left) * self.scenario.weeks
        afar = (weeks >= hands.WORTH_IT or hands.at_hand()) and hands.can(self.scenario)
        if beside and left and threads > 1 and len(self.names) > 1:
            first, left = left[:1], left[1:]
            if not self._work_some(first, 1, threads, stop, tell, True, turn, afar):
                return False
        return self._work_some(left, self._workers, max(1, threads // self._workers), stop, tell, False, turn, afar)

    def _work_some(
        self, some: Sequence[SeedRun], workers: int, threads: int, stop: threading.Event, tell: Callable[[], None], beside: bool,
        turn: Callable[[], AbstractContextManager[object]], afar: bool,
    ) -> bool:  # fmt: skip
        parts = min(threads, len(self.names)) if beside else 1
        afar = afar and max(workers, parts) > 1

        def one(run: SeedRun) -> None:
            with turn():
                scenario = run.with_draw(self.scenario, self.posterior)
                if not afar:
                    run.work(scenario, self.names, threads, stop, beside)
                elif not stop.is_set():
                    far_seed.play(scenario, run, self.names, threads, stop, parts)

        with ThreadPoolExecutor(workers, thread_name_prefix="linli-seed") as pool:
            jobs = [pool.submit(one, run) for run in some]
            finished = await_jobs(jobs, tell, stop)
        for job in jobs:
            job.result()
        return finished

    def take_over(self, other: Growing) -> int:
        """Take the arms of another one that are the same here, whatever they are called there, so that they are not worked again.

        Returns:
            How many arms of seeds were taken.
        """
        if self.posterior is not None or other.posterior is not None:
            return 0
        there = {_key(other.scenario, name): name for name in other.names}
        same = {name: there[key] for name in self.names if (key := _key(self.scenario, name)) in there}
        before = {one.seed: one for one in other.runs}
        taken = 0
        for run in self.runs:
            known = before[run.seed].outcomes if run.seed in before else {}
            for name, old in same.items():
                if old in known and name not in run.outcomes:
                    run.outcomes[name] = _renamed(known[old], self.scenario, old, name)
                    run.done += self.scenario.weeks
                    taken += 1
            if all(name in run.outcomes for name in self.names):
                run.put_together(self.names)
        return taken

    def comparison(self, runs: Sequence[SeedRun] | None = None, finished: bool | None = None) -> Comparison | None:
        """Return the comparison of the seeds that have finished; None if there are none.

        Args:
            runs: of these seeds alone, and nothing is said of what was drawn; None: of all.
            finished: whether it is all that was asked for; None: as it is.
        """
        asked = self.runs if runs is None else runs
        done = [one for one in asked if one.finished]
        finished = self.finished if finished is None else finished
        result = self._of(done, self.scenario.weeks, len(asked), finished)
        if result is not None and self.posterior is not None and runs is None:
            self._tell_draws(result, self.posterior)
        return result

    def until_now(self) -> Comparison | None:
        """Return the first seed up to the last year that all its arms have done; None where none is looked at or there is no such year yet."""
        early = next((found for one in self.runs if one.looked_at and not one.finished and (found := one.until_now(self.names)) is not None), None)
        return None if early is None else self._of([early], early.done, len(self.runs), False)

    def _of(self, done: Sequence[SeedRun], weeks: int, asked: int, finished: bool) -> Comparison | None:
        first = done[0] if done else None
        if first is None or first.facts is None or first.ground is None:
            return None
        names = self.names
        return Comparison(
            facts=first.facts, scenario=self.scenario, baseline=names[0], arms=tuple(names[1:]), seeds=tuple(one.seed for one in done), weeks=weeks,
            tracks={(arm, one.seed): one.tracks[arm] for arm in names for one in done}, infos=first.infos,
            residents={one.seed: one.residents for one in done}, degrees=first.degrees, ground=first.ground, gate_ties=first.gate_ties,
            finished=finished, asked=asked, wall_seconds=time.monotonic() - self._begun, environment=environment(),
            draws=tuple(one.draw for one in done if one.draw is not None),
        )  # fmt: skip

    def _tell_draws(self, result: Comparison, posterior: Posterior) -> None:
        """Say what was drawn."""
        from .uncertainty import count, drawn_values, uncertain

        drawn = uncertain(self.scenario, posterior)
        result.drawn = count(drawn)
        lived = [drawn_values(drawn, posterior, number) for number in dict.fromkeys(result.draws)]
        result.vectors = {one.key: np.array([values[one.key] for values in lived]) for one in drawn}


def _key(scenario: Scenario, name: str) -> tuple[str, str]:
    """Return what an arm's numbers rest on, the seed apart."""
    arm = scenario.arm(name)
    return arm.hash(), arm.hash(spin_up=True)


def _renamed(outcome: ArmOutcome, scenario: Scenario, old: str, new: str) -> ArmOutcome:
    """Return the outcome of an arm under another name, and with what the facts say of the scenario as it is now."""
    track = replace(outcome.track, arm=new)
    kept = {new if key == old else key: found for key, found in outcome.kept.items()}
    return replace(outcome, track=track, facts=replace(outcome.facts, **of_scenario(scenario)), kept=kept)
