"""The best use of a budget, in the terminal and in a notebook: what was searched, the finalists with what fresh seeds tell, and what is not known."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console

from ..model.ground.text import Text
from .lines import Line
from .listing import Column, Listing
from .numbers import FACTORS, NOTHING, Scale, decimals, difference, difference_places, interval, number, spaced
from .sweep_tables import with_draws
from .tables import PALE
from .words import title_of, unit_of_difference

if TYPE_CHECKING:
    from ..experiments.intervals import Paired
    from ..experiments.optimise.plan import Asked, Limit
    from ..experiments.optimise.result import SearchResult

HOW = Text(
    "NSGA-II: {trials} trials, {points} different points; {seeds} seeds each, {weeks} weeks",
    "NSGA-II：试验 {trials} 次，不同设计点 {points} 个；每个 {seeds} 个种子，{weeks} 周",
)
MORE = Text("{arm} more than {baseline}", "{arm}比{baseline}多")
_WANTED, _LIMITS = Text("wanted: {list}", "目标：{list}"), Text("limits: {list}", "限制：{list}")
_UP, _DOWN = Text("more {what}", "{what}越多越好"), Text("less {what}", "{what}越少越好")
_AT_MOST, _AT_LEAST = Text("{what} at most {bound}", "{what}不超过 {bound}"), Text("{what} at least {bound}", "{what}不少于 {bound}")
_MORE_AT_MOST = Text("{what} at most {bound} more than {baseline}", "{what}最多比{baseline}多 {bound}")
_MORE_AT_LEAST = Text("{what} at least {bound} more than {baseline}", "{what}至少比{baseline}多 {bound}")
_OWN = Text("{what} ({arm} itself)", "{what}（{arm}自身）")
_STATES = Text(
    "on the seeds of the search {within} points keep within the limits, {beyond} do not, {failed} failed",
    "按搜索所用种子：符合限制 {within} 个，不符合 {beyond} 个，失败 {failed} 个",
)
_UNFINISHED = Text("not finished yet: the same linli optimise goes on", "尚未完成：重复同一 linli optimise 命令即可继续")
_FRESH = Text("finalists on {n} fresh seeds; 95 % intervals", "入围设计点，用 {n} 个新种子；95% 区间")
_POINT, _KNOWN = Text("point", "设计点"), Text("what is known", "已知情况")
BEST, ALIKE = Text("best", "最优"), Text("not told from the best", "与最优无法区分")
_CHEAPER = Text("{n} as good for less", "{n} 同样好而花费更少")
_BEATEN = Text("beaten by {n}", "不如 {n}")
_LESS = Text("has less than the best", "低于最优")
_BEYOND, _UNSURE = Text("beyond a limit", "超出限制"), Text("perhaps beyond a limit", "可能超出限制")
_TOLD = Text(
    "Best: point {point}: {values}. It was chosen by the seeds of the search; these numbers are of {n} fresh ones.",
    "最优：设计点 {point}：{values}。它按搜索所用种子选出；这些数字来自 {n} 个新种子。",
)
_OVER_DRAWS = Text(
    "Each fresh seed lives with a draw of its own of what is not known about people: over these {n} the 5 to 95 % range of {what} is {low} to {high}, with "
    "their luck, and in {share} of them it is above zero.",
    "每个新种子各用一次对未知的人的抽取：在这 {n} 次中，{what}的 5% 至 95% 范围为 {low} 至 {high}（含运气），大于零的占 {share}。",
)
_ALIKE_ONE = Text("In {what} it cannot be told from {list}.", "就{what}而言，无法与 {list} 区分。")
_ALIKE_CHEAPER = Text("In {what} it cannot be told from {list}; of all these {cheapest} is best in {second}.",
                      "就{what}而言，无法与 {list} 区分；其中 {cheapest} 在{second}上最好。")  # fmt: skip
_ALONE = Text("All other finalists within the limits are known to have less of it.", "其他符合限制的入围设计点都已知较低。")
_CURSE = Text(
    "On the seeds that they were chosen by, the finalists looked better by {gap} on average than on fresh ones, luck of both sets of seeds included.",
    "在用于选择的种子上，入围设计点平均比在新种子上显得好 {gap}（含两组种子本身的随机波动）。",
)
_CURSE_WORSE = Text(
    "On fresh seeds the finalists are better by {gap} on average than on those that they were chosen by: they were not flattered.",
    "在新种子上，入围设计点平均比在用于选择的种子上还好 {gap}：没有被高估。",
)
NOBODY = Text("No point that was tried keeps within the limits.", "没有设计点符合限制。")
_NEAREST = Text("The nearest, point {point}: {values}.", "最接近的是设计点 {point}：{values}。")
_ALL_FAILED = Text("Every point failed; linli show FOLDER/generation-001 tells why.", "全部设计点失败；linli show 文件夹/generation-001 可查看原因。")
_EDGE = Text(
    "{key} of point {point} lies at the end of its range: a wider range may hold a better one.",
    "设计点 {point} 的 {key} 处于范围边缘：放宽范围或有更好的结果。",
)


def name_of(asked: Asked, found: SearchResult, language: str) -> str:
    """Return what a number is called; sums since the start are by the year."""
    title = title_of(asked.info, language)
    return _OWN.say(language, what=title, arm=found.plan.arm) if asked.own and found.plan.baseline else title


def value_line(value: Paired, asked: Asked, language: str) -> str:
    """Return a mean with its interval: as a difference, with its sign, unless it is the arm's own."""
    scale = scale_of(asked)
    if not math.isfinite(value.mean):
        return NOTHING
    if asked.own:
        places = decimals([value.mean], scale)
        span = "" if math.isnan(value.low) else f" ({number(value.low, places, scale)} … {number(value.high, places, scale)})"
        return spaced(number(value.mean, places, scale) + span, language)
    unit = unit_of_difference(scale, language)
    places = decimals([value.mean], scale) if math.isnan(value.low) else difference_places(value.mean, value.low, value.high, scale)
    if math.isnan(value.low) or difference(value.low, places, scale) == difference(value.high, places, scale):
        return spaced(difference(value.mean, places, scale) + unit, language)
    return spaced(f"{difference(value.mean, places, scale)} {interval(value.low, value.high, places, scale)}{unit}", language)


