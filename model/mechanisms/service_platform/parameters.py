"""Parameters of service-platform: what the policy sets up, and what is assumed of troubles, of those who report them and of those who work on them."""

from __future__ import annotations

from typing import Any

from ...contract.mechanism import MechanismParameters
from ...ground.parameters import assumed, constant, setting

LEVERS: dict[str, object] = {
    "phone": False,
    "app": False,
    "grid": False,
    "sorting": False,
    "dispatch": False,
    "deadline_weeks": 0,
    "callbacks": 0.0,
    "ranking": 0.0,
    "more_hours": 0.0,
}
"""Lever -> value of a community without the policy: a window of the committee in office hours."""


def _odds(default: float, en: str, zh: str, unit: str = "log-odds") -> Any:
    return assumed(default, unit, -12.0, 12.0, en, zh)


def _yes(en: str, zh: str) -> Any:
    return setting(False, "yes or no", None, None, en, zh)


class ServicePlatformParameters(MechanismParameters):
    """One place that takes in what residents report. All levers are off by default: there is the committee's window, and no deadline."""

    # Levers
    phone: bool = _yes("A number to ring (12345)", "开通12345电话受理")
    app: bool = _yes("An app", "开通手机端受理")
    grid: bool = _yes("Grid workers take reports at the doors at which they ring", "网格员入户时受理")
    sorting: bool = _yes(
        "Enquiries, and calls about what is in hand, are answered by operators and kept from those who work",
        "咨询与重复来电由话务员直接答复",
    )  # fmt: skip
    dispatch: bool = _yes("What others are in charge of is sent to them; nobody is sent away", "按职责派单，不再让居民另找部门")
    deadline_weeks: int = setting(
        0, "weeks", 0, 52, "Deadline, at which a ticket is answered whether the trouble is over or not; 0: none",
        "办结期限，到期必须答复；0为无期限",
    )  # fmt: skip
    callbacks: float = setting(
        0.0, "share of closed tickets", 0.0, 1.0, "Callers are rung up after the ticket is closed; what is not over is sent back once",
        "回访比例，未解决者退回重办一次",
    )  # fmt: skip
    ranking: float = setting(
        0.0, "0 to 1", 0.0, 1.0, "Weight of the caller's word, against the trouble itself, in how staff are appraised",
        "群众评价在考核中的权重",
    )  # fmt: skip
    more_hours: float = setting(0.0, "hours a week for 1,000 residents", 0.0, 200.0, "Hours that offices put in besides", "职能部门增加的工时")
    # Troubles
    private_a_year: float = assumed(0.3, "times a year and adult", 0.0, 20.0, "A trouble arises that bothers one household", "只影响一户的问题")
    shared_a_year: float = assumed(3.0, "times a year and gate", 0.0, 100.0, "A trouble arises that bothers a gate", "影响整个楼门的问题")
    bothered: float = assumed(0.2, "chance an adult", 0.0, 1.0, "One of the gate is bothered by it", "楼门居民受其困扰的概率")
    of_company: float = assumed(0.3, "share", 0.0, 1.0, "Troubles of which the property company is in charge", "由物业负责的问题比例")
    of_offices: float = assumed(0.25, "share", 0.0, 1.0, "Troubles of which offices of the district are in charge", "由职能部门负责的问题比例")
    need_committee: float = assumed(1.5, "hours, median", 0.05, 500.0, "Work that ends a trouble of the committee", "居委会解决一件所需工时")
    need_company: float = assumed(3.0, "hours, median", 0.05, 500.0, "Work that ends a trouble of the company", "物业解决一件所需工时")
    need_offices: float = assumed(8.0, "hours, median", 0.05, 500.0, "Work that ends a trouble of the offices", "职能部门解决一件所需工时")
    need_spread: float = assumed(1.0, "log", 0.0, 3.0, "Spread of that work", "所需工时的离散度")
    by_itself: float = assumed(
        0.015, "chance a week", 0.0, 1.0, "A trouble ends by itself, or people see to it themselves",
        "问题自行消失或居民自行解决的概率",
    )  # fmt: skip
    # Who reports
    questions_a_year: float = assumed(1.0, "times a year and adult", 0.0, 50.0, "A question arises (where, how, until when)", "产生咨询需求的次数")
    call: float = _odds(-2.6, "One of trust one half reports a trouble of an hour's work that bothers them", "受困扰者反映问题的基准", "log-odds a week")
    call_trust: float = assumed(1.5, "log-odds", 0.0, 12.0, "Full trust in institutions against none", "对机构的信任")
    call_civic: float = assumed(0.4, "log-odds per sd", 0.0, 5.0, "Civic disposition", "公共参与倾向")
    call_size: float = assumed(0.4, "log-odds per log hour", 0.0, 5.0, "How large the trouble is", "问题大小")
    call_heard: float = assumed(
        1.0, "log-odds", 0.0, 12.0, "One heard of a trouble that was reported and ended; of one that was closed and did not, as much less",
        "听说反映后已解决（或未解决）",
    )  # fmt: skip
    call_door: float = assumed(1.5, "log-odds", 0.0, 12.0, "A grid worker asks at the door", "网格员上门询问")
    call_open: float = _odds(-2.0, "It has been reported already, and is in hand", "已有人反映、正在办理")
    by_window: float = assumed(0.25, "chance a week", 0.0, 1.0, "One who is free in office hours comes to the window", "工作时间空闲者到窗口的概率")
    by_phone: float = assumed(0.35, "chance a week", 0.0, 1.0, "One who has heard of the line gets to ring it", "知道热线者拨打的概率")
    by_app: float = assumed(
        0.3, "chance a week, times digital skill", 0.0, 1.0, "One who has heard of the line gets to write in the app",
        "知道平台者用手机提交的概率",
    )  # fmt: skip
    sent_away: float = assumed(
        0.6, "chance", 0.0, 1.0, "Without dispatch: one with a trouble of others is told at the window that it is not theirs",
        "无派单时被告知“不归我们管”的概率",
    )  # fmt: skip
    publicity: float = assumed(0.006, "chance a week", 0.0, 1.0, "One who has not heard of the line reads of it", "居民看到热线宣传的概率")
    word_half_life: float = assumed(1.0, "weeks", 0.1, 520.0, "Weeks after which it is told half as often how a report ended", "反映结果谈论热度的半衰期")
    # Staff
    reports_hours: float = setting(
        110.0, "hours a week and community", 0.0, 1000.0, "Reports and forms for others that the committee has to write",
        "居委会其他报表台账工时",
    )  # fmt: skip
    visits_a_week: float = setting(20.0, "homes a week and community", 0.0, 1000.0, "Homes at which grid workers ring", "网格员每周走访户数")
    visit_hours: float = assumed(0.75, "hours", 0.05, 10.0, "Staff time of a home", "走访一户工时")
    at_home: float = assumed(0.4, "chance", 0.0, 1.0, "One who lives there is at home and at the door", "走访时在家的概率")
    answer_hours: float = assumed(0.2, "hours", 0.0, 10.0, "An enquiry, where the committee answers it", "居委会答复一次咨询工时")
    paper_hours: float = assumed(
        0.75, "hours", 0.0, 20.0, "Photographs, forms and the written answer to a ticket, where there is a deadline or a follow-up",
        "每件工单的拍照、填报与书面答复工时",
    )  # fmt: skip
    asking_hours: float = assumed(0.5, "hours", 0.02, 20.0, "Asking a caller for a good mark", "请来电人给好评所需工时")
    company_share: float = assumed(0.03, "share", 0.0, 1.0, "Part of the property company's hours for what residents report", "物业用于居民诉求的工时比例")
    offices_hours: float = constant(
        4.0, unit="hours a week for 1,000 residents", low=0.0, high=500.0, mark="assumed", likely=(2.0, 10.0),
        source="set so that 53.1 % resolved by the caller's word (Beijing, 2019) is in reach of the arm first-year",
        en="Hours of the district's offices for what people report", zh="职能部门用于居民诉求的工时",
    )  # fmt: skip
    patience: int = constant(
        8, unit="weeks", low=1, high=520, mark="assumed", en="Weeks after which one who reported feels passed over, where there is no deadline",
        zh="无期限时居民的耐心周数",
    )  # fmt: skip
    # What callers say
    says: float = _odds(-1.9, "Rung up, one of trust one half says that it is over though it is not", "未解决而称已解决的基准")
    says_over: float = assumed(4.4, "log-odds", 0.0, 12.0, "It is over", "确已解决")
    says_asked: float = assumed(1.8, "log-odds", 0.0, 12.0, "Somebody of the staff has asked for a good mark", "工作人员事先请求好评")
    says_known: float = assumed(0.7, "log-odds", 0.0, 12.0, "One knows a member of the staff", "认识工作人员")
    says_trust: float = assumed(1.0, "log-odds", 0.0, 12.0, "Full trust in institutions against none", "对机构的信任")
    # Money
    platform_yuan: float = assumed(
        12_000.0, "yuan a year and community", 0.0, 1e7, "What the platform costs, where there is a line, an app or a follow-up",
        "平台年度费用",
    )  # fmt: skip
    call_yuan: float = assumed(6.0, "yuan", 0.0, 1000.0, "A call, in or out", "每次来电或回访费用")
    office_yuan: float = assumed(60.0, "yuan an hour", 0.0, 1000.0, "Hours that offices put in besides", "职能部门增加工时的单价")
