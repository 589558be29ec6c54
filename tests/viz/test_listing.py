"""Tables fit any terminal: names wrap, numbers stay."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.experiments.comparison import Comparison
from linli.experiments.results import RunResult
from linli.viz.listing import NAME, Column, Listing, fitted, grouped
from linli.viz.numbers import difference, number
from linli.viz.tables import print_comparison, print_run
from rich.cells import cell_len
from rich.console import Console

MakeRun = Callable[..., RunResult]
MakeComparison = Callable[..., Comparison]
WIDTHS = (40, 50, 60, 72, 80, 100, 120, 160, 200)


def shown(print_: Callable[..., None], result: object, width: int, language: str = "en", **more: object) -> str:
    console = Console(width=width, record=True, file=io.StringIO(), color_system=None)
    print_(result, language=language, console=console, **more)
    return console.export_text()


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def names_of(text: str) -> str:
    """Return what stands at the left of each line, without blanks: names that wrap beside their numbers are whole again."""
    return flat("".join(re.match(r"\s*(.*?)(\s{3,}|$)", line)[1] for line in text.splitlines()))  # type: ignore[index]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("arms", [("after",), ("after", "gatherings", "talent")])
def test_every_name_and_number_is_there_at_every_width(make_comparison: MakeComparison, width: int, language: str, arms: tuple[str, ...]) -> None:
    found = make_comparison(6, arms)
    text, whole = (shown(print_comparison, found, w, language) for w in (width, 400))
    assert all(cell_len(line) <= width for line in text.splitlines())
    assert sorted(re.findall(r"[−+]?\d[\d,.]*", text)) == sorted(re.findall(r"[−+]?\d[\d,.]*", whole)), "no number is cut or lost"
    names = {"en": ("strangers (fewer than 3 acquaintances)", "trust in institutions (0 to 1)"), "zh": ("陌生人（熟人不足3人）", "对机构的信任（0 至 1）")}
    for name in names[language]:
        assert flat(name) in names_of(text)
    if language == "zh":
        assert not [line for line in text.splitlines() if line.strip()[:1] and line.strip()[0] in "，。；：、）%"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_all_measures_are_there_at_every_width(make_run: MakeRun, width: int, language: str) -> None:
    result = make_run()
    text = shown(print_run, result, width, language, full=True)
    assert all(cell_len(line) <= width for line in text.splitlines())
    for name, info in result.infos.items():
        if not info.a_year:
            assert flat(info.title.say(language)) in names_of(text), name
    assert difference(result.difference("acquaintances"), 1) in text


def test_at_40_columns_numbers_stand_below_their_name(make_run: MakeRun) -> None:
    result = make_run()
    lines = shown(print_run, result, 40).splitlines()
    at = next(i for i, line in enumerate(lines) if line.strip() == "acquaintances a resident")
    numbers = [number(v, 1) for v in (6.1, result.without("acquaintances"), result.end("acquaintances"))]
    assert (lines[at + 1] + lines[at + 2]).split()[:4] == [*numbers, difference(result.difference("acquaintances"), 1)]


def test_the_arms_say_what_is_not_distinguishable(make_comparison: MakeComparison) -> None:
    text = shown(print_comparison, make_comparison(5, ("after", "gatherings"), gain=0.0, noise=2.0), 120)
    assert "not distinguishable (−" in text
    assert not re.search(r"\+[\d.]+ \(−", text), "no number before an interval that holds zero"


@given(
    natural=st.lists(st.integers(1, 80), min_size=1, max_size=8), words=st.lists(st.booleans(), min_size=8, max_size=8), width=st.integers(10, 200)
)
def test_widths_side_by_side_fit_and_only_words_give_way(natural: list[int], words: list[bool], width: int) -> None:
    found = fitted(natural, words[: len(natural)], width)
    if found is None:
        least = [min(n, NAME) if may else n for n, may in zip(natural, words, strict=False)]
        assert sum(least) + 3 * len(natural) - 1 > width
        return
    assert sum(found) + 3 * len(found) - 1 <= width
    for have, want, may in zip(found, natural, words, strict=False):
        assert have == want or (may and NAME <= have < want)


@given(widths=st.lists(st.integers(1, 30), max_size=8), room=st.integers(30, 60))
def test_lines_of_numbers_have_room_for_them(widths: list[int], room: int) -> None:
    groups = grouped(widths, room)
    assert [width for group in groups for _, width in group] == widths
    assert all(sum(width + 2 for _, width in group) - 2 <= room for group in groups)


def test_html_escapes_and_has_no_colour() -> None:
    made = Listing([Column("<b>", "left", words=True), Column("n & m\nlines")])
    made.add("<script>alert(1)</script>", "1 < 2")
    made.gap()
    made.add("under", "3", under=True)
    text = made.html()
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "n &amp; m<br>lines" in text
    assert "1 &lt; 2" in text
    assert not re.search(r"color\s*:\s*#|background|rgb\(", text)
    assert text.count("<tr") == text.count("</tr>") == 4
