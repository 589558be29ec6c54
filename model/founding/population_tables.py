"""From the shares in `PopulationParameters` to the tables that the rules of households.py read."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ..ground.random import absorb_many, stream
from ..people.residents import TOPICS
from .population import PopulationParameters

if TYPE_CHECKING:
    from .households import Tables

LARGEST_HOUSEHOLD = 7
_MOST_CHILDREN = 3
# Households of 5 and more: how many have 5, 6 and 7 (assumed, mean 5.3).
_FIVE_UP = np.array((0.75, 0.20, 0.05))
# Odds of any child under 14 by the size of the household 1 to 7, before they are scaled to the share under 14; and, if any,
# the shares of one, two, three children (assumed).
_ANY_CHILD = np.array((0.0, 0.03, 0.8, 2.3, 2.3, 2.3, 2.3))
_CHILDREN = np.array(((1, 0, 0), (1, 0, 0), (0.95, 0.05, 0), (0.6, 0.4, 0), (0.5, 0.42, 0.08), (0.4, 0.45, 0.15), (0.4, 0.45, 0.15)))


def size_shares(spec: PopulationParameters) -> np.ndarray:
    """Return float64 [7]: shares of households with 1 to 7 members of any age."""
    h = spec.households
    shares = np.concatenate(((h.one, h.two, h.three, h.four), h.five_up * _FIVE_UP))
    return np.asarray(shares / shares.sum())


def beds_and_children(spec: PopulationParameters) -> np.ndarray:
    """Return float64 [8, 4]: the share of households with so many residents of 14+ (row) and children under 14 (column).

    The odds of a child are scaled until children are the share `under14` of all; sizes keep their shares.
    """
    sizes = size_shares(spec)
    heads = sizes @ np.arange(1, LARGEST_HOUSEHOLD + 1)
    number = _CHILDREN @ np.arange(1, _MOST_CHILDREN + 1)
    low, high = 0.0, 1e6
    for _ in range(100):
        scale = 0.5 * (low + high)
        any_child = scale * _ANY_CHILD / (1.0 + scale * _ANY_CHILD)
        if sizes @ (any_child * number) > spec.under14 * heads:
            high = scale
        else:
            low = scale
    joint = np.zeros((LARGEST_HOUSEHOLD + 1, _MOST_CHILDREN + 1))
    for k, share in enumerate(sizes):
        joint[k + 1, 0] += share * (1.0 - any_child[k])
        for c in range(1, _MOST_CHILDREN + 1):
            joint[k + 1 - c, c] += share * any_child[k] * _CHILDREN[k, c - 1]
    return joint


def mean_beds(spec: PopulationParameters) -> float:
    """Return the mean number of residents of 14+ in a household."""
    joint = beds_and_children(spec)
    return float(joint.sum(axis=1) @ np.arange(LARGEST_HOUSEHOLD + 1))


def _cumulative(weights: np.ndarray) -> np.ndarray:
    """Return cumulative shares along the last axis; rows without any weight give the first entry."""
    total = np.cumsum(weights, axis=-1, dtype=np.float64)
    whole = np.where(total[..., -1:] > 0.0, total[..., -1:], 1.0)
    return np.asarray(np.where(total[..., -1:] > 0.0, total / whole, 1.0))


def weekly_hazard(yearly: float) -> float:
    """Return the chance of moving in a week that makes the chance `yearly` in 52 weeks."""
    return 1.0 - float((1.0 - yearly) ** (1.0 / 52.0))


def tables(spec: PopulationParameters, seed: int, sigma_g: float) -> Tables:
    """Return the tables of a population (kept: the same three give the same object)."""
    global _latest
    # Asked for every week: to hash a hundred parameters would take longer than the moves of a small community.
    latest = _latest
    if latest is None or latest[0] is not spec or latest[1:3] != (seed, sigma_g):
        _latest = latest = (spec, seed, sigma_g, _prepare(spec, seed, sigma_g))
    return latest[3]


_latest: tuple[PopulationParameters, int, float, Tables] | None = None


@lru_cache(maxsize=64)
def _prepare(spec: PopulationParameters, seed: int, sigma_g: float) -> Tables:
    from .households import RATES, Tables

    # A household's or person's key goes on from (seed, stream, week 0); that of the moves from (seed, stream).
    household, person, moving = (absorb_many(absorb_many(0, seed), int(stream(name))) for name in ("households", "people", "moves"))
    joint = beds_and_children(spec)
    education = spec.education
    ages = [[getattr(a, name) for name in type(a).model_fields] for a in (spec.owner_ages, spec.renter_ages)]
    schooling = [[s.primary, s.lower, s.upper, s.tertiary] for s in (education.under30, education.from30, education.from45, education.from60)]
    likes = [getattr(spec.interests, topic) for topic in TOPICS]
    values = {**{name: getattr(spec, name) for name in RATES if name != "sigma_g"}, "sigma_g": sigma_g}
    free = spec.free_hours
    return Tables(
        household=np.uint64(absorb_many(household, 0)),
        person=np.uint64(absorb_many(person, 0)),
        moving=np.uint64(moving),
        beds=_cumulative(joint.sum(axis=1)[1:]),
        children=_cumulative(joint),
        head_age=_cumulative(np.array(ages, np.float64)),
        couples=np.array(((spec.couples_owners, spec.couples_parents), (spec.couples_renters, spec.couples_parents))),
        education=_cumulative(np.array(schooling, np.float64)),
        migrants=np.array((spec.migrants_owners, spec.migrants_renters)),
        students=np.array((spec.students_owners, spec.students_renters)),
        retire=np.array((spec.retire_women, spec.retire_men), np.int64),
        hazard=np.array((weekly_hazard(spec.moves_owners), weekly_hazard(spec.moves_renters))),
        free=np.array((free.retired, free.carer, free.owner, free.renter, free.student)),
        interest=np.array([(x.women, x.men, x.age) for x in likes]),
        rates=np.array([values[name] for name in RATES], np.float64),
    )
