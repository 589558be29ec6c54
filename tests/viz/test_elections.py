"""The figure of elections: a row an arm, what stands on record against who voted, and what was published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from linli.experiments.comparison import Comparison
from linli.viz.figures import drawings
from linli.viz.figures.elections import KNOWN, PERSON, PUBLISHED, RECORD
from linli.viz.figures.growth import course_panel
from linli.viz.figures.page import compose, page
from linli.viz.fonts import chinese_family, dressed
from linli.viz.story import Course, Story
from linli.viz.telling import story_of_comparison
from matplotlib.container import ErrorbarContainer

ENDS = {"before": (0.10, 0.10, 0.35), "after": (0.76, 0.51, 0.42), "party": (np.nan, np.nan, 0.35)}
"""Arm -> record, voted, known."""
LANGUAGES = ["en", pytest.param("zh", marks=pytest.mark.skipif(chinese_family() is None, reason="no Chinese font on this computer"))]


@pytest.fixture
def story(several_arms: Comparison) -> Story:
    """Return a story of five arms, two of them with an election, with two seeds."""
    told = story_of_comparison(several_arms)
    weeks = np.array([0, told.weeks])
    courses = dict(told.courses)
    for arm, ends in ENDS.items():
        for measure, end in zip((RECORD, PERSON, KNOWN), ends, strict=True):
            courses[arm, measure] = Course(weeks, np.array([[np.nan, end - 0.02], [np.nan, end + 0.02]]))
    return replace(told, courses=courses)


def test_there_is_one_only_where_there_was_an_election(story: Story, make_comparison: Callable[..., Comparison]) -> None:
    assert "elections" in drawings(story)
    assert "elections" not in drawings(story_of_comparison(make_comparison(3)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_an_arm_with_record_vote_and_known(story: Story, tmp_path: Path, language: str) -> None:
    with dressed(language) as letters, page(story, letters, 11.0, 5.0) as on:
        title, note = drawings(story)["elections"](on)
        compose(on, title, note, on.key)
        (axes,) = on.figure.axes
        marks = {str(line.get_gid()): line for line in axes.lines}
        for arm, ends in ENDS.items():
            for measure, end in zip((RECORD, PERSON, KNOWN), ends, strict=True):
                line = marks[f"{measure} {arm}"]
                assert line.get_xdata()[0] == pytest.approx(100.0 * end, nan_ok=True)
                assert line.get_ydata()[0] == story.everybody.index(arm)
        assert sorted(line.get_xdata()[0] for line in axes.lines if line.get_linestyle() == ":") == sorted(PUBLISHED)
        assert len(on.key) == 3
        assert "76" in title
        assert "51" in title
        renderer = on.figure.canvas.get_renderer()  # type: ignore[attr-defined]
        boxes = [text.get_window_extent(renderer) for text in axes.texts]
        assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
        assert all(box.x0 >= 0 and box.x1 <= on.figure.bbox.x1 for box in boxes)


def test_an_interval_without_width_is_drawn(several_arms: Comparison) -> None:
    """0.1 + 0.2 is a little more than 0.3: a side of the bar would be less than nothing."""
    told = story_of_comparison(several_arms)
    effect = replace(told.effects["after", "strangers"], without=0.1, with_=0.3, low=0.2, high=0.2)
    told = replace(told, effects={**told.effects, ("after", "strangers"): effect})
    with dressed("en") as letters, page(told, letters) as on:
        axes = on.figure.subplots()
        course_panel(on, axes, "strangers")
        bars = [c for c in axes.containers if isinstance(c, ErrorbarContainer)]
        assert len(bars) == len(told.arms)
