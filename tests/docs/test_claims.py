"""docs/claims.md is that of the record of rows.

If this fails: linli claims --page docs/claims.md
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from linli.experiments.claims import claims
from linli.experiments.row_record import read_effects
from linli.viz.claims_page import claims_page

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("name", "language"), [("claims.md", "en"), ("claims.zh.md", "zh")])
def test_the_page_is_that_of_the_record(name: str, language: str) -> None:
    page = claims_page(read_effects(DOCS / "rows" / "effects.csv"), language, Path("docs/claims.md"), Path("docs/rows/effects.csv"))
    assert (DOCS / name).read_text(encoding="utf-8") == page


def test_every_sentence_has_its_line_in_both_languages() -> None:
    english, chinese = ((DOCS / name).read_text(encoding="utf-8") for name in ("claims.md", "claims.zh.md"))
    for claim in claims():
        assert claim.sentence.en in english
        assert claim.sentence.zh in chinese
    assert "not played yet" not in english, "linli rows has not been run since the ledger changed"
    assert not re.search(r"[\u4e00-\u9fff]", english.replace("[中文]", ""))
