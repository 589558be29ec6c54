"""What a map draws that never moves: footprints, numbered gates, facilities, and the place of each resident inside the building.

From above all floors of a building lie on one another, so the map lays them flat: within the footprint of a gate each floor is a band, the
ground floor at the entrance and the top floor at the back; in a band each flat is a cell, and in a cell each person has a place of
their own. A place belongs to a row of residents and is the same in every frame: who moves in next takes over the places of the household
that has left. Houses of one storey stand where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ....model.founding.neighbourhood import NODE_KINDS, footprints
from ....model.ground.text import Text

if TYPE_CHECKING:
    from ....model.founding.neighbourhood import NeighbourhoodParameters
    from ....model.people.places import Places

_ALONE = 16.0
"""Width of a gate of which neither another gate nor several flats tell it, metres."""
_DEPTH = 12.0
"""Depth of a building of which the flats do not tell it, metres."""
_BAND = 2.4
"""Metres that a floor has on the map if there is room behind the building."""
_ROOM = 0.5
"""Of the distance to the building behind, what a building with its floors laid flat may take."""
_HOUSE = (10.0, 7.0)
"""Width and depth of a house of one storey, metres."""
_MARGIN = 0.08
"""Of a cell, what is left free on each side."""
_AROUND = 14.0
"""Metres around all that is drawn, for the names of facilities."""
_FACILITIES = tuple(NODE_KINDS)[list(NODE_KINDS).index("yard") :]


@dataclass(frozen=True)
class MapGround:
    """The ground of a map. All arrays are read-only, lengths are metres. Shown are numbers from 1: gate 1 is the gate of index 0.

    Attributes:
        people: float32 [residents, 2], where each is drawn.
        cells: float32 [gates, 8], the four corners of each gate's footprint, one after the other around it.
        gates: float32 [gates, 2], the entrances.
        gate_of: int32 [residents], gate of each resident.
        floor_of: int32 [residents], floor of each, 1 at the ground.
        building_of: int32 [gates], building of each gate.
        facilities: (kind, x, y) of each.
        box: lowest x, lowest y, highest x, highest y of all that is drawn.
        outlines: float32 [corners, 2] of each building that was imported or drawn: what it covers, whatever room its floors take laid flat.
    """

    people: np.ndarray
    cells: np.ndarray
    gates: np.ndarray
    gate_of: np.ndarray
    floor_of: np.ndarray
    building_of: np.ndarray
    facilities: tuple[tuple[str, float, float], ...]
    box: tuple[float, float, float, float]
    outlines: tuple[np.ndarray, ...] = ()

    @classmethod
    def of(cls, places: Places, neighbourhood: NeighbourhoodParameters | None = None) -> MapGround:
        """Lay out a neighbourhood; the same places give the same ground.

        Args:
            places: where everybody lives.
            neighbourhood: that they were built of; None: no outlines.
        """
        outlines = [] if neighbourhood is None else footprints(neighbourhood)
        gates = places.gate_xy.astype(np.float64)
        along = _directions(places, gates)
        cells, people = np.zeros((places.gates, 4, 2)), np.zeros((int(places.flat_rows[-1]), 2))
        floor_of = np.zeros(len(people), np.int32)
        behind = _behind(places, gates, along)
        landing_of_flat = np.repeat(np.arange(len(places.landing_flats) - 1), np.diff(places.landing_flats))
        gate_of_landing = np.repeat(np.arange(places.gates), np.diff(places.gate_landings))
        for gate in range(places.gates):
            first, last = int(places.gate_landings[gate]), int(places.gate_landings[gate + 1])
            flats = np.arange(places.landing_flats[first], places.landing_flats[last])
            if last - first == 1 and len(flats) > 1:
                corners, centre, size = _houses(places, flats, along[gate])
                floor = np.zeros(len(flats), np.int64)
            else:
                floor = landing_of_flat[flats] - first
                corners, centre, size = _storeys(places, gates, gate, flats, floor, along[gate], behind[gate])
            cells[gate] = corners
            rows, place = _people_of(places, flats, centre, size, along[gate])
            people[rows] = place
            floor_of[rows] = np.repeat(floor + 1, np.diff(places.flat_rows)[flats])
        facilities = tuple((str(kind), float(x), float(y)) for _, kind, x, y in places.facilities)
        points = np.concatenate([cells.reshape(-1, 2), np.array([[x, y] for _, x, y in facilities]).reshape(-1, 2), *outlines])
        low, high = points.min(axis=0) - _AROUND, points.max(axis=0) + _AROUND
        gate_of = np.repeat(gate_of_landing, np.diff(places.landing_rows))
        return cls(
            people=_frozen(people, np.float32), cells=_frozen(cells.reshape(-1, 8), np.float32), gates=_frozen(gates, np.float32),
            gate_of=_frozen(gate_of, np.int32), floor_of=_frozen(floor_of, np.int32),
            building_of=_frozen(np.repeat(np.arange(len(places.building_gates) - 1), np.diff(places.building_gates)), np.int32),
            facilities=facilities, box=(float(low[0]), float(low[1]), float(high[0]), float(high[1])),
            outlines=tuple(_frozen(one, np.float32) for one in outlines),
        )  # fmt: skip

    @property
    def residents(self) -> int:
        """Number of residents."""
        return len(self.people)


def facility_title(kind: str, language: str) -> str:
    """Return what a facility is called."""
    return NODE_KINDS[kind].say(language) if kind in NODE_KINDS else Text(kind, kind).say(language)


def facility_kinds(ground: MapGround) -> Sequence[str]:
    """Return the kinds of facilities that a ground has, in the order of their declaration."""
    there = {kind for kind, _, _ in ground.facilities}
    return [kind for kind in _FACILITIES if kind in there] + sorted(there - set(_FACILITIES))


def _frozen(array: np.ndarray, kind: type) -> np.ndarray:
    found: np.ndarray = np.ascontiguousarray(array, kind)
    found.setflags(write=False)
    return found


def _directions(places: Places, gates: np.ndarray) -> np.ndarray:
    """Return [gates, 2]: the direction along each gate's building, its flats on the left-hand side of it where they are on one side."""
    starts = places.building_gates.astype(np.int64)
    first, last = gates[starts[:-1]], gates[starts[1:] - 1]
    along = last - first
    length = np.linalg.norm(along, axis=1)
    along = np.where(length[:, None] > 0.5, along / np.maximum(length, 1e-9)[:, None], np.array((1.0, 0.0)))
    each = np.repeat(along, np.diff(starts), axis=0)
    flats_of_gate = places.landing_flats[places.gate_landings].astype(np.int64)
    off = places.flat_xyz[:, :2] - np.repeat(gates, np.diff(flats_of_gate), axis=0)
    side = (off * np.repeat(_normal(each), np.diff(flats_of_gate), axis=0)).sum(axis=1)
    for gate in range(places.gates):
        own = side[flats_of_gate[gate] : flats_of_gate[gate + 1]]
        if len(own) and own.min() < -1.0 and own.max() > 1.0 and places.gate_landings[gate + 1] - places.gate_landings[gate] == 1:
            # A lane has its houses on both sides and goes across the row of its gates.
            each[gate] = each[gate][1], -each[gate][0]
        elif len(own) and own.mean() < 0.0:
            each[gate] = -each[gate]
    return each


