"""Parameters of three-level-linkage: levers of district, street office and community, and what is assumed of resident units and of the work."""

from __future__ import annotations

from typing import Any, Literal

from ..contract.mechanism import MechanismParameters
from ..ground.parameters import assumed, constant, setting

Committees = Literal["none", "willing", "target"]

LEVERS: dict[str, object] = {
    "budget_a_year": 0.0,
    "budget_by_rating": 0.0,
    "tasks_a_year": 0.0,
    "reports_a_week": 0.0,
    "inspections_a_year": 0.0,
    "promotes": False,
    "seconded": 0.0,
    "committees": "none",
    "meetings_a_year": 0.0,
    "visits_a_year": 0.0,
    "wishes_heard": False,
    "shared_grounds": False,
    "joint_a_year": 0.0,
    "shared_word": False,
}
"""Lever -> value of a district without the policy."""


def _people(default: int, most: int, en: str, zh: str) -> Any:
    return constant(default, unit="people", low=0, high=most, mark="assumed", en=en, zh=zh)


def _odds(default: float, en: str, zh: str, low: float = 0.0) -> Any:
    return assumed(default, "log-odds", low, 6.0, en, zh)


class LinkageParameters(MechanismParameters):
    """Three-level linkage (三级联动). All levers are off by default: that is the district before the policy."""

    # The district
    budget_a_year: float = setting(0.0, "yuan a year and community", 0.0, 1e7, "What the district gives for the community, through the street office", "区级年度经费（每社区）")
    budget_by_rating: float = setting(0.0, "share of the budget", 0.0, 1.0, "Part of all budgets that goes to the community rated best", "按考核结果分配的经费比例")
    tasks_a_year: float = setting(0.0, "times a year and community", 0.0, 300.0, "Task events that the yearly plan asks of a community", "每社区每年任务活动指标")
    inspections_a_year: float = setting(0.0, "times a year and community", 0.0, 52.0, "Inspections of a community", "每社区每年检查次数")
    promotes: bool = setting(False, "yes or no", None, None, "The secretary of the community rated best is promoted, and leaves", "考核最优社区的书记获提拔并离任")
    committees: Committees = setting(
        "none", "none, willing or target", None, None, "Property committees: none, of those who are willing, or all that the target asks for", "物管会组建方式：不组建、按意愿、按指标"
    )
    committees_target: float = setting(0.9, "share of compounds", 0.0, 1.0, "Compounds that should have a committee after a year", "一年内应组建的小区比例")
    # The street office
    reports_a_week: float = setting(0.0, "forms a week and community", 0.0, 60.0, "Forms and tables that a community has to fill in", "每社区每周报表数")
    seconded: float = setting(0.0, "hours a week and community", -200.0, 200.0, "Staff of the street office that works in the community; below 0: the community's works for the street", "街道下派工时（负数为街道借调社区人员）")
    # Community and resident units
    meetings_a_year: float = setting(0.0, "times a year and community", 0.0, 52.0, "Joint meetings with the resident units", "每年联席会议次数")
    visits_a_year: float = setting(0.0, "times a year and unit", 0.0, 52.0, "Visits of the secretary to each resident unit", "书记每年走访每家驻区单位次数")
    wishes_heard: bool = setting(False, "yes or no", None, None, "Task events are about what residents wished for at the joint meeting", "任务活动按联席会议上的居民意愿选题")
    shared_grounds: bool = setting(False, "yes or no", None, None, "Built together: units lend halls and grounds", "阵地联建：驻区单位开放场地")
    joint_a_year: float = setting(0.0, "times a year and community", 0.0, 104.0, "Held together: activities with the units", "活动联创：每社区每年次数")
    shared_word: bool = setting(False, "yes or no", None, None, "Told together: units tell of joint activities", "信息联通：驻区单位代为通知")
    # Task events
    task_staff: float = assumed(10.0, "hours", 0.5, 400.0, "Staff time that prepares a task event well", "充分筹备一次任务活动的工时")
    least_preparation: float = assumed(0.2, "share of the time needed", 0.0, 1.0, "With less preparation a task event is not held", "低于此筹备程度则不办")
    task_yuan: float = assumed(500.0, "yuan", 0.0, 1e5, "Cost of a task event", "一次任务活动费用")
    task_quality: float = assumed(0.45, "0 to 1", 0.0, 1.0, "Quality of a task event that is well prepared: that of an ordinary activity", "筹备充分的任务活动质量")
    task_hours: float = assumed(1.5, "hours", 0.5, 8.0, "Length of a task event", "任务活动时长")
    task_room: int = constant(60, unit="people", low=2, high=5000, mark="assumed", en="People for whom there is room at a task event", zh="任务活动容纳人数")
    poster: float = assumed(0.12, "chance", 0.0, 1.0, "Reach of the committee's notice of a well prepared event", "居委会告示到达率")
    chat: float = assumed(0.1, "chance times digital skill", 0.0, 1.0, "Reach of the residents' chat group", "居民微信群到达率")
    # Reports, inspections, what is written down
    report_staff: float = assumed(6.0, "hours a form", 0.1, 40.0, "Staff time of a form", "一份报表的工时")
    forms_a_task: float = assumed(1.0, "forms a task", 0.0, 20.0, "Forms that each task event brings, held or not", "每项任务带来的报表数")
    forms_an_inspection: float = assumed(8.0, "forms an inspection", 0.0, 60.0, "Forms that an inspection brings", "每次检查带来的报表数")
    report_floor: int = _people(20, 500, "What a task event is expected to draw; fewer are not reported", "任务活动上报人数下限")
    paper: float = _odds(-0.5, "A task event that was not held is reported all the same", "未办任务仍上报的基准", -6.0)
    paper_rated: float = _odds(1.0, "The same where ratings decide on promotion or money", "考核与提拔、经费挂钩时多报的倾向")
    paper_caught: float = _odds(1.5, "The same less, after an inspection found such a report within a year", "一年内被查出后的收敛")
    looks: float = assumed(0.1, "chance a report", 0.0, 1.0, "An inspection looks into a report", "检查抽查每份记录的概率")
    wage: float = assumed(40.0, "yuan an hour", 0.0, 500.0, "Cost of an hour of seconded staff", "下派人员每小时成本")
    # Committees
    form_staff: float = assumed(16.0, "hours", 0.0, 400.0, "Staff time of asking people for a committee", "组建物管会征询的工时")
    searches: int = constant(3, unit="searches", low=1, high=20, mark="assumed", en="Rounds of asking when a committee is formed", zh="组建时的征询轮数")
    committee_meetings: float = assumed(4.0, "times a year", 0.0, 26.0, "Meetings of a committee", "物管会每年会议次数")
    committee_hours: float = assumed(1.5, "hours", 0.5, 6.0, "Length of a committee's meeting", "物管会会议时长")
    # Joint meetings
    meeting_hours: float = assumed(2.0, "hours", 0.5, 8.0, "Length of a joint meeting", "联席会议时长")
    meeting_staff: float = assumed(10.0, "hours", 0.0, 200.0, "Staff time of a joint meeting", "一次联席会议工时")
    meeting_room: int = constant(40, unit="people", low=2, high=500, mark="assumed", en="People for whom there is room at a joint meeting", zh="联席会议容纳人数")
    lives_here: float = assumed(0.3, "share of units", 0.0, 1.0, "Representatives who live in the community; the others have no home here", "驻区单位代表中住在本社区的比例")
    come: float = _odds(0.0, "A representative who lives elsewhere comes to a joint meeting", "外住代表参会的基准", -6.0)
    come_known: float = _odds(1.0, "The same where they know the secretary", "与书记相识对参会的作用")
    come_answered: float = _odds(1.0, "The same if the unit was answered last time, and as much less if it was not", "上次得到回应对参会的作用")
    # Contact with the secretary
    meeting_contact: float = assumed(0.5, "hours", 0.0, 8.0, "Talk with the secretary at a joint meeting", "联席会议上与书记交谈时长")
    visit_contact: float = assumed(1.0, "hours", 0.0, 8.0, "Talk with the secretary at a visit", "走访时与书记交谈时长")
    visit_staff: float = assumed(3.0, "hours", 0.1, 40.0, "Staff time of a visit", "一次走访工时")
    known_hours: float = assumed(1.5, "hours", 0.1, 40.0, "Talk from which a representative knows the secretary", "视为相识所需的交谈时长")
    contact_half_life: float = assumed(52.0, "weeks", 4.0, 520.0, "Half-life of such talk", "交谈影响的半衰期")
    # What a unit asks for
    raises: float = assumed(0.7, "chance a meeting", 0.0, 1.0, "A unit at a meeting has something to ask for (the road at the school gate, parking at the hospital)", "到会单位提出诉求的概率")
    request_staff: float = assumed(12.0, "hours", 0.1, 100.0, "Staff time that answers it", "回应一项诉求的工时")
    request_weeks: int = constant(8, unit="weeks", low=1, high=52, mark="assumed", en="Time after which it was not answered", zh="诉求逾期周数")
    # What a unit gives
    give: float = _odds(-1.5, "A unit at a meeting gives something (each of hall, ground, money, volunteers, notices)", "到会单位提供某项资源的基准", -6.0)
    give_known: float = _odds(1.2, "The same where the representative knows the secretary", "与书记相识的作用")
    give_answered: float = _odds(1.0, "The same if the unit was answered last time, and as much less if it was not", "上次得到回应的作用")
    give_own: float = _odds(1.0, "The same of what it has a reason of its own to give", "单位自身动因的作用")
    pledge_weeks: int = constant(13, unit="weeks", low=1, high=104, mark="assumed", en="How long what is given can be used", zh="资源承诺的有效周数")
    gift_yuan: float = assumed(2000.0, "yuan", 0.0, 1e6, "Money that a unit gives at a time", "一次资助金额")
    gift_hours: float = assumed(12.0, "hours", 0.0, 1000.0, "Time of its people that a unit gives at a time", "一次提供的志愿工时")
    hall_people: int = constant(100, unit="people", low=2, high=2000, mark="assumed", en="People for whom a unit's hall or ground has room", zh="单位场地容纳人数")
    # Joint activities
    joint_staff: float = assumed(16.0, "hours", 0.5, 400.0, "Time that a joint activity takes, the units' people included", "一次联创活动总工时")
    joint_least: float = assumed(4.0, "hours", 0.1, 400.0, "Of it, the committee's own at least", "其中居委会至少投入工时")
    joint_yuan: float = assumed(1500.0, "yuan", 0.0, 1e6, "Cost of a joint activity", "一次联创活动费用")
    joint_quality: float = assumed(0.5, "0 to 1", 0.0, 1.0, "Quality of a joint activity without people of the units", "联创活动基准质量")
    volunteer_quality: float = assumed(0.2, "0 to 1", 0.0, 0.5, "What people of the units (doctors, teachers) add to it at most", "单位志愿者对质量的作用")
    joint_hours: float = assumed(2.0, "hours", 0.5, 8.0, "Length of a joint activity", "联创活动时长")
    unit_poster: float = assumed(0.08, "chance a unit", 0.0, 1.0, "A resident is reached by what one unit tells its own people", "一家单位代为通知的到达率")
