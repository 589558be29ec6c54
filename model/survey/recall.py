"""What people recall of occasions long past."""

from __future__ import annotations

import numpy as np

from ..ground.refusal import InputError


def chance_recalled(weeks_ago: np.ndarray | float, half_life: float) -> np.ndarray:
    """Return the chance that an occasion is still remembered: 2^(-weeks / half_life).

    Args:
        weeks_ago: weeks since the occasion, not negative, any shape.
        half_life: weeks after which half of the occasions are forgotten (`recall_half_life`).

    Raises:
        InputError: the half-life is not above 0, or an occasion lies ahead.
    """
    weeks = np.asarray(weeks_ago, np.float64)
    if not half_life > 0.0:
        raise InputError(f"a half-life must be above 0 weeks, not {half_life}.", f"半衰期须大于 0 周，不能是 {half_life}。")
    if (weeks < 0.0).any():
        raise InputError("an occasion cannot be recalled before it happens; weeks_ago must not be negative.", "活动尚未发生，无法回忆；weeks_ago 不可为负。")
    return np.asarray(2.0 ** (-weeks / half_life))


def recalled(occasions: np.ndarray, weeks_ago: np.ndarray, half_life: float, draw: np.ndarray) -> np.ndarray:
    """Ask how many occasions are remembered; each one is, by itself, with chance 2^(-weeks / half_life).

    Args:
        occasions: whole numbers of occasions, not negative, any shape (such as [n, weeks]).
        weeks_ago: weeks since, the same for the occasions of one entry; broadcasts with `occasions`.
        half_life: weeks after which half is forgotten.
        draw: keyed uniforms in [0, 1), one an entry (`random.draw` by person and week of the occasion, and not by the week of the
            interview: then who is asked again has forgotten more, and nothing comes back).

    Returns:
        int64 of the broadcast shape, between 0 and `occasions`: the binomial number that belongs to the draw.

    Raises:
        InputError: the half-life is not above 0, or an occasion lies ahead.

    Source: exponential forgetting (Ebbinghaus 1885); the half-life is assumed.
    """
    from scipy.stats import binom

    chance = chance_recalled(weeks_ago, half_life)
    # binom.ppf(0) is -1 by convention.
    level = np.maximum(draw, np.finfo(np.float64).tiny)
    return np.asarray(binom.ppf(level, occasions, chance)).astype(np.int64)


def expected_recall(occasions: np.ndarray, weeks_ago: np.ndarray, half_life: float) -> np.ndarray:
    """Return the expectation of `recalled` in closed form: occasions * 2^(-weeks / half_life), float64; errors as there."""
    return np.asarray(np.asarray(occasions) * chance_recalled(weeks_ago, half_life))
