"""The share of one's acquaintances who do something, against a dense count from the slots."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.services.moment import Moment
from linli.model.society.society import Society
from linli.model.ties.counting import acquaintance_shares
from linli.model.ties.store import EMPTY

WEEK = 400


@pytest.fixture(scope="module")
def met() -> Society:
    """Two communities with random ties of all ages; some entries stand from before an arrival."""
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6, communities=2), seed=3)
    random, r, ties = np.random.default_rng(1), society.residents, society.ties
    society.week = WEEK
    r.arrival[:] = random.integers(0, 300, r.n)
    for lo, hi in itertools.pairwise(society.places.community_rows.tolist()):
        for i in range(lo, hi):
            others = random.choice(
                np.setdiff1d(np.arange(hi - lo), [i - lo]), int(random.integers(0, 40)), replace=False
            )
            ties.partner[i, : len(others)] = others
            ties.slow[i, : len(others)] = random.exponential(4.0, len(others))
            ties.last[i, : len(others)] = random.integers(100, WEEK + 1, len(others))
    return society


def dense(society: Society) -> np.ndarray:
    """Return bool [n, n]: whether the row's own slots keep the column as an acquaintance."""
    r, ties, n = society.residents, society.ties, society.residents.n
    known = np.zeros((n, n), np.bool_)
    for i in range(n):
        base = int(society.places.community_rows[np.searchsorted(society.places.community_rows, i, side="right") - 1])
        for k in np.flatnonzero(ties.partner[i] != EMPTY):
            j, last = base + int(ties.partner[i, k]), int(ties.last[i, k])
            slow = np.float32(ties.slow[i, k] * society.fade.slow[min(WEEK - last, 4095)])
            known[i, j] = last >= max(r.arrival[i], r.arrival[j]) and slow >= society.constants.ties.acquaintance
    return known


def test_shares_are_those_of_a_dense_count(met: Society) -> None:
    n = met.residents.n
    random = np.random.default_rng(2)
    mask, label, known = random.random(n) < 0.4, random.integers(-1, 2, n), dense(met)
    same = known & (label[:, None] == label[None, :])
    rows = random.permutation(n)[: n // 2]
    for pairs, among in ((known, None), (same, label)):
        count, held = pairs.sum(axis=1), (pairs & mask).sum(axis=1)
        expected = np.where(count > 0, held / np.maximum(count, 1), np.nan)
        assert np.array_equal(acquaintance_shares(met, rows, mask, among), expected[rows], equal_nan=True)
        assert np.array_equal(
            Moment(met).share_of_known(rows.astype(np.int32), mask, among), expected[rows], equal_nan=True
        )
    assert 0 < np.isnan(acquaintance_shares(met, rows, mask)).sum() < len(rows)


def test_all_and_none(met: Society) -> None:
    rows = np.arange(met.residents.n)
    count = Moment(met).acquaintances(rows)
    for value in (0.0, 1.0):
        share = acquaintance_shares(met, rows, np.full(met.residents.n, value, np.bool_))
        assert (share[count > 0] == value).all()
        assert np.isnan(share[count == 0]).all()


def test_a_mask_of_another_length_is_refused(met: Society) -> None:
    rows, n = np.arange(3), met.residents.n
    with pytest.raises(ValueError, match=f"both need {n}"):
        acquaintance_shares(met, rows, np.zeros(n - 1, np.bool_))
    with pytest.raises(ValueError, match=f"both need {n}"):
        acquaintance_shares(met, rows, np.zeros(n, np.bool_), np.zeros(3, np.int32))
    assert len(acquaintance_shares(met, np.zeros(0, np.int32), np.zeros(n, np.bool_))) == 0
