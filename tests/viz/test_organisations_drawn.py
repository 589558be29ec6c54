"""The figure of social organisations, against numbers written down here: lines of survival, bars by payer, the list and what meets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from linli.model.mechanisms.social_organisations import SocialOrganisations
from linli.model.society.measures import info
from linli.viz.figures import drawings
from linli.viz.figures.page import HUES, WITHOUT, page
from linli.viz.fonts import dressed
from linli.viz.story import Course
from matplotlib.colors import same_color

OWNER, NAN = SocialOrganisations.name, float("nan")
PAID = ("events_grant", "events_contract", "events_agency")
ENDS: dict[str, dict[str, float]] = {
    "alive_026": {"before": NAN, "after": 0.9, "more": 0.8},
    "alive_052": {"before": NAN, "after": 0.75, "more": 0.5},
    "alive_104": {"before": NAN, "after": 0.6, "more": NAN},
    "alive_156": {"before": NAN, "after": NAN, "more": NAN},
    "events_grant": {"before": 0.0, "after": 20.0, "more": 0.0},
    "events_contract": {"before": 0.0, "after": 10.0, "more": 4.0},
    "events_agency": {"before": 0.0, "after": 6.0, "more": 40.0},
    "listed": {"before": 0.0, "after": 12.0, "more": 9.0},
    "filed": {"before": 0.0, "after": 8.0, "more": 2.0},
}  # fmt: skip


def told(hand: Any, ends: dict[str, dict[str, float]] = ENDS) -> Any:
    found = hand.story()
    values = {f"{OWNER}.{name}": {arm: (value,) * 3 for arm, value in arms.items()} for name, arms in ends.items()}
    return replace(found, courses={**found.courses, **hand.courses(values)}, infos={**found.infos, **{name: info(name) for name in values}})


def test_the_figure_is_drawn_where_there_are_organisations_and_nowhere_else(hand: Any) -> None:
    assert "organisations" not in drawings(hand.story())
    assert "organisations" in drawings(told(hand))


def test_lines_of_survival_bars_by_payer_and_the_list(hand: Any) -> None:
    story = told(hand)
    with dressed("en") as letters, page(story, letters, 12.0, 5.6) as on:
        title, _ = drawings(story)["organisations"](on)
        left, middle, right = on.figure.axes
        lines = {str(line.get_gid()): line for line in left.lines}
        assert set(lines) == {"alive after", "alive more"}, "of an arm in which nothing was founded there is no line"
        assert lines["alive after"].get_xdata().tolist() == [0.0, 0.5, 1.0, 2.0]
        assert lines["alive after"].get_ydata().tolist() == pytest.approx([100.0, 90.0, 75.0, 60.0])
        assert same_color(lines["alive after"].get_color(), HUES[0])
        # Two years are told: a year has half of what was counted since the start; parts of a bar stand one behind the other.
        begin = [0.0] * 3
        for name, container in zip(PAID, middle.containers, strict=True):
            wide = [ENDS[name][arm] / 2.0 for arm in story.everybody]
            assert [bar.get_width() for bar in container] == pytest.approx(wide)
            assert [bar.get_x() for bar in container] == pytest.approx(begin)
            begin = [a + b for a, b in zip(begin, wide, strict=True)]
        listed, meeting = right.containers
        assert [bar.get_width() for bar in listed] == [0.0, 12.0, 9.0]
        assert [bar.get_width() for bar in meeting] == [0.0, 8.0, 2.0]
        assert [same_color(bar.get_facecolor(), colour) for bar, colour in zip(meeting, (WITHOUT, *HUES[:2]), strict=True)] == [True] * 3
    assert title == "Of 100 organisations that are founded 60 are there 2 years later (After)"


def test_no_line_rises_where_fewer_seeds_know_of_an_age(hand: Any) -> None:
    """Of two seeds that know, one has no organisation of two years: of the other one half go on, from what both had a year before."""
    found = told(hand)
    courses = dict(found.courses)
    for name, values in (("alive_026", (1.0, 0.6, NAN)), ("alive_052", (1.0, 0.4, NAN)), ("alive_104", (0.5, NAN, NAN))):
        courses["after", f"{OWNER}.{name}"] = Course(np.array([104]), np.array(values)[:, None])
    story = replace(found, courses=courses)
    with dressed("en") as letters, page(story, letters, 12.0, 5.6) as on:
        drawings(story)["organisations"](on)
        (line,) = (one for one in on.figure.axes[0].lines if one.get_gid() == "alive after")
        assert line.get_ydata().tolist() == pytest.approx([100.0, 80.0, 70.0, 35.0])


def test_without_any_that_was_founded_the_title_promises_no_number(hand: Any) -> None:
    nobody = {name: dict.fromkeys(arms, NAN) if name.startswith("alive") else arms for name, arms in ENDS.items()}
    story = told(hand, nobody)
    with dressed("en") as letters, page(story, letters, 12.0, 5.6) as on:
        title, _ = drawings(story)["organisations"](on)
        assert on.figure.axes[0].lines[:] == []
    assert title == "Organisations of residents: how long they live, and who pays"


def test_the_figure_reads_measures_that_the_mechanism_declares() -> None:
    declared = SocialOrganisations.declared_measures()
    assert [name for name in ENDS if f"{OWNER}.{name}" not in declared] == []
