"""The compound from above: buildings, gates, facilities, and the acquaintances between gates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...model.founding.neighbourhood import NODE_KINDS
from ...model.ground.text import Text
from ..numbers import number
from ..story import Compound
from .page import HUES, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TITLE = Text(
    "Pairs of acquaintances from different gates: {without} {label0}, {with_} {label1}",
    "跨楼门的熟人对数：{label0} {without}，{label1} {with_}",
)
_TITLE_ALONE = Text("Pairs of acquaintances from different gates: {without}", "跨楼门的熟人对数：{without}")
_ONE = Text(" (one run, not an interval)", "（单次运行，非区间）")
_FIRST = Text(" (first seed)", "（第一个种子）")
_NOTE = Text(
    "Line: acquaintances between two gates, as thick as they are many{cut}. On the right, of the {changed} that differ most from without: blue more, "
    "orange fewer. Dot: a gate. Metres.",
    "连线：两个楼门之间的熟人关系，越粗越多{cut}。右图：与无政策相差最大的 {changed} 条，蓝色更多，橙色更少。圆点：楼门。单位：米。",
)
_NOTE_ALONE = Text(
    "Line: acquaintances between two gates, as thick as they are many{cut}. Dot: a gate. Metres.",
    "连线：两个楼门之间的熟人关系，越粗越多{cut}。圆点：楼门。单位：米。",
)
_CUT = Text(" (grey: the {shown} thickest of {all})", "（灰色：{all} 条中最粗的 {shown} 条）")
_SHADE = Text("acquaintances a resident of the gate", "该楼门居民的人均熟人数")
MORE, FEWER, GREY = HUES[0], HUES[1], "#8A8A8A"
_MOST_LINES = 120
_MOST_CHANGES = 40
_MARKS = {"yard": "s", "shop": "P", "school gate": "^", "activity room": "D", "service centre": "*", "ancestral hall": "p"}


def compound(on: Page) -> tuple[str, str]:
    """Draw a map an arm, on one scale; return the title and the note."""
    story, language = on.story, on.language
    place = story.compound
    if place is None:
        raise ValueError("the story keeps no places, so there is no map to draw")
    arms = [a for a in (story.baseline, *story.arms[:1]) if a in place.ties]
    tables = {a: _across(place.ties[a]) for a in arms}
    thickest = max([int(t[:, 2].max()) for t in tables.values() if len(t)], default=1)
    shades = {a: _shades(place, place.ties[a]) for a in arms}
    limits = (min(float(v.min()) for v in shades.values()), max(float(v.max()) for v in shades.values()))
    panels = on.figure.subplots(1, len(arms), sharex=True, sharey=True, squeeze=False)
    cut = ""
    dots: Any = None
    for axes, arm in zip(panels.flat, arms, strict=True):
        table = tables[arm]
        if len(table) > _MOST_LINES:
            cut = _CUT.say(language, shown=number(_MOST_LINES, 0), all=number(len(table), 0))
        _ground(axes, place)
        _lines(axes, place, table[np.argsort(-table[:, 2], kind="stable")[:_MOST_LINES]], thickest, GREY, 0.6)
        if arm != arms[0]:
            more, fewer = changes(tables[arms[0]], table)
            _lines(axes, place, fewer, thickest, FEWER, 0.9)
            _lines(axes, place, more, thickest, MORE, 0.9)
        dots = axes.scatter(
            *place.gate_xy.T, s=95, c=shades[arm], vmin=limits[0], vmax=limits[1], cmap="YlGnBu", edgecolor="#222222", linewidth=0.9, zorder=4
        )  # fmt: skip
        _facilities(on, axes, place)
        if len(arms) > 1:
            axes.set_title(on.letters.sayable(story.label(arm, language)), loc="left", color=on.colour(arm) if arm == story.baseline else MORE)
        axes.set_aspect("equal")
        axes.margins(0.06, 0.07)
        axes.grid(visible=False)
    on.figure.colorbar(dots, ax=list(panels.flat), shrink=0.7, pad=0.02, label=_SHADE.say(language))
    sums = [number(int(tables[a][:, 2].sum()), 0) for a in arms]
    labels = {"label0": story.short(arms[0], language), "label1": story.short(arms[-1], language)}
    text = _TITLE if len(arms) > 1 else _TITLE_ALONE
    title = text.say(language, without=sums[0], with_=sums[-1], **labels) + (_ONE if story.single else _FIRST).say(language)
    return title, (_NOTE if len(arms) > 1 else _NOTE_ALONE).say(language, cut=cut, changed=_MOST_CHANGES)


def _across(table: np.ndarray) -> np.ndarray:
    """Keep the lines between different gates."""
    return np.asarray(table[(table[:, 0] != table[:, 1]) & (table[:, 2] > 0)])


def _shades(place: Compound, table: np.ndarray) -> np.ndarray:
    """Return float [gates]: acquaintances a resident; a pair within a gate counts for both of its people."""
    gates = len(place.gate_xy)
    ends = np.bincount(table[:, 0], table[:, 2], gates) + np.bincount(table[:, 1], table[:, 2], gates)
    return np.asarray(ends / np.maximum(place.residents, 1))


def changes(before: np.ndarray, after: np.ndarray, most: int = _MOST_CHANGES) -> tuple[np.ndarray, np.ndarray]:
    """Return the lines that grew and those that shrank, of the `most` that changed most.

    Args:
        before: int [m, 3]: gate, gate, pairs without the policy.
        after: the same with it.
        most: how many lines at most, both kinds together.

    Returns:
        Two tables; the number is that of `after` for those that grew, that of `before` for those that shrank.
    """
    many = {(int(a), int(b)): [int(n), 0] for a, b, n in before}
    for a, b, n in after:
        many.setdefault((int(a), int(b)), [0, 0])[1] = int(n)
    table = np.array([(*pair, *counts) for pair, counts in sorted(many.items())], np.int64).reshape(-1, 4)
    change = table[:, 3] - table[:, 2]
    keep = np.argsort(-np.abs(change), kind="stable")[:most]
    table, change = table[keep], change[keep]
    return table[change > 0][:, [0, 1, 3]], table[change < 0][:, [0, 1, 2]]


def _ground(axes: Axes, place: Compound) -> None:
    from matplotlib.patches import Rectangle

    for building in np.unique(place.gate_building):
        xy = place.gate_xy[place.gate_building == building]
        gap = np.diff(np.sort(xy[:, 0])).max() if len(xy) > 1 else 16.0
        pad_x, pad_y = max(6.0, min(gap, 20.0) / 2), 6.0
        low, high = xy.min(axis=0), xy.max(axis=0)
        width, depth = high - low + 2 * np.array((pad_x, pad_y))
        axes.add_patch(Rectangle((low[0] - pad_x, low[1] - pad_y), width, depth, facecolor="#EFEBE4", edgecolor="#B8AE9E", linewidth=0.9, zorder=1))
    axes.autoscale_view()


def _lines(axes: Axes, place: Compound, table: np.ndarray, thickest: int, colour: str, alpha: float) -> None:
    """Draw slightly bent lines, so that a line along a building does not hide the next."""
    from matplotlib.collections import LineCollection

    if not len(table):
        return
    a, b = place.gate_xy[table[:, 0]], place.gate_xy[table[:, 1]]
    along = b - a
    bent = (a + b) / 2 + 0.14 * np.stack([-along[:, 1], along[:, 0]], axis=1)
    t = np.linspace(0.0, 1.0, 16)[None, :, None]
    curves = (1 - t) ** 2 * a[:, None] + 2 * t * (1 - t) * bent[:, None] + t**2 * b[:, None]
    widths = 0.4 + 5.0 * (table[:, 2] / thickest) ** 1.5
    axes.add_collection(LineCollection(list(curves), linewidths=widths, colors=colour, alpha=alpha, zorder=2, capstyle="round", gid=f"ties {colour}"))


def _facilities(on: Page, axes: Axes, place: Compound) -> None:
    from matplotlib.patheffects import withStroke

    for kind, x, y in place.facilities:
        axes.plot([x], [y], _MARKS.get(kind, "o"), color="#E69F00", markeredgecolor="#5A3E00", markersize=9, zorder=5)
        label = NODE_KINDS[kind].say(on.language) if kind in NODE_KINDS else kind
        place_at: dict[str, Any] = {"xytext": (0, -8), "textcoords": "offset points", "ha": "center", "va": "top"}
        halo = [withStroke(linewidth=2.5, foreground="white")]
        axes.annotate(on.letters.sayable(label, kind), (x, y), **place_at, fontsize=8.5, color="#5A3E00", zorder=6, path_effects=halo)
