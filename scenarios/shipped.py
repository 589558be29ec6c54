"""The scenario files that come with linli, and TOML files as plain data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..model.ground.files import read_bytes
from ..model.ground.refusal import InputError
from .errors import UserError
from .toml_text import LARGEST_FILE, parse

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """Return the names of the scenarios that come with linli."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def read_shipped(name: str) -> dict[str, Any]:
    """Read the file of a scenario that comes with linli, as it is written."""
    return read(FOLDER / f"{name}.toml", f"{name}.toml")


def read(path: Path, file: str = "") -> dict[str, Any]:
    """Read a TOML file as plain data.

    Args:
        path: the file.
        file: how errors name it; by default the path.

    Raises:
        UserError: it cannot be read, is too large, is not UTF-8 text, or breaks the rules of TOML.
    """
    file = file or str(path)
    try:
        raw = read_bytes(path, LARGEST_FILE)
    except InputError as error:
        raise UserError(*error.text, file=file) from None
    return parse_bytes(raw, file)


def parse_bytes(raw: bytes, file: str) -> dict[str, Any]:
    """Read the bytes of a TOML file as plain data.

    Raises:
        UserError: they are not UTF-8 text, or break the rules of TOML.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UserError(f"line {line} is not UTF-8 text. Save the file as UTF-8.", f"第 {line} 行不是 UTF-8 文字。请将文件存为 UTF-8。", file=file) from None
    return parse(text, file)
