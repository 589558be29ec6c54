"""The page of necessity, docs/necessity.md and docs/necessity.zh.md: each rule taken out, and the published tables that break.

`linli reproduce all --without each --page docs/necessity.md` writes both; a comment at the head holds the hashes of what the numbers rest on. Beside
them it writes docs/necessity.csv, every row's verdict without each rule: the page of evidence takes from it which rows nothing fails.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..experiments.reproduction.board import WHOLE, counted, nothing_fails, record
from ..experiments.reproduction.inputs import inputs
from ..experiments.reproduction.necessity import WITHOUT, changes
from ..model.ground.text import Text
from .evidence_page import page_of, writing, writing_all
from .evidence_words import GENERATED, OTHER
from .studies import WHOLE as TOGETHER
from .studies import labels, title_of
from .words import bracketed

if TYPE_CHECKING:
    from ..experiments.reproduction.reproduce import StudyResult

COMMAND = "linli reproduce all --without each --page {file}"
TITLE = Text("What each rule is for", "每条规则有何用处")
LESSON = Text(
    "A rule that no table needs should be justified or removed. Here each rule is taken out of the model, one at a time. Without it people talk more, "
    "or less, and every table would change for that alone. So the talks an hour (kappa) are fitted anew without the rule, on the tables that the "
    "constants are fitted to. What breaks then needs the rule and not only its volume.\n\n"
    "A table *breaks* if four fifths of its rows were inside or near with all rules, and are no longer. It *suffers* if it has fewer such rows, or as "
    "many with fewer inside. Some tables gain: they are better off without.\n\n"
    "A dozen models are played on this page, so all of them, the whole one too, are played on the fit's fewer and smaller sites.",
    "没有任何数据表需要的规则，应当说明理由或删去。这里逐条去掉模型的规则。去掉一条规则后，人们交谈会变多或变少，仅此就会改变每张表；"
    "因此去掉后先在用于拟合的表格上重新拟合每小时交谈次数（kappa）。此时仍不成立的表格，需要的是这条规则本身，而不只是它带来的交谈量。\n\n"
    "若一张表原有五分之四以上的行吻合或接近，去掉后不再如此，称为*不再成立*；若这样的行变少，或数目不变而吻合的行变少，称为*变差*；也有表格变好。\n\n"
    "本页要运行十余个模型，因此全部模型（包括完整模型）都使用拟合所用的较少、较小的地点。",
)
HEADS = (
    Text("rule", "规则"), Text("what it is", "内容"), Text("talks an hour", "每小时交谈"),
    Text("break", "不再成立"), Text("suffer", "变差"), Text("gain", "变好"),
)  # fmt: skip
SECTION = Text("Without {rule}: {title}", "去掉 {rule}：{title}")
BREAK, SUFFER, NOTHING = Text("Breaks:", "不再成立："), Text("Suffers:", "变差："), Text("No table suffers.", "没有表格变差。")
SPARED = Text("Rows that nothing fails", "任何情况下都吻合的行")
SPARED_ARE = Text(
    "These are inside with all rules, under the null model (everybody meets at random for the same hours) and without any one of the rules: {n} of {all} "
    "rows. They test nothing and count for nothing on the scoreboard. Every verdict is in `{file}`.",
    "以下各行在全部规则下、在零模型下（所有人在同样的时间里随机相遇）以及去掉任何一条规则后都吻合：{all} 行中有 {n} 行。它们不检验什么，总表不计入。"
    "所有判定见 `{file}`。",
)
ALL_RULES = Text("With all rules there are {kappa:.2f} talks an hour; {tables} tables.", "全部规则下每小时交谈 {kappa:.2f} 次；共 {tables} 张表。")


class Without(NamedTuple):
    """All studies without one rule.

    Attributes:
        rule: its name, a key of `WITHOUT`.
        kappa: talks an hour that suit best without it.
        results: the studies.
    """

    rule: str
    kappa: float
    results: Sequence[StudyResult]


def write_necessity(whole: Sequence[StudyResult], kappa: float, without: Sequence[Without], file: Path) -> list[Path]:
    """Write the page in all languages.

    Args:
        whole: all studies with all rules, with the null model.
        kappa: talks an hour with all rules.
        without: all studies without each rule.
        file: the English page; the Chinese one and the record of all verdicts lie beside it.

    Returns:
        The files.

    Raises:
        UserError: a file cannot be written.
    """
    listed = file.with_suffix(".csv")
    writing(listed, record(whole, [(one.rule, one.results) for one in without]))
    return [listed, *writing_all(file, lambda language: necessity_page(whole, kappa, without, language, file))]


def necessity_page(whole: Sequence[StudyResult], kappa: float, without: Sequence[Without], language: str, file: Path) -> str:
    """Return the page as Markdown; `file` is the English page."""
    hashes = " ".join(f"{kind}={value}" for kind, value in inputs().items())
    tables = sum(len(one.rows) for one in whole)
    parts = [
        f"<!-- {GENERATED.say(language, command=COMMAND.format(file=file.as_posix()))} -->",
        f"<!-- inputs: {hashes} -->",
        f"# {TITLE.say(language)}",
        OTHER.say(language, file=page_of(file, "zh" if language == "en" else "en").name),
        LESSON.say(language),
        ALL_RULES.say(language, kappa=kappa, tables=tables),
        _overview(whole, without, language),
        *_spared(whole, file.with_suffix(".csv"), language),
    ]
    for one in without:
        found = changes(whole, one.results)
        parts.append(f"## {SECTION.say(language, rule=one.rule, title=WITHOUT[one.rule].title.say(language))}")
        for word, chosen in ((BREAK, [c for c in found if c.breaks]), (SUFFER, [c for c in found if c.worse and not c.breaks])):
            if chosen:
                lines = [
                    f"- {c.study.title.say(language)}: {title_of(c.table, language)} "
                    f"({c.before.inside + c.before.near} → {c.after.inside + c.after.near} / {c.after.rows})"
                    for c in chosen
                ]
                parts.append(word.say(language) + "\n\n" + "\n".join(lines))
        if not any(c.worse for c in found):
            parts.append(NOTHING.say(language))
    return "\n\n".join(parts) + "\n"


def _spared(whole: Sequence[StudyResult], listed: Path, language: str) -> list[str]:
    """Return the part that lists the rows that nothing fails."""
    found, _ = nothing_fails(listed)
    many, colon = sum(map(len, found.values())), "：" if language == "zh" else ": "
    lines = []
    for result in whole:
        for k, table in enumerate(result.study.tables):
            names = labels(result.study, table, language)
            rows = [TOGETHER.say(language) if row == WHOLE else names[row] for t, row in sorted(found.get(result.study.name, ())) if t == k]
            if rows:
                which = ("、" if language == "zh" else ", ").join(name for name in rows if name)
                lines.append(f"- {result.study.title.say(language)}{colon}{title_of(table, language)}" + bracketed(which, language))
    total = sum(len(counted(result)) for result in whole)
    said = SPARED_ARE.say(language, n=many, all=total, file=listed.name)
    return [f"## {SPARED.say(language)}", said, *(["\n".join(lines)] if lines else [])]


def _overview(whole: Sequence[StudyResult], without: Sequence[Without], language: str) -> str:
    lines = ["| " + " | ".join(head.say(language) for head in HEADS) + " |", "|---|---|---:|---:|---:|---:|"]
    for one in without:
        found = changes(whole, one.results)
        counts = (sum(c.breaks for c in found), sum(c.worse and not c.breaks for c in found), sum(not c.worse for c in found))
        cells = (f"`{one.rule}`", WITHOUT[one.rule].title.say(language), f"{one.kappa:.2f}", *map(str, counts))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
