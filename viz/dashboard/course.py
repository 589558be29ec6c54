"""What an arm changed in a measure through the weeks, with the interval or range that the end has in the table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...experiments.intervals import t_cut
from ...experiments.ranges import over_draws

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison


@dataclass(frozen=True)
class Change:
    """A difference from *without* through the weeks.

    Attributes:
        weeks: int [t], those at which all measures were taken.
        centre: float [t], the mean of the pairs, or the median over draws.
        low, high: float [t], as those of `Difference`; NaN for one pair.
    """

    weeks: np.ndarray
    centre: np.ndarray
    low: np.ndarray
    high: np.ndarray


def change_of(comparison: Comparison, arm: str, measure: str) -> Change | None:
    """Return the difference of an arm from the baseline; None where the measure was not taken in both.

    Its last week is `comparison.difference(arm, measure)` to the last digit.
    """
    weeks, base = comparison.course(comparison.baseline, measure)
    others, with_ = comparison.course(arm, measure)
    if not len(weeks) or not len(others):
        return None
    shared = np.intersect1d(weeks, others)
    pairs = with_[:, np.isin(others, shared)] - base[:, np.isin(weeks, shared)]
    known = ~np.isnan(pairs).any(axis=0)
    pairs, shared = pairs[:, known], shared[known]
    if not len(shared):
        return None
    if comparison.draws:
        draws = np.array(comparison.draws)
        numbers = list(dict.fromkeys(comparison.draws))
        found = [over_draws([column[draws == number] for number in numbers]) for column in pairs.T]
        return Change(shared, *(np.array([getattr(one, name) for one in found]) for name in ("median", "low", "high")))
    n = len(pairs)
    mean = pairs.mean(axis=0)
    half = t_cut(n) * pairs.std(axis=0, ddof=1) / math.sqrt(n) if n > 1 else np.full(len(mean), math.nan)
    return Change(shared, mean, mean - half, mean + half)
