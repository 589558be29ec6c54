"""Why a comparison came out as it did."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from linli.experiments.comparison import Comparison
from linli.experiments.ranges import Carried, Ranged, Sensitivity
from linli.experiments.reasons import new_by_origin, turns, would_narrow, would_turn


def test_new_acquaintances_by_where_they_began_add_up_to_all_new_ones(comparison: Comparison) -> None:
    for arm in comparison.arms:
        found = new_by_origin(comparison, arm)
        assert sum(one.centre for one in found) == pytest.approx(comparison.difference(arm, "acquaintances").mean, abs=1e-9)
        assert [abs(one.centre) for one in found] == sorted((abs(one.centre) for one in found), reverse=True)
        assert all(one.low <= one.centre <= one.high for one in found)
        assert found[0].kind == "building-gates.gathering"


def test_without_draws_nothing_is_said_of_surveys_and_of_what_would_turn(comparison: Comparison) -> None:
    assert would_narrow(comparison, "after", {"acquaintances": "names"}) is None
    assert would_turn(comparison, "after") == []


class Drawn:
    """What is read of a comparison of draws, made of plain numbers."""

    def __init__(self, effects: np.ndarray, starts: dict[str, np.ndarray], vectors: dict[str, np.ndarray], first: tuple[Carried, ...] = ()) -> None:
        self.draws = tuple(range(len(effects)))
        self.names, self.vectors = tuple(starts), vectors
        self.starts = starts.__getitem__
        self._effects, self._first = effects, first

    def ranged(self, arm: str, measure: str) -> Any:
        return ranged_of(self._effects)

    def draw_means(self, arm: str, measure: str) -> np.ndarray:
        return self._effects

    def by_draw(self, values: np.ndarray) -> list[np.ndarray]:
        return [values[k : k + 1] for k in range(len(values))]

    def sensitivity(self, arm: str, measure: str) -> Sensitivity:
        return Sensitivity(self._first, 0.2, len(self._effects))


def ranged_of(effects: np.ndarray) -> Ranged:
    return Ranged(float(np.median(effects)), float(effects.min()), float(effects.max()), 1.0, float(effects.std()), 0.0, effects, np.ones(len(effects)))


def test_the_question_that_goes_along_with_the_effect_is_named_first() -> None:
    rng = np.random.default_rng(1)
    told = rng.normal(size=40)
    effects = told + 0.1 * rng.normal(size=40)
    drawn = Drawn(effects, {"acquaintances": told, "strangers": rng.normal(size=40)}, {})
    found = would_narrow(drawn, "after", {"acquaintances": "names", "strangers": "names"})  # type: ignore[arg-type]
    assert found is not None
    asked, chance = found
    assert asked[0].measure == "acquaintances"
    assert asked[0].share > 0.9 > chance > asked[1].share
    # A range is a spread: to know 0.75 of the variance halves it.
    assert asked[0].narrower == pytest.approx(1.0 - np.sqrt(1.0 - asked[0].share))


def test_what_would_turn_the_verdict_is_where_the_line_through_the_draws_crosses_zero() -> None:
    values = np.linspace(0.0, 4.0, 30)
    down = Drawn(3.0 - values, {}, {"ties.a": values}, (Carried("ties.a", 0.9, False),))
    (turned,) = would_turn(down, "after")  # type: ignore[arg-type]
    assert turned.value == pytest.approx(3.0)
    assert turned.above
    assert turned.inside
    up = Drawn(1.0 + values, {}, {"ties.a": values}, (Carried("ties.a", 0.9, True),))
    (turned,) = would_turn(up, "after")  # type: ignore[arg-type]
    assert turned.value == pytest.approx(-1.0)
    assert not turned.above
    assert not turned.inside


def test_a_constant_that_carries_no_more_than_chance_turns_nothing() -> None:
    values = np.linspace(0.0, 4.0, 30)
    assert would_turn(Drawn(3.0 - values, {}, {"ties.a": values}, (Carried("ties.a", 0.1, False),)), "after") == []  # type: ignore[arg-type]


def test_a_planted_crossing_on_a_curve_is_found_where_it_was_planted() -> None:
    rng = np.random.default_rng(4)
    values = 10.0 ** rng.uniform(-3.0, 0.0, 120)
    # Drawn over three powers of ten: it turns at a tenth, far from where a straight line through the values would.
    effects = -1.0 - np.log10(values) + 0.2 * rng.normal(size=120)
    (turned,) = turns("ties.a", values, effects)
    assert (turned.above, turned.inside) == (True, True)
    assert np.log10(turned.value) == pytest.approx(-1.0, abs=0.08)
    (mirrored,) = turns("ties.a", 1.0 / values, effects)
    assert (mirrored.above, mirrored.inside) == (False, True)
    assert np.log10(mirrored.value) == pytest.approx(1.0, abs=0.08)


def test_a_hill_turns_on_both_sides() -> None:
    values = np.linspace(-2.0, 2.0, 200)
    below, above = turns("ties.a", values, 2.0 - values**2)
    assert (below.above, above.above) == (False, True)
    assert (below.value, above.value) == (pytest.approx(-np.sqrt(2.0), abs=0.01), pytest.approx(np.sqrt(2.0), abs=0.01))


def test_what_changes_nothing_turns_nothing() -> None:
    assert turns("ties.a", np.linspace(0.0, 1.0, 30), np.ones(30)) == []
