"""Samples have exact sizes and come again with the seed; those who answer are a plain share, or the active."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.refusal import InputError
from linli.model.society.society import Society
from linli.model.survey import responding, sample_households, sample_people
from linli.model.survey.sampling import response_base


@pytest.fixture(scope="module")
def large() -> Society:
    """Some thousands of people."""
    return Society(neighbourhood=NeighbourhoodParameters(buildings=20), seed=9)


@given(share=st.floats(0.0, 1.0), wave=st.integers(0, 3))
def test_people_are_drawn_once_each_and_in_the_number_wanted(society: Society, share: float, wave: int) -> None:
    n = int(share * society.residents.n)
    rows = sample_people(society, n, wave=wave)
    assert rows.dtype == np.int32
    assert len(rows) == n == len(set(rows.tolist()))
    assert (np.diff(rows) > 0).all()
    assert rows.tolist() == sample_people(society, n, wave=wave).tolist()
    assert set(sample_people(society, n // 2, wave=wave).tolist()) <= set(rows.tolist())


def test_samples_are_of_those_named_and_differ_by_wave_and_seed(society: Society, another: Callable[..., Society]) -> None:
    among = np.arange(20, 90)
    first = sample_people(society, 30, among)
    assert set(first.tolist()) <= set(among.tolist())
    assert first.tolist() != sample_people(society, 30, among, wave=1).tolist()
    other = another()
    other.seed = society.seed + 1
    assert first.tolist() != sample_people(other, 30, among).tolist()


def test_everybody_is_as_likely_to_be_drawn(large: Society) -> None:
    n = large.residents.n
    counted = sum(np.bincount(sample_people(large, n // 4, wave=wave), minlength=n) for wave in range(200))
    assert counted.mean() == pytest.approx(200 * (n // 4) / n)
    assert counted.std() == pytest.approx(np.sqrt(200 * 0.25 * 0.75), rel=0.05)


@pytest.mark.parametrize("adults", [1, 2, 9])
def test_households_are_drawn_once_each_with_their_adults(society: Society, adults: int) -> None:
    r = society.residents
    rows = sample_households(society, 25, adults)
    assert rows.tolist() == sample_households(society, 25, adults).tolist()
    flats, counted = np.unique(r.flat[rows], return_counts=True)
    assert len(flats) == 25
    assert (r.age[rows] >= 18).all()
    in_flat = np.bincount(r.flat[r.age >= 18], minlength=r.flat.max() + 1)[flats]
    assert counted.tolist() == np.minimum(in_flat, adults).tolist()
    assert set(flats.tolist()) == set(r.flat[sample_households(society, 25, 1)].tolist())


def test_any_adult_of_a_household_may_be_asked(society: Society) -> None:
    r = society.residents
    able = len(np.unique(r.flat[r.age >= 18]))
    asked = {int(row) for wave in range(40) for row in sample_households(society, able, wave=wave)}
    assert asked == set(np.flatnonzero(r.age >= 18).tolist())


def test_without_a_slope_answers_are_a_plain_rate(large: Society) -> None:
    n = large.residents.n
    rows = np.arange(n)
    answers = responding(large, rows, 0.4)
    assert len(answers) / n == pytest.approx(0.4, abs=4 * np.sqrt(0.24 / n))
    civic = large.residents.civic
    assert civic[answers].mean() == pytest.approx(civic.mean(), abs=4 / np.sqrt(len(answers)))
    assert answers.tolist() == responding(large, rows, 0.4).tolist()
    assert len(responding(large, rows, 0.0)) == 0
    assert responding(large, rows, 1.0).tolist() == rows.tolist()


def test_whether_one_answers_does_not_depend_on_who_else_is_asked(large: Society) -> None:
    rows = np.arange(large.residents.n)
    whole = responding(large, rows, 0.5, 1.0)
    assert responding(large, rows[::3], 0.5, 1.0).tolist() == whole[whole % 3 == 0].tolist()


def test_with_a_slope_the_active_answer_more_often_and_the_rate_stays(large: Society) -> None:
    rows, civic = np.arange(large.residents.n), large.residents.civic
    answers = responding(large, rows, 0.15, slope=2.0)
    # A plain logit of the rate would let about a quarter answer.
    assert len(answers) / len(rows) == pytest.approx(0.15, abs=0.03)
    chance = 1 / (1 + np.exp(-(response_base(0.15, 2.0) + 2.0 * civic)))
    answered = np.isin(rows, answers)
    for group in (civic < -0.5, civic > 0.5):
        assert answered[group].mean() == pytest.approx(chance[group].mean(), abs=0.04)
    assert answered[civic > 0.5].mean() > answered[civic < -0.5].mean() + 0.2


@given(rate=st.floats(0.01, 0.99), slope=st.floats(-3.0, 3.0))
def test_the_base_gives_the_rate_over_a_standard_normal(rate: float, slope: float) -> None:
    x = np.linspace(-8, 8, 4001)
    density = np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    mean = np.sum(density / (1 + np.exp(-(response_base(rate, slope) + slope * x)))) * (x[1] - x[0])
    assert mean == pytest.approx(rate, abs=1e-4)


def test_nobody_asked_and_wrong_numbers(society: Society) -> None:
    assert len(sample_people(society, 0)) == len(sample_households(society, 0)) == 0
    assert len(responding(society, np.zeros(0, int), 0.5, 1.0)) == 0
    with pytest.raises(InputError, match="there are"):
        sample_people(society, society.residents.n + 1)
    with pytest.raises(InputError, match="-1 people"):
        sample_people(society, -1)
    with pytest.raises(InputError, match="households"):
        sample_households(society, society.places.flats + 1)
    with pytest.raises(InputError, match="at least 1 adult"):
        sample_households(society, 3, adults=0)
    with pytest.raises(InputError, match="between 0 and 1"):
        responding(society, np.arange(3), 1.2)
