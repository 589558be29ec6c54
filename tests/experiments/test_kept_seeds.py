"""A comparison that was stopped, by whatever, goes on with the seeds that had finished, to the same bits."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from linli.experiments import kept_seeds
from linli.experiments.compare import compare, comparison_facts
from linli.experiments.loading import load_comparison
from linli.experiments.places import KEPT, Place, next_place
from linli.experiments.progress import Quiet
from linli.experiments.results import Interrupted
from linli.experiments.seed_run import SeedRun
from linli.scenarios.errors import UserError

ARMS = ["before", "after"]


class Stops(Quiet):
    """Presses Ctrl-C once so many weeks are done; remembers what was said."""

    def __init__(self, after: int = 10**9, kill: bool = False) -> None:
        self.after, self.kill, self.lines = after, kill, []

    def done(self, steps: int) -> None:
        if steps > self.after:
            if self.kill:
                os.kill(os.getpid(), signal.SIGKILL)
            raise KeyboardInterrupt

    def say(self, line: Any) -> None:
        self.lines.append(line.en)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep each seed as soon as it has finished, and look often how far the seeds are."""
    monkeypatch.setattr(kept_seeds, "APART", 0.0)
    monkeypatch.setattr("linli.experiments.run._POLL", 0.001)


@pytest.fixture(scope="module")
def whole(scenario, tmp_path_factory) -> Path:
    """Four seeds without a stop."""
    folder = tmp_path_factory.mktemp("whole") / "out"
    compare(scenario, arms=ARMS, seeds=4, threads=1, out=folder)
    return folder


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The seeds that are run from now on."""
    found: list[int] = []
    real = SeedRun.work

    def work(self: SeedRun, *given: Any) -> None:
        found.append(self.seed)
        real(self, *given)

    monkeypatch.setattr(SeedRun, "work", work)
    return found


def files(folder: Path) -> dict[str, Any]:
    """Return what a folder holds, to the bit, timings aside."""
    found: dict[str, Any] = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    manifest = json.loads(found.pop("manifest.json"))
    return found | {"manifest": manifest | {"wall_seconds": 0.0}}


def stopped(scenario, folder: Path, after: int = 2 * 40 + 5) -> int:
    """Run until two seeds or so have finished; returns how many."""
    with pytest.raises(Interrupted) as caught:
        compare(scenario, arms=ARMS, seeds=4, threads=1, out=folder, progress=Stops(after))
    assert load_comparison(folder).finished is False
    return len(caught.value.result.seeds)


@pytest.mark.parametrize("threads", [1, 2])
def test_after_ctrl_c_the_same_comparison_goes_on_to_the_same_bits(scenario, whole, tmp_path, worked, threads):
    folder = tmp_path / "out"
    done = stopped(scenario, folder)
    assert 1 <= done < 4
    worked.clear()
    told = Stops()
    result = compare(scenario, arms=ARMS, seeds=4, threads=threads, out=folder, progress=told)
    assert told.lines[0] == f"{done} of 4 seeds are there already."
    assert len(worked) == 4 - done
    assert result.finished
    assert files(folder) == files(whole)
    with pytest.raises(UserError, match="not empty"):
        compare(scenario, arms=ARMS, seeds=4, threads=1, out=folder)


def test_killed_it_goes_on_to_the_same_bits(scenario, whole, tmp_path, worked):
    folder = tmp_path / "out"
    child = os.fork()
    if child == 0:
        try:
            compare(scenario, arms=ARMS, seeds=4, threads=1, out=folder, progress=Stops(2 * 40 + 5, kill=True))
        finally:
            os._exit(7)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert [path.name for path in folder.iterdir()] == [KEPT], "nothing looks like a result"
    compare(scenario, arms=ARMS, seeds=4, threads=1, out=folder)
    assert 1 <= len(worked) < 4
    assert files(folder) == files(whole)


@pytest.mark.parametrize("harm", ["torn", "manifest", "names"])
def test_what_is_damaged_is_run_again(scenario, whole, tmp_path, worked, harm):
    folder = tmp_path / "out"
    done = stopped(scenario, folder)
    part = next(iter(sorted((folder / KEPT).glob("part-*"))))
    lost = len(load_comparison(part).seeds)
    if harm == "torn":
        path = part / "weekly.parquet"
        path.write_bytes(path.read_bytes()[:-10])
    else:
        (part / {"manifest": "manifest.json", "names": kept_seeds.NAMES}[harm]).unlink()
    worked.clear()
    compare(scenario, arms=ARMS, seeds=4, threads=1, out=folder)
    assert len(worked) == 4 - done + lost
    assert files(folder) == files(whole)


def test_another_comparison_is_refused_with_the_difference_and_takes_another_name(scenario, tmp_path):
    folder = tmp_path / "one"
    stopped(scenario, folder)
    with pytest.raises(UserError, match=r"keeps a part of other work: seeds is 4 there and 5 here\."):
        compare(scenario, arms=ARMS, seeds=5, threads=1, out=folder)
    with pytest.raises(UserError, match=r"weeks is 20 there and 8 here"):
        compare(scenario, arms=ARMS, seeds=4, weeks=8, threads=1, out=folder)
    with pytest.raises(UserError, match="not empty"):
        Place(folder)
    with next_place(tmp_path, "one", comparison_facts(scenario, ARMS, 5)) as place:
        assert place.path.name == "one-2"
    with next_place(tmp_path, "one", comparison_facts(scenario, ARMS, 4)) as place:
        assert place.path == folder, "the same goes on"


def test_draws_go_on_too(scenario, tmp_path, worked):
    from linli.experiments.calibration.posterior import read_posterior

    asked = {"arms": ARMS, "seeds": 1, "draws": 3, "weeks": 4, "threads": 1, "posterior": read_posterior()}
    compare(scenario, **asked, out=tmp_path / "whole")
    with pytest.raises(Interrupted):
        compare(scenario, **asked, out=tmp_path / "out", progress=Stops(8 + 1))
    worked.clear()
    result = compare(scenario, **asked, out=tmp_path / "out")
    assert 1 <= len(worked) < 3
    assert len(set(result.draws)) == 3
    assert files(tmp_path / "out") == files(tmp_path / "whole")


def test_where_seeds_cannot_be_kept_the_comparison_is_made_all_the_same(scenario, whole, tmp_path, monkeypatch):
    from linli.experiments import store

    real = store.save_comparison

    def full(result, folder, draw=None):
        if KEPT in str(folder):
            raise OSError(28, "No space left on device")
        return real(result, folder, draw)

    monkeypatch.setattr(store, "save_comparison", full)
    compare(scenario, arms=ARMS, seeds=4, threads=1, out=tmp_path / "out")
    assert files(tmp_path / "out") == files(whole)
