"""Figures of reproduced studies: published figures beside simulated ones, a panel a table; and the scoreboard of all studies."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from ...experiments.reproduction.board import kinds_of, tally
from ...experiments.reproduction.verdict import VERDICTS, Row
from ...model.ground.text import Text
from ...scenarios.history import KINDS, is_frozen, kind_of
from ...scenarios.published import MARKS, Table
from ..fonts import dressed
from ..lines import fold
from ..studies import COLOURS, EXPECTED, has_null, inside_line, is_series, labels, provenance, title_of
from ..studies import WHOLE as TOGETHER
from .page import INK, PALE, Sheet, blank, compose, finish, sheet
from .scoreboard import MARKERS, scoreboard, scoreboard_key

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ...experiments.reproduction.reproduce import StudyResult

SIMULATED = "#0072B2"
_NOTE = Text(
    "Coloured marks: published. Blue: mean of the simulated sites; a published figure within the blue interval, which joins the errors of both, is inside.",
    "彩色标记：公布值。蓝色：模拟地点的均值；公布值在蓝色区间（已合并两者的误差）内即为吻合。",
)
_NOTE_NULL = Text(
    " Crosses (arrows: beyond the axis): the null model, in which everybody meets at random for the same hours.",
    "十字（箭头：超出坐标轴）：零模型，即所有人在同样的时间里随机相遇。",
)
_NULL = Text("null model", "零模型")
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
            with sheet(_told(result), letters, 10.0, _height(result)) as on:
                title, note = _study(on, result)
                paths += finish(on, result.study.name, folder, title, note, formats, _key(on, result))
    return paths


def figure_of_study(result: StudyResult, language: str = "en") -> Figure:
    """Draw the figure of one study and keep it open."""
    with dressed(language) as letters:
        on = Sheet(blank(letters, 10.0, _height(result)), letters, _told(result))
        title, note = _study(on, result)
        compose(on, title, note, _key(on, result))
    return on.figure


def _told(result: StudyResult) -> Told:
    return Told(Text(result.study.head.citation, result.study.head.citation), result.study.name, _version(), [result])


def _study(on: Sheet, result: StudyResult) -> tuple[str, str]:
    """Draw a study on a page and return the title and the note."""
    study_panels(on, result)
    language, null = on.language, has_null([result])
    words = _WORDS.say(language) if any(t.fields.expect for t in result.study.tables) else ""
    note = _NOTE.say(language) + (_NOTE_NULL.say(language) if null else "") + words
    return result.study.title.say(language) + ("：" if language == "zh" else ": ") + inside_line(tally([result]), language, null=null), note


def draw_scoreboard(
    results: Sequence[StudyResult],
    folder: Path,
    language: str,
    formats: Sequence[str] = ("png",),
    notice: Callable[[str], None] | None = None,
    name: str = "scoreboard",
) -> list[Path]:
    """Draw the scoreboard alone, under a name; see `draw_studies`."""
    with dressed(language, notice) as letters, sheet(Told(_ALL, "reproduction", _version(), results), letters, 10.0, _long(results)) as on:
        title, note = scoreboard(on, results)
        return finish(on, name, folder, title, note, formats, scoreboard_key(on.language))


def figure_of_scoreboard(results: Sequence[StudyResult], language: str = "en") -> Figure:
    """Draw the scoreboard and keep it open."""
    with dressed(language) as letters:
        on = Sheet(blank(letters, 10.0, _long(results)), letters, Told(_ALL, "reproduction", _version(), results))
        title, note = scoreboard(on, results)
        compose(on, title, note, scoreboard_key(on.language))
    return on.figure


def _long(results: Sequence[StudyResult]) -> float:
    return 3.2 + 0.42 * sum(len(kinds_of(result)) for result in results)


def _version() -> str:
    from ...model.ground.version import __version__

    return __version__


def columns_of(result: StudyResult) -> int:
    """Return how many panels stand side by side: fewer where labels are long."""
    longest = max(cell_len(label) for table in result.study.tables for label in ("", *(() if is_series(table) else table.labels)))
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
    frozen = is_frozen(result.study)
    for k, (axes, (table, rows)) in enumerate(zip(panels.flat, tables, strict=False)):
        (_series if is_series(table) and not table.fields.expect else _points)(on, axes, result, table, rows)
        _null(axes, table, result.null_rows(k))
        told = [MARKS[table.fields.mark].say(on.language), KINDS[kind_of(table, frozen)].say(on.language)]
        whole = result.whole(k)
        if whole is not None:
            told.append(TOGETHER.say(on.language) + ("：" if on.language == "zh" else ": ") + VERDICTS[whole.verdict].say(on.language))
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
    if has_null([result]):
        handles.append(Line2D([], [], color=PALE, marker="+", markersize=7, linestyle="", label=_NULL.say(on.language)))
    return handles


def _null(axes: Axes, table: Table, rows: Sequence[Row] | None) -> None:
    """Draw what the null model gets for a table; what lies beyond the axis is an arrow at its end. Call it last: it does not move the axis."""
    if rows is None:
        return
    upright = is_series(table) and not table.fields.expect
    low, high = axes.get_ylim() if upright else axes.get_xlim()
    axes.set_autoscale_on(False)
    for y, row in enumerate(rows):
        if not math.isfinite(row.simulated):
            continue
        value, marker = min(max(row.simulated, low), high), "+"
        if value != row.simulated:
            marker = ("v" if row.simulated < low else "^") if upright else ("<" if row.simulated < low else ">")
        x, at = (table.weeks[y], value) if upright else (value, y + 0.32)
        axes.plot([x], [at], marker, color=PALE, markersize=6, gid="null", clip_on=False, zorder=5)


def _series(on: Sheet, axes: Axes, result: StudyResult, table: Table, rows: Sequence[Row]) -> None:
    """Draw a table over time: a line with its band, the published points."""
    x = list(table.weeks)
    axes.plot(x, [row.simulated for row in rows], color=SIMULATED, linewidth=2, marker="o", markersize=3.5, gid="simulated", zorder=2)
    axes.fill_between(x, [row.low for row in rows], [row.high for row in rows], color=SIMULATED, alpha=0.2, linewidth=0, zorder=1)
    for week, row in zip(x, rows, strict=True):
        _published(axes, week, row.published, row)
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
            _published(axes, row.published, y - 0.14, row)
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


def _published(axes: Axes, x: float, y: float, row: Row) -> None:
    """Draw a published figure; shape and colour tell the verdict."""
    marker, colour = MARKERS[row.verdict], COLOURS[row.verdict]
    axes.plot([x], [y], marker, color=colour, markersize=8, markeredgecolor="white", gid=f"published {row.verdict}", zorder=4)
