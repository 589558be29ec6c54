"""The formats that `linli export` writes, and the levels from which on it writes ties. Nothing heavy is imported here."""

from __future__ import annotations

from ..model.ground.text import Text
from .codebook import LEVELS

FORMATS: dict[str, Text] = {
    "graphml": Text("a GraphML file a kept week and arm (Gephi, igraph, visone, R)", "每个保存的周与方案一个 GraphML 文件（Gephi、igraph、visone、R）"),
    "gexf": Text("a GEXF file likewise (Gephi), with places on the map", "同上，GEXF 文件（Gephi），含坐标"),
    "edges": Text("nodes and edges as CSV and Parquet (R, pandas, polars, DuckDB)", "节点表与边表，CSV 与 Parquet（R、pandas、polars、DuckDB）"),
    "roster": Text("residents and ties that a scenario takes back as its roster", "可作为情景名册重新读入的居民表与关系表"),
    "rsiena": Text("waves, covariates and an R script for RSiena", "供 RSiena 使用的各期关系、协变量与 R 脚本"),
}
OF_COMPARISONS: dict[str, Text] = {
    "xlsx": Text("a comparison as a workbook with its codebook (Excel, LibreOffice, WPS)", "比较结果的工作簿，附编码表（Excel、LibreOffice、WPS）"),
}
"""Formats of a comparison; it keeps no ties."""
LEVEL_NAMES = tuple(LEVELS)
"""Levels from the lowest up, as in `model.agents.tie_view.LEVELS`."""
DEFAULT_LEVEL = "acquaintance"
ROSTER_LEVEL = "recognised"
"""Level of a roster's ties unless another is asked for: a scenario goes on with all that is known."""


def level_for(format: str, asked: str | None) -> str:
    """Return the level of an export: the one asked for, or else that of the format."""
    return asked or (ROSTER_LEVEL if format == "roster" else DEFAULT_LEVEL)
