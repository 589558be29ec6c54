"""A sealed file is believed whole or not at all."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.model.ground.seal import SEAL_BYTES, SealError, check_seal, seal


def sealed(content: bytes, label: str = "") -> bytes:
    stream = io.BytesIO()
    stream.write(content)
    seal(stream, label)
    return stream.getvalue()


@given(st.binary(max_size=300), st.text(max_size=20))
def test_what_was_sealed_is_read_back(content: bytes, label: str) -> None:
    kept = sealed(content, label)
    assert len(kept) == len(content) + SEAL_BYTES
    stream = io.BytesIO(kept)
    assert stream.read(check_seal(stream, label)) == content


@given(st.binary(max_size=300), st.data())
def test_one_flipped_bit_anywhere_is_seen(content: bytes, data: st.DataObject) -> None:
    harmed = bytearray(sealed(content, "x"))
    place = data.draw(st.integers(0, 8 * len(harmed) - 1))
    harmed[place // 8] ^= 1 << (place % 8)
    with pytest.raises(SealError):
        check_seal(io.BytesIO(bytes(harmed)), "x")


@given(st.binary(max_size=300), st.data())
def test_what_is_cut_off_or_longer_is_seen(content: bytes, data: st.DataObject) -> None:
    kept = sealed(content, "x")
    with pytest.raises(SealError):
        check_seal(io.BytesIO(kept[: data.draw(st.integers(0, len(kept) - 1))]), "x")
    with pytest.raises(SealError):
        check_seal(io.BytesIO(kept + data.draw(st.binary(min_size=1, max_size=60))), "x")


@given(st.text(max_size=10), st.text(max_size=10))
def test_the_seal_of_something_else_is_not_believed(one: str, other: str) -> None:
    if one != other:
        with pytest.raises(SealError, match="checksum is wrong"):
            check_seal(io.BytesIO(sealed(b"content", one)), other)
