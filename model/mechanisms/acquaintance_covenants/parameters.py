"""Parameters of acquaintance-covenants: levers of the policy, and what is assumed of visits, days, tables, exchanges and articles."""

from __future__ import annotations

from typing import Any, Literal

from ...contract.mechanism import MechanismParameters
from ...ground.parameters import assumed, constant, setting

Whom = Literal["all", "owners"]
Word = Literal["door", "mouth"]
Host = Literal["committee", "neighbours"]
Covenant = Literal["none", "posted", "talks", "company"]
Makers = Literal["all", "settled"]

LEVERS: dict[str, object] = {"welcome": False, "days_a_year": 0.0, "tables_a_year": 0.0, "exchanges": 0, "covenant": "none"}
"""Lever -> value of a community without the policy."""
_HONG_KONG = "a programme of events in Hong Kong estates (Shen 2017) names events and no sizes"
_XIAMEN = "what Xiamen's communities do is told, not how often"


def _whole(default: int, unit: str, low: int, high: int, en: str, zh: str, mark: Literal["assumed", "setting"] = "assumed") -> Any:
    return constant(default, unit=unit, low=low, high=high, mark=mark, en=en, zh=zh)


def _odds(default: float, en: str, zh: str, low: float = -8.0, high: float = 8.0) -> Any:
    return assumed(default, "log-odds", low, high, en, zh)


