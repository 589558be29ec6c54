"""The chat group of a compound: who joins, who writes, what is arranged, who is removed by its owner and who falls silent; and rumours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...contract.needs import Needs, Priority
from ...people.everyday import WEEKDAY_EVENING, WEEKEND_AFTERNOON
from ...people.purposes import Purpose
from ...people.residents import Situation
from ...people.units import ranges
from .books import ADULT, NONE, YOUNG, Books, of_units
from .learning import chance

if TYPE_CHECKING:
    from ...contract.week import Week

_EVERY = 8
"""Weeks between two looks at who has joined meanwhile."""
_ROOM = 2000
RUMOUR, REMOVED = "online-services rumour", "online-services removal"


def join(m: Books, week: Week) -> None:
    """Every other month: who has joined the group meanwhile. One of whose acquaintances many are in it is sooner asked to join."""
    if week.scenario_week % _EVERY:
        return
    p, r = m.now, week.residents
    rows = np.flatnonzero(~m.member & ~m.removed & (r.age >= ADULT))
    rows = rows[week.covers_rows(rows)]
    u, least = week.draw("joins", r.identity[rows]), (1.0 - p.joins * r.digital[rows]) ** _EVERY
    rows, u = rows[u < 1.0 - least], u[u < 1.0 - least]
    share = np.nan_to_num(week.share_of_known(rows, m.member)) if len(rows) else np.zeros(0)
    known = p.joins_alone + (1.0 - p.joins_alone) * share
    m.member[rows[u < 1.0 - (1.0 - p.joins * r.digital[rows] * known) ** _EVERY]] = True


def members(m: Books, week: Week) -> tuple[np.ndarray, np.ndarray]:
    """Return int64, the members at hand who look into the group this week, and the compound of each."""
    rows = np.flatnonzero(m.member)
    rows = rows[week.covers_rows(rows)]
    rows = rows[week.draw("reads the group", week.residents.identity[rows]) < m.now.reads]
    return rows, of_units(rows, week.places.compound_rows)


def talk(m: Books, week: Week, rows: np.ndarray, home: np.ndarray) -> None:
    """Some write about something of their own accord, some answer; who writes about the same things is a little together.

    rows: readers of this week; home: the compound of each.
    """
    p, r = m.now, week.residents
    a_year = np.where(r.tenure[rows] == 1, p.asks_renter, p.asks_owner) + p.asks_carer * (r.situation[rows] == Situation.CARER)
    quiet = _silent(m, week, rows, home)
    # What keeps one from answering keeps one from beginning in the same ratio of chances.
    begins = week.happen("begins", r.identity[rows], a_year * np.exp(-p.silence * quiet))
    subjects = np.minimum(np.bincount(home[begins], minlength=len(m.removal)), p.most_subjects)
    if not begins.any():
        return
    u = p.answers + p.answers_skill * (r.digital[rows] - 0.5) + p.answers_civic * r.civic[rows] - p.silence * quiet
    answers = week.draw("answers", r.identity[rows]) < 1.0 - (1.0 - chance(u)) ** subjects[home]
    writes = begins | answers
    row, compound = rows[writes], home[writes]
    m.wrote[row] = week.number
    m.written[row] += 1
    _count(m, week, row)
    m.subjects += int(subjects.sum())
    _together(m, week, row, compound, subjects)
    _meet(m, week, rows[begins], home[begins], row, compound)
    _remove(m, week, row, compound, rows, home)
    week.memo["writers"] = row, compound


def _count(m: Books, week: Week, row: np.ndarray) -> None:
    r = week.residents
    m.posts += len(row)
    m.posts_young += int(np.count_nonzero(r.age[row] < YOUNG))
    m.posts_working += int(np.count_nonzero(at_work(week, row)))
    m.posts_renting += int(np.count_nonzero(r.tenure[row] == 1))


def at_work(week: Week, rows: np.ndarray) -> np.ndarray:
    """Return bool [m], who works: the life situations of working owners and renters."""
    situation = week.residents.situation[rows]
    return np.asarray((situation == Situation.OWNER) | (situation == Situation.RENTER))


def _together(m: Books, week: Week, row: np.ndarray, compound: np.ndarray, subjects: np.ndarray) -> None:
    """Writing to and fro about a subject is a short time in weak company, at odd moments (`Purpose.ONLINE`)."""
    p, which = m.now, np.flatnonzero(np.bincount(compound, minlength=len(subjects)) > 1)
    kept = np.isin(compound, which)
    k = np.searchsorted(which, compound[kept])
    if len(which):
        week.call(
            "talk", unit="compound", which=which, when=WEEKDAY_EVENING, hours=p.subject_hours * subjects[which], room_for=_ROOM, topic="none",
            purpose=Purpose.ONLINE, openness=p.group_openness, members=(k, row[kept]), errand=(k, row[kept]),
        )  # fmt: skip


def _meet(m: Books, week: Week, first: np.ndarray, where: np.ndarray, row: np.ndarray, compound: np.ndarray) -> None:
    """Some who began a subject ask those who wrote in this week to do something together: a barbecue, a purchase, a walk, a protest."""
    p, r = m.now, week.residents
    asks = week.draw("arranges", r.identity[first]) < p.meets
    first, where = first[asks], where[asks]
    k, place = (a.ravel() for a in np.nonzero(where[:, None] == compound[None, :]))
    other = row[place] != first[k]
    k, guest = k[other], row[place[other]]
    first_has = np.bincount(k, minlength=len(first)) > 0
    if not first_has.any():
        return
    k, first, where = (np.cumsum(first_has) - 1)[k], first[first_has], where[first_has]
    m.meetups += len(first)
    week.call(
        "meet-up", unit="compound", which=where, entity=r.identity[first], organiser=first, when=WEEKEND_AFTERNOON, hours=p.meet_hours, room_for=60,
        topic="any", members=(k, guest), invite=(k, guest), quality=p.meet_quality,
        needs=Needs(evenings=0.5 * p.meet_hours / week.staff.evening_hours, least=0.2, priority=Priority.CULTURE),
    )  # fmt: skip


def _silent(m: Books, week: Week, rows: np.ndarray, home: np.ndarray) -> np.ndarray:
    """Return float64 [m]: 1 of those who have heard of a removal that is still talked about, else 0."""
    for c in np.flatnonzero(m.removal != NONE).tolist():
        if not week.word.alive(int(m.removal[c])):
            m.removal[c] = NONE
    return np.asarray(week.word.knows(m.removal[home], rows), np.float64)


def _remove(m: Books, week: Week, row: np.ndarray, compound: np.ndarray, readers: np.ndarray, home: np.ndarray) -> None:
    """Some complain about whoever owns the group, the sooner the less they trust institutions; some of these are removed, and others see it."""
    p, r = m.now, week.residents
    who = r.identity[row]
    complains = week.draw("complains", who) < p.complains * (1.0 - r.trust_institutions[row])
    removes = {"committee": p.committee_removes, "company": p.company_removes, "owners": p.owners_remove}[p.owner]
    out = complains & (week.draw("removes", who) < removes)
    m.complaints += int(complains.sum())
    m.removals += int(out.sum())
    gone = row[out]
    m.member[gone], m.removed[gone] = False, True
    for c in np.unique(compound[out]).tolist():
        if m.removal[c] != NONE:
            week.word.forget(int(m.removal[c]))
        here = readers[home == c]
        saw = here[week.draw("sees who is removed", r.identity[here]) < p.sees_removal]
        rows = np.union1d(gone[compound[out] == c], saw)
        m.removal[c] = week.word.new(REMOVED, rows, half_life=p.removal_weeks, identity=int(week.identity("removal", week.units("compound").identity[[c]])[0]))


# Rumours


def begin_rumours(m: Books, week: Week, rows: np.ndarray, home: np.ndarray) -> None:
    """Rumours begin with somebody, reach the group if a member knows them, and the committee puts right those it hears of and has hours for."""
    p, table = m.now, week.units("compound")
    fresh = week.happen("rumour", table.identity, p.rumours_a_year) & (m.rumour == NONE) & week.covers("compound")
    for c in np.flatnonzero(fresh).tolist():
        adults = np.arange(table.lo[c], table.hi[c])
        adults = adults[week.residents.age[adults] >= ADULT]
        if len(adults) == 0:
            continue
        pick = week.draw("who begins a rumour", table.identity[[c]], 1)
        first = adults[[int(pick[0] * len(adults))]]
        m.rumour[c] = week.word.new(RUMOUR, first, half_life=p.rumour_weeks, identity=int(week.identity("rumour", table.identity[[c]])[0]))
        m.rumour_side[c], m.misled_by[c] = int(week.draw("side of a rumour", table.identity[[c]])[0] * 2.0), 1
        m.rumours += 1
    alive = np.flatnonzero((m.rumour != NONE) & week.covers("compound"))
    if len(alive) == 0:
        return
    heard = week.draw("hears of a rumour", table.identity) < p.hears
    if p.group == "open":
        mine = (m.rumour != NONE)[home] & week.covers("compound")[home]
        readers, where = rows[mine], home[mine]
        for c in np.unique(where[week.word.knows(m.rumour[where], readers)]).tolist():
            week.word.tell(int(m.rumour[c]), readers[where == c])
            heard[c] = True
    heard = heard[alive]
    asked = alive[heard]
    ticket = week.grants.ask(
        len(asked), priority=Priority.CARE, identity=week.identity("correction", table.identity[asked]), community=table.community[asked],
        staff=p.corrects, duty="visits",
    )  # fmt: skip
    week.memo["corrections"] = asked, ticket


def correct(m: Books, week: Week) -> None:
    """Put right the rumours for which there were hours: nobody tells them on."""
    if "corrections" in week.memo:
        asked, ticket = week.memo["corrections"]
        for c in asked[ticket.granted].tolist():
            _note(m, week, np.array([c]))
            m.misled += int(m.misled_by[c])
            week.word.forget(int(m.rumour[c]))
            m.rumour[c] = NONE
            m.corrected += 1


def follow_rumours(m: Books, week: Week) -> None:
    """See how many have heard the rumours; what nobody speaks of any more is over."""
    which = np.flatnonzero((m.rumour != NONE) & week.covers("compound"))
    if len(which) == 0:
        return
    alive = np.array([week.word.alive(number) for number in m.rumour[which].tolist()], np.bool_)
    _note(m, week, which[alive])
    over = which[~alive]
    m.misled += int(m.misled_by[over].sum())
    m.rumour[over] = NONE


def _note(m: Books, week: Week, which: np.ndarray) -> None:
    """See how many in some compounds have heard their rumour."""
    table = week.units("compound")
    k, rows = ranges(table.lo[which], table.hi[which])
    heard = np.bincount(k[week.word.knows(m.rumour[which][k], rows)], minlength=len(which))
    m.misled_by[which] = np.maximum(m.misled_by[which], heard)


__all__ = ["at_work", "begin_rumours", "correct", "follow_rumours", "join", "members", "talk"]
