"""A known best budget is found through the whole pipeline, and what is told of it is not flattered."""

from __future__ import annotations

import json
import math

import linli
import numpy as np
import pandas as pd
import pytest
from linli.experiments.sweep.plan import Task
from linli.scenarios.errors import UserError
from linli.viz.search_tables import reading

from .conftest import KAPPA, RENTERS, SPENT, Killed

LONG = {"population": 20, "generations": 8}
SHORT = {"population": 6, "generations": 3, "finalists": 4, "again": 4}
BUDGET, BEST = 500_000.0, 4.0 * math.sqrt(0.5)


def gain(levers):
    """What a budget is worth: less and less the more is spent, and best with 60 % of renters."""
    return 4.0 * math.sqrt(levers[SPENT]) - 8.0 * (levers[RENTERS] - 0.6) ** 2


def budget(levers, task):
    luck = 0.1 * np.random.default_rng([task.seed, int(1e9 * levers[SPENT])]).normal()
    return {"acquaintances": gain(levers) + luck, "yuan": 1e6 * levers[SPENT]}


def test_a_known_best_budget_is_found(plan_of, searched):
    found = searched(plan_of(LONG), budget)
    assert found.finished
    assert len(found.finalists) == 8
    best = found.values_at(found.best)
    assert 0.42 <= best[SPENT] <= 0.5
    assert best[RENTERS] == pytest.approx(0.6, abs=0.12)
    first, second = (one.asked for one in found.plan.objectives)
    told = found.value(found.best, first)
    assert told.n == 10
    assert told.low <= gain(best) <= told.high, "what is told of it is true"
    assert gain(best) >= 0.95 * BEST
    assert found.value(found.best, second).mean == pytest.approx(1e6 * best[SPENT])
    # The whole front: the area between it and (500,000 yuan, no gain), against that of the known front.
    points = found.points[found.points["state"] == "within"]
    gains = np.array([gain({SPENT: a, RENTERS: b}) for a, b in zip(points[SPENT], points[RENTERS], strict=True)])
    spent = points["yuan"].to_numpy() / 1e6
    order = np.argsort(spent)
    reached = np.maximum.accumulate(np.maximum(gains[order], 0.0))
    area = float((reached * np.diff(np.append(spent[order], 0.5))).sum())
    assert area >= 0.93 * (8.0 / 3.0) * 0.5**1.5
    assert (points["yuan"] <= BUDGET).all()
    # As many points drawn at random, two hundred times over.
    rng = np.random.default_rng(3)
    shares = rng.uniform(size=(200, found.plan.trials, 2))
    drawn = np.where(shares[..., 0] <= 0.5, 4.0 * np.sqrt(shares[..., 0]) - 8.0 * (0.1 + 0.8 * shares[..., 1] - 0.6) ** 2, -np.inf).max(axis=1)
    assert gain(best) >= np.median(drawn)


