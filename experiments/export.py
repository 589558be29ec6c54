"""Ties for other programs: GraphML and GEXF (Gephi, igraph, R), nodes and edges (anything), rosters (linli itself), waves (RSiena).

Ties are undirected; each says what it is worth and who keeps it. People are anonymous: a resident is a permanent number that the simulation
drew, or the code that a roster gave. docs/exports.md is the page for those who use them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from .codebook import EDGES, NODES
from .columns import write_table
from .comparison import Comparison
from .csv_tables import codebook_csv, csv_text
from .formats import FORMATS, LEVEL_NAMES, OF_COMPARISONS, level_for
from .loading import load_result, load_run
from .network import edge_columns, graph_of, node_columns, ties_of
from .places import Place
from .records import Snapshot
from .roster_export import write_rosters
from .rsiena import write_waves
from .store import write_folder
from .workbook import workbook

if TYPE_CHECKING:
    from .results import RunResult


def export_run(run: RunResult | Comparison | str | Path, format: str, folder: str | Path | Place, level: str | None = None) -> list[Path]:
    """Write the ties of a run for another program, or a comparison as a workbook.

    Args:
        run: a run, or the folder of one; for "xlsx" a comparison.
        format: one of `formats.FORMATS` or `formats.OF_COMPARISONS`: "graphml" and "gexf": a file a kept week and arm; "edges": nodes and edges
            as CSV and Parquet;
            "roster": residents and ties that a scenario takes back; "rsiena": waves, covariates and an R script that loads them; "xlsx": a
            workbook with its codebook.
        folder: a new folder to write to.
        level: ties from which level on: "recognised", "acquaintance", "friendly", "friend" or "close"; None: "acquaintance", and
            "recognised" for a roster.

    Returns:
        The files.

    Raises:
        UserError: an unknown format or level, a folder that cannot be read or written, or a run that kept no ties.
    """
    from ..scenarios.errors import UserError

    check_format(format, level)
    if not isinstance(folder, Place):
        with Place(Path(folder)) as place:
            return export_run(run, format, place, level)
    if format in OF_COMPARISONS:
        write_folder(folder, lambda part: (part / "comparison.xlsx").write_bytes(workbook(_comparison(run))))
        return [folder.path / "comparison.xlsx"]
    result = load_run(run) if isinstance(run, str | Path) else run
    if isinstance(result, Comparison):
        raise UserError("a comparison keeps no ties; it is written as xlsx.", "比较结果不保存关系，只能导出为 xlsx。", argument="format")
    shots = snapshots_of(result)
    if not shots:
        raise UserError(
            "the run kept no ties. Run it again and name the weeks that are kept (snapshot weeks), such as 0 and 52.",
            "该运行没有保存关系。请重新运行并指定要保存的周（snapshot weeks），例如 0 与 52。",
        )
    writers: dict[str, Callable[[RunResult, list[Snapshot], Path, str], None]] = {
        "graphml": _graphml, "gexf": _gexf, "edges": _edges, "roster": write_rosters, "rsiena": write_waves,
    }  # fmt: skip
    write_folder(folder, lambda part: writers[format](result, shots, part, level_for(format, level)))
    return sorted(path for path in folder.path.rglob("*") if path.is_file())


def check_format(format: str, level: str | None) -> None:
    """Check the names of a format and of a level.

    Raises:
        UserError: there is no such one.
    """
    from ..model.ground.text import Text
    from ..scenarios.errors import unknown

    if format not in {**FORMATS, **OF_COMPARISONS}:
        raise unknown(format, [*FORMATS, *OF_COMPARISONS], Text("format", "格式"), argument="format")
    if level is not None and level not in LEVEL_NAMES:
        raise unknown(level, LEVEL_NAMES, Text("level", "等级"), argument="level")


def _comparison(given: RunResult | Comparison | str | Path) -> Comparison:
    """Return the comparison that is meant.

    Raises:
        UserError: it is something else, or nothing finished in it.
    """
    from ..scenarios.errors import UserError

    found = load_result(Path(given)) if isinstance(given, str | Path) else given
    if not isinstance(found, Comparison):
        raise UserError("only a comparison is written as xlsx (linli compare).", "只有比较结果可导出为 xlsx（linli compare）。", argument="format")
    if not found.seeds:
        raise UserError("no seed finished, so there is nothing to write.", "没有完成任何随机种子，无内容可写。")
    return found


def snapshots_of(result: RunResult) -> list[Snapshot]:
    """Return the kept snapshots and, of a run that is still in memory, those of the end."""
    shots = list(result.snapshots)
    have = {(shot.arm, shot.week) for shot in shots}
    return shots + [result.snapshot(result.weeks, arm) for arm in result.societies if (arm, result.weeks) not in have]


def _edges(result: RunResult, shots: list[Snapshot], folder: Path, level: str) -> None:
    tables = {"nodes": NODES, "edges": EDGES}
    names: dict[str, list[str]] = {}
    for shot in shots:
        ties = ties_of(result, shot.arm)
        for kind, columns in (("nodes", node_columns(shot, ties)), ("edges", edge_columns(shot, ties, level))):
            path = folder / f"{shot.arm}-week-{shot.week}-{kind}"
            path.with_name(f"{path.name}.csv").write_text(csv_text(columns, tables[kind]), encoding="utf-8")
            write_table(columns, path.with_name(f"{path.name}.parquet"), tables[kind])
            names[kind] = list(columns)
    (folder / "codebook.csv").write_text(codebook_csv(tables, names), encoding="utf-8")


def _graphml(result: RunResult, shots: list[Snapshot], folder: Path, level: str) -> None:
    import networkx as nx

    for shot in shots:
        nx.write_graphml(graph_of(result, shot, level), folder / f"{shot.arm}-week-{shot.week}.graphml", infer_numeric_types=True)


def _gexf(result: RunResult, shots: list[Snapshot], folder: Path, level: str) -> None:
    import networkx as nx

    for shot in shots:
        graph = graph_of(result, shot, level)
        for _, own in graph.nodes(data=True):
            if "x" in own:
                own["viz"] = {"position": {axis: own[axis] for axis in ("x", "y", "z")}}
        nx.write_gexf(graph, folder / f"{shot.arm}-week-{shot.week}.gexf")
