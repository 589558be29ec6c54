"""What each arm changed: paired differences with their intervals, all measures on one scale, so that a small effect looks small."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...experiments.comparison import Difference
from ...model.ground.text import Text
from ..lines import fold
from ..numbers import spaced
from ..rows import headlines
from ..story import Story
from ..words import change, sentence, title_of, unit_of_difference, upper_first
from .page import FEW, INK, SMALLEST, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NOTE = Text(
    "Each arm minus {baseline} at the end, with the same random numbers: mean over seeds and 95 % interval. {how}",
    "期末各方案与“{baseline}”的差值（同一组随机数）：各种子均值及 95% 区间。{how}",
)
_NOTE_DRAWS = Text(
    "Each arm minus {baseline} at the end: median and 5 to 95 % range over {draws} draws of what is not known about people, luck apart. {how}",
    "期末各方案与“{baseline}”的差值：对未知的人的常数抽取 {draws} 次，所得的中位数及 5% 至 95% 范围（已除去随机波动）。{how}",
)
_HOW = Text(
    "Places are per cent of what there is without, on one scale; numbers are in the measure's own unit. Grey: the interval holds zero. "
    "Arrow: beyond the scale.",
    "位置为相对于无政策时的百分比，各指标刻度相同；数字用各指标自身的单位。灰色：区间包含零。箭头：超出刻度。",
)
_X = Text("more or less than without, in per cent of without", "比无政策多或少的百分比")
_WHAT = Text("Acquaintances a resident", "人均熟人数")
UNSURE = "#9A9A9A"
"""Colour of a difference whose interval holds zero."""
FARTHEST, NARROWEST = 100.0, 10.0
"""Per cent at which the scale ends at most, and at least: a few per cent never fill the page."""
_ROW = 0.34
"""Inches of an arm."""


def effects(on: Page) -> tuple[str, str]:
    """Draw a forest plot; return the title and the note."""
    story, language = on.story, on.language
    shown = compared(story)
    columns = across(story)
    panels = on.figure.subplots(-(-len(shown) // columns), columns, sharex=True, squeeze=False)
    for spare in panels.flat[len(shown) :]:
        spare.set_axis_off()
    far = reach_of(story, shown)
    for k, (axes, measure) in enumerate(zip(panels.flat, shown, strict=False)):
        axes.axvline(0.0, color=INK, linewidth=1.1, zorder=1)
        for row, arm in enumerate(story.arms):
            _mark(on, axes, row, arm, measure, far)
        axes.set_ylim(len(story.arms) - 0.4, -0.6)
        axes.grid(axis="y", visible=False)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        axes.set_yticks(range(len(story.arms)), on.rows_of_arms(26 if on.many else 40, story.arms) if len(story.arms) > 1 else [""], fontsize=11)
        unit = unit_of_difference(story.scale(measure), language).strip()
        brackets = f" ({unit})" if language == "en" else f"（{unit}）"
        title = on.letters.sayable(upper_first(title_of(story.info(measure), language)), measure) + (brackets if unit else "")
        axes.set_title("\n".join(fold(title, 52)), loc="left", fontsize=12.5)
        last = k + columns >= len(shown)
        axes.xaxis.set_tick_params(labelbottom=last, length=3 if last else 0)
        if last:
            axes.set_xlabel(_X.say(language), fontsize=12)
    panels.flat[0].set_xlim(-1.06 * far, 1.06 * far)
    panels.flat[0].xaxis.set_major_formatter(lambda value, _: f"{value:+.0f}".replace("-", "\u2212") if value else "0")
    title = sentence(story, story.arms[0], "acquaintances", _WHAT.say(language), language)
    note = _NOTE_DRAWS if story.draws else _NOTE
    return title, note.say(language, baseline=story.title_of(story.baseline, language), draws=story.draws, how=_HOW.say(language))


def across(story: Story) -> int:
    """Return how many panels stand in a row: of many arms two, or the page would be longer than a screen."""
    return 2 if len(story.arms) > FEW and len(compared(story)) > 1 else 1


def size_of(story: Story) -> tuple[float, float]:
    """Return width and height in inches."""
    panels = -(-len(compared(story)) // across(story))
    return (15.0 if across(story) > 1 else 12.0), 2.7 + panels * (0.62 + _ROW * len(story.arms))


def compared(story: Story) -> list[str]:
    """Return the headlines that an arm and the baseline both have."""
    found = {m: [story.effect(a, m) for a in story.arms] for m in headlines(story)}
    return [m for m, effects in found.items() if any(e is not None and not math.isnan(e.mean) for e in effects)]


def in_per_cent(effect: Difference) -> tuple[float, float, float]:
    """Return an effect and its bounds in per cent of what there is without; without end where that is nothing."""

    def of(value: float) -> float:
        if effect.without:
            return 100.0 * value / abs(effect.without)
        return value if math.isnan(value) or value == 0.0 else math.copysign(math.inf, value)

    return of(effect.centre), of(effect.low), of(effect.high)


def reach_of(story: Story, measures: list[str]) -> float:
    """Return where the scale ends, in per cent on either side."""
    found = [in_per_cent(effect) for m in measures for a in story.arms if (effect := story.effect(a, m)) is not None]
    sizes = [abs(value) for three in found for value in three if math.isfinite(value)]
    widest = max(sizes, default=NARROWEST)
    beyond = any(math.isinf(value) for three in found for value in three)
    return FARTHEST if beyond else min(max(widest, NARROWEST), FARTHEST)


def _mark(on: Page, axes: Axes, row: int, arm: str, measure: str, far: float) -> None:
    """Draw one effect with its interval, and at the right end the numbers."""
    effect = on.story.effect(arm, measure)
    if effect is None or math.isnan(effect.mean):
        return
    colour = on.colour(arm) if effect.certain else UNSURE
    middle, low, high = in_per_cent(effect)
    if not math.isnan(low):
        ends = [min(max(value, -1.04 * far), 1.04 * far) for value in (low, high)]
        axes.plot(ends, [row, row], color=colour, linewidth=3.4, solid_capstyle="butt", gid=f"interval {arm}")
    shape = "o" if abs(middle) <= far else ">" if middle > 0.0 else "<"
    axes.plot([min(max(middle, -far), far)], [row], shape, color=colour, markersize=9 if shape == "o" else 12, markeredgecolor="white", gid=f"mean {arm}")
    said = on.letters.sayable(spaced(change(on.story, arm, measure, on.language), on.language), change(on.story, arm, measure, "en"))
    axes.annotate(
        said, (1.0, row), xycoords=("axes fraction", "data"), xytext=(10, 0), textcoords="offset points", ha="left", va="center",
        fontsize=SMALLEST if on.many else 11.5, color=INK if effect.certain else "#5F5F5F", annotation_clip=False, gid=f"said {arm}",
    )  # fmt: skip
