"""Constants of those who give time without being employed, and of the organisations that stand in a compound."""

from __future__ import annotations

from typing import Any

from ..ground.parameters import Parameters, assumed, constant

_BEIJING = "owners' or property committees in 11.9 % of compounds before 2020 (Beijing Youth Daily 2021)"
_LAW = "five to eleven members for three to five years (Hangzhou housing authority 2019)"
_RETAINED = "two of three volunteers of one year are there the next (American national service surveys, from memory)"
_CROWDING = "crowding out (Frey and Oberholzer-Gee 1997; Titmuss 1970); size assumed"


def _odds(default: float, per: str, en: str, zh: str, low: float = 0.0, high: float = 5.0) -> Any:
    unit = f"log-odds {per}".strip()
    return constant(default, unit=unit, low=low, high=high, mark="assumed", en=en, zh=zh)


class PostKind(Parameters):
    """Weights of one kind of volunteer: who is asked, who accepts, what wears them out. The defaults are those of a gate head."""

    # Who comes to mind
    mind_home: float = assumed(
        0.6, "sd of civic disposition", 0.0, 5.0, "Who is at home comes to mind sooner", "在家者更易被想到"
    )
    mind_known: float = assumed(
        0.5, "sd per log of acquaintances", 0.0, 5.0, "Who is known to many comes to mind sooner", "熟人多者更易被想到"
    )
    mind_party: float = assumed(
        0.5, "sd", 0.0, 5.0, "The active come to mind sooner where they go first", "党员带头时更易被想到"
    )
    asked_a_search: int = assumed(3, "people a place", 1, 50, "People asked in one search", "一次寻访询问人数")
    search_every: int = assumed(13, "weeks", 1, 104, "Time between two searches for a vacant place", "两次寻访间隔")
    no_means_no: int = assumed(
        52, "weeks", 1, 520, "One who declined or stepped down is not asked for so long", "拒绝或卸任后不再询问的周数"
    )
    # Who accepts
    accept: float = _odds(-4.0, "", "One who is asked accepts, all else average", "受邀者答应的基准", -10.0, 6.0)
    begin: float = _odds(-8.0, "a month", "One begins unasked, all else average", "主动发起的基准", -12.0, 4.0)
    accept_civic: float = _odds(0.8, "per sd", "Civic disposition", "公共参与倾向")
    accept_home: float = _odds(0.6, "", "Being retired or at home", "退休或在家")
    accept_time: float = _odds(0.5, "per 20 free hours", "Free hours", "空闲时间")
    accept_honour: float = _odds(0.4, "", "The post is honoured", "有荣誉激励")
    accept_trust: float = _odds(1.0, "", "Trust in institutions, full against none", "对机构的信任")
    frailty: float = _odds(1.0, "", "Full frailty against none, for accepting and for staying", "体弱")
    pay: float = _odds(0.5, "per ln(1 + yuan a month / scale)", "Being paid, for accepting and for staying", "报酬")
    pay_scale: float = assumed(50.0, "yuan a month", 1.0, 1000.0, "Scale of pay", "报酬尺度")
    evenings_a_month: float = assumed(
        4.0, "evenings a month", 0.0, 31.0, "Evenings that one expects points for", "预期可得积分的晚上数"
    )
    # Who stays
    stay: float = constant(
        2.1, unit="log-odds a quarter", low=-6.0, high=10.0, mark="assumed", source=_RETAINED,
        en="A holder goes on for another quarter, all else zero", zh="每季度留任的基准",
    )  # fmt: skip
    slackens: float = constant(
        0.4, unit="share of those who would stop", low=0.0, high=1.0, mark="assumed",
        source="that posts are held in name only is often said, how many was not found; an estate in Foshan had 5 heads for 52 buildings",
        en="Who would stop keeps the name and does no work any more", zh="想卸任者中挂名不做事的比例",
    )  # fmt: skip
    stay_honour: float = _odds(2.0, "", "Full recognition, as far as honour counts", "被认可", high=10.0)
    stay_helpers: float = _odds(0.3, "a helper, at most three", "Usual helpers", "有帮手")
    stay_strain: float = _odds(
        2.5, "per unit of strain", "Work above one's evenings, as a share of them", "压力", high=20.0
    )
    company: float = _odds(0.0, "for eight people", "Eight who come to the usual occasion", "有八人参加", high=10.0)
    company_first: float = assumed(0.0, "people", 0.0, 50.0, "People whom one expects at first", "起初预期的人数")
    tires: float = _odds(0.0, "a quarter", "What each further quarter takes", "每季度的倦怠", high=3.0)
    # What becomes of the wish to do it
    crowding: float = assumed(
        0.6,
        "share of honour lost",
        0.0,
        1.0,
        "What a long allowance takes from the wish to do it for honour",
        "金钱对荣誉感的挤出",
        _CROWDING,
    )
    points_crowding: float = assumed(0.2, "share of honour lost", 0.0, 1.0, "The same for points", "积分对荣誉感的挤出")
    crowding_weeks: float = assumed(13.0, "weeks, half-life", 1.0, 520.0, "How fast pay takes it", "挤出的半衰期")
    recovery_weeks: float = assumed(
        156.0, "weeks, half-life", 1.0, 2000.0, "How fast it comes back without pay", "恢复的半衰期"
    )
    thanks_base: float = assumed(0.25, "0 to 1", 0.0, 1.0, "Recognition that a holder gets anyway", "基础认可")
    thanks_turnout: float = assumed(
        0.25, "0 to 1", 0.0, 1.0, "What fifteen people at the usual occasion add to it", "参与人数带来的认可"
    )
    thanks_honour: float = assumed(
        0.5, "0 to 1", 0.0, 1.0, "What certificates and a ceremony add to it", "表彰带来的认可"
    )
    thanks_rate: float = assumed(0.05, "share a week", 0.0, 1.0, "How fast recognition follows", "认可变化速度")
    strain_rate: float = assumed(0.1, "share a week", 0.0, 1.0, "How fast strain follows the load", "压力变化速度")
    seen_rate: float = assumed(
        0.3,
        "share an occasion",
        0.0,
        1.0,
        "How fast one's notion of the usual company follows",
        "对通常人数印象的更新速度",
    )


