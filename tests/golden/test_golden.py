"""A small society has the same bits as when its golden values were written (`python -m tests.golden.refresh` writes them anew)."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parent


def refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("golden_refresh", FOLDER / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("case", ["everyday", "building-gates", "placed"])
def test_the_society_is_the_golden_one(case: str) -> None:
    module = refresh()
    assert set(module.CASES) == {file.stem for file in FOLDER.glob("*.json")}
    golden = json.loads((FOLDER / f"{case}.json").read_text())
    now = module.values(case)
    assert now["residents"] == golden["residents"]
    if golden["platform"] != module.platform_name():
        pytest.skip(f"golden bits are of {golden['platform']}, this is {module.platform_name()}")
    different = [name for name, value in golden["hashes"].items() if now["hashes"].get(name) != value]
    assert different == [], "if this was meant: python -m tests.golden.refresh"
    assert now["hashes"].keys() == golden["hashes"].keys()
    assert now["tallies"] == golden["tallies"]
    assert now["measures"].keys() == golden["measures"].keys()
    assert {name: value for name, value in now["measures"].items() if value != pytest.approx(golden["measures"][name], rel=1e-9, nan_ok=True)} == {}


@pytest.mark.parametrize("name", ["van-de-bunt", "windsurfers"])
def test_a_published_study_has_its_golden_answers(name: str) -> None:
    module = refresh()
    assert set(module.STUDIES) == {file.stem for file in (FOLDER / "studies").glob("*.json")}
    golden, now = json.loads((FOLDER / "studies" / f"{name}.json").read_text()), module.study_values(name)
    assert now["study"] == golden["study"], "the study file has changed; if this was meant: python -m tests.golden.refresh"
    if golden["platform"] != module.platform_name():
        pytest.skip(f"golden answers are of {golden['platform']}, this is {module.platform_name()}")
    for old, new in zip(golden["tables"], now["tables"], strict=True):
        assert new["title"] == old["title"]
        for what in ("simulated", "sd"):
            assert new[what] == pytest.approx(old[what], rel=1e-9), f"{name}: {old['title']}; if this was meant: python -m tests.golden.refresh"
