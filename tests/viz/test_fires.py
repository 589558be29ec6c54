"""The figure of fires: which bars it draws of which measures, against numbers written down by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from linli.viz.figures import drawings
from linli.viz.figures.fires import OWNER, SIZES, has_fires
from linli.viz.figures.page import page
from linli.viz.fonts import dressed
from linli.viz.story import Course, Story

COUNTS = {"ignitions": 30.0, "fires": 12.0, "houses_lost": 17.0, "lost_one": 3.0, "lost_some": 1.0, "lost_many": 1.0, "lost_village": 0.0}
COUNTS |= {"alerts_true": 40.0, "alerts_false": 160.0, "true_share": 0.2, "answered": 0.5, "watch_hours": 100.0}


def with_fires(story: Story, arm: str, counts: dict[str, float]) -> Story:
    weeks = np.array([0, story.weeks])
    own = {(arm, f"{OWNER}.{name}"): Course(weeks, np.array([[0.0, value], [0.0, 3.0 * value]])) for name, value in counts.items()}
    return replace(story, courses={**story.courses, **own})


def test_only_a_story_in_which_something_burns_has_the_figure(hand: Any) -> None:
    story = hand.story()
    assert not has_fires(story)
    assert "fires" not in drawings(story)
    assert "fires" not in drawings(with_fires(story, story.baseline, {"ignitions": 0.0}))
    assert "fires" in drawings(with_fires(story, story.baseline, COUNTS))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_bars_are_fires_in_ten_years_and_dots_the_worst_seed(hand: Any, language: str) -> None:
    story = with_fires(hand.story(), hand.story().arms[0], COUNTS)
    with dressed(language) as letters, page(story, letters, 13.0, 6.0) as on:
        title, note = drawings(story)["fires"](on)
        sizes, houses = on.figure.axes[:2]
        ten = 520.0 / story.weeks
        widths = [bars[1].get_width() for bars in sizes.containers]
        assert widths == pytest.approx([2.0 * ten * (12.0 - 5.0), *(2.0 * ten * COUNTS[name.partition(".")[2]] for name in SIZES)])
        assert houses.containers[0][1].get_width() == pytest.approx(2.0 * ten * 17.0)
        dots = houses.lines[0].get_xdata() if houses.lines else None
        assert dots is None or dots[1] == pytest.approx(3.0 * ten * 17.0)
    assert "40" in title, "the mean of a share over the seeds"
    assert note
