"""Reading a table that somebody else wrote: the one reader for rosters, ties, events, counts, shares and posteriors.

A table comes as text (commas, semicolons, tabs; UTF-8, UTF-16, GB18030), Parquet or .xlsx; what it is follows from its bytes, not from its
name. Columns are held by their headings, so that nothing shifts; every line keeps its number in the file, as an editor counts it
(table.py). Sizes are looked at before anything is unpacked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from .files import read_bytes
from .refusal import InputError
from .table import Table, TableError, plain
from .table_binary import parquet, workbook
from .table_text import text_table
from .text import Text

LARGEST_FILE = 64_000_000
"""Bytes of a table's file."""


def read_table(path: str | Path, names: Mapping[str, Sequence[str]] | Collection[str] = (), *, largest: int = LARGEST_FILE, file: str = "") -> Table:
    """Read a table from a file.

    Args:
        path: the file.
        names: headings that are expected (and others that mean them): by them it is seen which character parts the cells.
        largest: bytes above which a file is refused.
        file: how sentences name it; by default the path.

    Raises:
        TableError: there is no such file, or it is no table.
    """
    file, path = file or str(path), Path(path)
    try:
        raw = read_bytes(path, largest)
    except InputError as error:
        raise TableError(*error.text, file) from None
    return table_of(raw, file, names, largest=largest, suffix=path.suffix.lower())


def table_of(
    raw: bytes, file: str, names: Mapping[str, Sequence[str]] | Collection[str] = (), *, largest: int = LARGEST_FILE, suffix: str = ""
) -> Table:
    """Read a table from its bytes; arguments and errors as in `read_table`. A suffix of another format than that of the bytes is refused."""
    if len(raw) > largest:
        raise _too_large(largest, file)
    if not raw.strip(b"\r\n\t ,;\xef\xbb\xbf\xff\xfe\0"):
        raise TableError("it is empty.", "文件是空的。", file)
    if raw.startswith(b"PAR1"):
        return parquet(raw, file)
    if raw.startswith(b"PK\x03\x04"):
        return workbook(raw, file)
    for mark, en, zh in _OTHERS:
        if raw.startswith(mark):
            raise TableError(f"it is {en}. Save it as .xlsx or as CSV (UTF-8).", f"这是{zh}，请另存为 .xlsx 或 CSV（UTF-8）。", file)
    if suffix in (".parquet", ".xlsx"):
        kind = Text("a Parquet file", " Parquet 文件") if suffix == ".parquet" else Text("an .xlsx workbook", " .xlsx 工作簿")
        raise TableError(f"it cannot be read: it ends in {suffix} and is not {kind.en}.", f"无法读取：以 {suffix} 结尾，却不是{kind.zh}。", file)
    forms = {plain(form) for name, others in names.items() for form in (name, *others)} if isinstance(names, Mapping) else {plain(name) for name in names}
    return text_table(raw, file, forms)


_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old workbook (.xls)", "旧版工作簿（.xls）"),
    (b"$FL2", "an SPSS file (.sav)", " SPSS 文件（.sav）"),
    (b"$FL3", "an SPSS file (.zsav)", " SPSS 文件（.zsav）"),
    (b"<stata_dta>", "a Stata file (.dta)", " Stata 文件（.dta）"),
    (b"\x1f\x8b", "a packed file (.gz, or .rds of R)", "压缩文件（.gz，或 R 的 .rds）"),
    (b"%PDF", "a PDF", " PDF 文件"),
    (b"{\\rtf", "a text document (.rtf)", "文字文档（.rtf）"),
    (b"SQLite format 3", "a database", "数据库文件"),
)
"""First bytes of what people hand in instead of a table."""


def _too_large(largest: int, file: str) -> TableError:
    return TableError(f"it is larger than {largest:,} bytes, the most that is read.", f"文件超过可读取的上限 {largest:,} 字节。", file)
