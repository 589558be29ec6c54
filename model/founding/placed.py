"""Buildings of a real compound: each with its place, its size, its entrances, floors and flats, in place of a preset's grid.

A building is a rectangle in metres. Its entrances stand evenly along one long side; its flats lie beside their entrance, as in a building of
a preset. Compounds and buildings may differ here, communities do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ..ground.parameters import Parameters, setting
from ..ground.refusal import InputError

MOST_PLACED = 2000
"""Buildings of a community that can be given one by one."""
FARTHEST = 20_000.0
"""Metres from the origin, within which a building stands."""
MOST_CORNERS = 100
"""Corners of a footprint."""
_DOOR = 3.0
"""Metres from a building to a place that would lie in it."""
_YARD = 4
"""Buildings that share a yard, as in a preset of slabs."""


class PlacedBuilding(Parameters):
    """One building of a real compound: a rectangle."""

    name: str = setting("", "text", None, None, "What it is called, such as 3", "楼栋名称，例如 3")
    compound: int = setting(1, "number", 1, 200, "Number of its compound in the community", "所在小区在社区内的序号")
    x: float = setting(..., "metres", -FARTHEST, FARTHEST, "Middle, to the east of the origin", "中心点距原点向东的距离")
    y: float = setting(..., "metres", -FARTHEST, FARTHEST, "Middle, to the north of the origin", "中心点距原点向北的距离")
    length: float = setting(..., "metres", 2.0, 2000.0, "Length of the side with the entrances", "单元门所在一侧的长度")
    depth: float = setting(..., "metres", 2.0, 2000.0, "Depth from the entrances to the other side", "从单元门一侧到另一侧的进深")
    angle: float = setting(
        0.0, "degrees", -180.0, 180.0, "Direction of the side with the entrances, from east to north; the entrances are to its right",
        "单元门一侧的方向，由东向北为正；单元门在该方向的右手边",
    )  # fmt: skip
    entrances: int = setting(..., "entrances a building", 1, 50, "Entrances (gates)", "单元数")
    floors: int = setting(..., "floors", 1, 100, "Floors", "层数")
    flats_per_floor: int = setting(..., "flats a floor and entrance", 1, 60, "Flats of a floor of one entrance", "每单元每层户数")

    outline: tuple[tuple[float, float], ...] = setting(
        (), "metres", None, None, "Corners of its footprint for maps, to the east and north of its middle; empty: the rectangle",
        "供地图显示的轮廓各角点，为距中心点向东、向北的距离；空：即矩形",
    )  # fmt: skip

    @property
    def flats(self) -> int:
        """Flats of the building."""
        return self.entrances * self.floors * self.flats_per_floor

    @property
    def footprint(self) -> np.ndarray:
        """Corners of what it covers, float64 [corners, 2] in metres: its outline, or its rectangle."""
        middle = np.array((self.x, self.y))
        if self.outline:
            return np.asarray(np.array(self.outline) + middle)
        along, inward = _axes(self)
        sides = np.array(((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))) * (self.length, self.depth)
        return np.asarray(middle + sides[:, :1] * along + sides[:, 1:] * inward)


Placed = tuple[PlacedBuilding, ...]


def refuse_odd(placed: Placed) -> None:
    """Refuse lists of buildings that make no community.

    Raises:
        InputError: none or too many buildings, a compound without one, or an outline that is none.
    """
    if not 1 <= len(placed) <= MOST_PLACED:
        raise InputError(
            f"there are {len(placed):,} buildings; 1 to {MOST_PLACED:,} can be placed.", f"共 {len(placed):,} 栋，可给出 1 至 {MOST_PLACED:,} 栋。"
        )
    for k, one in enumerate(placed, 1):
        if one.outline and not 3 <= len(one.outline) <= MOST_CORNERS:
            raise InputError(
                f"the outline of building {k} has {len(one.outline)} corners; 3 to {MOST_CORNERS} are possible.",
                f"第 {k} 栋的轮廓有 {len(one.outline)} 个角点，须为 3 至 {MOST_CORNERS} 个。",
            )
        if one.outline and max(abs(place) for corner in one.outline for place in corner) > FARTHEST:
            raise InputError(f"a corner of the outline of building {k} lies too far away.", f"第 {k} 栋的轮廓有角点过远。")
    found = {one.compound for one in placed}
    missing = next((k for k in range(1, max(found) + 1) if k not in found), None)
    if missing is not None:
        raise InputError(
            f"compound {max(found)} has buildings and compound {missing} has none; number the compounds 1, 2, ... without a gap.",
            f"第 {max(found)} 个小区有楼栋而第 {missing} 个没有；小区请按 1、2…… 连续编号。",
        )


def in_order(placed: Placed) -> Placed:
    """Return buildings compound by compound, otherwise as they are given."""
    return tuple(sorted(placed, key=lambda one: one.compound))


def largest(placed: Placed) -> dict[str, int]:
    """Return the sizes of the largest units, under the names that a neighbourhood of a preset has for them."""
    compounds = np.bincount([one.compound for one in placed])
    sizes = {name: max(getattr(one, name) for one in placed) for name in ("entrances", "floors", "flats_per_floor")}
    return {"compounds": len(compounds) - 1, "buildings": int(compounds.max()), **sizes}


class Units(NamedTuple):
    """How many parts each unit of one community has, unit by unit in their order: int64 arrays.

    Attributes:
        buildings: of each compound.
        gates: of each building.
        landings: of each gate.
        flats: of each landing.
    """

    buildings: np.ndarray
    gates: np.ndarray
    landings: np.ndarray
    flats: np.ndarray


def units_of(placed: Placed) -> Units:
    """Return the units of a community of given buildings, which are in order."""
    gates = np.array([one.entrances for one in placed], np.int64)
    landings = np.repeat(np.array([one.floors for one in placed], np.int64), gates)
    each = np.repeat(np.array([one.flats_per_floor for one in placed], np.int64), gates)
    return Units(np.bincount([one.compound for one in placed])[1:].astype(np.int64), gates, landings, np.repeat(each, landings))


def starts(counts: np.ndarray, copies: int = 1) -> np.ndarray:
    """Return int32 offsets of units with so many parts each, of so many communities alike."""
    found = np.zeros(len(counts) * copies + 1, np.int32)
    np.cumsum(np.tile(counts, copies), out=found[1:])
    return found


def flat_at(units: Units, place: Sequence[np.ndarray]) -> tuple[np.ndarray, int, np.ndarray]:
    """Return which flat of a community lies at a place.

    Args:
        units: of the community.
        place: number from 1 of compound, building, gate, floor and flat, each within the next larger unit; int64 [n] each.

    Returns:
        Flats int64 [n] from 0; which of the five numbers does not exist (-1: all do); and how many units there are in each case, int64 [n].
    """
    unit = np.zeros(len(place[0]), np.int64)
    counts = (np.array([len(units.buildings)], np.int64), *units)
    for level, (many, number) in enumerate(zip(counts, place, strict=True)):
        there = many[unit]
        if (number > there).any():
            return unit, level, there
        unit = (np.cumsum(many) - many)[unit] + number - 1
    return unit, -1, np.zeros(0, np.int64)


def place_of(units: Units, flat: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the numbers from 1 of compound, building, gate, floor and flat of flats of a community (int64 [n], from 0)."""
    found, unit = [], np.asarray(flat, np.int64)
    for many in reversed(units):
        ends = np.cumsum(many)
        larger = np.searchsorted(ends, unit, side="right")
        found.append(unit - (ends - many)[larger] + 1)
        unit = larger
    return (unit + 1, *reversed(found))


