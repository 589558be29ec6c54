"""What three-level-linkage keeps from week to week and counts, declared apart from what it does, so that its parts can share it."""

from __future__ import annotations

import numpy as np

from ..contract.mechanism import Mechanism
from ..people.declared import counter, state
from .linkage_parameters import LinkageParameters

_NEVER = -100_000


class LinkageState(Mechanism[LinkageParameters]):
    """Units, communities and compounds of a district, and what has been counted.

    Attributes:
        sort: of a unit (linkage_units.SORTS), -1: no unit. home, where: its compound and community. rep: row of its representative, -1: one without
            a home here. contact: hours of talk with the secretary that still count. heard: 1 answered last time, -1 not, 0 never asked. asked_until:
            last week to answer, -1 nothing is asked. hall_until, ground_until, notices_until: last week in which it can be used. hours_left: hours of
            its people. gave: whether it gave anything at the last meeting.
        founded: whether the units of a community are known. wish: topic, -1 none. forms: to be filled in. asked, reported: task events of this year.
            on_paper: reports since the last inspection of what was not held. caught: week in which an inspection found one. best: the community that
            was rated best last year.
        formed: whether a compound has a property committee on record. tried: week in which one was to be formed. last_met: week with a quorum.
    """

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
