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

from ..contract.mechanism import Mechanism
from ..ground.measure import share_of
from ..ground.text import Text
from ..people.declared import counter, measure, state
from . import linkage_committees, linkage_plan, linkage_units
from .linkage_parameters import LEVERS, LinkageParameters

if TYPE_CHECKING:
    from ..contract.week import Week

_NEVER = -100_000


class ThreeLevelLinkage(Mechanism[LinkageParameters]):
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

    # Resident units, by their places among the organisations
    sort: np.ndarray = state("organisation", -1, dtype=np.int8)
    home: np.ndarray = state("organisation", 0)
    where: np.ndarray = state("organisation", 0)
    rep: np.ndarray = state("organisation", -1, dtype=np.int32)
    contact: np.ndarray = state("organisation", 0.0)
    heard: np.ndarray = state("organisation", 0, dtype=np.int8)
    asked_until: np.ndarray = state("organisation", -1, dtype=np.int32)
    hall_until: np.ndarray = state("organisation", _NEVER, dtype=np.int32)
    ground_until: np.ndarray = state("organisation", _NEVER, dtype=np.int32)
    notices_until: np.ndarray = state("organisation", _NEVER, dtype=np.int32)
    hours_left: np.ndarray = state("organisation", 0.0)
    gave: np.ndarray = state("organisation", False)
    # Communities
    founded: np.ndarray = state("community", False)
    secretary_since: np.ndarray = state("community", 0)
    wish: np.ndarray = state("community", -1)
    forms: np.ndarray = state("community", 0.0)
    asked: np.ndarray = state("community", 0)
    reported: np.ndarray = state("community", 0)
    on_paper: np.ndarray = state("community", 0)
    caught: np.ndarray = state("community", _NEVER)
    best: int = state("one", -1)
    # Compounds
    formed: np.ndarray = state("compound", False)
    tried: np.ndarray = state("compound", -1)
    last_met: np.ndarray = state("compound", _NEVER)

    tasks_asked: int = counter("task events asked for", "下达的任务活动", unit="events", a_year=True)
    tasks_held: int = counter("task events held", "实际举办的任务活动", unit="events", a_year=True)
    official_tasks: int = counter("official: task events held", "官方统计：任务活动场次", unit="events", a_year=True, beside="tasks_held")
    task_person_times: int = counter("person-times at task events", "任务活动实际参与人次", unit="person-times", a_year=True)
    official_person_times: int = counter(
        "official: person-times at task events", "官方统计：任务活动参与人次", unit="person-times", a_year=True, beside="task_person_times"
    )
    preparation: float = counter("task events' preparation, well prepared ones", "任务活动筹备量（折合充分筹备场次）", unit="events", a_year=True, whole=False)
    prepared: int = counter("task events that were prepared", "着手筹备的任务活动", unit="events", a_year=True)
    report_hours: float = counter("hours that went into forms", "填报表台账的工时", unit="hours", kind="hours", a_year=True, whole=False)
    hours_taken: float = counter("hours of the committee that the street office took", "被街道借调的工时", unit="hours", kind="hours", a_year=True, whole=False)
    inspections: int = counter("inspections", "检查次数", unit="inspections", a_year=True)
    times_caught: int = counter("inspections that found a report of what was not held", "查出虚报的检查", unit="inspections", a_year=True)
    promoted: int = counter("secretaries promoted", "获提拔的书记", unit="people", a_year=True)
    meetings: int = counter("joint meetings held", "召开的联席会议", unit="meetings", a_year=True)
    invited: int = counter("invitations of units to joint meetings", "驻区单位应到次数", unit="times", a_year=True)
    represented: int = counter("units represented at joint meetings", "驻区单位实到次数", unit="times", a_year=True)
    visits_due: int = counter("visits to units that were due", "应走访驻区单位次数", unit="visits", a_year=True)
    visits_made: int = counter("visits to units that were made", "实际走访驻区单位次数", unit="visits", a_year=True)
    requests: int = counter("requests of units", "驻区单位提出的诉求", unit="requests", a_year=True)
    requests_answered: int = counter("requests of units that were answered in time", "按时回应的单位诉求", unit="requests", a_year=True)
    gifts: int = counter("things that resident units gave", "驻区单位提供的资源", unit="things", headline=True, a_year=True)
    gift_yuan: float = counter("yuan that units gave", "驻区单位资助（元）", unit="yuan", kind="yuan", a_year=True, whole=False)
    unit_hours: float = counter("hours that people of units gave", "驻区单位志愿工时", unit="hours", kind="hours", a_year=True, whole=False)
    joint_due: int = counter("joint activities that were due", "应办的联创活动", unit="activities", a_year=True)
    joint_held: int = counter("joint activities held", "实际举办的联创活动", unit="activities", a_year=True)
    joint_person_times: int = counter("person-times at joint activities", "联创活动参与人次", unit="person-times", a_year=True)
    committee_sittings: int = counter("meetings of property committees with a quorum", "达到法定人数的物管会会议", unit="meetings", a_year=True)

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

    @measure("people at a task event", "任务活动场均人数", unit="people an event")
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
