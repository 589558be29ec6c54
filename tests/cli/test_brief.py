"""`linli brief FOLDER` from a folder alone, and `linli gallery` from comparisons that lie there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from linli.viz import gallery as galleries
from linli.viz.fonts import chinese_family

SMALL = ("--set", "neighbourhood.buildings=1", "--set", "neighbourhood.floors=2", "--threads", "1", "--no-figures")
Line = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(line: Line) -> str:
    status, _, _ = line("compare", "--arms", "before,after", "--seeds", "2", "--weeks", "5", *SMALL, "--out", "both")
    assert status == 0
    return "both"


def test_a_brief_in_both_languages_from_the_folder_alone(line: Line, folder: str, tmp_path: Path) -> None:
    printed = line("show", folder)[1]
    assert line("brief", folder)[0] == 0
    status, out, err = line("brief", folder, "--lang", "zh", "--out", "paper", "--format", "pdf")
    assert status == 0
    assert (err == "") == (chinese_family() is not None), "without a Chinese font a sentence says so"
    assert out.strip() == f"已写入：{Path('paper') / 'brief.zh.pdf'}"
    html = (tmp_path / folder / "brief.html").read_text(encoding="utf-8")
    for pdf in (tmp_path / folder / "brief.pdf", tmp_path / "paper" / "brief.zh.pdf"):
        assert len(pypdfium2.PdfDocument(pdf)) == 2
    row = next(line for line in printed.splitlines() if line.strip().startswith("acquaintances a resident"))
    for cell in row.replace("acquaintances a resident", "").split("  "):
        assert cell.strip() in html
    assert "linli compare building-gates --arms before,after --seeds 2 --weeks 5 --set neighbourhood.buildings=1 --set neighbourhood.floors=2" in html
    assert line("show", folder)[1] == printed, "the folder is still the comparison that it was"


def test_what_is_no_comparison_is_refused_in_a_sentence(line: Line, tmp_path: Path) -> None:
    line("run", "--weeks", "3", *SMALL, "--out", "one")
    status, _, err = line("brief", "one")
    assert status == 2
    assert 'a brief is made from a comparison; "one" holds something else' in err
    assert line("brief", "nowhere")[0] == 2


def test_a_format_that_there_is_not_is_refused(line: Line, folder: str) -> None:
    status, _, err = line("brief", folder, "--format", "pfd")
    assert status == 2
    assert 'Did you mean "pdf"?' in err


def test_the_gallery_takes_what_lies_there_and_plays_what_does_not(line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = galleries.Case("building-gates", ("before", "after"), 5, 2, ("effects", "degrees"))
    monkeypatch.setattr(galleries, "CASES", (case,))
    monkeypatch.setattr(galleries, "SETTING", "neighbourhood.buildings=1")
    for _ in range(2):
        status, out, _ = line("gallery", "--page", "docs/gallery.md", "--threads", "1")
        assert status == 0
        assert "gallery.zh.md" in out
    manifest = tmp_path / "runs" / "gallery" / "building-gates" / "manifest.json"
    assert manifest.is_file()
    assert {path.name for path in (tmp_path / "docs" / "images" / "gallery").iterdir()} == {
        "effects.png", "effects-zh.png", "degrees.png", "degrees-zh.png",
    }  # fmt: skip
    text = (tmp_path / "docs" / "gallery.md").read_text(encoding="utf-8")
    assert "![effects](images/gallery/effects.png)" in text
    assert case.command in text
