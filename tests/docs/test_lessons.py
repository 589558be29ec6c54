"""The lessons of docs/lessons and the notebooks of docs/notebooks: they are those of their sources, the code runs in a kernel as a student would run it, and what the answers claim holds."""

from __future__ import annotations

import importlib.util
import math
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager, start_new_kernel

HERE = Path(__file__).parent


def load(name: str, path: Path) -> ModuleType:
    """Load a file of Python that belongs to no package."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


lessons = load("lessons_of_docs", HERE / "lessons.py")
NAMES = lessons.names()
GUIDES = lessons.names(lessons.GUIDES)
ALL = [*NAMES, *GUIDES]
ASKED = ("sweep", "sensitivity", "discover", "optimise", "decide", "attribute", "city", "local_fit", "calibrate")
"""Each has a notebook that shows it."""
AGAIN = "python -m tests.docs.lessons writes it anew"
NEAR = 0.25
"""A number of the answers may be off by so much of itself before they mislead: exp differs in its last bits from one C library to another."""


def book_of(name: str, language: str) -> Any:
    book = nbformat.read(lessons.file_of(name, language), as_version=4)
    nbformat.validate(book)
    return book


def code_in(book: Any) -> list[str]:
    return [cell.source for cell in book.cells if cell.cell_type == "code"]


def test_there_are_seven() -> None:
    assert len(NAMES) == 7
    assert len(list(lessons.FOLDER.glob("*.ipynb"))) == 14


def test_each_kind_of_experiment_has_a_notebook_of_the_public_interface() -> None:
    import linli

    code = {name: "\n".join(lessons.code_of(name)) for name in GUIDES}
    used = {one for text in code.values() for one in re.findall(r"\blinli\.(\w+)", text)}
    assert set(ASKED) <= used <= set(linli.__all__)
    assert not any(re.search(r"(from|import) linli\.|from linli import|\._", text) for text in code.values())
    assert len(list(lessons.GUIDES.glob("[0-9]*.ipynb"))) == 2 * len(GUIDES)


@pytest.mark.parametrize("name", GUIDES)
def test_a_notebook_asks_calls_shows_and_says_what_not_to_conclude(name: str) -> None:
    texts = [cell.source for cell in book_of(name, "en").cells if cell.cell_type == "markdown"]
    heads = re.findall(r"^## (.*)$", "\n".join(texts), re.M)
    assert heads[0] == "The question"
    assert heads[-1] == "What not to conclude"
    assert texts[-1].count("\n- ") >= 2


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ALL)
def test_a_notebook_is_that_of_its_source(name: str, language: str) -> None:
    book_of(name, language)
    numbers = lessons.kept(lessons.folder_of(name))[name]
    assert lessons.file_of(name, language).read_text(encoding="utf-8") == lessons.written(name, language, numbers), AGAIN


@pytest.mark.parametrize("name", ALL)
def test_both_languages_have_the_same_code(name: str) -> None:
    english, chinese = (code_in(book_of(name, language)) for language in ("en", "zh"))
    assert english[0] != chinese[0]
    assert [english[0].replace('LANGUAGE = "en"', 'LANGUAGE = "zh"'), *english[1:]] == chinese


@pytest.mark.parametrize("name", ALL)
def test_both_languages_say_as_much_and_each_speaks_its_own(name: str) -> None:
    said = {language: [cell.source for cell in book_of(name, language).cells if cell.cell_type == "markdown"] for language in ("en", "zh")}
    assert len(said["en"]) == len(said["zh"])
    for one, other in zip(said["en"], said["zh"], strict=True):
        assert one.count("____") == other.count("____"), "as many predictions to write down"
        assert one.count("\n## ") == other.count("\n## ")
        assert ("<details>" in one) == ("<details>" in other)
        assert re.search("[\u3400-\u9fff]", re.sub("（[^）]*）|\\([^)]*\\)", "", one)) is None
        assert re.search("[\u3400-\u9fff]", other)


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_predicts_runs_breaks_explains_and_answers_at_its_end(name: str) -> None:
    book = book_of(name, "en")
    texts = [cell.source for cell in book.cells if cell.cell_type == "markdown"]
    for word in ("redict", "## Break", "## Explain"):
        assert any(word in text for text in texts[1:]), word
    assert [index for index, cell in enumerate(book.cells) if "<details>" in cell.source] == [len(book.cells) - 1], "the answers are one folded cell, the last"
    assert "docs/evidence.md" in texts[-1] or "docs/necessity.md" in texts[-1] or "docs/claims.md" in texts[-1] or "docs/rows" in texts[-1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_lists_every_notebook_by_its_heading(language: str) -> None:
    for name in ALL:
        page = (lessons.folder_of(name) / ("README.md" if language == "en" else "README.zh.md")).read_text(encoding="utf-8")
        title = book_of(name, language).cells[0].source.splitlines()[0].removeprefix("# ")
        assert f"[{title}]({lessons.file_of(name, language).name})" in page


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    """One kernel for all: what they import is imported once."""
    manager, client = start_new_kernel(kernel_name="python3")
    yield manager
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_the_code_runs_and_the_answers_hold(name: str, tmp_path: Path, kernel: KernelManager) -> None:
    book, numbers = lessons.run(name, tmp_path, kernel=kernel)
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 1, "there is a figure to look at"
    assert [output.text for output in outputs if output.output_type == "stream" and "Warning" in output.text] == []
    kept = lessons.kept(lessons.folder_of(name))[name]
    assert numbers.keys() == kept.keys(), AGAIN
    wrong = {one: (kept[one], value) for one, value in numbers.items() if not math.isclose(value, kept[one], rel_tol=NEAR, abs_tol=0.02)}
    assert wrong == {}, f"the answers print other numbers; {AGAIN}"


def test_a_number_that_no_run_gives_is_not_printed() -> None:
    assert lessons.filled("{share:.0f} % of {all:.1f}", {"share": 12.6, "all": 3.0}) == "13 % of 3.0"
    with pytest.raises(KeyError):
        lessons.filled("{nothing}", {})


def test_the_mechanism_of_the_sixth_lesson_is_short_and_its_imports_are_public() -> None:
    import linli

    text = (lessons.FOLDER / "walking_group.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 90
    assert max(map(len, text.splitlines())) <= 160
    assert "._" not in text
    for name in re.findall(r"from linli import (.*)", text)[0].split(", "):
        assert name in linli.__all__
