"""The page of the four pillars, docs/rows/pillars.md and pillars.zh.md: all sixteen combinations, how they act together, who gets the evenings.

`linli factorial four-innovations --page docs/rows/pillars.md` writes both from the record beside them (experiments/pillars.py). Every sentence about a
number is made of the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ..experiments.factorial import subsets
from ..experiments.pillars import (
    BEFORE,
    EVENINGS,
    PILLARS,
    RANKED,
    SCARCE,
    SUMMARY,
    TITLES,
    TOGETHER,
    Played,
    arms,
    beyond_the_sum,
    chances,
    interactions,
    told_a_year,
)  # fmt: skip
from ..experiments.ranges import Ranged
from ..experiments.ranking import Beats
from ..model.ground.text import Text
from ..model.society.measures import info
from .evidence_page import page_of, writing_all
from .evidence_words import GENERATED, OTHER
from .numbers import Scale, number, spaced
from .ranking import chance, ranking_sentence
from .rows_page import cell
from .words import title_of

COMMAND = "linli factorial {scenario} --draws {draws} --seeds {seeds}{weeks}{settings} --page {file}"
USUAL_WEEKS = 260
TITLE = Text("Four pillars, alone and together", "四大支柱：单独与合用")
LESSON = Text(
    "{scenario}: the four pillars of the source (party leadership, residents' autonomy, technology, culture), each with and without each other: sixteen "
    "arms on the same people and the same random numbers, after {weeks} weeks, about {residents} residents. They ask one committee for hours, one purse "
    "for money, and the same residents for evenings. Each is played under {draws} draws of what is not known about people (constants, tables of people, "
    "pairs of rules), {seeds} of each. A figure is the median over draws with its 5 to 95 % range{luck}. Sums of money, hours and times are by "
    "the year. All is within this model.",
    "{scenario}：来源的四大支柱（党建引领、居民自治、科技助力、文化培育）逐一有无组合，共十六个方案，居民与随机数相同，为期 {weeks} 周，约 {residents} 位居民。"
    "它们要同一个居委会的工时、同一份经费和同一批居民的晚上。对未知的人（常数、人口表、成对规则）抽取 {draws} 次，每次 {seeds}。"
    "数字为各次抽取的中位数及 5% 至 95% 范围{luck}。金额、工时与次数按年计。以上均为模型内的结果。",
)
SEEDS = Text("{n} seeds", "{n} 个种子")
ONE_SEED = Text("one seed", "一个种子")
APART, WITHIN = Text(", luck apart", "，已除去运气"), Text("; luck is in it, as each draw has one seed", "；每次抽取仅一个种子，故也含运气")
SHORT: dict[str, Text] = {"party": Text("P", "党"), "autonomy": Text("A", "自"), "technology": Text("T", "科"), "culture": Text("C", "文")}
"""Signs of the pillars where sixteen columns stand beside one another."""
COMBINATIONS = Text("What each combination changes", "各种组合改变了什么")
AGAINST = Text("Against life as it is (no pillar), whose level stands in the first line.", "与政策前（没有任何支柱）相比；首行为政策前的水平。")
PILLARS_HEAD, NONE, ALL = Text("pillars", "支柱"), Text("none (level)", "无（水平）"), Text("all four", "四者合用")
SUM = Text("Together against the sum", "合用与各自之和")
SUM_SAYS = Text(
    "The last column: what all four together change, less the sum of what each changes alone. Below zero they are substitutes in what is wanted, and "
    "savings in what is spent; above zero complements.",
    "末列为四者合用的改变减去各自改变之和。就所求而言，小于零为相互替代，大于零为互补；就所费而言，小于零为节省。",
)
MEASURE, BEYOND = Text("measure", "指标"), Text("all four, less the sum of the four", "四者合用减各自之和")
TABLE = Text("Complements and substitutes: {measure}", "互补与替代：{measure}")
CONTRASTS = Text(
    "The effect of a pillar is what it adds, averaged over all settings of the others; an interaction is how much more (+) or less (−) its pillars do "
    "together than the sum of what each does, averaged over the settings of the rest.",
    "某支柱的效应是它在其他支柱各种设置下平均增加的数量；交互作用是各支柱合用比各自之和多（+）或少（−）的数量，按其余支柱的设置平均。",
)
KIND_HEAD, EFFECT_HEAD, WHICH_HEAD = Text("effect or interaction", "效应或交互作用"), Text("how much", "数量"), Text("which is", "即")
ADDS, TAKES = Text("adds", "增加"), Text("takes away", "减少")
COMPLEMENTS, SUBSTITUTES, UNKNOWN = Text("complements", "互补"), Text("substitutes", "替代"), Text("not known", "无法区分")
EVENINGS_HEAD = Text("Who gets the evenings", "晚上归了谁")
EVENINGS_SAY = Text(
    "How often a year residents came to what a system holds: where its pillar is alone, and where all four are. A line whose range excludes zero tells "
    "what the others take of it, or bring to it.",
    "居民每年参加某项制度所办活动的人次：其支柱单独运行时，以及四者合用时。范围不含零的行说明其他支柱从中取走或带来多少。",
)
WHAT, PILLAR, ALONE, WITH_ALL, TAKEN = (
    Text("what", "活动"), Text("pillar", "支柱"), Text("pillar alone", "支柱单独"), Text("all four", "四者合用"), Text("by the others", "其他支柱的作用"),
)  # fmt: skip
AS_IT_IS = Text("life as it is", "政策前即有")
BEATS = Text("Which beats which: {measure}", "谁胜过谁：{measure}")
CHANCES = Text(
    "The chance, in per cent, that the arm of the line ends with more than the arm of the column; an asterisk: the 5 to 95 % range of the difference "
    "excludes zero. {signs}; 0: no pillar.",
    "本行方案期末高于该列方案的机会（%）；星号表示差异的 5% 至 95% 范围不含零。{signs}；0 为没有任何支柱。",
)


def write_pillars(played: Played, file: Path) -> list[Path]:
    """Write the page in all languages; `file` is the English one.

    Raises:
        UserError: a file cannot be written.
    """
    return writing_all(file, lambda language: pillars_page(played, language, file))


def pillars_page(played: Played, language: str, file: Path) -> str:
    """Return the page as Markdown; `file` is the English page."""
    draws = len(set(played.draws))
    each = len(played.seeds) // draws
    weeks = f" --weeks {played.weeks}" if played.weeks != USUAL_WEEKS else ""
    settings = "".join(f" --set {setting}" for setting in played.settings)
    command = COMMAND.format(scenario=played.scenario, draws=draws, seeds=each, weeks=weeks, settings=settings, file=file.as_posix())
    many = ONE_SEED.say(language) if each == 1 else SEEDS.say(language, n=each)
    residents, luck = number(sum(played.residents) / len(played.residents), 0), (WITHIN if each == 1 else APART).say(language)
    lesson = LESSON.say(language, scenario=f"`{played.scenario}`", weeks=played.weeks, residents=residents, draws=draws, seeds=many, luck=luck)
    parts = [
        f"<!-- {GENERATED.say(language, command=command)} -->",
        f"<!-- rests on: {played.scenario}={played.rests_on} -->",
        f"# {TITLE.say(language)}",
        OTHER.say(language, file=page_of(file, "zh" if language == "en" else "en").name),
        spaced(lesson, language),
        f"## {COMBINATIONS.say(language)}", AGAINST.say(language), _combinations(played, language),
        f"## {SUM.say(language)}", SUM_SAYS.say(language), _sums(played, language),
    ]  # fmt: skip
    for nth, measure in enumerate(RANKED):
        parts += [f"## {TABLE.say(language, measure=title_of(info(measure), language))}", *([CONTRASTS.say(language)] if nth == 0 else [])]
        parts.append(_contrasts(played, measure, language))
    parts += [f"## {EVENINGS_HEAD.say(language)}", EVENINGS_SAY.say(language), _evenings(played, language)]
    join = "、" if language == "zh" else ", "
    signs = join.join(f"{SHORT[one].say(language)}{'：' if language == 'zh' else ': '}{TITLES[one].say(language)}" for one in PILLARS)
    for nth, measure in enumerate(RANKED):
        codes = [_code(arm, language) for arm in arms()]
        told = {(_code(one, language), _code(other, language)): beaten for (one, other), beaten in chances(played, measure).items()}
        parts += [f"## {BEATS.say(language, measure=title_of(info(measure), language))}", *([CHANCES.say(language, signs=signs)] if nth == 0 else [])]
        parts += [_matrix(codes, told, language), spaced(ranking_sentence(codes, told, draws, language), language)]
    return "\n\n".join(parts) + "\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """Return a table whose first columns hold words, the others numbers."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * words + "---:|" * (len(heads) - words)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def _title(chosen: Sequence[str], language: str, joint: str = " + ") -> str:
    if len(chosen) == len(PILLARS) and joint == " + ":
        return ALL.say(language)
    return joint.join(TITLES[one].say(language) for one in chosen)


