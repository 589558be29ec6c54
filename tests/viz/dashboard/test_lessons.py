"""The lessons that the dashboard offers are the notebooks of docs/lessons, in their order, in one language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from linli.viz.dashboard import lessons as offered
from linli.viz.dashboard.lessons import FOLDER, lessons


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_lesson_is_offered_once_by_its_heading(language: str) -> None:
    found = lessons(language)
    assert [one.name[0] for one in found] == list("1234567")
    for one in found:
        assert one.path.name.endswith(".zh.ipynb") == (language == "zh")
        first = json.loads(one.path.read_text(encoding="utf-8"))["cells"][0]["source"]
        assert "".join(first).startswith(f"# {one.title}\n")
    assert len(list(FOLDER.glob("*.ipynb"))) == 14


def test_nothing_is_offered_where_they_were_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(offered, "FOLDER", tmp_path)
    lessons.cache_clear()
    assert lessons("en") == ()
    lessons.cache_clear()
