"""Verdicts and sampling errors against cases worked out by hand."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from linli.experiments.reproduction.board import WHOLE
from linli.experiments.reproduction.reproduce import Score
from linli.experiments.reproduction.sampling import LIMIT, POINTS, Error, error_from, limit, study_error
from linli.experiments.reproduction.verdict import Whole, cut, errors_of, in_words, judge, stand, welch, whole_of
from linli.scenarios.errors import UserError
from linli.scenarios.published import Table, study_from_dict

DATA = tomllib.loads((Path(__file__).parents[2] / "class.toml").read_text(encoding="utf-8"))


def table(question: str = "level-share", **fields: Any) -> Table:
    """Return a table with these fields."""
    entry = {"question": question, "mark": "quoted", **fields}
    if question == "level-share":
        entry.setdefault("with", {"level": "acquaintance"})
    return study_from_dict({**DATA, "tables": [entry, *DATA["tables"][:2]]}).tables[0]


def test_what_is_expected_in_words_is_judged_by_the_interval_over_sites() -> None:
    row = judge(table(expect=["more"], contrast=["little", "much"]), column(2.0, 4.0, 6.0))[0]
    half = 4.302652729911275 * 2.0 / math.sqrt(3.0)
    assert (row.low, row.high) == pytest.approx((4.0 - half, 4.0 + half)), "Student's t of two degrees of freedom"


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
        ({"published": [50.0], "places": 49}, 1.0),
        ({"published": [20.0]}, 5.0),
        ({"published": [4.0]}, 2.5),
        ({"published": [4.0], "places": 49}, 1.0),
    ],
)
def test_the_sampling_error_is_the_one_of_the_first_source_there_is(fields: dict[str, Any], expected: float) -> None:
    assert study_error(table(**fields), 0, sd=7.0).size == pytest.approx(expected, rel=1e-12)


def test_the_spread_between_simulated_places_is_worth_a_quarter_of_the_figure_at_most() -> None:
    assert (LIMIT, POINTS) == (0.25, 0.025)
    share, count = table(published=[8.0]), table("degree", weeks=[2, 4], published=[4.0, 0.0], **{"with": {"level": "friend"}})
    assert [limit(share, 0), limit(table(published=[40.0]), 0)] == [2.5, 10.0]
    assert study_error(share, 0, 9.0, sites=12) == Error(2.5, math.inf, "limit")
    assert study_error(share, 0, 2.0, sites=12) == Error(2.0, 11.0, "spread")
    # Of a figure of 0 that is no share, a quarter of what is simulated.
    assert (limit(count, 0), limit(count, 1, simulated=2.0)) == (1.0, 0.5)
    assert limit(table("panel-transitivity", published=[0.04], **{"with": {"level": "friend"}}), 0) == 0.025


def test_places_and_distributions_that_say_nothing_are_refused() -> None:
    for fields, said in (
        ({"published": [50.0], "places": 3, "n": 10}, "no effect beside n"),
        ({"published": [50.0], "places": 3, "se": 1.0}, "no effect beside se"),
        ({"expect": ["more"], "contrast": ["little", "much"], "places": 3}, "of a finding in words it has no effect"),
        ({"published": [50.0], "places": 0}, "places"),
        ({"published": [50.0], "places": 2.5}, "places"),
        ({"published": [50.0], "distribution": True}, "two or more published figures"),
        ({"weeks": [2, 4], "published": [50.0, 50.0], "distribution": True}, "of one week and one arm"),
    ):
        with pytest.raises(UserError, match=said):
            table(**fields)
    with pytest.raises(UserError, match="add up to 1; these add up to 90"):
        table("ever-talked", published=[10.0, 20.0, 20.0, 20.0, 20.0], distribution=True, **{"with": {"focus": "class"}})


def test_a_row_has_its_own_error() -> None:
    found = table(weeks=[2, 4], published=[50.0, 20.0], n=[100, 64])
    assert [study_error(found, k, sd=0.0).size for k in (0, 1)] == pytest.approx([5.0, 5.0])
    found = table(weeks=[2, 4], published=[50.0, 20.0], se=[1.0, 2.0])
    assert [study_error(found, k, sd=0.0).size for k in (0, 1)] == [1.0, 2.0]


def test_a_mean_is_not_taken_for_a_share() -> None:
    found = table("days-there", published=[4.9, 0.9], **{"with": {"focus": "class"}})
    assert study_error(found, 0, sd=0.25).size == 0.25
    with pytest.raises(UserError, match="of a mean, n alone says nothing"):
        table("days-there", published=[4.9, 0.9], n=100, **{"with": {"focus": "class"}})


def test_a_ratio_of_pairs_has_the_error_of_a_share_of_one() -> None:
    found = table("panel-transitivity", published=[0.5], n=100, **{"with": {"level": "acquaintance"}})
    assert study_error(found, 0, sd=9.0).size == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("simulated", "verdict"),
    [(10.0, "inside"), (11.95, "inside"), (8.05, "inside"), (11.97, "near"), (6.1, "near"), (13.93, "off"), (6.0, "off")],
)
def test_inside_within_one_interval_near_within_two(simulated: float, verdict: str) -> None:
    row = judge(table(published=[10.0], se=1.0), column(simulated, simulated))[0]
    assert row.verdict == verdict
    assert row.distance == pytest.approx((simulated - 10.0) / 1.959963984540054)
    assert (abs(row.distance) <= 1.0, abs(row.distance) <= 2.0) == (verdict == "inside", verdict != "off")


@pytest.mark.parametrize(("published", "verdict"), [(47.1, "inside"), (46.9, "near"), (52.9, "inside"), (55.7, "near"), (55.9, "off")])
def test_one_place_is_judged_by_the_spread_between_simulated_places(published: float, verdict: str) -> None:
    # Nine sites, mean 50, sd 1.118, standard error of the mean .3727; both together sqrt(1.25 + .1389) = 1.1785; t of 8 df is 2.306: 2.7177 ... and
    # the largest published figure that is inside of a place like these is mean + t sd sqrt(1 + 1/9), the prediction interval of a tenth place.
    sites = [48.75, 49.0, 49.25, 49.5, 50.0, 50.5, 50.75, 51.0, 51.25]
    sd = float(np.std(sites, ddof=1))
    half = 2.306004135 * sd * math.sqrt(1.0 + 1.0 / 9.0)
    row = judge(table(published=[50.0 + (published - 50.0) * half / 2.915]), column(*sites))[0]
    assert (row.simulated, row.sd, row.error, row.df) == (50.0, pytest.approx(sd), pytest.approx(sd), 8.0)
    assert row.verdict == verdict
    assert (row.low, row.high) == (pytest.approx(50.0 - half), pytest.approx(50.0 + half)), "the interval that is printed is the one that decides"


def test_what_is_printed_decides_and_shares_end_at_0_and_100() -> None:
    row = judge(table(published=[2.0], se=3.0), column(1.0, 1.2, 0.8, 1.0))[0]
    assert (row.low, row.verdict) == (0.0, "inside")
    assert row.half > 1.0, "the verdict's arithmetic is not clipped"
    found = table(published=[-20.0], se=9.0, contrast=["little", "much"])
    assert judge(found, column(-10.0, -10.1))[0].low < -20.0, "a difference may be below 0"


def test_degrees_of_freedom_are_those_of_the_sum() -> None:
    assert math.isinf(welch(0.0, 3.0, Error(1.0)))
    # Satterthwaite: (1 + 4)^2 / (1 / 3) where only the first variance was estimated, / (1 / 3 + 16 / 9) where both were.
    assert welch(1.0, 3.0, Error(2.0)) == pytest.approx(75.0)
    assert welch(1.0, 3.0, Error(2.0, 9.0, "spread")) == pytest.approx(25.0 / (1.0 / 3.0 + 16.0 / 9.0))
    assert (cut(math.inf), cut(1.0)) == (pytest.approx(1.959964), pytest.approx(12.7062))


def test_a_simulated_mean_noisier_than_the_study_is_undecided_unless_it_is_off() -> None:
    noisy = column(40.0, 60.0, 45.0, 55.0)
    assert judge(table(published=[50.0], se=1.0), noisy)[0].verdict == "undecided"
    assert judge(table(published=[50.0], se=10.0), noisy)[0].verdict == "inside"
    assert judge(table(published=[99.0], se=1.0), noisy)[0].verdict == "off"
    # Of one place: t of two or three sites is so large that nothing could be off; four tell.
    one = table(published=[50.0])
    assert [judge(one, column(*[49.0, 51.0, 50.0, 50.0][:sites]))[0].verdict for sites in (2, 3, 4)] == ["undecided", "undecided", "inside"]
    assert Score.of(judge(table(published=[50.0], se=1.0), noisy)) == (0, 0, 0, 1)


def test_the_null_model_is_judged_by_the_errors_of_the_model() -> None:
    found = table(published=[50.0])
    wide = judge(found, column(44.0, 48.0, 50.0, 52.0, 56.0))
    alone, beside = judge(found, column(45.0, 45.1, 45.0, 44.9, 45.0)), judge(found, column(45.0, 45.1, 45.0, 44.9, 45.0), errors_of(wide))
    assert (alone[0].verdict, beside[0].verdict) == ("off", "inside")
    assert beside[0].error == wide[0].error


def shares(*published: float, **fields: Any) -> Table:
    """Return a table of the four answers on chatting."""
    study = {**DATA, "people": None, "arms": None}
    study = {key: value for key, value in study.items() if value is not None and key != "everyday"}
    entry = {"question": "chat-frequency", "published": list(published), "mark": "quoted", **fields}
    return study_from_dict({**study, "ordinary_week": True, "tables": [entry]}).tables[0]


def test_parts_of_one_distribution_count_as_one_by_pearsons_chi_square() -> None:
    found = shares(40.0, 30.0, 20.0, 10.0, n=400)
    assert found.distribution
    rows = judge(found, np.array([[45.0, 28.0, 18.0, 9.0]]))
    whole = whole_of(found, rows)
    assert whole is not None
    # 400 * (.05^2 / .4 + .02^2 / .3 + .02^2 / .2 + .01^2 / .1) = 4.233; the 95 % point of chi-square with 3 degrees of freedom is 7.815.
    assert whole.distance == pytest.approx(math.sqrt(4.2333333 / 7.8147279))
    assert (whole.verdict, whole.apart) == ("inside", pytest.approx(0.05))
    far = whole_of(found, judge(found, np.array([[50.0, 30.0, 15.0, 5.0]])))
    assert far is not None
    assert (far.verdict, far.distance) == ("near", pytest.approx(math.sqrt(400 * (0.01 / 0.4 + 0.0025 / 0.2 + 0.0025 / 0.1) / 7.8147279)))
    assert whole_of(found, judge(found, np.array([[70.0, 10.0, 10.0, 10.0]]))).verdict == "off"  # type: ignore[union-attr]
    same = whole_of(found, judge(found, np.array([[40.0, 30.0, 20.0, 10.0]] * 2)))
    assert same == Whole(0.0, 0.0, "inside")
    nobody = whole_of(found, judge(found, np.full((2, 4), math.nan)))
    assert nobody is not None
    assert nobody.verdict == "off"


def test_a_distribution_of_places_is_judged_by_f_and_a_noisy_one_is_undecided() -> None:
    found = shares(40.0, 30.0, 20.0, 10.0)
    answers = np.array([[42.0, 29.0, 19.0, 10.0], [38.0, 31.0, 21.0, 10.0], [44.0, 28.0, 18.0, 10.0], [40.0, 32.0, 18.0, 10.0]])
    rows = judge(found, answers)
    whole = whole_of(found, rows)
    assert whole is not None
    from scipy.stats import f

    t = sum((1.0 - r.published / 100.0) * (r.simulated - r.published) ** 2 / (r.error**2 + r.own**2) for r in rows if r.simulated != r.published)
    assert whole.distance == pytest.approx(math.sqrt(t / 3.0 / f.ppf(0.95, 3, 3)))
    exact = shares(41.0, 30.0, 19.0, 10.0, se=0.1)
    assert whole_of(exact, judge(exact, answers)).verdict == "undecided"  # type: ignore[union-attr]


def test_which_tables_are_distributions() -> None:
    assert not shares(40.0, 30.0, 20.0, 5.0).distribution, "they do not add up"
    assert whole_of(table(published=[50.0]), judge(table(published=[50.0]), column(1.0, 2.0))) is None
    spread = table("ever-talked", published=[0.2, 0.2, 0.2, 0.2, 0.2], **{"with": {"focus": "class"}})
    assert not spread.distribution
    assert table("ever-talked", published=[0.2, 0.2, 0.2, 0.2, 0.2], distribution=True, **{"with": {"focus": "class"}}).distribution


def test_sites_without_an_answer_are_left_out() -> None:
    row = judge(table(published=[10.0], se=1.0), column(9.9, math.nan, 10.1))[0]
    assert (row.simulated, row.sites, row.verdict) == (10.0, 2, "inside")
    alone = judge(table(published=[10.0], se=1.0), column(9.0))[0]
    assert (alone.verdict, alone.sites) == ("inside", 1), "one site has no spread, and the study's own error does"
    nobody = judge(table(published=[10.0], se=1.0), column(math.nan, math.nan))[0]
    assert (nobody.sites, nobody.verdict) == (0, "off")
    assert math.isnan(nobody.distance)


def test_equal_figures_without_any_error_are_inside() -> None:
    assert stand(3.1, 3.1, 0.0) == "inside"
    assert stand(3.1, 3.1001, 0.0) == "off"
    assert stand(3.1, 3.1, math.nan) == "undecided", "nothing tells the error"


@pytest.mark.parametrize(
    ("expect", "mean", "half", "verdict"),
    [
        ("more", 2.0, 1.9, "inside"), ("more", 2.0, 2.1, "near"), ("more", -0.1, 5.0, "off"),
        ("less", -2.0, 1.9, "inside"), ("less", -2.0, 2.1, "near"), ("less", 0.1, 5.0, "off"),
        ("same", 0.9, 5.0, "inside"), ("same", -1.5, 0.1, "near"), ("same", 2.1, 0.1, "off"),
        ("more", math.nan, 1.0, "off"), ("more", 1.0, math.nan, "undecided"),
        # An interval that just reaches zero holds it; one without width holds its middle alone.
        ("more", 2.0, 2.0, "near"), ("less", -2.0, 2.0, "near"), ("more", 0.5, 0.0, "inside"), ("less", 0.5, 0.0, "off"), ("more", 0.0, 0.0, "off"),
    ],
)  # fmt: skip
def test_findings_in_words(expect: str, mean: float, half: float, verdict: str) -> None:
    assert in_words(expect, mean, half, 1.0, own=half / 6.0) == verdict


def test_the_same_is_undecided_where_the_mean_is_less_certain_than_the_margin() -> None:
    assert [in_words("same", mean, 5.0, 1.0, own=1.1) for mean in (0.0, 1.5, 2.1)] == ["undecided", "undecided", "off"]


def test_a_finding_in_words_is_judged_by_the_interval_of_the_difference() -> None:
    found = table(expect=["more"], contrast=["little", "much"])
    assert judge(found, column(1.9, 2.0, 2.1))[0].verdict == "inside"
    # Mean 2, sd 1.414, two sites: the interval reaches from -10.7 to 14.7.
    assert judge(found, column(1.0, 3.0))[0].verdict == "near"
    assert judge(found, column(-1.0, -3.0))[0].verdict == "off"


def test_where_the_error_comes_from_is_said() -> None:
    assert error_from(table(published=[50.0], n=1200, design=3.0)).en == "error of 1,200 asked, design effect 3"
    assert error_from(table(published=[50.0], se=1.0, n=1200)).en == "error as published"
    assert error_from(table(published=[50.0])).en == "error between simulated places, at most a quarter of the figure"
    assert error_from(table(published=[50.0], places=38)).en == "error between simulated places of 38 studied, at most a quarter of the figure"
    assert error_from(table("days-there", published=[4.9, 0.9], **{"with": {"focus": "class"}})).en.startswith("error between simulated places")


def test_a_score_counts() -> None:
    rows = judge(table(weeks=[2, 4], published=[10.0, 10.0], se=1.0), np.array([[10.0, 13.0], [10.0, 13.0]]))
    score = Score.of([*rows, *judge(table(published=[10.0], se=1.0), column(90.0, 90.0))])
    assert score == (1, 1, 1, 0)
    assert (score.rows, score.good) == (3, pytest.approx(2 / 3))
    assert Score(0, 0, 0).good == 0.0


def test_a_whole_table_has_the_number_of_no_row() -> None:
    """Rows are counted from 0; were the whole table a row, nobody could tell it from that one."""
    assert WHOLE < 0
