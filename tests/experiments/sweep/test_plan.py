"""A plan is data: what it says, what is run in which order on which seeds, and one sentence for whatever cannot be."""

from __future__ import annotations

import re

import linli
import pytest
from linli.experiments.sweep.example import example
from linli.experiments.sweep.plan import Plan
from linli.scenarios.errors import UserError

from .conftest import GATHERINGS, KNOCK


def test_all_points_come_before_any_is_repeated_and_share_their_random_numbers(plan_of):
    plan = plan_of(seed=5)
    tasks = [plan.task(run) for run in range(plan.runs)]
    assert [(task.point, task.replication, task.seed, task.values) for task in tasks] == [
        (0, 0, 5, (0,)), (1, 0, 5, (24,)), (0, 1, 6, (0,)), (1, 1, 6, (24,)), (0, 2, 7, (0,)), (1, 2, 7, (24,)),
    ]  # fmt: skip
    assert plan.arms == ("before", "after")
    assert not any(task.alone for task in tasks), "both points begin from the same people"


def test_points_may_have_random_numbers_of_their_own(plan_of):
    plan = plan_of(seeds="own", seed=5)
    assert [plan.task(run).seed for run in range(plan.runs)] == [5, 6, 7, 8, 9, 10]
    assert all(plan.task(run).alone for run in range(plan.runs))


def test_seeds_go_from_zero_to_the_largest(plan_of):
    assert plan_of(seed=0).task(0).seed == 0
    assert plan_of(seed=2**31 - 1, replications=1).task(0).seed == 2**31 - 1
    assert plan_of(design={"kind": "sobol", "points": 4, "seed": 0}, parameters={KNOCK: {"low": 0.0, "high": 1.0}}).design.seed == 0


def test_what_changes_the_people_parts_the_runs_into_groups(plan_of):
    plan = plan_of(parameters={GATHERINGS: [0, 24], "neighbourhood.floors": [3, 6]})
    assert len(plan.groups) == 6, "two buildings times three seeds"
    assert plan.group(0) == plan.group(2) != plan.group(1)


def test_what_is_set_and_how_long_reaches_the_scenario(plan_of):
    plan = plan_of(weeks=4, set={"neighbourhood": {"floors": 3}, KNOCK: 0.25})
    assert (plan.weeks, plan.scenario.neighbourhood.floors) == (4, 3)
    at = plan.scenario_at((24,))
    assert at.arm("after").mechanisms["building-gates"].gatherings_a_year == 24
    assert at.arm("after").mechanisms["building-gates"].knock_share == 0.25


def test_without_parameters_a_plan_is_a_comparison(plan_of):
    plan = plan_of(parameters=None, replications=4)
    assert (plan.points, plan.runs, plan.task(3).seed) == ([()], 4, plan.scenario.seed + 3)


def test_headlines_and_costs_are_kept_if_nothing_is_said(plan_of):
    assert {"strangers", "acquaintances", "yuan", "volunteer_hours"} <= set(plan_of(measures=None).measures)
    assert plan_of(measures=["all"]).measures == ()


def test_a_plan_that_runs_something_else_has_another_hash(plan_of):
    first = plan_of().hash()
    assert plan_of(title={"en": "Another title"}).hash() == first
    for change in ({"replications": 4}, {"seeds": "own"}, {"weeks": 7}, {"every": 2}, {"parameters": {GATHERINGS: [0, 12]}}, {"measures": ["yuan"]}):
        assert plan_of(**change).hash() != first, change


def test_the_table_of_points_has_a_column_a_parameter(plan_of):
    plan = plan_of(parameters={GATHERINGS: [0, 24], KNOCK: {"low": 0.0, "high": 1.0, "steps": 3}})
    assert plan.table.to_dict("list") == {GATHERINGS: [0, 0, 0, 24, 24, 24], KNOCK: [0.0, 0.5, 1.0] * 2}
    assert repr(plan) == "Plan('made', factorial, parameters=2, runs=18)"


def test_the_plan_to_begin_from_is_right(tmp_path):
    (tmp_path / "plan.toml").write_text(example("plan.toml"), encoding="utf-8")
    plan = linli.Plan.read(tmp_path / "plan.toml")
    assert (plan.runs, plan.weeks, plan.arms) == (36, 104, ("before", "after"))


def test_a_scenario_beside_the_plan_is_found(tmp_path, tiny):
    (tmp_path / "mine.toml").write_text(tiny.to_toml(), encoding="utf-8")
    (tmp_path / "plan.toml").write_text('scenario = "mine.toml"\nreplications = 2\n', encoding="utf-8")
    assert Plan.read(tmp_path / "plan.toml").arms == ("before", "after", "more")