class OrganiserKind(PostKind):
    """Weights of one who runs a circle or club: company carries them, every quarter tires."""

    search_every: int = assumed(4, "weeks", 1, 104, "Time between two searches for a vacant place", "两次寻访间隔")
    accept: float = _odds(
        -3.0, "", "A member who is asked takes over, all else average", "成员答应接手的基准", -10.0, 6.0
    )
    begin: float = _odds(-5.4, "a month", "A known talent begins, all else average", "能人主动发起的基准", -12.0, 4.0)
    accept_home: float = _odds(0.0, "", "Being retired or at home", "退休或在家")
    stay: float = _odds(
        1.6,
        "a quarter",
        "An organiser goes on for another quarter, nobody coming",
        "无人参加时组织者继续的基准",
        -6.0,
        10.0,
    )
    slackens: float = assumed(0.0, "share of those who would stop", 0.0, 1.0, "Nobody runs in name only what meets every week", "挂名比例")
    stay_honour: float = _odds(0.0, "", "Full recognition, as far as honour counts", "被认可", high=10.0)
    stay_helpers: float = _odds(0.0, "a helper, at most three", "Usual helpers", "有帮手")
    company: float = _odds(2.0, "for eight people", "Eight who come", "有八人参加", high=10.0)
    company_first: float = assumed(4.0, "people", 0.0, 50.0, "People whom one expects at first", "起初预期的人数")
    tires: float = _odds(0.15, "a quarter", "What each further quarter takes", "每季度的倦怠", high=3.0)
    seen_rate: float = assumed(
        0.2,
        "share an occasion",
        0.0,
        1.0,
        "How fast one's notion of the usual company follows",
        "对通常人数印象的更新速度",
    )


class VolunteerConstants(Parameters):
    """Those who give time without being employed."""

    gate_head: PostKind = PostKind()
    organiser: OrganiserKind = OrganiserKind()
    owner: PostKind = PostKind()
    least_evenings: float = assumed(
        0.25,
        "evenings a week",
        0.01,
        2.0,
        "Work is felt against no fewer evenings than these",
        "计算压力时的最少晚上数",
    )
    most_stake: float = _odds(2.0, "", "The most that a purpose adds to the wish to begin", "发起意愿的最大附加值")


class PropertyConstants(Parameters):
    """The property company of a compound."""

    share: float = assumed(
        0.7, "share of compounds", 0.0, 1.0, "Compounds that have a property company", "有物业公司的小区比例"
    )
    hours: float = assumed(
        0.7, "hours a week and household", 0.0, 10.0, "Hours of work that the fee is meant to buy", "每户每周物业工时"
    )
    fee: float = assumed(90.0, "yuan a month and household", 0.0, 5000.0, "Property fee", "物业费")
    wage: float = assumed(24.0, "yuan an hour", 1.0, 500.0, "What an hour of work costs the company", "每小时成本")
    reserve: float = assumed(
        2.0, "months of work", 0.0, 60.0, "What a company keeps in its till before it takes a profit", "物业公司备用金"
    )
    pays: float = _odds(1.8, "", "A household of average trust pays the fee", "住户缴费的基准", -6.0, 10.0)
    pays_trust: float = _odds(1.5, "", "Trust in institutions, full against none", "对机构的信任")
    common_income: float = assumed(
        80.0, "yuan a year and household", 0.0, 5000.0, "Common income (lifts' advertisements, parking)", "每户公共收益"
    )
    told: float = assumed(
        0.03,
        "share a year",
        0.0,
        1.0,
        "Residents who learn of the common income from a company's notice",
        "从物业公示得知公共收益",
    )


class OwnersConstants(Parameters):
    """The owners' committee of a compound."""

    share: float = constant(
        0.119, unit="share of compounds", low=0.0, high=1.0, mark="measured", source=_BEIJING,
        en="Compounds that have an owners' committee", zh="有业主委员会的小区比例",
    )  # fmt: skip
    seats: int = assumed(5, "people", 1, 11, "Seats of an owners' committee", "业主委员会席位", _LAW)
    term: int = assumed(260, "weeks", 52, 520, "Term of an owners' committee", "业主委员会任期", _LAW)
    searches: int = assumed(6, "searches", 1, 52, "Searches for members when it is founded", "成立时的寻访次数")
    told: float = assumed(
        0.3,
        "share a year",
        0.0,
        1.0,
        "Residents who learn of the common income from a committee's account",
        "从业委会账目得知公共收益",
    )


class OrganisationConstants(Parameters):
    """Organisations of residents, and those that stand by compound."""

    joins: float = assumed(
        0.3, "chance a meeting", 0.0, 1.0, "One who came is a member from then on", "到场者成为成员的概率"
    )
    forgets: int = assumed(
        26, "weeks", 2, 520, "A member who has not come for so long is none any more", "不来多久即不再是成员"
    )
    most_members: int = assumed(200, "people", 2, 5000, "Members that an organisation can have", "组织成员上限")
    companies: PropertyConstants = PropertyConstants()
    owners: OwnersConstants = OwnersConstants()
