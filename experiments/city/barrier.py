"""The turn of the year, at which all communities wait for one another: the district shares its money out, and households change places.

Money. The district has as much as the arm gives its lever, times the communities. A part of it goes by a rule (by residents, by what was reported
in the year that ends, all to the one that reports most), the rest is equal. It is known what was reported, not what happened.

Moves. Of the households that move, a share stays in the city (`moves_within`). These move at the turn of the year; all others within the year, as
in any run, so that as many leave a flat in a year as without. Flats stand still: a household finds a flat of its tenure and its number of residents
that another leaves at the same time in another community. Who finds none stays. So nobody is lost or made between communities.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...model.founding.arrivals import BROUGHT, Arrivals, brought
from ...model.founding.households import rows_of_flats
from ...model.ground.random import draw

if TYPE_CHECKING:
    from ...model.society.society import Society

STREAM, FOUND = "moves within the city", "flats found in the city"
_MIXES = 12
"""Rounds in which households exchange the flats that they were given: after some rounds any can have any."""
_ORDINAL = np.uint64(0xFFFFFFFFFFFFFF00)


class Leaving(NamedTuple):
    """Households of one community that look for a flat elsewhere in the city.

    Attributes:
        flats: int32 [m], where they live.
        beds: uint8 [m], residents of each.
        tenure: uint8 [m].
        order: float64 [m], by which it is said who goes before whom, drawn by each household's identity.
        people: attribute (`arrivals.BROUGHT`) -> values of all of them, flat by flat.
    """

    flats: np.ndarray
    beds: np.ndarray
    tenure: np.ndarray
    order: np.ndarray
    people: dict[str, np.ndarray]


class Exchange(NamedTuple):
    """Who moves where: entry k is a household.

    Attributes:
        origin, household: int32 [m], its community, and its number among those that look for a flat there.
        target, flat: int32 [m], community and flat to which it moves.
        people: int32 [m], how many they are.
        stay: households that found no flat.
    """

    origin: np.ndarray
    household: np.ndarray
    target: np.ndarray
    flat: np.ndarray
    people: np.ndarray
    stay: int


def outside(chance: float, within: float) -> float:
    """Return the yearly chance of a move in the course of the year that leaves the chance of any move as it is.

    Args:
        chance: of any move in a year.
        within: share of the moves that stay in the city.
    """
    return 1.0 - (1.0 - chance) / (1.0 - within * chance)


def leaving(society: Society, chances: Sequence[float]) -> Leaving:
    """Return the households of a society that move within the city now.

    Args:
        society: at the turn of the year.
        chances: that an owners', a tenants' household does.
    """
    r, p = society.residents, society.places
    beds = np.diff(p.flat_rows)
    flats = np.flatnonzero(beds)
    first = p.flat_rows[flats]
    home = r.identity[first] & _ORDINAL
    tenure = r.tenure[first]
    going = draw(society.seed, STREAM, society.week, home) < np.asarray(chances)[tenure]
    flats, home = flats[going].astype(np.int32), home[going]
    rows = rows_of_flats(p.flat_rows, flats)
    order = draw(society.seed, STREAM, society.week, home, 1)
    return Leaving(flats, beds[flats].astype(np.uint8), tenure[going], order, brought(r, rows))


def exchange(pools: Sequence[Leaving], seed: int, year: int) -> Exchange:
    """Give each household that looks for a flat one of the same tenure and size that another leaves in another community.

    Args:
        pools: community by community.
        seed: of all draws.
        year: which turn of the year.
    """
    community = np.repeat(np.arange(len(pools), dtype=np.int32), [len(one.flats) for one in pools])
    number = np.concatenate([np.arange(len(one.flats), dtype=np.int32) for one in pools])
    flat, beds, tenure, order = (np.concatenate([getattr(one, name) for one in pools]) for name in ("flats", "beds", "tenure", "order"))
    sort = beds.astype(np.int64) * 2 + tenure
    goes, takes = [], []
    for one in np.unique(sort).tolist():
        entries = np.flatnonzero(sort == one)
        given, taken = _change(community[entries], order[entries], seed, year, one)
        goes.append(entries[given])
        takes.append(entries[taken])
    who, where = (np.concatenate([np.zeros(0, np.int64), *parts]) for parts in (goes, takes))
    by = np.lexsort((number[who], community[who]))
    who, where = who[by], where[by]
    return Exchange(community[who], number[who], community[where], flat[where], beds[who].astype(np.int32), len(flat) - len(who))


def _change(community: np.ndarray, order: np.ndarray, seed: int, year: int, sort: int) -> tuple[np.ndarray, np.ndarray]:
    """Return (who, whose flat) of households of one sort, by their entries: each flat is given once, none to a household of its own community."""
    largest = np.bincount(community).argmax()
    of_it = np.flatnonzero(community == largest)
    most = len(community) - len(of_it)
    # More of one community than of all others together: the last of them find no flat.
    stay = of_it[np.argsort(order[of_it], kind="stable")[most:]]
    who = np.setdiff1d(np.arange(len(community)), stay)
    n = len(who)
    if n < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    rank = draw(seed, FOUND, year, community[who].astype(np.uint64), 2 * sort)
    who = who[np.lexsort((order[who], rank))]
    c = community[who]
    # In blocks of a community each, a shift by the largest block leads everybody out of their own.
    takes = np.roll(np.arange(n), -int(np.bincount(c).max()))
    for mix in range(_MIXES):
        pairs = np.argsort(draw(seed, FOUND, year, np.arange(n, dtype=np.uint64), (mix + 1) * 1000 + 2 * sort + 1), kind="stable")
        a, b = pairs[0 : n - n % 2 : 2], pairs[1::2]
        fits = (c[a] != c[takes[b]]) & (c[b] != c[takes[a]])
        a, b = a[fits], b[fits]
        takes[a], takes[b] = takes[b], takes[a]
    return who, who[takes]


def coming(pools: Sequence[Leaving], found: Exchange) -> list[Arrivals]:
    """Return who comes to each community, in the order of its flats."""
    by = np.lexsort((found.flat, found.target))
    beds = np.concatenate([one.beds for one in pools]).astype(np.int64)
    first = np.concatenate(([0], np.cumsum([len(one.beds) for one in pools])))
    start = np.concatenate(([0], np.cumsum(beds)))
    household = first[found.origin[by]] + found.household[by]
    many = beds[household]
    ends = np.concatenate(([0], np.cumsum(many)))
    rows = np.repeat(start[household] - ends[:-1], many) + np.arange(ends[-1])
    people = {name: np.concatenate([one.people[name] for one in pools])[rows] for name in BROUGHT}
    edges = np.searchsorted(found.target[by], np.arange(len(pools) + 1))
    flats = found.flat[by].astype(np.int32)
    return [
        Arrivals(flats[a:b], {name: values[ends[a] : ends[b]] for name, values in people.items()}) for a, b in pairwise(edges.tolist())
    ]  # fmt: skip


def shared_out(rule: str, share: float, each: float, residents: np.ndarray, reported: np.ndarray | None) -> np.ndarray:
    """Return the money of each community for a year; together it is what the district has.

    Args:
        rule: of the district (fields.RULES).
        share: part that goes by the rule.
        each: what the district has for a community, in the mean.
        residents: float [communities].
        reported: float [communities], what was reported in the year before; None: nothing yet, and the part is equal.
    """
    n = len(residents)
    weight = np.ones(n)
    if rule == "residents":
        weight = np.asarray(residents, np.float64)
    elif rule in ("reports", "best") and reported is not None:
        weight = np.maximum(np.nan_to_num(np.asarray(reported, np.float64)), 0.0)
        if rule == "best":
            # Of several that report the same the first.
            weight = (np.arange(n) == weight.argmax()) * (weight.max() > 0.0)
    if weight.sum() <= 0.0:
        weight = np.ones(n)
    return np.asarray(each * ((1.0 - share) + share * n * weight / weight.sum()))
