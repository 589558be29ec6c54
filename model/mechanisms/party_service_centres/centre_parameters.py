"""Parameters of party-service-centres: levers of the policy, what stands anyway, and what is assumed of matters, queues and evenings."""

from __future__ import annotations

from typing import Any, Literal

from ...contract.mechanism import MechanismParameters
from ...ground.parameters import assumed, constant, setting

Company = Literal["none", "beside", "both"]

LEVERS: dict[str, object] = {
    "services": 2,
    "one_window": False,
    "evenings": 0.0,
    "weekends": 0.0,
    "rooms": 0,
    "secretary_hours": 8.0,
    "uniform": False,
    "ask_members": False,
    "report_in": False,
    "apart": False,
}
"""Lever -> value of a community with the old service station."""
MOST_POINTS = 7


def _yes(en: str, zh: str) -> Any:
    return setting(False, "yes or no", None, None, en, zh)


class PartyServiceCentresParameters(MechanismParameters):
    """Party-mass service centre (党群服务中心). All levers are off by default: that is the service station before."""

    # Levers
    services: int = setting(
        2, "kinds", 0, 4, "Kinds of matters taken in at the counter: certificates, pensions and health, family and school, renting and residence, in this order",
        "窗口受理的事项种类数（依次为证明、养老医保、生育入学、租住登记）",
    )  # fmt: skip
    one_window: bool = _yes("Every window takes in every matter; else each has its own, and some have to come again", "综合窗口一次受理，否则分窗口、需跑多趟")
    evenings: float = setting(0.0, "evenings a week", 0.0, 5.0, "Evenings on which counter and study room should be open", "每周晚间开放次数")
    weekends: float = setting(0.0, "half days a week", 0.0, 2.0, "Half days of the weekend on which counter and study room should be open", "每周周末开放半天数")
    rooms: int = setting(0, "rooms", 0, 10, "Rooms that the centre opens to whoever wants to hold something", "中心向居民和组织开放的房间数")
    secretary_hours: float = setting(8.0, "hours a week", 0.0, 60.0, "Hours that the secretary is there for the community", "书记每周在社区的小时数")
    uniform: bool = _yes("Staff and secretary wear one uniform and a badge that says who they are", "统一着装、佩戴胸牌")
    ask_members: bool = _yes("Party members whose branch is here are asked to days of service", "组织本社区支部党员参加服务日")
    report_in: bool = _yes("Party members whose branch is at their workplace report to the community too, and are asked as well", "在职党员到社区报到并参加服务日")
    apart: bool = _yes("Halls, money and posts of the community are kept apart from the joint-stock company", "社区的场地、资金、职务与股份公司分开")
    # The joint-stock company
    company: Company = setting(
        "none", "none, beside or both", None, None, "A joint-stock company of the former villagers: none, beside the community, or with its head as the secretary",
        "股份公司：没有、并存、或书记兼任其负责人",
    )  # fmt: skip
    company_bookings: float = setting(3.0, "times a week and compound", 0.0, 6.0, "Evenings and weekends on which the company keeps the activity room for itself", "股份公司每周占用活动室次数")
    company_hours: float = assumed(30.0, "hours a week", 0.0, 60.0, "Hours that the company takes of a secretary who is its head", "兼任股份公司负责人每周占用时间")
    company_takes: float = assumed(0.6, "share", 0.0, 1.0, "Part of the centre's money that goes to what the company holds", "股份公司占用的中心经费比例")
    meetings_a_year: float = setting(2.0, "times a year", 0.0, 52.0, "Meetings of the shareholders", "每年股东会次数")
    # What is asked of the staff besides
    reports_hours: float = setting(60.0, "hours a week", 0.0, 400.0, "Hours of staff that reports and forms take", "每周报表台账工时")
    inspections_a_month: float = setting(2.0, "times a month", 0.0, 60.0, "Inspections from above that the staff accompany", "每月迎检次数")
    inspection_hours: float = assumed(10.0, "hours", 0.0, 200.0, "Hours of staff that an inspection takes", "一次迎检所需工时")
    secretary_reports: float = assumed(0.05, "share of these hours", 0.0, 1.0, "Hours of the secretary for an hour of reports and inspections", "报表迎检中书记须投入的比例")
    # Counter
    windows: float = setting(2.0, "people", 0.0, 20.0, "Windows staffed in office hours, 40 hours a week each", "工作时间开设的窗口数")
    minutes: float = assumed(12.0, "minutes", 1.0, 120.0, "Time at the window for a matter", "窗口受理一件的时间")
    work_hours: float = assumed(0.4, "hours", 0.0, 20.0, "Work on a request after it was taken in", "受理后的办理工时")
    enquiries: float = constant(
        0.5, unit="share", low=0.0, high=1.0, mark="assumed", source="41 to 70 % of calls to the hotline of Beijing", en="Matters that are enquiries, answered at the window", zh="咨询类事项比例"
    )
    solved: float = assumed(2.0, "log-odds", -6.0, 6.0, "A request is solved when its work is over", "诉求办理后得到解决的基准")
    two_windows: float = assumed(0.35, "chance", 0.0, 0.95, "A matter that concerns another window too brings one again, without one window for all", "分窗口时须再跑一趟的概率")
    # Matters, times a year
    certificates: float = assumed(0.6, "times a year", 0.0, 12.0, "Matters of an adult: certificates, the flat, subsidies", "成年人证明、房屋等事项")
    pensions: float = assumed(1.5, "times a year", 0.0, 12.0, "Matters of one of 60 and more: pension, insurance, allowances", "60岁及以上养老医保等事项")
    family: float = assumed(1.5, "times a year", 0.0, 12.0, "Matters of one who cares for small children: birth, school, vaccination", "带幼儿者生育入学等事项")
    residence: float = assumed(0.8, "times a year", 0.0, 12.0, "Matters of one who rents or is registered elsewhere: residence, lease", "租户或外来者租住登记等事项")
    # Going there
    go: float = assumed(0.3, "log-odds a week", -8.0, 8.0, "One with a matter who is free when the counter is open goes there", "有事且开放时有空者本周前往的基准")
    go_leave: float = assumed(3.0, "log-odds", 0.0, 12.0, "One at work or school who would have to take leave for it", "须请假者的不便")
    go_distance: float = assumed(0.3, "log-odds per 100 m", 0.0, 10.0, "Distance", "距离")
    go_frailty: float = assumed(1.5, "log-odds", 0.0, 10.0, "Full frailty against none", "体弱")
    go_wait: float = assumed(1.5, "log-odds an hour", 0.0, 10.0, "The wait that one has heard of", "等候时间")
    gives_up: float = assumed(0.04, "chance a week", 0.0, 1.0, "One who has not gone does without, or settles it elsewhere", "每周放弃或另处办理的概率")
    waiting_openness: float = assumed(0.03, "factor", 0.001, 1.0, "Openness to strangers among those who wait together; in a lift or shop it is .01, on a bench .5", "候办者之间对陌生人的开放度")
    # Evenings and study room
    points: int = setting(1, "places", 1, MOST_POINTS, "Places of the community with a study room, the centre's own one included", "设自习室的点位数（含中心）")
    evening_hours: float = setting(3.0, "hours", 0.5, 6.0, "Length of an evening or half day of the weekend", "每次晚间或周末开放时长")
    evening_staff: float = setting(1.0, "people", 0.0, 10.0, "Staff in the centre on such an evening", "晚间值班人数")
    point_staff: float = setting(0.5, "hours", 0.0, 10.0, "Hours of staff for a study room elsewhere on such an evening", "其他点位每次开放所需工时")
    opening_yuan: float = assumed(60.0, "yuan", 0.0, 1e4, "Cost of such an evening of one place (power, water, cleaning)", "每处每次开放费用")
    seats: int = constant(30, unit="people", low=2, high=500, mark="setting", en="Seats of a study room", zh="自习室座位数")
    study_hours: float = assumed(2.0, "hours", 0.25, 6.0, "How long one stays in a study room", "自习时长")
    study_quality: float = assumed(0.5, "0 to 1", 0.0, 1.0, "Quality of a study room", "自习室质量")
    study_adults: float = assumed(0.15, "share", 0.0, 1.0, "Adults below 60 who have a use for a quiet place (examinations, reading, work from home), for life; all who go to school have", "60岁以下成年人中需要安静学习处的比例")
    study_openness: float = assumed(0.01, "factor", 0.001, 1.0, "Openness to strangers in a study room, where one is quiet", "自习室内对陌生人的开放度")
    poster: float = assumed(0.1, "chance", 0.0, 1.0, "Reach of the centre's notice", "中心告示到达率")
    chat: float = assumed(0.1, "chance times digital skill", 0.0, 1.0, "Reach of the chat group and mini programme", "微信群与小程序到达率")
    # The secretary
    hall_hours: float = assumed(10.0, "hours a week", 0.0, 40.0, "Hours of the secretary's own time that go to the hall first", "书记自主时间中优先用于大厅的小时数")
    visits_a_week: float = setting(15.0, "homes a week", 0.0, 200.0, "Homes at which the secretary rings in the time that is left", "书记余下时间每周入户户数上限")
    visit_hours: float = assumed(0.75, "hours", 0.1, 8.0, "Length of a visit to a home, the way included", "一次入户时长")
    at_home: float = assumed(0.5, "chance", 0.0, 1.0, "One who lives there is at home at a visit", "入户时在家的概率")
    told: float = assumed(0.4, "chance", 0.0, 1.0, "One who sees the secretary in the hall learns who that is, without a badge", "无胸牌时得知其身份的概率")
    reads: float = assumed(0.7, "chance", 0.0, 1.0, "The same with a badge", "有胸牌时得知其身份的概率")
    wage: float = assumed(45.0, "yuan an hour", 0.0, 1000.0, "Pay for the secretary's hours above eight a week", "书记每周八小时以上部分的报酬")
    uniform_yuan: float = assumed(3000.0, "yuan a year", 0.0, 1e6, "Uniforms and badges", "着装与胸牌费用")
    # Members
    service_days: float = setting(12.0, "times a year", 0.0, 52.0, "Days of service to which members are asked", "每年党员服务日次数")
    service_hours: float = assumed(2.0, "hours", 0.25, 8.0, "Length of a day of service", "服务日时长")
    service_staff: float = assumed(4.0, "hours", 0.0, 200.0, "Hours of staff for a day of service", "服务日工作人员工时")
    service_yuan: float = assumed(300.0, "yuan", 0.0, 1e5, "Cost of a day of service", "服务日费用")
    budget: float = setting(30000.0, "yuan a year", 0.0, 1e7, "Money of the centre for evenings and days of service", "中心开放与服务经费")
    # The instrument
    asked: int = setting(0, "people", 0, 5000, "Adults of a community who are asked what the secretary is called; 0: all", "受访成年人数（0 为全部）")
