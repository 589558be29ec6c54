"""How reproduced studies are told, in tables, figures and on the page of evidence: numbers, words and signs, in English and Chinese."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..experiments.reproduction.reproduce import Score
from ..experiments.reproduction.verdict import VERDICTS, Row
from ..model.ground.text import Text
from ..scenarios.published import ROLES, PublishedStudy, Role, Table
from .numbers import NOTHING, decimals, difference, number, spaced

if TYPE_CHECKING:
    from ..experiments.reproduction.reproduce import StudyResult

SIGNS = {"inside": "●", "near": "◐", "off": "○"}
"""A sign a verdict, so that a copy without colour can be read; the word stands beside it."""
COLOURS = {"inside": "#009E73", "near": "#E69F00", "off": "#D55E00"}
"""Colours in figures (Okabe and Ito 2008: told apart by colour-blind people)."""
STYLES = {"inside": "green", "near": "yellow", "off": "red"}
"""Colours in a terminal."""
EXPECTED = {"more": Text("more", "更多"), "less": Text("less", "更少"), "same": Text("the same", "无差异")}
RESTS_ON = Text(
    "One set of constants; most tables come from Western students and villages; carrying them to a Chinese compound is an assumption: docs/evidence.md",
    "所有研究共用一组常数；多数表格来自西方的学生与村庄；将其用于中国小区是一项假设：docs/evidence.zh.md",
)
GOOD = Text("{good} of {rows} rows inside or near", "{rows} 行中有 {good} 行吻合或接近")
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


def verdict(row: Row, language: str) -> str:
    """Return sign and word of a verdict."""
    return f"{SIGNS[row.verdict]} {VERDICTS[row.verdict].say(language)}"


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


def roles(study: PublishedStudy) -> dict[Role, int]:
    """Return how many rows of a study were fitted and how many were predicted."""
    found: dict[Role, int] = {}
    for table in study.tables:
        found[table.role] = found.get(table.role, 0) + table.rows
    return dict(sorted(found.items()))


def role_words(study: PublishedStudy, language: str) -> str:
    """Say whether a study was fitted or predicted, with numbers of rows if it was both."""
    found = roles(study)
    words = [ROLES[role].say(language) for role in found]
    if len(found) == 1:
        return words[0]
    return ("，" if language == "zh" else ", ").join(f"{word} {rows}" for word, rows in zip(words, found.values(), strict=True))


def good_line(score: Score, language: str) -> str:
    """Say how many rows are inside or near."""
    return GOOD.say(language, good=score.inside + score.near, rows=score.rows)


def length_of(study: PublishedStudy, language: str) -> str:
    """Say how long a study lasts."""
    head = study.head
    return _LENGTHS.get(head.days_a_step, _LENGTH).say(language, n=number(head.weeks, 0), days=head.days_a_step)


def total(results: Sequence[StudyResult], role: Role | None = None) -> Score:
    """Add up the rows of several studies, those of one role or all."""
    return Score(*(sum(parts) for parts in zip(*(r.score(role) for r in results), strict=True))) if results else Score(0, 0, 0)


def provenance(results: Sequence[StudyResult], language: str) -> str:
    """Say in one line where the simulated numbers come from."""
    from ..model.ground.version import __version__

    sites = sorted({row.sites for r in results for rows in r.rows for row in rows if row.sites})
    many = f"{sites[0]}" if len(sites) == 1 else f"{sites[0]}–{sites[-1]}" if sites else "0"
    what = results[0].study.name if len(results) == 1 else _STUDIES.say(language, n=len(results))
    return _PROVENANCE.say(language, studies=what, sites=many, seed=results[0].seed, version=__version__)
