"""Places: offsets that fit together, presets, coordinates, the graph, refusals."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.founding.neighbourhood import LARGEST_COMMUNITY, NODE_KINDS, PRESET_TITLES, NeighbourhoodParameters, build_places
from linli.model.founding.populate import populate
from linli.model.founding.population import PopulationParameters
from linli.model.founding.tree import to_networkx
from linli.model.ground.refusal import InputError
from pydantic import ValidationError


def test_default_is_a_beijing_compound_of_36_gates():
    numbers = NeighbourhoodParameters().resolved()
    places = build_places(NeighbourhoodParameters(), 1)
    assert places.gates == 36
    assert places.flats == numbers.flats_per_community == 1584
    assert places.communities == places.compounds == 1


def test_a_given_number_wins_over_the_preset():
    numbers = NeighbourhoodParameters(preset="old-walk-up", floors=5).resolved()
    assert numbers.floors == 5
    assert numbers.buildings == NeighbourhoodParameters(preset="old-walk-up").resolved().buildings


@pytest.mark.parametrize("preset", PRESET_TITLES)
def test_every_preset_is_lived_in_and_laid_out_without_two_flats_in_one_place(preset):
    places, residents = populate(NeighbourhoodParameters(preset=preset), PopulationParameters(), 1, 2)
    assert 500 < residents.n < 5000
    assert len(np.unique(places.flat_xyz, axis=0)) == places.flats
    distance = np.linalg.norm(places.gate_xy[:, None] - places.gate_xy[None], axis=-1)
    assert distance[~np.eye(places.gates, dtype=bool)].min() > 1.0
    assert distance.max() < 2000.0
    ground = places.flat_xyz[places.flat_xyz[:, 2] == 0][:, :2]
    between = np.linalg.norm(ground[:, None] - ground[None], axis=-1)
    assert between[~np.eye(len(ground), dtype=bool)].min() > 1.5
    kinds = [kind for _, kind, _, _ in places.facilities]
    assert {"yard", "shop", "school gate", "activity room", "service centre"} <= set(kinds) <= set(NODE_KINDS)
    has_kin = preset in ("natural-village", "urban-village", "resettlement")
    assert bool((places.kin >= 0).any()) == has_kin


def test_kin_are_owners_and_live_near_each_other():
    places, residents = populate(NeighbourhoodParameters(preset="natural-village"), PopulationParameters(), 3, 1)
    lived_in = np.diff(places.flat_rows) > 0
    tenure = np.full(places.flats, 9)
    tenure[lived_in] = residents.tenure[places.flat_rows[:-1][lived_in]]
    assert set(tenure[places.kin >= 0]) == {0}
    group = places.kin[places.kin >= 0]
    assert np.mean(group[1:] == group[:-1]) > 0.5


@settings(max_examples=30, deadline=None)
@given(
    buildings=st.integers(1, 6), entrances=st.integers(1, 4), floors=st.integers(1, 8), flats_per_floor=st.integers(1, 6),
    compounds=st.integers(1, 3), communities=st.integers(1, 3), occupancy=st.floats(0.05, 1.0), preset=st.sampled_from(list(PRESET_TITLES)),
    seed=st.integers(0, 2**63),
)  # fmt: skip
def test_rows_of_every_unit_are_one_range_and_offsets_fit(seed, **numbers):
    try:
        places, residents = populate(NeighbourhoodParameters(**numbers), PopulationParameters(), seed, 1)
    except InputError as error:
        refused = str(error)
    else:
        refused = ""
    if refused:
        assert "nobody lives there" in refused
        assert numbers["occupancy"] < 1.0
        return
    units = numbers["buildings"] * numbers["entrances"] * numbers["compounds"] * numbers["communities"]
    assert places.gates == units
    assert places.flats == units * numbers["floors"] * numbers["flats_per_floor"]
    for name in ("flat_rows", "landing_rows", "gate_rows", "building_rows", "compound_rows", "community_rows"):
        starts = getattr(places, name)
        assert (starts[0], starts[-1]) == (0, residents.n), name
        assert (np.diff(starts) >= 0).all(), name
    assert (residents.flat == places.unit_of_row(places.flat_rows, np.arange(residents.n))).all()
    assert (residents.gate == places.unit_of_row(places.gate_rows, np.arange(residents.n))).all()
    assert (places.gate_rows == places.flat_rows[places.landing_flats[places.gate_landings]]).all()
    assert len(np.unique(residents.identity)) == residents.n


def test_communities_do_not_overlap_on_the_map():
    places = build_places(NeighbourhoodParameters(communities=3, compounds=2, buildings=4), 1)
    gates = places.compound_gates[places.community_compounds]
    boxes = [(places.gate_xy[a:b].min(0), places.gate_xy[a:b].max(0)) for a, b in itertools.pairwise(gates)]
    for i, (low, high) in enumerate(boxes):
        for other_low, other_high in boxes[i + 1 :]:
            assert (high < other_low).any() or (other_high < low).any()


def test_graph_is_a_tree_with_all_flats_and_facilities():
    import networkx as nx

    spec = NeighbourhoodParameters(buildings=2, floors=3, communities=2)
    places, residents = populate(spec, PopulationParameters(), 1, 1)
    graph = to_networkx(places, residents)
    kinds = [kind for _, kind in graph.nodes(data="kind")]
    assert kinds.count("flat") == places.flats
    assert kinds.count("entrance") == places.gates
    assert sum(n or 0 for _, n in graph.nodes(data="residents", default=0)) == residents.n
    assert nx.number_connected_components(graph) == 2
    assert nx.is_forest(graph)
    assert len(graph) == places.flats + len(places.landing_rows) - 1 + places.gates + 4 + 2 + 2 + len(places.facilities)
    assert graph.nodes["flat 0"]["zh"] == "住户"


def test_a_community_that_cannot_be_numbered_is_refused_in_one_sentence():
    with pytest.raises(InputError) as refused:
        populate(NeighbourhoodParameters(buildings=400), PopulationParameters(), 1, 1)
    assert f"{LARGEST_COMMUNITY:,}" in refused.value.text.en
    assert f"{LARGEST_COMMUNITY:,}" in refused.value.text.zh
    with pytest.raises(InputError):
        build_places(NeighbourhoodParameters(buildings=2000, entrances=50, floors=100), 1)


@pytest.mark.parametrize("wrong", [{"buildings": 0}, {"occupancy": 1.5}, {"floor": 3}, {"preset": "castle"}, {"spacing": float("nan")}])
def test_numbers_out_of_bounds_are_refused(wrong):
    with pytest.raises(ValidationError):
        NeighbourhoodParameters(**wrong)
