"""The rows of an occasion hold all who are named for it."""

from __future__ import annotations

import numpy as np
from linli.model.contract.audience import Extent, fitted
from linli.model.foci.events import INVITED, MEANT, People


def test_the_rows_of_a_list_are_those_of_who_is_on_it_and_of_a_unit_its_own() -> None:
    rng = np.random.default_rng(6)
    for _ in range(50):
        lo = np.array([0, 30, 60, 90])
        hi, listed = lo + 30, rng.random(4) < 0.5
        k = rng.integers(0, 4, 12)
        row = rng.integers(lo[k], hi[k])
        people = People(k, row, np.where(listed[k], MEANT, INVITED).astype(np.uint8), np.zeros(12, np.float32))
        found = fitted(Extent(lo, hi, listed, people))
        assert found.people is people
        assert (found.listed == listed).all()
        for one in range(4):
            named = row[k == one]
            first, end = (named.min(), named.max() + 1) if len(named) else (lo[one], lo[one])
            assert (found.lo[one], found.hi[one]) == ((first, end) if listed[one] else (lo[one], hi[one]))


def test_one_called_from_outside_brings_the_whole_unit_on_the_list() -> None:
    lo, hi, listed = np.array([10, 40]), np.array([20, 50]), np.zeros(2, np.bool_)
    people = People(np.array([0]), np.array([44]), np.array([INVITED], np.uint8), np.zeros(1, np.float32))
    found = fitted(Extent(lo, hi, listed, people))
    assert found.listed.tolist() == [True, False]
    assert (found.lo.tolist(), found.hi.tolist()) == ([10, 40], [45, 50])
    assert found.people is not None
    assert sorted(found.people.row.tolist()) == [*range(10, 20), 44]
