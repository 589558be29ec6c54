"""Compiled code and spun-up communities go stale with any change in any room of model/."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from linli.model.ground.sources import MODEL, model_hash, source_hash

ROOMS = sorted(folder.name for folder in MODEL.iterdir() if (folder / "__init__.py").exists())

KEPT = """
import sys
from linli.experiments.spinup import kept_file
from linli.model.ground.compiled import compiled_folder
from linli.scenarios.loader import load
print(compiled_folder().name, kept_file(load("everyday"), 1).name)
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The folder of a copy of linli."""
    shutil.copytree(MODEL.parent, tmp_path / "linli", ignore=shutil.ignore_patterns(".*", "__pycache__", "tests", "docs", "build", "*.egg-info"))
    return tmp_path / "linli"


def _kept(copy: Path) -> list[str]:
    """Return the names of the folder of compiled code and of the file of a spun-up community, by a fresh process that runs the copy."""
    # -I leaves out all but the libraries; nothing of this checkout takes part.
    code = f"import sys; sys.path.insert(0, {str(copy.parent)!r})\n{KEPT}"
    done = subprocess.run([sys.executable, "-I", "-B", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_there_are_rooms() -> None:
    assert {"ground", "people", "ties", "society", "agents"} <= set(ROOMS)
    assert source_hash(MODEL) == model_hash()


def test_a_change_of_any_file_in_any_room_changes_the_hash(tmp_path: Path) -> None:
    root = tmp_path / "model"
    shutil.copytree(MODEL, root, ignore=shutil.ignore_patterns("__pycache__"))
    seen = {source_hash(root)}
    assert seen == {model_hash()}, "the same sources elsewhere"
    for path in sorted(root.rglob("*.py")):
        path.write_bytes(path.read_bytes() + b"\n")
        found = source_hash(root)
        assert found not in seen, path
        seen.add(found)


def test_a_file_that_comes_goes_or_is_renamed_changes_the_hash(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    one = tmp_path / "room" / "one.py"
    one.write_text("x = 1\n")
    before = source_hash(tmp_path)
    (tmp_path / "room" / "two.py").write_text("")
    assert source_hash(tmp_path) != before
    (tmp_path / "room" / "two.py").unlink()
    assert source_hash(tmp_path) == before
    one.rename(tmp_path / "one.py")
    assert source_hash(tmp_path) != before
    (tmp_path / "one.py").rename(tmp_path / "room" / "other.py")
    assert source_hash(tmp_path) != before


@pytest.mark.slow
def test_compiled_code_and_spun_up_communities_both_go_stale_by_a_change_in_each_room(copy: Path) -> None:
    compiled, spun_up = ({name} for name in _kept(copy))
    assert compiled == {model_hash()}
    for room in ROOMS:
        path = copy / "model" / room / "__init__.py"
        path.write_bytes(path.read_bytes() + b"\n")
        found = _kept(copy)
        assert found[0] not in compiled, room
        assert found[1] not in spun_up, room
        compiled.add(found[0])
        spun_up.add(found[1])
