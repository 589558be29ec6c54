"""What figures draw, against numbers written down by hand: whose line, how wide a bar, which colour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from linli.model.ground.text import Text
from linli.model.society.measures import LEVELS
from linli.viz.figures import drawings
from linli.viz.figures.compound import FEWER, MORE
from linli.viz.figures.effects import UNSURE
from linli.viz.figures.page import HUES, WITHOUT, page
from linli.viz.fonts import dressed
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import same_color, to_hex
from matplotlib.container import BarContainer, ErrorbarContainer
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

YEARS = [0.0, 1.0, 2.0]
AFTER, MORE_ARM = HUES[0], HUES[1]
Drawn = Callable[..., tuple[Figure, str]]


@pytest.fixture(scope="module")
def drawn(hand: Any) -> Iterator[Drawn]:
    """Draw a figure of the story by hand, each once: "two" arms on three seeds, or one "run"."""

    @cache
    def draw(name: str, which: str = "two") -> tuple[Figure, str]:
        story = {"two": hand.story, "run": hand.run}[which]()
        with dressed("en") as letters, page(story, letters, 11.0, 6.5) as on:
            title, _ = drawings(story)[name](on)
            figure = on.figure
            figure.clear = lambda *_: None  # type: ignore[method-assign]
        return figure, title

    yield draw
    draw.cache_clear()


def bars(axes: Axes) -> list[BarContainer]:
    return [c for c in axes.containers if isinstance(c, BarContainer)]


def widths(container: BarContainer) -> list[float]:
    return [bar.get_width() for bar in container]


def labels(axes: Axes) -> list[str]:
    """Return what stands at the rows of a bar chart, from the top, in one line each."""
    return [text.get_text().replace("\n", " ") for text in axes.get_yticklabels()]


def points(line: Any) -> tuple[list[float], list[float]]:
    return np.asarray(line.get_xdata(), float).tolist(), np.asarray(line.get_ydata(), float).tolist()


def test_growth_draws_each_level_of_each_arm_in_its_colour(drawn: Drawn, hand: Any) -> None:
    figure, title = drawn("growth")
    for axes, level in zip(figure.axes, LEVELS, strict=False):
        for arm, colour in (("before", WITHOUT), ("after", AFTER), ("more", MORE_ARM)):
            (line,) = (one for one in axes.lines if one.get_gid() == f"{level} {arm}")
            x, y = points(line)
            assert x == YEARS
            assert y == pytest.approx(hand.COURSES[level][arm])
            assert same_color(line.get_color(), colour)
    (after, more) = (c for c in figure.axes[1].containers if isinstance(c, ErrorbarContainer))
    for bar, low, high in ((after, 8.0, 10.0), (more, 5.5, 7.5)):
        assert [y for _, y in bar.lines[2][0].get_segments()[0]] == pytest.approx([low, high]), "what it was without, and the interval on top"
    assert title == "Acquaintances a resident: 6.0 without, 9.0 After; difference +3.0, 95 % interval +2.0 to +4.0"


def test_participation_draws_persons_and_the_official_count_of_each_arm(drawn: Drawn, hand: Any) -> None:
    figure, _ = drawn("participation")
    left, right = figure.axes[:2]
    for arm in ("before", "after", "more"):
        (line,) = (one for one in left.lines if one.get_gid() == f"came_quarter {arm}")
        assert points(line)[1] == pytest.approx([100.0 * share for share in hand.COURSES["came_quarter"][arm]])
    assert labels(right) == ["official: guests", "guests", "persons who ever came", "persons who came more than once", "persons who never came"]
    expected = {"before": [0, 0, 40, 8, 160], "after": [1100, 500, 110, 70, 90], "more": [160, 80, 50, 12, 150]}
    for container, (arm, colour) in zip(bars(right), (("before", WITHOUT), ("after", AFTER), ("more", MORE_ARM)), strict=True):
        assert widths(container) == pytest.approx(expected[arm])
        assert {to_hex(bar.get_facecolor()) for bar in container} == {colour.lower()}
    assert [text.get_text() for text in right.texts][5:10] == ["1,100", "500", "110", "70", "90"]


def test_degrees_draws_residents_by_their_acquaintances_at_the_end_without_and_with(drawn: Drawn, hand: Any) -> None:
    """Of 200: at the start 100 have none, 60 one, 40 four. Bars of "before" stand left in grey, of the first arm right in its colour."""
    figure, _ = drawn("degrees")
    (axes,) = figure.axes
    before, after = bars(axes)
    for container, arm, side, colour in ((before, "before", -0.2, WITHOUT), (after, "after", 0.2, AFTER)):
        counts = np.bincount(hand.DEGREES[arm], minlength=11)
        assert [bar.get_height() for bar in container] == pytest.approx((counts / 2.0).tolist())
        assert [bar.get_x() + 0.5 * bar.get_width() for bar in container] == pytest.approx([k + side for k in range(11)])
        assert {to_hex(bar.get_facecolor()) for bar in container} == {colour.lower()}
    (start,) = axes.lines
    assert points(start)[1] == pytest.approx([50.0, 30.0, 0.0, 0.0, 20.0, *[0.0] * 6])
    (shade,) = (one for one in axes.patches if same_color(one.get_facecolor(), "#F4E7D3"))
    corners = shade.get_xy() if isinstance(shade, Polygon) else np.array([[shade.get_x(), 0.0], [shade.get_x() + shade.get_width(), 0.0]])
    assert (corners[:, 0].min(), corners[:, 0].max()) == (-0.5, 2.5), "none, one and two are fewer than three"
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["at the start", "without (Before)", "After"]


def test_origins_draws_how_many_acquaintances_began_where(drawn: Drawn, hand: Any) -> None:
    figure, title = drawn("origins")
    (axes,) = figure.axes
    assert labels(axes) == ["landing", "tea room", "yard"]
    expected = {"before": [4.5, 0.0, 1.5], "after": [4.5, 2.7, 1.8], "more": [4.55, 0.65, 1.3]}
    for container, (arm, colour) in zip(bars(axes), (("before", WITHOUT), ("after", AFTER), ("more", MORE_ARM)), strict=True):
        assert widths(container) == pytest.approx(expected[arm])
        assert {to_hex(bar.get_facecolor()) for bar in container} == {colour.lower()}
    assert title == "Most acquaintances began here: landing 50 %; tea room 30 %; yard 20 % (After)"


@pytest.mark.parametrize(("kinds", "shown"), [(12, 12), (13, 12)])
def test_origins_puts_the_rarest_of_many_kinds_together(hand: Any, kinds: int, shown: int) -> None:
    """Twelve kinds have a bar each; of thirteen the last two are one bar."""
    share = 1.0 / kinds
    names = {f"k{number:02}": Text(f"k{number:02}", f"k{number:02}") for number in range(kinds)}
    ends = {f"origin.{name}": dict.fromkeys(("before", "after", "more"), (0.0, 0.0, share)) for name in names}
    story = hand.story(kinds=names, courses={**hand.courses({"acquaintances": hand.COURSES["acquaintances"]}), **hand.courses(ends)})
    with dressed("en") as letters, page(story, letters, 11.0, 6.5) as on:
        drawings(story)["origins"](on)
        (axes,) = on.figure.axes
        assert len(labels(axes)) == shown
        assert (labels(axes)[-1] == "elsewhere") == (kinds > 12)
        assert widths(bars(axes)[1])[-1] == pytest.approx(9.0 * share * (1 + (kinds > 12)))


def test_effects_draws_each_arm_where_its_difference_is_and_grey_where_it_may_be_none(drawn: Drawn, hand: Any) -> None:
    figure, title = drawn("effects")
    panels = dict(zip(("acquaintances", "strangers", "came_quarter"), figure.axes, strict=True))
    for measure, axes in panels.items():
        factor = 1.0 if measure == "acquaintances" else 100.0
        means = {str(line.get_gid()): line for line in axes.lines if str(line.get_gid()).startswith("mean ")}
        assert set(means) == {"mean after", "mean more"}, "the arm that others are compared with has no difference from itself"
        for row, (arm, colour) in enumerate((("after", AFTER), ("more", MORE_ARM))):
            mean, low, high = hand.EFFECTS[arm, measure]
            (interval,) = (line for line in axes.lines if line.get_gid() == f"interval {arm}")
            assert points(means[f"mean {arm}"]) == (pytest.approx([mean * factor]), [row])
            assert points(interval) == (pytest.approx([low * factor, high * factor]), [row, row])
            sure = low > 0.0 or high < 0.0
            assert same_color(interval.get_color(), colour if sure else UNSURE)
            assert same_color(means[f"mean {arm}"].get_color(), colour if sure else UNSURE)
    assert [text.get_text() for text in panels["acquaintances"].texts] == ["+3.0 (+2.0 … +4.0)", "not distinguishable (−0.5 … +1.5)"]
    assert [axes.get_ylabel().replace("\n", " ") for axes in figure.axes] == [
        "acquaintances a resident", "strangers (fewer than 3 acquaintances) (points)", "came to something in the last quarter (points)",
    ]
    assert title.startswith("Acquaintances a resident: 6.0 without, 9.0 After; difference +3.0")


def test_cost_draws_more_acquaintances_against_more_yuan_and_the_hours_of_a_year(drawn: Drawn, hand: Any) -> None:
    figure, title = drawn("cost")
    left, right = figure.axes[:2]
    for arm, colour in (("after", AFTER), ("more", MORE_ARM)):
        mine = [line for line in left.lines if same_color(line.get_color(), colour)]
        more = {m: [a - b for a, b in zip(hand.COURSES[m][arm], hand.COURSES[m]["before"], strict=True)] for m in ("yuan", "priced", "acquaintances")}
        solid, dotted = (next(one for one in mine if len(one.get_xdata()) == 3 and (one.get_linestyle() == ":") == kind) for kind in (False, True))
        assert points(solid) == (pytest.approx(more["yuan"]), pytest.approx(more["acquaintances"]))
        assert points(dotted) == (pytest.approx(more["priced"]), pytest.approx(more["acquaintances"]))
        dots = next(one for one in mine if one.get_marker() == "o" and len(one.get_xdata()) == 3)
        assert points(dots)[0] == pytest.approx(more["yuan"]), "a dot each year"
    after, unsure = (c for c in left.containers if isinstance(c, ErrorbarContainer))
    for bar, x, low, high in ((after, 10_000.0, 2.0, 4.0), (unsure, 3000.0, -0.5, 1.5)):
        assert bar.lines[2][0].get_segments()[0].tolist() == [[pytest.approx(x), pytest.approx(low)], [pytest.approx(x), pytest.approx(high)]]
    rows = labels(right)
    expected = {"before": {"staff": 10.0, "volunteer": 100.0}, "after": {"staff": 70.0, "volunteer": 500.0}, "more": {"staff": 30.0, "volunteer": 160.0}}
    for container, (arm, colour) in zip(bars(right), (("before", WITHOUT), ("after", AFTER), ("more", MORE_ARM)), strict=True):
        for label, width in zip(rows, widths(container), strict=True):
            assert width == pytest.approx(expected[arm]["staff" if "staff" in label else "volunteer"])
        assert {to_hex(bar.get_facecolor()) for bar in container} == {colour.lower()}
    assert sorted("staff" in label for label in rows) == [False, True]
    assert title == (
        "After: 5,000 yuan more a year; one additional pair of acquaintances costs 40.0 yuan (95 % interval 32.0 to 52.0); "
        "80.0 with volunteer hours at 25 yuan"
    )


def test_one_run_costs_without_an_interval(drawn: Drawn, hand: Any) -> None:
    figure, title = drawn("cost", "run")
    assert not any(isinstance(c, ErrorbarContainer) for c in figure.axes[0].containers)
    assert title == "5,000 yuan more a year, 3.0 acquaintances a resident more (one run, not an interval)"


def test_mechanisms_draws_what_each_counts_shares_in_per_cent(drawn: Drawn, hand: Any) -> None:
    figure, title = drawn("mechanisms")
    shown = ["tea.told", "tea.guests", "tea.full"]
    for axes, measure in zip(figure.axes, shown, strict=True):
        for arm, colour in (("before", WITHOUT), ("after", AFTER), ("more", MORE_ARM)):
            (line,) = (one for one in axes.lines if one.get_gid() == f"{measure} {arm}")
            factor = 100.0 if measure == "tea.full" else 1.0
            assert points(line) == (YEARS, pytest.approx([factor * value for value in hand.COURSES[measure][arm]]))
            assert same_color(line.get_color(), colour)
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["Official: guests", "Guests", "Full tables"]
    assert [axes.get_xlabel() for axes in figure.axes] == ["years"] * 3
    assert [axes.get_ylabel() for axes in figure.axes][-1] == "share of tables, %"
    assert title == "Official: guests a year: 550; guests a year: 250 (After)"


def test_mechanisms_label_the_weeks_below_the_last_panel_of_a_column_and_leave_spare_ones_empty(hand: Any) -> None:
    """Five measures in two rows of three: the third, fourth and fifth stand lowest."""
    several = {f"tea.cups{k}": hand.TEA["tea.guests"] for k in range(2)}
    values = hand.courses(dict.fromkeys(several, hand.COURSES["tea.guests"]))
    story = hand.story(infos={**hand.story().infos, **several}, courses={**hand.story().courses, **values}, weeks=60)
    with dressed("en") as letters, page(story, letters, 11.0, 6.5) as on:
        title, note = drawings(story)["mechanisms"](on)
        assert [axes.get_xlabel() for axes in on.figure.axes] == ["", "", "weeks", "weeks", "weeks", ""]
        assert [axes.axison for axes in on.figure.axes] == [True] * 5 + [False]
        assert [handle.get_label() for handle in on.key] == ["without (Before)", "After", "More"]
        assert title.endswith("(After)")
        assert note.endswith("Bar at the end: 95 % interval of the paired difference.")


def test_the_map_draws_gates_as_dark_as_their_people_know_and_lines_by_what_changed(drawn: Drawn, hand: Any) -> None:
    figure, title = drawn("compound")
    before, after = figure.axes[:2]
    assert title == "Pairs of acquaintances from different gates: 22 without, 28 After (first seed)"
    # A pair within a gate counts for both its people: 60 + 15 ends for 50 people, 17 for 100, 12 for 50; and with the policy.
    for axes, shades in ((before, [75 / 50, 17 / 100, 12 / 50]), (after, [105 / 50, 23 / 100, 8 / 50])):
        (dots,) = (c for c in axes.collections if c.get_array() is not None and not isinstance(c, LineCollection))
        assert dots.get_array().tolist() == pytest.approx(shades)
        assert dots.get_offsets().tolist() == hand.place().gate_xy.tolist()
        assert dots.get_clim() == (pytest.approx(8 / 50), pytest.approx(105 / 50)), "both maps have one scale"
    lines = {str(c.get_gid()): c for c in after.collections if isinstance(c, LineCollection)}
    ends = {gid: [tuple(segment[k].tolist()) for segment in one.get_segments() for k in (0, -1)] for gid, one in lines.items()}
    assert ends[f"ties {MORE}"] == [(0.0, 0.0), (20.0, 0.0)], "0 and 1 became more"
    assert ends[f"ties {FEWER}"] == [(20.0, 0.0), (0.0, 50.0)], "1 and 2 became fewer"
    assert lines[f"ties {MORE}"].get_linewidths() == pytest.approx([5.4])
    assert {str(c.get_gid()) for c in before.collections if isinstance(c, LineCollection)} == {"ties #8A8A8A"}


def test_a_story_has_the_figures_that_it_has_numbers_for(hand: Any) -> None:
    everything = ["growth", "participation", "degrees", "origins", "mechanisms", "compound", "cost"]
    assert list(drawings(hand.story())) == [*everything, "effects"]
    assert list(drawings(hand.run())) == everything, "one run has no intervals"
    alone = replace(hand.run(), arms=(), effects={})
    assert list(drawings(alone)) == everything[:-1], "without an arm to compare there is no cost of a gain"
    bare = replace(hand.run(), degrees={}, compound=None, mechanisms={}, courses={k: v for k, v in hand.run().courses.items() if "origin" not in k[1]})
    assert list(drawings(bare)) == ["growth", "participation", "cost"]
