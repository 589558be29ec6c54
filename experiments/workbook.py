"""A comparison as one .xlsx workbook with its codebook: for those who work in a spreadsheet.

Numbers have sixteen digits, which is what a workbook holds. Every cell that holds text is text, also one that begins with "=": a title of somebody
else's scenario is never a formula.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..model.ground.text import Text
from .codebook import NO_UNIT, Column, unit_of

if TYPE_CHECKING:
    from .comparison import Comparison

_WEEK, _SHARE = Text("scenario week", "情景周"), Text("0 to 1", "0 至 1")
_OF_MEASURE = Text("of the measure", "同该指标")
_ARM = Column(Text("arm, as the command calls it", "方案名（命令中所用）"))
_SEED, _DRAW = Column(Text("seed of the run", "随机种子")), Column(Text("number of the draw of constants", "常数抽取的编号"))
_MEASURE = Column(Text("measure, see the sheet measures", "指标，见工作表 measures"))
DIFFERENCES: dict[str, Column] = {
    "arm": _ARM,
    "measure": _MEASURE,
    "title": Column(Text("what is measured", "指标的英文名称")),
    "title_zh": Column(Text("the same in Chinese", "指标的中文名称")),
    "start": Column(Text("mean over seeds at week 0", "第 0 周各种子均值"), _OF_MEASURE),
    "end_without": Column(Text("mean at the end without the policy", "期末无政策的均值"), _OF_MEASURE),
    "end_with": Column(Text("mean at the end with it", "期末有政策的均值"), _OF_MEASURE),
    "difference": Column(Text("mean of the paired differences, with minus without", "配对差值的均值（有减无）"), _OF_MEASURE),
    "low": Column(
        Text("lower end of the 95 % interval of the difference; over draws of its 5 to 95 % range", "差值 95% 区间下端；有抽取时为 5% 至 95% 范围下端"),
        _OF_MEASURE,
    ),
    "high": Column(Text("upper end", "上端"), _OF_MEASURE),
    "sd": Column(Text("standard deviation of the paired differences; over draws that of the effect", "配对差值的标准差；有抽取时为效果的标准差"), _OF_MEASURE),
    "pairs": Column(Text("pairs of runs", "成对运行数")),
    "detectable": Column(Text("smallest true difference that so many pairs show with chance 80 %", "如此多对运行有 80% 把握显示的最小真实差值"), _OF_MEASURE),
    "median": Column(Text("median of the effect over draws", "效果在各次抽取中的中位数"), _OF_MEASURE),
    "positive": Column(Text("share of draws in which the effect is above zero; zero counts half", "效果大于零的抽取所占比例，等于零计一半"), _SHARE),
    "draws": Column(Text("draws of constants; 0: all seeds had the same", "常数抽取次数；0 表示各种子常数相同")),
}  # fmt: skip
MEASURES: dict[str, Column] = {
    "measure": _MEASURE,
    "title": DIFFERENCES["title"],
    "title_zh": DIFFERENCES["title_zh"],
    "unit": Column(Text("unit", "单位（英文）")),
    "unit_zh": Column(Text("unit in Chinese", "单位（中文）")),
    "kind": Column(Text("share (0 to 1), number, count, yuan or hours", "share 为比例（0 至 1），其余为数值、计数、元、小时")),
}
CONSTANTS: dict[str, Column] = {
    "key": Column(Text("name of the constant, as --set takes it", "常数名（--set 所用）")),
    "value": Column(Text("its value in the scenario", "情景中的取值")),
    "unit": Column(Text("unit", "单位")),
    "mark": Column(Text("measured, fitted, assumed or setting", "实测、拟合、假设或设定")),
    "changed": Column(Text("whether it differs from the default", "是否不同于默认值")),
    "meaning": Column(Text("what it is", "含义（英文）")),
    "meaning_zh": Column(Text("the same in Chinese", "含义（中文）")),
    "source": Column(Text("where the value comes from", "取值来源")),
}
EVERY: dict[str, Column] = {"arm": _ARM, "seed": _SEED, "draw": _DRAW, "week": Column(Text("week; 0 is the start", "周；0 为开始"), _WEEK)}
BOOK: dict[str, Column] = {
    "sheet": Column(Text("sheet", "工作表")),
    "column": Column(Text("column", "列")),
    "meaning": Column(Text("meaning", "含义（英文）")),
    "meaning_zh": Column(Text("the same in Chinese", "含义（中文）")),
    "unit": Column(Text("unit", "单位（英文）")),
    "unit_zh": Column(Text("unit in Chinese", "单位（中文）")),
}
_EMPTY = Text("An empty cell: not known, or not measured then.", "空单元格：未知，或当时未测。")
Cell = str | float | int | bool | None


class Sheet(NamedTuple):
    """A sheet: its name, what its columns are, its rows."""

    name: str
    columns: dict[str, Column]
    rows: Iterable[Sequence[Cell]]


def workbook(comparison: Comparison) -> bytes:
    """Return a comparison as an .xlsx workbook.

    Sheets: differences (what each arm changes, as the terminal prints it), ends (each measure at the end of each run), weeks (means over seeds through the
    weeks), measures, constants, codebook.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=True)
    book.properties.title = comparison.facts.title.en
    book.properties.creator = f"linli {comparison.facts.version}"
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)
    sheets = sheets_of(comparison)
    for sheet in [*sheets, Sheet("codebook", BOOK, _book(sheets))]:
        page = book.create_sheet(sheet.name)
        page.freeze_panes = "B2"
        for k, name in enumerate(sheet.columns):
            page.column_dimensions[_letter(k)].width = min(max(len(name) + 3, 12), 46)

        def cell(value: Cell, bold: bool = False, page: Any = page) -> Any:
            made = WriteOnlyCell(page, value=value)
            if isinstance(value, str):
                made.data_type = "s"
            if bold:
                made.font, made.alignment = Font(bold=True), Alignment(vertical="top")
            return made

        page.append([cell(name, bold=True) for name in sheet.columns])
        for row in sheet.rows:
            page.append([cell(_plain(value)) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheets_of(comparison: Comparison) -> list[Sheet]:
    """Return all sheets but the codebook."""
    names = comparison.names
    infos = [comparison.infos[name] for name in names]
    own = {name: Column(info.title, unit_of(info.unit)) for name, info in zip(names, infos, strict=True)}
    table = comparison.summary().reset_index()
    differences = ([row[name] for name in DIFFERENCES] for row in table.to_dict("records"))
    measures = ([n, i.title.en, i.title.zh, unit_of(i.unit).en, unit_of(i.unit).zh, i.kind] for n, i in zip(names, infos, strict=True))
    ends = {key: column for key, column in EVERY.items() if key in ("arm", "seed") or (key == "draw" and comparison.draws)} | own
    weeks = {key: EVERY[key] for key in ("arm", "week")} | own
    return [
        Sheet("differences", DIFFERENCES, differences),
        Sheet("ends", ends, _ends(comparison)),
        Sheet("weeks", weeks, _weeks(comparison)),
        Sheet("measures", MEASURES, measures),
        Sheet("constants", CONSTANTS, _constants(comparison)),
    ]


def _ends(comparison: Comparison) -> Iterator[list[Cell]]:
    values = {(arm, name): comparison.ends(arm, name) for arm in comparison.everybody for name in comparison.names}
    for arm in comparison.everybody:
        for k, seed in enumerate(comparison.seeds):
            yield [arm, seed, *([comparison.draws[k]] if comparison.draws else []), *(float(values[arm, name][k]) for name in comparison.names)]


def _weeks(comparison: Comparison) -> Iterator[list[Cell]]:
    """Yield the means over the seeds that have a value, a row an arm and week."""
    for arm in comparison.everybody:
        columns: dict[str, dict[int, float]] = {}
        for name in comparison.names:
            weeks, values = comparison.course(arm, name)
            known = ~np.isnan(values)
            many = known.sum(axis=0)
            means = np.where(many > 0, np.where(known, values, 0.0).sum(axis=0) / np.maximum(many, 1), math.nan)
            columns[name] = dict(zip(weeks.tolist(), means.tolist(), strict=True))
        for week in sorted({week for column in columns.values() for week in column}):
            yield [arm, week, *(columns[name].get(week, math.nan) for name in comparison.names)]


def _constants(comparison: Comparison) -> Iterator[list[Cell]]:
    from ..scenarios.facts import constants

    for fact in constants(comparison.scenario):
        value = fact.value if isinstance(fact.value, int | float | str) else None if fact.value is None else str(fact.value)
        yield [fact.key, value, fact.unit, fact.mark, fact.changed, fact.text.en, fact.text.zh, fact.source]


def _book(sheets: Sequence[Sheet]) -> Iterator[list[Cell]]:
    for sheet in sheets:
        for name, column in sheet.columns.items():
            unit = column.unit or NO_UNIT
            yield [sheet.name, name, column.about.en, column.about.zh, unit.en, unit.zh]
    yield ["", "", _EMPTY.en, _EMPTY.zh, "", ""]


def _plain(value: Any) -> Cell:
    """Return a number as Python has it, nothing for one that is none, and text without what a workbook cannot hold."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return "".join(c for c in value if c in "\t\n" or ord(c) >= 32)[:32_000]
    return value if isinstance(value, int | bool) or value is None else str(value)


def _letter(k: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(k + 1))
