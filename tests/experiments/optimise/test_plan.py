"""A plan of a search: what is wanted, within which limits; what cannot be is refused in a sentence that names the place."""

from __future__ import annotations

import pytest
from linli.experiments.optimise.example import example
from linli.experiments.optimise.plan import SearchPlan
from linli.experiments.sweep.plan import Plan
from linli.scenarios.errors import UserError

from .conftest import RENTERS, SPENT


def test_what_is_asked_about(plan_of):
    plan = plan_of({"limits": {"yuan": {"at_most": 5.0, "at_least": 1.0}, "strangers": {"at_most": 0.3, "own": True}}})
    assert [(one.asked.key, one.sign) for one in plan.objectives] == [("acquaintances", 1.0), ("yuan", -1.0)]
    assert [(one.asked.key, one.bound, one.sign) for one in plan.limits] == [("yuan", 5.0, 1.0), ("yuan", 1.0, -1.0), ("strangers (own)", 0.3, 1.0)]
    assert (plan.arm, plan.baseline) == ("after", "before")
    assert {one.key: one.rate for one in plan.asked}["yuan"] == 52.0 / 8.0, "sums are by the year"
    assert {one.key: one.rate for one in plan.asked}["acquaintances"] == 1.0
    assert plan.fresh([(0.1, 0.2)]).seed == plan.base.seed + 3, "fresh seeds come after those of the search"


def test_one_arm_alone_is_searched_by_its_own_values(plan_of):
    plan = plan_of({"arm": "before"})
    assert (plan.baseline, {one.own for one in plan.asked}) == ("", {True})
    assert plan.asked[0].key == "acquaintances (own)"


@pytest.mark.parametrize(
    ("search", "changes", "said"),
    [
        ({"objectives": {"acquaintance": "more"}}, {}, r"\[optimise.objectives\] acquaintance: there is no measure .acquaintance.. Did you mean"),
        ({"limits": {"yuans": {"at_most": 1}}}, {}, r'\[optimise.limits\] yuans: there is no measure "yuans". Did you mean "yuan"'),
        ({"objectives": {"acquaintances": "up"}}, {}, '"up" is neither "more" nor "less"'),
        ({"objectives": {}}, {}, "it names none"),
        ({"objectives": dict.fromkeys(("acquaintances", "strangers", "yuan", "none", "close"), "more")}, {}, "there are 5 objectives; at most 4"),
        ({"limits": {"yuan": 500_000}}, {}, "500000 is no limit. Write { at_most"),
        ({"limits": {"yuan": {}}}, {}, "neither at_most nor at_least"),
        ({"limits": {"yuan": {"at_most": 1, "at_least": 2}}}, {}, "nothing lies between: at_least 2 is above at_most 1"),
        ({"limits": {"yuan": {"most": 1}}}, {}, "most"),
        ({"generation": 3}, {}, 'there is no such key. Did you mean "generations"'),
        ({"population": 2}, {}, "population"),
        ({"arm": "afte"}, {}, 'there is no arm "afte". Did you mean "after"'),
        ({}, {"parameters": {"building-gates.knock": [1, 2]}}, 'there is no key "building-gates.knock"'),
        ({}, {"parameters": {SPENT: {"low": 1.0, "high": 0.5}}}, "the range is empty"),
        ({}, {"parameters": {SPENT: {"low": 0.0, "high": 7.0}}}, "knock_share"),
        ({}, {"parameters": {SPENT: []}}, "the list is empty"),
        ({}, {"parameters": {SPENT: {"low": 0.0, "high": 1.0, "steps": 1}}}, "steps"),
        ({}, {"parameters": {}}, "it varies nothing; a search needs a lever"),
        ({}, {"design": {"kind": "sobol", "points": 8}}, "the search chooses the points"),
        ({}, {"seeds": "own"}, "a search compares points on the same random numbers"),
        ({}, {"measures": ["all"]}, "keeps the measures that it asks about"),
        ({}, {"limit": 100}, "the plan has 180 runs"),
        ({}, {"optimise": 3}, "is not a table"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_sentence(plan_of, search, changes, said):
    with pytest.raises(UserError, match=said) as refused:
        plan_of(search, **changes)
    assert refused.value.say("zh") != refused.value.say("en")
    assert len(refused.value.say("en").splitlines()) == 1


def test_a_plan_of_a_sweep_is_none_of_a_search_and_the_other_way_round(tmp_path, plan_of):
    file = tmp_path / "plan.toml"
    file.write_text(example("plan.toml"), encoding="utf-8")
    plan = SearchPlan.read(file)
    assert (plan.trials, len(plan.limits), plan.base.scenario.name) == (60, 2, "building-gates")
    with pytest.raises(UserError, match=r"a plan with \[optimise\] is for linli optimise"):
        Plan.read(file)
    with pytest.raises(UserError, match=r"it has no table \[optimise\]"):
        SearchPlan.from_dict({"scenario": "building-gates"})


def test_what_a_search_rests_on(plan_of):
    facts = plan_of().facts()
    assert plan_of({"generations": 9}).facts() == facts, "it may go on"
    assert plan_of(title={"en": "x", "zh": "y"}).facts() == facts
    for search, changes in (({"seed": 2}, {}), ({"population": 8}, {}), ({"limits": {}}, {}), ({"again": 3}, {}), ({}, {"replications": 2}), ({}, {"seed": 7})):
        assert plan_of(search, **changes).facts() != facts
    assert plan_of(parameters={SPENT: {"low": 0.0, "high": 1.0}, RENTERS: {"low": 0.1, "high": 0.8}}).facts() != facts
