"""Presence: who is where in an everyday round (docs/rules.md, Presence in everyday foci)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..people.everyday import BORN, EverydayKind
from .people import same_household

if TYPE_CHECKING:
    from .community import ReferenceCommunity
    from .people import ReferenceResident


@dataclass(slots=True)
class Focus:
    """Some people together for some hours.

    Attributes:
        kind: name of the kind of focus, the origin of ties that begin here.
        people: those present, in the order of rows or as they joined.
        hours: how long.
        openness: weight of those one does not recognise, 0 to 1.
        round: part of the week, index in `everyday.ROUNDS`.
    """

    kind: str
    people: list[ReferenceResident]
    hours: float
    openness: float
    round: int


def everyday_foci(community: ReferenceCommunity, round_: int, taken: set[ReferenceResident]) -> list[Focus]:
    """Return the everyday foci of one round.

    Args:
        community: the community.
        round_: the round.
        taken: those who are elsewhere in this round; those who come to a focus are added.
    """
    foci: list[Focus] = []
    for name, kind in (*community.everyday.items(), ("born", BORN)):
        if round_ in kind.rounds and kind.hours > 0.0 and _lived(kind, community):
            gather = _groups if kind.grouped else _passers_by
            for people in gather(community, name, kind, round_, taken):
                foci.append(Focus(name, people, kind.hours, kind.openness, round_))
    return foci


def _lived(kind: EverydayKind, community: ReferenceCommunity) -> bool:
    """Return whether a kind is lived in this week: one of the past only in the first years, and before the scenario."""
    return kind.past == 0.0 or (community.week < community.begins and community.week < 52.0 * kind.past)


def _passers_by(community: ReferenceCommunity, name: str, kind: EverydayKind, round_: int, taken: set[ReferenceResident]) -> list[list[ReferenceResident]]:
    """Landing, floors, gate, compound: those who join are cut into foci of `size` in keyed random order."""
    units: dict[tuple[int, ...], list[ReferenceResident]] = defaultdict(list)
    week, draws = community.week, community.draws
    for i in community.residents:
        if i not in taken and draws.uniform("join " + name, week, i.identity, round_) < getattr(kind.chance, i.situation):
            units[_unit(i, kind.scope, week)].append(i)
            taken.add(i)
    foci = []
    for joined in units.values():
        joined.sort(key=lambda i: draws.uniform("order " + name, week, i.identity, round_))
        for start in range(0, len(joined) - 1, kind.size):
            if kind.size == 2:
                _avoid_own_household(joined, start)
            foci.append(joined[start : start + kind.size])
    return foci


def _unit(i: ReferenceResident, scope: str, week: int) -> tuple[int, ...]:
    """Return the place whose people may meet: three adjacent floors move on by one floor every week."""
    if scope == "floors":
        return i.home.gate, (i.home.level + week % 3) // 3
    if scope == "landing":
        return (i.home.landing,)
    return (i.home.gate,) if scope == "gate" else (i.home.compound,)


def _avoid_own_household(joined: list[ReferenceResident], start: int) -> None:
    """If a pair is of one household, swap its second with the next later person of another household, if any."""
    first = joined[start]
    if same_household(first, joined[start + 1]):
        for later in range(start + 2, len(joined)):
            if not same_household(first, joined[later]):
                joined[start + 1], joined[later] = joined[later], joined[start + 1]
                return


def _groups(community: ReferenceCommunity, name: str, kind: EverydayKind, round_: int, taken: set[ReferenceResident]) -> list[list[ReferenceResident]]:
    """Habitual groups: members come with chance `attendance`, some of them to another group."""
    meetings: dict[tuple[int, int], list[ReferenceResident]] = defaultdict(list)
    numbers = _group_numbers(community, name)
    week, draws = community.week, community.draws
    for i in community.residents:
        group = i.groups.get(name)
        if group is None or i in taken or draws.uniform("attend " + name, week, i.identity, round_) >= kind.attendance:
            continue
        place = i.home.community if name == "born" else i.home.compound
        if draws.uniform("mix " + name, week, i.identity, round_) < kind.mixing:
            others = sorted(numbers[place] - {group})
            if others:
                group = others[int(draws.uniform("other group " + name, week, i.identity, round_) * len(others))]
        meetings[place, group].append(i)
        taken.add(i)
    return [people for people in meetings.values() if len(people) >= 2]


def _group_numbers(community: ReferenceCommunity, name: str) -> dict[int, set[int]]:
    """Return the numbers of the groups of one kind, by compound (by community for groups born at events)."""
    numbers: dict[int, set[int]] = defaultdict(set)
    for (kind, compound), count in community.group_count.items():
        if kind == name:
            numbers[compound] = set(range(count))
    if not numbers:
        for i in community.residents:
            if name in i.groups:
                numbers[i.home.community if name == "born" else i.home.compound].add(i.groups[name])
    return numbers
