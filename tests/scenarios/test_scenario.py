"""What a scenario means: arms, settings, schedules, hashes, and that it survives being written and read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from linli.scenarios import Scenario, UserError, load, names
from linli.scenarios.facts import constants, count_marks
from linli.scenarios.loader import FOLDER, listed, read
from linli.scenarios.writing import template

GATES = "building-gates"


@pytest.mark.parametrize("name", names())
def test_what_comes_with_linli_is_valid_and_in_both_languages(name: str) -> None:
    scenario = load(name)
    assert scenario.title.en != scenario.title.zh
    assert scenario.source
    for arm in scenario.arms:
        assert scenario.arm(arm).arm_name == arm
    raw = read(FOLDER / f"{name}.toml")
    assert raw["format"] == 1


def test_list_names_every_scenario() -> None:
    assert [row.name for row in listed()] == names()
    assert GATES in names()


def test_arms_change_only_what_they_say() -> None:
    scenario = load(GATES)
    before, after = scenario.arm("before").mechanisms[GATES], scenario.arm("after").mechanisms[GATES]
    told = set(scenario.overrides["after"]["mechanisms"][GATES])
    differs = {key for key in type(before).model_fields if getattr(before, key) != getattr(after, key)}
    assert differs == told
    assert scenario.arms[0] == "before"
    assert scenario.arm_title("after").zh == "政策后"


def test_each_part_alone_is_part_of_the_whole() -> None:
    scenario = load(GATES)
    whole = scenario.overrides["after"]["mechanisms"][GATES]
    for arm in set(scenario.arms) - {"before"}:
        own = scenario.overrides[arm]["mechanisms"][GATES]
        assert own.items() <= whole.items()


def test_all_arms_start_from_one_spun_up_state() -> None:
    scenario = load(GATES)
    assert len({scenario.arm(arm).hash(spin_up=True) for arm in scenario.arms}) == 1
    assert len({scenario.arm(arm).hash() for arm in scenario.arms}) == len(scenario.arms)


def test_an_arm_of_another_neighbourhood_spins_up_by_itself() -> None:
    scenario = Scenario.from_dict({"arms": {"a": {}, "b": {"neighbourhood": {"preset": "towers"}}}})
    assert scenario.arm("a").hash(spin_up=True) != scenario.arm("b").hash(spin_up=True)


def test_without_arms_there_is_one() -> None:
    scenario = Scenario.from_dict({})
    assert scenario.arms == ("as-is",)
    assert scenario.arm("as-is").mechanisms == {}


@pytest.mark.parametrize("full", [True, False])
def test_written_and_read_it_is_the_same(full: bool) -> None:
    scenario = load(GATES)
    again = Scenario.from_dict(tomllib.loads(scenario.to_toml(full)))
    assert again.hash() == scenario.hash()
    assert again.hash(spin_up=True) == scenario.hash(spin_up=True)


def test_the_full_text_names_every_value() -> None:
    kinds = load("everyday").with_settings(["everyday.dancing.hours=0"]).to_dict()
    assert kinds["everyday"]["dancing"] == {"hours": 0.0}
    assert kinds["services"]["help"]["base"] == 0.2
    assert kinds["population"]["households"]["one"] == 0.299


def test_the_hash_of_the_spin_up_leaves_the_policy_out() -> None:
    scenario = load(GATES)
    longer, richer = scenario.with_weeks(300), scenario.with_settings(["population.renters=0.3"])
    assert longer.hash(spin_up=True) == scenario.hash(spin_up=True)
    assert longer.hash() != scenario.hash()
    assert richer.hash(spin_up=True) != scenario.hash(spin_up=True)
    assert Scenario.from_dict({"title": "a"}).hash() == Scenario.from_dict({"title": "b"}).hash()


def test_a_setting_goes_to_the_arms_that_set_the_key() -> None:
    scenario = load(GATES).with_settings(["gatherings_a_year=24"])
    assert scenario.arm("before").mechanisms[GATES].gatherings_a_year == 0  # type: ignore[attr-defined]
    assert scenario.arm("after").mechanisms[GATES].gatherings_a_year == 24  # type: ignore[attr-defined]
    assert scenario.arm("decorating").mechanisms[GATES].gatherings_a_year == 0  # type: ignore[attr-defined]


def test_a_setting_that_no_arm_sets_holds_for_all() -> None:
    scenario = load(GATES).with_settings(["ordinary-life.notices_a_week=3"])
    assert {scenario.arm(arm).mechanisms["ordinary-life"].notices_a_week for arm in scenario.arms} == {3.0}  # type: ignore[attr-defined]


def test_a_setting_for_one_arm() -> None:
    scenario = load(GATES).with_settings([f"arms.after.{GATES}.incentive=money"])
    assert scenario.arm("after").mechanisms[GATES].incentive == "money"  # type: ignore[attr-defined]
    assert scenario.arm("incentives").mechanisms[GATES].incentive == "honour"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("setting", "path", "value"),
    [
        ("neighbourhood.preset=towers", ("neighbourhood", "preset"), "towers"),
        ("renters=0.3", ("population", "renters"), 0.3),
        ("yard.hours=3", ("everyday", "yard", "hours"), 3),
        ("everyday.yard={hours = 0}", ("everyday", "yard", "hours"), 0),
        ("everyday.yard.rounds=[1, 10, 11]", ("everyday", "yard", "rounds"), [1, 10, 11]),
        ("weeks=52", ("weeks",), 52),
        ("households.one=0.5", ("population", "households", "one"), 0.5),
    ],
)
def test_settings_find_their_place(setting: str, path: tuple[str, ...], value: object) -> None:
    found: object = load("everyday").with_settings([setting]).data
    for key in path:
        found = found[key]  # type: ignore[index]
    assert found == value


@pytest.mark.parametrize(
    ("setting", "parts"),
    [
        ("renterz=.3", ["--set renterz=.3", "no key", "Did you mean"]),
        ("renters=25", ["--set renters=25", "[population] renters", "Did you mean 0.25?"]),
        ("hours=3", ["could be any of", "everyday.landing.hours"]),
        ("weeks", ["is not a setting", "key=value"]),
        ("=3", ["is not a setting"]),
        ("title=[3", ["not complete"]),
        ("x.y=3", ["Keys begin with one of neighbourhood"]),
        ("arms.aftr.renters=0.1", ['no arm "aftr"', 'Did you mean "after"?']),
        ("arms.after=3", ["arms.NAME.key=value"]),
        ("gatherings_a_year=300", ["[arms.after.building-gates] gatherings_a_year", "between 0 and 52"]),
        ("renters=0.3\nweeks=1", ["is not a number"]),
        ("neighbourhood.buildings=500", ["--set neighbourhood.buildings=500, [neighbourhood]", "at most 65,000"]),
        (f"{GATES}.start_week=400", [f"--set {GATES}.start_week=400", "outside the run of 260 weeks"]),
    ],
)
def test_wrong_settings(setting: str, parts: list[str]) -> None:
    with pytest.raises(UserError) as caught:
        load(GATES).with_settings([setting])
    for part in parts:
        assert part in caught.value.say("en")
    assert "--set" in caught.value.say("zh")


def test_a_mechanism_can_be_set_into_a_scenario_without_it() -> None:
    scenario = load("everyday").with_settings([f"{GATES}.gatherings_a_year=4"])
    assert scenario.mechanisms[GATES].gatherings_a_year == 4  # type: ignore[attr-defined]


def test_a_shorter_run_than_the_policy_needs_is_refused() -> None:
    scenario = Scenario.from_dict({"mechanisms": {GATES: {"start_week": 100}}})
    with pytest.raises(UserError, match="week 100 is outside the run of 52 weeks"):
        scenario.with_weeks(52)


def test_a_schedule_changes_parameters_from_its_week_on() -> None:
    data = {
        "mechanisms": {GATES: {"gatherings_a_year": 2.0}},
        "schedule": [{"week": 104, "set": {GATES: {"gatherings_a_year": 0}}}, {"week": 52, "set": {f"{GATES}.incentive": "honour"}}],
    }
    plan = Scenario.from_dict(data).schedules[GATES]
    assert [(plan.at(week).gatherings_a_year, plan.at(week).incentive) for week in (0, 51, 52, 103, 104)] == [
        (2.0, "none"), (2.0, "none"), (2.0, "honour"), (2.0, "honour"), (0.0, "honour"),
    ]  # fmt: skip


def test_everyday_kinds_are_changed_removed_and_added() -> None:
    new = {"scope": "group", "size": 6, "hours": 1.0, "rounds": [5], "chance": {"retired": 0.2}}
    kinds = Scenario.from_dict({"everyday": {"dancing": {"hours": 0}, "yard": {"hours": 3.0}, "choir": new}}).everyday
    assert "dancing" not in kinds
    assert kinds["yard"].hours == 3.0
    assert kinds["yard"].size == 10
    assert kinds["choir"].title.zh == "choir"


PLAIN: dict[str, Any] = {"mechanisms": {GATES: {}}, "arms": {"before": {}, "after": {}}}
"""The same scenario with nothing written: the gates bring ordinary life, which stands in the spin-up."""


def test_a_template_is_valid_and_means_the_defaults(tmp_path: Path) -> None:
    for language in ("en", "zh"):
        file = tmp_path / f"{language}.toml"
        file.write_text(template("mine", [GATES], language), encoding="utf-8")
        scenario = load(file)
        assert scenario.arms == ("before", "after")
        assert scenario.hash(spin_up=True) == Scenario.from_dict(PLAIN).hash(spin_up=True)


def test_every_line_of_a_template_can_be_taken_into_use(tmp_path: Path) -> None:
    lines = [line[2:] if line.startswith("# ") and " = " in line and " = ..." not in line else line for line in template("mine", [GATES], "en").split("\n")]
    lines = [line for line in lines if not line.startswith(("A linli", "hours = 2.0", "Everyday"))]
    file = tmp_path / "all.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert load(file).hash(spin_up=True) == Scenario.from_dict(PLAIN).hash(spin_up=True)


def test_constants_are_listed_with_their_marks_and_changes() -> None:
    rows = constants(load(GATES).with_settings(["renters=0.4"]))
    assert [row.key for row in rows if row.changed] == ["population.renters"]
    assert {row.key for row in rows} >= {"ties.kappa", "services.help.base", "everyday.yard.chance.retired", f"{GATES}.help_base"}
    assert len({row.key for row in rows}) == len(rows)
    fewer = count_marks(constants(load(GATES).with_settings(["everyday.dancing.hours=0"])))
    assert fewer["assumed"] < count_marks(rows)["assumed"]


def test_a_roster_counts_and_is_checked(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,flat,age\na,1,70\nb,1,66\nc,2,40\n", encoding="utf-8")
    (tmp_path / "ties.csv").write_text("a,b,closeness\na,c,12\n", encoding="utf-8")
    (tmp_path / "shares.csv").write_text("field,value\nrenters,0.5\n", encoding="utf-8")
    file = tmp_path / "mine.toml"
    file.write_text('[roster]\nresidents = "people.csv"\nties = "ties.csv"\ntables = "shares.csv"\n', encoding="utf-8")
    scenario = load(file)
    assert scenario.population.renters == 0.5
    first = scenario.hash(spin_up=True)
    (tmp_path / "ties.csv").write_text("a,b,closeness\na,c,13\n", encoding="utf-8")
    assert load(file).hash(spin_up=True) != first
    (tmp_path / "ties.csv").write_text("a,b,closeness\na,z,13\n", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load(file)
    assert "[roster] ties" in caught.value.say("en")
    (tmp_path / "people.csv").write_text("id,flat,telephone\na,1,13800138000\n", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load(file)
    assert "[roster] residents" in caught.value.say("en")
