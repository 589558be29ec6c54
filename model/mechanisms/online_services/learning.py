"""Who learns to do without the counter: by trying, shown by a neighbour who knows how, or in a class that a neighbour holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...contract.needs import Needs, Priority
from ...ground.text import Text
from ...people.everyday import WEEKDAY_MORNING
from .books import ADULT, ALONE, CLASS, OLD, SHOWN, Books
from .counter import metres, settle

if TYPE_CHECKING:
    from ...contract.week import Week

HELPER = "digital helper"
HELPER_TITLE = Text("neighbour who shows how to use the telephone", "手机助老志愿者")


def chance(log_odds: np.ndarray) -> np.ndarray:
    """Return the chance of log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds)))


def learn(m: Books, week: Week, rows: np.ndarray, xy: np.ndarray) -> None:
    """Let those who have a matter and do not know how try it, or be shown by a neighbour: this time it is done, and some can do it from then on."""
    p, r = m.now, week.residents
    rows = rows[(m.learnt[rows] == 0) & (r.age[rows] >= ADULT)]
    if len(rows) == 0:
        return
    who = r.identity[rows]
    tries = week.draw("tries", who) < chance(p.tries + p.tries_skill * (r.digital[rows] - 0.5))
    m.learnt[rows[tries]] = ALONE
    rows, who = rows[~tries], who[~tries]
    asks = week.draw("is shown", who) < p.shown
    rows, who = rows[asks], who[asks]
    if len(rows):
        share = np.nan_to_num(week.share_of_known(rows, m.learnt > 0))
        helped = week.draw("knows one who knows how", who) < share
        rows, who = rows[helped], who[helped]
        m.times_shown += len(rows)
        if p.lookup:
            settle(m, week, rows, xy)
        m.learnt[rows[week.draw("keeps it", who) < p.learns]] = SHOWN


def teach(m: Books, week: Week) -> None:
    """Look for a neighbour who holds classes, and hold those that are due."""
    p = m.now
    week.volunteers.seek(HELPER, week.covers("compound"))
    due = week.due("class", p.classes_a_year, "compound")
    m.classes_due += int(due.sum())
    if not due.any():
        return
    r = week.residents
    week.call(
        "class", unit="compound", times=due, post=HELPER, when=WEEKDAY_MORNING, hours=p.class_hours, room_for=p.class_seats, topic="none",
        poster=p.class_notice, among=(r.age >= OLD) & (m.learnt == 0),
        needs=Needs(
            evenings=p.class_hours / week.staff.evening_hours, yuan=p.class_yuan, account="public", room="activity room", priority=Priority.CULTURE
        ),
    )  # fmt: skip


def taught(m: Books, week: Week) -> None:
    """Some of those who came to a class can do it from then on."""
    sitting = week.sitting("class")
    if len(sitting) == 0:
        return
    row = np.unique(sitting.everyone()[1])
    row = row[(m.learnt[row] == 0) & (week.residents.age[row] >= OLD)]
    m.classes += int(np.count_nonzero(sitting.held & (sitting.came > 1)))
    m.at_classes += len(row)
    learns = week.draw("learns in class", week.residents.identity[row]) < m.now.learns
    m.learnt[row[learns]] = CLASS


__all__ = ["HELPER", "HELPER_TITLE", "chance", "learn", "metres", "taught", "teach"]
