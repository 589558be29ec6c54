"""Which features are homes, where they stand in metres, what is told of them."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.scenarios import UserError
from linli.scenarios.compound.coordinates import to_gcj02
from linli.scenarios.compound.footprints import GCJ02_OFFER, Footprint, Footprints, footprints_of
from linli.scenarios.compound.geojson import features_of

from .maps import degrees, geojson, house, point, ring


def read(*features, crs=None, **options) -> Footprints:
    more = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    return footprints_of(features_of(geojson(*features, **more), "map.geojson"), **options)


def said(found: Footprints) -> str:
    return "\n".join(note.en for note in found.notes)


@settings(max_examples=60, deadline=None)
@given(x=st.floats(-900, 900), y=st.floats(-900, 900), length=st.floats(20, 100), depth=st.floats(6, 19), angle=st.floats(-89, 89))
def test_a_rectangle_comes_back_as_it_was_drawn(x, y, length, depth, angle) -> None:
    found = read(house(x, y, length, depth, angle), house(x + 200.0, y))
    one, other = found.buildings
    # The origin is the middle of both; so their distance is what can be known.
    assert math.dist((one.x, one.y), (other.x, other.y)) == pytest.approx(200.0, abs=0.5)
    assert one.length == pytest.approx(length, rel=0.005, abs=0.1)
    assert one.depth == pytest.approx(depth, rel=0.005, abs=0.1)
    assert abs((one.angle - angle + 90.0) % 180.0 - 90.0) < 1.0


def test_what_a_building_tells_is_taken() -> None:
    tags = {"building:levels": "6", "单元数": 3, "building:flats": "36", "ref": "7", "height": "18 m"}
    told = read(house(**tags)).buildings[0]
    assert told.told == {"floors": 6, "entrances": 3, "flats": 36, "height": 18}
    assert told.name == "7"


@pytest.mark.parametrize(
    ("tags", "says"),
    [
        ({"building:levels": "six"}, 'feature 1, building:levels: "six" is not a whole number between 1 and 100'),
        ({"building:levels": "5.5"}, "not a whole number"),
        ({"floors": 0}, "between 1 and 100"),
        ({"entrances": 51}, "between 1 and 50"),
        ({"户数": -3}, "between 1 and 20,000"),
    ],
)
def test_a_wrong_number_is_refused_with_its_feature_and_key(tags, says) -> None:
    with pytest.raises(UserError) as refused:
        read(house(**tags))
    assert says in refused.value.text.en
    assert "第 1 个要素" in refused.value.text.zh


def test_names_that_could_be_those_of_people_are_left_out() -> None:
    assert [read(house(name=name)).buildings[0].name for name in ("3号楼", "A座", "12#", "张三家", "Smith House", None)] == ["3号楼", "A座", "12#", "", "", ""]


def test_sheds_and_schools_are_left_out_and_said() -> None:
    found = read(house(), house(60, 0, 5, 5), house(120, 0, building="school"), house(180, 0, building="garage", **{"building:levels": "1"}))
    assert [one.feature for one in found.buildings] == [1]
    assert "1 footprints under 30 square metres were left out (2)" in said(found)
    assert "2 buildings that are no homes by their tag were left out (3, 4)" in said(found)


def test_entrances_on_the_map_belong_to_their_building() -> None:
    found = read(house(), house(100, 0), point(-10, 6, entrance="yes"), point(10, 6.5, entrance="main"), point(50, 50, entrance="yes"))
    assert [len(one.doors) for one in found.buildings] == [2, 0]


def test_outlines_part_buildings_into_compounds() -> None:
    outline = house(0, 0, 200, 100, landuse="residential", name="甲小区")
    found = read(outline, house(-50, 0), house(50, 0), house(300, 0, site="乙小区"), house(600, 0))
    assert [(one.feature, one.compound) for one in found.buildings] == [(2, "甲小区"), (3, "甲小区"), (4, "乙小区")]
    assert found.compounds == ("甲小区", "乙小区")
    assert "1 footprints outside all compounds were left out (5)" in said(found)
    only = read(outline, house(-50, 0), house(300, 0, site="乙小区"), site="乙小区")
    assert [one.feature for one in only.buildings] == [3]
    with pytest.raises(UserError, match='It has: "甲小区"'):
        read(outline, house(-50, 0), site="丙小区")


def test_what_holds_other_footprints_is_an_outline_without_saying_so() -> None:
    found = read(house(0, 0, 300, 100), house(-50, 0), house(50, 0))
    assert [one.feature for one in found.buildings] == [2, 3]


def test_pieces_of_a_building_are_buildings_unless_its_flats_are_told() -> None:
    left, right = house(-50, 0)["geometry"]["coordinates"], house(50, 0)["geometry"]["coordinates"]
    both = {"type": "Feature", "properties": {"floors": 4}, "geometry": {"type": "MultiPolygon", "coordinates": [left, right]}}
    assert [one.told["floors"] for one in read(both).buildings] == [4, 4]
    both["properties"]["flats"] = 30
    with pytest.raises(UserError, match="2 separate pieces"):
        read(both)


def test_pieces_of_map_tiles_that_touch_are_one_building() -> None:
    left, right = house(-21, 0)["geometry"]["coordinates"], house(21, 0)["geometry"]["coordinates"]
    both = {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": [left, right]}}
    found = read(both)
    assert len(found.buildings) == 1
    assert found.buildings[0].length == pytest.approx(84.0, abs=0.5)


def test_a_building_twice_is_refused() -> None:
    with pytest.raises(UserError, match="feature 2: it covers feature 1"):
        read(house(), house(1, 0))


def metres(x=0.0, y=0.0):
    return {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring(x, y, 42, 12)]}}


def test_metres_are_taken_as_they_are() -> None:
    found = read(metres(400_000, 4_000_000), metres(400_100, 4_000_000))
    assert found.middle is None
    assert found.buildings[1].x - found.buildings[0].x == pytest.approx(100.0)
    small = read(metres(), metres(60, 0), metres=True)
    assert small.buildings[1].x - small.buildings[0].x == pytest.approx(60.0)
    with pytest.raises(UserError, match="Are the coordinates metres"):
        read(metres(), metres(60, 0))
    with pytest.raises(UserError, match="GCJ-02 is an offset of degrees"):
        read(metres(400_000, 4_000_000), gcj02=True)


def test_a_file_in_the_national_grid_is_read_by_its_crs() -> None:
    found = read(metres(448_000, 4_417_000), metres(448_100, 4_417_000), crs="urn:ogc:def:crs:EPSG::32650")
    assert found.middle is not None
    assert 116.0 < found.middle[0] < 117.0
    assert math.dist((found.buildings[0].x, found.buildings[0].y), (found.buildings[1].x, found.buildings[1].y)) == pytest.approx(100.0, abs=0.3)


def test_the_offset_of_gcj02_is_offered_and_taken_out() -> None:
    plain = read(house(), house(100, 50))
    assert GCJ02_OFFER in plain.notes
    shifted = [house(), house(100, 50)]
    for one in shifted:
        import numpy as np

        rings = one["geometry"]["coordinates"]
        lon, lat = to_gcj02(*np.array(rings[0]).T)
        rings[0] = np.stack((lon, lat), 1).tolist()
    found = read(*shifted, gcj02=True)
    assert GCJ02_OFFER not in found.notes
    assert found.middle == pytest.approx(plain.middle, abs=2e-6)
    for one, other in zip(found.buildings, plain.buildings, strict=True):
        assert (one.x, one.y, one.length) == pytest.approx((other.x, other.y, other.length), abs=0.11)


def test_latitude_first_is_seen() -> None:
    turned = house()
    turned["geometry"]["coordinates"] = [[[y, x] for x, y in turned["geometry"]["coordinates"][0]]]
    with pytest.raises(UserError, match="longitude first"):
        read(turned)


def test_buildings_that_are_no_buildings_are_doubted_or_refused() -> None:
    long = read(house(0, 0, 300, 12))
    assert "feature 1 is 300 m long: is it one building?" in said(long)
    with pytest.raises(UserError, match=r"feature 1: it is 2,50. m long; a building is at most 2,000 m"):
        read(house(0, 0, 2500, 12))
    with pytest.raises(UserError, match="no footprint of a building"):
        read(point(0, 0))
    corner = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "Polygon", "coordinates": [[[116.4, 39.9], [116.4005, 39.9], [116.4005, 39.9004], [116.4, 39.9]]]},
    }
    assert "fills 50 % of its rectangle" in said(read(corner))


def test_a_footprint_says_its_shape_in_metres() -> None:
    one = read(house(0, 0, 42, 12)).buildings[0]
    assert isinstance(one, Footprint)
    # A rectangle is told by its sides.
    assert one.shape == ()
    # An L, with a corner that nobody would see on its long side.
    corners = [(-21, -6), (0, -6.1), (21, -6), (21, 6), (9, 6), (9, 0), (-21, 0), (-21, -6)]
    bent = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[degrees(*corner) for corner in corners]]}}
    found = read(bent).buildings[0]
    assert len(found.shape) == 6
    assert {(round(x - min(x for x, _ in found.shape)), round(y - min(y for _, y in found.shape))) for x, y in found.shape} == {
        (0, 0), (42, 0), (42, 12), (30, 12), (30, 6), (0, 6),
    }  # fmt: skip
    assert json.dumps(one.told) == "{}"
