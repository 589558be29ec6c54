"""Growth of ties by level, with and without the policy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ...model.society.measures import LEVELS
from ..words import sentence, title_of
from .page import Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WHAT = Text("Acquaintances a resident", "人均熟人数")
_NOTE = Text(
    "Ties a resident from each level's cut-off up: recognised and acquaintance by what lasts, the others by present closeness. Own scales, from 0.",
    "达到各级门槛的人均关系数：面熟与熟人按长期痕迹，其余按当前亲近度。各小图刻度不同，均从 0 开始。",
)
BAR = Text(" Bar at the end: 95 % interval of the paired difference.", "末端竖线：配对差值的 95% 区间。")
"""How the bars of `course_panel` are to be read."""
_YEARS, _WEEKS = Text("years", "年"), Text("weeks", "周")


def growth(on: Page) -> tuple[str, str]:
    """Draw one small panel a level; return the title and the note."""
    story, language = on.story, on.language
    panels = on.figure.subplots(2, 3, sharex=True)
    for axes, measure in zip(panels.flat, LEVELS, strict=False):
        course_panel(on, axes, measure)
        axes.set_title(title_of(story.info(measure), language), loc="left")
    for axes in panels.flat[2:5]:
        axes.xaxis.set_tick_params(labelbottom=True)
    time_axis(on, *panels.flat[2:5])
    key = panels.flat[5]
    key.set_axis_off()
    handles, labels = panels.flat[0].get_legend_handles_labels()
    key.legend(handles, labels, loc="center left", handlelength=3.0, fontsize=13, borderaxespad=0.0)
    note = _NOTE.say(language) + ("" if story.single else BAR.say(language))
    return sentence(story, story.arms[0], "acquaintances", _WHAT.say(language), language) if story.arms else _WHAT.say(language), note


def course_panel(on: Page, axes: Axes, measure: str, factor: float = 1.0) -> None:
    """Draw the course of a measure in all arms, from zero up, or from below where it falls below; `factor` is 100 for a share in per cent."""
    story = on.story
    top = low = 0.0
    for arm in story.everybody:
        course = story.course(arm, measure)
        if course is None:
            continue
        x, y = course.weeks * time_factor(on), course.middle * factor
        label = on.letters.sayable(story.label(arm, on.language), arm)
        axes.plot(x, y, color=on.colour(arm), linestyle=on.dash(arm), linewidth=2.4, label=label, clip_on=False, gid=f"{measure} {arm}")
        top = max(top, float(np.nanmax(y)), _paired_bar(on, axes, arm, measure, factor))
        low = min(low, float(np.nanmin(y)))
    axes.set_ylim(low * 1.12, top * 1.12 if top > 0 else 1.0 if low == 0.0 else 0.0)
    axes.margins(x=0.02)


def time_factor(on: Page) -> float:
    """Return 1/52 where a run is long enough to be told in years, else 1."""
    return 1.0 / 52.0 if on.story.weeks >= 104 else 1.0


def time_axis(on: Page, *axes: Axes) -> None:
    """Label time axes."""
    from matplotlib.ticker import MaxNLocator

    for one in axes:
        one.set_xlabel((_YEARS if on.story.weeks >= 104 else _WEEKS).say(on.language))
        one.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))


def _paired_bar(on: Page, axes: Axes, arm: str, measure: str, factor: float) -> float:
    """Draw the interval of the paired difference at the end of an arm's line; return its upper end, 0 where there is none.

    Not the interval of the arm's own mean: seeds are other people in other flats, and what they share is not in doubt.
    """
    effect = on.story.effect(arm, measure)
    if effect is None or math.isnan(effect.low):
        return 0.0
    end = on.story.weeks * time_factor(on)
    low, high = (effect.without + effect.low) * factor, (effect.without + effect.high) * factor
    middle = effect.with_ * factor
    # Of an interval without width rounding makes one side a little less than nothing.
    sides = [[max(middle - low, 0.0)], [max(high - middle, 0.0)]]
    axes.errorbar([end], [middle], sides, color=on.colour(arm), capsize=4, linewidth=1.6, clip_on=False)
    return high
