"""Three-level linkage (三级联动): district, street office and community, and the units on its ground (驻区单位).

In the world
    The district plans the year: priorities, money, ratings and inspections over many communities. The street office turns that into
    quotas and forms, seconds staff and promotes. The community does them with the staff it has. A joint meeting (联席会议) each quarter
    brings in the school, the firm, the hospital, the market and the office on its ground: venues are built together, activities held
    together, news told together (阵地联建、活动联创、信息联通), and what they have is pooled.
How it works here
    Forms take the committee's hours first, then come task events, then what units ask for and visits to them, then joint activities:
    who writes reports does not visit. Whether a unit's representative knows the secretary follows from the talk that they have had, fades,
    and is gone with a secretary who is promoted. A unit that comes to the meeting asks for something; it is answered if there are
    hours for it. What it gives follows from both, and from reasons of its own. Halls that are lent are rooms for whoever asks.
    Task events and joint activities are occasions: who comes is left to the residents. A committee of a compound works where people accepted
    and meet; a target is met by writing down names (linkage_plan.py, linkage_units.py, linkage_committees.py).
Left out
    Who the secretary is; bargaining about a quota; what a working committee does for its compound; where a lent hall stands; more than one
    unit of a sort; departments that ask for forms each on its own account.
Fails when
    Quotas fill the calendar: hours go into forms, events are poor and their topic is the district's, few come, and the record is full. Units
    are not answered and stop giving. A target forms committees on paper.
Sources
    Xinhua 2017-10-11 (no numbers). Owners' or property committees from 11.9 to 90.1 % of compounds within a year: Beijing Youth Daily 2021.
    All other numbers are assumed or settings (linkage_parameters.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..ground.measure import share_of
from ..ground.text import Text
from ..people.declared import measure
from . import linkage_committees, linkage_plan, linkage_units
from .linkage_parameters import LEVERS, LinkageParameters
from .linkage_state import LinkageState

if TYPE_CHECKING:
    from ..contract.week import Week


class ThreeLevelLinkage(LinkageState):
    """The plan of a district, its quotas, and joint meetings with resident units; see the head of this file."""

    name: ClassVar[str] = "three-level-linkage"
    title: ClassVar[Text] = Text("Three-level linkage", "三级联动")
    Parameters = LinkageParameters
    levers = LEVERS
    rests_on: ClassVar[tuple[str, ...]] = ("ordinary-life",)
    kinds: ClassVar[dict[str, Text]] = {
        linkage_plan.TASK: Text("task event", "任务活动"),
        linkage_units.MEETING: Text("joint meeting", "联席会议"),
        linkage_units.JOINT: Text("joint activity", "联创活动"),
        linkage_committees.SITTING: Text("meeting of a property committee", "物管会会议"),
    }

    @classmethod
    def example(cls) -> LinkageParameters:
        """Everything at once, often."""
        return LinkageParameters(
            budget_a_year=60_000.0, budget_by_rating=0.3, tasks_a_year=26.0, inspections_a_year=4.0, promotes=True, committees="target", reports_a_week=6.0,
            seconded=8.0, meetings_a_year=8.0, visits_a_year=8.0, wishes_heard=True, shared_grounds=True, joint_a_year=26.0, shared_word=True,
        )  # fmt: skip

    def setup(self, week: Week) -> None:
        """Name the units as organisations and the post of a committee's member."""
        for sort, title in linkage_units.SORTS.items():
            said = Text(f"resident unit: {title.en}", f"驻区单位：{title.zh}")
            week.organisations.declare(linkage_units.kind_of(sort), said, by_coming=False, estate="donors")
        linkage_committees.declare(week)

    def plan(self, week: Week) -> None:
        """The district gives and asks, the street office passes it on, the community asks for the hours that it takes."""
        p = self.now
        if all(getattr(p, name) == off for name, off in LEVERS.items()):
            return
        linkage_plan.give(self, week)
        linkage_plan.second(self, week)
        reporting = linkage_plan.fill_in(self, week)
        linkage_plan.call_tasks(self, week, reporting)
        if p.meetings_a_year > 0.0 or p.visits_a_year > 0.0 or p.joint_a_year > 0.0:
            linkage_units.found(self, week)
            linkage_units.plan(self, week)
        linkage_committees.plan(self, week)

    def invite(self, week: Week) -> None:
        """After all have planned: forms are filled in, units are visited and answered, as far as there were hours."""
        linkage_plan.granted(self, week)
        linkage_units.granted(self, week)
        linkage_committees.form(self, week)

    def attend(self, week: Week) -> None:
        """See who came, and write it down."""
        linkage_plan.report(self, week)
        linkage_units.came(self, week)
        linkage_committees.met(self, week)

    def account(self, week: Week) -> None:
        """At the end of a year the communities are rated."""
        linkage_plan.rate(self, week)

    def _units(self) -> np.ndarray:
        return np.flatnonzero(self.sort >= 0)

    @measure("units that gave something at the last joint meeting", "上次联席会议提供资源的驻区单位", unit="share of units", kind="share")
    def giving(self) -> float:
        """Share of resident units that gave at least one thing when their community last met."""
        return share_of(int(np.count_nonzero(self.gave)), len(self._units()))

    @measure("representatives who know the secretary", "与书记相识的单位代表", unit="share of units", kind="share")
    def known(self) -> float:
        """Share of resident units whose representative has talked with the secretary enough."""
        return share_of(int(np.count_nonzero(linkage_units.knows(self, self._units()))), len(self._units()))

    @measure("people at a task event", "任务活动场均人数", unit="people an event", headline=True)
    def attendance(self) -> float:
        """Mean attendance of the task events that were held, 0 if there was none."""
        return self.task_person_times / max(self.tasks_held, 1)

    @measure("people at a joint activity", "联创活动场均人数", unit="people an activity")
    def joint_attendance(self) -> float:
        """Mean attendance of the joint activities that were held, 0 if there was none."""
        return self.joint_person_times / max(self.joint_held, 1)

    @measure("preparation of a task event", "任务活动筹备程度", unit="share of the time it needs", kind="share")
    def readiness(self) -> float:
        """Mean share of the preparation that task events had for which there was time at all."""
        return share_of(self.preparation, self.prepared)

    @measure("requests of units answered in time", "按时回应单位诉求的比例", unit="share of requests", kind="share")
    def answered(self) -> float:
        """Share of the requests of resident units that were answered."""
        return share_of(self.requests_answered, self.requests)

    @measure("forms overdue", "积压的报表", unit="forms a community")
    def overdue(self) -> float:
        """Forms that wait to be filled in."""
        return float(self.forms.mean())

    @measure("compounds with a committee that works", "有实际运作的业委会或物管会的小区", unit="share of compounds", kind="share")
    def committees_active(self) -> float:
        """Share of compounds whose committee has met with a quorum lately, or whose owners' committee has a quorum that does the work."""
        return float(linkage_committees.at_work(self).mean())

    @measure(
        "official: compounds with an owners' or property committee", "官方统计：有业委会或物管会的小区", unit="share of compounds", kind="share",
        beside="committees_active",
    )  # fmt: skip
    def committees_formed(self) -> float:
        """Share of compounds in which one stands on record."""
        return float((self.formed | self.view.estates.has(linkage_committees.OWNERS)).mean())