WRONG = {
    "unknown key": ({"replication": 3}, 'no key "replication" in a plan. Did you mean "replications"?'),
    "no scenario": ({"scenario": None}, "scenario: it is missing"),
    "unknown arm": ({"arms": ["before", "aftr"]}, 'no arm "aftr". Did you mean "after"?'),
    "unknown measure": ({"measures": ["aquaintances"]}, 'no measure "aquaintances". Did you mean "acquaintances"?'),
    "unknown parameter": ({"parameters": {"building-gates.gathering_a_year": [1, 2]}}, "[parameters] building-gates.gathering_a_year: there is no key"),
    "empty list": ({"parameters": {GATHERINGS: []}}, "the list is empty"),
    "twice": ({"parameters": {GATHERINGS: [1, 2, 1]}}, "1 stands in the list twice"),
    "empty range": ({"parameters": {KNOCK: {"low": 0.5, "high": 0.5, "steps": 3}}}, "the range is empty: low 0.5 is not below high 0.5"),
    "key of a range": ({"parameters": {KNOCK: {"low": 0.0, "hihg": 0.5}}}, 'Did you mean "high"?'),
    "a single value": ({"parameters": {KNOCK: 0.5}}, "neither a list nor a range"),
    "value out of bounds": ({"parameters": {KNOCK: [0.5, 1.5]}}, "1.5 is not a share"),
    "range out of bounds": ({"parameters": {KNOCK: {"low": 0.5, "high": 1.5, "steps": 3}}}, "1.5 is not a share"),
    "log from 0": ({"parameters": {KNOCK: {"low": 0.0, "high": 1.0, "scale": "log"}}, "design": {"kind": "sobol", "points": 8}}, "must begin above 0"),
    "no steps": ({"parameters": {KNOCK: {"low": 0.0, "high": 1.0}}}, "a factorial design needs values. Give steps"),
    "steps elsewhere": ({"parameters": {KNOCK: {"low": 0.0, "high": 1.0, "steps": 3}}, "design": {"kind": "sobol", "points": 8}}, "steps is used with"),
    "not whole": ({"parameters": {"neighbourhood.floors": {"low": 2.0, "high": 5.0}}, "design": {"kind": "sobol", "points": 8}}, "Write whole = true"),
    "kind": ({"design": {"kind": "sobel", "points": 8}}, 'Did you mean "sobol"?'),
    "no points": ({"design": {"kind": "sobol"}}, "a sobol design needs it: how many points"),
    "points of a factorial": ({"design": {"points": 8}}, "leave it out"),
    "no power of 2": ({"design": {"kind": "saltelli", "points": 48}}, "48 is not a power of 2, which a Sobol sequence needs. Nearest: 32 or 64"),
    "odd levels": ({"design": {"kind": "morris", "points": 4, "levels": 5}}, "5 is not an even number"),
    "levels elsewhere": ({"design": {"kind": "sobol", "points": 4, "levels": 4}}, 'used with kind = "morris" only'),
    "lists of two lengths": ({"design": {"kind": "list"}, "parameters": {GATHERINGS: [1, 2], KNOCK: [0.5]}}, "takes lists of one length"),
    "the same twice": ({"parameters": {GATHERINGS: [1, 2], "gatherings_a_year": [3, 4]}}, f'what "{GATHERINGS}" varies already'),
    "weeks": ({"parameters": {"weeks": [4, 8]}}, "it cannot be varied; the plan says weeks at its top"),
    "setting": ({"set": {"neighbourhood.flors": 3}}, "[set] neighbourhood.flors: there is no key"),
    "too many": ({"limit": 5}, "the plan has 6 runs (2 points, 3 replications); its limit is 5. Take fewer points, or write limit = 6"),
    "seeds": ({"seed": 2**31 - 1}, "the seeds would go beyond"),
    "a seed that is none": ({"seed": 2**31}, "2147483648"),
    "a seed below zero": ({"seed": -1}, "-1 is out of bounds"),
    "seeds of points": ({"design": {"kind": "sobol", "points": 4, "seed": -1}}, "-1 is out of bounds"),
    "negative replications": ({"replications": -1}, "-1 is out of bounds"),
    "text for a number": ({"replications": "three"}, "is not a whole number"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_plan_that_cannot_be_is_refused_in_one_sentence(plan_of, name):
    changes, said = WRONG[name]
    with pytest.raises(UserError) as caught:
        plan_of(**changes)
    for language in ("en", "zh"):
        line = caught.value.say(language)
        assert "\n" not in line
        assert "made" in line, "the plan is named"
    assert said in caught.value.say("en")
    assert re.search("[\u4e00-\u9fff]", caught.value.say("zh"))


def test_a_plan_of_more_points_than_could_be_made_is_refused_at_once(plan_of):
    ranges = {key: {"low": 0.5, "high": 0.9, "steps": 1000} for key in (KNOCK, "population.renters", "neighbourhood.occupancy")}
    with pytest.raises(UserError, match="3,000,000,000 runs"):
        plan_of(parameters=ranges)


def test_a_list_of_points_may_hold_a_value_again(plan_of):
    plan = plan_of(design={"kind": "list"}, parameters={GATHERINGS: [6, 12, 6], "population.renters": [0.2, 0.2, 0.2]})
    assert plan.points == [(6, 0.2), (12, 0.2), (6, 0.2)]
    people = plan_of(design={"kind": "list"}, parameters={"population.renters": [0.2, 0.4, 0.2]})
    assert len(people.groups) == 2 * 3, "that a column ends as it begins does not hide that it changes the people"


def test_some_points_of_a_plan_are_a_plan(plan_of, tiny):
    whole = plan_of(design={"kind": "latin-hypercube", "points": 8}, parameters={"population.renters": {"low": 0.1, "high": 0.6}})
    some = whole.of_points([(0.3,), (0.3,), (0.5,)], name="some", replications=2, seed=9)
    assert (some.points, some.runs, [some.task(k).seed for k in range(6)]) == ([(0.3,), (0.3,), (0.5,)], 6, [9, 9, 9, 10, 10, 10])
    again = Plan.from_dict(some.data, "some", scenario=some.scenario)
    assert again.facts() == some.facts(), "its data says the same"
    assert again.groups == some.groups
    assert whole.of_points([(0.2,)]).replications == whole.replications
