"""Help between neighbours: a small need, whom one asks, whether they help; and helpers who have offered themselves.

In the world
    Now and then one needs a small help: a key, a parcel, a lift to the hospital, somebody to look at the gas. One
    asks the neighbour one is closest to; who has no acquaintance rings at a stranger's door or goes without. Whether the
    other helps is their decision. Volunteer teams (志愿服务队) and centres help some of those whom no neighbour helped.
How it works here
    Needs come at one rate for all. The asked decides by a logit on being known, friendly, trust in neighbours, free
    time, frailty. A mechanism may offer helpers for a week. Of those whom nobody helped, some turn to them; the
    nearest helper with time left comes and gives an hour of an evening. Being helped and being refused are
    experiences with neighbours.
Left out
    The hour that helping takes together (it adds nothing to the tie); help from outside the community; needs that are
    larger for the old and frail.
Fails when
    Few know anybody and nobody offers: then one goes without.
Sources
    CLDS: 48 % helped a neighbour or were helped, 78 % trust neighbours. All log-odds are assumed
    (service_constants.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..ground.measure import State
from ..people.constants import TrustConstants
from ..people.declared import counter, state
from ..people.experiences import Experience
from ..people.service_constants import HelpConstants
from ..people.units import Units
from .base import Desk, Service
from .help_kernels import HELPED, REFUSED, WITHOUT, HelpRule, helpers_for, needs_of_week

if TYPE_CHECKING:
    from ..ties.store import Ties
    from ..ties.world import World
    from .moment import Moment
    from .staff import Staff

_NOBODY = np.zeros(0, np.int32), np.zeros(0, np.uint64)


class _Offer(NamedTuple):
    """Helpers whom one mechanism offers this week: rows, how many needs each may serve, number of the mechanism."""

    rows: np.ndarray
    capacity: np.ndarray
    by: int


class Help(Service):
    """Needs of a society and what becomes of them.

    Attributes:
        refused, without: needs since the start in which the one asked refused, and in which nobody was asked.
        by_teams: of these, how many were helped in the end by somebody who had offered.
    """

    name = "help"
    help_needed: int = counter("help needed from neighbours", "需要邻里帮助", unit="times")
    help_given: int = counter("help given by neighbours", "得到邻里帮助", unit="times")
    refused: int = state("one", 0, restart=True)
    without: int = state("one", 0, restart=True)
    by_teams: int = state("one", 0, restart=True)

    def __init__(self, trust: TrustConstants, constants: HelpConstants, staff: Staff, units: Units) -> None:
        """Begin without needs."""
        self.trust, self.constants, self.staff, self.units = trust, constants, staff, units
        self._offers: list[_Offer] = []
        self._unhelped, self._who = _NOBODY
        self.restart()

    def react(self, week: Moment) -> None:
        """Let needs happen (phase react)."""
        offers, self._offers = self._offers, []
        if self.trust.needs <= 0.0:
            self._unhelped, self._who = _NOBODY
            return
        asker, _, outcome = self.happen(week.society, week.number, week.society.ties)
        week.experience(Experience.HELPED, asker[outcome == HELPED])
        week.experience(Experience.REFUSED, asker[outcome == REFUSED])
        found = np.bincount(outcome, minlength=3).tolist()
        self.help_needed += len(asker)
        self.help_given += found[HELPED]
        self.refused += found[REFUSED]
        self.without += found[WITHOUT]
        left = asker[outcome != HELPED]
        if offers and len(left):
            left = self._teams(week, left, offers)
        self._unhelped, self._who = left, week.residents.identity[left]

    def happen(self, society: World, week: int, ties: Ties) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the needs of a week and what neighbours did about them. Nothing is changed.

        Args:
            society: the society.
            week: absolute week; its draws decide.
            ties: what people keep of each other then; no entry may be of a later week.

        Returns:
            int32 rows of those in need; int32 rows of those they asked (-1: nobody); uint8, 1 helped, 0 refused, 2
            went without.
        """
        s, r, p, h = society, society.residents, society.places, self.constants
        cut = s.constants.ties
        rule = HelpRule(
            h.base, h.known, h.friendly, h.trust, h.time, h.frailty, h.ask_stranger, cut.acquaintance, cut.friendly
        )  # fmt: skip
        found: tuple[np.ndarray, np.ndarray, np.ndarray] = needs_of_week(
            np.uint64(s.seed), np.int64(week), min(self.trust.needs / 52.0, 1.0), r.identity, r.flat, r.gate, r.arrival,
            r.trust_neighbours, r.free_hours, r.frailty, p.gate_rows, p.community_rows, ties, s.fade, rule,
        )  # fmt: skip
        return found

    def offer(self, rows: np.ndarray, capacity: np.ndarray, by: int) -> None:
        """Note helpers for this week; see `HelpDesk.offer`."""
        if len(rows):
            self._offers.append(_Offer(rows, capacity, by))

    def _teams(self, week: Moment, left: np.ndarray, offers: list[_Offer]) -> np.ndarray:
        """Let some of those whom nobody helped turn to the helpers on offer; return the rows of those who are left."""
        r, c, evening = week.residents, self.constants, self.staff.constants.hours
        turns = left[week.draw("help team", r.identity[left]) < c.ask_team]
        turns = turns[np.argsort(week.draw("help team", r.identity[turns], 1), kind="stable")]
        rows = np.concatenate([o.rows for o in offers])
        helpers, which = np.unique(rows, return_inverse=True)
        capacity = np.bincount(which, np.concatenate([o.capacity for o in offers])).astype(np.int64)
        cost = c.team_hours / evening
        come = helpers_for(
            np.uint64(week.society.seed), np.int64(week.number), cost, turns, helpers, capacity,
            self.staff.spare(helpers).astype(np.float64), r.identity, r.flat, r.gate, self.units.gate_compound,
            self.units.gate_community,
        )  # fmt: skip
        served = np.flatnonzero(come >= 0)
        if len(served) == 0:
            return left
        self.staff.take(helpers[come[served]], np.full(len(served), cost))
        # Who was offered by several mechanisms serves first for the one of the lowest number.
        rest: dict[tuple[int, int], int] = {}
        for offer in sorted(offers, key=lambda one: one.by):
            rest |= {(offer.by, row): n for row, n in zip(offer.rows.tolist(), offer.capacity.tolist(), strict=True)}
        through = np.empty(len(served), np.int64)
        for k, row in enumerate(helpers[come[served]].tolist()):
            key = next(key for key, n in rest.items() if key[1] == row and n > 0)
            rest[key] -= 1
            through[k] = key[0]
        for by in np.unique(through).tolist():
            week.experience(Experience.HELPED, turns[served[through == by]], by)
        self.help_given += len(served)
        self.by_teams += len(served)
        return left[~np.isin(left, turns[served])]

    def unhelped(self, week: Moment) -> np.ndarray:
        """Return int32, the rows of those whom nobody helped last week and who still live here."""
        return np.asarray(self._unhelped[week.residents.identity[self._unhelped] == self._who])

    def state(self) -> State:
        """Return what has to be saved."""
        return {**super().state(), "unhelped": self._unhelped, "who": self._who}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        super().restore(saved)
        self._unhelped, self._who = np.array(saved["unhelped"]), np.array(saved["who"])


