"""The owners' common income: who asks where it is, and when its keeper spends it on the compound.

It lies in the till of the owners' committee, or else of the property company. A question is a ticket (queues.py): one that is answered by
money is an experience of being heard, one that is answered in writing of being passed over, though the books say that it was closed in time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..people.units import ranges
from .democratic_supervision_accounts import ask_hours
from .democratic_supervision_judging import ADULT, logistic

if TYPE_CHECKING:
    from ..contract.view import View
    from ..contract.week import Week
    from .democratic_supervision_kept import Supervised

COMPANY, COMMITTEE, NAME = "property company", "owners' committee", "common income"
MONTH = 4
"""Weeks between two times at which people ask and the keeper thinks about it."""
_OWNER = 0


def kept_back(m: Supervised, week: View) -> np.ndarray:
    """Return float64 [compounds], yuan of common income since the start that were not spent on the compound."""
    return np.asarray(week.estates.earned() - m.given_back)


def _counter(week: Week) -> int:
    """Return the counter of questions of each compound; it is declared when it is needed, so that a society without the policy has none."""
    return int(week.queues.counter(NAME, "compound", hours=0.0))


def ask_where_it_is(m: Supervised, week: Week, compound: np.ndarray) -> None:
    """Owners of some compounds who know the account, and that money was kept back, may ask for it, once an account."""
    p, r, table = m.now, week.residents, week.units("compound")
    k, rows = ranges(table.lo[compound], table.hi[compound])
    knows = week.word.knows(m.latest_income[compound][k], rows)
    k, rows = k[knows], rows[knows]
    week.estates.tell(rows)
    kept = kept_back(m, week)[compound]
    may = (r.tenure[rows] == _OWNER) & (r.age[rows] >= ADULT) & ~m.asked[rows] & (kept[k] > 0.0)
    k, rows = k[may], rows[may]
    if len(rows) == 0:
        return
    stake = kept / np.maximum(week.households("compound")[compound], 1) / 100.0
    wants = logistic(p.ask + p.ask_civic * r.civic[rows] + p.ask_stake * stake[k])
    rows = rows[week.draw("asks", r.identity[rows]) < wants]
    if len(rows):
        m.asked[rows] = True
        m.questions += len(rows)
        week.queues.submit(_counter(week), rows, NAME, 0.0, p.answer_weeks)


def answer(m: Supervised, week: Week) -> None:
    """Where enough households wait for an answer the keeper of the common income spends on the compound what it kept back."""
    open_ = week.queues.tickets(_counter(week))
    mine = (open_.closed < 0) & week.covers_rows(open_.row)
    if not mine.any():
        return
    compound = open_.unit[mine].astype(np.int64)
    home = np.unique(compound << 32 | week.residents.flat[open_.row[mine]].astype(np.int64)) >> 32
    many = np.bincount(home, minlength=len(m.latest_income))
    gives = np.flatnonzero((many > 0) & (many >= m.now.yields * week.households("compound")))
    kept = kept_back(m, week)
    for kind in (COMMITTEE, COMPANY):
        which = gives[week.estates.has(kind)[gives] & (week.estates.has(COMMITTEE)[gives] == (kind == COMMITTEE))]
        yuan = np.floor(np.minimum(kept[which], week.estates.balance(kind)[which]) * 100.0) / 100.0
        which, yuan = which[yuan > 0.0], yuan[yuan > 0.0]
        if len(which):
            spent = week.estates.spend(kind, which, yuan, "suppliers")
            m.given_back[which[spent]] += yuan[spent]
            m.income_yuan += float(yuan[spent].sum())
            week.queues.close(open_.number[mine][np.isin(compound, which[spent])], True)


def plan_income(m: Supervised, week: Week) -> None:
    """Ask for the hours of the accounts that are due, and reply to what has waited for long."""
    due = week.due("income", m.now.income_accounts_a_year, "compound")
    if due.any():
        ask_hours(m, week, "income", "compound", due * (week.estates.has(COMPANY) | week.estates.has(COMMITTEE)), m.now.income_staff)
    if week.number % MONTH == 0:
        _reply(week)


def _reply(week: Week) -> None:
    """Questions whose time is nearly over are answered in writing: closed in the books, and no yuan moves."""
    open_ = week.queues.tickets(_counter(week))
    near = (open_.closed < 0) & (open_.due < week.number + MONTH) & week.covers_rows(open_.row)
    if near.any():
        week.queues.close(open_.number[near], False)
