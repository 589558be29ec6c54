"""What statistics tell, where the answer is known: a made-up compound whose statistics follow from its constants by a rule and noise."""

from __future__ import annotations

import numpy as np
import pytest
from linli.experiments.local import estimate
from linli.experiments.local.estimate import beyond, posterior, recovery, refuse_few, tell, usable
from linli.scenarios.errors import UserError

PLAYS, CONSTANTS = 400, 2
NAMES = tuple(f"s{k}" for k in range(12))


def made(plays: int, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return shares, and statistics: the first tells of the first constant, the others of nothing."""
    rng = np.random.default_rng(seed)
    shares = rng.random((plays, CONSTANTS))
    found = rng.normal(size=(plays, len(NAMES)))
    found[:, 0] = np.log(shares[:, 0] / (1.0 - shares[:, 0])) + noise * rng.normal(size=plays)
    return shares, found


@pytest.fixture(scope="module")
def plays() -> tuple[np.ndarray, np.ndarray]:
    return made(PLAYS, 0.5, 1)


@pytest.fixture(scope="module")
def told(plays: tuple[np.ndarray, np.ndarray]) -> estimate.Told:
    """What is told of a compound in the middle."""
    observed = np.zeros(len(NAMES))
    return tell(*plays, NAMES, observed, held_back=100)


def test_what_is_told_is_known_better_and_nothing_else(told):
    assert told.better.tolist() == [True, False]
    assert told.narrower[0] > 0.3
    assert abs(told.narrower[1]) < 0.15


def test_intervals_are_as_wide_as_the_noise_makes_them(told):
    # A logistic prior of variance pi^2 / 3 and noise of variance 1/4 leave a normal of this spread on the logit scale, nearly.
    spread = (1.0 / (1.0 / 0.25 + 3.0 / np.pi**2)) ** 0.5
    ends = 1.0 / (1.0 + np.exp(-1.645 * spread * np.array([-1.0, 1.0])))
    assert told.draws.quantiles(0.05, 0.95)[:, 0] == pytest.approx(ends, abs=0.06)


def test_nine_intervals_of_ten_hold_the_truth(plays, told):
    covered, _, many = recovery(plays[0], plays[1], plays[1], PLAYS, 1)
    assert many == PLAYS
    # Three standard errors of a share of .9 in 400.
    assert covered == pytest.approx([0.9, 0.9], abs=0.045)
    assert told.held_back == 100


def test_an_unknown_bias_of_the_answers_shows_in_the_coverage(plays):
    shifted = plays[1].copy()
    shifted[:, 0] += 1.5
    covered, _, _ = recovery(plays[0], plays[1], shifted, 100, 1)
    assert covered[0] < 0.5


def test_few_plays_with_many_statistics_do_not_look_as_if_they_told(plays):
    rng = np.random.default_rng(3)
    shares, noise = rng.random((100, 2)), rng.normal(size=(100, 40))
    found = tell(shares, noise, tuple(map(str, range(40))), noise.mean(axis=0), held_back=5)
    assert not found.better.any()


def test_draws_stay_inside_their_ranges_and_repeat_to_the_bit(plays):
    observed = np.full(len(NAMES), 30.0)
    one, other = posterior(*plays, observed), posterior(*plays, observed)
    assert ((one.shares >= 0.0) & (one.shares <= 1.0)).all()
    assert np.array_equal(one.shares, other.shares)
    assert np.array_equal(one.weights, other.weights)
    assert one.weights.sum() == pytest.approx(1.0)


def test_even_draws_stand_for_their_weights():
    draws = estimate.Weighted(np.zeros((3, 1)), np.array([0.5, 0.3, 0.2]), np.arange(3))
    assert np.bincount(draws.even(10)).tolist() == [5, 3, 2]
    assert draws.effective == pytest.approx(1.0 / (0.25 + 0.09 + 0.04))


def test_statistics_that_many_plays_lack_or_that_do_not_vary_are_left_out():
    table = np.random.default_rng(0).normal(size=(50, 4))
    table[:10, 1] = np.nan
    table[:, 2] = 3.0
    observed = np.array([0.0, 0.0, 3.0, np.nan])
    assert usable(table, observed).tolist() == [True, False, False, False]


def test_a_compound_outside_all_plays_is_told(plays):
    observed = np.zeros(len(NAMES))
    observed[4] = 9.0
    assert np.flatnonzero(beyond(plays[1], observed)).tolist() == [4]
    assert not beyond(plays[1], np.zeros(len(NAMES))).any()


def test_too_few_plays_are_refused():
    with pytest.raises(UserError, match="59 plays are too few for 2 constants; take 60 or more"):
        refuse_few(59, 2)
    refuse_few(60, 2)


def test_answers_that_tell_nothing_are_refused(plays):
    with pytest.raises(UserError, match="no number that can be compared"):
        tell(*plays, NAMES, np.full(len(NAMES), np.nan))
