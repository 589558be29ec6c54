"""What is told of a box: numbers worked out by hand, and held against the library that finds the boxes."""

from __future__ import annotations

import numpy as np
import pytest
from linli.experiments.analysis.boxes import Ground, Limit, limits_of, pruned, quasi_p, rounded, roundest, standing_out, with_quasi_p
from linli.experiments.analysis.prim import Axis, axes_of, peeled
from linli.experiments.analysis.searching import luck_in, way_of
from linli.experiments.sweep.designs import Parameter
from scipy.stats import binom


def ground(columns: list[np.ndarray], failed: np.ndarray) -> Ground:
    axes = tuple(Axis(f"x{k}", column) for k, column in enumerate(columns))
    return Ground(axes, np.arange(failed.shape[1]), failed)


def test_how_far_a_box_stands_out_is_what_drawing_without_looking_gives() -> None:
    rng = np.random.default_rng(3)
    whole = (rng.random(60) < 0.3).astype(float)
    within = whole[:20]
    drawn = np.array([rng.permutation(whole)[:20].mean() for _ in range(20_000)])
    assert standing_out(within, whole) == pytest.approx((within.mean() - whole.mean()) / drawn.std(), abs=0.02)
    assert standing_out(whole, whole) == 0.0
    assert standing_out(whole[:0], whole) == 0.0
    assert standing_out(np.ones(4), np.ones(9)) == 0.0


def test_it_is_largest_at_the_planted_box_of_many_nested_ones() -> None:
    x = (np.arange(200) + 0.5) / 200
    # Fails nine times in ten up to .3, once in ten beyond; without noise.
    failed = np.array([[(k % 10 < 9) if value < 0.3 else (k % 10 == 0) for k, value in enumerate(x)]])
    shares = failed[0].astype(float)
    z = [standing_out(shares[: k + 1], shares) for k in range(200)]
    assert x[int(np.argmax(z))] == pytest.approx(0.3, abs=0.01)


def test_a_quasi_p_value_is_the_binomial_one_of_a_single_replication() -> None:
    without = np.array([1.0] * 12 + [0.0] * 18)
    within = np.array([1.0] * 8 + [0.0] * 2)
    assert quasi_p(within, without, 1) == pytest.approx(binom.sf(7, 10, 0.4))
    # Four replications that all answer alike are one; four that are independent are four.
    assert quasi_p(within, without, 4) == pytest.approx(binom.sf(7, 10, 0.4))
    assert quasi_p(np.full(10, 0.75), np.full(30, 0.5), 4) == pytest.approx(binom.sf(29, 40, 0.5))
    assert quasi_p(np.zeros(3), without, 1) == 1.0
    assert quasi_p(np.ones(3), np.ones(9), 1) == 1.0


def test_numbers_are_those_of_the_library_where_each_point_is_run_once() -> None:
    import pandas as pd
    from linli.experiments.analysis.prim import _library

    prim, rng = _library(), np.random.default_rng(8)
    x = rng.random((120, 2))
    failed = (rng.random(120) < np.where(x[:, 0] < 0.4, 0.8, 0.2))[None]
    here = ground([x[:, 0], x[:, 1]], failed)
    box = prim.Prim(pd.DataFrame(x, columns=["p0", "p1"]), failed[0].astype(int), threshold=1e-9, mass_min=0.05).find_box()
    theirs = box.peeling_trajectory
    mine = [here.step(limits_of(edges)) for edges in peeled(here.axes, here.chosen, failed)]
    assert [step.coverage for step in mine] == pytest.approx(theirs["coverage"].tolist())
    assert [step.density for step in mine] == pytest.approx(theirs["density"].tolist())
    assert [step.points for step in mine] == theirs["n"].tolist()
    last = {one.place: one.quasi_p for one in with_quasi_p(here, mine[-1].limits)}
    for k in (0, 1):
        for side, p in zip(("least", "most"), box.qp[-1].get(f"p{k}", [-1, -1]), strict=True):
            if p != -1:
                assert last[k, side] == pytest.approx(p)
            else:
                assert (k, side) not in last


def test_limits_that_may_do_nothing_are_left_out() -> None:
    rng = np.random.default_rng(2)
    x = rng.random((150, 2))
    here = ground([x[:, 0], x[:, 1]], (x[:, 0] < 0.4)[None])
    (kept,) = pruned(here, [Limit(0, "most", 0.4), Limit(1, "least", 0.1)])
    assert kept.place == (0, "most")
    assert kept.quasi_p < 0.001


def test_a_limit_is_the_roundest_number_between_inside_and_outside() -> None:
    assert roundest(0.4132, 0.4391) == 0.42 or roundest(0.4132, 0.4391) == 0.43
    assert roundest(11.3, 28.9) == 20.0
    assert roundest(0.49999, 0.50002) == pytest.approx(0.5, abs=2e-5)
    column = np.array([0.11, 0.38, 0.4132, 0.4391, 0.8])
    here = ground([column], np.array([[False, False, False, True, True]]))
    (one,) = rounded(here, [Limit(0, "least", 0.4391)])
    assert one.bound in (0.42, 0.43)
    assert here.inside([one]).tolist() == [False, False, False, True, True]
    whole = Ground((Axis("floors", np.array([3.0, 6.0, 9.0]), (), True),), np.arange(3), np.array([[True, True, False]]))
    (step,) = rounded(whole, [Limit(0, "most", 7.5)])
    assert step.bound == 6.0, "of a parameter of single values a limit is one of them"


def test_words_and_truth_values_are_a_choice_and_whole_numbers_and_lists_are_steps() -> None:
    rng = np.random.default_rng(4)
    kinds = ("beijing", "towers", "village")
    points = [(kinds[k % 3], bool(k % 2), 3 + k % 5, 12 * int(rng.integers(1, 4))) for k in range(90)]
    parameters = (Parameter("preset", kinds), Parameter("on", (False, True)), Parameter("floors", (), 3, 7, whole=True), Parameter("often", (12, 24, 36)))
    axes = axes_of(parameters, points, False)
    assert [axis.words for axis in axes] == [kinds, (False, True), (), ()]
    assert [axis.stepped for axis in axes] == [True, True, True, True]
    failed = np.array([[kind == "towers" or (kind == "village" and floors >= 6) for kind, _, floors, _ in points]])
    here = Ground(axes, np.arange(90), failed)
    way = way_of(here)
    best = max(way, key=lambda step: step.z)
    (words,) = [one for one in rounded(here, pruned(here, best.limits)) if one.side == "among"]
    assert words.axis == 0
    assert {kinds[number] for number in words.words} in ({"towers"}, {"towers", "village"})
    assert best.density > 0.7


def test_luck_is_what_replications_of_a_point_differ_in() -> None:
    everybody = np.ones(4, bool)
    alike = np.array([[True, False, True, False]] * 3)
    assert luck_in(alike, everybody).share == 0.0
    runs = np.random.default_rng(1).random((4, 4000)) < 0.3
    told = luck_in(runs, np.ones(4000, bool))
    assert told.share == pytest.approx(1.0, abs=0.02)
    assert (told.low, told.high) == pytest.approx((0.3, 0.3), abs=0.03)
    assert told.always + told.sometimes + told.never == 4000
    assert np.isnan(luck_in(alike[:1], everybody).share), "one replication does not tell luck"
