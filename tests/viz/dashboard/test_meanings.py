"""What stands behind the "?" of a measure: a sentence in the language of the page, and the constant that it rests on with mark and source."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from linli.experiments.comparison import Comparison
from linli.experiments.reproduction.necessity import WITHOUT
from linli.model.ground.parameters import describe
from linli.model.people.constants import Constants
from linli.model.society.measures import MEASURES, catalogue
from linli.scenarios.schema import Scenario
from linli.scenarios.sources import said_source
from linli.viz.dashboard.meanings import MEANINGS, about, facts_of, glossary, of_rule, question, questions
from linli.viz.dashboard.reached import measures_of_groups
from linli.viz.rows import headlines, summary
from linli.viz.telling import story_of_comparison

FOREIGN = {"en": "[\u3000-\u9fff\uff00-\uffef]", "zh": r"[A-Za-z]{2}"}
Make = Callable[..., Comparison]


def test_every_headline_of_the_engine_and_what_is_told_of_groups_has_a_sentence() -> None:
    told = {name for name, info in MEASURES.items() if info.headline} | set(measures_of_groups("en"))
    assert told <= set(MEANINGS) <= set(catalogue())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_a_measure_is_has_words_unit_and_what_it_rests_on(make_comparison: Make, language: str) -> None:
    found = make_comparison(seeds=2)
    story, facts = story_of_comparison(found), facts_of(found)
    assert {key for meaning in MEANINGS.values() for key in meaning.rests_on} <= set(facts)
    for measure, meaning in MEANINGS.items():
        said = about(story, measure, facts, language)
        assert said.startswith(meaning.text.say(language).rstrip(".。"))
        assert not re.search(FOREIGN[language], re.sub(r"docs/\S*", "", said))
    said = about(story, "strangers", facts, language)
    cut = facts["ties.acquaintance"]
    assert f"{cut.value:g}" in said
    assert said_source(cut.source, language) in said
    # What a mechanism counts is told by who counts it.
    assert story.mechanisms["building-gates"].title.say(language) in about(story, "building-gates.person_times", facts, language)


def test_a_scenario_with_another_cut_off_says_so(make_comparison: Make) -> None:
    found = make_comparison(seeds=2)
    found.scenario = Scenario.from_dict({"format": 1, "ties": {"acquaintance": 4.5}}, "mine")
    assert "4.5 hours" in about(story_of_comparison(found), "acquaintances", facts_of(found), "en")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_row_of_the_table_is_in_the_list_of_words(make_comparison: Make, language: str) -> None:
    found = make_comparison(seeds=2)
    story, facts = story_of_comparison(found), facts_of(found)
    rows = [row.measure for section in summary(story) for row in section]
    assert len(re.findall("<li>", glossary(story, rows, facts, language))) == len(set(rows)) > len(headlines(story))
    assert glossary(story, [], facts, language) == ""
    line = questions(story, measures_of_groups(language), facts, language)
    assert line.count("<details") == len(measures_of_groups(language))
    # A title that somebody else wrote is no code.
    assert "<b>" not in question(story, "strangers", facts, language, "<b>")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_rule_that_is_taken_out_says_which_constants_become_what(language: str) -> None:
    for rule in WITHOUT.values():
        said = of_rule(rule, language)
        assert said.count("“") == sum(map(len, rule.change.values()))
        assert len(said) > 10
        assert not re.search(FOREIGN[language], re.sub(r"docs/\S*|[A-Z][A-Za-z, &äö]* (19|20)\d\d", "", said))
    cut = next(row for row in describe(type(Constants().ties)) if row.name == "p_circle")
    assert f"“{cut.text.say(language)}”" in of_rule(WITHOUT["closure"], language)
