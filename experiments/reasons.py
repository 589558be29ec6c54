"""Why a comparison came out as it did: where new acquaintances began, what a survey could tell, and what would turn the verdict round."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .intervals import paired
from .ranges import FEWEST_DRAWS, over_draws
from .smoothing import expected

if TYPE_CHECKING:
    from .comparison import Comparison


class Gained(NamedTuple):
    """How many more acquaintances a resident has that began in one kind of place.

    Attributes:
        kind: name of the kind.
        centre, low, high: as those of `Difference`.
    """

    kind: str
    centre: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """True if the interval or range excludes zero."""
        return bool(self.low > 0.0 or self.high < 0.0)


def new_by_origin(comparison: Comparison, arm: str) -> list[Gained]:
    """Return the change in acquaintances a resident by where they began, the largest first. They add up to the whole change in the mean."""
    found = []
    for name in comparison.names:
        if not name.startswith("origin."):
            continue
        with_, base = (_of_origin(comparison, one, name) for one in (arm, comparison.baseline))
        more = with_ - base
        if not np.any(with_) and not np.any(base):
            continue
        if comparison.draws:
            r = over_draws(comparison.by_draw(more))
            found.append(Gained(name.split(".", 1)[1], r.median, r.low, r.high))
        else:
            p = paired(more)
            found.append(Gained(name.split(".", 1)[1], p.mean, p.low, p.high))
    return sorted(found, key=lambda one: -abs(one.centre))


def _of_origin(comparison: Comparison, arm: str, name: str) -> np.ndarray:
    """Return float [seeds], acquaintances a resident that began in a kind of place."""
    return np.asarray(comparison.ends(arm, "acquaintances") * np.nan_to_num(comparison.ends(arm, name)))


ASKED_FOR = {
    "recognised": "own-sight", "acquaintances": "own-names", "strangers": "own-names", "gate_density": "own-gate", "friend": "own-ask",
    "close": "own-visits", "came_quarter": "own-activities", "trust_neighbours": "own-trust", "trust_institutions": "own-committee",
}  # fmt: skip
"""Measure of the compound today -> the question of the form (`linli survey new`) that asks for it."""


def today(comparison: Comparison, measures: Iterable[str]) -> dict[str, np.ndarray]:
    """Return measures of the compound as it is before the policy, float64 [draws] each: the mean over the seeds of a draw. Unknown ones are left out."""
    return {name: np.array([one.mean() for one in comparison.by_draw(comparison.starts(name))]) for name in measures if name in comparison.names}


class Asked(NamedTuple):
    """What knowing a measure of the compound today would do to the range of an effect.

    Attributes:
        measure: the measure, as it is before the policy.
        share: of the variance between draws that it goes along with (the square of the rank correlation), 0 to 1.
        narrower: by which share the range would become narrower if it were known exactly.
    """

    measure: str
    share: float
    narrower: float


def would_narrow(comparison: Comparison, arm: str, measures: dict[str, str], measure: str = "acquaintances") -> tuple[list[Asked], float] | None:
    """Return which of some measures, asked today, would narrow the range of an effect most.

    In each draw the compound is another one before the policy begins; where the effect goes along with how it is then, a survey tells of the effect.

    Args:
        comparison: of draws.
        arm: the package.
        measures: measure -> the question that asks for it; several may ask for one.
        measure: the effect.

    Returns:
        The measures, the most telling first, and the share that the best of them reaches by chance once in twenty times; None without 12 draws.
    """
    if len(set(comparison.draws)) < FEWEST_DRAWS:
        return None
    effects = comparison.ranged(arm, measure).effects
    if len(effects) != len(set(comparison.draws)) or np.ptp(effects) == 0.0:
        return None
    columns = today(comparison, measures)
    columns = {name: column for name, column in columns.items() if np.isfinite(column).all() and np.ptp(column) > 0.0}
    if not columns:
        return None
    rng = np.random.default_rng(0)
    chance = max(max(_shared(column, shuffled) for column in columns.values()) for shuffled in (rng.permutation(effects) for _ in range(19)))
    shares = {name: _shared(column, effects) for name, column in columns.items()}
    found = [Asked(name, share, 1.0 - math.sqrt(max(0.0, 1.0 - share))) for name, share in shares.items()]
    return sorted(found, key=lambda one: -one.share), chance


def _shared(a: np.ndarray, b: np.ndarray) -> float:
    from scipy.stats import spearmanr

    return float(spearmanr(a, b).statistic) ** 2


class Turned(NamedTuple):
    """What would turn a verdict round.

    Attributes:
        key: the constant.
        value: beyond which, on the curve through the draws, the effect has the other sign.
        above: True if it turns above that value, False if below.
        inside: whether that value lies among the values that were drawn.
        lowest, highest: of the values that were drawn.
    """

    key: str
    value: float
    above: bool
    inside: bool
    lowest: float
    highest: float


def would_turn(comparison: Comparison, arm: str, measure: str = "acquaintances") -> list[Turned]:
    """Return, for the constants that carry most of the variance of an effect, where each alone would turn its sign, the others as they are in the mean.

    Where the regression on a constant (`smoothing.expected`) crosses zero within its range, it turns there; else where a straight line would.
    """
    found = comparison.sensitivity(arm, measure)
    if found is None:
        return []
    means = comparison.draw_means(arm, measure)
    turned = []
    for one in found.first:
        if one.share > found.chance and "=" not in one.key:
            turned += turns(one.key, comparison.vectors[one.key], means)
    return turned


def turns(key: str, values: np.ndarray, effects: np.ndarray) -> list[Turned]:
    """Return where one constant would turn the sign of the mean effect: above a value, below one, or both; nowhere if more of it changes nothing.

    Args:
        key: the constant.
        values: float [draws], its values.
        effects: float [draws].
    """
    order = np.argsort(values, kind="stable")
    x, curve, up = values[order], expected(values, effects)[order], bool(effects.mean() > 0.0)
    low, high = float(x[0]), float(x[-1])
    at = np.flatnonzero((curve[:-1] > 0.0) != (curve[1:] > 0.0))
    found: list[Turned] = []
    for above in (False, True):
        # Beyond: on the side where the sign is not that of the mean. Of several, the one nearest to the middle of the draws.
        these = [int(k) for k in at if bool(curve[k + 1] > 0.0) == (up != above)]
        if these:
            k = min(these, key=lambda k: abs(k - len(x) / 2))
            value = float(x[k] + (x[k + 1] - x[k]) * curve[k] / (curve[k] - curve[k + 1]))
            found.append(Turned(key, value, above, True, low, high))
    slope, level = np.polyfit(values, effects, 1)
    if found or np.ptp(effects) == 0.0 or slope == 0.0:
        return found
    value = float(-level / slope)
    return [] if low <= value <= high else [Turned(key, value, bool((slope < 0.0) == up), False, low, high)]


__all__ = ["ASKED_FOR", "Asked", "Gained", "Turned", "new_by_origin", "turns", "would_narrow", "would_turn"]
