"""Where everybody lives, as offsets: the arrays that the engine reads. founding/neighbourhood.py builds them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np


@dataclass(slots=True)
class Places:
    """The neighbourhood of an engine in arrays.

    All `*_start` arrays have one entry more than there are units; unit u covers the half-open range start[u]:start[u + 1].
    The first block counts residents' rows, the second units of the next finer kind.

    Attributes:
        flat_rows: int32 [flats + 1], rows of residents of each flat.
        landing_rows: int32 [landings + 1], rows of each landing (the flats of one floor of one gate).
        gate_rows: int32 [gates + 1].
        building_rows: int32 [buildings + 1].
        compound_rows: int32 [compounds + 1].
        community_rows: int32 [communities + 1].
        landing_flats: int32 [landings + 1], flats of each landing.
        gate_landings: int32 [gates + 1], landings of each gate, from the lowest floor up.
        building_gates: int32 [buildings + 1].
        compound_buildings: int32 [compounds + 1].
        compound_gates: int32 [compounds + 1].
        community_compounds: int32 [communities + 1].
        community_flats: int32 [communities + 1].
        community_id: int64 [communities], permanent numbers of the communities (not rows): draws are keyed by them.
        gate_xy: float32 [gates, 2], metres.
        flat_xyz: float32 [flats, 3], metres.
        flat_arrivals: int32 [flats], how many households have moved into the flat so far (the arrival ordinal).
        facilities: one row (compound, kind, x, y) for each yard, shop, school gate, activity room ...
        kin: int32 [flats], kin group within the compound, -1 where there is none.
        children: int16 [flats], children under 14 that a roster lists in the founding household, -1 where they are drawn.
    """

    flat_rows: np.ndarray
    landing_rows: np.ndarray
    gate_rows: np.ndarray
    building_rows: np.ndarray
    compound_rows: np.ndarray
    community_rows: np.ndarray
    landing_flats: np.ndarray
    gate_landings: np.ndarray
    building_gates: np.ndarray
    compound_buildings: np.ndarray
    compound_gates: np.ndarray
    community_compounds: np.ndarray
    community_flats: np.ndarray
    community_id: np.ndarray
    gate_xy: np.ndarray
    flat_xyz: np.ndarray
    flat_arrivals: np.ndarray
    kin: np.ndarray
    children: np.ndarray
    facilities: list[tuple[int, str, float, float]] = field(default_factory=list)

    @property
    def gates(self) -> int:
        """Number of gates."""
        return len(self.gate_rows) - 1

    @property
    def flats(self) -> int:
        """Number of flats, empty ones included."""
        return len(self.flat_rows) - 1

    @property
    def compounds(self) -> int:
        """Number of compounds."""
        return len(self.compound_rows) - 1

    @property
    def communities(self) -> int:
        """Number of communities."""
        return len(self.community_rows) - 1

    def read_only(self) -> Places:
        """Return the same arrays in a form that cannot be written to."""
        views: dict[str, Any] = {"facilities": tuple(self.facilities)}
        for one in fields(self):
            if one.name != "facilities":
                views[one.name] = getattr(self, one.name).view()
                views[one.name].flags.writeable = False
        return Places(**views)

    def unit_of_row(self, starts: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Return the unit (of the kind whose row offsets are `starts`) of each resident's row."""
        return np.searchsorted(starts, rows, side="right") - 1
