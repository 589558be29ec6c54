"""The page of the pillars says what the record says, in both languages, and no more than is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from linli.experiments.factorial import subsets
from linli.experiments.pillars import PILLARS, RECORDED, Played, arm_of
from linli.viz.pillars_page import pillars_page, write_pillars

PAGE = Path("docs/rows/pillars.md")
ADDS = {"party": 0.3, "autonomy": 0.0, "technology": 0.0, "culture": 2.0}


def made(draws: int = 12, seeds: int = 2) -> Played:
    """Party and culture add to every measure, and less together; autonomy does what luck does; technology nothing."""
    rng = np.random.default_rng(1)
    n = draws * seeds
    level = rng.normal(8.0, 0.5, n)

    def of(chosen: tuple[str, ...]) -> dict[str, np.ndarray]:
        more = sum(ADDS[one] for one in chosen) - 0.2 * ({"party", "culture"} <= set(chosen)) + 0.1 * rng.normal(size=n) * ("autonomy" in chosen)
        return dict.fromkeys(RECORDED, level + more)

    ends = {arm_of(chosen): of(chosen) for chosen in subsets(PILLARS)}
    numbers = tuple(draw for draw in range(draws) for _ in range(seeds))
    return Played("four-innovations", ("neighbourhood.buildings=2",), "abc", 260, numbers, tuple(range(n)), (3000,) * n, ends)


@pytest.fixture(scope="module")
def english() -> str:
    return pillars_page(made(), "en", PAGE)


def _row(page: str, heading: str, first: str) -> list[str]:
    part = page.split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    line = next(line for line in part.splitlines() if line.startswith(f"| {first} |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_it_says_how_it_was_made(english: str) -> None:
    told = "linli factorial four-innovations --draws 12 --seeds 2 --set neighbourhood.buildings=2 --page docs/rows/pillars.md"
    assert told in english.splitlines()[0]
    assert "rests on: four-innovations=abc" in english
    assert "under 12 draws" in english
    assert "luck apart" in english


def test_every_combination_has_its_line(english: str) -> None:
    heading = "What each combination changes"
    assert _row(english, heading, "technology")[1] == "none"
    assert _row(english, heading, "party leadership + technology")[1].startswith("+0.3")
    assert _row(english, heading, "residents' autonomy")[1].startswith("not distinguishable")
    part = english.split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    assert sum(line.startswith("| ") for line in part.splitlines()) == 1 + 16


def test_what_is_less_than_the_sum_is_a_substitute(english: str) -> None:
    heading = "Complements and substitutes: acquaintances a resident"
    assert _row(english, heading, "party leadership × culture")[2] == "substitutes"
    assert _row(english, heading, "culture")[2] == "adds"
    assert _row(english, heading, "party leadership × technology")[2] == "not known"
    assert _row(english, "Together against the sum", "acquaintances a resident")[-1].startswith("−0.2")


def test_the_ranking_goes_as_far_as_it_is_known(english: str) -> None:
    part = english.split("## Which beats which: acquaintances a resident", 1)[1].split("\n## ", 1)[0]
    assert "Ranking as far as it is known: 1. " in part
    assert _row(english, "Which beats which: acquaintances a resident", "**C**")[1] == "100*"
    few = pillars_page(made(draws=3, seeds=1), "en", PAGE)
    assert "no ranking" in few
    assert "luck is in it" in few


def test_the_chinese_page_says_the_same(tmp_path: Path) -> None:
    paths = write_pillars(made(), tmp_path / "pillars.md")
    assert [path.name for path in paths] == ["pillars.md", "pillars.zh.md"]
    english, chinese = (path.read_text(encoding="utf-8") for path in paths)
    assert english.count("\n| ") == chinese.count("\n| ")
    assert "党建引领 × 文化培育 |" in chinese
    assert "相互替代" in chinese
    assert "not " not in chinese.split("-->", 2)[2].replace("four-innovations", "")
