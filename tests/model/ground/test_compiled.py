"""Compiled code that is kept: damaged, planted, of other sources or of another signature, none of it is ever run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from linli.model.ground.compiled import VERSIONS, _Files, clear_older
from linli.model.ground.sources import MODEL

ASK = """
import sys, warnings
warnings.simplefilter("always")
import numpy as np
from linli.model.ground import draws
found = draws.falls_due(np.array([0.25, 0.75]), 26.0, 3)
stats = draws._falls_due.stats
print(found.tolist(), sum(stats.cache_hits.values()), sum(stats.cache_misses.values()))
"""
COMPILED, KEPT = "[1.0, 0.0] 0 1\n", "[1.0, 0.0] 1 0\n"
PLANT = """
import io, pickle, sys
from pathlib import Path
from linli.model.ground import draws
from linli.model.ground.seal import seal

class Evil:
    def __reduce__(self):
        return (open, (sys.argv[1], "w"))

files = draws._falls_due._cache._cache_file
for name in sys.argv[2:]:
    stream = io.BytesIO()
    stream.write(pickle.dumps(Evil()))
    seal(stream, files._label(Path(name)))
    Path(name).write_bytes(stream.getvalue())
"""


def run(code: str, cache: Path | str, *arguments: str, root: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a piece of code in a fresh process, with a cache of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA")} | {"LINLI_CACHE": str(cache)}
    if root is not None:
        environment["PYTHONPATH"] = str(root)
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=environment, timeout=300)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with one kernel in it."""
    cache = tmp_path_factory.mktemp("cache")
    assert run(ASK, cache).stdout == COMPILED
    assert run(ASK, cache).stdout == KEPT
    return cache


