"""Files that appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from linli.model.ground.whole import whole


def test_a_file_appears_at_the_end_and_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text("old")
    with whole(path) as part:
        part.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text("old")

    def fail() -> None:
        with whole(path) as part:
            part.write_text("half")
            raise ValueError

    with pytest.raises(ValueError):
        fail()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
