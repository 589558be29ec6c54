"""A table that somebody else wrote, as it stands in its file: columns held by their headings, lines by their number there.

Nothing is guessed: a cell beyond the heading, a heading twice, a column that is not known are refused in a sentence with the line. tables.py
reads one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple, Self

from .refusal import InputError, nearest
from .text import Text

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 2_000_000, 500, 10_000_000
LONGEST_CELL = 32_767
"""Characters of a cell, as many as a spreadsheet holds."""
LONGEST_SHOWN = 40
BLANKS = " \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
"""Blanks of any writing, and two signs that nobody sees."""
LINE, ROW = Text("line", "行"), Text("row", "行")
"""How the lines of a table are called: in text as an editor counts them, in a workbook by its own numbers, in Parquet from 1."""
_INDEX = re.compile(r"unnamed:_\d+(_level_\d+)?|_index_level_\d+_")
"""Headings that only programs give, for an index without a name (pandas); `_FIRST` are such where they stand first."""
_FIRST = re.compile(r"|index|level_\d+|\.\.\.\d+|row\.?names|row_names")
_NUMBERED = re.compile(r"^[q第]?\s*\d+\s*[、.．:：)）题]\s*(?=\D)")


class TableError(InputError):
    """A table that cannot be used.

    Attributes:
        file: its name.
        bare: the sentence without the name.
    """

    def __init__(self, en: str, zh: str, file: str) -> None:
        """Keep the sentence with and without the name of the file."""
        super().__init__(f"{file}: {en}", f"{file}：{zh}")
        self.file, self.bare = file, Text(en, zh)


def quoted(value: object) -> str:
    """Return what somebody has written, short, in quotation marks and without characters that do not print."""
    text = "".join(c if c.isprintable() else "?" for c in str(value)[: LONGEST_SHOWN + 1])
    return '"' + (text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "...") + '"'


def plain(heading: str) -> str:
    """Return a heading as headings are compared: width, case, blanks, hyphens and the number of a question do not matter."""
    text = unicodedata.normalize("NFKC", heading[:200]).casefold().strip().strip("\ufeff\u200b*").strip()
    return re.sub(r"[\s_\-]+", "_", _NUMBERED.sub("", text))


class Table(NamedTuple):
    """A table as it stands in its file; cells are texts without blanks at their ends, "" where nothing stands.

    Attributes:
        file: its name, for sentences.
        headings: one a column, as written; after `named` the names by which the program knows them.
        columns: the cells of each column, one a line.
        lines: number of each line in the file.
        unit: what these numbers count, `LINE` or `ROW`.
        decimal_comma: True if a comma between digits is a decimal one, since it does not part the cells.
        notes: what the user should be told although the table is read.
    """

    file: str
    headings: tuple[str, ...]
    columns: tuple[list[str], ...]
    lines: list[int]
    unit: Text
    decimal_comma: bool = False
    notes: tuple[Text, ...] = ()

    def __contains__(self, heading: object) -> bool:
        """Return whether there is a column."""
        return heading in self.headings

    def cells(self, heading: str) -> list[str]:
        """Return the cells of a column.

        Raises:
            KeyError: there is no such column.
        """
        if heading not in self.headings:
            raise KeyError(heading)
        return self.columns[self.headings.index(heading)]

    def refuse(self, en: str, zh: str) -> TableError:
        """Return the refusal of the whole table."""
        return TableError(en, zh, self.file)

    def refuse_line(self, k: int, en: str, zh: str, heading: str = "") -> TableError:
        """Return the refusal of the k-th line (from 0), or of its cell in a column."""
        where, wo = (f'column "{heading}", ', f"列“{heading}”") if heading else ("", "")
        return TableError(f"{where}{self.unit.en} {self.lines[k]}: {en}", f"{wo}第 {self.lines[k]} {self.unit.zh}：{zh}", self.file)

    def place(self, k: int) -> Text:
        """Return where the k-th line (from 0) stands, such as "line 7"."""
        return Text(f"{self.unit.en} {self.lines[k]}", f"第 {self.lines[k]} {self.unit.zh}")

    def named(
        self, names: Mapping[str, Sequence[str]], needed: Sequence[str] = (), *, ignore: Sequence[str] = (), index: str = "", advice: Text | None = None
    ) -> Self:
        """Return the table with its columns under the names that the program knows.

        Args:
            names: name -> other headings that mean it, the Chinese one first.
            needed: names that must be there.
            ignore: headings to leave out, by the user's wish; `*` stands for anything.
            index: name of the column for which a first column without heading is taken (the names of rows in R, the index of pandas) where the
                table has none of that name. Beside one, whole numbers there are a count of lines and left out, which `notes` says.
            advice: a sentence on what can be done about an unknown column.

        Raises:
            TableError: a column is unknown, twice there or missing.
        """
        known = {plain(form): name for name, forms in names.items() for form in (name, *forms)}
        found: dict[str, int] = {}
        unnamed: list[int] = []
        for at, heading in enumerate(self.headings):
            if any(fnmatchcase(heading, pattern) for pattern in ignore):
                continue
            name = known.get(plain(heading))
            if name is None and (not heading or _INDEX.fullmatch(plain(heading)) or (at == 0 and _FIRST.fullmatch(plain(heading)))):
                unnamed.append(at)
            elif name is None:
                raise self._unknown(heading, names, advice or Text("", ""))
            elif name in found:
                first = self.headings[found[name]]
                also = "" if first == heading else f" ({quoted(first)} and {quoted(heading)} are the same)"
                auch = "" if first == heading else f"（{quoted(first)} 与 {quoted(heading)} 含义相同）"
                raise self.refuse(f"the column {quoted(heading)} stands there twice{also}.", f"列 {quoted(heading)} 出现了两次{auch}。")
            else:
                found[name] = at
        notes = list(self.notes)
        for at in unnamed:
            if any(self.columns[at]):
                self._index(at, found, index, notes)
        for name in needed:
            if name not in found:
                zh = (*names[name], name)[0]
                raise self.refuse(f'the column "{name}" is missing.{_listed(names).en}', f"缺少列“{name}”（{zh}）。{_listed(names).zh}")
        return self._replace(headings=tuple(found), columns=tuple(self.columns[at] for at in found.values()), notes=tuple(notes))

    def _unknown(self, heading: str, names: Mapping[str, Sequence[str]], advice: Text) -> TableError:
        forms = {form: name for name, others in names.items() for form in (name, *others)}
        hint = nearest(heading[:60], forms)
        allowed = _listed(names)
        en, zh = f"there is no column {quoted(heading)}.{hint.en}{allowed.en}{advice.en}", f"没有列 {quoted(heading)}。{hint.zh}{allowed.zh}{advice.zh}"
        return self.refuse(en, zh)

    def _index(self, at: int, found: dict[str, int], index: str, notes: list[Text]) -> None:
        """Take a column without heading for what it is, or refuse it."""
        cells = self.columns[at]
        counts = at == 0 or bool(self.headings[at])
        if counts and index and index not in found:
            found[index] = at
            notes.append(
                Text(
                    f'{self.file}: column {at + 1} has no heading of its own; its values are taken for "{index}".',
                    f"{self.file}：第 {at + 1} 列没有列名，其值作为“{index}”。",
                )
            )
            return
        odd = next((k for k, cell in enumerate(cells) if cell and not (counts and re.fullmatch(r"\d+(\.0)?", cell))), None)
        if odd is not None:
            raise self.refuse_line(
                odd,
                f"{quoted(cells[odd])} stands in a column without heading. Give it a heading, or remove it (R: row.names = FALSE, pandas: index=False).",
                f"{quoted(cells[odd])} 所在的列没有列名。请补上列名，或删除该列（R：row.names = FALSE，pandas：index=False）。",
            )
        notes.append(
            Text(
                f"{self.file}: column {at + 1} has no heading of its own and counts lines; it is left out.",
                f"{self.file}：第 {at + 1} 列没有列名，只是行号，未读入。",
            )
        )


def _listed(names: Mapping[str, Sequence[str]]) -> Text:
    return Text(
        f" Allowed are {', '.join(names)}.",
        f"可用的列：{'、'.join(name + (f'（{forms[0]}）' if forms else '') for name, forms in names.items())}。",
    )


def check_size(rows: int, columns: int, file: str) -> None:
    """Refuse a table of too many rows, columns or cells.

    Raises:
        TableError: it has.
    """
    if columns > MOST_COLUMNS:
        raise TableError(f"it has {columns:,} columns; at most {MOST_COLUMNS:,} are read.", f"共 {columns:,} 列，最多读取 {MOST_COLUMNS:,} 列。", file)
    if rows > MOST_ROWS or rows * columns > MOST_CELLS:
        en = f"it has {rows:,} rows of {columns:,} columns; at most {MOST_ROWS:,} rows and {MOST_CELLS:,} cells are read."
        raise TableError(en, f"共 {rows:,} 行 {columns:,} 列，最多读取 {MOST_ROWS:,} 行、{MOST_CELLS:,} 格。", file)


class Rows:
    """Rows of cells becoming a table: the first that is no remark is the heading, each further one a line."""

    def __init__(self, file: str, unit: Text) -> None:
        """Begin a table."""
        self.file, self.unit = file, unit
        self.headings: list[str] = []
        self.columns: list[list[str]] = []
        self.lines: list[int] = []
        self._last: list[list[str]] = []
        self._beyond: list[tuple[int, int]] = []

    def add(self, number: int, cells: Sequence[str]) -> None:
        """Add the row that stands in line `number`; blank ones hold nothing.

        Raises:
            TableError: too many rows, columns or cells, or a cell that is too long.
        """
        cells = [cell.strip(BLANKS) for cell in cells]
        while cells and not cells[-1]:
            cells.pop()
        if not cells or (not self.headings and cells[0].startswith("#")):
            return
        if max(map(len, cells)) > LONGEST_CELL:
            en = f"{self.unit.en} {number}: a cell has more than {LONGEST_CELL:,} characters."
            raise TableError(en, f"第 {number} {self.unit.zh}：有一格超过 {LONGEST_CELL:,} 个字符。", self.file)
        if not self.headings:
            check_size(0, len(cells), self.file)
            self.headings, self.columns = cells, [[] for _ in cells]
            return
        if len(cells) > len(self.headings):
            self._beyond.append((number, len(cells)))
            if len(self._beyond) > 20:
                raise self._refusal()
        self.lines.append(number)
        cells.extend([""] * (len(self.headings) - len(cells)))
        self._last.append(cells)
        if len(self._last) == 1024:
            self._flush()

    def _flush(self) -> None:
        """Put the last lines into the columns."""
        check_size(len(self.lines), len(self.headings), self.file)
        for column, cells in zip(self.columns, zip(*self._last, strict=False), strict=False):
            column.extend(cells)
        self._last.clear()

    def _refusal(self) -> TableError:
        number, many = self._beyond[0]
        wide, hint = len(self.headings), Text("", "")
        if all(n == wide + 1 for _, n in self._beyond) and len(self._beyond) in (len(self.lines) + 1, len(self.lines)):
            hint = Text(
                " If the first column holds the names of rows (R), write it with col.names = NA or row.names = FALSE.",
                "若第一列是行名（R），请用 col.names = NA 或 row.names = FALSE 重新导出。",
            )
        return TableError(
            f"{self.unit.en} {number}: it has {many} cells, the heading has {wide}; something stands beyond the last column.{hint.en}",
            f"第 {number} {self.unit.zh}：有 {many} 格，而标题行只有 {wide} 格；最后一列之外还有内容。{hint.zh}",
            self.file,
        )

    def table(self, decimal_comma: bool = False) -> Table:
        """Return the table.

        Raises:
            TableError: there is no heading, no line, or a cell beyond the heading.
        """
        if not self.headings:
            raise TableError("it is empty.", "文件是空的。", self.file)
        if self._beyond:
            raise self._refusal()
        if not self.lines:
            raise TableError("it has no lines below the heading.", "标题行下没有数据行。", self.file)
        self._flush()
        return Table(self.file, tuple(self.headings), tuple(self.columns), self.lines, self.unit, decimal_comma)
