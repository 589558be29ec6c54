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
from linli.viz.figures.effects import UNSURE, reach_of
from linli.viz.figures.page import HUES, WITHOUT, page
from linli.viz.fonts import chinese_family, dressed
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import same_color, to_hex
from matplotlib.container import BarContainer, ErrorbarContainer
from matplotlib.figure import Figure

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


def test_growth_draws_by_how_much_each_arm_has_more_than_without_on_one_scale(drawn: Drawn, hand: Any) -> None:
    """In per cent of what there is without it: of acquaintances 5, 7 after a year are two fifths more."""
    figure, title = drawn("growth")
    assert len({axes.get_ylim() for axes in figure.axes[:5]}) == 1, "one scale: what is little looks little"
    for axes, level in zip(figure.axes, LEVELS, strict=False):
        base = hand.COURSES[level]["before"]
        for arm, colour in (("after", AFTER), ("more", MORE_ARM)):
            (line,) = (one for one in axes.lines if one.get_gid() == f"{level} {arm}")
            x, y = points(line)
            assert x == YEARS
            assert y == pytest.approx([100.0 * (a - b) / b for a, b in zip(hand.COURSES[level][arm], base, strict=True)])
            assert same_color(line.get_color(), colour)
        assert not any(one.get_gid() == f"{level} before" for one in axes.lines)
    (after, more) = (c for c in figure.axes[1].containers if isinstance(c, ErrorbarContainer))
    for bar, low, high in ((after, 2.0, 4.0), (more, -0.5, 1.5)):
        assert [y for _, y in bar.lines[2][0].get_segments()[0]] == pytest.approx([100.0 * low / 6.0, 100.0 * high / 6.0])
    assert figure.axes[1].get_title(loc="left") == "acquaintances a resident\nwithout: 4.0 → 6.0"
    assert title == "Acquaintances a resident: 6.0 without, 9.0 After; difference +3.0, 95 % interval +2.0 to +4.0"


def test_growth_of_a_run_without_a_policy_draws_how_many_there_are(hand: Any) -> None:
    alone = replace(hand.run(), arms=(), effects={})
    with dressed("en") as letters, page(alone, letters, 11.0, 6.5) as on:
        drawings(alone)["growth"](on)
        for axes, level in zip(on.figure.axes, LEVELS, strict=False):
            (line,) = axes.lines
            assert points(line) == (YEARS, pytest.approx(hand.COURSES[level]["before"]))
            assert axes.get_ylim()[0] == 0.0


def test_participation_draws_persons_on_a_scale_of_their_own_with_a_row_an_arm(drawn: Drawn, hand: Any) -> None:
    figure, _ = drawn("participation")
    above, *counts = figure.axes
    for arm in ("before", "after", "more"):
        (line,) = (one for one in above.lines if one.get_gid() == f"came_quarter {arm}")
        assert points(line)[1] == pytest.approx([100.0 * share for share in hand.COURSES["came_quarter"][arm]])
    assert labels(counts[0]) == ["Before", "After", "More"]
    expected = {
        "Official: guests": [0, 1100, 160], "Guests": [0, 500, 80], "Persons who ever came": [40, 110, 50],
        "Persons who came more than once": [8, 70, 12], "Persons who never came": [160, 90, 150],
    }  # fmt: skip
    assert [axes.get_title(loc="left").replace("\n", " ") for axes in counts] == list(expected)
    for axes, values in zip(counts, expected.values(), strict=True):
        (container,) = bars(axes)
        assert widths(container) == pytest.approx(values)
        assert [to_hex(bar.get_facecolor()) for bar in container] == [colour.lower() for colour in (WITHOUT, AFTER, MORE_ARM)]
    assert len({axes.get_xlim() for axes in counts[:2]}) == len({axes.get_xlim() for axes in counts[2:]}) == 1
    assert counts[0].get_xlim() != counts[2].get_xlim(), "person-times do not dwarf the persons"
    assert [text.get_text() for text in counts[0].texts] == ["0", "1,100", "160"]


def test_degrees_draws_residents_by_how_many_they_know_at_the_start_and_in_each_arm(drawn: Drawn) -> None:
    """Of 200 at the start 100 know nobody, 60 one, 40 four; in "after" 20 nobody, 120 three, 60 seven."""
    figure, title = drawn("degrees")
    (axes,) = figure.axes
    assert labels(axes) == ["at the start", "Before", "After", "More"]
    rows = np.array([widths(container) for container in bars(axes)]).T
    assert rows.tolist() == [[50.0, 30.0, 20.0, 0, 0, 0], [40.0, 40.0, 20.0, 0, 0, 0], [10.0, 0, 60.0, 30.0, 0, 0], [0, 100.0, 0, 0, 0, 0]]
    assert title == "Residents with fewer than 3 acquaintances: 80 % without, 10 % After (seed 1)", "the title is of the seed that is drawn"
    assert drawn("degrees", "run")[1] == "Residents with fewer than 3 acquaintances: 80 % without, 10 % with (one run, not an interval)"


