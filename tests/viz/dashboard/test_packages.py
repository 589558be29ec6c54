"""A lever that is moved is a new scenario, checked as a file is."""

from __future__ import annotations

import copy

import pytest
from linli.scenarios.errors import UserError
from linli.scenarios.loader import load, names
from linli.scenarios.schema import Scenario
from linli.viz.dashboard.option_words import WORDS
from linli.viz.dashboard.packages import (
    changes,
    levers_of,
    measures_of,
    rows_to_add,
    weeks_of,
    with_copy,
    with_row,
    with_title,
    with_value,
    with_weeks,
    without_package,
    without_row,
)
from linli.viz.dashboard.timeline import rows

GATES = "building-gates"


@pytest.fixture(scope="module")
def gates() -> Scenario:
    return load(GATES)


def test_every_lever_that_is_declared_can_be_moved(gates: Scenario) -> None:
    from linli.scenarios.checking import mechanism_class

    for name in names():
        scenario = load(name)
        for arm in scenario.arms[:2]:
            for mechanism in measures_of(scenario, arm):
                kind = mechanism_class(mechanism)
                assert kind is not None
                assert {one.facts.name for one in levers_of(scenario, arm, mechanism) if one.lever} == set(kind.levers), mechanism


def test_options_of_levers_have_words_in_both_languages() -> None:
    for name in names():
        scenario = load(name)
        for mechanism in measures_of(scenario, scenario.arms[-1]):
            for one in levers_of(scenario, scenario.arms[-1], mechanism):
                assert set(one.options) <= set(WORDS), (mechanism, one.facts.name)


def test_a_copy_has_a_name_and_a_title_of_its_own(gates: Scenario) -> None:
    once, first = with_copy(gates, "after")
    twice, second = with_copy(once, first)
    assert (first, second) == ("after-2", "after-3")
    assert [twice.arm_title(name).en for name in ("after", first, second)] == ["after", "after 2", "after 3"]
    assert twice.arm(second).hash() == gates.arm("after").hash()


def test_a_moved_lever_changes_one_arm_and_leaves_the_spin_up(gates: Scenario) -> None:
    moved = with_value(gates, "after", GATES, "gatherings_a_year", 24.0)
    assert moved.arm("after").mechanisms[GATES].gatherings_a_year == 24.0
    assert moved.arm("gatherings").hash() == gates.arm("gatherings").hash()
    assert moved.hash(spin_up=True) == gates.hash(spin_up=True)
    assert any("24" in line for line in changes(moved, "after", "en"))


@pytest.mark.parametrize("value", [-1.0, "many", 1e9])
def test_a_value_that_is_not_allowed_gets_the_sentence_of_a_file(gates: Scenario, value: object) -> None:
    with pytest.raises(UserError) as refused:
        with_value(gates, "after", GATES, "gatherings_a_year", value)
    assert "gatherings_a_year" in refused.value.say("en")


def test_a_measure_begins_and_ends(gates: Scenario) -> None:
    later = with_weeks(gates, "after", GATES, 52, 104)
    assert weeks_of(later, "after", GATES) == (52, 104)
    assert weeks_of(with_weeks(later, "after", GATES, 20, None), "after", GATES) == (20, None)
    with pytest.raises(UserError):
        with_weeks(later, "after", GATES, 52, 10)
    assert [(row["begin"], row["end"]) for row in rows(later, "after", "en")] == [(52, 104)]
    assert [(row["begin"], row["end"]) for row in rows(gates, "after", "en")] == [(0, gates.weeks)]
    assert rows(gates, "before", "en") == []


def test_a_measure_that_ends_in_all_arms_can_go_on_in_one(gates: Scenario) -> None:
    data = copy.deepcopy(gates.data)
    data.setdefault("mechanisms", {}).setdefault(GATES, {})["end_week"] = 30
    ends = Scenario.from_dict(data, gates.name, gates.file, gates.folder)
    assert weeks_of(ends, "after", GATES) == (0, 30)
    assert weeks_of(with_weeks(ends, "after", GATES, 0, None), "after", GATES) == (0, gates.weeks)


def test_a_row_of_the_source_goes_on_top_of_another(gates: Scenario) -> None:
    row = "party-service-centres"
    assert row in rows_to_add(gates, "after")
    both = with_row(gates, "after", row)
    source = load(row)
    assert both.arm("after").mechanisms[row] == source.arm("after").mechanisms[row]
    assert row not in rows_to_add(both, "after")
    assert both.arm("before").hash() == gates.arm("before").hash()
    assert without_row(both, "after", row).arm("after").hash() == gates.arm("after").hash()


def test_a_package_is_named_and_taken_away(gates: Scenario) -> None:
    named = with_title(gates, "after", "我们的方案")
    assert named.arm_title("after").zh == "我们的方案"
    assert "after" not in without_package(gates, "after").arms
