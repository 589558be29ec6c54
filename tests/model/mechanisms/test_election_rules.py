"""The arithmetic of elections, by hand and by what must always hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.mechanisms.election_rules import carried, elected, foremost, marks, representatives, seated

SEEDS = st.integers(0, 2**32 - 1)


def test_the_oldest_of_those_who_may_speaks_for_a_household() -> None:
    flat, age = np.array([0, 0, 0, 1, 1, 2]), np.array([40, 70, 16, 30, 30, 50], np.uint8)
    identity = np.array([5, 4, 3, 2, 1, 0], np.uint64)
    may = np.array([True, True, False, True, True, False])
    assert np.flatnonzero(representatives(flat, age, identity, may)).tolist() == [1, 4]
    assert not representatives(flat, age, identity, np.zeros(6, np.bool_)).any()


def test_the_foremost_of_each_unit() -> None:
    unit, score = np.array([1, 0, 1, 1, 0]), np.array([0.1, 5.0, 0.3, 0.2, 4.0])
    assert foremost(unit, score, np.arange(5, dtype=np.uint64), 2).tolist() == [1, 4, 2, 3]
    assert foremost(unit, score, np.arange(5, dtype=np.uint64), 1).tolist() == [1, 2]


def test_ballots_of_a_household_are_brought_as_far_as_is_allowed() -> None:
    flat = np.array([0, 0, 0, 0, 1, 1, 2])
    voted = np.array([True, False, False, False, False, False, True])
    absent = ~voted
    brought, cast = carried(flat, voted, absent, 2)
    assert np.flatnonzero(brought).tolist() == [1, 2]
    assert cast.tolist() == [3, 0, 0, 0, 0, 0, 1]
    nobody, own = carried(flat, voted, absent, 0)
    assert not nobody.any()
    assert own.tolist() == voted.astype(int).tolist()


@given(SEEDS, st.integers(0, 4))
def test_no_ballot_is_lost_or_made(seed: int, most: int) -> None:
    rng = np.random.default_rng(seed)
    flat, voted = rng.integers(0, 8, 30), rng.random(30) < 0.4
    absent = ~voted & (rng.random(30) < 0.7)
    brought, cast = carried(flat, voted, absent, most)
    assert cast.sum() == voted.sum() + brought.sum()
    assert (cast[~voted] == 0).all()
    assert (cast <= 1 + most).all()
    assert not (brought & ~absent).any()
    # Of a household as many are brought as are missing or may be brought, whichever is less.
    for one in range(8):
        assert brought[flat == one].sum() == min(absent[flat == one].sum(), most * voted[flat == one].sum())


def test_a_voter_marks_those_whom_they_know_and_else_the_list() -> None:
    weight = np.array([[9.0, 0.0, 0.0, 3.0], [0.0, 0.0, 9.0, 3.0]])
    even = np.full(weight.shape, 0.5)
    assert marks(weight, even, 2).tolist() == [[True, False, False, True], [False, False, True, True]]
    assert marks(weight, even, 4).all()


def test_names_are_picked_in_proportion_to_the_weight() -> None:
    luck = np.random.default_rng(3).random((20_000, 3))
    chosen = marks(np.tile(np.log([6.0, 3.0, 1.0]), (20_000, 1)), luck, 1)
    assert chosen.sum(axis=1).tolist() == [1] * 20_000
    assert chosen.mean(axis=0) == pytest.approx([0.6, 0.3, 0.1], abs=0.015)


def test_most_votes_win_a_tie_goes_to_the_lower_identity_and_no_vote_is_no_seat() -> None:
    assert elected(np.array([3, 7, 7, 0]), np.array([1, 9, 2, 0], np.uint64), 5).tolist() == [2, 1, 0]
    assert elected(np.array([3, 7, 7, 0]), np.array([1, 9, 2, 0], np.uint64), 2).tolist() == [2, 1]


def test_who_is_confirmed_keeps_the_seat() -> None:
    assert seated(np.array([4, -1, 8]), np.array([5, 8, 6])).tolist() == [5, 6, 8]
    assert seated(np.array([4, 7, 8]), np.array([8])).tolist() == [-1, -1, 8]
    assert seated(np.array([4]), np.array([5, 6])).tolist() == [5]
