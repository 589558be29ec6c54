"""Reproduced studies in the terminal: the list of studies, a study's tables, the scoreboard, and what breaks without a rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding

from ..experiments.reproduction.board import Tally, kinds_of, tally
from ..experiments.reproduction.necessity import Change, changes
from ..experiments.reproduction.sampling import error_from
from ..experiments.reproduction.verdict import VERDICTS
from ..model.ground.text import Text
from ..scenarios.history import KINDS, is_frozen, kind_of
from ..scenarios.published import MARKS, PublishedStudy
from .lines import Line
from .listing import Column, Listing
from .numbers import spaced
from .studies import RESTS_ON, STYLES, has_null, history_line, inside_line, kind_words, kinds, length_of, title_of
from .study_lines import Shown, lines_of
from .tables import PALE

if TYPE_CHECKING:
    from ..experiments.reproduction.kept import Reproduction
    from ..experiments.reproduction.reproduce import StudyResult

_BEGIN = Text(
    "linli reproduce NAME plays one beside its published table, linli reproduce all every one; a TOML file of your own will do as well",
    "linli reproduce 名称：重现一项研究并与公布的表格对照；linli reproduce all：重现全部；也可使用自己的 TOML 文件",
)
_HEAD = Text("{kind}; {sites} simulated sites, {length}; seed {seed}", "{kind}；模拟 {sites} 个地点，{length}；随机种子 {seed}")
_COLUMNS = (
    Text("", ""), Text("published", "公布值"), Text("simulated\n(inside if within)", "模拟值\n（吻合区间）"),
    Text("study's\nerror", "研究\n误差"), Text("verdict", "判定"),
    Text("null\nmodel", "零\n模型"),
)  # fmt: skip
_SCORES = (Text("rows", "行"), *VERDICTS.values(), Text("null\ninside", "零模型\n吻合"))
_TOTAL = Text("all {kind}", "{kind}合计")
_NO_FROZEN = Text("none of these studies was frozen before it was played: no headline", "其中没有在运行之前冻结的研究，故无总成绩")
_SPARED = Text("rows that nothing fails (†), which count for nothing: {n}", "任何情况下都吻合、不计入的行（†）：{n}")
_NULL = Text(
    "null model: everybody meets at random for the same hours; what it gets, the hours alone explain",
    "零模型：所有人在同样的时间里随机相遇；它能吻合的，仅凭时间就能解释"
)
_NOTHING_BREAKS = Text("No table changed its verdicts.", "没有表格改变判定。")
_BROKEN = (Text("study and table", "研究与表格"), Text("with all\nrules", "全部规则"), Text("without", "去除后"), Text("", ""))
_BREAKS, _SUFFERS, _GAINS = Text("breaks", "不再成立"), Text("suffers", "变差"), Text("gains", "变好")
_TAKEN_OUT = Text("Without {rules}: rows inside or near", "去除 {rules}：吻合或接近的行")
_NEEDED = Text("{broken} of {all} tables break without {rules}", "去除 {rules} 后，{all} 个表格中有 {broken} 个不再成立")


def _say(console: Console, text: str, style: str = "") -> None:
    console.print(Padding(Line(text, style=style), (0, 0, 0, 1), expand=False))


def print_reproduction(kept: Reproduction, *, language: str, console: Console) -> None:
    """Print what a command reproduced: each study unless all were asked for, the scoreboard of several, what breaks without rules."""
    results = kept.results
    if len(results) == 1 or not kept.everything:
        for result in results:
            print_study(result, language=language, console=console)
            console.print()
    if len(results) > 1:
        print_scoreboard(results, language=language, console=console, unknown=kept.unknown if kept.everything else None)
    if kept.whole is not None:
        print_broken(kept.whole, results, kept.without, language=language, console=console)


def print_studies(studies: Sequence[PublishedStudy], *, language: str, console: Console) -> None:
    """Print the list of studies: name, title, kind (frozen, adjusted, fitted), rows that count."""
    study, rows = Text("study", "研究").say(language), Text("rows", "行").say(language)
    made = Listing([Column(study, "left", style="bold"), Column("", "left", words=True), Column("", "left"), Column(rows)])
    for one in studies:
        made.add(one.name, one.title.say(language), kind_words(one, language), str(sum(kinds(one).values())))
    console.print(made)
    _say(console, _BEGIN.say(language))


def study_listing(result: StudyResult, language: str) -> Listing:
    """Return the tables of a study beside the simulated ones, with a verdict a row."""
    study = result.study
    shown = [lines_of(result, k, language) for k in range(len(study.tables))]
    made = Listing([Column(spaced(h.say(language), language), "left" if k in (0, 4) else "right", words=k == 0) for k, h in _columns_of(shown)])
    frozen = is_frozen(study)
    for table, lines in zip(study.tables, shown, strict=True):
        mark, kind = MARKS[table.fields.mark].say(language), KINDS[kind_of(table, frozen)].say(language)
        told = [mark, error_from(table).say(language)] + ([kind] if len(kinds(study)) > 1 else [])
        made.head(Line(title_of(table, language), style="bold"), Line(("；" if language == "zh" else "; ").join(told), style=PALE))
        for line in lines:
            strong = "bold" if line.whole else ""
            cells = [Line(cell, style=f"{strong} {STYLES[line.verdict]}".strip() if k == 4 else strong) for k, cell in enumerate(line.cells)]
            made.add(*cells, under=True)
        made.gap()
    return made


def _columns_of(shown: Sequence[Sequence[Shown]]) -> list[tuple[int, Text]]:
    return list(enumerate(_COLUMNS[: len(shown[0][0].cells)]))


def heading(result: StudyResult, language: str) -> tuple[str, str]:
    """Return the title of a study and how it was played."""
    study = result.study
    sites = max((row.sites for rows in result.rows for row in rows), default=study.head.sites)
    about = {"kind": kind_words(study, language), "sites": sites, "length": length_of(study, language), "seed": result.seed}
    return study.title.say(language), _HEAD.say(language, **about)


def print_study(result: StudyResult, *, language: str, console: Console) -> None:
    """Print a study: its tables beside the simulated ones with a verdict a row, then where the numbers come from."""
    study = result.study
    title, how = heading(result, language)
    _say(console, title, "bold")
    _say(console, how)
    console.print(study_listing(result, language))
    note = study.head.note.zh if language == "zh" else study.head.note.en
    for text in (study.head.citation, study.head.licence, note, history_line(study, language)):
        if text:
            _say(console, text, PALE)
    null, found = has_null([result]), tally([result])
    _say(console, inside_line(found, language, null=null), "bold")
    _explain(found, null, language, console)


def _explain(found: Tally, null: bool, language: str, console: Console) -> None:
    """Say what the null model is, and how many rows nothing fails."""
    if null:
        _say(console, _NULL.say(language), PALE)
    if found.spared:
        _say(console, _SPARED.say(language, n=found.spared), PALE)


def scoreboard_listing(results: Sequence[StudyResult], language: str) -> Listing:
    """Return a line a study and kind, and the totals of each kind."""
    study = Column(Text("study", "研究").say(language), "left", words=True)
    made = Listing([study, Column("", "left"), *(Column(h.say(language)) for h in _SCORES)])
    null = has_null(results)
    for result in results:
        title = result.study.title.say(language)
        for kind, found in kinds_of(result).items():
            made.add(title, KINDS[kind].say(language), *_scores(found, null))
            title = ""
    made.gap()
    for kind, text in KINDS.items():
        found = tally(results, kind)
        if found.rows or found.spared:
            made.add(Line(_TOTAL.say(language, kind=text.say(language)), style="bold"), "", *_scores(found, null))
    return made


def frozen_line(results: Sequence[StudyResult], language: str) -> str:
    """Return the headline: how many frozen rows are inside."""
    frozen = tally(results, "frozen")
    return inside_line(frozen, language, "frozen", has_null(results)) if frozen.rows else _NO_FROZEN.say(language)


def print_scoreboard(results: Sequence[StudyResult], *, language: str, console: Console, unknown: Text | None = None) -> None:
    """Print a line a study and kind, the totals of each kind, the headline of frozen rows, and what it all rests on.

    `unknown`: why it is not known which rows nothing fails; None: it is, or does not matter.
    """
    console.print(scoreboard_listing(results, language))
    _say(console, frozen_line(results, language), "bold")
    _explain(tally(results), has_null(results), language, console)
    if unknown is not None:
        _say(console, unknown.say(language), PALE)
    _say(console, RESTS_ON.say(language))


def _scores(found: Tally, null: bool) -> list[Line]:
    stand = [Line(str(n) if n else "·", style=STYLES[name] if n else PALE) for name, n in zip(VERDICTS, found, strict=False)]
    return [Line(str(found.rows)), *stand, Line(str(found.null) if null else "–")]


def broken_listing(found: Sequence[Change], language: str) -> Listing:
    """Return the tables whose scores differ without some rules: rows inside or near before and after, and what became of the table."""
    made = Listing([Column(h.say(language), "left" if k in (0, 3) else "right", words=k == 0) for k, h in enumerate(_BROKEN)])
    for study in {change.study.name: change.study for change in found}.values():
        made.head(Line(study.title.say(language), style="bold"))
        for change in (one for one in found if one.study.name == study.name):
            word, style = (_BREAKS, "bold red") if change.breaks else (_SUFFERS, "yellow") if change.worse else (_GAINS, "green")
            counts = (f"{score.inside + score.near} / {score.rows}" for score in (change.before, change.after))
            made.add(title_of(change.table, language), *counts, Line(word.say(language), style=style), under=True)
        made.gap()
    return made


def print_broken(before: Sequence[StudyResult], after: Sequence[StudyResult], rules: Sequence[str], *, language: str, console: Console) -> None:
    """Print what becomes of each table when rules are taken out.

    A table breaks if four fifths of its rows were inside or near with all rules, and are no longer.

    Args:
        before: the studies with all rules.
        after: the same studies on the same random numbers without the rules.
        rules: what was taken out.
        language: "en" or "zh".
        console: where to.
    """
    names = ("、" if language == "zh" else ", ").join(rules)
    found = changes(before, after)
    made = broken_listing(found, language)
    _say(console, _TAKEN_OUT.say(language, rules=names), "bold")
    if found:
        console.print(made)
    else:
        _say(console, _NOTHING_BREAKS.say(language))
    tables, broken = sum(len(one.rows) for one in before), sum(change.breaks for change in found)
    _say(console, _NEEDED.say(language, broken=broken, all=tables, rules=names))
