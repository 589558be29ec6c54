"""The four innovations where they are asked: each compound has what it has, lacks what it lacks, and keeps all else of four-innovations."""

from __future__ import annotations

from typing import Any

import pytest
from linli.model.founding.neighbourhood import PRESET_TITLES
from linli.model.founding.presets import everyday_of, population_of
from linli.model.society.society import Society
from linli.scenarios.loader import load, names
from linli.scenarios.writing import summary

FOUR = "four-innovations"
COMPOUNDS = [preset for preset in PRESET_TITLES if preset != "beijing"]
OWN_COMPANY = ("towers", "resettlement")
"""Compounds with a property company, and so with common income that somebody keeps."""


def _of(preset: str) -> Any:
    return load(f"{FOUR}-{preset}")


def _told(name: str) -> dict[str, dict[str, object]]:
    return {arm: dict(said) for arm, said in summary(load(name)).items()}


def test_there_is_one_for_every_kind_of_housing() -> None:
    assert {name for name in names() if name.startswith(FOUR)} == {FOUR, *(f"{FOUR}-{preset}" for preset in COMPOUNDS)}


@pytest.mark.parametrize("preset", COMPOUNDS)
def test_it_has_the_people_of_its_housing_and_as_many_homes(preset: str) -> None:
    own, numbers = _of(preset), _of(preset).neighbourhood.resolved()
    assert (own.neighbourhood.preset, own.population, own.everyday) == (preset, population_of(preset), everyday_of(preset))
    assert 1400 <= numbers.flats_per_community <= 1600
    assert own.title.en != own.title.zh


@pytest.mark.parametrize("preset", COMPOUNDS)
def test_arms_differ_from_those_of_the_base_only_where_the_place_does(preset: str) -> None:
    base, own = _told(FOUR), _told(f"{FOUR}-{preset}")
    assert list(own) == list(base)
    for arm, said in own.items():
        changed = {key for key in base[arm].keys() | said.keys() if base[arm].get(key) != said.get(key)}
        allowed = set() if preset in OWN_COMPANY or "democratic-supervision.recall" not in said else {"democratic-supervision.income_accounts_a_year"}
        allowed |= {key for key in said if key.startswith("fire-app.")} if preset == "natural-village" else set()
        assert changed == allowed, arm


@pytest.mark.parametrize("preset", COMPOUNDS)
def test_nobody_opens_an_income_that_nobody_keeps(preset: str) -> None:
    own, company = _of(preset), preset in OWN_COMPANY
    assert (own.constants.services.organisations.companies.share == 1.0) is company
    assert (own.arm("after").mechanisms["democratic-supervision"].income_accounts_a_year > 0.0) is company


@pytest.mark.parametrize("preset", COMPOUNDS)
def test_lifts_are_decided_in_walk_ups_alone(preset: str) -> None:
    own = _of(preset).mechanisms["consultation-minority"]
    asked = own.lifts and own.lift_from <= _of(preset).neighbourhood.resolved().floors <= own.lift_up_to
    assert asked is (preset == "old-walk-up")


def test_only_the_village_burns_and_its_app_is_that_of_the_row() -> None:
    fire = "fire-app"
    assert {preset for preset in COMPOUNDS if fire in _of(preset).mechanisms} == {"natural-village"}
    own, row = _of("natural-village"), load(fire)
    assert own.arm("before").mechanisms[fire] == row.arm("before").mechanisms[fire]
    assert own.arm("technology").mechanisms[fire] == own.arm("after").mechanisms[fire] == row.arm("after").mechanisms[fire]
    assert own.arm("party-autonomy-culture").mechanisms[fire] == row.arm("before").mechanisms[fire]


def test_the_urban_village_has_its_joint_stock_company_in_every_arm() -> None:
    own, row = _of("urban-village"), load("party-service-centres")
    assert {own.arm(arm).mechanisms["party-service-centres"].company for arm in own.arms} == {"both"}
    assert own.arm("party").mechanisms["party-service-centres"] == row.arm("company").mechanisms["party-service-centres"]


@pytest.mark.slow
@pytest.mark.parametrize("preset", ["natural-village", "urban-village"])
def test_all_four_live_where_much_is_missing(preset: str) -> None:
    own = _of(preset).with_settings(["neighbourhood.buildings=1", "neighbourhood.years=1"]).arm("after")
    society = Society(neighbourhood=own.neighbourhood, population=own.population, constants=own.constants, everyday=own.everyday, seed=1, threads=1)
    society.spin_up(years=1)
    society.attach(own.schedules)
    society.run(30)
    found = society.measure()
    assert society.person_times > 0
    assert found["yuan"] > 0.0
    assert (society.services.estates.company < 0).all()
