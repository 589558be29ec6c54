"""Ranks, crowding and the points worth playing again, against what they are by definition."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from linli.experiments.optimise.front import crowding, ranks, worth_again

VALUES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from([0.0, 0.0, 1.0, 2.0])), min_size=1, max_size=12)


def better(a, b):
    """Constrained domination in words (Deb et al. 2002)."""
    if a[2] > 0 or b[2] > 0:
        return a[2] < b[2]
    return all(x >= y for x, y in zip(a[:2], b[:2], strict=True)) and a[:2] != b[:2]


@given(VALUES)
def test_a_rank_is_beaten_by_the_ranks_before_it_alone(points):
    found = ranks(np.array([p[:2] for p in points], float), np.array([p[2] for p in points]))
    for k, one in enumerate(points):
        by = [int(found[j]) for j, other in enumerate(points) if better(other, one)]
        assert found[k] == max(by, default=-1) + 1


def test_the_ends_of_a_front_have_no_neighbour():
    found = crowding(np.array([[0.0, 10.0], [1.0, 8.0], [3.0, 3.0], [4.0, 0.0]]))
    assert np.isinf(found[[0, 3]]).all()
    assert found[1] == 3.0 / 4.0 + 7.0 / 10.0
    assert crowding(np.ones((3, 2))).tolist() == [0.0, 0.0, 0.0]


def test_the_best_and_the_front_are_worth_playing_again():
    x = np.linspace(0.0, 1.0, 30)
    values = np.stack([x, -x], axis=1)
    passed = np.where(x > 0.7, x, 0.0)
    chosen = worth_again(values, passed, 7)
    within = np.flatnonzero(x <= 0.7)
    assert chosen[:3] == within[::-1][:3].tolist(), "the best third, the best first"
    assert within[0] in chosen, "the other end"
    assert len(chosen) == 7
    assert worth_again(values, x + 1.0, 2)[0] == 0, "of those beyond, the nearest"
    assert worth_again(values[:2], passed[:2], 7) == [1, 0]
    assert worth_again(values[:0], passed[:0], 7) == []
