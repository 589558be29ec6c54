"""The neighbourhood: compounds of buildings, entrances, floors and flats, with yards and facilities, in metres.

A few numbers make it; a preset supplies those that are not given. All communities of a neighbourhood are built alike; the
lanes of villages are irregular, each community in its own way. The buildings of a real compound are given one by one (placed.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from pydantic import model_validator

from ..ground.parameters import Parameters, constant, setting
from ..ground.refusal import InputError
from ..ground.text import Text
from ..people.places import Places
from .placed import Ground, Placed, Units, extent, flats_of_compounds, ground_of, in_order, largest, refuse_odd, starts, units_of

if TYPE_CHECKING:

    pass

Preset = Literal["beijing", "old-walk-up", "towers", "resettlement", "urban-village", "natural-village"]
PRESET_TITLES: dict[str, Text] = {
    "beijing": Text("Beijing-like compound of slabs with lifts", "北京式板楼小区"),
    "old-walk-up": Text("Old walk-ups without lifts", "老旧小区"),
    "towers": Text("Towers of commercial housing", "商品房高层小区"),
    "resettlement": Text("Resettlement housing", "回迁小区"),
    "urban-village": Text("Urban village", "城中村"),
    "natural-village": Text("Natural village", "自然村"),
}
NODE_KINDS: dict[str, Text] = {
    "community": Text("community", "社区"),
    "compound": Text("compound", "小区"),
    "building": Text("building", "楼栋"),
    "entrance": Text("entrance (gate)", "单元（楼门）"),
    "floor": Text("floor", "楼层"),
    "flat": Text("flat", "住户"),
    "yard": Text("yard", "院子"),
    "shop": Text("shop", "小店"),
    "school gate": Text("school gate", "校门口"),
    "activity room": Text("activity room", "活动室"),
    "service centre": Text("service centre", "服务中心"),
    "ancestral hall": Text("ancestral hall", "祠堂"),
}
"""Titles of the kinds of nodes and of facilities."""

LARGEST_COMMUNITY = 65_000
"""Residents of one community at most: partners are stored as 16-bit rows within the community."""
MOST_FLATS = 2**20
"""Flats of one community at most: they are numbered with 20 bits."""
_ROAD = 30.0
_HOUSE = 12.0
_CITY_COLUMNS = 64


class NeighbourhoodNumbers(NamedTuple):
    """All numbers of a neighbourhood, those of the preset filled in. Units as in `NeighbourhoodParameters`.

    Where buildings are placed one by one, the numbers of a compound, a building and so on are those of the largest.
    """

    layout: Literal["slabs", "grid", "lanes"]
    buildings: int
    entrances: int
    floors: int
    flats_per_floor: int
    spacing: float
    storey_height: float
    gate_width: float
    occupancy: float
    kin_groups: int
    kin_share: float
    compounds: int = 1
    communities: int = 1
    first_community: int = 0
    years: int = 0
    placed: Placed = ()

    @property
    def hamlets(self) -> bool:
        """True where a building is a hamlet of one-storey houses along lanes."""
        return self.layout == "lanes" and self.floors == 1

    @property
    def building_size(self) -> tuple[float, float]:
        """Length and depth of a building (of a hamlet) in metres."""
        if self.hamlets:
            return -(-self.flats_per_floor // 2) * _HOUSE, self.entrances * self.gate_width
        return self.entrances * self.gate_width, 8.0 if self.layout == "lanes" else 12.0

    @property
    def flats_per_community(self) -> int:
        """Flats of one community, empty ones included."""
        if self.placed:
            return sum(one.flats for one in self.placed)
        return self.compounds * self.buildings * self.entrances * self.floors * self.flats_per_floor

    @property
    def units(self) -> Units:
        """How many parts each unit of a community has."""
        if self.placed:
            return units_of(self.placed)
        sizes = (self.buildings, self.entrances, self.floors, self.flats_per_floor)
        many = np.cumprod((self.compounds, *sizes[:-1]))
        return Units(*(np.full(units, size, np.int64) for units, size in zip(many, sizes, strict=True)))


_PRESETS: dict[str, NeighbourhoodNumbers] = {
    "beijing": NeighbourhoodNumbers("slabs", 12, 3, 11, 4, 38.0, 2.9, 18.0, 0.92, 0, 0.0),
    "old-walk-up": NeighbourhoodNumbers("slabs", 20, 4, 6, 3, 22.0, 2.8, 14.0, 0.93, 0, 0.0, years=24),
    "towers": NeighbourhoodNumbers("grid", 8, 2, 24, 4, 45.0, 2.9, 22.0, 0.88, 0, 0.0, years=8),
    "resettlement": NeighbourhoodNumbers("slabs", 10, 3, 16, 3, 32.0, 2.8, 16.0, 0.95, 6, 0.7, years=20),
    "urban-village": NeighbourhoodNumbers("lanes", 60, 1, 5, 5, 12.0, 3.0, 10.0, 0.95, 4, 0.8, years=20),
    "natural-village": NeighbourhoodNumbers("lanes", 10, 4, 1, 12, 70.0, 3.2, 30.0, 0.80, 6, 0.9, years=24),
}


_TOLD_BY_PLACED = ("buildings", "entrances", "floors", "flats_per_floor", "spacing", "gate_width", "compounds")


def _preset(unit: str, low: float, high: float, en: str, zh: str) -> Any:
    return constant(None, unit=unit, low=low, high=high, mark="setting", source="of the preset", en=en, zh=zh)


class NeighbourhoodParameters(Parameters):
    """A neighbourhood in a few numbers. A number that is not given is the preset's (`resolved`)."""

    preset: Preset = constant("beijing", unit="name", mark="setting", en="Kind of housing that supplies the numbers not given", zh="住区类型")
    buildings: int | None = _preset("buildings a compound", 1, 2000, "Buildings; hamlets in a natural village", "楼栋数（自然村为村组）")
    entrances: int | None = _preset("entrances a building", 1, 50, "Entrances (gates); lanes in a natural village", "每栋单元数（自然村为巷）")
    floors: int | None = _preset("floors", 1, 100, "Floors", "层数")
    flats_per_floor: int | None = _preset(
        "flats a floor and entrance", 1, 60, "Flats of a floor of one entrance; houses of a lane in a natural village", "每单元每层户数（自然村为每巷户数）"
    )
    spacing: float | None = _preset("metres", 1.0, 500.0, "Distance between rows of buildings", "楼间距")
    storey_height: float | None = _preset("metres", 2.0, 6.0, "Height of a storey", "层高")
    gate_width: float | None = _preset(
        "metres", 2.0, 200.0, "Distance between two entrances of a building; between two lanes in a natural village", "单元间距（自然村为巷间距）"
    )
    occupancy: float | None = _preset("share", 0.01, 1.0, "Share of flats lived in", "入住率")
    kin_groups: int | None = _preset("kin groups a compound", 0, 200, "Kin groups (clans)", "宗族数")
    kin_share: float | None = _preset("share", 0.0, 1.0, "Share of owners' households that belong to a kin group", "属于宗族的自有住户比例")
    years: int | None = _preset(
        "years", 0, 60, "Years of living together before the scenario; 0: until ties are stationary", "情景开始前共同生活的年数；0 表示直至关系稳定"
    )
    compounds: int = constant(1, unit="compounds a community", low=1, high=200, mark="setting", en="Compounds of a community", zh="每社区小区数")
    communities: int = constant(1, unit="communities", low=1, high=20000, mark="setting", en="Communities", zh="社区数")
    first_community: int = constant(0, unit="number", low=0, high=40000, mark="setting", en="Permanent number of the first community", zh="首个社区的永久编号")
    placed: Placed | None = setting(None, "text", None, None, "Buildings of a real compound, one by one", "真实小区的楼栋，逐栋给出")

    @model_validator(mode="after")
    def _one_way(self) -> NeighbourhoodParameters:
        if self.placed is None:
            return self
        refuse_odd(self.placed)
        for name in _TOLD_BY_PLACED:
            if getattr(self, name) not in (None, type(self).model_fields[name].default):
                raise InputError(f"the placed buildings tell {name}; leave {name} out.", f"逐栋给出的楼栋已说明 {name}，请去掉 {name}。")
        return self

    def resolved(self) -> NeighbourhoodNumbers:
        """Return all numbers, the preset's where none was given."""
        given = {name: value for name, value in self.model_dump(exclude={"preset", "placed"}).items() if value is not None}
        if self.placed is not None:
            given |= {**largest(self.placed), "placed": in_order(self.placed)}
        return _PRESETS[self.preset]._replace(**given)


