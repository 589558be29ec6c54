"""Which arm beats which: shares of draws counted by hand, antisymmetric; ranks hold only what is certain."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.experiments.compare import compare
from linli.experiments.comparison import Comparison
from linli.experiments.ranges import over_draws
from linli.experiments.ranking import Beats, beats, tiers
from linli.scenarios.errors import UserError
from linli.scenarios.loader import load

YES, NO = Beats(1.0, 1.0, 0.5, 2.0), Beats(0.5, 0.0, -1.0, 1.0)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    scenario = load("building-gates").with_settings(["neighbourhood.buildings=1", "neighbourhood.entrances=1"])
    return compare(scenario, arms=["before", "gatherings", "after"], seeds=4, weeks=30, threads=1)


def test_a_chance_is_the_share_of_pairs_in_which_an_arm_has_more(comparison: Comparison) -> None:
    found = beats(comparison, "acquaintances")
    assert set(found) == set(permutations(("before", "gatherings", "after"), 2))
    for (one, other), told in found.items():
        apart = comparison.ends(one, "acquaintances") - comparison.ends(other, "acquaintances")
        assert told[1:] == tuple(over_draws([apart[k : k + 1] for k in range(4)])[:3])
        assert told.probability + found[other, one].probability == pytest.approx(1.0)
        assert told.median == pytest.approx(-found[other, one].median)
        assert not (told.certain and found[other, one].certain)
    difference = comparison.ranged("after", "acquaintances")
    assert found["after", "before"].median == difference.median


def test_a_measure_that_is_not_there_is_refused(comparison: Comparison) -> None:
    with pytest.raises(UserError, match="acquaintances"):
        beats(comparison, "acquaintence")


def _relation(certain: set[tuple[str, str]], arms: str) -> dict[tuple[str, str], Beats]:
    return {pair: YES if pair in certain else NO for pair in permutations(arms, 2)}


@pytest.mark.parametrize(
    ("certain", "ranks"),
    [
        (set(), [["a", "b", "c"]]),
        ({("b", "a"), ("b", "c")}, [["b"], ["a", "c"]]),
        ({("c", "b"), ("b", "a"), ("c", "a")}, [["c"], ["b"], ["a"]]),
        ({("a", "b")}, [["a", "c"], ["b"]]),
        ({("a", "b"), ("b", "c"), ("c", "a")}, [["a", "b", "c"]]),
    ],
)
def test_ranks(certain: set[tuple[str, str]], ranks: list[list[str]]) -> None:
    assert tiers(list("abc"), _relation(certain, "abc")) == ranks


@given(st.lists(st.floats(-5.0, 5.0), min_size=2, max_size=7))
def test_of_arms_that_differ_for_certain_by_more_than_one_the_ranks_are_their_order(values: list[float]) -> None:
    arms = [f"arm{k}" for k in range(len(values))]
    found = {(a, b): YES if values[i] > values[j] + 1.0 else NO for (i, a), (j, b) in permutations(enumerate(arms), 2)}
    ranks = tiers(arms, found)
    assert sorted(arm for rank in ranks for arm in rank) == arms
    of = {arm: k for k, rank in enumerate(ranks) for arm in rank}
    for (one, other), told in found.items():
        assert not told.certain or of[one] < of[other]


def _made(ends: dict[str, list[float]]) -> Iterator[Any]:
    arms = tuple(ends)
    fake = SimpleNamespace(everybody=arms, infos={"m": None}, baseline=arms[0])
    fake.ranged = lambda one, measure, other: over_draws([np.array([x - y]) for x, y in zip(ends[one], ends[other], strict=True)])
    yield fake


def test_a_tie_counts_half() -> None:
    (fake,) = _made({"a": [1.0, 2.0, 3.0, 4.0], "b": [1.0, 2.0, 3.0, 4.0]})
    assert beats(cast("Comparison", fake), "m")["a", "b"].probability == 0.5
