"""How it is told in which kinds of compound a policy fails: in the terminal, in a notebook and in a picture, in both languages."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from linli.experiments.analysis import searching
from linli.experiments.analysis.discover import DiscoverResult, discover
from linli.experiments.sweep.plan import Plan
from linli.experiments.sweep.result import Sweep, load_sweep
from linli.experiments.sweep.store import sweep_folder
from linli.experiments.sweep.work import Course, Outcome
from linli.viz.discover_tables import print_discovery
from linli.viz.discover_words import page, sentences
from linli.viz.figures.discover import draw_discovery
from linli.viz.terminal import Terminal

KEYS = ("population.renters", "neighbourhood.floors", "neighbourhood.preset")


def sweep(folder: Path) -> Sweep:
    """The policy loses half an acquaintance where many rent in tall buildings, or in towers."""
    plan = Plan.from_dict({
        "title": {"en": "Which kinds?", "zh": "哪些类型？"}, "scenario": "building-gates", "arms": ["before", "after"], "weeks": 52, "replications": 2,
        "measures": ["acquaintances"], "design": {"kind": "latin-hypercube", "points": 96},
        "parameters": {KEYS[0]: {"low": 0.1, "high": 0.7}, KEYS[1]: {"low": 3, "high": 18, "whole": True}, KEYS[2]: ["beijing", "towers"]},
    }, "kinds")  # fmt: skip
    with sweep_folder(folder, plan) as kept:
        for run in range(plan.runs):
            task = plan.task(run)
            renters, floors, preset = task.values
            fails = renters > 0.4 and floors >= 8 and preset == "towers"  # type: ignore[operator]
            more = (-0.5 if fails else 0.5) + 0.3 * np.random.default_rng(run).normal()
            kept.add(Outcome(task, tuple(Course(arm, (0, 52), plan.measures, np.array([[8.0], [9.0 + x]])) for arm, x in (("before", 0.0), ("after", more)))))
        kept.write()
    return load_sweep(folder)


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    return sweep(tmp_path_factory.mktemp("kinds") / "out")


@pytest.fixture(scope="module")
def found(kinds: Sweep) -> DiscoverResult:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(searching, "PERMUTATIONS", 4)
        patched.setattr(searching, "CHANCE", 0.2)
        patched.setattr(searching, "HALVES", 4)
        return discover(kinds, progress=False)


@pytest.fixture(scope="module")
def nothing(kinds: Sweep) -> DiscoverResult:
    """Of a threshold in the middle of the luck of those that do not fail."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(searching, "PERMUTATIONS", 19)
        patched.setattr(searching, "ENOUGH", 2)
        asked = discover(kinds, "acquaintances value > 100", progress=False)
        rng = np.random.default_rng(3)
        runs = rng.permutation(asked.response.runs.ravel()).reshape(asked.response.runs.shape)
        patched.setattr("linli.experiments.analysis.discover.asked_of", lambda *rest: asked.response._replace(runs=runs))
        return discover(kinds, "acquaintances value > 9.4", progress=False)


def printed(found: DiscoverResult, language: str) -> str:
    stream = io.StringIO()
    print_discovery(found, language=language, console=Terminal(file=stream, width=140))
    return stream.getvalue()


def test_the_sentence_says_where_in_words_and_numbers(found: DiscoverResult) -> None:
    (said,) = sentences(found, "en")
    told = re.match(
        r"Within this model: where “Households that rent” is at least (\d+(?:\.\d)?) % and “Floors” is at least (\d) floors and "
        r"“Kind of housing that supplies the numbers not given” is towers, "
        r"after adds nothing to acquaintances a resident in (\d+) % of cases, elsewhere in ([\d.]+) %\.",
        said,
    )
    assert told, said
    assert float(told[1]) == pytest.approx(40.0, abs=2.0)
    assert told[2] == "8"
    assert int(told[3]) > 75
    assert float(told[4]) < 20
    assert "When half of the compounds chose the box and the other half were looked at, it was" in said
    (zh,) = sentences(found, "zh")
    assert f"在此模型内：若“租户比例”不低于 {told[1]}%，且“层数”不低于 {told[2]} 层，且“住区类型”为 towers，则在 {told[3]}% 的情形中after没有增加" in zh
    text = page(found)
    assert text.startswith("## Which kinds?\n\nWithin this model:")
    assert "## 哪些类型？\n\n在此模型内：" in text


