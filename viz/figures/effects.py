"""What each arm changed: paired differences with their 95 % intervals, one panel a measure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...model.ground.text import Text
from ..lines import fold
from ..numbers import spaced
from ..rows import headlines
from ..story import Story
from ..words import change, sentence, title_of, unit_of_difference
from .page import Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NOTE = Text(
    "Each arm minus {baseline} at the end, with the same random numbers: mean over seeds and 95 % interval. Grey: the interval holds zero.",
    "期末各方案与“{baseline}”的差值（同一组随机数）：各种子均值及 95% 区间。灰色：区间包含零。",
)
_NOTE_DRAWS = Text(
    "Each arm minus {baseline} at the end: median and 5 to 95 % range over {draws} draws of what is not known about people, luck apart. "
    "Grey: the range holds zero.",
    "期末各方案与“{baseline}”的差值：对未知的人的常数抽取 {draws} 次，所得的中位数及 5% 至 95% 范围（已除去随机波动）。灰色：范围包含零。",
)
_WHAT = Text("Acquaintances a resident", "人均熟人数")
UNSURE = "#9A9A9A"
"""Colour of a difference whose interval holds zero."""
SIDE_BY_SIDE = 3
"""Arms from which the panels stand side by side."""


def effects(on: Page) -> tuple[str, str]:
    """Draw a forest plot; return the title and the note."""
    story, language = on.story, on.language
    shown = compared(story)
    wide = len(story.arms) >= SIDE_BY_SIDE
    columns = across(len(shown)) if wide else 1
    panels = on.figure.subplots(-(-len(shown) // columns), columns, sharey=wide, squeeze=False)
    for spare in panels.flat[len(shown) :]:
        spare.set_axis_off()
    for axes, measure in zip(panels.flat, shown, strict=False):
        for row, arm in enumerate(story.arms):
            _mark(on, axes, row, arm, measure)
        axes.axvline(0.0, color="#222222", linewidth=1.1, zorder=1)
        axes.set_ylim(len(story.arms) - 0.45, -0.75)
        axes.grid(axis="y", visible=False)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        axes.set_yticks(range(len(story.arms)), [on.letters.sayable(story.title_of(a, language), a) for a in story.arms] if wide else [""] * len(story.arms))
        _room(axes, wide)
        unit = unit_of_difference(story.scale(measure), language).strip()
        brackets = f" ({unit})" if language == "en" else f"（{unit}）"
        title = on.letters.sayable(title_of(story.info(measure), language), measure) + (brackets if unit else "")
        if wide:
            axes.set_title("\n".join(fold(title, 48)), loc="left", fontsize=11)
        else:
            axes.set_ylabel("\n".join(fold(title, 24)), rotation=0, ha="right", va="center", fontsize=11)
    title = sentence(story, story.arms[0], "acquaintances", _WHAT.say(language), language)
    return title, (_NOTE_DRAWS if story.draws else _NOTE).say(language, baseline=story.title_of(story.baseline, language), draws=story.draws)


def across(panels: int) -> int:
    """Return how many panels stand in a row where they stand side by side."""
    return 2 if panels in (2, 4) else 3


def compared(story: Story) -> list[str]:
    """Return the headlines that an arm and the baseline both have."""
    found = {m: [story.effect(a, m) for a in story.arms] for m in headlines(story)}
    return [m for m, effects in found.items() if any(e is not None and not math.isnan(e.mean) for e in effects)]


def _mark(on: Page, axes: Axes, row: int, arm: str, measure: str) -> None:
    """Draw one mean with its interval, the numbers above."""
    from matplotlib.patheffects import withStroke

    effect = on.story.effect(arm, measure)
    if effect is None or math.isnan(effect.mean):
        return
    factor = on.story.factor(measure) * (100.0 if on.story.scale(measure) == "share" else 1.0)
    colour = on.colour(arm) if effect.certain else UNSURE
    mean = effect.centre * factor
    if not math.isnan(effect.low):
        axes.plot([effect.low * factor, effect.high * factor], [row, row], color=colour, linewidth=3.2, solid_capstyle="butt", gid=f"interval {arm}")
    axes.plot([mean], [row], "o", color=colour, markersize=8.5, markeredgecolor="white", gid=f"mean {arm}")
    ink = colour if effect.certain else "#5F5F5F"
    said = on.letters.sayable(spaced(change(on.story, arm, measure, on.language), on.language), change(on.story, arm, measure, "en"))
    axes.annotate(
        said, (mean, row), xytext=(0, 8), textcoords="offset points", ha="center", va="bottom", fontsize=9.5, color=ink,
        path_effects=[withStroke(linewidth=3, foreground="white")], zorder=5,
    )  # fmt: skip


def _room(axes: Axes, wide: bool) -> None:
    """Widen the range so that zero is in it and the numbers over the points have room."""
    from matplotlib.ticker import MaxNLocator

    low, high = axes.get_xlim()
    low, high = min(low, 0.0), max(high, 0.0)
    spare = (0.4 if wide else 0.14) * (high - low or 1.0)
    axes.set_xlim(low - spare, high + spare)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4 if wide else 7))
