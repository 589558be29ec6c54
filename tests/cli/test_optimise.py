"""`linli optimise`: from a plan to tables, picture and scenarios that `linli run` takes; what cannot be is said in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import linli
import numpy as np
import pandas as pd
import pytest
from linli.experiments.optimise.answers import answers, means

AFTER = """
[arms.after.building-gates]
gatherings_a_year = 12
"""
PLAN = """
title = {en = "What is it worth?", zh = "值多少？"}
scenario = "tiny.toml"
replications = 1
[parameters]
"building-gates.gatherings_a_year" = { low = 0, high = 52, whole = true }
[optimise]
population = 4
generations = 2
finalists = 2
again = 2
[optimise.objectives]
acquaintances = "more"
yuan = "less"
[optimise.limits]
yuan = { at_most = 500000 }
"""
Line = Callable[..., tuple[int, str, str]]
FOLDERS = ["baseline", "fresh-002", "generation-001", "generation-002"]
FILES = ["figure.png", "finalists.csv", "finalists.toml", "manifest.json", "point.toml", "points.csv"]


def test_a_plan_is_searched_and_its_best_point_runs(line: Line, planned: Path) -> None:
    status, out, err = line("optimise", "plan.toml", "--out", "out", "--workers", "0")
    assert status == 0, err
    assert out.startswith("What is it worth?\nNSGA-II: 8 trials,")
    assert out.endswith("Written to out\n")
    place = planned / "out"
    assert sorted(path.name for path in place.iterdir()) == sorted([*FOLDERS, *FILES])
    points = pd.read_csv(place / "points.csv")
    assert set(points["state"]) == {"within"}
    found = linli.open(place)
    assert [*pd.read_csv(place / "finalists.csv")["point"]] == found.finalists
    status, _, err = line("run", str(place / "point.toml"), "--arm", "after", "--out", "again", "--threads", "1", "--no-figures")
    assert status == 0, err
    # The first arm was played once a seed; a point is the same to the bit as where both arms are played at it.
    assert (found.plan.played.arms, found.plan.beside.arms, found.plan.beside.runs) == (("after",), ("before",), 3)
    both = linli.sweep(found.plan.base.of_points(found.tried[:2]), planned / "both", workers=0)
    assert np.array_equal(means(answers(both, found.plan, 2, None)), found.searched[:2], equal_nan=True)
    run = linli.open(planned / "again")
    assert run.scenario.arm("after").mechanisms["building-gates"].gatherings_a_year == found.tried[found.best][0]
    assert linli.load(place / "finalists.toml").scenario.arms == ("before", *(f"point-{k}" for k in found.finalists))
    (planned / "plan.toml").unlink()
    status, again, err = line("optimise", "out", "--lang", "zh", "--no-figures", "--point", "0")
    assert status == 0, err
    assert again.startswith("值多少？\nNSGA-II：试验 8 次")
    assert "# Point 0 of the search plan." in (place / "point.toml").read_text(encoding="utf-8")
    status, shown, _ = line("show", "out", "--lang", "zh")
    assert linli.open(place / "generation-001").plan.points == found.tried[:4], "a generation is a sweep as any other"
    assert line("show", "out/generation-001")[0] == 0
    assert (status, shown) == (0, again.replace("结果写入 out\n", ""))


def test_a_plan_to_begin_from_says_what_it_would_take(line: Line, planned: Path) -> None:
    assert line("optimise", "new", "mine.toml")[0] == 0
    assert line("optimise", "new", "mine.toml")[0] == 2, "what is there stays"
    status, out, err = line("optimise", "plan.toml", "--dry-run")
    assert status == 0, err
    assert "12 runs: 12 points" in out
    assert not (planned / "runs").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "nowhere"),
        ((".",), "manifest.json"),
        ((".", "--workers", "2"), "Error in --workers: it is used with a plan only."),
        (("plan.toml", "more.toml"), "Error in FILE: only linli optimise new takes a second file."),
        (("plan.toml", "--workers", "x"), 'Error in --workers: "x" is not a whole number'),
        (("other.toml",), 'Error in other.toml, [optimise.objectives] acquaintance: there is no measure "acquaintance". Did you mean "acquaintances"?'),
        (("tiny.toml",), "Error in tiny.toml: it has no table [optimise]"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(line: Line, planned: Path, arguments: tuple[str, ...], said: str) -> None:
    (planned / "other.toml").write_text(PLAN.replace("acquaintances", "acquaintance"), encoding="utf-8")
    status, out, err = line("optimise", *arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1
