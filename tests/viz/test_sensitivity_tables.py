"""How it is told which parameters matter: in the terminal, in a notebook and in a picture, in both languages."""

from __future__ import annotations

import io
import math
import re
from pathlib import Path

import numpy as np
import pytest
from linli.experiments.analysis.sensitivity import SensitivityResult, sensitivity
from linli.experiments.sweep.plan import Plan
from linli.experiments.sweep.result import Sweep, load_sweep
from linli.experiments.sweep.store import sweep_folder
from linli.experiments.sweep.work import Course, Outcome
from linli.viz.figures.sensitivity import draw_sensitivity
from linli.viz.sensitivity_tables import print_sensitivity
from linli.viz.terminal import Terminal

KEYS = ("building-gates.knock_share", "population.renters")


def sweep(folder: Path, design: dict[str, object], replications: int) -> Sweep:
    """The second parameter moves the answer four times as much as the first; luck in every run."""
    plan = Plan.from_dict({
        "title": {"en": "What matters?", "zh": "什么重要？"}, "scenario": "building-gates", "arms": ["before", "after"], "weeks": 52,
        "replications": replications, "measures": ["acquaintances"], "design": design, "parameters": {key: {"low": 0.0, "high": 0.8} for key in KEYS},
    }, "matters")  # fmt: skip
    with sweep_folder(folder, plan) as kept:
        for run in range(plan.runs):
            task = plan.task(run)
            knock, renters = (float(value) / 0.8 for value in task.values)
            more = knock - 4.0 * renters + 0.1 * np.random.default_rng(run).normal()
            kept.add(Outcome(task, tuple(Course(arm, (0, 52), plan.measures, np.array([[8.0], [9.0 + x]])) for arm, x in (("before", 0.0), ("after", more)))))
        kept.write()
    return load_sweep(folder)


@pytest.fixture(scope="module")
def sobol(tmp_path_factory: pytest.TempPathFactory) -> SensitivityResult:
    return sensitivity(sweep(tmp_path_factory.mktemp("sobol") / "out", {"kind": "saltelli", "points": 64, "second_order": True}, 2))


@pytest.fixture(scope="module")
def morris(tmp_path_factory: pytest.TempPathFactory) -> SensitivityResult:
    return sensitivity(sweep(tmp_path_factory.mktemp("morris") / "out", {"kind": "morris", "points": 8}, 1))


def printed(found: SensitivityResult, language: str) -> str:
    stream = io.StringIO()
    print_sensitivity(found, language=language, console=Terminal(file=stream, width=120))
    return stream.getvalue()


def test_sobol_indices_stand_with_their_intervals_and_the_luck(sobol: SensitivityResult) -> None:
    text = printed(sobol, "en")
    assert text.startswith("What matters?\nacquaintances a resident, after more than before\n")
    assert "Sobol indices from 64 base points, 384 points, 2 replications" in text
    number = r"−?\d\.\d\d \(−?\d\.\d\d … −?\d\.\d\d\)"
    rows = re.findall(rf"(population\.renters|building-gates\.knock_share) +({number}) +({number})", text)
    assert [key for key, *_ in rows] == [KEYS[1], KEYS[0]], "what matters most stands first"
    assert 0.8 < float(rows[0][2].split()[0]) < 1.05
    assert "× " in text, "pairs, of a design with second_order"
    assert re.search(r"Luck of the seeds is 0\.\d+ % of that variance", text)


def test_morris_tells_sizes_signs_and_that_luck_is_not_known(morris: SensitivityResult) -> None:
    text = printed(morris, "en")
    assert "Morris screening with 8 trajectories, 24 points, 1 replications" in text
    assert re.search(r"population\.renters +[34]\.\d+ \([34]\.\d+ … [34]\.\d+\) +−[34]\.\d+ +\d\.\d+", text)
    assert "Take replications = 2 or more" in text
    assert math.isnan(morris.by_luck)


def test_in_chinese(sobol: SensitivityResult, morris: SensitivityResult) -> None:
    text = printed(sobol, "zh")
    assert text.startswith("什么重要？\n")
    assert "after比before多" in text
    assert "单独" in text
    assert "随机种子占该方差的" in text
    assert "Morris 筛选：轨迹 8 条" in printed(morris, "zh")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_in_a_notebook(sobol: SensitivityResult, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_LANG", language)
    html = sobol._repr_html_()
    assert "<table" in html
    assert ("alone and with others" if language == "en" else "连同交互作用") in html


def test_the_picture_draws_the_numbers_of_the_table(
    sobol: SensitivityResult, morris: SensitivityResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from linli.viz.figures import sensitivity as drawing

    drawn: dict[str, list[float]] = {}
    finish = drawing.finish

    def look(on, *rest):
        drawn.update({line.get_gid(): list(line.get_xdata()) for axes in on.figure.axes for line in axes.lines if line.get_gid()})
        drawn["title"] = rest[2]
        return finish(on, *rest)

    monkeypatch.setattr(drawing, "finish", look)
    (file,) = draw_sensitivity(sobol, tmp_path, "en")
    assert file.name == "figure.png"
    assert file.stat().st_size > 5000
    assert drawn["first"] == [one.first.value for one in sobol.carried]
    assert drawn["total"] == [one.total.value for one in sobol.carried]
    assert drawn["by luck"] == [sobol.by_luck] * 2
    assert drawn["title"].startswith("Most of the variance is carried by “Households that rent”: 9")
    drawn.clear()
    draw_sensitivity(morris, tmp_path, "zh", ("svg",))
    assert drawn["size"] == [one.size.value for one in morris.moved]
    assert drawn["spread"] == [one.spread for one in morris.moved]
    assert "by luck" not in drawn