class CovenantsParameters(MechanismParameters):
    """Acquaintance covenants. All levers are off by default."""

    # Levers
    welcome: bool = setting(False, "yes or no", None, None, "A neighbour of the gate visits households that have moved in", "邻居上门迎新")
    days_a_year: float = setting(0.0, "times a year and compound", 0.0, 364.0, "Neighbours' days", "每年邻里节次数")
    tables_a_year: float = setting(0.0, "times a year and building", 0.0, 104.0, "Shared tables of a building", "每栋每年邻里共餐次数")
    exchanges: int = _whole(
        0, "groups a compound", 0, 12, "Groups in which neighbours teach one another, as many as are offered a room", "每小区技能互换小组数", "setting",
    )  # fmt: skip
    covenant: Covenant = setting(
        "none", "none, posted, talks or company", None, None,
        "How articles come about: hung up by the committee, made at talks of a building, or over shared tables", "公约如何产生：张贴、议事或共餐时商定",
    )  # fmt: skip
    # What the levers are made of
    welcome_whom: Whom = setting("all", "all or owners", None, None, "Who is welcomed: all who move in, or those who have bought", "迎新对象：全部或业主")
    word: Word = setting(
        "door", "door or mouth", None, None,
        "How people hear of days and tables: by notices, at the door and newcomers by name, or from those whom the host and the active know",
        "如何得知：告示上门，或熟人相告",
    )  # fmt: skip
    day_host: Host = setting("committee", "committee or neighbours", None, None, "Who holds neighbours' days", "邻里节主办方")
    covenant_by: Makers = setting(
        "all", "all or settled", None, None, "Who is called to talks and asked at tables: all, or owners who are settled", "公约由谁商定",
    )  # fmt: skip
    settled_years: float = setting(5.0, "years", 0.0, 50.0, "Owners who have lived here for so long are settled", "视为老住户的年数")
    # Welcome visits
    welcome_hears: float = assumed(0.3, "chance a week", 0.0, 1.0, "The one who welcomes hears of a household that has moved in", "得知新住户入住的概率")
    welcome_within: int = _whole(13, "weeks", 1, 104, "After so long a household is not new any more", "迎新期限")
    welcome_evenings: float = assumed(0.5, "evenings", 0.0, 4.0, "A visit with what goes before it", "一次迎新所需晚上数")
    welcome_hours: float = assumed(1.0, "hours", 0.1, 6.0, "Length of a visit", "迎新时长")
    welcome_yuan: float = assumed(20.0, "yuan", 0.0, 1000.0, "Fruit and a card with telephone numbers", "一次迎新费用")
    welcome_quality: float = assumed(0.5, "0 to 1", 0.0, 1.0, "Quality of a visit", "迎新质量")
    welcome_accept: float = _odds(-3.0, "One who is asked welcomes for a gate, all else average", "受邀者答应迎新的基准", -10.0, 6.0)
    # Neighbours' days
    day_hours: float = assumed(3.0, "hours", 0.25, 12.0, "Length of a neighbours' day", "邻里节时长")
    day_room: int = _whole(150, "people", 2, 5000, "People for whom there is room", "邻里节容纳人数")
    day_quality: float = assumed(0.5, "0 to 1", 0.0, 1.0, "Quality of a neighbours' day", "邻里节质量")
    day_openness: float = assumed(
        1.0, "factor", 0.001, 1.0, "Weight of those whom one does not recognise; with hosts everybody is greeted", "邻里节上对陌生人的开放度",
    )  # fmt: skip
    day_poster: float = constant(0.2, unit="chance", low=0.0, high=1.0, mark="assumed", source=_HONG_KONG, en="Reach of its notice", zh="邻里节告示到达率")
    day_chat: float = assumed(0.1, "chance times digital skill", 0.0, 1.0, "Reach in the chat group", "邻里节微信群到达率")
    day_knock: float = assumed(0.0, "share of doors", 0.0, 1.0, "Doors at which it is told", "邻里节上门告知比例")
    day_yuan: float = assumed(3000.0, "yuan", 0.0, 1e6, "Cost of a neighbours' day", "邻里节费用")
    day_staff: float = assumed(20.0, "hours", 0.0, 400.0, "Staff time of a neighbours' day", "邻里节工时")
    doors_an_hour: float = assumed(12.0, "doors", 1.0, 60.0, "Doors at which staff can knock in an hour", "工作人员每小时敲门户数")
    # Shared tables
    table_hours: float = assumed(2.0, "hours", 0.25, 8.0, "Length of a shared table", "共餐时长")
    table_room: int = _whole(12, "people", 2, 200, "Seats, the host's too", "共餐座位数，含主人")
    table_quality: float = assumed(0.55, "0 to 1", 0.0, 1.0, "Quality of a shared table", "共餐质量")
    table_poster: float = assumed(0.05, "chance", 0.0, 1.0, "Reach of a note in the hall of the building", "共餐告示到达率")
    table_knock: float = assumed(0.1, "share of doors", 0.0, 1.0, "Doors at which the host knocks", "主人敲门比例")
    doors_an_evening: float = assumed(20.0, "doors", 1.0, 200.0, "Doors at which a host can knock in an evening", "主人每晚可敲门户数")
    table_invites: int = _whole(4, "people", 0, 50, "Newcomers of the building whom the host invites by name", "点名邀请的新住户人数")
    new_weeks: int = _whole(52, "weeks", 1, 520, "One who moved in within so many weeks is invited as a newcomer", "视为新住户的周数")
    table_evenings: float = assumed(1.0, "evenings", 0.0, 7.0, "Time of the host for a table", "主人投入的晚上数")
    table_least: float = assumed(0.5, "share of the time needed", 0.0, 1.0, "With less time it is called off", "低于此准备程度则取消")
    table_yuan: float = assumed(150.0, "yuan", 0.0, 1e5, "What a table costs beside what people bring", "共餐补贴")
    table_accept: float = _odds(-3.0, "One who is asked keeps a table, all else average", "受邀者答应做东的基准", -10.0, 6.0)
    # Skills exchange
    exchange_notice: float = assumed(
        0.15, "chance a month", 0.0, 1.0, "One who can do something hears that a group may be opened", "有一技之长者得知可开组的概率",
    )  # fmt: skip
    exchange_begin: float = _odds(-3.5, "Such a one opens a group, all else average", "开设小组的基准", -12.0, 4.0)
    exchange_every: int = _whole(2, "weeks", 1, 52, "Weeks between two meetings", "互换小组活动间隔")
    exchange_hours: float = assumed(1.5, "hours", 0.25, 8.0, "Length of a meeting", "互换小组活动时长")
    exchange_room: int = _whole(8, "people", 2, 200, "Seats, the teacher's too", "互换小组座位数")
    exchange_quality: float = assumed(0.6, "0 to 1", 0.0, 1.0, "Quality of a meeting", "互换小组质量")
    exchange_poster: float = assumed(0.05, "chance", 0.0, 1.0, "Reach of its notice in the compound", "互换小组告示到达率")
    exchange_evenings: float = assumed(0.7, "evenings", 0.0, 7.0, "Time of the one who teaches", "教授者投入的晚上数")
    exchange_yuan: float = assumed(30.0, "yuan", 0.0, 1e5, "Material of a meeting", "互换小组材料费")
    # Covenant
    talks_a_year: float = setting(4.0, "times a year and building", 0.0, 52.0, "Talks about articles, where there is one to make", "每栋每年公约议事次数")
    covenant_least: int = _whole(4, "households", 1, 200, "Fewer households at a table or a talk make no article", "商定公约的最少户数")
    renew_weeks: int = _whole(156, "weeks", 4, 2000, "After so long an article is made anew", "公约重订间隔", "setting")
    talk_knock: float = assumed(0.3, "share of doors", 0.0, 1.0, "Doors at which a talk is told of", "公约议事上门告知比例")
    talk_poster: float = assumed(0.15, "chance", 0.0, 1.0, "Reach of the notice of a talk", "公约议事告示到达率")
    talk_hours: float = assumed(1.5, "hours", 0.25, 6.0, "Length of a talk", "公约议事时长")
    talk_room: int = _whole(40, "people", 2, 500, "People for whom there is room at a talk", "公约议事容纳人数")
    talk_quality: float = assumed(0.35, "0 to 1", 0.0, 1.0, "Quality of a talk as company", "公约议事质量")
    talk_staff: float = assumed(6.0, "hours", 0.0, 100.0, "Staff time of a talk", "公约议事工时")
    talk_yuan: float = assumed(50.0, "yuan", 0.0, 1e5, "Cost of a talk", "公约议事费用")
    posted_yuan: float = assumed(200.0, "yuan", 0.0, 1e5, "A board with an article in a building", "一栋公约牌费用")
    bothered: float = _odds(-0.8, "A household is bothered by a matter", "住户受某事困扰的基准")
    causes: float = _odds(-1.4, "A household gives cause for it", "住户引发某事的基准")
    benefit: float = assumed(
        1500.0, "yuan a household", 0.0, 1e5, "Worth of an article to a household that is bothered by its matter", "条款对受扰住户的价值",
    )  # fmt: skip
    burden: float = assumed(1500.0, "yuan a household", 0.0, 1e5, "Cost of an article to a household that gives cause", "条款对起因住户的代价")
    # Reports
    report_floor: int = constant(
        30, unit="people", low=0, high=500, mark="assumed", source=_XIAMEN,
        en="What a neighbours' day is expected to draw; fewer are not reported", zh="邻里节上报人数下限"
    )
