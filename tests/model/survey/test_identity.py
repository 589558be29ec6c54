"""Answers and samples belong to people and not to rows: a community alone is asked as it is beside another."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.society.society import Society
from linli.model.survey import nearest_households, reports, responding, sample_households, sample_people

WEEKS = 12


@pytest.fixture(scope="module")
def pair() -> tuple[Society, Society]:
    """Two communities, and the second of them alone."""
    both = Society(neighbourhood=NeighbourhoodParameters(buildings=1, communities=2), seed=8)
    alone = Society(neighbourhood=NeighbourhoodParameters(buildings=1, first_community=1), seed=8)
    both.run(WEEKS)
    alone.run(WEEKS)
    return both, alone


def test_answers_are_the_same(pair: tuple[Society, Society]) -> None:
    both, alone = pair
    first = int(both.places.community_rows[1])
    mine = np.arange(first, both.residents.n)
    assert len(mine) == alone.residents.n
    beside, by_itself = reports(both, "slow", mine), reports(alone, "slow")
    assert len(by_itself.asker) > 200
    assert np.array_equal(beside.asker - first, by_itself.asker)
    assert np.array_equal(beside.other - first, by_itself.other)
    assert np.array_equal(beside.hours, by_itself.hours)


def test_samples_are_the_same(pair: tuple[Society, Society]) -> None:
    both, alone = pair
    first, n = int(both.places.community_rows[1]), alone.residents.n
    mine = np.arange(first, first + n)
    assert np.array_equal(sample_people(both, n // 3, mine) - first, sample_people(alone, n // 3))
    assert np.array_equal(responding(both, mine, 0.4, 1.0) - first, responding(alone, np.arange(n), 0.4, 1.0))
    # In both communities together the lower draws of each are taken: those of the second are a part of its own order.
    drawn = sample_households(both, both.places.flats // 4)
    theirs = drawn[drawn >= first] - first
    households = len(np.unique(alone.residents.flat[theirs]))
    assert households > 5
    assert np.array_equal(theirs, sample_households(alone, households))


def test_lists_do_not_reach_into_another_community(pair: tuple[Society, Society]) -> None:
    both, alone = pair
    first, flats = int(both.places.community_rows[1]), int(both.places.community_flats[1])
    beside = nearest_households(both, np.arange(first, both.residents.n), 500)
    assert beside.other.min() >= flats
    assert np.array_equal(np.unique(beside.other - flats), np.unique(nearest_households(alone, count=500).other))
