"""How much contact makes an acquaintance: what docs/contact.md shows, on two communities (experiments/contact.py)."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from linli.experiments import contact
from linli.experiments.contact import ARMS, COLUMNS, Gatherings, GatheringsParameters
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.society.society import Society

PAGE = Path(contact.__file__).parent.parent / "docs" / "contact.md"
Rows = list[dict[str, dict[str, float]]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    return [contact.gains(seed) for seed in (1, 2)]


def mean(rows: Rows, arm: str, column: str) -> float:
    return float(np.mean([row[arm][column] for row in rows]))


@pytest.mark.slow
def test_monthly_gatherings_do_little(rows: Rows) -> None:
    """Faces become known; acquaintances hardly, and friendly neighbours a quarter as many again."""
    assert 6.0 < mean(rows, "monthly", "came") < 18.0
    assert 1.0 < mean(rows, "monthly", "recognised") < 6.0
    assert 0.0 < mean(rows, "monthly", "acquaintances") < 1.2
    assert abs(mean(rows, "monthly", "friendly")) < 0.3 * mean(rows, "monthly", "acquaintances")
    assert mean(rows, "monthly", "half") > 3.0 * mean(rows, "monthly", "some")


@pytest.mark.slow
def test_weekly_ones_do_much_for_those_who_keep_coming(rows: Rows) -> None:
    assert mean(rows, "weekly", "acquaintances") > 3.0 * mean(rows, "monthly", "acquaintances")
    assert 6.0 < mean(rows, "weekly", "recognised") < 15.0
    never, some, regular, half = (mean(rows, "weekly", group) for group in ("never", "some", "regular", "half"))
    assert never < some < regular < half
    assert 5.0 < regular < 12.0
    assert 9.0 < half < 20.0
    # The civic core is small: few come to half or more.
    assert 0.02 < mean(rows, "weekly", "share.half") < 0.15
    assert mean(rows, "weekly", "friendly") < 0.3 * mean(rows, "weekly", "acquaintances")


@pytest.mark.slow
def test_those_who_never_come_gain_only_what_their_own_people_bring_home(rows: Rows) -> None:
    for arm in ARMS:
        assert -0.12 < mean(rows, arm, "never") < 0.4, arm
        assert mean(rows, arm, "share.never") > 0.03
    assert mean(rows, "weekly", "never") < 0.1 * mean(rows, "weekly", "regular")


@pytest.mark.slow
def test_a_show_twice_a_year_does_next_to_nothing(rows: Rows) -> None:
    assert mean(rows, "shows", "recognised") < 0.8
    assert abs(mean(rows, "shows", "acquaintances")) < 0.1


@pytest.mark.slow
def test_most_is_left_two_years_after_the_end(rows: Rows) -> None:
    for column in ("recognised", "acquaintances"):
        left = mean(rows, "ended", column) / mean(rows, "weekly", column)
        assert 0.4 < left < 0.95, column
    assert mean(rows, "ended", "friendly") < 0.5 * mean(rows, "weekly", "friendly")


@pytest.mark.slow
def test_the_page_is_the_table_of_this_version(rows: Rows) -> None:
    """The means of two seeds lie near those of the page, which were made from six: another rule or constant needs another page."""
    lines = [line.strip("| ").split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    assert lines[0][1:] == [title.en for title in COLUMNS.values()]
    assert [line[0] for line in lines[1:]] == [arm.title.en for arm in ARMS.values()]
    for line, arm in zip(lines[1:], ARMS, strict=True):
        for cell, column in zip(line[1:], COLUMNS, strict=True):
            if cell != "–":
                written = float(re.match(r"[-+]?[\d.]+", cell).group())  # type: ignore[union-attr]
                assert mean(rows, arm, column) == pytest.approx(written, rel=0.2, abs=1.5 if column == "came" else 0.25), (arm, column)
    head = contact.page(rows).split("| two years of")[0].replace("2 seeds", "6 seeds").replace("--seeds 2", "--seeds 6")
    assert PAGE.read_text(encoding="utf-8").startswith(head)


def test_the_chinese_page_holds_the_same_numbers() -> None:
    cells = [
        [line.strip("| ").split(" | ")[1:] for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
        for page in (PAGE, PAGE.with_suffix(".zh.md"))
    ]
    assert cells[0][0] == [title.en for title in COLUMNS.values()]
    assert cells[1][0] == [title.zh for title in COLUMNS.values()]
    assert cells[0][1:] == cells[1][1:]


@pytest.mark.parametrize(("a_year", "weeks", "held"), [(52.0, 10, 10), (12.0, 52, 12), (2.0, 104, 4), (0.0, 30, 0)])
def test_gatherings_fall_due_as_often_as_said(a_year: float, weeks: int, held: int) -> None:
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=3))
    society.attach({"gatherings": GatheringsParameters(a_year=a_year)}, {"gatherings": Gatherings})
    times = 0
    for _ in range(weeks):
        society.step()
        assert len(society.events) in (0, society.places.gates)
        times += len(society.events) > 0
    assert times == held


def test_the_table_speaks_both_languages() -> None:
    rows = [{arm: dict.fromkeys((*COLUMNS, "share.never", "share.some", "share.regular", "share.half"), value) for arm in ARMS} for value in (0.1, 0.3)]
    english, chinese = contact.table(rows), contact.table(rows, language="zh")
    assert "+0.20 ±" in english
    assert "楼门聚会，每周一次" in chinese
    assert english.count("\n") == chinese.count("\n") == 1 + len(ARMS)
