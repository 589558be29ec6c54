"""How reproduced studies are told, in tables, figures and on the page of evidence: numbers, words and signs, in English and Chinese."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..experiments.reproduction.board import Tally
from ..experiments.reproduction.verdict import VERDICTS, Row, Whole
from ..model.ground.text import Text
from ..scenarios.history import KINDS, Kind, entry_of, is_frozen, kind_of
from ..scenarios.published import PublishedStudy, Table
from .numbers import NOTHING, decimals, difference, number, spaced

if TYPE_CHECKING:
    from ..experiments.reproduction.reproduce import StudyResult

SIGNS = {"inside": "●", "near": "◐", "off": "○", "undecided": "◌"}
"""A sign a verdict, so that a copy without colour can be read; the word stands beside it."""
COLOURS = {"inside": "#009E73", "near": "#E69F00", "off": "#D55E00", "undecided": "#767676"}
"""Colours in figures (Okabe and Ito 2008: told apart by colour-blind people)."""
STYLES = {"inside": "green", "near": "yellow", "off": "red", "undecided": "cyan"}
"""Colours in a terminal."""
EXPECTED = {"more": Text("more", "更多"), "less": Text("less", "更少"), "same": Text("the same", "无差异")}
RESTS_ON = Text(
    "One set of constants; most tables come from Western students and villages; carrying them to a Chinese compound is an assumption: docs/evidence.md",
    "所有研究共用一组常数；多数表格来自西方的学生与村庄；将其用于中国小区是一项假设：docs/evidence.zh.md",
)
INSIDE = Text("{inside} of {rows} {kind}rows inside", "{kind}{rows} 行中有 {inside} 行吻合")
_NULL = Text(" (null model: {null})", "（零模型：{null}）")
SPARED = "†"
"""Stands after the verdict of a row that nothing fails."""
WHOLE = Text("all parts together", "各部分合计")
_APART = Text("{percent} lies elsewhere", "{percent} 分布不同")
FROZEN_ON = Text("Frozen {when}, before the first play; sha256 {sha256}", "{when} 冻结，早于首次运行；sha256 {sha256}")
_FIRST = Text(". First play, {said}", "。首次运行，{said}")
FROZEN_BUT_CHANGED = Text(
    "Frozen {when} (sha256 {sha256}), but changed since: its rows are adjusted", "{when} 冻结（sha256 {sha256}），此后有改动，故各行为看后调整"
)
_LABELS = {
    "daily": "每天", "weekly": "每周", "less often": "更少", "never": "从不", "mean": "均值", "coefficient of variation": "变异系数",
    "all": "全部", "most": "大部分", "some": "一部分", "none": "没有", "monthly": "每月", "median": "中位数",
}  # fmt: skip
"""Labels that questions share, in Chinese; others are shown as the file has them."""
_STEPS = {7.0: Text("week {n}", "第 {n} 周"), 1.0: Text("day {n}", "第 {n} 天")}
_STEP = Text("step {n}", "第 {n} 步")
_LENGTHS = {7.0: Text("{n} weeks", "{n} 周"), 1.0: Text("{n} days", "{n} 天")}
_PROVENANCE = Text(
    "Simulated: {studies}; sites: {sites}; seed {seed}; linli {version}", "模拟结果：{studies}；地点数 {sites}；随机种子 {seed}；linli {version}"
)
_STUDIES = Text("{n} studies", "{n} 项研究")
_LENGTH = Text("{n} steps of {days:g} days", "{n} 步（每步 {days:g} 天）")


def places(table: Table, rows: Sequence[Row]) -> int:
    """Return the decimals of a table: those of the published figures, at most three; of findings in words what the numbers need."""
    given = table.fields.published
    if not given:
        return decimals(value for row in rows for value in (row.simulated, row.low, row.high))
    return min(3, max(len(f"{value:.6f}".rstrip("0").partition(".")[2]) for value in given))


def published(row: Row, digits: int, language: str) -> str:
    """Return what was published: a number, or more, less, the same."""
    return EXPECTED[row.expect].say(language) if row.expect else number(row.published, digits)


def simulated(row: Row, digits: int) -> str:
    """Return the simulated mean with its interval; of a finding in words with its sign."""
    write = difference if row.expect else number
    if not math.isfinite(row.low):
        return write(row.simulated, digits)
    return f"{write(row.simulated, digits)} ({write(row.low, digits)} … {write(row.high, digits)})"


def error(row: Row, digits: int) -> str:
    """Return the sampling error of a published figure, with one decimal more than the figure at most."""
    if not math.isfinite(row.error):
        return NOTHING
    return number(row.error, digits if round(row.error, digits) > 0 else min(digits + 1, 4))


def verdict(row: Row | Whole, language: str, *, part: bool = False, spared: bool = False) -> str:
    """Return sign and word of a verdict, in brackets for a part of a distribution, which does not count by itself."""
    said = f"{SIGNS[row.verdict]} {VERDICTS[row.verdict].say(language)}"
    if part:
        return f"（{said}）" if language == "zh" else f"({said})"
    return f"{said} {SPARED}" if spared else said


def null_cell(row: Row | Whole, digits: int) -> str:
    """Return what the null model gets: the number and the sign of its verdict; of a whole the sign."""
    if isinstance(row, Whole):
        return SIGNS[row.verdict]
    return f"{(difference if row.expect else number)(row.simulated, digits)} {SIGNS[row.verdict]}"


def apart(whole: Whole, language: str) -> str:
    """Say how far two distributions are apart: the share of people who would have to answer otherwise."""
    return _APART.say(language, percent=spaced(number(whole.apart, 0, "share"), language))


def is_series(table: Table) -> bool:
    """Tell whether the rows of a table are the same question at several times."""
    return table.rows == len(table.weeks) > 1 and table.labels == tuple(str(week) for week in table.weeks)


def labels(study: PublishedStudy, table: Table, language: str) -> list[str]:
    """Return the labels of a table's rows; times are named as weeks or days."""
    if is_series(table):
        step = _STEPS.get(study.head.days_a_step, _STEP)
        return [step.say(language, n=week) for week in table.weeks]
    return [_LABELS.get(label, label) if language == "zh" else label for label in table.labels]


