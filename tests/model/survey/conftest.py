"""Two small communities with random ties, some of them stale, some remembered by one side only."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people.constants import Constants
from linli.model.people.survey_constants import SurveyConstants
from linli.model.society.society import Society
from linli.model.ties.store import TICKS

Entry = tuple[int, int, float, float]


def put_tie(society: Society, used: np.ndarray, i: int, j: int, base: int, hours: tuple[float, float], last: int) -> None:
    """Write the tie that row i keeps of row j, if there is a slot."""
    k, ties = used[i], society.ties
    if k < ties.partner.shape[1]:
        used[i] += 1
        ties.partner[i, k] = j - base
        ties.closeness[i, k], ties.slow[i, k] = round(min(hours) * TICKS), max(hours)
        ties.last[i, k] = last


def with_random_ties(survey: SurveyConstants | None = None) -> Society:
    """Make the society; the same whatever the constants of surveys."""
    constants = Constants(survey=survey or SurveyConstants())
    made = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6, communities=2), constants=constants, seed=5)
    made.week = 300
    rng = np.random.default_rng(1)
    r = made.residents
    r.arrival[:] = rng.integers(-200, 300, r.n)
    used = np.zeros(r.n, int)
    for lo, hi in itertools.pairwise(made.places.community_rows.tolist()):
        for i, j in itertools.combinations(range(lo, hi), 2):
            if rng.random() < 0.12:
                hours = rng.gamma(1.0, 20.0), rng.gamma(1.0, 20.0)
                last = int(rng.integers(0, 300))
                for a, b in ((i, j), (j, i)) if rng.random() < 0.9 else ((i, j),):
                    put_tie(made, used, a, b, lo, hours, last)
    return made


def valid_entries(society: Society) -> list[Entry]:
    """List (row, other's row, closeness, slow trace) of all valid ties by the plain rule."""
    t, r, c = society.ties, society.residents, society.constants.ties
    found = []
    for lo, hi in itertools.pairwise(society.places.community_rows.tolist()):
        for i in range(lo, hi):
            for k in range(t.partner.shape[1]):
                if t.partner[i, k] == 65535:
                    continue
                j, last = lo + int(t.partner[i, k]), int(t.last[i, k])
                if last >= r.arrival[i] and last >= r.arrival[j]:
                    days = 7 * (society.week - last)
                    closeness = t.closeness[i, k] / TICKS * 0.5 ** (days / c.half_life)
                    found.append((i, j, closeness, t.slow[i, k] * 0.5 ** (days / c.slow_half_life)))
    return found


@pytest.fixture(scope="session")
def society() -> Society:
    """Random ties; read only."""
    return with_random_ties()


@pytest.fixture(scope="session")
def entries(society: Society) -> list[Entry]:
    """`valid_entries` of the society."""
    return valid_entries(society)


@pytest.fixture(scope="session")
def another() -> Callable[..., Society]:
    """`with_random_ties`: the same society under other constants of surveys."""
    return with_random_ties
