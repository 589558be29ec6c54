"""Accounts on the board: the hours that they take, what they say, who reads them, and the word that goes round from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..contract.needs import Priority
from .democratic_supervision_judging import ADULT, logistic

if TYPE_CHECKING:
    from ..contract.week import Week
    from ..people.units import UnitKind
    from .democratic_supervision_kept import Supervised

_OWNER = 0


def ask_hours(m: Supervised, week: Week, name: str, unit: UnitKind, due: np.ndarray, hours: float) -> None:
    """Ask for the staff hours of the accounts that are due; an account is due whether or not there is time for it."""
    where = np.flatnonzero(due)
    if len(where) == 0:
        return
    table = week.units(unit)
    if name == "account":
        m.official_posted += int(due.sum())
    ticket = week.grants.ask(
        len(where), priority=Priority.DUTY, identity=week.identity(name, table.identity[where]), community=table.community[where], staff=hours, duty="reports"
    )
    week.memo[name] = where, ticket


def _reads(m: Supervised, week: Week, name: str, rows: np.ndarray, base: np.ndarray | float) -> np.ndarray:
    """Return those of `rows` who are of age, see the board, and read what hangs there."""
    p, r = m.now, week.residents
    reads = logistic(base + p.read_civic * r.civic[rows])
    return np.asarray(rows[(r.age[rows] >= ADULT) & (week.draw(f"reads {name}", r.identity[rows]) < p.board * reads)])


def post_account(m: Supervised, week: Week, community: int) -> None:
    """Post the account of a committee: of the money that it spent since the last one, how much went to its own offices."""
    lo, hi = week.places.community_rows[community : community + 2]
    spent = float(sum(week.ledger.spent(purse)[community] for purse in ("public", "community")))
    money = spent - m.told_up_to[community] if spent >= m.told_up_to[community] else spent
    m.fact[community] = 1.0 - m.own_use[community] / money if money > 0.0 else np.nan
    m.told_up_to[community], m.own_use[community] = spent, 0.0
    rows = _reads(m, week, "account", np.arange(lo, hi), m.now.read_committee)
    m.known[lo:hi] = False
    m.known[rows] = True
    m.latest_account[community] = _tell(week, "democratic-supervision account", m.latest_account[community], rows, m.now.account_half_life)
    m.posted += 1
    m.noticed += int(len(rows) >= m.now.watchers)
    m.readers += len(rows)


def post_income(m: Supervised, week: Week, compound: int) -> None:
    """Post the account of a compound's common income: what came in, and what was spent on the compound."""
    lo, hi = week.places.compound_rows[compound : compound + 2]
    rents = week.residents.tenure[lo:hi] != _OWNER
    rows = _reads(m, week, "income", np.arange(lo, hi), m.now.read_income + m.now.read_renter * rents)
    week.estates.tell(rows)
    m.asked[lo:hi] = False
    m.latest_income[compound] = _tell(week, "democratic-supervision income", m.latest_income[compound], rows, m.now.income_half_life)
    m.income_posted += 1
    m.income_readers += len(rows)


def _tell(week: Week, kind: str, old: int, rows: np.ndarray, half_life: float) -> int:
    """Let the word of an older account go; those who have read the new one tell it. Return its number, -1 if there is nobody."""
    if old >= 0:
        week.word.forget(int(old))
    return week.word.new(kind, rows, half_life=half_life) if len(rows) else -1
