"""From the features of a map to buildings in metres: which features are homes, which compound they belong to, what is told of them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...model.founding.cells import number as number_of
from ...model.founding.placed import FARTHEST, MOST_CORNERS, MOST_PLACED
from ...model.ground.text import Text
from ..errors import UserError, show
from .coordinates import Projection, degrees_of, from_gcj02, in_china
from .geojson import Feature, Features, at_feature, corners_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SMALLEST, LONGEST = 30.0, 2000.0
"""Square metres below which a footprint is a shed; metres above which it is no building."""
GCJ02_OFFER = Text(
    "If the footprints were drawn on a Chinese map service (Gaode, Tencent), their coordinates are shifted (GCJ-02): say so, and they are set right.",
    "若轮廓取自高德、腾讯等地图，其坐标有偏移（GCJ-02）：请注明，即可纠正。",
)
_LONG = 200.0
_FILLED, _SQUARE = 0.75, 0.98
"""Parts of its rectangle that a footprint must fill to pass for one, and to be drawn as one."""
_UNSEEN = 0.3
"""Metres by which the corners of an outline may be off."""
_OTHER_USES = {
    "school", "kindergarten", "garage", "garages", "carport", "parking", "shed", "roof", "service", "guardhouse", "gatehouse", "commercial",
    "retail", "office", "industrial", "warehouse", "hospital", "church", "temple", "mosque", "toilets", "kiosk", "supermarket",
    "transformer_tower", "construction", "greenhouse", "public", "civic", "train_station", "sports_hall",
}  # fmt: skip
"""Tags of buildings in which nobody lives."""
_KEYS: dict[str, tuple[str, ...]] = {
    "floors": ("building:levels", "levels", "floors", "storeys", "层数", "楼层数", "楼层"),
    "entrances": ("building:entrances", "entrances", "gates", "单元数", "单元"),
    "flats": ("building:flats", "flats", "户数", "总户数"),
    "flats_per_floor": ("flats_per_floor", "每单元每层户数", "每层户数"),
}
"""What a building may tell -> properties that tell it, the first that is there."""
_HEIGHT = ("height", "height_m", "building:height", "高度", "楼高")
_NAMES = ("ref", "addr:housenumber", "name", "楼号", "楼栋", "building_name")
_SHORT = re.compile(r"[A-Za-z]?[0-9]{1,4}[A-Za-z]?(号楼|号|栋|幢|座|楼|#)?|[A-Za-z](座|栋|楼)?")
"""A building's number. Longer names are left out: that of a person could be among them."""
_LIMITS = {"floors": (1, 100), "entrances": (1, 50), "flats_per_floor": (1, 60), "flats": (1, 20_000)}


class Footprint(NamedTuple):
    """A building of a map, as a rectangle in metres.

    Attributes:
        feature: number of its feature in the file, 0: drawn by hand.
        name: its own number if it has one, else "".
        compound: name of its compound, "" if the file names none.
        x, y: middle.
        length, depth: of the rectangle; the length is that of the longer sides.
        angle: of the longer sides, degrees from east to north, -90 to 90.
        doors: places of entrances that the file tells.
        told: floors, entrances, flats, flats_per_floor, as far as the file tells them; and height in metres.
        shape: the footprint itself, its corners in metres; () if it is the rectangle.
    """

    feature: int
    name: str
    compound: str
    x: float
    y: float
    length: float
    depth: float
    angle: float
    doors: tuple[tuple[float, float], ...] = ()
    told: dict[str, float] = {}
    shape: tuple[tuple[float, float], ...] = ()


class Footprints(NamedTuple):
    """The buildings of a file.

    Attributes:
        file: its name.
        buildings: in the order of the file.
        compounds: names of the compounds in their order; ("",) where there is one without a name.
        middle: longitude and latitude of the origin in WGS 84, None if the file is in metres.
        notes: what was done with what the file says.
    """

    file: str
    buildings: tuple[Footprint, ...]
    compounds: tuple[str, ...]
    middle: tuple[float, float] | None
    notes: tuple[Text, ...]


