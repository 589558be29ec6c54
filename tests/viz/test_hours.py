"""The figure of the staff's hours: by duty, what is on record beside what happened, the first headline."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from linli.experiments.records import MechanismFacts
from linli.model.ground.measure import MeasureInfo
from linli.model.ground.text import Text
from linli.model.services.staff import Staff
from linli.viz.figures import draw_story, drawings, figure_of_story
from linli.viz.figures.hours import hours_a_week, pairs
from linli.viz.story import Course, Story

WEEKS = 104
ENDS: dict[str, dict[str, float]] = {
    "before": {"staff_hours_activities": 1040.0},
    "fails": {
        "staff_hours_reports": 3120.0, "staff_hours_activities": 1040.0, "plan.held": 100.0, "plan.told": 260.0, "plan.formed": 0.9, "plan.works": 0.25,
        "plan.gifts": 7.0,
    },
}  # fmt: skip


def info(en: str, unit: str, kind: str = "count", **more: object) -> MeasureInfo:
    return MeasureInfo(Text(en, "甲"), unit, kind, **more)  # type: ignore[arg-type]


INFOS = {
    **Staff.declared_measures(),
    "plan.held": info("events held", "events since the start", a_year=True),
    "plan.told": info("official: events held", "events since the start", a_year=True, beside="plan.held"),
    "plan.works": info("committees that work", "share of compounds", "share"),
    "plan.formed": info("official: committees", "share of compounds", "share", beside="plan.works"),
    "plan.gifts": info("things given", "things since the start", a_year=True, headline=True),
}
NAMES = ["staff_hours_reports", "staff_hours_activities", *(name for name in INFOS if name.startswith("plan."))]


def story(*, forms: bool = True) -> Story:
    courses = {}
    for arm, ends in ENDS.items():
        for name in NAMES if forms else NAMES[1:]:
            courses[arm, name] = Course(np.array([0, WEEKS]), np.array([[0.0, ends.get(name, 0.0)]]))
    about = {"plan": MechanismFacts(Text("Plan", "计划"), "plan 1")}
    return Story(
        Text("a district", "一个区"), "district", "before", ("fails",), (1,), WEEKS, 3000, 48, "0", courses, {}, infos=INFOS, mechanisms=about,
        arm_titles={"fails": Text("quotas", "指标")},
    )  # fmt: skip


def test_hours_stand_by_duty_and_the_record_beside_what_happened() -> None:
    assert pairs(story()) == ["plan.told", "plan.formed"]
    figure = figure_of_story(story(), "hours")
    staff, events, committees, gifts = figure.axes[:4]
    assert [round(bar.get_width(), 6) for bar in staff.patches] == [0.0, 30.0, 10.0, 10.0]
    # The second duty stands behind the first.
    assert [bar.get_x() for bar in staff.patches[2:]] == [0.0, 30.0]
    record, happened = (line.get_xdata().tolist() for line in events.lines)
    assert (record, happened) == ([0.0, 130.0], [0.0, 50.0])
    record, happened = (line.get_xdata().tolist() for line in committees.lines)
    assert (record, happened) == ([0.0, 90.0], [0.0, 25.0])
    assert [bar.get_width() for bar in gifts.patches] == [0.0, 3.5]
    assert [text.get_text() for text in staff.get_yticklabels()] == ["before", "quotas"]
    title = next(text.get_text() for text in figure.texts if text.get_gid() == "title")
    said = "Quotas: 75 % of the staff's hours go into forms; official: events held a year: 130; events held a year: 50"
    assert title.replace("\n", " ") == said


def test_it_is_drawn_where_forms_took_hours_only(tmp_path: Path) -> None:
    assert "hours" in drawings(story())
    assert "hours" not in drawings(story(forms=False))
    (path,) = [one for one in draw_story(story(), tmp_path) if one.stem == "hours"]
    assert path.stat().st_size > 5000


def test_hours_that_were_not_measured_are_none() -> None:
    assert hours_a_week(story(), "before", "visits") == 0.0
    assert hours_a_week(story(), "fails", "reports") == pytest.approx(30.0)
