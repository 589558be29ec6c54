"""A scenario takes from its preset what it does not say of people."""

from __future__ import annotations

import pytest
from linli.model.founding.neighbourhood import PRESET_TITLES
from linli.model.founding.population import PopulationParameters
from linli.model.founding.presets import everyday_of, population_of
from linli.scenarios import Scenario
from linli.scenarios.facts import constants
from linli.scenarios.published import study_from_dict

VILLAGE = {"neighbourhood": {"preset": "natural-village"}}


@pytest.mark.parametrize("preset", PRESET_TITLES)
def test_a_preset_written_out_in_full_means_the_same(preset: str) -> None:
    short = Scenario.from_dict({"neighbourhood": {"preset": preset}})
    assert short.population == population_of(preset)
    assert short.everyday == everyday_of(preset)
    full = Scenario.from_dict(short.to_dict())
    assert (full.population, full.everyday, full.constants) == (short.population, short.everyday, short.constants)
    assert full.hash() == short.hash()


def test_what_is_given_wins_key_by_key() -> None:
    own = {"population": {"renters": 0.4, "households": {"one": 0.9}}, "ties": {"slots": 32}}
    s = Scenario.from_dict({**VILLAGE, **own, "everyday": {"fields": {"hours": 1.0}, "banquet": {"hours": 0}}})
    assert s.population.renters == 0.4
    assert s.population.households.one == 0.9
    assert s.population.households.two == population_of("natural-village").households.two
    assert s.population.moves_owners == population_of("natural-village").moves_owners
    assert s.constants.ties.slots == 32
    assert s.everyday["fields"].hours == 1.0
    assert s.everyday["fields"].size == everyday_of("natural-village")["fields"].size
    assert "banquet" not in s.everyday
    kept = Scenario.from_dict({**VILLAGE, **own}).with_settings(["neighbourhood.preset=towers"]).population
    assert (kept.renters, kept.moves_owners) == (0.4, population_of("towers").moves_owners)


def test_an_arm_of_another_preset_has_its_people() -> None:
    s = Scenario.from_dict({"arms": {"a": {}, "b": VILLAGE}})
    assert s.arm("a").population == PopulationParameters()
    assert s.arm("b").population == population_of("natural-village")
    assert s.arm("b").constants.ties.slots == 192


def test_what_the_preset_supplies_is_shown_as_changed() -> None:
    changed = {row.key: row.value for row in constants(Scenario.from_dict(VILLAGE)) if row.changed}
    assert changed["population.renters"] == population_of("natural-village").renters
    assert changed["ties.slots"] == 192
    assert "everyday.fields.size" in changed


def test_a_study_takes_buildings_alone_from_a_preset() -> None:
    study = study_from_dict(
        {
            "format": 1, "title": {"en": "a", "zh": "b"}, "citation": "c", "licence": "d", "note": {"en": "e", "zh": "f"}, "sites": 2, "weeks": 0,
            "years_before": 1, "ordinary_week": True, **VILLAGE, "tables": [{"question": "know-neighbours", "published": [25.0, 25.0, 25.0, 25.0], "n": 100}],
        }
    )  # fmt: skip
    (setting,) = study.arms.values()
    assert setting.population == PopulationParameters()
    assert "fields" not in setting.everyday
