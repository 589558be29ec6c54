"""Exports as the programs that read them see them: what is in them, and that a recount gives what was printed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from linli.experiments.codebook import COUNTS, EDGES, NODES, TABLES
from linli.experiments.export import export_run
from linli.experiments.formats import FORMATS, LEVEL_NAMES
from linli.experiments.results import RunResult
from linli.model.agents.tie_view import LEVELS, ON_SLOW_TRACE
from linli.scenarios.errors import UserError

MEASURE = dict(zip(LEVEL_NAMES, COUNTS, strict=True))
"""Level -> the printed measure that counts it."""


@pytest.fixture(scope="module")
def folder(run: RunResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run.save(tmp_path_factory.mktemp("saved") / "run")


@pytest.fixture(scope="module", params=LEVEL_NAMES)
def level(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def exports(folder: Path, level: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All formats at one level, from the folder of a run."""
    place = tmp_path_factory.mktemp(level)
    for name in FORMATS:
        export_run(folder, name, place / name, level)
    return place


def printed(run: RunResult, arm: str, week: int, level: str) -> float:
    """Return the measure of a level as the tracks of a run have it."""
    weeks, values = run.tracks[arm].course(MEASURE[level])
    return float(values[weeks.tolist().index(week)])


def sides(kept_by: list[str]) -> int:
    """Count a tie for those who keep it."""
    return sum(2 if word == "both" else 1 for word in kept_by)


def test_the_levels_are_those_of_the_model() -> None:
    assert tuple(LEVELS) == LEVEL_NAMES
    assert set(ON_SLOW_TRACE) == {"recognised", "acquaintance"}


@pytest.mark.parametrize(("arm", "week"), [("after", 20), ("before", 20), ("after", 10), ("before", 0)])
def test_a_recount_of_every_format_is_what_was_printed(run: RunResult, exports: Path, level: str, arm: str, week: int) -> None:
    n, expected = run.facts.residents, pytest.approx(printed(run, arm, week, level), abs=1e-12)
    stem = f"{arm}-week-{week}"
    for graph in (nx.read_graphml(exports / "graphml" / f"{stem}.graphml"), nx.read_gexf(exports / "gexf" / f"{stem}.gexf")):
        assert sides([data["kept_by"] for *_, data in graph.edges(data=True)]) / n == expected
        assert np.mean([data[MEASURE[level]] for _, data in graph.nodes(data=True)]) == expected
    other = igraph.Graph.Read_GraphML(str(exports / "graphml" / f"{stem}.graphml"))
    assert sides(other.es["kept_by"]) / other.vcount() == expected
    assert np.mean(other.vs[MEASURE[level]]) == expected
    for read, ending in ((pd.read_csv, "csv"), (pd.read_parquet, "parquet")):
        nodes, edges = (read(exports / "edges" / f"{stem}-{kind}.{ending}") for kind in ("nodes", "edges"))
        assert sides(edges["kept_by"].tolist()) / len(nodes) == expected
        assert nodes[MEASURE[level]].mean() == expected
        assert edges[level].all()
        mine = np.bincount(edges.loc[edges["kept_by"] != "target", "source"], minlength=n)
        assert (mine + np.bincount(edges.loc[edges["kept_by"] != "source", "target"], minlength=n) == nodes[MEASURE[level]]).all()
    pairs = len(edges)
    assert len(pd.read_csv(exports / "roster" / f"{stem}-ties.csv")) == pairs
    wave = pd.read_csv(exports / "rsiena" / arm / f"wave-week-{week}.csv")
    assert len(wave) == pairs


def test_some_ties_are_kept_by_one_only_so_that_the_recount_above_can_fail(run: RunResult) -> None:
    shot = run.snapshot(20, "after")
    assert 0 < (shot.kept != 3).sum() < len(shot.kept)
    assert np.array_equal(shot.degrees(run.facts.acquaintance), run.degrees["after"])


def test_closeness_and_slow_trace_are_not_swapped(run: RunResult, exports: Path, level: str) -> None:
    shot = run.snapshot(20, "after")
    assert not np.allclose(shot.closeness, shot.slow)
    values = {(int(a), int(b)): (float(c), float(s)) for a, b, c, s in zip(shot.source, shot.target, shot.closeness, shot.slow, strict=True)}
    graph = nx.read_graphml(exports / "graphml" / "after-week-20.graphml", node_type=int)
    spatial = nx.read_gexf(exports / "gexf" / "after-week-20.gexf", node_type=int)
    table = pd.read_parquet(exports / "edges" / "after-week-20-edges.parquet")
    text = pd.read_csv(exports / "edges" / "after-week-20-edges.csv")
    found = [[(*sorted((a, b)), d["closeness"], d["slow"], d["weight"]) for a, b, d in g.edges(data=True)] for g in (graph, spatial)]
    found += [list(t[["source", "target", "closeness", "slow", "weight"]].itertuples(index=False, name=None)) for t in (table, text)]
    for ties in found:
        assert len(ties) == len(found[0])
        for source, target, closeness, slow, weight in ties:
            assert (closeness, slow) == pytest.approx(values[source, target], rel=1e-6)
            assert weight == (slow if level in ON_SLOW_TRACE else closeness)


