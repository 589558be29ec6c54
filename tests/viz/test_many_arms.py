"""Two to twelve arms: each can be told from the others, keys and numbers are whole, nothing is drawn over the edge."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from linli.experiments.comparison import Comparison
from linli.viz.figures import drawings, size_of
from linli.viz.figures.courses import spread
from linli.viz.figures.page import FEW, Page, blank, compose, page
from linli.viz.fonts import dressed
from linli.viz.story import Story
from linli.viz.telling import story_of_comparison
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

NINE = tuple(f"policy-number-{k}" for k in range(1, 9))


@pytest.fixture(scope="module")
def nine(request: pytest.FixtureRequest) -> Story:
    """Return eight policies beside "before"."""
    made: Comparison = request.getfixturevalue("nine_arms")
    return story_of_comparison(made)


def drawn(story: Story, name: str) -> Figure:
    with dressed("en") as letters:
        on = Page(blank(letters, *size_of(name, story)), letters, story)
        title, note = drawings(story)[name](on)
        compose(on, title, note, on.key)
        on.figure.canvas.draw()
    return on.figure


def test_up_to_fifty_arms_have_a_line_of_their_own(nine: Story) -> None:
    with dressed("en") as letters, page(nine, letters) as on:
        assert len({(on.colour(arm), str(on.dash(arm))) for arm in nine.everybody}) == 9
        assert [on.mark(arm) for arm in nine.everybody] == [str(k) for k in range(9)]
        assert on.label("policy-number-3") == "3  policy-number-3"


def test_few_arms_bear_no_number(several_arms: Comparison) -> None:
    story = story_of_comparison(several_arms)
    assert len(story.arms) == FEW
    with dressed("en") as letters, page(story, letters) as on:
        assert [on.mark(arm) for arm in story.everybody] == [""] * 5
        assert on.label("talent") == "talent"


@pytest.mark.parametrize("name", ["mechanisms", "participation", "cost"])
def test_the_key_of_nine_arms_is_whole_and_read_line_by_line(nine: Story, name: str) -> None:
    figure = drawn(nine, name)
    (legend,) = figure.legends
    box = legend.get_window_extent()
    assert box.x0 >= figure.bbox.x0
    assert box.x1 <= figure.bbox.x1
    texts = [text for text in legend.get_texts() if text.get_text()]
    expected = nine.arms if name == "cost" else nine.everybody
    assert {text.get_text() for text in texts} == {f"{nine.everybody.index(arm)}  {arm}" for arm in expected}
    places = {text.get_text(): (round(-text.get_window_extent().y0), text.get_window_extent().x0) for text in texts}
    assert [text.partition(" ")[0] for text in sorted(places, key=lambda one: places[one])] == [str(nine.everybody.index(arm)) for arm in expected]


@pytest.mark.parametrize("name", ["growth", "mechanisms", "participation"])
def test_each_line_of_nine_arms_ends_in_its_number_and_none_stands_on_another(nine: Story, name: str) -> None:
    figure = drawn(nine, name)
    expected = nine.arms if name == "growth" else nine.everybody
    axes = figure.axes[0]
    numbers = {str(text.get_gid()): text for text in axes.texts if str(text.get_gid()).startswith("number ")}
    assert set(numbers) == {f"number {arm}" for arm in expected}
    assert all(text.get_text() == str(nine.everybody.index(gid.removeprefix("number "))) for gid, text in numbers.items())
    places = sorted(text.xyann[1] for text in numbers.values())
    assert all(a + 0.08 < b for a, b in pairwise(places))


def test_effects_of_nine_arms_stand_in_two_columns_on_one_scale(nine: Story) -> None:
    figure = drawn(nine, "effects")
    assert len({axes.get_xlim() for axes in figure.axes}) == 1
    assert len({round(axes.get_position().x0, 3) for axes in figure.axes}) == 2
    said = [text for axes in figure.axes for text in axes.texts]
    assert len(said) == 8 * len(figure.axes)
    assert all(text.get_window_extent().x1 <= figure.bbox.x1 for text in said)


def test_origins_of_nine_arms_are_a_table_with_a_column_a_policy(nine: Story) -> None:
    figure = drawn(nine, "origins")
    _, table = figure.axes
    assert [label.get_text().replace("\n", "") for label in table.get_xticklabels()] == list(nine.arms)
    (image,) = table.images
    shown = np.asarray(image.get_array())
    assert shown.shape[1] == 8
    assert shown[:, 0].sum() == pytest.approx(nine.end(NINE[0], "acquaintances") - nine.end("before", "acquaintances"))
    assert len(table.texts) == shown.size


def test_a_map_of_nine_arms_draws_the_first_and_says_so(nine: Story) -> None:
    with dressed("en") as letters, page(nine, letters, *size_of("compound", nine)) as on:
        _, note = drawings(nine)["compound"](on)
        maps = [axes for axes in on.figure.axes if any(text.get_gid() == "gate" for text in axes.texts)]
        assert len(maps) == 6
        assert note.endswith("Drawn are the first 5 policies.")
        assert sum(isinstance(c, LineCollection) for c in maps[0].collections) == 1


@pytest.mark.parametrize("name", ["growth", "cost"])
def test_no_letters_of_nine_arms_are_smaller_than_ten_points(nine: Story, name: str) -> None:
    figure = drawn(nine, name)
    found = [text for text in figure.findobj(match=lambda one: hasattr(one, "get_fontsize") and bool(one.get_text())) if text.get_gid() != "gate"]
    assert found
    assert min(text.get_fontsize() for text in found) >= 10.0


def test_numbers_are_moved_apart_no_more_than_it_takes() -> None:
    assert spread([0.2, 0.5, 0.9], 0.1) == pytest.approx([0.2, 0.5, 0.9])
    found = spread([0.5, 0.5, 0.5], 0.1)
    assert found == pytest.approx([0.4, 0.5, 0.6])
    assert spread([0.0, 0.01], 0.1) == pytest.approx([0.0, 0.1]), "none below the panel"
    assert spread([0.99, 1.0], 0.1) == pytest.approx([0.9, 1.0]), "none above it"
    assert spread([], 0.1) == []


def test_a_key_line_has_the_look_of_its_arm(nine: Story) -> None:
    with dressed("en") as letters, page(nine, letters) as on:
        handle = on.key_line("policy-number-2")
        assert isinstance(handle, Line2D)
        assert (handle.get_color(), handle.get_label()) == (on.colour("policy-number-2"), "2  policy-number-2")

