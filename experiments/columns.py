"""Columns for Parquet files. pyarrow's own conversion would import pandas, which takes longer than writing a whole run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .codebook import Column, Table

if TYPE_CHECKING:
    import pyarrow as pa


def numbers(values: np.ndarray, missing: np.ndarray | None = None) -> pa.Array:
    """Return numbers (or truth values) [n] as a column, without copying numbers.

    Args:
        values: the numbers.
        missing: bool [n], which of them are null; None: those that are NaN.
    """
    import pyarrow as pa

    if missing is None and values.dtype.kind == "f":
        missing = np.isnan(values)
    valid = None
    if missing is not None and missing.any():
        valid = pa.py_buffer(np.packbits(~missing, bitorder="little"))
    if values.dtype == np.bool_:
        return pa.Array.from_buffers(pa.bool_(), len(values), [valid, pa.py_buffer(np.packbits(values, bitorder="little"))])
    whole = np.ascontiguousarray(values)
    return pa.Array.from_buffers(pa.from_numpy_dtype(whole.dtype), len(whole), [valid, pa.py_buffer(whole)])


def labels(codes: np.ndarray, names: Sequence[str]) -> pa.DictionaryArray:
    """Return a column of texts that repeat: int [n] codes into a few names; a code that is none of theirs is null."""
    import pyarrow as pa

    texts = [name.encode() for name in names]
    offsets = np.concatenate(([0], np.cumsum([len(text) for text in texts], dtype=np.int64))).astype(np.int32)
    dictionary = pa.StringArray.from_buffers(len(texts), pa.py_buffer(offsets), pa.py_buffer(b"".join(texts)))
    whole = np.asarray(codes, np.int32)
    none = (whole < 0) | (whole >= len(names))
    return pa.DictionaryArray.from_arrays(numbers(np.where(none, 0, whole).astype(np.int32), none), dictionary)


def column(values: Any, about: Column) -> pa.Array:
    """Return a column of numbers, truth values or texts; arrays of pyarrow pass. NaN and None are null.

    Args:
        values: [n]; of a column that holds words their codes, or the words.
        about: what the column is.
    """
    import pyarrow as pa

    if isinstance(values, pa.Array):
        return values
    array = np.asarray(values)
    if array.dtype.kind in "biuf":
        if about.words and array.dtype.kind != "b":
            return labels(array, [word.en for word in about.words])
        if about.whole and array.dtype.kind == "f":
            missing = np.isnan(array)
            return numbers(np.where(missing, 0, array).astype(np.int32), missing)
        return numbers(array)
    names = list(dict.fromkeys([*(word.en for word in about.words), *(name for name in array.tolist() if name is not None)]))
    number = {name: code for code, name in enumerate(names)} | {None: -1}
    return labels(np.fromiter((number[name] for name in array.tolist()), np.int32, len(array)), names)


def write_table(columns: Mapping[str, Any], path: Path, table: Table) -> None:
    """Write columns to a Parquet file, with the codebook of the table in the metadata of the file and of each field.

    Raises:
        KeyError: the codebook has no such column.
    """
    import pyarrow as pa
    from pyarrow import parquet

    arrays = {name: column(values, table.columns[name]) for name, values in columns.items()}
    fields = [pa.field(name, array.type, metadata=table.columns[name].tells()) for name, array in arrays.items()]
    schema = pa.schema(fields, metadata=table.tells(list(columns)))
    parquet.write_table(pa.Table.from_arrays(list(arrays.values()), schema=schema), path, compression="zstd")


def read_table(path: Path) -> dict[str, np.ndarray]:
    """Read a Parquet file as column -> array [n]; texts are objects, null is NaN in numbers and None in texts.

    Raises:
        OSError: it is not there, or it is no such file.
    """
    from pyarrow import ArrowException, parquet

    try:
        table = parquet.read_table(path)
    except ArrowException as error:
        raise OSError(f"{path.name}: {error}") from None
    return {name: _plain(values).to_numpy() for name, values in _pairs(table)}


def _plain(values: Any) -> Any:
    """Return texts that repeat as texts: as codes, pyarrow would take the last of them for null."""
    import pyarrow as pa

    return values.cast(values.type.value_type) if pa.types.is_dictionary(values.type) else values


def _pairs(table: pa.Table) -> Iterable[tuple[str, Any]]:
    return zip(table.column_names, table.columns, strict=True)
