"""The posterior by an emulator: what is known of the constants after so many plays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .emulator import Emulator, bend
from .likelihood import Judge, judge_of, log_likelihood, sizes_of
from .plays import Wave
from .target import MOST, Target
from .walk import LogDensity


class Emulated:
    """An emulator of the tables together with how it is judged.

    Attributes:
        emulator: the emulator.
        judge: of the tables.
    """

    def __init__(self, target: Target, waves: Sequence[Wave], seed: int, factor: float = 1.0, workers: int = 1) -> None:
        """Learn from all plays of some waves.

        Args:
            target: what is fitted to.
            waves: those played.
            seed: see `Emulator`.
            factor: see `Emulator`.
            workers: see `Emulator`.
        """
        vectors = np.concatenate([wave.vectors for wave in waves])
        self.emulator = Emulator(vectors, np.concatenate([bent_rows(target, wave.rows) for wave in waves]), seed, factor, workers)
        self.judge: Judge = judge_of(target.tables, self.emulator)

    def log_likelihood(self, vectors: np.ndarray, shift: np.ndarray | float = 0.0) -> np.ndarray:
        """Return the log-likelihood of the published tables for vectors, float64 [n].

        Args:
            vectors: float64 [n, constants], in the unit cube.
            shift: float64 [rows]; other tables are judged, this much (bent deviations) away from the published ones.
        """
        guess, emulator = self.emulator.guess(vectors), self.emulator
        return log_likelihood(self.judge, guess.mean - shift, emulator.weights, guess.parts, emulator.left_out)

    def density(self, warmth: float = 1.0, shift: np.ndarray | float = 0.0) -> LogDensity:
        """Return the log-density of the posterior to walk by, flatter by `warmth` below 1."""
        return lambda vectors: warmth * self.log_likelihood(vectors, shift)

    def discrepancies(self, vectors: np.ndarray) -> np.ndarray:
        """Return the discrepancy of each table that is expected over vectors of the posterior, in standard errors, float64 [tables]."""
        guess, emulator = self.emulator.guess(vectors), self.emulator
        return sizes_of(self.judge, guess.mean, emulator.weights, guess.parts, emulator.left_out)


def bent_rows(target: Target, rows: np.ndarray) -> np.ndarray:
    """Return the bent deviations of played rows, float64 [n, rows]; where nobody could answer, as far off as counts."""
    z = (rows - target.published) / target.scale
    return bend(np.where(np.isfinite(z), z, MOST))
