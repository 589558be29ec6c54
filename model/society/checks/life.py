"""That a mechanism lives, and lives the same again: twice, in any order of tables, saved and loaded, with more threads."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ...ground.measure import MeasureInfo
from ...ground.text import Text
from ..society import Society
from .bits import different
from .declaration import levers, parameters
from .laboratory import Lab, Lived, same
from .report import Failed, check


@check("it lives through some weeks", "能运行若干周", parameters)
def lives(lab: Lab) -> None:
    """Alone, and beside others."""
    own = lab.kind.declared_measures()
    sound(lab.with_it().measures, own)
    sound(lab.lived("all", lambda: {**lab.companions, lab.name: lab.parameters}).measures, own)


def sound(measures: Mapping[str, float], own: Mapping[str, MeasureInfo]) -> None:
    """Hold measures to be numbers: none is infinite, and of a mechanism's own only a share may be missing (of nothing there is none).

    Raises:
        Failed: one is not.
    """
    wrong = [n for n, value in measures.items() if math.isinf(value) or (math.isnan(value) and n in own and own[n].kind != "share")]
    if wrong:
        raise Failed(f"the measure {wrong[0]} is {measures[wrong[0]]}", f"指标 {wrong[0]} 为 {measures[wrong[0]]}")


@check("it does something, so that the other checks can find something", "确有作用，其余检查才有意义", lives)
def does_something(lab: Lab) -> None:
    """With the parameters of `example()`."""
    one, other = lab.without(), lab.with_it()
    if not different(one.bits, other.bits) and not any(
        value and not math.isnan(value) for name, value in other.measures.items() if name.startswith(f"{lab.name}.")
    ):
        raise Failed(
            f"nothing comes of it in {lab.weeks} weeks; give parameters=, or a class method example(), "
            "under which something does",
            f"{lab.weeks} 周内毫无作用；请用 parameters= 或类方法 example() 给出有作用的参数",
        )


@check("shares lie between 0 and 1", "比例在 0 与 1 之间", lives)
def shares(lab: Lab) -> None:
    """Of all measures that it declares as shares."""
    for name, info in lab.kind.declared_measures().items():
        value = lab.with_it().measures[name]
        if info.kind == "share" and not (math.isnan(value) or 0.0 <= value <= 1.0):
            raise Failed(f"the share {name} is {value:g}", f"比例 {name} 为 {value:g}")


@check("the same again gives the same bits", "重复运行，结果逐位相同", lives)
def same_twice(lab: Lab) -> None:
    """All draws are keyed: `week.draw`."""
    one, other = lab.with_it(), lab.lived("again", lambda: {lab.name: lab.parameters})
    same({**one.bits, **one.own}, {**other.bits, **other.own}, "two runs of one seed", "同一种子的两次运行")


@check("the order of tables leaves every bit", "表的次序不改变任何一位", lives)
def order_of_tables(lab: Lab) -> None:
    """What several want is asked for in plan and granted when all have asked. Tables are read in the order of the file."""
    first = lab.lived("first", lambda: {lab.name: lab.changed(), **lab.companions})
    last = lab.lived("last", lambda: {**dict(reversed(lab.companions.items())), lab.name: lab.changed()})
    same(
        {**first.bits, **first.own},
        {**last.bits, **last.own},
        "its table first and last in the file",
        "该表在文件中居首与居末",
    )


@check("saved and loaded it goes on exactly", "保存再读取后，结果逐位相同", lives, same_twice)
def save_and_load(lab: Lab) -> None:
    """What it keeps from week to week is declared: `state(...)`, `counter(...)`."""
    # Two weeks: one alone may be that in which something forgotten happens to have the value it began with.
    for week in (lab.weeks // 3, lab.weeks // 2 + 1):
        society = lab.society({lab.name: lab.parameters})
        society.run(week)
        with tempfile.TemporaryDirectory() as folder:
            society.save(Path(folder) / "saved.npz")
            back = Society.load(Path(folder) / "saved.npz", types={lab.name: lab.kind})
        _equal(lab.left(society), lab.left(back), "what was saved and what was loaded", "保存前与读取后")
        back.run(lab.weeks - week)
        _equal(
            lab.with_it(),
            lab.left(back),
            f"a run that goes on and one that was saved and loaded in week {week}",
            f"连续运行与第 {week} 周保存读取",
        )


def _equal(one: Lived, other: Lived, en: str, zh: str) -> None:
    same({**one.bits, **one.own}, {**other.bits, **other.own}, en, zh)
    # What is missing in both (NaN, which equals nothing) is the same.
    wrong = [n for n, value in one.measures.items() if str(value) != str(other.measures.get(n))]
    if wrong:
        raise Failed(f"{en}: the measure {wrong[0]} differs", f"{zh}：指标 {wrong[0]} 不同")


@check(
    "put into a running society again, beside others, it keeps what it had", "与其他机制一起重新装入后，状态不丢", lives
)
def attached_again(lab: Lab) -> None:
    """Arms begin so from one state; its number among the mechanisms may be another then."""
    society = lab.society({lab.name: lab.parameters})
    society.run(lab.weeks // 2)
    before = lab.left(society).own
    society.attach({**lab.companions, lab.name: lab.parameters}, {lab.name: lab.kind})
    same(before, lab.left(society).own, "before and after others were put beside it", "加入其他机制前后")
    society.run(4)


@check("one thread and two give the same bits", "单线程与双线程结果相同", lives, same_twice)
def threads(lab: Lab) -> None:
    """In two communities."""
    one = lab.lived("two communities", lambda: {lab.name: lab.parameters}, communities=2)
    two = lab.lived("two threads", lambda: {lab.name: lab.parameters}, communities=2, threads=2)
    same({**one.bits, **one.own}, {**two.bits, **two.own}, "one thread and two", "单线程与双线程")


@check(
    "with its levers at no policy, wherever its table stands, every bit is as without it",
    "政策参数为零时，与没有该机制逐位相同",
    lives,
    levers,
    same_twice,
)
def lever_at_zero(lab: Lab) -> None:
    """A standing institution: as before its policy has begun."""
    base, beside = lab.without(), lab.beside_others()
    if lab.kind.standing:
        base = lab.lived("late", lambda: {lab.name: lab.late})
        beside = lab.lived("late beside others", lambda: {**lab.companions, lab.name: lab.late})
    alone = lab.lived("zero", lambda: {lab.name: lab.without_policy})
    same(base.bits, alone.bits, "without the policy and with its levers at zero", "无政策与政策参数为零")
    first = lab.lived("zero first", lambda: {lab.name: lab.without_policy, **lab.companions})
    last = lab.lived("zero last", lambda: {**lab.companions, lab.name: lab.without_policy})
    for other, en, zh in ((first, "first", "居首"), (last, "last", "居末")):
        same(
            beside.bits,
            other.bits,
            f"beside others, its table {en}, without the policy and with its levers at zero",
            f"与其他机制并存、该表{zh}时，无政策与政策参数为零",
        )


@check("switched off (on = false) it leaves every bit", "关闭（on = false）时不改变任何一位", lives, same_twice)
def off(lab: Lab) -> None:
    """Also one that stands."""
    alone = lab.lived("off", lambda: {lab.name: lab.changed(on=False)})
    same(lab.without().bits, alone.bits, "without it and with it switched off", "没有该机制与关闭该机制")
    beside = lab.lived("off beside others", lambda: {**lab.companions, lab.name: lab.changed(on=False)})
    same(
        lab.beside_others().bits,
        beside.bits,
        "beside others, without it and with it switched off",
        "与其他机制并存时，没有该机制与关闭该机制",
    )


@check("before its weeks and after them it leaves every bit", "政策期之外不改变任何一位", lives, same_twice)
def outside_its_weeks(lab: Lab) -> Text | None:
    """A standing institution: before and after its weeks it is the same."""
    before = lab.lived("late", lambda: {lab.name: lab.late})
    after = lab.lived("over", lambda: {lab.name: lab.changed(start_week=0, end_week=0)})
    same(before.bits, after.bits, "before start_week and after end_week", "start_week 之前与 end_week 之后")
    if lab.kind.standing:
        return Text("it stands, and works outside its weeks without the policy", "常设机构，政策期外照常运行")
    same(lab.without().bits, before.bits, "without it and before start_week", "没有该机制与 start_week 之前")
    return None


@check(
    "where another community has the policy, this one is equal to the bit",
    "政策只在他社区时，本社区逐位不变",
    lives,
    same_twice,
)
def second_community(lab: Lab) -> None:
    """The policy of one community, first the one and then the other."""
    nowhere = lab.lived("two, late", lambda: {**lab.companions, lab.name: lab.late}, communities=2)
    for here, other in ((0, 1), (1, 0)):
        policy = lab.changed(communities=(here,))
        there = lab.lived(f"in {here}", lambda: {**lab.companions, lab.name: policy}, communities=2)  # noqa: B023
        same(
            nowhere.communities[other],
            there.communities[other],
            f"with communities = [{here}], community {other} as without the policy",
            f"communities = [{here}] 时的社区 {other} 与无政策",
        )


@check("a community lives alone as it does beside another", "社区单独存在与并存时逐位相同", lives, same_twice)
def alone_or_beside(lab: Lab) -> None:
    """Draws are keyed by permanent identities and not by rows."""
    both = lab.lived("two communities", lambda: {lab.name: lab.parameters}, communities=2)
    alone = lab.lived("the second alone", lambda: {lab.name: lab.parameters}, first=1)
    same(alone.communities[0], both.communities[1], "a community alone and beside another", "社区单独存在与并存")
