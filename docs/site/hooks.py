"""Hooks of MkDocs for the manual: notebooks become pages, these and decisions find their place, links between languages hold."""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[2]
"""The folder of the package."""
NOTEBOOKS = ("lessons", "notebooks")
"""Folders of notebooks, each with a README."""
OTHER = re.compile(r"^\[(?:中文|English)\]\([^)]*\)\n", re.M)
"""The line of a page that leads to its twin: the manual has a switch for that."""
CHINESE = re.compile(r"^## 中文\n(.*?)(?=^## |\Z)", re.M | re.S)
"""The Chinese part of a page that holds both languages, as those of the rows do."""


def on_config(config: Any) -> Any:
    """Put notebooks and decisions into the navigation, and let mkdocstrings find the package whatever its folder is called."""
    docs = Path(config["docs_dir"])
    lessons, notebooks = (_pages(docs, folder) for folder in NOTEBOOKS)
    decisions = sorted(path.name for path in (docs / "decisions").glob("*.md"))
    for entry in config["nav"]:
        # The configuration comes here once a language.
        if "Lessons" in entry and lessons:
            entry["Lessons"] = lessons
        if "Guides" in entry and notebooks:
            entry["Guides"] = [{"Notebooks": notebooks} if "Notebooks" in one else one for one in entry["Guides"]]
        if "Take part" in entry:
            others = [one for one in entry["Take part"] if "Decisions" not in one]
            entry["Take part"] = [*others, {"Decisions": [f"decisions/{name}" for name in decisions]}]
    handler = config.plugins["mkdocstrings"].config.handlers.setdefault("python", {})
    handler["paths"] = [str(_folder_above())]
    return config


def _pages(docs: Path, folder: str) -> list[str]:
    """Return the pages of a folder of notebooks, its README first; the notebook of a page that stands in the manual anyway is none."""
    found = {path.name.split(".")[0] for path in (docs / folder).glob("*.*") if path.suffix in (".md", ".ipynb")} - {"README", "readme"}
    return [f"{folder}/{name}.md" for name in ("README", *sorted(found))] if found else []


@cache
def _folder_above() -> Path:
    """Return a folder in which the package is called linli: a checkout may have any name. One that is made is gone when MkDocs ends."""
    if ROOT.name == "linli":
        return ROOT.parent
    found = next((Path(place) for place in sys.path if place and (Path(place) / "linli").resolve() == ROOT), None)
    if found is not None:
        return found
    import atexit
    import tempfile

    held = tempfile.TemporaryDirectory(prefix="linli-manual-")
    atexit.register(held.cleanup)
    made = Path(held.name)
    (made / "linli").symlink_to(ROOT, target_is_directory=True)
    return made


@event_priority(100)
def on_files(files: Files, config: Any) -> Files:
    """Make a page of each notebook, before the languages are told apart."""
    docs = Path(config["docs_dir"])
    for path in sorted(path for folder in NOTEBOOKS for path in (docs / folder).glob("*.ipynb") if path.name.split(".")[0] != "readme"):
        name = f"{path.parent.name}/{path.stem}.md"
        if files.get_file_from_path(name) is None:
            # One handed in with its text would lose it: the plugin of languages makes files anew from where they lie.
            files.append(File(name, config["docs_dir"], config["site_dir"], config["use_directory_urls"]))
    return files


def on_page_read_source(page: Any, config: Any) -> str | None:
    """Return the text of a page that is a notebook."""
    source = Path(config["docs_dir"]) / page.file.src_uri
    notebook = source.with_suffix(".ipynb")
    return page_of_notebook(notebook) if notebook.is_file() and not source.is_file() else None


def page_of_notebook(path: Path) -> str:
    """Return a notebook as Markdown: its words as they stand, its code in fences, its outputs as text or pictures."""
    parts: list[str] = []
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            # What is folded stays Markdown.
            parts.append(source.replace("<details>", '<details markdown="1">'))
        elif cell["cell_type"] == "code" and source.strip():
            parts.append(f"```python\n{source}\n```")
            parts += [shown for output in cell.get("outputs", ()) if (shown := _output(output))]
    return "\n\n".join(parts) + "\n"


def _output(output: dict[str, Any]) -> str:
    data = output.get("data", {})
    if "image/png" in data:
        return f"![](data:image/png;base64,{''.join(data['image/png']).strip()})"
    text = "".join(output.get("text", data.get("text/plain", "")))
    return f"```text\n{text.rstrip()}\n```" if text.strip() else ""


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Take away the line that leads to the twin in the other language, let links name pages, not their translations, and put the Chinese of a page first."""
    markdown = OTHER.sub("", markdown, count=1)
    if config["theme"]["language"] == "zh" and not page.file.src_uri.endswith(".zh.md"):
        markdown = chinese_first(markdown)
    if page.file.src_uri.startswith(tuple(f"{folder}/" for folder in NOTEBOOKS)):
        markdown = re.sub(r"\]\((?!readme)([^):#\s]+)\.ipynb\)", r"](\1.md)", markdown)
    return re.sub(r"\]\(([^)#\s]+)\.zh\.md(#[^)\s]*)?\)", r"](\1.md\2)", markdown)


def chinese_first(markdown: str) -> str:
    """Return a page that holds both languages with its Chinese part on top; other pages stay as they are."""
    title, line, rest = markdown.partition("\n")
    found = CHINESE.search(rest)
    if found is None or not title.startswith("# "):
        return markdown
    before, part, after = rest[: found.start()], found[1], rest[found.end() :]
    return f"{title}{line}\n{part.strip()}\n\n## English\n\n{before.strip()}\n{after}"


BASE = re.compile(r'(<script id="__config" type="application/json">[^<]*?"base": )"[^"]*"')
"""Where a page says what it looks for its search from."""


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Let a page of the Chinese manual search from the top of the Chinese manual, where an index of its own lies."""
    if not page.url.startswith("zh/"):
        return output
    up = page.url.count("/") - 1
    return BASE.sub(rf'\1"{"/".join([".."] * up) or "."}"', output)


@event_priority(-200)
def on_post_build(config: Any) -> None:
    """Give each language an index of its own, for pages that are served and for those opened from the disk: who reads Chinese finds the Chinese manual alone."""
    top = Path(config["site_dir"])
    index = json.loads((top / "search" / "search_index.json").read_text(encoding="utf-8"))
    of: dict[str, list[Any]] = {"": [], "zh/": []}
    for one in index["docs"]:
        language = "zh/" if one["location"].startswith("zh/") else ""
        of[language].append({**one, "location": one["location"].removeprefix(language)})
    for language, docs in of.items():
        folder = top / language / "search"
        folder.mkdir(exist_ok=True)
        text = json.dumps({**index, "docs": docs}, ensure_ascii=False)
        (folder / "search_index.json").write_text(text, encoding="utf-8")
        (folder / "search_index.js").write_text(f"var __index = {text}", encoding="utf-8")
