"""A kept week goes out as a roster and comes back as the same people with the same ties."""

from __future__ import annotations

from pathlib import Path

import linli
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from linli.experiments.export import export_run
from linli.experiments.loading import load_run
from linli.experiments.results import RunResult
from linli.experiments.roster_export import TOLD


@pytest.fixture(scope="module")
def exported(run: RunResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("roster") / "out"
    export_run(run, "roster", place)
    return place


@pytest.fixture(scope="module")
def again(exported: Path) -> RunResult:
    """A run that begins where the other ended."""
    return linli.load(exported / "after-week-20.toml").run(seed=7, weeks=1, threads=2)


def test_the_same_people_live_at_the_same_places(run: RunResult, again: RunResult, exported: Path) -> None:
    then, now = run.snapshot(20, "after"), again.snapshot(0)
    row = np.array([int(code.removeprefix("r")) for code in now.residents["given_id"]])
    assert sorted(row.tolist()) == list(range(run.facts.residents))
    for name in TOLD:
        if name == "arrival":
            assert (now.residents[name] == np.minimum(then.residents[name] - 20, -1)[row]).all()
        elif name in ("party", "activist", "backbone"):
            bit = {"party": 1, "activist": 2, "backbone": 4}[name]
            assert ((now.residents["roles"] & bit) == (then.residents["roles"] & bit)[row]).all()
        else:
            assert now.residents[name] == pytest.approx(then.residents[name][row], abs=1e-6), name
    for name in ("flat", "gate", "floor", "x", "y", "z"):
        assert (now.residents[name] == then.residents[name][row]).all(), name
    people = pd.read_csv(exported / "after-week-20-residents.csv")
    assert set(people["education"]) == {"primary or less", "lower secondary", "upper secondary", "tertiary"}


def test_the_same_pairs_are_tied(run: RunResult, again: RunResult) -> None:
    then, now = run.snapshot(20, "after"), again.snapshot(0)
    row = np.array([int(code.removeprefix("r")) for code in now.residents["given_id"]])
    mine = {(min(a, b), max(a, b)): (c, s) for a, b, c, s in zip(row[now.source], row[now.target], now.closeness, now.slow, strict=True)}
    other = {(a, b): (c, s) for a, b, c, s in zip(then.source.tolist(), then.target.tolist(), then.closeness, then.slow, strict=True)}
    assert set(mine) <= set(other)
    assert len(mine) > 0.97 * len(other), "only the weakest ties of those without a slot give way"
    for pair, (closeness, slow) in mine.items():
        assert closeness == pytest.approx(max(other[pair][0], 0.02), abs=1 / 64)
        assert slow == pytest.approx(other[pair][1], rel=1e-5)
    strong = {pair for pair, (_, slow) in other.items() if slow >= run.facts.acquaintance}
    assert len(strong - set(mine)) < 0.01 * len(strong), "an acquaintance gives way only between two who are both known by more than they can keep"


def test_codes_of_a_roster_stay_in_folders_and_exports(again: RunResult, tmp_path: Path) -> None:
    folder = again.save(tmp_path / "run")
    codes = again.snapshot(0).residents["given_id"].tolist()
    assert load_run(folder).snapshot(0).residents["given_id"].tolist() == codes
    table = pd.read_parquet(folder / "residents.parquet")
    assert table.loc[(table["week"] == 0), "given_id"].tolist() == codes
    for name in ("edges", "graphml", "roster"):
        export_run(folder, name, tmp_path / name)
    nodes = pd.read_csv(tmp_path / "edges" / f"{again.baseline}-week-0-nodes.csv")
    assert nodes["given_id"].tolist() == codes
    assert pd.read_csv(tmp_path / "roster" / f"{again.baseline}-week-0-residents.csv")["id"].tolist() == codes
    graph = nx.read_graphml(tmp_path / "graphml" / f"{again.baseline}-week-0.graphml", node_type=int)
    assert [graph.nodes[row]["given_id"] for row in range(len(codes))] == codes
    assert graph.nodes[3]["label"] == codes[3]
