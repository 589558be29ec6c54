"""One arm: the state it starts from, and its way through the weeks, with all that is measured and kept of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .events import EVENT_COLUMNS
from .progress import COMPILING, SPINNING_UP, Progress, compiled
from .records import Snapshot, Track
from .snapshots import take_snapshot
from .spinup import AtHand, SpunUp

if TYPE_CHECKING:
    from ..model.society.society import Society
    from ..scenarios.schema import Scenario

EVERY = 4
"""Weeks between two full counts of all measures; the last week is always counted."""


@dataclass
class ArmRun:
    """One arm on its way through the weeks.

    Attributes:
        society: the engine.
        track: what was measured.
        snapshots: what was kept of ties.
        events: the events held, one dictionary of columns a week that had any.
        every: weeks between two full counts; 0: the start and the end alone.
        done: weeks done.
    """

    society: Society
    track: Track
    snapshots: list[Snapshot] = field(default_factory=list)
    events: list[dict[str, np.ndarray]] = field(default_factory=list)
    every: int = EVERY
    done: int = 0
    _counted: int = -1

    def work(self, until: int, keep: frozenset[int], stop: threading.Event | None = None) -> None:
        """Step until a week has been done, or until `stop` is set; everything is counted then."""
        s = self.society
        if self._counted < 0:
            self._count(0, keep)
        while self.done < until and not (stop is not None and stop.is_set()):
            s.step()
            self.done += 1
            self._note_week()
            if (self.every and self.done % self.every == 0) or self.done in keep:
                self._count(self.done, keep)
        if self._counted != self.done:
            self._count(self.done, keep)

    def take(self, society: Society, track: Track, snapshots: list[Snapshot], events: list[dict[str, np.ndarray]], done: int) -> None:
        """Take over what another process has worked."""
        self.society, self.track, self.snapshots, self.events, self.done = society, track, snapshots, events, done
        self._counted = done

    def _count(self, week: int, keep: frozenset[int]) -> None:
        self._counted = week
        self.track.add(week, self.society.measure())
        if week in keep:
            self.snapshots.append(take_snapshot(self.society, self.track.arm, week))

    def _note_week(self) -> None:
        table = self.society.events.table
        held = len(self.society.events)
        came = int(table["came"].sum()) if held else 0
        self.track.add(self.done, {"week_events": float(held), "week_attendances": float(came)})
        if held:
            self.events.append({"week": np.full(held, self.done, np.int32), **{name: table[name] for name in EVENT_COLUMNS}})


class ArmAt(NamedTuple):
    """One arm of a scenario, and the hash of what the years before it rest on."""

    scenario: Scenario
    people: str


def arms_at(scenario: Scenario, names: Sequence[str]) -> dict[str, ArmAt]:
    """Return arms of a scenario by their names; its own name stands for a scenario without arms."""
    own = {name: scenario.arm(name) if name in scenario.arms else scenario for name in names}
    return {name: ArmAt(one, one.hash(spin_up=True)) for name, one in own.items()}


def spin_up_arms(
    scenario: Scenario, names: Sequence[str], seed: int, threads: int, told: Progress, stack: ExitStack, keep: bool = True
) -> dict[str, Callable[[int], Society]]:
    """Spin up what the arms need, once for all that start alike; `keep` it on disk for others.

    Returns:
        arm -> function that starts its society with a number of threads.
    """
    return start_arms(arms_at(scenario, names), seed, threads, told, stack, keep)


def start_arms(
    arms: Mapping[str, ArmAt], seed: int, threads: int, told: Progress, stack: ExitStack, keep: bool = True, at_hand: AtHand | None = None
) -> dict[str, Callable[[int], Society]]:
    """As `spin_up_arms`, of arms that are made already; states are held `at_hand` for runs to come."""
    states: dict[str, SpunUp] = {}
    found: dict[str, Callable[[int], Society]] = {}
    if not compiled():
        told.say(COMPILING)
    for name, (own, key) in arms.items():
        if key not in states:

            def tell(done: int, total: int) -> None:
                if done == 1:
                    told.stage(SPINNING_UP, total)
                told.done(done)

            states[key] = stack.enter_context(SpunUp(own, seed, threads, tell, keep, at_hand, key))

        def start(own_threads: int, own: Scenario = own, state: SpunUp = states[key]) -> Society:
            return state.start(own, own_threads)

        found[name] = start
    return found
