"""A counted survey beside the compound of a comparison as it is before the policy: what fits, and what the answers do to the range of an effect.

Each draw of constants has another compound before the policy begins. Draws whose compound answers like the real one count for more
(importance weights: Kong, Liu & Wong 1994), and the range of the effect is taken of the draws so weighted. Nothing is played anew. Where few
draws come near the answers this says so; a fit (`linli calibrate`) looks for constants that do.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .ranges import FEWEST_DRAWS, HIGH, LOW, luck_within

if TYPE_CHECKING:
    from ..scenarios.own_survey import OwnSurvey
    from .comparison import Comparison

BESIDE = 0.05
"""By how much a share or a level of trust may be off beyond sampling: form and engine do not count quite alike. Assumed."""
_TAIL = 0.01
"""Weight beyond which a draw at the edge is left out of a range."""
ENOUGH = 6.0
"""Draws that have to count for a range of the weighted ones to be told; fewer have no 5 and 95 % points."""


def _share(*places: int) -> Callable[[Sequence[int]], np.ndarray]:
    """Return what makes a 0 or 1 of each answer: 1 for those at some places of the question."""
    return lambda counts: np.isin(np.arange(len(counts)), places).astype(np.float64)


def _middles(counts: Sequence[int]) -> np.ndarray:
    """Return the middle of the part of the scale from 0 to 1 that each answer is of."""
    return (np.arange(len(counts)) + 0.5) / len(counts)


MEASURED: dict[str, tuple[str, Callable[[Sequence[int]], np.ndarray]]] = {
    "strangers": ("own-names", _share(0, 1)),
    "came_quarter": ("own-activities", _share(1, 2, 3)),
    "trust_neighbours": ("own-trust", _middles),
    "trust_institutions": ("own-committee", _middles),
}
"""Measure of the compound -> the question of the form whose answers give the same number, and the number that each answer stands for."""


class Beside(NamedTuple):
    """One number of a survey beside that of the compound before the policy.

    Attributes:
        measure: of the compound.
        question: of the form.
        surveyed: the number by the survey.
        error: its standard error.
        low, median, high: of the compound, over draws (5, 50, 95 %), or over seeds where nothing was drawn (lowest, middle, highest).
    """

    measure: str
    question: str
    surveyed: float
    error: float
    low: float
    median: float
    high: float

    @property
    def fits(self) -> bool:
        """True if the survey could have come from one of these compounds: 95 % interval and what may be off beyond it."""
        room = 1.96 * math.hypot(self.error, BESIDE)
        return self.low - room <= self.surveyed <= self.high + room


class Weighed(NamedTuple):
    """The range of an effect over draws that a survey has weighed.

    Attributes:
        median, low, high: as those of `Ranged`.
        counting: as how many draws they count: the square of the sum of the weights over the sum of their squares.
        draws: how many there are.
    """

    median: float
    low: float
    high: float
    counting: float
    draws: int

    @property
    def enough(self) -> bool:
        """True if enough draws count for the range to be told."""
        return self.counting >= ENOUGH


def beside(comparison: Comparison, survey: OwnSurvey) -> list[Beside]:
    """Return the numbers that a survey and the compound before the policy both tell."""
    found = []
    for measure, (question, worth) in MEASURED.items():
        values = _before(comparison, measure)
        if values is None:
            continue
        mean, error = _surveyed(survey.counts[question], worth)
        if comparison.draws:
            low, median, high = np.quantile(values, (LOW, 0.5, HIGH), method="weibull").tolist()
        else:
            low, median, high = float(values.min()), float(np.median(values)), float(values.max())
        found.append(Beside(measure, question, mean, error, low, median, high))
    return found


def weighed(comparison: Comparison, arm: str, survey: OwnSurvey, measure: str = "acquaintances") -> Weighed | None:
    """Return the range of an effect when draws whose compound answers like a survey count for more; None without 12 draws, or if none differ.

    Args:
        comparison: of draws.
        arm: the package.
        survey: the counted survey of the real compound.
        measure: the effect.
    """
    draws = len(set(comparison.draws))
    effects = comparison.ranged(arm, measure).effects
    if draws < FEWEST_DRAWS or len(effects) != draws:
        return None
    off = np.zeros(draws)
    telling = False
    for name, (question, worth) in MEASURED.items():
        values = _before(comparison, name)
        if values is None or np.ptp(values) == 0.0:
            continue
        mean, error = _surveyed(survey.counts[question], worth)
        off += (values - mean) ** 2 / (error**2 + BESIDE**2 + _luck(comparison, name))
        telling = True
    if not telling:
        return None
    weights = np.exp(-0.5 * (off - off.min()))
    weights /= weights.sum()
    counting = float(1.0 / (weights**2).sum())
    low, median, high = _quantiles(effects, weights, counting)
    return Weighed(median, low, high, counting, draws)


def _before(comparison: Comparison, measure: str) -> np.ndarray | None:
    """Return float64 [draws], a measure before the policy, the mean over the seeds of a draw; None where it is not known."""
    if measure not in comparison.names:
        return None
    values = np.array([one.mean() for one in comparison.by_draw(comparison.starts(measure))])
    return values if len(values) and np.isfinite(values).all() else None


def _luck(comparison: Comparison, measure: str) -> float:
    """Return the variance of the mean over the seeds of a draw that is luck; 0 where no draw has two seeds."""
    groups = comparison.by_draw(comparison.starts(measure))
    luck = luck_within(groups)
    return 0.0 if math.isnan(luck) else luck * float(np.mean([1.0 / len(one) for one in groups]))


def _surveyed(counts: Sequence[int], worth: Callable[[Sequence[int]], np.ndarray]) -> tuple[float, float]:
    """Return the mean of what the answers stand for, and its standard error; that of a share is never nought (a half more of each, Jeffreys)."""
    many, value = np.asarray(counts, np.float64), worth(counts)
    n = float(many.sum())
    mean = float(many @ value / n)
    soft = (many + 0.5) / (n + 0.5 * len(many))
    return mean, math.sqrt(float(soft @ (value - soft @ value) ** 2) / n)


def _quantiles(effects: np.ndarray, weights: np.ndarray, counting: float) -> list[float]:
    """Return the 5, 50 and 95 % points of weighted draws; with equal weights they are those of `over_draws`. Draws beyond which lies a hundredth are none."""
    order = np.argsort(effects, kind="stable")
    middles = np.cumsum(weights[order]) - 0.5 * weights[order]
    points = (np.array((LOW, 0.5, HIGH)) * (counting + 1.0) - 0.5) / counting
    return np.interp(np.clip(points, _TAIL, 1.0 - _TAIL), middles, effects[order]).tolist()  # type: ignore[no-any-return]


__all__ = ["BESIDE", "Beside", "Weighed", "beside", "weighed"]
