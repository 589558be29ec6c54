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
_MOST_A_YEAR = 5200.0


def _weekly(a_year: np.ndarray | float) -> np.ndarray:
    rate = np.asarray(a_year, np.float64)
    if not ((rate >= 0.0) & (rate <= _MOST_A_YEAR)).all():
        lowest, highest = rate.min(), rate.max()
        raise ValueError(f"a rate a year is a number from 0 to {_MOST_A_YEAR:g}; given: {lowest:g} to {highest:g}")
    return rate / 52.0


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

    __slots__ = ("_flats", "_newly", "log", "moved", "number", "places", "residents", "scenario_week", "society")

    def __init__(self, society: World) -> None:
        """Begin at the society's present week."""
        self.society = society
        self.places: Places = society.places
        self.residents: Residents = society.residents
        self.log = np.zeros((1, len(Experience)), np.int64)
        self.turn(_NO_ROWS)

    @classmethod
    def of(cls, society: World, moved: np.ndarray = _NO_ROWS) -> Moment:
        """Make the view of a society's present week, in which the people of the rows `moved` have moved in."""
        moment = cls(society)
        moment.turn(moved)
        return moment

    def turn(self, moved: np.ndarray) -> None:
        """Move on to the society's present week, in which the people of the rows `moved` have moved in."""
        self.number: int = self.society.week
        self.scenario_week: int = self.number - self.society.policy_week0
        self.moved = moved
        self._flats: np.ndarray | None = None
        self._newly: np.ndarray | None = None

    @property
    def moved_flats(self) -> np.ndarray:
        """int32, the flats into which people have moved in this week, each once."""
        if self._flats is None:
            self._flats = np.unique(self.residents.flat[self.moved])
        return self._flats

    def has_moved(self, rows: np.ndarray) -> np.ndarray:
        """Return bool, shaped as `rows`: whether these residents have moved in this week; False for the row -1, which is nobody."""
        if self._newly is None:
            self._newly = np.zeros(self.residents.n, np.bool_)
            self._newly[self.moved] = True
        return np.asarray(self._newly[rows] & (rows >= 0))

    def draw(self, stream: str, entities: np.ndarray, counter: int = 0) -> np.ndarray:
        """Draw float64 uniforms [n] for permanent identities [n], keyed by (seed, stream, week, entity, counter)."""
        return draws(self.society.seed, stream, self.number, entities, counter)

    def happen(self, stream: str, identities: np.ndarray, a_year: np.ndarray | float, counter: int = 0) -> np.ndarray:
        """Return bool [n]: to whom a rare event (a fire, a fall, a loss) happens at least once in this week.

        Events come as a Poisson process with the rate `a_year`, 52 weeks a year, so that the chance of a week is
        1 - exp(-a_year / 52) exactly. The draw is that of `draw`: whoever else is there changes nothing, and an event
        that happens at one rate happens at every higher rate too.

        Args:
            stream: name of the draws, such as "fire".
            identities: uint64 [n], permanent identities of those to whom it may happen.
            a_year: times a year, of all or of each [n].
            counter: for more draws of one stream in a week.

        Raises:
            ValueError: a rate that is negative, not finite, or above 5,200 a year.
        """
        return np.asarray(self.draw(stream, identities, counter) < -np.expm1(-_weekly(a_year)))

    def happen_times(
        self, stream: str, identities: np.ndarray, a_year: np.ndarray | float, counter: int = 0
    ) -> np.ndarray:
        """Return int64 [n]: how often it happens in this week, a Poisson number.

        It is at least 1 exactly where `happen` says True. Arguments and errors are those of `happen`.
        """
        u, mean = self.draw(stream, identities, counter), _weekly(a_year)
        times = np.zeros(len(u), np.int64)
        # P(at least k + 1) = P(at least k) - P(k): the draw is held against one after the other.
        exactly, at_least = np.exp(-mean), -np.expm1(-mean)
        more = u < at_least
        k = 0
        while k < 1000 and more.any():
            times += more
            k += 1
            exactly = exactly * mean / k
            at_least = at_least - exactly
            more = more & (u < at_least)
        return times

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

    def experience(self, kind: Experience, rows: np.ndarray, by: int = -1, share: float = 1.0) -> None:
        """Let the residents `rows` (a row may come more than once) have an experience; trust.py says what it does to their trust.

        Args:
            kind: what happened.
            rows: to whom.
            by: number of the mechanism through which it came, -1 ordinary life; it is logged. (One that has no row of its own
                counts as ordinary life.)
            share: of its whole weight: less than 1 where one is only told of it.
        """
        if len(rows):
            self.log[by if by < len(self.log) - 1 else -1, kind.number] += len(rows)
            experience(self.residents, kind, rows, share * self.society.constants.trust.alpha)

    def acquaintances(self, rows: np.ndarray) -> np.ndarray:
        """Return int64 [m]: how many acquaintances the residents of these rows have."""
        return acquaintance_counts(self.society, rows)

    def share_of_known(self, rows: np.ndarray, mask: np.ndarray, among: np.ndarray | None = None) -> np.ndarray:
        """Return float64 [m]: share of the acquaintances of these rows for whom `mask` (bool [n]) holds, NaN of one without any.

        `among`: int32 [n] labels; only acquaintances with the resident's own label are counted. None: all are.
        """
        return acquaintance_shares(self.society, rows, mask, among)
