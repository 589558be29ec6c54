"""Draws: uniform, independent between streams, the same everywhere; the sort and the Poisson numbers that rest on them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from linli.model.ground.draws import draws
from linli.model.ground.random import absorb, absorb_many, draw, key_of, sort_keys, stream, uniform, uniforms
from linli.model.people.residents import identities
from linli.model.ties.encounters import poisson
from scipy import stats

ENTITIES = identities(np.repeat(np.arange(4), 5000), np.tile(np.arange(1250).repeat(4), 4), np.arange(20000) % 3, np.tile(np.arange(4), 5000))
"""Permanent identities as they are: consecutive flats, members and ordinals, so keys differ in few bits."""
STREAMS = ("visit", "visit time", "decide to come", "everyday yard", "chemistry")


@pytest.mark.parametrize("name", STREAMS)
@pytest.mark.parametrize("week", [0, 1, 5000])
def test_draws_are_uniform(name: str, week: int) -> None:
    u = draw(42, name, week, ENTITIES)
    assert u.min() >= 0.0
    assert u.max() < 1.0
    assert stats.kstest(u, "uniform").pvalue > 1e-4
    assert stats.chisquare(np.bincount((u * 200).astype(int), minlength=200)).pvalue > 1e-4
    # The low bits too: they order those who come, and choose the second of two draws.
    low = (u * 2.0**53).astype(np.uint64) & np.uint64(0xFF)
    assert stats.chisquare(np.bincount(low.astype(int), minlength=256)).pvalue > 1e-4


def test_draws_of_streams_weeks_counters_and_seeds_are_independent_of_each_other() -> None:
    columns = [draw(1, name, 7, ENTITIES) for name in STREAMS]
    columns += [draw(1, "visit", 8, ENTITIES), draw(1, "visit", 7, ENTITIES, 1), draw(2, "visit", 7, ENTITIES), np.roll(columns[0], 1)]
    values = []
    for a, b in itertools.combinations(columns, 2):
        table = np.histogram2d(a, b, bins=8, range=((0, 1), (0, 1)))[0]
        values.append(stats.chisquare(table.ravel()).pvalue)
        assert abs(np.corrcoef(a, b)[0, 1]) < 4.5 / np.sqrt(len(a))
    assert min(values) > 1e-4 / len(values)
    assert stats.kstest(values, "uniform").pvalue > 1e-3


def test_every_bit_of_a_key_is_as_often_set_as_not() -> None:
    keys = absorb_many(key_of(3, stream("visit"), 9), ENTITIES)
    set_ = ((keys[:, None] >> np.arange(64, dtype=np.uint64)) & np.uint64(1)).mean(axis=0)
    assert np.abs(set_ - 0.5).max() < 4.5 * 0.5 / np.sqrt(len(keys))
    assert len(np.unique(keys)) == len(keys)


def test_streams_have_the_same_numbers_on_every_platform() -> None:
    assert int(stream("visit")) == 0x517AA9AE8CE097E1
    assert int(absorb_many(np.uint64(0), 1)) == 0x910A2DEC89025CC1
    assert draw(1, "visit", 2, 3) == uniforms(absorb_many(key_of(1, stream("visit"), 2, 3), 0))


@given(st.integers(0, 2**32), st.integers(0, 60000), st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=5), st.integers(0, 100))
@settings(max_examples=60, deadline=None)
def test_compiled_and_numpy_draws_are_the_same(seed: int, week: int, entities: list[int], counter: int) -> None:
    rows = np.array(entities, np.uint64)
    assert draws(seed, "some stream", week, rows, counter).tolist() == draw(seed, "some stream", week, rows, counter).tolist()
    key = np.uint64(seed)
    assert int(absorb(key, np.uint64(entities[0]))) == int(absorb_many(key, rows[0]))
    assert float(uniform(key)) == float(uniforms(np.asarray(key)))


@given(st.integers(0, 400), st.sampled_from(["spread", "few heaps", "equal", "small", "ascending", "descending"]), st.integers(0, 2**32))
@example(5000, "spread", 1)
@example(33, "equal", 1)
@example(0, "spread", 1)
@settings(max_examples=80, deadline=None)
def test_sort_keys_sorts(n: int, kind: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    keys = rng.integers(0, 2**64, n + 3, dtype=np.uint64)
    if kind == "few heaps":
        keys &= np.uint64(0xC0000000000000FF)
    elif kind == "equal":
        keys[:] = keys[0]
    elif kind == "small":
        keys &= np.uint64(0xFFF)
    elif kind != "spread":
        keys = np.sort(keys)[:: 1 if kind == "ascending" else -1].copy()
    before = keys.copy()
    sort_keys(keys, n, np.zeros(n + 3, np.uint64), np.zeros(1025, np.int32))
    assert keys[:n].tolist() == np.sort(before[:n]).tolist()
    assert keys[n:].tolist() == before[n:].tolist()


@pytest.mark.parametrize("mean", [0.0, 1e-6, 0.02, 0.3, 1.0, 4.0, 30.0, 300.0])
def test_poisson_numbers_are_the_quantiles_of_the_law(mean: float) -> None:
    u = np.concatenate([np.linspace(0.0, 0.999, 400), [1e-12, 0.5, 0.9999999]])
    found = [poisson(float(x), mean) for x in u]
    assert found[0] == 0
    below, upto = stats.poisson.cdf(np.array(found) - 1, mean), stats.poisson.cdf(found, mean)
    # k is the least number whose cumulated chance exceeds u, up to rounding of the sums.
    assert np.all(upto > u - 1e-9)
    assert np.all(below <= u + 1e-9)


def test_poisson_numbers_have_their_mean_and_variance() -> None:
    u = draw(5, "poisson", 0, np.arange(40000))
    for mean in (0.1, 2.5):
        found = np.array([poisson(float(x), mean) for x in u])
        assert abs(found.mean() - mean) < 4.0 * np.sqrt(mean / len(u))
        assert found.var() == pytest.approx(mean, rel=0.04)
