"""A sweep read back: what its folder holds, also while it grows, and one sentence where it is damaged."""

from __future__ import annotations

import json
import shutil

import linli
import numpy as np
import pandas as pd
import pytest
from linli.experiments.checksums import checked_tables, checksum_of
from linli.experiments.differences import differences
from linli.experiments.sweep.execute import execute
from linli.experiments.sweep.result import Sweep, load_sweep
from linli.experiments.sweep.store import sweep_folder
from linli.scenarios.errors import UserError

from .conftest import GATHERINGS, made_up


@pytest.fixture
def folder(plan_of, backend, tmp_path):
    backend(fails=(4,))
    execute(plan_of(), tmp_path / "out")
    return tmp_path / "out"


def test_ends_have_parameters_and_measures_in_columns(folder):
    sweep = linli.open(folder)
    assert isinstance(sweep, Sweep)
    ends = sweep.ends
    assert ends.columns.tolist() == ["run", "arm", "point", "seed", GATHERINGS, "acquaintances", "yuan"]
    assert ends["run"].tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 5, 5]
    assert ends["arm"].tolist() == ["before", "after"] * 5
    assert ends[GATHERINGS].tolist() == [0, 0, 24, 24, 0, 0, 24, 24, 24, 24]
    first = made_up(sweep.plan.task(3)).courses[1]
    assert ends[(ends["run"] == 3) & (ends["arm"] == "after")]["yuan"].item() == first.values[1, 1]


def test_what_was_not_taken_is_empty(folder):
    measures = linli.open(folder).measures
    assert measures[(measures["measure"] == "yuan") & (measures["week"] == 0)]["value"].isna().all()
    assert measures["value"].isna().sum() == 10


def test_differences_are_of_each_arm_from_the_first_run_by_run(folder):
    sweep = linli.open(folder)
    table = sweep.differences("acquaintances")
    assert table.index.tolist() == [0, 1, 2, 3, 5]
    assert table.columns.tolist() == ["point", GATHERINGS, "after"]
    wide = sweep.ends.pivot(index="run", columns="arm", values="acquaintances")
    assert np.array_equal(table["after"], wide["after"] - wide["before"])
    found = sweep.effect("after", "acquaintances", 1)
    assert found.n == 3
    assert found.mean == table[table["point"] == 1]["after"].mean()
    assert found.low <= found.mean <= found.high


def test_wrong_names_are_told(folder):
    sweep = linli.open(folder)
    with pytest.raises(UserError, match=r'no measure "yaun"\. Did you mean "yuan"'):
        sweep.differences("yaun")
    with pytest.raises(UserError, match='Error in arm: there is no arm "before"'):
        sweep.effect("before", "yuan", 0)


def test_the_folder_has_the_plan_and_needs_no_other_file(folder, plan_of, tmp_path):
    shutil.move(folder, tmp_path / "elsewhere")
    sweep = linli.open(tmp_path / "elsewhere")
    assert sweep.plan.points == plan_of().points
    assert sweep.plan.hash() == plan_of().hash()
    assert sweep.infos["yuan"].kind == "yuan"
    assert repr(sweep) == "Sweep('elsewhere', runs=5 of 6, failed=1)"
    assert sweep.finished


def test_it_is_read_while_another_writes(plan_of, tmp_path):
    plan = plan_of()
    with sweep_folder(tmp_path / "out", plan) as kept:
        assert len(load_sweep(tmp_path / "out").runs) == 0
        assert len(load_sweep(tmp_path / "out").ends) == 0
        for run in range(4):
            kept.add(made_up(plan.task(run)))
            kept.write()
            assert len(load_sweep(tmp_path / "out").runs) == run + 1
        # The part of measures is written before that of runs: the run does not count yet.
        kept._measures.add(*_part(plan, 4))
        seen = load_sweep(tmp_path / "out")
        assert (len(seen.runs), seen.measures["run"].nunique()) == (4, 4)


def _part(plan, run):
    from linli.experiments.sweep.store import measures_of

    return measures_of([made_up(plan.task(run))]), 99


@pytest.mark.parametrize("harm", ["manifest", "format", "newer", "points", "arms"])
def test_a_damaged_folder_is_refused_in_a_sentence(folder, harm):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    if harm == "manifest":
        path.write_text(path.read_text(encoding="utf-8").replace("Tiny", "Tidy"), encoding="utf-8")
    elif harm == "points":
        (folder / "points.parquet").write_bytes(b"PAR1")
    else:
        change = {"format": {"format": "1"}, "newer": {"format": 99}, "arms": {"arms": ["before", "../x"]}}[harm]
        manifest.pop("checksum")
        path.write_text(json.dumps(manifest | change), encoding="utf-8")
    with pytest.raises(UserError, match="in format 99" if harm == "newer" else "is damaged or incomplete"):
        _ = linli.open(folder).points


def test_points_with_a_flipped_bit_are_not_believed(folder):
    raw = bytearray((folder / "points.parquet").read_bytes())
    raw[len(raw) // 3] ^= 1
    (folder / "points.parquet").write_bytes(raw)
    with pytest.raises(UserError, match=r"the checksum of points.parquet is wrong"):
        _ = linli.open(folder).points


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda f: f.drop(columns="value"), "other columns"), (lambda f: f.assign(week="1"), "no whole numbers"), (lambda f: f.assign(value="x"), "no numbers"),
        (lambda f: f.assign(arm="other"), "does not have"), (lambda f: f.assign(measure="\x1b[2J"), "does not have"),
        (lambda f: f.assign(replication=99), "does not have"), (lambda f: pd.concat([f, f]), "twice"),
    ],
)  # fmt: skip
def test_a_part_of_somebody_else_that_is_not_of_the_sweep_is_refused(folder, change, says):
    """The name of a part bears its checksum: that tells damage, and not who wrote it."""
    (path,) = (folder / "measures").glob("part-*.parquet")
    change(pd.read_parquet(path)).to_parquet(path, index=False)
    path.rename(path.with_name(f"{path.name[:19]}{checksum_of(path)}.parquet"))
    with pytest.raises(UserError, match=f"damaged or incomplete .*{says}"):
        _ = linli.open(folder).ends


def test_what_a_folder_rests_on_may_be_anything(folder):
    assert differences(["x"], {"weeks": 3}) is not None
    assert differences({"weeks": 3}, {"weeks": 3}) is None
    with pytest.raises(OSError, match="which tables"):
        checked_tables(folder, {"files": ["points.parquet"]})
