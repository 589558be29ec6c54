"""Tables in Parquet files and workbooks, turned into texts; both say how large they are before anything is unpacked."""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from .table import BLANKS, LONGEST_CELL, MOST_ROWS, ROW, Rows, Table, TableError, check_size, quoted

LARGEST_UNPACKED = 256_000_000
"""Bytes of what is packed in a Parquet file."""
LARGEST_WORKBOOK = 16_000_000
"""Bytes of what is packed in a workbook, some 400,000 cells: a workbook is read slowly."""

_MOST_PARTS = 2_000


def cell_text(value: Any) -> str:
    """Return a value of a typed cell as it would stand in a text: whole numbers without a point, dates as 2024-05-01, nothing as ""."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return str(value)


def parquet(raw: bytes, file: str) -> Table:
    """Read a Parquet file; rows count from 1. An index that pandas wrote is a column like the others.

    Raises:
        TableError: it is damaged, too large, or holds lists or tables in its cells.
    """
    import pyarrow as pa
    from pyarrow import parquet as pq

    def broken() -> TableError:
        return TableError("it cannot be read: it is no whole Parquet file.", "无法读取：不是完整的 Parquet 文件。", file)

    faults = (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError, KeyError, TypeError)
    try:
        about = pq.read_metadata(pa.BufferReader(raw))
        check_size(about.num_rows, about.num_columns, file)
        # Not by columns: pyarrow ends the process where the statistics of a column are damaged.
        sizes = [about.row_group(g).total_byte_size for g in range(about.num_row_groups)]
        if sum(sizes) > LARGEST_UNPACKED or min(sizes, default=0) < 0:
            raise _too_large(sum(sizes), file)
        schema = about.schema.to_arrow_schema()
        for field in schema:
            if pa.types.is_nested(field.type):
                en = f"the column {quoted(field.name)} holds lists or tables; a cell holds one value."
                raise TableError(en, f"列 {quoted(field.name)} 含列表或子表；每格只能有一个值。", file)
        # Texts stay a dictionary, so that one long text in every row is kept once.
        texts = [field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type) or pa.types.is_binary(field.type)]
        table = pq.ParquetFile(pa.BufferReader(raw), read_dictionary=texts).read(use_threads=False)
        table.validate(full=True)
        columns = [_texts(column.chunks, file) for column in table.columns]
    except TableError:
        raise
    except faults:
        raise broken() from None
    if not columns or not columns[0]:
        raise TableError("it has no lines.", "没有数据行。", file)
    return Table(file, tuple(name.strip() for name in table.column_names), tuple(columns), list(range(1, len(columns[0]) + 1)), ROW)


def _texts(chunks: Iterable[Any], file: str) -> list[str]:
    import pyarrow as pa

    found: list[str] = []
    for chunk in chunks:
        if pa.types.is_dictionary(chunk.type):
            words = [_short(value, file) for value in chunk.dictionary.to_pylist()]
            found.extend("" if code is None else words[code] for code in chunk.indices.to_pylist())
        else:
            found.extend(_short(value, file) for value in chunk.to_pylist())
    return found


def _short(value: Any, file: str) -> str:
    text = (value.decode("utf-8") if isinstance(value, bytes) else cell_text(value)).strip(BLANKS)
    if len(text) > LONGEST_CELL:
        raise TableError(f"a cell has more than {LONGEST_CELL:,} characters.", f"有一格超过 {LONGEST_CELL:,} 个字符。", file)
    return text


def _too_large(unpacked: int, file: str, most: int = LARGEST_UNPACKED) -> TableError:
    return TableError(
        f"unpacked it would be {unpacked:,} bytes; at most {most:,} are read. Save it as CSV.",
        f"解压后有 {unpacked:,} 字节，最多读取 {most:,} 字节。请另存为 CSV。",
        file,
    )


def workbook(raw: bytes, file: str) -> Table:
    """Read the one sheet of an .xlsx workbook that holds something; rows have the workbook's numbers.

    Raises:
        TableError: it is no such workbook, is damaged or too large, several sheets hold something, or a formula has no value.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > LARGEST_WORKBOOK or len(parts) > _MOST_PARTS:
                raise _too_large(unpacked, file, LARGEST_WORKBOOK)
            if "xl/workbook.xml" not in packed.namelist():
                raise TableError("it is no .xlsx workbook. Save it as .xlsx or CSV (UTF-8).", "不是 .xlsx 工作簿，请另存为 .xlsx 或 CSV（UTF-8）。", file)
            texts = {part.filename: packed.read(part) for part in parts if part.filename.endswith((".xml", ".rels"))}
            # No workbook defines entities of its own; those that do are made to grow when they are read.
            if any(b"<!DOCTYPE" in text or b"!\0D" in text for text in texts.values()):
                raise TableError("it is no .xlsx workbook. Save it as .xlsx or CSV (UTF-8).", "不是 .xlsx 工作簿，请另存为 .xlsx 或 CSV（UTF-8）。", file)
            formulas = any(name.startswith("xl/worksheets/") and b"<f" in text for name, text in texts.items())
        with warnings.catch_warnings():
            # What openpyxl leaves out (pictures, drop-down lists) holds no cells.
            warnings.simplefilter("ignore")
            return _one_sheet(raw, file, formulas)
    except TableError:
        raise
    except Exception:
        # A reader of XML that is fed anything raises anything.
        raise TableError(
            "it cannot be read: it is no whole .xlsx workbook. Save it again, or as CSV (UTF-8).",
            "无法读取：不是完整的 .xlsx 工作簿。请重新保存，或另存为 CSV（UTF-8）。",
            file,
        ) from None


def _one_sheet(raw: bytes, file: str, formulas: bool) -> Table:
    from openpyxl import load_workbook

    values = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    written = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False) if formulas else None
    found: dict[str, Rows] = {}
    for sheet in values.worksheets:
        rows = Rows(file, ROW)
        formula = None if written is None else _sheet_rows(written[sheet.title], file)
        for number, cells in _sheet_rows(sheet, file):
            if formula is not None:
                for at, (value, given) in enumerate(zip(cells, next(formula)[1], strict=False)):
                    if value is None and isinstance(given, str) and given.startswith("="):
                        raise TableError(
                            f"row {number}: the formula in column {at + 1} has no value yet. Open the workbook in a spreadsheet program and save it.",
                            f"第 {number} 行：第 {at + 1} 列的公式还没有计算结果。请用表格软件打开并保存。",
                            file,
                        )
            rows.add(number, [cell_text(value) for value in cells])
        if rows.headings:
            found[sheet.title] = rows
    if len(found) > 1:
        listed = ", ".join(quoted(title) for title in list(found)[:5])
        raise TableError(f"several sheets hold something: {listed}. Keep one.", f"有多个工作表含数据：{listed}。请只保留一个。", file)
    if not found:
        raise TableError("it is empty.", "文件是空的。", file)
    return next(iter(found.values())).table()


def _sheet_rows(sheet: Any, file: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
    # The size that a sheet states may be wrong.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > MOST_ROWS:
            check_size(number, 1, file)
        yield number, cells
