"""What a posterior by an emulator is worth: vectors of it are played for true, and constants that are known are looked for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .emulated import Emulated, bent_rows
from .likelihood import log_likelihood
from .plays import Wave
from .side_by_side import side_by_side
from .target import Target
from .walk import thinned, walk

INSIDE = 0.9
"""Share of a posterior that an interval holds."""
LOOKED_AT = 2000
"""Vectors of a walk from which an interval is taken."""


class Weighed(NamedTuple):
    """How much vectors of the posterior are worth after they were played.

    Attributes:
        effective: effective size of the vectors (Kish), weighed by the likelihood of what was played over that of what had been guessed.
        updated: the same where the emulator that has learned from these plays is asked anew; it does not take luck for knowledge.
        distance: median over vectors of the distance of target.py, of single plays.
        lowest: the lowest of them, of the means of a vector's plays.
    """

    effective: float
    updated: float
    distance: float
    lowest: float


def weigh(target: Target, before: Emulated, after: Emulated, wave: Wave, times: int) -> Weighed:
    """Weigh vectors that were drawn from a posterior, and played.

    Args:
        target: what is fitted to.
        before: the emulator that they were drawn by.
        after: the one that has learned from their plays too.
        wave: the plays, each vector `times` times.
        times: see above.
    """
    vectors, emulator = wave.vectors[::times], before.emulator
    guessed = before.log_likelihood(vectors)
    mean = bent_rows(target, wave.rows).reshape(len(vectors), times, -1).mean(axis=1)
    luck = np.tile(emulator.luck / times, (len(vectors), 1))
    played = log_likelihood(before.judge, mean, emulator.weights, luck, emulator.left_out / times)
    rows = wave.rows.reshape(len(vectors), times, -1).mean(axis=1)
    return Weighed(
        kish(played - guessed), kish(after.log_likelihood(vectors) - guessed),
        float(np.median([target.distance(row) for row in wave.rows])), min(target.distance(row) for row in rows),
    )  # fmt: skip


def kish(log_weights: np.ndarray) -> float:
    """Return the effective size of a sample by the logarithms of its weights."""
    weights = np.exp(log_weights - log_weights.max())
    return float(weights.sum() ** 2 / np.square(weights).sum())


def directions(vectors: np.ndarray) -> np.ndarray:
    """Return by how much the prior's width is narrowed along each principal direction of vectors in the unit cube, most first.

    Constants trade off: a table may say nothing of two constants and much of their product.
    """
    spread = np.linalg.eigvalsh(np.atleast_2d(np.cov(vectors, rowvar=False)))
    return np.asarray(1.0 - np.sqrt(12.0 * np.maximum(spread, 0.0)))


class Recovered(NamedTuple):
    """Constants that were known, looked for by the fit.

    Attributes:
        planted: float64 [vectors, constants], in the unit cube.
        low: float64, as `planted`: lower end of the interval found.
        high: its upper end.
    """

    planted: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @property
    def inside(self) -> np.ndarray:
        """Whether each constant lies within its interval, bool [vectors, constants]."""
        return (self.low <= self.planted) & (self.planted <= self.high)

    @property
    def narrower(self) -> np.ndarray:
        """How much narrower the intervals are than the prior's, on average over vectors, float64 [constants]."""
        return np.asarray(1.0 - np.mean(self.high - self.low, axis=0) / INSIDE)


def recover(target: Target, by: Emulated, wave: Wave, times: int, many: int, steps: int, seed: int, processes: int = 1) -> Recovered:
    """Fit to tables that were simulated with known constants.

    The tables are those of a play, with its luck, and a draw of what is left of the errors; the emulator does not know these plays.

    Args:
        target: what is fitted to.
        by: an emulator that has not learned from the plays of `wave`.
        wave: plays of known vectors, each `times` times; the first play of each of the first `many` vectors is taken.
        times: see above.
        many: vectors.
        steps: of each walk.
        seed: of errors and walks.
        processes: that walk side by side.
    """
    planted = wave.vectors[::times][:many]
    bent = bent_rows(target, wave.rows[::times][:many])
    root = np.linalg.cholesky(by.judge.errors)
    rest = np.sqrt(np.maximum(1.0 - np.diag(by.emulator.luck_of_rows), 0.0))

    def ends(k: int) -> np.ndarray:
        error = rest * (root @ np.random.Generator(np.random.PCG64((seed, k))).standard_normal(bent.shape[1]))
        walked = walk(by.density(shift=bent[k] + error), planted.shape[1], steps, seed + 1 + k)
        return np.asarray(np.quantile(thinned(walked, LOOKED_AT, seed), ((1.0 - INSIDE) / 2.0, (1.0 + INSIDE) / 2.0), axis=0))

    with side_by_side(ends, processes) as each:
        low, high = np.stack(each(range(len(planted))), axis=1)
    return Recovered(planted, low, high)
