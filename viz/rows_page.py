"""The page of the rows of the source, docs/rows/README.md and README.zh.md: what each does under what is not known about people.

`linli rows --page docs/rows/README.md` writes both from the record beside them (`experiments/rows.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ..experiments.row_record import Effect
from ..experiments.rows import FAILS, MEASURES, row_names
from ..model.ground.text import Text
from ..model.society.measures import info
from ..scenarios.loader import load
from .evidence_page import page_of, writing_all
from .evidence_words import GENERATED, OTHER
from .numbers import Scale, difference, difference_places, interval, number, spaced

COMMAND = "linli rows --page {file}"
RECORD = "effects.csv"
"""Name of the record, beside the page."""
TITLE = Text("The rows of the source: what each does", "来源各条目的作用")
LESSON = Text(
    "Each row is one system of the source, built as one mechanism and one scenario. The table says what its policy changes by the end, against the same "
    "people without it on the same random numbers, under {draws} draws of what is not known about people (constants, tables of people, pairs of rules); one "
    "seed a draw, so that the ranges hold luck too. A figure is the median over draws, with its 5 to 95 % range. What cannot be told from none is "
    "printed as such and stays: a null result is a result, and so is harm. Sums of money and hours are by the year. All is within this model.",
    "每个条目是来源中的一种制度，对应一个机制和一个情景。表中为政策到期末改变了什么：与没有该政策的同一批居民、同一组随机数相比，"
    "并对未知的人的常数、人口表和成对规则抽取 {draws} 次；每次抽取一个种子，故范围中也含运气。数字为各次抽取的中位数及 5% 至 95% 范围。"
    "与零无法区分的照样列出：没有效果也是结果，有害亦然。金额与工时按年计。以上均为模型内的结果。",
)
ROW, ARM = Text("row", "条目"), Text("arm", "方案")
UNSURE = Text("not distinguishable {interval}", "无法区分 {interval}")
NONE = Text("none", "无变化")
POINTS = Text("points", "个百分点")
PLAYED = Text("{residents} residents, {weeks} weeks", "{residents} 位居民，{weeks} 周")
FAILS_HEAD = Text("The arm `fails` shows how the row fails; its page says why.", "方案 `fails` 展示该条目如何失败；原因见其页面。")


def write_rows(effects: Sequence[Effect], file: Path) -> list[Path]:
    """Write the page in all languages; `file` is the English one.

    Raises:
        UserError: a file cannot be written.
    """
    return writing_all(file, lambda language: rows_page(effects, language, file))


def rows_page(effects: Sequence[Effect], language: str, file: Path) -> str:
    """Return the page as Markdown; `file` is the English page."""
    numbers = sorted({one.draws for one in effects if one.measure in MEASURES})
    draws = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else str(numbers[0])
    parts = [
        f"<!-- {GENERATED.say(language, command=COMMAND.format(file=file.as_posix()))} -->",
        "<!-- rests on: " + " ".join(dict.fromkeys(f"{one.row}={one.rests_on}" for one in effects)) + " -->",
        f"# {TITLE.say(language)}",
        OTHER.say(language, file=page_of(file, 'zh' if language == 'en' else 'en').name),
        spaced(LESSON.say(language, draws=draws), language),
        "\n".join(_table(effects, language)),
    ]
    if any(one.arm == FAILS for one in effects):
        parts.append(FAILS_HEAD.say(language))
    return "\n\n".join(parts) + "\n"


def _table(effects: Sequence[Effect], language: str) -> Iterable[str]:
    heads = [ROW.say(language), ARM.say(language), *(info(m).title.say(language) + (a_year(m, language)) for m in MEASURES)]
    yield "| " + " | ".join(heads) + " |"
    yield "|---" * len(heads) + "|"
    for row in row_names():
        own = [one for one in effects if one.row == row]
        for arm in dict.fromkeys(one.arm for one in own):
            cells = {one.measure: cell(one.measure, one.median, one.low, one.high, language) for one in own if one.arm == arm}
            title = load(row).arm_title(arm).say(language)
            size = PLAYED.say(language, residents=number(own[0].residents, 0), weeks=own[0].weeks)
            yield f"| [{row}]({row}.md) ({size}) | {title} | " + " | ".join(cells[m] for m in MEASURES) + " |"


def a_year(measure: str, language: str) -> str:
    """Return what a heading adds where a measure is told by the year."""
    what = info(measure)
    return (" a year" if language == "en" else "（每年）") if what.a_year and " a year" not in what.title.en else ""


def cell(measure: str, median: float, low: float, high: float, language: str) -> str:
    """Write an effect with its range as a cell of a table: none, not distinguishable, or how much."""
    scale: Scale = "share" if info(measure).kind == "share" else "plain"
    if median == low == high == 0.0:
        return NONE.say(language)
    places = difference_places(median, low, high, scale)
    span = interval(low, high, places, scale)
    points = f" {POINTS.say(language)}" if scale == "share" else ""
    if not (low > 0.0 or high < 0.0):
        return UNSURE.say(language, interval=span) + points
    return f"{difference(median, places, scale)} {span}{points}"
