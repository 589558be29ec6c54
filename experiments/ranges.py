"""What an effect is over draws of what is not known about people, luck apart.

Each draw is a set of constants that people might have; its seeds are pairs of runs with it. The mean over the seeds of a draw is its effect
and some luck. What the draws vary by beyond that luck is what is not known about people, and it does not shrink when there are more of
them: only the estimate of its ends becomes better.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

LOW, HIGH = 0.05, 0.95
"""The shares of draws below the two ends of a range."""


class Ranged(NamedTuple):
    """An effect over draws.

    Attributes:
        median: of the effect over draws, luck apart.
        low, high: its 5 % and 95 % points; NaN for fewer than two draws.
        positive: share of draws in which it is above zero, and half of those in which it is zero; NaN likewise.
        between: standard deviation of the effect between draws, luck apart.
        luck: standard deviation of one pair of runs within a draw; NaN if no draw has two: then the range holds luck too.
        effects: float64 [draws], the effect of each draw, drawn towards their mean so that they vary by `between` (and as their mean is uncertain).
        wins: float64 [draws], 1 above zero, 0 below, 0.5 at zero. A draw on all of whose seeds nothing differs is at zero, wherever the mean of all lies.
    """

    median: float
    low: float
    high: float
    positive: float
    between: float
    luck: float
    effects: np.ndarray
    wins: np.ndarray


def by_draw(values: np.ndarray, draws: Sequence[int]) -> list[np.ndarray]:
    """Return values of seeds, float [seeds], as those of each draw, in the order in which draws come first; draws: of each seed."""
    of = np.array(draws)
    return [values[of == draw] for draw in dict.fromkeys(draws)]


def luck_within(groups: Sequence[np.ndarray]) -> float:
    """Return the variance of single seeds within the draws, float [seeds] of each; NaN where no draw has two."""
    spare = sum(len(one) - 1 for one in groups)
    return sum(float(((one - one.mean()) ** 2).sum()) for one in groups) / spare if spare else math.nan


def over_draws(differences: Sequence[np.ndarray]) -> Ranged:
    """Estimate an effect over draws from paired differences, float [seeds] of each draw; draws of which nothing is known are left out.

    The variance between draws is the variance of their means less that of luck (one-way analysis of variance with random effects: Searle,
    Casella & McCulloch 1992, ch. 3); each mean is then drawn towards the mean of all so that the effects have just that variance (Louis 1984),
    and that with which the mean of all is known.
    The ends of the range are quantiles of these between which nine tenths of further draws are expected to lie (Hyndman & Fan 1996, definition
    6); with fewer than 19 draws they are the smallest and the largest, and fewer lie between them.
    """
    known = [d[~np.isnan(d)] for d in (np.asarray(one, np.float64) for one in differences)]
    known = [d for d in known if len(d)]
    means, many = np.array([d.mean() for d in known]), np.array([len(d) for d in known])
    nothing = math.nan
    if len(known) < 2:
        return Ranged(float(means[0]) if len(means) else nothing, nothing, nothing, nothing, nothing, nothing, means, _wins(means))
    luck2 = luck_within(known)
    spare = many.sum() > len(many)
    total2 = float(means.var(ddof=1))
    between2 = max(total2 - (luck2 * float((1.0 / many).mean()) if spare else 0.0), 0.0)
    # The middle itself is known only so well; where all is luck, that is what is left of the range.
    spread2 = between2 + total2 / len(means)
    effects = means.mean() + (math.sqrt(spread2 / total2) if total2 > 0.0 else 0.0) * (means - means.mean())
    low, median, high = np.quantile(effects, (LOW, 0.5, HIGH), method="weibull").tolist()
    # Runs that are the same have no luck that could hide a difference.
    wins = np.where([not d.any() for d in known], 0.5, _wins(effects))
    return Ranged(median, low, high, float(wins.mean()), math.sqrt(between2), math.sqrt(luck2) if spare else nothing, effects, wins)


def _wins(effects: np.ndarray) -> np.ndarray:
    return np.asarray((np.sign(effects) + 1.0) / 2.0)


class Carried(NamedTuple):
    """How much of the variance of an effect over draws one constant carries alone.

    Attributes:
        key: the constant.
        share: first-order index, 0 to 1 but for noise.
        rises: whether the effect rises with the constant.
    """

    key: str
    share: float
    rises: bool


class Sensitivity(NamedTuple):
    """Which constants carry most of the variance of an effect.

    Attributes:
        first: the constants with the largest first-order indices, in order.
        chance: index that the largest of all constants reaches with a chance of 5 % when none carries anything.
        draws: from how many draws.
    """

    first: tuple[Carried, ...]
    chance: float
    draws: int


FEWEST_DRAWS = 12
_SHUFFLES = 19


def sensitivity(values: dict[str, np.ndarray], effect: np.ndarray, most: int = 5) -> Sensitivity | None:
    """Return the constants that carry most of the variance of an effect (RBD-FAST on the draws as they are, with correction of bias; SALib).

    Args:
        values: constant -> float64 [draws].
        effect: float64 [draws].
        most: how many are wanted.

    Returns:
        None for fewer than 12 draws, or where nothing varies.
    """
    moving = {key: column for key, column in values.items() if np.ptp(column) > 0.0}
    n = len(effect)
    if n < FEWEST_DRAWS or not moving or not np.isfinite(effect).all() or np.ptp(effect) == 0.0:
        return None
    from SALib.analyze.rbd_fast import compute_first_order, permute_outputs, unskew_S1

    harmonics = max(1, min(6, n // 8))

    def indices(y: np.ndarray) -> np.ndarray:
        return np.array([unskew_S1(compute_first_order(permute_outputs(x, y), harmonics), harmonics, n) for x in moving.values()])

    found = indices(effect)
    rng = np.random.default_rng(0)
    # The largest of 19 shuffles is passed by chance once in twenty times.
    chance = max(float(indices(rng.permutation(effect)).max()) for _ in range(_SHUFFLES))
    keys = list(moving)

    def carried(k: int) -> Carried:
        rank = np.argsort(np.argsort(moving[keys[k]]))
        return Carried(keys[k], float(found[k]), bool(np.corrcoef(rank, effect)[0, 1] > 0.0))

    return Sensitivity(tuple(carried(k) for k in np.argsort(-found)[:most].tolist()), chance, n)