def title_of(table: Table, language: str) -> str:
    """Return the title of a table, with its unit if the title does not say it."""
    title, unit = table.title.say(language), table.question.unit
    if not unit or unit in title:
        return spaced(title, language)
    return f"{title}（{unit}）" if language == "zh" else f"{title} ({unit})"


def counts(table: Table) -> int:
    """Return how many rows of a table count: one of a distribution."""
    return 1 if table.distribution else table.rows


def kinds(study: PublishedStudy) -> dict[Kind, int]:
    """Return how many rows of a study that count are of which kind, frozen first."""
    found = dict.fromkeys(KINDS, 0)
    frozen = is_frozen(study)
    for table in study.tables:
        found[kind_of(table, frozen)] += counts(table)
    return {kind: rows for kind, rows in found.items() if rows}


def kind_words(study: PublishedStudy, language: str) -> str:
    """Say whether a study is frozen, adjusted or fitted, with numbers of rows if it is several."""
    found = kinds(study)
    words = [KINDS[kind].say(language) for kind in found]
    if len(found) == 1:
        return words[0]
    return ("，" if language == "zh" else ", ").join(f"{word} {rows}" for word, rows in zip(words, found.values(), strict=True))


def history_line(study: PublishedStudy, language: str) -> str:
    """Say when a study was frozen and give its hash; "" if it never was."""
    entry = entry_of(study)
    if not entry.frozen:
        return ""
    said = (FROZEN_ON if is_frozen(study) else FROZEN_BUT_CHANGED).say(language, when=entry.frozen, sha256=entry.sha256)
    return said + (_FIRST.say(language, said=entry.first_play) if entry.first_play else "")


def inside_line(found: Tally, language: str, kind: Kind | None = None, null: bool = True) -> str:
    """Say how many rows that count are inside, of one kind or all, and how many the null model gets (if it was played)."""
    word = "" if kind is None else KINDS[kind].say(language) + ("的 " if language == "zh" else " ")
    said = INSIDE.say(language, inside=found.inside, rows=found.rows, kind=word)
    return said + (_NULL.say(language, null=found.null) if null and found.rows else "")


def has_null(results: Sequence[StudyResult]) -> bool:
    """Tell whether the null model was played beside all of these."""
    return all(result.null is not None for result in results)


def length_of(study: PublishedStudy, language: str) -> str:
    """Say how long a study lasts."""
    head = study.head
    return _LENGTHS.get(head.days_a_step, _LENGTH).say(language, n=number(head.weeks, 0), days=head.days_a_step)


def provenance(results: Sequence[StudyResult], language: str) -> str:
    """Say in one line where the simulated numbers come from."""
    from ..model.ground.version import __version__

    sites = sorted({row.sites for r in results for rows in r.rows for row in rows if row.sites})
    many = f"{sites[0]}" if len(sites) == 1 else f"{sites[0]}–{sites[-1]}" if sites else "0"
    what = results[0].study.name if len(results) == 1 else _STUDIES.say(language, n=len(results))
    return _PROVENANCE.say(language, studies=what, sites=many, seed=results[0].seed, version=__version__)