def test_the_terminal_shows_each_limit_and_how_sure_the_box_is(found: DiscoverResult) -> None:
    text = printed(found, "en")
    assert text.startswith("Which kinds?\nFails: after adds nothing to acquaintances a resident.")
    assert "PRIM over 96 points (Latin hypercube), 2 replications" in text
    assert re.search(r"Households that rent.* +at least \d+(\.\d)? % +10 % to 70 % +< 0\.001 +(100|75) %", text)
    assert re.search(r"“Floors” +at least \d floors +3 floors to 18 floors", text)
    assert re.search(r"towers +beijing, towers", text)
    for told in ("(density)", "seen in the other", "(coverage)", "(mass)", "chance that shuffled points", "luck of the seeds", "seed by seed"):
        assert told in text
    zh = printed(found, "zh")
    assert "准 p 值" in zh
    assert "（密度）" in zh


def test_that_nothing_stands_out_is_said(nothing: DiscoverResult) -> None:
    assert nothing.answer == "nothing stands out"
    text = printed(nothing, "en")
    assert "Within this model no kind of compound stands out: acquaintances a resident is above 9.4" in text
    assert re.search(r"by chance as much in \d+ % of shuffles", text)
    assert "quasi-p" not in text
    assert "没有哪一类小区特别突出" in printed(nothing, "zh")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_in_a_notebook(found: DiscoverResult, nothing: DiscoverResult, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINLI_LANG", language)
    html = found._repr_html_()
    assert "<table" in html
    assert ("found again" if language == "en" else "再次出现") in html
    assert "<table" not in nothing._repr_html_()


def test_the_picture_draws_the_box_against_the_ranges(found: DiscoverResult, nothing: DiscoverResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from linli.viz.figures import discover as drawing

    drawn: dict[str, object] = {}
    finish = drawing.finish

    def look(on, *rest):
        for axes in on.figure.axes:
            drawn.update({line.get_gid(): (list(line.get_xdata()), list(line.get_ydata())) for line in axes.lines if line.get_gid()})
            for patch in axes.patches:
                drawn.setdefault(patch.get_gid(), []).append((patch.get_x(), patch.get_x() + patch.get_width()))
            drawn.setdefault("limits", []).extend(text.get_text() for text in axes.texts if text.get_gid())
        drawn["title"] = rest[2]
        return finish(on, *rest)

    monkeypatch.setattr(drawing, "finish", look)
    (file,) = draw_discovery(found, tmp_path, "en")
    assert file.stat().st_size > 5000
    (box,) = found.boxes
    bounds = {found.sweep.parameters[one.axis]: one.bound for one in box.limits}
    assert drawn["box 1"] == [pytest.approx(((bounds[KEYS[0]] - 0.1) / 0.6, 1.0)), pytest.approx(((bounds[KEYS[1]] - 3.0) / 15.0, 1.0))]
    assert len(drawn["limits"]) == 2
    assert drawn["taken 1"] == ([box.coverage], [box.density])
    assert drawn["held 1"][1] == [box.search.halves.density.value]
    assert drawn["way"][1] == [step.density for step in box.search.way]
    assert sentences(found, "en")[0].startswith(drawn["title"])
    assert drawn["title"].endswith("%."), "what the other half shows stands below"
    drawn.clear()
    assert draw_discovery(nothing, tmp_path, "zh", ("svg",))[0].name == "figure.svg"
    assert "box 1" not in drawn
    assert "way" in drawn
