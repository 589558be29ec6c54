"""Where lines break, and what a terminal with few letters gets."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.viz.lines import CLOSING, Line, fold, pieces
from linli.viz.terminal import Terminal
from rich.cells import cell_len
from rich.table import Table

CHINESE = "对未知的人的常数抽取 24 次（95%），共 48 对运行。“每多一对熟人”需 98 元（91 … 106）；用 linli compare building-gates 可得区间、官方统计：5%–95%。"
SOME = st.text(st.sampled_from("居民的熟人数，。；：、（）“”《》！？ 31% … 5–9 building-gates/x.toml (ab)"), max_size=80)


@pytest.mark.parametrize("width", range(8, 120, 7))
def test_no_line_of_chinese_begins_with_a_closing_mark(width: int) -> None:
    lines = fold(CHINESE, width)
    assert all(cell_len(line) <= width for line in lines)
    assert not [line for line in lines if line[0] in CLOSING]
    assert not [line for line in lines[:-1] if line[-1] in "（“《"]
    assert "".join("".join(lines).split()) == "".join(CHINESE.split()), "nothing is lost"


@given(text=SOME, width=st.integers(6, 60))
def test_folding_keeps_every_letter_within_the_width(text: str, width: int) -> None:
    lines = fold(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= max(width, 2) + 2 for line in lines)
    assert "".join(pieces(text)) == text


def test_numbers_stay_with_their_range_and_names_stay_whole() -> None:
    assert fold("每多一对熟人 98 元（91 … 106）", 24) == ["每多一对熟人 98 元", "（91 … 106）"]
    assert fold("请用 linli compare building-gates 得区间", 26) == ["请用 linli compare", "building-gates 得区间"]
    assert fold("one two-three four", 9) == ["one", "two-three", "four"]


def printed(text: object, width: int, encoding: str = "utf-8", **more: object) -> str:
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict")
    Terminal(file=file, width=width, color_system=None, **more).print(text)
    file.flush()
    return file.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("width", range(8, 80, 9))
def test_a_terminal_breaks_as_the_rules_say(width: int) -> None:
    shown = printed(Line(CHINESE), width).splitlines()
    assert [line.rstrip() for line in shown] == fold(CHINESE, width)


def test_styles_stay_on_their_letters_when_lines_break_and_stand_ins_are_longer() -> None:
    line = Line.assemble("a … ", ("bold", "bold"), " 居民，居民")
    on = line.lettered("ascii")
    assert on.plain == "a ... bold ????, ????"
    (span,) = on.spans
    assert on.plain[span.start : span.end] == "bold"
    assert printed(Line.assemble("ab ", ("居民。", "bold")), 6).splitlines() == ["ab 居", "民。"]


def test_columns_are_measured_with_their_stand_ins() -> None:
    table = Table(box=None, padding=0, show_header=False)
    table.add_column(justify="right")
    table.add_column()
    table.add_row(Line("(1 … 2)"), Line("x"))
    table.add_row(Line("1"), Line("x"))
    first, second = printed(table, 40, "ascii").splitlines()
    assert first.startswith("(1 ... 2)x")
    assert first.index("x") == second.index("x")


def test_nothing_in_a_text_steers_the_terminal() -> None:
    assert "\x1b" not in printed(Line("\x1b]0;title\x07x"), 40)
