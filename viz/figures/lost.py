"""How those who got lost came home in each arm: by which road, and who is still at the station without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ..numbers import NOTHING, number
from ..story import Story
from .page import HUES, Page, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OWNER = "lost-persons"
WAYS = {
    f"{OWNER}.by_neighbour": (Text("a neighbour who knew them", "认识的邻居"), HUES[0], ""),
    f"{OWNER}.by_family": (Text("the household, or by themselves", "家人或自行"), HUES[4], "//"),
    f"{OWNER}.by_police": (Text("the police", "公安"), "#BBBBBB", ""),
    f"{OWNER}.by_face": (Text("their face", "人脸比对"), HUES[5], ".."),
    f"{OWNER}.by_questioning": (Text("questions at the station", "站内甄别询问"), HUES[3], "\\\\"),
    f"{OWNER}.by_notice": (Text("a notice", "公告"), HUES[2], "xx"),
    f"{OWNER}.by_dna": (Text("DNA", "DNA比对"), HUES[1], ""),
}
"""Roads home: count -> what it is called, its colour and hatch. Family and those who found home themselves are one bar."""
ALSO = {f"{OWNER}.by_family": f"{OWNER}.by_themselves"}
WITHIN = {
    "home_day": Text("a day", "一天"), "home_week": Text("a week", "一周"),
    "home_year": Text("a year", "一年"), "home_two_years": Text("two years", "两年"),
}  # fmt: skip
_LEFT = Text("people home a year, by road", "每年回家人数（按途径）")
_MIDDLE = Text("at the station without\na name, at the end", "期末在站无名者")
_RIGHT = Text("home within, % of those\nlost so long ago", "按时回家，占走失已满\n该时长者 %")
_TITLE = Text(
    "{label}: {near} of the lost were brought home by a neighbour; at the end {left} are at the station without a name, {without} without it",
    "{label}：走失者中 {near} 由邻居送回家；期末在站无名者 {left} 人，无政策时 {without} 人",
)
_TITLE_BASE = Text(
    "{near} of the lost were brought home by a neighbour; at the end {left} are at the station without a name",
    "走失者中 {near} 由邻居送回家；期末在站无名者 {left} 人",
)
_NOTE = Text(
    "Means over seeds. Those lost before the start and home since are counted among the roads, not among the shares. "
    "Where people come home sooner, the shares hold more of those who get lost again.",
    "各种子均值。开始前走失、其后回家者计入途径，不计入比例。回家更快的方案中，比例包含更多再次走失者。",
)


def has_lost(story: Story) -> bool:
    """Tell whether anybody got lost in any arm."""
    return any(story.end(arm, f"{OWNER}.lost") > 0.0 for arm in story.everybody)


def lost(on: Page) -> tuple[str, str]:
    """Draw roads home, the nameless and shares home in time, a line an arm; return the title and the note."""
    story, language = on.story, on.language
    left, middle, right = on.figure.subplots(1, 3, width_ratios=(2.0, 0.8, 1.2), sharey=True)
    arms = story.everybody
    y = np.arange(len(arms))
    _roads(on, left, y)
    left.set_yticks(y, on.rows_of_arms(30))
    left.invert_yaxis()
    left.set_xlabel(_LEFT.say(language))
    nameless = [story.end(arm, f"{OWNER}.nameless_now") for arm in arms]
    bars = middle.barh(y, np.nan_to_num(nameless), height=0.62, color="#444444")
    middle.bar_label(bars, [number(v, 1) if v == v else NOTHING for v in nameless], padding=3, fontsize=11, color="#333333")
    middle.set_xlim(0.0, max(1.0, float(np.nanmax(nameless))) * 1.3)
    middle.set_xlabel(_MIDDLE.say(language))
    for k, (name, text) in enumerate(WITHIN.items()):
        values = [100.0 * story.end(arm, f"{OWNER}.{name}") for arm in arms]
        right.plot(values, y, linestyle="", marker="osD^"[k], markersize=7, color=HUES[(0, 4, 1, 6)[k]], label=text.say(language))
    right.set_xlim(0.0, 103.0)
    right.set_xlabel(_RIGHT.say(language))
    legend(right, 2, fontsize=11)
    for axes in (left, middle, right):
        axes.grid(axis="y", visible=False)
    return _title(on), _NOTE.say(language)


def _roads(on: Page, axes: Axes, y: np.ndarray) -> None:
    story, per = on.story, 52.0 / max(on.story.weeks, 1)
    start = np.zeros(len(y))
    for name, (text, colour, hatch) in WAYS.items():
        values = np.nan_to_num(np.array([story.end(arm, name) for arm in story.everybody])) * per
        if name in ALSO:
            values += np.nan_to_num(np.array([story.end(arm, ALSO[name]) for arm in story.everybody])) * per
        bars = axes.barh(y, values, left=start, height=0.62, color=colour, hatch=hatch, edgecolor="white", linewidth=0.5, label=text.say(on.language))
        axes.bar_label(bars, [number(v, 1) if v >= 0.06 * max(float(start.max()), 1.0) else "" for v in values], label_type="center", fontsize=10)
        start += values
    on.key.extend(axes.get_legend_handles_labels()[0])


def _title(on: Page) -> str:
    """Say of the first arm with a policy who brought people home and how many are nameless."""
    story, language = on.story, on.language
    arm = story.arms[0] if story.arms else story.baseline

    def count(of: str) -> str:
        value = story.end(of, f"{OWNER}.nameless_now")
        return number(value, 1) if value == value else NOTHING

    near = story.end(arm, f"{OWNER}.found_by_neighbour")
    said = f"{number(100.0 * near, 0)} %" if near == near else NOTHING
    if not story.arms:
        return _TITLE_BASE.say(language, near=said, left=count(arm))
    return _TITLE.say(language, label=story.label(arm, language), near=said, left=count(arm), without=count(story.baseline))
