"""The rows of reproduced studies as a tidy table, and as a folder that any tool can read.

rows.parquet, rows.csv   one line a row of a published table (`COLUMNS`)
manifest.json            version, seed, constants, rules taken out, hash of each study, wall time
figures/                 what was drawn
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...model.people.constants import Constants
from ..columns import write_table
from ..facts import environment
from ..store import MANIFEST, write_folder

if TYPE_CHECKING:
    from .reproduce import StudyResult

FORMAT = 1
"""Version of these folders."""
COLUMNS = ("study", "table", "question", "label", "role", "mark", "published", "expect", "simulated", "low", "high", "sd", "error", "sites", "verdict")
"""Columns of the tidy table: study, title of the table, what it asks, and then as in `verdict.Row`."""


def columns_of(results: Sequence[StudyResult]) -> dict[str, list[Any]]:
    """Return all rows of some studies, column by column."""
    lines = [
        (
            result.study.name, table.title.en, table.fields.question, row.label, table.role, table.fields.mark, row.published, row.expect, row.simulated,
            row.low, row.high, row.sd, row.error, row.sites, row.verdict,
        )
        for result in results
        for table, rows in result.tables()
        for row in rows
    ]  # fmt: skip
    return {name: [line[k] for line in lines] for k, name in enumerate(COLUMNS)}


def save(
    results: Sequence[StudyResult],
    folder: Path,
    *,
    constants: Constants,
    without: Sequence[str] = (),
    quick: bool = False,
    seconds: float,
    draw: Callable[[Path], object] | None = None,
) -> Path:
    """Write reproduced studies to a new folder; it is there whole or not at all.

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
                "score": r.score()._asdict(), "reproduced": r.reproduced, "wall_seconds": round(r.seconds, 3),
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
        if draw is not None:
            draw(part / "figures")

    return write_folder(folder, fill)
