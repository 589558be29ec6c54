"""What it costs and what comes of it: more acquaintances against more yuan, and the hours of people."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ..lines import fold
from ..numbers import MINUS, NOTHING, WAN, number
from ..rows import cost_rows
from ..words import more_yuan, title_of, upper_first
from .bars import arm_bars
from .courses import spread
from .page import INK, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..story import Story

_X = Text("more yuan spent than without, since the start", "自开始起比无政策多支出（{unit}）")
_Y = Text("more acquaintances a resident than without", "比无政策多的人均熟人数")
_TITLE_ONE = Text(
    "{yuan} a year, {more} acquaintances a resident more (one run, not an interval)", "每年支出 {yuan}，人均熟人多 {more} 人（单次运行，非区间）"
)
_TITLE = Text(
    "{yuan} a year; one additional pair of acquaintances costs {ratio} yuan ({sure} {low} to {high})",
    "每年支出 {yuan}；每多一对熟人花费 {ratio} 元（{sure} {low} 至 {high}）",
)
_PRICED = Text("; {ratio} with volunteer hours at {price} yuan", "；志愿工时按每小时 {price} 元计则为 {ratio} 元")
_TITLE_NO_BOUND = Text(
    "{yuan} a year; what one more pair costs cannot be bounded with these seeds", "每年支出 {yuan}；这些种子无法给出每多一对熟人的成本范围"
)
_TITLE_UNSURE = Text("{yuan} a year; a gain in acquaintances is not distinguishable from none", "每年支出 {yuan}；熟人的增加与零无法区分")
_SURE, _SURE_DRAWS = Text("95 % interval", "95% 区间"), Text("5 to 95 % of draws", "各次抽取的 5% 至 95%")
_ARM = Text("{arm}: {rest}", "{arm}：{rest}")
_NOTE = Text(
    "Line: the arms side by side, a dot every 52 weeks. Bar at the end: {sure} of the paired difference.",
    "曲线：各方案并行比较，每 52 周一点。末端竖线：配对差值的{sure}。",
)
_NOTE_MANY = Text("Dot: an arm at the end, by its number. Bar: {sure} of the paired difference.", "圆点：各方案期末值，标其编号。竖线：配对差值的{sure}。")
_NOTE_ONE = Text("Line: the two arms side by side, a dot every 52 weeks.", "曲线：两方案并行比较，每 52 周一点。")
_MOST_HOURS = 3
_DOTTED = Text(" Dotted, hollow at the end: volunteer hours added at their price.", "点线（末端空心）：另加志愿工时折算。")


def cost(on: Page) -> tuple[str, str]:
    """Draw effect against cost, and hours a year with a row an arm; return the title and the note."""
    from matplotlib.ticker import MaxNLocator

    story, language = on.story, on.language
    wan = language == "zh" and _largest(on) >= WAN
    unit = 1.0 / WAN if wan else 1.0
    rows = hours_of(story)
    left, *others = on.figure.subplots(1, 1 + len(rows), width_ratios=(2.0, *[0.8] * len(rows)), squeeze=False)[0]
    dotted = False
    ends: dict[str, tuple[float, float]] = {}
    for arm in story.arms:
        yuan, more, weeks = more_than_without(on, "yuan", arm), more_than_without(on, "acquaintances", arm), _weeks(on, arm)
        if yuan is None or more is None:
            continue
        yuan = yuan * unit
        if not on.many:
            left.plot(yuan, more, color=on.colour(arm), linestyle=on.dash(arm), linewidth=2.4)
            years = np.searchsorted(weeks, np.arange(0, int(weeks[-1]) + 1, 52)).clip(max=len(weeks) - 1)
            left.plot(yuan[years], more[years], "o", color=on.colour(arm), markersize=6, zorder=3)
        effect = story.effect(arm, "acquaintances")
        middle = float(more[-1]) if effect is None or math.isnan(effect.low) else effect.centre
        if effect is not None and not math.isnan(effect.low):
            sides = [[max(effect.centre - effect.low, 0.0)], [max(effect.high - effect.centre, 0.0)]]
            left.errorbar(yuan[-1], effect.centre, sides, color=on.colour(arm), linewidth=2.0, capsize=5, zorder=3)
        if on.many:
            left.plot([yuan[-1]], [middle], "o", color=on.colour(arm), markersize=8, zorder=3, gid=f"cost {arm}")
            ends[arm] = float(yuan[-1]), middle
        priced = more_than_without(on, "priced", arm)
        if priced is not None and not on.many and (priced * unit != yuan).any():
            dotted = True
            left.plot(priced * unit, more, color=on.colour(arm), linestyle=":", linewidth=1.8)
            left.plot(priced[-1] * unit, more[-1], "o", markerfacecolor="none", color=on.colour(arm), markersize=7, zorder=3)
    left.axhline(0.0, color=INK, linewidth=1.0)
    left.set_xlabel(_X.say(language, unit="万元" if wan else "元"))
    left.set_ylabel("\n".join(fold(_Y.say(language), 30)))
    left.xaxis.set_major_locator(MaxNLocator(nbins=5))
    left.xaxis.set_major_formatter(lambda value, _: f"{value:g}".replace("-", MINUS) if wan else number(value, 0))
    _numbers(on, left, ends)
    for k, (axes, measure) in enumerate(zip(others, rows, strict=True)):
        values = [story.told(arm, measure) for arm in story.everybody]
        most = max((value for one in rows for arm in story.everybody if (value := story.told(arm, one)) == value), default=1.0)
        title = upper_first(on.letters.sayable(title_of(story.info(measure), language), measure))
        arm_bars(on, axes, values, title, most=most, width=20, labels=k == 0, gid=measure)
    on.key.extend(on.key_line(arm) for arm in story.arms)
    note = (_NOTE_ONE if story.single else _NOTE_MANY if on.many else _NOTE).say(language, sure=(_SURE_DRAWS if story.draws else _SURE).say(language))
    return _title(on), note + (_DOTTED.say(language) if dotted else "")


def hours_of(story: Story) -> list[str]:
    """Return what counts hours of people: whole sums, not their parts."""
    rows = [row.measure for row in cost_rows(story) if story.info(row.measure).kind == "hours"]
    return [m for m in rows if not any(m.startswith(f"{other}_") for other in rows)][:_MOST_HOURS]


def _numbers(on: Page, axes: Axes, ends: dict[str, tuple[float, float]]) -> None:
    """Write the number of each arm above its dot, at the upper edge, as near as the others leave room."""
    low, high = axes.get_xlim()
    arms = sorted(ends, key=lambda arm: ends[arm][0])
    places = spread([(ends[arm][0] - low) / ((high - low) or 1.0) for arm in arms], 0.05)
    for arm, place in zip(arms, places, strict=True):
        axes.annotate(
            on.mark(arm), ends[arm], xytext=(place, 1.05), textcoords="axes fraction", ha="center", va="bottom", fontsize=12, color=on.colour(arm),
            annotation_clip=False, gid=f"number {arm}", arrowprops={"arrowstyle": "-", "color": on.colour(arm), "linewidth": 0.6, "shrinkB": 3.0},
        )  # fmt: skip


def _largest(on: Page) -> float:
    found = [more_than_without(on, "yuan", arm) for arm in on.story.arms]
    return max((float(np.nanmax(np.abs(one))) for one in found if one is not None), default=0.0)


def _title(on: Page) -> str:
    """Say what the first arm costs more and, where it is sure, what one more acquaintance costs."""
    story, language = on.story, on.language
    arm = story.arms[0]
    yuan, more = more_than_without(on, "yuan", arm), more_than_without(on, "acquaintances", arm)
    a_year = more_yuan(float(yuan[-1]) * 52.0 / max(story.weeks, 1), language) if yuan is not None else NOTHING
    found = story.costs.get(arm)
    sure = (_SURE_DRAWS if story.draws else _SURE).say(language)
    if found is None:
        said = _TITLE_ONE.say(language, yuan=a_year, more=number(float(more[-1])) if more is not None else NOTHING)
    elif found.certain:
        said = _TITLE.say(language, yuan=a_year, ratio=number(found.ratio), low=number(found.low), high=number(found.high), sure=sure)
        if found.price > 0.0 and not math.isnan(found.priced[0]):
            said += _PRICED.say(language, ratio=number(found.priced[0]), price=f"{found.price:g}")
    elif (effect := story.effect(arm, "acquaintances")) is not None and effect.low > 0.0:
        said = _TITLE_NO_BOUND.say(language, yuan=a_year)
    else:
        said = _TITLE_UNSURE.say(language, yuan=a_year)
    return said if len(story.arms) == 1 else _ARM.say(language, arm=upper_first(story.short(arm, language)), rest=said)


def _weeks(on: Page, arm: str) -> np.ndarray:
    course = on.story.course(arm, "acquaintances")
    return course.weeks if course else np.zeros(1, int)


def more_than_without(on: Page, measure: str, arm: str) -> np.ndarray | None:
    """Return the course of a measure minus that of the baseline, at the weeks at which both and the acquaintances were measured."""
    story = on.story
    with_, without, clock = story.course(arm, measure), story.course(story.baseline, measure), story.course(arm, "acquaintances")
    if with_ is None or without is None or clock is None:
        return None
    a, b = (np.interp(clock.weeks, c.weeks, c.middle) for c in (with_, without))
    return np.asarray(a - b)
