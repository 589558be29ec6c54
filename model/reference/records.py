"""Plain records of people, homes and ties, and how they are read from the arrays of the engine.

The twin starts from the same drawn people as the engine. From here on the two share nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from ..people.everyday import EverydayKind
from ..people.places import Places
from ..people.residents import NEVER, NO_GROUP, Residents
from ..ties.store import EMPTY, TICKS, Ties


@dataclass(frozen=True, slots=True)
class Home:
    """One flat.

    Attributes:
        community, compound, building, gate, landing: numbers, unique in the whole neighbourhood.
        level: the floor, counted from 0 within the gate.
        kin: kin group within the compound, -1 if none.
        x, y: metres.
    """

    community: int
    compound: int
    building: int
    gate: int
    landing: int
    level: int
    kin: int = -1
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Person:
    """One resident of 14 or older as drawn. Units and codes as in `Residents`.

    Attributes:
        identity: permanent identity; bits 8 to 27 count the households that lived in the flat before.
        home: index in the list of homes. The people of a home are one household.
        interests: 0 to 1, by `TOPICS`.
        groups: kind -> number of the habitual group; None: drawn by the rule when the community is founded.
    """

    identity: int
    home: int
    situation: int = 0
    tenure: int = 0
    sex: int = 0
    age: int = 40
    registration: int = 0
    education: int = 0
    arrival: int = 0
    sociability: float = 1.0
    civic: float = 0.0
    free_hours: float = 20.0
    interests: tuple[float, ...] = (0.5,) * 8
    trust_neighbours: float = 0.5
    trust_institutions: float = 0.5
    digital: float = 0.5
    frailty: float = 0.0
    roles: int = 0
    habit: float = 0.0
    last_came: int = NEVER
    chat_days: float = 0.0
    groups: dict[str, int] | None = None


@dataclass(frozen=True, slots=True)
class RecordedTie:
    """What one person keeps of another: rows in the list of people, hours as of week `last`."""

    owner: int
    other: int
    closeness: float
    slow: float
    last: int
    origin: str


def group_names(everyday: dict[str, EverydayKind]) -> list[str]:
    """Return the kinds whose groups stand in the rows of `Residents.groups`, in their order."""
    return [name for name, kind in everyday.items() if kind.grouped] + ["born"]


def records_of(places: Places, residents: Residents, everyday: dict[str, EverydayKind] | None = None) -> tuple[list[Person], list[Home]]:
    """Turn the engine's arrays into records.

    Args:
        places: the neighbourhood.
        residents: the people; rows keep their order.
        everyday: the table of kinds. If given, people keep the habitual groups that the engine gave them; else the twin draws them.

    Returns:
        The people in the order of their rows, and the homes.
    """
    names = group_names(everyday) if everyday is not None else []
    columns: dict[str, list[Any]] = {name: getattr(residents, name).tolist() for name in _COPIED}
    people = []
    for row in range(residents.n):
        groups = {name: int(residents.groups[k, row]) for k, name in enumerate(names) if residents.groups[k, row] != NO_GROUP}
        people.append(
            Person(
                identity=int(residents.identity[row]),
                home=int(residents.flat[row]),
                **{name: values[row] for name, values in columns.items()},
                interests=tuple(float(x) / 255.0 for x in residents.interests[row]),
                groups=groups if everyday is not None else None,
            )
        )
    return people, _homes(places)


_COPIED = tuple(f.name for f in fields(Person) if f.name not in ("identity", "home", "interests", "groups"))


def _homes(places: Places) -> list[Home]:
    def unit(starts: np.ndarray, parts: np.ndarray) -> np.ndarray:
        return np.searchsorted(starts, parts, side="right") - 1

    landing = unit(places.landing_flats, np.arange(places.flats))
    gate = unit(places.gate_landings, landing)
    building = unit(places.building_gates, gate)
    compound = unit(places.compound_buildings, building)
    community = unit(places.community_compounds, compound)
    level = landing - places.gate_landings[gate]
    columns = [c.tolist() for c in (community, compound, building, gate, landing, level, places.kin, places.flat_xyz[:, 0], places.flat_xyz[:, 1])]
    return [Home(*row) for row in zip(*columns, strict=True)]


def ties_of(places: Places, residents: Residents, ties: Ties, origins: Sequence[str]) -> list[RecordedTie]:
    """Turn the valid entries of the engine's tie store into records.

    Args:
        places: the neighbourhood.
        residents: the people.
        ties: the tie store.
        origins: name of each code of a kind of focus.
    """
    base = places.community_rows[places.unit_of_row(places.community_rows, np.arange(residents.n))]
    owners, slots = np.nonzero(ties.partner != EMPTY)
    found = []
    for owner, slot in zip(owners.tolist(), slots.tolist(), strict=True):
        other = int(base[owner]) + int(ties.partner[owner, slot])
        last = int(ties.last[owner, slot])
        if last >= max(residents.arrival[owner], residents.arrival[other]):
            origin = origins[int(ties.origin[owner, slot])]
            found.append(RecordedTie(owner, other, float(ties.closeness[owner, slot]) / TICKS, float(ties.slow[owner, slot]), last, origin))
    return found
