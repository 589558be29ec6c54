"""The counter, and what is done instead of going there: what people need, who settles it online, who books, who goes and waits beside whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...contract.needs import Priority
from ...contract.waiting import queue, wait_together
from ...people.everyday import WEEKDAY_AFTERNOON, WEEKDAY_MORNING
from ...people.residents import Situation
from .books import ADULT, OLD, Books

if TYPE_CHECKING:
    from ...contract.week import Week

OFFICE_HOURS = 40.0
"""Hours a week that a window is open."""
SHORTEST = 0.1
"""Hours that one spends at the counter at least."""
_SHIFT = 8.0
_ROOM = 60
_LATELY = 0.1
"""Weight of a week in the visits of late."""
_PER_100_M = 0.05
"""Hours there and back for 100 metres, at 4 km an hour."""


def arise(m: Books, week: Week) -> None:
    """Let matters arise: an enquiry or a request."""
    p, r = m.now, week.residents
    # It is enough to ask those to whom it would happen if they had all reasons. Draws are the same.
    most = week.happen("matter", r.identity, p.matters + p.matters_old + p.matters_carer + p.matters_away)
    rows = np.flatnonzero(most & (r.age >= ADULT))
    rows = rows[week.covers_rows(rows)]
    extra = p.matters_old * (r.age[rows] >= OLD) + p.matters_carer * (r.situation[rows] == Situation.CARER)
    a_year = p.matters + extra + p.matters_away * ((r.tenure[rows] == 1) | (r.registration[rows] == 1))
    rows = rows[week.happen("matter", r.identity[rows], a_year)]
    enquiry = week.draw("enquiry", r.identity[rows]) < p.enquiries
    m.asks[rows[enquiry]] += 1
    m.requests[rows[~enquiry]] += 1
    m.arisen += len(rows)
    m.arisen_old += int(np.count_nonzero(r.age[rows] >= OLD))


def waiting_rows(m: Books, week: Week) -> np.ndarray:
    """Return int64, the residents at hand who have a matter."""
    rows = np.flatnonzero(m.asks + m.requests)
    return np.asarray(rows[week.covers_rows(rows)])


def metres(m: Books, week: Week, rows: np.ndarray, xy: np.ndarray) -> np.ndarray:
    """Return float64 [m]: hundreds of metres from home to the counter. xy: float64 [communities, 2]."""
    flat = week.places.flat_xyz[week.residents.flat[rows]]
    at = xy[week.unit_of("community", rows)]
    return np.asarray(np.hypot(flat[:, 0] - at[:, 0], flat[:, 1] - at[:, 1]) / 100.0)


def a_way(m: Books, far: np.ndarray) -> np.ndarray:
    """Return float64 [m]: hours that a visit takes, beside the wait."""
    return np.asarray(m.now.way + _PER_100_M * far + m.now.minutes / 60.0)


def settle(m: Books, week: Week, rows: np.ndarray, xy: np.ndarray) -> None:
    """Let residents who can do it look up online what they wanted to know."""
    rows = rows[m.asks[rows] > 0]
    if len(rows) == 0:
        return
    times = m.asks[rows]
    saved = a_way(m, metres(m, week, rows, xy)) + m.wait[week.unit_of("community", rows)]
    took = m.now.online_minutes / 60.0
    m.saved_hours += float((times * (saved - took)).sum())
    m.errand_hours += float(times.sum() * took)
    m.settled_online += int(times.sum())
    m.asks[rows] = 0


def visit(m: Books, week: Week, xy: np.ndarray, desk: int) -> None:
    """Let those who have a matter decide whether they go to the counter this week, and wait there with others.

    xy: float64 [communities, 2], where it is; desk: number of the counter.
    """
    p, r = m.now, week.residents
    rows = waiting_rows(m, week)
    where, who = week.unit_of("community", rows), r.identity[rows]
    far = metres(m, week, rows, xy)
    books = p.booking & (m.learnt[rows] > 0) & (m.requests[rows] > 0)
    wait = np.where(books, 0.0, m.wait[where])
    u = p.go - p.go_distance * far - p.go_frailty * r.frailty[rows] - p.go_wait * wait + p.booked * books
    u -= p.go_leave * ~week.queues.open_to(desk, rows)
    open_share = np.minimum(m.roster / OFFICE_HOURS, 1.0)
    goes = (week.draw("goes", who) < 1.0 / (1.0 + np.exp(-u))) & (week.draw("finds it open", who) < open_share[where])
    again = ~books & (m.requests[rows] > 0) & (week.draw("again", who) < p.second_visit)
    hours = a_way(m, far)
    m.visits += int(goes.sum())
    m.booked_visits += int((goes & books).sum())
    m.errand_hours += float((hours + wait)[goes].sum())
    # One who books is spared the wait, and the second way that others in their place have as often as the chance says.
    m.saved_hours += float((m.wait[where] + p.second_visit / (1.0 - p.second_visit) * hours)[goes & books].sum())
    m.asks[rows[goes]] = 0
    m.requests[rows[goes & ~again]] = 0
    if m.online_on:
        m.registered[rows[goes]] = True
    half = np.where(week.draw("half of the day", who) < 0.5, WEEKDAY_MORNING, WEEKDAY_AFTERNOON).astype(np.uint8)
    queued = goes & ~books
    length = 0.5 * OFFICE_HOURS * open_share[where]
    stay = np.maximum(p.minutes / 60.0 + m.wait, SHORTEST)
    wait_together(week, "waiting", rows[queued], where[queued], half[queued], length[queued], stay, xy, _ROOM, p.waiting_openness)
    here = week.covers("community")
    visitors = np.bincount(where[goes], minlength=len(here))
    m.wait[here] = queue(visitors, m.roster, p.minutes)[here]
    m.visits_lately[here] += (np.where(m.visits_lately < 0.0, 1.0, _LATELY) * (visitors - m.visits_lately))[here]
    _give_up(m, week, rows[~goes])


def _give_up(m: Books, week: Week, rows: np.ndarray) -> None:
    """Some of those who did not go let it be, or settle it elsewhere."""
    gone = rows[week.draw("gives up", week.residents.identity[rows]) < m.now.gives_up]
    n = m.asks[gone] + m.requests[gone]
    m.given_up += int(n.sum())
    m.given_up_old += int(n[week.residents.age[gone] >= OLD].sum())
    m.asks[gone] = m.requests[gone] = 0


def staff(m: Books, week: Week) -> None:
    """Ask for the hours of the windows, shift by shift; where windows follow the visits, for as many as these keep busy."""
    p = m.now
    hours = np.full(len(m.roster), p.windows * OFFICE_HOURS)
    if not p.keep_windows:
        needed = np.maximum(m.visits_lately, 0.0) * p.minutes / 60.0 / p.busy
        hours = np.minimum(np.maximum(needed, p.least_windows * OFFICE_HOURS), hours)
    hours = np.where(week.covers("community"), hours, 0.0)
    first = (m.roster < 0.0) & week.covers("community")
    m.roster[first] = hours[first]
    number = np.ceil(hours / _SHIFT).astype(np.int64)
    community = np.repeat(np.arange(len(number)), number)
    nth = np.arange(len(community)) - np.repeat(np.cumsum(number) - number, number)
    each = hours[community] / number[community]
    entity = week.units("community").identity[community] ^ (nth.astype(np.uint64) << np.uint64(48))
    ticket = week.grants.ask(
        len(community), priority=Priority.CARE, identity=week.identity("counter", entity), community=community, staff=each, duty="counter"
    )
    week.memo["shifts"] = community, each, ticket


def on_duty(m: Books, week: Week) -> None:
    """See which shifts there are: the roster of the week that follows."""
    community, each, ticket = week.memo["shifts"]
    here = week.covers("community")
    m.roster[here] = np.bincount(community, each * ticket.granted, len(here))[here]


__all__ = ["a_way", "arise", "metres", "on_duty", "settle", "staff", "visit", "waiting_rows"]
