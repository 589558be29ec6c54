"""Where the hours of the committees' staff go, and what stands on record beside what happened; an arm a line.

It is drawn where forms took hours: then what is asked from above competes with all else that the staff could do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ...model.services.staff import DUTIES
from ..lines import fold
from ..numbers import number
from ..rows import headlines, officials
from ..words import title_of, upper_first
from .page import HUES, PALE, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..story import Story

FORMS = "reports"
ORDER = (FORMS, *(duty for duty in DUTIES if duty != FORMS))
"""Duties in the order in which they are drawn: forms first; those that took no hour are left out."""
MOST_PAIRS = 3
_HOURS = Text("staff hours a week, all communities", "每周工作人员工时（全部社区）")
_PAIR = Text("{what}{percent} (○ official count, ● what happened)", "{what}{percent}（○ 官方统计，● 实际）")
_TITLE = Text(
    "{arm}: {share} % of the staff's hours go into forms; {official}: {told}; {happened}: {was}",
    "{arm}：工作人员 {share}% 的工时用于报表；{official}：{told}；{happened}：{was}",
)
_BARE = Text("Where the hours of the committees' staff go, and what is on record", "居委会工作人员的工时去向与上报情况")
_NOTE = Text("Hours and counts are a year's mean since the start; shares are those at the end.", "工时与次数为开始以来的年均值；比例为期末值。")


def told(story: Story) -> bool:
    """Tell whether forms took hours of the staff in any arm."""
    return story.happened(f"staff_hours_{FORMS}")


def hours(on: Page) -> tuple[str, str]:
    """Draw hours by duty, official counts with what happened, and the mechanisms' first headline; return the title and the note."""
    story, language = on.story, on.language
    marked = pairs(story)
    first = [m for m in headlines(story) if story.owner(m)][:1]
    panels = on.figure.subplots(1, 1 + len(marked) + len(first), sharey=True, width_ratios=[2.0, *[1.2] * len(marked), *[1.0] * len(first)], squeeze=False)[0]
    y = np.arange(len(story.everybody))
    _stacked(on, panels[0], y)
    _head(panels[0], _HOURS.say(language))
    for axes, official in zip(panels[1:], marked, strict=False):
        _pair(on, axes, official, y)
    if first:
        values = [story.told(arm, first[0]) for arm in story.everybody]
        bars = panels[-1].barh(y, np.nan_to_num(values), height=0.7, color=PALE)
        panels[-1].bar_label(bars, [number(value, 0) for value in values], padding=3, fontsize=10.5)
        _head(panels[-1], _name(on, first[0]))
    for axes in panels:
        axes.grid(axis="y", visible=False)
        axes.tick_params(labelsize=10.5)
        most = axes.get_xlim()[1] or 1.0
        axes.set_xlim(left=-0.03 * most if axes.lines else 0.0, right=most * 1.12)
    panels[0].set_yticks(y, on.rows_of_arms(20))
    panels[0].invert_yaxis()
    return _title(on, marked), _NOTE.say(language)


def pairs(story: Story) -> list[str]:
    """Return official counts of mechanisms that stand beside what happened, those of person-times first."""
    return [m for m in officials(story) if story.owner(m) and story.measured(m) and story.measured(story.info(m).beside)][:MOST_PAIRS]


def hours_a_week(story: Story, arm: str, duty: str) -> float:
    """Return the hours a week that a duty took in an arm; 0 where it was not measured."""
    value = story.end(arm, f"staff_hours_{duty}")
    return 0.0 if value != value else value / max(story.weeks, 1)


def _stacked(on: Page, axes: Axes, y: np.ndarray) -> None:
    from matplotlib.patches import Patch

    left = np.zeros(len(y))
    for k, duty in enumerate(ORDER):
        values = np.array([hours_a_week(on.story, arm, duty) for arm in on.story.everybody])
        if values.max(initial=0.0) > 0.0:
            axes.barh(y, values, left=left, height=0.7, color=HUES[k % len(HUES)])
            on.key.append(Patch(color=HUES[k % len(HUES)], label=on.letters.sayable(DUTIES[duty].say(on.language), duty)))
            left = left + values


def _pair(on: Page, axes: Axes, official: str, y: np.ndarray) -> None:
    """Draw what is on record (hollow) and what happened (full) of each arm, with a line between the two."""
    story = on.story
    happened = story.info(official).beside
    share = story.info(official).kind == "share"
    values = np.array([[story.told(arm, m) * (100.0 if share else 1.0) for m in (official, happened)] for arm in story.everybody])
    axes.hlines(y, values.min(axis=1), values.max(axis=1), color=PALE, linewidth=1.4, zorder=1)
    axes.plot(values[:, 0], y, linestyle="", marker="o", markersize=9, markerfacecolor="white", markeredgecolor=HUES[1], markeredgewidth=1.6, zorder=2)
    axes.plot(values[:, 1], y, linestyle="", marker="o", markersize=5.5, color=HUES[0], zorder=3)
    _head(axes, _PAIR.say(on.language, what=_name(on, happened), percent=", %" if share else ""))


def _head(axes: Axes, said: str) -> None:
    axes.set_title("\n".join(fold(upper_first(said), 24)), loc="left", fontsize=11)


def _name(on: Page, measure: str) -> str:
    return on.letters.sayable(title_of(on.story.info(measure), on.language), measure)


def _title(on: Page, marked: list[str]) -> str:
    """Say it of the arm in which most hours go into forms: what a plan from above costs at its worst."""
    story, language = on.story, on.language
    if not story.arms or not marked:
        return _BARE.say(language)
    arm = max(story.arms, key=lambda one: hours_a_week(story, one, FORMS))
    whole = sum(hours_a_week(story, arm, duty) for duty in ORDER)
    official, happened = marked[0], story.info(marked[0]).beside
    share = 100.0 * hours_a_week(story, arm, FORMS) / whole if whole else 0.0
    named = {"arm": upper_first(on.letters.sayable(story.title_of(arm, language), arm)), "official": _name(on, official), "happened": _name(on, happened)}
    return _TITLE.say(language, share=number(share, 0), told=number(story.told(arm, official), 0), was=number(story.told(arm, happened), 0), **named)
