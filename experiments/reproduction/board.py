"""What counts on the scoreboard: of each study its rows by kind (fitted, adjusted, frozen), beside what the null model gets.

A row counts as it stands in its table; the rows of a distribution count as one. A row that nothing fails (inside with all rules, under the
null model, and without each rule taken out) tells nothing and counts for nothing. Undecided rows count as not inside.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ...model.ground.tables import read_table
from ...model.ground.text import Text
from ...scenarios.history import KINDS, Kind, is_frozen, kind_of
from .inputs import inputs
from .verdict import VERDICTS, Row, Verdict, Whole

if TYPE_CHECKING:
    from .reproduce import StudyResult

WHOLE = -1
"""Number that stands for the whole of a distribution where rows are numbered."""
ALL, NULL = "all", "null"
"""Columns of the record of necessity beside the rules: all rules, and the null model."""
_FIRST = ("study", "table", "row")
UNKNOWN = Text(
    "Which rows nothing fails is not known: {why}. None is left out.", "无法得知哪些行在任何情况下都吻合：{why}。因此未排除任何行。"
)
MISSING = Text("{file} is not there", "没有 {file}")
STALE = Text("{file} is of other studies, sources or constants", "{file} 依据的研究、源代码或常数已改变")


class Counted(NamedTuple):
    """One row that stands for a published finding.

    Attributes:
        study: name of the study.
        table: number of the table.
        row: number of the row; `WHOLE` of a distribution.
        kind: frozen, adjusted or fitted.
        verdict: of the model.
        null: of the null model; None where it was not played.
        spared: whether nothing fails it; it then counts for nothing.
    """

    study: str
    table: int
    row: int
    kind: Kind
    verdict: Verdict
    null: Verdict | None
    spared: bool


class Tally(NamedTuple):
    """How many rows that count stand how.

    Attributes:
        inside, near, off, undecided: rows that count.
        null: rows that count and are inside under the null model.
        spared: rows that nothing fails, which are not among the others.
    """

    inside: int = 0
    near: int = 0
    off: int = 0
    undecided: int = 0
    null: int = 0
    spared: int = 0

    @classmethod
    def of(cls, rows: Iterable[Counted]) -> Tally:
        """Count rows."""
        listed = list(rows)
        counting = [row for row in listed if not row.spared]
        stand = [row.verdict for row in counting]
        inside, near, off, undecided = (stand.count(name) for name in VERDICTS)
        return cls(inside, near, off, undecided, sum(row.null == "inside" for row in counting), len(listed) - len(counting))

    @property
    def rows(self) -> int:
        """All rows that count."""
        return self.inside + self.near + self.off + self.undecided


def standing(rows: Sequence[Row], whole: Whole | None) -> list[tuple[int, Row | Whole]]:
    """Return what of a table counts, with its number: its rows, or the whole of a distribution."""
    return list(enumerate(rows)) if whole is None else [(WHOLE, whole)]


def counted(result: StudyResult) -> list[Counted]:
    """Return the rows of a study that stand for a published finding, in their order."""
    found = []
    frozen = is_frozen(result.study)
    for t, (table, rows) in enumerate(result.tables()):
        null = result.null_rows(t)
        beside = None if null is None else dict(standing(null, result.whole(t, null)))
        for k, one in standing(rows, result.whole(t)):
            other = None if beside is None else beside[k].verdict
            spared = (t, k) in result.spared and one.verdict == "inside" and other in (None, "inside")
            found.append(Counted(result.study.name, t, k, kind_of(table, frozen), one.verdict, other, spared))
    return found


def tally(results: Iterable[StudyResult], kind: Kind | None = None) -> Tally:
    """Count the rows of several studies, those of one kind or all."""
    return Tally.of(row for result in results for row in counted(result) if kind in (None, row.kind))


def kinds_of(result: StudyResult) -> dict[Kind, Tally]:
    """Return kind -> tally of a study, of the kinds that it has, frozen first."""
    rows = counted(result)
    return {kind: Tally.of(row for row in rows if row.kind == kind) for kind in KINDS if any(row.kind == kind for row in rows)}


def record(whole: Sequence[StudyResult], without: Sequence[tuple[str, Sequence[StudyResult]]]) -> str:
    """Return the record of necessity: of each row that counts its verdict with all rules, under the null model and without each rule.

    Args:
        whole: all studies with all rules, with the null model.
        without: rule -> the same studies without it.
    """
    out = io.StringIO()
    out.write(f"# {stamp()}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*_FIRST, ALL, NULL, *(rule for rule, _ in without)])
    parts = [[counted(result) for result in results] for results in (whole, *(weak for _, weak in without))]
    for rows in zip(*parts, strict=True):
        for same in zip(*rows, strict=True):
            one = same[0]
            writer.writerow([one.study, one.table, one.row, one.verdict, one.null or "", *(other.verdict for other in same[1:])])
    return out.getvalue()


def stamp() -> str:
    """Return the hashes of what the verdicts rest on, as records and pages carry them."""
    return "inputs: " + " ".join(f"{kind}={value}" for kind, value in inputs().items())


def nothing_fails(file: Path) -> tuple[dict[str, frozenset[tuple[int, int]]], Text | None]:
    """Read which rows nothing fails from a record of necessity.

    Args:
        file: docs/necessity.csv.

    Returns:
        study -> (table, row) of such rows; and why it is not known, or None.
    """
    if not file.is_file():
        return {}, _why(MISSING, file)
    head = file.read_text(encoding="utf-8").partition("\n")[0]
    if head != f"# {stamp()}":
        return {}, _why(STALE, file)
    found: dict[str, set[tuple[int, int]]] = {}
    table = read_table(file, _FIRST)
    for cells in zip(*table.columns, strict=True):
        line = dict(zip(table.headings, cells, strict=True))
        if all(value == "inside" for key, value in line.items() if key not in _FIRST):
            found.setdefault(line["study"], set()).add((int(line["table"]), int(line["row"])))
    return {name: frozenset(rows) for name, rows in found.items()}, None


def _why(text: Text, file: Path) -> Text:
    why = Text(text.en.format(file=file.name), text.zh.format(file=file.name))
    return Text(UNKNOWN.en.format(why=why.en), UNKNOWN.zh.format(why=why.zh))


def sparing(results: Sequence[StudyResult], rows: dict[str, frozenset[tuple[int, int]]]) -> list[StudyResult]:
    """Return results that know which of their rows nothing fails."""
    return [replace(result, spared=rows.get(result.study.name, frozenset())) for result in results]
