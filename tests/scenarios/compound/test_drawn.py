"""Rectangles drawn over a picture."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.scenarios import UserError, load
from linli.scenarios.compound.drawn import drawn
from linli.scenarios.compound.making import Given, compound_of


@settings(max_examples=60, deadline=None)
@given(
    rectangles=st.lists(
        st.tuples(st.floats(-500, 500), st.floats(-500, 500), st.floats(3, 100), st.floats(3, 100), st.floats(-720, 720)), min_size=1, max_size=6
    )
)
def test_rectangles_keep_their_size_and_place_around_their_middle(rectangles) -> None:
    found = drawn(rectangles).buildings
    xs, ys = [one.x for one in found], [one.y for one in found]
    assert max(xs) + min(xs) == pytest.approx(0.0, abs=0.2)
    assert max(ys) + min(ys) == pytest.approx(0.0, abs=0.2)
    for one, (x, y, first, second, angle) in zip(found, rectangles, strict=True):
        assert one.length == pytest.approx(max(first, second), abs=0.06)
        assert one.depth == pytest.approx(min(first, second), abs=0.06)
        assert one.x - found[0].x == pytest.approx(x - rectangles[0][0], abs=0.2)
        turned = angle if first >= second else angle + 90.0
        assert abs((one.angle - turned + 90.0) % 180.0 - 90.0) < 0.1
        assert -90.0 <= one.angle <= 90.0
        assert y - rectangles[0][1] == pytest.approx(one.y - found[0].y, abs=0.2)
    compound_of(Given(drawn(rectangles)), load("everyday"))


@pytest.mark.parametrize(
    ("rectangles", "says"),
    [
        ([], "0 buildings are drawn"),
        ([(0, 0, 40, 12, 0)] * 2001, "2,001 buildings"),
        ([(0, 0, 40, 12, 0), (0, 0, 40, 1, 0)], "rectangle 2 is 40 by 1 m"),
        ([(0, 0, 4000, 12, 0)], "Is the scale right"),
        ([(1e6, 0, 40, 12, 0)], "too far away"),
        ([(0, 0, 40, 12)], "not five numbers"),
        ([(0, 0, "40", 12, 0)], "not five numbers"),
        ([(0, 0, float("nan"), 12, 0)], "not five numbers"),
        ([(0, 0, True, 12, 0)], "not five numbers"),
    ],
)
def test_what_is_no_building_is_refused(rectangles, says) -> None:
    with pytest.raises(UserError) as refused:
        drawn(rectangles)
    assert says in refused.value.text.en
    assert refused.value.text.zh
