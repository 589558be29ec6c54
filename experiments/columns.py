"""Columns for Parquet files. pyarrow's own conversion would import pandas, which takes longer than writing a whole run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa


def numbers(values: np.ndarray) -> pa.Array:
    """Return numbers (or truth values) [n] as a column, without copying numbers."""
    import pyarrow as pa

    if values.dtype == np.bool_:
        bits = np.packbits(values, bitorder="little")
        return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(bits)])
    whole = np.ascontiguousarray(values)
    return pa.Array.from_buffers(pa.from_numpy_dtype(whole.dtype), len(whole), [None, pa.py_buffer(whole)])


def labels(codes: np.ndarray, names: Sequence[str]) -> pa.DictionaryArray:
    """Return a column of texts that repeat: int [n] codes into a few names."""
    import pyarrow as pa

    texts = [name.encode() for name in names]
    offsets = np.concatenate(([0], np.cumsum([len(text) for text in texts], dtype=np.int64))).astype(np.int32)
    dictionary = pa.StringArray.from_buffers(len(texts), pa.py_buffer(offsets), pa.py_buffer(b"".join(texts)))
    return pa.DictionaryArray.from_arrays(numbers(np.asarray(codes, np.int32)), dictionary)


def column(values: Any) -> pa.Array:
    """Return a column of numbers, truth values or texts; arrays of pyarrow pass."""
    import pyarrow as pa

    if isinstance(values, pa.Array):
        return values
    array = np.asarray(values)
    if array.dtype.kind in "biuf":
        return numbers(array)
    names = list(dict.fromkeys(array.tolist()))
    number = {name: code for code, name in enumerate(names)}
    return labels(np.fromiter((number[name] for name in array.tolist()), np.int32, len(array)), names)


def write_table(columns: Mapping[str, Any], path: Path) -> None:
    """Write columns to a Parquet file."""
    import pyarrow as pa
    from pyarrow import parquet

    arrays = [column(values) for values in columns.values()]
    parquet.write_table(pa.Table.from_arrays(arrays, names=list(columns)), path, compression="zstd")


def read_table(path: Path) -> dict[str, np.ndarray]:
    """Read a Parquet file as column -> array [n]; texts are objects.

    Raises:
        OSError: it is not there, or it is no such file.
    """
    from pyarrow import ArrowException, parquet

    try:
        table = parquet.read_table(path)
    except ArrowException as error:
        raise OSError(f"{path.name}: {error}") from None
    return {name: values.to_numpy() for name, values in _pairs(table)}


def _pairs(table: pa.Table) -> Iterable[tuple[str, Any]]:
    return zip(table.column_names, table.columns, strict=True)
