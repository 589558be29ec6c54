"""R, and the libraries of Python that people use, read the exports back and count what was printed.

The test in R is skipped only where R or its packages igraph, sna, network and Matrix are not there (Debian: r-base-core, r-cran-igraph,
r-cran-sna, r-cran-network).
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import igraph
import numpy as np
import pandas as pd
import pytest
from linli.experiments.export import export_run
from linli.experiments.results import RunResult


@pytest.fixture(scope="module")
def exports(run: RunResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("exports")
    for name in ("graphml", "gexf", "edges", "rsiena"):
        export_run(run, name, place / name)
    return place


@pytest.mark.usefixtures("needs_r")
def test_r_reads_the_exports_back(run: RunResult, exports: Path) -> None:
    script = Path(__file__).with_name("read_back.R")
    told = subprocess.run(["Rscript", str(script), str(exports), "after", "20"], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    found = {name: float(value) for name, value in (line.split() for line in told.stdout.splitlines())}
    shot, n, printed = run.snapshot(20, "after"), run.facts.residents, run.end("acquaintances", "after")
    keep = shot.acquainted(run.facts.acquaintance)
    closeness, slow = float(shot.closeness[keep].sum(dtype=np.float64)), float(shot.slow[keep].sum(dtype=np.float64))
    female, heads = int((shot.residents["sex"] == 0).sum()), int((shot.residents["roles"] & 16 > 0).sum())
    never = int(np.isnan(shot.residents["last_came"]).sum())
    assert (found["igraph.nodes"], found["igraph.edges"], found["igraph.directed"]) == (n, keep.sum(), 0)
    for name in ("igraph.recount", "igraph.mean", "csv.recount", "csv.mean"):
        assert found[name] == pytest.approx(printed, abs=1e-9), name
    assert found["igraph.closeness"] == pytest.approx(closeness, rel=1e-6)
    for name in ("igraph.slow", "igraph.weight", "frame.slow", "network.slow"):
        assert found[name] == pytest.approx(slow, rel=1e-6), name
    assert abs(closeness - slow) > 1.0
    assert found["igraph.female"] == found["network.female"] == female
    assert found["igraph.head"] == found["csv.head"] == heads > 0
    assert found["igraph.never"] == found["csv.never"] == never > 0
    assert found["igraph.x"] == pytest.approx(float(shot.residents["x"].sum(dtype=np.float64)), rel=1e-6)
    assert found["csv.identities"] == n, "64-bit identities survive"
    assert found["frame.edges"] == found["network.edges"] == keep.sum()
    assert found["sna.degree"] == pytest.approx(2 * keep.sum() / n)
    identity = [set(run.snapshot(week, "after").residents["identity"].tolist()) for week in (0, 10, 20)]
    people = pd.read_csv(exports / "rsiena" / "after" / "covariates.csv")
    assert (found["rsiena.waves"], found["rsiena.actors"]) == (3, len(set.union(*identity)))
    assert found["rsiena.pairs"] == found["rsiena.rows"] == keep.sum()
    assert (found["rsiena.symmetric"], found["rsiena.missing"]) == (1, 0)
    assert found["rsiena.female"] == (people["sex"] == "female").sum() > 0
    assert found["rsiena.there"] == len(identity[0])


def test_igraph_of_python_reads_them_back(run: RunResult, exports: Path) -> None:
    shot = run.snapshot(20, "after")
    keep = shot.acquainted(run.facts.acquaintance)
    graph = igraph.Graph.Read_GraphML(str(exports / "graphml" / "after-week-20.graphml"))
    assert (graph.vcount(), graph.ecount(), graph.is_directed()) == (run.facts.residents, keep.sum(), False)
    ends = {tuple(sorted((int(graph.vs[e.source]["id"]), int(graph.vs[e.target]["id"])))): e["weight"] for e in graph.es}
    assert ends == {(a, b): pytest.approx(w) for a, b, w in zip(shot.source[keep].tolist(), shot.target[keep].tolist(), shot.slow[keep].tolist(), strict=True)}
    assert graph.vs["sex"].count("female") == (shot.residents["sex"] == 0).sum()
    frames = [pd.read_csv(exports / "edges" / f"after-week-20-{kind}.csv") for kind in ("edges", "nodes")]
    other = igraph.Graph.DataFrame(frames[0], directed=False, vertices=frames[1])
    assert sorted(other.degree()) == sorted(graph.degree())


def test_polars_and_duckdb_read_words_null_and_the_codebook(run: RunResult, tmp_path: Path) -> None:
    duckdb, polars = pytest.importorskip("duckdb"), pytest.importorskip("polars")
    folder = run.save(tmp_path / "run")
    never = int(np.isnan(run.snapshot(20, "after").residents["last_came"]).sum())
    asked = f"select count(*) from '{folder / 'residents.parquet'}' where arm = 'after' and week = 20 and last_came is null"
    assert duckdb.sql(asked).fetchall() == [(never,)]
    known = duckdb.sql(f"select decode(value) from parquet_kv_metadata('{folder / 'ties.parquet'}') where decode(key) = 'linli.codebook'").fetchall()[0]
    assert "慢痕迹" in known[0]
    people = polars.read_parquet(folder / "residents.parquet")
    assert set(people["sex"].cast(polars.String).unique()) == {"female", "male"}
    shots = [*run.snapshots, *(run.snapshot(20, arm) for arm in run.arms)]
    assert people["last_came"].null_count() == sum(int(np.isnan(shot.residents["last_came"]).sum()) for shot in shots)
