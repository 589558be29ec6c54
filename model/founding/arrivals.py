"""Households that come from another community of the same city: they bring what they are, and know nobody here.

Flats stand still (docs/decisions/0001-rows-stand-still.md): a household that comes takes a flat of its own tenure and number of residents. Its
people keep age, sex, schooling, work, interests, talents, dispositions and trust. What belonged to the place they left stays behind: ties, habits,
groups, offices. They have a new permanent identity, as every newcomer has, so that their later draws are those of a newcomer.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..people.places import Places
from ..people.residents import Residents, Role
from .households import EVERYTHING, Rows, draw_flats, rows_of_flats
from .population import PopulationParameters
from .population_tables import tables

BROUGHT = (
    "age", "sex", "situation", "registration", "education", "traits", "free_hours", "interests", "talent", "talent_known", "roles", "sociability",
    "civic", "trust_neighbours", "trust_institutions", "digital", "frailty",
)  # fmt: skip
"""Attributes that people bring along."""
_OWN_ROLES = np.uint8(Role.PARTY | Role.ACTIVIST | Role.BACKBONE)
"""What one is wherever one lives; an organiser or a head is one of a place."""


class Arrivals(NamedTuple):
    """Households that come, each into a flat of as many residents.

    Attributes:
        flats: int32 [m], where they move in, each flat once.
        people: attribute (`BROUGHT`) -> values of all their people, flat by flat in the order of `flats`.
    """

    flats: np.ndarray
    people: dict[str, np.ndarray]


def brought(residents: Residents, rows: np.ndarray) -> dict[str, np.ndarray]:
    """Return copies of what people (int [m], rows) take along when they move."""
    found = {name: getattr(residents, name)[rows].copy() for name in BROUGHT}
    found["roles"] &= _OWN_ROLES
    return found


def move_in(residents: Residents, places: Places, coming: Arrivals, week: int, seed: int, spec: PopulationParameters, sigma_g: float) -> np.ndarray:
    """Let households come from elsewhere in the city, in place of those who live in these flats.

    As with every newcomer (moves.move_week) their rows are set back in full, and ties are not touched here.

    Args:
        residents: changed in place.
        places: `flat_arrivals` is counted up.
        coming: who comes.
        week: absolute week.
        seed: of all draws.
        spec: who lives there.
        sigma_g: log-normal spread of sociability.

    Returns:
        int32, rows of those who have come, flat by flat.

    Raises:
        ValueError: as many people do not live in these flats.
    """
    flats = np.asarray(coming.flats, np.int32)
    rows = np.asarray(rows_of_flats(places.flat_rows, flats))
    if any(len(values) != len(rows) for values in coming.people.values()) or set(coming.people) != set(BROUGHT):
        raise ValueError(f"{len(flats)} flats have room for {len(rows)} people, with {', '.join(BROUGHT)}")
    places.flat_arrivals[flats] += 1
    t = tables(spec, seed, sigma_g)
    draw_flats(Rows.of(residents), t, places.flat_rows, places.children, flats, places.flat_arrivals[flats], week, EVERYTHING)
    for name, values in coming.people.items():
        getattr(residents, name)[rows] = values
    return rows
