"""What is recalled of occasions long past: the binomial numbers of a half-life."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.ground.random import draw
from linli.model.ground.refusal import InputError
from linli.model.survey import chance_recalled, expected_recall, recalled

PEOPLE = np.arange(40_000, dtype=np.uint64)


def test_half_is_forgotten_after_a_half_life() -> None:
    assert chance_recalled(np.array([0.0, 26.0, 52.0]), 26.0).tolist() == [1.0, 0.5, 0.25]


@pytest.mark.parametrize(("occasions", "weeks"), [(1, 26.0), (4, 10.0), (12, 60.0)])
def test_the_mean_and_the_spread_are_the_binomial_ones(occasions: int, weeks: float) -> None:
    given_all = np.full(len(PEOPLE), occasions)
    found = recalled(given_all, weeks, 26.0, draw(1, "survey recall", 0, PEOPLE))
    expected, p = float(expected_recall(np.array(occasions), weeks, 26.0)), 2.0 ** (-weeks / 26.0)
    assert expected == pytest.approx(occasions * p)
    sd = np.sqrt(occasions * p * (1 - p))
    assert found.mean() == pytest.approx(expected, abs=4 * sd / np.sqrt(len(PEOPLE)))
    assert found.std() == pytest.approx(sd, rel=0.03)


def test_a_table_of_people_and_weeks_adds_up() -> None:
    weeks = np.arange(1, 105)
    came = (draw(2, "came", 0, PEOPLE[:400, None], 0) + np.zeros(104) < 0.5).astype(int)
    drawn = np.stack([draw(3, "survey recall", int(week), PEOPLE[:400]) for week in weeks], axis=1)
    found = recalled(came, weeks, 26.0, drawn)
    assert found.shape == (400, 104)
    total, p = expected_recall(came, weeks, 26.0).sum(), chance_recalled(weeks, 26.0)
    assert found.sum() == pytest.approx(total, abs=4 * np.sqrt((came * p * (1 - p)).sum()))


@given(
    occasions=st.integers(0, 300), weeks=st.floats(0.0, 500.0), longer=st.floats(0.0, 500.0), half_life=st.floats(1.0, 520.0),
    drawn=st.floats(0.0, 1.0, exclude_max=True),
)  # fmt: skip
def test_nothing_is_made_up_and_nothing_comes_back(occasions: int, weeks: float, longer: float, half_life: float, drawn: float) -> None:
    first, later = (int(recalled(np.array(occasions), w, half_life, np.array(drawn))) for w in (weeks, weeks + longer))
    assert 0 <= later <= first <= occasions


@given(occasions=st.integers(0, 50), drawn=st.floats(0.0, 1.0, exclude_max=True))
def test_what_happens_now_is_remembered(occasions: int, drawn: float) -> None:
    assert int(recalled(np.array(occasions), 0.0, 26.0, np.array(drawn))) == occasions


def test_wrong_times_are_refused() -> None:
    with pytest.raises(InputError, match="above 0 weeks"):
        recalled(np.array([1]), np.array([1.0]), 0.0, np.array([0.5]))
    with pytest.raises(InputError, match="before it happens"):
        recalled(np.array([1]), np.array([-1.0]), 26.0, np.array([0.5]))