def footprints_of(found: Features, *, gcj02: bool = False, metres: bool = False, site: str = "") -> Footprints:
    """Return the buildings of a file of features.

    Args:
        found: the features.
        gcj02: the coordinates are those of a Chinese map service.
        metres: the coordinates are metres and not degrees.
        site: take only the compound of this name.

    Raises:
        UserError: no building, too many, one that is too large, or coordinates that lie nowhere.
    """
    features, middle, notes = _in_metres(found, gcj02, metres)
    areas = [(one, part) for one in features for part in _areas(one.shape)]
    outlines, homes = _outlines(areas)
    homes, left = _homes(homes)
    notes += left
    doors = [(one.shape.x, one.shape.y) for one in features if one.shape.geom_type == "Point" and "entrance" in one.properties]
    found_in = [(one, shape, _compound(one, shape, outlines)) for one, shape in homes]
    outside = [one.number for one, _, name in found_in if name is None]
    if outside and len(outside) < len(found_in):
        notes.append(Text(f"{len(outside)} footprints outside all compounds were left out ({_listed(outside)}).",
                          f"小区范围之外的 {len(outside)} 个轮廓未计入（{_listed(outside)}）。"))  # fmt: skip
        found_in = [row for row in found_in if row[2] is not None]
    names = list(dict.fromkeys(name or "" for _, _, name in found_in))
    if site:
        if site not in names:
            listed = ", ".join(show(name) for name in names if name) or Text("none", "无").en
            raise UserError(
                f"there is no compound {show(site)} in the file. It has: {listed}.", f"文件中没有小区 {show(site)}，现有：{listed}。", file=found.file
            )
        found_in, names = [row for row in found_in if row[2] == site], [site]
    if not found_in:
        raise UserError("it has no footprint of a building (Polygon).", "文件中没有楼栋轮廓（Polygon）。", file=found.file)
    if len(found_in) > MOST_PLACED:
        raise UserError(
            f"it has {len(found_in):,} buildings; at most {MOST_PLACED:,}.", f"共有 {len(found_in):,} 栋，最多 {MOST_PLACED:,} 栋。", file=found.file
        )
    _refuse_overlaps(found_in, found.file)
    pieces = Counter(one.number for one, _, _ in found_in)
    for one, _, _ in found_in:
        key = next((key for key in _KEYS["flats"] if key in one.properties), "")
        if pieces[one.number] > 1 and key:
            text = Text(f"it has {pieces[one.number]} separate pieces; make each a feature, with its own {key}.",
                        f"由 {pieces[one.number]} 个分离的部分组成；请各成一个要素并各写 {key}。")  # fmt: skip
            raise at_feature(one.number, text, found.file, key)
    buildings = tuple(_building(one, shape, name or "", doors, found.file, notes) for one, shape, name in found_in)
    return Footprints(found.file, buildings, tuple(names), middle, tuple(notes))


def _listed(numbers: Iterable[int]) -> str:
    row = [str(number) for number in numbers]
    return ", ".join(row[:12]) + (", ..." if len(row) > 12 else "")


