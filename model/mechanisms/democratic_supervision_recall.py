"""Recall: petitions that go round as a word, signatures, the vote, and the end of a committee's term."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..contract.needs import Needs, Priority
from ..ground.text import Text
from ..people.everyday import WEEKEND_MORNING
from ..people.purposes import Purpose
from .democratic_supervision_judging import ADULT, MEMBER, adults, approval, logistic, members, satisfied

if TYPE_CHECKING:
    from ..contract.week import Week
    from .democratic_supervision import DemocraticSupervision

_MOST_CIVIC = 8.0
"""No civic disposition is higher (`Residents.civic`)."""


def call_votes(m: DemocraticSupervision, week: Week) -> None:
    """Call all grown-ups to vote where enough have signed; a vote for which staff had no time is called again."""
    p, due = m.now, (m.vote_week >= 0) & (m.vote_week <= week.number)
    if not due.any():
        return
    week.call(
        "vote", unit="community", which=due, when=WEEKEND_MORNING, hours=1.0, room_for=p.vote_room, quality=p.quality,
        topic="none", by_committee=True, purpose=Purpose.VOTE, poster=p.vote_poster, chat=p.chat, among=week.residents.age >= ADULT,
        needs=Needs(staff=p.vote_staff, duty="assemblies", priority=Priority.ASSEMBLY),
    )  # fmt: skip


def hold_vote(m: DemocraticSupervision, week: Week, community: int, came: np.ndarray) -> None:
    """A sitting and a vote on the recall. A household is for it as far as its grown-ups are not satisfied."""
    p, r = m.now, week.residents
    _, flats = week.deciding.flats("community", np.array([community]))
    rows = adults(week, community)
    wish = 1.0 - 2.0 * approval(week, rows, p, m.facts(rows))
    many = np.bincount(r.flat[rows], minlength=week.places.flats)
    gain = p.recall_worth * np.bincount(r.flat[rows], wish, week.places.flats) / np.maximum(many, 1)
    title = Text("recall of the committee", "罢免居委会")
    opened = week.deciding.open(
        "recall", title, "community", np.array([community]), gain[flats], rule="majority", quorum=p.quorum, due=week.number
    )
    number = int(opened[0])
    week.deciding.sit(number, came)
    passed = week.deciding.vote(number, came).passed
    m.votes += 1
    m.vote_week[community] = -1
    if passed:
        end_term(m, week, community)


def end_term(m: DemocraticSupervision, week: Week, community: int) -> None:
    """End the term of all members of a committee; ordinary life finds others."""
    m.recalled += int(np.count_nonzero(members(week)[community] >= 0))
    week.offices.recall(MEMBER, np.array([community]))
    m.failed[community] = 0


def begin_petitions(m: DemocraticSupervision, week: Week) -> None:
    """Residents who are not satisfied may begin a petition where none goes round and no vote is to come."""
    p, r = m.now, week.residents
    free = (m.petition_ends < 0) & (m.vote_week < 0) & (members(week) >= 0).any(axis=1) & week.covers("community")
    for community in np.flatnonzero(free).tolist():
        rows = adults(week, community)
        u = week.draw("petition", r.identity[rows])
        # Hardly anybody begins one even if most civic: only those are looked at whose draw could be low enough.
        few = (u < logistic(p.petition + p.petition_civic * _MOST_CIVIC)).nonzero()[0]
        rows = rows[few[u[few] < logistic(p.petition + p.petition_civic * r.civic[rows[few]])]]
        rows = rows[~satisfied(week, rows, p, m.facts(rows))]
        if len(rows):
            m.petitions += 1
            m.petition[community] = week.word.new("democratic-supervision petition", rows, weeks=p.petition_weeks + 1)
            m.petition_ends[community] = week.number + p.petition_weeks


def count_signatures(m: DemocraticSupervision, week: Week, community: int) -> None:
    """Who has heard of the petition and is not satisfied may sign; with enough signatures there is a vote."""
    p, r, people = m.now, week.residents, adults(week, community)
    rows = people[week.word.knows(int(m.petition[community]), people)]
    rows = rows[week.draw("signs", r.identity[rows]) < logistic(p.sign + p.petition_civic * r.civic[rows])]
    rows = rows[~satisfied(week, rows, p, m.facts(rows))]
    m.signatures += len(rows)
    if len(rows) >= p.signatures * len(people) and len(rows):
        m.vote_week[community] = week.number + p.notice_weeks
    week.word.forget(int(m.petition[community]))
    m.petition[community] = m.petition_ends[community] = -1
