"""The lessons of docs/lessons and the notebooks of docs/notebooks: a source each, a notebook a language, numbers from a run.

A source (docs/lessons/source/*.py, docs/notebooks/source/*.py, jupytext's percent format) holds each code cell once, and each text in both languages (`lang="en"`, `lang="zh"`).
Its last cell, `tags=["numbers"]`, is in no notebook: it asserts what the answers claim, and names the numbers that they print (`{name}`).

`python -m tests.docs.lessons` runs every lesson and writes numbers and notebooks anew; with names (`1-landings`) only these; with `--texts` it runs
nothing and takes the numbers of the last run. A test runs the code once and holds numbers and claims; another compares the notebooks with their sources.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "lessons"
GUIDES = ROOT / "docs" / "notebooks"
"""For researchers: a notebook a kind of experiment."""
LANGUAGES = ("en", "zh")
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}
HEAD = 'LANGUAGE = "{language}"'
"""The one line of code in which the notebooks of a lesson differ."""
_FILE = re.compile(r"# FILE ([\w.-]+)")
_NUMBER = re.compile(r"\{(\w+)(:[^{}]*)?\}")


def names(folder: Path = FOLDER) -> list[str]:
    """Return the names of all lessons (notebooks) of a folder, in their order."""
    return sorted(path.stem for path in (folder / "source").glob("[0-9]-*.py"))


def folder_of(name: str) -> Path:
    """Return the folder of a lesson or notebook, by its name: no name stands in both."""
    return GUIDES if (GUIDES / "source" / f"{name}.py").is_file() else FOLDER


def file_of(name: str, language: str) -> Path:
    """Return the notebook of a lesson in a language."""
    return folder_of(name) / (f"{name}.ipynb" if language == "en" else f"{name}.{language}.ipynb")


def cells(name: str) -> list[Any]:
    """Return all cells of a source, in their order."""
    return list(jupytext.read(folder_of(name) / "source" / f"{name}.py", fmt="py:percent").cells)


def is_numbers(cell: Any) -> bool:
    """Tell whether a cell is the last one, which holds claims and numbers."""
    return "numbers" in cell.metadata.get("tags", [])


def code_of(name: str, language: str = "en") -> list[str]:
    """Return the code of a lesson's notebook, a cell each; in one language it is as in the other, but for the line that names the language."""
    found = [cell.source for cell in cells(name) if cell.cell_type == "code" and not is_numbers(cell)]
    return [with_file(code).replace(HEAD.format(language="en"), HEAD.format(language=language)) for code in found]


def with_file(code: str) -> str:
    """Return a cell that writes a file of docs/lessons, where the source only names it (`# FILE name.py`); any other cell as it is."""
    named = _FILE.fullmatch(code)
    return code if named is None else f"%%writefile {named[1]}\n{(FOLDER / named[1]).read_text(encoding='utf-8').rstrip()}"


def claims_of(name: str) -> str:
    """Return the code that asserts what a lesson claims and names its numbers.

    Raises:
        ValueError: there is not exactly one such cell.
    """
    found = [cell.source for cell in cells(name) if is_numbers(cell)]
    if len(found) != 1:
        raise ValueError(f'{name}: {len(found)} cells have tags=["numbers"]; one is needed')
    return str(found[0])


def filled(text: str, numbers: dict[str, float]) -> str:
    """Return a text with its {numbers} put in.

    Raises:
        KeyError: the lesson's last cell does not name such a number.
    """
    return _NUMBER.sub(lambda found: format(numbers[found[1]], (found[2] or ":")[1:]), text)


def notebook(name: str, language: str, numbers: dict[str, float]) -> Any:
    """Return the notebook of a lesson in a language, without outputs: who reads it has not run it yet."""
    made: list[Any] = []
    code = iter(code_of(name, language))
    for cell in cells(name):
        if is_numbers(cell):
            continue
        if cell.cell_type == "code":
            one = nbformat.v4.new_code_cell(next(code))
        elif cell.metadata.get("lang") == language:
            one = nbformat.v4.new_markdown_cell(filled(cell.source, numbers))
        else:
            continue
        one.id = f"cell-{len(made) + 1}"
        made.append(one)
    return nbformat.v4.new_notebook(cells=made, metadata=KERNEL)


def written(name: str, language: str, numbers: dict[str, float]) -> str:
    """Return the file of a lesson's notebook."""
    return json.dumps(notebook(name, language, numbers), ensure_ascii=False, indent=1) + "\n"


def numbers_of(folder: Path) -> Path:
    """Return the file that keeps the numbers of a folder."""
    return folder / "source" / "numbers.json"


def kept(folder: Path = FOLDER) -> dict[str, dict[str, float]]:
    """Return the numbers of the last run: lesson -> name -> number."""
    file = numbers_of(folder)
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def run(name: str, folder: Path, language: str = "en", kernel: Any = None) -> tuple[Any, dict[str, float]]:
    """Run the code of a lesson in a kernel, a cell at a time, then its claims.

    Args:
        name: of the lesson.
        folder: where it runs; it may write files there.
        language: of the notebook.
        kernel: manager of a running kernel, which forgets all names first; None: one of its own. What is imported already is not paid for again.

    Returns:
        The notebook with its outputs, and the numbers.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed, or a claim does not hold.
    """
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in code_of(name, language)], metadata=KERNEL)
    if kernel is not None:
        book.cells.insert(0, nbformat.v4.new_code_cell(f"import os\nos.chdir({str(folder)!r})\n%reset -f"))
    last = "import json\nprint(json.dumps({name: float(value) for name, value in numbers.items()}))"
    book.cells += [nbformat.v4.new_code_cell(claims_of(name)), nbformat.v4.new_code_cell(last)]
    NotebookClient(book, km=kernel, timeout=900, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    said = "".join(one.text for one in book.cells[-1].outputs if one.output_type == "stream" and one.name == "stdout")
    del book.cells[-2:]
    return book, json.loads(said)


def main() -> None:
    """Run lessons, write their numbers and notebooks."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("names", nargs="*", help="lessons; none: all")
    parser.add_argument("--texts", action="store_true", help="run nothing, take the numbers of the last run")
    given = parser.parse_args()
    for name in given.names or [*names(), *names(GUIDES)]:
        place = folder_of(name)
        if not given.texts:
            with tempfile.TemporaryDirectory() as folder:
                found = run(name, Path(folder))[1]
            numbers_of(place).write_text(json.dumps(dict(sorted((kept(place) | {name: found}).items())), indent=1) + "\n", encoding="utf-8")
        numbers = kept(place)
        for language in LANGUAGES:
            file_of(name, language).write_text(written(name, language, numbers[name]), encoding="utf-8")


if __name__ == "__main__":
    main()
