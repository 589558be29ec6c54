"""Parameters of unified-elections: the modes and the four "ones", and what is assumed of candidates, mobilisers and ballots."""

from __future__ import annotations

from typing import Any, Literal

from ..contract.mechanism import MechanismParameters
from ..ground.parameters import assumed, constant

Mode = Literal["none", "voters", "households", "delegates"]
Roll = Literal["all", "local", "signed"]

LEVERS: dict[str, object] = {
    "mode": "none",
    "one_date": False,
    "notice": 0.0,
    "chat": 0.0,
    "meetings": 0,
    "knock_share": 0.0,
    "party_first": False,
    "box_share": 0.0,
    "proxies": 0,
    "report_hours": 0.0,
}
"""Lever -> value of a community in which nobody is elected: those who come to mind sit on the committee."""


def _lever(default: Any, unit: str, high: float | None, en: str, zh: str) -> Any:
    return constant(default, unit=unit, low=None if high is None else 0.0, high=high, mark="setting", en=en, zh=zh)


def _whole(default: int, unit: str, low: int, high: int, en: str, zh: str, source: str = "", mark: Any = "setting") -> Any:
    return constant(default, unit=unit, low=low, high=high, mark=mark, source=source, en=en, zh=zh)


class UnifiedElectionsParameters(MechanismParameters):
    """Elections of the residents' committee (居委会换届选举). By default there are none."""

    # Who votes
    mode: Mode = _lever("none", "none, voters, households or delegates", None, "Who elects: nobody, all voters, one a household, delegates", "选举方式")
    roll: Roll = _lever("all", "all, local or signed", None, "Who is on the roll: all adults, those registered here, those who signed up", "选民登记方式")
    delegates: int = _whole(2, "people a gate", 1, 10, "Delegates of the residents of a gate", "每楼门居民代表数")
    quorum: float = constant(
        0.5, unit="share of the roll", low=0.0, high=1.0, mark="measured", source="more than half of the roll must vote (organic law of residents' committees)",
        en="An election in which no larger share of the roll has cast a ballot is void", zh="参加投票须超过名册的比例，否则选举无效",
    )  # fmt: skip
    # One term
    one_date: bool = _lever(False, "yes or no", None, "All committees are elected in one week, and not each at its own time", "统一届期：同一周选举")
    term: int = _whole(156, "weeks", 26, 520, "Weeks from one election to the next", "届期", "three years until 2018, five since")
    first_week: int = _whole(26, "scenario week", 6, 520, "The week of the first election where there is one date", "统一选举周")
    again: int = _whole(13, "weeks", 6, 52, "Weeks after which a void election is held again, once", "选举无效后重新选举的间隔", "within three months")
    # One deployment: notice and mobilisers
    notice: float = _lever(0.0, "chance", 1.0, "Reach of the notice of the election", "选举公告到达率")
    chat: float = _lever(0.0, "chance times digital skill", 1.0, "Reach of the election in the residents' chat group", "选举在居民群中的到达率")
    knock_share: float = _lever(0.0, "share of households", 1.0, "Doors at which gate heads want to knock in the week before", "楼门长投票前一周上门动员的住户比例")
    party_first: bool = _lever(False, "yes or no", None, "Party members, activists and arts backbones know of it for sure and ask others", "党员、积极分子带头并动员他人")
    # One guidance
    meetings: int = constant(
        0, unit="meetings", low=0, high=3, mark="setting", en="Evenings on which candidates show themselves, one in each of the last weeks", zh="候选人见面会次数"
    )
    surplus: int = _whole(1, "people", 0, 10, "People proposed beyond the seats", "差额人数")
    report_hours: float = _lever(0.0, "hours a week", 400.0, "Staff hours for forms and reports in the last weeks, before all else", "换届期间每周报表工时")
    # One implementation: how ballots are cast
    box_share: float = _lever(0.0, "share of doors", 1.0, "Doors to which the mobile box goes, of those where a ballot is missing", "流动票箱上门比例")
    proxies: int = constant(
        0, unit="ballots", low=0, high=10, mark="setting", source="three at most by the rules of most provinces", en="Ballots of others of the household that a voter may cast",
        zh="每名选民可代投的家庭成员票数",
    )  # fmt: skip
    # What it takes
    poll_hours: float = assumed(0.05, "hours", 0.01, 4.0, "Length of a vote", "投票所需时间")
    poll_staff: float = assumed(24.0, "hours", 0.0, 400.0, "Staff time of a day of polling", "投票日工作人员工时")
    poll_yuan: float = assumed(2000.0, "yuan", 0.0, 1e6, "Ballots, banners and boxes of a day of polling", "一次投票的票务与宣传费用")
    meeting_hours: float = assumed(1.5, "hours", 0.25, 8.0, "Length of an evening with candidates", "见面会时长")
    meeting_room: int = constant(60, unit="people", low=2, high=5000, mark="assumed", en="People for whom there is room at it", zh="见面会容纳人数")
    meeting_staff: float = assumed(8.0, "hours", 0.0, 400.0, "Staff time of an evening with candidates", "见面会工作人员工时")
    sign_staff: float = assumed(8.0, "hours", 0.0, 400.0, "Staff time of the days on which people sign up", "选民登记工作人员工时")
    doors_an_evening: float = assumed(15.0, "doors", 1.0, 100.0, "Doors at which a gate head can knock in an evening", "一晚可上门户数")
    box_doors_an_hour: float = assumed(6.0, "doors", 0.5, 60.0, "Doors to which a box comes in an hour of staff time", "流动票箱每工时可上门户数")
    # Who stands
    ballot: int = _whole(12, "people", 2, 20, "Names for which a ballot has room", "选票上候选人上限")
    accept: float = assumed(-2.5, "log-odds", -10.0, 6.0, "One who is asked to stand does, all else average", "受邀者同意参选的基准")
    begin: float = assumed(-8.0, "log-odds", -12.0, 4.0, "One who reads the notice stands unasked, all else average", "看到公告者自荐参选的基准")
    # Whom a voter would vote for
    known: float = assumed(2.5, "log weight", 0.0, 10.0, "A candidate whom the voter knows", "候选人是选民的熟人")
    met: float = assumed(1.5, "log weight", 0.0, 10.0, "A candidate whom the voter has met in an office or at a meeting", "选民见过候选人")
    heard: float = assumed(0.8, "log weight", 0.0, 10.0, "A candidate of whom the voter has heard", "选民听说过候选人")
    listed: float = assumed(1.0, "log weight", 0.0, 10.0, "A candidate whom those in charge propose", "候选人为组织提名")
