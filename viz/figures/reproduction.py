"""Figures of reproduced studies: published figures beside simulated ones, a panel a table; and the scoreboard of all studies."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...experiments.reproduction.verdict import VERDICTS, Row, Z
from ...model.ground.text import Text
from ...scenarios.published import MARKS, ROLES, Table
from ..fonts import dressed
from ..studies import COLOURS, EXPECTED, good_line, is_series, labels, provenance, title_of
from .page import INK, PALE, Sheet, cells, finish, fold, sheet
from .scoreboard import MARKERS, scoreboard, scoreboard_key

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...experiments.reproduction.reproduce import StudyResult

SIMULATED = "#0072B2"
_NOTE = Text(
    "Coloured marks: published, with the sampling error of the study (95 %). Blue: mean of the simulated sites, with its 95 % interval.",
    "彩色标记：公布值及研究的抽样误差（95%）。蓝色：模拟地点的均值及其 95% 区间。",
)
_WORDS = Text(" Findings in words: blue is the simulated difference.", "定性结果：蓝色为模拟的差异。")
_SIMULATED, _PUBLISHED = Text("simulated", "模拟值"), Text("published: {verdict}", "公布值：{verdict}")
_FOUND = Text("found: {what}", "结论：{what}")
_ALL = Text("Published studies, and the same questions asked of simulated people", "已发表的研究，以及向模拟居民提出的相同问题")
_PANEL = 3.0
"""Height of a row of panels in inches; a long table adds to it."""


@dataclass(frozen=True)
class Told:
    """The subject of a page about reproduced studies (see `page.Subject`)."""

    title: Text
    scenario: str
    version: str
    results: Sequence[StudyResult]

    def provenance(self, language: str) -> str:
        """Return in one line where the numbers come from."""
        return provenance(self.results, language)


def draw_studies(
    results: Sequence[StudyResult],
    folder: str | Path,
    language: str = "en",
    formats: Sequence[str] = ("png",),
    notice: Callable[[str], None] | None = None,
) -> list[Path]:
    """Draw a figure a study, and the scoreboard if there are several.

    Args:
        results: the studies.
        folder: where the files go; made if it is not there.
        language: "en" or "zh"; English where no Chinese font is installed, with one notice.
        formats: "png", "svg" or both.
        notice: gets that notice; by default it goes to the standard error.

    Returns:
        The files; the scoreboard is the first one.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    with dressed(language, notice) as letters:
        if len(results) > 1:
            paths += draw_scoreboard(results, folder, language, formats, notice)
        for result in results:
            subject = Told(Text(result.study.head.citation, result.study.head.citation), result.study.name, _version(), [result])
            with sheet(subject, letters, 10.0, _height(result)) as on:
                study_panels(on, result)
                note = _NOTE.say(on.language) + (_WORDS.say(on.language) if any(t.fields.expect for t in result.study.tables) else "")
                title = result.study.title.say(on.language) + ("：" if on.language == "zh" else ": ") + good_line(result.score(), on.language)
                paths += finish(on, result.study.name, folder, title, note, formats, _key(on, result))
    return paths


def draw_scoreboard(
    results: Sequence[StudyResult],
    folder: Path,
    language: str,
    formats: Sequence[str] = ("png",),
    notice: Callable[[str], None] | None = None,
    name: str = "scoreboard",
) -> list[Path]:
    """Draw the scoreboard alone, under a name; see `draw_studies`."""
    with dressed(language, notice) as letters:
        subject = Told(_ALL, "reproduction", _version(), results)
        with sheet(subject, letters, 10.0, 2.9 + 0.42 * len(results)) as on:
            title, note = scoreboard(on, results)
            return finish(on, name, folder, title, note, formats, scoreboard_key(on.language))


def _version() -> str:
    from ...model.ground.version import __version__

    return __version__


def columns_of(result: StudyResult) -> int:
    """Return how many panels stand side by side: fewer where labels are long."""
    longest = max(cells(label) for table in result.study.tables for label in ("", *(() if is_series(table) else table.labels)))
    many = 3 if longest <= 10 and not any(table.fields.expect for table in result.study.tables) else 2
    return min(many, len(result.study.tables))


def _height(result: StudyResult) -> float:
    tables, columns = result.study.tables, columns_of(result)
    rows = [tables[k : k + columns] for k in range(0, len(tables), columns)]
    return 1.9 + sum(max(_PANEL, *(1.3 + 0.3 * table.rows for table in row)) for row in rows)


