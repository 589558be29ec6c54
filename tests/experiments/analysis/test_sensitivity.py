"""Sensitivity: known indices come out of the whole pipeline (plan, points, data set on disk, analysis); what cannot be analysed is refused in a sentence."""

from __future__ import annotations

import math

import linli
import numpy as np
import pytest
from linli.scenarios.errors import UserError

from .conftest import KEYS

SALTELLI = {"kind": "saltelli", "points": 512}
# Ishigami and Homma 1990 with a = 7, b = .1; the variances are known.
A, B = 7.0, 0.1
V1, V2, V13 = 0.5 * (1.0 + B * math.pi**4 / 5.0) ** 2, A**2 / 8.0, 8.0 * B**2 * math.pi**8 / 225.0
V = V1 + V2 + V13
FIRST = dict(zip(KEYS, (V1 / V, V2 / V, 0.0), strict=True))
TOTAL = dict(zip(KEYS, ((V1 + V13) / V, V2 / V, V13 / V), strict=True))


def ishigami(share, task):
    x, y, z = (2.0 * share - 1.0) * math.pi
    return math.sin(x) + A * math.sin(y) ** 2 + B * z**4 * math.sin(x)


def test_sobol_indices_of_ishigami_come_out_of_a_sweep(plan_of, swept):
    sweep = swept(plan_of(SALTELLI), ishigami)
    found = linli.sensitivity(sweep.folder)
    assert (found.method, found.base, len(sweep.points)) == ("saltelli", 512, 5 * 512)
    assert [one.key for one in found.carried] == sorted(KEYS, key=lambda key: -TOTAL[key])
    for one in found.carried:
        assert one.first.low <= FIRST[one.key] <= one.first.high
        assert one.total.low <= TOTAL[one.key] <= one.total.high
        assert one.total.high - one.total.low < 0.3
    assert math.isnan(found.by_luck), "one replication does not tell luck"
    frame = found.to_frame()
    assert frame["total"].is_monotonic_decreasing
    assert linli.sensitivity(sweep).to_frame().equals(frame), "the same whenever it is taken"


def test_the_first_arm_is_asked_about_alone(plan_of, swept):
    sweep = swept(plan_of({"kind": "saltelli", "points": 32}), lambda share, task: share[0])
    with pytest.raises(UserError, match="is 9 at every point: nothing that was varied moves it"):
        linli.sensitivity(sweep, arm="before")
    assert linli.sensitivity(sweep).response.baseline == "before"


def test_pairs_of_parameters_carry_what_they_carry_together(plan_of, swept):
    sweep = swept(plan_of({"kind": "saltelli", "points": 256, "second_order": True}), ishigami)
    first, *others = linli.sensitivity(sweep).pairs
    assert {first.key, first.other} == {KEYS[0], KEYS[2]}
    assert first.second.low <= V13 / V <= first.second.high
    assert all(one.second.low <= 0.0 <= one.second.high for one in others)


def test_luck_of_the_seeds_is_told_and_is_what_a_parameter_without_any_effect_shows(plan_of, swept):
    def answer(share, task):
        return 2.0 * share[0] + np.random.default_rng([task.run]).normal()

    sweep = swept(plan_of({"kind": "saltelli", "points": 256}, replications=4), answer)
    found = linli.sensitivity(sweep)
    # The variance of 2u is 1/3, that of the mean of four draws 1/4.
    assert found.response.luck == pytest.approx(0.5, abs=0.02)
    assert found.by_luck == pytest.approx((1 / 4) / (1 / 4 + 1 / 3), abs=0.05)
    idle = {one.key: one for one in found.carried}[KEYS[1]]
    assert idle.total.low <= found.by_luck <= idle.total.high
    assert idle.first.low <= 0.0 <= idle.first.high


def test_what_a_seed_has_more_at_all_points_is_no_luck(plan_of, swept):
    plan = plan_of({"kind": "saltelli", "points": 32}, replications=3)
    assert linli.sensitivity(swept(plan, lambda share, task: share[0] + 10.0 * task.seed)).by_luck == pytest.approx(0.0, abs=1e-12)
    own = plan_of({"kind": "saltelli", "points": 32}, replications=3, seeds="own")
    assert linli.sensitivity(swept(own, lambda share, task: share[0] + 10.0 * (task.seed % 3), folder="own")).by_luck > 0.5


def test_morris_screens(plan_of, swept):
    def answer(share, task):
        return 3.0 * share[0] - share[1] + 0.5 * share[2] * share[0]

    found = linli.sensitivity(swept(plan_of({"kind": "morris", "points": 40}), answer))
    assert found.method == "morris"
    first, second, third = found.moved
    assert (first.key, second.key, third.key) == KEYS
    # The step of the first is 3 + share of the third / 2, whose mean over the levels is a half.
    assert first.size.value == pytest.approx(3.25, abs=0.06)
    assert first.size.low <= 3.25 <= first.size.high
    assert (second.size.value, second.mean, second.spread) == pytest.approx((1.0, -1.0, 0.0), abs=1e-9)
    assert third.spread > 0.1, "works otherwise from place to place"
    assert found.to_frame().columns.tolist() == ["parameter", "size", "size_low", "size_high", "mean", "spread"]


