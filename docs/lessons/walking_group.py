"""Walking group (健走队): neighbours of a building who walk together, as long as one of them leads."""

from __future__ import annotations

import numpy as np
from linli import Mechanism, MechanismParameters, Needs, Text, Week, constant, counter, measure, state
from linli.model.people.everyday import LATE_EVENING, WEEKDAY_EVENING, WEEKDAY_MORNING, WEEKEND_MORNING

TIMES = (WEEKDAY_EVENING, WEEKEND_MORNING, LATE_EVENING, WEEKDAY_MORNING)
LEADER = "walk leader"
LATELY = 4
NEVER = -1000


class WalkingGroupParameters(MechanismParameters):
    """What a scenario may set. The first one is the policy."""

    walks_a_week: float = constant(
        2.0, unit="walks a week", low=0.0, high=4.0, mark="setting", en="Walks a week of each building", zh="每栋楼每周健走次数"
    )
    hours: float = constant(1.0, unit="hours", low=0.5, high=4.0, mark="setting", en="Length of a walk", zh="每次时长")
    together: int = constant(12, unit="people", low=2, high=60, mark="setting", en="People who walk in one group", zh="一队人数上限")
    notice: float = constant(0.1, unit="chance", low=0.0, high=1.0, mark="assumed", en="A resident reads the notice", zh="看到通知的概率")
    accept: float = constant(
        -3.0, unit="log-odds", low=-10.0, high=6.0, mark="assumed", en="One who is asked becomes leader, all else average", zh="受邀者答应领队的基准"
    )
    tires: float = constant(
        0.15, unit="log-odds a quarter", low=0.0, high=3.0, mark="assumed", en="What each further quarter takes of the wish to go on", zh="每季度的倦怠"
    )


class WalkingGroup(Mechanism[WalkingGroupParameters]):
    """A walking group in each building, which walks when its leader does."""

    name = "walking-group"
    title = Text("Walking group", "健走队")
    Parameters = WalkingGroupParameters
    levers = {"walks_a_week": 0.0}
    kinds = {"walk": Text("on a walk", "健走")}

    last_walk = state("resident", NEVER, on_move=NEVER)
    planned = counter("walks that were planned", "计划的健走", unit="walks", a_year=True)
    walks = counter("walks that took place", "实际的健走", unit="walks", a_year=True)
    walkers = counter("people on walks", "健走人次", unit="person-times", a_year=True)
    listed = counter("official: names on the lists of walking groups", "官方统计：健走队名册人数", unit="names", beside="lately")

    def setup(self, week: Week) -> None:
        """Name the post of the leader, with the wishes of one who runs a circle."""
        wishes = week.volunteers.constants.organiser.model_copy(update={"accept": self.now.accept, "tires": self.now.tires})
        week.volunteers.declare(LEADER, wishes, Text("leader of the walking group", "健走队领队"), "building")

    def plan(self, week: Week) -> None:
        """Look for a leader where there is none; leaders call the walks that are due."""
        p = self.now
        if p.walks_a_week == 0.0:
            return
        week.volunteers.seek(LEADER, week.covers("building"))
        due = week.due("walk", 52.0 * p.walks_a_week, "building")
        self.planned += int(due.sum())
        week.call(
            "walk", unit="building", times=due, post=LEADER, when=TIMES, hours=p.hours, room_for=p.together, topic="none", poster=p.notice,
            needs=Needs(evenings=p.hours / week.staff.evening_hours),
        )

    def attend(self, week: Week) -> None:
        """Count the walks (alone it is none), and write new names on the list. Nobody ever crosses a name out."""
        walk = week.sitting("walk")
        rows = walk.everyone()[1]
        self.walks += int((walk.came > 1).sum())
        self.walkers += len(rows)
        self.listed += int((self.last_walk[np.unique(rows)] == NEVER).sum())
        self.last_walk[rows] = week.number

    @measure("residents who walked in the last four weeks", "近四周健走过的居民", unit="people", kind="count", headline=True)
    def lately(self) -> float:
        """How many residents were on a walk lately."""
        return float((self.last_walk > self.view.number - LATELY).sum())

    @measure("buildings with a walk leader", "有领队的楼栋", unit="share of buildings", kind="share")
    def led(self) -> float:
        """Share of buildings in which somebody leads."""
        return float((self.view.volunteers.runners(LEADER, "building") >= 0).mean())
