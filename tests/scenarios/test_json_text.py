"""JSON of others: whatever is wrong with it is a ValueError."""

from __future__ import annotations

import pytest
from linli.scenarios.json_text import from_json


def test_what_is_right_is_read() -> None:
    assert from_json('{"a": [1, "中文"]}') == {"a": [1, "中文"]}
    assert from_json(b"[]") == []


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"a":' * 100_000, "NaNs"])
def test_what_is_wrong_is_one_kind_of_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_json(text)