def _normal(along: np.ndarray) -> np.ndarray:
    return np.stack([-along[..., 1], along[..., 0]], axis=-1)


def _behind(places: Places, gates: np.ndarray, along: np.ndarray) -> np.ndarray:
    """Return [gates], metres to the next building behind each gate's own; as much as elsewhere where there is none."""
    found = np.full(places.gates, np.inf)
    starts = places.building_gates.astype(np.int64)
    first, last = gates[starts[:-1]], gates[starts[1:] - 1]
    middle, half = (first + last) / 2, np.linalg.norm(last - first, axis=1) / 2
    for b in range(len(middle)):
        a = along[starts[b]]
        to = middle - middle[b]
        ahead, beside = to @ _normal(a), np.abs(to @ a)
        near = ahead[(ahead > 1.0) & (beside < half + half[b] + 2 * _ALONE)]
        found[starts[b] : starts[b + 1]] = near.min() if len(near) else np.inf
    # The last row, behind which nothing stands, looks like the others.
    return np.where(np.isinf(found), found.min(initial=np.inf), found)


def _storeys(
    places: Places, gates: np.ndarray, gate: int, flats: np.ndarray, floor: np.ndarray, along: np.ndarray, behind: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lay the floors of a gate flat: return its corners [4, 2], and the centre [flats, 2] and the size [flats, 2] of each flat's cell."""
    b = int(np.searchsorted(places.building_gates, gate, side="right")) - 1
    own = gates[int(places.building_gates[b]) : int(places.building_gates[b + 1])] @ along
    off = places.flat_xyz[flats][:, :2].astype(np.float64) - gates[gate]
    x, y = off @ along, off @ _normal(along)
    spread = float(np.ptp(x)) if len(x) else 0.0
    # The median: gates of one building stand at equal distances in all that is built by numbers.
    apart = float(np.median(np.abs(np.diff(np.sort(own))))) if len(own) > 1 else 0.0
    columns = max(1, len(np.unique(np.round(x, 2))))
    width = apart if apart > 1.0 else spread * columns / (columns - 1) if columns > 1 and spread > 1.0 else _ALONE
    floors = int(floor.max(initial=0)) + 1
    built = 2.0 * float(y.mean()) if len(y) and y.mean() > 1.0 else _DEPTH
    depth = max(built, min(floors * _BAND, _ROOM * behind))
    within = np.arange(len(flats)) - np.searchsorted(floor, floor, side="left")
    many = np.maximum(np.bincount(floor, minlength=floors)[floor] if len(floor) else 1, 1)
    size = np.stack(np.broadcast_arrays(width / many, depth / floors), axis=1) if len(flats) else np.zeros((0, 2))
    # Flats of a floor from left to right as they lie, those behind after those in front of them.
    order = np.lexsort((y, np.round(x, 2), floor))
    rank = np.empty(len(flats), np.int64)
    rank[order] = within
    cx, cy = (rank + 0.5) * size[:, 0] - width / 2, (floor + 0.5) * depth / floors
    centre = gates[gate] + cx[:, None] * along + cy[:, None] * _normal(along)
    return _rectangle(gates[gate], along, -width / 2, width / 2, 0.0, depth), centre, size


def _houses(places: Places, flats: np.ndarray, along: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Leave houses of one storey where they are: return the corners around them, and the centre and the size of each."""
    centre = places.flat_xyz[flats][:, :2].astype(np.float64)
    x, y = centre @ along, centre @ _normal(along)
    w, d = (min(most, 0.9 * _gap(values)) for most, values in zip(_HOUSE, (x, y), strict=True))
    size = np.broadcast_to(np.array((w, d)), (len(flats), 2))
    return _rectangle(np.zeros(2), along, x.min() - w / 2, x.max() + w / 2, y.min() - d / 2, y.max() + d / 2), centre, size


def _gap(values: np.ndarray) -> float:
    """Return the least distance between two different values; infinite where all are one."""
    apart = np.diff(np.unique(np.round(values, 2)))
    return float(apart.min()) if len(apart) else float("inf")


def _rectangle(at: np.ndarray, along: np.ndarray, left: float, right: float, front: float, back: float) -> np.ndarray:
    corners = np.array([(left, front), (right, front), (right, back), (left, back)])
    return np.asarray(at + corners[:, :1] * along + corners[:, 1:] * _normal(along))


def _people_of(places: Places, flats: np.ndarray, centre: np.ndarray, size: np.ndarray, along: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows that live in some flats, and the place [rows, 2] of each: side by side, in a second line where a cell is narrow."""
    starts, ends = places.flat_rows[flats].astype(np.int64), places.flat_rows[flats + 1].astype(np.int64)
    many = ends - starts
    which = np.repeat(np.arange(len(flats)), many)
    within = np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
    w, d = size[which, 0] * (1 - 2 * _MARGIN), size[which, 1] * (1 - 2 * _MARGIN)
    people = np.maximum(many[which], 1)
    # As many lines as make the places of a cell about square.
    lines = np.clip(np.round(np.sqrt(people * d / np.maximum(w, 1e-9))), 1, people).astype(np.int64)
    a_line = -(-people // lines)
    x = ((within % a_line) + 0.5) / a_line - 0.5
    y = ((within // a_line) + 0.5) / lines - 0.5
    place = centre[which] + (x * w)[:, None] * along + (y * d)[:, None] * _normal(along)
    return starts[which] + within, place
