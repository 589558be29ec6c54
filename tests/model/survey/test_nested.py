"""Variance components of nested units: the textbook formula where units are of one size, no bias where they are not."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.survey.nested import NestedSums, components


def drawn(rng: np.random.Generator, sites: int, sd: tuple[float, float, float], even: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw answers of people in gates in sites: values, gate, site."""
    values, gates, where = [], [], []
    for site in range(sites):
        common = rng.normal(3.0, sd[0])
        for _ in range(4 if even else rng.integers(1, 7)):
            size = 5 if even else int(rng.integers(1, 12))
            values.append(common + rng.normal(0.0, sd[1]) + rng.normal(0.0, sd[2], size))
            gates.append(np.full(size, len(gates)))
            where.append(np.full(size, site))
    return np.concatenate(values), np.concatenate(gates), np.concatenate(where)


def test_units_of_one_size_give_the_mean_squares_of_the_textbook() -> None:
    y, gate, site = drawn(np.random.default_rng(2), 6, (1.0, 0.7, 2.0), even=True)
    cube = y.reshape(6, 4, 5)
    within = cube.var(axis=2, ddof=1).mean()
    gates = 5 * cube.mean(axis=2).var(axis=1, ddof=1).mean()
    between = 20 * cube.mean(axis=(1, 2)).var(ddof=1)
    sums = NestedSums.of(y, [site, gate], site, 6)
    assert components(sums.added())[0] == pytest.approx([(between - gates) / 20, (gates - within) / 5, within])


def test_units_of_unequal_size_are_estimated_without_bias() -> None:
    rng = np.random.default_rng(1)
    found = []
    for _ in range(300):
        y, gate, site = drawn(rng, 25, (0.5, 0.8, 1.5), even=False)
        found.append(components(NestedSums.of(y, [site, gate], site, 25).added())[0])
    mean, error = np.mean(found, axis=0), np.std(found, axis=0) / np.sqrt(len(found))
    assert (np.abs(mean - [0.25, 0.64, 2.25]) < 3.5 * error).all()
    assert (error < 0.02).all()


def test_leaving_a_site_out_is_as_if_it_had_never_been_asked() -> None:
    y, gate, site = drawn(np.random.default_rng(4), 5, (1.0, 1.0, 1.0), even=False)
    sums = NestedSums.of(y, [site, gate], site, 5)
    rest = site != 3
    alone = NestedSums.of(y[rest], [site[rest], gate[rest]], site[rest], 5)
    assert components(sums.without_each())[3] == pytest.approx(components(alone.added())[0])


def test_levels_that_cannot_be_told_apart_have_no_component() -> None:
    y, gate, site = drawn(np.random.default_rng(4), 5, (1.0, 1.0, 1.0), even=True)
    one_each = components(NestedSums.of(y, [site, site], site, 5).added())[0]
    assert np.isnan(one_each[:2]).all()
    assert one_each[2] > 0.0
    people = components(NestedSums.of(y, [gate, np.arange(len(y))], site, 5).added())[0]
    assert np.isnan(people).all()
