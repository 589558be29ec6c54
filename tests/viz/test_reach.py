"""The figure of reach: which dots and bars it draws of which measures, against numbers written down by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from linli.viz.figures import drawings
from linli.viz.figures.page import page
from linli.viz.figures.reach import COMPLAINTS, GROUPS, MOST, NAME, owner_of
from linli.viz.fonts import dressed
from linli.viz.story import Course, Story
from matplotlib.container import BarContainer

SHARES = dict(zip(GROUPS, (0.5, 0.6, float("nan"), 0.8, 0.3, 0.55, 0.45), strict=True))
COUNTS = {f"any-name.{name}": value for name, value in (SHARES | {NAME: 0.42, COMPLAINTS: 12.0}).items()}


def with_culture(story: Story, arm: str) -> Story:
    weeks = np.array([0, story.weeks])
    own = {(arm, name): Course(weeks, np.array([[0.0, value]])) for name, value in COUNTS.items()}
    return replace(story, courses={**story.courses, **own})


def test_only_a_story_in_which_somebody_came_has_the_figure(hand: Any) -> None:
    story = hand.story()
    assert owner_of(story) == ""
    assert "reach" not in drawings(story)
    assert "reach" in drawings(with_culture(story, story.arms[0]))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_dots_are_shares_by_group_and_bars_are_names_and_complaints(hand: Any, language: str) -> None:
    story = with_culture(hand.story(), hand.story().arms[0])
    with dressed(language) as letters, page(story, letters, 13.0, 6.4) as on:
        title, _ = drawings(story)["reach"](on)
        left, name, complaints = on.figure.axes
        (dots,) = left.lines
        assert np.asarray(dots.get_xdata()) == pytest.approx([100.0 * value for value in SHARES.values()], nan_ok=True)
        assert len(left.get_yticklabels()) == len(GROUPS)
        (known,), (went,) = ([bar.get_width() for c in axes.containers if isinstance(c, BarContainer) for bar in c] for axes in (name, complaints))
        assert known == pytest.approx(42.0)
        assert went == pytest.approx(12.0 * 1000.0 / story.residents * 52.0 / story.weeks)
    for part in ("80", "30"):
        assert part in title


def test_of_many_arms_the_first_and_the_last_are_drawn_and_the_note_says_so(hand: Any) -> None:
    story = hand.story()
    many = tuple(f"arm{k}" for k in range(MOST + 2))
    weeks = np.array([0, story.weeks])
    own = {(arm, name): Course(weeks, np.array([[0.0, value]])) for arm in many for name, value in COUNTS.items()}
    told = replace(story, arms=many, courses={**story.courses, **own})
    with dressed("en") as letters, page(told, letters, 13.0, 6.4) as on:
        _, note = drawings(told)["reach"](on)
        assert len(on.figure.axes[0].lines) == MOST
    assert "the first 5 arms and the last" in note
