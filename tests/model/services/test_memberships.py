"""Memberships: pairs are found where a search of whole keys finds them; values that rise are left as they are."""

from __future__ import annotations

import numpy as np
from linli.model.services.checking import distinct
from linli.model.services.memberships import Memberships


def test_pairs_are_found_where_a_search_of_whole_keys_finds_them() -> None:
    rng = np.random.default_rng(4)
    members = Memberships(20, 1000)
    members.join(rng.integers(0, 20, 300), rng.integers(0, 60, 300), 5)
    slots, rows = rng.integers(0, 21, 500), rng.integers(0, 61, 500)
    at, there = members._place(slots, rows)
    keys, wanted = members._key(members.slot, members.row), members._key(slots, rows)
    assert (at == np.searchsorted(keys, wanted)).all()
    assert (there == np.isin(wanted, keys)).all()
    assert 0 < np.count_nonzero(there) < 500
    nowhere, none = Memberships(20, 1000)._place(slots, rows)
    assert not nowhere.any()
    assert not none.any()


def test_values_come_in_order_and_once() -> None:
    rising = np.array([1, 4, 9])
    assert distinct(rising) is rising
    assert distinct(np.array([4, 1, 4, 9])).tolist() == [1, 4, 9]
    assert distinct(np.array([4, 4])).tolist() == [4]
    assert distinct(np.zeros(0, np.int64)).tolist() == []
