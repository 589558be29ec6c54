"""What a mechanism wants a planner to see first, against numbers written down by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from linli.experiments.records import MechanismFacts
from linli.model.mechanisms.party_service_centres.centre import PartyServiceCentres
from linli.model.mechanisms.party_service_centres.picture import PICTURE
from linli.viz.figures import drawings
from linli.viz.figures.page import page
from linli.viz.figures.planner import planned
from linli.viz.fonts import dressed
from linli.viz.story import Course, Story
from matplotlib.container import BarContainer

NAME = PartyServiceCentres.name
MEASURES = [f"{NAME}.{one}" for one in (PICTURE.bars, PICTURE.share, *PICTURE.parts)]
ENDS = {"before": (1.8, 0.2, 0.25, 0.75, 0.0), "after": (4.4, 0.6, 0.9, 0.05, 0.05), "more": (16.4, 0.5, 0.2, 0.3, 0.5)}
"""Arm -> visits a head in two years; who knows the secretary; of these, who says what."""


@pytest.fixture
def story(hand: Any) -> Story:
    made: Story = hand.story()
    courses = {
        (arm, measure): Course(np.array([0, 104]), np.array([[0.0, value]] * 3))
        for arm, values in ENDS.items() for measure, value in zip(MEASURES, values, strict=True)
    }  # fmt: skip
    own, facts = PartyServiceCentres.declared_measures(), MechanismFacts(PartyServiceCentres.title, "linli")
    infos = {**made.infos, **{name: own[name] for name in MEASURES}}
    return replace(made, courses={**made.courses, **courses}, infos=infos, mechanisms={**made.mechanisms, NAME: facts})


def test_the_measures_of_the_figure_are_those_of_the_mechanism() -> None:
    assert set(MEASURES) <= set(PartyServiceCentres.declared_measures())


def test_a_story_without_such_a_mechanism_has_no_such_figure(hand: Any, story: Story) -> None:
    assert "planner" not in drawings(hand.story()), "its mechanism is of nobody's package"
    assert planned(replace(story, courses=hand.story().courses)) is None, "nothing was measured"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_bars_are_visits_a_year_and_those_who_know_the_secretary(story: Story, language: str) -> None:
    with dressed(language) as letters, page(story, letters, 12.0, 6.0) as on:
        title, note = drawings(story)["planner"](on)
        left, right = on.figure.axes
        visits = [bar.get_width() for bar in left.containers[0]]
        lines = [float(line.get_xdata()[0]) for line in left.lines]  # type: ignore[index]
        parts = [[bar.get_width() for bar in c] for c in right.containers if isinstance(c, BarContainer)]
        begins = [[bar.get_x() for bar in c] for c in right.containers if isinstance(c, BarContainer)]
    assert visits == pytest.approx([0.9, 2.2, 8.2])
    assert lines == list(PICTURE.published)
    assert np.sum(parts, axis=0).tolist() == pytest.approx([20.0, 60.0, 50.0])
    assert parts[0] == pytest.approx([5.0, 54.0, 10.0])
    assert begins[2] == pytest.approx([20.0, 57.0, 25.0])
    assert "2.2" in title
    assert "20" in title
    assert note