class HelpDesk(Desk[Help]):
    """What one mechanism may do with help: offer helpers, and see who went without."""

    __slots__ = ()

    def offer(self, rows: np.ndarray, capacity: np.ndarray | int = 1) -> None:
        """Offer helpers for this week. They are asked when no neighbour has helped, as far as their free evenings go.

        Args:
            rows: of the helpers, each once.
            capacity: how many needs each serves at most.

        Raises:
            ValueError: a row that does not exist or comes twice, or a negative capacity.
        """
        n, found = self.week.residents.n, np.atleast_1d(np.asarray(rows))
        if found.size == 0:
            return
        rows_are = found.ndim == 1 and found.dtype.kind in "iu" and found.min() >= 0 and found.max() < n
        if not rows_are or len(np.unique(found)) < len(found):
            raise ValueError(f"helpers are rows of residents, each once, from 0 to {n - 1}")
        each = np.broadcast_to(np.asarray(capacity), found.shape)
        if each.dtype.kind not in "iu" or each.min() < 0:
            raise ValueError("a capacity is a whole number of needs, 0 or more")
        self._service.offer(found.astype(np.int64), each.astype(np.int64), self.by)

    def unhelped(self) -> np.ndarray:
        """Return int32, the rows of those whom nobody helped last week (a copy)."""
        return self._service.unhelped(self.week)