def flats_of_compounds(units: Units) -> np.ndarray:
    """Return int64 [compounds], the flats of each compound of a community."""
    ends = np.cumsum(np.concatenate(([0], units.flats)))
    for many in (units.landings, units.gates, units.buildings):
        ends = ends[np.cumsum(np.concatenate(([0], many)))]
    return np.asarray(np.diff(ends))


Ground = tuple[np.ndarray, np.ndarray, list[tuple[int, str, float, float]]]
"""Where gates (float64 [gates, 2]) and flats (float32 [flats, 3]) are, and the facilities (compound, kind, x, y)."""


def ground_of(placed: Placed, storey_height: float, corners: np.ndarray, village: bool) -> Ground:
    """Return the ground of communities of given buildings.

    Args:
        placed: the buildings of one community, in order.
        storey_height: metres.
        corners: float64 [communities, 2]: where the origin of each community lies. They all look like the first.
        village: whether there are ancestral halls.
    """
    gates, flats = _doors(placed, storey_height)
    xyz = np.tile(flats, (len(corners), 1, 1))
    xyz[:, :, :2] += corners[:, None]
    compounds = max(one.compound for one in placed)
    spots = facilities_of(placed, village)
    facilities = [(c * compounds + k, kind, dx + x, dy + y) for c, (dx, dy) in enumerate(corners.tolist()) for k, kind, x, y in spots]
    return (gates[None] + corners[:, None]).reshape(-1, 2), xyz.astype(np.float32), facilities


