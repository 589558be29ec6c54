"""Scenario discovery: a planted kind of compound comes out of the whole pipeline (plan, points, data set on disk, analysis); of noise nothing does."""

from __future__ import annotations

import math

import linli
import numpy as np
import pytest
from linli.experiments.analysis import searching
from linli.scenarios.errors import UserError

from .conftest import KEYS

SOBOL = {"kind": "sobol", "points": 64}
KNOCK, RENTERS, LEAST = KEYS


@pytest.fixture
def some(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shuffles enough to tell one in twenty, and a few halves."""
    monkeypatch.setattr(searching, "PERMUTATIONS", 19)
    monkeypatch.setattr(searching, "HALVES", 8)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than is needed where the box is beyond doubt."""
    monkeypatch.setattr(searching, "PERMUTATIONS", 4)
    monkeypatch.setattr(searching, "CHANCE", 0.2)
    monkeypatch.setattr(searching, "HALVES", 2)


def luck(task):
    return np.random.default_rng([7, task.run]).random()


def planted(share, task):
    """Where less than .5 of the doors are knocked at and more than .6 of the range rent, it fails nine times in ten, elsewhere once in twenty."""
    inside = share[0] < 0.5 and share[1] > 0.6
    return -1.0 if luck(task) < (0.9 if inside else 0.05) else 1.0


def at(share: float) -> float:
    """Return the value at a share of the range of a parameter of `plan_of`."""
    return 0.1 + 0.8 * share


def test_a_planted_box_is_found_with_its_limits(plan_of, swept, some):
    sweep = swept(plan_of({"kind": "sobol", "points": 256}, replications=2, seeds="own"), planted)
    found = linli.discover(sweep.folder, "acquaintances effect <= 0", "after", progress=False)
    assert found.answer == "found"
    (box,) = found.boxes
    assert [(sweep.parameters[one.axis], one.side) for one in box.limits] == [(KNOCK, "most"), (RENTERS, "least")]
    assert box.limits[0].bound == pytest.approx(at(0.5), abs=0.03)
    assert box.limits[1].bound == pytest.approx(at(0.6), abs=0.03)
    assert all(one.quasi_p < 0.001 and box.often(one) > 0.8 for one in box.limits)
    assert box.density == pytest.approx(0.9, abs=0.07)
    assert box.elsewhere == pytest.approx(0.05, abs=0.03)
    assert box.mass == pytest.approx(0.2, abs=0.03)
    assert box.coverage == pytest.approx(0.18 / (0.18 + 0.04), abs=0.08)
    assert box.search.p == 0.05, "1 of 20: none of 19 shuffles reaches it"
    held = box.search.halves.density
    assert held.low <= held.value <= held.high
    assert 0.7 < held.value < 0.97
    # Within the box each run fails by itself with .9: what differs there is luck alone.
    assert box.luck.share > 0.8
    assert box.luck.always + box.luck.sometimes + box.luck.never == box.inside.sum()
    frame = found.to_frame()
    assert frame["parameter"].tolist() == [KNOCK, RENTERS]
    assert frame["side"].tolist() == ["most", "least"]
    assert frame["held_out"].tolist() == [held.value] * 2
    # The box is that of the numbers as they are told.
    points = sweep.points
    told = (points[KNOCK] <= box.limits[0].bound) & (points[RENTERS] >= box.limits[1].bound)
    assert told.tolist() == box.inside.tolist()
    cases = found.cases()
    assert (cases["in_box"] == box.inside).all()
    assert cases.loc[box.inside, "failed"].mean() == pytest.approx(box.density)


def test_a_typical_compound_of_the_box_is_a_scenario(plan_of, swept, few, tmp_path):
    sweep = swept(plan_of(SOBOL), planted)
    found = linli.discover(sweep, progress=False)
    point = found.typical()
    assert found.boxes[0].inside[point]
    assert found.failed[0, point]
    file = tmp_path / "point.toml"
    file.write_text(found.scenario().to_toml(), encoding="utf-8")
    again = linli.load(file).scenario
    assert again.population.renters == pytest.approx(sweep.points[RENTERS][point])
    # It stands in the middle: at least a fifth of its width from each limit.
    assert at(0.65) < sweep.points[RENTERS][point] < at(0.95)


@pytest.mark.parametrize("replications", [1, 3])
def test_of_noise_nothing_stands_out(plan_of, swept, replications, some):
    plan = plan_of({"kind": "latin-hypercube", "points": 64}, replications=replications)
    found = linli.discover(swept(plan, lambda share, task: luck(task) - 0.4), progress=False)
    assert (found.answer, found.boxes) == ("nothing stands out", ())
    assert found.p > 0.05
    assert found.to_frame().empty
    assert len(found.trade_off()) == len(found.searches[0].way)
    assert not found.trade_off()["taken"].any()
    with pytest.raises(UserError, match="there is no box 0; there are 0"):
        found.typical()
    if replications == 3:
        assert found.luck.share > 0.85


def test_compounds_that_differ_by_nothing_that_was_varied_are_no_kind(plan_of, swept, some):
    """Each point fails with all seeds or with none: runs are alike, and are not counted as so many compounds."""
    plan = plan_of({"kind": "latin-hypercube", "points": 64}, replications=4)
    found = linli.discover(swept(plan, lambda share, task: np.random.default_rng([5, task.point]).random() - 0.4), progress=False)
    assert found.answer == "nothing stands out"
    assert found.luck.share == 0.0


def test_what_fails_nowhere_or_everywhere_is_an_answer(plan_of, swept):
    sweep = swept(plan_of(SOBOL), lambda share, task: 1.0 + share[0])
    for fails, answer in (("acquaintances effect < 1", "never"), ("acquaintances effect >= 1", "always")):
        found = linli.discover(sweep, fails)
        assert (found.answer, found.boxes, found.searches) == (answer, (), ())
        assert math.isnan(found.p)


def test_the_value_of_an_arm_may_fail_too(plan_of, swept, few):
    sweep = swept(plan_of(SOBOL), lambda share, task: share[2])
    # before: 8 and the seed; after: as much more as the share.
    low = linli.discover(sweep, f"acquaintances value < {8.0 + sweep.plan.seed + 0.25}", "after", progress=False)
    (one,) = low.boxes[0].limits
    assert (sweep.parameters[one.axis], one.side) == (LEAST, "most")
    assert one.bound == pytest.approx(at(0.25), abs=0.04)
    assert low.boxes[0].density > 0.9
    assert low.boxes[0].coverage > 0.9
    # Whenever it is looked for, the same.
    again = linli.discover(linli.open(sweep.folder), str(low.fails), "after", progress=False)
    assert again.to_frame().equals(low.to_frame())


def test_a_second_kind_is_looked_for_outside_of_the_first(plan_of, swept, few):
    def answer(share, task):
        return -1.0 if (share[0] < 0.6 and share[1] < 0.5) or (share[0] > 0.75 and share[2] > 0.5) else 1.0

    sweep = swept(plan_of({"kind": "sobol", "points": 128}), answer)
    first, second = linli.discover(sweep, boxes=2, progress=False).boxes
    assert not (first.inside & second.inside).any()
    sides = [{(sweep.parameters[one.axis], one.side) for one in box.limits} for box in (first, second)]
    assert sides == [{(KNOCK, "most"), (RENTERS, "most")}, {(KNOCK, "least"), (LEAST, "least")}]
    assert first.coverage + second.coverage > 0.9
    assert first.elsewhere == second.elsewhere < 0.1


def test_a_box_of_the_way_may_be_chosen(plan_of, swept, few):
    sweep = swept(plan_of(SOBOL), planted)
    way = linli.discover(sweep, progress=False).trade_off()
    found = linli.discover(sweep, box=4, progress=False)
    assert found.boxes[0].inside.sum() == way["points"][4]
    assert found.boxes[0].density == way["density"][4]
    assert found.trade_off()["taken"].tolist().index(True) == 4
    with pytest.raises(UserError, match=f"there is no box 999; allowed: 1 to {len(way) - 1}"):
        linli.discover(sweep, box=999, progress=False)


def test_luck_of_the_seeds_is_taken_apart_from_the_parameters(plan_of, swept, few):
    def answer(share, task):
        # Only with the first seed it fails, wherever the parameters allow it.
        return -1.0 if task.seed == 2 and share[0] < 0.4 else 1.0

    sweep = swept(plan_of(SOBOL, replications=2, seed=2), answer)
    found = linli.discover(sweep, progress=False)
    (box,) = found.boxes
    assert (box.luck.low, box.luck.always) == (0.0, 0)
    assert box.luck.high > 0.9
    assert box.luck.sometimes > 0.9 * box.inside.sum()
    assert box.luck.share > 0.9, "what differs in the box is the seed"


@pytest.mark.parametrize(
    ("design", "said", "zh"),
    [
        ({"kind": "morris", "points": 16}, "its design is morris, whose points lie along paths", "设计点沿路径分布"),
        ({"kind": "sobol", "points": 16}, "its 16 points are too few to tell kinds of compound apart; 32 or more", "16 个设计点不足"),
    ],
)
def test_points_that_tell_nothing_of_kinds_are_refused(plan_of, swept, design, said, zh):
    sweep = swept(plan_of(design), lambda share, task: share[0])
    with pytest.raises(UserError, match=said) as refused:
        linli.discover(sweep)
    assert zh in refused.value.text.zh


def test_runs_that_failed_names_that_are_not_there_and_wrong_numbers_are_refused(plan_of, swept):
    sweep = swept(plan_of({"kind": "sobol", "points": 32}), lambda share, task: share[0] - 0.5)
    for arguments, said in (
        ({"fails": "acquaintance effect < 0"}, 'no measure "acquaintance". Did you mean "acquaintances"'),
        ({"arm": "afte"}, 'no arm "afte". Did you mean "after"'),
        ({"arm": "before"}, "an effect is over the first arm"),
        ({"boxes": 9}, "9 is not allowed; allowed: 1 to 5"),
        ({"fails": "acquaintances effect"}, "is no condition"),
    ):
        with pytest.raises(UserError, match=said):
            linli.discover(sweep, **arguments)
    gaps = swept(plan_of({"kind": "sobol", "points": 32}), lambda share, task: share[0], (3,), "gaps")
    with pytest.raises(UserError, match="1 of its 32 runs failed"):
        linli.discover(gaps)