def test_origins_draws_what_each_arm_adds_beside_what_there_is_without(drawn: Drawn) -> None:
    figure, title = drawn("origins")
    without, after, more = figure.axes
    assert labels(without) == ["tea room", "landing", "yard"], "what changes most comes first"
    assert widths(bars(without)[0]) == pytest.approx([0.0, 4.5, 1.5])
    assert widths(bars(after)[0]) == pytest.approx([2.7, 0.0, 0.3])
    assert widths(bars(more)[0]) == pytest.approx([0.65, 0.05, -0.2])
    assert [to_hex(bar.get_facecolor()) for bar in bars(more)[0]] == [HUES[0].lower(), HUES[0].lower(), HUES[1].lower()]
    assert title == "After: most of the new acquaintances began here: tea room +2.7; yard +0.3"


@pytest.mark.parametrize(("kinds", "shown"), [(11, 11), (12, 11)])
def test_origins_puts_the_rarest_of_many_kinds_together(hand: Any, kinds: int, shown: int) -> None:
    """Eleven kinds have a bar each; of twelve the last two are one bar."""
    share = 1.0 / kinds
    names = {f"k{number:02}": Text(f"k{number:02}", f"k{number:02}") for number in range(kinds)}
    ends = {f"origin.{name}": dict.fromkeys(("before", "after", "more"), (0.0, 0.0, share)) for name in names}
    story = hand.story(kinds=names, courses={**hand.courses({"acquaintances": hand.COURSES["acquaintances"]}), **hand.courses(ends)})
    with dressed("en") as letters, page(story, letters, 11.0, 6.5) as on:
        drawings(story)["origins"](on)
        without, after, _ = on.figure.axes
        assert len(labels(without)) == shown
        assert (labels(without)[-1] == "elsewhere") == (kinds > 11)
        assert widths(bars(without)[0])[-1] == pytest.approx(6.0 * share * (1 + (kinds > 11)))
        assert widths(bars(after)[0])[-1] == pytest.approx(3.0 * share * (1 + (kinds > 11)))


def test_effects_draws_all_measures_on_one_scale_and_grey_what_may_be_none(drawn: Drawn, hand: Any) -> None:
    """A place is the effect in per cent of what there is without; what is beyond a hundred is an arrow at the end."""
    figure, title = drawn("effects")
    panels = dict(zip(("acquaintances", "strangers", "came_quarter"), figure.axes, strict=True))
    assert len({axes.get_xlim() for axes in figure.axes}) == 1
    for measure, axes in panels.items():
        base = hand.COURSES[measure]["before"][-1]
        means = {str(line.get_gid()): line for line in axes.lines if str(line.get_gid()).startswith("mean ")}
        assert set(means) == {"mean after", "mean more"}, "the arm that others are compared with has no difference from itself"
        for row, (arm, colour) in enumerate((("after", AFTER), ("more", MORE_ARM))):
            mean, low, high = (100.0 * value / base for value in hand.EFFECTS[arm, measure])
            (interval,) = (line for line in axes.lines if line.get_gid() == f"interval {arm}")
            assert points(means[f"mean {arm}"]) == (pytest.approx([min(mean, 100.0)]), [row])
            assert means[f"mean {arm}"].get_marker() == (">" if mean > 100.0 else "o")
            assert points(interval) == (pytest.approx([min(low, 104.0), min(high, 104.0)]), [row, row])
            sure = low > 0.0 or high < 0.0
            assert same_color(interval.get_color(), colour if sure else UNSURE)
            assert same_color(means[f"mean {arm}"].get_color(), colour if sure else UNSURE)
        assert labels(axes) == ["After", "More"]
    assert [text.get_text() for text in panels["acquaintances"].texts] == ["+3.0 (+2.0 … +4.0)", "not distinguishable (−0.5 … +1.5)"]
    assert [axes.get_title(loc="left").replace("\n", " ") for axes in figure.axes] == [
        "Acquaintances a resident", "Strangers (fewer than 3 acquaintances) (points)", "Came to something in the last quarter (points)",
    ]
    assert title.startswith("Acquaintances a resident: 6.0 without, 9.0 After; difference +3.0")


@pytest.mark.parametrize(("effect", "without", "end"), [(0.01, 6.0, 10.0), (3.0, 6.0, 50.0), (30.0, 6.0, 100.0), (0.01, 0.0, 100.0)])
def test_the_scale_of_effects_never_makes_little_look_like_much(hand: Any, effect: float, without: float, end: float) -> None:
    """A few thousandths more leave the scale at ten per cent; where there was nothing without, anything is beyond all scales."""
    one = replace(hand.story().effects["after", "acquaintances"], mean=effect, low=effect, high=effect, without=without)
    assert reach_of(hand.story(effects={("after", "acquaintances"): one}), ["acquaintances"]) == pytest.approx(end)


