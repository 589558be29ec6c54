"""The ground of the map: numbers of gates, and a place for each resident inside the building."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.founding.neighbourhood import PRESET_TITLES, NeighbourhoodParameters
from linli.model.founding.populate import populate
from linli.model.founding.presets import population_of
from linli.model.people.places import Places
from linli.viz.dashboard.map.ground import MapGround, facility_kinds


def placed(**given: object) -> Places:
    neighbourhood = NeighbourhoodParameters(**given)
    return populate(neighbourhood, population_of(neighbourhood.preset), 5, 1, 0.5)[0]


def inside(ground: MapGround) -> np.ndarray:
    """Tell of each resident whether the corners of their gate go around them."""
    corners = ground.cells.reshape(-1, 4, 2).astype(np.float64)[ground.gate_of]
    after = np.roll(corners, -1, axis=1)
    to = ground.people[:, None, :] - corners
    side = (after - corners)[..., 0] * to[..., 1] - (after - corners)[..., 1] * to[..., 0]
    return np.asarray((side > -1e-2).all(axis=1) | (side < 1e-2).all(axis=1))


def test_slabs_stand_where_their_numbers_say():
    places = placed(buildings=2, entrances=3, floors=5, flats_per_floor=4, gate_width=18.0, spacing=38.0)
    ground = MapGround.of(places)
    for gate, (x, y) in enumerate(places.gate_xy.tolist()):
        # Entrances are 18 m apart, flats lie 6 m behind them, so that a building is 12 m deep.
        assert ground.cells[gate] == pytest.approx([x - 9, y, x + 9, y, x + 9, y + 12, x - 9, y + 12], abs=1e-3)
    floor = (ground.people[:, 1] - places.gate_xy[ground.gate_of, 1]) // (12.0 / 5) + 1
    assert np.array_equal(floor, ground.floor_of)
    flat_x = places.flat_xyz[np.repeat(np.arange(places.flats), np.diff(places.flat_rows)), 0]
    assert np.abs(ground.people[:, 0] - flat_x).max() < 18.0 / 4 / 2


def test_tall_buildings_take_of_the_room_behind_them():
    ground = MapGround.of(placed(preset="towers", buildings=8, floors=11, spacing=45.0))
    deep = ground.cells[:, 7] - ground.cells[:, 1]
    assert deep == pytest.approx([11 * 2.4] * 16, abs=1e-3)
    behind = 12.0 + 45.0
    high = MapGround.of(placed(preset="towers", buildings=8, floors=60, spacing=45.0))
    assert high.cells[:, 7] - high.cells[:, 1] == pytest.approx([0.5 * behind] * 16, abs=1e-3)
    # Nothing stands behind one that is alone.
    alone = MapGround.of(placed(preset="towers", buildings=1, floors=60))
    assert alone.cells[0, 7] == pytest.approx(60 * 2.4, abs=1e-3)


@pytest.mark.parametrize("preset", PRESET_TITLES)
def test_everybody_has_a_place_of_their_own_inside_their_gate(preset):
    places = placed(preset=preset, buildings=4)
    ground = MapGround.of(places)
    assert inside(ground).all()
    assert len(np.unique(ground.people, axis=0)) == ground.residents == places.gate_rows[-1]
    assert np.array_equal(np.bincount(ground.gate_of, minlength=places.gates), np.diff(places.gate_rows))
    low, high = ground.people.min(axis=0), ground.people.max(axis=0)
    assert ground.box[0] < low[0] < high[0] < ground.box[2]
    assert ground.box[1] < low[1] < high[1] < ground.box[3]


def test_houses_of_one_storey_stay_where_they_are():
    places = placed(preset="natural-village", buildings=2)
    ground = MapGround.of(places)
    flat = np.repeat(np.arange(places.flats), np.diff(places.flat_rows))
    off = np.abs(ground.people - places.flat_xyz[flat, :2])
    assert off[:, 0].max() < 5.0
    assert off[:, 1].max() < 3.5
    assert set(ground.floor_of.tolist()) == {1}


def test_outlines_lie_where_their_gates_are_and_within_the_box():
    building = {"length": 40.0, "depth": 12.0, "entrances": 2, "floors": 6, "flats_per_floor": 2}
    bent = ((-20.0, -6.0), (20.0, -6.0), (30.0, 20.0), (-20.0, 6.0))
    neighbourhood = NeighbourhoodParameters(placed=[{"x": 0.0, "y": 0.0, **building}, {"x": 0.0, "y": 60.0, "outline": bent, **building}])
    places = populate(neighbourhood, population_of(neighbourhood.preset), 5, 1, 0.5)[0]
    ground = MapGround.of(places, neighbourhood)
    assert [len(one) for one in ground.outlines] == [4, 4]
    # The first gate stands a quarter along the first side.
    west, south = places.gate_xy[0] - (10.0, 0.0)
    assert ground.outlines[0].min(axis=0) == pytest.approx([west, south])
    assert ground.outlines[0].max(axis=0) == pytest.approx([west + 40.0, south + 12.0])
    assert ground.outlines[1].max(axis=0)[0] < ground.box[2]
    assert MapGround.of(places).outlines == ()
    # The preset tells none.
    assert MapGround.of(placed(buildings=2), NeighbourhoodParameters(buildings=2)).outlines == ()


def test_the_same_places_give_the_same_ground():
    one, two = (MapGround.of(placed(preset="urban-village", buildings=6)) for _ in range(2))
    for name in ("people", "cells", "gates", "gate_of", "floor_of"):
        assert np.array_equal(getattr(one, name), getattr(two, name))
        with pytest.raises(ValueError, match="read-only"):
            getattr(one, name)[0] = 0


def test_each_gate_knows_its_building():
    assert MapGround.of(placed(buildings=2, entrances=3)).building_of.tolist() == [0, 0, 0, 1, 1, 1]
    assert MapGround.of(placed(buildings=2, entrances=1, compounds=2)).building_of.tolist() == [0, 1, 2, 3]


def test_facilities_are_named_in_their_order():
    ground = MapGround.of(placed(preset="natural-village", buildings=2))
    assert facility_kinds(ground) == ["yard", "shop", "school gate", "activity room", "service centre", "ancestral hall"]
