"""The rows of reproduced studies as a tidy table, and as a folder that any tool can read.

rows.parquet, rows.csv   one line a row of a published table (`COLUMNS`), and one for each distribution as a whole
manifest.json            version, seed, constants, rules taken out, hash of each study, wall time
figures/                 what was drawn
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...model.people.constants import Constants
from ...scenarios.history import is_frozen, kind_of
from ..columns import write_table
from ..facts import environment
from ..places import MANIFEST, Place
from ..store import write_folder
from .board import WHOLE, counted, kinds_of

if TYPE_CHECKING:
    from .reproduce import StudyResult

FORMAT = 2
"""Version of these folders."""
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
            manifest = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(manifest, dict) and manifest.get("kind") == "reproduction":
            found.update(dict.fromkeys(manifest.get("studies", {}), file.parent.as_posix()))
    return found


def save(
    results: Sequence[StudyResult],
    folder: Path | Place,
    *,
    constants: Constants,
    without: Sequence[str] = (),
    quick: bool = False,
    seconds: float,
    draw: Callable[[Path], object] | None = None,
) -> Path:
    """Write reproduced studies to a new folder; it is there whole or not at all. Figures that fail cost nothing else.

    Args:
        results: the studies.
        folder: a new or empty folder.
        constants: those that were used.
        without: rules that were taken out.
        quick: whether the fit's smaller sites were played.
        seconds: of wall time in all.
        draw: draws figures into the folder that it is given.

    Raises:
        UserError: the folder cannot be written.
    """
    from ...model.ground.version import __version__

    manifest = {
        "format": FORMAT, "kind": "reproduction", "linli": __version__, "seed": results[0].seed, "quick": quick, "without": list(without),
        "studies": {
            r.study.name: {
                "hash": r.study.hash(), "title": r.study.title._asdict(), "file": r.study.file, "sites": r.study.head.sites,
                "score": r.score()._asdict(), "kinds": {kind: found._asdict() for kind, found in kinds_of(r).items()}, "wall_seconds": round(r.seconds, 3),
            }
            for r in results
        },
        "constants": constants.model_dump(mode="json"), "wall_seconds": round(seconds, 3), "environment": environment(),
    }  # fmt: skip
    columns = columns_of(results)

    def fill(part: Path) -> None:
        write_table(columns, part / "rows.parquet")
        with (part / "rows.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(zip(*columns.values(), strict=True))
        (part / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    return write_folder(folder, fill, draw)
