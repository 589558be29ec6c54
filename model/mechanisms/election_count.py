"""The count of one election: for whom the voters vote, by whom they know, who is elected, and what goes on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..people.residents import Role
from .election_record import CANDIDATE, HEAD, MEMBER, NEVER, ElectionRecord, know_a_member, list_of, seats_of
from .election_rules import ADULT, elected, marks, seated

if TYPE_CHECKING:
    from ..contract.week import Week

MOST_TRIES = 2
"""Times an election is held before the sitting committee stays."""
_MIX = np.uint64(0x9E3779B97F4A7C15)


def conclude(m: ElectionRecord, week: Week, community: int, stand: np.ndarray) -> None:
    """Count the votes of a community and seat those elected; a void election is held again, once.

    Args:
        m: the mechanism.
        week: the week after the day.
        community: index.
        stand: rows of those who stand, in the order of the list.
    """
    table = week.units("community")
    rows = np.arange(table.lo[community], table.hi[community])
    voters = rows[m.ballots[rows] > 0]
    names = rows[m.on_roll[rows]]
    if m.now.mode == "households":
        names = np.unique(week.residents.flat[names])
    roll, counted = len(names), int(m.ballots[rows].sum())
    m.elections += 1
    m.voted[rows] = m.ballots[rows] > 0
    m.in_person[community], m.roll_size[community], m.counted[community] = len(voters), roll, counted
    seats = seats_of(week).shape[1]
    # The first names of the list are those whom those in charge asked.
    m.proposed[rows] = np.isin(rows, list_of(week)[community, : seats + m.now.surplus])
    votes = _votes(m, week, community, voters, stand, seats)
    winners = stand[elected(votes, week.residents.identity[stand], seats)]
    if counted > m.now.quorum * roll and len(winners):
        _seat(m, week, community, rows, winners)
        m.tries[community] = 0
    else:
        m.void += 1
        m.tries[community] = (m.tries[community] + 1) % MOST_TRIES
        m.failed += int(m.tries[community] == 0)
    for number in m.word[stand].tolist():
        week.word.forget(int(number))
    m.word[stand] = -1
    if m.tries[community]:
        m.poll_week[community] += m.now.again
        return
    m.poll_week[community] = NEVER
    lines = list_of(week).shape[1]
    week.volunteers.vacate(CANDIDATE, np.arange(community * lines, (community + 1) * lines))


def _votes(m: ElectionRecord, week: Week, community: int, voters: np.ndarray, stand: np.ndarray, seats: int) -> np.ndarray:
    """Return int64 [candidates], votes; keep how many were for somebody whom the voter knew or had met."""
    r, p, n = week.residents, m.now, len(stand)
    m.stood[community] = n
    m.marked[community] = m.marked_known[community] = 0
    if n == 0 or len(voters) == 0:
        return np.zeros(n, np.int64)
    knows, met, heard = (np.zeros((len(voters), n), np.bool_) for _ in range(3))
    sitting, in_office = seats_of(week)[community], np.atleast_2d(week.offices.knows(MEMBER))
    luck = np.empty((len(voters), n))
    for j, row in enumerate(stand.tolist()):
        one = np.full(len(voters), row)
        # Who lives with a candidate, and a candidate, knows them.
        knows[:, j] = (r.flat[voters] == r.flat[row]) | week.known(voters, one)
        met[:, j] = m.met[voters] & m.met[row]
        for seat in np.flatnonzero(sitting == row).tolist():
            met[:, j] |= in_office[seat, voters]
        if r.roles[row] & Role.HEAD:
            met[:, j] |= (r.gate[voters] == r.gate[row]) & week.offices.knows(HEAD)[voters]
        heard[:, j] = week.word.knows(int(m.word[row]), voters)
        luck[:, j] = week.draw("marks a name", r.identity[voters] ^ (r.identity[one] * _MIX))
    listed = m.proposed[stand]
    weight = np.select([knows, met, heard], [p.known, p.met, p.heard], 0.0) + p.listed * listed
    cast = marks(weight, luck, seats) * m.ballots[voters][:, None]
    m.marked[community], m.marked_known[community] = cast.sum(), cast[knows | met].sum()
    return np.asarray(cast.sum(axis=0))


def _seat(m: ElectionRecord, week: Week, community: int, rows: np.ndarray, winners: np.ndarray) -> None:
    """Let the elected sit; who came to an evening with candidates has met them."""
    place = seated(seats_of(week)[community], winners)
    held = np.flatnonzero(place >= 0)
    week.offices.vacate(MEMBER, np.full(len(place) - len(held), community), np.flatnonzero(place < 0))
    week.offices.appoint(MEMBER, np.full(len(held), community), place[held], held)
    m.elected[rows] = False
    m.elected[winners] = True
    there = rows[m.met[rows]]
    for seat in held.tolist():
        if m.met[place[seat]]:
            week.offices.met(MEMBER, there, np.full(len(there), seat))
    adults = rows[week.residents.age[rows] >= ADULT]
    m.knew[community], m.asked_then[community] = np.count_nonzero(know_a_member(week, adults)), len(adults)
