"""docs/rows/pillars.md: the record is of four-innovations as it is now, and the page is that of the record.

If this fails: linli factorial four-innovations --page docs/rows/pillars.md
"""

from __future__ import annotations

from pathlib import Path

import pytest
from linli.experiments.pillars import read_played, up_to_date
from linli.scenarios.loader import load
from linli.viz.pillars_page import pillars_page

ROWS = Path(__file__).parents[2] / "docs" / "rows"


def test_the_record_of_pillars_is_up_to_date() -> None:
    played = read_played(ROWS / "pillars.csv")
    assert played is not None
    draws = len(set(played.draws))
    own = load("four-innovations").with_settings(played.settings).with_weeks(played.weeks)
    assert up_to_date(played, own, played.settings, draws, len(played.seeds) // draws)


@pytest.mark.parametrize(("name", "language"), [("pillars.md", "en"), ("pillars.zh.md", "zh")])
def test_the_page_of_pillars_is_that_of_the_record(name: str, language: str) -> None:
    played = read_played(ROWS / "pillars.csv")
    assert played is not None
    assert (ROWS / name).read_text(encoding="utf-8") == pillars_page(played, language, Path("docs/rows/pillars.md"))
