"""`linli sensitivity`: from a plan or a sweep's folder to table, picture and a scenario that `linli run` takes; what cannot be is said in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

PLAN = """
scenario = "tiny.toml"
replications = 1
measures = ["acquaintances"]
[design]
kind = "morris"
points = 4
[parameters]
"building-gates.gatherings_a_year" = { low = 12, high = 52 }
"population.renters" = { low = 0.1, high = 0.6 }
"""
Line = Callable[..., tuple[int, str, str]]


def test_a_plan_is_worked_and_analysed_and_its_chosen_point_runs(line: Line, planned: Path) -> None:
    status, out, err = line("sensitivity", "plan.toml", "--out", "out", "--workers", "0", "--arm", "before", "--point", "lowest")
    assert status == 0, err
    assert "Morris screening with 4 trajectories, 12 points, 1 replications" in out
    place = planned / "out" / "sensitivity" / "acquaintances-before"
    assert out.endswith("Written to out/sensitivity/acquaintances-before\n")
    assert sorted(path.name for path in place.iterdir()) == ["figure.png", "parameters.csv", "point.toml"]
    table = pd.read_csv(place / "parameters.csv")
    assert table["parameter"].tolist() == ["population.renters", "building-gates.gatherings_a_year"], "no gathering is held before"
    assert table["size"].tolist()[1] == 0.0
    assert "# Point " in (place / "point.toml").read_text(encoding="utf-8")
    assert line("run", str(place / "point.toml"), "--out", "again", "--threads", "1", "--no-figures")[0] == 0
    # The folder of the sweep is what it was: the sweep goes on, the analysis is made again.
    status, again, err = line("sensitivity", "out", "--arm", "before", "--lang", "zh", "--no-figures")
    assert status == 0, err
    assert "Morris 筛选：轨迹 4 条" in again
    status, _, err = line("sweep", "plan.toml", "--out", "out", "--workers", "0")
    assert status == 0
    assert "12 of 12 runs are there already." in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "nowhere"),
        (("plan.toml", "--workers", "x"), 'Error in --workers: "x" is not a whole number'),
        ((".", "--workers", "2"), "Error in --workers: it is used with a plan only."),
        (("other.toml",), "Error in other.toml: its design is factorial; Sobol indices need"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(line: Line, planned: Path, arguments: tuple[str, ...], said: str) -> None:
    without = PLAN.replace('[design]\nkind = "morris"\npoints = 4', "")
    design = without.replace("{ low = 12, high = 52 }", "[12, 52]").replace("{ low = 0.1, high = 0.6 }", "[0.1]")
    (planned / "other.toml").write_text(design, encoding="utf-8")
    status, out, err = line("sensitivity", *arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1
