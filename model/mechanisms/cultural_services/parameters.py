"""Parameters of cultural-services: levers of the policy, and what is assumed of facilities, brands, dance groups and their noise."""

from __future__ import annotations

from typing import Any, Literal

from ...contract.mechanism import MechanismParameters
from ...ground.parameters import assumed, constant, setting

Hours = Literal["office", "late", "both"]
Placing = Literal["spread", "edge"]
SquareAt = Literal["yard", "windows", "edge"]
Agreement = Literal["none", "posted", "talks"]

LEVERS: dict[str, object] = {"facilities": 0, "brands": 0, "squares": 0}
"""Lever -> value of a community without the policy. Without dance groups agreed hours are nothing, and without brands there is nothing to learn."""
MOST_BRANDS = 3
"""Brands that a community can have."""
_NOISE = "limits for housing: 55 dBA by day, 45 by night (GB 3096-2008, class 1, from memory)"
_FALL = "a point source loses 6 dB with each doubling of the distance (20 log10)"


def _whole(default: int, unit: str, low: int, high: int, en: str, zh: str, mark: Literal["assumed", "setting"] = "assumed") -> Any:
    return constant(default, unit=unit, low=low, high=high, mark=mark, en=en, zh=zh)


class CulturalServicesParameters(MechanismParameters):
    """Public cultural services. All levers are off by default."""

    # Levers
    facilities: int = _whole(0, "facilities a community", 0, 8, "Cultural facilities (reading, chess, singing, handicraft)", "每社区文化设施数", "setting")
    brands: int = _whole(0, "brands a community", 0, MOST_BRANDS, "Cultural brands: events with a name that come again", "每社区文化品牌数", "setting")
    squares: int = _whole(0, "groups a compound", 0, 8, "Dance groups that are given a square and a loudspeaker", "每小区支持的广场舞队数", "setting")
    # What the levers are made of
    placing: Placing = setting(
        "spread", "spread or edge", None, None, "Where facilities are: spread among the gates, or beyond the last house", "设施布局：分散或边缘"
    )
    hours: Hours = setting(
        "office", "office, late or both", None, None, "When facilities are open: in office hours, in the evening and at weekends, or both", "设施开放时段"
    )
    rooms: int = _whole(
        2, "rooms a facility", 1, 4,
        "Rooms of a facility: one each for chess, calligraphy, singing, handicraft", "每设施功能室数", "setting",
    )  # fmt: skip
    lent_rooms: int = _whole(
        1, "rooms a facility", 0, 4, "Further rooms of a facility that whoever needs one may use while it is open", "每设施可外借房间数", "setting"
    )
    edge_metres: float = setting(400.0, "metres", 0.0, 3000.0, "How far beyond the outermost gate the edge is", "边缘距最外楼门的距离")
    brand_a_year: float = setting(12.0, "times a year and brand", 1.0, 52.0, "How often a brand is held: monthly or yearly", "品牌活动每年次数")
    learning: bool = setting(True, "yes or no", None, None, "Those who help at a brand are taught to run it", "帮手学习主办品牌活动")
    square_at: SquareAt = setting(
        "yard", "yard, windows or edge", None, None,
        "Where groups dance: in the yard, under the windows of a gate, at the edge", "广场舞地点",
    )  # fmt: skip
    quiet_hours: bool = setting(False, "yes or no", None, None, "The power of the squares goes off late: all dance in the early evening", "广场限时供电")
    agreement: Agreement = setting(
        "none", "none, posted or talks", None, None,
        "An article on hours and loudness: none, hung up, or made by the two sides at a talk", "静音公约：无、张贴或协商",
    )  # fmt: skip
    # Facilities
    seats: int = _whole(25, "people", 2, 500, "People for whom a room of a facility has room", "功能室容纳人数")
    opening_hours: float = assumed(2.5, "hours", 0.25, 8.0, "Time that one who comes can stay", "一次停留时长")
    opening_staff: float = assumed(1.0, "staff hours a room and opening", 0.0, 40.0, "Staff time of a room that is open for half a day", "一室开放半天所需工时")
    opening_yuan: float = assumed(40.0, "yuan a room and opening", 0.0, 1e5, "What it costs to keep a room open for half a day", "一室开放半天费用")
    opening_quality: float = assumed(0.45, "0 to 1", 0.0, 1.0, "Quality of an hour in a facility", "设施活动质量")
    opening_openness: float = assumed(0.5, "factor", 0.001, 1.0, "Weight of those whom one does not recognise there", "对陌生人的开放度")
    opening_poster: float = assumed(0.05, "chance", 0.0, 1.0, "Reach of the notice of opening hours in a week", "开放时间告示到达率")
    opening_chat: float = assumed(0.03, "chance times digital skill", 0.0, 1.0, "The same in the chat group", "开放时间微信群到达率")
    report_floor: int = _whole(10, "people", 0, 500, "What an opening is expected to draw; fewer are not reported", "上报人数下限")
    # Brands
    brand_evenings: float = assumed(2.0, "evenings", 0.0, 30.0, "Preparing an edition of a brand, without helpers", "筹办一次品牌活动所需晚上数")
    brand_least: float = assumed(0.3, "share of the time needed", 0.0, 1.0, "With less preparation it is not held", "低于此准备程度则不办")
    brand_relief: float = assumed(0.4, "share a helper", 0.0, 2.0, "How much a usual helper shortens the preparing", "每位帮手减轻的工作")
    teach_evenings: float = assumed(0.5, "evenings an edition", 0.0, 5.0, "What it takes the runner to teach the helpers", "教帮手所需晚上数")
    brand_yuan: float = assumed(1500.0, "yuan", 0.0, 1e6, "Cost of an edition", "一次品牌活动费用")
    brand_staff: float = assumed(4.0, "hours", 0.0, 400.0, "Staff time of an edition", "一次品牌活动工时")
    brand_hours: float = assumed(2.5, "hours", 0.25, 8.0, "Length of an edition", "品牌活动时长")
    brand_room: int = _whole(200, "people", 10, 5000, "People for whom there is room", "品牌活动容纳人数")
    brand_quality: float = assumed(0.4, "0 to 1", 0.0, 1.0, "Quality of the first edition of a runner of average skill", "首次活动质量")
    skill_quality: float = assumed(0.08, "per sd of civic disposition", 0.0, 0.5, "What the runner's skill adds", "主办者能力对质量的作用")
    helper_quality: float = assumed(0.03, "a helper, at most three", 0.0, 0.3, "What usual helpers add", "帮手对质量的作用")
    practice_quality: float = assumed(0.1, "0 to 1", 0.0, 0.5, "What full practice of the runner adds", "主办经验对质量的作用")
    practised: int = _whole(8, "editions", 1, 200, "Editions helped at or run that make full practice", "熟练所需次数")
    learn: int = _whole(3, "editions", 0, 50, "Editions that one has helped at before one can run it; 0: anybody can", "学会主办所需帮忙次数")
    help_base: float = assumed(-4.0, "log-odds", -10.0, 6.0, "One who came lends a hand, all else average", "到场者帮忙的基准")
    help_civic: float = assumed(1.0, "log-odds per sd", 0.0, 5.0, "Civic disposition", "公共参与倾向")
    help_hours: float = assumed(2.0, "hours", 0.0, 12.0, "Time that lending a hand takes", "帮忙时长")
    run_begin: float = assumed(-3.0, "log-odds", -10.0, 6.0, "One who is asked runs a brand, all else average", "受邀者答应主办的基准")
    brand_poster: float = assumed(0.12, "chance", 0.0, 1.0, "Reach of its poster", "品牌活动海报到达率")
    brand_chat: float = assumed(0.1, "chance times digital skill", 0.0, 1.0, "Reach in the chat group", "品牌活动微信群到达率")
    name_half_life: float = assumed(0.7, "weeks", 0.1, 104.0, "Weeks after an edition in which people speak of it half as often", "活动后谈论的半衰期")
    forgets: float = assumed(0.15, "chance a quarter", 0.0, 1.0, "One who knows the name of a brand forgets it", "每季度遗忘品牌名的概率")
    # Dancing in the square
    dance_begin: float = assumed(-6.5, "log-odds a month", -20.0, 4.0, "One who likes to dance founds a group, a square offered", "爱好者发起广场舞队的基准")
    dance_likes: float = assumed(0.5, "interest, 0 to 1", 0.0, 1.0, "From what interest on one thinks of it", "考虑发起所需的兴趣")
    dance_late: float = assumed(0.4, "share of groups", 0.0, 1.0, "Groups that dance late in the evening if nobody minds", "较晚跳舞的队伍比例")
    dance_hours: float = assumed(1.5, "hours", 0.25, 6.0, "Length of a dance", "跳舞时长")
    dance_evenings: float = assumed(0.5, "evenings", 0.0, 7.0, "What it takes the leader", "领队投入的晚上数")
    dance_room: int = _whole(30, "people", 2, 500, "People for whom there is room", "容纳人数")
    dance_quality: float = assumed(0.55, "0 to 1", 0.0, 1.0, "Quality of a dance", "跳舞质量")
    dance_poster: float = assumed(0.08, "chance", 0.0, 1.0, "Chance of one who lives in the compound to learn of a dance by seeing it", "看到跳舞的概率")
    dance_yuan: float = assumed(1000.0, "yuan a year and group", 0.0, 1e5, "Loudspeaker, power and costumes", "每队每年音响服装费")
    # Its noise
    loud: float = assumed(
        78.0, "dBA at 10 m", 40.0, 110.0, "Loudness as dancers like it", "平常音量（10 米处）", "press: 80 and more beside the dancers (from memory)"
    )
    soft: float = assumed(62.0, "dBA at 10 m", 30.0, 110.0, "Loudness of those who keep what was agreed", "守约音量（10 米处）")
    limit_evening: float = constant(
        55.0, unit="dBA", low=20.0, high=100.0, mark="measured", source=_NOISE, en="What the evening allows at a home", zh="傍晚住宅噪声限值"
    )
    limit_late: float = constant(
        45.0, unit="dBA", low=20.0, high=100.0, mark="measured", source=_NOISE, en="What the late evening allows at a home", zh="晚间住宅噪声限值"
    )
    falls: float = constant(
        20.0, unit="dB per tenfold distance", low=0.0, high=40.0, mark="measured", source=_FALL, en="How loudness falls with distance", zh="声级随距离的衰减"
    )
    tolerance: float = assumed(12.0, "dB above the limit", -30.0, 60.0, "What the average person puts up with", "一般人可容忍的超限分贝")
    tolerance_sd: float = assumed(8.0, "dB", 0.1, 30.0, "Spread of it between people", "容忍度的个体差异")
    speaks: float = assumed(0.004, "chance a month and household", 0.0, 1.0, "A household that is disturbed goes down and says so", "受扰住户上门交涉的概率")
    quarrel_evenings: float = assumed(1.0, "evenings", 0.0, 7.0, "What a quarrel takes of the leader", "每次争吵耗费领队的晚上数")
    # Agreed hours
    talk_staff: float = assumed(6.0, "hours", 0.0, 100.0, "Staff time of a talk about hours and loudness", "静音协商会工时")
    talk_yuan: float = assumed(100.0, "yuan", 0.0, 1e5, "Cost of such a talk", "静音协商会费用")
    talks_a_year: float = setting(
        4.0, "times a year and compound", 0.0, 52.0,
        "How often a talk is called where nothing is agreed and somebody is disturbed", "每年协商次数",
    )  # fmt: skip
    renew: int = _whole(26, "weeks", 1, 520, "After so long it is talked over again", "重新协商的间隔", "setting")
