"""Parameters of council-and-reasoning-hall: levers of the policy, and what is assumed of the council, its sittings and articles."""

from __future__ import annotations

from typing import Any, Literal

from ..contract.mechanism import MechanismParameters
from ..ground.parameters import assumed, constant, setting

Chosen = Literal["appointed", "elected", "lot", "same"]
From = Literal["none", "hall", "council"]
By = Literal["households", "council"]
ArticleUnit = Literal["gate", "building", "compound"]
MOST_REASONS = 8
"""Reasons that can be told apart on one kind of dispute."""

LEVERS: dict[str, object] = {"sittings_a_year": 0.0, "listeners": 0.0, "lawyer": False, "suggest": False, "articles_from": "none"}
"""Lever -> value of a community without the policy."""

_MEMBERS = "appointed, retired, of the Party: what is said of councils in Shanghai; no count of their members was found"
_NONE_FOUND = "no figure of how many come to a council was found; to be varied"


def _lever(default: Any, unit: str, high: float | None, en: str, zh: str) -> Any:
    return setting(default, unit, None if high is None else 0.0, high, en, zh)


def _odds(default: float, unit: str, low: float, high: float, en: str, zh: str, likely: tuple[float, float] | None = None, source: str = "") -> Any:
    return constant(default, unit=f"log-odds {unit}".strip(), low=low, high=high, mark="assumed", en=en, zh=zh, likely=likely, source=source)


