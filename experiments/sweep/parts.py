"""A table that grows in parts: Parquet files, each of which appears whole and bears its checksum in its name.

    part-000017-000017-1f0c...parquet        the 17th part
    part-000001-000016-9ab2...parquet        parts 1 to 16, put together

A part whose name is not its checksum (torn, flipped) is not believed. One that lies within the numbers of another is what the other was put
together from, left by a kill before it was taken away. Either goes when the table is opened.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...model.ground.whole import PART, part_name
from ..checksums import checksum_of
from ..codebook import Table
from ..columns import write_table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

SMALL = 200_000
"""Rows of a part up to which it is put together with others."""
TOGETHER = 16
"""Small parts at the end that are put together."""
KEY = "run"
"""The column by which rows belong to runs."""
_NAME = re.compile(r"part-(\d{6,})-(\d{6,})-([0-9a-f]{32})\.parquet")


class Part(NamedTuple):
    """One file.

    Attributes:
        path: where.
        first, last: numbers of the parts in it.
        rows: how many.
    """

    path: Path
    first: int
    last: int
    rows: int


class Parts:
    """The parts of one table in a folder that this process alone writes to.

    Attributes:
        folder: where they lie.
        table: what the columns are.
        torn: names of parts that were not believed when it was opened.
        last: number of the last part, 0 if there is none.
    """

    def __init__(self, folder: Path, table: Table) -> None:
        """Open the table, made if it is not there; what is not whole goes.

        Raises:
            OSError: the folder cannot be read or written.
        """
        folder.mkdir(exist_ok=True)
        self.folder, self.table = folder, table
        for left in folder.glob(f".*{PART}"):
            left.unlink(missing_ok=True)
        found, torn = whole_parts(folder)
        self.torn = [path.name for path in torn]
        self._parts = _outermost(found)
        for path in {*torn, *(one.path for one in found)} - {one.path for one in self._parts}:
            path.unlink(missing_ok=True)
        self.last = max((one.last for one in self._parts), default=0)

    def runs(self) -> np.ndarray:
        """Return int64, the run of each row, part by part."""
        return np.concatenate([np.zeros(0, np.int64), *(_runs(one.path) for one in self._parts)])

    def read(self) -> list[pa.Table]:
        """Return the parts as they are."""
        return [_read(one.path) for one in self._parts]

    def add(self, columns: Mapping[str, Any], number: int) -> None:
        """Write the part of a number; it appears whole or not at all.

        Raises:
            OSError: it cannot be written.
        """
        part = self.folder / part_name()
        try:
            write_table(columns, part, self.table)
            self._take(part, number, number, len(next(iter(columns.values()))))
        finally:
            part.unlink(missing_ok=True)
        self.last = max(self.last, number)

    def _take(self, part: Path, first: int, last: int, rows: int) -> None:
        # The name tells a file that power failed under; it is asked for all the same to be on the disk.
        with part.open("rb") as file:
            os.fsync(file.fileno())
        path = self.folder / f"part-{first:06d}-{last:06d}-{checksum_of(part)}.parquet"
        os.replace(part, path)
        self._parts = [*(one for one in self._parts if one.path != path), Part(path, first, last, rows)]

    def put_together(self, least: int = TOGETHER) -> None:
        """Put the small parts at the end together, if there are at least so many.

        Raises:
            OSError: the new part cannot be written; the others are as they were.
        """
        small: list[Part] = []
        for one in sorted(self._parts, key=lambda one: one.first, reverse=True):
            if one.rows > SMALL or sum(other.rows for other in small) > SMALL:
                break
            small.insert(0, one)
        if len(small) < max(least, 2):
            return
        self._write(small, _joined([_read(one.path) for one in small]))

    def keep_runs(self, runs: np.ndarray) -> None:
        """Take out all rows of other runs than these.

        Raises:
            OSError: a part cannot be written.
        """
        for one in list(self._parts):
            there = np.isin(_runs(one.path), runs)
            if not there.all():
                import pyarrow as pa

                self._write([one], _read(one.path).filter(pa.array(there)))

    def drop(self, number: int) -> None:
        """Take the part of one number away."""
        for one in [one for one in self._parts if (one.first, one.last) == (number, number)]:
            one.path.unlink(missing_ok=True)
            self._parts.remove(one)

    def drop_all(self) -> None:
        """Take all parts away."""
        for one in self._parts:
            one.path.unlink(missing_ok=True)
        self._parts = []

    def _write(self, olds: Sequence[Part], table: pa.Table) -> None:
        """Write one part in place of some."""
        from pyarrow import parquet

        if table.num_rows:
            part = self.folder / part_name()
            try:
                parquet.write_table(table, part, compression="zstd")
                self._take(part, olds[0].first, olds[-1].last, table.num_rows)
            finally:
                part.unlink(missing_ok=True)
        new = self._parts[-1].path if table.num_rows else None
        for one in olds:
            if one.path != new:
                one.path.unlink(missing_ok=True)
        gone = {one.path for one in olds} - {new}
        self._parts = [one for one in self._parts if one.path not in gone]


def whole_parts(folder: Path) -> tuple[list[Part], list[Path]]:
    """Return the parts in a folder that are what their names say, and the paths of those that are not.

    Raises:
        OSError: one cannot be read at all; it may be whole.
    """
    from pyarrow import parquet

    found, torn = [], []
    for path in sorted(folder.glob("part-*.parquet")):
        named = _NAME.fullmatch(path.name)
        try:
            if named is None or checksum_of(path) != named[3]:
                torn.append(path)
            else:
                found.append(Part(path, int(named[1]), int(named[2]), parquet.read_metadata(path).num_rows))
        except FileNotFoundError:
            # Put together with others by the process that writes, while we looked.
            continue
    return found, torn


def tables_of(folder: Path) -> list[pa.Table]:
    """Return the parts of a table that another process may be writing to, as they are now; none where there is no folder yet."""
    for _ in range(_TRIES):
        parts = _outermost(whole_parts(folder)[0])
        try:
            return [_read(one.path) for one in parts]
        except FileNotFoundError:
            continue
    return []


_TRIES = 20


def _outermost(parts: Sequence[Part]) -> list[Part]:
    """Return the parts that lie within no other, each range once, in the order of their numbers."""
    found: dict[tuple[int, int], Part] = {}
    for one in parts:
        if not any(other.first <= one.first and one.last <= other.last and (other.first, other.last) != (one.first, one.last) for other in parts):
            found.setdefault((one.first, one.last), one)
    return [found[key] for key in sorted(found)]


def _joined(tables: Sequence[pa.Table]) -> pa.Table:
    """Return tables below one another, their rows in the order of the runs; what their columns say of themselves is the same in all."""
    import pyarrow as pa

    whole = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
    order = np.argsort(whole.column(KEY).to_numpy(), kind="stable")
    return whole.take(pa.array(order))


def _runs(path: Path) -> np.ndarray:
    return np.asarray(_read(path, [KEY]).column(KEY).to_numpy(), np.int64)


def _read(path: Path, columns: list[str] | None = None) -> pa.Table:
    from pyarrow import ArrowException, parquet

    try:
        # One file, and no folder of them: names of folders are no columns.
        return parquet.ParquetFile(path).read(columns)
    except ArrowException as error:
        raise OSError(f"{path.name}: {error}") from None


def frame_of(tables: Sequence[pa.Table], columns: Mapping[str, str]) -> pd.DataFrame:
    """Return the parts of a table below one another; texts that repeat stand as texts.

    Args:
        tables: the parts.
        columns: of the table -> dtype of a column without a row, where there is no part.
    """
    import pandas as pd
    import pyarrow as pa

    if not tables:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns.items()})
    frame: pd.DataFrame = pa.concat_tables(tables, promote_options="permissive").unify_dictionaries().to_pandas()
    for name in frame.columns:
        if isinstance(frame[name].dtype, pd.CategoricalDtype):
            frame[name] = frame[name].astype(object)
    return frame
