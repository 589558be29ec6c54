"""What is done online in each arm: hours saved and who can do it, waiting beside others at the counter, and who speaks on matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ..numbers import NOTHING, number
from ..story import Story
from .page import HUES, Page, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OWNER = "online-services"
REACH = {
    "reach": (Text("adults who can do it online", "会网上办事的成年人"), "o", HUES[0]),
    "reach_old": (Text("the old who can", "会网上办事的老人"), "s", HUES[1]),
    "left_out": (Text("matters of the old that came to nothing", "老人落空的事项"), "X", "#444444"),
}
"""Shares of the second panel: measure -> what it is, its marker and colour."""
VOICES = (
    (Text("below 45", "45岁以下"), "voices_young", HUES[0], ""),
    (Text("60 and more", "60岁及以上"), "voices_old", HUES[1], "//"),
)
"""Parts of the voices on a matter, the rest are those between."""
_BETWEEN = (Text("45 to 59", "45至59岁"), "#BBBBBB")
_PER = Text("a year, per 100 residents", "每百名居民每年")
_HOURS = Text("hours saved (official count)", "节省小时数（官方口径）")
_BESIDE = Text("waits beside others at the counter", "窗口与他人同候人次")
_SHARES = Text("% of adults, of the old,\nof matters of the old", "占成年人、老人、\n老人事项 %")
_MATTERS = Text("people who spoke on a matter,\nby age", "每件事项发言人数\n（按年龄）")
_TITLE = Text(
    "{label}: {reach} of adults and {old} of the old can do without the counter; {voices} people spoke on a matter, {without} without it",
    "{label}：{reach} 的成年人、{old} 的老人会网上办事；每件事项 {voices} 人发言，无政策时 {without} 人",
)
_TITLE_BASE = Text(
    "{reach} of adults and {old} of the old can do without the counter; {voices} people spoke on a matter",
    "{reach} 的成年人、{old} 的老人会网上办事；每件事项 {voices} 人发言",
)
_NOTE = Text(
    "Means over seeds; shares at the end, voices since the start. Hall and online together. The old are those of 60 and more.",
    "各种子均值；比例为期末值，发言自开始累计，含现场与网上。老人指60岁及以上。",
)


def has_online(story: Story) -> bool:
    """Tell whether anybody could do something online in any arm, or wrote in a group."""
    return any(story.end(arm, f"{OWNER}.{name}") > 0.0 for arm in story.everybody for name in ("reach", "posts", "at_consultations"))


def online(on: Page) -> tuple[str, str]:
    """Draw hours and waits, shares, and voices by age, a line an arm; return the title and the note."""
    story, language = on.story, on.language
    left, middle, right = on.figure.subplots(1, 3, width_ratios=(1.1, 1.2, 1.4), sharey=True)
    arms = story.everybody
    y = np.arange(len(arms))
    _hours(on, left, y)
    left.set_yticks(y, on.rows_of_arms(28))
    left.invert_yaxis()
    for name, (text, marker, colour) in REACH.items():
        values = [100.0 * story.end(arm, f"{OWNER}.{name}") for arm in arms]
        middle.plot(values, y, linestyle="", marker=marker, markersize=8, color=colour, label=text.say(language))
    middle.set_xlim(-3.0, 103.0)
    middle.set_xlabel(_SHARES.say(language))
    _voices(on, right, y)
    legend(right, 3, fontsize=11)
    for axes in (left, middle, right):
        axes.grid(axis="y", visible=False)
    on.key.extend(left.get_legend_handles_labels()[0] + middle.get_legend_handles_labels()[0])
    return _title(on), _NOTE.say(language)


def _a_year(on: Page, name: str) -> np.ndarray:
    """Return float64 [arms]: a count a year and 100 residents."""
    per = 52.0 / max(on.story.weeks, 1) * 100.0 / max(on.story.residents, 1)
    return np.asarray(np.nan_to_num(np.array([on.story.end(arm, f"{OWNER}.{name}") for arm in on.story.everybody])) * per)


def _hours(on: Page, axes: Axes, y: np.ndarray) -> None:
    language = on.language
    saved, beside = _a_year(on, "saved_hours"), _a_year(on, "beside")
    bars = axes.barh(y - 0.19, saved, height=0.36, color=HUES[4], label=_HOURS.say(language))
    axes.bar_label(bars, [number(v, 0) for v in saved], padding=3, fontsize=10.5, color="#333333")
    waits = axes.barh(y + 0.19, beside, height=0.36, color=HUES[3], hatch="..", edgecolor="white", linewidth=0.5, label=_BESIDE.say(language))
    axes.bar_label(waits, [number(v, 1) for v in beside], padding=3, fontsize=10.5, color="#333333")
    axes.set_xlim(0.0, max(1.0, float(saved.max()), float(beside.max())) * 1.25)
    axes.set_xlabel(_PER.say(language))


def _voices(on: Page, axes: Axes, y: np.ndarray) -> None:
    story, language = on.story, on.language
    voted = np.array([story.end(arm, f"{OWNER}.voted") for arm in story.everybody])
    every = np.array([story.end(arm, f"{OWNER}.voices") for arm in story.everybody])
    start, rest = np.zeros(len(y)), np.nan_to_num(every / np.where(voted > 0, voted, np.nan))
    for text, name, colour, hatch in VOICES:
        values = np.nan_to_num(np.array([story.end(arm, f"{OWNER}.{name}") for arm in story.everybody]) / np.where(voted > 0, voted, np.nan))
        axes.barh(y, values, left=start, height=0.62, color=colour, hatch=hatch, edgecolor="white", linewidth=0.5, label=text.say(language))
        start += values
    bars = axes.barh(y, rest - start, left=start, height=0.62, color=_BETWEEN[1], edgecolor="white", linewidth=0.5, label=_BETWEEN[0].say(language))
    axes.bar_label(bars, [number(v, 1) for v in rest], padding=3, fontsize=11, color="#333333")
    axes.set_xlim(0.0, max(1.0, float(rest.max())) * 1.2)
    axes.set_xlabel(_MATTERS.say(language))


def _title(on: Page) -> str:
    story, language = on.story, on.language
    arm = story.arms[0] if story.arms else story.baseline

    def said(of: str, name: str, share: bool) -> str:
        value = story.end(of, f"{OWNER}.{name}")
        return NOTHING if value != value else f"{number(100.0 * value, 0)} %" if share else number(value, 0)

    told = {"reach": said(arm, "reach", True), "old": said(arm, "reach_old", True), "voices": said(arm, "voices_a_matter", False)}
    if not story.arms:
        return _TITLE_BASE.say(language, **told)
    return _TITLE.say(language, label=story.label(arm, language), without=said(story.baseline, "voices_a_matter", False), **told)
