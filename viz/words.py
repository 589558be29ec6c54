"""Sentences and labels that figures and tables share."""

from __future__ import annotations

import math

from ..model.ground.text import Text
from ..model.society.measures import info
from .numbers import NOTHING, Scale, decimals, difference, difference_places, interval, number
from .story import Story

LEVELS: dict[str, Text] = {
    "recognised": Text("recognised faces", "面熟"),
    "acquaintances": Text("acquaintances", "熟人"),
    "friendly": Text("friendly neighbours", "友好邻居"),
    "friend": Text("friends", "朋友"),
    "close": Text("close friends", "密友"),
}
"""Measures of ties, from the weakest level to the strongest."""

POINTS = Text("points", "个百分点")
_VALUES = Text("{what}: {without} {label0}, {with_} {label1}", "{what}：{label0} {without}，{label1} {with_}")
_ONE = Text(" (one run, not an interval)", "（单次运行，非区间）")
_SURE = Text("; difference {mean}{unit}, 95 % interval {low} to {high}", "；差值 {mean}{unit}，95% 区间 {low} 至 {high}")
_SAME = Text("; the same with every seed", "；每个种子都相同")
_UNSURE = Text("; not distinguishable, 95 % interval of the difference {low} to {high}{unit}", "；无法区分，差值的 95% 区间为 {low} 至 {high}{unit}")


def sentence(story: Story, arm: str, measure: str, what: str, language: str) -> str:
    """Say what an arm changed in a measure, never more than its interval allows.

    Args:
        story: the numbers.
        arm: an arm with a policy.
        measure: the measure.
        what: its name, at the beginning of the sentence.
        language: "en" or "zh".
    """
    scale = scale_of(measure)
    without, with_ = story.end(story.baseline, measure), story.end(arm, measure)
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
    scale = scale_of(measure)
    effect = story.effect(arm, measure)
    if effect is None or math.isnan(effect.low):
        return _ONE.say(language)
    if effect.low == effect.high == 0.0:
        return _SAME.say(language)
    places = difference_places(effect.mean, effect.low, effect.high, scale)
    unit = unit_of_difference(scale, language)
    text = _SURE if effect.certain else _UNSURE
    mean, low, high = (difference(value, places, scale) for value in (effect.mean, effect.low, effect.high))
    return text.say(language, mean=mean, low=low, high=high, unit=unit)


def unit_of_difference(scale: Scale, language: str) -> str:
    """Return " points" after a difference of shares, nothing otherwise."""
    return f" {POINTS.say(language)}" if scale == "share" else ""


def change(story: Story, arm: str, measure: str, factor: float = 1.0) -> str:
    """Write a difference with its interval, or alone for one run; `factor` turns a sum since the start into one a year."""
    scale = scale_of(measure)
    effect = story.effect(arm, measure)
    if effect is None:
        return NOTHING
    mean, low, high = effect.mean * factor, effect.low * factor, effect.high * factor
    if math.isnan(low):
        places = decimals([effect.without * factor, effect.with_ * factor], scale)
        hidden = mean != 0.0 and difference(mean, places, scale) == difference(0.0, places, scale)
        return difference(mean, None if hidden else places, scale)
    places = difference_places(mean, low, high, scale)
    return f"{difference(mean, places, scale)} {interval(low, high, places, scale)}"


def upper_first(text: str) -> str:
    """Return a text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


HEADLINES: dict[str, Text] = {
    "strangers": Text("strangers", "陌生人"),
    "acquaintances": Text("acquaintances", "人均熟人"),
    "gate_density": Text("one gate: known", "同楼门相识"),
    "came_quarter": Text("came lately", "近期参加"),
    "trust_neighbours": Text("trust: neighbours", "信任邻居"),
    "trust_institutions": Text("trust: institutions", "信任机构"),
}
"""The measures that everybody looks at first, in their order, and their short names for a figure (long ones: `MEASURES`)."""


def scale_of(measure: str) -> Scale:
    """Return how a measure is written: shares of people or pairs in per cent; trust from 0 to 1 and all else plainly."""
    facts = info(measure)
    return "share" if facts.kind == "share" and facts.unit.startswith("share") else "plain"
