"""Writes the pages of the manual that are made from declarations, and the tables within pages that people write.

A page that people write holds `<!-- made: NAME -->` and `<!-- end -->`; what stands between is put in anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from ...model.ground.text import LANGUAGES, Text
from .fields import mechanisms_page, scenario_page
from .measures import measures_page
from .quotes import QUOTES
from .state import BLOCKS
from .studies import studies_page

Maker = Callable[[str], Iterable[str]]
FOLDER = "reference"
"""Folder of the made pages, in docs/."""
COMMAND = "linli docs pages"
GENERATED = Text(
    "This page is generated: {command} writes it and its Chinese twin. Do not edit it by hand.", "本页由 {command} 生成（英文与中文各一页），请勿手工修改。"
)
OTHER = Text("[中文]({file})", "[English]({file})")
MAKERS: dict[str, Maker] = {"scenario": scenario_page, "mechanisms": mechanisms_page, "measures": measures_page, "studies": studies_page}
"""Name of a page -> what yields its parts in a language."""
HELD = ("odd", "sceptic", "trace")
"""Pages that people write, with made tables in them."""
_BLOCK = re.compile(r"<!-- made: (.+?) -->\n.*?<!-- end -->", re.S)


def file_of(name: str, language: str) -> str:
    """Return the file of a page."""
    return f"{name}.md" if language == "en" else f"{name}.{language}.md"


def page(name: str, language: str, makers: Mapping[str, Maker]) -> str:
    """Return a made page as Markdown."""
    other = file_of(name, "zh" if language == "en" else "en")
    title, *parts = makers[name](language)
    return "\n\n".join([f"<!-- {GENERATED.say(language, command=COMMAND)} -->", title, OTHER.say(language, file=other), *parts]) + "\n"


def filled(text: str, language: str, docs: Path) -> str:
    """Return a page that people wrote, its tables made anew; `docs` is the folder of the documents.

    Raises:
        KeyError: there is no block of a name that the page asks for.
    """

    def made(found: re.Match[str]) -> str:
        name = found[1]
        text = QUOTES[name](language, docs) if name in QUOTES else BLOCKS[name](language)
        return f"<!-- made: {name} -->\n\n{text}\n\n<!-- end -->"

    return _BLOCK.sub(made, text)


def written(docs: Path, more: Mapping[str, Maker]) -> dict[Path, str]:
    """Return file -> text of all that is made in the folder of documents.

    Args:
        docs: the folder; its pages that people wrote are read.
        more: further made pages, as `MAKERS`.
    """
    makers = {**MAKERS, **more}
    found = {docs / FOLDER / file_of(name, language): page(name, language, makers) for name in makers for language in LANGUAGES}
    for name in HELD:
        for language in LANGUAGES:
            file = docs / file_of(name, language)
            found[file] = filled(file.read_text(encoding="utf-8"), language, docs)
    return found
