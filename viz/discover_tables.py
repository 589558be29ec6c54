"""In which kinds of compound a policy fails, in the terminal and in a notebook: the sentence, how sure it is, limit by limit."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.console import Console

from ..experiments.analysis.searching import HALVES
from ..experiments.sweep.fields import KINDS
from ..model.ground.text import Text
from .discover_words import Words, cases_line, sentences
from .lines import Line
from .listing import Column, Listing
from .numbers import NOTHING, number
from .sweep_tables import with_draws
from .tables import PALE
from .words import upper_first

if TYPE_CHECKING:
    from ..experiments.analysis.boxes import Limit
    from ..experiments.analysis.discover import Box, DiscoverResult

_FAILS = Text("Fails: {what}. {share} of all cases.", "失败指：{what}。占全部情形的 {share}。")
_HOW = Text("PRIM over {points} points ({design}), {replications} replications", "PRIM，设计点 {points} 个（{design}），重复 {replications} 次")
_BOX, _ONLY = Text("box {k}", "盒子 {k}"), Text("box", "盒子")
_DENSITY = Text("of the cases in it fail (density)", "盒内失败的比例（密度）")
_HELD = Text("the same, found in one half of the points and seen in the other (5–95 %)", "同上，由半数设计点寻得、在另一半中所见（5%–95%）")
_ELSEWHERE = Text("of the cases in no box fail", "盒外失败的比例")
_COVERAGE = Text("of all failures lie in it (coverage)", "全部失败中落在盒内的比例（覆盖率）")
_MASS = Text("of the points lie in it (mass)", "设计点中落在盒内的比例（质量）")
_CHANCE = Text("chance that shuffled points hold a box that stands out as much", "打乱后的设计点出现同样突出的盒子的概率")
_LUCK = Text("of what differs in it is luck of the seeds", "盒内差异中随机种子所占比例")
_SEEDS = Text("of the cases in it fail, seed by seed, lowest and highest", "逐个种子看盒内失败的比例，最低与最高")
_POINTS = Text("points in it that fail with all seeds, with some, with none", "盒内在全部、部分、没有种子中失败的设计点")
_PARAMETER, _LIMIT, _RANGE = Text("parameter", "参数"), Text("limit", "界限"), Text("range of the plan", "计划范围")
_QUASI, _AGAIN = Text("quasi-p", "准 p 值"), Text("found again\nin halves", "在半数中\n再次出现")
_AT_LEAST, _AT_MOST = Text("at least {value}", "不低于 {value}"), Text("at most {value}", "不高于 {value}")
_TO = Text("{low} to {high}", "{low} 至 {high}")
NO_LUCK = Text(
    "One replication: how much of the failing is luck of the seeds is not known. Take replications = 2 or more.",
    "仅一次重复：无法得知失败中随机波动有多大。请取 replications = 2 或更多。",
)
LUCK = Text(
    "Over the whole plan, {share} of what differs in failing is luck of the seeds: no parameter can tell it.",
    "就整个计划而言，失败的差异中有 {share} 是随机种子所致，任何参数都无法说明。",
)
READ = Text(
    "quasi-p: how likely the box would hold as many failures if that limit did nothing. Found again: share of {n} random halves of the points in which the "
    "same parameter was limited on the same side.",
    "准 p 值：若该界限不起作用，盒内仍有这么多失败的概率。再次出现：在 {n} 次随机取半数设计点中，同一参数在同一侧再次受限的比例。",
)


def heading(found: DiscoverResult, language: str) -> list[str]:
    """Return what was asked, and how it was found out."""
    words = Words(found, language)
    design = KINDS[found.sweep.design].say(language)
    how = _HOW.say(language, points=f"{found.failed.shape[1]:,}", design=design, replications=f"{found.failed.shape[0]:,}")
    return [_FAILS.say(language, what=words.what(), share=words.percent(found.share)), with_draws(how, found.sweep.uncertainty, language)]


def reading(found: DiscoverResult, language: str) -> list[str]:
    """Return the sentences, how the tables are read, and what luck does."""
    luck = found.luck.share
    told = [*sentences(found, language), cases_line(found, language)]
    if found.boxes:
        told.append(READ.say(language, n=HALVES))
    if found.failed.shape[0] == 1:
        told.append(NO_LUCK.say(language))
    elif math.isfinite(luck):
        told.append(LUCK.say(language, share=Words(found, language).percent(luck)))
    return told


def boxes(found: DiscoverResult, language: str) -> Listing:
    """Return how sure each box is."""
    names = [(_BOX if len(found.boxes) > 1 else _ONLY).say(language, k=k + 1) for k in range(len(found.boxes))]
    made = Listing([Column("", "left", words=True), *(Column(name) for name in names)])
    words = Words(found, language)

    def add(text: Text, value: Callable[[Box], str]) -> None:
        made.add(text.say(language), *(value(box) for box in found.boxes))

    add(_DENSITY, lambda box: words.percent(box.density))
    add(_HELD, lambda box: _spread(words, box))
    add(_ELSEWHERE, lambda box: words.percent(box.elsewhere))
    add(_COVERAGE, lambda box: words.percent(box.coverage))
    add(_MASS, lambda box: words.percent(box.mass))
    add(_CHANCE, lambda box: words.percent(box.search.p))
    if found.failed.shape[0] > 1:
        add(_LUCK, lambda box: words.percent(box.luck.share) if math.isfinite(box.luck.share) else NOTHING)
        add(_SEEDS, lambda box: f"{words.percent(box.luck.low)} … {words.percent(box.luck.high)}")
        add(_POINTS, lambda box: f"{box.luck.always} / {box.luck.sometimes} / {box.luck.never}")
    return made


def limits(found: DiscoverResult, language: str) -> Listing:
    """Return a row a limit, box after box."""
    heads = (_LIMIT, _RANGE, _QUASI, _AGAIN)
    made = Listing([Column(_PARAMETER.say(language), "left", words=True), *(Column(head.say(language), words=k < 2) for k, head in enumerate(heads))])
    words = Words(found, language)
    for k, box in enumerate(found.boxes):
        if len(found.boxes) > 1:
            if k:
                made.gap()
            made.head(Line(_BOX.say(language, k=k + 1), style=PALE))
        for one in box.limits:
            again = words.percent(box.often(one))
            made.add(upper_first(words.name(one.axis)), limit_words(words, one), range_words(words, one.axis), small(one.quasi_p), again)
            if words.name(one.axis) != found.sweep.parameters[one.axis]:
                made.add(Line(found.sweep.parameters[one.axis], style=PALE), "", "", "", "", under=True)
    return made


def limit_words(words: Words, one: Limit) -> str:
    """Return a limit in words."""
    if one.side == "among":
        return ("、" if words.language == "zh" else ", ").join(words.value(one.axis, word) for word in words.found.words(one))
    return (_AT_LEAST if one.side == "least" else _AT_MOST).say(words.language, value=words.value(one.axis, one.bound))


def range_words(words: Words, axis: int) -> str:
    """Return the range of a parameter in the plan, or its values if they have no order."""
    column = words.found.searches[0].ground.axes[axis]
    if column.words:
        return ("、" if words.language == "zh" else ", ").join(words.value(axis, word) for word in column.words)
    low, high = ends(words.found, axis)
    return _TO.say(words.language, low=words.value(axis, low), high=words.value(axis, high))


def ends(found: DiscoverResult, axis: int) -> tuple[float, float]:
    """Return the lowest and highest value of a parameter of numbers: those of its range, or of its list."""
    parameter = found.sweep.plan.parameters[axis]
    values = [float(value) for value in parameter.values or (parameter.low, parameter.high)]
    return min(values), max(values)


def print_discovery(found: DiscoverResult, *, language: str, console: Console) -> None:
    """Print in which kinds of compound a policy fails."""
    console.print(Line(found.sweep.title.say(language), style="bold"))
    for line in heading(found, language):
        console.print(Line(line, style=PALE))
    console.print()
    if found.boxes:
        console.print(limits(found, language))
        console.print()
        console.print(boxes(found, language))
        console.print()
    for line in reading(found, language):
        console.print(Line(line))


def small(p: float) -> str:
    """Write a probability that may be very small."""
    return "< 0.001" if p < 0.001 else number(p, 3)


def _spread(words: Words, box: Box) -> str:
    halves = box.search.halves
    if halves is None:
        return NOTHING
    one = halves.density
    return f"{words.percent(one.value)} ({words.percent(one.low)} … {words.percent(one.high)})"
