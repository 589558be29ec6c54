"""What became of tickets in each arm: whether the trouble was over, whether the caller said so, and what the official counts make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ..numbers import NOTHING, number
from ..story import Story
from .page import HUES, Page, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OWNER = "service-platform"
ENDS = {
    f"{OWNER}.over_said": (Text("over, and said to be", "已解决，称已解决"), HUES[0], ""),
    f"{OWNER}.over_not": (Text("over, said not to be", "已解决，称未解决"), HUES[4], "//"),
    f"{OWNER}.open_asked": (Text("NOT over, said to be after being asked to", "未解决，经请求称已解决"), HUES[1], ""),
    f"{OWNER}.open_said": (Text("NOT over, said to be unasked", "未解决，主动称已解决"), HUES[5], ".."),
    f"{OWNER}.open_not": (Text("NOT over, and said not to be", "未解决，称未解决"), "#BBBBBB", "xx"),
}
"""How a closed ticket ended and what its caller says: count -> what it is called, its colour and hatch. The second and third are only counted."""
SHARES = {
    "over": (Text("the trouble is over", "问题确已解决"), "o", HUES[0]),
    "official_resolved": (Text("official: resolved by the caller's word", "官方：回访解决率"), "D", HUES[1]),
    "official_in_time": (Text("official: closed in time", "官方：按时办结率"), "|", "#444444"),
}
_LEFT = Text("tickets closed a year", "每年办结件")
_MIDDLE = Text("troubles at the end\nfor 1,000 residents", "期末每千人\n未解决问题")
_RIGHT = Text("% of tickets closed, or of callers rung up", "占办结件或回访 %")
_TITLE = Text(
    "{label}: {said} of callers rung up say that it is over, {over} of what was closed is; "
    "at the end {now} troubles for 1,000 residents, {without} without it",
    "{label}：回访称已解决 {said}，确已解决 {over}；期末每千人未解决问题 {now} 件，无政策时 {without} 件",
)
_TITLE_BASE = Text(
    "{over} of closed troubles are over; at the end {now} troubles for 1,000 residents", "办结件中确已解决 {over}；期末每千人未解决问题 {now} 件"
)
_NOTE = Text(
    "Means over seeds. Bars are of all tickets closed, whether the caller was rung up or not. "
    "What is not reported is in no bar, but among the troubles at the end.",
    "各种子均值。条形含全部办结件，不论是否回访。未反映的问题不在条形中，但计入期末问题数。",
)


def has_tickets(story: Story) -> bool:
    """Tell whether any ticket was closed in any arm."""
    return any(story.end(arm, f"{OWNER}.closings") > 0.0 for arm in story.everybody)


def tickets(on: Page) -> tuple[str, str]:
    """Draw how tickets ended, the troubles that are left and the shares that are told, a line an arm; return the title and the note."""
    story, language = on.story, on.language
    left, middle, right = on.figure.subplots(1, 3, width_ratios=(2.0, 0.8, 1.3), sharey=True)
    arms = story.everybody
    y = np.arange(len(arms))
    _ends(on, left, y)
    left.set_yticks(y, on.rows_of_arms(30))
    left.set_xlabel(_LEFT.say(language))
    now = [story.end(arm, f"{OWNER}.troubles_now") for arm in arms]
    bars = middle.barh(y, np.nan_to_num(now), height=0.62, color="#444444")
    middle.bar_label(bars, [number(v, 0) if v == v else NOTHING for v in now], padding=3, fontsize=11, color="#333333")
    middle.set_xlim(0.0, max(1.0, float(np.nanmax(now))) * 1.35)
    middle.set_xlabel(_MIDDLE.say(language))
    for name, (text, marker, colour) in SHARES.items():
        values = [100.0 * story.end(arm, f"{OWNER}.{name}") for arm in arms]
        right.plot(values, y, linestyle="", marker=marker, markersize=10 if marker == "|" else 7, markeredgewidth=2, color=colour, label=text.say(language))
    right.set_xlim(0.0, 104.0)
    left.set_ylim(len(arms) - 0.5, -0.5)
    legend(right, 1, fontsize=10.5)
    right.set_xlabel(_RIGHT.say(language))
    for axes in (left, middle, right):
        axes.grid(axis="y", visible=False)
    return _title(on), _NOTE.say(language)


def _ends(on: Page, axes: Axes, y: np.ndarray) -> None:
    story, per = on.story, 52.0 / max(on.story.weeks, 1)
    start = np.zeros(len(y))
    widest = max(sum(np.nan_to_num(story.end(arm, name)) for name in ENDS) for arm in story.everybody) * per
    for name, (text, colour, hatch) in ENDS.items():
        values = np.nan_to_num(np.array([story.end(arm, name) for arm in story.everybody])) * per
        bars = axes.barh(y, values, left=start, height=0.62, color=colour, hatch=hatch, edgecolor="white", linewidth=0.5, label=text.say(on.language))
        axes.bar_label(bars, [number(v, 0) if v >= 0.07 * widest else "" for v in values], label_type="center", fontsize=10)
        start += values
    on.key.extend(axes.get_legend_handles_labels()[0])


def _title(on: Page) -> str:
    """Say of the first arm with a policy what callers say and what is over."""
    story, language, arm = on.story, on.language, on.story.foremost

    def percent(name: str) -> str:
        value = story.end(arm, f"{OWNER}.{name}")
        return f"{number(100.0 * value, 0)} %" if value == value else NOTHING

    def left(of: str) -> str:
        value = story.end(of, f"{OWNER}.troubles_now")
        return number(value, 0) if value == value else NOTHING

    if not story.arms:
        return _TITLE_BASE.say(language, over=percent("over"), now=left(arm))
    said, over = percent("official_resolved"), percent("over")
    return _TITLE.say(language, label=story.label(arm, language), said=said, over=over, now=left(arm), without=left(story.baseline))
