"""docs/sweeps.md and its Chinese twin: their codebook is the code's, their Python runs, the SLURM scripts do what they say as far as can be seen without SLURM."""

from __future__ import annotations

import os
import re
import runpy
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from linli.experiments.codebook import markdown
from linli.experiments.sweep.book import TABLES
from linli.experiments.sweep.fields import KINDS, PlanFields
from linli.experiments.sweep.work import STAGES

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "sweeps.md", "zh": DOCS / "sweeps.zh.md"}


def codebook(language: str) -> str:
    """Return what stands between the marks of the page."""
    return "\n\n".join(f"### `{table.name}`\n\n{table.about.say(language)}\n\n{markdown(table, language)}" for table in TABLES)


@pytest.mark.parametrize("language", PAGES)
def test_the_codebook_of_the_page_is_that_of_the_code(language: str) -> None:
    page = PAGES[language].read_text(encoding="utf-8")
    found = page.partition("<!-- codebook -->\n")[2].partition("\n<!-- end -->")[0]
    assert found == codebook(language), f"{PAGES[language].name}: put the codebook in anew"


@pytest.mark.parametrize("language", PAGES)
def test_the_page_names_every_key_design_and_stage(language: str) -> None:
    page = PAGES[language].read_text(encoding="utf-8")
    for name in (*(set(PlanFields.model_fields) - {"format", "title"}), *KINDS, *STAGES):
        assert re.search(rf"`\"?{name}\"?`", page), name


def test_both_pages_have_the_same_code() -> None:
    blocks = [re.sub(r" *#.*", "", "".join(re.findall(r"```\w+\n(.*?)```", page.read_text(encoding="utf-8"), re.S))) for page in PAGES.values()]
    assert blocks[0] == blocks[1]


@pytest.mark.slow
def test_the_python_of_the_page_runs(tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGES["en"].read_text(encoding="utf-8"), re.S)
    made = blocks[-1].replace('"weeks": 52', '"weeks": 2').replace('"neighbourhood.buildings": 1', '"neighbourhood.buildings": 1, "neighbourhood.floors": 2, "neighbourhood.years": 1')
    asked = re.findall(r"```sql\n(.*?)```", PAGES["en"].read_text(encoding="utf-8"), re.S)[0].replace("260", "2")
    code = "\n".join([made, *blocks[:-1], f"import duckdb\nassert len(duckdb.sql('''{asked}''').df()) == 4", "assert len(sweep.ends) == 8"])
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def program(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/bash\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize(("after", "status", "again"), [("stop", 130, True), ("done", 0, False), ("fault", 1, False)])
def test_the_job_of_one_node_is_queued_again_when_its_time_is_over_and_not_else(tmp_path: Path, after: str, status: int, again: bool) -> None:
    end = {"stop": "touch begun; sleep 60 & wait $!; exit 9", "done": "exit 0", "fault": "exit 1"}[after]
    program(tmp_path, "linli", f'echo "$@" > asked\ntrap "exit 130" TERM\n{end}')
    program(tmp_path, "scontrol", 'echo "$@" > queued')
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "SLURM_CPUS_PER_TASK": "32", "SLURM_JOB_ID": "77"}
    job = subprocess.Popen(["bash", str(DOCS / "slurm" / "sweep.sbatch")], cwd=tmp_path, env=environment)
    if after == "stop":
        until = time.monotonic() + 30
        while not (tmp_path / "begun").exists() and time.monotonic() < until:
            time.sleep(0.05)
        job.send_signal(signal.SIGTERM)
    assert job.wait(timeout=30) == status
    assert (tmp_path / "asked").read_text(encoding="utf-8").split() == ["sweep", "plan.toml", "--out", "results", "--workers", "32"]
    assert (tmp_path / "queued").exists() == again
    if again:
        assert (tmp_path / "queued").read_text(encoding="utf-8").split() == ["requeue", "77"]


def test_the_jobs_of_many_nodes_are_what_slurm_reads() -> None:
    pytest.importorskip("dask_jobqueue")
    script = runpy.run_path(str(DOCS / "slurm" / "many_nodes.py"))["cluster"]().job_script()
    assert "#SBATCH --requeue" in script
    assert 'export LINLI_CACHE="$HOME/.cache/linli"' in script
    assert "--lifetime 700m" in script


def test_the_script_of_many_nodes_can_be_read() -> None:
    assert "main" in runpy.run_path(str(DOCS / "slurm" / "many_nodes.py"))