class CouncilParameters(MechanismParameters):
    """A residents' council, its hall of reasoning, and the covenant. All levers are off by default: there is no council."""

    # Levers
    sittings_a_year: float = _lever(0.0, "times a year and community", 52.0, "Sittings that the hall can hold, a case each", "评理堂每年可开庭次数（每次一案）")
    listeners: float = _lever(0.0, "chance", 1.0, "Reach of the notice that invites the gates of the two sides to listen; 0: behind closed doors", "邀请双方楼门邻居旁听的告示到达率（0 为不公开）")
    lawyer: bool = _lever(False, "yes or no", None, "A volunteer lawyer is looked for", "寻找志愿律师")
    suggest: bool = _lever(False, "yes or no", None, "Neighbours are asked to tell those who quarrel aloud of the hall", "请邻居劝争吵者到评理堂")
    articles_from: From = _lever("none", "none, hall or council", None, "Where candidate articles of the covenant come from: reasons accepted in the hall, or the council's own wishes", "公约候选条款来源：评理堂所接受的道理，或议事会自己的意愿")
    # How the council is chosen and what it may do
    chosen: Chosen = setting("appointed", "appointed, elected, lot or same", None, None, "How members are chosen; same: among those who hold an office already", "成员产生方式（same 为从已任职者中选）")
    adopted_by: By = setting("households", "households or council", None, None, "Who adopts an article", "条款由谁通过")
    article_unit: ArticleUnit = setting("gate", "gate, building or compound", None, None, "Whom an article binds", "条款约束范围")
    articles_a_year: float = setting(4.0, "times a year and community", 0.0, 52.0, "Articles that the council proposes of its own, where it does", "议事会每年自提条款数")
    quorum: float = setting(0.0, "share of households", 0.0, 1.0, "Households that have to take part in adopting an article", "通过条款所需参与户比例")
    seats: int = setting(7, "people", 3, 30, "Members of the council of a community", "议事会成员数")
    term: int = setting(156, "weeks", 26, 520, "Term of the council", "议事会任期")
    docket: int = setting(6, "cases", 1, 100, "Cases that the hall of a community takes on at a time", "评理堂同时受理案件数")
    priority: int = setting(0, "0 to 9", 0, 9, "Whose claim to a case goes first; gate heads have 0", "受理优先级（楼门长为 0）")
    # Who sits on the council
    accept: float = _odds(-2.5, "", -10.0, 6.0, "One who is asked joins the council, all else average", "受邀者同意加入议事会的基准", (-3.5, -1.5), _MEMBERS)
    stand: float = _odds(-5.5, "an election", -12.0, 4.0, "An adult stands for election to the council, all else average", "成年居民参选的基准", (-6.5, -4.5))
    asked: int = constant(4, unit="people a seat", low=1, high=50, mark="assumed", en="People asked for a vacant seat in one search", zh="每个空席一次询问的人数")
    search_weeks: int = constant(4, unit="weeks", low=1, high=52, mark="assumed", en="Time between two searches for members and lawyers", zh="两次寻找成员与律师的间隔")
    lawyers: float = assumed(0.004, "share of grown-ups", 0.0, 1.0, "Grown-ups who are lawyers or have been judges", "从事过法律工作的成年人比例", "about 1.4 lawyers per 1,000 residents of Shanghai, from memory; the retired and other legal work on top")
    lawyer_accept: float = _odds(-2.0, "", -10.0, 6.0, "A lawyer who is asked gives time to the hall, all else average", "受邀律师答应的基准", (-3.0, -1.0))
    election_poster: float = assumed(0.3, "chance", 0.0, 1.0, "Reach of the notice of an election of the council", "议事会选举告示到达率")
    election_room: int = constant(100, unit="people", low=2, high=5000, mark="assumed", en="People for whom there is room at an election", zh="选举会场容纳人数")
    election_staff: float = assumed(12.0, "hours", 0.0, 400.0, "Staff time of an election", "一次选举工作人员工时")
    # Who comes to the hall
    notice: float = assumed(0.1, "chance", 0.0, 1.0, "A resident learns of the hall when it opens", "评理堂成立时居民得知的概率", _NONE_FOUND)
    hall_half_life: float = assumed(26.0, "weeks", 1.0, 520.0, "Weeks after which the hall is spoken of half as often", "评理堂话题热度半衰期")
    suggestion: float = _odds(-2.5, "a month", -10.0, 4.0, "A side goes to the hall if a neighbour who knows them suggests it", "熟识的邻居劝说后去评理堂", (-4.0, -1.5), _NONE_FOUND)
    visits: bool = setting(True, "yes or no", None, None, "The member who runs a sitting calls on both sides before it", "开庭前由主持成员上门邀请双方")
    visit_evenings: float = assumed(0.5, "evenings", 0.0, 4.0, "Time that these calls take", "上门邀请所用晚上")
    side_stake: float = assumed(1.0, "-1 to 1", -1.0, 1.0, "What hangs on a sitting for the two sides", "开庭对当事人的利害")
    # A sitting
    hours: float = assumed(2.0, "hours", 0.25, 8.0, "Length of a sitting", "一次评理时长")
    evenings: float = assumed(1.0, "evenings", 0.1, 4.0, "Time of a member or lawyer for a sitting", "成员或律师每次所用晚上")
    staff: float = assumed(4.0, "hours", 0.0, 80.0, "Staff time of a sitting: summons, minutes, file", "一次评理工作人员工时")
    yuan: float = assumed(100.0, "yuan", 0.0, 1e5, "Cost of a sitting", "一次评理费用")
    room: int = constant(40, unit="people", low=5, high=1000, mark="assumed", en="People for whom the hall has room", zh="评理堂容纳人数")
    quality: float = assumed(0.45, "0 to 1", 0.0, 1.0, "Quality of a sitting or an assembly for those who listen", "对旁听者的质量")
    # What settles: on top of what settles before any mediator (`quarrels.mediate` and what follows it)
    reasons: int = constant(3, unit="reasons a kind", low=1, high=MOST_REASONS, mark="assumed", en="Reasons on which disputes of one kind are settled", zh="同类纠纷可据以和解的道理数")
    reason: float = _odds(0.5, "a reason", 0.0, 4.0, "A reason accepted before that both sides know, at most three", "双方都知道的已被接受的道理", (0.2, 0.8), "form: argument from what is accepted; the number is assumed")
    common: float = _odds(0.3, "per ln(1 + people)", 0.0, 4.0, "Acquaintances that the two sides have in common", "双方的共同熟人", (0.1, 0.5), "form: closure (Coleman 1988); the number is assumed")
    in_the_room: float = _odds(0.3, "a person, at most three", 0.0, 4.0, "Common acquaintances who listen", "在场的共同熟人", (0.1, 0.5))
    law: float = _odds(0.4, "", 0.0, 4.0, "A lawyer is there", "律师在场", (0.0, 0.8))
    trust: float = _odds(1.0, "", 0.0, 4.0, "Full trust of the two sides in institutions against none", "双方对机构的信任", (0.5, 1.5), "form: procedural justice (Tyler 2006); the number is assumed")
    told_weeks: int = constant(260, unit="weeks", low=4, high=5000, mark="assumed", en="Weeks for which an accepted reason is remembered", zh="道理被记住的周数")
    # Articles
    benefit: float = assumed(1500.0, "yuan a household", 0.0, 1e5, "Worth of an article to a household that is bothered by its matter", "条款对受扰住户的价值")
    burden: float = assumed(1500.0, "yuan a household", 0.0, 1e5, "Cost of an article to a household that gives cause", "条款对起因住户的代价")
    bothered: float = _odds(-0.8, "", -8.0, 8.0, "A household without old people is bothered by a matter", "无老人住户受某事困扰的基准", (-1.5, 0.0))
    causes: float = _odds(-1.4, "", -8.0, 8.0, "A household without old people gives cause for it", "无老人住户引发某事的基准", (-2.0, -0.8))
    tilt: float = _odds(1.0, "", 0.0, 4.0, "A household of old people is bothered so much more by noise and dogs and gives so much less cause; with parking and clutter the other way", "老年户与其他住户的差异", (0.3, 1.5))
    notice_weeks: int = constant(2, unit="weeks", low=1, high=26, mark="assumed", en="Weeks from a proposal to the first assembly on it", zh="提案到首次会议的周数")
    due_weeks: int = constant(26, unit="weeks", low=4, high=260, mark="assumed", en="Weeks after which a proposal that nobody has decided on is dropped", zh="未议提案的失效周数")
    assembly_poster: float = assumed(0.4, "chance", 0.0, 1.0, "Reach of the notice of an assembly on an article", "公约会议告示到达率", _NONE_FOUND)
    assembly_knock: float = setting(0.3, "share of households", 0.0, 1.0, "Households at whose door the member in charge wants to knock before it", "会前上门邀请的住户比例")
    households_an_evening: float = assumed(20.0, "households", 1.0, 200.0, "Doors that one can knock at in an evening", "一晚可上门的户数")
    assembly_room: int = constant(60, unit="people", low=5, high=5000, mark="assumed", en="People for whom there is room at an assembly", zh="公约会议容纳人数")
    assembly_staff: float = assumed(2.0, "hours", 0.0, 80.0, "Staff time of an assembly", "一次公约会议工作人员工时")
