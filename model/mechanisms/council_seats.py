"""Who sits on the council and who is the hall's lawyer: posts that find somebody by appointment, vote, lot, or among those in office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..contract.needs import Needs, Priority
from ..ground.text import Text
from ..people.everyday import WEEKDAY_EVENING, WEEKEND_MORNING
from ..people.volunteer_constants import PostKind

if TYPE_CHECKING:
    from ..contract.call import Sitting
    from ..contract.week import Week
    from .council_and_reasoning_hall_parameters import CouncilParameters

MEMBER, LAWYER = "council member", "hall lawyer"
OTHER_OFFICES = ("gate head", "committee member")
"""Who holds one of these and sits on the council is one of the same few."""
ADULT = 18


def declare(week: Week, p: CouncilParameters) -> None:
    """Name the posts: the seats of a community's council, and its lawyer."""
    wishes = PostKind(accept=p.accept, begin=p.stand, asked_a_search=p.asked, search_every=p.search_weeks)
    week.volunteers.declare(
        MEMBER, wishes, Text("member of the council", "议事会成员"), "community", seats=p.seats, office=True, term=p.term, elected=True,
    )  # fmt: skip
    lawyer = wishes.model_copy(update={"accept": p.lawyer_accept})
    week.volunteers.declare(LAWYER, lawyer, Text("volunteer lawyer", "志愿律师"), "community")


def seated(week: Week) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (post, community, row) of the members who do the work, in order of posts."""
    holder = week.volunteers.holder(MEMBER)
    post = week.volunteers.at_work(MEMBER)
    return post, post // seats_of(week), holder[post].astype(np.int64)


def seats_of(week: Week) -> int:
    """Return how many seats a council has."""
    return len(week.volunteers.holder(MEMBER)) // len(week.units("community").lo)


def everybody_in_office(week: Week) -> np.ndarray:
    """Return int64, rows of those who hold another office of the community, each once."""
    rows = np.unique(np.concatenate([week.offices.holder(kind).ravel() for kind in OTHER_OFFICES]))
    return np.asarray(rows[rows >= 0], np.int64)


def fill(week: Week, p: CouncilParameters) -> None:
    """Let terms end, and vacant seats look for somebody."""
    _end_terms(week, p)
    vacant = week.volunteers.vacant(MEMBER)
    vacant = vacant[week.covers("community")[vacant // seats_of(week)]]
    if len(vacant) == 0 and not p.lawyer:
        return
    if p.chosen == "elected":
        _call_elections(week, p, vacant)
    elif len(vacant):
        week.volunteers.offer(MEMBER, vacant, party_first=p.chosen != "lot")
        week.volunteers.search(MEMBER, vacant, _candidates(week, p, vacant))
    if p.lawyer:
        vacant = week.volunteers.vacant(LAWYER)
        vacant = vacant[week.covers("community")[vacant]]
        if len(vacant):
            r = week.residents
            rows = np.flatnonzero((r.age >= ADULT) & (week.for_life("is a lawyer", r.identity) < p.lawyers))
            week.volunteers.search(LAWYER, vacant, (week.unit_of("community", rows), rows))


def _end_terms(week: Week, p: CouncilParameters) -> None:
    """When the term is over the appointed are confirmed; seats that are voted on or drawn are free."""
    unit, seat = week.offices.term_over(MEMBER)
    here = week.covers("community")[unit]
    post = unit[here] * seats_of(week) + seat[here]
    if len(post) == 0:
        return
    if p.chosen in ("elected", "lot"):
        week.volunteers.vacate(MEMBER, post)
    else:
        row, nominal = week.volunteers.holder(MEMBER)[post], week.volunteers.table(MEMBER)["nominal"][post]
        week.volunteers.appoint(MEMBER, post, row, nominal)


def _candidates(week: Week, p: CouncilParameters, vacant: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Return (communities, rows) of those who may be asked; None: everybody, whoever comes to the committee's mind first."""
    if p.chosen == "appointed":
        return None
    if p.chosen == "same":
        rows = everybody_in_office(week)
        return week.unit_of("community", rows), rows
    units, seats = np.unique(vacant // seats_of(week), return_counts=True)
    table, r, drawn = week.units("community"), week.residents, []
    for unit, number in zip(units.tolist(), seats.tolist(), strict=True):
        people = np.arange(table.lo[unit], table.hi[unit])
        people = people[r.age[people] >= ADULT]
        lot = week.draw("drawn by lot", r.identity[people])
        drawn.append(people[np.argsort(lot, kind="stable")[: p.asked * number]])
    rows = np.concatenate(drawn)
    return week.unit_of("community", rows), rows


def _call_elections(week: Week, p: CouncilParameters, vacant: np.ndarray) -> None:
    """Where nobody sits on the council any more, all are called to vote. A seat that is given up stays free until then."""
    from ..people.purposes import Purpose

    units, seats = np.unique(vacant // seats_of(week), return_counts=True)
    units = units[seats == seats_of(week)]
    if len(units):
        week.call(
            "election", unit="community", which=units, when=(WEEKEND_MORNING, WEEKDAY_EVENING), hours=p.hours, room_for=p.election_room, quality=p.quality,
            topic="none", purpose=Purpose.VOTE, poster=p.election_poster, chat=0.5 * p.election_poster, by_committee=True, promise=True,
            needs=Needs(staff=p.election_staff, duty="assemblies", room="activity room", priority=Priority.ASSEMBLY),
        )  # fmt: skip


def elect(week: Week, sitting: Sitting) -> None:
    """Each of those who came votes for all who stand and whom they know; those with most votes take the seats."""
    table, r, seats = week.units("community"), week.residents, seats_of(week)
    for k in np.flatnonzero(sitting.held).tolist():
        unit, voters = int(sitting.unit[k]), sitting.rows(k).astype(np.int64)
        people = np.arange(table.lo[unit], table.hi[unit])
        standing = week.volunteers.decide_to_begin(MEMBER, people[r.age[people] >= ADULT])
        if len(standing) == 0 or len(voters) == 0:
            continue
        voter, one = (x.ravel() for x in np.meshgrid(voters, standing, indexing="ij"))
        votes = (week.known(voter, one) | (voter == one)).reshape(len(voters), len(standing)).sum(axis=0)
        won = standing[np.lexsort((r.identity[standing], -votes))[:seats]]
        won = won[votes[np.searchsorted(standing, won)] > 0]
        week.volunteers.appoint(MEMBER, unit * seats + np.arange(len(won)), won)
