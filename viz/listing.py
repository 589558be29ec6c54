"""A table of names and numbers that fits any terminal: side by side where there is room, numbers below their name where there is not.

Names wrap; numbers are never cut. The same table becomes HTML in a notebook.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Literal

from rich import box
from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table

from .lines import Line

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

NAME = 16
"""Cells below which a column of words is no longer read with ease."""
BETWEEN = 3
"""Cells between the contents of two columns."""
Side = Literal["left", "right"]


@dataclass(frozen=True)
class Column:
    """A column.

    Attributes:
        heading: above it, of several lines if it has line breaks.
        side: where its cells stand.
        words: whether its cells may wrap; numbers may not.
        style: of all its cells.
    """

    heading: str = ""
    side: Side = "right"
    words: bool = False
    style: str = ""


@dataclass(frozen=True)
class _Row:
    cells: tuple[Line, ...]
    under: bool = False


@dataclass(frozen=True)
class _Words:
    lines: tuple[Line, ...]


@dataclass
class Listing:
    """A table; the first column has the names.

    Attributes:
        columns: the columns.
        parts: rows, headings within the table, and None for a gap.
    """

    columns: Sequence[Column]
    parts: list[_Row | _Words | None] = field(default_factory=list)

    def add(self, *cells: str | Line, under: bool = False) -> None:
        """Add a row; `under`: it explains the row above."""
        self.parts.append(_Row(tuple(cell if isinstance(cell, Line) else Line(cell) for cell in cells), under))

    def head(self, *lines: Line) -> None:
        """Add lines over the whole width, above the rows that follow."""
        self.parts.append(_Words(lines))

    def gap(self) -> None:
        """Add an empty line."""
        self.parts.append(None)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Lay it out for the width that there is."""
        natural = self._natural(options.encoding)
        widths = self._fitted(natural, options.max_width)
        yield from self._beside(widths) if widths else self._below(natural, options.max_width)

    def fits(self, width: int, encoding: str) -> bool:
        """Return whether all columns stand side by side in so many cells."""
        return self._fitted(self._natural(encoding), width) is not None

    def _fitted(self, natural: Sequence[int], width: int) -> list[int] | None:
        return fitted(natural, [column.words or k == 0 for k, column in enumerate(self.columns)], width)

    def _natural(self, encoding: str) -> list[int]:
        """Return how wide each column is if nothing wraps."""
        found = [max((cell_len(line) for line in Line(column.heading).lettered(encoding).plain.split("\n")), default=0) for column in self.columns]
        for row in self.parts:
            if isinstance(row, _Row):
                for k, cell in enumerate(row.cells):
                    indent = 2 if k == 0 and row.under else 0
                    found[k] = max(found[k], indent + max(cell_len(line) for line in cell.lettered(encoding).plain.split("\n")))
        return found

    def _beside(self, widths: Sequence[int]) -> Iterator[RenderableType]:
        """Yield it with all columns side by side."""
        pending = self._grid(widths, headings=any(column.heading for column in self.columns))
        for part in self.parts:
            if isinstance(part, _Words):
                if pending.show_header or pending.row_count:
                    yield pending
                yield from (Padding(line, (0, 0, 0, 1)) for line in part.lines)
                pending = self._grid(widths)
            elif part is None:
                pending.add_row()
            else:
                first = Padding(part.cells[0], (0, 0, 0, 2)) if part.under else part.cells[0]
                pending.add_row(first, *part.cells[1:])
        if pending.show_header or pending.row_count:
            yield pending

    def _grid(self, widths: Sequence[int], *, headings: bool = False) -> Table:
        made = Table(box=box.SIMPLE_HEAD, show_edge=False, show_header=headings, pad_edge=True, padding=(0, 1))
        for column, width in zip(self.columns, widths, strict=True):
            made.add_column(Line(column.heading), justify=column.side, width=width, overflow="fold", style=column.style)
        return made

    def _below(self, natural: Sequence[int], width: int) -> Iterator[RenderableType]:
        """Yield it with the numbers below their name, as many in a line as there is room for."""
        groups = grouped([min(cells, width - 4) for cells in natural[1:]], width - 4)
        if any(column.heading for column in self.columns[1:]):
            yield from self._numbers([Line(column.heading) for column in self.columns[1:]], groups)
            yield Line("─" * (width - 1))
        for part in self.parts:
            if part is None:
                yield Line("")
            elif isinstance(part, _Words):
                yield from (Padding(line, (0, 0, 0, 1)) for line in part.lines)
            else:
                if part.cells[0].plain:
                    yield Padding(part.cells[0], (0, 0, 0, 3 if part.under else 1))
                yield from self._numbers(part.cells[1:], groups)

    def _numbers(self, cells: Sequence[Line], groups: Sequence[Sequence[tuple[int, int]]]) -> Iterator[RenderableType]:
        for group in groups:
            if not any(cells[k].plain for k, _ in group if k < len(cells)):
                continue
            grid = Table.grid(padding=(0, 2, 0, 0))
            for k, width in group:
                grid.add_column(justify=self.columns[k + 1].side, width=width, overflow="fold", style=self.columns[k + 1].style)
            grid.add_row(*(cells[k] for k, _ in group))
            yield Padding(grid, (0, 0, 0, 3))

    def html(self) -> str:
        """Return it as an HTML table without colours of its own, so that it is read on white and on black."""
        made = ['<table style="border-collapse:collapse">']
        if any(column.heading for column in self.columns):
            heads = "".join(f'<th style="{_css(column)};vertical-align:bottom">{_html(column.heading)}</th>' for column in self.columns)
            made.append(f'<thead><tr style="border-bottom:1px solid currentColor">{heads}</tr></thead>')
        made.append("<tbody>")
        for part in self.parts:
            if isinstance(part, _Words):
                said = "<br>".join(_html(line.plain, str(line.style)) for line in part.lines)
                made.append(f'<tr><td colspan="{len(self.columns)}" style="text-align:left;padding-top:.8em">{said}</td></tr>')
            elif part is None:
                made.append(f'<tr><td colspan="{len(self.columns)}" style="height:.6em"></td></tr>')
            else:
                made.append("<tr>" + "".join(self._cell(part, k) for k in range(len(self.columns))) + "</tr>")
        return "".join([*made, "</tbody></table>"])

    def _cell(self, row: _Row, k: int) -> str:
        cell, column = row.cells[k] if k < len(row.cells) else Line(""), self.columns[k]
        indent = ";padding-left:2em" if k == 0 and row.under else ""
        return f'<td style="{_css(column)}{indent}">{_html(cell.plain, f"{column.style} {cell.style}")}</td>'


