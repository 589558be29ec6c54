"""The lines of a reproduced table, the same in the terminal and on the page of evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..experiments.reproduction.board import WHOLE, counted
from .numbers import NOTHING, spaced
from .studies import WHOLE as TOGETHER
from .studies import apart, error, labels, null_cell, places, published, simulated, verdict

if TYPE_CHECKING:
    from ..experiments.reproduction.reproduce import StudyResult
    from ..experiments.reproduction.verdict import Verdict


class Shown(NamedTuple):
    """One line of a table.

    Attributes:
        cells: label, published, simulated with its interval, the study's error, verdict, and the null model where it was played.
        verdict: for the colour.
        whole: whether it sums up a distribution.
    """

    cells: tuple[str, ...]
    verdict: Verdict
    whole: bool = False


def lines_of(result: StudyResult, number: int, language: str) -> list[Shown]:
    """Return the lines of table `number` of a study; of a distribution a last one tells how the whole stands, and the parts stand in brackets."""
    table, rows, null = result.study.tables[number], result.rows[number], result.null_rows(number)
    digits, whole = places(table, rows), result.whole(number)
    spared = {one.row for one in counted(result) if one.table == number and one.spared}
    found = []
    for k, (label, row) in enumerate(zip(labels(result.study, table, language), rows, strict=True)):
        said = verdict(row, language, part=whole is not None, spared=k in spared)
        cells = [label, published(row, digits, language), spaced(simulated(row, digits), language), error(row, digits), said]
        found.append(Shown((*cells, *([] if null is None else [null_cell(null[k], digits)])), row.verdict))
    if whole is not None:
        other = None if null is None else result.whole(number, null)
        cells = [TOGETHER.say(language), "", apart(whole, language), NOTHING, verdict(whole, language, spared=WHOLE in spared)]
        found.append(Shown((*cells, *([] if other is None else [null_cell(other, digits)])), whole.verdict, True))
    return found
