"""A chart of courses as SVG: lines lie where the axes say, zero is on it, and it reads itself out."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from linli.viz.course_svg import Course, course_chart
from linli.viz.dashboard.drawing import DASHES, HUES

SVG = Course("quick & <calm>", (0.0, 26.0, 52.0, 104.0), (1.0, 4.0, 2.5, 9.0))


def chart(*courses: Course) -> ElementTree.Element:
    return ElementTree.fromstring(course_chart(courses, "people", "week"))


def axis(made: ElementTree.Element, anchor: str, along: str) -> np.ndarray:
    """Return (place, number) of the ticks of an axis."""
    found = [one for one in made.iter("text") if one.get("text-anchor") == anchor and re.fullmatch(r"[-\d.,]+", one.text or "")]
    return np.array([(float(one.get(along, "")), float((one.text or "").replace(",", ""))) for one in found])


def drawn(made: ElementTree.Element) -> list[np.ndarray]:
    """Return the lines in the numbers of the axes."""
    across, up = axis(made, "middle", "x"), axis(made, "end", "y")
    x, y = (np.polyfit(ticks[:, 0], ticks[:, 1], 1) for ticks in (across, up - np.array([4.5, 0.0])))
    lines = []
    for path in made.iter("path"):
        points = np.array([[float(v) for v in point.split()] for point in path.get("d", "").removeprefix("M").split("L")])
        lines.append(np.stack([np.polyval(x, points[:, 0]), np.polyval(y, points[:, 1])], axis=1))
    return lines


@pytest.mark.parametrize("times", [1.0, -1.0, 1000.0, 0.01])
def test_lines_lie_where_the_axes_say(times: float) -> None:
    other = Course("other", (10.0, 100.0), (3.0 * times, -2.0 * times))
    one = SVG._replace(values=tuple(times * v for v in SVG.values))
    found = drawn(chart(one, other))
    for line, course in zip(found, (one, other), strict=True):
        assert line[:, 0] == pytest.approx(course.weeks, abs=0.3)
        assert line[:, 1] == pytest.approx(course.values, abs=0.02 * 11.0 * abs(times))


@pytest.mark.parametrize("values", [(5.0, 9.0), (-5.0, -9.0), (0.0, 0.0)])
def test_zero_is_on_the_axis(values: tuple[float, float]) -> None:
    assert 0.0 in axis(chart(Course("a", (0.0, 52.0), values)), "end", "y")[:, 1]


def test_everything_stays_inside_the_picture() -> None:
    made = chart(SVG, Course("other", (0.0, 104.0), (-3.0, 20.0)))
    _, _, width, height = (float(v) for v in made.get("viewBox", "").split())
    for path in made.iter("path"):
        for point in path.get("d", "").removeprefix("M").split("L"):
            x, y = (float(v) for v in point.split())
            assert 62.0 <= x <= width - 14.0
            assert 26.0 <= y <= 196.0
    assert all(0.0 < float(one.get("y", "")) < height for one in made.iter("text"))


def test_a_course_of_one_week_is_a_dot_and_what_is_not_known_is_left_out() -> None:
    made = chart(Course("dot", (7.0,), (2.0,)), Course("gap", (0.0, 1.0, 2.0), (1.0, float("nan"), 3.0)), Course("none", (1.0,), (float("nan"),)))
    assert len(list(made.iter("circle"))) == 1
    (line,) = drawn(made)
    assert line[:, 0] == pytest.approx([0.0, 2.0], abs=0.05)
    assert next(made.iter("circle")).get("fill") == HUES[0]
    assert next(made.iter("path")).get("stroke") == HUES[1]


def test_lines_have_hues_and_dashes_of_their_own_and_a_legend() -> None:
    courses = [Course(f"line {k}", (0.0, 1.0), (float(k), 2.0)) for k in range(len(HUES) + 1)]
    made = chart(*courses)
    paths = list(made.iter("path"))
    assert [path.get("stroke") for path in paths] == [*HUES, HUES[0]]
    assert [path.get("stroke-dasharray", "") for path in paths] == [DASHES[k % len(DASHES)] for k in range(len(courses))]
    legend = [one for one in made.iter("text") if (one.text or "").startswith("line ")]
    assert [one.text for one in legend] == [course.label for course in courses]
    places = [float(one.get("y", "")) for one in legend]
    assert places == sorted(set(places))
    assert min(places) > 240.0


def test_it_reads_itself_out_and_no_label_is_code() -> None:
    made = chart(SVG)
    assert made.get("aria-label") == "quick & <calm>: 9"
    assert {"people", "week", "quick & <calm>"} <= {one.text for one in made.iter("text")}
