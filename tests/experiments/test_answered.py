"""A survey beside the compound of a comparison, and draws weighed by it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from linli.experiments.answered import BESIDE, ENOUGH, beside, weighed
from linli.experiments.ranges import over_draws
from linli.model.questions.own_survey import FORM
from linli.scenarios.own_survey import OwnSurvey


def survey(**told: tuple[int, ...]) -> OwnSurvey:
    """A survey in which most questions are answered evenly, by forty people an answer."""
    return OwnSurvey("survey.csv", {kind.name: told.get(kind.name.replace("-", "_"), (40,) * len(kind.answers.texts)) for kind in FORM})


class Drawn:
    """What is read of a comparison of draws of two seeds each: effects that go along with the share of strangers before the policy."""

    def __init__(self, strangers: np.ndarray, effects: np.ndarray, seeds: int = 2) -> None:
        self.draws = tuple(np.repeat(np.arange(len(effects)), seeds).tolist())
        self.names, self._strangers, self._effects = ("strangers",), np.repeat(strangers, seeds), np.repeat(effects, seeds)

    def starts(self, measure: str) -> np.ndarray:
        return self._strangers

    def ranged(self, arm: str, measure: str) -> Any:
        return over_draws(self.by_draw(self._effects))

    def by_draw(self, values: np.ndarray) -> list[np.ndarray]:
        return np.split(values, len(set(self.draws)))


STRANGERS = np.linspace(0.1, 0.9, 41)
DRAWN: Any = Drawn(STRANGERS, 10.0 * STRANGERS)


def test_answers_stand_beside_the_measure_that_counts_the_same() -> None:
    # 30 of 100 know nobody, one or two by name.
    (row,) = beside(DRAWN, survey(own_names=(10, 20, 30, 20, 10, 10)))
    assert (row.measure, row.question) == ("strangers", "own-names")
    assert row.surveyed == pytest.approx(0.3)
    assert row.error == pytest.approx(np.sqrt(0.3 * 0.7 / 100), rel=0.05)
    assert row.fits
    (far,) = beside(Drawn(np.full(20, 0.8), np.arange(20.0)), survey(own_names=(0, 0, 0, 0, 0, 500)))  # type: ignore[arg-type]
    assert not far.fits
    assert far.error > 0.0


def test_a_survey_narrows_the_range_to_the_draws_that_answer_like_it() -> None:
    before = DRAWN.ranged("after", "acquaintances")
    found = weighed(DRAWN, "after", survey(own_names=(100, 200, 300, 200, 100, 100)))
    assert found is not None
    assert found.enough
    # The effect is ten times the share of strangers, which the survey knows to be .3, give or take 5 points and a little.
    assert found.median == pytest.approx(3.0, abs=0.3)
    assert before.low < found.low < found.median < found.high < before.high
    assert found.high - found.low < 0.5 * (before.high - before.low)
    assert ENOUGH <= found.counting < found.draws == 41


def test_a_survey_that_all_draws_answer_alike_leaves_the_range_as_it_is() -> None:
    rng = np.random.default_rng(3)
    same: Any = Drawn(np.full(30, 0.3) + 1e-9 * np.arange(30), rng.normal(size=30))
    found, before = weighed(same, "after", survey()), same.ranged("after", "acquaintances")
    assert found is not None
    assert found.counting == pytest.approx(30.0)
    assert (found.low, found.median, found.high) == pytest.approx((before.low, before.median, before.high))


def test_a_survey_that_no_draw_comes_near_leaves_too_few() -> None:
    few: Any = Drawn(np.linspace(0.5, 0.95, 20), np.arange(20.0))
    found = weighed(few, "after", survey(own_names=(0, 0, 0, 0, 0, 9000)))
    assert found is not None
    assert not found.enough
    assert weighed(Drawn(STRANGERS[:8], STRANGERS[:8]), "after", survey()) is None  # type: ignore[arg-type]


def test_luck_within_a_draw_counts_for_less_than_what_is_known() -> None:
    quiet, loud = (Drawn(STRANGERS, 10.0 * STRANGERS) for _ in range(2))
    loud._strangers = loud._strangers + np.tile((-0.2, 0.2), len(STRANGERS))
    answers = survey(own_names=(100, 200, 300, 200, 100, 100))
    one, other = weighed(quiet, "after", answers), weighed(loud, "after", answers)  # type: ignore[arg-type]
    assert one is not None
    assert other is not None
    assert other.counting > one.counting
    assert 0.0 < BESIDE < 0.2
