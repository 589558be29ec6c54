from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.ground.numbers import plain, whole
from linli.model.ground.parameters import wants_number
from linli.model.ground.refusal import InputError, whole_number
from linli.model.mechanisms.building_gates import BuildingGates

WHOLES = (
    np.int8, np.uint16, np.int32, np.int64, np.float32, np.float64, float, lambda n: pd.Series([n])[0], lambda n: np.array(n),
    lambda n: pd.array([n], dtype="Int64")[0],
)  # fmt: skip


@given(number=st.integers(0, 100), kind=st.sampled_from(WHOLES))
def test_a_whole_number_is_one_whoever_made_it(number: int, kind) -> None:
    found = whole(kind(number), 0, 100)
    assert found == number
    assert type(found) is int
    assert whole(kind(number), number + 1, 200) is None
    assert whole(kind(number), -1, number - 1) is None


@given(value=st.one_of(st.booleans(), st.none(), st.text(), st.floats().filter(lambda x: not x.is_integer()), st.lists(st.integers()), st.dates()))
def test_what_is_no_whole_number_is_none(value) -> None:
    assert whole(value, -(2**70), 2**70) is None
    with pytest.raises(InputError, match=r"^weeks: .* must be a whole number between 1 and 9"):
        whole_number("weeks", value, 1, 9)


def test_truth_values_of_numpy_are_no_numbers() -> None:
    assert whole(np.bool_(True), 0, 1) is None
    assert plain(np.bool_(True)) is True


def test_values_become_plain_and_nothing_else_changes() -> None:
    assert plain({"a": np.float32(0.5), "b": np.array([[1, 2], [3, 4]]), "c": (np.int64(1), Path("x/y")), "d": pd.Series(["u", "v"]), "e": range(2)}) == {
        "a": 0.5, "b": [[1, 2], [3, 4]], "c": [1, "x/y"], "d": ["u", "v"], "e": [0, 1],
    }  # fmt: skip
    assert plain(Decimal("0.25")) == 0.25
    assert plain(Fraction(1, 4)) == 0.25
    stamp, day = pd.Timestamp("2020-01-01"), np.datetime64("2020-01-01", "ns")
    assert plain(stamp) is stamp
    assert plain(day) is day, "a date of numpy is no number of nanoseconds"
    assert plain(2.0) == 2.0
    assert type(plain(2.0)) is float


@pytest.mark.parametrize("kind", [np.int64, np.float64, float, np.uint8, lambda n: np.array(n)])
def test_parameters_take_numbers_of_numpy(kind) -> None:
    assert NeighbourhoodParameters(buildings=kind(3)) == NeighbourhoodParameters(buildings=3)
    assert NeighbourhoodParameters(spacing=kind(30)).spacing == 30.0
    assert PopulationParameters(renters=np.float32(0.5)).renters == 0.5


@pytest.mark.parametrize("value", [True, False, np.bool_(True)])
def test_a_truth_value_is_no_number_of_buildings(value) -> None:
    for make in (lambda: NeighbourhoodParameters(buildings=value), lambda: NeighbourhoodParameters(spacing=value), lambda: PopulationParameters(renters=value)):
        with pytest.raises(InputError, match="is not a number"):
            make()
    assert BuildingGates.Parameters(interest_circles=value).interest_circles is bool(value)


def test_only_fields_of_numbers_refuse_truth_values() -> None:
    assert wants_number(int)
    assert wants_number(float | None)
    assert not wants_number(bool)
    assert not wants_number(bool | None)
    assert not wants_number(str)
    assert not wants_number(tuple[bool, ...])
