"""Who reports what, by which way, and what becomes a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .kept import ADULT, CALLS, COMMITTEE, NAMES, NO_TICKET, NO_WORD, UNITS, Kept, logistic, place_of
from .troubles import bothered, pairs_of

if TYPE_CHECKING:
    from ...contract.week import Week

DOOR, APP, PHONE, WINDOW, NO_WAY = range(5)
_WAYS = ("calls_door", "calls_app", "calls_phone", "calls_window")
NONE, OPEN, UNSOLVED = range(3)
"""What the book holds of a trouble: no ticket, one that is open, one that was closed unsolved."""
MONTH = 4
_OLD, _RENTER = 60, 1


def counters(m: Kept, week: Week) -> list[int]:
    """Return the numbers of the counters of committee, company and offices; they are declared when the first week is lived."""
    if not m.counters:
        m.counters = [week.queues.counter(name, unit) for name, unit in zip(NAMES, UNITS, strict=True)]
    return m.counters


def held(m: Kept, week: Week) -> np.ndarray:
    """Return int8, what the book holds of each trouble; a ticket that is no longer there is forgotten."""
    t = m.troubles
    found = np.zeros(len(t["ticket"]), np.int8)
    if len(found) == 0:
        return found
    for number in counters(m, week):
        seen = week.queues.tickets(number)
        at, there = place_of(seen.number, t["ticket"])
        found[there] = np.where(seen.closed[at[there]] < 0, OPEN, UNSOLVED)
    t["ticket"][found == NONE] = NO_TICKET
    return found


def way(m: Kept, week: Week, rows: np.ndarray, key: np.ndarray) -> np.ndarray:
    """Return by which way each of some residents can report this week, `NO_WAY`: by none."""
    p, r = m.now, week.residents
    heard = m.heard[rows]
    chance = np.zeros((len(rows), 4))
    chance[:, DOOR] = m.met[rows] if p.grid else 0.0
    chance[:, APP] = heard * p.by_app * r.digital[rows] if p.app else 0.0
    chance[:, PHONE] = heard * p.by_phone if p.phone else 0.0
    chance[:, WINDOW] = week.queues.open_to(counters(m, week)[COMMITTEE], rows) * p.by_window
    # One draw: who has a way with fewer of them open has one with more, too.
    return np.asarray((week.draw("way", key)[:, None] >= np.cumsum(chance, axis=1)).sum(axis=1))


def call(m: Kept, week: Week) -> None:
    """Whoever is bothered may report it, whoever has a question may ask; tickets are handed in."""
    p, r, t = m.now, week.residents, m.troubles
    status = held(m, week)
    k, rows = bothered(m, week)
    # Who handed in a ticket that was closed unsolved does so again by the rule of queues, and not here.
    other = (status[k] != UNSOLVED) | (rows != t["caller"][k])
    k, rows = k[other], rows[other]
    key = pairs_of(t["identity"][k], r.identity[rows])
    by = way(m, week, rows, key)
    u = p.call + p.call_trust * (r.trust_institutions[rows] - 0.5) + p.call_civic * r.civic[rows] + p.call_size * np.log(t["need"][k])
    u = u + p.call_heard * _told(m, week, rows) + p.call_door * (by == DOOR) + p.call_open * (status[k] == OPEN)
    calls = (week.draw("reports", key) < logistic(u)) & (by != NO_WAY)
    k, rows, by, key = k[calls], rows[calls], by[calls], key[calls]
    away = (status[k] == NONE) & (t["handler"][k] != COMMITTEE) & (not p.dispatch)
    away &= week.draw("sent away", key) < p.sent_away
    m.turned_away += int(np.count_nonzero(away))
    first = _first(k, week.draw("first", key), (status[k] == NONE) & ~away)
    again = ~first & ~away
    m.repeats += int(np.count_nonzero(again))
    asks, how = _questions(m, week)
    m.enquiries += len(asks)
    _count(m, week, np.concatenate((rows, asks)), np.concatenate((by, how)))
    _hand_in(m, week, k[first], rows[first])
    back = np.unique(t["ticket"][k[again & (status[k] == UNSOLVED)]])
    if len(back):
        week.queues.send_back(back)
    if not p.sorting:
        _to_the_committee(m, week, np.concatenate((asks, rows[again])))


def _told(m: Kept, week: Week, rows: np.ndarray) -> np.ndarray:
    """Return what residents have heard of reports: 1 of one that ended the trouble, -1 of one that was closed and did not, 0 of both or none."""
    home = week.unit_of("community", rows)
    return np.asarray(week.word.knows(m.good_word[home], rows).astype(np.float64) - week.word.knows(m.bad_word[home], rows))


def _first(k: np.ndarray, u: np.ndarray, may: np.ndarray) -> np.ndarray:
    """Return bool: of the calls that may be handed in, the one of each trouble with the lowest draw."""
    found = np.zeros(len(k), np.bool_)
    which = np.flatnonzero(may)
    order = which[np.lexsort((u[which], k[which]))]
    found[order[np.diff(k[order], prepend=-1) != 0]] = True
    return found


def _questions(m: Kept, week: Week) -> tuple[np.ndarray, np.ndarray]:
    """Return who asks a question this week, and by which way."""
    r = week.residents
    rows = np.flatnonzero((r.age >= ADULT) & week.happen("question", r.identity, m.now.questions_a_year))
    rows = rows[week.covers_rows(rows)]
    by = way(m, week, rows, r.identity[rows])
    return rows[by != NO_WAY], by[by != NO_WAY]


def _count(m: Kept, week: Week, rows: np.ndarray, by: np.ndarray) -> None:
    """Count calls by way and by who calls; each by telephone or in the app costs the operators' time."""
    r = week.residents
    for number, name in enumerate(_WAYS):
        setattr(m, name, getattr(m, name) + int(np.count_nonzero(by == number)))
    m.calls_old += int(np.count_nonzero(r.age[rows] >= _OLD))
    m.calls_renters += int(np.count_nonzero(r.tenure[rows] == _RENTER))
    np.add.at(m.called, rows, 1)
    m.years[0, CALLS] += len(rows)
    taken = rows[(by == APP) | (by == PHONE)]
    if len(taken) and m.now.call_yuan > 0.0:
        where, many = np.unique(week.unit_of("community", taken), return_counts=True)
        week.ledger.pay("public", "suppliers", many * m.now.call_yuan, where)


