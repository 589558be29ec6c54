"""The program as a process: start, exit status, Ctrl-C, pipes, what it imports."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ENVIRONMENT = {**os.environ, "LINLI_LANG": "en", "PYTHONIOENCODING": "utf-8"}


def linli(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "linli", *arguments], cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, encoding="utf-8", timeout=300)


def imported(code: str, cwd: Path) -> set[str]:
    code += "\nimport sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, check=True, timeout=300)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_the_error_of_the_issue(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[population]\nrenters = 25.6\n", encoding="utf-8")
    done = linli("run", "mine.toml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error in mine.toml, [population] renters: 25.6 is not a share. It must lie between 0 and 1. Did you mean 0.256?\n"
    done = linli("run", "building-gate", cwd=tmp_path)
    assert done.stderr == 'Error: there is no scenario "building-gate". Did you mean "building-gates"? (linli scenarios list)\n'
    assert sorted(os.listdir(tmp_path)) == ["mine.toml"]


def test_importing_linli_imports_nothing_heavy(tmp_path: Path) -> None:
    heavy = {"numpy", "numba", "mesa", "pandas", "scipy", "networkx", "matplotlib", "pyarrow", "pydantic", "typer", "rich"}
    assert imported("import linli", tmp_path) & heavy == set()


def test_help_imports_no_engine(tmp_path: Path) -> None:
    heavy = {"numpy", "numba", "mesa", "pandas", "scipy", "networkx", "matplotlib", "pyarrow"}
    assert imported("from linli.__main__ import main\nmain(['run', '--help'])", tmp_path) & heavy == set()


def test_a_plain_run_imports_no_mesa_and_draws_nothing(tmp_path: Path) -> None:
    code = "from linli.__main__ import main\nassert main(['run', 'everyday', '--weeks', '2', '--set', 'neighbourhood.buildings=1', '--no-figures']) == 0"
    assert imported(code, tmp_path) & {"mesa", "networkx", "matplotlib"} == set()


def test_public_names(tmp_path: Path) -> None:
    code = "import linli\nassert linli.load('building-gates').arms[0] == 'before'\nassert issubclass(linli.UserError, ValueError)\nassert 'load' in dir(linli)"
    assert "linli.experiments.study" in imported(code, tmp_path)
    with pytest.raises(subprocess.CalledProcessError):
        imported("import linli\nlinli.nothing", tmp_path)


def test_the_version_is_that_of_the_package() -> None:
    import tomllib

    import linli

    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == linli.__version__


def heeding_interrupts() -> None:
    """A shell lets what it starts in the background ignore Ctrl-C, and children inherit that: take it back."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_and_sigterm_leave_a_run_that_can_be_read(tmp_path: Path, stop: signal.Signals) -> None:
    arguments = ["run", "--weeks", "5200", "--set", "neighbourhood.buildings=4", "--threads", "2", "--out", "half", "--no-figures"]
    assert linli(*arguments[:2], "1", *arguments[3:7], "--out", "before", "--no-figures", cwd=tmp_path).returncode == 0
    process = subprocess.Popen(
        [sys.executable, "-m", "linli", *arguments], cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        encoding="utf-8", preexec_fn=heeding_interrupts,
    )  # fmt: skip
    assert process.stderr is not None
    # A log has a line a minute: what is compiled and spun up before leaves the first of them to the run itself.
    said: list[str] = []
    for text in process.stderr:
        said.append(text)
        if text.startswith("running"):
            break
    time.sleep(0.5)
    assert process.poll() is None, "".join(said)
    process.send_signal(stop)
    _, rest = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "can be read in half" in rest
    assert "Traceback" not in rest
    from linli.experiments.loading import load_run

    run = load_run(tmp_path / "half")
    assert run.finished is False
    assert 0 < run.weeks < 5200
    assert run.end("acquaintances") > 0


def test_a_closed_pipe_is_no_fault(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "linli", "constants"], cwd=tmp_path, env=ENVIRONMENT, stdout=writer, stderr=subprocess.PIPE, text=True, timeout=60
    )
    os.close(writer)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