def _css(column: Column) -> str:
    wrap = "" if column.words else ";white-space:nowrap"
    return f"text-align:{column.side};padding:.15em .7em{wrap}"


def _html(text: str, style: str = "") -> str:
    said = escape(text).replace("\n", "<br>")
    if "bold" in style:
        said = f"<b>{said}</b>"
    return f'<span style="opacity:.65">{said}</span>' if "dim" in style else said


def fitted(natural: Sequence[int], words: Sequence[bool], width: int) -> list[int] | None:
    """Return the widths of columns side by side, None where there is too little room.

    Args:
        natural: cells of each column if nothing wraps.
        words: whether a column may wrap; the widest of these gives way first, and none below `NAME`.
        width: cells that there are.
    """
    widths = list(natural)
    while (over := sum(widths) + BETWEEN * len(widths) - 1 - width) > 0:
        free = [k for k, may in enumerate(words) if may and widths[k] > NAME]
        if not free:
            return None
        widest = max(free, key=lambda k: widths[k])
        next_one = max([widths[k] for k in free if widths[k] < widths[widest]], default=NAME)
        widths[widest] = max(widths[widest] - over, next_one - 1 if len(free) > 1 else NAME, NAME)
    return widths


def grouped(widths: Sequence[int], room: int) -> list[list[tuple[int, int]]]:
    """Return columns as lines that have room for them, in their order: lists of (column, width)."""
    found: list[list[tuple[int, int]]] = [[]]
    for k, width in enumerate(widths):
        if found[-1] and sum(w + 2 for _, w in found[-1]) + width > room:
            found.append([])
        found[-1].append((k, width))
    return [group for group in found if group]
