"""From footprints and counts of buildings to placed buildings: what is not told is filled in, and said."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from ...model.founding.neighbourhood import NeighbourhoodNumbers
from ...model.founding.placed import PlacedBuilding
from ...model.ground.text import Text
from ..errors import UserError, show
from .counts import BuildingCount, Counts
from .footprints import Footprint

_MOST = {"entrances": 50, "floors": 100, "flats_per_floor": 60}
_NAMES = {
    "entrances": Text("entrances", "单元数"),
    "floors": Text("floors", "层数"),
    "flats_per_floor": Text("flats of a floor and entrance", "每单元每层户数"),
}


def placed_of(
    footprints: Sequence[Footprint], compounds: Sequence[str], counts: Counts, usual: NeighbourhoodNumbers, file: str
) -> tuple[tuple[PlacedBuilding, ...], list[Text]]:
    """Make placed buildings of footprints.

    Args:
        footprints: the buildings of a map, or drawn by hand.
        compounds: names of the compounds, in their order.
        counts: may tell numbers of all buildings, or of those that are named.
        usual: the numbers of the preset, for what nobody tells.
        file: how errors name the footprints.

    Returns:
        The buildings, and what was filled in.

    Raises:
        UserError: the sheet of buildings names one that has no footprint.
    """
    sheet = _by_name(footprints, counts.buildings, file)
    ways: dict[str, Counter[str]] = {name: Counter() for name in (*_NAMES, "side")}
    values: dict[str, Counter[int]] = {name: Counter() for name in _NAMES}
    found, rounded = [], 0
    for at, one in enumerate(footprints):
        told = {**one.told, **sheet.get(at, {})}
        floors, ways_floors = _floors(told, counts, usual)
        entrances, ways_entrances = _entrances(one, told, counts, usual)
        each, ways_each = _flats(told, counts, usual, entrances * floors)
        rounded += ways_each == "flats" and entrances * floors * each != told["flats"]
        for name, way, value in (("floors", ways_floors, floors), ("entrances", ways_entrances, entrances), ("flats_per_floor", ways_each, each)):
            ways[name][way] += 1
            values[name][value] += way not in ("told", "doors", "flats", "height")
        angle, side = _front(one)
        ways["side"][side] += 1
        found.append(
            PlacedBuilding(
                name=one.name,
                compound=compounds.index(one.compound) + 1,
                x=one.x,
                y=one.y,
                length=one.length,
                depth=one.depth,
                angle=angle,
                entrances=entrances,
                floors=floors,
                flats_per_floor=each,
                outline=tuple((round(x - one.x, 1), round(y - one.y, 1)) for x, y in one.shape),
            )
        )
    notes = [note for name in _NAMES for note in _said(name, ways[name], values[name], len(found))]
    if rounded:
        notes.append(Text(f"{rounded} buildings have flats that their floors and entrances do not divide; the number was rounded up.",
                          f"{rounded} 栋的户数不能被层数与单元数整除，已向上取整。"))  # fmt: skip
    if ways["side"]["north"]:
        many = ways["side"]["north"]
        notes.append(Text(f"The side of the entrances is not told of {many} of {len(found)} buildings: the northern one of the two long sides.",
                          f"{len(found)} 栋中 {many} 栋未说明单元门朝向：设在两条长边中靠北的一侧。"))  # fmt: skip
    return tuple(found), notes


def _by_name(footprints: Sequence[Footprint], buildings: Sequence[BuildingCount], file: str) -> dict[int, dict[str, float]]:
    """Return which footprint a line of the sheet of buildings is about: by name, or one by one if there are as many and none has a name."""
    if not buildings:
        return {}
    if not any(one.name for one in footprints) and len(footprints) == len(buildings):
        return {at: line.told for at, line in enumerate(buildings)}
    plain = {_bare(one.name): at for at, one in enumerate(footprints) if one.name}
    missing = next((line for line in buildings if _bare(line.name) not in plain), None)
    if missing is not None:
        raise UserError(
            f"the sheet of buildings has {show(missing.name)}; no footprint has this number (ref, name).",
            f"楼栋表中有 {show(missing.name)}，而没有轮廓带此楼号（ref、name）。", file=file,
        )  # fmt: skip
    return {plain[_bare(line.name)]: line.told for line in buildings}


def _bare(name: str) -> str:
    return name.strip().rstrip("号楼栋幢座#").casefold()


def _floors(told: dict[str, float], counts: Counts, usual: NeighbourhoodNumbers) -> tuple[int, str]:
    if "floors" in told:
        return int(told["floors"]), "told"
    if "height" in told:
        return min(max(round(told["height"] / usual.storey_height), 1), _MOST["floors"]), "height"
    return (counts.items["floors"], "counts") if "floors" in counts.items else (usual.floors, "preset")


def _entrances(one: Footprint, told: dict[str, float], counts: Counts, usual: NeighbourhoodNumbers) -> tuple[int, str]:
    if "entrances" in told:
        return int(told["entrances"]), "told"
    if one.doors:
        return min(len(one.doors), _MOST["entrances"]), "doors"
    if "entrances" in counts.items:
        return counts.items["entrances"], "counts"
    width = one.length if usual.layout == "lanes" else usual.gate_width
    return min(max(round(one.length / width), 1), _MOST["entrances"]), "length"


def _flats(told: dict[str, float], counts: Counts, usual: NeighbourhoodNumbers, landings: int) -> tuple[int, str]:
    if "flats_per_floor" in told:
        return int(told["flats_per_floor"]), "told"
    if "flats" in told:
        return min(math.ceil(told["flats"] / landings), _MOST["flats_per_floor"]), "flats"
    if "flats_per_floor" in counts.items:
        return counts.items["flats_per_floor"], "counts"
    # A hamlet of a natural village is a row of houses; a footprint is one house.
    return (1 if usual.hamlets else usual.flats_per_floor), "preset"


def _front(one: Footprint) -> tuple[float, str]:
    """Return the direction of the side with the entrances, which are to its right; and how it is known."""
    turned = one.angle - 180.0 if one.angle > 0.0 else one.angle + 180.0
    if not one.doors:
        return round(turned, 1), "north"
    left = np.array((-math.sin(math.radians(one.angle)), math.cos(math.radians(one.angle))))
    away = float(np.mean([(np.array(door) - (one.x, one.y)) @ left for door in one.doors]))
    return round(turned if away > 0.0 else one.angle, 1), "doors"


def _said(name: str, ways: Counter[str], values: Counter[int], total: int) -> list[Text]:
    what = _NAMES[name]
    listed = _listed(values)
    sentences = {
        "height": Text("from the height", "按楼高推算"), "counts": Text(f"as counted ({listed})", f"按所填的数（{listed}）"),
        "preset": Text(f"as in the preset ({listed})", f"按预设（{listed}）"),
        "length": Text(f"by the length of the building ({listed})", f"按楼长推算（{listed}）"),
        "flats": Text("from the flats of the building", "按全楼户数推算"), "doors": Text("from the entrances on the map", "按图中单元门"),
    }  # fmt: skip
    found = []
    for way, text in sentences.items():
        if ways[way] == total:
            found.append(Text(f"The {what.en} of all buildings: {text.en}.", f"全部楼栋的{what.zh}：{text.zh}。"))
        elif ways[way]:
            found.append(Text(f"The {what.en} of {ways[way]} of {total} buildings: {text.en}.", f"{total} 栋中 {ways[way]} 栋的{what.zh}：{text.zh}。"))
    return found


def _listed(values: Counter[int]) -> str:
    row = sorted(value for value, many in values.items() if many)
    return f"{row[0]}" if len(row) == 1 else f"{row[0]}–{row[-1]}" if row else ""


def in_rows(buildings: Sequence[BuildingCount], counts: Counts, usual: NeighbourhoodNumbers) -> tuple[list[Footprint], list[str]]:
    """Return buildings that were counted one by one as footprints in rows, since no map tells where they stand; and names of the compounds."""
    compounds = list(dict.fromkeys(one.compound for one in buildings))
    gap = {"slabs": 0.4, "grid": 1.0, "lanes": 0.6}[usual.layout] * usual.spacing
    depth = usual.building_size[1] if not usual.hamlets else 10.0
    found: list[Footprint] = []
    left = 0.0
    for compound in compounds:
        own = [one for one in buildings if one.compound == compound]
        lengths = [max(1.0, one.told.get("entrances", counts.items.get("entrances", usual.entrances))) * usual.gate_width for one in own]
        columns = max(1, round(math.sqrt(len(own) * (depth + usual.spacing) / (sum(lengths) / len(own) + gap))))
        right = left
        for first in range(0, len(own), columns):
            x = left
            for one, length in zip(own[first : first + columns], lengths[first : first + columns], strict=True):
                y = first // columns * (depth + usual.spacing)
                found.append(Footprint(0, one.name, compound, round(x + 0.5 * length, 1), round(y, 1), round(length, 1), depth, 0.0, (), one.told))
                x += length + gap
            right = max(right, x)
        left = right + 30.0
    return found, compounds
