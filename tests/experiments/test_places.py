"""Folders for results: nobody shares or loses one, and what a kill leaves is cleared away or finished."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from linli.experiments import places
from linli.experiments.places import DONE, MANIFEST, LateInterrupts, Place, next_place
from linli.model.ground.whole import part_name
from linli.scenarios.errors import UserError

HOLD = """
import sys, time
from pathlib import Path
from linli.experiments.places import Place, next_place
place = next_place(Path(sys.argv[1]).parent, Path(sys.argv[1]).name) if sys.argv[2] == "next" else Place(Path(sys.argv[1]))
def fill(part):
    (part / "rows.csv").write_text("1")
    if sys.argv[2] == "fill":
        print("held", flush=True)
        time.sleep(60)
if sys.argv[2] == "fill":
    place.write(fill)
print(place, flush=True)
time.sleep(60)
"""


def fill(part: Path) -> None:
    """What a run writes."""
    (part / "rows.csv").write_text("1,2")
    (part / MANIFEST).write_text("{}")


def draw(part: Path) -> None:
    """What figures are."""
    part.mkdir()
    (part / "growth.png").write_bytes(b"PNG")


@pytest.fixture
def others() -> Iterator[list[subprocess.Popen[str]]]:
    """Other processes, ended when the test is."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.communicate()


