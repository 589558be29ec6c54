"""GeoJSON is read as data; a fault names its feature."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.ground.refusal import InputError
from linli.scenarios import UserError
from linli.scenarios.compound.geojson import features_of

from .maps import degrees, geojson, house, point


def polygon(*corners, kind="Polygon"):
    return {"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": corners[0] if len(corners) == 1 else list(corners)}}


def square(at=0.0, size=0.0001):
    return [[at, 0], [at + size, 0], [at + size, size], [at, size], [at, 0]]


def test_features_keep_their_number_and_plain_properties() -> None:
    found = features_of(geojson(house(Levels="6", nothing=None, inner={"a": 1}), point(1, 2, entrance="yes")), "f")
    assert [one.number for one in found.features] == [1, 2]
    assert found.features[0].properties == {"levels": "6"}
    assert found.features[1].shape.geom_type == "Point"
    assert found.crs == ""


def test_gb18030_and_a_mark_are_read() -> None:
    raw = geojson(house(site="上港小区"))
    for written in (raw.decode().encode("gb18030"), b"\xef\xbb\xbf" + raw):
        assert features_of(written, "f").features[0].properties["site"] == "上港小区"


def test_one_feature_or_geometry_is_a_file_too() -> None:
    assert len(features_of(json.dumps(house()).encode(), "f").features) == 1
    assert len(features_of(json.dumps(house()["geometry"]).encode(), "f").features) == 1


def test_pieces_of_map_tiles_that_touch_are_right() -> None:
    left, right = square(), square(0.0001)
    assert len(features_of(geojson(polygon([[left], [right]], kind="MultiPolygon")), "f").features) == 1


@pytest.mark.parametrize(
    ("feature", "says", "sagt"),
    [
        (polygon([[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]), "Self-intersection", "边线自相交"),
        (polygon([[[0, 0], [1, 1], [0, 0]]]), "fewer than four positions", "少于四个"),
        (polygon([[[0, 0], [1, 0], [1, 1], [0, 1]]]), "does not end where it begins", "首尾不相接"),
        (polygon([[[0, 0], [1, 0], [2, 0], [0, 0]]]), "shape is wrong", "图形有误"),
        (polygon([square(), square(5.0)]), "Hole lies outside shell", "内洞在外环之外"),
        (polygon([[[0, 0], [1, "x"], [1, 1], [0, 0]]]), "is no position", "不是坐标"),
        (polygon([[[0, 0], [1, 1e300], [1, 1], [0, 0]]]), "is no position", "不是坐标"),
        (polygon([[[0, 0], [True, 1], [1, 1], [0, 0]]]), "is no position", "不是坐标"),
        (polygon([]), "no coordinates", "没有坐标"),
        (polygon("x"), "no list of coordinates", "不是坐标列表"),
        ({"type": "Feature", "properties": {}, "geometry": None}, "has no geometry", "没有几何图形"),
        ({"type": "Feature", "properties": {}, "geometry": {"type": "Circle"}}, '"Circle" is no type', "不是几何类型"),
        ({"type": "Feature", "properties": [1], "geometry": house()["geometry"]}, "not a table of properties", "不是属性表"),
        ({"type": "Building"}, "it is no Feature", "不是要素"),
        ([], "it is no Feature", "不是要素"),
    ],
)
def test_a_wrong_feature_is_named(feature, says, sagt) -> None:
    with pytest.raises(UserError) as refused:
        features_of(geojson(house(), feature), "map.geojson")
    assert refused.value.text.en.startswith("feature 2")
    assert says in refused.value.say("en")
    assert sagt in refused.value.say("zh")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "not valid JSON"),
        (b"{", "line 1"),
        (b"[" * 100_000, "too deep"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "NaN"),
        (b"[1]", "not GeoJSON"),
        (b'{"type": "Topology"}', "TopoJSON"),
        (b'{"type": "FeatureCollection"}', "no list of features"),
        (b'{"type": "FeatureCollection", "features": []}', "no feature"),
        (b'{"a": ' + b"9" * 5000 + b"}", "too many digits"),
    ],
)
def test_what_is_no_map_is_refused(raw, says) -> None:
    with pytest.raises(UserError, match=says):
        features_of(raw, "f")


@pytest.mark.parametrize(
    "properties",
    [{"phone": "13800138000"}, {"备注": "13800138000"}, {"姓名": "x"}, {"性别": "女"}, {"身份证": "1"}, {"contact_email": "a@b.cn"}, {"户主": "x"}],
)
def test_people_are_refused_and_no_value_is_printed(properties) -> None:
    with pytest.raises(UserError) as refused:
        features_of(geojson(house(), house(100, 0, **properties)), "f")
    assert "nothing of single people" in refused.value.text.en
    assert next(iter(properties.values())) not in refused.value.text.en.replace(next(iter(properties)), "")


def test_names_and_addresses_of_buildings_are_no_people() -> None:
    features = features_of(geojson(house(**{"name": "3号楼", "addr:street": "x", "osm_id": 13800138000, "building": "apartments", "楼栋": "3号楼"})), "f")
    assert len(features.features) == 1


@settings(max_examples=150, deadline=None)
@given(
    data=st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=6) | st.sampled_from(["Polygon", "Feature", "Point"]),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "features", "geometry", "coordinates", "properties", "crs"]), inner)
        ),
        max_leaves=12,
    )
)
def test_whatever_stands_in_a_file_it_is_read_or_refused_in_a_sentence(data) -> None:
    for given_data in (data, {"type": "FeatureCollection", "features": data}, {"type": "FeatureCollection", "features": [house(), data]}):
        try:
            features_of(json.dumps(given_data).encode(), "f")
        except InputError as refused:
            said = refused
            assert all(said.text)


def test_a_place_of_a_corner_is_read_as_it_stands() -> None:
    found = features_of(geojson(house()), "f").features[0].shape
    assert next(iter(found.exterior.coords)) == tuple(degrees(-21.0, -6.0))
