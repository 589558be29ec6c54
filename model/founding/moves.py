"""Moves: each week some households move out, and others of the same size move in at once, as strangers."""

from __future__ import annotations

import numpy as np

from ..people.places import Places
from ..people.residents import Residents
from .households import EVERYTHING, Rows, draw_flats, find_movers, rows_of_flats
from .population import PopulationParameters
from .population_tables import tables


def move_week(residents: Residents, places: Places, week: int, seed: int, spec: PopulationParameters, sigma_g: float) -> np.ndarray:
    """Let the households of this week move, and draw those who follow them into the same flats.

    A household moves with the weekly chance 1 - (1 - p) ** (1 / 52), p the yearly chance of its tenure, drawn by its own identity.
    The rows of those who follow are set back in full: no habit, no group, no role of an office; arrival is this week. Ties are
    not touched here: entries from before the arrival are no longer valid.

    Args:
        residents: changed in place.
        places: `flat_arrivals` is counted up.
        week: absolute week.
        seed: of all draws.
        spec: who lives there.
        sigma_g: log-normal spread of sociability.

    Returns:
        int32, rows of the residents who have just moved in, in order.
    """
    t = tables(spec, seed, sigma_g)
    flats = find_movers(residents.identity, residents.tenure, places.flat_rows, t.moving, week, t.hazard)
    if len(flats) == 0:
        return np.zeros(0, np.int32)
    places.flat_arrivals[flats] += 1
    draw_flats(Rows.of(residents), t, places.flat_rows, places.children, flats, places.flat_arrivals[flats], week, EVERYTHING)
    return np.asarray(rows_of_flats(places.flat_rows, flats))
