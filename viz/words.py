"""Sentences and labels that figures and tables share."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from ..model.ground.measure import MeasureInfo
from ..model.ground.text import Text
from ..scenarios.units import UNITS_ZH
from .numbers import NOTHING, WAN, Scale, decimals, difference, difference_places, interval, number
from .story import Story

POINTS = Text("points", "个百分点")
_VALUES = Text("{what}: {without} {label0}, {with_} {label1}", "{what}：{label0} {without}，{label1} {with_}")
_ONE = Text(" (one run, not an interval)", "（单次运行，非区间）")
_SURE = Text("; difference {mean}{unit}, 95 % interval {low} to {high}", "；差值 {mean}{unit}，95% 区间 {low} 至 {high}")
_SURE_DRAWS = Text("; median difference {mean}{unit}, 5 to 95 % of draws {low} to {high}", "；差值中位数 {mean}{unit}，各次抽取的 5% 至 95% 为 {low} 至 {high}")
_UNSURE_DRAWS = Text(
    "; not distinguishable, 5 to 95 % range of the difference over draws {low} to {high}{unit}",
    "；无法区分，差值在各次抽取中的 5% 至 95% 范围为 {low} 至 {high}{unit}",
)
_SAME = Text("; the same with every seed", "；每个种子都相同")
_UNSURE = Text("; not distinguishable, 95 % interval of the difference {low} to {high}{unit}", "；无法区分，差值的 95% 区间为 {low} 至 {high}{unit}")
_CANNOT_TELL = Text("not distinguishable", "无法区分")
_NONE = Text("none", "无变化")
_A_YEAR = Text("{what} a year", "{before}每年{what}")
_SINCE = " since the start"


def title_of(info: MeasureInfo, language: str) -> str:
    """Return the title of a measure; of a sum since the start, that of its rate a year.

    In Chinese 每年 comes before what is counted, also after a first word such as 官方统计：; 累计 (summed up) falls away.
    """
    title = info.title.say(language)
    if not info.a_year or ("每年" if language == "zh" else " a year") in title:
        return title
    before, colon, what = title.rpartition("：") if language == "zh" else ("", "", title)
    return _A_YEAR.say(language, before=before + colon, what=what.removeprefix("累计"))


def unit_of(info: MeasureInfo, language: str, *, rate: bool = False) -> str:
    """Return the unit of a measure in words.

    Args:
        info: the measure.
        language: "en" or "zh".
        rate: the unit of the rate a year, for a sum since the start.
    """
    unit = info.unit.removesuffix(_SINCE)
    summed = unit != info.unit or info.unit == _SINCE.strip()
    unit = "" if info.unit == _SINCE.strip() else unit
    rate = rate and info.a_year
    if language == "zh":
        known = {"share": "比例", "yuan": "元", "hours": "小时"}
        said = UNITS_ZH.get(unit) or known.get(info.kind, unit)
        return (f"{said}/年" if said else "每年") if rate else f"{said}（自开始起）" if summed else said
    return f"{unit} a year".strip() if rate else f"{unit}{_SINCE}".strip() if summed else unit


def scale_of(story: Story, measure: str, language: str) -> Scale:
    """Return how a measure is written in a language: as its story says, but large sums of yuan in 万元 in Chinese."""
    if language == "zh" and story.info(measure).kind == "yuan":
        values = (story.start(measure), *(story.end(arm, measure) for arm in story.everybody))
        if max((abs(v) for v in values if math.isfinite(v)), default=0.0) * story.factor(measure) >= WAN:
            return "wan"
    return story.scale(measure)


def axis_of(story: Story, measures: Sequence[str], language: str) -> tuple[float, str]:
    """Return what values of measures of one unit are multiplied by on an axis, and the unit there: large sums are in 万元 in Chinese."""
    unit = unit_of(story.info(measures[0]), language)
    values = [story.end(arm, m) for m in measures for arm in story.everybody]
    if language == "zh" and unit.startswith("元") and max((abs(v) for v in values if math.isfinite(v)), default=0.0) >= WAN:
        return 1.0 / WAN, f"万{unit}"
    return 1.0, unit


def more_yuan(value: float, language: str) -> str:
    """Write a difference of money with its unit: +69,001 yuan, +6.90 万元."""
    if language == "zh":
        return difference(value, None, "wan") + " 万元" if abs(value) >= WAN else difference(value, 0) + " 元"
    return f"{difference(value, 0)} yuan"


def places_of(info: MeasureInfo, values: Iterable[float], scale: Scale = "plain") -> int:
    """Return the decimals with which values of a measure are written beside one another."""
    shown = [v for v in values if math.isfinite(v)]
    if scale == "wan":
        return decimals(shown, scale)
    if info.kind == "share":
        return decimals(shown, "share")
    large = max((abs(v) for v in shown), default=0.0) >= 10.0
    whole = info.kind == "count" and all(v == round(v) for v in shown)
    return 0 if (info.a_year and large) or whole else decimals(shown)


def sentence(story: Story, arm: str, measure: str, what: str, language: str) -> str:
    """Say what an arm changed in a measure, never more than its interval allows.

    Args:
        story: the numbers.
        arm: an arm with a policy.
        measure: the measure.
        what: its name, at the beginning of the sentence.
        language: "en" or "zh".
    """
    scale, factor = scale_of(story, measure, language), story.factor(measure)
    without, with_ = story.end(story.baseline, measure) * factor, story.end(arm, measure) * factor
    places = decimals([without, with_], scale)
    while places < 3 and without != with_ and number(without, places, scale) == number(with_, places, scale):
        places += 1
    said = _VALUES.say(
        language,
        what=what,
        without=number(without, places, scale),
        with_=number(with_, places, scale),
        label0=story.short(story.baseline, language),
        label1=story.short(arm, language),
    )
    return said + verdict(story, arm, measure, language)


def verdict(story: Story, arm: str, measure: str, language: str) -> str:
    """Return the end of such a sentence: the interval, or that there is none."""
    scale, factor = scale_of(story, measure, language), story.factor(measure)
    effect = story.effect(arm, measure)
    if story.single:
        return _ONE.say(language)
    if effect is None or math.isnan(effect.low):
        return ""
    if effect.low == effect.high == 0.0:
        return _SAME.say(language)
    mean, low, high = effect.centre * factor, effect.low * factor, effect.high * factor
    places = difference_places(mean, low, high, scale)
    unit = unit_of_difference(scale, language)
    text = (_SURE_DRAWS if effect.certain else _UNSURE_DRAWS) if effect.draws else _SURE if effect.certain else _UNSURE
    mean_, low_, high_ = (difference(value, places, scale) for value in (mean, low, high))
    return text.say(language, mean=mean_, low=low_, high=high_, unit=unit)


def unit_of_difference(scale: Scale, language: str) -> str:
    """Return what stands after a difference: " points" of shares, 万元 of large sums in Chinese, nothing otherwise."""
    return f" {POINTS.say(language)}" if scale == "share" else "万元" if scale == "wan" else ""


def change(story: Story, arm: str, measure: str, language: str) -> str:
    """Write a difference with its interval or range and its unit, or alone for one run; of a sum since the start, that of the rate a year.

    Where the interval holds zero it says that the difference is not distinguishable from none, and gives no number for it.
    """
    info, scale, factor = story.info(measure), scale_of(story, measure, language), story.factor(measure)
    effect = story.effect(arm, measure)
    unit = unit_of_difference(scale, language)
    if effect is None or math.isnan(effect.centre):
        return NOTHING
    mean, low, high = effect.centre * factor, effect.low * factor, effect.high * factor
    if math.isnan(low):
        places = places_of(info, [effect.without * factor, effect.with_ * factor], scale)
        hidden = mean != 0.0 and difference(mean, places, scale) == difference(0.0, places, scale)
        return difference(mean, None if hidden else places, scale) + unit
    places = difference_places(mean, low, high, scale)
    if low == high == 0.0:
        return _NONE.say(language)
    said = difference(mean, places, scale) if effect.certain else _CANNOT_TELL.say(language)
    return f"{said} {interval(low, high, places, scale)}{unit}"


def bracketed(text: str, language: str) -> str:
    """Return a text in brackets, to stand after another: " (text)" or （text）; nothing of nothing."""
    return "" if not text else f"（{text}）" if language == "zh" else f" ({text})"


def upper_first(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
