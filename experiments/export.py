"""Ties for other programs: GraphML (Gephi, igraph, visone), edge lists (anything), waves for RSiena.

Ties are undirected; each export says in a column or an attribute what a tie is worth. People are anonymous: a resident is a
permanent number that the simulation drew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .loading import load_run
from .places import Place
from .records import Snapshot
from .rsiena import write_waves
from .store import write_folder

if TYPE_CHECKING:
    from .results import RunResult

FORMATS = ("graphml", "edges", "rsiena")


def export_run(run: RunResult | str | Path, format: str, folder: str | Path | Place) -> list[Path]:
    """Write the ties of a run for another program.

    Args:
        run: a run, or the folder of one.
        format: "graphml": a file a kept week and arm; "edges": edges and nodes as CSV and Parquet; "rsiena": adjacency
            matrices of the kept weeks, covariates and an R script that loads them.
        folder: a new folder to write to.

    Returns:
        The files.

    Raises:
        UserError: an unknown format, a folder that cannot be read or written, or a run that kept no ties.
    """
    from ..scenarios.errors import UserError, did_you_mean, show

    if format not in FORMATS:
        hint = did_you_mean(format, FORMATS)
        raise UserError(f"there is no format {show(format)}.{hint.en}", f"没有格式 {show(format)}。{hint.zh}", argument="format")
    if not isinstance(folder, Place):
        with Place(Path(folder)) as place:
            return export_run(run, format, place)
    writers: dict[str, Callable[[RunResult, list[Snapshot], Path], None]] = {"graphml": _graphml, "edges": _edges, "rsiena": write_waves}
    result = load_run(run) if isinstance(run, str | Path) else run
    shots = snapshots_of(result)
    if not shots:
        raise UserError(
            "the run kept no ties. Run it again and name the weeks that are kept (snapshot weeks), such as 0 and 52.",
            "该运行没有保存关系。请重新运行并指定要保存的周（snapshot weeks），例如 0 与 52。",
        )
    write_folder(folder, lambda part: writers[format](result, shots, part))
    return sorted(path for path in folder.path.rglob("*") if path.is_file())


def snapshots_of(result: RunResult) -> list[Snapshot]:
    """Return the kept snapshots and, of a run that is still in memory, those of the end."""
    shots = list(result.snapshots)
    have = {(shot.arm, shot.week) for shot in shots}
    return shots + [result.snapshot(result.weeks, arm) for arm in result.societies if (arm, result.weeks) not in have]


def node_columns(shot: Snapshot) -> dict[str, np.ndarray]:
    """Return the columns of the residents of a snapshot; situations, sexes and tenures are written out."""
    from ..model.people.residents import Situation

    words = {
        "sex": ("female", "male"),
        "tenure": ("owner", "renter"),
        "registration": ("local", "migrant"),
        "situation": tuple(s.name.lower() for s in Situation),
        "education": ("primary or less", "lower secondary", "upper secondary", "tertiary"),
    }
    return {name: np.array(words[name])[column] if name in words else column for name, column in shot.residents.items()}


def edge_columns(result: RunResult, shot: Snapshot) -> dict[str, np.ndarray]:
    """Return the columns of the ties of a snapshot: rows and identities of the two, hours, origin, whether acquaintances."""
    identity = shot.residents["identity"]
    return {
        "source": shot.left,
        "target": shot.right,
        "source_identity": identity[shot.left],
        "target_identity": identity[shot.right],
        "closeness": shot.closeness,
        "slow": shot.slow,
        "acquaintance": shot.acquainted(result.facts.acquaintance),
        "origin": np.array(shot.kinds)[shot.origin],
    }


def _edges(result: RunResult, shots: list[Snapshot], folder: Path) -> None:
    import pandas as pd

    for shot in shots:
        stem = f"{shot.arm}-week-{shot.week}"
        for kind, columns in (("nodes", node_columns(shot)), ("edges", edge_columns(result, shot))):
            frame = pd.DataFrame(columns)
            if kind == "nodes":
                frame.insert(0, "row", np.arange(len(frame)))
            frame.to_csv(folder / f"{stem}-{kind}.csv", index=False)
            frame.to_parquet(folder / f"{stem}-{kind}.parquet", index=False)


def _graphml(result: RunResult, shots: list[Snapshot], folder: Path) -> None:
    import networkx as nx

    for shot in shots:
        nx.write_graphml(graph_of(result, shot), folder / f"{shot.arm}-week-{shot.week}.graphml")


def graph_of(result: RunResult, shot: Snapshot) -> Any:
    """Return a snapshot as a `networkx.Graph`: nodes are rows of residents with their attributes, edges are ties."""
    import networkx as nx

    graph = nx.Graph(scenario=result.facts.name, arm=shot.arm, seed=result.seed, week=shot.week, linli=result.facts.version)
    people = {name: column.tolist() for name, column in node_columns(shot).items()}
    # A 64-bit identity is larger than GraphML's "long" holds; as text it survives.
    people["identity"] = [str(one) for one in people["identity"]]
    graph.add_nodes_from((row, {name: column[row] for name, column in people.items()}) for row in range(len(people["gate"])))
    ties = {name: column.tolist() for name, column in edge_columns(result, shot).items() if not name.endswith("_identity")}
    sources, targets = ties.pop("source"), ties.pop("target")
    graph.add_edges_from((a, b, {name: column[k] for name, column in ties.items()}) for k, (a, b) in enumerate(zip(sources, targets, strict=True)))
    return graph
