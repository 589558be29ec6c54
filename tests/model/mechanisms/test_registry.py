"""The registry of mechanisms: what it knows, and that it is light."""

from __future__ import annotations

import subprocess
import sys

import pytest
from linli.model.ground.parameters import describe
from linli.model.mechanisms import registry as rooms
from linli.model.mechanisms.registry import registry


def test_the_registry_knows_building_gates_and_every_constant_is_described() -> None:
    known = registry()
    assert "building-gates" in known
    for name, kind in known.items():
        assert kind.name == name
        assert set(kind.levers) <= set(kind.Parameters.model_fields)
        for fact in describe(kind.Parameters):
            assert fact.text.en, fact.name
            assert fact.text.zh, fact.name
            assert fact.unit, fact.name


def test_the_registry_does_not_compile_anything() -> None:
    code = (
        "import sys; from linli.model.mechanisms.registry import registry; registry(); "
        "print('numba' in sys.modules, 'mesa' in sys.modules, 'scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "False"]


def test_no_folder_is_looked_at_for_a_mechanism_that_is_built_in(monkeypatch: pytest.MonkeyPatch) -> None:
    def look() -> dict[str, object]:
        raise AssertionError("a folder of packages was looked at")

    assert rooms.is_mechanism("building-gates")
    assert not rooms.is_mechanism("building-gate")
    monkeypatch.setattr(rooms, "_points", look)
    assert rooms.is_mechanism("building-gates")
