"""Every Parquet file says in its own metadata what its columns are; folders of format 1 are still read."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from linli.experiments.codebook import EVENTS, RESIDENTS, TABLES, Column, Table, words_of
from linli.experiments.columns import read_table, write_table
from linli.experiments.comparison import Comparison
from linli.experiments.export import export_run
from linli.experiments.loading import load_comparison, load_run
from linli.experiments.results import RunResult
from linli.experiments.snapshots import COLUMNS
from linli.experiments.store import MANIFEST
from linli.model.founding import roster_columns as roster
from linli.model.ground.text import Text
from linli.model.people.everyday import ROUNDS
from linli.model.people.purposes import NO_TOPIC
from linli.model.people.residents import NEVER, TOPICS, WORDS


def described(path: Path) -> dict[str, dict[str, str]]:
    """Return field -> its metadata, and hold the file's own codebook against them."""
    schema = pq.read_schema(path)
    about = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    assert about["linli.row.en"]
    assert about["linli.row.zh"]
    fields = {field.name: {key.decode(): value.decode() for key, value in (field.metadata or {}).items()} for field in schema}
    assert json.loads(about["linli.codebook"]) == {name: {k: v for k, v in said.items() if k != "PARQUET:field_id"} for name, said in fields.items()}
    return fields


def test_every_column_of_every_file_is_explained_in_both_languages(run: RunResult, comparison: Comparison, tmp_path: Path) -> None:
    run.save(tmp_path / "run")
    comparison.save(tmp_path / "comparison")
    export_run(run, "edges", tmp_path / "edges")
    comparison.vectors, comparison.draws = {"ties.kappa": np.array([1.0, 2.0, 3.0]), "ties.forgetting=power": np.array([0.0, 1.0, 1.0])}, (1, 2, 3)
    try:
        comparison.save(tmp_path / "draws")
    finally:
        comparison.vectors, comparison.draws = {}, ()
    files = sorted(tmp_path.rglob("*.parquet"))
    assert {path.stem for path in files} >= {"weekly", "gates", "ties", "residents", "events", "gate_ties", "draws"}
    for path in files:
        for name, said in described(path).items():
            assert said["meaning.en"], (path, name)
            assert any("一" <= c <= "鿿" for c in said["meaning.zh"]), (path, name)
            values = pq.read_table(path, columns=[name]).column(0)
            assert values.null_count == 0 or said["null.en"], (path, name)
            if "codes" in said:
                assert set(values.to_pylist()) - {None} <= {one["word"] for one in json.loads(said["codes"])}, (path, name)
    fields = described(tmp_path / "run" / "residents.parquet")
    assert json.loads(fields["sex"]["codes"]) == [{"code": 0, "word": "female", "zh": "女"}, {"code": 1, "word": "male", "zh": "男"}]
    assert (fields["arrival"]["unit.en"], fields["arrival"]["unit.zh"]) == ("scenario week", "情景周")
    assert fields["last_came"]["null.zh"] == "从未参加"


def test_names_in_cells_are_explained_in_the_file(run: RunResult, tmp_path: Path) -> None:
    folder = run.save(tmp_path / "run")
    said = {key.decode(): json.loads(value) for key, value in pq.read_schema(folder / "weekly.parquet").metadata.items() if key.startswith(b"linli.measures")}
    measures = said["linli.measures"]
    assert set(pq.read_table(folder / "weekly.parquet")["measure"].to_pylist()) <= set(measures)
    assert measures["acquaintances"] == {"en": "acquaintances a resident", "zh": "人均熟人数", "unit": "people a resident"}
    about = pq.read_schema(folder / "ties.parquet").metadata
    assert set(pq.read_table(folder / "ties.parquet")["origin"].to_pylist()) <= set(json.loads(about[b"linli.kinds"]))
    assert set(json.loads(about[b"linli.arms"])) >= {"before", "after"}
    assert json.loads(about[b"linli.arms"])["after"]["zh"]


def test_both_languages_stand_in_every_entry() -> None:
    for table in TABLES:
        for name, column in table.columns.items():
            for text in (column.about, *column.words, *([column.null] if column.null else []), *([column.unit] if column.unit.en else [])):
                assert text.en, (table.name, name)
                assert text.zh, (table.name, name)


def test_the_words_are_those_of_the_model_and_of_rosters() -> None:
    assert set(COLUMNS) - {"roles"} <= set(RESIDENTS.columns)
    for name, words in WORDS.items():
        assert words_of(name) == words
        taken = roster.COLUMNS[name].words
        assert [taken[word] for word in words] == list(range(len(words))), f"a roster takes the words of {name} back"
    assert [word.en for word in EVENTS.columns["round"].words] == [text.en for text in ROUNDS]
    assert [word.zh for word in EVENTS.columns["round"].words] == [text.zh for text in ROUNDS]
    assert tuple(word.en for word in EVENTS.columns["topic"].words) == TOPICS


