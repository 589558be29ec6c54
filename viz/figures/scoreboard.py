"""The scoreboard of reproduced studies: how far every simulated figure lies from the published one, and the null model's, by kind of row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...experiments.reproduction.board import Counted, Tally, counted, standing, tally
from ...experiments.reproduction.verdict import NEAR, VERDICTS, Row, Whole
from ...model.ground.text import Text
from ...scenarios.history import KINDS, Kind
from ..lines import fold
from ..studies import COLOURS, has_null, inside_line
from .page import INK, PALE, Sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...experiments.reproduction.reproduce import StudyResult

MARKERS = {"inside": "o", "near": "D", "off": "X", "undecided": "s"}
"""A shape a verdict, so that a copy in black and white can be read."""
FARTHEST = 4.0
"""Rows farther away stand at this distance, as arrows."""
_NOTE = Text(
    "A mark a row that counts: simulated less published, in widths of “inside”. Up to 1: inside; up to 2: near; whole distributions have no side. Hollow: "
    "findings in words, at the middle of their verdict. Arrows: farther than {far:g}. Strokes: the null model, in which everybody meets at random "
    "for the same hours.",
    "每个标记为计入的一行：模拟值减公布值，以“吻合”的宽度为单位。不超过 1 为吻合，不超过 2 为接近；整个分布没有正负。空心：定性结果，置于其判定的中间。"
    "箭头：超出 {far:g}。短竖线：零模型，即所有人在同样的时间里随机相遇。",
)
_NO_FROZEN = Text("No frozen rows; {others}", "没有事先冻结的行；{others}")
_COUNTS = Text("right: rows inside · near · off · undecided; null model inside", "右侧：吻合 · 接近 · 偏离 · 未定的行数；零模型吻合")
_NULL = Text("null model", "零模型")
_LOW, _HIGH = Text("simulated too low", "模拟偏低"), Text("simulated too high", "模拟偏高")
_AXIS = Text("distance of the simulated from the published figure", "模拟值与公布值的距离")


def scoreboard(on: Sheet, results: Sequence[StudyResult]) -> tuple[str, str]:
    """Draw the scoreboard; return the title and the note."""
    language = on.language
    groups = [(kind, members) for kind in KINDS if (members := [r for r in results if _of(r, kind)])]
    panels = on.figure.subplots(len(groups), 1, squeeze=False, sharex=True, gridspec_kw={"height_ratios": [len(m) + 0.6 for _, m in groups]})
    for axes, (kind, members) in zip(panels.flat, groups, strict=True):
        _group(on, axes, kind, members)
        axes.set_title(KINDS[kind].say(language), loc="left", fontsize=11.5)
    last = panels.flat[-1]
    last.set_xticks([-4, -2, -1, 0, 1, 2, 4], ["−4", "−2", "−1", "0", "1", "2", "4"])
    arrows = f"← {_LOW.say(language)}      {_AXIS.say(language)}      {_HIGH.say(language)} →"
    last.set_xlabel(arrows, fontsize=10)
    return _title(results, language), _NOTE.say(language, far=FARTHEST)


def _title(results: Sequence[StudyResult], language: str) -> str:
    """Return the headline: frozen rows inside, and the null model's; without any what there is."""
    null, frozen = has_null(results), tally(results, "frozen")
    if frozen.rows:
        return inside_line(frozen, language, "frozen", null)
    others = [inside_line(tally(results, kind), language, kind, null) for kind in KINDS if tally(results, kind).rows]
    return _NO_FROZEN.say(language, others=("；" if language == "zh" else "; ").join(others))


def _of(result: StudyResult, kind: Kind) -> list[Counted]:
    """Return the rows of a kind that count."""
    return [one for one in counted(result) if one.kind == kind and not one.spared]


