"""Whom cultural services reach, by distance, age, work and tenure; whether a brand has a name; who goes down to complain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ..lines import fold
from ..numbers import NOTHING, number
from ..story import Story
from .page import Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GROUPS = {
    "reached": Text("all", "全体"),
    "reached_near": Text("within 300 m of a facility", "300米内有设施"),
    "reached_far": Text("farther from any", "300米内无设施"),
    "reached_old": Text("60 and over", "60岁及以上"),
    "reached_working": Text("who work", "在职"),
    "reached_owners": Text("owners", "业主"),
    "reached_renters": Text("renters", "租户"),
}
"""Rows of the left panel: shares of groups that came in the last year; a measure bears the name of its mechanism before these."""
NAME, COMPLAINTS = "name_known", "complaints"
_CAME = Text("came to anything cultural in the last year, %", "近一年参加过文化活动者，%")
_NAME = Text("know the name of a brand, %", "知道品牌名称者，%")
_COMPLAINTS = Text("complaints about dancing per 1,000 residents and year", "广场舞投诉，每千居民每年")
_TITLE = Text(
    "{label}: {old} % of those of 60 and over came in the last year, {work} % of those who work",
    "{label}：60岁及以上者中 {old}% 近一年参加过，在职者中 {work}%",
)
_NOTE = Text(
    "At the end, mean over seeds. Where a group is empty (nobody lives so far) there is no dot. Complaints: households that went down.{left}",
    "终点值，各种子均值。没有此类居民时不画点。投诉指上门交涉的住户。{left}",
)
_LEFT_OUT = Text(
    " Drawn are the first {n} arms and the last; all others are in the table (--all).", "图中为前 {n} 个方案与最后一个，其余见全部指标表（--all）。"
)
MOST = 6
"""Arms that are drawn; more have no colour of their own."""


def owner_of(story: Story) -> str:
    """Return the name of the mechanism that measures all that the figure shows, if people came to it in any arm; else nothing."""
    wanted = (*GROUPS, NAME, COMPLAINTS)
    for owner in sorted({measure.split(".", 1)[0] for _, measure in story.courses if "." in measure}):
        if all(any((arm, f"{owner}.{name}") in story.courses for arm in story.everybody) for name in wanted) and _arms(story, owner):
            return owner
    return ""


def _arms(story: Story, owner: str) -> list[str]:
    """Return the arms in which anybody came."""
    return [arm for arm in story.everybody if story.end(arm, f"{owner}.reached") > 0.0]


def reach(on: Page) -> tuple[str, str]:
    """Draw whom each arm reaches, its brands' name and its complaints; return the title and the note."""
    story, language, owner = on.story, on.language, owner_of(on.story)
    left, name, complaints = on.figure.subplots(1, 3, width_ratios=(1.9, 1.0, 1.0))
    every = _arms(story, owner)
    arms = every if len(every) <= MOST else [*every[: MOST - 1], every[-1]]
    y = np.arange(len(GROUPS), dtype=np.float64)
    for i, arm in enumerate(arms):
        values = np.array([100.0 * story.end(arm, f"{owner}.{group}") for group in GROUPS])
        left.plot(values, y + (i - (len(arms) - 1) / 2) * 0.08, "o", markersize=8, color=on.colour(arm))
    left.set_yticks(y, ["\n".join(fold(text.say(language), 18)) for text in GROUPS.values()])
    left.invert_yaxis()
    left.set_xlim(0.0, 100.0)
    left.set_xlabel(_CAME.say(language))
    per = 1000.0 / max(story.residents, 1) * 52.0 / max(story.weeks, 1)
    _bars(on, name, arms, f"{owner}.{NAME}", 100.0, 0, _NAME)
    _bars(on, complaints, arms, f"{owner}.{COMPLAINTS}", per, 1, _COMPLAINTS)
    on.key.extend(on.key_line(arm) for arm in arms)
    return _title(on, owner, arms), _NOTE.say(language, left=_LEFT_OUT.say(language, n=MOST - 1) if len(every) > MOST else "")


def _bars(on: Page, axes: Axes, arms: list[str], measure: str, factor: float, places: int, label: Text) -> None:
    values = np.array([factor * on.story.end(arm, measure) for arm in arms])
    bars = axes.barh(np.arange(len(arms)), np.nan_to_num(values), height=0.7, color=[on.colour(arm) for arm in arms])
    axes.bar_label(bars, [number(v, places) if v == v else NOTHING for v in values], padding=3, fontsize=11, color="#333333")
    axes.set_yticks([])
    axes.invert_yaxis()
    axes.set_xlim(0.0, max(float(np.nanmax(values, initial=0.0)), 1.0) * 1.25)
    axes.set_xlabel("\n".join(fold(label.say(on.language), 30)))
    axes.grid(axis="y", visible=False)


def _title(on: Page, owner: str, arms: list[str]) -> str:
    story, arm = on.story, arms[0]

    def share(name: str) -> str:
        value = story.end(arm, f"{owner}.{name}")
        return number(100.0 * value, 0) if value == value else NOTHING

    return _TITLE.say(on.language, label=story.label(arm, on.language), old=share("reached_old"), work=share("reached_working"))
