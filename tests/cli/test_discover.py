"""`linli discover`: from a plan or a sweep's folder to tables, picture, sentence and a scenario that `linli run` takes; what cannot be is said in one line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from linli.experiments.analysis import searching
from linli.experiments.sweep.plan import Plan
from linli.experiments.sweep.store import sweep_folder
from linli.experiments.sweep.work import Course, Outcome

PLAN = """
scenario = "tiny.toml"
title = { en = "Which compounds?", zh = "哪些小区？" }
replications = 1
measures = ["acquaintances"]
[design]
kind = "sobol"
points = 32
[parameters]
"building-gates.gatherings_a_year" = { low = 12, high = 52 }
"population.renters" = { low = 0.1, high = 0.6 }
"""
Line = Callable[..., tuple[int, str, str]]


@pytest.fixture
def here(planned: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(searching, "PERMUTATIONS", 4)
    monkeypatch.setattr(searching, "CHANCE", 0.2)
    monkeypatch.setattr(searching, "HALVES", 2)
    return planned


def kept(here: Path) -> None:
    """Write a sweep as it would be if the policy added nothing where many rent."""
    plan = Plan.read(here / "plan.toml")
    with sweep_folder(here / "out", plan) as folder:
        for run in range(plan.runs):
            task = plan.task(run)
            more = 1.0 - 2.0 * (task.values[1] > 0.4)
            folder.add(Outcome(task, tuple(Course(arm, (0, 2), plan.measures, np.array([[1.0], [5.0 + x]])) for arm, x in (("before", 0.0), ("after", more)))))
        folder.write()


def test_a_folder_is_analysed_and_its_typical_compound_runs(line: Line, here: Path) -> None:
    kept(here)
    status, out, err = line("discover", "out")
    assert status == 0, err
    said = "Within this model: where “Households that rent” is at least 40 %, after adds nothing to acquaintances a resident in 100 % of cases"
    assert said in " ".join(out.split())
    place = here / "out" / "discover" / "acquaintances-after"
    assert out.endswith("Written to out/discover/acquaintances-after\n")
    assert sorted(path.name for path in place.iterdir()) == ["boxes.csv", "cases.csv", "figure.png", "point.toml", "sentence.md", "trade_off.csv"]
    assert pd.read_csv(place / "boxes.csv")["parameter"].tolist() == ["population.renters"]
    text = (place / "sentence.md").read_text(encoding="utf-8")
    assert "## Which compounds?" in text
    assert "在此模型内：若“租户比例”不低于 40%，则在 100% 的情形中after没有增加" in text
    assert line("run", str(place / "point.toml"), "--out", "again", "--threads", "1", "--no-figures")[0] == 0
    # Where nothing fails there is no box, and nothing is left of the one before.
    status, out, err = line("discover", "out", "--fails", "acquaintances effect < -5", "--lang", "zh")
    assert status == 0, err
    assert "在此模型内，本计划的任何设计点都没有出现" in out
    assert sorted(path.name for path in place.iterdir()) == ["boxes.csv", "cases.csv", "sentence.md", "trade_off.csv"]


def test_a_plan_is_worked_first(line: Line, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.experiments.analysis.discover.FEWEST", 4)
    (here / "plan.toml").write_text(PLAN.replace("points = 32", "points = 4"), encoding="utf-8")
    status, out, err = line("discover", "plan.toml", "--out", "new", "--workers", "0", "--arm", "before", "--fails", "acquaintances value < 0", "--no-figures")
    assert status == 0, err
    assert "Within this model it happens at no point of this plan" in out
    assert (here / "new" / "discover" / "acquaintances-before" / "cases.csv").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "nowhere"),
        (("plan.toml", "--fails", "acquaintances"), 'Error in --fails: "acquaintances" is no condition.'),
        (("plan.toml", "--fails", "strangers effect > 0"), 'no measure "strangers"'),
        (("plan.toml", "--arm", "before"), "Error in --arm: an effect is over the first arm"),
        (("plan.toml", "--boxes", "0"), "Error in --boxes"),
        (("plan.toml", "--box", "x"), 'Error in --box: "x" is not a whole number'),
        ((".", "--workers", "2"), "Error in --workers: it is used with a plan only."),
        (("few.toml",), "Error in few.toml: its 16 points are too few"),
        (("morris.toml",), "Error in morris.toml: its design is morris"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence_before_anything_is_run(line: Line, here: Path, arguments: tuple[str, ...], said: str) -> None:
    (here / "few.toml").write_text(PLAN.replace("points = 32", "points = 16"), encoding="utf-8")
    (here / "morris.toml").write_text(PLAN.replace("sobol", "morris"), encoding="utf-8")
    status, out, err = line("discover", *arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1
    assert not (here / "runs").exists()


def test_without_the_library_one_sentence_says_what_to_install(line: Line, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    kept(here)
    monkeypatch.setitem(sys.modules, "ema_workbench.analysis", None)
    status, _, err = line("discover", "out")
    assert (status, err) == (2, 'Error: scenario discovery needs ema_workbench; install it with: pip install "linli[experiments]"\n')