def scale_of(asked: Asked) -> Scale:
    """Return how a number is written."""
    return "share" if asked.info.kind == "share" else "plain"


def bound_line(limit: Limit, found: SearchResult, language: str) -> str:
    """Return a limit in words."""
    asked, scale = limit.asked, scale_of(limit.asked)
    if asked.own:
        bound = number(limit.bound, None, scale)
        text = _AT_MOST if limit.sign > 0 else _AT_LEAST
    else:
        bound = number(limit.bound * FACTORS[scale]) + unit_of_difference(scale, language)
        text = _MORE_AT_MOST if limit.sign > 0 else _MORE_AT_LEAST
    return text.say(language, what=name_of(asked, found, language), bound=spaced(bound, language), baseline=found.plan.baseline)


def heading(found: SearchResult, language: str) -> list[str]:
    """Return what was searched, and how."""
    plan, comma = found.plan, "；" if language == "zh" else "; "
    wanted = ((_UP if one.sign > 0 else _DOWN).say(language, what=name_of(one.asked, found, language)) for one in plan.objectives)
    lines = [how_line(found, language)]
    arms = f"{MORE.say(language, arm=plan.arm, baseline=plan.baseline)}{'：' if language == 'zh' else ': '}" if plan.baseline else ""
    lines.append(arms + _WANTED.say(language, list=comma.join(wanted)))
    if plan.limits:
        lines.append(_LIMITS.say(language, list=comma.join(bound_line(one, found, language) for one in plan.limits)))
    counts = {name: found.state.count(name) for name in ("within", "beyond", "failed")}
    if plan.limits or counts["failed"]:
        lines.append(_STATES.say(language, **counts))
    if not found.finished:
        lines.append(_UNFINISHED.say(language))
    return lines


def how_line(found: SearchResult, language: str) -> str:
    """Return how it was searched."""
    plan = found.plan
    said = HOW.say(language, trials=f"{plan.trials:,}", points=f"{len(found.tried):,}", seeds=plan.base.replications, weeks=plan.base.weeks)
    return with_draws(said, plan.base.uncertainty, language)


def finalists(found: SearchResult, language: str) -> Listing:
    """Return a table with a row a finalist, those that looked best first."""
    columns = [Column(_POINT.say(language)), *(Column(key.replace(".", ".\n")) for key in (one.key for one in found.plan.base.parameters))]
    columns += [Column("\n".join(_broken(name_of(asked, found, language), language))) for asked in found.plan.needed]
    made = Listing([*columns, Column(_KNOWN.say(language), "left", words=True)])
    made.head(Line(_FRESH.say(language, n=found.plan.search.again), style=PALE))
    for point in found.finalists:
        levers = [lever(value) for value in found.tried[point]]
        values = [value_line(found.value(point, asked), asked, language) for asked in found.plan.needed]
        made.add(str(point), *levers, *values, known_line(found, point, language))
    return made


def finalists_apart(found: SearchResult, language: str) -> list[Listing]:
    """Return the same as two narrow tables: what the finalists do and what is known of them, and their numbers."""
    names = [one.key.rpartition(".")[2] for one in found.plan.base.parameters]
    names = names if len(set(names)) == len(names) else [one.key.replace(".", ".\n") for one in found.plan.base.parameters]
    does = Listing([Column(_POINT.say(language)), *map(Column, names), Column(_KNOWN.say(language), "left", words=True)])
    numbers = Listing([
        Column(_POINT.say(language)), *(Column("\n".join(_broken(name_of(asked, found, language), language))) for asked in found.plan.needed),
    ])  # fmt: skip
    numbers.head(Line(_FRESH.say(language, n=found.plan.search.again), style=PALE))
    for point in found.finalists:
        does.add(str(point), *map(lever, found.tried[point]), known_line(found, point, language))
        told = (value_line(found.value(point, asked), asked, language) for asked in found.plan.needed)
        numbers.add(str(point), *(one.replace(" (", "\n(").replace("（", "\n（") for one in told))
    return [does, numbers]


