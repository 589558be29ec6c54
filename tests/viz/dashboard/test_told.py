"""What the pages say of a comparison: its own numbers, in both languages, never more than its interval allows."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest
from linli.experiments.comparison import Comparison
from linli.model.society.groups import GROUPS, name_of
from linli.model.society.measures import info
from linli.viz.dashboard.charts import numbers, over_time, payers
from linli.viz.dashboard.course import change_of
from linli.viz.dashboard.drawing import DASHES, HUES
from linli.viz.dashboard.reached import LEFT_BEHIND, groups, left_behind, measures_of_groups
from linli.viz.dashboard.verdict import verdicts
from linli.viz.numbers import spaced
from linli.viz.tables import sentences, table
from linli.viz.telling import story_of_comparison
from linli.viz.words import change, verdict

HAN = re.compile("[\u3400-\u9fff]")
Make = Callable[..., Comparison]


def test_the_last_week_of_a_line_is_the_difference_of_the_table(make_comparison: Make) -> None:
    found = make_comparison(seeds=5)
    for measure in ("acquaintances", "strangers", "came_quarter"):
        line, end = change_of(found, "after", measure), found.difference("after", measure)
        assert line is not None
        assert (line.weeks[-1], line.centre[-1], line.low[-1], line.high[-1]) == (260, end.mean, pytest.approx(end.low), pytest.approx(end.high))
        assert line.centre[0] == pytest.approx(0.0)


def test_over_draws_a_line_is_the_median_and_its_range(make_comparison: Make) -> None:
    found = make_comparison(seeds=24)
    found.draws = tuple(np.repeat(np.arange(12), 2).tolist())
    line, end = change_of(found, "after", "acquaintances"), found.difference("after", "acquaintances")
    assert line is not None
    assert (line.centre[-1], line.low[-1], line.high[-1]) == pytest.approx((end.median, end.low, end.high))


def test_one_seed_has_a_line_and_no_band(make_comparison: Make) -> None:
    line = change_of(make_comparison(seeds=1), "after", "acquaintances")
    assert line is not None
    assert np.isnan(line.low).all()
    assert np.isfinite(line.centre).all()


def test_a_measure_that_was_not_taken_has_no_line(make_comparison: Make) -> None:
    assert change_of(make_comparison(seeds=2), "after", "no-such-measure") is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_verdict_has_the_words_and_numbers_of_the_command_line(make_comparison: Make, language: str) -> None:
    story = story_of_comparison(make_comparison(seeds=6, arms=("after", "gatherings")))
    said = verdicts(story, language)
    assert len(said) == 2
    for arm, line in zip(story.arms, said, strict=True):
        bare = verdict(story, arm, "acquaintances", language).lstrip("; ；")
        assert bare.replace(" ", "") in line.replace(" ", "")
        assert line.lower().startswith(story.title_of(arm, language))
        assert ("yuan" if language == "en" else "元") in line


def test_where_nothing_can_be_told_apart_the_verdict_says_so(make_comparison: Make) -> None:
    story = story_of_comparison(make_comparison(seeds=4, gain=0.0, noise=3.0))
    assert "not distinguishable" in verdicts(story, "en")[0]
    assert "无法区分" in verdicts(story, "zh")[0]


def test_a_beginning_is_called_one(make_comparison: Make) -> None:
    story = story_of_comparison(make_comparison(seeds=1, weeks=104))
    assert verdicts(story, "en", early_of=260)[0].startswith("So far, after 104 of 260 weeks")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_is_that_of_the_command_line(make_comparison: Make, language: str) -> None:
    found = make_comparison(seeds=3)
    story = story_of_comparison(found)
    page = numbers(found, story, language)
    assert table(story, language).html() in page
    assert len(re.findall("<p>", page)) == len(sentences(story, language))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_charts_tell_arms_apart_without_colour_and_read_themselves_out(several_arms: Comparison, language: str) -> None:
    story = story_of_comparison(several_arms)
    page = over_time(several_arms, story, language)
    labels = re.findall(r'role="img" aria-label="([^"]+)"', page)
    assert len(labels) == 4
    for label in labels:
        assert bool(HAN.search(label)) == (language == "zh")
        assert re.search(r"\d", label)
    for hue, dash in zip(HUES, DASHES, strict=True):
        assert hue in page
        assert f'stroke-dasharray="{dash}"' in page or not dash


def test_who_pays_is_said_only_of_those_who_do(make_comparison: Make) -> None:
    found = make_comparison(seeds=2)
    assert payers(found, story_of_comparison(found), "en") == ("Nobody paid anything.", [], [], "")


def test_gates_left_furthest_behind_are_those_that_gain_least(make_comparison: Make) -> None:
    found = make_comparison(seeds=2)
    behind = left_behind(found, story_of_comparison(found), "after", "en")
    assert behind is not None
    assert len(behind.rows) == LEFT_BEHIND
    gains = [float(row[-1].replace("−", "-")) for row in behind.rows]
    assert gains == sorted(gains)
    # The numbers of gates and buildings begin with one, as on the map.
    ground, people = found.ground, found.ground.gate_residents
    ties = {arm: dict.fromkeys(range(len(people)), 0.0) for arm in ("before", "after")}
    for arm, of in ties.items():
        for one, other, many in found.gate_ties[arm].tolist():
            of[int(one)] += many
            of[int(other)] += many
    for gate, building, residents, *a_resident, gain in behind.rows:
        g = int(gate) - 1
        before, after = (ties[arm][g] / people[g] for arm in ("before", "after"))
        assert (int(building) - 1, int(residents)) == (ground.gate_building[g], people[g])
        assert [float(cell) for cell in a_resident] == pytest.approx([before, after], abs=0.051)
        assert float(gain.replace("−", "-")) == pytest.approx(after - before, abs=0.051)
    least = sorted((ties["after"][g] - ties["before"][g]) / people[g] for g in range(len(people)))
    assert gains == pytest.approx(least[:LEFT_BEHIND], abs=0.051)
    found.gate_ties = {}
    assert left_behind(found, story_of_comparison(found), "after", "en") is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_group_that_was_measured_has_a_row_with_both_arms_and_their_difference(hand: ModuleType, language: str) -> None:
    """Renters have half of the acquaintances of owners; of women nothing but strangers is known, and of men nothing."""
    values = {name_of(measure, "owners"): hand.COURSES[measure] for measure in ("acquaintances", "strangers", "came_quarter")}
    values |= {name_of("acquaintances", "renters"): {arm: tuple(v / 2 for v in line) for arm, line in hand.COURSES["acquaintances"].items()}}
    values |= {name_of("strangers", "women"): hand.COURSES["strangers"]}
    effects = {("after", name): hand.story().effects["after", name.rpartition("_")[0]] for name in values}
    made = hand.story(infos={name: info(name) for name in values}, courses=hand.courses(values), effects=effects)
    told = groups(made, "after", language)
    assert len(told.head) == 1 + 3 * len(measures_of_groups(language)) == 10
    assert told.head[1] != told.head[2]
    assert [row[0] for row in told.rows] == [GROUPS[name].title.say(language) for name in ("owners", "renters", "women")]
    assert all(len(row) == len(told.head) for row in told.rows)
    numbers = [[re.sub(r"[^\d.]", "", cell) for cell in row] for row in told.rows]
    came, known, strange = (slice(1 + 3 * k, 3 + 3 * k) for k in range(3))
    assert (numbers[0][came], numbers[0][known], numbers[0][strange]) == (["10", "30"], ["6.0", "9.0"], ["30", "20"])
    assert numbers[1][known] == ["3.0", "4.5"]
    assert told.rows[0][6] == spaced(change(made, "after", name_of("acquaintances", "owners"), language), language)
    assert "3.0" in told.rows[0][6]
