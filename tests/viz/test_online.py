"""The figure of online services: which bars and points it draws of which measures, against numbers written down by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from linli.viz.figures import drawings
from linli.viz.figures.online import OWNER, REACH, has_online
from linli.viz.figures.page import page
from linli.viz.fonts import dressed
from linli.viz.story import Course, Story

COUNTS = {
    "reach": 0.7, "reach_old": 0.4, "left_out": 0.1, "saved_hours": 800.0, "beside": 30.0, "voted": 10.0, "voices": 200.0, "voices_young": 90.0,
    "voices_old": 60.0, "voices_a_matter": 20.0, "posts": 5.0,
}  # fmt: skip


def with_online(story: Story, arm: str, counts: dict[str, float]) -> Story:
    weeks = np.array([0, story.weeks])
    own = {(arm, f"{OWNER}.{name}"): Course(weeks, np.array([[0.0, value]])) for name, value in counts.items()}
    return replace(story, courses={**story.courses, **own})


def test_only_a_story_in_which_something_is_done_online_has_the_figure(hand: Any) -> None:
    story = hand.story()
    assert not has_online(story)
    assert "online" not in drawings(story)
    assert "online" not in drawings(with_online(story, story.baseline, {"reach": 0.0, "voices": 40.0}))
    assert "online" in drawings(with_online(story, story.baseline, COUNTS))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_hours_are_a_year_of_a_hundred_and_voices_are_parts_of_those_on_a_matter(hand: Any, language: str) -> None:
    story = with_online(hand.story(), hand.story().arms[0], COUNTS)
    with dressed(language) as letters, page(story, letters, 13.0, 6.0) as on:
        title, _ = drawings(story)["online"](on)
        left, middle, right = on.figure.axes
        per = 52.0 / story.weeks * 100.0 / story.residents
        assert [bars[1].get_width() for bars in left.containers] == pytest.approx([800.0 * per, 30.0 * per])
        points = [np.asarray(line.get_xdata())[1] for line in middle.get_lines() if len(np.asarray(line.get_xdata())) == len(story.everybody)]
        assert points == pytest.approx([100.0 * COUNTS[name] for name in REACH])
        assert [bars[1].get_width() for bars in right.containers] == pytest.approx([9.0, 6.0, 5.0])
        assert [bars[1].get_x() for bars in right.containers] == pytest.approx([0.0, 9.0, 15.0])
    for part in ("70 %", "40 %", "20"):
        assert part in title
