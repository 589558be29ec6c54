"""What it costs and what comes of it: more acquaintances against more yuan, and the hours of people."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ..lines import fold
from ..numbers import NOTHING, number
from ..rows import cost_rows
from .page import Page, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_X = Text("more yuan spent than without, since the start", "自开始起比无政策多支出（元）")
_Y = Text("more acquaintances a resident than without", "比无政策多的人均熟人数")
_RIGHT = Text("hours of people a year", "每年工时")
_TITLE_ONE = Text(
    "{yuan} yuan more a year, {more} acquaintances a resident more (one run, not an interval)", "每年多支出 {yuan} 元，人均熟人多 {more} 人（单次运行，非区间）"
)
_TITLE = Text(
    "{yuan} yuan more a year; one additional pair of acquaintances costs {ratio} yuan ({sure} {low} to {high})",
    "每年多支出 {yuan} 元；每多一对熟人花费 {ratio} 元（{sure} {low} 至 {high}）",
)
_PRICED = Text("; {ratio} with volunteer hours at {price} yuan", "；志愿工时按每小时 {price} 元计则为 {ratio} 元")
_TITLE_NO_BOUND = Text(
    "{yuan} yuan more a year; what one more pair costs cannot be bounded with these seeds", "每年多支出 {yuan} 元；这些种子无法给出每多一对熟人的成本范围"
)
_TITLE_UNSURE = Text("{yuan} yuan more a year; a gain in acquaintances is not distinguishable from none", "每年多支出 {yuan} 元；熟人的增加与零无法区分")
_SURE, _SURE_DRAWS = Text("95 % interval", "95% 区间"), Text("5 to 95 % of draws", "各次抽取的 5% 至 95%")
_ARM = Text("{arm}: {rest}", "{arm}：{rest}")
_NOTE = Text(
    "Line: the arms side by side, a dot every 52 weeks. Bar at the end: {sure} of the paired difference.",
    "曲线：各方案并行比较，每 52 周一点。末端竖线：配对差值的{sure}。",
)
_NOTE_ONE = Text("Line: the two arms side by side, a dot every 52 weeks.", "曲线：两方案并行比较，每 52 周一点。")
_DOTTED = Text(" Dotted, hollow at the end: volunteer hours added at their price.", "点线（末端空心）：另加志愿工时折算。")


def cost(on: Page) -> tuple[str, str]:
    """Draw effect against cost, and hours a year; return the title and the note."""
    from matplotlib.ticker import MaxNLocator

    story, language = on.story, on.language
    left, right = on.figure.subplots(1, 2, width_ratios=(1.7, 1.0))
    dotted = False
    for arm in story.arms:
        yuan, more, weeks = more_than_without(on, "yuan", arm), more_than_without(on, "acquaintances", arm), _weeks(on, arm)
        if yuan is None or more is None:
            continue
        left.plot(yuan, more, color=on.colour(arm), linestyle=on.dash(arm), linewidth=2.2, label=on.letters.sayable(story.label(arm, language)))
        years = np.searchsorted(weeks, np.arange(0, int(weeks[-1]) + 1, 52)).clip(max=len(weeks) - 1)
        left.plot(yuan[years], more[years], "o", color=on.colour(arm), markersize=5, zorder=3)
        effect = story.effect(arm, "acquaintances")
        if effect is not None and not math.isnan(effect.low):
            sides = [[max(effect.centre - effect.low, 0.0)], [max(effect.high - effect.centre, 0.0)]]
            left.errorbar(yuan[-1], effect.centre, sides, color=on.colour(arm), linewidth=1.8, capsize=5, zorder=3)
        priced = more_than_without(on, "priced", arm)
        if priced is not None and (priced != yuan).any():
            dotted = True
            left.plot(priced, more, color=on.colour(arm), linestyle=":", linewidth=1.6)
            left.plot(priced[-1], more[-1], "o", markerfacecolor="none", color=on.colour(arm), markersize=6, zorder=3)
    left.axhline(0.0, color="#222222", linewidth=1.0)
    left.set_xlabel(_X.say(language))
    left.set_ylabel(_Y.say(language))
    left.xaxis.set_major_locator(MaxNLocator(nbins=5))
    left.xaxis.set_major_formatter(lambda value, _: number(value, 0))
    legend(left, columns=min(4, len(story.arms)))
    _hours(on, right)
    note = (_NOTE_ONE if story.single else _NOTE).say(language, sure=(_SURE_DRAWS if story.draws else _SURE).say(language))
    return _title(on), note + (_DOTTED.say(language) if dotted else "")


def _title(on: Page) -> str:
    """Say what the first arm costs more and, where it is sure, what one more acquaintance costs."""
    story, language = on.story, on.language
    arm = story.arms[0]
    yuan, more = more_than_without(on, "yuan", arm), more_than_without(on, "acquaintances", arm)
    a_year = number(round_to(float(yuan[-1]) * 52.0 / max(story.weeks, 1)), 0) if yuan is not None else NOTHING
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
    return said if len(story.arms) == 1 else _ARM.say(language, arm=story.short(arm, language), rest=said)


def round_to(value: float, digits: int = 3) -> float:
    """Round to some leading digits: 37,613 becomes 37,600."""
    return float(f"{value:.{digits}g}")


def _hours(on: Page, axes: Axes) -> None:
    from matplotlib.ticker import MaxNLocator

    story, language = on.story, on.language
    arms = story.everybody[:5]
    rows = [row.measure for row in cost_rows(story) if story.info(row.measure).kind == "hours"]
    thick = 0.8 / len(arms)
    top = 0.0
    for i, arm in enumerate(arms):
        values = np.array([story.told(arm, name) for name in rows])
        y = np.arange(len(rows)) + (i - (len(arms) - 1) / 2) * thick
        bars = axes.barh(y, np.nan_to_num(values), height=thick * 0.94, color=on.colour(arm))
        axes.bar_label(bars, [number(round(v), 0) if v == v else NOTHING for v in values], padding=3, fontsize=10, color="#333333")
        top = max(top, float(np.nanmax(values, initial=0.0)))
    titles = [on.letters.sayable(story.info(name).title.say(language), name) for name in rows]
    axes.set_yticks(np.arange(len(rows)), ["\n".join(fold(title, 12)) for title in titles])
    axes.invert_yaxis()
    axes.set_xlim(0.0, top * 1.25 or 1.0)
    axes.grid(axis="y", visible=False)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=3))
    axes.xaxis.set_major_formatter(lambda value, _: number(value, 0))
    axes.set_title(_RIGHT.say(language), loc="left", fontsize=11)


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
