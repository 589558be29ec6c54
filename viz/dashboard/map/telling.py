"""What a click on the map tells, in words: a title, sentences, lists of people, and the rows between which lines are drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ....model.agents.tie_view import LEVELS
from ....model.ground.text import Text
from ....model.people.calendar import YEAR, festival
from ....model.society.groups import FEW
from ...numbers import number, spaced
from ...words import upper_first

if TYPE_CHECKING:
    from .asked import GateSeen, PersonSeen, ResidentSeen, TieSeen
    from .frames import Frame
    from .ground import MapGround

_SEX = (Text("woman", "女"), Text("man", "男"))
_TENURE = (Text("owner", "自有住房"), Text("renter", "租住"))
_SITUATION = (
    Text("retired", "退休"),
    Text("looks after small children", "照看小孩"),
    Text("works", "在职"),
    Text("works", "在职"),
    Text("student", "学生"),
)
_GATE = Text("Gate {gate}, building {building}", "{gate} 号楼门（{building} 号楼）")
_GATE_LINE = Text(
    "{residents} residents of 14 and older; {known} acquaintances a resident; {few} have fewer than {limit}.",
    "14岁及以上居民 {residents} 人，人均熟人 {known} 人，其中 {few} 人熟人不足 {limit} 人。",
)
_HEAD = Text(
    "Head of the gate: {who}; in office: {since}; {known} others of the gate know the head.",
    "楼门长：{who}；任职时间：{since}；同楼门有 {known} 人认识楼门长。",
)
_NO_HEAD = Text("No head of the gate is in office.", "目前没有楼门长。")
_NO_OFFICE = Text("There are no heads of gates in this scenario.", "本情景没有楼门长。")
_ISOLATED = Text("Fewer than {limit} acquaintances: {n}", "熟人不足 {limit} 人的居民：{n} 人")
_NEWCOMERS = Text("Moved in within a year: {n}", "近一年迁入：{n} 人")
_NOBODY = Text("Nobody.", "没有。")
_PERSON = Text("{sex}, {age}, floor {floor}, {tenure}, {situation}", "{sex}，{age} 岁，{floor} 层，{tenure}，{situation}")
_KNOWS = Text("{n} acquaintances", "熟人 {n} 人")
_KNOWS_ONE = Text("1 acquaintance", "熟人 1 人")
_HERE_WEEKS = Text("household here for {n} weeks", "本户入住 {n} 周")
_HERE_YEARS = Text("household here for {n} years", "本户入住 {n} 年")
_RESIDENT = Text("{who}, gate {gate}", "{gate} 号楼门，{who}")
_IS_HEAD = Text("Head of the gate.", "楼门长。")
_CAME_NEVER = Text("Never came to an activity.", "从未参加活动。")
_CAME_BEFORE = Text("Last came to an activity before the scenario began.", "情景开始前参加过活动。")
_CAME = Text(
    "Last came to an activity in week {week}; {times} times since the scenario began or since moving in.",
    "最近一次参加活动：第 {week} 周；情景开始或入住以来共 {times} 次。",
)
_KNOWS_WHOM = Text("Acquaintances: {n}", "熟人：{n} 人")
_ORIGINS = Text("First talked at: {list}.", "最初相识场合：{list}。")
_ORIGIN = Text("{origin} {n}", "{origin} {n} 人")
_TIE = Text("{level}, {since}; first talked: {origin}; last talked: {last}", "{level}，{since}；最初相识：{origin}；最近交谈：{last}")
_SINCE = Text("since week {week}", "自第 {week} 周")
_SINCE_BEFORE = Text("since before the scenario", "情景开始前已相识")
_SINCE_EARLIER = Text("since before the map began to play", "地图播放前已相识")
_WEEK = Text("week {week}", "第 {week} 周")
_BEFORE = Text("before the scenario", "情景开始前")
_FROM = Text("since week {week}", "第 {week} 周起")
_FROM_BEFORE = Text("since before the scenario", "情景开始前起")
_STATUS = Text(
    "Week {week} (year {year}, week {of} of it{festival}). {known} acquaintances a resident; {few} have fewer than {limit}; {came} came to something "
    "in the last quarter. This week: {held} activities, {times} came.",
    "第 {week} 周（第 {year} 年第 {of} 周{festival}）。人均熟人 {known} 人；熟人不足 {limit} 人者占 {few}；近一季度参加过活动者占 {came}。"
    "本周：活动 {held} 场，{times} 人次。",
)
_FESTIVAL = Text(", {name}", "，{name}")
_MOST = 200
"""People whom one list names at most; the heading tells how many there are."""


def status(frame: Frame, language: str) -> str:
    """Say in one line what a frame shows."""
    # The frame of week w shows what the week before it, number w - 1 of the calendar, has brought.
    lived = max(frame.week - 1, 0)
    feast = festival(lived) if frame.week else None
    said = _STATUS.say(
        language, week=frame.week, year=lived // YEAR + 1, of=lived % YEAR + 1,
        festival=_FESTIVAL.say(language, name=feast.title.say(language)) if feast else "",
        known=number(frame.acquaintances, 1), few=number(frame.strangers, None, "share"), limit=FEW, came=number(frame.came_quarter, None, "share"),
        held=number(frame.held, 0), times=number(frame.came, 0),
    )  # fmt: skip
    return spaced(said, language)


def gate_told(seen: GateSeen, ground: MapGround, language: str) -> dict[str, Any]:
    """Return what the map shows of a gate: kind, index, title, lines, lists; `head` is the row of its head or -1."""
    if seen.head is not None:
        # A term that began in the week number w shows in the frame of week w + 1.
        since = _FROM_BEFORE.say(language) if seen.head_since < 0 else _FROM.say(language, week=seen.head_since + 1)
        head = _HEAD.say(language, who=person(seen.head, ground, language), since=since, known=seen.head_known)
    else:
        head = (_NO_HEAD if seen.has_office else _NO_OFFICE).say(language)
    line = _GATE_LINE.say(language, residents=seen.residents, known=number(seen.acquaintances, 1), few=len(seen.isolated), limit=FEW)
    return {
        "kind": "gate",
        "index": seen.gate,
        "title": _GATE.say(language, gate=seen.gate + 1, building=int(ground.building_of[seen.gate]) + 1),
        "lines": [line, head],
        "head": seen.head.row if seen.head else -1,
        "lists": [
            _list(_ISOLATED.say(language, limit=FEW, n=len(seen.isolated)), seen.isolated, ground, language),
            _list(_NEWCOMERS.say(language, n=len(seen.newcomers)), seen.newcomers, ground, language),
        ],
        "ties": [],
    }


def resident_told(seen: ResidentSeen, ground: MapGround, language: str, begun: int = 0) -> dict[str, Any]:
    """Return what the map shows of a resident; `ties` holds (row, place of the level in `LEVELS`) of each acquaintance.

    Args:
        seen: the resident.
        ground: for the numbers of gates and floors.
        language: "en" or "zh".
        begun: scenario week from which the society was watched.
    """
    who = seen.person
    if seen.last_came is None:
        came = _CAME_NEVER.say(language)
    else:
        came = _CAME_BEFORE.say(language) if seen.last_came < 0 else _CAME.say(language, week=seen.last_came + 1, times=seen.times_came)
    lines = [_about(who, language), *([_IS_HEAD.say(language)] if seen.head else []), came]
    if seen.ties:
        many = Counter(tie.origin.say(language) for tie in seen.ties).most_common()
        named = ("、" if language == "zh" else ", ").join(_ORIGIN.say(language, origin=origin, n=n) for origin, n in many)
        lines.append(_ORIGINS.say(language, list=named))
    people = [{"row": tie.other.row, "text": _resident(tie.other, ground, language), "more": _tie(tie, language, begun)} for tie in seen.ties[:_MOST]]
    levels = list(LEVELS)
    return {
        "kind": "resident",
        "index": who.row,
        "title": _resident(who, ground, language),
        "lines": lines,
        "head": -1,
        "lists": [{"title": _KNOWS_WHOM.say(language, n=len(seen.ties)), "empty": _NOBODY.say(language), "people": people}],
        "ties": [[tie.other.row, levels.index(tie.level)] for tie in seen.ties],
    }


def person(who: PersonSeen, ground: MapGround, language: str) -> str:
    """Name a resident by what they are: sex, age, floor, tenure, situation."""
    return _PERSON.say(
        language, sex=_SEX[who.sex].say(language), age=who.age, floor=int(ground.floor_of[who.row]), tenure=_TENURE[who.tenure].say(language),
        situation=_SITUATION[who.situation].say(language),
    )  # fmt: skip


def _resident(who: PersonSeen, ground: MapGround, language: str) -> str:
    return upper_first(_RESIDENT.say(language, who=person(who, ground, language), gate=who.gate + 1))


def _about(who: PersonSeen, language: str) -> str:
    """Say how many somebody knows and how long they have lived here."""
    knows = _KNOWS_ONE.say(language) if who.acquaintances == 1 else _KNOWS.say(language, n=who.acquaintances)
    here = _HERE_WEEKS.say(language, n=who.weeks_here) if who.weeks_here < 2 * YEAR else _HERE_YEARS.say(language, n=who.weeks_here // YEAR)
    return f"{knows}{'，' if language == 'zh' else ', '}{here}"


def _list(title: str, people: Sequence[PersonSeen], ground: MapGround, language: str) -> dict[str, Any]:
    named = [{"row": who.row, "text": upper_first(person(who, ground, language)), "more": _about(who, language)} for who in people[:_MOST]]
    return {"title": title, "empty": _NOBODY.say(language), "people": named}


def _tie(tie: TieSeen, language: str, begun: int) -> str:
    if tie.since is None:
        since = (_SINCE_BEFORE if begun <= 0 else _SINCE_EARLIER).say(language)
    else:
        since = _SINCE.say(language, week=tie.since)
    level = LEVELS[tie.level].say(language)
    # Talks of the week number w are shown in the frame of week w + 1.
    return _TIE.say(language, level=level, since=since, origin=tie.origin.say(language), last=_when(tie.last + 1, language))


def _when(week: int, language: str) -> str:
    return _BEFORE.say(language) if week <= 0 else _WEEK.say(language, week=week)
