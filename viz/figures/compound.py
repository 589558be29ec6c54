"""The compound from above with its gates by their numbers: how many acquaintances people have, and what each policy changes, gate by gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...model.founding.neighbourhood import NODE_KINDS
from ...model.ground.text import Text
from ..lines import fold
from ..numbers import difference, number
from ..story import Compound, Story
from .page import HUES, INK, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TITLE = Text(
    "{arm}: people of {up} of {gates} gates have more acquaintances; a resident, most at gate {list}",
    "{arm}：{gates} 个楼门中 {up} 个的居民熟人增加；人均增加最多的楼门：{list}",
)
_TITLE_NONE = Text("{arm}: at no gate do people have more acquaintances", "{arm}：没有任何楼门的居民熟人增加")
_TITLE_ALONE = Text("Acquaintances a resident, most at gate {list}", "人均熟人最多的楼门：{list}")
_ITEM = Text("{gate} ({change})", "{gate} 号（{change}）")
_ONE, _FIRST = Text(" (one run, not an interval)", "（单次运行，非区间）"), Text(" (seed {seed})", "（种子 {seed}）")
_NOTE = Text(
    "Circle: a gate with its number (in tables one less, they count from 0). Line: acquaintances between two gates, as thick as they are many: {lines}.",
    "圆圈：楼门及其编号（数据表从 0 数起，故少 1）。连线：两个楼门之间的熟人关系，越粗越多：{lines}。",
)
_THICKEST = Text("the {shown} thickest of {all}", "{all} 条中最粗的 {shown} 条")
_CHANGED = Text("; with a policy the {changed} that it changed most, blue more, orange fewer", "；有政策时为变化最大的 {changed} 条，蓝色更多，橙色更少")
_SHADE = Text("acquaintances a resident", "人均熟人数")
_MORE = Text("more or fewer a resident than without", "比无政策多或少的人均熟人数")
_METRES = Text("{n} m", "{n} 米")
MORE, FEWER, GREY = HUES[0], HUES[1], "#8A8A8A"
MOST_MAPS = 6
"""Maps at most: the one without, and those of the first arms."""
_LEFT_OUT = Text(" Drawn are the first {n} policies.", "图中为前 {n} 个政策方案。")
_LINES, _CHANGES = 40, 24
_MARKS = {"yard": "s", "shop": "P", "school gate": "^", "activity room": "D", "service centre": "*", "ancestral hall": "p"}


def shape_of(story: Story) -> tuple[int, int]:
    """Return rows and columns of maps: side by side where the compound is tall, above one another where it is wide."""
    many = len(_arms(story))
    tall = _aspect(story.compound) if story.compound is not None else 1.0
    columns = {1: 1, 2: 2, 3: 3}.get(many, 3 if many > 4 or tall > 1.0 else 2)
    if many == 2 and tall < 0.45:
        columns = 1
    return -(-many // columns), columns


def size_of(story: Story) -> tuple[float, float]:
    """Return width and height in inches: maps fill the page, whatever the shape of the compound."""
    rows, columns = shape_of(story)
    width = 8.5 if columns == 1 and rows == 1 else 12.5
    each = (width - (0.5 if rows == 1 else 3.0)) / columns
    return width, min(max((3.3 if rows == 1 else 2.2) + rows * (each * _aspect(story.compound) + 0.5), 5.0), 13.0)


def compound(on: Page) -> tuple[str, str]:
    """Draw a map without the policy, and one of the changes an arm; return the title and the note."""
    story, language = on.story, on.language
    place = story.compound
    if place is None:
        raise ValueError("the story keeps no places, so there is no map to draw")
    arms = _arms(story)
    tables = {a: _across(place.ties[a]) for a in arms}
    thickest = max([int(t[:, 2].max()) for t in tables.values() if len(t)], default=1)
    shades = {a: shades_of(place, place.ties[a]) for a in arms}
    base = arms[0]
    changed = {a: shades[a] - shades[base] for a in arms[1:]}
    far = max((float(np.abs(v).max()) for v in changed.values()), default=0.0) or 1.0
    panels = on.figure.subplots(*shape_of(story), sharex=True, sharey=True, squeeze=False)
    dots: Any = None
    moved: Any = None
    for axes in panels.flat:
        axes.set_axis_off()
    for axes, arm in zip(panels.flat, arms, strict=False):
        _ground(axes, place)
        if arm == base:
            _lines(axes, place, tables[base][np.argsort(-tables[base][:, 2], kind="stable")[:_LINES]], thickest, GREY, 0.55)
            dots = _gates(axes, place, shades[base], "YlGn", (0.0, max(float(shades[base].max()), 1e-9)))
        else:
            grown, fallen = changes(tables[base], tables[arm])
            _lines(axes, place, fallen, thickest, FEWER, 0.8)
            _lines(axes, place, grown, thickest, MORE, 0.8)
            moved = _gates(axes, place, changed[arm], "PuOr", (-far, far))
        _facilities(on, axes, place, named=arm == base or len(arms) <= 3)
        title = on.letters.sayable(story.label(arm, language), arm)
        if len(arms) > 1:
            axes.set_title("\n".join(fold(title, 44 if len(arms) < 3 else 30)), loc="left", fontsize=13)
        axes.set_aspect("equal")
        axes.margins(0.05, 0.06)
    _measure(on, panels.flat[0], place)
    # Scales lie below maps that stand in one row; beside several rows.
    flat = list(panels.flat)
    beside, below = ({"location": "right", "shrink": 0.7, "pad": 0.02, "aspect": 30}, {"location": "bottom", "shrink": 0.8, "pad": 0.02, "aspect": 40})
    bar: dict[str, Any] = below if len(panels) == 1 else beside
    on.figure.colorbar(dots, ax=flat[:1] if len(panels) == 1 else flat, label=_SHADE.say(language), **bar)
    if moved is not None:
        on.figure.colorbar(moved, ax=flat[1:] if len(panels) == 1 else flat, label=_MORE.say(language), **bar)
    lines = _THICKEST.say(language, shown=number(min(_LINES, len(tables[base])), 0), all=number(len(tables[base]), 0))
    lines += _CHANGED.say(language, changed=_CHANGES) if changed else ""
    left = _LEFT_OUT.say(language, n=MOST_MAPS - 1) if len(arms) <= len(story.arms) and len(story.arms) >= MOST_MAPS else ""
    return _title(on, shades, changed), _NOTE.say(language, lines=lines) + left


def _arms(story: Story) -> list[str]:
    if story.compound is None:
        return []
    return [arm for arm in story.everybody if arm in story.compound.ties][:MOST_MAPS]


def _aspect(place: Compound | None) -> float:
    """Return height over width."""
    if place is None:
        return 1.0
    width, height = np.ptp(place.gate_xy, axis=0) + 30.0
    return float(min(max(height / width, 0.25), 2.0))


def _title(on: Page, shades: dict[str, np.ndarray], changed: dict[str, np.ndarray]) -> str:
    story, language = on.story, on.language
    comma = "、" if language == "zh" else ", "
    whose = _ONE.say(language) if story.single else _FIRST.say(language, seed=story.seeds[0])
    arm = story.foremost

    def named(values: np.ndarray, write: Any) -> str:
        first = [k for k in np.argsort(-values, kind="stable")[:3] if values[k] > 0.0]
        return comma.join(_ITEM.say(language, gate=k + 1, change=write(float(values[k]), 1)) for k in first)

    if arm not in changed:
        return _TITLE_ALONE.say(language, list=named(shades[story.baseline], number)) + whose
    up = int((changed[arm] > 0.0).sum())
    name = on.name(arm)[:1].upper() + on.name(arm)[1:]
    text = _TITLE if up else _TITLE_NONE
    return text.say(language, arm=name, up=up, gates=len(changed[arm]), list=named(changed[arm], difference)) + whose


def _across(table: np.ndarray) -> np.ndarray:
    """Keep the lines between different gates."""
    return np.asarray(table[(table[:, 0] != table[:, 1]) & (table[:, 2] > 0)])


def shades_of(place: Compound, table: np.ndarray) -> np.ndarray:
    """Return float [gates]: acquaintances a resident; a pair within a gate counts for both of its people."""
    gates = len(place.gate_xy)
    ends = np.bincount(table[:, 0], table[:, 2], gates) + np.bincount(table[:, 1], table[:, 2], gates)
    return np.asarray(ends / np.maximum(place.residents, 1))


def changes(before: np.ndarray, after: np.ndarray, most: int = _CHANGES) -> tuple[np.ndarray, np.ndarray]:
    """Return the lines that grew and those that shrank, of the `most` that changed most.

    Args:
        before: int [m, 3]: gate, gate, pairs without the policy.
        after: the same with it.
        most: how many lines at most, both kinds together.

    Returns:
        Two tables; the number is by how much each line grew, or shrank.
    """
    many = {(int(a), int(b)): [int(n), 0] for a, b, n in before}
    for a, b, n in after:
        many.setdefault((int(a), int(b)), [0, 0])[1] = int(n)
    table = np.array([(*pair, counts[1] - counts[0]) for pair, counts in sorted(many.items())], np.int64).reshape(-1, 3)
    table = table[np.argsort(-np.abs(table[:, 2]), kind="stable")[:most]]
    return table[table[:, 2] > 0], np.abs(table[table[:, 2] < 0])


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


def _gates(axes: Axes, place: Compound, values: np.ndarray, colours: str, limits: tuple[float, float]) -> Any:
    """Draw gates as circles with their numbers."""
    size, letters = (260, 9.5) if len(values) <= 60 else (120, 6.5)
    dots = axes.scatter(*place.gate_xy.T, s=size, c=values, vmin=limits[0], vmax=limits[1], cmap=colours, edgecolor=INK, linewidth=0.9, zorder=4)
    for k, (x, y) in enumerate(place.gate_xy):
        shade = dots.to_rgba(values[k])
        ink = "white" if 0.299 * shade[0] + 0.587 * shade[1] + 0.114 * shade[2] < 0.5 else INK
        axes.text(x, y, str(k + 1), ha="center", va="center", fontsize=letters, color=ink, zorder=5, gid="gate")
    return dots


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
    widths = 0.6 + 5.0 * (table[:, 2] / thickest)
    axes.add_collection(LineCollection(list(curves), linewidths=widths, colors=colour, alpha=alpha, zorder=2, capstyle="round", gid=f"ties {colour}"))


def _facilities(on: Page, axes: Axes, place: Compound, named: bool) -> None:
    from matplotlib.patheffects import withStroke

    for kind, x, y in place.facilities:
        axes.plot([x], [y], _MARKS.get(kind, "o"), color="#E69F00", markeredgecolor="#5A3E00", markersize=9, zorder=5)
        if not named:
            continue
        label = NODE_KINDS[kind].say(on.language) if kind in NODE_KINDS else kind
        place_at: dict[str, Any] = {"xytext": (0, -8), "textcoords": "offset points", "ha": "center", "va": "top"}
        halo = [withStroke(linewidth=2.5, foreground="white")]
        axes.annotate(on.letters.sayable(label, kind), (x, y), **place_at, fontsize=10, color="#5A3E00", zorder=6, path_effects=halo)


def _measure(on: Page, axes: Axes, place: Compound) -> None:
    """Draw a line of 50 or 100 metres in place of axes."""
    metres = 100 if np.ptp(place.gate_xy[:, 0]) > 250.0 else 50
    x, y = float(place.gate_xy[:, 0].min()) - 6.0, float(place.gate_xy[:, 1].max()) + 14.0
    axes.plot([x, x + metres], [y, y], color=INK, linewidth=2.0, solid_capstyle="butt", gid="measure")
    axes.text(x, y + 1.5, _METRES.say(on.language, n=metres), fontsize=10, color=INK, va="bottom", ha="left")
