"""Parameters of building-gates: levers of the policy, and what is assumed of gate heads, gatherings and circles."""

from __future__ import annotations

from typing import Any, Literal

from ..contract.mechanism import MechanismParameters
from ..ground.parameters import assumed, constant

Incentive = Literal["none", "honour", "points", "money"]

LEVERS: dict[str, object] = {
    "incentive": "none",
    "gatherings_a_year": 0.0,
    "festivals": False,
    "decorating_a_year": 0.0,
    "talent_shows_a_year": 0.0,
    "find_talent": False,
    "interest_circles": False,
    "party_first": False,
    "knock_share": 0.0,
}
"""Lever -> value of a community without the policy."""


def _lever(default: Any, unit: str, high: float | None, en: str, zh: str) -> Any:
    return constant(default, unit=unit, low=None if high is None else 0.0, high=high, mark="setting", en=en, zh=zh)


class BuildingGatesParameters(MechanismParameters):
    """Building-gate culture (楼门文化). All levers are off by default: that is the community before the policy."""

    # Levers
    incentive: Incentive = _lever("none", "none, honour, points or money", None, "What gate heads get for their work", "楼门长激励方式")
    gatherings_a_year: float = _lever(0.0, "times a year and gate", 52.0, "Gatherings of a gate that are asked for", "每楼门每年聚会次数")
    festivals: bool = _lever(False, "yes or no", None, "Hold the first gatherings of a year at festivals", "聚会优先安排在节日")
    decorating_a_year: float = _lever(0.0, "times a year and gate", 12.0, "Decorating the stairwell together", "每年共同装饰楼道次数")
    talent_shows_a_year: float = _lever(0.0, "times a year and compound", 12.0, "Talent shows of the compound", "每小区每年才艺展示次数")
    find_talent: bool = _lever(False, "yes or no", None, "Gate heads look for capable people at gatherings", "在聚会中发现社区能人")
    interest_circles: bool = _lever(False, "yes or no", None, "Capable people are asked to open interest circles", "请能人组织兴趣小组")
    party_first: bool = _lever(False, "yes or no", None, "Party members, activists and arts backbones come first and ask others", "党员、积极分子、文艺骨干带头并邀请他人")
    knock_share: float = _lever(0.0, "share of households", 1.0, "Households at whose door the head wants to knock before a gathering", "聚会前上门邀请的住户比例")
    # Activities
    gathering_evenings: float = assumed(1.5, "evenings", 0.1, 10.0, "Time that a gathering takes one head without helpers", "筹办一次聚会所需晚上")
    decorating_evenings: float = assumed(2.0, "evenings", 0.1, 10.0, "Time that decorating takes one head without helpers", "组织一次装饰所需晚上")
    helper_relief: float = assumed(0.3, "share a helper", 0.0, 2.0, "How much a usual helper shortens it", "每位帮手减轻的工作")
    least_preparation: float = assumed(0.35, "share of the time needed", 0.0, 1.0, "With less preparation an activity is cancelled", "低于此准备程度则取消")
    quality: float = assumed(0.5, "0 to 1", 0.0, 1.0, "Quality of a well prepared gathering of a head of average skill", "准备充分的聚会质量")
    skill_quality: float = assumed(0.08, "per sd of civic disposition", 0.0, 0.5, "What the organiser's skill adds to it", "组织者能力对质量的作用")
    helper_quality: float = assumed(0.08, "per helper, at most three", 0.0, 0.3, "What usual helpers add to it", "帮手对质量的作用")
    festival_quality: float = assumed(0.1, "0 to 1", 0.0, 0.5, "What a festival adds to it", "节日对质量的作用")
    room_quality: float = assumed(0.1, "0 to 1", 0.0, 0.5, "What a room adds to a show in the yard", "室内场地对质量的作用")
    decor_quality: float = assumed(0.1, "for a freshly decorated stairwell", 0.0, 0.5, "What a decorated stairwell adds to it", "楼道装饰对质量的作用")
    gathering_hours: float = assumed(2.0, "hours", 0.25, 8.0, "Length of a well prepared gathering", "一次聚会时长")
    decorating_hours: float = assumed(3.0, "hours", 0.25, 8.0, "Length of a well prepared day of decorating", "一次装饰时长")
    show_hours: float = assumed(2.5, "hours", 0.25, 8.0, "Length of a talent show", "一次才艺展示时长")
    gathering_room: int = constant(30, unit="people", low=2, high=500, mark="assumed", en="People for whom the hall of a gate has room", zh="门厅容纳人数")
    show_room: int = constant(120, unit="people", low=10, high=5000, mark="assumed", en="People for whom there is room at a talent show", zh="才艺展示容纳人数")
    poster: float = assumed(0.35, "chance", 0.0, 1.0, "Reach of a poster in the hall of the gate", "楼门海报到达率")
    chat: float = assumed(0.25, "chance times digital skill", 0.0, 1.0, "Reach of the chat group", "微信群到达率")
    households_an_evening: float = assumed(15.0, "households", 1.0, 100.0, "Doors at which a head can knock in an evening", "一晚可上门户数")
    help_base: float = assumed(-0.5, "log-odds", -6.0, 6.0, "A Party member, activist or backbone who came lends a hand", "到场骨干主动帮忙的基准")
    help_civic: float = assumed(0.8, "log-odds per sd", 0.0, 5.0, "Civic disposition", "公共参与倾向")
    help_hours: float = assumed(1.5, "hours", 0.0, 8.0, "Time that lending a hand takes", "帮忙时长")
    # Money and staff
    budget_a_gate: float = constant(6000.0, unit="yuan a year", low=0.0, high=1e6, mark="setting", en="What the street office gives the community a gate", zh="每楼门年度经费")
    gathering_yuan: float = assumed(150.0, "yuan", 0.0, 1e5, "Cost of a gathering", "一次聚会费用")
    decorating_yuan: float = assumed(800.0, "yuan", 0.0, 1e6, "Cost of decorating a stairwell", "一次装饰费用")
    show_yuan: float = assumed(3000.0, "yuan", 0.0, 1e6, "Cost of a talent show", "一次才艺展示费用")
    circle_yuan: float = assumed(20.0, "yuan", 0.0, 1e5, "Cost of a meeting of a circle", "兴趣小组一次活动费用")
    show_staff: float = assumed(16.0, "hours", 0.0, 400.0, "Staff time of a talent show", "一次才艺展示工作人员工时")
    gathering_staff: float = assumed(0.5, "hours", 0.0, 40.0, "Staff time of a gathering (forms, photographs, reports)", "一次聚会工作人员工时")
    honour_yuan: float = assumed(100.0, "yuan a year and head", 0.0, 1e5, "Cost of certificates and a ceremony", "荣誉表彰费用")
    points_an_evening: float = assumed(8.0, "yuan", 0.0, 1000.0, "Worth of the points for an evening", "一晚积分价值")
    money_a_month: float = assumed(200.0, "yuan a month", 0.0, 10000.0, "Allowance of a gate head", "楼门长每月补贴")
    # Talent and circles
    perform: float = assumed(-0.6, "log-odds", -6.0, 6.0, "One with a hidden talent who came to a show performs", "到场者登台的基准")
    perform_civic: float = assumed(0.5, "log-odds per sd", 0.0, 5.0, "Civic disposition", "公共参与倾向")
    perform_interest: float = assumed(1.0, "log-odds", 0.0, 5.0, "Full interest in the topic of the talent", "对才艺的兴趣")
    notice_talent: float = assumed(0.05, "chance a gathering", 0.0, 1.0, "A head who looks for it notices a talent", "聚会中发现才艺的概率")
    circle_quality: float = assumed(0.1, "0 to 1", -1.0, 1.0, "Quality of a circle above that of a gathering", "小组比聚会高的质量")
    circle_room: int = constant(15, unit="people", low=2, high=100, mark="assumed", en="People for whom a circle has room", zh="兴趣小组人数上限")
    circle_poster: float = assumed(0.06, "chance", 0.0, 1.0, "Reach of a circle's poster in the compound", "小组海报到达率")
    circle_hours: float = assumed(1.5, "hours", 0.25, 6.0, "Length of a meeting of a circle", "小组活动时长")
    fortnightly: float = assumed(0.4, "share of circles", 0.0, 1.0, "Circles that meet every second week", "隔周活动的小组比例")
    # What is reported
    report_floor: int = constant(20, unit="people", low=0, high=500, mark="assumed", en="What an activity is expected to draw; fewer are not reported", zh="上报人数下限")
    paper: float = assumed(0.5, "chance", 0.0, 1.0, "An activity that was asked for and did not take place is reported all the same", "未办活动仍上报的概率")