def test_cost_draws_more_acquaintances_against_more_yuan_and_the_hours_of_a_year(drawn: Drawn, hand: Any) -> None:
    figure, title = drawn("cost")
    left, *hours = figure.axes
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
    expected = {"Staff hours a year": [10.0, 70.0, 30.0], "Volunteer hours a year": [100.0, 500.0, 160.0]}
    assert {axes.get_title(loc="left").replace("\n", " ") for axes in hours} == set(expected)
    for axes in hours:
        (container,) = bars(axes)
        assert widths(container) == pytest.approx(expected[axes.get_title(loc="left").replace("\n", " ")])
        assert [to_hex(bar.get_facecolor()) for bar in container] == [colour.lower() for colour in (WITHOUT, AFTER, MORE_ARM)]
    assert labels(hours[0]) == ["Before", "After", "More"]
    assert title == (
        "After: +5,000 yuan a year; one additional pair of acquaintances costs 40.0 yuan (95 % interval 32.0 to 52.0); "
        "80.0 with volunteer hours at 25 yuan"
    )


def test_large_sums_on_the_axis_of_a_chinese_figure_are_in_ten_thousands(hand: Any) -> None:
    if chinese_family() is None:
        pytest.skip("no Chinese font on this computer")
    with dressed("zh") as letters, page(hand.story(), letters, 13.0, 6.5) as on:
        title, _ = drawings(hand.story())["cost"](on)
        left = on.figure.axes[0]
        assert left.get_xlabel().endswith("（万元）")
        solid = next(one for one in left.lines if same_color(one.get_color(), AFTER) and len(one.get_xdata()) == 3)
        assert points(solid)[0] == pytest.approx([0.0, 0.6, 1.0])
        assert "每年支出 +5,000 元" in title


def test_one_run_costs_without_an_interval(drawn: Drawn, hand: Any) -> None:
    figure, title = drawn("cost", "run")
    assert not any(isinstance(c, ErrorbarContainer) for c in figure.axes[0].containers)
    assert title == "+5,000 yuan a year, 3.0 acquaintances a resident more (one run, not an interval)"


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


def test_the_map_numbers_the_gates_and_draws_what_the_policy_changed(drawn: Drawn, hand: Any) -> None:
    figure, title = drawn("compound")
    before, after = figure.axes[:2]
    assert title == "After: people of 2 of 3 gates have more acquaintances; a resident, most at gate 1 (+0.6), 2 (+0.1) (seed 1)"
    for axes in (before, after):
        assert [text.get_text() for text in axes.texts if text.get_gid() == "gate"] == ["1", "2", "3"]
        assert not axes.axison, "metres at the edge say nothing"
    # A pair within a gate counts for both its people: 60 + 15 ends for 50 people, 17 for 100, 12 for 50; and with the policy.
    without, with_ = np.array([75 / 50, 17 / 100, 12 / 50]), np.array([105 / 50, 23 / 100, 8 / 50])
    for axes, shades in ((before, without), (after, with_ - without)):
        (dots,) = (c for c in axes.collections if c.get_array() is not None and not isinstance(c, LineCollection))
        assert dots.get_array().tolist() == pytest.approx(shades.tolist())
        assert dots.get_offsets().tolist() == hand.place().gate_xy.tolist()
    assert dots.get_clim() == (pytest.approx(-0.6), pytest.approx(0.6)), "no change is in the middle of the colours"
    lines = {str(c.get_gid()): c for c in after.collections if isinstance(c, LineCollection)}
    ends = {gid: [tuple(segment[k].tolist()) for segment in one.get_segments() for k in (0, -1)] for gid, one in lines.items()}
    assert ends[f"ties {MORE}"] == [(0.0, 0.0), (20.0, 0.0)], "0 and 1 became more"
    assert ends[f"ties {FEWER}"] == [(20.0, 0.0), (0.0, 50.0)], "1 and 2 became fewer"
    assert lines[f"ties {MORE}"].get_linewidths() == pytest.approx([0.6 + 5.0 * 10 / 20]), "as thick as they changed"
    assert {str(c.get_gid()) for c in before.collections if isinstance(c, LineCollection)} == {"ties #8A8A8A"}


def test_a_story_has_the_figures_that_it_has_numbers_for(hand: Any) -> None:
    everything = ["growth", "participation", "degrees", "origins", "mechanisms", "compound", "cost"]
    assert list(drawings(hand.story())) == [*everything, "effects"]
    assert list(drawings(hand.run())) == everything, "one run has no intervals"
    alone = replace(hand.run(), arms=(), effects={})
    assert list(drawings(alone)) == everything[:-1], "without an arm to compare there is no cost of a gain"
    bare = replace(hand.run(), degrees={}, compound=None, mechanisms={}, courses={k: v for k, v in hand.run().courses.items() if "origin" not in k[1]})
    assert list(drawings(bare)) == ["growth", "participation", "cost"]
