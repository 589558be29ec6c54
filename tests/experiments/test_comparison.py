"""Comparisons and runs written down by hand: which number stands under which name, and what a gain costs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from linli.experiments.comparison import Comparison
from linli.experiments.records import Track
from linli.experiments.results import RunResult
from linli.model.society.measures import info
from linli.scenarios.schema import Scenario
from scipy import stats

Ends = Mapping[str, Sequence[float]]
"""Measure -> its value at the end with each seed."""
BEFORE: Ends = {
    "acquaintances": (5.0, 9.0, 7.0), "yuan": (100.0, 110.0, 90.0), "priced": (300.0, 300.0, 300.0), "staff_hours": (10.0, 10.0, 10.0),
    "volunteer_hours": (20.0, 40.0, 30.0), "trust_neighbours": (0.5, 0.5, 0.5),
}  # fmt: skip
AFTER: Ends = {
    "acquaintances": (6.0, 10.2, 7.8), "yuan": (1100.0, 1710.0, 690.0), "priced": (900.0, 900.0, 900.0), "staff_hours": (13.0, 14.0, 15.0),
    "volunteer_hours": (120.0, 240.0, 230.0), "trust_neighbours": (0.4, 0.7, math.nan),
}  # fmt: skip
PEOPLE = {1: 100, 2: 200, 3: 300}


def tracks_of(arm: str, ends: Ends) -> dict[tuple[str, int], Track]:
    found = {}
    for k, seed in enumerate(PEOPLE):
        track = found[arm, seed] = Track(arm, seed)
        track.add(0, {"acquaintances": 4.0 + k})
        track.add(52, {name: values[k] for name, values in ends.items()})
    return found


def comparison(after: Ends = AFTER, **more: Any) -> Comparison:
    whole: dict[str, Any] = {
        "facts": None, "scenario": Scenario.from_dict({"format": 1}, "by-hand"), "baseline": "before", "arms": ("after",), "seeds": tuple(PEOPLE), "weeks": 52,
        "tracks": tracks_of("before", BEFORE) | tracks_of("after", after), "infos": {name: info(name) for name in BEFORE}, "residents": PEOPLE, "degrees": {},
        "ground": None, "gate_ties": {},
    }  # fmt: skip
    return Comparison(**whole | more)


def test_the_interval_is_that_of_the_pairs_and_not_of_the_arms() -> None:
    """Differences 1.0, 1.2 and .8: their mean lies within 2.484 standard errors .1155, though the arms differ by far more between seeds."""
    found = comparison().difference("after", "acquaintances")
    assert (found.start, found.without, found.with_) == pytest.approx((5.0, 7.0, 8.0))
    assert found.mean == pytest.approx(1.0)
    assert found.sd == pytest.approx(0.2)
    half = 4.302653 * 0.2 / math.sqrt(3)
    assert (found.low, found.high) == pytest.approx((1.0 - half, 1.0 + half), abs=1e-5)
    assert found.certain
    assert found.centre == found.mean
    mixed = comparison({**AFTER, "acquaintances": (10.2, 7.8, 6.0)}).difference("after", "acquaintances")
    assert mixed.mean == pytest.approx(1.0), "the mean knows nothing of pairs"
    assert not mixed.certain
    unknown = comparison().difference("after", "trust_neighbours")
    assert (unknown.pairs, unknown.mean) == (2, pytest.approx(0.05)), "a seed that has no value says nothing"
    assert comparison().difference("after", "staff_hours").start != comparison().difference("after", "staff_hours").start, "not taken at the start"


def test_a_course_has_a_line_a_seed_and_nothing_where_a_seed_was_not_asked() -> None:
    found = comparison()
    found.tracks["after", 2].add(60, {"acquaintances": 11.0})
    weeks, values = found.course("after", "acquaintances")
    assert weeks.tolist() == [0, 52, 60]
    assert values[:, :2].tolist() == [[4.0, 6.0], [5.0, 10.2], [6.0, 7.8]]
    assert np.isnan(values[:, 2]).tolist() == [True, False, True]
    assert values[1, 2] == 11.0
    weeks, values = comparison(seeds=()).course("after", "acquaintances")
    assert (weeks.tolist(), values.shape) == ([], (0, 0))


def test_the_table_has_a_column_for_the_end_without_and_one_for_the_end_with() -> None:
    row = comparison().summary().loc[("after", "acquaintances")]
    assert (row["start"], row["end_without"], row["end_with"], row["difference"]) == pytest.approx((5.0, 7.0, 8.0, 1.0))
    assert row["low"] < row["difference"] < row["high"]
    assert (row["pairs"], row["draws"]) == (3, 0)
    assert row["title"] == info("acquaintances").title.en
    assert row["title_zh"] == info("acquaintances").title.zh


def test_a_gain_is_counted_in_pairs_of_people_and_costs_yuan_hours_of_staff_and_of_volunteers() -> None:
    """1.0, 1.2, .8 acquaintances more for 100, 200, 300 people make 50, 120, 120 pairs; 1,000, 1,600 and 600 yuan more are spent."""
    found = comparison().cost("after")
    assert (found.arm, found.yuan, found.staff_hours, found.volunteer_hours) == ("after", pytest.approx(3200 / 3), pytest.approx(4.0), pytest.approx(500 / 3))
    assert found.gain == pytest.approx(290 / 3)
    assert found.price == 27.7
    assert not found.certain, "people gain for certain, but so many more of them with one seed than with another that the number of pairs has no bound"
    assert all(math.isnan(value) for value in (found.ratio, found.low, found.high, *found.priced))
    alike = comparison(residents=dict.fromkeys(PEOPLE, 100)).cost("after")
    assert alike.ratio == pytest.approx(3200 / 150)
    assert alike.low < alike.ratio < alike.high
    assert alike.priced[0] == pytest.approx((3200 + 27.7 * 500) / 150)
    assert alike.priced[1] < alike.priced[0] < alike.priced[2]


@pytest.mark.parametrize("after", [(5.0, 9.0, 7.0), (4.0, 8.0, 6.5), (8.0, 9.0, 6.0)], ids=["none", "a loss", "not sure"])
def test_what_is_no_gain_for_certain_has_no_price(after: tuple[float, ...]) -> None:
    found = comparison({**AFTER, "acquaintances": after})
    cost = found.cost("after")
    assert not cost.certain
    assert all(math.isnan(value) for value in (cost.ratio, cost.low, cost.high, *cost.priced))
    assert cost.yuan == pytest.approx(3200 / 3), "it costs what it costs"
    assert cost.detectable == found.difference("after", "acquaintances").detectable


def test_over_draws_a_pair_costs_the_median_of_the_draws() -> None:
    """Gains of 50, 60 and 40 pairs for 1,000, 1,600 and 600 yuan, both spread by how well three draws know their mean: 2 / sqrt(3)."""
    found = comparison(residents=dict.fromkeys(PEOPLE, 100), draws=(7, 8, 9)).cost("after")
    wide = 2.0 / math.sqrt(3.0)
    prices = [(3200 / 3 + wide * (yuan - 3200 / 3)) / (50.0 + wide * (pairs - 50.0)) for yuan, pairs in ((600, 40), (1000, 50), (1600, 60))]
    assert (found.low, found.ratio, found.high) == pytest.approx(tuple(prices))
    assert found.low < found.ratio < found.high


def test_where_acquaintances_began_is_told_with_the_largest_share_first() -> None:
    ends = {"origin.yard": (0.2, 0.3, 0.1), "origin.landing": (0.5, 0.6, 0.7), "acquaintances": (1.0, 1.0, 1.0)}
    found = comparison(tracks=tracks_of("before", ends) | tracks_of("after", ends)).origins("after")
    assert list(found.items()) == [("landing", pytest.approx(0.6)), ("yard", pytest.approx(0.2))]


def test_a_run_keeps_apart_the_start_the_end_without_and_the_end_with() -> None:
    tracks = {"before": tracks_of("before", BEFORE)["before", 1], "after": tracks_of("after", AFTER)["after", 1]}
    nothing: Any = None
    run = RunResult(nothing, nothing, "after", "before", 1, 52, tracks, {name: info(name) for name in BEFORE}, {}, nothing)
    table = run.summary()
    known = table.loc["acquaintances"]
    assert (known["start"], known["end_without"], known["end_with"], known["difference"]) == (4.0, 5.0, 6.0, 1.0)
    assert table.loc["staff_hours", ["end_without", "end_with"]].tolist() == [10.0, 13.0]
    assert table.loc["volunteer_hours", ["end_without", "end_with"]].tolist() == [20.0, 120.0]
    assert np.isnan(table.loc["yuan", "start"]), "what was not taken at the start is not known, and not 0"
    assert (run.end("yuan"), run.end("yuan", "before"), run.without("yuan")) == (1100.0, 100.0, 100.0)
    assert table["title_zh"].tolist() == [info(name).title.zh for name in table.index]


def test_the_interval_of_a_ratio_ends_where_cost_less_so_much_a_pair_may_be_zero() -> None:
    """Fieller: the bounds are those prices p at which the t-test of cost - p * gain just finds no difference from zero."""
    from linli.experiments.intervals import ratio

    cost, gain = np.array([900.0, 1500.0, 1100.0, 1300.0]), np.array([40.0, 55.0, 60.0, 45.0])
    centre, low, high = ratio(cost, gain)
    assert centre == pytest.approx(24.0)
    for price in (low, high):
        assert stats.ttest_1samp(cost - price * gain, 0.0).pvalue == pytest.approx(0.05, abs=1e-9)
    assert low < centre < high
    assert stats.ttest_1samp(cost - 0.5 * (low + centre) * gain, 0.0).pvalue > 0.05
