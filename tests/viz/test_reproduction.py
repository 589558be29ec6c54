"""Reproduced studies as tables, figures and a page, made from given answers: nothing is played."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from linli.experiments.reproduction.reproduce import StudyResult
from linli.experiments.reproduction.verdict import errors_of, judge
from linli.model.people.constants import Constants
from linli.scenarios.published import load_study, study_names
from linli.viz.evidence_page import page_of, setting_of, write_pages
from linli.viz.figures import reproduction as drawing
from linli.viz.figures.page import Sheet
from linli.viz.figures.reproduction import draw_studies
from linli.viz.figures.scoreboard import FARTHEST, distance
from linli.viz.fonts import chinese_family
from linli.viz.listing import Listing
from linli.viz.studies import COLOURS, is_series, kind_words, labels, places, title_of
from linli.viz.study_tables import print_broken, print_scoreboard, print_studies, print_study, scoreboard_listing, study_listing
from rich.cells import cell_len
from rich.console import Console

CLASS = Path(__file__).parents[1] / "class.toml"
LANGUAGES = ["en", pytest.param("zh", marks=pytest.mark.skipif(chinese_family() is None, reason="no Chinese font on this computer"))]
MANY = [[55.0], [57.0], [55.5], [56.5], [56.0]]
ANSWERS: tuple[list[list[float]], ...] = ([[9.0, 15.0], [11.0, 17.0]], MANY, [[30.0], [56.0]], [[30.0], [30.2]])
NULL: tuple[list[list[float]], ...] = ([[0.0, 1.0], [0.0, 1.2]], [[55.4], [55.6]], [[-3.0], [-3.1]], [[12.0], [12.1]])


def made(*answers: list[list[float]], name: str = "class") -> StudyResult:
    """Return the small study with given answers: inside and off (series), inside, near (in words), off."""
    study = load_study(CLASS)._replace(name=name)
    rows = [judge(t, np.array(a)) for t, a in zip(study.tables, answers or ANSWERS, strict=True)]
    null = [judge(t, np.array(a), errors_of(own)) for t, a, own in zip(study.tables, NULL, rows, strict=True)]
    return StudyResult(study, rows, 1, 0.0, null)


def text_of(console: Console) -> str:
    return console.export_text()


def test_a_study_is_printed_with_words_and_signs(console: Console) -> None:
    result = made()
    assert [row.verdict for rows in result.rows for row in rows] == ["inside", "off", "inside", "near", "off"]
    print_study(result, language="en", console=console)
    text = text_of(console)
    lines = [line.split() for line in text.splitlines()]
    week2, week4 = (next(words for words in lines if words[:2] == ["week", n]) for n in "24")
    assert (week2[2:4], week2[-4:]) == (["10", "10"], ["●", "inside", "0", "●"])
    assert (week4[2:4], week4[-4:]) == (["90", "16"], ["○", "off", "1", "○"])
    assert re.search(r"more +\+43 \(−122 … \+208\) +– +◐ near +−3 ○", text)
    assert "from memory of the literature; a finding in words; adjusted" in text
    assert "quoted; error of 30 asked; adjusted" in text
    assert "2 of 5 rows inside (null model: 2)" in text
    assert "adjusted 3, fitted 2; 5 simulated sites, 4 weeks; seed 1" in text


@pytest.mark.parametrize("listing", [study_listing(made(), "en"), scoreboard_listing([made()], "en")])
def test_words_stand_to_the_left_and_may_wrap_and_numbers_do_neither(listing: Listing) -> None:
    assert (listing.columns[0].side, listing.columns[0].words) == ("left", True)
    assert not any(column.words for column in listing.columns if column.side == "right")
    assert any(column.side == "right" for column in listing.columns)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 120])
def test_nothing_is_wider_than_the_terminal_and_columns_stand_under_one_another(console: Console, language: str, width: int) -> None:
    console.width = width
    results = [made(), made(name="other")]
    print_studies([result.study for result in results], language=language, console=console)
    print_study(results[0], language=language, console=console)
    print_scoreboard(results, language=language, console=console)
    print_broken(results, [made(*([[0.0] * len(row) for row in table] for table in ANSWERS))] * 2, ["talk", "circle"], language=language, console=console)
    lines = text_of(console).splitlines()
    assert all(cell_len(line) <= width for line in lines)
    ends = {cell_len(line[: re.search("[●◐○]", line).start()]) for line in lines if re.search("[●◐○]", line)}  # type: ignore[union-attr]
    assert len(ends) == 1


def test_labels_and_titles_in_both_languages() -> None:
    study = load_study(CLASS)
    series, many, contrast, _ = study.tables
    assert (is_series(series), is_series(many), is_series(contrast)) == (True, False, False)
    assert labels(study, series, "en") == ["week 2", "week 4"]
    assert labels(study, series, "zh") == ["第 2 周", "第 4 周"]
    days = study._replace(head=study.head.model_copy(update={"days_a_step": 1.0}))
    assert labels(days, series, "en") == ["day 2", "day 4"]
    assert (title_of(series, "en"), title_of(many, "en"), title_of(many, "zh")) == (
        "acquaintances, % of pairs", "acquaintances with many hours (%)", "时间多时的熟人（%）",
    )  # fmt: skip
    assert kind_words(study, "en") == "adjusted 3, fitted 2"
    shanghai = load_study("shanghai-chat")
    assert labels(shanghai, shanghai.tables[0], "zh") == ["每天", "每周", "更少", "从不"]
    assert kind_words(shanghai, "en") == "fitted"


def test_a_table_has_the_decimals_of_what_was_published() -> None:
    van_de_bunt = load_study("van-de-bunt")
    assert [places(table, []) for table in van_de_bunt.tables] == [1, 1, 1, 2, 1, 3, 3, 2]


def test_the_scoreboard_keeps_kinds_of_rows_apart(console: Console) -> None:
    print_scoreboard([made(), made(name="other")], language="en", console=console)
    flat = [" ".join(line.split()) for line in text_of(console).splitlines()]
    assert flat.count("A class that meets twice a week adjusted 3 1 1 1 · 1") == 2, "each study once, its title with its first kind"
    assert flat.count("fitted 2 1 · 1 · 1") == 2
    assert "all adjusted 6 2 2 2 · 2" in flat
    assert "all fitted 4 2 · 2 · 2" in flat
    assert "none of these studies was frozen before it was played: no headline" in " ".join(flat)


def test_which_tables_break(console: Console) -> None:
    before = made([[9.0, 89.0], [11.0, 91.0]], MANY, [[30.0], [56.0]], [[12.0], [12.2]])
    after = made([[9.0, 15.0], [11.0, 17.0]], MANY, [[42.9], [43.1]], [[11.0], [13.0]])
    print_broken([before], [after], ["closure"], language="en", console=console)
    flat = [" ".join(line.split()) for line in text_of(console).splitlines()]
    assert "acquaintances, % of pairs 2 / 2 1 / 2 breaks" in flat
    assert "acquaintances: many hours less few (%) 1 / 1 1 / 1 gains" in flat
    assert not [line for line in flat if line.startswith("acquaintances with many hours")]
    assert "1 of 4 tables break without closure" in flat
    print_broken([before], [before], ["closure"], language="en", console=console)
    assert "No table changed its verdicts." in text_of(console)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.filterwarnings("error")
def test_figures_are_drawn_whole_and_nothing_overlaps(tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Sheet] = []
    real = drawing.finish

    def keep(on: Sheet, *more: object) -> list[Path]:
        paths = real(on, *more)  # type: ignore[arg-type]
        kept.append(on)
        on.figure.clear = lambda *_: None  # type: ignore[method-assign]
        return paths

    monkeypatch.setattr(drawing, "finish", keep)
    paths = draw_studies([made(), made(name="other")], tmp_path, language)
    assert [path.name for path in paths] == ["scoreboard.png", "class.png", "other.png"]
    for on in kept:
        renderer = on.figure.canvas.get_renderer()  # type: ignore[attr-defined]
        pieces = [*on.figure.texts, *on.figure.legends, *(axes for axes in on.figure.axes if axes.axison)]
        boxes = [piece.get_tightbbox(renderer) for piece in pieces]
        paper = on.figure.bbox
        assert all(box.x0 >= paper.x0 - 1 and box.x1 <= paper.x1 + 1 and box.y0 >= paper.y0 - 1 and box.y1 <= paper.y1 + 1 for box in boxes)
        for (one, a), (other, b) in combinations(zip(pieces, boxes, strict=True), 2):
            assert not a.overlaps(b), (one, other)


def marks(on: Sheet, begin: str) -> list[tuple[str, float, float]]:
    """Return (gid, x, y) of the points on a page whose gid begins so."""
    lines = [line for axes in on.figure.axes for line in axes.lines if str(line.get_gid()).startswith(begin)]
    return [(str(line.get_gid()), *map(float, np.ravel(line.get_data()))) for line in lines]


@pytest.fixture
def drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, Sheet]]:
    """Draw and return the pages before they are cleared."""

    def draw(*results: StudyResult) -> dict[str, Sheet]:
        kept: dict[str, Sheet] = {}
        real = drawing.finish

        def keep(on: Sheet, name: str, *more: object) -> list[Path]:
            kept[name] = on
            on.figure.clear = lambda *_: None  # type: ignore[method-assign]
            return real(on, name, *more)  # type: ignore[arg-type]

        monkeypatch.setattr(drawing, "finish", keep)
        draw_studies(results, tmp_path)
        return kept

    return draw


def test_a_panel_shows_published_beside_simulated_with_the_verdicts_marker(drawn: Callable[..., dict[str, Sheet]]) -> None:
    result = made()
    on = drawn(result)["class"]
    series = on.figure.axes[0]
    line = next(line for line in series.lines if line.get_gid() == "simulated")
    assert list(line.get_xdata()) == [2, 4]
    assert list(line.get_ydata()) == [10.0, 16.0]
    shown = [line for line in series.lines if str(line.get_gid()).startswith("published")]
    assert [(line.get_gid(), line.get_ydata()[0]) for line in shown] == [("published inside", 10.0), ("published off", 90.0)]  # type: ignore[index]
    assert [line.get_marker() for line in shown] == ["o", "X"]
    assert [line.get_color() for line in shown] == [COLOURS["inside"], COLOURS["off"]]
    assert [line.get_ydata()[0] for line in series.lines if line.get_gid() == "null"] == [0.0, 1.1]  # type: ignore[index]
    beyond = [line for line in on.figure.axes[3].lines if line.get_gid() == "null"]
    assert [line.get_marker() for line in beyond] == ["+"]
    words = on.figure.axes[2]
    assert words.get_yticklabels()[0].get_text() == "found: more"


def test_the_scoreboard_has_a_mark_a_row_at_its_distance(drawn: Callable[..., dict[str, Sheet]]) -> None:
    result = made()
    on = drawn(result, made(name="other"))["scoreboard"]
    found = marks(on, "row")
    assert len(found) == 10
    series = [distance(row) for row in result.rows[0]]
    assert series[0] == pytest.approx(0.0)
    assert series[1] < -FARTHEST
    xs = [round(x, 6) for _, x, _ in found]
    assert xs.count(-round(FARTHEST + 0.1, 6)) == 2
    assert distance(result.rows[2][0]) == -1.5
    assert [axes.get_title(loc="left") for axes in on.figure.axes] == ["adjusted", "fitted"]
    assert len(marks(on, "null")) == 10


def test_the_page_holds_every_figure_in_both_languages(tmp_path: Path) -> None:
    result = made()
    paths = write_pages([result, made(name="other")], tmp_path / "evidence.md")
    assert paths == [tmp_path / "evidence.md", tmp_path / "evidence.zh.md"]
    english, chinese = (path.read_text(encoding="utf-8") for path in paths)
    assert english.startswith("<!-- This page is generated: linli reproduce all --page ")
    for text in (english, chinese):
        for image in re.findall(r"!\[.*?\]\((.*?)\)", text):
            assert (tmp_path / image).is_file()
        assert len(re.findall(r"\| [●◐○◌] ", text)) == 10
        assert len(re.findall(r"[●◐○◌] \|", text)) == 10
        assert "| `ties.kappa` | 0.4 |" in text
        assert f'<a id="{result.study.name}"></a>' in text
        assert f"{Constants().survey.sigma_u:g} | log sd |" in text
        grids = [block.strip().split("\n") for block in text.split("\n\n") if block.startswith("|")]
        assert all(len({line.count("|") for line in grid}) == 1 for grid in grids)
        assert len(grids) == 1 + 2 * 4 + 1
    assert "| week 4 | 90 | 16 (5 … 27) | 5 | ○ off | 1 ○ |" in english
    assert "| 第 4 周 | 90 | 16（5 … 27） | 5 | ○ 偏离 | 1 ○ |" in chinese
    assert "Off: acquaintances, % of pairs (week 4 too low); acquaintances with few hours, at the end (%) (too high)." in english
    assert "**2 of 5 rows inside (null model: 2)**." in english
    assert "No study on this page was frozen before it was played: there is no headline." in english
    assert "| **all adjusted** |  | **6** | **2** | **2** | **2** | **0** | **2** |" in english
    # Markdown shows the stars of a bold text that ends in punctuation and is followed by a letter.
    assert not [span for span in re.findall(r"\*\*[^*\n]+\*\*\w?", chinese) if re.search(r"[，。：；（）、]\*\*\w$", span)]
    assert "**Simulated**: 5 sites for 4 weeks; 10 people each; they are strangers at first; they meet at: class; compared: little, much." in english
    assert english.count("\n- ") == chinese.count("\n- ") == 7


def test_the_chinese_page_lies_beside_the_english_one() -> None:
    assert page_of(Path("docs/evidence.md"), "zh") == Path("docs/evidence.zh.md")
    assert page_of(Path("docs/evidence.md"), "en") == Path("docs/evidence.md")


def test_a_finding_in_words_stands_in_the_middle_of_its_verdict_and_on_its_side() -> None:
    (row,) = made().rows[2]
    assert row.expect == "more"
    for verdict, middle in (("inside", 0.5), ("near", 1.5), ("undecided", 1.5), ("off", 3.0)):
        one = row._replace(verdict=verdict, simulated=4.0)
        assert [distance(one._replace(expect=expect)) for expect in ("more", "less", "same")] == [-middle, middle, middle]
        assert distance(one._replace(expect="same", simulated=-4.0)) == -middle
    assert np.isnan(distance(row._replace(simulated=float("nan"))))


def test_a_setting_is_said_in_the_words_of_its_language() -> None:
    study = load_study("van-de-bunt")
    assert setting_of(study, "en").startswith("**")
    assert "lectures, " in setting_of(study, "en")
    assert "授课、" in setting_of(study, "zh")
    little = load_study(CLASS)
    assert "little, much" in setting_of(little, "en")
    assert "little、much" in setting_of(little, "zh")


@pytest.mark.parametrize("name", study_names())
def test_no_text_has_the_marks_of_the_other_language(name: str) -> None:
    """An English text has no Chinese comma; a Chinese one has none of the English kind after a Chinese word."""
    study = load_study(name)
    for table in (None, *study.tables):
        english = setting_of(study, "en") if table is None else title_of(table, "en")
        chinese = setting_of(study, "zh") if table is None else title_of(table, "zh")
        assert not re.search("[、；：。，（）]", english), english
        assert not re.search("[一-鿿][,;:]", chinese), chinese
