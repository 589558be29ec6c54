"""The figure of a hall: which bars it draws of which counts, against numbers written down by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from linli.viz.figures import drawings
from linli.viz.figures.hall import ARTICLES, OWNER, STEPS, has_hall
from linli.viz.figures.page import page
from linli.viz.fonts import dressed
from linli.viz.story import Course, Story
from matplotlib.container import BarContainer

COUNTS = {"mediation_asked": 20.0, f"{OWNER}.taken": 12.0, f"{OWNER}.settled": 6.0, f"{OWNER}.given_up": 2.0, f"{OWNER}.proposed": 5.0}
COUNTS |= {f"{OWNER}.official_articles": 4.0, f"{OWNER}.articles_kept": 1.0, f"{OWNER}.settled_share": 0.75, f"{OWNER}.official_settled": 0.97}


def with_hall(story: Story, arm: str, counts: dict[str, float]) -> Story:
    weeks = np.array([0, story.weeks])
    own = {(arm, name): Course(weeks, np.array([[0.0, value]])) for name, value in counts.items()}
    return replace(story, courses={**story.courses, **own})


def test_only_a_story_with_a_hall_has_the_figure(hand: Any) -> None:
    story = hand.story()
    assert not has_hall(story)
    assert "hall" not in drawings(story)
    assert "hall" in drawings(with_hall(story, story.arms[0], COUNTS))
    assert "hall" in drawings(with_hall(story, story.arms[0], {f"{OWNER}.proposed": 1.0})), "a covenant alone"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_bars_are_cases_per_1000_and_year_and_the_title_says_record_and_truth(hand: Any, language: str) -> None:
    story = with_hall(hand.story(), hand.story().arms[0], COUNTS)
    with dressed(language) as letters, page(story, letters, 11.0, 6.5) as on:
        title, _ = drawings(story)["hall"](on)
        left, right = on.figure.axes
        per = 1000.0 / story.residents * 52.0 / story.weeks
        cases, articles = ([c for c in axes.containers if isinstance(c, BarContainer)][1] for axes in (left, right))
        assert [bar.get_width() for bar in cases] == pytest.approx([COUNTS.get(name, 0.0) * per for name in STEPS])
        assert [bar.get_width() for bar in articles] == pytest.approx([COUNTS[name] for name in ARTICLES])
        assert len(left.get_yticklabels()) == len(STEPS)
    for part in ("75 %", "97 %", "4.0", "1.0"):
        assert part in title
