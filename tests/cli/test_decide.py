"""`linli decide`: from a scenario that is played, then from its folder alone; wrong uses in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SMALL = ("--set", "neighbourhood.buildings=1", "--set", "neighbourhood.floors=2", "--threads", "1", "--weeks", "3")
Line = Callable[..., tuple[int, str, str]]


def test_a_scenario_is_played_and_its_folder_decides_again_without_playing(line: Line, tmp_path: Path) -> None:
    status, out, err = line("decide", "building-gates", "gatherings", "after", "--draws", "2", "--seeds", "1", *SMALL, "--out", "both")
    assert status == 0, err
    assert "2 draws (seeds) are too few" in out
    assert (tmp_path / "both" / "decision.md").is_file()
    assert (tmp_path / "both" / "decision.png").is_file()
    text = (tmp_path / "both" / "decision.md").read_text(encoding="utf-8")
    status, again, _ = line("decide", "both", "--format", "md", "--out", "card")
    assert status == 0
    assert again.split("Written")[0].strip() == out[out.index(again.split("\n")[0].strip()) :].split("Written")[0].strip()
    assert (tmp_path / "card" / "decision.md").read_text(encoding="utf-8") == text.replace("![", "\0").split("\0")[0] + text.rsplit("\n\n", 1)[1]
    status, out, _ = line("decide", "both", "after", "gatherings", "--lang", "zh", "--price", "100", "--format", "md")
    assert status == 0
    assert "决策卡" in out
    assert (tmp_path / "both" / "decision.zh.md").is_file()
    assert line("show", "both")[0] == 0, "the folder is still the comparison that it was"
    for arguments, said in (
        (("both", "aftre"), 'Did you mean "after"?'),
        (("both", "after", "after"), "a decision is between two"),
        (("both", "--measure", "acquaintence"), 'Did you mean "acquaintances"?'),
        (("both", "--draws", "4"), "it is for a scenario that is played"),
        (("both", "--price", "much"), "is not a number of yuan"),
        (("both", "--format", "pgn"), 'Did you mean "png"?'),
    ):
        status, _, err = line("decide", *arguments)
        assert status == 2, arguments
        assert said in err


@pytest.mark.parametrize("source", ["building-gate", "nowhere.toml"])
def test_what_is_neither_folder_nor_scenario_is_refused(line: Line, source: str) -> None:
    assert line("decide", source)[0] == 2
