"""Chinese that a person reads is set as Chinese: full-width marks, numbers as they are written there, no line that begins with a closing mark."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from linli.model.mechanisms.registry import registry
from linli.model.society.measures import catalogue
from linli.viz.lines import CLOSING, fold
from linli.viz.words import unit_of
from rich.cells import cell_len

ROOT = Path(__file__).parents[1]
ROOMS = ("model", "scenarios", "experiments", "viz", "cli", "__main__.py", "__init__.py")
HAN = "\u3400-\u9fff"
CITATIONS = (".citation", ".source", ".licence")
"""Fields that name a work as its catalogue does."""
FAULTS = {
    "half-width brackets round Chinese": re.compile(rf"\([^()]*[{HAN}][^()]*\)|[{HAN}] ?\((?![A-Za-z_{{}}.]*[)(])"),
    "a half-width mark after Chinese": re.compile(rf"[{HAN}][,;:?!](?![\w/=])|[{HAN}]\.(?=\s|$)"),
    "a half-width mark before Chinese": re.compile(rf"[,;?!] ?[{HAN}]"),
    "a blank before per cent": re.compile(r"[\d}] %"),
    "a range with a hyphen": re.compile(rf"\d-\d+[{HAN}]"),
    "a blank beside a full-width mark": re.compile(r" [，。；：、）》”]|[（《“] "),
}
CODE = re.compile(r"`[^`]*`|\[[^\[\]]*, [^\[\]]*\]|\w+\.\w+\([^()]*\)|FILE\.py[:：]\S+|\([a-zA-Z0-9+*/^ ]+\)")
"""What is code and not Chinese: back-quoted, a list, a call, a formula."""


def texts_of(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of all texts in a file that are no docstrings; values in braces stand as {x}."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left_out = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    left_out |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node) if part is not node}
    for node in ast.walk(tree):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(str(part.value) if isinstance(part, ast.Constant) else "{x}" for part in node.values)


def of_toml(data: object, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from of_toml(value, f"{key}.{name}")
    elif isinstance(data, list):
        for value in data:
            yield from of_toml(value, key)
    elif isinstance(data, str):
        yield key, data


def chinese() -> list[tuple[str, str]]:
    """Return (place, text) of all Chinese texts of the package."""
    found = []
    for room in ROOMS:
        path = ROOT / room
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            found += [(f"{file.relative_to(ROOT)}:{line}", text) for line, text in texts_of(file)]
    for file in sorted((ROOT / "scenarios").rglob("*.toml")):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        found += [(f"{file.relative_to(ROOT)}{key}", text) for key, text in of_toml(data) if not key.endswith(CITATIONS)]
    return [(place, text) for place, text in found if re.search(f"[{HAN}]", text) and not english(text)]


def english(text: str) -> bool:
    """Tell whether a text is an English one which names something in Chinese."""
    return text.lstrip()[:1].isascii() and len(re.findall("[A-Za-z]", text)) > 3 * len(re.findall(f"[{HAN}]", text))


TEXTS = chinese()
PATTERNS = (
    "model/founding/privacy.py", "model/founding/roster_columns.py", "model/ground/letters.py", "viz/lines.py", "viz/fonts.py", "scenarios/own_survey.py:29",
    "scenarios/compound/counts.py:76", "scenarios/compound/footprints.py:50",
)  # fmt: skip
"""Files whose texts are patterns and tables of letters."""


@pytest.mark.parametrize("fault", FAULTS)
def test_no_text_has(fault: str) -> None:
    assert len(TEXTS) > 1500
    bad = []
    for place, text in TEXTS:
        if place.startswith(PATTERNS):
            continue
        bare = CODE.sub("x", text)
        if FAULTS[fault].search(bare):
            bad.append((place, text[:160]))
    assert not bad


def test_no_line_of_any_text_begins_with_a_closing_mark() -> None:
    for place, text in TEXTS:
        for width in (16, 23, 38, 61):
            lines = [line for line in fold(text, width) if line.strip()]
            wrong = [line for line in lines[1:] if line[0] in CLOSING and line[0] not in ".:%,!?"]
            assert not wrong or any(cell_len(piece) > width for piece in re.findall(r"\S+", text) if piece.isascii()), (place, wrong)


def test_every_unit_of_a_measure_has_chinese_words() -> None:
    infos = catalogue(registry().values())
    assert len(infos) > 50
    for name, info in infos.items():
        for rate in (False, True):
            assert not re.search("[A-Za-z]", unit_of(info, "zh", rate=rate)), (name, info.unit)


IN_CHINESE = ("overview", "start", "tours/planner", "tours/researcher", "tours/student", "concepts", "sceptic", "trace", "limits", "install", "contributing")


@pytest.mark.parametrize("page", ["README.zh.md", *(f"docs/{page}.zh.md" for page in IN_CHINESE)])
def test_pages_in_chinese_are_set_as_chinese(page: str) -> None:
    text = re.sub(r"`[^`\n]*`|\]\([^)]*\)|```(?:sh|python)\n.*?```|^\[.*$", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.S | re.M)
    for fault in ("half-width brackets round Chinese", "a blank before per cent"):
        assert not FAULTS[fault].search(text), FAULTS[fault].search(text)
    assert not re.search(r"\([+−\d]", text), "intervals in full-width brackets"
