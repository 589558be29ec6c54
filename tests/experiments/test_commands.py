"""The command that a brief prints makes the same comparison again."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from typing import Any

import pytest
from linli.experiments.commands import OWN, command_of
from linli.scenarios.loader import load
from linli.scenarios.schema import Scenario


class Made:
    """As much of a comparison as a command says."""

    def __init__(self, scenario: Scenario, arms: tuple[str, ...] = ("before", "after"), seeds: int = 3, draws: tuple[int, ...] = ()) -> None:
        self.scenario, self.everybody, self.seeds, self.weeks = scenario, arms, tuple(range(seeds)), scenario.weeks
        self.facts, self.asked, self.draws = type("Facts", (), {"name": scenario.name})(), seeds, draws


def words(made: Any) -> list[str]:
    return shlex.split(command_of(made))


def test_of_a_scenario_of_linli_as_it_is() -> None:
    assert words(Made(load("building-gates"))) == ["linli", "compare", "building-gates", "--arms", "before,after", "--seeds", "3", "--weeks", "260"]


@pytest.mark.parametrize(
    "settings",
    [["neighbourhood.buildings=3"], ["building-gates.gatherings_a_year=24"], ["population.renters=0.4", "ties.kappa=0.5"], ["neighbourhood.preset=towers"]],
)
def test_settings_in_it_give_the_same_scenario(settings: list[str]) -> None:
    scenario = load("building-gates").with_settings(settings).with_weeks(52)
    said = words(Made(scenario))
    assert said[2] == "building-gates"
    given = [said[k + 1] for k, word in enumerate(said) if word == "--set"]
    assert given
    assert load("building-gates").with_settings(given).with_weeks(52).hash() == scenario.hash()


def test_of_draws_it_says_how_many_and_seeds_of_each() -> None:
    said = words(Made(load("building-gates"), seeds=8, draws=(0, 0, 1, 1, 2, 2, 3, 3)))
    assert said[5:] == ["--seeds", "2", "--weeks", "260", "--uncertainty", "--draws", "4"]


def test_a_scenario_of_ones_own_is_a_file(make_own: Callable[[], Scenario]) -> None:
    assert words(Made(make_own()))[2] == OWN


@pytest.fixture
def make_own() -> Callable[[], Scenario]:
    def make() -> Scenario:
        scenario = load("building-gates")
        return Scenario.from_dict(scenario.to_dict(), "my-own-street")

    return make


def test_an_interrupted_comparison_is_asked_for_whole() -> None:
    made = Made(load("building-gates"))
    made.seeds = made.seeds[:1]
    assert "--seeds 3" in command_of(made)  # type: ignore[arg-type]
