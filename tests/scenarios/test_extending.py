"""A scenario may extend one that comes with linli: it takes over what that one says, and says only what is different."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from linli.model.founding.presets import population_of
from linli.scenarios import shipped
from linli.scenarios.errors import UserError
from linli.scenarios.loader import load
from linli.scenarios.schema import Scenario

BASE = "building-gates"


def _own(**said: Any) -> Scenario:
    return Scenario.from_dict({"format": 1, "extends": BASE, **said}, "mine")


def test_without_anything_of_its_own_it_means_the_base() -> None:
    assert _own().hash() == load(BASE).hash()
    assert _own().arms == load(BASE).arms


def test_what_it_says_wins_key_by_key_and_the_rest_is_the_bases() -> None:
    own = _own(weeks=52, population={"renters": 0.4}, arms={"after": {BASE: {"gatherings_a_year": 26.0}}, "none": {}})
    by_hand = load(BASE).with_settings(["population.renters=0.4", "arms.after.gatherings_a_year=26"]).with_weeks(52)
    assert own.arm("after").hash() == by_hand.arm("after").hash()
    assert own.arms == (*load(BASE).arms, "none")


def test_a_title_is_its_own_in_both_languages() -> None:
    own = _own(title="mine", arms={"after": {"title": {"en": "more"}}})
    assert (own.title, own.arm_title("after")) == (("mine", "mine"), ("more", "more"))


def test_another_preset_is_another_place_and_has_its_own_people() -> None:
    own = _own(neighbourhood={"preset": "towers"})
    assert own.population == population_of("towers")
    assert own.neighbourhood.buildings is None
    assert own.mechanisms == load(BASE).mechanisms
    assert _own(neighbourhood={"preset": "beijing", "buildings": 2}).population == load(BASE).population


def test_what_is_written_out_is_whole() -> None:
    own = _own(weeks=52)
    assert "extends" not in own.data
    for full in (True, False):
        text = own.to_toml(full)
        assert "extends" not in text
        assert Scenario.from_dict(tomllib.loads(text)).hash() == own.hash()
    assert own.with_settings(["gatherings_a_year=24"]).data["arms"].keys() == own.data["arms"].keys()


def test_a_file_of_ones_own_may_extend_one_that_extends_another(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('format = 1\nextends = "four-innovations-towers"\nweeks = 26\n', encoding="utf-8")
    own = load(file)
    assert (own.name, own.weeks, own.neighbourhood.preset) == ("mine", 26, "towers")
    assert own.arms == load("four-innovations").arms


@pytest.mark.parametrize(
    ("base", "said"),
    [
        ("building-gate", 'no scenario "building-gate" comes with linli. Did you mean "building-gates"?'),
        ("mine", 'no scenario "mine" comes with linli'),
        ("base.toml", "is not the name of a scenario that comes with linli"),
        ("../building-gates", "is not the name of a scenario that comes with linli"),
        (3, "is not the name of a scenario that comes with linli"),
        (["building-gates"], "is not the name of a scenario that comes with linli"),
    ],
)
def test_what_is_no_base_is_refused(base: Any, said: str) -> None:
    with pytest.raises(UserError) as refused:
        Scenario.from_dict({"extends": base}, "mine", "mine.toml")
    assert said in refused.value.text.en
    assert (refused.value.file, refused.value.field) == ("mine.toml", "extends")
    assert refused.value.text.zh != refused.value.text.en


def test_an_arm_extends_nothing() -> None:
    with pytest.raises(UserError, match="extends"):
        _own(arms={"after": {"extends": BASE}})


def test_a_circle_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for one, other in (("hen", "egg"), ("egg", "hen")):
        (tmp_path / f"{one}.toml").write_text(f'extends = "{other}"\n', encoding="utf-8")
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    with pytest.raises(UserError, match="extends itself"):
        Scenario.from_dict({"extends": "egg"}, "chick")


def test_a_fault_of_what_is_its_own_is_told_of_its_own_file() -> None:
    with pytest.raises(UserError) as refused:
        Scenario.from_dict({"extends": BASE, "arms": {"after": {BASE: {"gatherings_a_year": -1}}}}, "mine", "mine.toml")
    assert refused.value.file == "mine.toml"
    assert refused.value.field == "gatherings_a_year"
