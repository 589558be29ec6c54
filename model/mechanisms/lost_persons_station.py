"""The months at the rescue station: questions, notices, families who register, samples of both sides, the laboratory, a match."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..contract.needs import Priority
from .lost_persons_cases import BASE, DNA, FACE, HOME, LABORATORY, NO_WORD, NONE, NOT_YET, NOTICE, QUESTIONED, STATION, Cases
from .lost_persons_search import alone, days_since, miss

if TYPE_CHECKING:
    from ..contract.week import Week

_FRESH = 8
"""Weeks in which a neighbourhood is asked to look for somebody."""
_LONGEST_WEEK = 200.0
"""Hours that a laboratory can give the people of one community at most."""
_EVER = 5200
"""Weeks to the deadline of a sample: nobody was promised one."""


# Plan: families, samples, hours of the laboratory


def take_samples(m: Cases, week: Week) -> None:
    """Look what the laboratory has done, have samples taken of both sides, and give the laboratory its hours."""
    p, t = m.now, m.cases
    _analysed(m, week)
    if not p.dna_station and p.dna_family == "none":
        return
    if m.laboratory < 0:
        m.laboratory = week.queues.counter("DNA laboratory", "community", hours=_LONGEST_WEEK)
    if p.dna_station:
        _of_the_nameless(m, week)
    if p.dna_family != "none":
        _of_families(m, week)
    if (t["own"] == LABORATORY).any() or (t["kindred"] == LABORATORY).any():
        week.queues.hours(m.laboratory, np.where(week.covers("community"), p.lab_hours, 0.0))


def _analysed(m: Cases, week: Week) -> None:
    t = m.cases
    if (t["own"] == LABORATORY).any() or (t["kindred"] == LABORATORY).any():
        open_ = week.queues.tickets(m.laboratory).number
        for side, ticket in (("own", "own_ticket"), ("kindred", "kin_ticket")):
            t[side][(t[side] == LABORATORY) & ~np.isin(t[ticket], open_)] = BASE


def _of_the_nameless(m: Cases, week: Week) -> None:
    p, t = m.now, m.cases
    which = m.at_hand(week, STATION)
    which = which[(t["own"][which] == NONE) & (week.number - t["since"][which] >= p.sample_after)]
    if len(which):
        which = which[~t["away"][which] | (week.for_life("elsewhere", t["identity"][which]) < p.elsewhere)]
        _hand_in(m, week, which, t["row"][which], "own", "own_ticket")
        week.ledger.pay("public", "suppliers", np.full(len(which), p.sample_yuan), t["community"][which])


def _of_families(m: Cases, week: Week) -> None:
    p, t = m.now, m.cases
    which = searched(m, week)
    which = which[t["registered"][which] & (t["kindred"][which] == NONE) & (t["kin"][which] < p.blood)]
    if len(which) == 0:
        return
    price = p.price if p.dna_family == "price" else 0.0
    # One draw for all weeks: a family that finds it too dear gives a sample when it becomes free.
    odds = p.gives - p.gives_price * price / 1000.0
    which = which[week.for_life("gives", t["identity"][which]) < 1.0 / (1.0 + np.exp(-odds))]
    _hand_in(m, week, which, _one_of_the_household(week, t["row"][which]), "kindred", "kin_ticket")
    n, where = len(which), t["community"][which]
    if p.dna_family == "price":
        week.ledger.pay("residents", "suppliers", np.full(n, price), where)
        m.family_yuan += price * n
    else:
        week.ledger.pay("public", "suppliers", np.full(n, p.sample_yuan), where)


def _hand_in(m: Cases, week: Week, which: np.ndarray, rows: np.ndarray, side: str, ticket: str) -> None:
    t = m.cases
    if len(which):
        t[ticket][which] = week.queues.submit(m.laboratory, rows, f"DNA {side}", m.now.sample_hours, _EVER, enquiry=True)
        t[side][which] = LABORATORY
        m.samples += len(which)


def _one_of_the_household(week: Week, rows: np.ndarray) -> np.ndarray:
    """Return somebody of the household of each, the lost themselves where there is nobody else (their family lives elsewhere)."""
    flat = week.residents.flat[rows]
    first, end = week.places.flat_rows[flat], week.places.flat_rows[flat + 1]
    return np.asarray(np.where(first == rows, np.minimum(first + 1, end - 1), first), np.int64)


def searched(m: Cases, week: Week) -> np.ndarray:
    """Return int64, cases at hand of people who are missed, not home, and lost for as long as it takes to register a search."""
    t = m.cases
    return m.covered(week, (t["missed"] & (t["stage"] != HOME) & (week.number - t["start"] >= m.now.register_after)).nonzero()[0])


def register(m: Cases, week: Week) -> None:
    """Some families register by themselves; where the committee visits them, hours of staff are asked for."""
    p, t = m.now, m.cases
    which = searched(m, week)
    which = which[~t["registered"][which]]
    if len(which) == 0:
        return
    _enter(m, which[week.draw("registers", t["identity"][which]) < p.registers])
    which = which[~t["registered"][which] & ~t["called_on"][which]]
    if p.registration and len(which):
        ticket = week.grants.ask(
            len(which), priority=Priority.CARE, identity=week.identity("visit", t["identity"][which]), community=t["community"][which],
            staff=p.visit_hours, duty="visits",
        )  # fmt: skip
        week.memo["visits"] = t["identity"][which], ticket


def visit(m: Cases, week: Week) -> None:
    """Families for whose visit there were hours are visited, and most of them register."""
    if "visits" not in week.memo:
        return
    p, t = m.now, m.cases
    who, ticket = week.memo["visits"]
    which = np.flatnonzero(np.isin(t["identity"], who[ticket.granted]) & (t["stage"] != HOME))
    t["called_on"][which] = True
    m.visits += len(which)
    chance = np.where(alone(week, t["row"][which]), p.visited_alone, p.visited)
    _enter(m, which[week.draw("visited", t["identity"][which]) < chance])


def _enter(m: Cases, which: np.ndarray) -> None:
    m.cases["registered"][which] = True
    m.registrations += len(which)


# React: the week at the station


def live_week(m: Cases, week: Week) -> None:
    """A week at the station: it costs, they ask, faces and samples are compared, notices are read."""
    p, t = m.now, m.cases
    which = m.at_hand(week, STATION)
    if len(which) == 0:
        return
    week.ledger.pay("public", "suppliers", np.full(len(which), 7.0 * p.station_yuan), t["community"][which])
    m.station_days += 7 * len(which)
    miss(m, week, which, 7)
    hours = p.asks + p.questioning
    m.station_hours += hours * len(which)
    learnt = ~t["speechless"][which] & (week.draw("asked", t["identity"][which]) < 1.0 - (1.0 - p.learns) ** hours)
    which = _home(m, week, which, learnt, QUESTIONED)
    if p.faces:
        new = ~t["compared"][which]
        t["compared"][which] = True
        which = _home(m, week, which, new & (t["face"][which] < p.face_found), FACE)
    both = (t["own"][which] == BASE) & (t["kindred"][which] == BASE)
    if both.any():
        which = _home(m, week, which, both & (week.for_life("matches", t["identity"][which]) < p.matches), DNA)
    if p.notice_weeks > 0 and len(which):
        _home(m, week, which, _notices(m, week, which), NOTICE)


def _home(m: Cases, week: Week, which: np.ndarray, found: np.ndarray, way: int) -> np.ndarray:
    """Let those found go home; return the cases that are left."""
    m.come_home(which[found], way, days_since(m, week, which[found], 6))
    return np.asarray(which[~found])


def hang_notices(m: Cases, week: Week) -> None:
    """A notice of those who are missed hangs where they lived: it is a word that those who read it pass on."""
    p, t, r = m.now, m.cases, week.residents
    which = np.flatnonzero(t["missed"] & (t["stage"] != HOME) & (t["word"] == NO_WORD) & (week.number - t["start"] < _FRESH))
    for case in m.covered(week, which).tolist():
        community, row = int(t["community"][case]), int(t["row"][case])
        rows = np.arange(*week.places.community_rows[community : community + 2].tolist())
        told = (week.draw("reads", r.identity[rows] ^ t["identity"][case]) < p.notice_poster) | (r.flat[rows] == r.flat[row])
        number = week.word.new(
            f"{m.name} notice", rows[told], community=community, weeks=p.notice_weeks, identity=int(t["identity"][case] ^ np.uint64(week.number))
        )
        t["word"][case] = number
        if number != NO_WORD:
            week.ledger.pay("public", "suppliers", np.array([p.notice_yuan]), np.array([community]))


def _notices(m: Cases, week: Week, which: np.ndarray) -> np.ndarray:
    """Return bool [m]: whose notice was met in this week by somebody who knew the face."""
    p, t, r = m.now, m.cases, week.residents
    new = which[t["notice"][which] == NOT_YET]
    t["notice"][new] = week.number + p.notice_weeks
    out = week.number < t["notice"][which]
    week.ledger.pay("public", "suppliers", np.full(int(out.sum()), p.notice_yuan), t["community"][which[out]])
    found = np.zeros(len(which), np.bool_)
    for k in np.flatnonzero(out).tolist():
        row, community = int(t["row"][which[k]]), int(t["community"][which[k]])
        rows = np.arange(*week.places.community_rows[community : community + 2].tolist())
        family = (r.flat[rows] == r.flat[row]) & t["missed"][which[k]]
        chance = np.where(family, p.notice_family, p.notice_seen * r.digital[rows])
        meets = (week.draw("notice", r.identity[rows] ^ t["identity"][which[k]]) < chance) & (rows != row)
        met = rows[meets]
        found[k] = bool((family[meets] | week.recognised(met, np.full(len(met), row))).any())
    return found
