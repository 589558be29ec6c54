from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from linli.experiments.comparison import Comparison
from linli.experiments.results import RunResult
from linli.model.society.measures import LEVELS, MEASURES
from linli.viz.figures import draw_run, drawings
from linli.viz.figures.compound import changes
from linli.viz.figures.page import HUES, finish, page
from linli.viz.fonts import chinese_family, dressed
from linli.viz.lines import fold
from linli.viz.rows import headlines
from linli.viz.story import Story
from linli.viz.telling import MOST_GATES, story_of_comparison, story_of_run
from matplotlib.collections import LineCollection
from matplotlib.container import ErrorbarContainer
from matplotlib.figure import Figure
from PIL import Image
from rich.cells import cell_len

RUN_FIGURES = ["growth", "participation", "degrees", "origins", "mechanisms", "compound", "cost"]
SEVERAL = ("after", "gatherings", "talent", "party")
LANGUAGES = ["en", pytest.param("zh", marks=pytest.mark.skipif(chinese_family() is None, reason="no Chinese font on this computer"))]


def drawn(story: Story, name: str, folder: Path, language: str = "en") -> tuple[Figure, str]:
    """Draw one figure and return it before it is cleared, with its title."""
    with dressed(language) as letters, page(story, letters, 11.0, 6.5) as on:
        title, note = drawings(story)[name](on)
        finish(on, name, folder, title, note, key=on.key)
        figure = on.figure
        on.figure.clear = lambda *_: None  # type: ignore[method-assign]
    return figure, title


@pytest.fixture(scope="module")
def several(several_arms: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Figure]:
    """Draw a figure of a comparison of five arms, each once in a language."""
    folder, story = tmp_path_factory.mktemp("several"), story_of_comparison(several_arms)

    @cache
    def draw(name: str, language: str = "en") -> Figure:
        return drawn(story, name, folder, language)[0]

    return draw


def test_a_run_is_told_in_seven_figures_with_their_provenance(make_run: Callable[..., RunResult], tmp_path: Path) -> None:
    paths = draw_run(make_run(), tmp_path / "figures", "en")
    assert [p.name for p in paths] == [f"{name}.png" for name in RUN_FIGURES]
    for path in paths:
        image = Image.open(path)
        assert image.width >= 1500
        assert np.asarray(image.convert("L")).std() > 5
        assert image.info["Software"] == "linli 0.1.0"
        assert "scenario building-gates; arms before, after; seed 1 (one run, not an interval)" in image.info["Description"]


def test_svg_holds_title_and_provenance(make_run: Callable[..., RunResult], tmp_path: Path) -> None:
    with dressed("en") as letters, page(story_of_run(make_run()), letters, 10.0, 6.0) as on:
        (path,) = finish(on, "growth", tmp_path, *drawings(on.story)["growth"](on), formats=("svg",))
    text = path.read_text(encoding="utf-8")
    assert path.name == "growth.svg"
    assert "Acquaintances a resident: " in text
    assert "seed 1 (one run, not an interval)" in text


def test_which_figures_there_are_hangs_on_what_was_run(make_run: Callable[..., RunResult], make_comparison: Callable[..., Comparison]) -> None:
    alone = ["growth", "participation", "degrees", "origins", "mechanisms", "compound"]
    assert list(drawings(story_of_run(make_run(arm="before")))) == alone, "of the baseline alone there is no cost and no effect"
    assert list(drawings(story_of_comparison(make_comparison(4)))) == [*RUN_FIGURES, "effects"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*RUN_FIGURES, "effects"])
def test_nothing_overlaps_and_nothing_is_cut_off(several: Callable[[str, str], Figure], name: str, language: str) -> None:
    figure = several(name, language)
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    paper = figure.bbox
    pieces = [*figure.texts, *figure.axes]
    boxes = [piece.get_tightbbox(renderer) for piece in pieces]
    for box in boxes:
        assert box.x0 >= paper.x0 - 1
        assert box.x1 <= paper.x1 + 1
        assert box.y0 >= paper.y0 - 1
        assert box.y1 <= paper.y1 + 1
    titles = list(zip(figure.texts, boxes, strict=False))
    for (one, a), (other, b) in combinations(titles, 2):
        assert not a.overlaps(b), (one.get_text(), other.get_text())
    for axes, box in zip(figure.axes, boxes[len(figure.texts) :], strict=True):
        for text, other in titles:
            assert not box.overlaps(other), (name, axes.get_title(loc="left"), text.get_text())


@pytest.mark.parametrize("name", ["growth", "participation", "cost"])
def test_tick_labels_do_not_run_into_one_another(several: Callable[[str, str], Figure], name: str) -> None:
    figure = several(name, "en")
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    for axes in figure.axes:
        boxes = [t.get_window_extent(renderer) for t in axes.get_xticklabels() if t.get_text() and t.get_visible()]
        low, high = axes.bbox.x0 - 5, axes.bbox.x1 + 5
        shown = [b for b in boxes if low <= (b.x0 + b.x1) / 2 <= high]
        assert all(a.x1 + 6 <= b.x0 for a, b in pairwise(shown)), name


