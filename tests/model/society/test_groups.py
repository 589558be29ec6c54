"""Measures of groups of residents: they add up to those of all, and each group is who it says."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.ground.text import Text
from linli.model.society.groups import GROUP_MEASURES, GROUPS, SIDES, group_measures, name_of
from linli.model.society.measures import info, measure
from linli.model.society.society import Society
from linli.model.ties.counting import acquaintance_counts


@pytest.fixture(scope="module")
def society() -> Society:
    s = Society(neighbourhood=NeighbourhoodParameters(buildings=1, entrances=2, floors=6), seed=3)
    s.run(40)
    return s


@pytest.mark.parametrize("side", [side for side in SIDES if len(side) > 1 and side[0] != "ground"])
def test_groups_that_share_out_everybody_add_up_to_the_measure_of_all(society: Society, side: tuple[str, ...]) -> None:
    whole, found = measure(society), group_measures(society)
    sizes = np.array([GROUPS[name].pick(society).sum() for name in side])
    assert sizes.sum() == society.residents.n
    assert (np.sum([GROUPS[name].pick(society) for name in side], axis=0) == 1).all()
    for what in ("acquaintances", "strangers", "came_quarter"):
        parts = np.array([found[name_of(what, name)] for name in side])
        assert (parts * sizes).sum() / sizes.sum() == pytest.approx(whole[what])


def test_floors_are_counted_from_the_ground_of_each_gate(society: Society) -> None:
    flats = society.places.flat_xyz[society.residents.flat]
    heights = np.unique(flats[:, 2])
    assert len(heights) == 6
    assert np.array_equal(GROUPS["ground"].pick(society), flats[:, 2] == heights[0])
    assert np.array_equal(GROUPS["upper"].pick(society), flats[:, 2] >= heights[3])


def test_a_group_of_nobody_has_no_value(society: Society) -> None:
    ages = society.residents.age.copy()
    society.residents.age[:] = 50
    try:
        found = group_measures(society)
        assert np.isnan(found["acquaintances_under40"])
        assert np.isnan(found["strangers_from60"])
        assert found["acquaintances_from40"] == pytest.approx(acquaintance_counts(society, np.arange(society.residents.n)).mean())
    finally:
        society.residents.age[:] = ages


def test_each_measure_of_a_group_has_a_title_in_both_languages() -> None:
    assert {name for side in SIDES for name in side} == set(GROUPS)
    assert len({one.title.en for one in GROUP_MEASURES.values()}) == len({one.title.zh for one in GROUP_MEASURES.values()}) == len(GROUP_MEASURES)
    assert info("strangers_renters").title == Text("strangers among renters", "租户中的陌生人")
