"""Results for other programs of tables: Arrow, and by it polars and DuckDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..model.ground.refusal import InputError

if TYPE_CHECKING:
    import polars
    import pyarrow as pa

_TYPES = {"arm": "string", "seed": "int64", "week": "int64", "measure": "string", "value": "float64"}
"""Types of the tidy table, which are the same where there is no row."""


def arrow_of(columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    """Return columns as an Arrow table."""
    import pyarrow as pa

    return pa.table({name: pa.array(values, type=_TYPES.get(name)) for name, values in columns.items()})


def polars_of(table: pa.Table) -> polars.DataFrame:
    """Return an Arrow table as a polars one.

    Raises:
        InputError: polars is not installed.
    """
    try:
        import polars
    except ImportError:
        raise InputError("polars is not installed: pip install polars.", "未安装 polars：pip install polars。") from None
    return polars.DataFrame(table)


class Tabled:
    """What has one long table: `to_arrow`, `to_polars`, and the interface by which DuckDB, polars and others read it without a copy."""

    def arrow_columns(self) -> Mapping[str, Sequence[Any]]:
        """Return the columns of the table."""
        raise NotImplementedError

    def to_arrow(self) -> pa.Table:
        """Return the table as an Arrow table (pyarrow)."""
        return arrow_of(self.arrow_columns())

    def to_polars(self) -> polars.DataFrame:
        """Return the table as a polars DataFrame.

        Raises:
            InputError: polars is not installed.
        """
        return polars_of(self.to_arrow())

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Hand the table over (the Arrow PyCapsule interface): `polars.DataFrame(run)`, `duckdb.sql("from run")`, `pyarrow.table(run)`."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)
