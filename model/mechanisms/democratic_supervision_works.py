"""Works for residents (实事): the budget, what is set out to do, and what is done in time; with a date it is a promise."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ..contract.needs import Priority
from ..people.units import ranges
from .democratic_supervision_kept import COLUMNS

if TYPE_CHECKING:
    from ..contract.week import Week
    from .democratic_supervision_kept import Supervised


def plan_works(m: Supervised, week: Week) -> None:
    """Give the year's budget by quarters, set out to do what is due, and ask for money and hours of what is not done."""
    p = m.now
    if p.works_a_year > 0.0:
        if week.scenario_week % 13 == 0:
            _fund(m, week)
        times = week.due("work", p.works_a_year, "community")
        for nth in range(int(times.max(initial=0))):
            _set_out(m, week, np.flatnonzero(times > nth), nth)
    works = m.works
    mine = np.flatnonzero(week.covers("community")[works["community"]])
    if len(mine):
        community = works["community"][mine]
        ticket = week.grants.ask(
            len(mine), priority=Priority.CARE, identity=week.identity("work", works["identity"][mine]), community=community,
            staff=p.work_staff, duty="inspections", yuan=p.work_yuan, account="community",
        )  # fmt: skip
        week.memo["works"] = works["identity"][mine], ticket


def _fund(m: Supervised, week: Week) -> None:
    """Give a quarter of the year's budget. A part goes to the committee's own offices where hardly anybody knows its account."""
    p, where = m.now, np.flatnonzero(week.covers("community"))
    week.ledger.fund("community", p.budget / 4.0, where)
    lo = week.places.community_rows
    knowers = np.array([np.count_nonzero(m.known[lo[c] : lo[c + 1]]) for c in where.tolist()], np.int64)
    unseen = where[knowers < p.watchers]
    yuan = math.floor(p.self_use * p.budget * 25.0) / 100.0
    if yuan > 0.0 and len(unseen):
        paid = week.ledger.pay("community", "suppliers", np.full(len(unseen), yuan), unseen)
        m.own_use[unseen[paid]] += yuan
        m.own_yuan += float(yuan * paid.sum())


def _set_out(m: Supervised, week: Week, where: np.ndarray, nth: int) -> None:
    """Set out to do one more work in each of some communities, in one of its compounds; with a date it is a promise to who lives there."""
    if len(where) == 0:
        return
    p, table = m.now, week.units("community")
    identity = week.identity(f"new work {nth}", table.identity[where])
    first = week.places.community_compounds[where].astype(np.int64)
    many = week.places.community_compounds[where + 1] - first
    compound = first + (week.draw("where a work is", identity) * many).astype(np.int64)
    due = week.number + p.date_weeks
    new = {"identity": identity, "community": where, "compound": compound, "due": np.full(len(where), due), "dated": np.full(len(where), p.dated)}
    m.works = {name: np.concatenate([m.works[name], np.asarray(new[name], kind)]) for name, kind in COLUMNS.items()}
    m.set_out += len(where)
    lived_in = np.diff(week.places.compound_rows)[compound] > 0
    if p.dated and lived_in.any():
        rows = week.places.compound_rows
        week.promises.make(identity[lived_in], rows[compound[lived_in]], rows[compound[lived_in] + 1], due)


def finish(m: Supervised, week: Week, identity: np.ndarray) -> None:
    """Works are done: who lives in the compound may see that a promise was kept."""
    # What compiles is imported when it is needed.
    from ..ground.random import absorb_many

    if len(identity) == 0:
        return
    works, now = m.works, np.isin(m.works["identity"], identity)
    dated = now & works["dated"]
    rows = week.places.compound_rows
    k, who = ranges(rows[works["compound"][dated]], rows[works["compound"][dated] + 1])
    sees = week.draw("sees a work", absorb_many(works["identity"][dated][k], week.residents.identity[who])) < m.now.seen
    week.promises.keep(works["identity"][dated], who[sees])
    m.done += int(now.sum())
    m.works = {name: column[~now] for name, column in works.items()}


def give_up(m: Supervised, week: Week) -> None:
    """Works whose time is over are given up; those with a date are promises that break by themselves (promises.py)."""
    if len(m.works["due"]) == 0:
        return
    late = (m.works["due"] <= week.number) & week.covers("community")[m.works["community"]]
    m.missed += int(late.sum())
    m.works = {name: column[~late] for name, column in m.works.items()}
