"""What a Python user hands in: numbers of numpy and pandas, whole floats, paths; and how a refusal names it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.scenarios import Scenario, UserError, load
from linli.scenarios.settings import constants_with

GATES = load("building-gates")
KINDS = (int, float, np.int64, np.int16, np.float32, np.float64, lambda n: pd.Series([n])[0], lambda n: np.array(n))


@pytest.mark.parametrize("kind", KINDS)
def test_settings_of_python_are_those_of_the_command_line(kind) -> None:
    written = GATES.with_settings(["weeks=52", "neighbourhood.buildings=3", "gatherings_a_year=24", "population.renters=1", "everyday.yard.rounds=[1, 2]"])
    given_ = GATES.with_settings(
        values={
            "weeks": kind(52), "neighbourhood__buildings": kind(3), "gatherings_a_year": kind(24), "population__renters": kind(1),
            "everyday__yard__rounds": np.array([1, 2]),
        }
    )  # fmt: skip
    for part in ("weeks", "neighbourhood", "population", "everyday", "mechanisms"):
        assert getattr(given_.arm("after"), part) == getattr(written.arm("after"), part)
    assert given_.arm("after").mechanisms["building-gates"].gatherings_a_year == 24.0
    assert given_.weeks == 52
    assert type(given_.weeks) is int


@pytest.mark.parametrize("kind", KINDS)
def test_data_of_python_may_hold_such_numbers_and_paths(kind, tmp_path: Path) -> None:
    data = {"weeks": kind(8), "neighbourhood": {"buildings": kind(2), "occupancy": kind(1)}, "everyday": {"yard": {"rounds": (kind(1), kind(2))}}}
    plain = {"weeks": 8, "neighbourhood": {"buildings": 2, "occupancy": 1.0}, "everyday": {"yard": {"rounds": [1, 2]}}}
    assert Scenario.from_dict(data).hash() == Scenario.from_dict(plain).hash()
    assert Scenario.from_dict(data).to_dict(full=False) == Scenario.from_dict(data).data
    with pytest.raises(UserError, match=r"there is no such file|there is no file"):
        Scenario.from_dict({"roster": {"residents": tmp_path / "none.csv"}})


@pytest.mark.parametrize("value", [True, np.bool_(True), np.False_])
@pytest.mark.parametrize("key", ["weeks", "seed", "neighbourhood__buildings", "population__renters", "ties__kappa"])
def test_a_truth_value_is_no_number(key: str, value) -> None:
    with pytest.raises(UserError) as refused:
        GATES.with_settings(values={key: value})
    assert str(refused.value).startswith(f"Error in {key}")
    assert "is not a" in str(refused.value)


@given(key=st.sampled_from(["weeks", "population__renters", "gatherings_a_year", "x", "arms__after__building-gates__quality"]), value=st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.dates(), st.binary(max_size=3), st.lists(st.integers(), max_size=3),
    st.sets(st.integers(), max_size=2), st.complex_numbers(), st.just(pd.NA), st.just(pd.Timestamp("2020-01-01")), st.just(np.datetime64("2020-01-01")),
))  # fmt: skip
def test_any_value_is_taken_or_refused_by_the_name_of_its_argument(key: str, value) -> None:
    error = None
    try:
        GATES.with_settings(values={key: value})
    except UserError as refused:
        error = refused
    if error is not None:
        assert str(error).startswith(f"Error in {key}")
        assert "--" not in str(error)
        assert f"--{key.replace('_', '-')}" in error.say("en", options=True)


def test_constants_of_people_are_set_alike() -> None:
    assert constants_with(values={"ties__kappa": np.float64(0.8), "ties__slots": 64.0}) == constants_with(["ties.kappa=0.8", "ties.slots=64"])
    with pytest.raises(UserError, match=r"^Error in ties__kappa"):
        constants_with(values={"ties__kappa": True})
    with pytest.raises(UserError, match=r"^Error in kapa: there is no key"):
        constants_with(values={"kapa": 1})


def test_a_length_is_named_as_the_argument_and_as_the_option() -> None:
    with pytest.raises(UserError) as refused:
        GATES.with_weeks(9999)
    assert str(refused.value).startswith("Error in weeks, weeks: 9999 is out of bounds")
    assert refused.value.say("zh", options=True).startswith("错误（--weeks，")
