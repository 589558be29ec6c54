"""Why a comparison came out as it did: where new acquaintances began, what a survey could tell, and what would turn the verdict round."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .intervals import paired
from .ranges import FEWEST_DRAWS, over_draws

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
            r = over_draws(_by_draw(comparison, more))
            found.append(Gained(name.split(".", 1)[1], r.median, r.low, r.high))
        else:
            p = paired(more)
            found.append(Gained(name.split(".", 1)[1], p.mean, p.low, p.high))
    return sorted(found, key=lambda one: -abs(one.centre))


def _of_origin(comparison: Comparison, arm: str, name: str) -> np.ndarray:
    """Return float [seeds], acquaintances a resident that began in a kind of place."""
    return np.asarray(comparison.ends(arm, "acquaintances") * np.nan_to_num(comparison.ends(arm, name)))


def _by_draw(comparison: Comparison, values: np.ndarray) -> list[np.ndarray]:
    draws = np.array(comparison.draws)
    return [values[draws == draw] for draw in dict.fromkeys(comparison.draws)]


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
    columns = {name: np.array([one.mean() for one in _by_draw(comparison, comparison.starts(name))]) for name in measures if name in comparison.names}
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
        value: beyond which, on the straight line through the draws, the effect has the other sign.
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
    """Return, for the constants that carry most of the variance of an effect, where each alone would turn its sign, the others as they are in the mean."""
    found = comparison.sensitivity(arm, measure)
    if found is None:
        return []
    effects = comparison.ranged(arm, measure).effects
    turned = []
    for one in found.first:
        values = comparison.vectors[one.key]
        slope, level = np.polyfit(values, effects, 1)
        if one.share <= found.chance or slope == 0.0 or "=" in one.key:
            continue
        at = float(-level / slope)
        above = bool((slope < 0.0) == (effects.mean() > 0.0))
        low, high = float(values.min()), float(values.max())
        turned.append(Turned(one.key, at, above, low <= at <= high, low, high))
    return turned


__all__ = ["Asked", "Gained", "Turned", "new_by_origin", "would_narrow", "would_turn"]
