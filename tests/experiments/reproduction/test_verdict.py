"""Verdicts and sampling errors against cases worked out by hand."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from linli.experiments.reproduction.reproduce import Score
from linli.experiments.reproduction.verdict import error_from, in_words, judge, sampling_error, stand
from linli.scenarios.errors import UserError
from linli.scenarios.published import Table, study_from_dict

DATA = tomllib.loads((Path(__file__).parents[2] / "class.toml").read_text(encoding="utf-8"))


def table(question: str = "level-share", **fields: Any) -> Table:
    """Return a table with these fields."""
    entry = {"question": question, "mark": "quoted", **fields}
    if question == "level-share":
        entry.setdefault("with", {"level": "acquaintance"})
    return study_from_dict({**DATA, "tables": [entry, *DATA["tables"][:2]]}).tables[0]


def column(*values: float) -> np.ndarray:
    return np.array(values, np.float64)[:, None]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"published": [50.0], "n": 100}, 5.0),
        ({"published": [50.0], "n": 100, "design": 4.0}, 10.0),
        ({"published": [20.0], "n": 64}, 5.0),
        ({"published": [0.0], "n": 100}, 100 * math.sqrt(0.005 * 0.995 / 100)),
        ({"published": [100.0], "n": 100}, 100 * math.sqrt(0.005 * 0.995 / 100)),
        ({"published": [50.0], "se": 1.5}, 1.5),
        ({"published": [50.0], "se": 1.5, "n": 100}, 1.5),
        ({"published": [50.0], "n": 9, "spread": 3.0, "design": 4.0}, 2.0),
        ({"published": [50.0]}, 7.0),
    ],
)
def test_the_sampling_error_is_the_one_of_the_first_source_there_is(fields: dict[str, Any], expected: float) -> None:
    assert sampling_error(table(**fields), 0, sd=7.0) == pytest.approx(expected, rel=1e-12)


def test_a_row_has_its_own_error() -> None:
    found = table(weeks=[2, 4], published=[50.0, 20.0], n=[100, 64])
    assert [sampling_error(found, k, sd=0.0) for k in (0, 1)] == pytest.approx([5.0, 5.0])
    found = table(weeks=[2, 4], published=[50.0, 20.0], se=[1.0, 2.0])
    assert [sampling_error(found, k, sd=0.0) for k in (0, 1)] == [1.0, 2.0]


def test_a_mean_is_not_taken_for_a_share() -> None:
    found = table("days-there", published=[4.9, 0.9], **{"with": {"focus": "class"}})
    assert sampling_error(found, 0, sd=0.25) == 0.25
    with pytest.raises(UserError, match="of a mean, n alone says nothing"):
        table("days-there", published=[4.9, 0.9], n=100, **{"with": {"focus": "class"}})


def test_a_ratio_of_pairs_has_the_error_of_a_share_of_one() -> None:
    found = table("panel-transitivity", published=[0.5], n=100, **{"with": {"level": "acquaintance"}})
    assert sampling_error(found, 0, sd=9.0) == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("simulated", "verdict"),
    [(10.0, "inside"), (11.95, "inside"), (8.05, "inside"), (11.97, "near"), (6.1, "near"), (13.93, "off"), (6.0, "off")],
)
def test_inside_within_one_interval_near_within_two(simulated: float, verdict: str) -> None:
    row = judge(table(published=[10.0], se=1.0), column(simulated, simulated))[0]
    assert row.verdict == verdict
    assert row.distance == pytest.approx((simulated - 10.0) / 1.959963984540054)
    assert (abs(row.distance) <= 1.0, abs(row.distance) <= 2.0) == (verdict == "inside", verdict != "off")


@pytest.mark.parametrize(("published", "verdict"), [(16.7, "inside"), (16.9, "near"), (3.3, "inside"), (23.4, "near"), (23.7, "off")])
def test_one_place_is_judged_by_the_spread_between_simulated_places(published: float, verdict: str) -> None:
    # Sites 8 and 12: mean 10, sd 2.828, standard error of the mean 2; both together sqrt(8 + 4) = 3.464, times 1.96: 6.79.
    row = judge(table(published=[published]), column(8.0, 12.0))[0]
    assert (row.simulated, row.sd, row.error) == (10.0, pytest.approx(math.sqrt(8.0)), pytest.approx(math.sqrt(8.0)))
    assert row.verdict == verdict
    # Student's t of one degree of freedom, 12.706, times 2.
    assert (row.low, row.high) == (pytest.approx(10.0 - 25.412, abs=1e-3), pytest.approx(10.0 + 25.412, abs=1e-3))


def test_sites_without_an_answer_are_left_out() -> None:
    row = judge(table(published=[10.0], se=1.0), column(9.0, math.nan, 11.0))[0]
    assert (row.simulated, row.sites, row.verdict) == (10.0, 2, "inside")
    alone = judge(table(published=[10.0], se=1.0), column(9.0))[0]
    assert (alone.verdict, alone.sites) == ("inside", 1), "one site has no spread, and the study's own error does"
    nobody = judge(table(published=[10.0], se=1.0), column(math.nan, math.nan))[0]
    assert (nobody.sites, nobody.verdict) == (0, "off")
    assert math.isnan(nobody.distance)


def test_equal_figures_without_any_error_are_inside() -> None:
    assert stand(3.1, 3.1, 0.0, 0.0) == "inside"
    assert stand(3.1, 3.1001, 0.0, 0.0) == "off"


@pytest.mark.parametrize(
    ("expect", "mean", "half", "verdict"),
    [
        ("more", 2.0, 1.9, "inside"), ("more", 2.0, 2.1, "near"), ("more", -0.1, 5.0, "off"),
        ("less", -2.0, 1.9, "inside"), ("less", -2.0, 2.1, "near"), ("less", 0.1, 5.0, "off"),
        ("same", 0.9, 5.0, "inside"), ("same", -1.5, 0.1, "near"), ("same", 2.1, 0.1, "off"),
        ("more", math.nan, 1.0, "off"), ("more", 1.0, math.nan, "off"),
    ],
)  # fmt: skip
def test_findings_in_words(expect: str, mean: float, half: float, verdict: str) -> None:
    assert in_words(expect, mean, half, 1.0) == verdict


def test_a_finding_in_words_is_judged_by_the_interval_of_the_difference() -> None:
    found = table(expect=["more"], contrast=["little", "much"])
    assert judge(found, column(1.9, 2.0, 2.1))[0].verdict == "inside"
    # Mean 2, sd 1.414, two sites: the interval reaches from -10.7 to 14.7.
    assert judge(found, column(1.0, 3.0))[0].verdict == "near"
    assert judge(found, column(-1.0, -3.0))[0].verdict == "off"


def test_where_the_error_comes_from_is_said() -> None:
    assert error_from(table(published=[50.0], n=1200, design=3.0)).en == "error of 1,200 asked, design effect 3"
    assert error_from(table(published=[50.0], se=1.0, n=1200)).en == "error as published"
    assert error_from(table(published=[50.0])).en == "error between simulated places"
    assert error_from(table("days-there", published=[4.9, 0.9], **{"with": {"focus": "class"}})).en == "error between simulated places"


def test_a_score_counts() -> None:
    rows = judge(table(weeks=[2, 4], published=[10.0, 10.0], se=1.0), np.array([[10.0, 13.0], [10.0, 13.0]]))
    score = Score.of([*rows, *judge(table(published=[10.0], se=1.0), column(90.0, 90.0))])
    assert score == (1, 1, 1)
    assert (score.rows, score.good) == (3, pytest.approx(2 / 3))
    assert Score(0, 0, 0).good == 0.0
