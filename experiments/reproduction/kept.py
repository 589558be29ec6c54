"""Reproduced studies as a folder that any tool can read, and back: everything that was printed, so that it can be printed again from it alone.

rows.parquet, rows.csv   one line a row of a published table (`records.COLUMNS`), and one for each distribution as a whole
results.json             the studies and their rows in full, and what was asked for
manifest.json            version, seed, constants, rules taken out, hash of each study, wall time
figures/                 what was drawn
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from ...model.ground.faces import Drawn
from ...model.ground.text import Text
from ...model.people.constants import Constants
from ...scenarios.history import entry_of
from ...scenarios.json_text import from_json
from ...scenarios.published import study_from_dict
from ..checksums import with_checksums
from ..codebook import ROWS
from ..columns import write_table
from ..csv_tables import csv_text
from ..facts import environment
from ..manifest import first_fault
from ..places import MANIFEST, Place
from ..store import write_folder
from ..tables import Tabled
from .board import kinds_of
from .play import with_sites
from .records import columns_of
from .reproduce import StudyResult
from .verdict import Row

FORMAT = 3
"""Version of these folders."""
RESULTS = "results.json"
_FLOATS = tuple(name for name, kind in get_type_hints(Row).items() if kind is float)


@dataclass(frozen=True, repr=False)
class Reproduction(Drawn, Tabled):
    """Published studies reproduced by one command.

    Attributes:
        results: the studies, in their order.
        everything: whether all studies that come with linli were asked for.
        without: rules that were taken out.
        whole: with rules taken out: the studies with all rules; else the results.
        unknown: why it is not known which rows nothing fails; None: it is, or does not matter.
    """

    results: list[StudyResult]
    everything: bool = False
    without: tuple[str, ...] = ()
    whole: list[StudyResult] | None = None
    unknown: Text | None = None

    def __repr__(self) -> str:
        first = ", ".join(result.study.name for result in self.results[:4])
        return f"Reproduction({first}{', ...' if len(self.results) > 4 else ''}; {len(self.results)} in all)"

    def arrow_columns(self) -> dict[str, list[Any]]:
        """Return all rows of all studies, as `StudyResult.to_frame` has them: of `to_arrow`, `to_polars` and of what DuckDB reads."""
        return columns_of(self.results)


class _Study(BaseModel):
    model_config = ConfigDict(strict=True)

    name: str
    file: str
    data: dict[str, Any]
    sites: int
    history: list[str]
    seed: int
    seconds: float
    rows: list[list[list[Any]]]
    null: list[list[list[Any]]] | None
    spared: list[list[int]]


class _Kept(BaseModel):
    model_config = ConfigDict(strict=True)

    everything: bool
    without: list[str]
    unknown: list[str] | None
    results: list[_Study]
    whole: list[_Study] | None


def text_of(kept: Reproduction) -> str:
    """Return a reproduction as the text of results.json."""
    tree = {
        "everything": kept.everything, "without": list(kept.without), "unknown": None if kept.unknown is None else list(kept.unknown),
        "results": [_study(one) for one in kept.results], "whole": None if kept.whole is None else [_study(one) for one in kept.whole],
    }  # fmt: skip
    return json.dumps(tree, ensure_ascii=False, allow_nan=False) + "\n"


def _study(result: StudyResult) -> dict[str, Any]:
    def rows(tables: Sequence[Sequence[Row]]) -> list[list[list[Any]]]:
        return [[[_plain(value) for value in row] for row in table] for table in tables]

    study = result.study
    return {
        "name": study.name, "file": study.file, "data": study.data, "sites": study.head.sites, "history": list(entry_of(study)), "seed": result.seed,
        "seconds": result.seconds, "rows": rows(result.rows), "null": None if result.null is None else rows(result.null),
        "spared": sorted([table, row] for table, row in result.spared),
    }  # fmt: skip


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: NaN as null, the infinite as text."""
    if isinstance(value, float) and not math.isfinite(value):
        return None if value != value else str(float(value))
    return value.item() if hasattr(value, "item") else value


def read_kept(folder: Path) -> Reproduction:
    """Read the reproduction that a folder keeps.

    Raises:
        UserError: a study in it is none.
        OSError, ValueError: the file cannot be read, or does not hold what it should.
    """
    try:
        kept = _Kept.model_validate(from_json((folder / RESULTS).read_text(encoding="utf-8")))
        results, whole = ([_result(one) for one in part] if part is not None else None for part in (kept.results, kept.whole))
    except ValidationError as error:
        raise ValueError(first_fault(error, RESULTS)) from None
    except (TypeError, KeyError, IndexError) as error:
        raise ValueError(f"{RESULTS}: {error}") from None
    if not results:
        raise ValueError(f"{RESULTS} holds no study")
    unknown = None if kept.unknown is None else Text(*kept.unknown)
    return Reproduction(results, kept.everything, tuple(kept.without), whole, unknown)


def _result(one: _Study) -> StudyResult:
    study = study_from_dict(one.data, one.name, one.file)
    if one.sites != study.head.sites:
        study = with_sites(study, one.sites)
    if len(one.history) != 4:
        raise ValueError("a history has four entries")
    study = study._replace(history=tuple(one.history))
    read = TypeAdapter(list[list[Row]], config=ConfigDict(strict=True))

    def rows(tables: list[list[list[Any]]]) -> list[list[Row]]:
        named = [[dict(zip(Row._fields, row, strict=True)) for row in table] for table in tables]
        found = read.validate_python([[{k: _number(v) if k in _FLOATS else v for k, v in row.items()} for row in table] for table in named])
        if [len(table) for table in found] != [table.rows for table in study.tables]:
            raise ValueError("the rows are not those of the study's tables")
        return found

    spared = frozenset((table, row) for table, row in one.spared)
    return StudyResult(study, rows(one.rows), one.seed, one.seconds, None if one.null is None else rows(one.null), spared)


def _number(value: Any) -> Any:
    return math.nan if value is None else float(value) if value in ("inf", "-inf") else value


def save(
    kept: Reproduction,
    folder: Path | Place,
    *,
    constants: Constants,
    quick: bool = False,
    seconds: float,
    draw: Callable[[Path], object] | None = None,
) -> Path:
    """Write reproduced studies to a new folder; it is there whole or not at all.

    Args:
        kept: the studies, and what was asked for.
        folder: a new or empty folder.
        constants: those that were used.
        quick: whether the fit's smaller sites were played.
        seconds: of wall time in all.
        draw: draws figures into the folder that it is given.

    Raises:
        UserError: the folder cannot be written.
    """
    from ...model.ground.version import __version__

    results = kept.results
    manifest = {
        "format": FORMAT, "kind": "reproduction", "linli": __version__, "seed": results[0].seed, "quick": quick, "without": list(kept.without),
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
        write_table(columns, part / "rows.parquet", ROWS)
        (part / "rows.csv").write_text(csv_text(columns), encoding="utf-8")
        (part / RESULTS).write_text(text_of(kept), encoding="utf-8")
        whole = with_checksums(manifest, [part / "rows.parquet", part / RESULTS])
        (part / MANIFEST).write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return write_folder(folder, fill, draw)
