"""A comparison as a workbook: every number as it is kept, every column in the codebook, no text that becomes a formula."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from linli.experiments.compare import compare
from linli.experiments.comparison import Comparison
from linli.experiments.export import export_run
from linli.experiments.results import RunResult
from linli.experiments.workbook import sheets_of, workbook
from linli.model.ground.text import Text
from linli.scenarios.errors import UserError
from linli.scenarios.loader import load

SMALL = ["neighbourhood.buildings=1", "neighbourhood.floors=2"]


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(load("building-gates").with_settings(SMALL), arms=("before", "after"), seeds=2, weeks=6, threads=1)


@pytest.fixture(scope="module")
def book(found: Comparison) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(found)))


def rows(book: Any, sheet: str) -> list[dict[str, Any]]:
    first, *others = book[sheet].iter_rows(values_only=True)
    return [dict(zip(first, row, strict=True)) for row in others]


def same(kept: float, cell: object) -> bool:
    """An empty cell is a number that is not known."""
    return cell is None if not math.isfinite(kept) else cell == kept


def test_differences_are_those_that_are_printed(found: Comparison, book: Any) -> None:
    lines = rows(book, "differences")
    assert [(line["arm"], line["measure"]) for line in lines] == [(arm, name) for arm in found.arms for name in found.names]
    for line in lines:
        effect = found.difference(line["arm"], line["measure"])
        for column, value in (("difference", effect.mean), ("low", effect.low), ("high", effect.high), ("end_with", effect.with_), ("start", effect.start)):
            assert same(value, line[column]), (line["measure"], column)


def test_ends_and_weeks_are_those_of_the_runs(found: Comparison, book: Any) -> None:
    for line in rows(book, "ends"):
        assert all(same(found.tracks[line["arm"], line["seed"]].end(name), line[name]) for name in found.names)
    weeks = rows(book, "weeks")
    last = [line for line in weeks if line["week"] == found.weeks]
    assert [line["arm"] for line in last] == list(found.everybody)
    for line in last:
        assert line["acquaintances"] == pytest.approx(found.ends(line["arm"], "acquaintances").mean())


def test_the_codebook_says_of_every_column_what_it_is(book: Any) -> None:
    told = {(line["sheet"], line["column"]): line for line in rows(book, "codebook")}
    for sheet in book:
        if sheet.title != "codebook":
            for name in next(sheet.iter_rows(values_only=True)):
                assert told[sheet.title, name]["meaning"], (sheet.title, name)
                assert told[sheet.title, name]["meaning_zh"], (sheet.title, name)
    assert book.sheetnames == ["differences", "ends", "weeks", "measures", "constants", "codebook"]


def test_the_constants_are_all_there_with_their_marks(found: Comparison, book: Any) -> None:
    from linli.scenarios.facts import constants

    lines = {line["key"]: line for line in rows(book, "constants")}
    facts = constants(found.scenario)
    assert set(lines) == {fact.key for fact in facts}
    assert {line["mark"] for line in lines.values()} <= {"measured", "fitted", "assumed", "setting"}
    assert lines["neighbourhood.floors"]["value"] == 2


def test_a_text_that_begins_like_a_formula_stays_a_text(found: Comparison) -> None:
    name = found.names[0]
    odd = replace(found, infos={**found.infos, name: found.infos[name]._replace(title=Text("=1+1", "=cmd|'/c calc'!A1"))})
    made = openpyxl.load_workbook(io.BytesIO(workbook(odd)))
    cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and cell.value.startswith("=")]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_it_is_an_export_of_a_comparison_and_of_nothing_else(found: Comparison, tmp_path: Path, run: RunResult) -> None:
    folder = found.save(tmp_path / "both")
    (path,) = export_run(folder, "xlsx", tmp_path / "workbook")
    assert path == tmp_path / "workbook" / "comparison.xlsx"
    assert openpyxl.load_workbook(path).sheetnames[0] == "differences"
    with pytest.raises(UserError, match="only a comparison is written as xlsx"):
        export_run(run, "xlsx", tmp_path / "no")
    with pytest.raises(UserError, match="a comparison keeps no ties"):
        export_run(found, "graphml", tmp_path / "neither")
    assert [sheet.name for sheet in sheets_of(found)][-1] == "constants"
