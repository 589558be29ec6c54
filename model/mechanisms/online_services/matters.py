"""Matters of a compound: heard in a hall and, where they are consulted online, by those with a telephone too; who speaks, and who votes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...contract.needs import Needs, Priority
from ...ground.text import Text
from ...people.everyday import WEEKDAY_EVENING, WEEKEND_AFTERNOON
from ...people.purposes import Purpose
from ...people.units import ranges
from .books import ADULT, NONE, OLD, YOUNG, Books
from .group import at_work

if TYPE_CHECKING:
    from ...contract.week import Week

KIND = "matter of the compound"
TITLE = Text("a matter of the compound", "小区事项")
HEARING, VOTE, LAPSES = 1, 4, 6
"""Weeks after a matter was taken up: the hearing, the vote; and until when it waits."""
_VOTE_HOURS, _BALLOT_HOURS, _ROOM = 0.25, 0.1, 60_000
_SECRET = 0.001
"""Openness of a ballot online: one is alone with it."""


def take_up(m: Books, week: Week) -> None:
    """Take up the matters that are due, where none is open."""
    p = m.now
    due = (week.due("matter", p.matters_a_year, "compound") > 0) & (m.matter == 0)
    for c in np.flatnonzero(due).tolist():
        flat = week.deciding.flats("compound", c)[1]
        first = np.minimum(week.places.flat_rows[flat], week.residents.n - 1)
        who = week.residents.identity[first]
        # Box and Muller: two uniforms make a normal.
        spread = np.sqrt(-2.0 * np.log(np.maximum(week.draw("gain", who), 1e-12))) * np.cos(2.0 * np.pi * week.draw("gain", who, 1))
        worth = np.where(week.residents.tenure[first] == 1, p.tenant_worth, 1.0)
        gain = worth * (p.gain + p.gain_spread * spread)
        m.matter[c] = week.deciding.open(KIND, TITLE, "compound", c, gain, rule="households", due=week.number + LAPSES)[0]
        m.opened[c] = week.number
        table = week.units("compound")
        m.voiced[table.lo[c] : table.hi[c]] = False
        m.opened_matters += 1


def call(m: Books, week: Week) -> None:
    """Call the hearings and votes that are due; online too, where matters are consulted there."""
    if not m.matter.any():
        return
    p, age = m.now, week.number - m.opened
    open_ = (m.matter != 0) & week.covers("compound")
    which = np.flatnonzero(open_ & (age == HEARING))
    if len(which):
        own = _concern(m, week, which)
        week.call(
            "hearing", when=WEEKDAY_EVENING, hours=p.hearing_hours, room_for=p.hearing_seats, poster=p.notice, purpose=Purpose.SPEAK, promise=True,
            by_committee=True, **_told(m, week, which),
            needs=Needs(staff=p.hearing_staff, duty="assemblies", room="activity room", priority=Priority.ASSEMBLY), **own,
        )  # fmt: skip
        if p.consult:
            _online(m, week, "consultation", which, own["stake"], hours=p.consult_hours, openness=p.group_openness, by_committee=True, needs=Needs(
                staff=p.consult_staff, duty="assemblies", priority=Priority.ASSEMBLY
            ))  # fmt: skip
    which = np.flatnonzero(open_ & (age == VOTE))
    if len(which):
        own = _concern(m, week, which)
        week.call(
            "vote", when=WEEKEND_AFTERNOON, hours=_VOTE_HOURS, room_for=_ROOM, poster=p.notice, purpose=Purpose.VOTE, by_committee=True, openness=0.1,
            **_told(m, week, which), **own,
        )  # fmt: skip
        if p.consult:
            _online(m, week, "ballot", which, own["stake"], hours=_BALLOT_HOURS, openness=_SECRET, by_committee=True)


def _concern(m: Books, week: Week, which: np.ndarray) -> dict[str, Any]:
    """Return what all calls about the matters of some compounds have: where, who is concerned, and what hangs on it for them."""
    h, starts = week.deciding.concerned(m.matter[which]), week.places.flat_rows
    at, rows = ranges(starts[h.flats], starts[h.flats + 1])
    adult = week.residents.age[rows] >= ADULT
    return {"unit": "compound", "which": which, "topic": "none", "stake": (h.which[at[adult]], rows[adult], h.intensity[at[adult]])}


def _told(m: Books, week: Week, which: np.ndarray) -> dict[str, Any]:
    """Return the chance to read the notice in the group of each compound, where there are groups: as many as are in it and look into it."""
    if m.now.group == "none":
        return {}
    table = week.units("compound")
    inside = np.array([m.member[lo:hi].mean() for lo, hi in zip(table.lo[which].tolist(), table.hi[which].tolist(), strict=True)])
    return {"chat": m.now.reads * inside}


def _online(m: Books, week: Week, kind: str, which: np.ndarray, stake: tuple[np.ndarray, np.ndarray, np.ndarray], **more: Any) -> None:
    """Call those online who are in the group or have learnt to use the service."""
    k, rows, worth = stake
    on = m.member[rows] | (m.learnt[rows] > 0)
    k, rows, worth = k[on], rows[on], worth[on]
    if len(rows):
        week.call(
            kind, unit="compound", which=which, topic="none", when=WEEKDAY_EVENING, room_for=_ROOM, purpose=Purpose.ONLINE, chat=m.now.consult_reads,
            members=(k, rows), stake=(k, rows, worth), **more,
        )  # fmt: skip
        if kind == "consultation":
            m.asked_online += len(rows)


def sit(m: Books, week: Week) -> None:
    """Hold the sittings of this week: in the hall, online, and among those who wrote in the group."""
    if not m.matter.any():
        return
    for kind in ("hearing", "consultation"):
        sitting = week.sitting(kind)
        k, rows = sitting.everyone()
        if kind == "hearing":
            m.at_hearings += len(rows)
        else:
            m.at_consultations += len(rows)
        for _ in range(m.now.consult_rounds if kind == "consultation" else 1):
            _speak(m, week, sitting.unit[k], rows)
    if "writers" in week.memo:
        row, compound = week.memo["writers"]
        several = (m.matter != 0) & (np.bincount(compound, minlength=len(m.matter)) > 1)
        _speak(m, week, compound[several[compound]], row[several[compound]])
    _mislead(m, week)
    _count_votes(m, week)


def _speak(m: Books, week: Week, compound: np.ndarray, rows: np.ndarray) -> None:
    """Let residents speak on the matters of their compounds."""
    if len(rows):
        which, k = np.unique(compound, return_inverse=True)
        for sitting in week.deciding.sit_all(m.matter[which], k, rows):
            m.voiced[sitting.speakers[sitting.reasons >= 0]] = True


def _mislead(m: Books, week: Week) -> None:
    """Those whom a rumour has reached hold it for a reason, for or against."""
    which = np.flatnonzero((m.matter != 0) & (m.rumour != NONE) & week.covers("compound"))
    if len(which):
        table = week.units("compound")
        k, rows = ranges(table.lo[which], table.hi[which])
        knows = week.word.knows(m.rumour[which][k], rows)
        k, rows = k[knows], rows[knows]
        week.deciding.adopt_all(m.matter[which], k, rows, m.rumour_side[which][k] * week.deciding.constants.reasons)


def _count_votes(m: Books, week: Week) -> None:
    vote, ballot = week.sitting("vote"), week.sitting("ballot")
    if len(vote) == 0:
        return
    place = np.full(len(m.matter), -1)
    place[vote.unit] = np.arange(len(vote))
    (k, rows), (at, online) = vote.everyone(), ballot.everyone()
    k, rows = np.concatenate((k, place[ballot.unit[at]])), np.concatenate((rows, online)).astype(np.int64)
    for c, result in zip(vote.unit.tolist(), week.deciding.vote_all(m.matter[vote.unit], k, rows), strict=True):
        m.ballots += len(result.voters)
        m.ballots_online += int(np.isin(result.voters, online).sum())
        m.matter[c] = 0
        m.voted += 1
        _book_voices(m, week, c)


def _book_voices(m: Books, week: Week, c: int) -> None:
    """Count who spoke on a matter that has been voted on."""
    table, r = week.units("compound"), week.residents
    rows = table.lo[c] + np.flatnonzero(m.voiced[table.lo[c] : table.hi[c]])
    m.voices += len(rows)
    m.with_many += len(rows) >= m.now.many
    m.voices_young += int(np.count_nonzero(r.age[rows] < YOUNG))
    m.voices_old += int(np.count_nonzero(r.age[rows] >= OLD))
    m.voices_working += int(np.count_nonzero(at_work(week, rows)))
    m.voices_renting += int(np.count_nonzero(r.tenure[rows] == 1))


def forget_lapsed(m: Books, week: Week) -> None:
    """Take off what has lapsed undecided."""
    if m.matter.any():
        m.matter[(m.matter != 0) & (week.number - m.opened > LAPSES)] = 0


__all__ = ["call", "forget_lapsed", "sit", "take_up"]
