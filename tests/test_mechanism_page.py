"""docs/mechanism.md: its code is the mechanism that it says it is, is short, and keeps every promise."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import linli
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.society.society import Society

PAGE, CHINESE = ((Path(__file__).parents[1] / "docs" / name).read_text(encoding="utf-8") for name in ("mechanism.md", "mechanism.zh.md"))
LONGEST = 90


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.S | re.M)


@pytest.fixture(scope="module")
def tea_room(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The module of the page, imported as a reader's file is."""
    folder = tmp_path_factory.mktemp("page")
    (folder / "tea_room.py").write_text(blocks("python")[0], encoding="utf-8")
    patch = pytest.MonkeyPatch()
    patch.syspath_prepend(folder)
    import tea_room as module  # type: ignore[import-not-found]

    assert isinstance(module, ModuleType)
    yield module
    patch.undo()
    sys.modules.pop("tea_room", None)


def society(tea_room: Any, seed: int = 1, **parameters: Any) -> Society:
    made = Society(neighbourhood=NeighbourhoodParameters(buildings=2, floors=6), seed=seed)
    made.attach({"tea-room": tea_room.TeaRoom.Parameters(**parameters)}, {"tea-room": tea_room.TeaRoom})
    return made


def test_the_file_is_short() -> None:
    code = blocks("python")[0]
    assert len(code.splitlines()) <= LONGEST
    assert max(len(line) for line in code.splitlines()) <= 160
    assert "._" not in code, "nothing private is needed"


def test_the_page_counts_its_lines_and_checks_rightly(tea_room: Any) -> None:
    said = re.search(r"约 (\d+) 行", CHINESE)
    assert said is not None
    assert int(said.group(1)) == len(blocks("python")[0].splitlines())


@pytest.mark.slow
def test_it_keeps_every_promise(tea_room: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """The second block of the page is run as it is printed."""
    exec(blocks("python")[1], {})
    printed = capsys.readouterr().out
    assert printed.startswith("tea-room (")
    assert printed.count("\npassed") == 25


def test_a_keeper_is_found_opens_and_is_worn_out(tea_room: Any) -> None:
    eager, tired = (society(tea_room, accept=3.0, notice=0.5, tires=tires) for tires in (0.0, 3.0))
    for one in (eager, tired):
        one.run(104)
    quit_eager, quit_tired = (one.services.volunteers.counts("tea keeper")["quit"] for one in (eager, tired))
    assert eager.measure()["tea-room.guests"] > 100
    assert quit_tired > quit_eager
    assert tired.measure()["tea-room.sessions"] < eager.measure()["tea-room.sessions"]


def test_it_fails_in_its_own_way_nobody_follows_and_the_door_stays_shut(tea_room: Any) -> None:
    one = society(tea_room, accept=-10.0)
    one.run(52)
    found = one.measure()
    assert found["tea-room.kept"] == found["tea-room.sessions"] == found["tea-room.guests"] == 0.0
    assert found["tea-room.planned"] == 104.0
    assert one.services.volunteers.counts("tea keeper")["asked"] > 0


def test_the_official_count_is_never_below_what_happened(tea_room: Any) -> None:
    one = society(tea_room, accept=3.0, notice=0.0, expected=10)
    one.run(26)
    found = one.measure()
    assert found["tea-room.sessions"] > 0
    assert found["tea-room.reported"] >= max(10 * found["tea-room.sessions"], found["tea-room.guests"])
    assert one.programme.declared_measures()["tea-room.reported"].beside == "tea-room.guests"


def test_the_scenario_of_the_page_is_valid(tea_room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.metadata import EntryPoint

    from linli.model.mechanisms import registry
    from linli.scenarios.schema import Scenario

    points = [EntryPoint("tea-room", "tea_room:TeaRoom", registry.GROUP)]
    monkeypatch.setattr(registry, "entry_points", lambda group: points)
    data = tomllib.loads(blocks("toml")[0])
    assert Scenario.from_dict(data, "before").arm("before").mechanisms["tea-room"].sessions_a_week == 0.0
    assert Scenario.from_dict(data, "after").arm("after").mechanisms["tea-room"].sessions_a_week == 2.0


def test_what_the_page_imports_is_public(tea_room: Any) -> None:
    for name in re.findall(r"from linli import (.*)", PAGE)[0].split(", "):
        assert name in linli.__all__
        assert getattr(tea_room, name) is getattr(linli, name)
