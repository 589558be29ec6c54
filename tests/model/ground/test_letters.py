"""Letters that a stream has not, and letters that steer a terminal."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.ground.letters import ERRORS, harmless, spelled, wide


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("+1.6 (−0.3 … +2.2)", "ascii", "+1.6 (-0.3 ... +2.2)"),
        ("5–95 %", "latin-1", "5-95 %"),
        ("café ²½ ←→", "ascii", "cafe 21/2 <-->"),
        ("居民", "ascii", "????"),
        ("居民，−1 …", "gbk", "居民，-1 …"),
        ("居民", "utf-8", "居民"),
        ("x\udcff", "utf-8", "x?"),
    ],
)
def test_letters_that_are_missing_have_plain_stand_ins(text: str, encoding: str, said: str) -> None:
    assert spelled(text, encoding) == said


@given(text=st.text(max_size=60), encoding=st.sampled_from(["ascii", "gbk", "latin-1", "cp437", "utf-8", "big5"]))
def test_what_is_plain_can_always_be_written(text: str, encoding: str) -> None:
    spelled(text, encoding).encode(encoding)
    text.encode(encoding, errors=ERRORS)


def test_a_stream_with_the_handler_writes_what_plain_says() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    stream.reconfigure(errors=ERRORS)
    said = "−7 … −5 （95%） 居民 ½"
    stream.write(said)
    stream.flush()
    assert raw.getvalue().decode("ascii") == spelled(said, "ascii") == "-7 ... -5  (95%)  ???? 1/2"


def test_nothing_harmless_steers_the_terminal() -> None:
    assert harmless("a\x1b[31mred\x07\u202egnp\tb\n") == "a[31mredgnp\tb\n"
    assert harmless("居民，−1 …") == "居民，−1 …"


def test_chinese_takes_two_columns() -> None:
    assert [wide(c) for c in "居，a−…"] == [True, True, False, False, False]