def test_morris_tells_the_step_that_luck_alone_makes(plan_of, swept):
    plan = plan_of({"kind": "morris", "points": 60}, replications=4, seeds="own")
    found = linli.sensitivity(swept(plan, lambda share, task: 20.0 * share[0] + np.random.default_rng([task.run]).normal()))
    idle = {one.key: one for one in found.moved}[KEYS[2]]
    assert idle.size.low <= found.by_luck <= idle.size.high
    # Means of four: sd .5; the size of a difference of two of them over a step of 2/3.
    assert found.by_luck == pytest.approx(2.0 * 0.5 / math.sqrt(math.pi) / (2.0 / 3.0), rel=0.1)


def test_the_point_that_is_chosen_is_a_scenario(plan_of, swept, tmp_path):
    sweep = swept(plan_of({"kind": "morris", "points": 8}, seed=7), lambda share, task: share[0] - share[1])
    found = linli.sensitivity(sweep)
    chosen = found.scenario(found.highest)
    file = tmp_path / "point.toml"
    file.write_text(chosen.to_toml(), encoding="utf-8")
    again = linli.load(file).scenario
    assert again.mechanisms["building-gates"].knock_share == pytest.approx(sweep.points.at[found.highest, KEYS[0]])
    assert again.population.renters == pytest.approx(sweep.points[KEYS[1]].min())
    assert (again.arms, again.weeks, again.seed) == (("before", "after"), 8, 7)
    assert again.hash() == chosen.hash()
    with pytest.raises(UserError, match="is no point; allowed: highest, lowest, 0 to 31"):
        found.scenario(32)


@pytest.mark.parametrize(
    ("design", "fails", "said", "zh"),
    [
        ({"kind": "latin-hypercube", "points": 64}, (), r'its design is latin-hypercube; Sobol indices need kind = "saltelli"', "其设计为拉丁超立方"),
        ({"kind": "saltelli", "points": 16}, (), "its 16 base points are too few for an interval; .* needs points = 32 or more", "16 个基点不足"),
        ({"kind": "morris", "points": 3}, (), "its 3 trajectories are too few", "3 条轨迹不足"),
        ({"kind": "morris", "points": 8}, (5, 9), "2 of its 32 runs failed, and the analysis needs all of them", "32 次运行中有 2 次失败"),
    ],
)  # fmt: skip
def test_what_cannot_be_analysed_is_refused_in_one_sentence(plan_of, swept, design, fails, said, zh):
    sweep = swept(plan_of(design), lambda share, task: share[0], fails)
    with pytest.raises(UserError, match=said) as refused:
        linli.sensitivity(sweep)
    assert refused.value.file == str(sweep.folder)
    assert zh in refused.value.text.zh


def test_a_sweep_that_has_not_ended_is_refused(plan_of, swept):
    from linli.experiments.sweep.result import load_sweep
    from linli.experiments.sweep.store import sweep_folder

    plan = plan_of({"kind": "morris", "points": 8})
    folder = swept(plan, lambda share, task: share[0]).folder
    with sweep_folder(folder, plan) as kept:
        kept._runs.keep_runs(np.arange(30))
    with pytest.raises(UserError, match="30 of its 32 runs have finished"):
        linli.sensitivity(load_sweep(folder))


def test_names_that_are_not_there_are_refused_with_the_nearest(plan_of, swept):
    sweep = swept(plan_of({"kind": "morris", "points": 8}), lambda share, task: share[0])
    with pytest.raises(UserError, match=r'no measure "acquaintance". Did you mean "acquaintances"'):
        linli.sensitivity(sweep, "acquaintance")
    with pytest.raises(UserError, match=r'no arm "afte". Did you mean "after"'):
        linli.sensitivity(sweep, arm="afte")
    with pytest.raises(UserError):
        linli.sensitivity(sweep.folder / "nowhere")


def test_points_that_libraries_of_today_do_not_make_are_refused(plan_of, swept, monkeypatch):
    from linli.experiments.sweep import designs

    sweep = swept(plan_of({"kind": "morris", "points": 8}), lambda share, task: share[0])
    made = designs.shares
    monkeypatch.setattr(designs, "shares", lambda parameters, design: made(parameters, design)[::-1])
    with pytest.raises(UserError, match="its points are not those that this version of SALib or scipy makes"):
        linli.sensitivity(linli.open(sweep.folder))
