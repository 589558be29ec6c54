import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.experiments.intervals import detectable, paired, ratio
from scipy import stats


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=30).filter(lambda x: np.std(x) > 1e-6))
def test_interval_of_the_mean_is_students(values):
    found = paired(np.array(values))
    low, high = stats.ttest_1samp(values, 0.0).confidence_interval(0.95)
    assert found.low == pytest.approx(low, rel=1e-9, abs=1e-9)
    assert found.high == pytest.approx(high, rel=1e-9, abs=1e-9)


def test_one_pair_has_no_interval():
    found = paired(np.array([0.3]))
    assert found.mean == 0.3
    assert math.isnan(found.low)
    assert math.isnan(found.detectable)
    assert paired(np.zeros(0)).n == 0


def test_detectable_difference_agrees_with_published_power_tables():
    # Two-sided 5 %, power 80 %: G*Power gives dz = 0.6604 for 20 pairs, 0.9949 for 10 pairs.
    assert detectable(1.0, 20) == pytest.approx(0.6604, abs=0.001)
    assert detectable(2.0, 10) == pytest.approx(2 * 0.9949, abs=0.003)
    assert detectable(0.0, 5) == 0.0


def test_detectable_difference_is_found_four_times_out_of_five():
    rng = np.random.default_rng(1)
    n, runs = 8, 4000
    shift = detectable(1.0, n)
    found = stats.ttest_1samp(rng.normal(shift, 1.0, (runs, n)), 0.0, axis=1).pvalue < 0.05
    assert found.mean() == pytest.approx(0.80, abs=0.02)


def test_fieller_covers_the_true_ratio():
    rng = np.random.default_rng(2)
    n, runs, hit = 12, 1500, 0
    for _ in range(runs):
        gain = rng.normal(100.0, 20.0, n)
        cost = rng.normal(3000.0, 400.0, n) + 5.0 * (gain - 100.0)
        _, low, high = ratio(cost, gain)
        hit += low <= 30.0 <= high
    assert hit / runs == pytest.approx(0.95, abs=0.02)


def test_ratio_without_a_gain_is_not_a_number():
    assert all(math.isnan(x) for x in ratio(np.ones(5), np.zeros(5)))
    centre, low, _ = ratio(np.full(6, 10.0), np.array([-9.0, 10.0, -8.0, 9.5, -7.0, 8.0]))
    assert math.isfinite(centre)
    assert math.isnan(low), "a gain that may be zero has no bounded cost"
    assert ratio(np.full(4, 10.0), np.full(4, 2.0)) == (5.0, 5.0, 5.0)
