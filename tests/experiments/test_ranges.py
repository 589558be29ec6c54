"""The range of an effect over draws: where the answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from linli.experiments.ranges import over_draws, sensitivity
from scipy.stats import norm

MEAN, BETWEEN, LUCK = 1.0, 0.7, 0.5
TRUTH = MEAN + BETWEEN * norm.ppf([0.05, 0.95])


def draws(rng: np.random.Generator, many: int, seeds: int, between: float = BETWEEN) -> list[np.ndarray]:
    return [rng.normal(effect, LUCK, seeds) for effect in rng.normal(MEAN, between, many)]


@pytest.mark.parametrize(("many", "seeds", "share"), [(12, 2, 11 / 13), (12, 4, 11 / 13), (24, 2, 0.9), (48, 2, 0.9), (200, 3, 0.9)])
def test_the_range_covers_nine_tenths_of_the_effects_and_does_not_shrink(many: int, seeds: int, share: float) -> None:
    rng = np.random.default_rng(many * 10 + seeds)
    found = [over_draws(draws(rng, many, seeds)) for _ in range(400)]
    covered = np.mean([norm.cdf((r.high - MEAN) / BETWEEN) - norm.cdf((r.low - MEAN) / BETWEEN) for r in found])
    # The variance of luck is estimated too, and the middle; both cost a little where there are few draws.
    assert covered == pytest.approx(share, abs=0.04)
    ends = MEAN + BETWEEN * norm.ppf([(1 - share) / 2, (1 + share) / 2])
    assert np.mean([r.low for r in found]) == pytest.approx(ends[0], abs=0.22)
    assert np.mean([r.high for r in found]) == pytest.approx(ends[1], abs=0.22)
    assert np.mean([r.between**2 for r in found]) == pytest.approx(BETWEEN**2, rel=0.08)
    assert np.mean([r.luck**2 for r in found]) == pytest.approx(LUCK**2, rel=0.08)
    assert np.mean([r.positive for r in found]) == pytest.approx(norm.cdf(MEAN / BETWEEN), abs=0.02)


def test_with_luck_left_in_the_range_would_be_too_wide() -> None:
    """What the correction is for: means of two seeds vary more than effects do."""
    rng = np.random.default_rng(5)
    plain = [np.quantile([d.mean() for d in draws(rng, 48, 2)], (0.05, 0.95)) for _ in range(200)]
    assert np.mean([high - low for low, high in plain]) > 1.05 * (TRUTH[1] - TRUTH[0])


def test_where_only_luck_varies_there_is_no_range() -> None:
    rng = np.random.default_rng(2)
    wide = [over_draws(draws(rng, 24, 4, between=0.0)) for _ in range(200)]
    assert np.mean([r.between for r in wide]) < 0.1
    # What is left is how well the middle is known, and it holds the truth as often as it says.
    assert np.median([r.high - r.low for r in wide]) < 0.5 * LUCK
    assert np.mean([r.low <= MEAN <= r.high for r in wide]) > 0.9


def test_what_is_not_known_is_left_out_and_little_gives_little() -> None:
    nothing = over_draws([np.array([math.nan]), np.array([math.nan, math.nan])])
    assert math.isnan(nothing.median)
    one = over_draws([np.array([1.0, 3.0]), np.array([math.nan])])
    assert (one.median, math.isnan(one.low)) == (2.0, True)
    single = over_draws([np.array([v]) for v in (1.0, 2.0, 3.0)])
    assert single.median == 2.0
    assert math.isnan(single.luck)
    same = over_draws([np.array([0.0, 0.0])] * 3)
    assert (same.low, same.high, same.positive) == (0.0, 0.0, 0.5)
    uneven = over_draws([np.array([1.0]), np.array([2.0, 2.5]), np.array([0.0, 1.0, math.nan])])
    assert uneven.low < uneven.median < uneven.high


def test_draws_in_which_nothing_differs_are_ties_and_count_half() -> None:
    nothing, more, less = np.zeros(3), np.array([2.0, 1.5, 2.5]), np.array([-1.0, -1.5, -0.5])
    found = over_draws([nothing, nothing, more, more, more])
    assert found.positive == pytest.approx((3 + 2 / 2) / 5), "though the mean of all, towards which effects are drawn, is above zero"
    assert found.wins.tolist() == [0.5, 0.5, 1.0, 1.0, 1.0]
    turned = over_draws([-one for one in (nothing, nothing, more, more, more)])
    assert found.positive + turned.positive == 1.0
    mixed = over_draws([nothing, more, less, np.array([-1.0, 1.0, 0.0])])
    assert mixed.wins[:3].tolist() == [0.5, 1.0, 0.0]
    assert mixed.wins[3] == (1.0 if mixed.effects[3] > 0.0 else 0.0), "runs that differ hide what is known of them behind luck"


def test_the_constants_that_carry_the_variance_are_found_with_their_shares() -> None:
    rng = np.random.default_rng(3)
    values = {f"other.{k}": rng.random(400) for k in range(20)} | {name: rng.random(400) for name in ("much", "some")} | {"same": np.ones(400)}
    effect = 3.0 * values["much"] - 1.5 * values["some"] + 0.2 * rng.normal(size=400)
    whole = 9.0 / 12 + 2.25 / 12 + 0.04
    found = sensitivity(values, effect)
    assert found is not None
    assert [one.key for one in found.first[:2]] == ["much", "some"]
    assert found.first[0].share == pytest.approx(0.75 / whole, abs=0.08)
    assert found.first[1].share == pytest.approx(0.1875 / whole, abs=0.08)
    assert (found.first[0].rises, found.first[1].rises) == (True, False)
    assert found.first[1].share > found.chance > found.first[2].share
    assert len(found.first) == 5


def test_few_draws_say_nothing_of_constants() -> None:
    rng = np.random.default_rng(4)
    values = {f"c{k}": rng.random(24) for k in range(200)}
    found = sensitivity(values, rng.random(24))
    assert found is not None
    assert found.chance > 0.3, "among two hundred constants one looks strong by chance"
    assert sensitivity({"a": rng.random(11)}, rng.random(11)) is None
    assert sensitivity({"a": np.ones(24)}, rng.random(24)) is None
    assert sensitivity(values, np.ones(24)) is None
