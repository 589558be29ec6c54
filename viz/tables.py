"""Tables in the terminal: what a run or a comparison found, on one screen, in English and Chinese."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding

from ..model.ground.text import Text
from .gained import gained_sentence
from .lines import Line
from .listing import Column, Listing
from .numbers import decimals, difference, number, spaced
from .rows import Row, everything, label, since_the_start, summary
from .telling import story_of_comparison, story_of_run
from .words import bracketed, change, more_yuan, places_of, scale_of, unit_of

if TYPE_CHECKING:
    from ..experiments.comparison import Comparison
    from ..experiments.results import RunResult
    from .story import Story


_HEAD = Text("{residents} residents, {gates} gates, {time}, {seeds}", "{residents} 位居民，{gates} 个楼门，{time}，{seeds}")
_YEARS, _WEEKS = Text("{n} years", "{n} 年"), Text("{n} weeks", "{n} 周")
_SEED, _SEEDS = Text("seed {n}", "随机种子 {n}"), Text("{n} seeds", "{n} 个随机种子")
_START, _END = Text("at the\nstart", "开始时"), Text("end,\n{arm}", "期末\n{arm}")
_ARMS = Text("; without: {without}, with: {with_}", "；无政策：{without}，有政策：{with_}")
_DIFFERENCE, _DIFFERENCE_ONE = Text("difference\n(95 %)", "差值\n（95%）"), Text("difference\n(one run)", "差值\n（单次运行）")
_DIFFERENCE_DRAWS = Text("difference (median,\n5–95 % of draws)", "差值（中位数，\n抽取的 5%–95%）")
_UNIT = Text("unit", "单位")
_AT_END = Text("at the\nend", "期末")
_ORIGINS = Text("where acquaintances began ({arm}): {list}", "熟人关系始于（{arm}）：{list}")
_AGAINST = Text("{arm} against {baseline}: {what}", "{arm}与{baseline}相比：{what}")
_COST = Text(
    "{yuan}, {staff} staff hours, {volunteers} volunteer hours a year{rest}", "每年 {yuan}、工作人员 {staff} 小时、志愿者 {volunteers} 小时{rest}"
)
_RATIO = Text("; {ratio} yuan an additional pair of acquaintances ({low} … {high})", "；每多一对熟人 {ratio} 元（{low} … {high}）")
_PRICED = Text(", {ratio} ({low} … {high}) with volunteer hours at {price} yuan", "，志愿工时按每小时 {price} 元计则为 {ratio} 元（{low} … {high}）")
_UNSURE = Text("; a gain in acquaintances is not distinguishable from none{power}", "；熟人的增加与零无法区分{power}")
_NO_BOUND = Text("; what an additional pair of acquaintances costs cannot be bounded with these seeds", "；这些种子无法给出每多一对熟人的成本范围")
_SAME = Text("; as many acquaintances, with every seed", "；每个种子的熟人数都相同")
_FEWER = Text("; people have fewer acquaintances with it", "；居民的熟人反而减少")
_POWER = Text(" (these seeds could have shown {gain} a resident)", "（这些种子能显示的最小增加为人均 {gain} 人）")
_ONE = Text(
    "one run: a difference, not an interval (linli compare {scenario} gives intervals)", "单次运行，只有差值，没有区间（用 linli compare {scenario} 可得区间）"
)
_DRAWN = Text(
    "{draws} draws of what is not known about people, {pairs} pairs of runs: {fitted} constants from the posterior of the published tables, "
    "{others} from the range in which each probably lies, {choices} choices between rules that the tables cannot tell apart; ranges are of the effect "
    "over draws, luck apart",
    "对未知的人的常数抽取 {draws} 次，共 {pairs} 对运行：{fitted} 个常数取自公布数据表的后验，{others} 个取自各自的可能范围，"
    "{choices} 处在数据表无法区分的两种规则中任选；"
    "所列范围是效果在各次抽取中的范围，已除去随机波动",
)
_WITH_LUCK = Text("one seed a draw: the ranges hold luck too (--seeds 2 sets it apart)", "每次抽取只有一个种子：范围中也含随机波动（--seeds 2 可将其除去）")
_POSITIVE = Text("{arm}: more acquaintances than {baseline} in {share} of draws", "{arm}：在 {share} 的抽取中熟人多于{baseline}")
_CARRIED = Text(
    "{arm}: what single constants carry of the variance between draws of the gain in acquaintances: {list}; "
    "among so many, the largest reaches {chance} by chance once in twenty times",
    "{arm}：熟人增加量在各次抽取间的方差，单个常数所占：{list}；常数如此之多，最大者有二十分之一的机会仅凭偶然达到 {chance}",
)
_RISES = Text("{key} {share} (more of it, more gain)", "{key} {share}（越大增加越多）")
_FALLS = Text("{key} {share} (more of it, less gain)", "{key} {share}（越大增加越少）")
_WITH = Text("{key} {share} (with it, more gain)", "{key} {share}（如此则增加更多）")
_WITHOUT = Text("{key} {share} (with it, less gain)", "{key} {share}（如此则增加更少）")
_ASSUMED = Text(
    "within this model; {assumed} of the {constants} constants it rests on are assumed",
    "以上仅为模型内的结果；所依据的 {constants} 个常数中有 {assumed} 个是假设的",
)
_CUT = Text("interrupted: {done} of {asked} seeds finished", "已中断：{asked} 个随机种子中完成了 {done} 个")
_CUT_RUN = Text("interrupted after {weeks} weeks", "运行 {weeks} 周后中断")
_NONE = Text("no seed finished, so there is nothing to compare", "没有完成任何随机种子，无可比较")
PALE = "dim"


def print_run(result: RunResult, *, language: str, console: Console, full: bool = False) -> None:
    """Print the summary of one run: at the start, at the end without and with the policy.

    Args:
        result: the run.
        language: "en" or "zh".
        console: where to.
        full: all measures besides.
    """
    print_story(story_of_run(result, with_map=False), language=language, console=console, full=full)


def print_comparison(comparison: Comparison, *, language: str, console: Console, full: bool = False) -> None:
    """Print the summary of a comparison: paired differences with their 95 % intervals, costs, origins.

    Args:
        comparison: the comparison.
        language: "en" or "zh".
        console: where to.
        full: all measures besides.
    """
    if not comparison.seeds:
        console.print(_NONE.say(language))
        return
    print_story(story_of_comparison(comparison), language=language, console=console, full=full)


def print_story(story: Story, *, language: str, console: Console, full: bool = False) -> None:
    """Print a story: its head, its table, all measures if they are asked for (`full`), and the sentences below."""
    title, facts = heading(story, language)
    apart = max(4, min(console.width, 100) - cell_len(title) - cell_len(facts) - 2)
    wide = cell_len(title) + cell_len(facts) + 6 <= console.width
    if wide:
        console.print(Line.assemble(" ", (title, "bold"), " " * apart, facts))
    else:
        for line in (Line(title, style="bold"), Line(facts)):
            console.print(Padding(line, (0, 0, 0, 1)))
    console.print(table(story, language))
    for one in full_tables(story, language) if full else ():
        console.print(one)
    for sentence in sentences(story, language):
        console.print(Padding(Line(spaced(sentence, language)), (0, 0, 0, 1)))


def heading(story: Story, language: str) -> tuple[str, str]:
    """Return the title and what was run."""
    years = story.weeks / 52
    time = _YEARS.say(language, n=f"{years:g}") if story.weeks >= 104 and years == int(years) else _WEEKS.say(language, n=number(story.weeks, 0))
    seeds = _SEED.say(language, n=story.seeds[0]) if story.single else _SEEDS.say(language, n=len(story.seeds))
    facts = _HEAD.say(language, residents=number(story.residents, 0), gates=number(story.gates, 0), time=time, seeds=seeds)
    if len(story.arms) == 1:
        facts += _ARMS.say(language, without=story.title_of(story.baseline, language), with_=story.title_of(story.arms[0], language))
    return story.title.say(language), facts


def table(story: Story, language: str) -> Listing:
    """Return the table: one column an arm, or one row an arm if there are several with a policy."""
    sections = summary(story)
    if len(story.arms) < 2:
        made = _columns(story, language)
        for number_, section in enumerate(sections):
            if number_:
                made.gap()
            for row in section:
                made.add(*_cells(story, row, language), under=row.under)
        return made
    return _blocks(story, (row for section in sections for row in section if row.brief), language)


def full_tables(story: Story, language: str) -> Iterator[Padding | Listing]:
    """Yield, for each who measures, a heading and a table of all measures with their units."""
    for group in everything(story):
        yield Padding(Line(group.title.say(language), style="bold"), (1, 0, 0, 1), expand=False)
        if len(story.arms) < 2:
            made = _columns(story, language, units=True)
            for row in group.rows:
                made.add(*_cells(story, row, language, units=True))
        else:
            made = _blocks(story, group.rows, language, units=True)
        yield made


def columns_of(story: Story, rows: Iterable[Row], language: str) -> Listing:
    """Return some rows of the table of one policy."""
    made = _columns(story, language)
    for row in rows:
        made.add(*_cells(story, row, language), under=row.under)
    return made


def _columns(story: Story, language: str, *, units: bool = False) -> Listing:
    """Make the head of a table with a column an arm."""
    columns = [Column(side="left", words=True)]
    if units:
        columns.append(Column(_UNIT.say(language), "left", words=True, style=PALE))
    columns.append(Column(_START.say(language)))
    columns += [Column(_END.say(language, arm=story.short(arm, language)), style="bold" if arm in story.arms else "") for arm in story.everybody]
    if story.arms:
        columns.append(Column(_difference_head(story).say(language), "left"))
    return Listing(columns)


def _difference_head(story: Story) -> Text:
    return _DIFFERENCE_ONE if story.single else _DIFFERENCE_DRAWS if story.draws else _DIFFERENCE


def _blocks(story: Story, rows: Iterable[Row], language: str, *, units: bool = False) -> Listing:
    """Several policies: a block a measure, a row an arm."""
    heads = (_START.say(language), _AT_END.say(language))
    made = Listing([Column(side="left", words=True), *map(Column, heads), Column(_difference_head(story).say(language), "left")])
    for k, row in enumerate(rows):
        if k:
            made.gap()
        ends, start = _values(story, row, language)
        unit = unit_of(story.info(row.measure), language, rate=True) if units else ""
        made.add(_label(story, row, language) + bracketed(unit, language), spaced(start, language), "", "")
        for arm, end in zip(story.everybody, ends, strict=True):
            change = "" if arm == story.baseline else _change(story, arm, row, language)
            made.add(story.title_of(arm, language), "", spaced(end, language), change, under=True)
    return made


def _cells(story: Story, row: Row, language: str, *, units: bool = False) -> list[str | Line]:
    ends, start = _values(story, row, language)
    unit = [unit_of(story.info(row.measure), language, rate=True)] if units else []
    cells: list[str | Line] = [_label(story, row, language), *(spaced(cell, language) for cell in (*unit, start, *ends))]
    if story.arms:
        cells.append(_change(story, story.arms[0], row, language))
    return cells


def _label(story: Story, row: Row, language: str) -> str:
    """Return the label of a row; 元 in it falls away where the numbers say 万元."""
    said = spaced(label(story, row, language), language)
    return said.removesuffix("（元）") if scale_of(story, row.measure, language) == "wan" else said


def _values(story: Story, row: Row, language: str) -> tuple[list[str], str]:
    """Return the values at the end of all arms, and the value at the start."""
    info, scale, factor = story.info(row.measure), scale_of(story, row.measure, language), story.factor(row.measure)
    ends = [story.end(arm, row.measure) * factor for arm in story.everybody]
    begin = float("nan") if info.a_year or since_the_start(story, row.measure) else story.start(row.measure)
    places = places_of(info, [begin, *ends], scale)
    return [number(v, places, scale) for v in ends], "" if math.isnan(begin) else number(begin, places, scale)


def _change(story: Story, arm: str, row: Row, language: str) -> Line:
    """Return a difference with its interval and unit, pale where it is not distinguishable from none."""
    effect = story.effect(arm, row.measure)
    sure = effect is not None and (effect.certain or math.isnan(effect.low))
    return Line(spaced(change(story, arm, row.measure, language), language), style="" if sure else PALE)


def sentences(story: Story, language: str) -> list[str]:
    """Return the lines below the table: cost of a gain, origins, what is not certain."""
    said = [cost_sentence(story, arm, language) for arm in story.arms if arm in story.costs]
    said += [line for arm in story.arms if (line := gained_sentence(story, arm, language))]
    said += [line for arm in (story.arms[:1] or (story.baseline,)) if (line := origins_sentence(story, arm, language))]
    if story.single and story.arms:
        said.append(_ONE.say(language, scenario=story.scenario))
    if not story.finished:
        said.append(_CUT_RUN.say(language, weeks=story.weeks) if story.asked <= 1 else _CUT.say(language, done=len(story.seeds), asked=story.asked))
    if story.drawn is not None:
        said += draws_sentences(story, language)
    if story.constants:
        said.append(assumed_sentence(story, language))
    return said


def assumed_sentence(story: Story, language: str) -> str:
    """Return on how many constants all of it rests, and how many of them are assumed."""
    return _ASSUMED.say(language, assumed=story.assumed, constants=story.constants)


def draws_sentences(story: Story, language: str) -> list[str]:
    """Return what the draws say: how often there is a gain, which constants it hangs on, and what was drawn."""
    said = []
    for arm in story.arms:
        effect, found = story.effect(arm, "acquaintances"), story.sensitivities.get(arm)
        names = {"arm": story.title_of(arm, language), "baseline": story.title_of(story.baseline, language)}
        if effect is not None and effect.draws and not math.isnan(effect.positive):
            said.append(_POSITIVE.say(language, share=number(effect.positive, 0, "share"), **names))
        if found is not None:
            said_of = {False: (_FALLS, _RISES), True: (_WITHOUT, _WITH)}
            items = [
                said_of["=" in one.key][one.rises].say(language, key=one.key, share=number(max(one.share, 0.0), 0, "share")) for one in found.first
            ]
            joined = ("、" if language == "zh" else ", ").join(items)
            said.append(_CARRIED.say(language, list=joined, chance=number(found.chance, 0, "share"), **names))
    if story.drawn is not None:
        said.append(_DRAWN.say(language, fitted=story.drawn[0], others=story.drawn[1], choices=story.drawn[2], draws=story.draws, pairs=len(story.seeds)))
        if story.draws == len(story.seeds):
            said.append(_WITH_LUCK.say(language))
    return said


def origins_sentence(story: Story, arm: str, language: str, most: int = 6) -> str:
    """Return where acquaintances began, the most frequent kinds first; empty if nobody counted it."""
    shares = {kind: story.end(arm, f"origin.{kind}") for kind in story.kinds}
    ordered = sorted((kind for kind, share in shares.items() if share > 0.0), key=lambda kind: -shares[kind])[:most]
    items = [f"{story.kinds[kind].say(language)} {number(shares[kind], 0, 'share')}" for kind in ordered]
    return _ORIGINS.say(language, arm=story.short(arm, language), list=("、" if language == "zh" else "; ").join(items)) if items else ""


def cost_sentence(story: Story, arm: str, language: str) -> str:
    """Return what an arm costs more a year, and what one more acquaintance costs if there is certainly a gain; the arms are named."""
    names = {"arm": story.title_of(arm, language), "baseline": story.title_of(story.baseline, language)}
    return _AGAINST.say(language, what=cost_said(story, arm, language), **names)


def cost_said(story: Story, arm: str, language: str) -> str:
    """Return the same without the names of the arms."""
    found, effect = story.costs[arm], story.effect(arm, "acquaintances")
    yearly = 52.0 / max(story.weeks, 1)
    if found.certain:
        rest = _RATIO.say(language, **_three(found.ratio, found.low, found.high))
        if found.price > 0.0 and not math.isnan(found.priced[0]):
            rest += _PRICED.say(language, price=f"{found.price:g}", **_three(*found.priced))
    elif effect is not None and effect.low == effect.high == 0.0:
        rest = _SAME.say(language)
    elif effect is not None and effect.high < 0:
        rest = _FEWER.say(language)
    elif effect is not None and effect.low > 0.0:
        rest = _NO_BOUND.say(language)
    else:
        power = "" if math.isnan(found.detectable) else _POWER.say(language, gain=number(found.detectable))
        rest = _UNSURE.say(language, power=power)
    hours = {"staff": difference(found.staff_hours * yearly, 0), "volunteers": difference(found.volunteer_hours * yearly, 0)}
    return _COST.say(language, yuan=more_yuan(found.yuan * yearly, language), rest=rest, **hours)


def _three(ratio: float, low: float, high: float) -> dict[str, str]:
    """Write a ratio and its bounds with the same decimals."""
    places = decimals([ratio, low, high])
    return {"ratio": number(ratio, places), "low": number(low, places), "high": number(high, places)}


__all__ = ["print_comparison", "print_run", "print_story", "table"]
