"""A walk through the constants by what an emulator says of them: vectors as often as the tables let them be.

The prior is even in the unit cube. The moves are those of emcee (Foreman-Mackey et al. 2013; differential evolution, ter Braak 2006). Four
crowds walk, begun apart: where they agree, where they stand does not hang on where they began.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .side_by_side import side_by_side

LogDensity = Callable[[np.ndarray], np.ndarray]
"""Vectors in the unit cube, float64 [n, constants] -> log-density, float64 [n]."""
CROWDS = 4
EARLY = 0.4
"""Share of the steps that is thrown away: there the walk still hangs on where it began."""
BEGIN_FROM = 20
"""For each walker so many vectors are looked at to begin with."""


class Walked(NamedTuple):
    """Where the walk came.

    Attributes:
        vectors: float64 [n, constants], in the unit cube, from the later part of all crowds.
        effective: so many independent vectors tell as much: steps over autocorrelation time, of the constant of which it is longest.
        agree: largest R-hat of the constants, the spread of all crowds together over that of each (1: they agree).
        moved: share of steps taken.
    """

    vectors: np.ndarray
    effective: float
    agree: float
    moved: float


def walk(density: LogDensity, constants: int, steps: int, seed: int, processes: int = 1) -> Walked:
    """Walk, and return the later part.

    Args:
        density: log-density within the unit cube.
        constants: dimensions.
        steps: of each walker.
        seed: of all draws.
        processes: that walk side by side; they do not change the walk.
    """
    with side_by_side(lambda crowd: _crowd(density, constants, steps, seed, crowd), min(processes, CROWDS)) as each:
        crowds, effective, moved = zip(*each(range(CROWDS)), strict=True)
    return Walked(np.concatenate(crowds), sum(effective), _agree(list(crowds)), sum(moved) / CROWDS)


def _crowd(density: LogDensity, constants: int, steps: int, seed: int, crowd: int) -> tuple[np.ndarray, float, float]:
    """Return where a crowd came, its effective size, and the share of steps that it took."""
    import emcee

    def within(vectors: np.ndarray) -> np.ndarray:
        found = np.full(len(vectors), -np.inf)
        inside = ((vectors >= 0.0) & (vectors <= 1.0)).all(axis=1)
        if inside.any():
            found[inside] = density(vectors[inside])
        return found

    walkers = max(2 * constants + 2, 12)
    stream = np.random.Generator(np.random.PCG64((seed, crowd)))
    begin = _begin(density, stream.random((BEGIN_FROM * walkers, constants)), walkers, stream)
    moves = [(emcee.moves.DEMove(), 0.7), (emcee.moves.DESnookerMove(), 0.1), (emcee.moves.StretchMove(), 0.2)]
    sampler = emcee.EnsembleSampler(walkers, constants, within, moves=moves, vectorize=True)
    state = emcee.State(begin, random_state=np.random.RandomState((seed + 104729 * crowd) % 2**32).get_state())
    sampler.run_mcmc(state, steps, skip_initial_state_check=True)
    chain = np.asarray(sampler.get_chain()[int(EARLY * steps) :], np.float64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        time = float(np.nanmax(emcee.autocorr.integrated_time(chain, tol=0)))
    effective = walkers * len(chain) / max(time, 1.0)
    return chain.reshape(-1, constants), effective, float(np.mean(sampler.acceptance_fraction))


def thinned(walked: Walked, n: int, seed: int) -> np.ndarray:
    """Return so many vectors out of those of a walk."""
    places = np.random.Generator(np.random.PCG64(seed)).choice(len(walked.vectors), size=n, replace=len(walked.vectors) < n)
    return np.asarray(walked.vectors[places])


def _begin(density: LogDensity, vectors: np.ndarray, walkers: int, stream: np.random.Generator) -> np.ndarray:
    """Return where the walkers begin: drawn from an even sample by the fourth root of the density, so that they are near, and not all at one place."""
    found = density(vectors)
    weight = np.exp(0.25 * (found - found.max())) + 1e-12
    return vectors[stream.choice(len(vectors), size=walkers, replace=False, p=weight / weight.sum())]


def _agree(crowds: list[np.ndarray]) -> float:
    n = min(len(crowd) for crowd in crowds)
    inside = np.mean([crowd.var(axis=0, ddof=1) for crowd in crowds], axis=0)
    between = np.var([crowd.mean(axis=0) for crowd in crowds], axis=0, ddof=1)
    return float(np.max(np.sqrt(((n - 1) / n * inside + between) / np.maximum(inside, 1e-12))))
