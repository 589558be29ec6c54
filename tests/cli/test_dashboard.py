"""`linli dashboard`: what it takes, what it refuses. What it shows: tests/browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from linli.cli.dashboard import checked_prefix, start_of
from linli.experiments.compare import compare
from linli.experiments.run import run_scenario
from linli.experiments.store import save_comparison
from linli.scenarios.errors import UserError
from linli.scenarios.schema import Scenario

Line = Callable[..., tuple[int, str, str]]
SMALL = {
    "format": 1, "weeks": 2, "neighbourhood": {"buildings": 1, "years": 1}, "mechanisms": {"building-gates": {}},
    "arms": {"before": {}, "after": {"building-gates": {"gatherings_a_year": 12.0}}},
}  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("no-such",), "there is no scenario"),
        (("building-gates", "--port", "99999"), "--port"),
        (("building-gates", "--port", "x"), "is not a whole number"),
        (("building-gates", "--root-path", "linli"), "is not a prefix"),
        (("building-gates", "--root-path", "/a b"), "is not a prefix"),
        (("building-gates", "--host", "256.0.0.1"), "cannot be used"),
    ],
)
def test_what_cannot_be_used_gets_one_sentence(line: Line, arguments: tuple[str, ...], said: str) -> None:
    status, out, err = line("dashboard", *arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1


def test_a_scenario_a_file_and_a_folder_can_be_opened(tmp_path: Path) -> None:
    assert start_of("building-gates", "zh").state.language == "zh"
    scenario = Scenario.from_dict(SMALL, "small")
    file = tmp_path / "small.toml"
    file.write_text(scenario.to_toml(), encoding="utf-8")
    start = start_of(str(file), "en")
    assert (start.state.opened, start.opened) == (True, None)
    found = compare(scenario, seeds=2, threads=1)
    save_comparison(found, tmp_path / "compared")
    start = start_of(str(tmp_path / "compared"), "en")
    assert start.opened is not None
    assert start.opened.summary().equals(found.summary())
    assert (start.state.chosen, start.state.seeds) == (("before", "after"), 2)


def test_a_folder_that_holds_something_else_gets_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not the folder of a run"):
        start_of(str(tmp_path), "en")
    run_scenario(Scenario.from_dict(SMALL, "small"), out=tmp_path / "run", threads=1)
    start = start_of(str(tmp_path / "run"), "en")
    assert start.opened is not None
    assert len(start.opened.seeds) == 1


def test_a_prefix_has_no_slash_at_its_end() -> None:
    assert checked_prefix("/a/b/") == "/a/b"
    assert checked_prefix("") == ""