def _told(measure: str, language: str) -> str:
    """Return the title of a measure, with what it is by."""
    about = info(measure)
    title = title_of(about, language)
    by_the_year = told_a_year(measure) and not about.a_year
    return title + ((" a year" if language == "en" else "（每年）") if by_the_year else "")


def _level(value: float, measure: str) -> str:
    scale: Scale = "share" if info(measure).kind == "share" else "plain"
    return number(value, None, scale)


def _cell(measure: str, known: Ranged, language: str) -> str:
    return cell(measure, known.median, known.low, known.high, language)


def _combinations(played: Played, language: str) -> str:
    heads = [PILLARS_HEAD.say(language), *(_told(measure, language) for measure in SUMMARY)]
    rows = [[NONE.say(language), *(_level(played.level((), measure), measure) for measure in SUMMARY)]]
    for chosen in subsets(PILLARS)[1:]:
        rows.append([_title(chosen, language), *(_cell(measure, played.more(chosen, measure), language) for measure in SUMMARY)])
    return spaced(_table(heads, rows), language)


def _sums(played: Played, language: str) -> str:
    alone = [(), *((one,) for one in PILLARS), PILLARS]
    titles = [(NONE if not chosen else ALL).say(language) if len(chosen) != 1 else TITLES[chosen[0]].say(language) for chosen in alone]
    rows = [
        [_told(name, language), *(_level(played.level(chosen, name), name) for chosen in alone), _cell(name, beyond_the_sum(played, name), language)]
        for name in SCARCE
    ]
    return spaced(_table([MEASURE.say(language), *titles, BEYOND.say(language)], rows), language)


