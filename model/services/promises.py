"""Promises: what was announced and then happened or did not. Broken ones are noticed, and cost trust in institutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..ground.measure import State
from ..ground.random import absorb_many
from ..people.declared import counter
from ..people.experiences import Experience
from ..people.service_constants import PromiseConstants
from ..people.units import ranges
from .base import Service

if TYPE_CHECKING:
    from .moment import Moment

COLUMNS: dict[str, type] = {"identity": np.uint64, "lo": np.int32, "hi": np.int32, "due": np.int32}
"""Columns of the table of open promises: permanent identity, rows of those to whom it was made, last week to keep it."""


class Promises(Service):
    """Open promises and what became of the others.

    Attributes:
        open: column -> array, see `COLUMNS`.
    """

    name = "promises"
    promises_kept: int = counter("promises kept", "兑现的承诺", unit="times")
    promises_broken: int = counter("promises broken", "落空的承诺", unit="times")

    def __init__(self, constants: PromiseConstants) -> None:
        """Begin without promises."""
        self.constants = constants
        self.open: dict[str, np.ndarray] = {name: np.zeros(0, kind) for name, kind in COLUMNS.items()}
        self.restart()

    def make(self, identity: np.ndarray, lo: np.ndarray, hi: np.ndarray, due: np.ndarray | int) -> None:
        """Promise something to the residents lo <= row < hi until week `due` (absolute); one entry a promise."""
        new = {"identity": identity, "lo": lo, "hi": hi, "due": np.broadcast_to(due, (len(identity),))}
        self.open = {name: np.concatenate([self.open[name], np.asarray(new[name], kind)]) for name, kind in COLUMNS.items()}

    def keep(self, week: Moment, identity: np.ndarray, witnesses: np.ndarray) -> None:
        """Keep promises, made before or only announced; `witnesses` are the rows of residents who saw it (a row may come more than once)."""
        self._close(identity)
        self.promises_kept += len(identity)
        week.experience(Experience.KEPT, witnesses)

    def fail(self, week: Moment, identity: np.ndarray, lo: np.ndarray, hi: np.ndarray) -> None:
        """Break promises, made before or only announced: each resident of the audience notices with the chance `notice`."""
        if len(identity) == 0:
            return
        self._close(identity)
        self.promises_broken += len(identity)
        _, rows = ranges(lo, hi)
        u = week.draw("promise noticed", week.residents.identity[rows])
        week.experience(Experience.BROKEN, rows[u < self.constants.notice])

    def cancelled(self, week: Moment, by: int, occasions: np.ndarray, identity: np.ndarray, rows: np.ndarray) -> None:
        """Occasions that were announced are not held: each of those for whom they were notices with the chance `notice`.

        Args:
            week: this week.
            by: number of the mechanism that announced.
            occasions: uint64, identities of the occasions.
            identity: uint64 [m], the occasion of each for whom one was.
            rows: int [m], who it is.
        """
        self.promises_broken += len(occasions)
        u = week.draw("promise noticed", absorb_many(identity, week.residents.identity[rows]))
        week.experience(Experience.BROKEN, rows[u < self.constants.notice], by)

    def judged(self, week: Moment, by: int, occasions: np.ndarray, identity: np.ndarray, rows: np.ndarray, quality: np.ndarray) -> None:
        """Those who came to occasions that were announced see the promise kept, the surer the better it is.

        Args:
            week: this week.
            by: number of the mechanism that announced.
            occasions: uint64, identities of the occasions.
            identity: uint64 [m], the occasion of each who came.
            rows: int [m], who it is.
            quality: float [m], how good the occasion was.
        """
        self.promises_kept += len(occasions)
        u = week.draw("promise judged", absorb_many(identity, week.residents.identity[rows]))
        good = u < quality / self.constants.good_quality
        week.experience(Experience.KEPT, rows[good], by)
        week.experience(Experience.BROKEN, rows[~good], by)

    def react(self, week: Moment) -> None:
        """Break what was due before this week's end and has not been kept (phase react)."""
        if len(self.open["due"]):
            late = self.open["due"] <= week.number
            if late.any():
                self.fail(week, self.open["identity"][late], self.open["lo"][late], self.open["hi"][late])

    def _close(self, identity: np.ndarray) -> None:
        if len(self.open["identity"]):
            left = ~np.isin(self.open["identity"], identity)
            self.open = {name: column[left] for name, column in self.open.items()}

    def state(self) -> State:
        """Return what has to be saved."""
        return {**self.open, **super().state()}

    def restore(self, state: State) -> None:
        """Take back what `state` returned."""
        self.open = {name: state[name].copy() for name in COLUMNS}
        super().restore(state)
