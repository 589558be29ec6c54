"""Rare events: as often as a Poisson process of their rate, whoever else is there (services/moment.py)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.services.moment import Moment
from linli.model.society.society import Society
from scipy import stats

_SOCIETY = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6, communities=2), seed=3)
WEEKS = 500


def week_of(number: int) -> Moment:
    week = Moment.of(_SOCIETY)
    week.number = number
    return week


@pytest.mark.parametrize("a_year", [0.05, 1.0, 30.0, 400.0])
def test_a_rare_event_happens_as_often_as_its_rate_says(a_year: float) -> None:
    who = _SOCIETY.residents.identity
    once = sum(int(week_of(w).happen("fire", who, a_year).sum()) for w in range(WEEKS))
    times = np.concatenate([week_of(w).happen_times("fire", who, a_year) for w in range(WEEKS)])
    n, mean = WEEKS * len(who), a_year / 52.0
    p = 1.0 - math.exp(-mean)
    assert abs(once - n * p) < 5.0 * math.sqrt(n * p * (1.0 - p))
    assert abs(times.sum() - n * mean) < 5.0 * math.sqrt(n * mean)
    assert once == (times > 0).sum()
    top = int(stats.poisson.isf(20.0 / n, mean))
    observed = np.bincount(np.minimum(times, top), minlength=top + 1)
    expected = np.append(stats.poisson.pmf(np.arange(top), mean), stats.poisson.sf(top - 1, mean)) * n
    assert stats.chisquare(observed, expected, sum_check=False).pvalue > 1e-4 if top > 0 else observed.sum() == n


def test_it_happens_to_each_whoever_else_is_there() -> None:
    week, who = week_of(7), _SOCIETY.residents.identity
    rates = np.linspace(0.0, 60.0, len(who))
    for happen in (week.happen, week.happen_times):
        all_ = happen("fall", who, rates)
        some = np.arange(len(who))[::-3]
        assert np.array_equal(happen("fall", who[some], rates[some]), all_[some])
        assert 20 < (all_ > 0).sum() < len(who)
        assert not np.array_equal(happen("fire", who, rates), all_)
        assert not np.array_equal(happen("fall", who, rates, 1), all_)
        assert len(happen("fall", who[:0], 3.0)) == 0
    assert not week.happen("fall", who, 0.0).any()


def test_what_happens_at_one_rate_happens_at_a_higher_one_too() -> None:
    who = _SOCIETY.residents.identity
    low, high = (week_of(5).happen_times("fall", who, rate) for rate in (20.0, 60.0))
    assert (high >= low).all()
    assert high.sum() > 2 * low.sum()


@pytest.mark.parametrize("rate", [-0.1, math.nan, math.inf, 1e5])
def test_a_rate_that_is_none_is_refused(rate: float) -> None:
    for happen in (week_of(1).happen, week_of(1).happen_times):
        with pytest.raises(ValueError, match="from 0 to 5200"):
            happen("fire", _SOCIETY.residents.identity, rate)
