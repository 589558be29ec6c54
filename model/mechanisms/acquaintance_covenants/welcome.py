"""Welcome visits: a neighbour of the gate hears that somebody has moved in, and rings with those of the landing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...contract.needs import Needs, Priority
from ...ground.text import Text
from ...people.declared import counter, state
from ...people.everyday import WEEKDAY_EVENING, WEEKEND_AFTERNOON
from ...people.units import ranges
from .newcomers import Newcomers, P

if TYPE_CHECKING:
    from ...contract.week import Week

WELCOMER = "welcome neighbour"
OWNER = 0
"""Tenure of those who have bought."""
_GUESTS = 16


class Welcome(Newcomers[P]):
    """Households that have moved in are new until they were visited, or until too long ago."""

    new: np.ndarray = state("household", False, on_move=True)
    welcomed: int = counter("households that opened to a welcome visit", "迎新时开门的住户", unit="households", a_year=True)
    official_welcomed: int = counter("official: households welcomed", "官方统计：迎新户数", unit="households", a_year=True, beside="welcomed")

    def declare_welcome(self, week: Week) -> None:
        """Name the post of the one who welcomes, one for each gate."""
        wishes = week.volunteers.constants.organiser.model_copy(update={"accept": self.now.welcome_accept})
        week.volunteers.declare(WELCOMER, wishes, Text("neighbour who welcomes", "迎新邻居"), "gate")

    def visit(self, week: Week) -> None:
        """Let those who welcome call on one new household of their gate, if they have heard of it."""
        p, r, places = self.now, week.residents, week.places
        if not p.welcome:
            return
        week.volunteers.seek(WELCOMER, week.covers("gate"))
        flat = np.flatnonzero(self.new)
        row = places.flat_rows[flat].astype(np.int64)
        since = week.number - r.arrival[row]
        self.new[flat[since > p.welcome_within]] = False
        fresh = (since <= p.welcome_within) & week.covers_rows(row)
        if p.welcome_whom == "owners":
            fresh &= r.tenure[row] == OWNER
        flat, row = flat[fresh], row[fresh]
        if len(flat) == 0:
            return
        gate, draw = r.gate[row].astype(np.int64), week.draw("hears of it", r.identity[row])
        heard = (draw < p.welcome_hears) & (week.volunteers.runners(WELCOMER, "gate")[gate] >= 0)
        # Of several households of a gate one is visited in a week.
        order = np.flatnonzero(heard)[np.lexsort((draw[heard], gate[heard]))]
        order = order[np.unique(gate[order], return_index=True)[1]]
        if len(order) == 0:
            return
        flat, row, gate = flat[order], row[order], gate[order]
        landing = week.unit_of("landing", row)
        k, guests = ranges(places.landing_rows[landing], places.landing_rows[landing + 1])
        week.call(
            "welcome", which=gate, post=WELCOMER, entity=r.identity[row], when=(WEEKDAY_EVENING, WEEKEND_AFTERNOON), hours=p.welcome_hours,
            room_for=_GUESTS, quality=p.welcome_quality, topic="none", members=(k, guests), invite=(k, guests),
            needs=Needs(evenings=p.welcome_evenings, yuan=p.welcome_yuan, account="public", priority=Priority.CARE),
        )  # fmt: skip
        week.memo["welcome"] = flat

    def visited(self, week: Week) -> None:
        """See who opened."""
        sitting = week.sitting("welcome")
        if len(sitting) == 0:
            return
        k, row = sitting.everyone()
        flat = week.memo["welcome"]
        opened = np.unique(flat[k[week.residents.flat[row] == flat[k]]])
        self.new[opened] = False
        self.welcomed += len(opened)
        self.official_welcomed += int(np.count_nonzero(sitting.held))
        self.counted(week, row)
