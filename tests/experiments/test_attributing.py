"""Shapley values of games whose values are known; coalitions as arms of a scenario."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import numpy as np
import pytest
from linli.experiments.attributing import (
    NONE,
    Coalition,
    all_coalitions,
    arm_of,
    attribute,
    coalitions_of,
    levers_of,
    plan,
    sampled_orders,
    shapley,
    shapley_of_orders,
)  # fmt: skip
from linli.scenarios.errors import UserError
from linli.scenarios.schema import Scenario

RNG = np.random.default_rng(6)


def game(levers: int, worth: Callable[[Coalition], float]) -> dict[Coalition, np.ndarray]:
    return {one: np.array([worth(one), 2.0 * worth(one)]) for one in all_coalitions(levers)}


def test_in_an_additive_game_everybody_has_what_they_add_alone() -> None:
    alone = [3.0, 0.0, -1.5, 0.25]
    found = shapley(game(4, lambda one: 7.0 + sum(alone[k] for k in one)), 4)
    assert found[:, 0] == pytest.approx(alone)
    assert found[:, 1] == pytest.approx([2.0 * value for value in alone])


@pytest.mark.parametrize("levers", [1, 2, 5, 8])
def test_in_a_symmetric_game_all_have_the_same(levers: int) -> None:
    found = shapley(game(levers, lambda one: float(len(one) ** 2)), levers)
    assert found[:, 0] == pytest.approx([float(levers)] * levers)


def test_gloves_a_left_one_is_scarce() -> None:
    # One left glove (0) and two right ones: a pair is worth 1. Known values: 2/3, 1/6, 1/6.
    found = shapley(game(3, lambda one: float(0 in one and len(one) > 1)), 3)
    assert found[:, 0] == pytest.approx([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0])


def test_values_add_up_to_the_whole_and_who_adds_nothing_has_nothing() -> None:
    worth = {one: RNG.normal(size=3) for one in all_coalitions(5)}
    # Lever 4 adds nothing to anybody.
    worth = {one: worth[one - {4}] for one in worth}
    found = shapley(worth, 5)
    assert found.sum(axis=0) == pytest.approx(worth[frozenset(range(5))] - worth[NONE])
    assert found[4] == pytest.approx(np.zeros(3))


def test_all_orders_give_the_exact_values_and_sampled_ones_add_up_too() -> None:
    worth = {one: RNG.normal(size=2) for one in all_coalitions(4)}
    assert shapley_of_orders(worth, list(permutations(range(4)))) == pytest.approx(shapley(worth, 4))
    some = sampled_orders(4, 3)
    assert len(some) == 6
    assert some[1] == some[0][::-1]
    assert shapley_of_orders(worth, some).sum(axis=0) == pytest.approx(worth[frozenset(range(4))] - worth[NONE])


def test_with_its_reverse_an_order_is_exact_where_levers_act_in_pairs() -> None:
    pairs = RNG.normal(size=(9, 9))

    def worth(one: Coalition) -> float:
        return float(sum(pairs[i, j] for i in one for j in one))

    orders = sampled_orders(9, 1)
    found = shapley_of_orders({one: np.array([worth(one)]) for one in (NONE, *coalitions_of(orders))}, orders)
    # Each has its own square and half of what it shares with every other.
    assert found[:, 0] == pytest.approx(np.diag(pairs) + (pairs + pairs.T - 2.0 * np.diag(np.diag(pairs))).sum(axis=1) / 2.0)


def test_levers_are_what_an_arm_sets_otherwise(scenario: Scenario) -> None:
    levers = levers_of(scenario, "more", "after")
    assert [(one.key, one.value) for one in levers] == [("building-gates.gatherings_a_year", 48.0)]
    assert {one.key for one in levers_of(scenario, "before", "after")} == {"building-gates.gatherings_a_year", "building-gates.knock_share"}
    assert {one.value for one in levers_of(scenario, "before", "after")} == {None}
    with pytest.raises(UserError, match="nothing to share out"):
        levers_of(scenario, "after", "after")
    with pytest.raises(UserError, match="Did you mean"):
        levers_of(scenario, "aftr", "before")


def test_the_coalition_of_none_is_the_baseline_and_that_of_all_is_the_arm(scenario: Scenario) -> None:
    made, levers, sampled = plan(scenario, "after", "before")
    assert (len(made.arms), sampled) == (4, [])
    assert made.arms[0] == arm_of(NONE)
    everybody = arm_of(frozenset(range(len(levers))))
    assert made.arm(everybody).mechanisms == scenario.arm("after").mechanisms
    assert made.arm(made.arms[0]).mechanisms == scenario.arm("before").mechanisms
    back, _, _ = plan(scenario, "before", "after")
    assert back.arm(everybody).mechanisms == scenario.arm("before").mechanisms


@pytest.mark.slow
def test_played_the_levers_share_out_what_the_arm_does(scenario: Scenario) -> None:
    found = attribute(scenario.with_weeks(6), "after", "before", seeds=2, threads=1)
    assert sum(one.centre for one in found.parts) == pytest.approx(found.whole.centre)
    assert {one.key for one in found.parts} == {"building-gates.gatherings_a_year", "building-gates.knock_share"}
    assert found.whole.low <= found.whole.centre <= found.whole.high
    table = found.to_frame()
    assert table.index.tolist() == [*(one.key for one in found.parts), "whole"]
    assert table["centre"].iloc[:-1].sum() == pytest.approx(table.loc["whole", "centre"])
