"""Promises of institutions: what was announced and then happened or did not.

An occasion that is held as announced is what everybody expected, whoever came to it: it moves nobody's trust. One that is called off is a broken
promise for those who notice, and they tell it. A promise of something else (a repair, a payment, an answer) that is kept is seen by those
who were waiting for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..ground.measure import State
from ..ground.random import absorb_many
from ..people.declared import counter
from ..people.experiences import Experience
from ..people.service_constants import PromiseConstants
from ..people.units import ranges
from .base import NOBODY, Desk, Service
from .checking import indices
from .standing import Standing

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

    def __init__(self, constants: PromiseConstants, standing: Standing) -> None:
        """Begin without promises; `standing` lets people see what became of them, and tell it."""
        self.constants, self.standing = constants, standing
        self.open: dict[str, np.ndarray] = {name: np.zeros(0, kind) for name, kind in COLUMNS.items()}
        self.restart()

    def make(self, identity: np.ndarray, lo: np.ndarray, hi: np.ndarray, due: np.ndarray | int) -> None:
        """Promise something to the residents lo <= row < hi until week `due` (absolute); one entry a promise."""
        new = {"identity": identity, "lo": lo, "hi": hi, "due": np.broadcast_to(due, (len(identity),))}
        self.open = {name: np.concatenate([self.open[name], np.asarray(new[name], kind)]) for name, kind in COLUMNS.items()}

    def keep(self, week: Moment, identity: np.ndarray, witnesses: np.ndarray, by: int = NOBODY) -> None:
        """Keep promises, made before or only announced; `witnesses` are the rows of residents who saw it (a row may come more than once)."""
        made = np.isin(self.open["identity"], identity)
        _, concerned = ranges(self.open["lo"][made], self.open["hi"][made])
        self._close(identity)
        self.promises_kept += len(identity)
        self.standing.seen(week, Experience.KEPT, np.asarray(witnesses), concerned, by)

    def fail(self, week: Moment, identity: np.ndarray, lo: np.ndarray, hi: np.ndarray) -> None:
        """Break promises, made before or only announced: each resident of the audience notices with the chance `notice`."""
        if len(identity) == 0:
            return
        self._close(identity)
        self.promises_broken += len(identity)
        _, rows = ranges(lo, hi)
        u = week.draw("promise noticed", week.residents.identity[rows])
        self.standing.seen(week, Experience.BROKEN, rows[u < self.constants.notice], rows)

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
        self.standing.seen(week, Experience.BROKEN, rows[u < self.constants.notice], rows, by)

    def held(self, occasions: int) -> None:
        """So many occasions were held as announced."""
        self.promises_kept += occasions

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


class PromisesDesk(Desk[Promises]):
    """What a mechanism may do with promises: make one with a date, and keep it. One that is not kept by its date is broken by itself."""

    __slots__ = ()

    def make(self, identity: np.ndarray, lo: np.ndarray, hi: np.ndarray, due: np.ndarray | int) -> None:
        """Promise something to the residents lo <= row < hi, to be done by the end of week `due`; one entry a promise.

        Args:
            identity: uint64 [m], permanent, of each promise.
            lo: int [m], first row of those to whom it is made.
            hi: int [m], the row behind the last.
            due: last absolute week, of all or [m].

        Raises:
            ValueError: rows that do not exist, a date that has passed, a promise that is open already.
        """
        n, new = self._service.standing.heard.shape[1], np.asarray(identity, np.uint64)
        first, end = indices(lo, n + 1, "first rows"), indices(hi, n + 1, "rows behind the last")
        if len(first) != len(new) or len(end) != len(new) or (first >= end).any():
            raise ValueError(f"a promise is made to the residents lo <= row < hi, at least one of them; {len(new)} promises are made")
        if len(new) and np.min(due) < self.week.number:
            raise ValueError(f"a promise is due in week {int(np.min(due))}, and this is week {self.week.number} (absolute weeks)")
        if len(np.unique(new)) < len(new) or np.isin(new, self._service.open["identity"]).any():
            raise ValueError("each promise has an identity of its own")
        self._service.make(new, first, end, due)

    def keep(self, identity: np.ndarray, witnesses: np.ndarray) -> np.ndarray:
        """Keep promises that are open; `witnesses` are the rows of those who see it. Return bool [m], which were open.

        Raises:
            ValueError: rows that do not exist.
        """
        given = np.asarray(identity, np.uint64)
        found = np.isin(given, self._service.open["identity"])
        seen = indices(witnesses, self._service.standing.heard.shape[1], "rows of residents")
        if found.any():
            self._service.keep(self.week, given[found], seen, self.by)
        return np.asarray(found)