def test_over_draws_of_what_is_not_known_another_budget_is_the_best_and_is_found(plan_of, searched):
    """The more is spent, the more it hangs on a constant of people that is not known: at its usual value it is worth it, over draws it is not."""
    usual = plan_of().base.scenario.constants.ties.kappa

    def fragile(levers, task):
        spent, apart = levers[SPENT], abs(math.log(levers.get(KAPPA, usual) / usual))
        return {"acquaintances": 4.0 * math.sqrt(spent) - 16.0 * spent * apart, "yuan": 1e6 * spent}

    alone = {"parameters": {SPENT: {"low": 0.0, "high": 1.0}}, "replications": 6}
    search = {"objectives": {"acquaintances": "more"}, "population": 10, "generations": 3, "finalists": 2, "again": 6}
    sure = searched(plan_of({**search, "generations": 2}, **alone), fragile, "sure")
    assert sure.values_at(sure.best)[SPENT] > 0.4
    assert "acquaintances_5" not in sure.to_frame()
    plan = plan_of(search, **alone, uncertainty=True)
    found = searched(plan, fragile, "unsure")
    apart = {seed: abs(math.log(plan.base.scenario_of(Task(0, 0, 0, seed, (0.5,))).constants.ties.kappa / usual)) for seed in range(1, 13)}
    there = np.mean([apart[seed] for seed in range(1, 7)])
    planted = (1.0 / (8.0 * there)) ** 2
    assert planted < 0.4
    assert found.values_at(found.best)[SPENT] == pytest.approx(planted, rel=0.3), "the best over the draws of the search"
    # What is told is of fresh draws.
    spent, row = found.values_at(found.best)[SPENT], found.to_frame().loc[found.best]
    told = [4.0 * math.sqrt(spent) - 16.0 * spent * apart[seed] for seed in range(7, 13)]
    assert row["acquaintances"] == pytest.approx(np.mean(told))
    assert row["acquaintances_5"] < row["acquaintances"] < row["acquaintances_95"]
    assert row["acquaintances_above"] == pytest.approx(np.mean([one > 0.0 for one in found.over_draws(found.best, found.plan.objectives[0].asked).effects]))
    for language, said in (("en", "Each fresh seed lives with a draw of its own"), ("zh", "每个新种子各用一次对未知的人的抽取")):
        assert any(line.startswith(said) for line in reading(found, language))
    with pytest.raises(UserError, match="it holds another search: uncertainty is – there and posterior"):
        searched(plan, fragile, "sure")


def test_a_search_that_was_killed_gives_what_it_would_have_given_undisturbed(plan_of, searched, tmp_path):
    plan, played, whole = plan_of(SHORT), [], searched(plan_of(SHORT), budget)
    for most in (3, 20, 27, 44, 52):
        with pytest.raises(Killed):
            searched(plan, budget, "killed", played=played, most=most)
    found = searched(plan, budget, "killed", played=played)
    pd.testing.assert_frame_equal(found.points, whole.points, check_exact=True)
    pd.testing.assert_frame_equal(found.to_frame(), whole.to_frame(), check_exact=True)
    # All that was asked for once is played once; what a kill took from the eight at work is played again.
    runs = [(task.values, task.seed) for task in played]
    assert len(set(runs)) == len(found.tried) * 3 + len(found.finalists) * 4
    with pytest.raises(UserError, match="it holds another search: replications is 3 there and 4 here"):
        searched(plan_of(SHORT, replications=4), budget, "killed")


def test_more_generations_go_on(plan_of, searched):
    played = []
    short = searched(plan_of(SHORT), budget, played=played)
    before = len(played)
    longer = searched(plan_of({**SHORT, "generations": 4}), budget, played=played)
    assert longer.tried[: len(short.tried)] == short.tried
    assert len(longer.tried) > len(short.tried)
    assert len(played) - before == 3 * (len(longer.tried) - len(short.tried)) + 4 * len(longer.finalists)
    pd.testing.assert_frame_equal(searched(plan_of({**SHORT, "generations": 4}), budget, "at once").points, longer.points, check_exact=True)


def test_the_choice_by_luck_alone_is_not_flattered(plan_of, searched):
    """Nothing does anything: the finalists looked good by luck, and fresh seeds say so."""

    def nothing(levers, task):
        return {"acquaintances": float(np.random.default_rng([task.seed, int(1e9 * levers[SPENT])]).normal()), "yuan": 1e5}

    found = searched(plan_of({"objectives": {"acquaintances": "more"}, "population": 20, "generations": 3, "again": 20}), nothing)
    first = found.plan.objectives[0].asked
    looked = found.searched[found.best, found.plan.asked.index(first)]
    told = found.value(found.best, first)
    assert looked > 0.7
    assert told.low <= 0.0 <= told.high
    assert found.flattery > 0.4
    assert len(found.alike(found.best)) >= 5, "hardly any of them can be told from it"
    assert {one.rank for one in found.known} <= {0, 1}
    assert found.to_frame()["acquaintances_in_search"].max() == pytest.approx(looked)


