"""Reproduced studies in the terminal: the list of studies, a study's tables, the scoreboard, and what breaks without a rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text as Line

from ..experiments.reproduction.necessity import changes
from ..experiments.reproduction.reproduce import GOOD_SHARE, Score
from ..experiments.reproduction.verdict import VERDICTS, Row, error_from
from ..model.ground.text import Text
from ..scenarios.published import MARKS, ROLES, PublishedStudy, Role, Table
from .numbers import number, spaced
from .studies import RESTS_ON, STYLES, error, good_line, labels, length_of, places, published, role_words, roles, simulated, title_of, total, verdict
from .tables import PALE

if TYPE_CHECKING:
    from ..experiments.reproduction.reproduce import StudyResult

_BEGIN = Text(
    "linli reproduce NAME plays one beside its published table, linli reproduce all every one; a TOML file of your own will do as well",
    "linli reproduce 名称：重现一项研究并与公布的表格对照；linli reproduce all：重现全部；也可使用自己的 TOML 文件",
)
_HEAD = Text("{role}; {sites} simulated sites, {length}; seed {seed}", "{role}；模拟 {sites} 个地点，{length}；随机种子 {seed}")
_COLUMNS = (
    Text("", ""), Text("published", "公布值"), Text("simulated (95 %)", "模拟值（95 %）"), Text("study's\nerror", "研究\n误差"), Text("verdict", "判定"),
)  # fmt: skip
_SCORES = (Text("rows", "行"), VERDICTS["inside"], VERDICTS["near"], VERDICTS["off"], Text("good", "达标"))
_TOTALS: dict[Role, Text] = {"fit": Text("fitted rows", "用于拟合的行"), "predict": Text("predicted rows (held out)", "用于检验的行（未参与拟合）")}
_REPRODUCED = Text(
    "{n} of {all} studies have four fifths of their rows inside or near; good: share of rows inside or near",
    "{all} 项研究中有 {n} 项的五分之四以上的行吻合或接近；达标：吻合或接近的行所占比例",
)
_NOTHING_BREAKS = Text("No table changed its verdicts.", "没有表格改变判定。")
_BROKEN = (Text("study and table", "研究与表格"), Text("with all\nrules", "全部规则"), Text("without", "去除后"), Text("", ""))
_BREAKS, _SUFFERS, _GAINS = Text("breaks", "不再成立"), Text("suffers", "变差"), Text("gains", "变好")
_TAKEN_OUT = Text("Without {rules}: rows inside or near", "去除 {rules}：吻合或接近的行")
_NEEDED = Text("{broken} of {all} tables break without {rules}", "去除 {rules} 后，{all} 个表格中有 {broken} 个不再成立")


def _frame(headings: Iterable[str], free: int = 1) -> Grid:
    """Return an empty table: the first `free` columns to the left, the others to the right."""
    made = Grid(box=box.SIMPLE, show_edge=False, pad_edge=True, padding=(0, 1))
    for k, heading in enumerate(headings):
        made.add_column(heading, justify="left" if k < free else "right", no_wrap=k >= free, overflow="fold")
    return made


def _say(console: Console, text: str, style: str = "") -> None:
    console.print(Padding(Line(text, style=style), (0, 0, 0, 1), expand=False))


def print_studies(studies: Sequence[PublishedStudy], *, language: str, console: Console) -> None:
    """Print the list of studies: name, title, fitted or predicted, rows."""
    headings = (Text("study", "研究"), Text("", ""), Text("", ""), Text("rows", "行"))
    made = _frame((h.say(language) for h in headings), free=3)
    made.columns[0].no_wrap = made.columns[2].no_wrap = True
    for study in studies:
        made.add_row(Line(study.name, style="bold"), Line(study.title.say(language)), role_words(study, language), str(sum(roles(study).values())))
    console.print(made)
    _say(console, _BEGIN.say(language))


def print_study(result: StudyResult, *, language: str, console: Console) -> None:
    """Print a study: its tables beside the simulated ones with a verdict a row, then where the numbers come from."""
    study = result.study
    sites = max((row.sites for rows in result.rows for row in rows), default=study.head.sites)
    console.print(Line.assemble(" ", (study.title.say(language), "bold")))
    about = {"role": role_words(study, language), "sites": sites, "length": length_of(study, language), "seed": result.seed}
    _say(console, _HEAD.say(language, **about))
    headings = [spaced(h.say(language), language) for h in _COLUMNS]
    cells = [_cells(study, table, rows, language) for table, rows in result.tables()]
    columns = zip(headings, *(line for lines in cells for line in lines), strict=True)
    widths = [max(cell_len(part) for text in column for part in text.split("\n")) for column in columns]
    widths[0] = max(min(widths[0], console.width - sum(widths[1:]) - 2 * len(widths)), 8)
    console.print(_fixed(widths, headings))
    for (table, rows), lines in zip(result.tables(), cells, strict=True):
        mark, role = MARKS[table.fields.mark].say(language), ROLES[table.role].say(language)
        told = [mark, error_from(table).say(language)] + ([role] if len(roles(study)) > 1 else [])
        _say(console, title_of(table, language), "bold")
        _say(console, ("；" if language == "zh" else "; ").join(told), PALE)
        made = _fixed(widths)
        for row, line in zip(rows, lines, strict=True):
            made.add_row(*(Line(cell) for cell in line[:-1]), Line(line[-1], style=STYLES[row.verdict]))
        console.print(made)
        console.print()
    for text in (study.head.citation, study.head.licence, study.head.note.zh if language == "zh" else study.head.note.en):
        if text:
            _say(console, text, PALE)
    _say(console, good_line(result.score(), language), "bold")


def _cells(study: PublishedStudy, table: Table, rows: Sequence[Row], language: str) -> list[tuple[str, ...]]:
    """Return the texts of a table, line by line."""
    digits = places(table, rows)
    return [
        ("  " + label, published(row, digits, language), simulated(row, digits), error(row, digits), verdict(row, language))
        for label, row in zip(labels(study, table, language), rows, strict=True)
    ]


def _fixed(widths: Sequence[int], headings: Sequence[str] = ()) -> Grid:
    """Return a table whose columns are as wide as those of the others of the study."""
    made = Grid(box=box.SIMPLE_HEAD, show_edge=False, show_header=bool(headings), pad_edge=True, padding=(0, 1))
    for k, width in enumerate(widths):
        justify: Any = "left" if k in (0, len(widths) - 1) else "right"
        made.add_column(headings[k] if headings else "", justify=justify, width=width, overflow="fold", no_wrap=k > 0)
    return made


def print_scoreboard(results: Sequence[StudyResult], *, language: str, console: Console) -> None:
    """Print a line a study, the totals of fitted and predicted rows apart, and what it all rests on."""
    made = _frame([Text("study", "研究").say(language), "", *(h.say(language) for h in _SCORES)], free=2)
    made.columns[1].no_wrap = True
    for result in results:
        style = "" if result.reproduced else "bold"
        title = Line(result.study.title.say(language), style=style)
        made.add_row(title, role_words(result.study, language), *_scores(result.score(), language))
    made.add_section()
    for role, text in _TOTALS.items():
        score = total(results, role)
        if score.rows:
            made.add_row(Line(text.say(language), style="bold"), "", *_scores(score, language))
    console.print(made)
    _say(console, _REPRODUCED.say(language, n=sum(r.reproduced for r in results), all=len(results)))
    _say(console, RESTS_ON.say(language))


def _scores(score: Score, language: str) -> list[Line]:
    good = Line(spaced(number(score.good, 0, "share"), language), style="green" if score.good >= GOOD_SHARE else "red")
    return [Line(str(score.rows)), *(Line(str(n) if n else "·", style=STYLES[name] if n else PALE) for name, n in score._asdict().items()), good]


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
    made = _frame(h.say(language) for h in _BROKEN)
    made.columns[-1].justify = "left"
    found = changes(before, after)
    for study in {change.study.name: change.study for change in found}.values():
        made.add_row(Line(study.title.say(language), style="bold"))
        for change in (one for one in found if one.study.name == study.name):
            word, style = (_BREAKS, "bold red") if change.breaks else (_SUFFERS, "yellow") if change.worse else (_GAINS, "green")
            counts = (f"{score.inside + score.near} / {score.rows}" for score in (change.before, change.after))
            made.add_row(Line("  " + title_of(change.table, language)), *(Line(text) for text in counts), Line(word.say(language), style=style))
        made.add_section()
    _say(console, _TAKEN_OUT.say(language, rules=names), "bold")
    if found:
        console.print(made)
    else:
        _say(console, _NOTHING_BREAKS.say(language))
    tables, broken = sum(len(one.rows) for one in before), sum(change.breaks for change in found)
    _say(console, _NEEDED.say(language, broken=broken, all=tables, rules=names))
