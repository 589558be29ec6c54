"""Whose hours there are for what: reports for others, papers of tickets, asking for good marks, working on tickets, visits to homes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...contract.needs import Priority
from ...people.units import ranges
from .calling import counters
from .kept import COMMITTEE, COMPANY, OFFICES, YEAR, Kept, logistic

if TYPE_CHECKING:
    from ...contract.week import Week

MEMBER = "committee member"
"""The office whose holders are grid workers too."""
SHIFT = 4.0
"""Hours of staff that are asked for at once: where there is not enough for all, some shifts are filled and some are not."""


class Shifts(NamedTuple):
    """Staff time that was asked for: the community and hours of each shift, and their ticket."""

    community: np.ndarray
    hours: np.ndarray
    ticket: Any

    def granted(self, communities: int) -> np.ndarray:
        """Return float64 [communities], hours granted."""
        return np.bincount(self.community, self.hours * self.ticket.granted, communities).astype(np.float64)


def shifts(week: Week, name: str, duty: str, hours: np.ndarray, priority: int, shift: float = SHIFT) -> Shifts:
    """Ask for hours of staff [communities], in shifts of equal length, at most `shift` hours."""
    number = np.ceil(hours / shift).astype(np.int64)
    community = np.repeat(np.arange(len(number)), number)
    nth = np.arange(len(community)) - np.repeat(np.cumsum(number) - number, number)
    each = hours[community] / number[community]
    # Identities of communities use the lower 48 bits.
    entity = week.units("community").identity[community] ^ (nth.astype(np.uint64) << np.uint64(48))
    ticket = week.grants.ask(len(community), priority=priority, identity=week.identity(name, entity), community=community, staff=each, duty=duty)
    return Shifts(community, each, ticket)


def worth_asking(m: Kept, need: np.ndarray) -> np.ndarray:
    """Return bool: troubles of so many hours of which an hour of asking for a good mark is worth more to staff than an hour of work.

    An hour of work is worth 1 / need of a trouble that is over, and of the caller's word that it is; an hour of asking is worth what it adds to
    the caller's word. `ranking` weighs the word against the trouble; without a call afterwards nobody hears the word.
    """
    p = m.now
    weight = p.ranking * (p.callbacks > 0.0)
    unasked, asked, over = (float(logistic(p.says + more)) for more in (0.0, p.says_asked, p.says_over))
    return np.asarray(weight * (asked - unasked) / p.asking_hours > ((1.0 - weight) + weight * (over - unasked)) / np.maximum(need, 1e-9))


def ask_hours(m: Kept, week: Week) -> None:
    """Ask for all hours of the week; what comes first is what is controlled first."""
    p, here = m.now, week.covers("community")
    week.memo["reports"] = shifts(week, "reports", "reports", np.where(here, p.reports_hours, 0.0), Priority.DUTY, 2.0 * SHIFT)
    m.papers[m.papers < 0.01] = 0.0
    week.memo["papers"] = shifts(week, "papers", "reports", np.where(here, m.papers, 0.0), Priority.DUTY + 1)
    c = m.closed
    mine = np.flatnonzero(~c["over"] & week.covers_rows(c["row"])) if p.ranking > 0.0 and p.callbacks > 0.0 else np.zeros(0, np.int64)
    mine = mine[worth_asking(m, c["need"][mine])]
    home = week.unit_of("community", c["row"][mine])
    week.memo["asking"] = mine, week.grants.ask(
        len(mine), priority=Priority.DUTY + 2, identity=week.identity("asking", c["trouble"][mine]), community=home, staff=p.asking_hours, duty="reports"
    )
    waiting = week.queues.backlog(counters(m, week)[COMMITTEE])[1]
    week.memo["work"] = shifts(week, "work", "counter", np.where(here, np.maximum(waiting - m.roster, 0.0) + week.memo["new hours"], 0.0), Priority.CARE)
    week.memo["visits"] = shifts(
        week, "visits", "visits", np.where(here, p.visits_a_week * p.visit_hours, 0.0), Priority.CARE + 5, max(p.visit_hours, 0.5)
    )


def spend_hours(m: Kept, week: Week) -> None:
    """Let the committee work for the hours of its roster, the company for its share, the offices for theirs; pay what the platform costs."""
    p, number, here = m.now, counters(m, week), week.covers("community")
    week.queues.hours(number[COMMITTEE], m.roster)
    waiting = week.queues.backlog(number[COMPANY])[1]
    hours = np.minimum(waiting, p.company_share * week.estates.hours_left())
    busy = np.flatnonzero((hours > 0.0) & week.covers("compound"))
    if len(busy):
        hours[busy] = week.estates.work(busy, hours[busy])
    week.memo["company"] = hours
    table = week.units("community")
    thousands = (table.hi - table.lo) / 1000.0
    week.memo["offices"] = np.where(here, (p.offices_hours + p.more_hours) * thousands, 0.0)
    where = np.flatnonzero(here)
    if p.platform_yuan > 0.0 and (p.phone or p.app or p.callbacks > 0.0):
        week.ledger.pay("public", "suppliers", np.full(len(where), p.platform_yuan / YEAR), where)
    if p.more_hours > 0.0 and p.office_yuan > 0.0:
        week.ledger.pay("public", "staff", p.more_hours * thousands[where] * p.office_yuan, where)
    for counter, name in ((COMPANY, "company"), (OFFICES, "offices")):
        week.queues.hours(number[counter], week.memo[name])


def visit(m: Kept, week: Week) -> np.ndarray:
    """Ring at the doors for which there was time; return the rows of those who were at home. They know the one who rang."""
    p, many = m.now, week.memo["visits"].granted(len(m.roster))
    homes = np.floor(many / max(p.visit_hours, 0.01) + 0.5).astype(np.int64)
    starts = week.places.flat_rows
    flats = np.flatnonzero(np.diff(starts) > 0)
    if not homes.any():
        return np.zeros(0, np.int64)
    home = week.unit_of("community", starts[flats])
    order = np.lexsort((week.draw("home", week.residents.identity[starts[flats]]), home))
    place = np.arange(len(order)) - np.searchsorted(home[order], home[order], side="left")
    chosen = flats[order[place < homes[home[order]]]]
    m.homes += len(chosen)
    rows = ranges(starts[chosen].astype(np.int64), starts[chosen + 1].astype(np.int64))[1]
    rows = rows[week.draw("at home", week.residents.identity[rows]) < p.at_home]
    seats = np.atleast_2d(week.offices.knows(MEMBER)).shape[0]
    week.offices.met(MEMBER, rows, np.full(len(rows), week.number % seats))
    return rows
