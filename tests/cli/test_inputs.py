"""Inputs that are no files, names that are no UTF-8, and a terminal of no width."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Line = Callable[..., tuple[int, str, str]]
ODD = b"b\xffd.toml"
TINY = "weeks = 2\n[neighbourhood]\nbuildings = 1\nentrances = 1\nfloors = 3\nflats_per_floor = 2\nyears = 1\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize(
    "words",
    [
        ("scenarios", "validate", "pipe.toml"), ("run", "pipe.toml"), ("reproduce", "pipe.toml"), ("reproduce", "--check", "pipe.toml"),
        ("calibrate", "pipe.csv"), ("compare", "--uncertainty", "--posterior", "pipe.csv"), ("run", "everyday", "--set", "roster.residents=pipe.csv"),
    ],
)  # fmt: skip
def test_a_pipe_is_refused_and_never_waited_for(line: Line, tmp_path: Path, words: tuple[str, ...]) -> None:
    for name in ("pipe.toml", "pipe.csv"):
        os.mkfifo(tmp_path / name)
    status, out, err = line(*words)
    assert status == 2
    assert "it is not a regular file" in err
    assert err.count("\n") == 1
    assert out == ""


def test_a_name_that_is_no_utf8_loses_nothing(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(ODD)).write_text(TINY)
    except OSError:
        pytest.skip("this file system knows UTF-8 only")
    words = [sys.executable, "-m", "linli", "run", ODD, "--threads", "1"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False, env={**os.environ, "LINLI_LANG": "en"}, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ["b?d-as-is-1"]
    assert (tmp_path / "runs" / "b?d-as-is-1" / "figures").is_dir()


@pytest.mark.parametrize("columns", ["0", "-3", "x", ""])
def test_a_terminal_of_no_width_is_printed_on(line: Line, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("COLUMNS", columns)
        status, out, _ = line("scenarios", "list")
    assert status == 0
    assert "building-gates  Building-gate culture" in out


@pytest.mark.parametrize("words", [("run", "everyday", "--weeks", "2", "--seed", "-1"), ("compare", "--seeds", "x"), ("run", "--snapshot-weeks", "999")])
def test_the_command_line_speaks_of_options(line: Line, words: tuple[str, ...]) -> None:
    status, _, err = line(*words)
    assert status == 2
    assert err.startswith(f"Error in --{words[-2].lstrip('-')}")
