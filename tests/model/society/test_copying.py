"""Copies of a society go on to the same bits, whenever they are made and from whatever copy."""

from __future__ import annotations

import copy
import pickle

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.mechanisms.building_gates import BuildingGatesParameters
from linli.model.mechanisms.ordinary_life import OrdinaryLifeParameters
from linli.model.society.society import Society

MECHANISMS = {
    "building-gates": BuildingGatesParameters(gatherings_a_year=26.0, interest_circles=True, find_talent=True, knock_share=0.5),
    "ordinary-life": OrdinaryLifeParameters(),
}


def founded(seed: int) -> Society:
    society = Society(
        neighbourhood=NeighbourhoodParameters(buildings=1), population=PopulationParameters(moves_renters=0.8), mechanisms=MECHANISMS, seed=seed
    )
    society.begin_scenario()
    return society


def everything(society: Society) -> dict[str, object]:
    arrays = {**society.residents.arrays(), **society.ties._asdict()}
    return {**arrays, **society.services.state(), **society.programme.state(), "tallies": society.engine.tally_counts, "week": society.week}


def assert_equal(one: Society, other: Society) -> None:
    mine, theirs = everything(one), everything(other)
    assert mine.keys() == theirs.keys()
    for name, value in mine.items():
        np.testing.assert_equal(theirs[name], value, err_msg=name)
    np.testing.assert_equal(other.measure(), one.measure())
    for name, column in one.events.table.items():
        np.testing.assert_equal(other.events.table[name], column, err_msg=name)


@settings(max_examples=8)
@given(st.integers(0, 30), st.lists(st.integers(0, 12), min_size=1, max_size=3), st.sampled_from([copy.copy, copy.deepcopy, "pickle"]))
def test_copies_of_copies_go_on_as_the_original(before: int, after: list[int], how: object):
    society = founded(before)
    society.run(before)
    again = society
    for weeks in after:
        again = pickle.loads(pickle.dumps(again)) if how == "pickle" else how(again)  # type: ignore[operator]
        assert_equal(society, again)
        society.run(weeks)
        again.run(weeks)
        assert_equal(society, again)


def test_copying_leaves_the_original_as_it_was():
    society = founded(1)
    society.run(5)
    kept = {name: np.copy(value) for name, value in everything(society).items()}
    copy.deepcopy(society).run(5)
    for name, value in everything(society).items():
        np.testing.assert_equal(value, kept[name], err_msg=name)


def test_newcomers_of_a_copy_get_their_habits_in_the_copy():
    # What went wrong once: the part that draws habits kept the arrays of the original.
    society = founded(2)
    again = copy.deepcopy(society)
    groups = society.residents.groups.copy()
    again.run(20)
    assert not np.array_equal(again.residents.groups, groups)
    assert np.array_equal(society.residents.groups, groups)
