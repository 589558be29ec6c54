"""The notebooks of docs/notebooks: the Python of the page of all in one (docs/overview.md), a cell a block, under the headings of the page.

`python -m tests.docs.notebooks` writes them anew; a test compares them with the pages, another runs the English one.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "notebooks"
PAGES = {"docs/overview.md": "readme.ipynb", "docs/overview.zh.md": "readme.zh.ipynb"}
HEADS = {
    "docs/overview.md": "# linli\n\nThe Python of [all of it on one page](../overview.md), a cell a block. Runs take a minute or two the first time, while the rules are compiled.",
    "docs/overview.zh.md": "# linli 邻里\n\n[一页总览](../overview.zh.md)中的 Python 代码，每段一格。首次运行需一两分钟，用于编译规则。",
}


def parts(page: str) -> list[tuple[str, str]]:
    """Return the blocks of Python of a page: (the heading above, the code)."""
    text = (ROOT / page).read_text(encoding="utf-8")
    heading, found = "", []
    for match in re.finditer(r"^## ([^\n]+)$|^```(\w*)\n(.*?)^```$", text, re.S | re.M):
        if match[1]:
            heading = match[1]
        elif match[2] == "python":
            found.append((heading, match[3].rstrip("\n")))
    return found


def notebook(page: str) -> dict[str, Any]:
    """Return the notebook of a page, without outputs."""
    cells: list[dict[str, Any]] = [{"cell_type": "markdown", "id": "head", "metadata": {}, "source": HEADS[page]}]
    above = ""
    for number, (heading, code) in enumerate(parts(page), 1):
        if heading != above:
            cells.append({"cell_type": "markdown", "id": f"heading-{number}", "metadata": {}, "source": f"## {heading}"})
            above = heading
        cells.append({"cell_type": "code", "id": f"code-{number}", "metadata": {}, "execution_count": None, "outputs": [], "source": code})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}


def written(page: str) -> str:
    """Return the file of a page's notebook."""
    return json.dumps(notebook(page), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write both notebooks."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for page, name in PAGES.items():
        (FOLDER / name).write_text(written(page), encoding="utf-8")


if __name__ == "__main__":
    main()
