"""Introductions: how two come to know each other through a third, once in four weeks (docs/rules.md, Introductions)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from .people import same_household
from .ties import know_of, tie_between, valid_ties

if TYPE_CHECKING:
    from .community import ReferenceCommunity
    from .people import ReferenceResident

    Meeting = tuple[Callable[[ReferenceResident, ReferenceResident, ReferenceCommunity], None], ReferenceResident, ReferenceResident]

ORIGIN = "introduced"
EVERY = 4
"""Weeks in which everybody's turn comes once."""


def introduce_week(community: ReferenceCommunity) -> None:
    """Bring others together and tell of the absent: see in the order of rows who would be, and then let it be done."""
    constants, draws, week = community.constants.introductions, community.draws, community.week
    households: dict[int, list[ReferenceResident]] = defaultdict(list)
    for i in community.residents:
        households[i.person.home].append(i)
    seen: list[Meeting] = []
    for i in community.residents:
        if (i.identity + (i.identity >> 28) + week) % EVERY != 0:
            continue
        contacts = _contacts(i, community)
        friendly = [j for j in contacts if _closeness(i, j, community) >= community.constants.ties.friendly]
        others = [o for o in households[i.person.home] if o is not i]
        for j in contacts:
            seen += [(_introduce, o, j) for o in others if _at_home(i, j, o, community)]
            u = draws.uniform("told", week, i.identity, j.identity)
            if u < constants.told:
                k = contacts[int(draws.uniform("told of whom", week, i.identity, j.identity) * len(contacts))]
                if k is not j and _slow(i, k, community) >= community.constants.ties.acquaintance:
                    seen.append((_tell, j, k))
            elif u < constants.told * (1 + len(others)):
                seen.append((_tell, others[int(u / constants.told) - 1], j))
        if len(friendly) >= 2 and draws.uniform("friends introduced", week, i.identity) < constants.by_friend:
            one = friendly.pop(int(draws.uniform("one friend", week, i.identity) * len(friendly)))
            seen.append((_introduce, one, friendly[int(draws.uniform("other friend", week, i.identity) * len(friendly))]))
    for happens, one, other in seen[: len(community.residents)]:
        happens(one, other, community)


def _contacts(i: ReferenceResident, community: ReferenceCommunity) -> list[ReferenceResident]:
    """Return those whom i recognises and had to do with in these four weeks."""
    ties, since = community.constants.ties, community.week - EVERY
    return [j for j, tie in valid_ties(i) if tie.last > since and tie.slow_at(community.week, ties) >= ties.recognised]


def _at_home(i: ReferenceResident, j: ReferenceResident, o: ReferenceResident, community: ReferenceCommunity) -> bool:
    """Whether o, of i's household, comes to share j and is there this week."""
    constants, draws = community.constants.introductions, community.draws
    shared = draws.uniform("shared acquaintances", 0, i.identity, o.identity, j.identity) < constants.at_home
    return shared and draws.uniform("introduced", community.week, i.identity, j.identity, o.identity) < constants.present


def _slow(i: ReferenceResident, j: ReferenceResident, community: ReferenceCommunity) -> float:
    tie = tie_between(i, j)
    return tie.slow_at(community.week, community.constants.ties) if tie else 0.0


def _closeness(i: ReferenceResident, j: ReferenceResident, community: ReferenceCommunity) -> float:
    tie = tie_between(i, j)
    return tie.closeness_at(community.week, community.constants.ties) if tie else 0.0


def _introduce(i: ReferenceResident, j: ReferenceResident, community: ReferenceCommunity) -> None:
    """Introduce two, unless they live together or are acquainted. They stand by while a third talks: it is no talk of theirs."""
    if same_household(i, j) or _slow(i, j, community) >= community.constants.ties.acquaintance:
        return
    know_of(i, j, community.constants.introductions.hours, ORIGIN, community, community.constants.ties.acquaintance)


def _tell(i: ReferenceResident, j: ReferenceResident, community: ReferenceCommunity) -> None:
    """Let i hear of j, unless they live together or recognise each other."""
    if not same_household(i, j) and _slow(i, j, community) < community.constants.ties.recognised:
        know_of(i, j, community.constants.introductions.told_hours, ORIGIN, community, 0.0)