def hold(others: list[subprocess.Popen[str]], folder: Path, how: str = "hold") -> str:
    """Let another process reserve a folder; returns what it says once it has it."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder), how], stdout=subprocess.PIPE, text=True)
    others.append(process)
    assert process.stdout is not None
    return process.stdout.readline().strip()


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_folder_is_filled_and_nothing_else_is_left(tmp_path: Path) -> None:
    with Place(tmp_path / "deep" / "run") as place:
        assert names(place.path) == [], "it is there, so that nobody else takes it"
        assert place.write(fill, draw) == tmp_path / "deep" / "run"
    assert names(tmp_path / "deep") == ["run", "run/figures", "run/figures/growth.png", f"run/{MANIFEST}", "run/rows.csv"]


def test_what_is_not_used_is_gone_and_what_was_there_stays(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with Place(tmp_path / "mine"), Place(tmp_path / "a" / "b" / "c"):
        pass
    assert names(tmp_path) == ["mine"]


def test_another_process_is_refused_while_it_is_held_and_not_after_a_kill(tmp_path: Path, others: list[subprocess.Popen[str]]) -> None:
    assert hold(others, tmp_path / "run") == str(tmp_path / "run")
    with pytest.raises(UserError, match="another run is writing to the folder"):
        Place(tmp_path / "run")
    others[0].send_signal(signal.SIGKILL)
    others[0].wait()
    with Place(tmp_path / "run") as place:
        place.write(fill)
    with pytest.raises(UserError, match="is not empty"):
        Place(tmp_path / "run")


def test_those_who_start_at_once_take_different_folders(tmp_path: Path, others: list[subprocess.Popen[str]]) -> None:
    found: list[str] = []
    asking = [threading.Thread(target=lambda: found.append(hold(others, tmp_path / "runs" / "x-1", "next"))) for _ in range(4)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert sorted(found) == [str(tmp_path / "runs" / name) for name in ("x-1", "x-1-2", "x-1-3", "x-1-4")]


def test_the_next_free_name_takes_up_what_a_killed_run_had_reserved(tmp_path: Path) -> None:
    for k in (1, 2):
        with next_place(tmp_path, "x") as place:
            place.write(fill)
        assert place.path.name == ("x" if k == 1 else "x-2")
    (tmp_path / "x-3").mkdir()
    (tmp_path / "x-3" / part_name()).mkdir()
    with next_place(tmp_path, "x") as place:
        assert place.path.name == "x-3"
        assert names(place.path) == []


def test_killed_while_it_was_written(tmp_path: Path, others: list[subprocess.Popen[str]]) -> None:
    assert hold(others, tmp_path / "run", "fill") == "held"
    assert len(names(tmp_path / "run")) == 2
    assert not (tmp_path / "run" / "rows.csv").exists()
    others[0].send_signal(signal.SIGKILL)
    others[0].wait()
    with Place(tmp_path / "run") as place:
        place.write(fill)
    assert names(tmp_path / "run") == [MANIFEST, "rows.csv"]


@pytest.mark.parametrize("moved", [0, 1, 2, 3])
def test_killed_while_its_files_moved_to_their_places(tmp_path: Path, moved: int, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    left = [moved + 1]  # The first rename is that of the whole folder.
    rename, place = Path.rename, Place(tmp_path / "run")

    def some(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        return rename(self, target)

    def not_removed(self: Path) -> None:
        if self.name.endswith(DONE):
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", some)
        patch.setattr(Path, "rmdir", not_removed)
        with pytest.raises(Killed):
            place.write(fill, draw)
    assert (tmp_path / "run" / MANIFEST).exists() == (moved == 3), "with its manifest it is complete"
    places.unlock(place.release.detach()[2][0])
    with pytest.raises(UserError, match="is not empty"):
        Place(tmp_path / "run")
    assert names(tmp_path / "run") == ["figures", "figures/growth.png", MANIFEST, "rows.csv"], "finished: it had been written whole"


def test_hidden_files_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / ".thesis.part").write_text("years of work")
    with pytest.raises(UserError, match="is not empty"):
        Place(tmp_path)
    assert names(tmp_path) == [".thesis.part"]


def test_figures_that_fail_cost_nothing_else(tmp_path: Path) -> None:
    def full(part: Path) -> None:
        draw(part)
        raise OSError(28, "No space left on device")

    with Place(tmp_path / "run") as place, pytest.raises(UserError, match=r"figures cannot be written: No space left on device\. What was computed lies in"):
        place.write(fill, full)
    assert names(tmp_path / "run") == [MANIFEST, "rows.csv"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_whatever_ends_the_drawing_what_was_computed_is_there(tmp_path: Path, error: type[BaseException]) -> None:
    def fail(part: Path) -> None:
        draw(part)
        raise error

    with Place(tmp_path / "run") as place, pytest.raises(error):
        place.write(fill, fail)
    assert names(tmp_path / "run") == [MANIFEST, "rows.csv"]


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    def full(part: Path) -> None:
        (part / "rows.csv").write_text("1")
        raise OSError(28, "No space left on device")

    with Place(tmp_path / "run") as place, pytest.raises(UserError, match="cannot be written: No space left on device"):
        place.write(full)
    assert names(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_waits_until_what_was_computed_is_written(tmp_path: Path, number: signal.Signals) -> None:
    before = signal.signal(number, signal.default_int_handler)
    try:

        def slow(part: Path) -> None:
            os.kill(os.getpid(), number)
            time.sleep(0.05)
            fill(part)

        with Place(tmp_path / "run") as place, pytest.raises(KeyboardInterrupt):
            place.write(slow, draw)
    finally:
        signal.signal(number, before)
    assert names(tmp_path / "run") == [MANIFEST, "rows.csv"], "it is heeded before anything is drawn"


def test_outside_the_main_thread_signals_are_left_alone() -> None:
    found: list[object] = []

    def ask() -> None:
        before = signal.getsignal(signal.SIGINT)
        with LateInterrupts() as late, late.at_once():
            found.append(signal.getsignal(signal.SIGINT) is before)

    asking = threading.Thread(target=ask)
    asking.start()
    asking.join()
    assert found == [True]


@pytest.mark.parametrize("where", ["a link", "in a folder of others"])
def test_an_empty_folder_that_was_there_is_used(tmp_path: Path, where: str) -> None:
    (tmp_path / "real").mkdir()
    out = tmp_path / "real"
    if where == "a link":
        out = tmp_path / "link"
        out.symlink_to("real")
    else:
        tmp_path.chmod(0o500)
    try:
        with Place(out) as place:
            place.write(fill)
    finally:
        tmp_path.chmod(0o700)
    assert names(tmp_path / "real") == [MANIFEST, "rows.csv"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    for folder in (tmp_path, tmp_path / "new"):
        with pytest.raises(UserError, match="cannot be written to"):
            Place(folder)
    with pytest.raises(UserError, match="cannot be written to"):
        next_place(tmp_path / "runs", "x")
    tmp_path.chmod(0o700)


@pytest.mark.parametrize("folder", ["/proc/new", "/dev/null/new", "x" * 5000, "nul\0"])
def test_a_folder_that_cannot_be_is_told_to_root_too(folder: str) -> None:
    with pytest.raises(UserError, match="cannot be written to"):
        Place(Path(folder))
    with pytest.raises((UserError, ValueError)):
        next_place(Path(folder), "x")


def test_without_locks_it_works_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("fcntl.flock", none)
    with Place(tmp_path / "run") as place:
        place.write(fill)
    assert names(tmp_path / "run") == [MANIFEST, "rows.csv"]
    assert places.lock_folder(tmp_path) is None