def study_panels(on: Sheet, result: StudyResult) -> None:
    """Draw a panel a table."""
    columns = columns_of(result)
    tables = result.tables()
    lines = -(-len(tables) // columns)
    heights = [max([_PANEL, *(1.3 + 0.3 * table.rows for table, _ in tables[k * columns : (k + 1) * columns])]) for k in range(lines)]
    panels = on.figure.subplots(lines, columns, squeeze=False, gridspec_kw={"height_ratios": heights})
    for spare in panels.flat[len(tables) :]:
        spare.set_axis_off()
    for axes, (table, rows) in zip(panels.flat, tables, strict=False):
        (_series if is_series(table) and not table.fields.expect else _points)(on, axes, result, table, rows)
        told = [MARKS[table.fields.mark].say(on.language), ROLES[table.role].say(on.language)]
        title = on.letters.sayable(title_of(table, on.language), table.title.en)
        width = {1: 95, 2: 46, 3: 31}[columns]
        text = "\n".join([*fold(title, width), *fold(("；" if on.language == "zh" else "; ").join(told), width + 4)])
        axes.set_title(text, loc="left", fontsize=10.5, color=INK, linespacing=1.25)
        axes.tick_params(labelsize=9.5)


def _key(on: Sheet, result: StudyResult) -> list[Any]:
    """Return the handles of the key."""
    from matplotlib.lines import Line2D

    seen = {row.verdict for rows in result.rows for row in rows}
    handles: list[Any] = [Line2D([], [], color=SIMULATED, marker="o", markersize=5, linewidth=2, label=_SIMULATED.say(on.language))]
    for name in VERDICTS:
        if name in seen:
            label = _PUBLISHED.say(on.language, verdict=VERDICTS[name].say(on.language))
            handles.append(Line2D([], [], color=COLOURS[name], marker=MARKERS[name], markersize=8, linestyle="", markeredgecolor="white", label=label))
    return handles


def _series(on: Sheet, axes: Axes, result: StudyResult, table: Table, rows: Sequence[Row]) -> None:
    """Draw a table over time: a line with its band, the published points."""
    x = list(table.weeks)
    axes.plot(x, [row.simulated for row in rows], color=SIMULATED, linewidth=2, marker="o", markersize=3.5, gid="simulated", zorder=2)
    axes.fill_between(x, [row.low for row in rows], [row.high for row in rows], color=SIMULATED, alpha=0.2, linewidth=0, zorder=1)
    for week, row in zip(x, rows, strict=True):
        _published(axes, week, row.published, row, upright=True)
    step = {7.0: Text("week", "周"), 1.0: Text("day", "天")}.get(result.study.head.days_a_step, Text("step", "步"))
    axes.set_xlabel(step.say(on.language), fontsize=9.5)
    axes.set_xticks(x if len(x) <= 8 else x[:: -(-len(x) // 8)])
    if min(row.published for row in rows) >= 0:
        axes.set_ylim(bottom=0.0)


def _points(on: Sheet, axes: Axes, result: StudyResult, table: Table, rows: Sequence[Row]) -> None:
    """Draw a table without an order in time: a line a row, from top to bottom."""
    for y, row in enumerate(rows):
        if math.isfinite(row.low):
            axes.plot([row.low, row.high], [y + 0.14] * 2, color=SIMULATED, linewidth=2.6, solid_capstyle="butt", zorder=2)
        axes.plot([row.simulated], [y + 0.14], "o", color=SIMULATED, markersize=5, gid="simulated", zorder=3)
        if row.expect:
            marker, colour = MARKERS[row.verdict], COLOURS[row.verdict]
            axes.plot([0.0], [y - 0.14], marker, color=colour, markersize=8, markeredgecolor="white", gid=f"published {row.verdict}", zorder=4)
        else:
            _published(axes, row.published, y - 0.14, row, upright=False)
    names = [on.letters.sayable(label) for label in labels(result.study, table, on.language)]
    if table.fields.expect:
        wanted = [EXPECTED[row.expect].say(on.language) for row in rows]
        names = [f"{name}\n{_FOUND.say(on.language, what=what)}".strip() for name, what in zip(names, wanted, strict=True)]
        axes.axvline(0.0, color=INK, linewidth=1.0, zorder=1)
    axes.set_yticks(range(len(rows)), ["\n".join(line for part in name.split("\n") for line in fold(part, 24)) for name in names])
    axes.set_ylim(len(rows) - 0.45, -0.55)
    axes.grid(axis="y", visible=False)
    axes.margins(x=0.08)
    if not table.fields.expect and min(row.published for row in rows) >= 0:
        axes.set_xlim(left=min(0.0, *axes.get_xlim()) if min(row.published for row in rows) < 0.5 * max(row.published for row in rows) else None)


def _published(axes: Axes, x: float, y: float, row: Row, upright: bool) -> None:
    """Draw a published figure with its sampling error; shape and colour tell the verdict."""
    reach = [Z * row.error if math.isfinite(row.error) else 0.0]
    bars: dict[str, Any] = {"yerr" if upright else "xerr": reach}
    axes.errorbar(
        [x], [y], fmt=MARKERS[row.verdict], color=COLOURS[row.verdict], ecolor=PALE, elinewidth=1.1, capsize=2.5, markersize=8, markeredgecolor="white",
        gid=f"published {row.verdict}", zorder=4, **bars,
    )  # fmt: skip
