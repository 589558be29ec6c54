"""How a sweep is told: in the terminal and in a notebook, in both languages."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from linli.experiments.sweep.plan import Plan
from linli.experiments.sweep.probe import Estimate
from linli.experiments.sweep.result import Sweep, load_sweep
from linli.experiments.sweep.store import sweep_folder
from linli.experiments.sweep.work import Course, Failure, Outcome
from linli.viz.sweep_tables import print_estimate, print_sweep
from linli.viz.terminal import Terminal

DATA = {
    "title": {"en": "How often?", "zh": "多久一次？"}, "scenario": "building-gates", "arms": ["before", "after"], "replications": 2, "weeks": 52,
    "measures": ["strangers", "acquaintances"], "parameters": {"building-gates.gatherings_a_year": list(range(30))},
}  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Plan:
    return Plan.from_dict(DATA, "frequency")


@pytest.fixture(scope="module")
def sweep(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    """Thirty points; with the policy a tenth fewer strangers, and point / 10 more acquaintances, give or take a tenth."""
    folder = tmp_path_factory.mktemp("sweep") / "out"
    with sweep_folder(folder, plan) as kept:
        for run in range(plan.runs):
            task = plan.task(run)
            values = np.array([[0.5, 8.0], [0.4, 9.0]])
            more = values + np.array([[0.0, 0.0], [-0.1, task.point / 10.0 + (0.1 if task.replication else -0.1)]])
            courses = tuple(Course(arm, (0, 52), plan.measures, x) for arm, x in (("before", values), ("after", more)))
            failed = Failure("step", "after", 7, "ValueError: <b>made up</b>") if run == 3 else None
            kept.add(Outcome(task, () if failed else courses, failed))
        kept.write()
    return load_sweep(folder)


def printed(what: object, language: str, **more: object) -> str:
    stream = io.StringIO()
    console = Terminal(file=stream, width=110)
    if isinstance(what, Sweep):
        print_sweep(what, language=language, console=console, **more)
    else:
        print_estimate(*what, language=language, console=console)
    return stream.getvalue()


def test_a_sweep_says_what_arms_do_over_the_points_and_point_by_point(sweep: Sweep) -> None:
    text = printed(sweep, "en")
    assert text.startswith("How often?\nfull factorial: every value with every other; 30 points, 2 replications, 52 weeks; arms: before, after\n")
    assert "59 of 60 runs finished\n1 failed: run 3, step, after: ValueError: <b>made up</b>" in text
    assert re.search(r"strangers .*40 % \(40 % … 40 %\) +−10 \(−10 … −10\) +share of residents", text)
    assert re.search(r"acquaintances a resident +9\.0 \(9\.0 … 9\.0\) +\+1\.5 \(\+0\.1 … \+2\.8\)", text)
    assert re.search(r"\n +29 +29 +2 ", text) is None, "only the first points are listed"
    assert "6 points more: --all shows them" in text
    # Point 20: 2 give or take .1, of two runs: t of 97.5 % with one degree of freedom is 12.7.
    assert re.search(r"20 +20 +2 +9\.0 +\+2\.0 \(\+0\.7 … \+3\.3\)", text)


def test_all_points_are_listed_on_demand(sweep: Sweep) -> None:
    text = printed(sweep, "en", full=True)
    assert re.search(r"\n +29 +29 +2 ", text)
    assert "--all" not in text


def test_in_chinese(sweep: Sweep, plan: Plan) -> None:
    text = printed(sweep, "zh")
    assert "多久一次？" in text
    assert "完成 59/60 次运行" in text
    assert "失败 1 次：运行 3，step，after：ValueError" in text
    assert "另有 6 个设计点，--all 可全部显示" in text
    assert "共 60 次运行" in printed((plan, Estimate(60, 2, 0.5, 2, 3.0, 18.0, 120_000, ())), "zh")


def test_an_estimate_is_told(plan: Plan) -> None:
    text = printed((plan, Estimate(60, 2, 0.5, 2, 3.0, 7200.0, 3_400_000, (Failure("step", "after", 7, "ValueError: x"),))), "en")
    assert "from three probe runs: 0.50 s a run, 2 spun-up states to make at 3.00 s each" in text
    assert "about 2 h with 2 workers, about 3.4 MB on disk" in text
    assert "1 of the probe runs failed: ValueError: x" in text
    nothing = printed((plan, Estimate(60, 2, 0.5, 0, 0.0, 15.0, 100, ())), "en")
    assert "spun-up" not in nothing
    assert "about 15 s with 2 workers, about 1 KB on disk" in nothing


@pytest.mark.parametrize("language", ["en", "zh"])
def test_in_a_notebook_a_sweep_and_a_plan_are_small_tables(sweep: Sweep, plan: Plan, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_LANG", language)
    html = sweep._repr_html_()
    assert "<b>" not in html, "what a run said is escaped"
    assert ("59 of 60 runs finished" if language == "en" else "完成 59/60 次运行") in html
    assert "<table" in html
    html = plan._repr_html_()
    assert "building-gates.gatherings_a_year" in html
    assert ("60 runs" if language == "en" else "共 60 次运行") in html


def test_a_measure_of_something_that_no_arm_has_is_told_once(tmp_path: Path) -> None:
    plan = Plan.from_dict({**DATA, "measures": ["acquaintances", "origin.yrad"], "parameters": {}}, "empty")
    with sweep_folder(tmp_path / "out", plan) as kept:
        for run in range(plan.runs):
            kept.add(Outcome(plan.task(run), tuple(Course(arm, (0, 52), plan.measures, np.array([[8.0, np.nan], [9.0, np.nan]])) for arm in plan.arms)))
        kept.write()
    found = load_sweep(tmp_path / "out")
    assert found.empty == ("origin.yrad",)
    said = 'origin.yrad has no value in any run: no arm has such a thing, or nothing of it happened. Did you mean "origin.yard"?'
    assert " ".join(printed(found, "en").split()).count(said) == 1
    assert "origin.yrad 在所有运行中都没有取值" in printed(found, "zh")
    assert "has no value" in printed((plan, Estimate(2, 1, 0.5, 0, 0.0, 1.0, 100, (), ("origin.yrad",))), "en")


def test_a_sweep_of_nothing_yet_says_so(plan: Plan, tmp_path: Path) -> None:
    with sweep_folder(tmp_path / "out", plan):
        pass
    empty = load_sweep(tmp_path / "out")
    assert "no run has finished yet" in printed(empty, "en")
    assert "0 of 60 runs finished" in empty._repr_html_()
