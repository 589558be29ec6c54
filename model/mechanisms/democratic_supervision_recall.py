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
    from .democratic_supervision_kept import Supervised

_MOST_CIVIC = 8.0
"""No civic disposition is higher (`Residents.civic`)."""


def call_votes(m: Supervised, week: Week) -> None:
    """Call all grown-ups to vote where enough have signed; a vote for which staff had no time is called again.

    Those who signed know of it and ask others. What hangs on it for a person is how far they are from not minding either way.
    """
    p, where = m.now, np.flatnonzero((m.vote_week >= 0) & (m.vote_week <= week.number) & week.covers("community"))
    if len(where) == 0:
        return
    voters = [adults(week, community) for community in where.tolist()]
    k = np.repeat(np.arange(len(where)), [len(rows) for rows in voters])
    rows = np.concatenate([*voters, np.zeros(0, np.int64)])
    asks = m.signed[rows]
    week.call(
        "vote", unit="community", which=where, when=WEEKEND_MORNING, hours=1.0, room_for=p.vote_room, quality=p.quality,
        ask=(k[asks], rows[asks]), stake=(k, rows, np.abs(_wish(m, week, rows))),
        topic="none", by_committee=True, purpose=Purpose.VOTE, poster=p.vote_poster, chat=p.chat, among=week.residents.age >= ADULT,
        needs=Needs(staff=p.vote_staff, duty="assemblies", priority=Priority.ASSEMBLY),
    )  # fmt: skip


def _wish(m: Supervised, week: Week, rows: np.ndarray) -> np.ndarray:
    """Return float64 [m] in [-1, 1], how much residents want the committee to go (below 0: to stay)."""
    return np.asarray(1.0 - 2.0 * approval(week, rows, m.now, m.facts(rows)))


def hold_vote(m: Supervised, week: Week, community: int, came: np.ndarray) -> None:
    """A sitting and a vote on the recall. A household is for it as far as its grown-ups are not satisfied."""
    p, r = m.now, week.residents
    _, flats = week.deciding.flats("community", np.array([community]))
    rows = adults(week, community)
    many = np.bincount(r.flat[rows], minlength=week.places.flats)
    gain = p.recall_worth * np.bincount(r.flat[rows], _wish(m, week, rows), week.places.flats) / np.maximum(many, 1)
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


def end_term(m: Supervised, week: Week, community: int) -> None:
    """End the term of all members of a committee; ordinary life finds others."""
    m.recalled += int(np.count_nonzero(members(week)[community] >= 0))
    week.offices.recall(MEMBER, np.array([community]))
    m.failed[community] = 0


def begin_petitions(m: Supervised, week: Week) -> None:
    """Residents who are not satisfied may begin a petition where none goes round or has just gone round and no vote is to come."""
    p, r = m.now, week.residents
    free = (m.petition_ends < 0) & (m.petition_rests <= week.number) & (m.vote_week < 0) & (members(week) >= 0).any(axis=1) & week.covers("community")
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


def count_signatures(m: Supervised, week: Week, community: int) -> None:
    """Who has heard of the petition and is not satisfied may sign; with enough signatures there is a vote."""
    p, r, people = m.now, week.residents, adults(week, community)
    rows = people[week.word.knows(int(m.petition[community]), people)]
    rows = rows[week.draw("signs", r.identity[rows]) < logistic(p.sign + p.petition_civic * r.civic[rows])]
    rows = rows[~satisfied(week, rows, p, m.facts(rows))]
    m.signatures += len(rows)
    m.signed[people] = False
    m.signed[rows] = True
    if len(rows) >= p.signatures * len(people) and len(rows):
        m.vote_week[community] = week.number + p.notice_weeks
    week.word.forget(int(m.petition[community]))
    m.petition[community] = m.petition_ends[community] = -1
    m.petition_rests[community] = week.number + p.petition_pause
