"""The watch with its gong: who takes it, who walks along, and whether it went round in a hamlet of late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...contract.needs import Needs, Priority
from ...ground.text import Text
from ...people.declared import counter, measure, state
from ...people.everyday import LATE_EVENING
from .alerts import Alerts

if TYPE_CHECKING:
    from ...contract.week import Week

WATCH = "watch"


class Watch(Alerts):
    """A post in each hamlet. Its weekly round in company is a focus: whoever likes to walks along."""

    sounded: np.ndarray = state("building", False)
    watch_hours: float = counter("hours of watch", "值更巡寨工时", unit="hours", kind="hours", headline=True, a_year=True, whole=False)
    walked: int = counter("neighbours who walked along with the watch", "同行邻里人次", unit="times", a_year=True)

    def declare_watch(self, week: Week) -> None:
        """Name the post."""
        wishes = week.volunteers.constants.organiser.model_copy(update={"accept": self.now.watch_accept, "stay": 2.5, "company": 1.0, "company_first": 2.0})
        week.volunteers.declare(WATCH, wishes, Text("watch with the gong", "鸣锣值更人"), "building")

    def weekly_hours(self) -> float:
        """Return the hours a week that a watch goes round."""
        return 7.0 * self.now.rounds_a_day * self.now.round_minutes / 60.0

    def go_round(self, week: Week) -> None:
        """Look for a watch where there is none; each goes round. Where the gong has ended nobody holds the post."""
        p, here = self.now, week.covers("building")
        if not p.gong:
            held = week.volunteers.held(WATCH)
            if len(held) and here[held].any():
                week.volunteers.vacate(WATCH, held[here[held]])
            return
        week.volunteers.seek(WATCH, here)
        week.call(
            "round", unit="building", post=WATCH, when=LATE_EVENING, hours=p.company_hours, room_for=p.walkers, topic="none", poster=p.joins,
            needs=Needs(
                evenings=min(self.weekly_hours() / week.staff.evening_hours, 21.0), least=0.3, yuan=p.watch_yuan, account="public", payee="volunteers",
                priority=Priority.DUTY,
            ),
        )  # fmt: skip

    def went_round(self, week: Week) -> None:
        """See where the gong was heard, and who walked along."""
        self.sounded[week.covers("building")] = False
        walk = week.sitting("round")
        if len(walk) == 0:
            return
        held = walk.held & (walk.came > 0)
        self.sounded[walk.unit[held]] = True
        self.watch_hours += float(self.weekly_hours() * walk.prepared[held].sum())
        self.walked += int((walk.came[held] - 1).sum())

    @measure("hamlets in which the gong goes round", "有人鸣锣的村组", unit="share of hamlets", kind="share", headline=True)
    def gongs(self) -> float:
        """Share of hamlets in which the watch went round in the last week."""
        return float(self.sounded.mean())
