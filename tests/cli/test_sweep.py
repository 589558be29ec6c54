"""`linli sweep`: from a plan to a folder, its words in both languages, its exit status, and how it is stopped and goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import linli
import pandas as pd
import pytest
from linli.experiments.sweep import processes
from linli.experiments.sweep.result import Sweep
from linli.experiments.sweep.work import Worker

TINY = """
format = 1
title = {en = "Tiny", zh = "小"}
weeks = 4
[neighbourhood]
buildings = 1
entrances = 2
floors = 6
flats_per_floor = 3
years = 1
[mechanisms.building-gates]
[arms.before]
[arms.before.building-gates]
on = false
[arms.after]
"""
PLAN = """
title = { en = "How often?", zh = "多久一次？" }
scenario = "tiny.toml"
replications = 2
measures = ["acquaintances", "yuan"]
[parameters]
building-gates.gatherings_a_year = [0, 48]
"""
Line = Callable[..., tuple[int, str, str]]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "tiny.toml").write_text(TINY, encoding="utf-8")
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def test_a_sweep_is_run_shown_opened_and_gone_on_with(line: Line, here: Path) -> None:
    status, out, err = line("sweep", "plan.toml", "--out", "out", "--workers", "0")
    assert status == 0, err
    assert "How often?" in out
    assert "4 of 4 runs finished" in out
    body, _, last = out.rstrip("\n").rpartition("\n")
    assert last == "Written to out"
    assert line("show", "out")[:2] == (0, body + "\n")
    status, out, err = line("sweep", "plan.toml", "--out", "out", "--workers", "0")
    assert (status, out) == (0, body + "\nWritten to out\n")
    assert "4 of 4 runs are there already." in err
    found = linli.open("out")
    assert isinstance(found, Sweep)
    assert found.ends.columns.tolist() == ["run", "arm", "point", "seed", "building-gates.gatherings_a_year", "acquaintances", "yuan"]
    assert found.plan.hash() == linli.Plan.read("plan.toml").hash()
    assert len(found.ends) == 8


def test_in_chinese(line: Line, here: Path) -> None:
    status, out, _ = line("sweep", "plan.toml", "--out", "out", "--workers", "0", "--lang", "zh")
    assert status == 0
    assert "多久一次？" in out
    assert "完成 4/4 次运行" in out
    assert "设计点 2 个，重复 2 次，4 周；方案：before、after" in out.replace("\n", "")
    status, _, err = line("sweep", "plan.toml", "--out", "tiny.toml", "--lang", "zh")
    assert status == 2
    assert err.startswith("错误（")


def test_without_out_it_lies_under_runs_by_the_name_of_the_plan(line: Line, here: Path) -> None:
    assert line("sweep", "plan.toml", "--workers", "0")[0] == 0
    assert len(linli.open("runs/plan").runs) == 4


def test_a_dry_run_tells_and_writes_nothing(line: Line, here: Path) -> None:
    (here / "plan.toml").write_text(PLAN.replace('"yuan"', '"origin.lfit"'), encoding="utf-8")
    status, out, _ = line("sweep", "plan.toml", "--dry-run", "--workers", "2", "--out", "out")
    assert status == 0
    assert "4 runs: 2 points (full factorial: every value with every other), 2 replications; each all of before, after, 4 weeks" in out.replace(" \n", " ")
    assert "with 2 workers" in out
    assert "on disk" in out
    assert 'Did you mean "origin.lift"?' in " ".join(out.split()), "no arm has such a kind, which three runs tell"
    assert {path.name for path in here.iterdir()} == {"tiny.toml", "plan.toml"}


def test_workers_that_began_while_a_wrong_plan_was_read_have_ended(line: Line, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, real = [], processes.begin

    def begin(module: str) -> Any:
        found = real(module)
        begun.append(found[0])
        return found

    monkeypatch.setattr(processes, "begin", begin)
    (here / "plan.toml").write_text(PLAN.replace("replications", "replicatoins"), encoding="utf-8")
    status, _, err = line("sweep", "plan.toml", "--out", "out", "--workers", "1")
    assert status == 2
    assert 'Did you mean "replications"?' in err
    assert [one.poll() is None for one in begun] == [False]
    assert line("sweep", "plan.toml", "--workers", "0")[0] == 2
    assert len(begun) == 1, "this very process works: nobody else is needed"


def test_new_writes_a_plan_that_runs_and_no_file_is_overwritten(line: Line, here: Path) -> None:
    status, out, _ = line("sweep", "new", "mine.toml")
    assert status == 0
    assert out == "Written to mine.toml. What it would take: linli sweep mine.toml --dry-run\n"
    assert linli.Plan.read("mine.toml").runs == 36
    status, _, err = line("sweep", "new", "mine.toml")
    assert (status, err) == (2, 'Error: "mine.toml" exists already. Name a new file.\n')
    assert line("sweep", "new")[0] == 2, "plan.toml is there"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("plam.toml",), 'Error: there is no file "plam.toml". Did you mean "plan.toml"?'),
        (("plan.toml", "--workers", "many"), 'Error in --workers: "many" is not a whole number between 0 and 1,024.'),
        (("plan.toml", "other"), "Error in FILE: only linli sweep new takes a second file."),
        (("plan.toml", "--out", "."), "Error in .: it is not empty and holds no sweep. Name another folder with --out."),
        (("plan.toml", "--retry-faild"), "Error: there is no option --retry-faild. Did you mean \"--retry-failed\"? See linli sweep --help."),
        ((), "Error: Missing argument 'PLAN|new'. See linli sweep --help."),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(line: Line, here: Path, words: tuple[str, ...], said: str) -> None:
    status, out, err = line("sweep", *words)
    assert (status, out, err) == (2, "", said + "\n")


def test_failures_are_told_shown_and_tried_again(line: Line, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Worker._at

    def broken(self, task):
        if task.run == 2:
            raise ValueError("made up")
        return real(self, task)

    monkeypatch.setattr(Worker, "_at", broken)
    status, out, err = line("sweep", "plan.toml", "--out", "out", "--workers", "0")
    assert status == 1
    assert "1 failed: run 2, build: ValueError: made up" in out
    assert "1 of 4 runs failed; the others are in out. linli show out tells why; --retry-failed works them anew." in err
    monkeypatch.undo()
    monkeypatch.chdir(here)
    monkeypatch.setenv("LINLI_LANG", "en")
    assert line("sweep", "plan.toml", "--out", "out", "--workers", "0")[0] == 1, "not unasked"
    status, out, _ = line("sweep", "plan.toml", "--out", "out", "--workers", "0", "--retry-failed")
    assert status == 0
    assert "4 of 4 runs finished" in out


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopped_by_a_signal_it_keeps_what_is_finished(here: Path, how: signal.Signals) -> None:
    (here / "plan.toml").write_text(PLAN.replace("replications = 2", "replications = 400"), encoding="utf-8")
    command = [sys.executable, "-m", "linli", "sweep", "plan.toml", "--out", "out", "--workers", "1"]
    process = subprocess.Popen(command, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "LINLI_LANG": "en"})
    until = time.monotonic() + 120
    while not list((here / "out").glob("runs/*.parquet")) and time.monotonic() < until:
        time.sleep(0.1)
    process.send_signal(how)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err.rstrip().endswith("Stopped. What has finished is kept in out; the same command goes on.")
    assert "Traceback" not in err
    found = linli.open(here / "out")
    assert 0 < len(found.runs) < 800
    assert not len(found.failed), "what was at work is no failure"
    assert not [path for path in (here / "out").rglob("*") if path.name.startswith(".")]


def test_any_program_reads_the_tables(line: Line, here: Path) -> None:
    duckdb, polars = pytest.importorskip("duckdb"), pytest.importorskip("polars")
    assert line("sweep", "plan.toml", "--out", "out", "--workers", "0")[0] == 0
    asked = """
        select p."building-gates.gatherings_a_year" as gatherings, arm, avg(value) as yuan
        from 'out/measures/*.parquet' join 'out/points.parquet' p using (point)
        where measure = 'yuan' and week = 4 group by all order by all
    """
    by_duckdb = {(row.gatherings, row.arm): row.yuan for row in duckdb.sql(asked).df().itertuples()}
    by_pandas = pd.read_parquet("out/measures").merge(pd.read_parquet("out/points.parquet"), on="point")
    at_end = by_pandas[(by_pandas["measure"] == "yuan") & (by_pandas["week"] == 4)]
    assert by_duckdb == at_end.groupby(["building-gates.gatherings_a_year", "arm"], observed=True)["value"].mean().to_dict()
    by_polars = polars.read_parquet("out/measures/*.parquet")
    assert by_polars.filter(polars.col("week") == 4).height == 4 * 2 * 2
