"""The rows of reproduced studies as a tidy table, and which folders hold plays (kept.py writes and reads such folders)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...scenarios.history import is_frozen, kind_of
from ...scenarios.json_text import from_json
from ..places import MANIFEST
from .board import WHOLE, counted

if TYPE_CHECKING:
    from .reproduce import StudyResult

COLUMNS = (
    "study", "table", "question", "label", "kind", "mark", "published", "expect", "simulated", "low", "high", "sd", "error", "sites", "verdict", "counts",
    "null", "null_verdict",
)  # fmt: skip
"""Columns of the tidy table: study, title of the table, what it asks, label, kind (frozen, adjusted, fitted), and then as in `verdict.Row`.

`counts` is False of the parts of a distribution (the line after them, labelled `ALL_PARTS`, counts; its `simulated` is how far the two are apart,
`verdict.Whole.apart`) and of rows that nothing fails. `null` and `null_verdict` are what the null model gets, where it was played."""
ALL_PARTS = "(all parts together)"


def columns_of(results: Sequence[StudyResult]) -> dict[str, list[Any]]:
    """Return all rows of some studies, column by column."""
    lines = [line for result in results for line in _lines(result)]
    return {name: [line[k] for line in lines] for k, name in enumerate(COLUMNS)}


def _lines(result: StudyResult) -> Iterator[tuple[Any, ...]]:
    stand = {(one.table, one.row): one for one in counted(result)}
    frozen, nothing = is_frozen(result.study), math.nan
    for t, (table, rows) in enumerate(result.tables()):
        about = result.study.name, table.title.en, table.fields.question
        kind, null = (kind_of(table, frozen), table.fields.mark), result.null_rows(t)
        for k, row in enumerate(rows):
            figures = row.published, row.expect, row.simulated, row.low, row.high, row.sd, row.error, row.sites, row.verdict
            beside = (nothing, "") if null is None else (null[k].simulated, null[k].verdict)
            one = stand.get((t, k))
            yield (*about, row.label, *kind, *figures, one is not None and not one.spared, *beside)
        whole = result.whole(t)
        if whole is not None:
            other, one = None if null is None else result.whole(t, null), stand[t, WHOLE]
            figures = nothing, "", whole.apart, nothing, nothing, nothing, nothing, max(row.sites for row in rows), whole.verdict
            beside = (nothing, "") if other is None else (other.apart, other.verdict)
            yield (*about, ALL_PARTS, *kind, *figures, not one.spared, *beside)


def plays_in(here: Path) -> dict[str, str]:
    """Return name of a study -> folder of a play of it, of the folders of reproduced studies in `here` and in its folder runs/."""
    found = {}
    for file in sorted([*here.glob(f"*/{MANIFEST}"), *here.glob(f"runs/*/{MANIFEST}")]):
        try:
            manifest = from_json(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(manifest, dict) and manifest.get("kind") == "reproduction":
            found.update(dict.fromkeys(manifest.get("studies", {}), file.parent.as_posix()))
    return found
