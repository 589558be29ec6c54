"""Finds and reads scenario files: those that come with linli, and a user's own."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..model.ground.files import refuse_irregular
from ..model.ground.refusal import InputError
from ..model.ground.text import Text
from .errors import UserError, did_you_mean, one_line, show
from .extending import extended
from .shipped import FOLDER, names, parse_bytes, read, read_shipped

if TYPE_CHECKING:
    from .schema import Scenario


class Listed(NamedTuple):
    """One line of the list of scenarios."""

    name: str
    title: Text
    source: str
    weeks: int
    arms: tuple[str, ...]


def find(name_or_path: str | Path) -> Path:
    """Return the file of a scenario: a path, or the name of one that comes with linli.

    Raises:
        UserError: there is neither such a file nor such a name.
    """
    text = str(name_or_path)
    if text in names():
        return FOLDER / f"{text}.toml"
    path = Path(text)
    if is_file(path):
        return path
    if path.suffix == ".toml" or "/" in text or "\\" in text:
        raise no_file(path, names())
    hint = did_you_mean(text, names())
    raise UserError(f"there is no scenario {show(text)}.{hint.en} (linli scenarios list)", f"没有情景 {show(text)}。{hint.zh}（linli scenarios list）")


def is_file(path: Path) -> bool:
    """Return whether there is a regular file; False if there is nothing.

    Raises:
        UserError: something else is there, such as a folder or a pipe.
    """
    try:
        refuse_irregular(path)
    except InputError as error:
        if "\0" in str(path) or not os.path.lexists(path):
            return False
        raise UserError(*error.text, file=str(path)) from None
    return True


def no_file(path: Path, names: Iterable[str] = ()) -> UserError:
    """Make the error for a file that is not there, with the nearest name of a TOML file beside it or of `names`."""
    text = str(path)
    try:
        beside = [p.name for p in path.parent.glob("*.toml")] if path.parent.is_dir() else []
    except (OSError, ValueError):
        beside = []
    hint = did_you_mean(path.name, [name for name in (*beside, *names) if name != path.name])
    en, zh = (hint.en, hint.zh) if "Did you" in hint.en else ("", "")
    return UserError(f"there is no file {show(text)}.{en}", f"没有文件 {show(text)}。{zh}")


def file_of_plan(path: str | Path) -> tuple[dict[str, Any], str, str, Path]:
    """Read a TOML file that is a plan: its data, its name, how errors name it, and the folder in which files lie that it names.

    Raises:
        UserError: there is no such file, or it cannot be read.
    """
    file = Path(path)
    if not is_file(file):
        raise no_file(file)
    return read(file, str(path)), name_of(file), str(path), file.parent


def name_of(path: Path) -> str:
    """Return the name that a scenario or study has from its file, of characters that print: a name on disk can hold any bytes."""
    return one_line(path.stem) or "scenario"


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
    return Scenario.from_dict(read(path, file), name_of(path), file, str(path.parent), check_files)


def listed() -> list[Listed]:
    """List the scenarios that come with linli."""
    rows = []
    for name in names():
        data = extended(read_shipped(name), f"{name}.toml")
        title = data.get("title", {})
        rows.append(Listed(name, Text(title["en"], title["zh"]), data.get("source", ""), data.get("weeks", 260), tuple(data.get("arms", {}))))
    return rows


__all__ = ["FOLDER", "Listed", "file_of_plan", "find", "is_file", "listed", "load", "name_of", "names", "no_file", "parse_bytes", "read"]
