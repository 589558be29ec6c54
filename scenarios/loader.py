"""Finds and reads scenario files: those that come with linli, and a user's own."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..model.ground.text import Text
from .errors import UserError, did_you_mean, show

if TYPE_CHECKING:
    from .schema import Scenario

FOLDER = Path(__file__).parent
LARGEST_FILE = 2_000_000


class Listed(NamedTuple):
    """One line of the list of scenarios."""

    name: str
    title: Text
    source: str
    weeks: int
    arms: tuple[str, ...]


def names() -> list[str]:
    """Return the names of the scenarios that come with linli."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def find(name_or_path: str | Path) -> Path:
    """Return the file of a scenario: a path, or the name of one that comes with linli.

    Raises:
        UserError: there is neither such a file nor such a name.
    """
    text = str(name_or_path)
    if text in names():
        return FOLDER / f"{text}.toml"
    path = Path(text)
    try:
        if path.is_file():
            return path
        folder = path.is_dir()
    except (OSError, ValueError):
        folder = False
    if folder:
        raise UserError(f"{show(text)} is a folder, not a scenario file.", f"{show(text)} 是文件夹，不是情景文件。")
    if path.suffix == ".toml" or "/" in text or "\\" in text:
        try:
            beside = [str(p) for p in path.parent.glob("*.toml")] if path.parent.is_dir() else []
        except (OSError, ValueError):
            beside = []
        hint = did_you_mean(text, [*beside, *names()])
        en, zh = (hint.en, hint.zh) if "Did you" in hint.en else ("", "")
        raise UserError(f"there is no file {show(text)}.{en}", f"没有文件 {show(text)}。{zh}")
    hint = did_you_mean(text, names())
    raise UserError(f"there is no scenario {show(text)}.{hint.en} (linli scenarios list)", f"没有情景 {show(text)}。{hint.zh}（linli scenarios list）")


def read(path: Path, file: str = "") -> dict[str, Any]:
    """Read a TOML file as plain data.

    Args:
        path: the file.
        file: how errors name it; by default the path.

    Raises:
        UserError: it cannot be read, is not UTF-8 text, or breaks the rules of TOML.
    """
    file = file or str(path)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UserError(f"it is larger than {LARGEST_FILE:,} bytes, and so no scenario.", f"文件超过 {LARGEST_FILE:,} 字节，不是情景文件。", file=file)
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise UserError(f"it cannot be read: {reason}.", f"无法读取：{reason}。", file=file) from None
    return read_bytes(raw, file)


def read_bytes(raw: bytes, file: str) -> dict[str, Any]:
    """Read the bytes of a TOML file as plain data.

    Raises:
        UserError: they are not UTF-8 text, or break the rules of TOML.
    """
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UserError(f"line {line} is not UTF-8 text. Save the file as UTF-8.", f"第 {line} 行不是 UTF-8 文字。请将文件存为 UTF-8。", file=file) from None
    except RecursionError:
        raise UserError("the lists are nested too deep.", "列表的嵌套过深。", file=file) from None
    except (ValueError, OverflowError) as error:
        reason = " ".join(str(error).split())[:200].rstrip(".")
        raise UserError(f"it is not a valid TOML file: {reason}.", f"不是有效的 TOML 文件：{reason}。", file=file) from None


def load(name_or_path: str | Path, check_files: bool = True) -> Scenario:
    """Load and check a scenario with all its arms.

    Args:
        name_or_path: the name of a scenario that comes with linli, or the path of a TOML file.
        check_files: read the files of a roster too; leave it where settings follow (`with_settings` reads them), which may say how.

    Returns:
        A `Scenario`.

    Raises:
        UserError: there is no such scenario, or something in it is wrong.
    """
    from .schema import Scenario

    path = find(name_or_path)
    built_in = path.parent == FOLDER
    file = path.name if built_in else str(name_or_path)
    return Scenario.from_dict(read(path, file), path.stem, file, str(path.parent), check_files)


def listed() -> list[Listed]:
    """List the scenarios that come with linli."""
    rows = []
    for name in names():
        data = read(FOLDER / f"{name}.toml")
        title = data.get("title", {})
        rows.append(Listed(name, Text(title["en"], title["zh"]), data.get("source", ""), data.get("weeks", 260), tuple(data.get("arms", {}))))
    return rows
