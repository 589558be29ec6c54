"""From results to stories: nothing is swapped, lost or made up on the way."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from linli.experiments.comparison import START, Comparison
from linli.experiments.results import RunResult
from linli.model.society.measures import MEASURES, info
from linli.viz.telling import MOST_GATES, in_order, story_of_comparison, story_of_run


def test_a_run_becomes_a_story_of_one_pair(make_run: Callable[..., RunResult]) -> None:
    result = make_run(weeks=104)
    story = story_of_run(result)
    assert (story.baseline, story.arms, story.seeds, story.weeks, story.asked) == ("before", ("after",), (1,), 104, 1)
    assert (story.residents, story.gates, story.constants, story.assumed) == (3014, 36, 41, 14)
    assert story.single
    for measure in ("acquaintances", "yuan", "came_more"):
        effect = story.effects["after", measure]
        assert (effect.arm, effect.measure, effect.pairs) == ("after", measure, 1)
        assert effect.start == result.start(measure)
        assert (effect.without, effect.with_) == (result.tracks["before"].end(measure), result.tracks["after"].end(measure))
        assert effect.mean == effect.with_ - effect.without
        assert all(math.isnan(value) for value in (effect.low, effect.high, effect.sd, effect.detectable))
        weeks, values = result.tracks["after"].course(measure)
        course = story.courses["after", measure]
        assert course.weeks.tolist() == weeks.tolist()
        assert course.values.tolist() == [values.tolist()]
    assert ("before", "acquaintances") not in story.effects
    assert story.costs == {}
    assert story.compound is not None
    assert {arm: len(table) > 0 for arm, table in story.compound.ties.items()} == {"before": True, "after": True}
    assert story.compound.ties["after"].tolist() == result.snapshot(arm="after").gate_ties(3.0).tolist()
    assert story_of_run(result, with_map=False).compound is None
    result.facts = replace(result.facts, gates=MOST_GATES)
    assert story_of_run(result).compound is not None
    result.facts = replace(result.facts, gates=MOST_GATES + 1)
    assert story_of_run(result).compound is None, "so many gates cannot be read"


def test_a_run_whose_ties_were_not_kept_has_no_map(make_run: Callable[..., RunResult]) -> None:
    result = make_run(weeks=104)
    result.snapshots = [shot for shot in result.snapshots if shot.arm != "before"]
    assert story_of_run(result).compound is None


def test_a_comparison_becomes_a_story_of_all_its_seeds(make_comparison: Callable[..., Comparison]) -> None:
    found = make_comparison(4, ("after", "talent"), weeks=104)
    found.gate_ties[START] = found.gate_ties["before"]
    story = story_of_comparison(found)
    assert (story.arms, story.seeds, story.asked, story.draws, story.drawn) == (("after", "talent"), (1, 2, 3, 4), 4, 0, None)
    assert story.courses["talent", "friend"].values.shape == (4, 27)
    assert story.effects["talent", "friend"] == found.difference("talent", "friend")
    assert story.costs == {arm: found.cost(arm) for arm in ("after", "talent")}
    assert story.compound is not None
    assert set(story.compound.ties) == {"before", "after", "talent"}, "the map is of the end, not of the start"
    assert story_of_comparison(replace(found, asked=9)).asked == 9, "more were asked for than finished"
    one = make_comparison(1)
    assert story_of_comparison(one).costs == {}, "one seed says nothing of what a gain costs"
    none = replace(found, seeds=())
    assert story_of_comparison(none).effects == {}


def test_measures_stand_in_the_order_of_a_report() -> None:
    names = ["tea.cups", "close", "yuan", "strangers"]
    infos = {name: info(name) for name in names}
    assert list(in_order(infos)) == ["strangers", "close", "tea.cups", "yuan"]
    assert list(MEASURES).index("strangers") < list(MEASURES).index("close")


@pytest.mark.parametrize("week", [0, 52, 104])
def test_the_mean_of_a_course_is_that_of_its_seeds(make_comparison: Callable[..., Comparison], week: int) -> None:
    found = make_comparison(3, weeks=104)
    course = story_of_comparison(found).courses["after", "acquaintances"]
    at = course.weeks.tolist().index(week)
    each = [found.tracks["after", seed].values["acquaintances"][found.tracks["after", seed].weeks.index(week)] for seed in (1, 2, 3)]
    assert course.middle[at] == pytest.approx(np.mean(each))
