"""Reads GeoJSON as data: features with a checked shape and plain properties. What is wrong is said with the number of the feature, from 1."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...model.founding.privacy import holds_private, looks_private
from ...model.ground.text import Text
from ..errors import UserError, show

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LARGEST_FILE = 20_000_000
"""Bytes of a file."""
MOST_FEATURES, MOST_CORNERS = 20_000, 500_000
_AREAS = ("Polygon", "MultiPolygon")
_OTHERS = ("Point", "MultiPoint", "LineString", "MultiLineString", "GeometryCollection")
_DEEP = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
"""Geometry -> lists around a position."""
_PLAIN = re.compile(r"(name|building|source|note|(old|alt|int|official|building|compound|site)_?name|@?id|(osm|way|full|osm_way|relation)_id)(:|$)|name_\w+$")
"""Keys of a map that are about a building, though they or their values look like those of a person."""
_PERSON = {"sex", "gender", "性别", "年龄", "户主", "职业", "民族"}
"""Keys that only people have."""
_FAULTS = {
    "Self-intersection": "边线自相交", "Ring Self-intersection": "环自相交", "Hole lies outside shell": "内洞在外环之外", "Holes are nested": "内洞互相嵌套",
    "Interior is disconnected": "内部不连通", "Nested shells": "外环互相嵌套", "Duplicate Rings": "有重复的环",
    "Too few points in geometry component": "点数过少", "Invalid Coordinate": "坐标无效",
}  # fmt: skip
"""What GEOS calls wrong with a shape -> Chinese."""


class Feature(NamedTuple):
    """One feature of a file.

    Attributes:
        number: its place in the file, from 1.
        shape: shapely geometry, valid, in the coordinates of the file.
        properties: plain values; keys in lower case.
    """

    number: int
    shape: BaseGeometry
    properties: dict[str, Any]


class Features(NamedTuple):
    """The features of a file and the coordinate system that it names ("" if none)."""

    file: str
    features: list[Feature]
    crs: str


def at_feature(number: int, text: Text, file: str, field: str = "") -> UserError:
    """Make the error of one feature."""
    inside, darin = (f", {field}", f"的 {field}") if field else ("", "")
    return UserError(f"feature {number}{inside}: {text.en}", f"第 {number} 个要素{darin}：{text.zh}", file=file)


def features_of(raw: bytes, file: str) -> Features:
    """Read the bytes of a GeoJSON file.

    Raises:
        UserError: it is too large, no GeoJSON, holds data of single people, or has a feature whose shape is wrong.
    """
    data = _json(raw, file)
    kind = data.get("type")
    if kind == "FeatureCollection":
        given = data.get("features")
        if not isinstance(given, list):
            raise UserError("it has no list of features.", "没有 features 列表。", file=file)
    elif kind == "Feature":
        given = [data]
    elif kind in (*_AREAS, "GeometryCollection"):
        parts = data.get("geometries") if kind == "GeometryCollection" else [data]
        given = [{"type": "Feature", "properties": {}, "geometry": part} for part in (parts if isinstance(parts, list) else [])]
    else:
        topo = Text(" Save it as GeoJSON in place of TopoJSON.", "请将 TopoJSON 另存为 GeoJSON。") if kind == "Topology" else Text("", "")
        raise UserError(
            f"type is {show(kind) if kind is not None else 'missing'}; a file of footprints is a FeatureCollection.{topo.en}",
            f"type 为 {show(kind) if kind is not None else '空'}；轮廓文件须为 FeatureCollection。{topo.zh}", file=file,
        )  # fmt: skip
    if not given:
        raise UserError("it has no feature.", "文件中没有要素。", file=file)
    if len(given) > MOST_FEATURES:
        raise UserError(f"it has {len(given):,} features; at most {MOST_FEATURES:,}.", f"共有 {len(given):,} 个要素，最多 {MOST_FEATURES:,} 个。", file=file)
    corners = 0
    found = []
    for number, one in enumerate(given, 1):
        feature, many = _feature(number, one, file)
        corners += many
        if corners > MOST_CORNERS:
            raise UserError(f"it has more than {MOST_CORNERS:,} corners. Simplify the shapes.", f"顶点超过 {MOST_CORNERS:,} 个，请简化轮廓。", file=file)
        found.append(feature)
    _refuse_people(found, file)
    return Features(file, found, _crs(data, file))


def _json(raw: bytes, file: str) -> dict[str, Any]:
    if len(raw) > LARGEST_FILE:
        raise UserError(f"it is larger than {LARGEST_FILE:,} bytes.", f"文件超过 {LARGEST_FILE:,} 字节。", file=file)

    def refuse(word: str) -> None:
        raise UserError(f"{word} stands where a number is needed.", f"应为数字处写着 {word}。", file=file)

    try:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("gb18030")
        data = json.loads(text, parse_constant=refuse)
    except UserError:
        raise
    except UnicodeDecodeError:
        raise UserError("it is not UTF-8 text. Save it as GeoJSON in UTF-8.", "不是 UTF-8 文字，请另存为 UTF-8 的 GeoJSON。", file=file) from None
    except json.JSONDecodeError as error:
        raise UserError(
            f"line {error.lineno}: it is not valid JSON. A file of footprints is GeoJSON.",
            f"第 {error.lineno} 行：不是有效的 JSON。轮廓文件须为 GeoJSON。",
            file=file,
        ) from None
    except (ValueError, RecursionError):
        raise UserError("it is not valid JSON: too deep, or a number of too many digits.", "不是有效的 JSON：嵌套过深或数字过长。", file=file) from None
    if not isinstance(data, dict):
        raise UserError("it is not GeoJSON: an object with type and features.", "不是 GeoJSON：须为含 type 与 features 的对象。", file=file)
    return data


def _crs(data: Mapping[str, Any], file: str) -> str:
    crs = data.get("crs")
    if crs is None:
        return ""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        raise UserError("crs names no coordinate system.", "crs 没有写明坐标系。", file=file, field="crs")
    return name


def _feature(number: int, given: Any, file: str) -> tuple[Feature, int]:
    if not isinstance(given, dict) or given.get("type") != "Feature":
        raise at_feature(number, Text('it is no Feature: "type" must be "Feature".', "不是要素：type 须为 Feature。"), file)
    geometry, properties = given.get("geometry"), given.get("properties")
    if not isinstance(geometry, dict):
        raise at_feature(number, Text("it has no geometry.", "没有几何图形。"), file)
    if properties is not None and not isinstance(properties, dict):
        raise at_feature(number, Text(f"{show(properties)} is not a table of properties.", f"{show(properties)} 不是属性表。"), file)
    shape, corners = _shape(number, geometry, file)
    plain = {str(key).strip().casefold()[:100]: value for key, value in (properties or {}).items() if isinstance(value, str | int | float | bool)}
    return Feature(number, shape, plain), corners


def _shape(number: int, geometry: Mapping[str, Any], file: str, depth: int = 0) -> tuple[BaseGeometry, int]:
    from shapely import GeometryCollection
    from shapely.geometry import shape
    from shapely.validation import explain_validity

    kind = geometry.get("type")
    if kind not in (*_AREAS, *_OTHERS):
        raise at_feature(number, Text(f"{show(kind) if kind else 'nothing'} is no type of geometry.", f"{show(kind) if kind else '空'} 不是几何类型。"), file)
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        if depth or not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
            raise at_feature(number, Text("its collection of geometries is nested or empty.", "几何集合嵌套或为空。"), file)
        found = [_shape(number, part, file, 1) for part in parts]
        return GeometryCollection([one for one, _ in found]), sum(many for _, many in found)
    coordinates: Any = geometry.get("coordinates")
    corners = sum(1 for _ in _positions(number, coordinates, _DEEP[kind], file))
    if corners == 0:
        raise at_feature(number, Text("it has no coordinates.", "没有坐标。"), file)
    if kind in _AREAS:
        for ring in [ring for polygon in (coordinates if kind == "MultiPolygon" else [coordinates]) for ring in polygon]:
            if len(ring) < 4 or ring[0][:2] != ring[-1][:2]:
                text = Text("a ring has fewer than four positions or does not end where it begins.", "有一个环的点少于四个，或首尾不相接。")
                raise at_feature(number, text, file)
    try:
        made = shape({"type": kind, "coordinates": coordinates})
    except (ValueError, TypeError, IndexError, AttributeError):
        raise at_feature(number, Text("its coordinates make no shape.", "坐标不构成图形。"), file) from None
    # Pieces of one shape may touch or overlap, as those of map tiles do; each must be right in itself.
    for part in getattr(made, "geoms", [made]) if kind in _AREAS else ():
        if part.is_valid and part.area > 0.0:
            continue
        reason = re.sub(r"\[.*", "", explain_validity(part)).strip()
        if part.is_valid:
            reason, chinese = "it has no area", "面积为零"
        else:
            chinese = _FAULTS.get(reason, reason)
        raise at_feature(number, Text(f"its shape is wrong: {reason}. Mend or remove it.", f"图形有误：{chinese}。请修正或删除。"), file)
    return made, corners


def _positions(number: int, given: Any, deep: int, file: str) -> Iterator[tuple[float, float]]:
    """Return all positions of coordinates, each looked at.

    Raises:
        UserError: one is no pair of finite numbers, or lists are missing.
    """
    if not isinstance(given, list):
        raise at_feature(number, Text(f"{show(given)} is no list of coordinates.", f"{show(given)} 不是坐标列表。"), file)
    if deep:
        for inner in given:
            yield from _positions(number, inner, deep - 1, file)
        return
    numbers = [one for one in given[:2] if isinstance(one, int | float) and not isinstance(one, bool) and abs(one) < 1e9]
    if len(given) not in (2, 3, 4) or len(numbers) != 2 or not all(math.isfinite(one) for one in numbers):
        raise at_feature(
            number, Text(f"{show(given)} is no position: two numbers, first to the east.", f"{show(given)} 不是坐标：须为两个数，先东后北。"), file
        )
    yield float(numbers[0]), float(numbers[1])


def _refuse_people(features: list[Feature], file: str) -> None:
    """Refuse a file whose features are people, or tell of people who could be named."""
    values: dict[str, set[str]] = {}
    for one in features:
        for key, value in one.properties.items():
            if str(value).strip():
                values.setdefault(key, set()).add(str(value))
    for key, found in values.items():
        what = Text("data of a person", "个人数据") if key in _PERSON else None if _PLAIN.match(key) else looks_private(key) or holds_private(found)
        # The address of a building is on every map.
        if what is not None and what.en != "an address":
            raise UserError(
                f"the property {show(key)} looks like {what.en}. Only footprints and counts are taken, nothing of single people: remove the property.",
                f"属性 {show(key)} 像是{what.zh}。只接受楼栋轮廓与统计数，不接受个人数据：请删除该属性。", file=file,
            )  # fmt: skip


def corners_of(features: list[Feature]) -> np.ndarray:
    """Return float64 [corners, 2], the coordinates of all shapes."""
    from shapely import get_coordinates

    return np.asarray(get_coordinates([one.shape for one in features]), np.float64)
