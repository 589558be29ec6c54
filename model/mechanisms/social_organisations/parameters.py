"""Parameters of social-organisations: levers of the policy, rules of the street office, and what is assumed of groups and of those who pay."""

from __future__ import annotations

from typing import Any, Literal

from ...contract.mechanism import MechanismParameters
from ...ground.parameters import assumed, constant, setting

Registration = Literal["strict", "simple"]
GrantsTo = Literal["record", "lot", "new"]
Mark = Literal["measured", "fitted", "assumed", "setting"]

LEVERS: dict[str, object] = {"registration": "strict", "base_places": 0, "grants_yuan": 0.0, "contracts": 0}
"""Lever -> value of a community without the policy."""
_LAW = "regulations on the registration of associations (1998), articles 10 and 12: 50 members, 30,000 yuan of funds for a local one, 60 days"
_TRIAL = "several cities file or register community organisations with five to ten members and no funds (from memory); assumed"


def _whole(default: int | None, unit: str, low: int, high: int, en: str, zh: str, mark: Mark = "assumed", source: str = "") -> Any:
    return constant(default, unit=unit, low=low, high=high, mark=mark, source=source, en=en, zh=zh)


class SocialOrganisationsParameters(MechanismParameters):
    """Community social organisations. All levers are off by default: groups live as ordinary life lets them, and no paper is worth anything."""

    # Levers
    registration: Registration = setting(
        "strict", "strict or simple", None, None,
        "Rules by which groups are filed and registered", "备案与登记规则（严格或简化）",
    )  # fmt: skip
    base_places: int = _whole(
        0, "places a community", 0, 50,
        "New groups for which the incubation base has a place at a time", "孵化基地可同时孵化的组织数", "setting",
    )  # fmt: skip
    grants_yuan: float = setting(0.0, "yuan a year and community", 0.0, 1e6, "Direct grants to filed organisations", "每社区每年直接资助总额")
    contracts: int = _whole(0, "lots a community", 0, 20, "Lots of government purchase that run at a time", "同时进行的政府购买服务项目数", "setting")
    # What the levers are made of
    grants_to: GrantsTo = setting(
        "record", "record, lot or new", None, None,
        "Whom the jury of grants puts first: a long record, the lot, those with no income so far", "资助评审优先：业绩、抽签或尚无经费者",
    )  # fmt: skip
    grant_yuan: float = setting(3000.0, "yuan", 100.0, 1e5, "Size of a grant", "每笔资助金额")
    seed_yuan: float = setting(2000.0, "yuan", 0.0, 1e5, "Seed money of a group in the base", "孵化种子资金")
    base_weeks: int = _whole(52, "weeks", 4, 520, "Time that a group has its place in the base", "孵化周期", "setting")
    base_yuan: float = setting(6000.0, "yuan a year and place", 0.0, 1e6, "What the base costs: rent, power, the coach", "孵化基地每名额年运行费")
    coach_hours: float = setting(4.0, "staff hours a month and group", 0.0, 100.0, "Coaching by the committee's staff", "每组织每月辅导工时")
    contract_yuan: float = setting(30000.0, "yuan a lot", 0.0, 1e6, "Price of a contract", "每项购买金额")
    contract_weeks: int = _whole(40, "weeks", 4, 520, "Term of a contract", "购买合同期", "setting")
    contract_gap: int = _whole(
        12, "weeks", 0, 520,
        "Weeks between the end of one term and the beginning of the next", "两期合同之间的空档", "setting",
    )  # fmt: skip
    purchase_until: int | None = _whole(
        None, "scenario week", 0, 100000,
        "Week from which nothing more is bought, what runs goes on to its end; none: it never ends", "停止购买的周（已签合同履行到期），空为不停", "setting",
    )  # fmt: skip
    contract_events: int = _whole(10, "events a term", 1, 200, "Events that a contract asks for", "合同要求的活动场次", "setting")
    contract_reports: int = _whole(10, "reports a term", 0, 200, "Reports that a contract asks for", "合同要求的报告数", "setting")
    organiser_pay: float = setting(
        500.0, "yuan a month", 0.0, 10000.0,
        "What the organiser of a group under contract is paid out of it", "合同期内组织者每月补贴",
    )  # fmt: skip
    advance: float = setting(0.5, "share of the price", 0.0, 1.0, "Part of the price that is paid at the beginning; at the end receipts decide", "合同首付比例")
    local_points: float = setting(
        0.0, "points of the jury", 0.0, 10.0,
        "What the jury of a tender adds for an organisation of the community", "评标时对本社区组织的加分",
    )  # fmt: skip
    # Rules of the street office
    file_members: int = _whole(10, "members", 0, 200, "Least members of a filed organisation, strict rules", "备案最低人数（严格）")
    file_members_simple: int = _whole(
        5, "members", 0, 200,
        "Least members of a filed organisation, simple rules", "备案最低人数（简化）", source=_TRIAL,
    )  # fmt: skip
    file_evenings: float = assumed(4.0, "evenings", 0.0, 60.0, "Paperwork of filing, strict rules", "备案所需晚上数（严格）")
    file_evenings_simple: float = assumed(1.0, "evenings", 0.0, 60.0, "Paperwork of filing, simple rules", "备案所需晚上数（简化）")
    file_weeks: int = _whole(4, "weeks", 0, 104, "Time until the office answers a filing, strict rules", "备案办理周数（严格）")
    file_weeks_simple: int = _whole(1, "weeks", 0, 104, "Time until the office answers a filing, simple rules", "备案办理周数（简化）")
    register_members: int = _whole(
        50, "members", 0, 200,
        "Least members of a registered organisation, strict rules", "登记最低人数（严格）", "measured", _LAW,
    )  # fmt: skip
    register_members_simple: int = _whole(
        10, "members", 0, 200,
        "Least members of a registered organisation, simple rules", "登记最低人数（简化）", source=_TRIAL,
    )  # fmt: skip
    register_funds: float = constant(
        30000.0, unit="yuan", low=0.0, high=1e6, mark="measured", source=_LAW,
        en="Funds that one who registers has to show, strict rules", zh="登记须有的资金（严格）",
    )  # fmt: skip
    register_funds_simple: float = assumed(
        0.0, "yuan", 0.0, 1e6,
        "Funds that one who registers has to show, simple rules", "登记须有的资金（简化）", _TRIAL,
    )  # fmt: skip
    register_evenings: float = assumed(20.0, "evenings", 0.0, 100.0, "Paperwork of registering, strict rules", "登记所需晚上数（严格）")
    register_evenings_simple: float = assumed(6.0, "evenings", 0.0, 100.0, "Paperwork of registering, simple rules", "登记所需晚上数（简化）")
    register_weeks: int = _whole(
        9, "weeks", 0, 104,
        "Time until the office answers a registration, strict rules", "登记办理周数（严格）", "measured", _LAW,
    )  # fmt: skip
    register_weeks_simple: int = _whole(4, "weeks", 0, 104, "Time until the office answers a registration, simple rules", "登记办理周数（简化）")
    jury_weeks: int = _whole(4, "weeks", 1, 52, "Time from a call for grants to the jury", "资助申请期")
    tender_weeks: int = _whole(26, "weeks", 1, 260, "Time from the beginning of the policy to the first tender", "首次招标前的周数", "setting")
    # Ideas
    idea: float = assumed(
        -9.0, "log-odds a month", -20.0, 4.0,
        "A capable person who heard of what is offered begins a group, nothing offered", "得知消息的能人发起组织的基准",
    )  # fmt: skip
    idea_base: float = assumed(1.5, "log-odds", 0.0, 2.0, "A free place in the base: a room, coaching, seed money", "孵化名额对发起意愿的作用")
    idea_grant: float = assumed(0.2, "log-odds per ln(1 + yuan / 1,000)", 0.0, 1.0, "A grant that one could ask for", "可申请资助对发起意愿的作用")
    notice: float = assumed(0.1, "chance a month", 0.0, 1.0, "A resident hears of what is offered by notices", "每月从告示得知的概率")
    notice_chat: float = assumed(0.1, "chance a month times digital skill", 0.0, 1.0, "The same from the chat group", "每月从微信群得知的概率")
    # Groups
    honour: float = assumed(
        1.5, "log-odds a quarter", 0.0, 10.0,
        "Full recognition of who runs a group, as far as honour counts; long pay takes part of it (crowding of volunteers)",
        "组织者被认可的作用（长期领补贴会挤出）",
    )  # fmt: skip
    founder_yuan: float = assumed(100.0, "yuan", 0.0, 10000.0, "What a founder puts into the till", "发起人垫付")
    dues: float = assumed(
        3.0, "yuan a meeting", 0.0, 100.0,
        "What each who comes to a meeting pays; a group for the public good asks for nothing", "每次活动人均缴费（公益组织不收费）",
    )  # fmt: skip
    meeting_yuan: float = assumed(15.0, "yuan a meeting", 0.0, 1000.0, "Running cost of a meeting (music, paper, tea, power)", "每次活动运行成本")
    good_yuan: float = assumed(
        40.0, "yuan a meeting", 0.0, 1000.0,
        "Running cost of a meeting of a group for the public good (what it gives away)", "公益组织每次活动成本（含所赠物品）",
    )  # fmt: skip
    meeting_hours: float = assumed(1.5, "hours", 0.25, 6.0, "Length of a meeting", "活动时长")
    meeting_room: int = _whole(20, "people", 2, 100, "People for whom a meeting has room", "活动容纳人数")
    meeting_open: int = _whole(
        4, "meetings", 1, 52,
        "Of how many meetings of a group one is open to whoever likes to look in", "每几次活动开放一次",
    )  # fmt: skip
    full: int = _whole(40, "people", 1, 200, "Members with whom a group looks for no more", "不再招新的成员数")
    poster: float = assumed(0.06, "chance", 0.0, 1.0, "Reach of a group's poster", "组织海报到达率")
    quality: float = assumed(0.5, "0 to 1", 0.0, 1.0, "Quality of a meeting or an event of an organiser of average skill", "活动质量")
    skill_quality: float = assumed(0.08, "per sd of civic disposition", 0.0, 0.5, "What the organiser's skill adds to it", "组织者能力对质量的作用")
    room_quality: float = assumed(0.1, "0 to 1", 0.0, 0.5, "What a room adds to it, that of the base too", "场地对质量的作用")
    coach_quality: float = assumed(0.05, "0 to 1", 0.0, 0.5, "What coaching adds to it", "辅导对质量的作用")
    coach_relief: float = assumed(0.3, "share of the work", 0.0, 1.0, "What coaching takes off the organiser's work", "辅导减轻的工作")
    # Papers and applications
    file: float = assumed(
        -2.5, "log-odds a month", -10.0, 6.0,
        "An organiser begins to file or register, nothing to be had for it", "组织者着手备案或登记的基准",
    )  # fmt: skip
    file_use: float = assumed(1.5, "log-odds", 0.0, 6.0, "There is a base, a grant or a contract to be had for it", "备案登记有资助或项目可得")
    apply: float = assumed(0.0, "log-odds a call", -10.0, 6.0, "An organiser asks for a grant", "组织者申请资助的基准")
    bid: float = assumed(0.0, "log-odds a tender", -10.0, 6.0, "The organiser of a registered organisation bids", "登记组织参加投标的基准")
    paper_civic: float = assumed(0.5, "log-odds per sd", 0.0, 5.0, "Civic disposition, for all three", "公共参与倾向")
    paper_evening: float = assumed(
        0.1, "log-odds an evening", 0.0, 2.0,
        "Each evening of paperwork that it takes, for all three", "每个晚上手续的阻力",
    )  # fmt: skip
    apply_evenings: float = assumed(1.5, "evenings", 0.0, 20.0, "Work on an application for a grant", "申请资助所需晚上数")
    bid_evenings: float = assumed(3.0, "evenings", 0.0, 40.0, "Work on a bid", "投标所需晚上数")
    desk: float = assumed(2.0, "evenings a week", 0.0, 7.0, "Most that an organiser sits over papers in a week", "组织者每周用于文书的最多晚上数")
    # Events that somebody pays for
    event_evenings: float = assumed(1.5, "evenings", 0.0, 10.0, "Preparing an open event", "筹办一次公开活动所需晚上数")
    event_least: float = assumed(0.35, "share of the time needed", 0.0, 1.0, "With less preparation it is not held", "低于此准备程度则不办")
    event_yuan: float = assumed(500.0, "yuan", 1.0, 1e5, "Cost of an open event", "一次公开活动费用")
    event_hours: float = assumed(2.0, "hours", 0.25, 8.0, "Length of an open event", "公开活动时长")
    event_room: int = _whole(30, "people", 2, 5000, "People for whom an open event has room", "公开活动容纳人数")
    event_poster: float = assumed(0.06, "chance", 0.0, 1.0, "Reach of its notice", "公开活动告示到达率")
    event_chat: float = assumed(0.05, "chance times digital skill", 0.0, 1.0, "The same in the chat group", "公开活动微信群到达率")
    event_every: int = _whole(8, "weeks", 1, 52, "Least time between two events of one organisation that a grant pays", "资助活动的最短间隔")
    report_evenings: float = assumed(1.5, "evenings", 0.0, 20.0, "Writing a report (forms, photographs, receipts)", "写一份报告所需晚上数")
    delivered: float = assumed(
        0.8, "share of what was asked for", 0.0, 1.0,
        "Events and reports with which a contract counts as fulfilled", "视为履约的完成比例",
    )  # fmt: skip
    # The outside agency
    agency_record: float = assumed(300.0, "meetings and events", 0.0, 10000.0, "Record that the outside agency can show", "外来机构的业绩")
    agency_quality: float = assumed(0.55, "0 to 1", 0.0, 1.0, "Quality of its events", "外来机构活动质量")
    report_floor: int = _whole(
        20, "people", 0, 500,
        "What an event that is paid for is expected to draw; fewer are not reported", "上报人数下限",
    )  # fmt: skip
