"""What tests of the command line share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from linli.__main__ import main

TINY = """
format = 1
title = {en = "Tiny", zh = "小"}
weeks = 2
[neighbourhood]
buildings = 1
entrances = 1
floors = 4
flats_per_floor = 2
years = 0
[mechanisms.building-gates]
[arms.before]
[arms.before.building-gates]
on = false
[arms.after]
"""
"""One doorway of some fifteen residents, two weeks: what analyses of plans are tried with."""
Line = Callable[..., tuple[int, str, str]]


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Run the command line in an empty folder; returns (exit status, standard output, standard error)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINLI_LANG", "en")
    monkeypatch.setenv("COLUMNS", "120")

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        output = capsys.readouterr()
        return status, output.out, output.err

    return call


@pytest.fixture
def planned(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with tiny.toml, to which the tests' own file may add levers of its last arm (AFTER), and with the PLAN of that file as plan.toml."""
    (tmp_path / "tiny.toml").write_text(TINY + getattr(request.module, "AFTER", ""), encoding="utf-8")
    (tmp_path / "plan.toml").write_text(request.module.PLAN, encoding="utf-8")
    return tmp_path
