"""The roster question: "How many of these do you know?", answered all, most, some or none; or all, most, some, few, none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..ground.refusal import InputError
from ..people.survey_constants import DEFAULTS, SurveyConstants
from .reports import Reports, checked_rows

if TYPE_CHECKING:
    from ..ties.world import World

ALL, MOST, SOME, NONE, FEW = range(5)
NOT_ASKED = 255
"""The answer of one with nobody on the list."""


class Listed(NamedTuple):
    """The lists that are read out, an entry a respondent and person (or household) on the list.

    Attributes:
        asker: int32 [m], rows of the respondents.
        other: int32 [m], rows of residents; or flats, where the question is about households.
    """

    asker: np.ndarray
    other: np.ndarray


def _ranges(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (place, number) of all numbers low[place] <= number < high[place]."""
    sizes = (high - low).astype(np.int64)
    place = np.repeat(np.arange(len(sizes)), sizes)
    within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return place, low[place] + within


def _unit(society: World, starts: np.ndarray, rows: np.ndarray | None) -> Listed:
    """List the residents of each respondent's unit who live in another flat."""
    asked = checked_rows(society, rows)
    unit = np.searchsorted(starts, asked, side="right") - 1
    place, other = _ranges(starts[unit].astype(np.int64), starts[unit + 1].astype(np.int64))
    flat = society.residents.flat
    apart = flat[asked[place]] != flat[other]
    return Listed(asked[place[apart]].astype(np.int32), other[apart].astype(np.int32))


def on_landing(society: World, rows: np.ndarray | None = None) -> Listed:
    """List all residents of the respondents' landings (the flats of one floor of one gate), but their own household.

    Args:
        society: the society, read only.
        rows: the respondents; None: all residents.

    Raises:
        InputError: there is no such row.
    """
    return _unit(society, society.places.landing_rows, rows)


def of_gate(society: World, rows: np.ndarray | None = None) -> Listed:
    """List all residents of the respondents' gates, but their own household; arguments as in `on_landing`."""
    return _unit(society, society.places.gate_rows, rows)


def by_households(listed: Listed, flat: np.ndarray) -> Listed:
    """Turn lists of residents into lists of their households.

    Args:
        listed: lists of residents.
        flat: int [n], flat of each resident (`Residents.flat`).

    Returns:
        Listed, `other` holding flats; each household once a respondent.
    """
    size = int(flat.max(initial=0)) + 1
    key = np.unique(listed.asker.astype(np.int64) * size + flat[listed.other])
    return Listed((key // size).astype(np.int32), (key % size).astype(np.int32))


def nearest_households(society: World, rows: np.ndarray | None = None, count: int = 10) -> Listed:
    """List the nearest occupied flats of the same community, in a straight line from flat to flat.

    Args:
        society: the society, read only.
        rows: the respondents; None: all residents.
        count: households on the list; fewer where the community has fewer others.

    Returns:
        Listed, `other` holding flats, the nearest first. Of flats equally near (to the millimetre) those of lower number come first,
        among the candidates that the search tree finds.

    Raises:
        InputError: there is no such row; `count` is below 1.
    """
    from scipy.spatial import cKDTree

    if count < 1:
        raise InputError(f"a list needs at least 1 household, not {count}.", f"名单至少要有 1 户，不能是 {count}。")
    asked = checked_rows(society, rows)
    flat, places = society.residents.flat, society.places
    home = flat[asked]
    inhabited = np.diff(places.flat_rows) > 0
    near = np.full((len(asked), count), -1, np.int64)
    for c in np.unique(np.searchsorted(places.community_rows, asked, side="right") - 1).tolist():
        flats = places.community_flats[c] + np.flatnonzero(inhabited[places.community_flats[c] : places.community_flats[c + 1]])
        mine = np.flatnonzero((home >= places.community_flats[c]) & (home < places.community_flats[c + 1]))
        own, back = np.unique(home[mine], return_inverse=True)
        # Some more than needed: flats equally near are told apart by their number and not by the tree.
        wanted = min(count + 17, len(flats))
        distance, index = cKDTree(places.flat_xyz[flats]).query(places.flat_xyz[own], k=np.arange(1, wanted + 1))
        found = flats[index]
        distance = np.where(found == own[:, None], np.inf, np.round(distance, 3))
        order = np.lexsort((found, distance), axis=1)[:, : min(count, len(flats) - 1)]
        near[mine, : order.shape[1]] = np.take_along_axis(found, order, axis=1)[back]
    place, column = np.nonzero(near >= 0)
    return Listed(asked[place].astype(np.int32), near[place, column].astype(np.int32))


def share_known(kept: Reports, rows: np.ndarray, listed: Listed, flat: np.ndarray | None = None) -> np.ndarray:
    """Return the share that respondents know of the people, or households, on their lists.

    Args:
        kept: whom they know: reports above a cut-off (`named`).
        rows: the respondents, [m].
        listed: their lists.
        flat: int [n], flat of each resident; give it if `listed` holds flats. A household is known if at least one member is.

    Returns:
        float64 [m] in [0, 1]; nan for one with nobody on the list.
    """
    known = kept.other if flat is None else flat[kept.other]
    size = 1 + max(int(known.max(initial=0)), int(listed.other.max(initial=0)))
    on_list = listed.asker.astype(np.int64) * size + listed.other
    hit = np.isin(on_list, kept.asker.astype(np.int64) * size + known)
    most = 1 + max(int(np.max(rows, initial=0)), int(listed.asker.max(initial=0)))
    all_of, known_of = np.bincount(listed.asker, minlength=most)[rows], np.bincount(listed.asker[hit], minlength=most)[rows]
    return np.where(all_of > 0, known_of / np.maximum(all_of, 1), np.nan)


def coarse(share: np.ndarray, constants: SurveyConstants = DEFAULTS, few_below: float = 0.0) -> np.ndarray:
    """Turn shares known into answers.

    Args:
        share: share known, [m]; nan where nobody was on the list.
        constants: the shares from which one says all (`all_share`) and most (`most_share`).
        few_below: share below which one says few instead of some; 0: "few" is not on the form.

    Returns:
        uint8 [m]: 0 all, 1 most, 2 some (at least one), 3 none, 4 few; 255 (`NOT_ASKED`) for nan.

    Source: Pew Internet 2010, Neighbors Online (United States): names of all, most, some, none of the neighbours: 19, 24, 29, 28 %.
    """
    given = np.asarray(share, np.float64)
    steps = [np.isnan(given), given <= 0.0, given >= constants.all_share, given >= constants.most_share, given < few_below]
    return np.select(steps, [NOT_ASKED, NONE, ALL, MOST, FEW], SOME).astype(np.uint8)


def coarse_shares(answers: np.ndarray) -> np.ndarray:
    """Return float64 [4]: shares who say all, most, some, none among those with somebody on the list; zeros if there are none."""
    asked = answers[answers != NOT_ASKED]
    return np.asarray(np.bincount(asked, minlength=4) / max(len(asked), 1))