def test_those_who_are_left_behind_bound_what_is_spent(plan_of, searched):
    """Beyond a fifth of the money more people know nobody."""

    def unequal(levers, task):
        return {**budget(levers, task), "none": levers[SPENT] - 0.2}

    search = {**LONG, "generations": 5, "limits": {"yuan": {"at_most": BUDGET}, "none": {"at_most": 0.0}}}
    found = searched(plan_of(search), unequal)
    best = found.values_at(found.best)[SPENT]
    assert 0.14 <= best <= 0.2
    assert {found.state[k] for k, point in enumerate(found.tried) if point[0] > 0.2} == {"beyond"}
    assert found.of(found.best).within == "yes"


def test_where_no_point_keeps_within_the_limits_that_is_the_result(plan_of, searched):
    found = searched(plan_of({**SHORT, "limits": {"yuan": {"at_most": -1.0}, "acquaintances": {"at_least": 9.0}}}), budget)
    assert found.finished
    assert set(found.state) == {"beyond"}
    assert (found.best, found.cheapest) == (None, None)
    assert {one.within for one in found.known} == {"no"}
    assert len(found.finalists) == 4, "the nearest are played again all the same"
    with pytest.raises(UserError, match="no point that was tried keeps within the limits"):
        found.scenario()


def test_a_point_that_only_seemed_within_is_not_chosen(plan_of, searched):
    """The seeds of the search are cheap; the fresh ones cost twice as much."""

    def dearer(levers, task):
        return {"acquaintances": levers[SPENT], "yuan": 1e6 * levers[SPENT] * (1.0 if task.seed < 4 else 2.0)}

    found = searched(plan_of({**LONG, "generations": 4}), dearer)
    assert found.values_at(found.best)[SPENT] <= 0.25
    beyond = [point for point in found.finalists if found.of(point).within == "no"]
    assert beyond
    assert all(found.values_at(point)[SPENT] > 0.25 for point in beyond)
    assert all(found.state[point] == "within" for point in beyond)


def test_points_whose_runs_fail_are_out_and_the_search_goes_on(plan_of, searched):
    found = searched(plan_of({**SHORT, "population": 12}), budget, fails=lambda levers: levers.get(SPENT, 0.0) > 0.3)
    assert found.finished
    assert found.state.count("failed") == sum(point[0] > 0.3 for point in found.tried) > 0
    assert 0.1 <= found.values_at(found.best)[SPENT] <= 0.3
    nothing = searched(plan_of(SHORT), budget, "all", fails=bool)
    assert (nothing.finished, nothing.best, nothing.finalists) == (True, None, [])


def test_a_baseline_that_fails_is_said_and_tried_again(plan_of, searched):
    lever = {"parameters": {SPENT: {"low": 0.0, "high": 1.0}}}
    with pytest.raises(UserError, match='7 runs of "before" failed, with which every point is compared'):
        searched(plan_of(SHORT, **lever), lambda levers, task: {}, fails=lambda levers: not levers)
    assert searched(plan_of(SHORT, **lever), lambda levers, task: {"yuan": levers[SPENT]}).finished


def test_a_point_that_comes_again_is_not_played_again(plan_of, searched):
    played = []
    levers = {SPENT: {"low": 0.0, "high": 0.4, "steps": 3}, RENTERS: [0.6, 0.2]}
    found = searched(plan_of({**SHORT, "generations": 5}, parameters=levers), budget, played=played)
    assert set(found.tried) <= {(a, b) for a in (0.0, 0.2, 0.4) for b in (0.2, 0.6)}
    assert len(set(found.tried)) == len(found.tried) <= 6 < found.plan.trials
    assert len(played) == 3 * len(found.tried) + 4 * len(found.finalists)
    assert found.tried[found.best] == (0.4, 0.6)


