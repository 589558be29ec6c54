"""What the twin counts, in the plainest way: every pair, every person."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

from ..people.residents import NEVER
from .people import same_household
from .ties import Tie, valid_ties

if TYPE_CHECKING:
    from .community import ReferenceCommunity
    from .people import ReferenceResident

QUARTER = 13
"""Weeks."""
CHAT_DAYS = (("chat_days_daily", 4.0), ("chat_days_weekly", 0.48), ("chat_days_less", 0.03), ("chat_days_never", -1.0))
"""Lowest days a week with a talk of each answer to "how often do you chat with neighbours?", without reporting noise."""


def measures(community: ReferenceCommunity) -> dict[str, float]:
    """Count the headline measures as of now, before the next week. Names are those of model/society/measures.py where both have one.

    Returns:
        recognised, acquaintances, friendly, friend, close: others a resident at this level; acquaintances_sd: spread over
        residents. none, strangers: share of residents with no, with fewer than 3 acquaintances. gate_density: chance that two
        people of one gate and different households are acquaintances. transitivity: share of closed among connected triples
        of acquaintances. talks, visits: begun or held a resident in the last week. chat_days: days a week with a talk, mean;
        chat_days_daily, ..._weekly, ..._less, ..._never: shares of residents. origin.KIND: share of acquaintances who first met
        there; acquaintances_fresh: share of acquaintances with a talk in the last quarter. heard, wanted, came: people at the
        last week's events. came_quarter: share of residents who came to an event in the last 13 weeks; came_ever: ever; came_more:
        more than once; came_gini: Gini coefficient of times come.
    """
    people, n = community.residents, max(len(community.residents), 1)
    pairs = _pairs(community)
    out = _levels(community, pairs)
    known = [(i, j) for i, j, tie in pairs if _is_acquaintance(tie, community)]
    friends: dict[ReferenceResident, set[ReferenceResident]] = {i: set() for i in people}
    for i, j in known:
        friends[i].add(j)
        friends[j].add(i)
    degrees = [len(friends[i]) for i in people]
    mean = sum(degrees) / n
    fresh = sum(community.week - tie.last <= QUARTER for _, _, tie in pairs if _is_acquaintance(tie, community))
    out["acquaintances_fresh"] = fresh / len(known) if known else math.nan
    out["acquaintances_sd"] = math.sqrt(sum((d - mean) ** 2 for d in degrees) / n)
    out["none"] = sum(d == 0 for d in degrees) / n
    out["strangers"] = sum(d < 3 for d in degrees) / n
    out["gate_density"] = _gate_density(people, friends)
    out["transitivity"] = _transitivity(friends)
    out["talks"] = community.talks / n
    out["visits"] = community.visits / n
    out.update(_chat(people))
    out.update(_origins(community, pairs))
    out.update(_participation(community))
    return out


def _pairs(community: ReferenceCommunity) -> list[tuple[ReferenceResident, ReferenceResident, Tie]]:
    """List every pair that at least one side keeps, once."""
    found = []
    for i in community.residents:
        for j, tie in valid_ties(i):
            if i.bed < j.bed or i not in j.ties:
                found.append((i, j, tie))
    return found


def _is_acquaintance(tie: Tie, community: ReferenceCommunity) -> bool:
    constants = community.constants.ties
    return tie.slow_at(community.week, constants) >= constants.acquaintance


def _levels(community: ReferenceCommunity, pairs: list[tuple[ReferenceResident, ReferenceResident, Tie]]) -> dict[str, float]:
    constants, week = community.constants.ties, community.week
    slow = [tie.slow_at(week, constants) for _, _, tie in pairs]
    closeness = [tie.closeness_at(week, constants) for _, _, tie in pairs]
    cuts = {"recognised": slow, "acquaintances": slow, "friendly": closeness, "friend": closeness, "close": closeness}
    lowest = (constants.recognised, constants.acquaintance, constants.friendly, constants.friend, constants.close)
    people = max(len(community.residents), 1)
    return {name: 2.0 * sum(x >= low for x in values) / people for (name, values), low in zip(cuts.items(), lowest, strict=True)}


def _gate_density(people: list[ReferenceResident], friends: dict[ReferenceResident, set[ReferenceResident]]) -> float:
    gates: dict[int, list[ReferenceResident]] = {}
    for i in people:
        gates.setdefault(i.home.gate, []).append(i)
    pairs = [(i, j) for members in gates.values() for i, j in combinations(members, 2) if not same_household(i, j)]
    return sum(j in friends[i] for i, j in pairs) / len(pairs) if pairs else 0.0


def _transitivity(friends: dict[ReferenceResident, set[ReferenceResident]]) -> float:
    triples = closed = 0
    for others in friends.values():
        triples += len(others) * (len(others) - 1) // 2
        closed += sum(len(friends[j] & others) for j in others) // 2
    return closed / triples if triples else 0.0


def _chat(people: list[ReferenceResident]) -> dict[str, float]:
    n = max(len(people), 1)
    out = {"chat_days": sum(i.chat_days for i in people) / n}
    above = math.inf
    for name, low in CHAT_DAYS:
        out[name] = sum(low <= i.chat_days < above for i in people) / n
        above = low
    return out


def _origins(community: ReferenceCommunity, pairs: list[tuple[ReferenceResident, ReferenceResident, Tie]]) -> dict[str, float]:
    begun = dict.fromkeys((*community.everyday, "born", "visit", "introduced"), 0)
    for _, _, tie in pairs:
        if _is_acquaintance(tie, community):
            begun[tie.origin] = begun.get(tie.origin, 0) + 1
    total = max(sum(begun.values()), 1)
    return {f"origin.{name}": count / total for name, count in begun.items()}


def _participation(community: ReferenceCommunity) -> dict[str, float]:
    people, n = community.residents, max(len(community.residents), 1)
    return {
        "heard": float(sum(event.heard for event in community.events)),
        "wanted": float(sum(event.wanted for event in community.events)),
        "came": float(sum(len(event.came) for event in community.events)),
        "came_quarter": sum(community.week - i.last_came <= 13 for i in people) / n,
        "came_ever": sum(i.last_came != NEVER for i in people) / n,
        "came_more": sum(i.times_came > 1 for i in people) / n,
        "came_gini": gini([i.times_came for i in people]),
    }


def gini(counts: list[int]) -> float:
    """Return the Gini coefficient of counts: 0 all equal, near 1 one has all; 0 if there is nothing to share."""
    total, n = sum(counts), len(counts)
    if total == 0:
        return 0.0
    ranked = sum(rank * x for rank, x in enumerate(sorted(counts), start=1))
    return 2.0 * ranked / (n * total) - (n + 1.0) / n


__all__ = ["CHAT_DAYS", "gini", "measures"]
