"""Who gains and who loses by floor: what is drawn of measures that a mechanism takes of each floor, and where there is nothing to draw."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest
from linli.model.ground.measure import MeasureInfo
from linli.model.ground.text import Text
from linli.viz.figures import Page, blank, drawings, figure_of_story
from linli.viz.figures.floors import by_floor
from linli.viz.fonts import dressed
from linli.viz.story import Course, Story

ENDS = {"after": (-300.0, -40.0, 90.0, 0.0), "more": (-900.0, -100.0, 200.0, 0.0)}
"""By floor; nobody lives on the fourth."""


def with_floors(plain: Story, ends: dict[str, tuple[float, ...]]) -> Story:
    """Return a story with a measure of "tea" that is taken on four floors; nothing happens without the policy."""
    infos, courses = {}, {}
    for k in range(4):
        name = f"tea.worth_floor_{k + 1}"
        infos[name] = MeasureInfo(Text(f"worth, floor {k + 1}", f"福利（{k + 1} 层）"), "yuan a household")
        for arm in plain.everybody:
            end = ends.get(arm, (0.0,) * 4)[k]
            courses[arm, name] = Course(np.array((0, 52, 104)), np.array([[0.0, 0.0, end]]))
    return replace(plain, infos={**plain.infos, **infos}, courses={**plain.courses, **courses})


def test_a_line_an_arm_goes_from_the_ground_floor_up_to_the_highest_with_anything(hand: ModuleType) -> None:
    figure = figure_of_story(with_floors(hand.story(), ENDS), "floors")
    axes = figure.axes[0]
    lines = {line.get_gid(): list(line.get_ydata()) for line in axes.get_lines() if str(line.get_gid()).startswith("floors")}
    assert lines["floors after"] == pytest.approx([-300.0, -40.0, 90.0])
    assert lines["floors more"] == pytest.approx([-900.0, -100.0, 200.0])
    assert "floors before" not in lines
    assert [label.get_text() for label in axes.get_xticklabels()] == ["1", "2", "3"]
    assert axes.get_ylim()[0] < -900.0
    assert axes.get_xlabel() == "floor"


def test_the_title_says_what_the_lowest_and_the_highest_floor_have(hand: ModuleType) -> None:
    told = with_floors(hand.story(), ENDS)
    with dressed("en") as letters:
        title, note = drawings(told)["floors"](Page(blank(letters, 10.0, 6.0), letters, told))
    assert title == "Worth: −300 on floor 1, 90 on floor 3, yuan a household (After)"
    assert "by floor" in note


def test_without_measures_by_floor_or_anything_that_happened_there_is_no_figure(hand: ModuleType) -> None:
    assert by_floor(hand.story()) == {}
    assert "floors" not in drawings(hand.story())
    assert "floors" not in drawings(with_floors(hand.story(), {}))
    assert list(by_floor(with_floors(hand.story(), ENDS))) == ["tea.worth"]


def test_a_course_that_falls_below_zero_is_shown_whole(hand: ModuleType) -> None:
    figure = figure_of_story(with_floors(hand.story(), ENDS), "mechanisms")
    found = {str(line.get_gid()): axes.get_ylim() for axes in figure.axes for line in axes.get_lines()}
    assert found["tea.worth_floor_1 more"][0] < -900.0
    assert found["tea.guests after"][0] == 0.0
