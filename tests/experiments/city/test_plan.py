"""A city's file: what it becomes, and what is refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from linli.experiments.city.example import example
from linli.experiments.city.fields import CityFields, DistrictFields, TableFields
from linli.experiments.city.plan import CityPlan
from linli.model.founding.size import expected_residents
from linli.model.ground.refusal import InputError
from linli.scenarios.errors import UserError
from linli.scenarios.schema import Scenario

from .conftest import SMALL, tiny

HEAD = "name,residents,preset,x,y\n"


def test_sizes_are_unequal_and_together_as_many_as_asked_for(plan_of: Callable[..., CityPlan]) -> None:
    found = plan_of(communities={"number": 60, "residents": 120_000.0, "spread": 0.8, "least": 400.0, "most": 9000.0}, set={"neighbourhood.years": 1})
    sizes = np.array([one.asked for one in found.communities])
    assert sizes.sum() == pytest.approx(120_000.0)
    assert (sizes.min(), sizes.max()) == (400.0, 9000.0)
    assert sizes.mean() > 1.2 * np.median(sizes), "a few are large"
    assert not (np.diff(sizes) >= 0.0).all(), "they are dealt to places"
    assert len({(one.x, one.y) for one in found.communities}) == 60
    even = plan_of(communities={"number": 5, "residents": 2500.0, "spread": 0.0})
    assert {round(one.asked) for one in even.communities} == {500}


def test_presets_have_their_shares_and_communities_nearly_their_residents(plan_of: Callable[..., CityPlan]) -> None:
    shares = {"beijing": 0.5, "old-walk-up": 0.3, "towers": 0.2}
    found = plan_of(communities={"number": 10, "residents": 30_000.0, "presets": shares}, set={"neighbourhood.years": 1})
    kinds = [one.preset for one in found.communities]
    assert {name: kinds.count(name) for name in shares} == {"beijing": 5, "old-walk-up": 3, "towers": 2}
    for one in found.communities:
        scenario = found.community(one.number)
        people, _ = expected_residents(scenario.neighbourhood, scenario.population)
        assert people == pytest.approx(one.asked, rel=0.15)
        assert scenario.neighbourhood.first_community == one.number
        assert scenario.neighbourhood.communities == 1


def test_people_and_housing_are_the_citys_and_policies_the_scenarios() -> None:
    base = Scenario.from_dict({**tiny().data, "population": {"renters": 0.9}, "neighbourhood": {"preset": "towers", "floors": 30}}, "other")
    found = CityPlan.from_dict({"scenario": "other", "set": SMALL, "communities": {"number": 2, "residents": 700.0}, "years": 1}, scenario=base)
    mine = found.community(1)
    assert mine.population.renters != 0.9
    assert (mine.neighbourhood.preset, mine.neighbourhood.floors, mine.weeks) == ("beijing", 6, 52)
    assert mine.arm("plan").mechanisms["three-level-linkage"].budget_a_year == 6000.0  # type: ignore[attr-defined]


def test_a_table_tells_names_places_and_settings(plan_of: Callable[..., CityPlan], tmp_path: Path) -> None:
    table = "名称,居民数,住区类型,x,y,population.renters\n桂园,900,老旧小区,1.5,-2,0.6\n东门,400,beijing,0,0,\n"
    (tmp_path / "list.csv").write_text(table, encoding="gb18030")
    data = {"scenario": "tiny", "communities": {"file": "list.csv"}, "set": SMALL, "years": 1}
    found = CityPlan.from_dict(data, "list", folder=tmp_path, scenario=tiny())
    first, second = found.communities
    assert (first.name, first.asked, first.preset, first.x, first.y) == ("桂园", 900.0, "old-walk-up", 1.5, -2.0)
    assert first.settings == (("population.renters", 0.6),)
    assert (second.preset, second.settings) == ("beijing", ())
    assert found.community(0).population.renters == 0.6
    assert found.community(1).population.renters != 0.6


@pytest.mark.parametrize(("table", "says"), [
    ("residents\n5\n", 'the column "name" is missing'),
    ("name,residents\nA,many\n", 'column "residents", line 2: "many"'),
    ("name,residents\nA,0\n", 'column "residents", line 2: "0"'),
    ("name,residents\nA,900000\n", 'column "residents", line 2: "900000"'),
    ("name,residents\nA,500\nA,600\n", 'column "name", line 3: "A" was named in line 2 already'),
    ("name,residents,preset\nA,500,castle\n", 'column "preset", line 2: "castle"'),
    ("name,residents,x\nA,500,1\n", "x and y go together"),
    ("name,residents,rooms\nA,500,3\n", 'there is no column "rooms".*is a setting'),
    ("name,residents,population.rent\nA,500,0.3\n", r'line 2: .*there is no key "population.rent"'),
    ("name,residents,population.renters\nA,500,\nB,500,30\n", "line 3: .*renters: 30 is not a share"),
    ("name,residents\n", "it has no|0 communities"),
])  # fmt: skip
def test_a_wrong_table_is_refused_with_its_line(tmp_path: Path, table: str, says: str) -> None:
    (tmp_path / "list.csv").write_text(table, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        CityPlan.from_dict({"scenario": "tiny", "communities": {"file": "list.csv"}, "set": SMALL}, folder=tmp_path, scenario=tiny())


FEW = {"number": 4, "residents": 1200.0}


@pytest.mark.parametrize(("changes", "says"), [
    ({"yeers": 3}, 'there is no key "yeers" in a city. Did you mean "years"'),
    ({"years": 0}, "years"),
    ({"arms": ["befor"]}, 'Did you mean "before"'),
    ({"moves_within": 1.5}, "moves_within"),
    ({"communities": {"number": 4}}, "say how many communities and residents"),
    ({"communities": {**FEW, "residents": 10.0}}, "that must lie between least"),
    ({"communities": {"file": "x.csv", "number": 4}}, "it is used without a file only"),
    ({"communities": {"file": "gone.csv"}}, "gone.csv"),
    ({"communities": {**FEW, "presets": {"tower": 1.0}}}, 'Did you mean "towers"'),
    ({"communities": {**FEW, "presets": {"towers": 0.0}}}, "no community has any housing"),
    ({"communities": {**FEW, "presets": {"towers": -1.0}}}, "is not a share"),
    ({"district": {"rule": "merit"}}, "merit"),
    ({"district": {"rule": "equal", "lever": "three-level-linkage.budget"}}, 'Did you mean "three-level-linkage.budget_a_year"'),
    ({"district": {"rule": "reports", "report": "three-level-linkage.task_held"}}, 'Did you mean "three-level-linkage.tasks_held"'),
    ({"set": {"population.renter": 0.2}}, 'there is no key "population.renter"'),
    ({"measures": ["acquaintance"]}, 'Did you mean "acquaintances"'),
    ({"seed": 2**31 - 1, "replications": 2}, "beyond"),
])  # fmt: skip
def test_a_wrong_city_is_refused_with_the_nearest_right_name(plan_of: Callable[..., CityPlan], changes: dict[str, object], says: str) -> None:
    with pytest.raises(InputError, match=says):
        plan_of(**changes)


@pytest.mark.parametrize(("own", "says"), [
    ({"promotes": True}, "arm plan sets three-level-linkage.promotes"),
    ({"budget_by_rating": 0.2}, "arm plan sets three-level-linkage.budget_by_rating"),
    ({"budget_a_year": 9e6}, "one community could get"),
    ({"budget_a_year": 0.0}, "no arm gives three-level-linkage.budget_a_year any money"),
])  # fmt: skip
def test_levers_that_mean_nothing_in_a_city_are_refused(own: dict[str, object], says: str) -> None:
    data = {**tiny().data, "arms": {"before": {}, "plan": {"three-level-linkage": own}}}
    with pytest.raises(UserError, match=says):
        CityPlan.from_dict({"scenario": "x", "communities": FEW, "set": SMALL, "district": {"rule": "best"}}, scenario=Scenario.from_dict(data, "x"))


def test_arms_with_other_people_and_scenarios_with_a_roster_are_refused() -> None:
    data = {**tiny().data, "arms": {"before": {}, "other": {"population": {"renters": 0.5}}}}
    with pytest.raises(UserError, match="all arms of a city begin from the same people"):
        CityPlan.from_dict({"scenario": "x", "communities": FEW, "set": SMALL}, scenario=Scenario.from_dict(data, "x"))


def test_the_example_is_a_city_and_names_every_key(tmp_path: Path) -> None:
    text = example("mine.toml")
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    found = CityPlan.read(tmp_path / "mine.toml")
    assert len(found.communities) == 20
    assert len({one.preset for one in found.communities}) == 4
    for name in {*CityFields.model_fields, *TableFields.model_fields, *DistrictFields.model_fields} - {"seed", "format"}:
        assert name in text, name


def test_the_city_of_the_documents_is_one_of_645_communities() -> None:
    plan = CityPlan.read(Path(__file__).parents[3] / "docs" / "cities" / "shenzhen.toml")
    assert len(plan.communities) == 645
    assert sum(one.asked for one in plan.communities) == pytest.approx(17.5e6, rel=0.002)
    assert max(one.asked for one in plan.communities) <= 60_000


def test_seeds_go_from_zero_to_the_largest(plan_of: Callable[..., CityPlan]) -> None:
    for seed in (0, 2**31 - 1):
        assert plan_of(seed=seed, years=1).seeds[0] == seed
    for seed in (-1, 2**31):
        with pytest.raises(InputError, match="seed"):
            plan_of(seed=seed)


def test_what_is_run_has_a_hash_and_titles_do_not_count(plan_of: Callable[..., CityPlan]) -> None:
    assert plan_of().hash() == plan_of(title={"en": "Other"}).hash()
    assert len({one.hash() for one in (plan_of(), plan_of(years=3), plan_of(moves_within=0.5), plan_of(district={"rule": "best"}))}) == 4


@pytest.mark.parametrize(("key", "value"), [("buildings", 5), ("compounds", 2), ("communities", 1000), ("preset", "towers"), ("first_community", 9)])
def test_housing_that_follows_from_the_residents_is_no_setting(plan_of: Callable[..., CityPlan], tmp_path: Path, key: str, value: str | int) -> None:
    with pytest.raises(UserError, match=rf"neighbourhood\.{key} is no setting in a city"):
        plan_of(set={**SMALL, f"neighbourhood.{key}": value})
    (tmp_path / "list.csv").write_text(f"name,residents,neighbourhood.{key}\na,300,\nb,400,{value}\n", encoding="utf-8")
    data = {"scenario": "tiny", "communities": {"file": "list.csv"}, "set": SMALL, "years": 1}
    with pytest.raises(UserError, match=r"line 3: .*is no setting in a city"):
        CityPlan.from_dict(data, "list", folder=tmp_path, scenario=tiny())
