"""kill -9 at any moment of a command; then the same command works and gives the same bits.

Two moments of each command are tried here; `LINLI_KILLS=40` tries forty (docs/faults.md).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from linli.model.ground.cache import cache_folder
from pyarrow import parquet

MOMENTS = int(os.environ.get("LINLI_KILLS", "2"))
TINY = """
format = 1
title = {en = "Tiny", zh = "小"}
weeks = 8
[neighbourhood]
buildings = 1
entrances = 2
floors = 6
flats_per_floor = 3
[mechanisms.building-gates]
[arms.before]
[arms.before.building-gates]
on = false
[arms.after]
"""
ROOM = """
title = "A room"
role = "fit"
weeks = 3
sites = 4
quick = { sites = 4 }
people = { number = 12 }

[everyday.room]
scope = "compound"
size = 64
hours = 4.0
rounds = [1]
openness = 1.0
chance = { retired = 1.0 }

[[tables]]
question = "level-share"
with = { level = "friendly" }
published = [20.0]
"""
PLAN = """
scenario = "tiny.toml"
replications = 3
[parameters]
building-gates.gatherings_a_year = [0, 24]
"""
LINES = {
    "run": ("run", "tiny.toml", "--out", "out"),
    "compare": ("compare", "tiny.toml", "--seeds", "2", "--out", "out"),
    "export": ("export", "../whole-run", "--format", "edges", "--out", "out"),
    "sweep": ("sweep", "plan.toml", "--out", "out", "--workers", "1"),
    "calibrate": ("calibrate", "room.toml", "--out", "out", "--population", "12", "--waves", "2", "--check", "4", "--planted", "0", "--steps", "30"),
}
pytestmark = pytest.mark.slow


def start(here: Path, line: tuple[str, ...]) -> subprocess.Popen[str]:
    """Start a command in a folder, with kept states of that folder alone."""
    cache = here / "cache"
    if not cache.exists():
        cache.mkdir(mode=0o700)
        (cache / "compiled").symlink_to(cache_folder() / "compiled")
    environment = {**os.environ, "LINLI_LANG": "en", "LINLI_CACHE": str(cache)}
    command = [sys.executable, "-m", "linli", *line]
    return subprocess.Popen(command, cwd=here, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")


def finish(here: Path, line: tuple[str, ...]) -> str:
    """Run a command to its end; returns what it printed."""
    process = start(here, line)
    out, err = process.communicate(timeout=600)
    assert process.returncode == 0, err
    assert "Traceback" not in err
    return out


def new(folder: Path) -> Path:
    folder.mkdir()
    (folder / "tiny.toml").write_text(TINY, encoding="utf-8")
    (folder / "room.toml").write_text(ROOM, encoding="utf-8")
    (folder / "plan.toml").write_text(PLAN, encoding="utf-8")
    return folder


def found(out: Path) -> dict[str, Any]:
    """What a command wrote, to the bit, but for what tells when and how long."""
    files: dict[str, Any] = {}
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        name = path.relative_to(out).as_posix()
        if name == "manifest.json":
            files[name] = json.loads(path.read_text(encoding="utf-8")) | {"wall_seconds": 0.0}
        # Parts end where the work was stopped, and tell how long runs took.
        elif path.name.startswith("part-"):
            files[path.parent.name] = sorted([*files.get(path.parent.name, []), *rows(path)])
        else:
            files[name] = path.read_bytes()
    return files


def rows(path: Path) -> list[tuple[Any, ...]]:
    """What a part of a sweep holds, timings aside."""
    table = parquet.read_table(path).to_pydict()
    kept = [name for name in table if "seconds" not in name]
    return list(zip(*([repr(value) for value in table[name]] for name in kept), strict=True))


@pytest.mark.parametrize("name", LINES)
def test_a_killed_command_is_repeated_and_gives_the_same_bits(tmp_path: Path, name: str) -> None:
    if name == "calibrate":
        pytest.importorskip("sklearn")
    line = LINES[name]
    if name == "export":
        finish(new(tmp_path / "made"), ("run", "tiny.toml", "--out", "../whole-run", "--snapshot-weeks", "0,8", "--no-figures"))
    finish(new(tmp_path / "warm"), line)
    whole = new(tmp_path / "whole")
    begun = time.monotonic()
    printed = finish(whole, line)
    lasts = time.monotonic() - begun
    right = found(whole / "out")
    assert right
    complete = 0
    for moment in range(MOMENTS):
        here = new(tmp_path / f"killed-{moment}")
        process = start(here, line)
        time.sleep(lasts * (moment + 0.5) / MOMENTS)
        process.kill()
        process.communicate()
        if found(here / "out") == right:
            # It had been complete before it was killed: it is refused, and left as it is.
            complete += 1
        else:
            assert name in ("calibrate", "sweep") or not (here / "out" / "manifest.json").exists(), f"moment {moment}: what is not complete has no manifest"
            assert finish(here, line) == printed, f"moment {moment}"
        assert found(here / "out") == right, f"moment {moment}"
        assert {path.name for path in here.iterdir()} == {"cache", "out", "tiny.toml", "room.toml", "plan.toml"}, f"moment {moment}: nothing else is left"
        assert not [path.name for path in (here / "out").iterdir() if path.name.startswith(".")], f"moment {moment}"
        shutil.rmtree(here)
    assert complete < MOMENTS, "some of the moments were those of the work"
    print(f"{name}: {MOMENTS} moments in {lasts:.1f} s, {complete} of them after the end of the work")
