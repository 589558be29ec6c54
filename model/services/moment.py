"""One week as the services see it: the whole society, this week's draws, and who has moved.

Mechanisms never get this: they see `contract.week.Week`, which can be read and not written to.
"""

from __future__ import annotations

from typing import cast

import numpy as np

from ..ground.draws import draws
from ..people.experiences import Experience
from ..people.places import Places
from ..people.residents import Residents
from ..people.trust import experience
from ..ties.counting import acquaintance_counts, acquaintance_shares
from ..ties.store import pair_values
from ..ties.world import World

_NO_ROWS = np.zeros(0, np.int32)


class Moment:
    """The present week of one society: one object for its whole life, moved on by `turn`.

    Attributes:
        society: the engine.
        number: absolute week, counted from the beginning of the spin-up.
        scenario_week: weeks since the scenario began; negative while spinning up.
        places, residents: of the society.
        moved: int32, rows whose residents have moved in in this week.
        log: int64 [mechanisms + 1, kinds of experience], experiences since the start by the mechanism through which they came; the last
            row is ordinary life.
    """

    __slots__ = ("log", "moved", "number", "places", "residents", "scenario_week", "society")

    def __init__(self, society: World) -> None:
        """Begin at the society's present week."""
        self.society = society
        self.places: Places = society.places
        self.residents: Residents = society.residents
        self.log = np.zeros((1, len(Experience)), np.int64)
        self.turn(_NO_ROWS)

    def turn(self, moved: np.ndarray) -> None:
        """Move on to the society's present week, in which the people of the rows `moved` have moved in."""
        self.number: int = self.society.week
        self.scenario_week: int = self.number - self.society.policy_week0
        self.moved = moved

    def draw(self, stream: str, entities: np.ndarray, counter: int = 0) -> np.ndarray:
        """Draw float64 uniforms [n] for permanent identities [n], keyed by (seed, stream, week, entity, counter)."""
        return draws(self.society.seed, stream, self.number, entities, counter)

    def pair_values(self, rows_a: np.ndarray, rows_b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return closeness and slow trace (hours, float32 [m], 0 where none) of pairs of rows of one community each."""
        starts = self.places.community_rows
        base = starts[np.searchsorted(starts, rows_a, side="right") - 1].astype(np.int64)
        s = self.society
        found = pair_values(s.ties, s.fade, self.residents.arrival, base, rows_a, rows_b, np.int64(self.number))
        return found[:, 0], found[:, 1]

    def known(self, rows_a: np.ndarray, rows_b: np.ndarray, hours: float | None = None) -> np.ndarray:
        """Return bool [m]: the pairs whose slow trace is at least `hours` (default: acquaintances)."""
        cut = self.society.constants.ties.acquaintance if hours is None else hours
        return cast(np.ndarray, self.pair_values(rows_a, rows_b)[1] >= cut)

    def experience(self, kind: Experience, rows: np.ndarray, by: int = -1) -> None:
        """Let the residents `rows` (a row may come more than once) have an experience; trust.py says what it does to their trust.

        Args:
            kind: what happened.
            rows: to whom.
            by: number of the mechanism through which it came, -1 ordinary life; it is logged. (One that has no row of its own
                counts as ordinary life.)
        """
        if len(rows):
            self.log[by if by < len(self.log) - 1 else -1, kind.number] += len(rows)
            experience(self.residents, kind, rows, self.society.constants.trust.alpha)

    def acquaintances(self, rows: np.ndarray) -> np.ndarray:
        """Return int64 [m]: how many acquaintances the residents of these rows have."""
        return acquaintance_counts(self.society, rows)

    def share_of_known(self, rows: np.ndarray, mask: np.ndarray, among: np.ndarray | None = None) -> np.ndarray:
        """Return float64 [m]: share of the acquaintances of these rows for whom `mask` (bool [n]) holds, NaN of one without any.

        `among`: int32 [n] labels; only acquaintances with the resident's own label are counted. None: all are.
        """
        return acquaintance_shares(self.society, rows, mask, among)