def _in_metres(found: Features, gcj02: bool, metres: bool) -> tuple[list[Feature], tuple[float, float] | None, list[Text]]:
    """Return the features in metres around their middle, where that lies, and what was done."""
    from shapely import set_coordinates

    corners = corners_of(found.features)
    x, y = corners.T
    notes: list[Text] = []
    place: tuple[np.ndarray, np.ndarray] | None = None
    if not metres and found.crs:
        place = degrees_of(found.crs, x, y, found.file)
    elif not metres and np.abs(x).max() <= 180.0 and np.abs(y).max() <= 180.0:
        if in_china(y, x) and not in_china(x, y):
            raise UserError(
                "its coordinates stand with the latitude first; GeoJSON has the longitude first.", "坐标把纬度写在前面；GeoJSON 须经度在前。", file=found.file
            )
        if np.abs(y).max() > 90.0:
            raise UserError(f"a latitude of {np.abs(y).max():g} degrees does not exist.", f"不存在 {np.abs(y).max():g} 度的纬度。", file=found.file)
        place = (x, y)
    middle = None
    if place is not None:
        lon, lat = from_gcj02(*place) if gcj02 else place
        if gcj02:
            notes.append(Text("The offset of GCJ-02 was taken out of the coordinates.", "已去除坐标的 GCJ-02 偏移。"))
        elif in_china(lon, lat):
            notes.append(GCJ02_OFFER)
        middle = (round(float(0.5 * (lon.min() + lon.max())), 6), round(float(0.5 * (lat.min() + lat.max())), 6))
        x, y = Projection(*middle)(lon, lat)
        notes.append(
            Text(f"Degrees were projected to metres around {middle[0]} E, {middle[1]} N.", f"经纬度已以东经 {middle[0]}、北纬 {middle[1]} 为中心投影为米。")
        )
    else:
        if gcj02:
            raise UserError("its coordinates are metres; GCJ-02 is an offset of degrees.", "坐标为米，而 GCJ-02 是经纬度的偏移。", file=found.file)
        x, y = x - 0.5 * (x.min() + x.max()), y - 0.5 * (y.min() + y.max())
        notes.append(Text("The coordinates were taken as metres.", "坐标按米读取。"))
    if not np.isfinite([x, y]).all() or max(np.abs(x).max(), np.abs(y).max()) > FARTHEST:
        wide = float(np.hypot(np.ptp(x), np.ptp(y))) / 1000.0 if np.isfinite([x, y]).all() else math.inf
        far = f"{wide:,.0f} km" if math.isfinite(wide) else "?"
        raise UserError(
            f"its features lie up to {far} apart; a community is at most {2 * FARTHEST / 1000:g} km wide. Are the coordinates metres? Then say so.",
            f"要素相距达 {far}，而一个社区至多宽 {2 * FARTHEST / 1000:g} km。坐标若为米，请注明。", file=found.file,
        )  # fmt: skip
    moved = set_coordinates(np.array([one.shape for one in found.features], object), np.stack((x, y), 1))
    return [one._replace(shape=shape) for one, shape in zip(found.features, moved.tolist(), strict=True)], middle, notes


def _areas(shape: BaseGeometry) -> list[BaseGeometry]:
    """Return the separate areas of a shape; pieces that touch (as those of map tiles do) are one."""
    from shapely import union_all

    parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type in ("Polygon", "MultiPolygon")]
    if not parts:
        return []
    if len(parts) == 1 and parts[0].geom_type == "Polygon":
        return parts
    joined = union_all([part.buffer(0.3, join_style="mitre") for part in parts]).buffer(-0.3, join_style="mitre")
    return [part for part in getattr(joined, "geoms", [joined]) if part.area > 0.0]


Area = tuple[Feature, "BaseGeometry"]


def _outlines(areas: list[Area]) -> tuple[list[tuple[str, BaseGeometry]], list[Area]]:
    """Part areas into outlines of compounds and others. What says it is one, or holds two other areas and more, is an outline."""
    from shapely import STRtree

    tree = STRtree([shape.representative_point() for _, shape in areas])
    outlines, rest = [], []
    for one, shape in areas:
        says = one.properties.get("role") == "site" or one.properties.get("landuse") == "residential" or "place" in one.properties
        holds = len(tree.query(shape, predicate="contains")) > 2 and "building" not in one.properties
        if says or holds:
            outlines.append((_text(one.properties.get("name")), shape))
        else:
            rest.append((one, shape))
    return outlines, rest


def _homes(areas: list[Area]) -> tuple[list[Area], list[Text]]:
    """Leave out what is no home by its tag or its size, and say so."""
    other = [one.number for one, _ in areas if str(one.properties.get("building", "")).casefold() in _OTHER_USES]
    small = [one.number for one, shape in areas if shape.area < SMALLEST and one.number not in other]
    notes = []
    if other:
        notes.append(Text(f"{len(other)} buildings that are no homes by their tag were left out ({_listed(other)}).",
                          f"按标签不是住宅的 {len(other)} 栋未计入（{_listed(other)}）。"))  # fmt: skip
    if small:
        notes.append(Text(f"{len(small)} footprints under {SMALLEST:g} square metres were left out ({_listed(small)}).",
                          f"小于 {SMALLEST:g} 平方米的 {len(small)} 个轮廓未计入（{_listed(small)}）。"))  # fmt: skip
    gone = {*other, *small}
    return [row for row in areas if row[0].number not in gone], notes


def _compound(one: Feature, shape: BaseGeometry, outlines: list[tuple[str, BaseGeometry]]) -> str | None:
    """Return the name of a building's compound, None if it lies in none of the outlines."""
    own = _text(one.properties.get("site") or one.properties.get("compound") or one.properties.get("小区"))
    if own or not outlines:
        return own
    middle = shape.representative_point()
    return next((name or f"#{k + 1}" for k, (name, outline) in enumerate(outlines) if outline.contains(middle)), None)


