"""The cache is of this user alone, or it is not used and one line says so."""

from __future__ import annotations

import os
import stat
import warnings
from pathlib import Path

import pytest
from linli.model.ground import cache
from linli.model.ground.cache import CacheWarning, Untrusted, open_own, ready


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a cache that is not there yet; nothing was told."""
    monkeypatch.setenv("LINLI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "_told", set())
    return tmp_path / "cache"


def refused(folder: Path) -> str:
    """Ask twice for a folder that is refused; returns what was told."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert ready(folder) is None
        assert ready(folder) is None
    assert [one.category for one in told] == [CacheWarning], "once"
    assert "\n" not in str(told[0].message)
    assert "LINLI_CACHE" in str(told[0].message)
    return str(told[0].message)


def test_folders_are_made_for_this_user_alone_whatever_the_mask(root: Path) -> None:
    before = os.umask(0)
    try:
        assert ready(root / "compiled" / "abc") == root / "compiled" / "abc"
    finally:
        os.umask(before)
    for folder in (root, root / "compiled", root / "compiled" / "abc"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert ready(root / "compiled" / "abc") is not None


@pytest.mark.parametrize("mode", [0o720, 0o702, 0o777])
@pytest.mark.parametrize("which", ["", "compiled", "compiled/abc"])
def test_a_folder_that_others_can_write_to_is_refused_on_every_level(root: Path, which: str, mode: int) -> None:
    assert ready(root / "compiled" / "abc") is not None
    (root / which).chmod(mode)
    said = refused(root / "compiled" / "abc")
    assert f"others can write to {root / which}" in said


def test_a_folder_of_another_user_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ready(root / "compiled") is not None
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    assert "belongs to another user" in refused(root / "compiled")


def test_what_is_no_folder_is_refused(root: Path) -> None:
    root.write_text("")
    assert "is not a folder" in refused(root)


def test_a_folder_that_cannot_be_made_is_told(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    root.write_text("")
    monkeypatch.setenv("LINLI_CACHE", str(root / "below"))
    assert "Not a directory" in refused(root / "below" / "compiled")


@pytest.mark.parametrize("old", [True, False])
def test_without_a_home_nothing_is_made_where_one_happens_to_be(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: bool) -> None:
    def no_home(name: str) -> str:
        if old:
            return f"~/.cache/{name}"
        raise RuntimeError("could not determine the home directory")

    monkeypatch.delenv("LINLI_CACHE")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("platformdirs.user_cache_dir", no_home)
    assert "there is no home folder" in refused(cache.cache_folder() / "compiled")
    assert list(tmp_path.iterdir()) == []


def test_a_relative_folder_is_meant_from_where_one_is(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINLI_CACHE", "near")
    assert ready(cache.cache_folder()) == tmp_path / "near"


def test_a_file_that_others_can_write_or_that_is_not_ones_own_is_not_opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ready(root)
    assert folder is not None
    path = folder / "file"
    path.write_bytes(b"content")
    path.chmod(0o600)
    with open_own(path) as file:
        assert file.read() == b"content"
    path.chmod(0o622)
    with pytest.raises(Untrusted, match="others can write"):
        open_own(path)
    path.chmod(0o600)
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    with pytest.raises(Untrusted, match="another user"):
        open_own(path)
