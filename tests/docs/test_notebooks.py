"""The notebooks of docs/notebooks hold the code of docs/overview.md, and it runs as a reader would run it: in a kernel, a cell at a time."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import nbformat
import pytest
from nbclient import NotebookClient

HERE = Path(__file__).parent
PAGES = ("docs/overview.md", "docs/overview.zh.md")


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """Load the script beside this file that writes the notebooks."""
    spec = importlib.util.spec_from_file_location("notebooks_of_docs", HERE / "notebooks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def code_of(maker: ModuleType, page: str) -> list[str]:
    book = nbformat.read(maker.FOLDER / maker.PAGES[page], as_version=4)
    nbformat.validate(book)
    return [cell.source for cell in book.cells if cell.cell_type == "code"]


def bare(code: str) -> str:
    """Return code without its comments and the blanks before them."""
    return re.sub(r"[ \t]*#.*", "", code)


@pytest.mark.parametrize("page", PAGES)
def test_the_code_is_that_of_the_page(maker: ModuleType, page: str) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", (maker.ROOT / page).read_text(encoding="utf-8"), re.S | re.M)
    assert len(blocks) > 1
    assert [code + "\n" for code in code_of(maker, page)] == blocks
    assert (maker.FOLDER / maker.PAGES[page]).read_text(encoding="utf-8") == maker.written(page), "python -m tests.docs.notebooks writes it anew"


def test_chinese_code_is_the_english_one(maker: ModuleType) -> None:
    english = [bare(code) for code in code_of(maker, "docs/overview.md")]
    for code in code_of(maker, "docs/overview.zh.md"):
        assert bare(code) in english


@pytest.mark.slow
def test_it_runs_and_shows_what_it_says(maker: ModuleType, tmp_path: Path) -> None:
    book = nbformat.read(maker.FOLDER / "readme.ipynb", as_version=4)
    # What a reader would look at besides: a run, a comparison, a study reproduced.
    book.cells += [nbformat.v4.new_code_cell(code) for code in ("run", "gates", "study", "community", "result", "result.plot()")]
    NotebookClient(book, timeout=900, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [cell.outputs for cell in book.cells if cell.cell_type == "code"]
    assert all(one.output_type != "error" for some in outputs for one in some)
    told = str([one for one in outputs[0] if one.output_type != "execute_result"])
    assert "%|" in told or "widget-view" in told, "a bar tells how far the runs are"
    shown = [next((one.data for one in some if one.output_type == "execute_result"), {}) for some in outputs]
    figure, _, score, *results, drawn = shown
    assert "image/png" in figure
    assert "image/png" in drawn
    assert "Score(inside=" in score["text/plain"]
    assert len(results) == 5
    for data in results:
        assert data["text/html"].startswith("<div>")
        assert "<script" not in data["text/html"]
        assert len(data["text/plain"]) < 300
