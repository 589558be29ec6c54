"""The best use of a budget as a picture: what is gained against what it costs, with error bars from seeds that nothing was chosen by."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...model.ground.text import Text
from ..fonts import dressed
from ..key_words import KeyWords
from ..lines import fold
from ..numbers import WAN, number, spaced
from ..search_tables import ALIKE, BEST, MORE, NOBODY, how_line, name_of, scale_of, value_line
from .analysis import Told
from .page import HUES, INK, PALE, Sheet, finish, sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...experiments.optimise.plan import Asked
    from ...experiments.optimise.result import SearchResult

_COSTS = ("yuan", "yuan_public", "staff_hours", "volunteer_hours")
_TITLE = Text("Best found: {gain} {what} for {cost} {of}", "最优：{what} {gain}，{of} {cost}")
_LEVERS = Text("Best, point {point}: {list}. ", "最优的设计点 {point}：{list}。")
_THOUSAND, _MOST_LEVERS = 1000.0, 6
_LIMIT = Text("limit", "限制")
_TRIED, _BEYOND = Text("tried, one dot a point", "试过的设计点"), Text("tried, beyond a limit", "试过，超出限制")
_OTHERS, _OUT = Text("known to have less", "已知较低"), Text("beyond a limit on fresh seeds", "新种子下超出限制")
_NOTE = Text(
    "Numbers: points. Bars: 95 % intervals over {n} fresh seeds, on which no point was chosen. Points are told apart in pairs on the same seeds, so that bars "
    "may overlap. Faint: means over the {seeds} seeds of the search, which flatter what was chosen by them.",
    "数字为设计点编号。误差线：{n} 个新种子的 95% 区间，这些种子未用于选择。各设计点在同一批种子上配对比较，因此误差线可以重叠。"
    "浅色：搜索所用 {seeds} 个种子的均值，会高估据此选出的设计点。",
)


class _Style(NamedTuple):
    """How finalists of a kind are drawn."""

    gid: str
    colour: str
    marker: str
    face: str


def _told(found: SearchResult) -> Told:
    plan = found.plan
    arms = {language: f" · {MORE.say(language, arm=plan.arm, baseline=plan.baseline)}" if plan.baseline else "" for language in ("en", "zh")}
    title = Text(found.title.en + arms["en"], found.title.zh + arms["zh"])
    return Told.of(title, plan.base.scenario.name, found.environment, lambda language: how_line(found, language))


def draw_search(
    found: SearchResult, folder: Path, language: str = "en", formats: Sequence[str] = ("png",), notice: Callable[[str], None] | None = None
) -> list[Path]:
    """Draw the picture of a search, `figure.png`.

    Args:
        found: the search; a point at least has been played.
        folder: where the file goes; it has to exist.
        language: "en" or "zh"; English where no Chinese font is installed, with one notice.
        formats: "png", "svg" or both.
        notice: gets that notice; by default it goes to the standard error.

    Returns:
        The files.
    """
    with dressed(language, notice) as letters, sheet(_told(found), letters, 10.0, 6.6) as on:
        axes = on.figure.subplots()
        y, x = found.plan.objectives[0].asked, cost_of(found)
        wide = [_unit(found, asked, on.language) for asked in (x, y)]
        key = _drawn(on, axes, found, x, y, [unit for unit, _ in wide])
        _limits(axes, found, x, y, [unit for unit, _ in wide], on.language)
        for axis, asked, (_, unit) in ((axes.xaxis, x, wide[0]), (axes.yaxis, y, wide[1])):
            _axis(axis, asked, found, unit, on.language)
        note = _levers(found, on.language) + _NOTE.say(on.language, n=found.plan.search.again, seeds=found.plan.base.replications)
        return finish(on, "figure", folder, _title(found, x, on.language), note, formats, key)


def cost_of(found: SearchResult) -> Asked:
    """Return what stands on the axis to the right: yuan, or hours, or the next that is asked about."""
    first = found.plan.objectives[0].asked
    others = [one for one in found.plan.asked if one != first]
    return next(iter((*(one for name in _COSTS for one in others if one.measure == name), *others)), first)


def _unit(found: SearchResult, asked: Asked, language: str) -> tuple[float, str]:
    """Return what values are multiplied by on an axis, and the unit that stands there for it."""
    if asked.info.kind == "share":
        return 100.0, "%"
    column = found.searched[:, found.plan.asked.index(asked)]
    largest = float(np.nanmax(np.abs(column), initial=0.0)) if np.isfinite(column).any() else 0.0
    return (1.0 / WAN, "万元") if language == "zh" and asked.info.kind == "yuan" and largest >= WAN else (1.0, "")


def _drawn(on: Sheet, axes: Axes, found: SearchResult, x: Asked, y: Asked, units: Sequence[float]) -> list[Any]:
    """Draw all points; return the key."""
    language, key = on.language, []
    columns = [found.plan.asked.index(one) for one in (x, y)]
    places = found.searched[:, columns] * np.array(units)
    for state, text, style in (
        ("within", _TRIED, {"color": "#b5b5b5", "markeredgecolor": "none"}), ("beyond", _BEYOND, {"markerfacecolor": "none", "markeredgecolor": "#b5b5b5"}),
    ):  # fmt: skip
        these = places[[one == state for one in found.state]] if len(places) else places
        if len(these):
            key += axes.plot(these[:, 0], these[:, 1], linestyle="", marker="o", markersize=5, label=text.say(language), gid=state, zorder=1, **style)  # type: ignore[arg-type]
    best = found.best
    alike = [] if best is None else found.alike(best)
    kinds = (
        ([best] if best is not None else [], BEST, _Style("best", HUES[1], "D", HUES[1])),
        (alike, ALIKE, _Style("alike", HUES[0], "o", HUES[0])),
        ([p for p in found.finalists if p != best and p not in alike and found.of(p).within != "no"], _OTHERS, _Style("less", HUES[0], "o", "white")),
        ([p for p in found.finalists if found.of(p).within == "no"], _OUT, _Style("out", PALE, "X", PALE)),
    )
    return [*(_bars(axes, found, points, (x, y), units, style, text.say(language)) for points, text, style in kinds if points), *key]


def _bars(
    axes: Axes, found: SearchResult, points: Sequence[int], asked: tuple[Asked, Asked], units: Sequence[float], style: _Style, label: str
) -> Any:
    from matplotlib.patheffects import withStroke

    values = [[found.value(point, one) for point in points] for one in asked]
    middle = [[one.mean * unit for one in column] for column, unit in zip(values, units, strict=True)]
    sides = [
        np.nan_to_num([[one.mean - one.low for one in column], [one.high - one.mean for one in column]]) * unit
        for column, unit in zip(values, units, strict=True)
    ]
    made = axes.errorbar(
        middle[0], middle[1], yerr=sides[1], xerr=sides[0], fmt=style.marker, color=style.colour, markerfacecolor=style.face, markeredgecolor=style.colour,
        markersize=8, linewidth=1.6, capsize=3, label=label, zorder=3,
    )  # fmt: skip
    made.lines[0].set_gid(style.gid)
    for point, at_x, at_y in zip(points, *middle, strict=True):
        if math.isfinite(at_x) and math.isfinite(at_y):
            # Neighbours bear their numbers above and below.
            lower = sorted(found.finalists, key=lambda one: found.value(one, asked[0]).mean).index(point) % 2
            axes.annotate(
                str(point), (at_x, at_y), xytext=(7, -15 if lower else 6), textcoords="offset points", fontsize=11, color=style.colour, zorder=5,
                gid=f"point {point}", path_effects=[withStroke(linewidth=3.0, foreground="white")],
            )  # fmt: skip
    return made


def _limits(axes: Axes, found: SearchResult, x: Asked, y: Asked, units: Sequence[float], language: str) -> None:
    """Draw limits of what stands on the axes, where they lie near what was played; a far one would press all points together."""
    near = [(low - 0.5 * (high - low), high + 0.5 * (high - low)) for low, high in (axes.get_xlim(), axes.get_ylim())]
    for limit in found.plan.limits:
        axis = (x, y).index(limit.asked) if limit.asked in (x, y) else None
        if axis is None or not near[axis][0] <= limit.bound * units[axis] <= near[axis][1]:
            continue
        if axis == 0:
            at = limit.bound * units[0]
            axes.axvline(at, color=INK, linestyle="--", linewidth=1.4, gid="limit x")
            axes.text(at, 1.01, _LIMIT.say(language), transform=axes.get_xaxis_transform(), ha="center", va="bottom", fontsize=10, color=INK)
        else:
            axes.axhline(limit.bound * units[1], color=INK, linestyle="--", linewidth=1.4, gid="limit y")


def _axis(axis: Any, asked: Asked, found: SearchResult, unit: str, language: str) -> None:
    name = name_of(asked, found, language)
    # A title such as 支出（元） has its unit, which is another one here.
    said = f"{name.removesuffix('（元）')}（{unit}）" if unit and language == "zh" else f"{name} ({unit})" if unit else name
    axis.set_label_text("\n".join(fold(said, 60 if axis.axis_name == "x" else 34)))
    if max(map(abs, axis.get_view_interval())) >= _THOUSAND:
        axis.set_major_formatter(lambda value, _: number(value, 0))


def _title(found: SearchResult, x: Asked, language: str) -> str:
    best = found.best
    if best is None:
        return NOBODY.say(language)
    y = found.plan.objectives[0].asked
    cost = spaced(number(found.value(best, x).mean, 0 if x.info.kind == "yuan" else None, scale_of(x)), language)
    return _TITLE.say(
        language, gain=value_line(found.value(best, y), y, language), what=name_of(y, found, language), cost=cost, of=name_of(x, found, language)
    )  # fmt: skip


def _levers(found: SearchResult, language: str) -> str:
    """Return in words what the best point does; "" where there is none."""
    if found.best is None:
        return ""
    words = KeyWords(found.plan.base.scenario, language)
    named = (f"{words.name(key)} {words.value(key, value)}" for key, value in list(found.values_at(found.best).items())[:_MOST_LEVERS])
    return _LEVERS.say(language, point=found.best, list=("；" if language == "zh" else "; ").join(named))
