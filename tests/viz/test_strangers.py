"""The curves of newcomers: which lines are drawn of which measures, against numbers written down by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from linli.model.mechanisms.acquaintance_covenants.row import AcquaintanceCovenants
from linli.model.society.measures import info
from linli.viz.figures import drawings
from linli.viz.figures.page import WITHOUT, page
from linli.viz.figures.strangers import points
from linli.viz.fonts import chinese_family, dressed
from matplotlib.colors import same_color

OWNER, NAN = AcquaintanceCovenants.name, float("nan")
ENDS: dict[str, dict[str, float]] = {
    "first_locals_004": {"before": 0.9, "after": 0.6, "more": 0.5},
    "first_locals_052": {"before": 0.7, "after": 0.3, "more": 0.2},
    "first_locals_104": {"before": NAN, "after": NAN, "more": NAN},
    "first_migrants_004": {"before": 0.8, "after": 0.7, "more": 0.6},
    "first_migrants_052": {"before": 0.6, "after": 0.42, "more": NAN},
    "five_migrants_052": {"before": 0.95, "after": 0.85, "more": 0.8},
    "stranger_year": {"before": 0.7, "after": 0.6, "more": 0.5},
}  # fmt: skip


def told(hand: Any) -> Any:
    found = hand.story()
    values = {f"{OWNER}.{name}": {arm: (value,) * 3 for arm, value in arms.items()} for name, arms in ENDS.items()}
    return replace(found, courses={**found.courses, **hand.courses(values)}, infos={**found.infos, **{name: info(name) for name in values}})


def test_only_a_story_with_newcomers_has_the_figure(hand: Any) -> None:
    assert "strangers" not in drawings(hand.story())
    assert "strangers" in drawings(told(hand))


def test_a_point_that_nobody_has_reached_is_none() -> None:
    declared = {name.split(".")[1] for name in AcquaintanceCovenants.declared_measures()}
    assert set(ENDS) <= declared


@pytest.mark.parametrize("language", ["en", "zh"])
def test_lines_begin_at_all_and_end_at_the_shares_of_their_group(hand: Any, language: str) -> None:
    story = told(hand)
    assert points(story)["first", "locals"] == {4: f"{OWNER}.first_locals_004", 52: f"{OWNER}.first_locals_052"}
    with dressed(language) as letters, page(story, letters, 13.0, 7.6) as on:
        title, _ = drawings(story)["strangers"](on)
        lines = {str(line.get_gid()): line for axes in on.figure.axes for line in axes.lines}
        assert lines["first locals after"].get_xdata().tolist() == [0, 4, 52]
        assert lines["first locals after"].get_ydata().tolist() == pytest.approx([100.0, 60.0, 30.0])
        assert lines["first migrants before"].get_ydata().tolist() == pytest.approx([100.0, 80.0, 60.0])
        assert lines["five migrants more"].get_ydata().tolist() == pytest.approx([100.0, 80.0])
        assert lines["five locals more"].get_ydata().tolist() == pytest.approx([100.0])
        assert same_color(lines["first locals before"].get_color(), WITHOUT)
        assert len(on.figure.axes[2].get_legend().get_texts()) == len(story.everybody)
    # Where there is no Chinese font, pictures speak English and say so.
    if language == "en" or chinese_family() is None:
        assert title == "52 weeks after moving in 42 % of migrants and 30 % of locals have no acquaintance (After); without it 60 and 70 %"
    else:
        assert "42%" in title
        assert "70%" in title
