"""What a sweep looks for beside its measures: it stands in the tables, and changes nothing of the runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from linli.experiments.sweep.execute import Where, execute
from linli.experiments.sweep.plan import Plan
from linli.experiments.sweep.result import load_sweep
from linli.scenarios.errors import UserError


@dataclass(frozen=True)
class Weeks:
    """Counts the weeks that it saw."""

    times: int = 1
    names: tuple[str, ...] = ("weeks seen",)

    def facts(self) -> dict[str, Any]:
        return {"times": self.times}

    def begin(self, society: Any) -> Seeing:
        return Seeing(self.times)


class Seeing:
    """Sees one arm."""

    def __init__(self, times: int) -> None:
        self.times, self.seen = times, 0

    def week(self, week: int) -> None:
        self.seen += 1
        assert week == self.seen

    def found(self) -> Mapping[str, float]:
        return {"weeks seen": float(self.seen * self.times)}


def test_what_is_watched_stands_in_the_table_of_measures(plan_of: Callable[..., Plan], tmp_path: Path) -> None:
    plain = plan_of(replications=1, parameters=None)
    for name, plan in (("plain", plain), ("watched", replace(plain, watch=Weeks()))):
        execute(plan, tmp_path / name, Where(0))
    watched, measures = load_sweep(tmp_path / "watched"), load_sweep(tmp_path / "plain").measures
    mine = watched.measures[watched.measures["measure"] == "weeks seen"]
    assert mine[mine["week"] == 8]["value"].tolist() == [8.0, 8.0], "of both arms"
    rest = watched.measures[watched.measures["measure"] != "weeks seen"].reset_index(drop=True)
    pd.testing.assert_frame_equal(rest, measures, check_exact=True)
    with pytest.raises(UserError, match="it holds another sweep: watch"):
        execute(replace(plain, watch=Weeks(2)), tmp_path / "watched", Where(0))


def test_a_watch_that_fails_is_a_record(plan_of: Callable[..., Plan], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Seeing, week: int) -> None:
        raise ValueError("blind")

    monkeypatch.setattr(Seeing, "week", fail)
    execute(replace(plan_of(replications=1, parameters=None), watch=Weeks()), tmp_path / "out", Where(0))
    failed = load_sweep(tmp_path / "out").failed
    assert failed[["stage", "arm", "error"]].values.tolist() == [["measure", "before", "ValueError: blind"]]
