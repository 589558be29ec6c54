"""How a search is told: in the terminal, in a notebook and in a picture, in both languages; never more than fresh seeds tell."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from linli.experiments.optimise.plan import SearchPlan
from linli.experiments.optimise.result import SearchResult, load_search
from linli.experiments.optimise.work import work
from linli.experiments.sweep import execute as execution
from linli.experiments.sweep.execute import Where
from linli.experiments.sweep.in_process import InProcess
from linli.experiments.sweep.plan import Plan
from linli.experiments.sweep.work import Course, Outcome
from linli.viz.figures.search import draw_search
from linli.viz.search_tables import print_search
from linli.viz.terminal import Terminal

KNOCK = "building-gates.knock_share"


def search(folder: Path, answer: Callable[[float, int], tuple[float, float]], **changes: Any) -> SearchResult:
    """Search a lever by a function of its value and the seed: acquaintances, and yuan a year."""
    own = {
        "population": 8, "generations": 2, "finalists": 5, "again": 6, "objectives": {"acquaintances": "more", "yuan": "less"},
        "limits": {"yuan": {"at_most": 60_000}}, **changes,
    }  # fmt: skip
    plan = SearchPlan.from_dict({
        "title": {"en": "What is it worth?", "zh": "值多少？"}, "scenario": "building-gates", "arms": ["before", "after"], "weeks": 52, "replications": 2,
        "measures": ["strangers"], "parameters": {KNOCK: {"low": 0.0, "high": 1.0}}, "optimise": own,
    }, "worth")  # fmt: skip

    class Worked(InProcess):
        def __init__(self, base: Plan) -> None:
            self._arms, self._tasks, self._ended = base.arms, [], []

        def wait(self, seconds: float) -> None:
            for task in self._tasks:
                more, yuan = answer(float(task.values[0]), task.seed) if task.values else (0.0, 0.0)
                values = {"before": [8.0, 1000.0, 0.3], "after": [8.0 + more, 1000.0 + yuan, 0.3 - 0.01 * more]}
                courses = tuple(Course(arm, (0, 52), plan.base.measures, np.array([row, row])) for arm, row in values.items() if arm in self._arms)
                self._ended.append(Outcome(task, courses, None, 500))
            self._tasks = []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(execution, "start", lambda base, where: Worked(base))
        assert work(plan, folder, Where(0))
    return load_search(folder)


def luck(x: float, seed: int, size: float) -> float:
    return size * float(np.random.default_rng([seed, int(1e9 * x)]).normal())


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> SearchResult:
    return search(tmp_path_factory.mktemp("told"), lambda x, seed: (3.0 * x + luck(x, seed, 0.05), 100_000.0 * x))


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> SearchResult:
    return search(tmp_path_factory.mktemp("nothing"), lambda x, seed: (luck(x, seed, 1.0), 1000.0), generations=1)


@pytest.fixture(scope="module")
def infeasible(tmp_path_factory: pytest.TempPathFactory) -> SearchResult:
    limits = {"yuan": {"at_most": 60_000}, "strangers": {"at_most": 0.1, "own": True}}
    return search(tmp_path_factory.mktemp("infeasible"), lambda x, seed: (3.0 * x, 100_000.0 + x), limits=limits, generations=1)


def printed(found: SearchResult, language: str) -> str:
    stream = io.StringIO()
    print_search(found, language=language, console=Terminal(file=stream, width=160))
    return stream.getvalue()


def test_the_finalists_stand_with_their_intervals_and_what_is_known(told: SearchResult) -> None:
    text = printed(told, "en")
    assert text.startswith("What is it worth?\nNSGA-II: 16 trials, 16 different points; 2 seeds each, 52 weeks\n")
    assert "after more than before: wanted: more acquaintances a resident; less yuan spent a year\n" in text
    assert "limits: yuan spent a year at most 60,000 more than before\n" in text
    assert re.search(r"on the seeds of the search \d+ points keep within the limits, \d+ do not, 0 failed", text)
    assert "finalists on 6 fresh seeds; 95 % intervals" in text
    row = next(line for line in text.splitlines() if line.strip().startswith(f"{told.best} "))
    assert re.search(r"\+1\.\d+ \(\+1\.\d+ … \+1\.\d+\) +\+\d\d,\d{3} +best", row)
    said = " ".join(text.split())
    assert f"Best: point {told.best}: acquaintances a resident +1." in said
    assert "these numbers are of 6 fresh ones." in said
    assert re.search(r"On the seeds that they were chosen by, the finalists looked better by|On fresh seeds the finalists are better by", said)
    chinese = printed(told, "zh")
    assert "目标：人均熟人数越多越好；每年支出（元）越少越好" in chinese
    assert "入围设计点，用 6 个新种子；95% 区间" in chinese
    assert f"最优：设计点 {told.best}：人均熟人数 +1." in chinese
    assert not re.search(r"[A-Za-z]{4,}", re.sub(r"building-gates|knock_share|NSGA|before|after", "", chinese)), "all of it in Chinese"


def test_in_a_narrow_terminal_levers_and_numbers_are_two_tables(told: SearchResult) -> None:
    stream = io.StringIO()
    print_search(told, language="en", console=Terminal(file=stream, width=60))
    text = stream.getvalue()
    rows = [line for line in text.splitlines() if line.strip().startswith(f"{told.best} ")]
    assert len(rows) == 2
    assert re.search(r"0\.\d+ +best", rows[0])
    assert re.search(r"\+1\.\d+ +\+\d\d,\d{3}$", rows[1].rstrip())
    assert max(map(len, text.splitlines())) <= 60


def test_what_cannot_be_told_apart_is_said(nothing: SearchResult) -> None:
    alike = nothing.alike(nothing.best)
    assert alike
    text = " ".join(printed(nothing, "en").split())
    listed = ", ".join(map(str, alike))
    assert f"In acquaintances a resident it cannot be told from {listed}; of all these {nothing.cheapest} is best in yuan spent a year." in text
    assert text.count("not told from the best") == len(alike)
    assert "无法与" in printed(nothing, "zh")


def test_that_nothing_keeps_within_the_limits_is_said(infeasible: SearchResult) -> None:
    text = printed(infeasible, "en")
    assert "No point that was tried keeps within the limits.\nThe nearest, point " in text
    assert "strangers (fewer than 3 acquaintances) (after itself) at most 10 %" in text
    assert "Best" not in text
    assert "没有设计点符合限制。\n最接近的是设计点" in printed(infeasible, "zh")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_picture_has_all_points_the_limit_and_the_best(told: SearchResult, tmp_path: Path, language: str) -> None:
    (path,) = draw_search(told, tmp_path, language, ("svg",), lambda _: None)
    picture = path.read_text(encoding="utf-8")
    for gid in ("within", "beyond", "limit x", *(f"point {point}" for point in told.finalists)):
        assert f'id="{gid}"' in picture, gid
    assert "limit y" not in picture


def test_the_picture_of_no_point_within_the_limits_has_none_that_is_best(infeasible: SearchResult, tmp_path: Path) -> None:
    (path,) = draw_search(infeasible, tmp_path, "en", ("svg",))
    picture = path.read_text(encoding="utf-8")
    assert 'id="beyond"' in picture
    assert 'id="within"' not in picture
    assert 'id="best"' not in picture


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_notebook_shows_it(told: SearchResult, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_LANG", language)
    page = told._repr_html_()
    assert ("What is it worth?" if language == "en" else "值多少？") in page
    assert "<table" in page
