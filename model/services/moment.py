"""One week as the services see it: the whole society, this week's draws, and who has moved.

Mechanisms never get this: they see `contract.week.Week`, which can be read and not written to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import numpy as np

from ..ground.draws import draws
from ..people.experiences import Experience
from ..people.places import Places
from ..people.residents import Residents
from ..people.trust import experience
from ..ties.counting import acquaintance_counts
from ..ties.store import pair_values
from ..ties.world import World

_NO_ROWS = np.zeros(0, np.int32)


@dataclass(slots=True)
class Moment:
    """One week of one society.

    Attributes:
        society: the engine.
        number: absolute week, counted from the beginning of the spin-up.
        scenario_week: weeks since the scenario began; negative while spinning up.
        places, residents: of the society.
        moved: int32, rows whose residents have moved in in this week.
    """

    society: World
    number: int
    scenario_week: int
    places: Places
    residents: Residents
    moved: np.ndarray = field(default_factory=lambda: _NO_ROWS)

    @classmethod
    def of(cls, society: World, moved: np.ndarray = _NO_ROWS) -> Moment:
        """Make the view of the society's present week."""
        return cls(society, society.week, society.week - society.policy_week0, society.places, society.residents, moved)

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

    def experience(self, kind: Experience, rows: np.ndarray) -> None:
        """Let the residents `rows` (a row may come more than once) have an experience; trust.py says what it does to their trust."""
        if len(rows):
            experience(self.residents, kind, rows, self.society.constants.trust.alpha)

    def acquaintances(self, rows: np.ndarray) -> np.ndarray:
        """Return int64 [m]: how many acquaintances the residents of these rows have."""
        return acquaintance_counts(self.society, rows)
