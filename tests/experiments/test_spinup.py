"""A kept state is believed whole, of this scenario, seed and sources, or made anew.

`LINLI_FLIPS=2000` flips that many bits instead of 200.
"""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from linli.experiments import spinup
from linli.experiments.spinup import SpunUp, kept_as, kept_file
from linli.model.ground.cache import CacheWarning
from linli.model.society.society import Society
from linli.model.society.storage import StoredError, read
from linli.scenarios.schema import Scenario

FLIPS = int(os.environ.get("LINLI_FLIPS", "200"))


@pytest.fixture(scope="module")
def tiny() -> Scenario:
    """About forty residents who have lived for a year."""
    place = {"buildings": 1, "entrances": 1, "floors": 5, "flats_per_floor": 3}
    return Scenario.from_dict({"format": 1, "title": "Tiny", "neighbourhood": place, "weeks": 4}, "tiny")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of kept states of its own."""
    monkeypatch.setattr(spinup, "kept_folder", lambda: tmp_path / "spinup")
    return tmp_path / "spinup"


def bits(society: Society) -> dict[str, np.ndarray]:
    return {**{f"ties.{name}": array.copy() for name, array in society.ties._asdict().items()}, **society.residents.arrays()}


def started(scenario: Scenario, seed: int = 1) -> tuple[dict[str, np.ndarray], bool]:
    """Start a society; returns its bits, and whether it was made anew."""
    made: list[int] = []
    with SpunUp(scenario, seed, progress=lambda done, _: made.append(done)) as state:
        return bits(state.start(scenario)), bool(made)


def same(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> bool:
    return all(np.array_equal(one[name], other[name], equal_nan=one[name].dtype.kind == "f") for name in one)


def test_flipped_bits_are_never_believed(tiny: Scenario, folder: Path) -> None:
    started(tiny)
    content = kept_file(tiny, 1).read_bytes()
    label = kept_as(tiny, 1)
    assert read(Society, io.BytesIO(content), "whole", {}, label=label).residents.n > 20
    rng = np.random.default_rng(7)
    for place in rng.choice(8 * len(content), FLIPS, replace=False).tolist():
        harmed = bytearray(content)
        harmed[place // 8] ^= 1 << (place % 8)
        with pytest.raises(StoredError):
            read(Society, io.BytesIO(bytes(harmed)), "harmed", {}, label=label)


@pytest.mark.parametrize("how", ["flipped", "cut", "empty", "garbage", "another seed", "others can write"])
def test_what_is_odd_is_made_anew_and_is_right_afterwards(tiny: Scenario, folder: Path, how: str) -> None:
    whole, made = started(tiny)
    assert made
    path = kept_file(tiny, 1)
    content = path.read_bytes()
    if how == "flipped":
        harmed = bytearray(content)
        harmed[len(content) // 3] ^= 1
        path.write_bytes(harmed)
    elif how == "cut":
        path.write_bytes(content[:-100])
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "garbage":
        path.write_bytes(b"garbage" * 1000)
    elif how == "another seed":
        started(tiny, 2)
        shutil.copy(kept_file(tiny, 2), path)
    else:
        path.chmod(0o666)
    found, made = started(tiny)
    assert made
    assert same(found, whole)
    again, made = started(tiny)
    assert not made
    assert same(again, whole)


def test_a_state_of_other_sources_or_of_another_scenario_is_not_believed(tiny: Scenario, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started(tiny)
    path = kept_file(tiny, 1)
    monkeypatch.setattr(spinup, "model_hash", lambda: "other")
    shutil.copy(path, kept_file(tiny, 1))
    assert started(tiny)[1]
    monkeypatch.undo()


def test_what_cannot_be_kept_lies_nowhere_afterwards(tiny: Scenario, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = started(tiny)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    shutil.rmtree(folder)
    folder.write_text("no folder")
    monkeypatch.setattr("linli.model.ground.cache._told", set())
    with pytest.warns(CacheWarning, match="is not a folder"):
        found, made = started(tiny)
    assert made
    assert same(found, whole)
    monkeypatch.setattr(spinup, "IN_MEMORY", 1000)
    assert same(started(tiny)[0], whole)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_full_disk_under_the_cache_is_told_and_costs_nothing_else(tiny: Scenario, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("linli.model.ground.cache._told", set())
    with monkeypatch.context() as patch:
        patch.setattr("os.replace", full)
        with pytest.warns(CacheWarning, match="No space left on device"):
            found, _ = started(tiny)
    assert same(found, started(tiny)[0])
    assert [path.suffix for path in folder.iterdir()] == [".society"]


def test_a_state_that_goes_while_arms_start_is_made_anew(tiny: Scenario, folder: Path) -> None:
    with SpunUp(tiny, 1) as state:
        first = bits(state.start(tiny))
        kept_file(tiny, 1).unlink()
        assert same(bits(state.start(tiny)), first)


def test_a_disk_that_gives_back_something_else_is_not_believed(tiny: Scenario, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = started(tiny)
    chmod = Path.chmod

    def spoil(self: Path, mode: int) -> None:
        chmod(self, mode)
        self.write_bytes(self.read_bytes()[:-1])

    kept_file(tiny, 1).unlink()
    monkeypatch.setattr(Path, "chmod", spoil)
    found, made = started(tiny)
    assert made
    assert same(found, whole)
