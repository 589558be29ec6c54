"""The scoreboard of reproduced studies: how far every simulated figure lies from the published one, fitted and predicted apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...experiments.reproduction.verdict import NEAR, VERDICTS, Row
from ...model.ground.text import Text
from ...scenarios.published import ROLES, Role
from ..studies import COLOURS, good_line, total
from .page import INK, Sheet, fold

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...experiments.reproduction.reproduce import StudyResult

MARKERS = {"inside": "o", "near": "D", "off": "X"}
"""A shape a verdict, so that a copy in black and white can be read."""
FARTHEST = 4.0
"""Rows farther away stand at this distance, as arrows."""
_NOTE = Text(
    "A mark a row: simulated less published, in widths of “inside” (1.96 standard errors of both). Up to 1: inside; up to 2: near. "
    "Arrows: farther than {far:g}. Hollow: findings in words, at the middle of their verdict.",
    "每个标记为一行：模拟值减公布值，以“吻合”的宽度（两者标准误的 1.96 倍）为单位。不超过 1 为吻合，不超过 2 为接近。"
    "箭头：超出 {far:g}。空心：定性结果，置于其判定的中间。",
)
_TITLE = Text("Fitted: {fitted}. Predicted: {predicted}", "用于拟合：{fitted}；用于检验：{predicted}")
_COUNTS = Text("right: rows inside · near · off", "右侧：吻合 · 接近 · 偏离的行数")
_LOW, _HIGH = Text("simulated too low", "模拟偏低"), Text("simulated too high", "模拟偏高")
_NONE = Text("none", "无")
_AXIS = Text("distance of the simulated from the published figure", "模拟值与公布值的距离")


def scoreboard(on: Sheet, results: Sequence[StudyResult]) -> tuple[str, str]:
    """Draw the scoreboard; return the title and the note."""
    language = on.language
    groups: list[tuple[Role, list[StudyResult]]] = [(role, [r for r in results if r.score(role).rows]) for role in ("fit", "predict")]
    groups = [(role, members) for role, members in groups if members]
    panels = on.figure.subplots(len(groups), 1, squeeze=False, sharex=True, gridspec_kw={"height_ratios": [len(m) + 0.6 for _, m in groups]})
    for axes, (role, members) in zip(panels.flat, groups, strict=True):
        _group(on, axes, role, members)
        axes.set_title(ROLES[role].say(language), loc="left", fontsize=11.5)
    last = panels.flat[-1]
    last.set_xticks([-4, -2, -1, 0, 1, 2, 4], ["−4", "−2", "−1", "0", "1", "2", "4"])
    arrows = f"← {_LOW.say(language)}      {_AXIS.say(language)}      {_HIGH.say(language)} →"
    last.set_xlabel(arrows, fontsize=10)
    parts = {role: good_line(total(results, role), language) if total(results, role).rows else _NONE.say(language) for role in ("fit", "predict")}
    return _TITLE.say(language, fitted=parts["fit"], predicted=parts["predict"]), _NOTE.say(language, far=FARTHEST)


def _group(on: Sheet, axes: Axes, role: Role, members: Sequence[StudyResult]) -> None:
    axes.axvspan(-1, 1, color=COLOURS["inside"], alpha=0.14, linewidth=0, zorder=0)
    for side in (-1, 1):
        axes.axvspan(*sorted((side, NEAR * side)), color=COLOURS["near"], alpha=0.12, linewidth=0, zorder=0)
    axes.axvline(0.0, color=INK, linewidth=1.0, zorder=1)
    for y in range(1, len(members)):
        axes.axhline(y - 0.5, color="#D5D5D5", linewidth=0.6, zorder=1)
    for y, result in enumerate(members):
        rows = [row for table, rows in result.tables() if table.role == role for row in rows]
        for k, row in enumerate(rows):
            # Rows of a study stand a little apart, so that equal ones do not hide one another.
            _mark(axes, distance(row), y + 0.3 * (((k * 0.618034) % 1.0) * 2.0 - 1.0), row)
        score = result.score(role)
        axes.annotate(
            f"{score.inside} · {score.near} · {score.off}", (1.0, y), xycoords=("axes fraction", "data"), xytext=(8, 0), textcoords="offset points",
            va="center", ha="left", fontsize=9.5, color=INK, annotation_clip=False,
        )  # fmt: skip
    names = ["\n".join(fold(on.letters.sayable(r.study.title.say(on.language), r.study.name), 46)[:2]) for r in members]
    axes.set_yticks(range(len(members)), names, fontsize=9.5)
    axes.set_ylim(len(members) - 0.45, -0.55)
    axes.set_xlim(-FARTHEST - 0.35, FARTHEST + 0.35)
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)


def distance(row: Row) -> float:
    """Return where a row stands: its distance, or for a finding in words the middle of its verdict, NaN without an answer."""
    if not math.isfinite(row.simulated):
        return math.nan
    if not row.expect:
        return row.distance
    middle = {"inside": 0.5, "near": 1.5, "off": 3.0}[row.verdict]
    return -middle if row.expect == "more" or (row.expect == "same" and row.simulated < 0.0) else middle


def _mark(axes: Axes, x: float, y: float, row: Row) -> None:
    colour = COLOURS[row.verdict]
    if not math.isfinite(x):
        return
    if abs(x) > FARTHEST:
        at, arrow = math.copysign(FARTHEST + 0.1, x), ">" if x > 0 else "<"
        axes.plot([at], [y], arrow, color=colour, markersize=7, markeredgecolor="white", gid=f"row {row.verdict}", zorder=3)
        return
    filled = "none" if row.expect else colour
    edge = colour if row.expect else "white"
    size = 8.0 if row.verdict == "off" else 6.5
    axes.plot([x], [y], MARKERS[row.verdict], markerfacecolor=filled, markeredgecolor=edge, markersize=size, gid=f"row {row.verdict}", zorder=3)


def scoreboard_key(language: str) -> list[Any]:
    """Return the handles of the key."""
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=COLOURS[name], marker=MARKERS[name], markersize=7, linestyle="", markeredgecolor="white", label=text.say(language))
        for name, text in VERDICTS.items()
    ]
    return [*handles, Line2D([], [], linestyle="", label=_COUNTS.say(language))]
