import networkx as nx
import numpy as np
import pandas as pd
import pytest
from linli.experiments.export import export_run
from linli.scenarios.errors import UserError


def test_graphml_holds_every_tie_and_resident(run, tmp_path):
    files = export_run(run, "graphml", tmp_path / "g")
    assert [f.name for f in files] == [f"{arm}-week-{week}.graphml" for arm in ("after", "before") for week in (0, 10, 20)]
    graph = nx.read_graphml(tmp_path / "g" / "after-week-20.graphml", node_type=int)
    shot = run.snapshot(20, "after")
    assert graph.number_of_nodes() == run.facts.residents
    assert {tuple(sorted(e)) for e in graph.edges} == set(zip(shot.left.tolist(), shot.right.tolist(), strict=True))
    known = sum(1 for *_, data in graph.edges(data=True) if data["acquaintance"])
    assert known == int(shot.acquainted(run.facts.acquaintance).sum())
    assert int(graph.nodes[5]["identity"]) == int(shot.residents["identity"][5])
    assert graph.graph["seed"] == 1


def test_edge_lists_from_a_folder_equal_those_from_memory(run, tmp_path):
    folder = run.save(tmp_path / "run")
    export_run(run, "edges", tmp_path / "memory")
    export_run(folder, "edges", tmp_path / "files")
    for path in (tmp_path / "memory").iterdir():
        assert (tmp_path / "files" / path.name).exists()
    mine, other = (pd.read_parquet(tmp_path / place / "after-week-20-edges.parquet") for place in ("memory", "files"))
    assert mine.equals(other)
    text = pd.read_csv(tmp_path / "files" / "after-week-20-edges.csv")
    assert text["source_identity"].tolist() == mine["source_identity"].tolist(), "64-bit identities survive"
    assert set(mine["origin"]) <= set(run.facts.kinds)


def test_waves_follow_people_and_not_rows(run, tmp_path):
    export_run(run, "rsiena", tmp_path / "r")
    folder = tmp_path / "r" / "after"
    people = pd.read_csv(folder / "covariates.csv", dtype={"identity": str})
    presence = pd.read_csv(folder / "presence.csv")
    number = {identity: actor for actor, identity in zip(people["actor"], people["identity"], strict=True)}
    for wave, week in enumerate((0, 10, 20), start=1):
        shot = run.snapshot(week, "after")
        keep = shot.acquainted(run.facts.acquaintance)
        identity = shot.residents["identity"].astype(str)
        expected = {tuple(sorted((number[identity[a]], number[identity[b]]))) for a, b in zip(shot.left[keep], shot.right[keep], strict=True)}
        table = pd.read_csv(folder / f"wave-week-{week}.csv")
        assert {tuple(sorted(pair)) for pair in table.itertuples(index=False, name=None)} == expected
        there = (presence["from"] <= wave) & (presence["to"] >= wave)
        assert set(people["identity"][there]) == set(identity)
    script = (folder / "load.R").read_text()
    assert f"dims = c({len(people)}, {len(people)})" in script
    assert np.all(np.diff(people["actor"]) == 1)


def test_what_cannot_be_exported_is_refused(run, tmp_path):
    with pytest.raises(UserError, match='Did you mean "graphml"'):
        export_run(run, "graphmll", tmp_path / "x")
    with pytest.raises(UserError, match="there is no folder"):
        export_run(tmp_path / "nowhere", "edges", tmp_path / "x")
    assert not list(tmp_path.iterdir())
