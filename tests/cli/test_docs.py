"""`linli docs`: it says what is missing, refuses folders of others, builds once, and tells where the manual lies."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from linli.cli import documents

Line = Callable[..., tuple[int, str, str]]


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """MkDocs as a program that writes two pages; returns the lines with which it was called."""
    calls: list[list[str]] = []

    def run(words: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        calls.append(words)
        site = Path(words[-1])
        for name in ("index.html", "zh/index.html"):
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_text("", encoding="utf-8")
        return subprocess.CompletedProcess(words, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(documents, "find_spec", lambda name: object())
    monkeypatch.setenv("LINLI_CACHE", str(tmp_path / "cache"))
    return calls


def test_without_the_extra_it_says_what_to_install_and_where_the_pages_lie(line: Line, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LINLI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(documents, "find_spec", lambda name: None if name == "jieba" else object())
    status, out, err = line("docs", "--no-browser")
    assert (status, out) == (2, "")
    assert 'pip install "linli[docs]"' in " ".join(err.split())
    assert "docs" in err


def test_it_is_built_once_and_anew_when_a_page_has_changed(line: Line, built: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    status, out, _ = line("docs", "--no-browser")
    assert status == 0
    assert "index.html" in out
    assert "zh/index.html" in line("docs", "--no-browser", "--lang", "zh")[1]
    assert len(built) == 1
    monkeypatch.setattr(documents, "stamp", lambda: "another")
    assert line("docs", "--no-browser")[0] == 0
    assert len(built) == 2


def test_a_browser_is_shown_the_page_of_the_language(line: Line, built: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr("webbrowser.open", shown.append)
    assert line("docs", "--lang", "zh")[0] == 0
    assert shown[0].startswith("file://")
    assert shown[0].endswith("/zh/index.html")


def test_building_is_strict_and_refuses_a_folder_of_something_else(line: Line, built: list[list[str]], tmp_path: Path) -> None:
    assert line("docs", "build", "site")[0] == 0
    assert "--strict" in built[0]
    assert line("docs", "build", "site")[0] == 0, "its own folder is built anew"
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("", encoding="utf-8")
    status, _, err = line("docs", "build", "mine")
    assert status == 2
    assert "holds something else" in err
    assert (tmp_path / "mine" / "thesis.txt").is_file()


def test_what_mkdocs_says_is_handed_on(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "find_spec", lambda name: object())
    monkeypatch.setattr(subprocess, "run", lambda words, **_: subprocess.CompletedProcess(words, 1, "", "WARNING - a link leads nowhere"))
    status, _, err = line("docs", "build", "site")
    assert status == 2
    assert "a link leads nowhere" in err


def test_pages_are_written_where_they_differ(line: Line, tmp_path: Path) -> None:
    import shutil

    docs = tmp_path / "docs"
    shutil.copytree(documents.ROOT / "docs", docs, ignore=shutil.ignore_patterns("images", "decisions", "notebooks"))
    (docs / "reference" / "measures.md").write_text("old", encoding="utf-8")
    (docs / "odd.zh.md").write_text("# x\n\n<!-- made: ties -->\n<!-- end -->\n", encoding="utf-8")
    status, out, _ = line("docs", "pages", "docs")
    assert status == 0
    assert {"measures.md", "odd.zh.md"} <= {Path(one).name for one in out.split()}
    assert "`closeness`" in (docs / "odd.zh.md").read_text(encoding="utf-8")
    assert line("docs", "pages", "docs")[1] == ""


def test_pages_want_the_folder_of_the_documents(line: Line, tmp_path: Path) -> None:
    status, _, err = line("docs", "pages", str(tmp_path))
    assert status == 2
    assert "not a folder with the documents" in err
