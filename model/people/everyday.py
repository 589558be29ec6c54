"""Everyday foci (日常场合): the kinds of places and habits where neighbours pass, stand, sit and walk together.

Defaults are those of a prototype that came near the Shanghai survey of chatting with neighbours; all are assumed.
A scenario may change any of them or add kinds of its own.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from ..ground.parameters import Parameters, constant
from ..ground.text import Text

ROUNDS = (
    Text("leaving home", "出门"),
    Text("weekday mornings", "工作日上午"),
    Text("errands", "办事"),
    Text("weekday afternoons", "工作日下午"),
    Text("the lift", "电梯"),
    Text("weekday evenings", "工作日傍晚"),
    Text("late evenings", "晚间"),
    Text("weekday visits", "平日串门"),
    Text("coming home", "回家"),
    Text("the stairs", "楼梯"),
    Text("weekend mornings", "周末上午"),
    Text("weekend afternoons", "周末下午"),
    Text("weekend visits", "周末串门"),
)
"""The parts of a week, its rounds, in their order. Nobody is in two places in one round."""
LEAVING_HOME, WEEKDAY_MORNING, ERRANDS, WEEKDAY_AFTERNOON, LIFT, WEEKDAY_EVENING, LATE_EVENING = range(7)
WEEKDAY_VISITS, COMING_HOME, STAIRS, WEEKEND_MORNING, WEEKEND_AFTERNOON, WEEKEND_VISITS = range(7, len(ROUNDS))
VISIT_ROUNDS = (WEEKDAY_VISITS, WEEKEND_VISITS)
"""Rounds in which people visit each other; no other focus falls in them."""
SCOPES = ("landing", "floors", "gate", "compound", "group", "kin")
Scope = Literal["landing", "floors", "gate", "compound", "group", "kin"]
LONGEST_WEEK = 112.0
"""Waking hours of a week: no week of foci may be longer."""


def existing_rounds(value: tuple[int, ...]) -> tuple[int, ...]:
    """Return the rounds that somebody asked for.

    Raises:
        ValueError: none, one twice, one that does not exist, or one of visits.
    """
    allowed = [r for r in range(len(ROUNDS)) if r not in VISIT_ROUNDS]
    if not value or any(r not in allowed for r in value) or len(set(value)) != len(value):
        raise ValueError(f"must be one or more different rounds out of {allowed}")
    return value


Rounds = Annotated[tuple[int, ...], AfterValidator(existing_rounds)]
"""Rounds of a week as a parameter: one or more, those of visits excluded."""


class Shares(Parameters):
    """A chance by life situation."""

    retired: float = constant(0.0, unit="chance", low=0.0, high=1.0, mark="assumed", en="The retired", zh="退休者")
    carer: float = constant(0.0, unit="chance", low=0.0, high=1.0, mark="assumed", en="Carers of small children", zh="带幼儿者")
    owner: float = constant(0.0, unit="chance", low=0.0, high=1.0, mark="assumed", en="Working owners", zh="在职业主")
    renter: float = constant(0.0, unit="chance", low=0.0, high=1.0, mark="assumed", en="Working renters", zh="在职租户")
    student: float = constant(0.0, unit="chance", low=0.0, high=1.0, mark="assumed", en="Students", zh="学生")


class EverydayKind(Parameters):
    """One kind of everyday focus: who uses it, with how many, for how many hours, how open to strangers."""

    scope: Scope = constant("gate", unit="place", mark="setting", en="Whose place it is: landing, floors, gate, compound, group or kin", zh="范围")
    size: int = constant(2, unit="people", low=2, high=64, en="People together", zh="人数")
    hours: float = constant(0.2, unit="hours an occasion", low=0.0, high=24.0, en="Length of an occasion", zh="时长")
    rounds: Rounds = Field((LEAVING_HOME,), description="Rounds of the week in which it happens, 0 to 12, visits (7, 12) excluded", json_schema_extra={"unit": "round", "zh": "时段", "mark": "setting"})
    openness: float = constant(0.04, unit="factor", low=0.001, high=1.0, en="Weight of those one does not recognise", zh="对陌生人的开放度")
    chance: Shares = Shares()
    renter_factor: float = constant(1.0, unit="factor", low=0.0, high=1.0, en="Memberships of those who rent and do not work", zh="非就业租户的系数")
    near_share: float = constant(0.75, unit="share", low=0.0, high=1.0, en="Join a group near their gate", zh="就近入组比例")
    attendance: float = constant(0.92, unit="chance", low=0.0, high=1.0, en="A member comes", zh="出勤率")
    mixing: float = constant(0.02, unit="chance", low=0.0, high=1.0, en="A member comes to another group", zh="串组概率")
    past: float = constant(0.0, unit="years", low=0.0, high=60.0, mark="setting", en="First years of living together in which it was lived, over when the scenario begins; 0: it is lived now", zh="只存在于共同生活最初若干年、情景开始时已结束的场合；0 表示现有")
    en: str = Field("", description="Title in English", json_schema_extra={"unit": "text", "zh": "英文名", "mark": "setting"})
    zh: str = Field("", description="Title in Chinese", json_schema_extra={"unit": "text", "zh": "中文名", "mark": "setting"})

    @property
    def grouped(self) -> bool:
        """True when the same people meet at each occasion."""
        return self.scope in ("group", "kin")

    @property
    def title(self) -> Text:
        """The name that a person reads."""
        return Text(self.en, self.zh)


def _kind(en: str, zh: str, chance: tuple[float, float, float, float, float], **values: Any) -> EverydayKind:
    names = ("retired", "carer", "owner", "renter", "student")
    return EverydayKind(en=en, zh=zh, chance=Shares(**dict(zip(names, chance, strict=True))), **values)


_PASSING = (0.9, 0.9, 0.6, 0.5, 0.5)
EVERYDAY: dict[str, EverydayKind] = {
    "landing": _kind("landing", "楼层门口", _PASSING, scope="landing", size=2, hours=0.3, rounds=(LEAVING_HOME, COMING_HOME), openness=0.015),
    "floors": _kind("floors above and below", "上下楼层", _PASSING, scope="floors", size=2, hours=0.2, rounds=(STAIRS,), openness=0.015),
    "lift": _kind("hall and lift", "门厅电梯", (1.0, 1.0, 1.0, 1.0, 1.0), scope="gate", size=3, hours=0.2, rounds=(LIFT,), openness=0.01),
    "shop": _kind("shop and parcels", "小店与快递", (0.9, 0.8, 0.6, 0.6, 0.4), scope="compound", size=4, hours=0.2, rounds=(ERRANDS,), openness=0.01),
    "yard": _kind("yard, bench, chess", "院子棋牌", (0.80, 0.12, 0.08, 0.01, 0.0), scope="group", size=10, hours=6.0, rounds=(WEEKDAY_MORNING, WEEKEND_MORNING), openness=0.5, renter_factor=0.7),
    "playground": _kind("playground and school gate", "游乐场与校门口", (0.05, 0.92, 0.10, 0.02, 0.0), scope="group", size=10, hours=5.0, rounds=(WEEKDAY_AFTERNOON, WEEKEND_AFTERNOON), openness=0.5, renter_factor=0.7, mixing=0.03),
    "dancing": _kind("exercise and square dancing", "健身与广场舞", (0.30, 0.10, 0.06, 0.01, 0.0), scope="group", size=12, hours=2.0, rounds=(WEEKDAY_EVENING,), openness=0.4, attendance=0.7, renter_factor=0.7),
    "stroll": _kind("stroll and dog walking", "散步遛狗", (0.25, 0.15, 0.50, 0.15, 0.15), scope="group", size=6, hours=1.5, rounds=(LATE_EVENING,), openness=0.3, attendance=0.7, mixing=0.03, renter_factor=0.7),
}
BORN = EverydayKind(en="habit born at events", zh="活动中结成的小组", scope="group", size=10, hours=1.5, rounds=(LATE_EVENING,), openness=0.5)
"""Groups that people who met at events fall into; members are not drawn but decide to come again."""
VISIT = Text("visit", "串门")
INTRODUCED = Text("introduced by a third", "经人介绍")
GIVEN = Text("given in a file", "名册所载")


def check_week(kinds: dict[str, EverydayKind]) -> None:
    """Refuse a set of kinds in which one person could be away more than `LONGEST_WEEK` hours.

    Raises:
        ValueError: the sum of all hours is too long, or two kinds with drawn units share a round and a person could be
            in both.
    """
    total = sum(k.hours * len(k.rounds) for k in kinds.values())
    if total > LONGEST_WEEK:
        raise ValueError(f"everyday foci take up to {total:g} hours a week of one person; at most {LONGEST_WEEK:g} are awake")
