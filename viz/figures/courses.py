"""Lines through the weeks: a measure in all arms, or what each arm changed of it in per cent."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from .page import INK, SMALLEST, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BAR = Text(" Bar at the end: 95 % interval of the paired difference.", "末端竖线：配对差值的 95% 区间。")
BAR_DRAWS = Text(" Bar at the end: 5 to 95 % of draws.", "末端竖线：各次抽取的 5% 至 95%。")
_YEARS, _WEEKS = Text("years", "年"), Text("weeks", "周")
_APART = 0.082
"""Least distance of two numbers at the ends of lines, as a part of the panel's height."""


def bar_note(on: Page) -> str:
    """Return how the bars at the ends of lines are to be read; empty for one run, which has none."""
    return "" if on.story.single else (BAR_DRAWS if on.story.draws else BAR).say(on.language)


def course_panel(on: Page, axes: Axes, measure: str, factor: float = 1.0) -> None:
    """Draw the course of a measure in all arms, from zero up, or from below where it falls below; `factor` is 100 for a share in per cent."""
    story = on.story
    top = low = 0.0
    ends = {}
    for arm in story.everybody:
        course = story.course(arm, measure)
        if course is None:
            continue
        y = course.middle * factor
        _line(on, axes, arm, measure, course.weeks, y)
        ends[arm] = float(y[-1])
        effect = story.effect(arm, measure)
        # Not the interval of the arm's own mean: seeds are other people in other flats, and what they share is not in doubt.
        bounds = (math.nan, math.nan) if effect is None else ((effect.without + effect.low) * factor, (effect.without + effect.high) * factor)
        _bar(on, axes, arm, ends[arm], *bounds)
        top = max(top, float(np.nanmax(y)), 0.0 if math.isnan(bounds[1]) else bounds[1])
        low = min(low, float(np.nanmin(y)))
    axes.set_ylim(low * 1.12, top * 1.12 if top > 0 else 1.0 if low == 0.0 else 0.0)
    axes.margins(x=0.02)
    _numbers(on, axes, ends)


def more(on: Page, arm: str, measure: str) -> tuple[np.ndarray, np.ndarray]:
    """Return (weeks, what an arm has more than the one without the policy, in per cent of what that one has); NaN where that is nothing."""
    with_, without = on.story.course(arm, measure), on.story.course(on.story.baseline, measure)
    if with_ is None or without is None:
        return np.zeros(0), np.zeros(0)
    base = np.interp(with_.weeks, without.weeks, without.middle)
    with np.errstate(divide="ignore", invalid="ignore"):
        return with_.weeks, np.where(base == 0.0, math.nan, 100.0 * (with_.middle - base) / np.abs(base))


def more_panel(on: Page, axes: Axes, measure: str) -> None:
    """Draw by how many per cent each arm has more than the one without the policy (`more`), with the interval at the end."""
    ends = {}
    for arm in on.story.arms:
        weeks, y = more(on, arm, measure)
        if not np.isfinite(y).any():
            continue
        _line(on, axes, arm, measure, weeks, y)
        ends[arm] = float(y[-1])
        effect = on.story.effect(arm, measure)
        if effect is not None and effect.without:
            _bar(on, axes, arm, ends[arm], *(100.0 * bound / abs(effect.without) for bound in (effect.low, effect.high)))
    axes.axhline(0.0, color=INK, linewidth=1.1, zorder=1)
    axes.margins(x=0.02, y=0.08)
    on.later.append(lambda: _numbers(on, axes, ends))


def time_factor(on: Page) -> float:
    """Return 1/52 where a run is long enough to be told in years, else 1."""
    return 1.0 / 52.0 if on.story.weeks >= 104 else 1.0


def time_axis(on: Page, *axes: Axes) -> None:
    """Label time axes."""
    from matplotlib.ticker import MaxNLocator

    for one in axes:
        one.set_xlabel((_YEARS if on.story.weeks >= 104 else _WEEKS).say(on.language))
        one.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))


def _line(on: Page, axes: Axes, arm: str, measure: str, weeks: np.ndarray, y: np.ndarray) -> None:
    axes.plot(
        weeks * time_factor(on), y, color=on.colour(arm), linestyle=on.dash(arm), linewidth=1.8 if on.many else 2.6, clip_on=False, gid=f"{measure} {arm}"
    )  # fmt: skip


def _bar(on: Page, axes: Axes, arm: str, middle: float, low: float, high: float) -> None:
    """Draw an interval at the end of a line. Many arms have none: their bars would stand upon one another."""
    if math.isnan(low) or on.many:
        return
    # Bars stand a little apart, so that the widest does not hide the others; of one without width rounding makes a side a little less than nothing.
    place = on.story.everybody.index(arm)
    end = on.story.weeks * time_factor(on) * (1.0 + 0.018 * place)
    sides = [[max(middle - low, 0.0)], [max(high - middle, 0.0)]]
    axes.errorbar([end], [middle], sides, color=on.colour(arm), capsize=4, linewidth=1.8, clip_on=False)


def _numbers(on: Page, axes: Axes, ends: dict[str, float]) -> None:
    """Write the number of each arm at the end of its line, where there are many; as near as the numbers above and below leave room."""
    if not on.many or not ends:
        return
    low, high = axes.get_ylim()
    arms = sorted(ends, key=lambda arm: ends[arm])
    places = spread([(ends[arm] - low) / ((high - low) or 1.0) for arm in arms], _APART)
    for arm, place in zip(arms, places, strict=True):
        axes.annotate(
            on.mark(arm), (on.story.weeks * time_factor(on), ends[arm]), xytext=(1.04, place), textcoords="axes fraction", va="center", ha="left",
            fontsize=SMALLEST, color=on.colour(arm), annotation_clip=False, gid=f"number {arm}",
            arrowprops={"arrowstyle": "-", "color": on.colour(arm), "linewidth": 0.6, "shrinkA": 1.0, "shrinkB": 0.0},
        )  # fmt: skip


def spread(places: list[float], apart: float) -> list[float]:
    """Move rising places as little as it takes to have each at least so far above the last, and the whole where it was."""
    made: list[float] = []
    for place in places:
        made.append(max(place, made[-1] + apart) if made else place)
    moved = sum(made) / len(made) - sum(places) / len(places) if made else 0.0
    lowest = min(max(made[0] - moved, 0.0), max(1.0 - (made[-1] - made[0]), 0.0)) if made else 0.0
    return [place - made[0] + lowest for place in made]
