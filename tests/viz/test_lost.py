"""The figure of the lost: which bars and points it draws of which measures, against numbers written down by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from linli.viz.figures import drawings
from linli.viz.figures.lost import ALSO, OWNER, WAYS, WITHIN, has_lost
from linli.viz.figures.page import page
from linli.viz.fonts import dressed
from linli.viz.story import Course, Story
from matplotlib.container import BarContainer

COUNTS = {f"{OWNER}.lost": 40.0, f"{OWNER}.by_neighbour": 20.0, f"{OWNER}.by_family": 6.0, f"{OWNER}.by_themselves": 2.0, f"{OWNER}.by_dna": 3.0}
COUNTS |= {f"{OWNER}.found_by_neighbour": 0.645, f"{OWNER}.nameless_now": 7.0}
COUNTS |= {f"{OWNER}.{name}": share for name, share in zip(WITHIN, (0.5, 0.6, 0.9, float("nan")), strict=True)}


def with_lost(story: Story, arm: str, counts: dict[str, float]) -> Story:
    weeks = np.array([0, story.weeks])
    own = {(arm, name): Course(weeks, np.array([[0.0, value]])) for name, value in counts.items()}
    return replace(story, courses={**story.courses, **own})


def test_only_a_story_in_which_somebody_gets_lost_has_the_figure(hand: Any) -> None:
    story = hand.story()
    assert not has_lost(story)
    assert "lost" not in drawings(story)
    assert "lost" not in drawings(with_lost(story, story.baseline, {f"{OWNER}.lost": 0.0}))
    assert "lost" in drawings(with_lost(story, story.baseline, COUNTS))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_bars_are_people_a_year_and_points_are_shares(hand: Any, language: str) -> None:
    story = with_lost(hand.story(), hand.story().arms[0], COUNTS)
    with dressed(language) as letters, page(story, letters, 13.0, 6.0) as on:
        title, _ = drawings(story)["lost"](on)
        left, middle, right = on.figure.axes
        roads = [c for c in left.containers if isinstance(c, BarContainer)]
        per = 52.0 / story.weeks
        told = [(COUNTS.get(name, 0.0) + COUNTS.get(ALSO.get(name, ""), 0.0)) * per for name in WAYS]
        assert [bars[1].get_width() for bars in roads] == pytest.approx(told)
        assert [bars[1].get_x() for bars in roads] == pytest.approx(np.cumsum([0.0, *told[:-1]]))
        assert [bar.get_width() for bar in middle.containers[0]][1] == 7.0
        points = [line.get_xdata()[1] for line in right.get_lines() if len(line.get_xdata()) == len(story.everybody)]
        assert points[:3] == pytest.approx([50.0, 60.0, 90.0])
        assert np.isnan(points[3])
        assert len(left.get_yticklabels()) == len(story.everybody)
    for part in ("64 %", "7.0"):
        assert part in title
