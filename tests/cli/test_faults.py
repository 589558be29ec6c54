"""What the machine does to a command: full disks, closed pipes, folders, caches, signals. One sentence or none, and what was computed is printed."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from linli.experiments.loading import load_run
from linli.model.ground.cache import cache_folder

TINY = """
format = 1
title = {en = "Tiny", zh = "小"}
weeks = 4
[neighbourhood]
buildings = 1
entrances = 2
floors = 6
flats_per_floor = 3
[mechanisms.building-gates]
[arms.before]
[arms.before.building-gates]
on = false
[arms.after]
"""
HEAD = "residents, 2 gates"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a scenario in it that is run in seconds."""
    (tmp_path / "tiny.toml").write_text(TINY, encoding="utf-8")
    return tmp_path


AT_ONCE = "from linli.experiments import progress; progress.APART = 0.0; from linli.__main__ import main; raise SystemExit(main())"
"""The command line whose log says at once what it does, and not once a minute."""


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "linli", *arguments]


def linli(here: Path, *arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LINLI_LANG": "en", "COLUMNS": "100", **more.pop("environment", {})}  # type: ignore[dict-item]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
    return subprocess.run(command(*arguments), cwd=here, env=environment, text=True, encoding="utf-8", timeout=500, check=False, **options)  # type: ignore[call-overload, no-any-return]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def files_of_at_most(size: int) -> Callable[[], None]:
    """A disk is full for a file that grows beyond a size."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def said(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What was said beside the results, but for what every first run says."""
    every = ("compiling", "spinning up", "running", "No Chinese font")
    return [line for line in done.stderr.splitlines() if not line.startswith(every)]


def test_runs_at_once_lose_nothing_and_share_nothing(here: Path) -> None:
    environment = {**os.environ, "LINLI_LANG": "en"}
    started = []
    for many in ("0", "24", "52"):
        line = command("run", "tiny.toml", "--set", f"building-gates.gatherings_a_year={many}", "--no-figures", "--threads", "1")
        started.append(subprocess.Popen(line, cwd=here, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    folders = []
    for process in started:
        out, err = process.communicate(timeout=500)
        assert process.returncode == 0, err
        folders.append(out.splitlines()[-1].removeprefix("Written to "))
    assert sorted(folders) == ["runs/tiny-after-1", "runs/tiny-after-1-2", "runs/tiny-after-1-3"]
    asked = {load_run(here / folder).scenario.to_dict()["mechanisms"]["building-gates"]["gatherings_a_year"] for folder in folders}
    assert asked == {0.0, 24.0, 52.0}
    assert all("manifest.json" in names(here / folder) for folder in folders)


def test_head_gets_its_line_and_the_run_its_figures(here: Path) -> None:
    line = " ".join(command("run", "tiny.toml", "--out", "out", "--weeks", "2")) + " 2>err | head -1; echo ${PIPESTATUS[0]}"
    done = subprocess.run(["bash", "-c", line], cwd=here, capture_output=True, text=True, timeout=500, check=True)
    first, status = done.stdout.splitlines()
    assert HEAD in first
    assert status == "0"
    assert "growth.png" in names(here / "out" / "figures")
    assert "Traceback" not in (here / "err").read_text()
    assert "Broken" not in (here / "err").read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_output_onto_a_full_disk_is_told_and_the_run_is_written(here: Path) -> None:
    with open("/dev/full", "w") as full:
        done = linli(here, "run", "tiny.toml", "--out", "out", "--no-figures", stdout=full)
    assert done.returncode == 2
    assert said(done) == ["Error: not everything could be printed: No space left on device."]
    assert load_run(here / "out").finished


@pytest.mark.parametrize("arguments", [("--help",), ("constants",), ("scenarios", "show", "everyday", "--full")])
def test_output_that_goes_nowhere(here: Path, arguments: tuple[str, ...]) -> None:
    for how, status, told in (("| head -1", 0, ""), (">&-", 0, ""), ("> /dev/full", 2, "Error: not everything could be printed: No space left on device.\n")):
        if how.endswith("full") and not Path("/dev/full").exists():
            continue
        line = " ".join(command(*arguments)) + f" 2>err {how}; exit ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", line], cwd=here, env={**os.environ, "LINLI_LANG": "en"}, capture_output=True, text=True, timeout=100, check=False)
        assert (done.returncode, (here / "err").read_text()) == (status, told), how


def test_a_disk_that_is_full_for_the_results(here: Path) -> None:
    linli(here, "run", "tiny.toml", "--no-figures", "--out", "first")
    done = linli(here, "run", "tiny.toml", "--out", "out", preexec_fn=files_of_at_most(2000))
    assert done.returncode == 2
    assert HEAD in done.stdout, "what was computed is printed"
    assert said(done) == ['Error in --out: the folder "out" cannot be written: File too large.']
    assert names(here) == {"tiny.toml", "first"}


def test_a_disk_that_is_full_for_the_figures(here: Path) -> None:
    linli(here, "run", "tiny.toml", "--no-figures", "--out", "first")
    largest = max(path.stat().st_size for path in (here / "first").iterdir())
    done = linli(here, "run", "tiny.toml", "--out", "out", preexec_fn=files_of_at_most(largest + 100))
    assert done.returncode == 2
    assert HEAD in done.stdout
    assert said(done) == ['Error in --out: the figures cannot be written: File too large. What was computed lies in "out".']
    assert names(here / "out") == names(here / "first")
    assert load_run(here / "out").finished


@pytest.mark.parametrize(
    "arguments",
    [
        ("scenarios", "new", "mine.toml"),
        ("survey", "new", "form.html"),
        ("mechanism", "new", "tea-room"),
    ],
)
def test_a_new_file_on_a_full_disk_is_no_file(here: Path, arguments: tuple[str, ...]) -> None:
    done = linli(here, *arguments, preexec_fn=files_of_at_most(100))
    assert done.returncode == 2
    assert len(said(done)) == 1
    assert "cannot be written: File too large." in said(done)[0]
    assert names(here) == {"tiny.toml"}
    assert linli(here, *arguments).returncode == 0
    assert linli(here, *arguments).returncode == 2, "and never over one that is there"


def test_calibrate_on_a_full_disk(here: Path) -> None:
    pytest.importorskip("sklearn")
    done = linli(here, "calibrate", "san-juan-sur", "--out", "fit", "--population", "4", "--steps", "20", preexec_fn=files_of_at_most(100))
    assert done.returncode == 2
    assert said(done)[-1] == 'Error in --out: the folder "fit" cannot be written: File too large. What was written is kept; the same command goes on.'
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("out", ["/proc/out", "/dev/null/out"])
@pytest.mark.parametrize("line", [("run", "tiny.toml"), ("compare", "tiny.toml"), ("reproduce", "san-juan-sur"), ("calibrate", "san-juan-sur")])
def test_a_folder_that_cannot_be_made_is_told_before_the_work_begins(here: Path, line: tuple[str, ...], out: str) -> None:
    if line[0] == "calibrate":
        pytest.importorskip("sklearn")
    done = linli(here, *line, "--out", out)
    assert done.returncode == 2
    assert done.stdout == ""
    assert said(done)[-1].startswith(f'Error in --out: the folder "{out}" cannot be written')
    assert len(said(done)) == (2 if line[0] == "calibrate" else 1)


@pytest.fixture
def odd_cache(tmp_path: Path) -> Path:
    """A cache with the compiled code that is there already, but nothing else."""
    cache = tmp_path / "cache"
    cache.mkdir(mode=0o700)
    (cache / "compiled").symlink_to(cache_folder() / "compiled")
    return cache


def test_a_cache_full_of_garbage_says_nothing_and_costs_nothing(here: Path, odd_cache: Path) -> None:
    spinup = odd_cache / "spinup"
    first = linli(here, "run", "tiny.toml", "--no-figures", "--out", "first", environment={"LINLI_CACHE": str(odd_cache)})
    for path in list(spinup.iterdir()):
        path.write_bytes(os.urandom(5000))
    (spinup / "notes.txt").write_text("mine")
    (spinup / "a-folder.society").mkdir()
    (odd_cache / "more").write_bytes(os.urandom(5000))
    again = linli(here, "run", "tiny.toml", "--no-figures", "--out", "secondly", environment={"LINLI_CACHE": str(odd_cache)})
    assert (again.returncode, said(again)) == (0, [])
    assert again.stdout.replace("secondly", "first") == first.stdout


def test_states_that_cannot_be_kept_are_said_not_to_be_in_one_line(here: Path, odd_cache: Path) -> None:
    (odd_cache / "spinup").write_text("no folder")
    for language, sentence in (("en", "is not a folder"), ("zh", "不是文件夹")):
        done = linli(here, "compare", "tiny.toml", "--seeds", "2", "--no-figures", environment={"LINLI_CACHE": str(odd_cache), "LINLI_LANG": language})
        assert done.returncode == 0
        lines = [line for line in said(done) if "LINLI_CACHE" in line]
        assert len(lines) == 1
        assert sentence in lines[0]


def test_libraries_that_find_no_home_say_nothing_more(here: Path) -> None:
    done = linli(here, "run", "tiny.toml", "--out", "out", environment={"MPLCONFIGDIR": "/dev/null/nowhere"})
    assert (done.returncode, said(done)) == (0, [])
    assert "growth.png" in names(here / "out" / "figures")


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_run_leaves_no_temporary_files(here: Path, odd_cache: Path, stop: signal.Signals) -> None:
    (odd_cache / "spinup").write_text("no folder")
    (here / "temporary").mkdir()
    environment = {**os.environ, "LINLI_CACHE": str(odd_cache), "TMPDIR": str(here / "temporary"), "LINLI_LANG": "en"}
    process = subprocess.Popen(
        [sys.executable, "-c", AT_ONCE, "run", "tiny.toml", "--weeks", "5200", "--out", "out"], cwd=here, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("running"):
            break
    process.send_signal(stop)
    _, rest = process.communicate(timeout=200)
    assert process.returncode == 130
    assert "Stopped before the end" in rest
    assert list((here / "temporary").iterdir()) == []
    assert names(here / "out") >= {"manifest.json"}


def test_stopped_before_anything_was_measured(here: Path) -> None:
    process = subprocess.Popen(
        command("run", "tiny.toml", "--set", "neighbourhood.buildings=30", "--out", "out"), cwd=here, env={**os.environ, "LINLI_LANG": "en"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not (here / "out").exists():
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=200)
    assert (process.returncode, out) == (130, "")
    assert err.strip().splitlines()[-1] in ("Stopped.", "Stopped before anything was measured; nothing was written.")
    assert "Traceback" not in err
    assert names(here) == {"tiny.toml"}


def test_a_stop_inside_of_text_run_as_code_ends_as_any_other(here: Path) -> None:
    """Python marks such a stop and would end itself by a signal."""
    (here / "probe.py").write_text(
        "import sys\nfrom linli import __main__ as ours\nfrom linli.cli import app\n"
        "def stopped(*_):\n    exec('raise KeyboardInterrupt')\n"
        "app.run_app = stopped\nsys.exit(ours.main(['run']))\n"
    )
    process = subprocess.run(
        [sys.executable, "-m", "probe"], cwd=here, env={**os.environ, "LINLI_LANG": "en"}, capture_output=True, text=True, check=False
    )
    assert (process.returncode, process.stdout, process.stderr) == (130, "", "Stopped.\n")


def test_ignored_signals_stay_ignored(here: Path) -> None:
    """As nohup wants it."""
    process = subprocess.Popen(
        command("run", "tiny.toml", "--weeks", "4", "--no-figures", "--out", "out"), cwd=here, env={**os.environ, "LINLI_LANG": "en"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )  # fmt: skip
    while not (here / "out").exists():
        time.sleep(0.01)
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=500)
    assert process.returncode == 0


def test_a_file_that_ends_too_early_is_not_taken_for_a_stop(here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from linli.__main__ import main
    from linli.scenarios import loader

    def cut(*_: object, **__: object) -> None:
        raise EOFError

    monkeypatch.setattr(loader, "load", cut)
    assert main(["run", str(here / "tiny.toml")]) == 1
    assert "This is a fault of linli" in capsys.readouterr().err


@pytest.mark.parametrize(("language", "said"), [("en", "Error: memory ran out."), ("zh", "错误：内存不足。")])
def test_too_little_memory_is_a_sentence(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    from linli.__main__ import main
    from linli.scenarios import loader

    def full(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(loader, "load", full)
    assert main(["run", str(here / "tiny.toml"), "--lang", language]) == 1
    err = capsys.readouterr().err
    assert err.startswith(said)
    assert err.count("\n") == 1


def test_ctrl_c_where_a_command_says_nothing_itself(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from linli.__main__ import main
    from linli.scenarios import loader

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(loader, "load", stop)
    assert main(["run", "everyday"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_a_fault_of_the_disk_is_not_told_as_one_of_linli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from linli.__main__ import main
    from linli.scenarios import loader

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "/tmp/x")

    monkeypatch.setattr(loader, "load", full)
    assert main(["run", "everyday"]) == 2
    assert capsys.readouterr().err == "Error: /tmp/x: No space left on device.\n"