def _contrasts(played: Played, measure: str, language: str) -> str:
    rows = []
    for chosen, known in interactions(played, measure).items():
        sure = known.low > 0.0 or known.high < 0.0
        more, less = (ADDS, TAKES) if len(chosen) == 1 else (COMPLEMENTS, SUBSTITUTES)
        says = UNKNOWN if not sure else more if known.median > 0.0 else less
        rows.append([_title(chosen, language, " × "), _cell(measure, known, language), says.say(language)])
    return spaced(_table([KIND_HEAD.say(language), EFFECT_HEAD.say(language), WHICH_HEAD.say(language)], rows), language)


def _evenings(played: Played, language: str) -> str:
    rows = []
    for measure, pillar in EVENINGS.items():
        alone = (pillar,) if pillar else ()
        levels = [_level(played.level(chosen, measure), measure) for chosen in (alone, PILLARS)]
        of = TITLES[pillar].say(language) if pillar else AS_IT_IS.say(language)
        rows.append([_owned(measure, language), of, *levels, _cell(measure, played.more(PILLARS, measure, alone), language)])
    return spaced(_table([head.say(language) for head in (WHAT, PILLAR, ALONE, WITH_ALL, TAKEN)], rows, 2), language)


def _owned(measure: str, language: str) -> str:
    """Return the title of a mechanism's measure with the name of the mechanism, since several count person-times."""
    return f"`{measure.split('.', 1)[0]}`{'：' if language == 'zh' else ': '}{info(measure).title.say(language)}"


def _code(arm: str, language: str) -> str:
    if arm == BEFORE:
        return "0"
    of = PILLARS if arm == TOGETHER else [one for one in PILLARS if one in arm.split("-")]
    return "".join(SHORT[one].say(language) for one in of)


def _matrix(codes: Sequence[str], found: dict[tuple[str, str], Beats], language: str) -> str:
    def short(one: Beats | None) -> str:
        return chance(one).replace(" %", "").strip()

    rows = [[f"**{one}**", *(short(found.get((one, other))) for other in codes)] for one in codes]
    return _table([PILLARS_HEAD.say(language), *codes], rows)


__all__ = ["pillars_page", "write_pillars"]
