"""What a Python user hands in to runs and comparisons."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.experiments import compare as comparing
from linli.experiments.arguments import check_length, check_names, check_path, check_seed, check_threads, check_weeks
from linli.experiments.reproduction.play import with_sites
from linli.experiments.study import Study
from linli.model.founding import size
from linli.scenarios import Scenario, UserError
from linli.scenarios.published import load_study

TINY = Scenario.from_dict(
    {
        "weeks": 3, "neighbourhood": {"buildings": 1, "entrances": 1, "floors": 3, "flats_per_floor": 2, "years": 1}, "mechanisms": {"building-gates": {}},
        "arms": {"before": {}, "after": {"mechanisms": {"building-gates": {"gatherings_a_year": 26}}}},
    },
    "tiny",
)  # fmt: skip
KINDS = (int, float, np.int64, np.uint8, np.float64, lambda n: pd.Series([n])[0])


@pytest.mark.parametrize("kind", KINDS)
def test_whole_numbers_of_all_kinds_are_taken(kind) -> None:
    assert check_seed(kind(7)) == check_length(kind(7)) == check_threads(kind(7)) == 7
    assert check_weeks(kind(2), 3) == {2}
    assert check_weeks([kind(0), 3], 3) == check_weeks(np.array([0.0, 3.0]), 3) == check_weeks(pd.Series([0, 3]), 3) == {0, 3}
    assert with_sites(load_study("windsurfers"), kind(3)).head.sites == 3


@given(value=st.one_of(st.booleans(), st.text(), st.floats().filter(lambda x: not x.is_integer()), st.integers(max_value=-1), st.dates(), st.none()))
def test_others_are_refused_by_the_name_of_the_argument(value) -> None:
    checks = {"seed": check_seed, "weeks": check_length, "snapshot_weeks": lambda v: check_weeks([v], 3), "sites": lambda v: with_sites(STUDY, v)}
    for name, check in checks.items():
        with pytest.raises(UserError) as refused:
            check(value)
        assert str(refused.value).startswith(f"Error in {name}: ")
        assert "--" not in str(refused.value).replace(str(value), "")
        assert refused.value.say("zh", options=True).startswith(f"错误（--{name.replace('_', '-')}）：")


STUDY = load_study("windsurfers")


def test_a_name_is_one_name_and_no_list_of_letters() -> None:
    assert check_names("after") == ["after"]
    assert check_names(np.array(["a", "b", "a"])) == check_names(pd.Series(["a", "b"])) == ["a", "b"]
    with pytest.raises(UserError, match="Error in arms: 3 is not a name"):
        check_names([3])


def test_paths_are_paths(tmp_path: Path) -> None:
    assert check_path("out", str(tmp_path)) == check_path("out", tmp_path) == tmp_path
    with pytest.raises(UserError, match="Error in out: 5 is not a path"):
        check_path("out", 5)


def test_a_run_is_the_same_for_numbers_of_all_kinds() -> None:
    study = Study(TINY)
    plain = study.run(seed=2, weeks=2, threads=1, snapshot_weeks=[0, 2], gatherings_a_year=52).measures
    same = study.run(seed=np.int64(2), weeks=2.0, threads=np.uint8(1), snapshot_weeks=np.array([0.0, 2.0]), gatherings_a_year=np.float32(52)).measures
    pd.testing.assert_frame_equal(plain, same)


def test_seeds_of_a_comparison() -> None:
    def seeds(asked):
        return [seed for _, seed in comparing._seeds(TINY, asked)]

    assert seeds(3) == seeds(np.int64(3)) == seeds(3.0) == seeds(range(1, 4)) == seeds(pd.Series([1, 2, 3])) == seeds(np.array([1.0, 2.0, 3.0])) == [1, 2, 3]
    for wrong in (True, "3", 0, 2.5, [1, True], [], {"a": 1}, None):
        with pytest.raises(UserError, match="Error in seeds"):
            comparing._seeds(TINY, wrong)
    assert comparing._nested(TINY, np.int64(2), 2.0) == [(1, 1), (1, 2), (2, 3), (2, 4)]
    with pytest.raises(UserError, match=r"Error in draws: true is not a number of draws. It must be a whole number between 2 and"):
        comparing._nested(TINY, True, 2)
    with pytest.raises(UserError, match="Error in seeds"):
        comparing._nested(TINY, 50_000, 3)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"arms": "aftr"}, 'Did you mean "after"'), ({"arms": 3}, "Error in arms: 3 is not a name"), ({"weeks": 2.5}, "Error in weeks: 2.5 is not"),
        ({"out": 5}, "Error in out: 5 is not a path"), ({"draws": 3}, "Error in draws: it is used with uncertainty only."),
        ({"threads": True}, "Error in threads"),
        ({"uncertainty": np.bool_(False), "seeds": True}, "Error in seeds"), ({"uncertainty": 3}, "Error in uncertainty: 3 is not a path"),
        ({"uncertainty": "none.csv"}, "there is no such file"), ({"renters": np.bool_(True)}, "Error in renters"),
    ],
)  # fmt: skip
def test_wrong_arguments_of_a_comparison_are_named_and_no_option_is(given, says: str) -> None:
    with pytest.raises(UserError) as refused:
        Study(TINY).compare(**given)
    assert says in str(refused.value)
    assert "--" not in str(refused.value)


def test_memory_is_looked_at_before_anything_is_founded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(size, "BYTES_A_RESIDENT", 10**13)
    for action in (Study(TINY).run, Study(TINY).compare):
        with pytest.raises(UserError, match=r"tiny, \[neighbourhood\]: about \d+ residents.* would fit"):
            action()


def test_as_many_seeds_side_by_side_as_memory_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    from linli.scenarios.memory import at_once

    residents = size.expected_residents(TINY.neighbourhood, TINY.population)[0]
    one = size.bytes_of(residents, TINY.constants.ties.slots)
    for holds, most, found in ((3.5, 8, 3), (3.5, 2, 2), (0.2, 8, 1)):
        monkeypatch.setattr(size, "memory", lambda holds=holds: size.BYTES_AT_LEAST + holds * one)
        assert at_once(TINY, most) == found
