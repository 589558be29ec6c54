"""`linli local` as a person uses it: a simulated compound, refusals in a sentence, what is printed in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from linli.experiments.local import fit as fitting
from linli.experiments.local import rehearsal
from linli.experiments.local.plays import Played
from linli.experiments.local.reading import Period, read_collected

Line = Callable[..., tuple[int, str, str]]
TINY = (
    "--set", "neighbourhood.buildings=1", "--set", "neighbourhood.entrances=2", "--set", "neighbourhood.floors=6", "--set", "neighbourhood.flats_per_floor=3",
    "--set", "neighbourhood.years=1",
)  # fmt: skip


@pytest.fixture
def collected(line: Line) -> None:
    """Three tables of a simulated compound in the folder."""
    status, out, err = line(
        "local", "simulate", ".", "--scenario", "building-gates", "--arm", "gatherings", "--answered", "30", "--waves", "2,14", "--threads", "1", *TINY
    )
    assert status == 0, err
    assert "linli local fit building-gates --arm gatherings --wave wave1.csv --wave wave2.csv --events attendance.csv" in out


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make plays up that tell of asking friends alone."""

    def play(plan, folder, space, where, progress):
        folder.mkdir(parents=True, exist_ok=True)
        rng = np.random.default_rng(1)
        drawn = rng.random((len(plan.points), len(space)))
        found = rng.normal(size=(len(drawn), len(plan.watch.names)))
        for k, name in enumerate(plan.watch.names):
            if "known: mean" in name:
                found[:, k] = 1.5 + drawn[:, 3] + 0.05 * found[:, k]
        keys = tuple(one.key for one in plan.parameters)
        return Played(drawn, found, plan.watch.names, np.array(plan.points), keys, 0)

    for module in (fitting, rehearsal):
        monkeypatch.setattr(module, "_play", play)


@pytest.mark.usefixtures("collected")
def test_simulated_tables_are_read_as_real_ones_and_never_overwritten(line):
    found = read_collected("wave1.csv", "wave2.csv", "attendance.csv", Period(260))
    assert len(found.waves[0].person) == 30
    assert found.attendance.person is not None
    status, _, err = line("local", "simulate", ".", "--answered", "30", "--waves", "2,14", "--threads", "1", *TINY)
    assert status == 2
    assert "wave1.csv" in err


@pytest.mark.usefixtures("collected", "stand_in")
def test_a_fit_says_what_is_known_better_and_how_to_use_it(line):
    tables = ("--wave", "wave1.csv", "--wave", "wave2.csv", "--events", "attendance.csv")
    words = ("local", "fit", "building-gates", "--arm", "gatherings", *tables, "--plays", "200")
    status, out, err = line(*words)
    assert status == 0, err
    answers = {text.split()[0]: text.rstrip() for text in out.splitlines() if text.rstrip().endswith(("known better", "not told"))}
    assert len(answers) == 7
    assert answers["decision.ask_friendly"].endswith("known better")
    assert answers["ties.slow_half_life"].endswith("not told")
    assert "linli compare SCENARIO --uncertainty --posterior runs/local/posterior.csv" in out
    assert Path("runs/local/posterior.csv").exists()
    status, out, _ = line("--lang", "zh", *words)
    assert status == 0
    assert "数据未说明" in out
    assert "留出" in out


@pytest.mark.usefixtures("stand_in")
def test_a_rehearsal_prints_a_row_for_each_kind_of_data(line):
    status, out, err = line("local", "rehearse", "building-gates", "--arm", "gatherings", "--answered", "20", "--waves", "2,14", "--plays", "160", *TINY)
    assert status == 0, err
    assert all(kind in out for kind in ("both waves, lists with codes", "both waves, lists with counts", "first wave", "lists with codes"))
    assert "simulated compounds of known constants" in " ".join(out.split())
    assert line("show", "runs/rehearsal") == (0, out, "")
    assert "个常数已知的模拟小区" in line("--lang", "zh", "show", "runs/rehearsal")[1].replace("\n", "")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("fit", "building-gates", "--wave", "a.csv"), "a fit needs two waves; given: 1"),
        (("fit", "building-gates", "--wave", "a.csv", "--wave", "b.csv"), "a.csv"),
        (("fit", "building-gatse", "--wave", "a.csv", "--wave", "b.csv"), 'Did you mean "building-gates"'),
        (("fit", "building-gates", "--arm", "aftre", "--wave", "a.csv", "--wave", "b.csv"), 'Did you mean "after"'),
        (("fit", "building-gates", "--start", "1.2.2025", "--wave", "a.csv", "--wave", "b.csv"), "is not a date such as 2025-03-14"),
        (("fit", "building-gates", "--plays", "9", "--wave", "a.csv", "--wave", "b.csv"), "9 plays are too few"),
        (("fit", "building-gates"), "--wave"),
        (("rehearse", "building-gates", "--waves", "52,13"), "is not two weeks, one after the other"),
        (("rehearse", "building-gates", "--waves", "13,520"), "both lie within the 260 weeks"),
        (("simulate", "out", "--waves", "13,520"), "the second wave lies in week 520"),
    ],
)
def test_wrong_uses_are_sentences(line, words, sentence):
    status, _, err = line("local", *words)
    assert status == 2
    assert sentence in " ".join(err.split())


def test_help_in_both_languages(line):
    for language, heading in (("en", "One compound"), ("zh", "单个小区")):
        status, out, _ = line("--lang", language, "local")
        assert status == 0
        assert heading in out
        assert all(name in out for name in ("fit", "rehearse", "simulate"))
