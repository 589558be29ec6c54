"""Visits between neighbours (docs/rules.md, Visits)."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from ..people.everyday import VISIT_ROUNDS
from .draws import choose
from .encounters import homophily, warmth
from .people import same_household
from .ties import share_hours, tie_between, valid_ties
from .words import tell_each_other

if TYPE_CHECKING:
    from .community import ReferenceCommunity
    from .people import ReferenceResident

LEAST_CLOSENESS = 1.0
"""Hours; nobody thinks of visiting those with whom less is left."""


def visiting_round(community: ReferenceCommunity, round_: int, taken: set[ReferenceResident]) -> list[list[ReferenceResident]]:
    """Propose, match and hold the visits of one round; return who visited together.

    Args:
        community: the community.
        round_: 7 (every second person with time left proposes) or 12 (all of them).
        taken: those who are elsewhere in this round; visitors are added.
    """
    week, draws = community.week, community.draws

    def free(i: ReferenceResident) -> bool:
        return i not in taken and i.visits_left > 0

    proposals = []
    for i in community.residents:
        if free(i) and (round_ == VISIT_ROUNDS[-1] or draws.uniform("propose", week, i.identity, round_) < 0.5):
            j = _host(i, round_, community)
            if j is not None:
                proposals.append((i, j))
    proposals.sort(key=lambda pair: draws.uniform("visit order", week, pair[0].identity, round_))
    visits = []
    for i, j in proposals:
        if not (free(i) and free(j)):
            continue
        party = [i, j]
        if draws.uniform("third at a visit", week, i.identity, round_) < community.constants.ties.p_join:
            third = _third(i, j, round_, community)
            if third is not None and free(third):
                party.append(third)
        taken.update(party)
        _visit(party, community)
        tell_each_other(dict.fromkeys(combinations(party, 2), 1), round_, community)
        visits.append(party)
    return visits


def _host(i: ReferenceResident, round_: int, community: ReferenceCommunity) -> ReferenceResident | None:
    """Return whom i would visit: j with probability v_ij / (S0^2 + sum v), v_ij = s_ij^2 hom_ij, if s_ij >= 1 hour; None stays at home."""
    constants, week = community.constants.ties, community.week
    others: list[ReferenceResident | None] = [None]
    v = [constants.s0**2]
    for j, tie in valid_ties(i):
        s = tie.closeness_at(week, constants)
        if s >= LEAST_CLOSENESS:
            others.append(j)
            v.append(s**2 * homophily(i, j, constants.beta))
    if len(others) == 1:
        return None
    chosen = choose(community.draws.uniform("whom to visit", week, i.identity, round_), v)
    return None if chosen is None else others[chosen]


def _third(i: ReferenceResident, j: ReferenceResident, round_: int, community: ReferenceCommunity) -> ReferenceResident | None:
    """Return the third, in proportion to (s_ik + s_jk)^2 over those with s_ik >= 1 hour."""
    constants, week = community.constants.ties, community.week
    others, v = [], []
    for k, tie in valid_ties(i):
        if k is not j and not same_household(k, j):
            theirs = tie_between(j, k)
            s = tie.closeness_at(week, constants)
            if s >= LEAST_CLOSENESS:
                others.append(k)
                v.append((s + (theirs.closeness_at(week, constants) if theirs else 0.0)) ** 2)
    chosen = choose(community.draws.uniform("which third", week, i.identity, round_), v)
    return None if chosen is None else others[chosen]


def _visit(party: list[ReferenceResident], community: ReferenceCommunity) -> None:
    community.visits += 1
    for i in party:
        i.visits_left -= 1
        i.talks += 1
    for i, j in combinations(party, 2):
        share_hours(i, j, community.constants.ties.visit_hours, "visit", community, warmth(i, j, community))