def test_growth_has_a_panel_a_level_and_a_line_a_policy(make_run: Callable[..., RunResult], tmp_path: Path) -> None:
    result = make_run()
    figure, title = drawn(story_of_run(result), "growth", tmp_path)
    panels = figure.axes[:5]
    assert [p.get_title(loc="left").split("\n")[0] for p in panels] == [MEASURES[name].title.en for name in LEVELS]
    for panel, measure in zip(panels, LEVELS, strict=True):
        lines = {str(line.get_gid()): line for line in panel.lines if " " in str(line.get_gid())}
        assert set(lines) == {f"{measure} after"}
        without = result.without(measure)
        assert np.asarray(lines[f"{measure} after"].get_ydata())[-1] == pytest.approx(100.0 * (result.end(measure) - without) / without)
    assert (
        title == f"Acquaintances a resident: {result.without('acquaintances'):.1f} without, {result.end('acquaintances'):.1f} with (one run, not an interval)"
    )


def test_growth_ends_in_the_interval_of_the_paired_difference(make_comparison: Callable[..., Comparison], tmp_path: Path) -> None:
    found = make_comparison(6)
    figure, _ = drawn(story_of_comparison(found), "growth", tmp_path)
    (bar,) = (c for c in figure.axes[1].containers if isinstance(c, ErrorbarContainer))
    low, high = (y for _, y in bar.lines[2][0].get_segments()[0])
    expected = found.difference("after", "acquaintances")
    assert [low, high] == pytest.approx([100.0 * expected.low / expected.without, 100.0 * expected.high / expected.without])


def test_arms_that_are_equal_to_the_bit_are_called_the_same(make_comparison: Callable[..., Comparison], tmp_path: Path) -> None:
    found = make_comparison(4)
    for seed in found.seeds:
        found.tracks["after", seed] = found.tracks["before", seed]
    for name in ("growth", "participation"):
        assert drawn(story_of_comparison(found), name, tmp_path)[1].endswith("; the same with every seed")


def test_origins_add_up_to_the_acquaintances(make_run: Callable[..., RunResult], tmp_path: Path) -> None:
    result = make_run()
    figure, title = drawn(story_of_run(result), "origins", tmp_path)
    without, gain = (sum(bar.get_width() for bar in axes.containers[0]) for axes in figure.axes)  # type: ignore[attr-defined]
    assert without == pytest.approx(result.without("acquaintances"))
    assert without + gain == pytest.approx(result.end("acquaintances"))
    assert title.startswith("After: most of the new acquaintances began here: gate gathering +")


def test_effects_are_those_of_the_comparison(several_arms: Comparison, several: Callable[[str, str], Figure]) -> None:
    story = story_of_comparison(several_arms)
    assert headlines(story) == ["strangers", "acquaintances", "gate_density", "came_quarter"]
    for axes, measure in zip(several("effects", "en").axes, headlines(story), strict=False):
        intervals = {str(line.get_gid()): line.get_xdata() for line in axes.lines if str(line.get_gid()).startswith("interval")}
        assert set(intervals) == {f"interval {arm}" for arm in SEVERAL}
        expected = several_arms.difference("talent", measure)
        ends = [min(100.0 * value / expected.without, 104.0) for value in (expected.low, expected.high)]
        assert list(intervals["interval talent"]) == pytest.approx(ends)  # type: ignore[arg-type]


def test_a_title_claims_no_more_than_the_interval(make_comparison: Callable[..., Comparison], tmp_path: Path) -> None:
    _, sure = drawn(story_of_comparison(make_comparison(8)), "growth", tmp_path)
    assert "difference +" in sure
    assert "not distinguishable" not in sure
    unclear = make_comparison(5, gain=0.0, noise=2.0)
    difference = unclear.difference("after", "acquaintances")
    assert difference.low < 0.0 < difference.high
    for name in ("growth", "effects"):
        assert "not distinguishable" in drawn(story_of_comparison(unclear), name, tmp_path)[1]
    assert "not distinguishable" in drawn(story_of_comparison(unclear), "cost", tmp_path)[1]


def test_a_map_draws_lines_by_number_and_marks_what_changed(make_run: Callable[..., RunResult], tmp_path: Path) -> None:
    figure, title = drawn(story_of_run(make_run()), "compound", tmp_path)
    left, right = figure.axes[:2]
    colours = {c.get_gid() for c in right.collections if isinstance(c, LineCollection)}
    assert f"ties {HUES[0]}" in colours
    assert not any(c.get_gid() == f"ties {HUES[0]}" for c in left.collections)
    assert {t.get_text() for t in left.texts} >= {"yard", "shop", "school gate"}
    assert title.startswith("After: people of ")


def test_a_city_has_no_map(make_run: Callable[..., RunResult]) -> None:
    result = make_run()
    assert "compound" in drawings(story_of_run(result))
    result.facts = replace(result.facts, gates=MOST_GATES + 1)
    assert "compound" not in drawings(story_of_run(result))


def test_changes_are_told_by_direction_and_size() -> None:
    before = np.array([[0, 1, 10], [0, 2, 5], [1, 2, 7]])
    after = np.array([[0, 1, 14], [0, 2, 5], [1, 2, 1], [2, 3, 2]])
    more, fewer = changes(before, after, most=2)
    assert more.tolist() == [[0, 1, 4]]
    assert fewer.tolist() == [[1, 2, 6]]
    more, fewer = changes(before, after, most=10)
    assert more.tolist() == [[0, 1, 4], [2, 3, 2]]


def test_text_is_folded_by_its_width() -> None:
    assert cell_len("楼门a") == 5
    lines = fold("北京通州：楼门文化，楼门文化。", 12)
    assert all(cell_len(line) <= 12 for line in lines)
    assert not any(line.startswith(("，", "。", "：")) for line in lines)
    assert "".join(lines) == "北京通州：楼门文化，楼门文化。"
    assert fold("one two three", 8) == ["one two", "three"]
