"""Events: who hears of one, who is asked, and who comes (docs/rules.md, Deciding to come)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..people.everyday import WEEKDAY_AFTERNOON, WEEKDAY_MORNING, WEEKEND_AFTERNOON
from ..people.residents import NEVER
from .presence import Focus
from .ties import valid_ties

if TYPE_CHECKING:
    from .community import ReferenceCommunity
    from .people import ReferenceResident


WEEK_HOURS = 168.0


@dataclass(frozen=True)
class Named:
    """A person named for an event: summoned, invited by name, asked to ask others, running it, on an errand; and what hangs on it for them."""

    summoned: bool = False
    invited: bool = False
    first: bool = False
    runs: bool = False
    errand: bool = False
    stake: float = 0.0


_NOBODY = Named()


@dataclass(eq=False)
class ReferenceEvent:
    """One event. What is not explained here is as in `COLUMNS` of model/foci/events.py.

    Attributes:
        identity: permanent; draws are keyed by it.
        audience: the beds of those who may come.
        organiser: bed of the one who runs it and is there, None if nobody.
        helpers: bits of `Role`; holders in the audience are sure to hear, and ask others.
        named: bed -> what is special about a person at this event (`Named`).
        listed: only those named may come.
        purpose: "come", or a name of `PurposeConstants`.
        by_committee: the committee is the host, else neighbours.
        heard: how many heard of it (result).
        wanted: how many wanted to come, those turned away included (result).
        came: who came (result).
        first_times: how many of them came to an event for the first time ever (result).
    """

    identity: int
    audience: range
    kind: str = "event"
    round: int = WEEKEND_AFTERNOON
    x: float = 0.0
    y: float = 0.0
    hours: float = 2.0
    capacity: int = 30
    quality: float = 0.5
    topic: int = 0
    poster: float = 0.0
    chat: float = 0.0
    knock: float = 0.0
    yuan: float = 0.0
    by_committee: bool = False
    openness: float = 1.0
    organiser: int | None = None
    helpers: int = 0
    named: dict[int, Named] = field(default_factory=dict)
    listed: bool = False
    purpose: str = "come"
    heard: int = 0
    wanted: int = 0
    first_times: int = 0
    came: list[ReferenceResident] = field(default_factory=list)

    def may_come(self, i: ReferenceResident) -> bool:
        """Return whether a resident is of the audience."""
        if self.listed and i.bed not in self.named:
            return False
        return i.bed in self.audience

    def about(self, i: ReferenceResident) -> Named:
        """Return what is special about a resident at this event."""
        return self.named.get(i.bed, _NOBODY)

    def runs(self, i: ReferenceResident) -> bool:
        """Return whether a resident runs it."""
        return i.bed == self.organiser or self.about(i).runs

    def on_errand(self, i: ReferenceResident) -> bool:
        """Return whether a resident is there on business of their own."""
        return self.about(i).errand

    @property
    def online(self) -> bool:
        """Return whether it is done online, at odd moments: it takes no round and no free time, and is no coming."""
        return self.purpose == "online"

    def focus(self) -> Focus:
        """Return the event as a focus of those who came."""
        return Focus(self.kind, self.came, self.hours, self.openness, self.round)


def decide(community: ReferenceCommunity, events: list[ReferenceEvent]) -> None:
    """Let the audiences hear, be asked and come, one event after the other; fill in the results of the events."""
    going: dict[int, set[ReferenceResident]] = {}
    hours: dict[ReferenceResident, float] = {}
    left = WEEK_HOURS - sum(kind.hours * len(kind.rounds) for kind in community.everyday.values())
    for event in events:
        taken = going.setdefault(event.round, set())
        busy = {i for i, spent in hours.items() if spent + event.hours > left}
        full = {i for i, spent in hours.items() if spent + event.hours > community.constants.decision.given * i.person.free_hours}
        if event.online:
            _decide(event, events, busy, set(), community)
            continue
        _decide(event, events, taken | busy, full, community)
        taken.update(event.came)
        hours.update((i, hours.get(i, 0.0) + event.hours) for i in event.came)
    for event in events:
        for i in event.came:
            if event.online or event.on_errand(i):
                continue
            i.came_to[event.kind] = community.week


def at_work(i: ReferenceResident, round_: int, community: ReferenceCommunity) -> bool:
    """Return whether somebody is at work or at school in a round: always the same people."""
    if round_ not in (WEEKDAY_MORNING, WEEKDAY_AFTERNOON) or i.situation in ("retired", "carer"):
        return False
    return community.draws.uniform("at work", 0, i.identity) < community.constants.decision.at_work


def _decide(
    event: ReferenceEvent, events: list[ReferenceEvent], taken: set[ReferenceResident], full: set[ReferenceResident], community: ReferenceCommunity
) -> None:
    week, draws, constants = community.week, community.draws, community.constants.decision
    audience = [i for i in (community.residents[bed] for bed in event.audience) if event.may_come(i)]
    asked, company = _word_of_mouth(event, events, audience, community)
    want = []
    for i in audience:
        if i in taken:
            continue
        if event.runs(i) or event.on_errand(i):
            event.heard += 1
            want.append(i)
            continue
        if i in full or (not event.online and at_work(i, event.round, community)):
            continue
        here = (week, event.identity, i.identity)
        knocked = draws.uniform("knock", *here) < event.knock
        about = event.about(i)
        called = about.summoned or about.first or i.person.roles & event.helpers
        if not (i in asked or called or _reached(event, i, community)):
            continue
        event.heard += 1
        chance = 1.0 / (1.0 + math.exp(-utility(i, event, i in asked, knocked, company.get(i, 0), community)))
        i.fatigue[event.kind] = i.fatigue.get(event.kind, 0.0) + (i in asked) + knocked
        if draws.uniform("come", *here) < chance:
            want.append(i)
        elif not event.online:
            i.habit -= constants.habit_rate * i.habit
    want.sort(key=lambda i: -1.0 if event.runs(i) or event.on_errand(i) else draws.uniform("at the door", week, event.identity, i.identity))
    event.wanted = len(want)
    event.came = want[: event.capacity]
    coming = [i for i in want if not (event.online or event.on_errand(i))]
    for i in coming:
        i.habit += constants.habit_rate * ((i in event.came) - i.habit)
    for i in (i for i in coming if i in event.came):
        event.first_times += i.last_came == NEVER
        if week - i.last_came > constants.memory:
            i.came_to.clear()
        i.last_came = week
        i.times_came += 1
    event.came.sort(key=lambda i: i.bed)


def _reached(event: ReferenceEvent, i: ReferenceResident, community: ReferenceCommunity) -> bool:
    """Return whether an event reaches somebody by a knock, its notice or the chat group."""
    draws, here = community.draws, (community.week, event.identity, i.identity)
    by_poster = draws.uniform("poster", *here) < event.poster
    by_chat = draws.uniform("chat group", *here) < event.chat * i.person.digital
    return by_poster or by_chat or draws.uniform("knock", *here) < event.knock


def knows_of(event: ReferenceEvent, i: ReferenceResident, community: ReferenceCommunity) -> bool:
    """Return whether somebody knows of an event before anybody asks them: told for sure, by having come to such a thing lately, or reached by it."""
    about = event.about(i)
    if event.runs(i) or i.person.roles & event.helpers or about.first or about.invited or about.summoned:
        return True
    came_lately = community.week - i.last_came <= community.constants.decision.memory
    return (came_lately and event.kind in i.came_to) or _reached(event, i, community)


def liking(i: ReferenceResident, event: ReferenceEvent) -> float:
    """Return how much somebody likes what an event is about: above 0 to 1, one half if it is about nothing in particular."""
    return (255.0 * i.person.interests[event.topic] + 1.0) / 256.0 if event.topic < len(i.person.interests) else 0.5


def _word_of_mouth(
    event: ReferenceEvent, events: list[ReferenceEvent], audience: list[ReferenceResident], community: ReferenceCommunity
) -> tuple[set[ReferenceResident], dict[ReferenceResident, int]]:
    """Return who of the audience is asked by an acquaintance, and how many acquaintances of each came lately."""
    constants, ties, week = community.constants.decision, community.constants.ties, community.week
    invited = set(audience)
    asked = {i for i in audience if event.about(i).invited}
    company: dict[ReferenceResident, int] = {}
    for i in audience:
        came_lately = week - i.last_came <= constants.memory
        if not (came_lately or i.person.roles & event.helpers or event.runs(i) or event.about(i).first):
            continue
        share = 0.0
        if event.runs(i):
            share = 1.0
        elif knows_of(event, i, community):
            open_to = [other for other in events if other.may_come(i) and not other.on_errand(i)]
            share = liking(i, event) / sum(liking(i, other) for other in open_to if knows_of(other, i, community))
        for j, tie in valid_ties(i):
            if j not in invited or tie.slow_at(week, ties) < ties.acquaintance:
                continue
            if came_lately:
                company[j] = company.get(j, 0) + 1
            friendly = tie.closeness_at(week, ties) >= ties.friendly
            chance = constants.ask_friendly if friendly else constants.ask_chance
            if community.draws.uniform("ask", week, event.identity, i.identity, j.identity) < chance * share:
                asked.add(j)
    return asked, company


def utility(i: ReferenceResident, event: ReferenceEvent, asked: bool, knocked: bool, company: int, community: ReferenceCommunity) -> float:
    """Return U of docs/rules.md: what speaks for coming, in log-odds."""
    constants, person, about = community.constants, i.person, event.about(i)
    c = constants.decision
    if event.purpose != "come":
        c = c.model_copy(update=getattr(constants.purposes, event.purpose).model_dump())
    distance = math.hypot(i.home.x - event.x, i.home.y - event.y)
    trust = person.trust_institutions if event.by_committee else person.trust_neighbours
    skill = weight_of_skill(event, community) * (person.digital - 0.5)
    interest = person.interests[event.topic] - 0.5 if event.topic < len(person.interests) else 0.0
    return (
        c.base
        + c.interest * interest
        + c.asked * asked
        + c.knocked * knocked
        + c.company * min(company, 4) / 4.0
        + c.habit * i.habit
        + c.trust * (trust - 0.5)
        + c.time * (person.free_hours / 20.0 - 1.0)
        - c.distance * distance / 100.0
        - c.frailty * person.frailty
        + c.quality * (event.quality - 0.5)
        - c.length * (event.hours - 2.0)
        + c.incentive * math.log(1.0 + event.yuan / 10.0)
        - c.fatigue * i.fatigue.get(event.kind, 0.0)
        + c.civic * person.civic
        + c.stake * about.stake
        + c.summoned * about.summoned
        + skill
    )


def weight_of_skill(event: ReferenceEvent, community: ReferenceCommunity) -> float:
    """Return the weight of digital skill, which only other purposes than coming have."""
    return 0.0 if event.purpose == "come" else float(getattr(community.constants.purposes, event.purpose).digital)
