"""The array engine and the plain twin agree on means and on spread of every headline measure.

The test. 36 communities of about 200 residents are drawn; each is lived for 78 weeks by the engine and by the twin, from the
same people and habitual groups and no ties, with weekly events of every gate and of all from week 26 on (twin_runs.py). The two share
no draw but the people, so they agree in distribution and not in numbers. For every measure:

1. means differ nowhere: Welch's t-test (different spread allowed), and the paired t-test, which is sharper because both live the
   same people; Holm's correction over all measures of a kind of test, level .01;
2. spreads differ nowhere: Brown and Forsythe's test (Levene about the median), Holm, level .01;
3. means are equivalent: two one-sided paired t-tests (TOST) at level .05 that the difference lies within the margin (`margin`): 3 points
   for shares of residents, 1.5 points for origins of acquaintances, 15 % for what is rare or counted in one week, 8 % for the rest.
   Without this a test with too few seeds would pass for want of power.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

SCRIPT = Path(__file__).parent / "twin_runs.py"
SEEDS = range(1, 37)
HEADLINES = (
    "acquaintances_fresh", "recognised", "acquaintances", "acquaintances_sd", "friendly", "friend", "close", "none", "strangers", "gate_density",
    "transitivity", "talks", "visits", "chat_days", "chat_days_daily", "chat_days_weekly", "chat_days_less", "chat_days_never", "heard", "wanted",
    "came", "came_quarter", "came_ever", "came_more", "came_gini", "newcomers", "born", "origin.landing", "origin.floors", "origin.lift",
    "origin.shop", "origin.yard", "origin.playground", "origin.dancing", "origin.stroll", "origin.born", "origin.visit", "origin.introduced", "origin.event",
)  # fmt: skip
SHARES = (
    "acquaintances_fresh", "none", "strangers", "chat_days_daily", "chat_days_weekly", "chat_days_less", "chat_days_never", "came_quarter", "came_ever",
    "came_more", "newcomers", "born",
)  # fmt: skip
"""Shares of residents."""
FEW = ("close", "visits", "heard", "wanted", "came")
"""Rare, or counted in a single week."""

Runs = dict[str, tuple[np.ndarray, np.ndarray]]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Name of a measure -> its values in the engine and in the twin, by seed."""
    folder = tmp_path_factory.mktemp("twin")
    files = [folder / f"{k}.json" for k in range(2)]
    running = [
        subprocess.Popen([sys.executable, str(SCRIPT), ",".join(map(str, SEEDS[k::2])), str(file)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for k, file in enumerate(files)
    ]
    found: list[list[dict[str, float]]] = []
    for process, file in zip(running, files, strict=True):
        said = process.communicate()[0]
        assert process.returncode == 0, said[-3000:]
        found += json.loads(file.read_text())
    return {name: (np.array([e[name] for e, _ in found]), np.array([t[name] for _, t in found])) for name in found[0][1]}


def holm(values: dict[str, float], level: float = 0.01) -> dict[str, float]:
    """Return the p-values that Holm's step-down procedure rejects at `level`."""
    rejected = {}
    for rank, (name, p) in enumerate(sorted(values.items(), key=lambda item: item[1])):
        if p > level / (len(values) - rank):
            break
        rejected[name] = p
    return rejected


def varied(runs: Runs) -> Runs:
    return {name: runs[name] for name in HEADLINES if runs[name][0].std() + runs[name][1].std() > 0.0}


def equivalent(engine: np.ndarray, twin: np.ndarray, margin: float) -> float:
    """Return the p-value of TOST: the larger of the two one-sided paired tests that the difference is not within the margin."""
    d = engine - twin
    return float(max(stats.ttest_1samp(d, -margin, alternative="greater").pvalue, stats.ttest_1samp(d, margin, alternative="less").pvalue))


@pytest.mark.slow
def test_every_headline_measure_is_there_and_something_happened(runs: Runs) -> None:
    assert set(HEADLINES) <= set(runs)
    assert len(runs["talks"][0]) == len(SEEDS)
    assert set(varied(runs)) == set(HEADLINES)
    assert runs["came"][1].mean() > 15.0
    assert runs["origin.event"][1].mean() > 0.1


@pytest.mark.slow
def test_means_do_not_differ(runs: Runs) -> None:
    assert holm({name: float(stats.ttest_ind(e, t, equal_var=False).pvalue) for name, (e, t) in varied(runs).items()}) == {}
    assert holm({name: float(stats.ttest_rel(e, t).pvalue) for name, (e, t) in varied(runs).items()}) == {}


@pytest.mark.slow
def test_spreads_do_not_differ(runs: Runs) -> None:
    assert holm({name: float(stats.levene(e, t, center="median").pvalue) for name, (e, t) in varied(runs).items()}) == {}


def margin(name: str, mean: float) -> float:
    """Return how large a difference of means would matter."""
    if name in SHARES:
        return 0.03
    if name.startswith("origin."):
        return 0.015
    return (0.15 if name in FEW else 0.08) * mean


@pytest.mark.slow
def test_means_are_equivalent(runs: Runs) -> None:
    p = {name: equivalent(engine, twin, margin(name, float(twin.mean()))) for name, (engine, twin) in varied(runs).items()}
    assert {name: value for name, value in p.items() if value > 0.05} == {}


def test_the_tests_would_see_a_difference() -> None:
    """Power: a shift of 15 %, and a spread three times as wide, are found among 40 measures with as many seeds as above."""
    rng = np.random.default_rng(1)
    n, names = len(SEEDS), [str(k) for k in range(40)]
    same = {name: (rng.normal(10.0, 1.2, n), rng.normal(10.0, 1.2, n)) for name in names}
    assert holm({name: float(stats.ttest_ind(*pair, equal_var=False).pvalue) for name, pair in same.items()}) == {}
    shifted = {**same, "0": (same["0"][0] * 1.15, same["0"][1])}
    assert set(holm({name: float(stats.ttest_ind(*pair, equal_var=False).pvalue) for name, pair in shifted.items()})) == {"0"}
    assert equivalent(*shifted["0"], 0.8) > 0.5
    wide = {**same, "1": (10.0 + 3.0 * (same["1"][0] - 10.0), same["1"][1])}
    assert set(holm({name: float(stats.levene(*pair, center="median").pvalue) for name, pair in wide.items()})) == {"1"}
