"""How tickets are closed, and what their callers say of it: worked on until the trouble is over, answered at the deadline, or answered instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .calling import counters, tell
from .kept import ASKED, CLOSED, COMMITTEE, OVER, SAID, Kept, joined, kept, logistic, place_of
from .working import MEMBER, worth_asking

if TYPE_CHECKING:
    from ...contract.week import Week
    from ...services.tickets import Tickets


def ring_up(m: Kept, week: Week) -> None:
    """Hear what the callers of last week's closed tickets say, of whom some were asked for a good mark; what is not over may be sent back.

    Everybody has an opinion; the platform hears it of those whom it rings up.
    """
    p, r, c = m.now, week.residents, m.closed
    which, ticket = week.memo["asking"]
    asked = np.zeros(len(c["row"]), np.bool_)
    asked[which[ticket.granted]] = True
    m.begged += int(np.count_nonzero(asked))
    m.asking_staff += float(np.count_nonzero(asked) * p.asking_hours)
    mine = week.covers_rows(c["row"])
    there = mine & (r.identity[c["row"]] == c["who"])
    m.closed = kept(c, ~mine)
    if not there.any():
        return
    c, asked = kept(c, there), asked[there]
    rows, trouble = c["row"], c["trouble"]
    over = ~np.isin(trouble, m.troubles["identity"])
    known = np.atleast_2d(week.offices.knows(MEMBER))[:, rows].any(axis=0)
    u = p.says + p.says_over * over + p.says_asked * asked + p.says_known * known + p.says_trust * (r.trust_institutions[rows] - 0.5)
    said = week.draw("says", trouble) < logistic(u)
    for name, found in (
        ("over_said", over & said), ("over_not", over & ~said), ("open_asked", ~over & said & asked), ("open_said", ~over & said & ~asked),
        ("open_not", ~over & ~said),
    ):  # fmt: skip
        setattr(m, name, getattr(m, name) + int(np.count_nonzero(found)))
    rung = week.draw("rung", trouble) < p.callbacks
    many = [int(np.count_nonzero(found)) for found in (rung, rung & said, rung & over)]
    m.rung, m.rung_said = m.rung + many[0], m.rung_said + many[1]
    m.years[0, [ASKED, SAID, OVER]] += many
    if many[0] and p.call_yuan > 0.0:
        where, calls = np.unique(week.unit_of("community", rows[rung]), return_counts=True)
        week.ledger.pay("public", "suppliers", calls * p.call_yuan, where)
    back = rung & ~said & ~over & ~c["again"]
    if back.any():
        m.sent_back += int(np.count_nonzero(week.queues.send_back(c["ticket"][back])))
    tell(m, week, m.good_word, "over", rows[over])
    tell(m, week, m.bad_word, "not over", rows[~over & ~said])


def close(m: Kept, week: Week) -> None:
    """Close what was worked on; answer what is due; answer what is not worth the work, where there is not enough time for all."""
    p, t = m.now, m.troubles
    here = week.covers("community")
    over = np.zeros(len(t["ticket"]), np.bool_)
    order = np.argsort(t["ticket"], kind="stable")
    ticket = t["ticket"][order]
    for handler, number in enumerate(counters(m, week)):
        seen = week.queues.tickets(number)
        if len(seen.number) == 0:
            continue
        mine = (seen.closed < 0) & ~seen.enquiry & here[week.unit_of("community", seen.row)]
        # The trouble has ended by itself since it was closed, and the ticket has come again: there is nothing to do.
        at, there = place_of(ticket, seen.number)
        idle = mine & ~there
        if idle.any():
            week.queues.close(seen.number[idle], True)
            mine &= ~idle
        done = mine & seen.worked
        answered = mine & ~seen.worked & (seen.due <= week.number) & (p.deadline_weeks > 0)
        if handler == COMMITTEE:
            instead = _not_worth_it(m, seen, mine & ~seen.worked & ~answered)
            m.not_worked += int(np.count_nonzero(instead))
            answered |= instead
        for which, solved in ((done, True), (answered, False)):
            if which.any():
                _close(m, week, seen, which, solved, handler, order[at[which]])
        if done.any():
            over[order[at[done & mine]]] = True
    m.remove(over, "ended", week)


def _not_worth_it(m: Kept, seen: Tickets, mine: np.ndarray) -> np.ndarray:
    """Return bool: tickets for which there are no hours if the shortest are worked on first, and of which asking is worth more than work."""
    found = np.zeros(len(mine), np.bool_)
    which = np.flatnonzero(mine)
    if m.now.ranking == 0.0 or len(which) == 0:
        return found
    order = which[np.lexsort((seen.identity[which], seen.left[which], seen.unit[which]))]
    unit, left = seen.unit[order], seen.left[order]
    total = np.cumsum(left)
    before = np.concatenate(([0.0], total))[np.searchsorted(unit, unit, side="left")]
    found[order[(total - before > m.roster[unit]) & worth_asking(m, left)]] = True
    return found


def _close(m: Kept, week: Week, seen: Tickets, which: np.ndarray, solved: bool, handler: int, k: np.ndarray) -> None:
    """Close tickets in the books; their callers are rung up in the next week. k: the trouble of each."""
    p, t = m.now, m.troubles
    number = seen.number[which]
    week.queues.close(number, solved)
    n = len(number)
    m.closings += n
    m.weeks_waited += float((week.number - seen.since[which]).sum())
    if p.deadline_weeks > 0 or p.callbacks > 0.0:
        np.add.at(m.papers, week.unit_of("community", seen.row[which]), p.paper_hours)
    m.closed = joined(
        m.closed, CLOSED, trouble=t["identity"][k], ticket=number, handler=np.full(n, handler), row=seen.row[which], who=seen.who[which],
        over=np.full(n, solved), need=t["need"][k], again=seen.times[which] > 0,
    )  # fmt: skip
