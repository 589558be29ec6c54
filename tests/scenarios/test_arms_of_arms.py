"""An arm may be made of other arms: it changes all that they change, and what it says itself."""

from __future__ import annotations

from typing import Any

import pytest
from linli.scenarios.errors import UserError
from linli.scenarios.schema import Scenario


def _scenario(**arms: Any) -> Scenario:
    return Scenario.from_dict({"format": 1, "title": "made", "mechanisms": {"building-gates": {}, "meetings": {}}, "arms": arms}, "made")


GATES = {"title": {"en": "gates", "zh": "楼门"}, "building-gates": {"gatherings_a_year": 12.0}}
MEETINGS = {"meetings": {"a_year": 4.0}}


def test_it_changes_all_that_they_change() -> None:
    scenario = _scenario(before={}, both={"of": ["gates", "talk"]}, gates=GATES, talk=MEETINGS)
    by_hand = _scenario(before={}, gates=GATES, talk=MEETINGS, both={**GATES, **MEETINGS})
    assert scenario.arm("both").hash() == by_hand.arm("both").hash()
    assert scenario.arm_title("both").en == "gates + talk"
    assert scenario.arm_title("both").zh == "楼门＋talk"


def test_what_it_says_itself_wins_and_its_title_is_its_own() -> None:
    own = {"of": ["gates"], "title": "more", "building-gates": {"gatherings_a_year": 26.0, "festivals": True}}
    scenario = _scenario(before={}, gates=GATES, more=own)
    by_hand = _scenario(before={}, more={"building-gates": {"gatherings_a_year": 26.0, "festivals": True}})
    assert scenario.arm("more").hash() == by_hand.arm("more").hash()
    assert scenario.arm_title("more").en == "more"


def test_arms_of_arms_of_arms_and_the_same_value_twice() -> None:
    again = {"building-gates": {"gatherings_a_year": 12.0}}
    scenario = _scenario(before={}, gates=GATES, again=again, both={"of": ["gates", "again"]}, all={"of": ["both"], **MEETINGS})
    assert scenario.arm("both").hash() == scenario.arm("gates").hash()
    assert scenario.arm("all").hash() == _scenario(before={}, all={**again, **MEETINGS}).arm("all").hash()


def test_a_scenario_written_and_read_again_is_the_same() -> None:
    scenario = _scenario(before={}, gates=GATES, talk=MEETINGS, both={"of": ["gates", "talk"]})
    assert Scenario.from_dict(scenario.data, "made").hash() == scenario.hash()


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (["gatse"], 'no arm "gatse". Did you mean "gates"?'),
        (["both"], "both is made of itself"),
        (["circle"], "is made of itself"),
        ("gates", "it takes a list of arms"),
        ([], "it takes a list of arms"),
        ([1], "it takes a list of arms"),
        (["gates", "other"], "mechanisms.building-gates.gatherings_a_year is set by two of these arms"),
    ],
)
def test_what_cannot_be_put_together_is_refused(of: Any, said: str) -> None:
    other = {"building-gates": {"gatherings_a_year": 52.0}}
    with pytest.raises(UserError) as refused:
        _scenario(before={}, gates=GATES, other=other, both={"of": of}, circle={"of": ["both"]})
    assert said in refused.value.text.en
    assert refused.value.text.zh


@pytest.mark.parametrize("title", [{"en": 1.5, "zh": ["门"]}, {"en": ["a"]}, 3, True])
def test_a_title_that_is_no_text_is_refused_and_no_fault(title: Any) -> None:
    with pytest.raises(UserError, match="title"):
        _scenario(before={}, gates={**GATES, "title": title}, both={"of": ["gates"]})


def test_a_title_says_nothing_that_does_not_print() -> None:
    scenario = _scenario(before={}, gates={**GATES, "title": {"en": "gates\ufeff and\n heads", "zh": "楼门\u200b"}})
    assert scenario.arm_title("gates") == ("gates and heads", "楼门")
