"""Habitual groups: who belongs to which, and groups born at events (docs/rules.md, Presence and Habits)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..people.everyday import BORN, EverydayKind
from .ties import tie_between

if TYPE_CHECKING:
    from .community import ReferenceCommunity
    from .events import ReferenceEvent
    from .people import ReferenceResident


def membership(resident: ReferenceResident, kind: EverydayKind) -> float:
    """Return the chance that a resident is a member of a group of this kind."""
    chance: float = getattr(kind.chance, resident.situation)
    works = resident.situation in ("owner", "renter")
    return chance * kind.renter_factor if resident.person.tenure and not works else chance


def draw_groups(community: ReferenceCommunity) -> None:
    """Set how many groups each compound has of each kind, then give everybody theirs."""
    for name, kind in community.everyday.items():
        if kind.scope == "group":
            for compound, people in community.residents_by_compound().items():
                expected = sum(membership(i, kind) for i in people)
                given = max((i.person.groups.get(name, -1) for i in people if i.person.groups is not None), default=-1)
                community.group_count[name, compound] = max(1, round(expected / kind.size), given + 1)
    for resident in community.residents:
        if resident.person.groups is None:
            join_groups(resident, community)
        else:
            resident.groups = dict(resident.person.groups)


def join_groups(resident: ReferenceResident, community: ReferenceCommunity) -> None:
    """Draw the habitual groups of one who has just moved in."""
    for name, kind in community.everyday.items():
        if not kind.grouped:
            continue
        draws = community.draws
        if draws.uniform("habitual group " + name, 0, resident.identity) >= membership(resident, kind):
            continue
        if kind.scope == "kin":
            if resident.home.kin >= 0:
                resident.groups[name] = resident.home.kin
            continue
        count = community.group_count[name, resident.home.compound]
        if draws.uniform("habitual group " + name, 1, resident.identity) < kind.near_share:
            nearest = _by_distance(resident, name, count, community)[:2]
            resident.groups[name] = nearest[int(draws.uniform("habitual group " + name, 2, resident.identity) * len(nearest))]
        else:
            resident.groups[name] = int(draws.uniform("habitual group " + name, 3, resident.identity) * count)


def _by_distance(resident: ReferenceResident, name: str, count: int, community: ReferenceCommunity) -> list[int]:
    """Return the numbers of the groups, the one with the nearest anchor in gate order first, equally near ones at random."""
    first_gate, gates = community.gates_of_compound(resident.home.compound)
    u = community.draws.uniform("anchor " + name, 0, resident.home.compound)
    here = resident.home.gate - first_gate

    def distance(k: int) -> tuple[int, float]:
        anchor = int((k + u) * gates / count)
        return abs(anchor - here), community.draws.uniform("equally near " + name, 0, resident.identity, k)

    return sorted(range(count), key=distance)


def leave_born_groups(community: ReferenceCommunity) -> None:
    """Let members of groups born at events leave with the half-life of membership."""
    leaving = 1.0 - 0.5 ** (1.0 / (52.0 * community.constants.decision.habit_leave))
    for resident in community.residents:
        if "born" in resident.groups and community.draws.uniform("habit left", community.week, resident.identity) < leaving:
            del resident.groups["born"]


def bear_groups(event: ReferenceEvent, community: ReferenceCommunity) -> None:
    """After an event: two who are close enough may fall into a habit together."""
    constants = community.constants.decision
    if event.online:
        return
    for i in event.came:
        key = (community.week, event.identity, i.identity)
        if len(event.came) < 2 or community.draws.uniform("habit born", *key) >= constants.habit_chance:
            continue
        others = [j for j in event.came if j is not i]
        if constants.habit_mate == "liked":
            j = max(others, key=lambda j: (_closeness(i, j, community), -j.bed))
        else:
            j = others[int(community.draws.uniform("habit with", *key) * len(others))]
        if tie_between(i, j) is None or _closeness(i, j, community) < constants.habit_hours:
            continue
        _meet_again(i, j, community)


def _closeness(i: ReferenceResident, j: ReferenceResident, community: ReferenceCommunity) -> float:
    tie = None if i.home is j.home else tie_between(i, j)
    return 0.0 if tie is None else tie.closeness_at(community.week, community.constants.ties)


def _meet_again(i: ReferenceResident, j: ReferenceResident, community: ReferenceCommunity) -> None:
    theirs = {r.groups["born"] for r in (i, j) if "born" in r.groups}
    if len(theirs) == 0:
        i.groups["born"] = j.groups["born"] = community.next_born_group
        community.next_born_group += 1
    elif "born" not in i.groups or "born" not in j.groups:
        group = theirs.pop()
        members = sum(r.groups.get("born") == group for r in community.residents if r.home.community == i.home.community)
        if members < BORN.size:
            i.groups["born"] = j.groups["born"] = group