def _text(value: Any) -> str:
    return " ".join(str(value).split())[:60] if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _refuse_overlaps(found: list[tuple[Feature, BaseGeometry, str | None]], file: str) -> None:
    from shapely import STRtree

    shapes = [shape for _, shape, _ in found]
    tree = STRtree(shapes)
    for k, shape in enumerate(shapes):
        for other in sorted(tree.query(shape).tolist()):
            if other < k and shape.intersection(shapes[other]).area > 0.5 * min(shape.area, shapes[other].area):
                text = Text(
                    f"it covers feature {found[other][0].number}; leave one of the two out.", f"与第 {found[other][0].number} 个要素重叠，请只保留其一。"
                )
                raise at_feature(found[k][0].number, text, file)


def _building(one: Feature, shape: BaseGeometry, compound: str, doors: list[tuple[float, float]], file: str, notes: list[Text]) -> Footprint:
    from shapely import Point

    corners = list(shape.minimum_rotated_rectangle.exterior.coords)
    sides = [(math.dist(a, b), math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))) for a, b in pairwise(corners[:3])]
    (length, angle), (depth, _) = sorted(sides, reverse=True)
    if length > LONGEST:
        raise at_feature(
            one.number,
            Text(f"it is {length:,.0f} m long; a building is at most {LONGEST:,.0f} m. If it is the compound, give it landuse = residential.",
                 f"长 {length:,.0f} 米，而楼栋至多 {LONGEST:,.0f} 米。若是小区范围，请加属性 landuse = residential。"), file,
        )  # fmt: skip
    where = (f"feature {one.number}", f"第 {one.number} 个要素")
    if length > _LONG:
        notes.append(Text(f"{where[0]} is {length:,.0f} m long: is it one building?", f"{where[1]}长 {length:,.0f} 米：是一栋楼吗？"))
    if shape.area < _FILLED * length * depth:
        share = 100.0 * shape.area / (length * depth)
        notes.append(Text(f"{where[0]} fills {share:.0f} % of its rectangle; it is taken as the rectangle around it.",
                          f"{where[1]}只占其外接矩形的 {share:.0f}%，按外接矩形处理。"))  # fmt: skip
    near = tuple(door for door in doors if shape.exterior.distance(Point(door)) < 3.0)
    middle = shape.minimum_rotated_rectangle.centroid
    name = next((text for key in _NAMES if _SHORT.fullmatch(text := _text(one.properties.get(key)))), "")
    sides_at = (round(length, 1), round(max(depth, 2.0), 1), round((angle + 90.0) % 180.0 - 90.0, 1))
    return Footprint(one.number, name, compound, round(middle.x, 1), round(middle.y, 1), *sides_at, near, _told(one, file), _outline(shape, length * depth))


def _outline(shape: BaseGeometry, rectangle: float) -> tuple[tuple[float, float], ...]:
    """Return the corners of a footprint, without those that nobody would see; () where it is its rectangle, of so many square metres."""
    if shape.area > _SQUARE * rectangle:
        return ()
    within = _UNSEEN
    while len(corners := shape.simplify(within).exterior.coords[:-1]) > MOST_CORNERS:
        within *= 2.0
    return tuple((round(x, 1), round(y, 1)) for x, y in corners)


def _told(one: Feature, file: str) -> dict[str, float]:
    """Return what the properties of a building tell.

    Raises:
        UserError: a number that is none, or out of bounds.
    """
    found: dict[str, float] = {}
    for name, keys in _KEYS.items():
        key = next((key for key in keys if str(one.properties.get(key, "")).strip()), None)
        if key is None:
            continue
        low, high = _LIMITS[name]
        value = number_of(str(one.properties[key]).strip())
        if value is None or value % 1 or not low <= value <= high:
            given = show(one.properties[key])
            text = Text(f"{given} is not a whole number between {low} and {high:,}.", f"{given} 不是 {low} 与 {high:,} 之间的整数。")
            raise at_feature(one.number, text, file, key)
        found[name] = value
    height = next((number_of(str(one.properties[key]).strip().removesuffix("m").strip()) for key in _HEIGHT if key in one.properties), None)
    if height is not None and 2.0 <= height <= 500.0:
        found["height"] = height
    return found
