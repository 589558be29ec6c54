"""`linli story` as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from linli.__main__ import main

SMALL = ["--set", "neighbourhood.buildings=1", "--weeks", "8", "--threads", "1"]


def test_a_story_is_printed_and_written_and_can_be_told_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "story.md"
    assert main(["story", "building-gates", *SMALL, "--out", str(file)]) == 0
    told = file.read_text(encoding="utf-8")
    assert told in capsys.readouterr().out
    assert told.count("## Resident ") == 3
    rows = [line.split()[2] for line in told.splitlines() if line.startswith("## Resident ")]
    assert main(["story", "building-gates", *SMALL, *(part for row in rows for part in ("--resident", row))]) == 0
    again = capsys.readouterr().out
    assert told.partition("## ")[2].strip() in again.strip()


def test_wrong_use_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["story", "building-gates", *SMALL, "--resident", "99999"]) == 2
    assert "there is no resident 99999" in capsys.readouterr().err
    assert main(["story", "building-gates", *SMALL, "--resident", "x"]) == 2
    assert "is not a whole number" in capsys.readouterr().err