@pytest.fixture
def cache(filled: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(filled, tmp_path / "cache")
    return tmp_path / "cache"


def files(cache: Path, ending: str = "nb?") -> list[Path]:
    found = sorted(cache.rglob(f"*.{ending}"))
    assert found
    return found


def harm(path: Path, how: str) -> None:
    content = path.read_bytes()
    path.unlink()
    if how == "empty":
        path.write_bytes(b"")
    elif how == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif how == "garbage":
        path.write_bytes(b"\x80\x04garbage." * 50)
    elif how == "a folder":
        path.mkdir()
    elif how == "flipped":
        harmed = bytearray(content)
        harmed[len(content) // 2] ^= 4
        path.write_bytes(harmed)


@pytest.mark.parametrize("ending", ["nbi", "nbc"])
@pytest.mark.parametrize("how", ["empty", "cut", "garbage", "flipped", "gone"])
def test_a_damaged_file_is_compiled_anew_and_is_whole_afterwards(cache: Path, ending: str, how: str) -> None:
    for path in files(cache, ending):
        harm(path, how)
    done = run(ASK, cache)
    assert (done.stdout, done.stderr, done.returncode) == (COMPILED, "", 0)
    assert run(ASK, cache).stdout == KEPT


def test_a_folder_in_the_place_of_a_file_is_told(cache: Path) -> None:
    for path in files(cache, "nbi"):
        harm(path, "a folder")
    done = run(ASK, cache)
    assert done.stdout == COMPILED
    assert done.stderr.count("CacheWarning: ") == 1


def test_a_pickle_without_a_seal_is_never_unpickled(cache: Path, tmp_path: Path) -> None:
    import pickle

    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return (open, (str(tmp_path / "executed"), "w"))

    for path in files(cache):
        path.write_bytes(pickle.dumps(Evil()))
    assert run(ASK, cache).stdout == COMPILED
    assert not (tmp_path / "executed").exists()


def plant(cache: Path, mark: Path) -> list[Path]:
    """Put files with right seals into a cache that write a file when they are unpickled."""
    planted = files(cache)
    assert run(PLANT, cache, str(mark), *map(str, planted)).returncode == 0
    for path in planted:
        path.chmod(0o600)
    return planted


def test_the_seal_alone_does_not_keep_planted_code_out(cache: Path, tmp_path: Path) -> None:
    """The next test is of the right thing: where nobody else can write, what is there is this user's own, and is believed."""
    plant(cache, tmp_path / "executed")
    run(ASK, cache)
    assert (tmp_path / "executed").exists()


@pytest.mark.parametrize("level", ["", "compiled", "*", "file"])
def test_code_planted_where_others_can_write_is_never_executed(cache: Path, tmp_path: Path, level: str) -> None:
    planted = plant(cache, tmp_path / "executed")
    at = {"": [cache], "compiled": [cache / "compiled"], "*": cache.glob("compiled/*"), "file": planted}[level]
    for path in at:
        path.chmod(path.stat().st_mode | 0o002)
    done = run(ASK, cache)
    assert done.stdout == COMPILED
    assert not (tmp_path / "executed").exists()
    assert ("others can write to" in done.stderr) == (level != "file"), "a file is simply replaced"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_code_in_a_folder_of_another_user_is_never_executed(cache: Path, tmp_path: Path) -> None:
    plant(cache, tmp_path / "executed")
    os.chown(cache / "compiled", 12345, -1)
    done = run(ASK, cache)
    assert done.stdout == COMPILED
    assert "belongs to another user" in done.stderr
    assert not (tmp_path / "executed").exists()


def test_without_a_place_for_it_nothing_is_kept_anywhere_and_one_line_says_so(tmp_path: Path) -> None:
    copy = tmp_path / "linli"
    shutil.copytree(MODEL.parent, copy, ignore=shutil.ignore_patterns(".*", "__pycache__", "tests", "docs", "build", "*.egg-info"))
    (tmp_path / "file").write_text("")
    for _ in range(2):
        done = run(ASK, tmp_path / "file" / "below", root=tmp_path)
        assert done.stdout == COMPILED
        assert done.stderr.count("CacheWarning: ") == 1
        assert "is not used" in done.stderr
    assert not list(tmp_path.rglob("*.nb[ci]"))
    # The same with other sources: what runs is what is written.
    path = copy / "model" / "ground" / "draws.py"
    source = path.read_text(encoding="utf-8")
    assert source.count("- np.floor(rate * week + offset[u])") == 1
    path.write_text(source.replace("- np.floor(rate * week + offset[u])", "- np.floor(rate * week + offset[u]) + 5.0"), encoding="utf-8")
    assert run(ASK, tmp_path / "file" / "below", root=tmp_path).stdout == "[6.0, 5.0] 0 1\n"
    assert run(ASK, tmp_path / "cache", root=tmp_path).stdout == "[6.0, 5.0] 0 1\n"


def test_a_package_that_can_be_written_to_is_not_a_cache(cache: Path) -> None:
    before = set(MODEL.rglob("*.nb?"))
    assert run(ASK, "/dev/null/nowhere").stdout == COMPILED
    assert set(MODEL.rglob("*.nb?")) == before


def test_settings_of_numba_do_not_lead_elsewhere(cache: Path, tmp_path: Path) -> None:
    code = "import os\nos.environ['NUMBA_CACHE_LOCATOR_CLASSES'] = 'UserWideCacheLocator'\n" + ASK
    assert run(code, cache).stdout == KEPT


def test_two_who_compile_at_once_do_not_get_each_others_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_CACHE", str(tmp_path))
    tmp_path.chmod(0o700)
    one, other = (_Files(str(tmp_path), "kernel", "sources") for _ in range(2))
    # Both have looked at the empty index, and write one after the other.
    empty = one._load_index()
    monkeypatch.setattr(one, "_load_index", lambda: dict(empty))
    other.save(("int",), "code of int")
    one.save(("float",), "code of float")
    monkeypatch.undo()
    monkeypatch.setenv("LINLI_CACHE", str(tmp_path))
    reader = _Files(str(tmp_path), "kernel", "sources")
    assert reader.load(("float",)) == "code of float"
    assert reader.load(("int",)) in ("code of int", None), "forgotten at most, never mixed up"
    assert _Files(str(tmp_path), "kernel", "other sources").load(("float",)) is None


def test_a_name_that_two_signatures_share_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_CACHE", str(tmp_path))
    tmp_path.chmod(0o700)
    kept = _Files(str(tmp_path), "kernel", "sources")
    kept.save(("int",), "code of int")
    name = kept._load_index()[("int",)]
    kept._save_index({("int",): name, ("float",): name})
    assert kept.load(("float",)) is None
    assert kept.load(("int",)) == "code of int"


def test_two_cold_starts_at_once(tmp_path: Path) -> None:
    environment = {**os.environ, "LINLI_CACHE": str(tmp_path / "cache")}
    started = [subprocess.Popen([sys.executable, "-c", ASK], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) for _ in range(3)]
    for process in started:
        out, err = process.communicate(timeout=300)
        assert out.startswith("[1.0, 0.0]")
        assert err == ""
    assert run(ASK, tmp_path / "cache").stdout == KEPT


def test_older_versions_of_a_files_code_are_cleared_away_but_for_the_newest(tmp_path: Path) -> None:
    names = [f"ties-store-{k:016x}" for k in range(VERSIONS + 3)]
    other = ["ties-store-old-0000000000000001", "ties-stored-0000000000000001", "ties-store-notahash", "complete-0000000000000001"]
    for k, name in enumerate([*names, *other]):
        (tmp_path / name).mkdir()
        (tmp_path / name / "code").write_text("")
        os.utime(tmp_path / name, (1000 + k, 1000 + k))
    clear_older(tmp_path / names[0])
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {names[0], *names[-VERSIONS:], *other}, "that of these sources is kept however old it is"


def test_a_new_folder_of_code_clears_older_ones_away(cache: Path) -> None:
    place = next(path for path in (cache / "compiled").iterdir() if path.name.startswith("ground-draws-"))
    shutil.rmtree(place)
    for k in range(VERSIONS + 2):
        (cache / "compiled" / f"ground-draws-{k:016x}").mkdir(mode=0o700)
    assert run(ASK, cache).stdout == COMPILED
    found = [path for path in (cache / "compiled").iterdir() if path.name.startswith("ground-draws-")]
    assert place in found
    assert len(found) == VERSIONS + 1
