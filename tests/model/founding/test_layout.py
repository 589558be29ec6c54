"""Where things stand in metres: entrances along their building, flats about their entrance, yards and rooms between the rows of buildings."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pytest
from linli.model.founding.neighbourhood import PRESET_TITLES, NeighbourhoodNumbers, NeighbourhoodParameters, build_places
from linli.model.people.places import Places

ROWS = ("beijing", "old-walk-up", "towers", "resettlement")
"""Presets whose buildings stand in straight rows."""


def built(**chosen: object) -> tuple[Places, NeighbourhoodNumbers]:
    parameters = NeighbourhoodParameters(**chosen)  # type: ignore[arg-type]
    return build_places(parameters, 1), parameters.resolved()


def spots(places: Places, kind: str) -> np.ndarray:
    """Return float [n, 2], where facilities of a kind are."""
    return np.array([(x, y) for _, name, x, y in places.facilities if name == kind]).reshape(-1, 2)


def row_of(n: NeighbourhoodNumbers, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return in which row of buildings a place is, and how many metres behind the front of its buildings."""
    deep = n.building_size[1] + n.spacing
    return y // deep, y % deep


@pytest.mark.parametrize("preset", ROWS)
def test_entrances_divide_the_front_of_their_building_evenly(preset: str) -> None:
    places, n = built(preset=preset, entrances=3)
    gates = places.gate_xy.reshape(-1, 3, 2)
    assert np.ptp(gates[:, :, 1], axis=1) == pytest.approx(0.0), "one front"
    # The first building begins at the corner of the compound.
    assert gates[0, :, 0] == pytest.approx(np.array([0.5, 1.5, 2.5]) * n.gate_width)
    assert np.diff(gates[:, :, 0], axis=1) == pytest.approx(n.gate_width)


@pytest.mark.parametrize("preset", PRESET_TITLES)
def test_flats_lie_about_their_entrance_one_storey_above_another(preset: str) -> None:
    places, n = built(preset=preset)
    flats = (places.flat_xyz - np.append(np.repeat(places.gate_xy, n.floors * n.flats_per_floor, axis=0), np.zeros((places.flats, 1)), 1)).reshape(
        places.gates, n.floors, n.flats_per_floor, 3
    )
    assert flats[..., 2] == pytest.approx(np.broadcast_to((np.arange(n.floors) * n.storey_height)[:, None], flats.shape[:3]), abs=1e-3)
    half = 0.5 * (n.building_size[0] if n.hamlets else n.gate_width)
    assert np.abs(flats[..., 0]).max() < half
    # In the middle of equal parts; in two rows of flats the second may have one less.
    places_along = np.unique(np.round(flats[0, 0, :, 0], 3))
    assert places_along.mean() == pytest.approx(0.0, abs=0.01)
    assert np.diff(places_along) == pytest.approx(2.0 * half / len(places_along), abs=0.01)
    assert flats == pytest.approx(np.broadcast_to(flats[:1], flats.shape), abs=1e-2), "alike at all entrances"


@pytest.mark.parametrize("preset", PRESET_TITLES)
@pytest.mark.parametrize("compounds", [1, 2])
def test_every_compound_has_its_places(preset: str, compounds: int) -> None:
    places, n = built(preset=preset, compounds=compounds, communities=2)
    many = Counter(kind for _, kind, _, _ in places.facilities)
    yards = max(1, round(n.buildings / (15 if n.layout == "lanes" else 4)))
    each = {"yard": yards, "shop": 1, "school gate": 1, "activity room": 1} | ({"ancestral hall": 1} if preset == "natural-village" else {})
    assert many == {kind: 2 * compounds * count for kind, count in each.items()} | {"service centre": 2}
    assert Counter(c for c, kind, _, _ in places.facilities if kind == "service centre") == {0: 1, compounds: 1}, "in the first compound of each community"
    assert Counter(c for c, kind, _, _ in places.facilities if kind != "service centre") == dict.fromkeys(range(2 * compounds), sum(each.values()))


@pytest.mark.parametrize("preset", ROWS)
def test_yards_and_rooms_are_between_two_rows_of_buildings_and_the_shop_in_front(preset: str) -> None:
    places, n = built(preset=preset)
    gates = places.gate_xy
    right = gates[:, 0].max() + 0.5 * n.gate_width
    for kind in ("yard", "activity room"):
        at = spots(places, kind)
        _, behind = row_of(n, at[:, 1])
        assert (behind > n.building_size[1]).all(), kind
        assert ((at[:, 0] > 0.0) & (at[:, 0] < right)).all(), kind
    yards = spots(places, "yard")
    assert row_of(n, yards[:, 1])[1] == pytest.approx(n.building_size[1] + 0.5 * n.spacing), "in the middle between them"
    assert np.diff(yards[:, 0]) == pytest.approx(right / len(yards)), "side by side"
    assert yards[:, 0].mean() == pytest.approx(0.5 * right)
    assert len(set(row_of(n, yards[:, 1])[0])) == min(len(yards), len(set(gates[:, 1].tolist()))), "in as many rows as there are"
    ((shop_x, shop_y),), ((school_x, school_y),), ((centre_x, centre_y),) = (spots(places, kind) for kind in ("shop", "school gate", "service centre"))
    assert 0.0 < shop_x < right
    assert 0.0 < centre_x < right
    assert -30.0 < centre_y < shop_y < 0.0
    assert right < school_x < right + 30.0, "across the road"
    assert 0.0 < school_y < gates[:, 1].max() + n.building_size[1] + n.spacing


def test_compounds_and_communities_are_a_road_apart() -> None:
    places, n = built(compounds=2, communities=2, buildings=1)
    starts = places.compound_gates
    left = np.array([places.gate_xy[a:b].min(axis=0) for a, b in itertools.pairwise(starts.tolist())])
    width = n.entrances * n.gate_width
    assert left[1] - left[0] == pytest.approx([width + 30.0, 0.0])
    assert left[2] - left[0] == pytest.approx([2 * (width + 30.0) + 60.0, 0.0]), "and two roads between communities"
    alone, _ = built(compounds=2, buildings=1, first_community=1)
    assert alone.gate_xy == pytest.approx(places.gate_xy[len(alone.gate_xy) :]), "place goes by the permanent number"
