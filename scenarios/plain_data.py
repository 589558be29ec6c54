"""Plain data as it comes in (from TOML, JSON or Python): made plain, looked through before any field is, and how a place in it is named."""

from __future__ import annotations

import numbers
import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from ..model.ground.numbers import plain as plain_value
from ..model.ground.text import Text
from .errors import LONGEST_NAME, Path, UserError, one_line, show

DEEPEST = 12
"""Tables within tables."""
MOST_BITS = 10_000
"""Of a whole number; Python itself writes none of more than 4,300 digits."""
LONGEST_TEXT = 20_000
"""Characters of any text."""
_LISTS = ("schedule", "tables")
"""Sections that are lists of entries."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls but for tabs and line ends, separators, marks that turn the direction of writing, halves of characters."""


def section_name(path: Path) -> str:
    """Return the heading of a table as a file shows it, such as "[arms.after.building-gates]"; "" for the top."""
    keys = [one_line(str(k))[:LONGEST_NAME] for k in path]
    if len(keys) > 2 and keys[0] == "arms" and keys[2] == "mechanisms":
        del keys[2]
    if keys and keys[0] in _LISTS:
        numbered = len(path) > 1 and isinstance(path[1], int)
        return f"[[{keys[0]}]]" + (f" entry {int(keys[1]) + 1}" if numbered else "")
    if len(keys) > 1 and isinstance(path[-1], int):
        return f"[[{'.'.join(keys[:-1])}]] entry {path[-1] + 1}"
    return f"[{'.'.join(keys)}]" if keys else ""


def fault(text: Text, path: Path, file: str, *, whole: bool = False) -> UserError:
    """Make the error for one place: the last key of the path is the field, unless `whole` names a table."""
    while path and isinstance(path[-1], int) and path[0] not in _LISTS:
        path = path[:-1]
    table, name = (path, "") if whole else (path[:-1], str(path[-1]) if path else "")
    if path and path[0] in _LISTS and not whole:
        table, name = path[:2], ".".join(str(k) for k in path[2:])
    return UserError(text.en, text.zh, file=file, section=section_name(table), field=name[:LONGEST_NAME], path=path)


def plain(value: object, file: str, path: Path = ()) -> Any:
    """Return data as plain Python has it (numbers of numpy and pandas, paths); refuse what is none.

    Raises:
        UserError: dates, odd keys, tables nested too deep, numbers of very many digits, texts that are too long or do not print.
    """
    if len(path) > DEEPEST:
        raise fault(Text("the tables are nested too deep.", "表的嵌套过深。"), path[:3], file)
    if hasattr(value, "tolist") or isinstance(value, PurePath | numbers.Real):
        value = plain_value(value)
    if isinstance(value, Mapping):
        return {_key(key, file, path): plain(inner, file, (*path, key)) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner, file, (*path, index)) for index, inner in enumerate(value)]
    if isinstance(value, str):
        return _text(value, file, path)
    if value is None or not isinstance(value, bool | int | float):
        given = Text("nothing (None)", "空值（None）") if value is None else Text(show(value), show(value))
        raise fault(Text(f"{given.en} is a date or another value that no key takes.", f"{given.zh} 是日期或其他不可用的值。"), path, file)
    if isinstance(value, int) and value.bit_length() > MOST_BITS:
        raise fault(Text("it is a number of very many digits; no key takes one.", "数字位数过多，没有任何键可用。"), path, file)
    return value


def _key(key: object, file: str, path: Path) -> str:
    if not isinstance(key, str):
        raise fault(Text(f"{show(key)} is not a name.", f"{show(key)} 不是名称。"), path, file)
    return _text(key, file, (*path, key))


def _text(text: str, file: str, path: Path) -> str:
    """Refuse a text that is too long, or has characters that steer a terminal or turn the direction of writing."""
    if len(text) > LONGEST_TEXT:
        raise fault(Text(f"it has {len(text):,} characters; at most {LONGEST_TEXT:,}.", f"有 {len(text):,} 个字符，最多 {LONGEST_TEXT:,} 个。"), path, file)
    odd = _UNPRINTABLE.search(text)
    if odd is not None:
        code = f"U+{ord(odd[0]):04X}"
        english = f"it holds a character that cannot be printed ({code}); take it out."
        raise fault(Text(english, f"含有不可打印的字符（{code}），请删去。"), path, file)
    return text


def table(data: dict[str, Any], key: str, file: str, path: Path = ()) -> dict[str, Any]:
    """Return the table under a key, an empty one if there is none.

    Raises:
        UserError: something else than a table stands there.
    """
    value = data.get(key, {})
    if not isinstance(value, dict):
        raise fault(Text(f"{show(value)} is not a table with keys of its own.", f"{show(value)} 不是带有键的表。"), (*path, key), file)
    return value


def refuse_many(given: Any, most: int, what: Text, path: Path, file: str) -> None:
    """Refuse more entries than can be checked in reasonable time.

    Raises:
        UserError: there are more than `most`.
    """
    if len(given) > most:
        text = Text(f"there are {len(given):,} {what.en}; at most {most:,}.", f"共有 {len(given):,} 个{what.zh}，最多 {most:,} 个。")
        raise fault(text, path, file, whole=True)
