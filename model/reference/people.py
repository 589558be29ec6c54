"""Residents: Mesa agents made from records, and households that move (docs/rules.md, The week)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import mesa

from ..people.residents import NEVER, Role
from .groups import join_groups
from .records import Home, Person
from .ties import Tie

if TYPE_CHECKING:
    from .community import ReferenceCommunity
    from .words import ReferenceWord

_WITHOUT_OFFICE = Role.PARTY | Role.ACTIVIST | Role.BACKBONE
_NEXT_HOUSEHOLD = 1 << 8
_SITUATIONS = ("retired", "carer", "owner", "renter", "student")


class ReferenceResident(mesa.Agent):  # type: ignore[misc]
    """One resident.

    Attributes:
        person: what does not change (sex, age, situation ...).
        bed: place in the order of rows; those who move out leave it to those who move in.
        home: the flat; the same object for all of one household.
        ties: what is kept of others, at most K of them.
        groups: kind -> number of the habitual group.
        fatigue: kind of event -> decayed number of personal invitations to it.
        came_to: kind of event -> last week in which they came to one, of those since the last long pause.
        visits_left: visits that there is time for in this week.
        talks: talks in which they took part in this week.
        words: what they have heard, or seen themselves.
        lives_here: False for ever after moving out.
    """

    model: ReferenceCommunity

    def __init__(self, model: ReferenceCommunity, person: Person, bed: int) -> None:
        """Let a person of the records live in the flat that the record names."""
        super().__init__(model)
        self.person = person
        self.bed = bed
        self.home: Home = model.homes[person.home]
        self.identity = person.identity
        self.sociability = person.sociability
        self.traits = (person.sex, sum(person.age >= limit for limit in (30, 45, 60)), person.registration, person.education)
        self.situation = _SITUATIONS[person.situation]
        self.ties: dict[ReferenceResident, Tie] = {}
        self.groups: dict[str, int] = {}
        self.habit = person.habit
        self.fatigue: dict[str, float] = {}
        self.came_to: dict[str, int] = {}
        self.last_came, self.times_came = person.last_came, 0
        self.chat_days, self.talks = person.chat_days, 0
        self.visits_left = 0
        self.words: set[ReferenceWord] = set()
        self.lives_here = True

    def begin_week(self) -> None:
        """Count talks from nothing, and see for how many visits there is time."""
        self.talks = 0
        hours: float = getattr(self.model.constants.visits, self.situation)
        u = self.model.draws.uniform("visit time", self.model.week, self.identity)
        self.visits_left = int(hours / self.model.constants.ties.visit_hours + u)

    def end_week(self) -> None:
        """Let fatigue fade, and average the days with a talk over a year."""
        for kind in self.fatigue:
            self.fatigue[kind] *= 0.5 ** (1.0 / self.model.constants.decision.fatigue_half_life)
        days = 7.0 * (1.0 - (6.0 / 7.0) ** self.talks)
        self.chat_days += (days - self.chat_days) / 52.0

    def move_out(self) -> None:
        """Leave for ever. Others still hold their ties to this person, but these are no longer valid."""
        self.lives_here = False
        self.ties.clear()
        self.groups.clear()
        self.remove()


def same_household(i: ReferenceResident, j: ReferenceResident) -> bool:
    """Return True for two people of one flat."""
    return i.home is j.home


def move_households(community: ReferenceCommunity) -> None:
    """Replace households that move, by the weekly hazard of their tenure, with others of the same number of residents."""
    households: dict[int, list[ReferenceResident]] = {}
    for resident in community.residents:
        households.setdefault(resident.person.home, []).append(resident)
    for leaving in households.values():
        first = leaving[0]
        yearly = community.renter_moves if first.person.tenure else community.owner_moves
        hazard = 1.0 - (1.0 - yearly) ** (1.0 / 52.0)
        if community.draws.uniform("moves", community.week, first.identity) < hazard:
            _replace(leaving, community)


def _replace(leaving: list[ReferenceResident], community: ReferenceCommunity) -> None:
    """Let a household leave; the next is a copy of a random first household of the same tenure and size."""
    first = leaving[0]
    like = community.first_households[first.person.tenure, len(leaving)]
    model_household = like[int(community.draws.uniform("newcomers", community.week, first.identity) * len(like))]
    for old, copied in zip(leaving, model_household, strict=True):
        person = replace(
            copied,
            identity=old.identity + _NEXT_HOUSEHOLD,
            home=old.person.home,
            arrival=community.week,
            roles=copied.roles & _WITHOUT_OFFICE,
            habit=0.0,
            last_came=NEVER,
            chat_days=0.0,
            groups=None,
        )
        old.move_out()
        newcomer = ReferenceResident(community, person, old.bed)
        community.residents[old.bed] = newcomer
        join_groups(newcomer, community)
    community.moved += len(leaving)
