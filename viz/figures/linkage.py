"""Where the hours of the committees go under a plan from above, and what stands on record beside what happened; an arm a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ...model.services.staff import DUTIES as STAFF_DUTIES
from ..lines import fold
from ..numbers import number
from ..words import upper_first
from .page import HUES, PALE, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..story import Story

OWNER = "three-level-linkage"
DUTIES = ("reports", "activities", "assemblies", "counter", "visits", "mediation", "inspections")
"""Duties of the committee's staff in the order in which they are drawn; those that took no hour are left out."""
_HOURS = Text("staff hours a week, all communities", "每周工作人员工时（全部社区）")
_TASKS = Text("task events a year (○ on record, ● held)", "每年任务活动场次（○ 上报，● 实办）")
_COMMITTEES = Text("compounds with a committee, % (○ on record, ● at work)", "有业委会或物管会的小区，%（○ 上报，● 实际运作）")
_GIFTS = Text("things that units gave, a year", "驻区单位每年提供的资源")
_TITLE = Text(
    "{arm}: {share} % of the staff's hours go into forms; of {told} task events on record in a year {held} were held",
    "{arm}：工作人员 {share}% 的工时用于报表；每年上报任务活动 {told} 场，实办 {held} 场",
)
_BARE = Text("Where the committees' hours go, and what is on record", "居委会的工时去向与上报情况")
_NOTE = Text("Hours, events and gifts: a year's mean since the start. Committees: at the end.", "工时、活动与资源为开始以来的年均值；业委会或物管会为期末值。")


def told(story: Story) -> bool:
    """Tell whether a story has the numbers for this figure."""
    return story.measured(f"{OWNER}.tasks_asked") and story.measured("staff_hours_reports")


def linkage(on: Page) -> tuple[str, str]:
    """Draw hours by duty, task events, committees and gifts side by side, an arm a line; return the title and the note."""
    from matplotlib.patches import Patch

    story, language = on.story, on.language
    hours, tasks, committees, gifts = on.figure.subplots(1, 4, sharey=True, width_ratios=(2.0, 1.3, 1.1, 1.0))
    arms = story.everybody
    y = np.arange(len(arms))
    left = np.zeros(len(arms))
    for k, duty in enumerate(DUTIES):
        values = np.array([hours_a_week(story, arm, duty) for arm in arms])
        if values.max(initial=0.0) > 0.0:
            hours.barh(y, values, left=left, height=0.7, color=HUES[k % len(HUES)])
            on.key.append(Patch(color=HUES[k % len(HUES)], label=on.letters.sayable(STAFF_DUTIES[duty].say(language), duty)))
            left = left + values
    _pair(on, tasks, f"{OWNER}.official_tasks", f"{OWNER}.tasks_held", y)
    _pair(on, committees, f"{OWNER}.committees_formed", f"{OWNER}.committees_active", y, 100.0)
    given = [story.end(arm, f"{OWNER}.gifts") * story.factor(f"{OWNER}.gifts") for arm in arms]
    bars = gifts.barh(y, given, height=0.7, color=PALE)
    gifts.bar_label(bars, [number(value, 0) for value in given], padding=3, fontsize=9)
    for axes, said in ((hours, _HOURS), (tasks, _TASKS), (committees, _COMMITTEES), (gifts, _GIFTS)):
        axes.set_title("\n".join(fold(said.say(language), 26)), loc="left", fontsize=10)
        axes.grid(axis="y", visible=False)
        axes.tick_params(labelsize=9)
        axes.set_xlim(left=0.0, right=(axes.get_xlim()[1] or 1.0) * 1.12)
    hours.set_yticks(y, ["\n".join(fold(on.letters.sayable(story.title_of(arm, language), arm), 20)) for arm in arms])
    hours.invert_yaxis()
    return _title(on), _NOTE.say(language)


def hours_a_week(story: Story, arm: str, duty: str) -> float:
    """Return the hours a week that a duty took in an arm; 0 where it was not measured."""
    value = story.end(arm, f"staff_hours_{duty}")
    return 0.0 if value != value else value / max(story.weeks, 1)


def _pair(on: Page, axes: Axes, record: str, happened: str, y: np.ndarray, scale: float = 1.0) -> None:
    """Draw what is on record (hollow) and what happened (full) of each arm, with a line between the two."""
    story = on.story
    values = np.array([[story.end(arm, m) * story.factor(m) * scale for m in (record, happened)] for arm in story.everybody])
    axes.hlines(y, values.min(axis=1), values.max(axis=1), color=PALE, linewidth=1.4, zorder=1)
    axes.plot(values[:, 0], y, linestyle="", marker="o", markersize=9, markerfacecolor="white", markeredgecolor=HUES[1], markeredgewidth=1.6, zorder=2)
    axes.plot(values[:, 1], y, linestyle="", marker="o", markersize=5.5, color=HUES[0], zorder=3)


def _title(on: Page) -> str:
    """Say it of the arm in which most hours go into forms: what a plan from above costs at its worst."""
    story, language = on.story, on.language
    if not story.arms:
        return _BARE.say(language)
    arm = max(story.arms, key=lambda one: hours_a_week(story, one, "reports"))
    whole = sum(hours_a_week(story, arm, duty) for duty in DUTIES)
    values = [story.end(arm, f"{OWNER}.{m}") * story.factor(f"{OWNER}.{m}") for m in ("official_tasks", "tasks_held")]
    share = 100.0 * hours_a_week(story, arm, "reports") / whole if whole else 0.0
    name = upper_first(on.letters.sayable(story.title_of(arm, language), arm))
    return _TITLE.say(language, arm=name, share=number(share, 0), told=number(values[0], 0), held=number(values[1], 0))
