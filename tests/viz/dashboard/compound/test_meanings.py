"""What stands behind the "?" of the fields of *My compound*."""

from __future__ import annotations

import re

import pytest
from linli.model.founding.neighbourhood import PRESET_TITLES
from linli.scenarios.compound.counts import ITEMS
from linli.viz.dashboard.compound.meanings import AGES_SAID, BECOMES, TITLE_SAID, meaning


@pytest.mark.parametrize(("language", "foreign"), [("en", "[\u3000-\u9fff\uff00-\uffef]"), ("zh", "[A-Za-z]{2}")])
def test_each_field_says_what_becomes_of_it_and_what_is_taken_without_it(language: str, foreign: str) -> None:
    assert set(BECOMES) == set(ITEMS)
    for item in ITEMS:
        for preset in PRESET_TITLES:
            said = meaning(item, preset, language)
            assert BECOMES[item].say(language) in said
            assert "{" not in said
            assert not re.search(foreign, said)
    assert not re.search(foreign, AGES_SAID.say(language) + TITLE_SAID.say(language))


def test_what_is_taken_without_a_count_is_that_of_the_kind_of_housing_with_its_source() -> None:
    assert "left blank: 6 (" in meaning("floors", "old-walk-up", "en")
    said = meaning("party", "beijing", "en")
    assert "7 %" in said
    assert "measured: 89.447 million" in said
