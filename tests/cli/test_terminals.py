"""The command line in terminals of all kinds, in pipes and in logs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SMALL = ("--weeks", "2", "--set", "neighbourhood.buildings=1", "--set", "neighbourhood.entrances=2", "--no-figures")
PLAIN = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "CI", "LC_ALL", "LC_CTYPE", "LANG")}
PLAIN |= {"LINLI_LANG": "en", "PYTHONIOENCODING": "utf-8", "TERM": "xterm-256color"}
ASCII = {"PYTHONIOENCODING": "ascii"}
OLD = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""}
CURSOR = re.compile(r"\r(?!\n)|\x1b\[\?25|\x1b\[\d*[ABCDGHJK]")
"""What moves the cursor: no log has it."""


def linli(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "linli", *arguments], cwd=cwd, env=PLAIN | variables, capture_output=True, timeout=300)


def several(lines: list[list[str]], cwd: Path, **variables: str) -> tuple[list[int], bytes, bytes]:
    """Run command lines one after the other in one process; returns their statuses, the standard output and the standard error."""
    code = "import json, sys\nfrom linli.__main__ import main\nprint(json.dumps([main(line) for line in json.loads(sys.argv[1])]))"
    done = subprocess.run([sys.executable, "-c", code, json.dumps(lines)], cwd=cwd, env=PLAIN | variables, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr
    out, _, statuses = done.stdout.rstrip().rpartition(b"\n")
    return json.loads(statuses), out, done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a run lies, made in a log with forced colour."""
    made = tmp_path_factory.mktemp("terminals")
    done = linli("run", "everyday", *SMALL, "--out", "kept", cwd=made, FORCE_COLOR="1")
    assert done.returncode == 0, done.stderr
    text = done.stderr.decode() + done.stdout.decode()
    assert not CURSOR.search(text), "no frames of a bar in a log"
    assert "\x1b[" in done.stdout.decode(), "but colours, which were asked for"
    return made


@pytest.mark.parametrize("columns", ["0", "40", "200", "²"])
def test_every_width_prints_everything(folder: Path, columns: str) -> None:
    done = linli("show", "kept", cwd=folder, COLUMNS=columns)
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode()
    assert "acquaintances a" in text
    assert len(re.findall(r"\d", text)) > 50


@pytest.mark.parametrize("variables", [ASCII, OLD, {"TERM": "dumb"}, {"NO_COLOR": "1"}, {"CI": "true"}], ids=["ascii", "C", "dumb", "no colour", "CI"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_poor_terminals_get_plain_text_and_no_error(folder: Path, variables: dict[str, str], language: str) -> None:
    lines = [["show", "kept"], ["run", "--help"], ["scenarios", "list"], ["run", "nothing-of-this-name"]]
    statuses, out, err = several([[*line, "--lang", language] for line in lines], folder, **variables)
    assert statuses == [0, 0, 0, 2]
    assert b"Traceback" not in err
    assert b"\x1b" not in out + err
    assert b"linli scenarios list" in out + err
    if variables in (ASCII, OLD):
        assert (out + err).isascii()
        assert (b"has no Chinese letters" in err) == (language == "zh")


def test_nothing_quoted_steers_the_terminal(folder: Path) -> None:
    (folder / "esc.toml").write_text('format = 1\ntitle = { en = "\\u001b[31mred\\u0007", zh = "\\u001b[2J红" }\nweeks = 2\n', encoding="utf-8")
    _, out, err = several([["scenarios", "show", "esc.toml"], ["run", "no\x1b[2Jthing"], ["run", "esc.toml", *SMALL, "--out", "esc"]], folder)
    assert b"[2Jthing" in err or b"x1b[2Jthing" in err
    assert b"\x1b" not in out + err
    assert b"\x07" not in out + err


def test_ascii_has_stand_ins_and_no_question_marks(folder: Path) -> None:
    done = linli("show", "kept", cwd=folder, **ASCII)
    assert b"?" not in done.stdout
    assert b"-----" in done.stdout


@pytest.mark.parametrize("columns", ["40", "60", "80"])
def test_chinese_help_breaks_where_it_may(folder: Path, columns: str) -> None:
    asked = [["--help"], ["compare", "--help"], ["calibrate", "--help"], ["show", "kept"]]
    _, out, _ = several([[*line, "--lang", "zh"] for line in asked], folder, COLUMNS=columns)
    cells = [cell.strip() for line in out.decode().splitlines() for cell in line.split("│")]
    assert len(cells) > 100
    assert not [cell for cell in cells if cell[:1] and cell[0] in "，。；：、！？）》”"]


def test_a_search_says_its_steps_once_a_minute_in_a_log() -> None:
    import io

    from linli.cli.progress import teller
    from linli.viz.terminal import Terminal

    file = io.StringIO()
    tell = teller(Terminal(file=file))
    for number in range(20):
        tell(f"step {number}")
    assert file.getvalue() == "step 0\n"


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no terminals of this kind")
@pytest.mark.parametrize(("variables", "bar"), [({}, True), ({"CI": "true"}, False), ({"TERM": "dumb"}, False)], ids=["terminal", "CI", "dumb"])
def test_a_bar_is_drawn_in_a_terminal_and_only_there(folder: Path, tmp_path: Path, variables: dict[str, str], bar: bool) -> None:
    master, slave = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "linli", "run", "everyday", *SMALL, "--out", str(tmp_path / "x")],
        cwd=folder, env=PLAIN | variables, stdout=subprocess.DEVNULL, stderr=slave,
    )  # fmt: skip
    os.close(slave)
    said = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        said += part
    os.close(master)
    assert process.wait(120) == 0
    assert bool(CURSOR.search(said.decode().replace("\r\n", "\n"))) is bar, said
