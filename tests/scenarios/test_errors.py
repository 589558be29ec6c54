"""Every kind of fault in a scenario is one sentence in both languages that names place, given, allowed, nearest name."""

from __future__ import annotations

from typing import Any

import pytest
from linli.scenarios import Scenario, UserError

FAULTS: list[tuple[dict[str, Any], list[str]]] = [
    ({"population": {"renters": 25.6}}, ["mine.toml", "[population] renters", "25.6 is not a share", "between 0 and 1", "Did you mean 0.256?"]),
    ({"population": {"renter": 0.2}}, ["[population] renter:", "no such key", 'Did you mean "renters"?']),
    ({"population": {"renters": "25 %"}}, ['"25 %" is not a number', "Did you mean 0.25?"]),
    ({"population": {"renters": True}}, ["true is not a number"]),
    ({"population": {"renters": float("nan")}}, ["nan is not a share"]),
    ({"population": 3}, ["population", "3 is not a table"]),
    ({"population": {"households": {"one": 0, "two": 0, "three": 0, "four": 0, "five_up": 0}}}, ["[population] households", "must be above 0"]),
    ({"populaton": {}}, ['no section or key "populaton"', 'Did you mean "population"?']),
    ({"building-gates": {}}, ['Did you mean "[mechanisms.building-gates]"?']),
    ({"weeks": "12 weeks"}, ["weeks", "whole number between 1 and 5,200 (weeks)", "Did you mean 12?"]),
    ({"weeks": 0}, ["0 is out of bounds", "between 1 and 5,200"]),
    ({"weeks": 2.5}, ["2.5 is not a whole number"]),
    ({"seed": -1}, ["seed", "-1 is out of bounds"]),
    ({"seed": "one"}, ['"one" is not a whole number']),
    ({"format": 2}, ["format", "2 is newer", "up to 1"]),
    ({"title": {"fr": "x"}}, ["[title] fr", "Allowed: en, zh"]),
    ({"neighbourhood": {"preset": "tower"}}, ["[neighbourhood] preset", '"tower" is not one of', 'Did you mean "towers"?']),
    ({"neighbourhood": {"floors": 0}}, ["[neighbourhood] floors", "between 1 and 100 (floors)"]),
    ({"ties": {"slots": 10**400}}, ["[ties] slots", "between 8 and 256"]),
    ({"services": {"help": {"bse": 1}}}, ["[services.help] bse", 'Did you mean "base"?']),
    ({"survey": {"chat_daily": 0.1}}, ["[survey]", "chat_weekly 0.48 is above chat_daily 0.1"]),
    ({"survey": {"all_share": 0.2}}, ["[survey]", "most_share 0.46 is above all_share 0.2"]),
    ({"everyday": {"yrad": {"hours": 1.0}}}, ["[everyday.yrad]", "a new one must give scope", 'Did you mean "yard"?']),
    ({"everyday": {"yard": {"chance": {"retird": 1}}}}, ["[everyday.yard.chance] retird", 'Did you mean "retired"?']),
    ({"everyday": {"yard": {"rounds": [7]}}}, ["[everyday.yard] rounds", "different rounds out of"]),
    ({"everyday": {"yard": {"rounds": [1, "a"]}}}, ["[everyday.yard] rounds", '"a" is not a whole number']),
    ({"everyday": {kind: {"hours": 20.0} for kind in ("yard", "lift", "shop", "stroll", "dancing")}}, ["[everyday]", "at most 112 are awake"]),
    ({"mechanisms": {"building-gate": {}}}, ["[mechanisms]", 'no mechanism "building-gate"', 'Did you mean "building-gates"?']),
    ({"mechanisms": {"building-gates": {"incentive": "honor"}}}, ["[mechanisms.building-gates] incentive", 'Did you mean "honour"?']),
    ({"mechanisms": {"building-gates": {"find_talent": "yes"}}}, ["find_talent", '"yes" is not true or false', "Did you mean true?"]),
    ({"mechanisms": {"building-gates": {"start_week": 30, "end_week": 20}}}, ["[mechanisms.building-gates]", "end_week 20 comes before start_week 30"]),
    ({"weeks": 52, "mechanisms": {"building-gates": {"start_week": 60}}}, ["start_week", "week 60 is outside the run of 52 weeks", "between 0 and 51"]),
    ({"arms": 3}, ["arms", "3 is not a table"]),
    ({"arms": {"a": {"weeks": 3}}}, ["[arms.a] weeks", "all arms share it"]),
    ({"arms": {"a b": {}}}, ["is not a name"]),
    ({"arms": {"a": {"building-gatez": {}}}}, ["[arms.a]", 'Did you mean "building-gates"?']),
    ({"arms": {"a": {"building-gates": {"gatherings": 3}}}}, ["[arms.a.building-gates] gatherings:", "gatherings_a_year"]),
    ({"arms": {"a": {"population": {"renters": 3}}}}, ["[arms.a.population] renters", "3 is not a share"]),
    ({"arms": {"a": {"building-gates": {"start_week": 999}}}}, ["[arms.a.building-gates] start_week", "week 999 is outside"]),
    ({"arms": {"a": {"title": {"de": "x"}}}}, ["[arms.a.title] de", "Allowed: en, zh"]),
    ({"schedule": [{"week": 300}]}, ["[[schedule]] entry 1 week", "between 0 and 259"]),
    ({"schedule": [{"week": "3"}]}, ["[[schedule]] entry 1 week", "not a whole number of weeks"]),
    ({"schedule": [{"wek": 3}]}, ["[[schedule]] entry 1", 'Did you mean "week"?']),
    ({"schedule": [{"week": 3, "set": {"building-gates": {"incentive": "money"}}}]}, ["[[schedule]] entry 1 set", "no mechanism in this scenario"]),
    ({"mechanisms": {"building-gates": {}}, "schedule": [{"week": 3, "set": {"building-gates.incentive": "gold"}}]}, ["entry 1", '"gold" is not one of']),
    ({"schedule": {"week": 3}}, ["[[schedule]]"]),
    ({"roster": {"residents": "nobody.csv"}}, ["[roster] residents", 'no file "nobody.csv"']),
    ({"roster": {"ties": "edges.csv"}}, ["[roster] ties", "need a roster"]),
]


@pytest.mark.parametrize(("data", "parts"), FAULTS, ids=[" ".join(map(str, parts[0:2]))[:50] for _, parts in FAULTS])
def test_a_fault_is_one_sentence_that_helps(data: dict[str, Any], parts: list[str]) -> None:
    with pytest.raises(UserError) as caught:
        Scenario.from_dict(data, "mine", "mine.toml")
    english, chinese = caught.value.say("en"), caught.value.say("zh")
    for part in parts:
        assert part in english
    assert english.startswith("Error in mine.toml")
    assert chinese.startswith("错误（mine.toml")
    assert "\n" not in english + chinese
    assert any("一" <= letter <= "鿿" for letter in chinese.split("）：", 1)[1])


def test_chinese_says_the_same() -> None:
    with pytest.raises(UserError) as caught:
        Scenario.from_dict({"population": {"renters": 25.6}}, "mine", "mine.toml")
    assert caught.value.say("zh") == "错误（mine.toml，[population] renters）：25.6 不是比例，须在 0 与 1 之间。您是否想写 0.256？"


def test_the_text_of_the_error_is_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_LANG", "en")
    assert str(UserError("it is wrong.", "有误。", file="a.toml", section="[ties]", field="tau")) == "Error in a.toml, [ties] tau: it is wrong."
