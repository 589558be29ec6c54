"""The sentence that says who gained: the right groups, their differences, and what is not distinguishable in brackets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from linli.model.society.groups import name_of
from linli.viz.gained import gained_sentence
from linli.viz.telling import story_of_comparison


@pytest.fixture
def compared(make_comparison):
    return story_of_comparison(make_comparison(seeds=3))


def with_gains(story, gains):
    """Return the story with these differences (mean, low, high) in acquaintances of groups, and no others."""
    arm = story.arms[0]
    usual = next(iter(story.effects.values()))
    others = {key: value for key, value in story.effects.items() if not key[1].startswith("acquaintances_")}
    own = {}
    for group, (mean, low, high) in gains.items():
        own[arm, name_of("acquaintances", group)] = replace(usual, mean=mean, low=low, high=high, draws=0)
    return replace(story, effects={**others, **own})


def test_who_gained_is_told_with_what_is_sure(compared):
    told = with_gains(compared, {"owners": (2.64, 2.0, 3.2), "renters": (0.21, -0.3, 0.7), "from60": (-1.0, -1.5, -0.5)})
    arm = told.arms[0]
    said = gained_sentence(told, arm, "en")
    assert said.endswith(": owners +2.6, renters (+0.2); 60 and over −1.0 (in brackets: not distinguishable)")
    assert gained_sentence(told, arm, "zh").endswith("：业主 +2.6、租户（+0.2）；60岁及以上 −1.0（括号内：无法与零区分）")
    sure = with_gains(told, {"men": (1.0, 0.5, 1.5)})
    assert gained_sentence(sure, arm, "en").endswith(": men +1.0")


def test_nothing_is_said_where_groups_were_not_measured(compared):
    assert gained_sentence(with_gains(compared, {}), compared.arms[0], "en") == ""

