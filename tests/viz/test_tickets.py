"""The figure of tickets: which bars and points it draws of which measures, against numbers written down by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from linli.viz.figures import drawings
from linli.viz.figures.page import page
from linli.viz.figures.tickets import ENDS, OWNER, SHARES, has_tickets
from linli.viz.fonts import dressed
from linli.viz.story import Course, Story
from matplotlib.container import BarContainer

COUNTS = {f"{OWNER}.closings": 50.0, f"{OWNER}.troubles_now": 61.0}
COUNTS |= dict(zip(ENDS, (25.0, 2.0, 8.0, 3.0, 12.0), strict=True))
COUNTS |= {f"{OWNER}.{name}": share for name, share in zip(SHARES, (0.54, 0.724, float("nan")), strict=True)}


def with_tickets(story: Story, arm: str, counts: dict[str, float]) -> Story:
    weeks = np.array([0, story.weeks])
    own = {(arm, name): Course(weeks, np.array([[0.0, value]])) for name, value in counts.items()}
    return replace(story, courses={**story.courses, **own})


def test_only_a_story_in_which_a_ticket_was_closed_has_the_figure(hand: Any) -> None:
    story = hand.story()
    assert not has_tickets(story)
    assert "tickets" not in drawings(story)
    assert "tickets" not in drawings(with_tickets(story, story.baseline, {f"{OWNER}.closings": 0.0}))
    assert "tickets" in drawings(with_tickets(story, story.baseline, COUNTS))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_bars_are_tickets_a_year_and_points_are_shares(hand: Any, language: str) -> None:
    story = with_tickets(hand.story(), hand.story().arms[0], COUNTS)
    with dressed(language) as letters, page(story, letters, 13.0, 6.0) as on:
        title, _ = drawings(story)["tickets"](on)
        left, middle, right = on.figure.axes
        ends = [c for c in left.containers if isinstance(c, BarContainer)]
        told = [COUNTS[name] * 52.0 / story.weeks for name in ENDS]
        assert [bars[1].get_width() for bars in ends] == pytest.approx(told)
        assert [bars[1].get_x() for bars in ends] == pytest.approx(np.cumsum([0.0, *told[:-1]]))
        assert middle.containers[0][1].get_width() == 61.0
        points = [line.get_xdata()[1] for line in right.get_lines() if len(line.get_xdata()) == len(story.everybody)]
        assert points[:2] == pytest.approx([54.0, 72.4])
        assert np.isnan(points[2])
    for part in ("54 %", "72 %", "61"):
        assert part in title