def refuse_too_large(residents: int, about: bool) -> None:
    """Refuse a community of more residents than partners can be numbered.

    Raises:
        InputError: there are more than `LARGEST_COMMUNITY`.
    """
    if residents > LARGEST_COMMUNITY:
        raise InputError(
            f"[neighbourhood]: a community would have {'about ' if about else ''}{residents:,} residents; at most {LARGEST_COMMUNITY:,} are allowed. "
            "Take fewer compounds or buildings, and more communities.",
            f"[neighbourhood]：一个社区将有{'约' if about else ''} {residents:,} 名居民，最多允许 {LARGEST_COMMUNITY:,} 名。请减少小区或楼栋，增加社区数。",
        )


def _origins(numbers: NeighbourhoodNumbers, width: float, depth: float) -> np.ndarray:
    """Return float64 [compounds of all communities, 2]: corners. Place goes by the permanent number of the community."""
    columns = int(np.ceil(np.sqrt(numbers.compounds)))
    k = np.arange(numbers.compounds)
    inside = np.stack((k % columns * (width + _ROAD), k // columns * (depth + _ROAD)), 1)
    block = np.array((columns * (width + _ROAD), -(-numbers.compounds // columns) * (depth + _ROAD))) + 2 * _ROAD
    community = numbers.first_community + np.arange(numbers.communities)
    corner = np.stack((community % _CITY_COLUMNS, community // _CITY_COLUMNS), 1) * block
    return np.asarray((corner[:, None, :] + inside[None]).reshape(-1, 2))


def _building_grid(numbers: NeighbourhoodNumbers) -> tuple[np.ndarray, float, float]:
    """Return the corners of a compound's buildings [buildings, 2], and the compound's width and depth."""
    length, depth = numbers.building_size
    gap = {"slabs": 0.4, "grid": 1.0, "lanes": 0.6}[numbers.layout] * numbers.spacing
    deep = depth + numbers.spacing
    columns = max(1, round(float(np.sqrt(numbers.buildings * deep / (length + gap)))))
    k = np.arange(numbers.buildings)
    shift = 0.5 if numbers.layout == "grid" else 0.0
    x, y = (k % columns + shift * (k // columns % 2)) * (length + gap), k // columns * deep
    return np.stack((x, y), 1), float(x.max() + length), float(y.max() + deep)


def _gate_places(numbers: NeighbourhoodNumbers, seed: int, origins: np.ndarray, grid: np.ndarray) -> np.ndarray:
    """Return float64 [gates, 2]; in villages buildings and lanes are moved a little by draws keyed by the building."""
    from ..ground.random import draw

    corners = origins[:, None, :] + grid[None]
    if numbers.layout == "lanes":
        compound = numbers.first_community * numbers.compounds + np.arange(len(origins))
        entity = (compound // numbers.compounds << 32)[:, None] | (compound % numbers.compounds << 16)[:, None] | np.arange(numbers.buildings)
        corners = corners + 0.5 * numbers.spacing * (np.stack([draw(seed, "lanes", 0, entity, k) for k in (0, 1)], -1) - 0.5)
    step = (np.arange(numbers.entrances) + 0.5) * numbers.gate_width
    if numbers.hamlets:
        step = np.stack((np.full(numbers.entrances, 0.5 * numbers.building_size[0]), step), 1)
    else:
        step = np.stack((step, np.zeros(numbers.entrances)), 1)
    gates = corners[:, :, None, :] + step
    return np.asarray(gates.reshape(-1, 2))


def _flat_offsets(numbers: NeighbourhoodNumbers) -> np.ndarray:
    """Return float32 [flats of a gate, 3]: a flat's place relative to its gate (row of flats on each floor; houses of a lane on both sides)."""
    f, k = np.meshgrid(np.arange(numbers.floors), np.arange(numbers.flats_per_floor), indexing="ij")
    n = numbers.flats_per_floor
    if numbers.hamlets:
        x, y = (k // 2 + 0.5) * _HOUSE - 0.5 * numbers.building_size[0], (k % 2 * 2 - 1) * 8.0
    elif numbers.layout == "slabs" and n <= 4:
        x, y = ((k + 0.5) / n - 0.5) * numbers.gate_width, np.full_like(k, 6.0, dtype=float)
    else:
        half = -(-n // 2)
        x, y = ((k % half + 0.5) / half - 0.5) * numbers.gate_width, 3.0 + k // half * 6.0
    return np.stack((x, y, f * numbers.storey_height), -1).reshape(-1, 3).astype(np.float32)


def _facilities(n: NeighbourhoodNumbers, preset: str, origins: np.ndarray, width: float, depth: float) -> list[tuple[int, str, float, float]]:
    """Place a yard for every four buildings (15 in villages), a shop, a school gate, an activity room; and a centre in each community.

    Yards and rooms lie between two rows of buildings, the shop and the centre in front of the first row.
    """
    yards = max(1, round(n.buildings / (15 if n.layout == "lanes" else 4)))
    deep = n.building_size[1] + n.spacing
    rows = max(1, round(depth / deep))

    def between(row: int) -> float:
        return (row + 1) * deep - 0.5 * n.spacing

    spots = [("yard", (k + 0.5) / yards * width, between(k % rows)) for k in range(yards)]
    spots += [("shop", 0.5 * width, -10.0), ("school gate", width + 0.5 * _ROAD, 0.5 * depth), ("activity room", 0.35 * width, between(rows // 2) + 4.0)]
    if preset == "natural-village":
        spots.append(("ancestral hall", 0.65 * width, between(rows // 2) + 4.0))
    placed: list[tuple[int, str, float, float]] = []
    for compound, (x, y) in enumerate(origins.tolist()):
        placed += [(compound, kind, x + dx, y + dy) for kind, dx, dy in spots]
        if compound % n.compounds == 0:
            placed.append((compound, "service centre", x + 0.25 * width, y - 15.0))
    return placed


def build_places(neighbourhood: NeighbourhoodParameters, seed: int) -> Places:
    """Build the places; the offsets of residents' rows are zero until `populate.populate` fills them.

    Args:
        neighbourhood: what to build.
        seed: of the irregular lanes and the kin groups.

    Raises:
        InputError: a community would have more residents than `LARGEST_COMMUNITY` even with one a flat, or 2**20 flats.
    """
    n = neighbourhood.resolved()
    refuse_too_large(int(n.flats_per_community * n.occupancy), about=True)
    if n.flats_per_community > MOST_FLATS:
        raise InputError(
            f"[neighbourhood]: a community would have {n.flats_per_community:,} flats; at most {MOST_FLATS:,} are allowed.",
            f"[neighbourhood]：一个社区将有 {n.flats_per_community:,} 套住房，最多允许 {MOST_FLATS:,} 套。",
        )
    units, copies = n.units, n.communities
    if n.placed:
        gate_xy, flat_xyz, facilities = ground_of(n.placed, n.storey_height, _corners(n), neighbourhood.preset == "natural-village")
    else:
        gate_xy, flat_xyz, facilities = _regular_ground(n, neighbourhood.preset, seed)
    compound_buildings, building_gates = starts(units.buildings, copies), starts(units.gates, copies)
    gate_landings, landing_flats = starts(units.landings, copies), starts(units.flats, copies)
    flats = int(landing_flats[-1])

    community_compounds = starts(np.array([n.compounds]), copies)

    def rows(starts: np.ndarray) -> np.ndarray:
        return np.zeros(len(starts), np.int32)

    return Places(
        flat_rows=np.zeros(flats + 1, np.int32),
        landing_rows=rows(landing_flats),
        gate_rows=rows(gate_landings),
        building_rows=rows(building_gates),
        compound_rows=rows(compound_buildings),
        community_rows=rows(community_compounds),
        landing_flats=landing_flats,
        gate_landings=gate_landings,
        building_gates=building_gates,
        compound_buildings=compound_buildings,
        compound_gates=building_gates[compound_buildings],
        community_compounds=community_compounds,
        community_flats=starts(np.array([n.flats_per_community]), copies),
        community_id=n.first_community + np.arange(n.communities, dtype=np.int64),
        gate_xy=gate_xy.astype(np.float32),
        flat_xyz=flat_xyz.reshape(-1, 3),
        flat_arrivals=np.zeros(flats, np.int32),
        kin=_kin(n, seed, flats),
        children=np.full(flats, -1, np.int16),
        facilities=facilities,
    )


def footprints(neighbourhood: NeighbourhoodParameters) -> list[np.ndarray]:
    """Return what each building that was placed covers: its corners, float64 [corners, 2] in the metres of `Places`; [] where a preset tells none."""
    n = neighbourhood.resolved()
    return [corner + one.footprint for corner in _corners(n) for one in n.placed] if n.placed else []


def _corners(n: NeighbourhoodNumbers) -> np.ndarray:
    """Return float64 [communities, 2]: where the origin of each community of placed buildings lies."""
    low, high = extent(n.placed)
    return _origins(n._replace(compounds=1), *(high - low).tolist())


def _regular_ground(n: NeighbourhoodNumbers, preset: str, seed: int) -> Ground:
    """Return where gates (float64 [gates, 2]) and flats (float32 [flats, 3]) are, and the facilities, of compounds in rows."""
    grid, width, depth = _building_grid(n)
    origins = _origins(n, width, depth)
    gate_xy = _gate_places(n, seed, origins, grid)
    flat_xyz = np.zeros((len(gate_xy), n.floors * n.flats_per_floor, 3), np.float32)
    flat_xyz[:, :, :2] = gate_xy[:, None, :].astype(np.float32)
    flat_xyz += _flat_offsets(n)
    return gate_xy, flat_xyz, _facilities(n, preset, origins, width, depth)


def _kin(n: NeighbourhoodNumbers, seed: int, flats: int) -> np.ndarray:
    """Return int32 [flats]: kin groups live near each other; a fifth of their members live elsewhere in the compound."""
    kin = np.full(flats, -1, np.int32)
    if n.kin_groups == 0 or n.kin_share == 0.0:
        return kin
    from ..ground.random import draw

    number = np.arange(n.flats_per_community, dtype=np.uint64)
    flats_of = flats_of_compounds(n.units)
    compound_flats = np.repeat(flats_of, flats_of)
    within = np.arange(n.flats_per_community) - np.repeat(np.cumsum(flats_of) - flats_of, flats_of)
    for c in range(n.communities):
        entity = np.uint64(n.first_community + c) << np.uint64(48) | number << np.uint64(28)
        near = within * n.kin_groups // compound_flats
        away = (draw(seed, "kin", 0, entity, 2) * n.kin_groups).astype(np.int64)
        group = np.where(draw(seed, "kin", 0, entity, 1) < 0.8, near, away)
        kin[c * n.flats_per_community : (c + 1) * n.flats_per_community] = np.where(draw(seed, "kin", 0, entity, 0) < n.kin_share, group, -1)
    return kin
