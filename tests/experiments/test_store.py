import json

import numpy as np
import pyarrow.parquet as pq
import pytest
from linli.experiments.loading import load_comparison, load_run
from linli.experiments.places import MANIFEST, Place
from linli.model.ground.measure import MeasureInfo
from linli.model.ground.text import Text
from linli.scenarios.errors import UserError


def test_a_run_comes_back_as_it_was(run, tmp_path):
    folder = run.save(tmp_path / "deep" / "run")
    assert sorted(p.name for p in folder.parent.iterdir()) == ["run"], "nothing temporary is left"
    back = load_run(folder)
    order = ["arm", "seed", "measure", "week"]
    assert back.measures.sort_values(order, ignore_index=True).equals(run.measures.sort_values(order, ignore_index=True))
    assert back.names == run.names
    assert (back.facts, back.infos, back.arm, back.baseline, back.seed, back.weeks) == (run.facts, run.infos, run.arm, run.baseline, run.seed, run.weeks)
    assert back.scenario.hash() == run.scenario.hash()
    for arm in ("start", "before", "after"):
        assert np.array_equal(back.degrees[arm], np.sort(run.degrees[arm]))
    for arm, week in (("before", 0), ("after", 10), ("before", 20), ("after", 20)):
        mine, other = run.snapshot(week, arm), back.snapshot(week, arm)
        for name in ("source", "target", "closeness", "slow", "origin", "kept"):
            assert np.array_equal(getattr(mine, name), getattr(other, name))
        assert set(mine.residents) == set(other.residents)
        for name, values in mine.residents.items():
            assert np.array_equal(values, other.residents[name], equal_nan=values.dtype.kind == "f"), name
    assert np.array_equal(back.ground.gate_xy, run.ground.gate_xy)
    assert back.ground.facilities == run.ground.facilities
    assert sum(back.events["came"]) == run.events["came"].sum()
    with pytest.raises(LookupError, match="loaded from files"):
        _ = back.society


def test_a_folder_of_an_early_linli_is_read_with_what_is_known_of_its_measures_today(run, tmp_path):
    folder = run.save(tmp_path / "run")
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    early = {name: {key: about[key] for key in ("en", "zh", "unit", "kind")} for name, about in manifest["measures"].items()}
    early["trust_neighbours"]["kind"] = "share"
    early["forgotten"] = {"en": "forgotten", "zh": "被遗忘", "unit": "of residents", "kind": "share"}
    for later in ("mechanisms", "files", "checksum"):
        del manifest[later]
    (folder / MANIFEST).write_text(json.dumps(manifest | {"measures": early}), encoding="utf-8")
    back = load_run(folder)
    assert {name: about for name, about in back.infos.items() if name != "forgotten"} == run.infos
    assert back.infos["forgotten"] == MeasureInfo(Text("forgotten", "被遗忘"), "of residents", "share")
    assert back.facts.mechanisms == run.facts.mechanisms


def test_files_are_what_the_manifest_says(run, tmp_path):
    folder = run.save(tmp_path / "run")
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["format"] == 2
    assert manifest["finished"] is True
    assert manifest["scenario"]["title"]["zh"] == "两栋楼"
    assert {"python", "numpy", "numba", "platform"} <= set(manifest["environment"])
    assert pq.read_table(folder / "weekly.parquet").column_names == ["arm", "seed", "week", "measure", "value"]


def test_a_comparison_comes_back_as_it_was(comparison, tmp_path):
    folder = comparison.save(tmp_path / "comparison")
    back = load_comparison(folder)
    assert back.summary().equals(comparison.summary())
    assert back.everybody == comparison.everybody
    assert back.residents == comparison.residents
    assert all(np.array_equal(back.gate_ties[arm], comparison.gate_ties[arm]) for arm in comparison.gate_ties)
    assert (folder / "differences.csv").read_text().startswith("arm,measure,start")


def test_a_folder_that_is_taken_is_left_alone(run, tmp_path):
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "thesis.txt").write_text("years of work")
    with pytest.raises(UserError, match="is not empty"):
        run.save(taken)
    assert [p.name for p in taken.iterdir()] == ["thesis.txt"]
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="is a file"):
        Place(tmp_path / "file")
    with pytest.raises(UserError, match="cannot be written"):
        Place(tmp_path / "file" / "below")
    with pytest.raises(UserError, match="cannot be written"):
        Place(tmp_path / ("x" * 5000))


def test_other_folders_are_refused_in_a_sentence(run, tmp_path):
    with pytest.raises(UserError, match="there is no folder"):
        load_run(tmp_path / "nowhere")
    with pytest.raises(UserError, match="not the folder of a run"):
        load_run(tmp_path)
    folder = run.save(tmp_path / "run")
    with pytest.raises(UserError, match="holds a run, not a comparison"):
        load_comparison(folder)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps(manifest | {"format": 99}))
    with pytest.raises(UserError, match=r"format 99; this version reads formats up to 2"):
        load_run(folder)


@pytest.mark.parametrize("harm", ["cut", "gone", "no json", "no key", "a list"])
def test_a_damaged_folder_is_refused_in_a_sentence(run, tmp_path, harm):
    folder = run.save(tmp_path / "run")
    path = folder / MANIFEST
    if harm == "cut":
        (folder / "weekly.parquet").write_bytes((folder / "weekly.parquet").read_bytes()[:200])
    elif harm == "gone":
        (folder / "gates.parquet").unlink()
    elif harm == "no json":
        path.write_bytes(path.read_bytes()[:100])
    elif harm == "no key":
        manifest = json.loads(path.read_text(encoding="utf-8"))
        del manifest["measures"]
        path.write_text(json.dumps(manifest))
    else:
        path.write_text("[1, 2]")
    with pytest.raises(UserError, match="damaged or incomplete"):
        load_run(folder)


def test_a_flipped_bit_in_a_table_or_in_the_manifest_is_never_believed(run, tmp_path):
    folder = run.save(tmp_path / "run")
    files = [folder / MANIFEST, *sorted(folder.glob("*.parquet"))]
    assert len(files) >= 5
    for path in files:
        content = path.read_bytes()
        for place in range(0, len(content), max(1, len(content) // 25)):
            harmed = bytearray(content)
            harmed[place] ^= 1 << (place % 3)
            if path.name == MANIFEST and b"wall_seconds" in content[max(0, place - 40) : place + 40]:
                continue  # How long it took is told and not believed in anything.
            path.write_bytes(harmed)
            with pytest.raises(UserError):
                load_run(folder)
        path.write_bytes(content)
    assert load_run(folder).names == run.names


def test_a_manifest_from_elsewhere_leads_to_no_file_outside(run, tmp_path):
    folder = run.save(tmp_path / "run")
    (tmp_path / "weekly.parquet").write_bytes((folder / "weekly.parquet").read_bytes())
    (folder / "weekly.parquet").unlink()
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest["files"]["../weekly.parquet"] = manifest["files"].pop("weekly.parquet")
    del manifest["checksum"]
    (folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(UserError, match="damaged or incomplete"):
        load_run(folder)