def lever(value: object) -> str:
    """Write the value of a lever."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def known_line(found: SearchResult, point: int, language: str) -> str:
    """Return what is known of a finalist against the others."""
    one, best = found.of(point), found.best
    if one.within == "no":
        return _BEYOND.say(language)
    told = []
    if point == best:
        told.append(BEST.say(language))
    elif best is not None:
        told.append((ALIKE if point in found.alike(best) else _LESS).say(language))
    if one.within == "unsure":
        told.append(_UNSURE.say(language))
    if one.beaten_by >= 0:
        told.append(_BEATEN.say(language, n=found.finalists[one.beaten_by]))
    elif one.cheaper >= 0:
        told.append(_CHEAPER.say(language, n=found.finalists[one.cheaper]))
    return ("；" if language == "zh" else "; ").join(told)


def reading(found: SearchResult, language: str) -> list[str]:
    """Return in sentences what is best, how far that is known, and what the choice itself does to the numbers."""
    if not found.finalists:
        return [_ALL_FAILED.say(language)] if found.tried and found.state.count("failed") == len(found.tried) else []
    best = found.best
    if best is None:
        nearest = found.finalists[0]
        return [NOBODY.say(language), _NEAREST.say(language, point=nearest, values=values_line(found, nearest, language))]
    lines = [_TOLD.say(language, point=best, values=values_line(found, best, language), n=found.of(best).seeds)]
    if found.plan.base.uncertainty and found.of(best).seeds > 1:
        lines.append(_over_draws(found, best, language))
    lines.append(_alike(found, best, language))
    lines += [_EDGE.say(language, key=key, point=best) for key in at_the_edge(found, best)]
    gap, first = found.flattery, found.plan.objectives[0].asked
    if math.isfinite(gap) and gap != 0.0:
        lines.append((_CURSE if gap > 0.0 else _CURSE_WORSE).say(language, gap=spaced(number(abs(gap), None, scale_of(first)), language)))
    return lines


def _over_draws(found: SearchResult, best: int, language: str) -> str:
    """Return what the first objective is over the draws of the fresh seeds."""
    asked = found.plan.objectives[0].asked
    known, scale = found.over_draws(best, asked), scale_of(asked)
    places = decimals((known.low, known.high), scale)
    ends = [spaced((number if asked.own else difference)(end, places, scale), language) for end in (known.low, known.high)]
    share = spaced(number(known.positive, 0, "share"), language)
    return _OVER_DRAWS.say(language, n=found.of(best).seeds, what=name_of(asked, found, language), low=ends[0], high=ends[1], share=share)


def at_the_edge(found: SearchResult, point: int) -> list[str]:
    """Return the levers of a point that stand at an end of a range of theirs."""
    return [
        one.key for one, value in zip(found.plan.base.parameters, found.tried[point], strict=True)
        if not one.values and isinstance(value, int | float) and value in (one.low, one.high)
    ]  # fmt: skip


def values_line(found: SearchResult, point: int, language: str) -> str:
    """Return the numbers of a finalist in words."""
    comma = "，" if language == "zh" else ", "
    return comma.join(f"{name_of(asked, found, language)} {value_line(found.value(point, asked), asked, language)}" for asked in found.plan.needed)


def _alike(found: SearchResult, best: int, language: str) -> str:
    alike, cheapest = found.alike(best), found.cheapest
    if not alike:
        return _ALONE.say(language)
    comma = "、" if language == "zh" else ", "
    what = name_of(found.plan.objectives[0].asked, found, language)
    if len(found.plan.objectives) < 2:
        return _ALIKE_ONE.say(language, what=what, list=comma.join(map(str, alike)))
    second = name_of(found.plan.objectives[1].asked, found, language)
    return _ALIKE_CHEAPER.say(language, what=what, list=comma.join(map(str, alike)), cheapest=cheapest, second=second)


def _broken(text: str, language: str) -> Iterable[str]:
    from .lines import fold

    return fold(text, 18)


def print_search(found: SearchResult, *, language: str, console: Console) -> None:
    """Print what a search found.

    Args:
        found: the search.
        language: "en" or "zh".
        console: where.
    """
    console.print(Line(found.title.say(language), style="bold"))
    for line in heading(found, language):
        console.print(Line(line, style=PALE))
    if found.finalists:
        whole = finalists(found, language)
        console.print()
        for table in [whole] if whole.fits(console.width, console.encoding) else finalists_apart(found, language):
            console.print(table)
            console.print()
    for line in reading(found, language):
        console.print(Line(line))
