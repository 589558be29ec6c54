"""The walk by an emulator: it stands as often as the density says, keeps within the prior, and tells when its crowds do not agree."""

from __future__ import annotations

import numpy as np
import pytest
from linli.experiments.calibration.walk import thinned, walk


def hill(vectors: np.ndarray) -> np.ndarray:
    """A normal hill within the unit square: narrow along the first constant, cut off at the edge along the second."""
    return -0.5 * (((vectors[:, 0] - 0.4) / 0.05) ** 2 + (vectors[:, 1] / 0.2) ** 2)


def test_it_stands_as_often_as_the_density_says() -> None:
    found = walk(hill, 2, 1500, 1)
    first, second = found.vectors.T
    assert first.mean() == pytest.approx(0.4, abs=0.005)
    assert first.std() == pytest.approx(0.05, rel=0.1)
    assert second.min() >= 0.0
    assert second.mean() == pytest.approx(0.2 * np.sqrt(2.0 / np.pi), rel=0.1)
    assert found.agree < 1.05
    assert 100.0 < found.effective < len(found.vectors)
    assert 0.1 < found.moved < 0.9


def test_what_is_told_nothing_about_stays_as_wide_as_the_prior() -> None:
    low, high = np.quantile(walk(lambda vectors: np.zeros(len(vectors)), 3, 1200, 2).vectors, (0.05, 0.95), axis=0)
    assert low == pytest.approx(0.05, abs=0.03)
    assert high == pytest.approx(0.95, abs=0.03)


def test_outside_the_prior_the_density_is_not_asked() -> None:
    def asked(vectors: np.ndarray) -> np.ndarray:
        assert ((vectors >= 0.0) & (vectors <= 1.0)).all()
        return hill(vectors)

    walk(asked, 2, 50, 3)


def test_a_walk_too_short_to_leave_where_it_began_says_so() -> None:
    """A thin ridge askew through eight dimensions, and a dozen steps."""
    def ridge(vectors: np.ndarray) -> np.ndarray:
        return -0.5 * np.sum((np.diff(vectors, axis=1) / 0.02) ** 2, axis=1)

    short = walk(ridge, 8, 20, 4)
    assert short.agree > 1.05 or short.effective < 40.0


def test_the_same_seed_gives_the_same_walk() -> None:
    one, same, other = (walk(hill, 2, 60, seed).vectors for seed in (5, 5, 6))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_vectors_of_it_are_taken_as_often_as_they_stand() -> None:
    found = walk(hill, 2, 400, 7)
    some = thinned(found, 3000, 8)
    assert some.mean(axis=0) == pytest.approx(found.vectors.mean(axis=0), abs=0.01)
    assert {tuple(vector) for vector in some} <= {tuple(vector) for vector in found.vectors}
    assert thinned(found, 10**5, 8).shape == (10**5, 2), "more than there are: some stand there more often"