def test_the_level_chooses_the_ties(run: RunResult, exports: Path, level: str) -> None:
    shot, ties = run.snapshot(20, "after"), run.scenario.constants.ties
    hours = shot.slow if level in ON_SLOW_TRACE else shot.closeness
    keep = hours >= np.float32(getattr(ties, level))
    assert keep.any()
    edges = pd.read_parquet(exports / "edges" / "after-week-20-edges.parquet")
    assert list(zip(edges["source"], edges["target"], strict=True)) == list(zip(shot.source[keep].tolist(), shot.target[keep].tolist(), strict=True))
    assert (edges["source"] < edges["target"]).all()


def test_nodes_are_decoded_and_placed(run: RunResult, exports: Path) -> None:
    shot, society = run.snapshot(20, "after"), run.societies["after"]
    graph = nx.read_graphml(exports / "graphml" / "after-week-20.graphml", node_type=int)
    people, places = society.residents, society.places
    assert graph.number_of_nodes() == people.n
    assert graph.graph["seed"] == 1
    came, never = 0, 0
    for row in range(people.n):
        own = graph.nodes[row]
        assert own["sex"] == ("female", "male")[people.sex[row]]
        assert own["situation"] == ("retired", "carer", "owner", "renter", "student")[people.situation[row]]
        assert own["head"] is bool(people.roles[row] & 16)
        assert own["party"] is bool(people.roles[row] & 1)
        assert (own["x"], own["y"], own["z"]) == pytest.approx(tuple(places.flat_xyz[people.flat[row]].tolist()))
        assert own["identity"] == f"i{people.identity[row]}"
        if "last_came" in own:
            came += 1
            assert own["last_came"] == people.last_came[row] - society.policy_week0
        else:
            never += 1
            assert people.last_came[row] == -10000
    assert min(came, never) > 0
    assert shot.residents["floor"].min() == 1
    position = nx.read_gexf(exports / "gexf" / "after-week-20.gexf").nodes["5"]["viz"]["position"]
    assert position["x"] == pytest.approx(float(places.flat_xyz[people.flat[5], 0]))


def test_what_is_exported_from_a_folder_equals_what_is_exported_from_memory(run: RunResult, folder: Path, tmp_path: Path) -> None:
    for name in ("edges", "roster", "rsiena"):
        export_run(run, name, tmp_path / "memory" / name)
        export_run(folder, name, tmp_path / "files" / name)
    files = sorted(p.relative_to(tmp_path / "memory") for p in (tmp_path / "memory").rglob("*") if p.suffix in (".csv", ".R"))
    assert len(files) > 20
    for path in files:
        assert (tmp_path / "memory" / path).read_bytes() == (tmp_path / "files" / path).read_bytes(), path


def test_the_codebook_beside_the_tables_has_every_column(exports: Path) -> None:
    with (exports / "edges" / "codebook.csv").open(encoding="utf-8") as stream:
        lines = list(csv.DictReader(stream))
    for kind, table in (("nodes", NODES), ("edges", EDGES)):
        frame = pd.read_csv(exports / "edges" / f"after-week-20-{kind}.csv")
        mine = {line["column"]: line for line in lines if line["table"] == kind}
        assert list(mine) == list(frame.columns)
        for name, line in mine.items():
            assert line["meaning.zh"] == table.columns[name].about.zh
            if line["codes"]:
                assert set(frame[name]) <= {one["word"] for one in json.loads(line["codes"])}
    assert {table.name for table in TABLES} >= {"nodes", "edges"}


def test_waves_follow_people_and_not_rows(run: RunResult, exports: Path) -> None:
    folder = exports / "rsiena" / "after"
    people = pd.read_csv(folder / "covariates.csv")
    presence = pd.read_csv(folder / "presence.csv")
    number = dict(zip(people["identity"], people["actor"], strict=True))
    for wave, week in enumerate((0, 10, 20), start=1):
        identity = [f"i{one}" for one in run.snapshot(week, "after").residents["identity"]]
        edges = pd.read_csv(exports / "edges" / f"{'before' if week == 0 else 'after'}-week-{week}-edges.csv")
        expected = {tuple(sorted((number[a], number[b]))) for a, b in zip(edges["source_identity"], edges["target_identity"], strict=True)}
        table = pd.read_csv(folder / f"wave-week-{week}.csv")
        assert {tuple(sorted(pair)) for pair in table.itertuples(index=False, name=None)} == expected
        there = (presence["from"] <= wave) & (presence["to"] >= wave)
        assert set(people["identity"][there]) == set(identity)
    assert f"actors <- {len(people)}\n" in (folder / "load.R").read_text(encoding="utf-8")
    assert np.all(np.diff(people["actor"]) == 1)


def test_what_cannot_be_exported_is_refused(run: RunResult, tmp_path: Path) -> None:
    with pytest.raises(UserError, match='Did you mean "graphml"'):
        export_run(run, "graphmll", tmp_path / "x")
    with pytest.raises(UserError, match=r'no level "acquaintances"\. Did you mean "acquaintance"'):
        export_run(run, "edges", tmp_path / "x", "acquaintances")
    with pytest.raises(UserError, match="there is no folder"):
        export_run(tmp_path / "nowhere", "edges", tmp_path / "x")
    assert not list(tmp_path.iterdir())