def _group(on: Sheet, axes: Axes, kind: Kind, members: Sequence[StudyResult]) -> None:
    axes.axvspan(-1, 1, color=COLOURS["inside"], alpha=0.14, linewidth=0, zorder=0)
    for side in (-1, 1):
        axes.axvspan(*sorted((side, NEAR * side)), color=COLOURS["near"], alpha=0.12, linewidth=0, zorder=0)
    axes.axvline(0.0, color=INK, linewidth=1.0, zorder=1)
    for y in range(1, len(members)):
        axes.axhline(y - 0.5, color="#D5D5D5", linewidth=0.6, zorder=1)
    for y, result in enumerate(members):
        rows = _of(result, kind)
        for k, one in enumerate(rows):
            # Rows of a study stand a little apart, so that equal ones do not hide one another.
            at = y + 0.3 * (((k * 0.618034) % 1.0) * 2.0 - 1.0)
            model, null = _pair(result, one)
            if null is not None:
                _stroke(axes, distance(null), at)
            _mark(axes, distance(model), at, model)
        found = Tally.of(rows)
        said = " · ".join(str(n) for n in (found.inside, found.near, found.off, found.undecided)) + (f"; {found.null}" if result.null is not None else "")
        axes.annotate(
            said, (1.0, y), xycoords=("axes fraction", "data"), xytext=(8, 0), textcoords="offset points", va="center", ha="left", fontsize=9.5, color=INK,
            annotation_clip=False,
        )  # fmt: skip
    names = ["\n".join(fold(on.letters.sayable(r.study.title.say(on.language), r.study.name), 46)[:2]) for r in members]
    axes.set_yticks(range(len(members)), names, fontsize=9.5)
    axes.set_ylim(len(members) - 0.45, -0.55)
    axes.set_xlim(-FARTHEST - 0.35, FARTHEST + 0.35)
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)


def _pair(result: StudyResult, one: Counted) -> tuple[Row | Whole, Row | Whole | None]:
    """Return a row that counts, and the same of the null model where it was played."""
    model = dict(standing(result.rows[one.table], result.whole(one.table)))[one.row]
    null = result.null_rows(one.table)
    return model, None if null is None else dict(standing(null, result.whole(one.table, null)))[one.row]


def distance(row: Row | Whole) -> float:
    """Return where a row stands: its distance, or for a finding in words the middle of its verdict, NaN without an answer."""
    if isinstance(row, Whole):
        return row.distance
    if not math.isfinite(row.simulated):
        return math.nan
    if not row.expect:
        return row.distance
    middle = {"inside": 0.5, "near": 1.5, "off": 3.0, "undecided": 1.5}[row.verdict]
    return -middle if row.expect == "more" or (row.expect == "same" and row.simulated < 0.0) else middle


def _stroke(axes: Axes, x: float, y: float) -> None:
    """Draw where the null model stands; beyond the end it stands at the end."""
    if math.isfinite(x):
        at = math.copysign(min(abs(x), FARTHEST + 0.1), x)
        axes.plot([at], [y], "|", color=PALE, markersize=8, markeredgewidth=1.2, gid="null", zorder=2)


def _mark(axes: Axes, x: float, y: float, row: Row | Whole) -> None:
    colour = COLOURS[row.verdict]
    if not math.isfinite(x):
        return
    if abs(x) > FARTHEST:
        at, arrow = math.copysign(FARTHEST + 0.1, x), ">" if x > 0 else "<"
        axes.plot([at], [y], arrow, color=colour, markersize=7, markeredgecolor="white", gid=f"row {row.verdict}", zorder=3)
        return
    in_words = isinstance(row, Row) and row.expect != ""
    filled = "none" if in_words else colour
    edge = colour if in_words else "white"
    size = 8.0 if row.verdict == "off" else 6.5
    axes.plot([x], [y], MARKERS[row.verdict], markerfacecolor=filled, markeredgecolor=edge, markersize=size, gid=f"row {row.verdict}", zorder=3)


def scoreboard_key(language: str) -> list[Any]:
    """Return the handles of the key."""
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=COLOURS[name], marker=MARKERS[name], markersize=7, linestyle="", markeredgecolor="white", label=text.say(language))
        for name, text in VERDICTS.items()
    ]
    null = Line2D([], [], color=PALE, marker="|", markersize=8, markeredgewidth=1.2, linestyle="", label=_NULL.say(language))
    return [*handles, null, Line2D([], [], linestyle="", label=_COUNTS.say(language))]
