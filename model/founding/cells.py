"""Cells of a roster and of tables about its people: a number, a word, a code, or that it is not told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np

from ..ground.table import Table, TableError, quoted
from ..ground.text import Text
from .roster_columns import RosterColumn

LONGEST_CODE = 100
_SEPARATOR = "、"
_NUMBER = re.compile(r"[+-]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})(e[+-]?[0-9]{1,3})?")
_WIDE = str.maketrans("０１２３４５６７８９．，－＋−", "0123456789.,-+-")
"""Digits and signs as they are typed in Chinese, and the minus of printed texts."""
_SHORTENED = re.compile(r"\d([.,]\d+)?[Ee]\+\d+")
"""A long number as a spreadsheet shortens it: several codes become one."""
_DATE = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}( .*)?|\d{1,2}月\d{1,2}日|\d{1,2}-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(-\d+)?"
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d+", re.I
)
"""What spreadsheets make of codes such as 3-1: 3-1 and 03-01 become one."""


def number(text: str, decimal_comma: bool = False) -> float | None:
    """Return the number that a cell tells, None if it tells none. A comma between digits is read where it can only be a decimal one."""
    plain = text[:100].translate(_WIDE).lower()
    if decimal_comma and re.fullmatch(r"[+-]?([0-9]+,([0-9]{1,2}|[0-9]{4,})|0,[0-9]+)", plain):
        plain = plain.replace(",", ".")
    if len(plain) > 60 or not _NUMBER.fullmatch(plain):
        return None
    found = float(plain)
    return found if np.isfinite(found) else None


def missing_words(missing: Sequence[str]) -> frozenset[str]:
    """Return the words that mean "not told", as cells are compared with them."""
    return frozenset(_word(one) for one in missing)


def not_told(cell: str, missing: frozenset[str]) -> bool:
    """Return whether a cell is blank or holds a word that means "not told"."""
    return not cell or _word(cell) in missing


def _word(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text[:200]).casefold().split())


def numbers(table: Table, column: str, rule: RosterColumn, missing: frozenset[str], *, blank: bool = True) -> np.ndarray:
    """Return the numbers of a column.

    Args:
        table: with its columns under their names.
        column: which.
        rule: what is allowed.
        missing: words that mean "not told" (`missing_words`); a word of the rule comes first.
        blank: whether a cell may tell nothing.

    Returns:
        float64 [lines], NaN where not told.

    Raises:
        TableError: a cell holds something else.
    """
    cells = table.cells(column)
    words = {_word(word): float(code) for word, code in rule.words.items()}
    known: dict[str, float | None] = {}
    for cell in set(cells):
        value = words.get(_word(cell))
        if value is None and not_told(cell, missing):
            value = float("nan") if blank else None
        elif value is None:
            value = number(cell, table.decimal_comma)
            if value is not None and not _allowed(value, rule):
                value = None
        known[cell] = value
    values = np.array([np.inf if known[cell] is None else known[cell] for cell in cells], np.float64)
    bad = np.isposinf(values)
    if bad.any():
        k = int(np.argmax(bad))
        raise _refused(table, column, k, rule)
    return values


def _allowed(value: float, rule: RosterColumn) -> bool:
    codes = set(rule.words.values())
    return rule.low <= value <= rule.high and not (rule.whole and value % 1) and not (codes and value not in codes)


def _refused(table: Table, column: str, k: int, rule: RosterColumn) -> TableError:
    cell = table.cells(column)[k]
    given, gegeben = (quoted(cell), quoted(cell)) if cell else ("a blank cell", "空白")
    en = f"allowed is {'a whole' if rule.whole else 'a'} number from {rule.low:g} to {rule.high:g}"
    zh = f"应为 {rule.low:g} 到 {rule.high:g} 的{'整数' if rule.whole else '数'}"
    if rule.words:
        codes: dict[int, list[str]] = {}
        for word, code in rule.words.items():
            codes.setdefault(code, []).append(word)
        shown = [Text(f"{code} or {', '.join(words)}", f"{code} 或 {_SEPARATOR.join(words)}") for code, words in codes.items()]
        en, zh = f"allowed is {'; '.join(text.en for text in shown)}", f"可用：{'；'.join(text.zh for text in shown)}"
    for hint_en, hint_zh in _hints(cell, column):
        en, zh = f"{en}. {hint_en}", f"{zh}。{hint_zh}"
    return table.refuse_line(k, f"{given} is not allowed; {en}.", f"{gegeben} 不可用；{zh}。", column)


def _hints(cell: str, column: str) -> list[tuple[str, str]]:
    if column == "arrival":
        en = "Weeks before the start are negative: -520 is ten years; years can be given in a column years_here"
        return [(en, "入住早于开始的周数为负：-520 即十年；也可用 years_here 列给出年数")]
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", cell):
        return [("Write numbers without commas", "数字中不要写逗号")]
    if re.fullmatch(r"\d+(\.\d+)?\s*[%％]", cell):
        return [("Write a share, such as 0.25 for 25 %", "请写成比例，例如 25% 写成 0.25")]
    if re.fullmatch(r"-[1789]|-?(77|88|99+)", cell):
        return [(f"If {quoted(cell)} means that it is not known, say so: roster.missing", f"若 {quoted(cell)} 表示不详，请在 roster.missing 中写明")]
    return []


def codes(table: Table, column: str, missing: frozenset[str], *, dates: bool = False) -> list[str]:
    """Return the codes of a column, as they are written; `dates` says whether a date can be one.

    Raises:
        TableError: a cell is blank, marks what is not known, holds a formula, a long text, or what a spreadsheet has made of a code.
    """
    cells = table.cells(column)
    wrong = {cell: why for cell in set(cells) if (why := _no_code(cell, missing, dates)) is not None}
    if wrong:
        k = next(k for k, cell in enumerate(cells) if cell in wrong)
        raise table.refuse_line(k, *wrong[cells[k]], column)
    return cells


def _no_code(cell: str, missing: frozenset[str], dates: bool) -> Text | None:
    """Return why a cell cannot be a code, None if it can."""
    shown = quoted(cell)
    if not cell:
        return Text("a blank cell is not allowed; each line needs a code.", "不能为空；每行须有编码。")
    if _word(cell) in missing:
        return Text(
            f"{shown} marks what is not known, and here a code is needed. If it is a code, say what marks the unknown: roster.missing.",
            f"{shown} 表示不详，而此处须有编码。若它就是编码，请用 roster.missing 另行写明表示不详的词。",
        )
    if cell.startswith("="):
        return Text(f"{shown} is a formula; save the table with values.", f"{shown} 是公式；请保存为数值。")
    if len(cell) > LONGEST_CODE:
        return Text(f"a code has at most {LONGEST_CODE} characters.", f"编码至多 {LONGEST_CODE} 个字符。")
    if _SHORTENED.fullmatch(cell):
        return Text(f"{shown} is a number that a spreadsheet has shortened. Write the codes as text.", f"{shown} 是被表格软件缩写的数。请把编码列设为文本。")
    if not dates and _DATE.fullmatch(cell):
        return Text(
            f"{shown} is a date, as which spreadsheets take codes such as 3-1. Write the codes as text.",
            f"{shown} 是日期；表格软件会把 3-1 这样的编码变成日期。请把编码列设为文本。",
        )
    return None


def listed_words(words: Mapping[str, Sequence[str]], cell: str) -> str | None:
    """Return which name a word means, None if it is none: name -> other words for it."""
    wanted = _word(cell)
    return next((name for name, others in words.items() if wanted in {_word(form) for form in (name, *others)}), None)
