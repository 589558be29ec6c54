"""docs/evidence.md was generated from the studies, sources and constants as they are now. Nothing is played: their hashes are compared.

If this fails: linli reproduce all --without each --page docs/necessity.md, and then linli reproduce all --page docs/evidence.md
"""

from __future__ import annotations

from pathlib import Path

import pytest
from linli.experiments.reproduction.board import nothing_fails
from linli.experiments.reproduction.necessity import WITHOUT
from linli.scenarios.published import study_names
from linli.viz.evidence_page import check_page

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", ["evidence.md", "evidence.zh.md", "necessity.md", "necessity.zh.md"])
def test_the_page_of_evidence_is_up_to_date(page: str) -> None:
    check_page(DOCS / page)


@pytest.mark.parametrize("page", ["evidence.md", "evidence.zh.md"])
def test_the_page_of_evidence_holds_every_study(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert [name for name in study_names() if f'<a id="{name}"></a>' not in text] == []


@pytest.mark.parametrize("page", ["necessity.md", "necessity.zh.md"])
def test_the_page_of_necessity_holds_every_rule(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert [name for name in WITHOUT if f"| `{name}` |" not in text] == []


def test_the_record_of_necessity_is_up_to_date_and_the_page_of_evidence_used_it() -> None:
    assert nothing_fails(DOCS / "necessity.csv")[1] is None
    assert "Which rows nothing fails is not known" not in (DOCS / "evidence.md").read_text(encoding="utf-8")
