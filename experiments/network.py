"""A snapshot as nodes and edges: decoded attributes, levels, weights, who keeps a tie. All exports are made of these two tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .codebook import COUNTS, EDGES, NODES
from .records import Snapshot
from .snapshot_tables import kept_by, people_columns

if TYPE_CHECKING:
    from ..model.people.constants import TieConstants
    from .results import RunResult


def ties_of(result: RunResult, arm: str) -> TieConstants:
    """Return the constants of ties that hold in an arm."""
    scenario = result.scenario
    return (scenario.arm(arm) if arm in scenario.arms else scenario).constants.ties


def reached(shot: Snapshot, ties: TieConstants) -> dict[str, np.ndarray]:
    """Return level -> bool [pairs], whether a tie reaches it."""
    from ..model.agents.tie_view import LEVELS, ON_SLOW_TRACE

    return {level: (shot.slow if level in ON_SLOW_TRACE else shot.closeness) >= np.float32(getattr(ties, level)) for level in LEVELS}


def identity_text(identity: np.ndarray) -> np.ndarray:
    """Return permanent identities as text with an i before it, which no program takes for a number that it cannot hold."""
    return np.array([f"i{one}" for one in identity.tolist()], object)


def node_columns(shot: Snapshot, ties: TieConstants) -> dict[str, np.ndarray]:
    """Return the columns of the residents of a snapshot (`codebook.NODES`): words, roles, places, and how many others each keeps at each level.

    Who keeps a tie is not known of folders of format 1; they have no such counts.
    """
    columns = {"id": np.arange(len(shot.residents["gate"])), **people_columns(shot)}
    columns["identity"] = identity_text(shot.residents["identity"])
    if shot.kept is not None:
        columns |= {name: shot.count(level) for name, level in zip(COUNTS, reached(shot, ties).values(), strict=True)}
    return {name: columns[name] for name in NODES.columns if name in columns}


def edge_columns(shot: Snapshot, ties: TieConstants, level: str) -> dict[str, np.ndarray]:
    """Return the columns of the ties that reach a level (`codebook.EDGES`); weight is what the level stands on."""
    from ..model.agents.tie_view import ON_SLOW_TRACE

    levels, identity = reached(shot, ties), identity_text(shot.residents["identity"])
    columns = {
        "source": shot.source, "target": shot.target, "source_identity": identity[shot.source], "target_identity": identity[shot.target],
        "weight": shot.slow if level in ON_SLOW_TRACE else shot.closeness,
        "kept_by": np.array([*(word.en for word in EDGES.columns["kept_by"].words), None], object)[kept_by(shot)],
        "closeness": shot.closeness, "slow": shot.slow, "origin": np.array(shot.kinds, object)[shot.origin], **levels,
    }  # fmt: skip
    return {name: column[levels[level]] for name, column in columns.items()}


def graph_of(result: RunResult, shot: Snapshot, level: str) -> Any:
    """Return a snapshot as a `networkx.Graph`: all residents with their attributes, and the ties that reach a level.

    What is not there (the last coming of somebody who never came) is no attribute of that node. x and y place a node where Gephi looks for it.
    """
    import networkx as nx

    ties = ties_of(result, shot.arm)
    graph = nx.Graph(scenario=result.facts.name, arm=shot.arm, seed=result.seed, week=shot.week, level=level, linli=result.facts.version)
    people: dict[str, list[Any]] = {}
    for name, column in node_columns(shot, ties).items():
        values = column.tolist()
        people[name] = [int(value) if value == value else None for value in values] if NODES.columns[name].whole else values
    del people["id"]
    given = people.get("given_id", [None] * len(people["gate"]))
    for row in range(len(people["gate"])):
        own = {name: column[row] for name, column in people.items()}
        there = {name: value for name, value in own.items() if value is not None}
        graph.add_node(row, label=str(given[row] or row), **there)
    found = {name: column.tolist() for name, column in edge_columns(shot, ties, level).items() if not name.endswith("_identity")}
    sources, targets = found.pop("source"), found.pop("target")
    for k, (a, b) in enumerate(zip(sources, targets, strict=True)):
        graph.add_edge(a, b, **{name: column[k] for name, column in found.items() if column[k] is not None})
    return graph