def test_the_best_is_a_scenario_and_the_finalists_are_arms(plan_of, searched, tmp_path):
    from linli.experiments.optimise.arms import finalists_scenario

    found = searched(plan_of(SHORT), budget)
    text = found.chosen(found.best).to_toml()
    assert text.startswith(f"# Point {found.best} of the search made.\n# acquaintances: ")
    file = tmp_path / "point.toml"
    file.write_text(text, encoding="utf-8")
    again = linli.load(file).scenario
    assert again.arm("after").mechanisms["building-gates"].knock_share == found.values_at(found.best)[SPENT]
    assert again.population.renters == found.values_at(found.best)[RENTERS]
    assert again.arms == ("before", "after")
    assert finalists_scenario(found) is None, "who lives there is no arm's own"
    lever = searched(plan_of(SHORT, parameters={SPENT: {"low": 0.0, "high": 1.0}}), lambda levers, task: {"yuan": 1e6 * levers[SPENT]}, "lever")
    arms = finalists_scenario(lever)
    assert arms.arms == ("before", *(f"point-{point}" for point in lever.finalists))
    file.write_text(arms.to_toml(), encoding="utf-8")
    one = linli.load(file).scenario.arm(f"point-{lever.finalists[0]}")
    assert one.mechanisms["building-gates"].knock_share == lever.values_at(lever.finalists[0])[SPENT]
    assert one.mechanisms["building-gates"].gatherings_a_year == 12.0, "what the arm sets besides"
    with pytest.raises(UserError, match='"9999" is no point; allowed: best, cheapest, 0 to'):
        found.scenario(9999)


def test_the_cheapest_of_those_that_cannot_be_told_apart(plan_of, searched):
    """More money than a fifth brings nothing: what is beyond it cannot be told from it, and costs more."""

    def flat(levers, task):
        luck = 0.3 * np.random.default_rng([task.seed, int(1e9 * levers[SPENT])]).normal()
        return {"acquaintances": min(levers[SPENT], 0.2) * 20.0 + luck, "yuan": 1e6 * levers[SPENT]}

    found = searched(plan_of({**LONG, "finalists": 12}, parameters={SPENT: {"low": 0.0, "high": 1.0}}), flat)
    cheapest = found.values_at(found.cheapest)[SPENT]
    assert 0.15 <= cheapest <= 0.23
    dearest = max(found.finalists, key=lambda point: found.values_at(point)[SPENT])
    assert found.of(dearest).rank == 0
    assert found.of(dearest).cheaper >= 0


def test_an_open_folder_is_told_as_far_as_it_is(plan_of, searched, tmp_path):
    with pytest.raises(Killed):
        searched(plan_of(SHORT), budget, most=20)
    found = linli.open(tmp_path / "out")
    assert not found.finished
    assert found.state.count("waiting") > 0
    assert (found.best, found.finalists) == (None, [])
    manifest = (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
    (tmp_path / "out" / "manifest.json").write_text(manifest.replace("acquaintances", "acquaintance", 1), encoding="utf-8")
    with pytest.raises(UserError, match=r"damaged"):
        linli.open(tmp_path / "out")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("x")
    with pytest.raises(UserError, match="it is not empty and holds no search"):
        searched(plan_of(SHORT), budget, "other")


def test_a_point_that_the_plan_cannot_have_is_refused(plan_of, searched, tmp_path):
    """The lever has three values; a folder of somebody else holds a fourth."""
    levers = {SPENT: [0.0, 0.5, 1.0]}
    searched(plan_of(SHORT, parameters=levers), lambda levers, task: {"acquaintances": levers[SPENT], "yuan": 0.0})
    path = tmp_path / "out" / "generation-001" / "points.parquet"
    frame = pd.read_parquet(path)
    frame[SPENT] = 0.25
    frame.to_parquet(path, index=False)
    file = path.with_name("manifest.json")
    told = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({key: value for key, value in told.items() if key not in ("checksum", "files")}), encoding="utf-8")
    with pytest.raises(UserError, match=r"a point has .0\.25., which the plan does not"):
        linli.open(tmp_path / "out")
