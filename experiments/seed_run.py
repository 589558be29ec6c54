"""All arms of one seed of a comparison, from one spun-up state: one after the other, or side by side where somebody waits for the first answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from .arm_run import ArmRun, spin_up_arms
from .facts import facts_of, ground_of, infos_of, with_arm
from .progress import Quiet
from .records import START, Facts, Ground, Track
from .snapshots import acquaintances, take_snapshot

if TYPE_CHECKING:
    from ..model.ground.measure import MeasureInfo
    from ..model.ground.text import Text
    from ..model.society.society import Society
    from ..scenarios.schema import Scenario
    from .calibration.posterior import Posterior

A_YEAR = 52
"""Weeks after which a seed that is looked at shows how far it is; every full count of all measures falls on one of them."""


@dataclass
class Afar:
    """How far another process is with the arms it has not finished."""

    done: int = 0


@dataclass(frozen=True)
class ArmOutcome:
    """What one arm of one seed leaves behind.

    Attributes:
        track: what was measured.
        residents: how many there were at the start.
        facts, infos, ground: of its society.
        kept: "start" and the arm's name -> (acquaintances of each resident, gate ties); empty where they are not kept.
    """

    track: Track
    residents: int
    facts: Facts
    infos: dict[str, MeasureInfo]
    ground: Ground
    kept: dict[str, tuple[np.ndarray, np.ndarray]]


@dataclass
class SeedRun:
    """All arms of one seed.

    Attributes:
        seed: the seed.
        first: True for the seeds one of which will be the first to have finished: their acquaintances and gate ties are kept for figures.
        draw: number of the draw of constants that it lives with; None: the scenario's constants.
        looked_at: True if somebody wants to see it before it has finished.
        tracks: arm -> measures.
        residents: how many.
        done: weeks done, over all arms that have finished.
        finished: True once all arms have run to the end.
        facts, infos, ground: once it has finished.
        degrees, gate_ties: if `first`.
        outcomes: arm -> what it left behind, of the arms that have finished.
        so_far: arm -> what it has left behind after the last whole year, if it is looked at.
        before: weeks that its people have lived together before the scenario, and how many these are at most, while they do; else (0, 0).
    """

    seed: int
    first: bool
    draw: int | None = None
    looked_at: bool = False
    tracks: dict[str, Track] = field(default_factory=dict)
    residents: int = 0
    done: int = 0
    finished: bool = False
    facts: Facts | None = None
    ground: Ground | None = None
    infos: dict[str, MeasureInfo] = field(default_factory=dict)
    degrees: dict[str, np.ndarray] = field(default_factory=dict)
    gate_ties: dict[str, np.ndarray] = field(default_factory=dict)
    outcomes: dict[str, ArmOutcome] = field(default_factory=dict)
    so_far: dict[str, ArmOutcome] = field(default_factory=dict)
    before: tuple[int, int] = (0, 0)
    _now: dict[str, ArmRun | Afar] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def weeks_done(self) -> int:
        """Weeks done, the arms that are being worked included."""
        with self._lock:
            return self.done + sum(run.done for run in self._now.values())

    def with_draw(self, scenario: Scenario, posterior: Posterior | None) -> Scenario:
        """Return the scenario with the constants of the draw, if there is one."""
        if posterior is None or self.draw is None:
            return scenario
        from .uncertainty import draw_scenario

        return draw_scenario(scenario, posterior, self.draw)

    def watch(self, names: Sequence[str], afar: Afar) -> None:
        """Let another process work some arms: `afar` tells how far it is."""
        with self._lock:
            self._now["+".join(names)] = afar

    def unwatch(self, names: Sequence[str]) -> None:
        """The other process does not work these arms any more."""
        with self._lock:
            self._now.pop("+".join(names), None)

    def hear(self, outcomes: Mapping[str, ArmOutcome], so_far: Mapping[str, ArmOutcome]) -> int:
        """Note what another process has found; returns the weeks of the arms that have finished."""
        weeks = sum(one.track.weeks[-1] for one in outcomes.values())
        self.so_far.update(so_far)
        self.outcomes.update(outcomes)
        with self._lock:
            self.done += weeks
        return weeks

    def work(
        self, scenario: Scenario, names: Sequence[str], threads: int, stop: threading.Event, beside: bool = False, only: Collection[str] | None = None
    ) -> None:
        """Run the arms that have not finished yet, all from one spun-up state.

        Args:
            scenario: the whole scenario, with the constants of the draw.
            names: its arms, in the order of the comparison.
            threads: to work with.
            stop: ends the work soon after it is set; what has finished stays.
            beside: work the arms side by side, each with a thread of its own as far as there are threads. It takes memory for all of them.
            only: work these arms alone; (): none, but see that there is a spun-up state on disk. None: all.
        """
        left = [name for name in names if name not in self.outcomes]
        mine = [name for name in left if only is None or name in only]
        with ExitStack() as stack:
            try:
                starts = spin_up_arms(scenario, mine or left, self.seed, threads, _Heed(stop, self), stack)
            except _Stopped:
                return
            finally:
                self.before = (0, 0)
            at_once = min(threads, len(mine)) if beside and mine else 1

            def one(name: str) -> None:
                if not stop.is_set():
                    self._work_arm(scenario, name, starts[name], max(1, threads // at_once), stop, name == names[0])

            if at_once > 1:
                with ThreadPoolExecutor(at_once, thread_name_prefix="linli-arm") as pool:
                    list(pool.map(one, mine))
            else:
                for name in mine:
                    one(name)
        if all(name in self.outcomes for name in names):
            self.put_together(names)

    def _work_arm(self, scenario: Scenario, name: str, start: Callable[[int], Society], threads: int, stop: threading.Event, baseline: bool) -> None:
        society = start(threads)
        residents = society.residents.n
        kept = {START: _counted(society, name)} if self.first and baseline else {}
        run = ArmRun(society, Track(name, self.seed))
        with self._lock:
            self._now[name] = run
        for until in [*range(A_YEAR, scenario.weeks, A_YEAR), scenario.weeks] if self.looked_at else [scenario.weeks]:
            run.work(until, frozenset(), stop)
            if run.done < until:
                break
            if self.looked_at and until < scenario.weeks:
                self.so_far[name] = self._outcome(scenario, society, residents, run.track.copy(), kept)
        finished = run.done == scenario.weeks
        if finished:
            if self.first:
                kept = kept | {name: _counted(society, name)}
            self.outcomes[name] = self._outcome(scenario, society, residents, run.track, kept)
        with self._lock:
            del self._now[name]
            self.done += scenario.weeks if finished else 0

    def _outcome(
        self, scenario: Scenario, society: Society, residents: int, track: Track, kept: dict[str, tuple[np.ndarray, np.ndarray]]
    ) -> ArmOutcome:
        infos = infos_of(society, list(track.values))
        return ArmOutcome(track, residents, facts_of(scenario, society, scenario.weeks), infos, ground_of(society), kept)

    def put_together(self, names: Sequence[str]) -> None:
        """Tell of all arms together, in the order of their names, once each has its outcome."""
        for name in names:
            one = self.outcomes[name]
            self.tracks[name] = one.track
            self.residents, self.ground = one.residents, one.ground
            self.facts = one.facts if self.facts is None or name == names[0] else with_arm(self.facts, one.facts)
            self.infos |= one.infos
            self.degrees |= {key: degrees for key, (degrees, _) in one.kept.items()}
            self.gate_ties |= {key: ties for key, (_, ties) in one.kept.items()}
        self.finished = True

    def until_now(self, names: Sequence[str]) -> SeedRun | None:
        """Return this seed up to the last year that all arms have done, as if it had finished then; None before the first."""
        found = {name: self.outcomes.get(name) or self.so_far.get(name) for name in names}
        known = {name: one for name, one in found.items() if one is not None}
        if len(known) < len(names):
            return None
        week = min(one.track.weeks[-1] for one in known.values())
        early = SeedRun(self.seed, self.first, self.draw)
        for name, one in known.items():
            early.outcomes[name] = ArmOutcome(one.track.until(week), one.residents, one.facts, one.infos, one.ground, {})
        early.put_together(names)
        early.done = week
        return early


def _counted(society: Society, arm: str) -> tuple[np.ndarray, np.ndarray]:
    return acquaintances(society), take_snapshot(society, arm, 0).gate_ties(society.constants.ties.acquaintance)


class _Stopped(Exception):
    """The work was asked to stop."""


class _Heed(Quiet):
    """Notes how far a spin-up is, and stops it when it is asked to."""

    def __init__(self, stop: threading.Event, run: SeedRun) -> None:
        """Keep these."""
        self.stop, self.run, self.total = stop, run, 0

    def stage(self, title: Text, total: int) -> None:
        """Keep how many weeks it takes at most."""
        self.total = total

    def done(self, steps: int) -> None:
        """Note it, and stop if that was asked."""
        self.run.before = (steps, self.total)
        if self.stop.is_set():
            raise _Stopped
