"""All arms of one seed of a comparison, worked one after the other from one spun-up state."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from .facts import facts_of, ground_of, infos_of, with_arm
from .progress import Quiet
from .records import START, Facts, Ground, Track
from .run import ArmRun, spin_up_arms
from .snapshots import acquaintances, take_snapshot

if TYPE_CHECKING:
    from ..model.ground.measure import MeasureInfo
    from ..model.society.society import Society
    from ..scenarios.schema import Scenario
    from .calibration.posterior import Posterior


@dataclass
class SeedRun:
    """All arms of one seed.

    Attributes:
        seed: the seed.
        draw: number of the draw of constants that it lives with; None: the scenario's constants.
        first: True for the seeds one of which will be the first to have finished: their acquaintances and gate ties are kept for figures.
        tracks: arm -> measures.
        residents: how many.
        done: weeks done, over all arms.
        finished: True once all arms have run to the end.
        facts, infos, ground: once it has finished.
        degrees, gate_ties: if `first`.
    """

    seed: int
    first: bool
    draw: int | None = None
    tracks: dict[str, Track] = field(default_factory=dict)
    residents: int = 0
    done: int = 0
    finished: bool = False
    facts: Facts | None = None
    ground: Ground | None = None
    infos: dict[str, MeasureInfo] = field(default_factory=dict)
    degrees: dict[str, np.ndarray] = field(default_factory=dict)
    gate_ties: dict[str, np.ndarray] = field(default_factory=dict)
    _now: ArmRun | None = None

    @property
    def weeks_done(self) -> int:
        """Weeks done, the present arm included."""
        now = self._now
        return self.done + (now.done if now is not None else 0)

    def work(self, scenario: Scenario, names: list[str], threads: int, stop: threading.Event, posterior: Posterior | None = None) -> None:
        """Run the arms one after the other, all from one spun-up state, and with the constants of the draw if there is one."""
        if posterior is not None and self.draw is not None:
            from .uncertainty import draw_scenario

            scenario = draw_scenario(scenario, posterior, self.draw)
        with ExitStack() as stack:
            try:
                starts = spin_up_arms(scenario, names, self.seed, threads, _Heed(stop), stack)
            except _Stopped:
                return
            for name in names:
                if stop.is_set():
                    return
                society = starts[name](threads)
                self.residents = society.residents.n
                if self.first and name == names[0]:
                    self._keep(START, society, name)
                self._now = ArmRun(society, Track(name, self.seed))
                self._now.work(scenario.weeks, frozenset(), stop)
                if self._now.done < scenario.weeks:
                    return
                self.tracks[name] = self._now.track
                if self.first:
                    self._keep(name, society, name)
                arm = facts_of(scenario, society, scenario.weeks)
                self.facts = arm if self.facts is None else with_arm(self.facts, arm)
                self.infos |= infos_of(society, list(self._now.track.values))
                self.ground = ground_of(society)
                self._now = None
                self.done += scenario.weeks
        self.finished = True

    def _keep(self, key: str, society: Society, arm: str) -> None:
        self.degrees[key] = acquaintances(society)
        self.gate_ties[key] = take_snapshot(society, arm, 0).gate_ties(society.constants.ties.acquaintance)


class _Stopped(Exception):
    """The work was asked to stop."""


class _Heed(Quiet):
    """Tells nobody anything, but stops a spin-up when it is asked to."""

    def __init__(self, stop: threading.Event) -> None:
        """Keep the event."""
        self.stop = stop

    def done(self, steps: int) -> None:
        """Stop if that was asked."""
        if self.stop.is_set():
            raise _Stopped
