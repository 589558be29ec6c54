"""docs/rows: every row of the source that is built has its line in the record, of the row as it is now, and a page of its own.

If this fails: linli rows --page docs/rows/README.md
"""

from __future__ import annotations

from pathlib import Path

import pytest
from linli.experiments.row_record import read_effects
from linli.experiments.rows import row_names, stale
from linli.viz.rows_page import RECORD, rows_page

ROWS = Path(__file__).parents[2] / "docs" / "rows"
HEADINGS = ("In the world", "What is modelled, and what is left out", "Levers", "What came out", "How it fails", "What is assumed", "中文")


def test_the_record_of_rows_is_up_to_date() -> None:
    assert stale(read_effects(ROWS / RECORD)) == []


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_the_page_of_rows_is_that_of_the_record(name: str, language: str) -> None:
    effects = read_effects(ROWS / RECORD)
    assert (ROWS / name).read_text(encoding="utf-8") == rows_page(effects, language, Path("docs/rows/README.md"))


@pytest.mark.parametrize("row", row_names())
def test_every_row_has_a_page_with_all_that_a_page_of_a_row_says(row: str) -> None:
    text = (ROWS / f"{row}.md").read_text(encoding="utf-8")
    found = [line.lstrip("# ") for line in text.splitlines() if line.startswith("## ")]
    assert [heading for heading in HEADINGS if heading not in found] == []
