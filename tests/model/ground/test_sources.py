"""Spun-up communities go stale with any change in model/, compiled code with a change of what it reaches."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from linli.model.ground.sources import MODEL, imported, model_hash, reach_hash, source_hash

ROOMS = sorted(folder.name for folder in MODEL.iterdir() if (folder / "__init__.py").exists())

KEPT = """
import sys
from linli.experiments.spinup import kept_file
from linli.model.ties.encounters import meet
from linli.model.services import help_kernels
from linli.scenarios.loader import load
kernels = [value for value in vars(help_kernels).values() if hasattr(value, "py_func") and value.py_func.__module__ == help_kernels.__name__]
print(meet._cache._cache_path, kernels[0]._cache._cache_path, kept_file(load("everyday"), 1).name)
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The folder of a copy of linli."""
    shutil.copytree(MODEL.parent, tmp_path / "linli", ignore=shutil.ignore_patterns(".*", "__pycache__", "tests", "docs", "build", "*.egg-info"))
    return tmp_path / "linli"


def _kept(copy: Path) -> list[str]:
    """Return the folders of the compiled code of encounters and of help and the file of a spun-up community, by a fresh process that runs the copy."""
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


def test_a_file_reaches_what_it_imports_when_it_runs(tmp_path: Path) -> None:
    package = tmp_path / "made"
    (package / "room").mkdir(parents=True)
    for name, text in {
        "__init__.py": "",
        "first.py": "import os\nfrom typing import TYPE_CHECKING\nfrom .room.second import rule\nif TYPE_CHECKING:\n    from .never import Word\n",
        "never.py": "Word = int\n",
        "room/__init__.py": "from .fifth import five\n",
        "room/second.py": "from . import third\nrule = 1\ndef late():\n    from ..fourth import four\n",
        "room/third.py": "from ..first import rule\n",
        "room/fifth.py": "five = 5\n",
        "fourth.py": "from .room import five\nfour = 4\n",
        "apart.py": "",
    }.items():
        (package / name).write_text(text)
    reached = {"first.py", "room/second.py", "room/third.py", "fourth.py", "room/__init__.py", "room/fifth.py"}
    hashes = {reach_hash(package / "first.py")}
    for name in sorted(path.relative_to(package).as_posix() for path in package.rglob("*.py")):
        imported.cache_clear()
        reach_hash.cache_clear()
        before = (package / name).read_text()
        (package / name).write_text(before + "# more\n")
        found = reach_hash(package / "first.py")
        assert (found not in hashes) == (name in reached), name
        hashes.add(found)
        (package / name).write_text(before)
    assert len(hashes) == 1 + len(reached)


def _executed(node: ast.AST) -> Iterator[ast.AST]:
    """Walk through what is executed: all but what only a checker of types reads."""
    yield node
    guarded = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    for child in node.orelse if guarded and isinstance(node, ast.If) else ast.iter_child_nodes(node):
        yield from _executed(child)


def _parsed(path: Path) -> set[Path]:
    """Return what a file imports by dots, by Python's own parser."""
    found: set[Path] = set()
    for node in _executed(ast.parse(path.read_bytes())):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        folder = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
        for name in node.names:
            found.update(_files(folder / name.name) or _files(folder))
    return found


def _files(module: Path) -> list[Path]:
    return [file for file in (module.with_name(module.name + ".py"), module / "__init__.py") if file.is_file()][:1]


def test_lines_tell_what_the_parser_of_python_tells() -> None:
    files = list(MODEL.rglob("*.py"))
    assert len(files) > 150
    for path in files:
        assert set(imported(path)) == _parsed(path), path


def test_kernels_do_not_rest_on_mechanisms() -> None:
    kernels = [path for path in MODEL.rglob("*.py") if "ground.jit import" in path.read_text(encoding="utf-8")]
    assert len(kernels) > 10
    for path in kernels:
        seen, ahead = {path}, [path]
        while ahead:
            more = set(imported(ahead.pop())) - seen
            seen |= more
            ahead.extend(more)
        assert not {one for one in seen if one.is_relative_to(MODEL / "mechanisms")}, path


@pytest.mark.slow
def test_what_is_kept_goes_stale_by_a_change_in_what_it_rests_on_and_by_no_other(copy: Path) -> None:
    before = _kept(copy)
    for name, stale in {
        "ground/random.py": {0, 1, 2},
        "ties/store.py": {0, 2},
        "services/help_kernels.py": {1, 2},
        "mechanisms/meetings.py": {2},
    }.items():
        path = copy / "model" / name
        path.write_bytes(path.read_bytes() + b"\n")
        found = _kept(copy)
        assert {at for at in range(3) if found[at] != before[at]} == stale, name
        before = found


@pytest.mark.slow
def test_spun_up_communities_go_stale_by_a_change_in_each_room(copy: Path) -> None:
    spun_up = {_kept(copy)[2]}
    for room in ROOMS:
        path = copy / "model" / room / "__init__.py"
        path.write_bytes(path.read_bytes() + b"\n")
        found = _kept(copy)[2]
        assert found not in spun_up, room
        spun_up.add(found)
