"""Peopling a neighbourhood: households and the people in them, drawn from the tables of `PopulationParameters`.

Residents are 14 and older. Younger children are a number of the household. A flat keeps its tenure and its number of residents;
a household that moves out is followed by another of that size (docs/decisions/0001-rows-stand-still.md).
"""

from __future__ import annotations

import numpy as np

from ..ground.refusal import InputError
from ..people.constants import TieConstants
from ..people.places import Places
from ..people.residents import Residents
from .neighbourhood import NeighbourhoodParameters, build_places, refuse_too_large
from .population import PopulationParameters

SIGMA_G: float = TieConstants().sigma_g


def populate(
    neighbourhood: NeighbourhoodParameters, population: PopulationParameters, seed: int, group_kinds: int, sigma_g: float = SIGMA_G
) -> tuple[Places, Residents]:
    """Build the neighbourhood and draw everybody who lives there before week 0.

    Args:
        neighbourhood: what to build.
        population: who lives there.
        seed: of all draws.
        group_kinds: rows of `Residents.groups`.
        sigma_g: log-normal spread of sociability.

    Returns:
        Places with all offsets, and residents. Nobody is in a group yet.

    Raises:
        InputError: a community would have more residents than can be numbered, or nobody lives there.
    """
    places, residents = lay_out(neighbourhood, population, seed, group_kinds)
    flats = np.arange(places.flats, dtype=np.int32)
    draw_people(residents, places, flats, np.zeros(places.flats, np.int32), 0, seed, population, sigma_g)
    return places, residents


def lay_out(
    neighbourhood: NeighbourhoodParameters,
    population: PopulationParameters,
    seed: int,
    group_kinds: int,
    beds: np.ndarray | None = None,
    renting: np.ndarray | None = None,
) -> tuple[Places, Residents]:
    """Build the neighbourhood and lay out the rows: identity, flat, gate and tenure are set, all else is not drawn yet.

    Args:
        neighbourhood: what to build.
        population: who lives there.
        seed: of all draws.
        group_kinds: rows of `Residents.groups`.
        beds: uint8 [flats], residents of each flat, 0 if empty; drawn if None.
        renting: uint8 [flats], 1 where the household rents; given with `beds`.

    Raises:
        InputError: a community would have more residents than can be numbered, or nobody lives there.
    """
    from ..ground.random import stream
    from .households import draw_beds, fill_flats
    from .population_tables import tables

    places = build_places(neighbourhood, seed)
    if beds is None or renting is None:
        beds, renting = np.zeros(places.flats, np.uint8), np.zeros(places.flats, np.uint8)
        lived_in, size, tenancy = (stream(name) for name in ("flats lived in", "household size", "tenure"))
        occupancy = neighbourhood.resolved().occupancy
        t = tables(population, seed, SIGMA_G)
        draw_beds(np.uint64(seed), lived_in, size, tenancy, places.community_id, places.community_flats, occupancy, t, beds, renting)
    np.cumsum(beds, out=places.flat_rows[1:])
    places.landing_rows[:] = places.flat_rows[places.landing_flats]
    places.gate_rows[:] = places.landing_rows[places.gate_landings]
    places.building_rows[:] = places.gate_rows[places.building_gates]
    places.compound_rows[:] = places.building_rows[places.compound_buildings]
    places.community_rows[:] = places.compound_rows[places.community_compounds]
    refuse_too_large(int(np.diff(places.community_rows).max()), about=False)
    if places.flat_rows[-1] == 0:
        flats = places.flats
        raise InputError(
            f"[neighbourhood]: nobody lives there: of {flats:,} flats none is lived in; take more flats or a higher occupancy.",
            f"[neighbourhood]：无人居住：{flats:,} 套住房均为空置；请增加住房或提高入住率。",
        )
    places.kin[(renting == 1) | (beds == 0)] = -1
    residents = Residents.empty(int(places.flat_rows[-1]), group_kinds)
    flat_gate = np.repeat(np.arange(places.gates, dtype=np.int32), np.diff(places.landing_flats[places.gate_landings]))
    fill_flats(
        residents.identity, residents.flat, residents.gate, residents.tenure,
        places.flat_rows, flat_gate, places.community_id, places.community_flats, renting,
    )  # fmt: skip
    return places, residents


def draw_people(
    residents: Residents,
    places: Places,
    flats: np.ndarray,
    ordinals: np.ndarray,
    week: int,
    seed: int,
    spec: PopulationParameters,
    sigma_g: float,
    stages: int = 15,
) -> None:
    """Draw the people of flats into their rows: everybody at the start, and households that move in later.

    A household is a function of (seed, community, flat, ordinal) alone, whenever it comes. Founders (ordinal 0) have come
    before `week`, as long ago as the moving rate of their tenure makes it; others come in `week`.

    Args:
        residents: where to write.
        places: whose flats they are.
        flats: int32 [m], flats; their number of residents and tenure stay.
        ordinals: int32 [m], arrival ordinals: how many households have moved into the flat since the start.
        week: absolute week.
        seed: of all draws.
        spec: who lives there.
        sigma_g: log-normal spread of sociability.
        stages: bits of what to draw (households.AGES, BACKGROUND, SITUATIONS, LIVES); all by default.
    """
    from .households import Rows, draw_flats
    from .population_tables import tables

    draw_flats(Rows.of(residents), tables(spec, seed, sigma_g), places.flat_rows, places.children, flats, ordinals, week, stages)


def children_under_14(residents: Residents, places: Places, seed: int, spec: PopulationParameters, flats: np.ndarray | None = None) -> np.ndarray:
    """Return uint8: the number of children under 14 of the households now in `flats` (int32; all flats if None).

    Those whom a roster lists are as many as it lists; of others the number is drawn.
    """
    from .households import count_children
    from .population_tables import tables

    chosen = np.arange(places.flats, dtype=np.int32) if flats is None else np.asarray(flats, np.int32)
    return np.asarray(count_children(residents.identity, tables(spec, seed, SIGMA_G), places.flat_rows, places.children, chosen))
