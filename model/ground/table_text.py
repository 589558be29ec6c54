"""Tables written as text: which letters its bytes are, which character parts its cells, in which line each row begins."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection

from .table import LINE, Rows, Table, TableError, check_size, plain

DELIMITERS = (",", ";", "\t", "，", "；", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATOR = re.compile(r'"?sep=(.)"?[ ,;\t]*')
"""A first line that Excel writes and reads: which character parts the cells."""


def decoded(raw: bytes, file: str) -> str:
    """Return the text of some bytes: by their mark, else UTF-8, UTF-16 without a mark, GB18030, in this order and strictly.

    GB18030 reads nearly any bytes. What it makes of another encoding is rare letters, so it is believed only where at least half of the
    different Chinese letters are among the 6,763 common ones (GB 2312). A few Chinese words in GB18030 happen to be UTF-8 of other letters
    (女 is Ů): they are taken for Chinese where none of these letters stands beside a Latin one, as those of Müller do.

    Raises:
        TableError: none of them.
    """
    chosen = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), "")
    if not chosen and b"\0" in raw[:4000]:
        # Commas, digits and ends of lines have a NUL each in UTF-16, on the same side; on the other it is rare (一 is 4E 00).
        first, second = raw[:4000:2].count(0), raw[1:4000:2].count(0)
        several = max(3, min(len(raw), 4000) // 40)
        chosen = "utf-16-le" if second >= max(several, 2 * first) else "utf-16-be" if first >= max(several, 2 * second) else ""
    start = 0
    for encoding in (chosen,) if chosen else ("utf-8", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeError as error:
            start = start or getattr(error, "start", 0) + 3 * (encoding == "utf-8-sig")
            continue
        if "\0" in text:
            line = text[: text.index("\0")].count("\n") + 1
            raise TableError(f"line {line} holds a character that no text has (NUL).", f"第 {line} 行含有文本不应有的字符（NUL）。", file)
        if encoding == "utf-8":
            return _chinese_after_all(raw, text)
        if encoding != "gb18030" or _common(text):
            return text
    line = raw[:start].count(b"\n") + 1
    raise TableError(
        f"line {line} is neither UTF-8 nor GB18030 text, nor marked as UTF-16. Save it as CSV (UTF-8).",
        f"第 {line} 行既不是 UTF-8 也不是 GB18030 文字，也没有 UTF-16 标记。请另存为 CSV（UTF-8）。",
        file,
    )


def _chinese_after_all(raw: bytes, text: str) -> str:
    """Return what some bytes mean that are UTF-8 by their form, and may be Chinese in GB18030."""
    odd = re.findall(r"[^\x00-\x7f]", text[:100_000])
    # Letters of western Europe (é, ü) are taken for themselves.
    if not odd or max(odd) > "\u07ff" or min(odd) <= "\u00ff" or re.search(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]", text):
        return text
    try:
        chinese = raw.decode("gb18030")
    except UnicodeError:
        return text
    return chinese if all("\u4e00" <= letter <= "\u9fff" and _in_gb2312(letter) for letter in set(chinese) if letter > "\x7f") else text


def _common(text: str) -> bool:
    letters = {letter for letter in text if letter > "\x7f"}
    return 2 * sum(_in_gb2312(letter) for letter in letters) >= len(letters)


def _in_gb2312(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def text_table(raw: bytes, file: str, forms: Collection[str]) -> Table:
    """Read a table from the bytes of a text.

    Lines above the heading that begin with # are remarks. The character that parts the cells is the one under which most headings are
    known, or else there are most of them.

    Args:
        raw: the bytes.
        file: its name, for sentences.
        forms: plain headings that are known.

    Raises:
        TableError: it is no table.
    """
    text = decoded(raw, file)
    check_size(max(text.count("\n"), text.count("\r")) // 2, 1, file)
    skipped, rest, named = 0, text, ""
    stream = io.StringIO(text, newline="")
    while True:
        at = stream.tell()
        line = stream.readline()
        if not line:
            raise TableError("it is empty.", "文件是空的。", file)
        told = _SEPARATOR.fullmatch(line.strip()) if not skipped else None
        if told:
            named = told[1]
        elif line.strip(" \t\r\n,;") and not line.lstrip(' \t"').startswith("#"):
            rest = text[at:]
            break
        skipped += 1
    best = named or max(DELIMITERS, key=lambda d: _sense(rest, d, forms))
    # Blanks stand within headings too: they part cells only where nothing else gives a heading that is known (R's write.table).
    if not named and not _sense(rest, best, forms)[0] and _sense(rest, " ", forms)[0]:
        best = " "
    rows = Rows(file, LINE)
    reader = csv.reader(io.StringIO(rest, newline=""), delimiter=best, strict=True, skipinitialspace=True)
    while True:
        number = skipped + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return rows.table(decimal_comma=best != ",")
        except csv.Error as error:
            raise _broken(number, str(error), file) from None
        rows.add(number, cells)


def _sense(rest: str, delimiter: str, forms: Collection[str]) -> tuple[int, int]:
    """Return how many headings are known, and how many there are, if a character parts the cells."""
    try:
        heading = next(csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True))
    except (csv.Error, StopIteration):
        return 0, 0
    return sum(plain(cell) in forms for cell in heading), len(heading)


def _broken(number: int, reason: str, file: str) -> TableError:
    if "unexpected end" in reason:
        what = _OPEN
    elif "field larger" in reason:
        what = _LONG
    else:
        what = _AFTER
    return TableError(f"line {number}: {what[0]}", f"第 {number} 行：{what[1]}", file)


_OPEN = ("a quotation mark is opened and never closed.", "引号没有闭合。")
_LONG = ("a cell is longer than any that is read; is a quotation mark not closed?", "有一格过长；引号是否没有闭合？")
_AFTER = ("something stands between a closing quotation mark and the next cell.", "引号之后、下一格之前有多余的字符。")
