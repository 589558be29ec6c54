"""Keys of a study without effect, occasions every so many steps, sizes: what is refused has no effect, and what has one is not refused."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from linli.model.founding.population import PopulationParameters
from linli.model.founding.sites import SitePeople, home_of, populate_sites
from linli.model.questions import QUESTIONS
from linli.scenarios import UserError
from linli.scenarios.checking import refuse_crowded
from linli.scenarios.errors import LONGEST_LIST, did_you_mean
from linli.scenarios.loader import load
from linli.scenarios.published import load_study, study_from_dict
from linli.scenarios.study_effects import _TOLD, classes

PLACE: dict[str, Any] = {"scope": "compound", "size": 30, "hours": 5.0, "rounds": [1], "chance": {"retired": 0.9}}
SMALL: dict[str, Any] = {
    "title": "Mine",
    "weeks": 20,
    "sites": 4,
    "people": {"number": 20},
    "everyday": {"class": PLACE, "cards": {**PLACE, "scope": "group", "size": 5, "rounds": [2]}},
    "tables": [{"question": "level-share", "with": {"level": "friend"}, "weeks": [5, 10], "published": [4.0, 6.0]}],
}


def changed(*changes: tuple[tuple[Any, ...], Any]) -> dict[str, Any]:
    data = copy.deepcopy(SMALL)
    for path, value in changes:
        owner: Any = data
        for key in path[:-1]:
            owner = owner.setdefault(key, {}) if isinstance(owner, dict) else owner[key]
        owner[path[-1]] = value
    return data


def refused(*changes: tuple[tuple[Any, ...], Any]) -> str:
    with pytest.raises(UserError) as raised:
        study_from_dict(changed(*changes), "mine", "mine.toml")
    assert raised.value.say("zh") != raised.value.say("en")
    assert any(ord(c) > 0x3000 for c in raised.value.say("zh"))
    return raised.value.say("en")


# Occasions every so many steps


def test_every_so_many_steps_is_a_list_of_single_steps() -> None:
    during = {"class": {"weeks": [[0, 6], [9, 13]], "every": 4}, "cards": {"every": 7}}
    found = study_from_dict(changed((("during",), during))).arms[""].during
    assert found == {"class": ((0, 0), (4, 4), (9, 9), (13, 13)), "cards": ((0, 0), (7, 7), (14, 14))}
    weekly = study_from_dict(changed((("during",), {"class": {"weeks": [[3, 5]], "every": 1}}))).arms[""].during
    assert weekly == {"class": ((3, 3), (4, 4), (5, 5))}


def test_monthly_meetings_of_a_study_are_told_in_a_line() -> None:
    study = load_study("weekly-or-monthly")
    data = copy.deepcopy(study.data)
    data["arms"]["monthly"]["during"]["meeting"] = {"weeks": [[0, 19]], "every": 4}
    assert study_from_dict(data).arms == study.arms


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"every": 0}, "[during.class] every: 0 is not a whole number of steps between 1 and 20"),
        ({"every": 21}, "21 is not a whole number of steps"),
        ({"every": 1.5}, "1.5 is not a whole number"),
        ({"every": True}, "true is not a whole number"),
        ({"evry": 4}, 'there is no key "evry". Did you mean "every"?'),
        ({"weeks": [[0, 3]]}, "give every"),
        ({"weeks": [[0, 20]], "every": 4}, "[0, 20] goes beyond the last step of the study, which is 19"),
        ({"weeks": [0, 4], "every": 4}, "[0, 4] is not a list of [first, last] steps"),
        ("monthly", '"monthly" is not a list of [first, last] steps'),
    ],
)
def test_wrong_occasions_are_refused(given: Any, says: str) -> None:
    assert says in refused((("during",), {"class": given}))


# Keys without effect


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ([(("population", "renters"), 0.2)], "[population] renters: it has no effect beside [people]: nobody rents"),
        ([(("population", "moves_renters"), 0.2)], "[population] moves_renters: it has no effect beside [people]"),
        ([(("population", "households"), {"one": 1.0})], "[population] households: it has no effect beside [people], which says who people are"),
        ([(("population", "party"), 0.2)], "[population] party: it has no effect beside [people]"),
        ([(("visits", "carer"), 2.0)], "[visits] carer: it has no effect: nobody is of this class of presence; there is retired"),
        ([(("everyday", "class", "chance", "owner"), 0.2)], "[everyday.class.chance] owner: it has no effect: nobody is of this class"),
        ([(("everyday", "class", "chance"), {"retired": 0.0})], "[everyday.class] chance: nobody ever comes"),
        ([(("everyday", "class", "hours"), 0.0)], "[everyday.class] hours: 0 hours have no effect"),
        ([(("everyday", "class", "attendance"), 0.5)], '[everyday.class] attendance: it has an effect with scope = "group" or "kin" only'),
        ([(("everyday", "class", "near_share"), 0.5)], 'near_share: it has an effect with scope = "group" only'),
        ([(("everyday", "class", "mixing"), 0.5)], "[everyday.class] mixing"),
        ([(("everyday", "cards", "renter_factor"), 0.5)], "[everyday.cards] renter_factor: it has no effect beside [people]: nobody rents"),
        ([(("arms",), {"a": {}, "b": {}})], "[arms.b]: no table asks this arm"),
        ([(("tables", 0, "margin"), 2.0)], 'entry 1 margin: it has an effect with expect = ["same"] only'),
        ([(("tables", 0, "design"), 2.0)], "entry 1 design: it is used with n only"),
        ([(("tables", 0, "times"), 10.0)], "entry 1 times: it says how many times the first arm the second is held against"),
        (
            [(("arms",), {"a": {}, "b": {"during": {"cards": []}}}), (("tables", 0, "contrast"), ["a", "b"]), (("tables", 0, "times"), 2.0)],
            "entry 1 times: it says how many times",
        ),
        (
            [(("arms",), {"a": {}, "b": {"during": {"cards": []}}}), (("tables", 0, "contrast"), ["a", "b"]), (("tables", 0, "arm"), "a")],
            "entry 1 arm: a contrast names its two arms",
        ),
        ([(("arms",), {"a": {}, "b": {}}), (("tables", 0, "contrast"), ["a", "b"])], "entry 1 contrast: the two arms are the same setting"),
        ([(("days_a_step",), 1.0), (("quick",), {"years_before": 2})], "[quick] years_before: years before are lived in weeks"),
        ([(("people", "household"), 3)], "number (20) must be a multiple of household (3)"),
        ([(("people", "sex"), [0.0, 0.0])], "sex must be a list of 1 to 2 shares"),
        ([(("people", "number"), 0)], "[people] number: 0 is out of bounds"),
        ([(("people", "number"), 5000), (("sites",), 2000)], "sites: 2,000 sites of about 5,000 residents are 10,000,000 in all; at most 5,000,000"),
        ([(("tables", 0, "published"), [float("nan"), 4.0])], "published.0: nan is not a finite number."),
        ([(("everyday", "class", "hours"), float("inf"))], "[everyday.class] hours: inf is not a finite number. It must lie between 0 and 24"),
        ([(("tables", 0, "with"), {"level": "friend", "answerd": [3]})], 'Did you mean "answered"?'),
        ([(("tables", 0), {"question": "pairs-by-kind", "with": {"kinds": ["crads"]}, "published": [40.0]})], 'Did you mean "cards"?'),
        ([(("tables", 0), {"question": "spread-by-level", "with": {"units": ["gat"]}, "published": [0.4]})], 'Did you mean "gate"?'),
        ([(("tables", 0), {"question": "know-neighbours", "with": {"answers": ["fwe"]}, "published": [40.0]})], 'Did you mean "few"?'),
        ([(("tables", 0), {"question": "pairs-by-kind", "with": {"side": "bth"}, "published": [1.0, 2.0]})], 'Did you mean "both"?'),
    ],
)  # fmt: skip
def test_one_clear_sentence(changes: list[tuple[tuple[Any, ...], Any]], says: str) -> None:
    assert says in refused(*changes)


def people_with(population: PopulationParameters) -> dict[str, np.ndarray]:
    people = SitePeople(number=120, household=2, presence=(0.2, 0.2, 0.2, 0.2, 0.2), party=0.1)
    places, residents = populate_sites(people, home_of(people, None, 3), population, 3, 2, 0.5)
    found = {name: np.array(getattr(residents, name)) for name in residents.__dataclass_fields__ if isinstance(getattr(residents, name), np.ndarray)}
    return {**found, "kin": places.kin}


def moved(value: Any) -> Any:
    if isinstance(value, dict):
        first = next(iter(value))
        return {**value, first: moved(value[first])}
    return value + 7 if isinstance(value, int) else value * 0.6


WHO = ("age", "sex", "situation", "tenure", "registration", "education", "flat", "gate")
"""What [people] tells."""


@pytest.mark.parametrize("key", list(PopulationParameters.model_fields))
def test_what_is_refused_beside_people_says_who_they_are_and_does_not_change_it(key: str) -> None:
    default = PopulationParameters().model_dump()
    was, now = people_with(PopulationParameters()), people_with(PopulationParameters(**{**default, key: moved(default[key])}))
    other = {name for name in was if not np.array_equal(was[name], now[name], equal_nan=was[name].dtype.kind == "f")}
    assert not other & set(WHO)
    if key in _TOLD or key in ("renters", "moves_renters"):
        # The draw of years lived here, and the level of trust, still feel these tables a little.
        assert other <= {"arrival", "trust_institutions"}, key
    else:
        assert other, key


def test_keys_that_have_an_effect_are_taken() -> None:
    data = changed(
        (("population",), {"activists": 0.1, "trust_spread": 0.1, "moves_owners": 0.1, "education": {"under30": {"primary": 1.0}}}),
        (("people", "presence"), [0.5, 0.0, 0.5]), (("visits",), {"retired": 1.0, "owner": 2.0, "carer": 0.0}), (("everyday", "cards", "mixing"), 0.3),
        (("everyday", "class", "attendance"), 0.92),
    )  # fmt: skip
    study = study_from_dict(data)
    people = study.arms[""].people
    assert people is not None
    assert classes(people) == ("retired", "owner")
    assert study.arms[""].population.activists == 0.1


# Sizes and names


def test_a_place_in_which_nobody_lives_is_refused() -> None:
    from linli.model.founding.neighbourhood import NeighbourhoodParameters

    one = NeighbourhoodParameters(buildings=1, entrances=1, floors=1, flats_per_floor=1)
    refuse_crowded(one, PopulationParameters(), ("neighbourhood",), "mine.toml")
    with pytest.raises(UserError, match=r"of 1 flats of a community about 0\.01 would be lived in"):
        refuse_crowded(one.model_copy(update={"occupancy": 0.01}), PopulationParameters(), ("neighbourhood",), "mine.toml")
    with pytest.raises(UserError, match="would be lived in"):
        load("everyday").with_settings(["neighbourhood.occupancy=0.01", "neighbourhood.buildings=1", "neighbourhood.floors=1", "neighbourhood.entrances=1"])


def test_all_questions_are_listed_where_none_is_near() -> None:
    said = refused((("tables", 0, "question"), "xyzzy"))
    assert all(name in said for name in QUESTIONS if not name.startswith("own-"))
    many = did_you_mean("xyzzy", [f"name-{k}" for k in range(1000)])
    assert many.en.endswith(", ....")
    assert len(many.en) < LONGEST_LIST + 30


# The place beside [people]


def test_the_past_of_a_scenario_is_refused_in_a_study() -> None:
    said = refused((("neighbourhood", "years"), 8))
    assert "[neighbourhood] years: it has no effect in a study" in said
    assert "years_before" in said
    data = {"weeks": 1, "ordinary_week": True, "neighbourhood": {"years": 0}, "tables": [{"question": "degree", "published": [1.0]}]}
    with pytest.raises(UserError, match="years_before"):
        study_from_dict(data)


@pytest.mark.parametrize("key", ["kin_groups", "kin_share"])
def test_kin_groups_beside_people_need_a_place_or_a_question_of_kin(key: str) -> None:
    given = (("neighbourhood",), {"preset": "natural-village", key: 1})
    assert f"[neighbourhood] {key}: it has no effect beside [people]" in refused(given)
    study_from_dict(changed(given, (("everyday", "kin"), {**PLACE, "scope": "kin", "rounds": [3]})))
    study_from_dict(changed(given, (("tables",), [{"question": "within-groups", "published": [40.0]}])))
    assert "no effect" in refused(given, (("tables",), [{"question": "within-groups", "with": {"groups": "gate"}, "published": [40.0]}]))
    study_from_dict(changed((("neighbourhood",), {"preset": "natural-village", key: 0}))), "none is said to be there"


@pytest.mark.parametrize(("key", "value"), [("spacing", 30.0), ("storey_height", 3.0), ("gate_width", 20.0)])
def test_distances_beside_people_need_something_that_looks_at_them(key: str, value: float) -> None:
    given = (("neighbourhood",), {"preset": "old-walk-up", key: value})
    assert f"[neighbourhood] {key}: it has no effect beside [people]" in refused(given)
    study_from_dict(changed(given, (("mechanisms",), {"meetings": {}})))
    asked = {"question": "pairs-by-kind", "with": {"kinds": ["gate"], "metres": [20.0]}, "published": [1.0, 2.0, 3.0]}
    study_from_dict(changed(given, (("tables",), [asked])))
    asked = {"question": "change-in-sd", "with": {"outcome": "would-come"}, "weeks": [1, 2], "published": [0.1]}
    study_from_dict(changed(given, (("tables",), [asked])))
    assert "no effect" in refused(given, (("tables",), [{**asked, "with": {"outcome": "acquaintance"}}]))


def test_an_arm_is_named_whose_place_has_no_effect() -> None:
    tables = [{"question": "level-share", "with": {"level": "friend"}, "weeks": [5, 10], "published": [4.0, 6.0], "contrast": ["a", "b"]}]
    arms = {"a": {}, "b": {"neighbourhood": {"preset": "old-walk-up", "spacing": 30.0}}}
    assert "[arms.b.neighbourhood] spacing: it has no effect" in refused((("arms",), arms), (("tables",), tables))


# Limits


def test_a_study_says_how_many_sites_would_fit() -> None:
    data = {"sites": 2000, "weeks": 1, "ordinary_week": True, "neighbourhood": {"buildings": 250}, "tables": [{"question": "degree", "published": [1.0]}]}
    with pytest.raises(UserError, match=r"at most 5,000,000, which are 81 such sites"):
        study_from_dict(data)


def test_tables_arms_and_spans_have_a_number() -> None:
    assert "there are 301 tables; at most 300" in refused((("tables",), SMALL["tables"] * 301))
    assert "there are 101 arms; at most 100" in refused((("arms",), {f"a{k}": {} for k in range(101)}))
    assert "there are 501 spans; at most 500" in refused((("during",), {"class": [[0, 1]] * 501}))
    many = study_from_dict(changed((("during",), {"class": {"every": 1, "weeks": [[0, 19]] * 500}})))
    assert many.arms[""].during["class"] == tuple((step, step) for step in range(20)), "each occasion once"


def test_an_error_or_a_number_of_people_that_is_none_is_refused() -> None:
    table = SMALL["tables"][0]
    assert "se: -1 must be above 0" in refused((("tables",), [{**table, "se": -1}]))
    assert "n: 0 must be above 0" in refused((("tables",), [{**table, "n": 0}]))
    assert "se: nan is not a finite number." in refused((("tables",), [{**table, "se": float("nan")}])).replace("se.0", "se")
