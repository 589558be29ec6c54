"""In which kinds of compound a policy fails, as a picture: the box against the ranges of the parameters, and what PRIM had to choose between."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.cells import cell_len

from ...model.ground.text import Text
from ..discover_tables import ends, heading
from ..discover_words import Words, box_sentence, cases_line, held_sentence, sentences
from ..fonts import dressed
from ..lines import fold
from ..words import bracketed, upper_first
from .analysis import Told
from .page import HUES, INK, PALE, Sheet, finish, sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...experiments.analysis.discover import Box, DiscoverResult

MOST = 12
"""Parameters in a picture; the table has all that are limited."""
_RANGE, _LONG = "#DDDDDD", 10
_COVERAGE, _DENSITY = Text("share of all failures in the box (coverage)", "盒内占全部失败的比例（覆盖率）"), Text("share of cases that fail", "失败的比例")
_WAY, _TAKEN = Text("boxes, one smaller than the other", "逐渐缩小的盒子"), Text("box {k}", "盒子 {k}")
_HELD, _WHOLE = Text("box {k}, seen in the other half", "盒子 {k}，在另一半中所见"), Text("all cases", "全部情形")
_BOXES, _TRADE = Text("Where it fails", "何处失败"), Text("Smaller boxes hold more failures each, and fewer of all", "盒子越小，失败越集中，但漏掉的越多")


def _told(found: DiscoverResult) -> Told:
    said = {language: heading(found, language)[0] for language in ("en", "zh")}
    title = Text(f"{found.sweep.title.en} · {said['en']}", f"{found.sweep.title.zh} · {said['zh']}")
    return Told.of(title, found.sweep.plan.scenario.name, found.sweep.environment, lambda language: heading(found, language)[1])


def draw_discovery(
    found: DiscoverResult, folder: Path, language: str = "en", formats: Sequence[str] = ("png",), notice: Callable[[str], None] | None = None
) -> list[Path]:
    """Draw the picture of an analysis, `figure.png`.

    Args:
        found: the analysis; some cases fail, and not all.
        folder: where the file goes; it has to exist.
        language: "en" or "zh"; English where no Chinese font is installed, with one notice.
        formats: "png", "svg" or both.
        notice: gets that notice; by default it goes to the standard error.

    Returns:
        The files; none if all cases fail, or none.
    """
    if not found.searches:
        return []
    rows = _shown(found)
    height = 3.4 + max(0.62 * len(rows), 2.6) if found.boxes else 6.0
    with dressed(language, notice) as letters, sheet(_told(found), letters, 12.0 if found.boxes else 9.0, height) as on:
        words = Words(found, on.language)
        if found.boxes:
            ranges, trade = on.figure.subplots(1, 2, width_ratios=(1.35, 1.0))
            _ranges(ranges, words, rows)
            ranges.set_title(_BOXES.say(on.language), loc="left", fontsize=12.5)
            trade.set_title("\n".join(fold(_TRADE.say(on.language), 34)), loc="left", fontsize=12.5)
        else:
            trade = on.figure.subplots()
        key = _trade_off(on, trade, found)
        title = box_sentence(words, found.boxes[0]) if found.boxes else sentences(found, on.language)[0]
        note = [held_sentence(words, found.boxes[0]) if found.boxes else "", cases_line(found, on.language)]
        return finish(on, "figure", folder, title, ("" if on.language == "zh" else " ").join(filter(None, note)), formats, key)


def _shown(found: DiscoverResult) -> list[int]:
    """Return the parameters in a picture: those that are limited first, as the boxes have them, then the others of the plan."""
    limited = dict.fromkeys(one.axis for box in found.boxes for one in box.limits)
    return list(dict.fromkeys([*limited, *range(len(found.sweep.parameters))]))[:MOST]


def _ranges(axes: Axes, words: Words, rows: list[int]) -> None:
    found = words.found
    for row, axis in enumerate(rows):
        column = found.searches[0].ground.axes[axis]
        if column.words:
            _dots(axes, words, row, axis)
            continue
        low, high = ends(found, axis)
        axes.barh(row, 1.0, height=0.16, color=_RANGE, gid="range")
        for x, value, side in ((-0.015, low, "right"), (1.015, high, "left")):
            axes.text(x, row, _short(words.value(axis, value))[0], ha=side, va="center", fontsize=10, color=PALE)
        log = found.sweep.plan.parameters[axis].log
        for k, box in enumerate(found.boxes):
            _bar(axes, words, row, axis, k, box, (low, high, log))
    axes.set_yticks(range(len(rows)), ["\n".join(fold(_name(words, axis), 30)) for axis in rows])
    axes.set_ylim(len(rows) - 0.4, -0.7)
    axes.set_xlim(-0.24, 1.24)
    axes.set_xticks([])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _short(value: str) -> tuple[str, str]:
    """Return a value without a unit that is too long to stand beside a bar, and that unit."""
    told, _, unit = value.partition(" ")
    return (told, unit) if cell_len(value) > _LONG and unit else (value, "")


def _name(words: Words, axis: int) -> str:
    """Return what a row is called: a parameter, with the unit that its numbers do without."""
    name = upper_first(words.name(axis).strip("“”"))
    column = words.found.searches[0].ground.axes[axis]
    unit = "" if column.words else _short(words.value(axis, ends(words.found, axis)[1]))[1]
    return name + bracketed(unit, words.language)


def _bar(axes: Axes, words: Words, row: int, axis: int, k: int, box: Box, within: tuple[float, float, bool]) -> None:
    """Draw where a box lies on a parameter that it limits, with its limits in numbers."""
    low, high, log = within
    own = {one.side: one.bound for one in box.limits if one.axis == axis}
    if not own:
        return

    def place(value: float) -> float:
        if low == high:
            return 0.5
        return math.log(value / low) / math.log(high / low) if log else (value - low) / (high - low)

    y = row + 0.14 * k
    left, right = place(own.get("least", low)), place(own.get("most", high))
    axes.barh(y, max(right - left, 0.008), left=left, height=0.2, color=HUES[k], gid=f"box {k + 1}")
    near = "least" in own and "most" in own and right - left < 0.2
    for side, x in (("least", left), ("most", right)):
        if side in own:
            turn = "center" if not near else "right" if side == "least" else "left"
            axes.text(x, row - 0.2, _short(words.value(axis, own[side]))[0], ha=turn, va="bottom", fontsize=11, color=HUES[k], gid=f"limit {k + 1}")


def _dots(axes: Axes, words: Words, row: int, axis: int) -> None:
    """Draw the values of a parameter without order: full where a box allows them."""
    found = words.found
    listed = found.searches[0].ground.axes[axis].words
    for at, word in enumerate(listed):
        x = (at + 0.5) / len(listed)
        axes.text(x, row - 0.2, words.value(axis, word), ha="center", va="bottom", fontsize=10, color=INK)
        for k, box in enumerate(found.boxes):
            own = [one for one in box.limits if one.axis == axis]
            full = any(at in one.words for one in own)
            if own:
                axes.plot(x, row + 0.14 * k, "o", color=HUES[k], markerfacecolor=HUES[k] if full else "none", markersize=9, gid=f"word {k + 1}")
        if not any(one.axis == axis for box in found.boxes for one in box.limits):
            axes.plot(x, row, "o", color=_RANGE, markersize=9)


def _trade_off(on: Sheet, axes: Axes, found: DiscoverResult) -> list[Any]:
    """Draw what PRIM had to choose between, the boxes that were taken, and what was seen of them in the other half."""
    way = found.searches[0].way
    key: list[Any] = axes.plot(
        [step.coverage for step in way], [step.density for step in way], "o-", color=PALE, markersize=4, linewidth=1.0, label=_WAY.say(on.language), gid="way"
    )
    for k, box in enumerate(found.boxes):
        key += axes.plot(box.coverage, box.density, "s", color=HUES[k], markersize=11, label=_TAKEN.say(on.language, k=k + 1), gid=f"taken {k + 1}")
        halves = box.search.halves
        if halves is not None and np.isfinite(halves.density.value):
            held = halves.density
            made = axes.errorbar(
                box.coverage - 0.02, held.value, yerr=[[max(held.value - held.low, 0.0)], [max(held.high - held.value, 0.0)]], fmt="s", color=HUES[k],
                markerfacecolor="white", markersize=8, linewidth=1.8, capsize=4, label=_HELD.say(on.language, k=k + 1),
            )  # fmt: skip
            made.lines[0].set_gid(f"held {k + 1}")
            key.append(made)
    key.append(axes.axhline(found.share, color=INK, linestyle=":", linewidth=1.6, label=_WHOLE.say(on.language), gid="whole"))
    axes.set_xlabel("\n".join(fold(_COVERAGE.say(on.language), 34)))
    axes.set_ylabel(_DENSITY.say(on.language))
    axes.set_xlim(0.0, 1.03)
    axes.set_ylim(0.0, 1.05)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter("{x:.0%}")
    return key
