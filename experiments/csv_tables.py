"""Columns as CSV: one way for all CSV files that linli writes."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

import numpy as np

from .codebook import Table


def csv_text(columns: Mapping[str, Any], table: Table | None = None) -> str:
    """Return columns as CSV: truth values as TRUE and FALSE (R reads no others), what is not there empty.

    Args:
        columns: name -> values [n]: numbers, truth values, texts.
        table: its codebook, if it has one: columns that are whole there are written without a point.
    """
    lists = [_cells(np.asarray(values), table is not None and table.columns[name].whole) for name, values in columns.items()]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*lists, strict=True))
    return text.getvalue()


def _cells(array: np.ndarray, whole: bool) -> list[Any]:
    if array.dtype.kind == "b":
        return ["TRUE" if value else "FALSE" for value in array.tolist()]
    if array.dtype.kind == "f":
        # str of a float32 is its shortest decimal; as a float64 it would have digits that nobody measured.
        return ["" if value != value else int(value) if whole else str(value) for value in array]
    return ["" if value is None else value for value in array.tolist()]


def codebook_csv(tables: Mapping[str, Table], names: Mapping[str, list[str]]) -> str:
    """Return the codebook of some columns of some tables as CSV: a line a column, both languages."""
    heads = ("table", "column", "meaning.en", "meaning.zh", "unit.en", "unit.zh", "codes", "null.en", "null.zh")
    lines = [[key, name, *(tables[key].columns[name].tells().get(head, "") for head in heads[2:])] for key in tables for name in names[key]]
    return csv_text({head: np.array([line[k] for line in lines], object) for k, head in enumerate(heads)})