def _hand_in(m: Kept, week: Week, k: np.ndarray, rows: np.ndarray) -> None:
    """Hand in troubles, each to who is in charge of it."""
    p, t = m.now, m.troubles
    due = p.deadline_weeks or p.patience
    m.requests += len(k)
    for handler, number in enumerate(counters(m, week)):
        mine = t["handler"][k] == handler
        if mine.any():
            t["ticket"][k[mine]] = week.queues.submit(number, rows[mine], "trouble", t["need"][k[mine]], due)
            t["caller"][k[mine]] = rows[mine]


def _to_the_committee(m: Kept, week: Week, rows: np.ndarray) -> None:
    """Enquiries that nobody answers at once stand in the queue of the committee."""
    if len(rows):
        week.queues.submit(counters(m, week)[COMMITTEE], rows, "enquiry", m.now.answer_hours, m.now.patience, True)


def hear(m: Kept, week: Week) -> None:
    """Once in four weeks: who has read of the line, or was told how a report ended, knows that there is one."""
    p, r = m.now, week.residents
    if week.number % MONTH or not (p.phone or p.app):
        return
    reads = 1.0 - (1.0 - p.publicity) ** MONTH
    rows = np.flatnonzero(~m.heard & (r.age >= ADULT))
    told = week.draw("reads of it", r.identity[rows]) < reads
    home = week.unit_of("community", rows)
    told |= week.word.knows(m.good_word[home], rows) | week.word.knows(m.bad_word[home], rows)
    told &= week.covers_rows(rows)
    m.heard[rows[told]] = True


def tell(m: Kept, week: Week, words: np.ndarray, kind: str, rows: np.ndarray) -> None:
    """Those whose report has ended tell how: a word that goes round, one of each kind and community at a time."""
    if len(rows) == 0:
        return
    home = week.unit_of("community", rows)
    order = np.argsort(home, kind="stable")
    known, first = np.unique(home[order], return_index=True)
    for community, own in zip(known.tolist(), np.split(rows[order], first[1:]), strict=True):
        mine = np.unique(own)
        if words[community] == NO_WORD or not week.word.alive(int(words[community])):
            words[community] = week.word.new(f"service-platform {kind}", mine, half_life=m.now.word_half_life)
        else:
            week.word.tell(int(words[community]), mine)