def _doors(placed: Placed, storey_height: float) -> tuple[np.ndarray, np.ndarray]:
    """Return float64 [gates, 2] and float64 [flats, 3]: where the gates and the flats of one community are."""
    gates, flats = [], []
    for one in placed:
        along, inward = _axes(one)
        middle, width = np.array((one.x, one.y)), one.length / one.entrances
        steps = ((np.arange(one.entrances) + 0.5) / one.entrances - 0.5) * one.length
        gates.append(middle - 0.5 * one.depth * inward + steps[:, None] * along)
        right, back = _flats_beside(one.flats_per_floor)
        xy = middle + (steps[:, None] + right * width)[..., None] * along + (back * one.depth)[:, None] * inward
        # [gates, floors, flats of a landing, 3]
        xyz = np.zeros((one.entrances, one.floors, one.flats_per_floor, 3))
        xyz[..., :2], xyz[..., 2] = xy[:, None], (np.arange(one.floors) * storey_height)[:, None]
        flats.append(xyz.reshape(-1, 3))
    return np.concatenate(gates), np.concatenate(flats)


def _flats_beside(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return where the flats of a landing are: along, in widths of an entrance from its middle, and back, in depths from the middle of the house."""
    k = np.arange(n)
    if n <= 4:
        return (k + 0.5) / n - 0.5, np.zeros(n)
    half = -(-n // 2)
    return (k % half + 0.5) / half - 0.5, np.where(k < half, -0.25, 0.25)


def extent(placed: Placed) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the largest (x, y) that a building reaches."""
    middle = np.array([(one.x, one.y) for one in placed])
    angle = np.radians([one.angle for one in placed])
    sides = 0.5 * np.array([(one.length, one.depth) for one in placed])
    reach = np.abs(np.stack((np.cos(angle), np.sin(angle)), 1)) * sides[:, :1] + np.abs(np.stack((np.sin(angle), np.cos(angle)), 1)) * sides[:, 1:]
    return (middle - reach).min(axis=0), (middle + reach).max(axis=0)


def facilities_of(placed: Placed, village: bool) -> list[tuple[int, str, float, float]]:
    """Place what a compound of a preset has too: a yard for every four buildings, a shop, a school gate, an activity room; and a service centre.

    A yard lies between its buildings, the shop and the centre at the south side, the school gate at the east side.
    """
    found: list[tuple[int, str, float, float]] = []
    for compound in range(max(one.compound for one in placed)):
        own = tuple(one for one in placed if one.compound == compound + 1)
        (west, south), (east, north) = extent(own)
        middle = (0.5 * (west + east), 0.5 * (south + north))
        spots: list[tuple[str, Any]] = [("yard", _mean(group)) for group in _near(own)]
        spots += [("shop", (middle[0], south - 10.0)), ("school gate", (east + 15.0, middle[1]))]
        spots.append(("activity room", (west + 0.35 * (east - west), middle[1])))
        if village:
            spots.append(("ancestral hall", (west + 0.65 * (east - west), middle[1])))
        if compound == 0:
            spots.append(("service centre", (west + 0.25 * (east - west), south - 15.0)))
        found += [(compound, kind, *_outside(at, own)) for kind, at in spots]
    return found


def _mean(group: Placed) -> tuple[float, float]:
    return float(np.mean([one.x for one in group])), float(np.mean([one.y for one in group]))


def _near(group: Placed) -> list[Placed]:
    """Part buildings into groups of about four that stand together: in two across the longer way, as often as needed."""
    if round(len(group) / _YARD) <= 1:
        return [group]
    spread = [np.ptp([getattr(one, axis) for one in group]) for axis in ("x", "y")]
    axis = "x" if spread[0] >= spread[1] else "y"
    row = tuple(sorted(group, key=lambda one: float(getattr(one, axis))))
    half = len(row) // 2
    return [*_near(row[:half]), *_near(row[half:])]


def _outside(at: Any, placed: Placed) -> tuple[float, float]:
    """Return a place, moved out of the buildings in which it would lie; where they stand wall to wall it may stay in one."""
    spot = np.array((float(at[0]), float(at[1])))
    for _ in range(len(placed)):
        inside = next((one for one in placed if _holds(one, spot)), None)
        if inside is None:
            break
        along, inward = _axes(inside)
        away = spot - (inside.x, inside.y)
        side = -1.0 if away @ inward < 0.0 else 1.0
        spot = np.array((inside.x, inside.y)) + (away @ along) * along + side * (0.5 * inside.depth + _DOOR) * inward
    return float(spot[0]), float(spot[1])


def _axes(one: PlacedBuilding) -> tuple[np.ndarray, np.ndarray]:
    """Return the unit vectors along the side with the entrances, and from it inward."""
    along = np.array((np.cos(np.radians(one.angle)), np.sin(np.radians(one.angle))))
    return along, np.array((-along[1], along[0]))


def _holds(one: PlacedBuilding, spot: np.ndarray) -> bool:
    along, inward = _axes(one)
    away = spot - (one.x, one.y)
    return bool(abs(away @ along) < 0.5 * one.length and abs(away @ inward) < 0.5 * one.depth)
