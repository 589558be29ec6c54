"""Tables of a city's folder, checked before they are believed: a folder may come from anybody, and its checksums tell damage alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..codebook import Table
from ..records import START
from ..sweep import parts
from .book import COMMUNITIES, MEASURES, MOVES, TASKS

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_TEXTS = ("arm", "measure", "name", "preset")
_NUMBERS = ("value", "asked", "x", "y", "seconds")
_KEYS = {
    COMMUNITIES.name: ["community"], MEASURES.name: ["seed", "arm", "year", "community", "measure"], MOVES.name: ["seed", "arm", "year", "source", "target"],
}  # fmt: skip
"""Table -> columns of which no two rows have the same; a task may have been worked twice."""


def check_table(frame: pd.DataFrame, table: Table, arms: Sequence[str], seeds: Sequence[int], years: int, communities: int) -> None:
    """Refuse a table that is not one of this city.

    Args:
        frame: the table.
        table: what its columns are.
        arms: of the city.
        seeds: likewise.
        years: that it lives.
        communities: how many it has.

    Raises:
        ValueError: columns, types or keys are others.
    """
    if list(frame.columns) != list(table.columns):
        raise ValueError(f"{table.name} has other columns than the codebook")
    for name in frame.columns:
        column = frame[name]
        if name in _TEXTS:
            right = all(isinstance(cell, str) and cell.isprintable() for cell in column.unique())
        else:
            right = column.dtype.kind in ("fiu" if name in _NUMBERS else "iu")
        if not right:
            raise ValueError(f"{table.name}, {name}: values of another type")
    # The years before are worked under a name of their own.
    known: dict[str, list[Any]] = {"arm": [*arms, START] if table == TASKS else list(arms), "seed": list(seeds)}
    within = {"year": years + 1, "community": communities, "source": communities, "target": communities}
    for name in frame.columns:
        right = bool(frame[name].isin(known[name]).all() if name in known else name not in within or frame[name].between(0, within[name] - 1).all())
        if not right:
            raise ValueError(f"{table.name}, {name}: a value that the city does not have")
    if table.name in _KEYS and frame.duplicated(_KEYS[table.name]).any():
        raise ValueError(f"{table.name} says something twice")
    if table == COMMUNITIES and len(frame) != communities:
        raise ValueError(f"{table.name} has {len(frame)} communities and not {communities}")
    if table == MEASURES and not (frame.loc[frame["measure"] == "residents", "value"] >= 0.0).all():
        raise ValueError(f"{table.name}: residents that are no number")
    if table == COMMUNITIES and not np.isfinite(frame[["asked", "x", "y"]].to_numpy(np.float64)).all():
        raise ValueError(f"{table.name}: a place or size that is no number")


def frame_of(tables: Sequence[pa.Table], table: Table) -> pd.DataFrame:
    """Return the parts of a table below one another; without any, no rows of the right types."""
    kinds = {name: "object" if name in _TEXTS else "float64" if name in _NUMBERS else "int64" for name in table.columns}
    return parts.frame_of(tables, kinds)
