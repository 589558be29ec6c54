"""How far a unit reaches: flats and residents of a gate, building, compound or community, and its permanent identity.

Flats and rows of residents are sorted in one order, so that each unit is one range of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..ground.random import absorb_many, stream
from ..people.places import Places
from ..people.units import ranges

UNITS = ("community", "compound", "building", "gate")
"""Kinds of unit, from the largest to the smallest."""


class Extent(NamedTuple):
    """One unit: its community, and the half-open ranges of its flats and of its residents' rows."""

    community: int
    flat_lo: int
    flat_hi: int
    lo: int
    hi: int


def check_unit(unit: str, also: Sequence[str] = ()) -> None:
    """Refuse a kind of unit that does not exist.

    Raises:
        ValueError: it is none of `UNITS` and none of `also`.
    """
    if unit not in UNITS and unit not in also:
        raise ValueError(f"there is no unit {unit!r}; there are {', '.join((*UNITS, *also))}")


def flat_starts(places: Places, unit: str) -> np.ndarray:
    """Return int32 [units + 1]: first flat of each unit of a kind, and the number of flats."""
    if unit == "community":
        return places.community_flats
    gates = np.arange(places.gates + 1)
    if unit == "compound":
        gates = places.compound_gates
    elif unit == "building":
        gates = places.building_gates
    return np.asarray(places.landing_flats[places.gate_landings[gates]])


def extent(places: Places, unit: str, index: int) -> Extent:
    """Return how far one unit reaches.

    Raises:
        ValueError: there is no such kind of unit, or no unit of this index.
    """
    check_unit(unit)
    starts = flat_starts(places, unit)
    if not 0 <= index < len(starts) - 1:
        raise ValueError(f"there is no {unit} {index}; there are {len(starts) - 1}, numbered from 0")
    lo, hi = int(starts[index]), int(starts[index + 1])
    return Extent(int(community_of_flat(places, lo)), lo, hi, int(places.flat_rows[lo]), int(places.flat_rows[hi]))


def community_of_flat(places: Places, flat: np.ndarray | int) -> np.ndarray:
    """Return the index of the community in which flats are, int64 of the shape of `flat`."""
    return np.asarray(np.searchsorted(places.community_flats, flat, side="right") - 1)


def flats_of(places: Places, unit: str, units: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (index into `units`, flat) of every flat of some units, empty ones included.

    Of the kind "households" the units are the flats themselves, and the index is 0 for all: they belong together.

    Raises:
        ValueError: there is no such kind of unit or no such unit; one comes twice; households of several communities.
    """
    check_unit(unit, ("households",))
    starts = np.arange(places.flats + 1) if unit == "households" else flat_starts(places, unit)
    if len(units) and not 0 <= units.min() <= units.max() < len(starts) - 1:
        wrong = int(units.max() if units.min() >= 0 else units.min())
        raise ValueError(f"there is no {unit} {wrong}; they are numbered 0 to {len(starts) - 2}")
    if len(np.unique(units)) < len(units):
        raise ValueError(f"one of the {unit} comes twice")
    if unit == "households":
        if len(np.unique(community_of_flat(places, units))) != 1:
            raise ValueError("the households of a matter are one or more flats of one community")
        return np.zeros(len(units), np.int64), units
    return ranges(starts[units], starts[units + 1])


def unit_identities(places: Places, unit: str, first_flat: np.ndarray | int) -> np.ndarray:
    """Return permanent identities of units of a kind, uint64: number of the community, kind, first flat within it."""
    community = community_of_flat(places, first_flat)
    within = np.asarray(first_flat) - places.community_flats[community]
    return absorb_many(absorb_many(stream(f"unit {unit}"), places.community_id[community]), within)


def checked_rows(places: Places, rows: np.ndarray) -> np.ndarray:
    """Return rows of residents sorted, each once, int64.

    Raises:
        TypeError: they are not whole numbers (a bool mask, say).
        ValueError: a row outside the society.
    """
    found = np.asarray(rows)
    if found.size == 0:
        return np.zeros(0, np.int64)
    if not np.issubdtype(found.dtype, np.integer):
        raise TypeError(
            f"rows of residents are whole numbers, and these are {found.dtype}; of a mask take np.flatnonzero"
        )
    sorted_rows = np.unique(found.astype(np.int64))
    n = int(places.community_rows[-1])
    if sorted_rows[0] < 0 or sorted_rows[-1] >= n:
        wrong = int(sorted_rows[0] if sorted_rows[0] < 0 else sorted_rows[-1])
        raise ValueError(f"there is no resident of row {wrong}; rows are 0 to {n - 1}")
    return sorted_rows
