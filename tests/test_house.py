"""The house: who may import whom (docs/house.md, docs/decisions/0015-rooms.md)."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import networkx as nx
import pytest
from linli.model.mechanisms import BUILT_IN

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
LAYERS = next(contract["layers"] for contract in SETTINGS["contracts"] if contract["id"] == "rooms")
ROOMS = [room for layer in LAYERS for room in layer.split(" | ")]
"""Rooms of model/ from the top down."""
DECISION = (ROOT / "docs" / "decisions" / "0015-rooms.md").read_text(encoding="utf-8")


def imports(types: bool) -> nx.DiGraph:
    """Return who imports whom, as paths from the root; imports inside functions count, and if asked for those for type hints alone."""
    found = grimp.build_graph("linli", exclude_type_checking_imports=not types, cache_dir=None)
    graph = nx.DiGraph()
    for module in found.modules:
        graph.add_edges_from((_path(module), _path(other)) for other in found.find_modules_directly_imported_by(module))
    return graph


def _path(module: str) -> str:
    inside = "/".join(module.split(".")[1:])
    return f"{inside}.py" if inside and (ROOT / f"{inside}.py").exists() else f"{inside}/__init__.py".lstrip("/")


def circles(graph: nx.DiGraph) -> list[list[str]]:
    return [sorted(knot) for knot in nx.strongly_connected_components(graph) if len(knot) > 1]


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    environment = os.environ | {"PYTHONPATH": str(root.parent)}
    return subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The folder of a copy of linli."""
    shutil.copytree(ROOT, tmp_path / "linli", ignore=shutil.ignore_patterns(".*", "__pycache__", "tests", "docs", "build", "*.egg-info"))
    return tmp_path / "linli"


def test_all_imports_run_the_way_that_the_house_allows(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("model/people/places.py", "from ..ties.store import Ties", "Rooms of the model"),
        ("model/services/ledger.py", "def f():\n    from ..contract.week import Week", "Rooms of the model"),
        ("model/agents/views.py", "from ..questions.base import View", "Rooms of the model"),
        ("model/society/engine.py", "from ...scenarios.schema import Scenario", "Folders"),
        ("model/reference/visits.py", "from ..ties.encounters import meet", "The plain twin"),
        ("model/mechanisms/meetings.py", "from .building_gates import BuildingGates", "Mechanisms never import one another"),
        ("model/ties/store.py", "def f():\n    from .encounters import meet", "No circle of files"),
    ],
)
def test_an_import_that_the_house_forbids_is_found(copy: Path, file: str, line: str, broken: str) -> None:
    with (copy / file).open("a", encoding="utf-8") as source:
        source.write(f"\n\n{line}\n")
    done = lint(copy)
    assert done.returncode == 1
    assert re.search(rf"^{broken}[^\n]*(\n[^\n]+)? BROKEN$", done.stdout, re.M), done.stdout


def test_the_contract_of_mechanisms_names_all_that_are_built_in() -> None:
    listed = next(contract["modules"] for contract in SETTINGS["contracts"] if contract["id"] == "mechanisms")
    # A mechanism of several files is a folder; the contract is of all that is in it.
    assert sorted(listed) == sorted(".".join(kind.__module__.split(".")[:4]) for kind in BUILT_IN)


def test_no_files_import_one_another_in_a_circle() -> None:
    assert circles(imports(types=False)) == []


def test_circles_that_are_type_hints_only_are_few_and_named_in_the_decision() -> None:
    named = [re.findall(r"`([^`]+)`", line.split(":")[0]) for line in DECISION.splitlines() if line.startswith("- `")]
    assert 0 < len(named) < 10
    for knot in circles(imports(types=True)):
        known = any(all(file.startswith(tuple(one)) for file in knot) for one in named)
        assert known, f"{', '.join(knot)} know one another by type hints: part them, or name them in docs/decisions/0015-rooms.md"
    for one in named:
        assert all((ROOT / file).exists() for file in one), one


def test_nothing_in_the_model_is_imported_by_its_name_as_a_text() -> None:
    for path in (ROOT / "model").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ("import_module", "__import__"):
                asked = node.args[0]
                assert isinstance(asked, ast.Constant), f"{path}: {ast.unparse(node)}"
                assert str(asked.value).startswith("numba."), f"{path}: {ast.unparse(node)}"


@pytest.mark.parametrize("room", ROOMS)
def test_the_first_line_of_a_room_says_what_belongs_there_and_what_it_may_import(room: str) -> None:
    lines = ast.get_docstring(ast.parse((ROOT / "model" / room / "__init__.py").read_text(encoding="utf-8")))
    assert lines is not None
    what, dot, may = lines.splitlines()[0].rpartition(". ")
    assert dot, "what belongs there. May import ..."
    assert len(what) > 30
    below = [other for layer in LAYERS[_layer(room) + 1 :] for other in layer.split(" | ")]
    if may == "May import every room below.":
        allowed = set(below)
    elif may == "Imports nothing of linli.":
        allowed = set()
    else:
        assert may.startswith("May import "), may
        allowed = {name for name in ROOMS if re.search(rf"\b{name}\b", may)}
        if may.endswith(" and below."):
            highest = min(_layer(name) for name in allowed)
            allowed |= {other for layer in LAYERS[highest:] for other in layer.split(" | ")}
        assert allowed, may
    assert allowed <= set(below), "the sentence allows no more than the contract"
    used = {b.split("/")[1] for a, b in imports(types=True).edges if a.startswith(f"model/{room}/") and b.startswith("model/") and b.count("/") > 1}
    assert used - {room} <= allowed


def _layer(room: str) -> int:
    return next(place for place, layer in enumerate(LAYERS) if room in layer.split(" | "))


def test_the_page_of_the_house_shows_every_room_in_its_order() -> None:
    page = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| `(\w+)/` \|", page, re.M)
    assert sorted(shown) == sorted(ROOMS) == sorted(path.parent.name for path in (ROOT / "model").glob("*/__init__.py"))
    assert [_layer(room) for room in shown] == sorted(_layer(room) for room in shown)
    for file in re.findall(r"`((?:model|scenarios|experiments|viz|cli|tests|docs)/[\w/.-]*)`", page):
        assert (ROOT / file).exists(), file
