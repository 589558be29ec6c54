"""Where acquaintances began: how many there are without the policy, and how many more or fewer began at each place and occasion with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.ground.text import Text
from ..lines import fold
from ..numbers import difference, number
from ..story import Story
from ..words import upper_first
from .page import FEW, HUES, INK, SMALLEST, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PREFIX = "origin."
MORE, FEWER = HUES[0], HUES[1]
_TITLE = Text("{label}: most of the new acquaintances began here: {list}", "{label}：新增熟人主要始于：{list}")
_TITLE_NONE = Text("{label}: no place or occasion begins more acquaintances", "{label}：没有任何场合带来更多熟人")
_TITLE_ALONE = Text("Most acquaintances began here: {list}", "熟人关系主要始于：{list}")
_LEFT = Text("{arm}:\nacquaintances a resident", "{arm}：\n人均熟人数")
_RIGHT = Text("{arm}:\nmore or fewer", "{arm}：\n多或少")
_OTHER = Text("elsewhere", "其他")
_NOTE = Text(
    "The place or occasion where the two first gained hours together; all acquaintances at the end, those from before the policy included. Mean over seeds.",
    "两人最初开始共处的场合；统计期末全部熟人关系，包括政策之前形成的。各种子均值。",
)
_NOTE_MORE = Text(" Differences on one scale: blue more, orange fewer than without.", "差值刻度相同：蓝色比无政策多，橙色更少。")
_ONE = Text(" One run, not an interval.", "单次运行，非区间。")
MOST = 10
"""Kinds that have a row; the others are one row."""


def origins(on: Page) -> tuple[str, str]:
    """Draw what there is without, and differences: a panel an arm, of many arms one table; return the title and the note."""
    story, language = on.story, on.language
    kinds, rows = table_of(story)
    labels = [on.letters.sayable(story.kinds[k].say(language), k) if k else _OTHER.say(language) for k in kinds]
    base = rows[story.baseline]
    gains = {arm: rows[arm] - base for arm in story.arms}
    wide = [1.3, *([1.0] * len(story.arms) if len(story.arms) <= FEW else [2.6])] if story.arms else [1.0]
    panels = on.figure.subplots(1, len(wide), sharey=True, squeeze=False, width_ratios=wide)[0]
    _level(on, panels[0], base, labels)
    far = max((float(np.abs(gain).max()) for gain in gains.values()), default=0.0) or 1.0
    if len(story.arms) > FEW:
        _squares(on, panels[1], gains, far)
    else:
        for axes, arm in zip(panels[1:], story.arms, strict=True):
            _differences(on, axes, arm, gains[arm], far)
    note = _NOTE.say(language) + (_NOTE_MORE.say(language) if story.arms else "") + (_ONE.say(language) if story.single else "")
    return _title(on, labels, base, gains), note


def table_of(story: Story) -> tuple[list[str], dict[str, np.ndarray]]:
    """Return the kinds that have a row, and for each arm acquaintances a resident that began there.

    Those come first that some arm changes most, then those with most acquaintances; the last row, named "", holds all others.
    """
    counts = {arm: {k: _zero(story.end(arm, PREFIX + k)) * _zero(story.end(arm, "acquaintances")) for k in story.kinds} for arm in story.everybody}
    base = counts[story.baseline]
    moved = {k: max((abs(counts[arm][k] - base[k]) for arm in story.arms), default=0.0) for k in story.kinds}
    most = {k: max(counts[arm][k] for arm in story.everybody) for k in story.kinds}
    order = sorted((k for k in story.kinds if most[k] > 0.0), key=lambda k: (-moved[k], -most[k]))
    kept, left = (order, []) if len(order) <= MOST + 1 else (order[:MOST], order[MOST:])
    rows = {arm: np.array([*(values[k] for k in kept), *([sum(values[k] for k in left)] if left else [])]) for arm, values in counts.items()}
    return [*kept, *([""] if left else [])], rows


def _level(on: Page, axes: Axes, values: np.ndarray, labels: list[str]) -> None:
    story = on.story
    bars = axes.barh(np.arange(len(values)), values, height=0.72, color=on.colour(story.baseline), gid=f"origins {story.baseline}")
    axes.bar_label(bars, [_brief(v) for v in values], padding=3, fontsize=11, color=INK)
    axes.set_yticks(np.arange(len(values)), labels)
    axes.set_ylim(len(values) - 0.4, -0.6)
    axes.set_xlim(0.0, 1.25 * float(values.max(initial=0.0)) or 1.0)
    _bare(axes, _LEFT.say(on.language, arm=on.letters.sayable(story.label(story.baseline, on.language), story.baseline)), 30)


def _differences(on: Page, axes: Axes, arm: str, gain: np.ndarray, far: float) -> None:
    bars = axes.barh(np.arange(len(gain)), gain, height=0.72, color=[MORE if v >= 0.0 else FEWER for v in gain], gid=f"origins {arm}")
    axes.bar_label(bars, [difference(v, _places(far)) for v in gain], padding=3, fontsize=11, color=INK)
    axes.axvline(0.0, color=INK, linewidth=1.0)
    axes.set_xlim(-1.45 * far if (gain < 0.0).any() else -0.3 * far, 1.5 * far)
    axes.spines["left"].set_visible(False)
    _bare(axes, _RIGHT.say(on.language, arm=on.name(arm)), 22 if len(on.story.arms) > 2 else 30)


def _squares(on: Page, axes: Axes, gains: dict[str, np.ndarray], far: float) -> None:
    """Draw a table, a column an arm, with the numbers in it."""
    from matplotlib.colors import LinearSegmentedColormap

    table = np.array(list(gains.values())).T
    shades = LinearSegmentedColormap.from_list("gain", [FEWER, "#FFFFFF", MORE])
    axes.imshow(table, aspect="auto", cmap=shades, vmin=-far, vmax=far, alpha=0.75)
    for (row, column), value in np.ndenumerate(table):
        axes.text(column, row, difference(float(value), _places(far)), ha="center", va="center", fontsize=SMALLEST, color=INK)
    many = len(gains)
    axes.set_xticks(range(many), ["\n".join(fold(on.name(arm), max(9, 90 // many))) for arm in gains], fontsize=SMALLEST)
    axes.xaxis.set_ticks_position("top")
    axes.tick_params(length=0)
    axes.grid(visible=False)
    for side in axes.spines.values():
        side.set_visible(False)


def _bare(axes: Axes, title: str, width: int) -> None:
    axes.set_title("\n".join(fold(title, width)), loc="left", fontsize=12)
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(axis="y", length=0)


def _title(on: Page, labels: list[str], base: np.ndarray, gains: dict[str, np.ndarray]) -> str:
    """Say where most of what the first arm adds began; without an arm, where most began."""
    story, language = on.story, on.language
    comma = "、" if language == "zh" else "; "
    if not story.arms:
        whole = float(base.sum()) or 1.0
        first = np.argsort(-base, kind="stable")[:3]
        return _TITLE_ALONE.say(language, list=comma.join(f"{labels[k]} {number(float(base[k]) / whole, 0, 'share')}" for k in first))
    arm = story.foremost
    gain = gains[arm]
    first = [k for k in np.argsort(-gain, kind="stable")[:3] if gain[k] > 0.0]
    label = upper_first(on.name(arm))
    if not first:
        return _TITLE_NONE.say(language, label=label)
    return _TITLE.say(language, label=label, list=comma.join(f"{labels[k]} {difference(float(gain[k]), _places(float(gain.max())))}" for k in first))


def _places(far: float) -> int:
    return 1 if far >= 1.0 else 2


def _zero(value: float) -> float:
    return value if value == value else 0.0


def _brief(value: float) -> str:
    """Write 0 as 0, and little as more than nothing."""
    return number(value, 0 if value == 0 else 1 if value >= 0.05 else 2)
