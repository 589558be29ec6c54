"""Buildings that are placed one by one: offsets that fit together, places in metres, the same bits as a preset where they stand as one."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.founding.neighbourhood import NeighbourhoodParameters, build_places, footprints
from linli.model.founding.placed import MOST_PLACED, PlacedBuilding, extent, flat_at, place_of
from linli.model.founding.populate import populate
from linli.model.founding.population import PopulationParameters
from linli.model.founding.tree import to_networkx
from linli.model.ground.parameters import describe
from linli.model.ground.refusal import InputError
from linli.model.reference import records_of
from linli.model.society.society import Society
from linli.scenarios import load
from linli.scenarios.units import UNITS_ZH
from pydantic import ValidationError


def house(**given) -> PlacedBuilding:
    return PlacedBuilding(**({"x": 0.0, "y": 0.0, "length": 36.0, "depth": 12.0, "entrances": 2, "floors": 3, "flats_per_floor": 2} | given))


@st.composite
def communities(draw) -> tuple[PlacedBuilding, ...]:
    compounds = draw(st.integers(1, 3))
    one = st.builds(
        house, x=st.floats(-400, 400), y=st.floats(-400, 400), length=st.floats(5, 90), depth=st.floats(4, 40), angle=st.floats(-180, 180),
        entrances=st.integers(1, 4), floors=st.integers(1, 7), flats_per_floor=st.integers(1, 7),
    )  # fmt: skip
    numbers = [*range(1, compounds + 1), *draw(st.lists(st.integers(1, compounds), max_size=6))]
    return tuple(draw(one).model_copy(update={"compound": k}) for k in draw(st.permutations(numbers)))


@settings(max_examples=40, deadline=None)
@given(placed=communities(), copies=st.integers(1, 3))
def test_offsets_fit_together_and_every_flat_has_one_place(placed, copies) -> None:
    numbers = NeighbourhoodParameters(placed=placed, communities=copies).resolved()
    places = build_places(NeighbourhoodParameters(placed=placed, communities=copies), 1)
    assert places.communities == copies
    assert places.flats == copies * numbers.flats_per_community == copies * sum(one.flats for one in placed)
    assert places.gates == copies * sum(one.entrances for one in placed)
    for starts, parts in (
        (places.landing_flats, places.flats), (places.gate_landings, len(places.landing_flats) - 1), (places.building_gates, places.gates),
        (places.compound_buildings, len(placed) * copies), (places.compound_gates, places.gates), (places.community_compounds, places.compounds),
    ):  # fmt: skip
        assert starts[0] == 0
        assert starts[-1] == parts
        assert (np.diff(starts) > 0).all()
    flats = np.arange(numbers.flats_per_community)
    place = place_of(numbers.units, flats)
    assert all((column >= 1).all() for column in place)
    again, level, _ = flat_at(numbers.units, place)
    assert level == -1
    assert (again == flats).all()
    for level in range(5):
        odd = [column.copy() for column in place]
        odd[level][-1] += 100
        assert flat_at(numbers.units, odd)[1] == level


@settings(max_examples=40, deadline=None)
@given(placed=communities())
def test_gates_stand_at_a_long_side_and_flats_lie_within_their_house(placed) -> None:
    parameters = NeighbourhoodParameters(placed=placed)
    places = build_places(parameters, 1)
    gate = 0
    for building, one in enumerate(parameters.resolved().placed):
        along = np.array((np.cos(np.radians(one.angle)), np.sin(np.radians(one.angle))))
        right = np.array((along[1], -along[0]))
        for _ in range(one.entrances):
            away = places.gate_xy[gate].astype(float) - (one.x, one.y)
            assert away @ right == pytest.approx(0.5 * one.depth, abs=0.01)
            assert abs(away @ along) < 0.5 * one.length
            landings = range(places.gate_landings[gate], places.gate_landings[gate + 1])
            assert len(landings) == one.floors
            xyz = places.flat_xyz[places.landing_flats[landings.start] : places.landing_flats[landings.stop]].astype(float)
            inside = xyz[:, :2] - (one.x, one.y)
            assert (np.abs(inside @ along) < 0.5 * one.length + 0.01).all()
            assert (np.abs(inside @ right) < 0.5 * one.depth + 0.01).all()
            assert len(np.unique(xyz[:, 2])) == one.floors
            gate += 1
        assert places.building_gates[building + 1] == gate
    low, high = extent(placed)
    assert (places.gate_xy >= low - 0.01).all()
    assert (places.gate_xy <= high + 0.01).all()


def regular(n: NeighbourhoodParameters) -> NeighbourhoodParameters:
    """Return a compound of slabs with each of its buildings placed where it stands."""
    places, numbers = build_places(n, 1), n.resolved()
    gates = places.gate_xy.reshape(-1, numbers.entrances, 2).astype(float)
    length = numbers.entrances * numbers.gate_width
    placed = tuple(
        house(x=xy[:, 0].mean(), y=xy[0, 1] + 6.0, length=length, entrances=numbers.entrances, floors=numbers.floors, flats_per_floor=numbers.flats_per_floor)
        for xy in gates
    )
    return NeighbourhoodParameters(preset=n.preset, placed=placed)


def test_buildings_placed_as_those_of_a_preset_live_the_same_life_to_the_bit() -> None:
    preset = NeighbourhoodParameters(buildings=4, entrances=2, floors=4, spacing=40.0)
    lives = []
    for neighbourhood in (preset, regular(preset)):
        society = Society(neighbourhood=neighbourhood, seed=5)
        society.run(12)
        arrays = {**society.ties._asdict(), **society.residents.arrays(), "gate_xy": society.places.gate_xy, "flat_xyz": society.places.flat_xyz}
        lives.append({name: hashlib.blake2b(np.ascontiguousarray(array).tobytes()).hexdigest() for name, array in arrays.items()})
    assert lives[0] == lives[1]


def test_kin_groups_of_a_preset_are_those_of_the_same_buildings_placed() -> None:
    preset = NeighbourhoodParameters(buildings=3, entrances=2, floors=4, spacing=40.0, kin_groups=3, kin_share=0.8)
    placed = regular(preset).model_copy(update={"kin_groups": 3, "kin_share": 0.8})
    assert (build_places(preset, 7).kin == build_places(placed, 7).kin).all()
    assert len(set(build_places(preset, 7).kin.tolist())) == 4


def test_the_plain_twin_sees_the_same_homes() -> None:
    placed = (house(), house(compound=2, y=80.0, entrances=3, floors=5, flats_per_floor=1), house(x=60.0, floors=1))
    parameters = NeighbourhoodParameters(placed=placed, occupancy=1.0)
    places, residents = populate(parameters, PopulationParameters(), 2, 1)
    people, homes = records_of(places, residents)
    compound, building, gate, floor, _ = place_of(parameters.resolved().units, np.arange(places.flats))
    assert [home.compound + 1 for home in homes] == compound.tolist()
    assert [home.level + 1 for home in homes] == floor.tolist()
    assert {(c, b, g): homes[f].gate for f, (c, b, g) in enumerate(zip(compound, building, gate, strict=True))}.keys() == {
        (1, 1, 1), (1, 1, 2), (1, 2, 1), (1, 2, 2), (2, 1, 1), (2, 1, 2), (2, 1, 3)
    }  # fmt: skip
    assert len(people) == residents.n
    assert {person.home for person in people} == set(residents.flat.tolist())


def test_yards_and_other_places_lie_in_no_house() -> None:
    placed = tuple(house(x=50.0 * (k % 3), y=30.0 * (k // 3), angle=20.0 * k, length=40.0) for k in range(9))
    places = build_places(NeighbourhoodParameters(placed=placed), 1)
    kinds = [kind for _, kind, _, _ in places.facilities]
    assert kinds.count("yard") == 2
    assert {"shop", "school gate", "activity room", "service centre"} <= set(kinds)
    for _, kind, x, y in places.facilities:
        for one in placed:
            angle, away = np.radians(one.angle), np.array((x - one.x, y - one.y))
            along = np.array((np.cos(angle), np.sin(angle)))
            inside = abs(away @ along) < 0.5 * one.length - 0.01 and abs(away @ (-along[1], along[0])) < 0.5 * one.depth - 0.01
            assert not inside, kind
    graph = to_networkx(places)
    assert len([node for node, kind in graph.nodes(data="kind") if kind == "building"]) == 9


def test_every_unit_is_said_in_chinese() -> None:
    units = {fact.unit for fact in describe(PlacedBuilding)} - {"text"}
    assert "degrees" in units
    assert not units - set(UNITS_ZH)


@pytest.mark.parametrize("name", ["everyday", "building-gates"])
def test_scenarios_without_placed_buildings_say_nothing_of_them(name: str) -> None:
    """So that their hashes, and what is kept under them, stay as they were."""
    assert "placed" not in load(name).to_dict()["neighbourhood"]


def test_placed_buildings_survive_a_file() -> None:
    placed = (house(name="3", angle=12.5), house(compound=2, y=90.0))
    parameters = NeighbourhoodParameters(placed=placed)
    assert NeighbourhoodParameters.model_validate_json(parameters.model_dump_json()) == parameters


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"buildings": 3}, "leave buildings out"),
        ({"compounds": 2}, "leave compounds out"),
        ({"spacing": 20.0}, "leave spacing out"),
        ({"placed": ()}, "1 to 2,000 can be placed"),
        ({"placed": (house(compound=3), house())}, "compound 2 has none"),
        ({"placed": (house(),) * (MOST_PLACED + 1)}, "1 to 2,000"),
    ],
)
def test_what_contradicts_placed_buildings_is_refused(more, says) -> None:
    with pytest.raises(ValidationError) as refused:
        NeighbourhoodParameters(**({"placed": (house(),)} | more))
    cause = refused.value.errors()[0]["ctx"]["error"]
    assert isinstance(cause, InputError)
    assert says in cause.text.en


def test_a_footprint_is_the_outline_around_its_middle_or_the_rectangle_with_the_gates_on_its_edge() -> None:
    outline = ((-20.0, -9.0), (20.0, -9.0), (20.0, 0.0), (0.0, 9.0))
    placed = (house(x=100.0, y=50.0, angle=30.0), house(x=0.0, y=0.0, outline=outline))
    parameters = NeighbourhoodParameters(placed=placed, communities=2)
    places, shapes = build_places(parameters, 1), footprints(parameters)
    assert len(shapes) == 4
    apart = places.gate_xy[4] - places.gate_xy[0]
    for one, other in zip(shapes[:2], shapes[2:], strict=True):
        assert other == pytest.approx(one + apart, abs=0.01)
    # The entrances lie on the first side of the rectangle.
    first, second = shapes[0][:2]
    for gate in places.gate_xy[:2].astype(float):
        assert np.linalg.norm(gate - first) + np.linalg.norm(gate - second) == pytest.approx(np.linalg.norm(second - first), abs=0.01)
    assert np.ptp(shapes[1], axis=0) == pytest.approx([40.0, 18.0])
    assert footprints(NeighbourhoodParameters(buildings=2)) == []


def test_an_outline_changes_no_place_and_one_that_is_none_is_refused() -> None:
    outline = ((-18.0, -6.0), (18.0, -6.0), (0.0, 6.0))
    bare, drawn = (build_places(NeighbourhoodParameters(placed=(one,)), 1) for one in (house(), house(outline=outline)))
    assert (bare.flat_xyz == drawn.flat_xyz).all()
    assert (bare.gate_xy == drawn.gate_xy).all()
    for wrong, said in (((outline[0],) * 2, "2 corners"), ((outline[0],) * 101, "101 corners"), ((*outline[:2], (1e6, 0.0)), "too far away")):
        with pytest.raises(ValidationError, match=said):
            NeighbourhoodParameters(placed=(house(outline=wrong),))
