"""The tours of the manual finish as they are written: each of their commands, in the order of the page, tiny (follow.py follows them as printed)."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from linli.__main__ import main

TOURS = ("start", "tours/planner", "tours/researcher", "tours/student")


@pytest.fixture(scope="module")
def guide() -> ModuleType:
    """Load the script beside this file that follows a page."""
    spec = importlib.util.spec_from_file_location("follow_a_page", Path(__file__).with_name("follow.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.parametrize("page", TOURS)
def test_a_tour_finishes(guide: ModuleType, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINLI_LANG", "en")
    names: dict[str, Any] = {}

    def run(words: list[str]) -> None:
        if words[0] == "dashboard":
            guide.open_dashboard([sys.executable, "-m", "linli"], words, tmp_path, dict(os.environ))
            return
        status = main(words)
        assert status == 0, (words, capsys.readouterr().err)

    guide.follow(page, tmp_path, run, lambda block: exec(block, names), small=True)
    if page == "tours/student":
        assert names["hosts"].measure()["acquaintances"] > names["community"].measure()["acquaintances"], "the page lets the reader explain why there are more"


def test_tours_have_steps_of_every_kind_and_name_what_they_need(guide: ModuleType) -> None:
    assert {step.kind for step in guide.steps("tours/researcher")} == {"sh", "python", "file"}
    assert guide.installs("tours/planner") == "[dashboard,brief]"
