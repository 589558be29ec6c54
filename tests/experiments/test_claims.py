"""The claim ledger: its measures exist, and what the record says of a test is what it says."""

from __future__ import annotations

import math

import pytest
from linli.experiments.claims import WORDS, Asked, Claim, Evidence, Found, Said, asked_of, claims, findings, verdict
from linli.experiments.row_record import Effect
from linli.experiments.rows import arms_of, row_names
from linli.model.society.measures import info
from linli.scenarios.loader import load


def _line(measure: str, low: float, high: float, without: float = 1.0) -> Effect:
    return Effect("row", "after", measure, (low + high) / 2, low, high, 0.5, without, without + low, 12, 100, 52, "x")


def _claim(*tests: Asked) -> Claim:
    assert Said(en="a", zh="甲").text.say("zh") == "甲"
    return Claim(id="made", row="row", sentence=Said(en="a", zh="甲"), evidence=Evidence(en="b", zh="乙", grade="said"), tests=tests)


def test_every_claim_names_a_row_that_is_built_and_measures_that_it_has() -> None:
    assert len({claim.id for claim in claims()}) == len(claims()) > 15
    for claim in claims():
        assert bool(claim.tests) == bool(claim.row) == (claim.not_tested is None), claim.id
        if claim.row:
            assert claim.row in row_names(), claim.id
            assert "after" in arms_of(load(claim.row))
        for test in claim.tests:
            assert info(test.measure).title.zh


def test_every_row_of_the_source_has_a_claim() -> None:
    assert {claim.row for claim in claims() if claim.row} == set(row_names())
    assert asked_of("building-gates")[:2] == ["acquaintances", "strangers"]


@pytest.mark.parametrize(
    ("low", "high", "without", "way", "found"),
    [
        (0.1, 0.3, 1.0, "up", "effect"),
        (0.1, 0.3, 1.0, "down", "harm"),
        (-0.3, -0.1, 1.0, "down", "effect"),
        (-0.3, -0.1, 1.0, "up", "harm"),
        (-0.1, 0.3, 1.0, "up", "none"),
        (0.0, 0.3, 1.0, "up", "none"),
        (0.1, 0.3, 0.0, "up", "happens"),
        (math.nan, math.nan, math.nan, "up", "not tested"),
    ],
)
def test_what_a_line_of_the_record_says_of_a_test(low: float, high: float, without: float, way: str, found: Found) -> None:
    claim = _claim(Asked.model_validate({"measure": "acquaintances", "way": way}))
    (one,) = findings(claim, [_line("strangers", 5.0, 6.0), _line("acquaintances", low, high, without)])
    assert one.found == found
    assert verdict([one]) == found


def test_a_line_that_is_not_there_tests_nothing_and_another_arm_is_not_read() -> None:
    claim = _claim(Asked(measure="acquaintances", way="up"))
    assert findings(claim, [])[0].found == "not tested"
    fails = _line("acquaintances", 0.1, 0.3)._replace(arm="fails")
    assert findings(claim, [fails])[0].effect is None


def test_harm_beside_an_effect_is_told_and_an_effect_goes_before_none() -> None:
    lines = [_line("acquaintances", 0.1, 0.2), _line("strangers", 0.1, 0.2), _line("friendly", -0.1, 0.2), _line("friend", 0.1, 0.2, without=0.0)]
    up = {name: Asked(measure=name, way="up") for name in ("acquaintances", "friendly", "friend")}
    down = Asked(measure="strangers", way="down")
    told = (
        ((*up.values(), down), "mixed"), ((down, up["friendly"]), "harm"), (up.values(), "effect"), ((up["friendly"], up["friend"]), "none"),
        ((up["friend"],), "happens"),
    )  # fmt: skip
    for tests, word in told:
        assert verdict(findings(_claim(*tests), lines)) == word
    assert verdict([]) == "not tested"
    assert set(WORDS) == {"effect", "mixed", "happens", "none", "harm", "not tested"}