def test_never_is_null(run: RunResult, tmp_path: Path) -> None:
    folder = run.save(tmp_path / "run")
    society = run.societies["after"]
    table = pq.read_table(folder / "residents.parquet").to_pandas()
    mine = table[(table["arm"] == "after") & (table["week"] == 20)]
    came = society.residents.last_came != NEVER
    assert 0 < came.sum() < len(came)
    assert (mine["last_came"].notna().to_numpy() == came).all()
    assert (mine["last_came"][came].to_numpy() == society.residents.last_came[came] - society.policy_week0).all()
    assert str(pq.read_schema(folder / "residents.parquet").field("last_came").type) == "int32"
    events = pq.read_table(folder / "events.parquet").to_pydict()
    assert -1 not in events["organiser"]
    assert set(events["topic"]) <= {None, *TOPICS}
    assert set(events["host"]) <= {"neighbours", "committee"}
    assert NO_TOPIC not in events["topic"]


def test_a_table_keeps_what_it_is_given(tmp_path: Path) -> None:
    what = Text("x", "某")
    table = Table("t", what, {
        "number": Column(what), "whole": Column(what, whole=True), "yes": Column(what), "text": Column(what),
        "word": Column(what, words=(Text("a", "甲"), Text("b", "乙"))),
    })  # fmt: skip
    given = {
        "number": np.array([1.5, np.nan, 3.0], np.float32), "whole": np.array([1.0, np.nan, -3.0]), "yes": np.array([True, False, True]),
        "text": ["p", None, "q"], "word": np.array([1, 0, 9]),
    }  # fmt: skip
    write_table(given, tmp_path / "t.parquet", table)
    back = pq.read_table(tmp_path / "t.parquet").to_pydict()
    assert back == {
        "number": [1.5, None, 3.0], "whole": [1, None, -3], "yes": [True, False, True], "text": ["p", None, "q"], "word": ["b", "a", None],
    }  # fmt: skip
    read = read_table(tmp_path / "t.parquet")
    assert np.isnan(read["whole"][1])
    assert read["whole"].tolist()[::2] == [1.0, -3.0]
    assert read["word"].tolist() == ["b", "a", None]
    assert read["text"].tolist() == ["p", None, "q"]
    with pytest.raises(KeyError):
        write_table({"unheard": [1]}, tmp_path / "u.parquet", table)


def as_format_1(folder: Path) -> None:
    """Turn a folder into what the first linli wrote: codes, bits, left and right, weeks far below zero for never."""
    import pandas as pd

    people, ties = (pd.read_parquet(folder / f"{name}.parquet") for name in ("residents", "ties"))
    for name in WORDS:
        people[name] = people[name].map({word: code for code, word in enumerate(words_of(name))}).astype("uint8")
    roles = ("party", "activist", "backbone", "organiser", "head")
    people["roles"] = sum(people[name].astype("uint8") * 2**bit for bit, name in enumerate(roles)).astype("uint8")
    people["last_came"] = people["last_came"].fillna(NEVER - 884).astype("int32")
    people = people.drop(columns=[*roles, "building", "compound", "community", "floor", "x", "y", "z"])
    people.to_parquet(folder / "residents.parquet", index=False)
    ties.rename(columns={"source": "left", "target": "right"}).drop(columns="kept_by").to_parquet(folder / "ties.parquet", index=False)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    del manifest["files"], manifest["checksum"]
    (folder / MANIFEST).write_text(json.dumps(manifest | {"format": 1}), encoding="utf-8")


def test_a_folder_of_format_1_is_read(run: RunResult, tmp_path: Path) -> None:
    folder = run.save(tmp_path / "run")
    now = load_run(folder).snapshot(20, "after")
    as_format_1(folder)
    then = load_run(folder).snapshot(20, "after")
    for name, values in then.residents.items():
        assert np.array_equal(values, now.residents[name], equal_nan=values.dtype.kind == "f"), name
    assert np.array_equal(then.source, now.source)
    assert np.array_equal(then.slow, now.slow)
    assert then.kept is None, "who kept a tie was not written then"
    assert export_run(folder, "graphml", tmp_path / "g")
    export_run(folder, "edges", tmp_path / "e")
    edges, nodes = (pq.read_table(tmp_path / "e" / f"after-week-20-{kind}.parquet") for kind in ("edges", "nodes"))
    assert edges["kept_by"].null_count == len(edges)
    assert "acquaintances" not in nodes.column_names, "what is not known is not counted"
    assert load_run(load_run(folder).save(tmp_path / "again")).snapshot(20, "after").kept is None


def test_a_comparison_of_format_1_is_read(comparison: Comparison, tmp_path: Path) -> None:
    import pandas as pd

    folder = comparison.save(tmp_path / "c")
    assert pq.read_schema(folder / "gate_ties.parquet").names == ["arm", "source", "target", "pairs"]
    ties = pd.read_parquet(folder / "gate_ties.parquet").rename(columns={"source": "gate_a", "target": "gate_b"})
    ties.to_parquet(folder / "gate_ties.parquet", index=False)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    del manifest["files"], manifest["checksum"]
    (folder / MANIFEST).write_text(json.dumps(manifest | {"format": 1}), encoding="utf-8")
    back = load_comparison(folder)
    assert all(np.array_equal(back.gate_ties[arm], comparison.gate_ties[arm]) for arm in comparison.gate_ties)
