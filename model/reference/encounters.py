"""Encounters in one focus: shared attention, talks, and the third who joins (docs/rules.md, Encounters).

Symbols are those of docs/rules.md; the array engine's version of this page is model/ties/encounters.py.
"""

from __future__ import annotations

import math
from itertools import combinations
from statistics import NormalDist
from typing import TYPE_CHECKING

from .circles import circles
from .draws import absorb, choose, poisson, unit
from .people import same_household
from .ties import share_hours, tie_between
from .words import tell_each_other

if TYPE_CHECKING:
    from .community import ReferenceCommunity
    from .people import ReferenceResident
    from .presence import Focus

_NORMAL = NormalDist()


def chemistry(i: ReferenceResident, j: ReferenceResident, community: ReferenceCommunity) -> float:
    """Return q of a pair: log-normal(0, sigma_q), the same for life."""
    u = community.draws.uniform("chemistry", 0, min(i.identity, j.identity), max(i.identity, j.identity))
    return math.exp(community.constants.ties.sigma_q * _NORMAL.inv_cdf(max(u, 1e-16)))


def homophily(i: ReferenceResident, j: ReferenceResident, beta: float) -> float:
    """Return hom = exp(beta (matches - 2)): sex, age group, registration and education are compared."""
    matches = sum(a == b for a, b in zip(i.traits, j.traits, strict=True))
    return math.exp(beta * (matches - 2))


def affinity(i: ReferenceResident, j: ReferenceResident, community: ReferenceCommunity) -> float:
    """Return q hom of a pair. It never changes, so it is worked out once."""
    pair = (i.identity, j.identity) if i.identity < j.identity else (j.identity, i.identity)
    known = community.affinities.get(pair)
    if known is None:
        known = chemistry(i, j, community) * homophily(i, j, community.constants.ties.beta)
        community.affinities[pair] = known
    return known


def warmth(i: ReferenceResident, j: ReferenceResident, community: ReferenceCommunity) -> float:
    """Return the hours of closeness that a shared hour makes: (1 + c) x / (x + c), x = q hom, c = `liking`."""
    x, c = affinity(i, j, community), community.constants.ties.liking
    return (1.0 + c) * x / (x + c)


def weight(i: ReferenceResident, j: ReferenceResident, openness: float, community: ReferenceCommunity) -> float:
    """Return w_ij = q hom (1 + rho s_ij / 10) (1 if known else o); 0 within a household."""
    if same_household(i, j):
        return 0.0
    constants, week = community.constants.ties, community.week
    w = affinity(i, j, community)
    tie = tie_between(i, j)
    if tie is None:
        return w * openness
    w *= 1.0 + constants.rho * tie.closeness_at(week, constants) / 10.0
    familiar = tie.slow_at(week, constants) / constants.recognised
    if constants.familiarity == "step":
        familiar = math.floor(min(familiar, 1.0))
    return w * (openness + (1.0 - openness) * min(familiar, 1.0))


def hold(focus: Focus, community: ReferenceCommunity) -> None:
    """Let the people of a focus meet: up to 64 all together, a larger crowd in circles."""
    if len(focus.people) <= community.constants.ties.crowd:
        meet(focus.people, focus, community)
        return
    for circle in circles(focus.people, focus.round, community):
        meet(circle, focus, community)


def meet(people: list[ReferenceResident], focus: Focus, community: ReferenceCommunity) -> None:
    """Let those present talk; then every pair that talked gains its hours. Weights stay as at the beginning."""
    constants = community.constants.ties
    n = len(people)
    w = [[0.0] * n for _ in range(n)]
    for a, b in combinations(range(n), 2):
        w[a][b] = w[b][a] = weight(people[a], people[b], focus.openness, community)
    gained: dict[tuple[int, int], float] = {}
    for a, i in enumerate(people):
        pull = [w[a][b] * people[b].sociability for b in range(n)]
        attention = sum(pull)
        key = community.draws.key("talks", community.week, i.identity, focus.round)
        alone = sum(p / (constants.w0 + p) for p in pull)
        ready = constants.sharing * attention / (constants.w0 + attention) + (1.0 - constants.sharing) * alone
        talks = poisson(unit(key), constants.kappa * focus.hours * i.sociability * ready)
        community.talks += talks
        for t in range(talks):
            talk = absorb(key, t + 1)
            together = [a, choose(unit(talk), pull)]
            if n > 2 and unit(absorb(talk, 1)) < constants.p_circle * focus.openness:
                together.append(_third(a, together[1], w, people, unit(absorb(talk, 2))))
            present = sorted(x for x in together if x is not None)
            for x in present:
                people[x].talks += 1
            for pair in combinations(present, 2):
                if not same_household(people[pair[0]], people[pair[1]]):
                    gained[pair] = gained.get(pair, 0.0) + constants.tau
    for (a, b), hours in gained.items():
        share_hours(people[a], people[b], hours, focus.kind, community, warmth(people[a], people[b], community))
    talked = {(people[a], people[b]): round(hours / constants.tau) for (a, b), hours in gained.items()}
    tell_each_other(talked, focus.round, community)


def _third(a: int, b: int | None, w: list[list[float]], people: list[ReferenceResident], u: float) -> int | None:
    """Return the third who joins a talk of a and b, in proportion to (w_ak + w_bk) g_k."""
    assert b is not None
    pull = [0.0 if k in (a, b) else (w[a][k] + w[b][k]) * people[k].sociability for k in range(len(people))]
    return choose(u, pull)
