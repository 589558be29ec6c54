"""A small scenario with two arms, and a place of their own for kept spin-ups."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from linli.experiments import spinup
from linli.experiments.comparison import Comparison
from linli.experiments.results import RunResult
from linli.scenarios.schema import Scenario

WEEKS = 20


@pytest.fixture(scope="session", autouse=True)
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep spun-up states in a folder of the test session."""
    folder = tmp_path_factory.mktemp("spinup")
    patch = pytest.MonkeyPatch()
    patch.setattr(spinup, "kept_folder", lambda: folder)
    yield folder
    patch.undo()


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """Two buildings, about 500 residents; monthly gatherings in one arm, twice as many in another."""
    return Scenario.from_dict(
        {
            "format": 1,
            "title": {"en": "Two buildings", "zh": "两栋楼"},
            "source": "made for tests",
            "weeks": WEEKS,
            "neighbourhood": {"buildings": 2},
            # Every gate has a head who does the work, so that a gathering that is asked for is held.
            "services": {"volunteers": {"gate_head": {"accept": 3.0, "slackens": 0.0, "search_every": 4}}},
            "mechanisms": {"building-gates": {}},
            "arms": {
                "before": {},
                "after": {"mechanisms": {"building-gates": {"gatherings_a_year": 24.0, "knock_share": 0.8}}},
                "more": {"mechanisms": {"building-gates": {"gatherings_a_year": 48.0, "knock_share": 0.8}}},
            },
        },
        "two-buildings",
    )


@pytest.fixture(scope="session")
def run(scenario: Scenario) -> RunResult:
    """One run, kept in memory."""
    from linli.experiments.run import run_scenario

    return run_scenario(scenario, seed=1, snapshot_weeks=[0, 10], threads=2)


@pytest.fixture(scope="session")
def comparison(scenario: Scenario) -> Comparison:
    """Three seeds, three arms."""
    from linli.experiments.compare import compare

    return compare(scenario, seeds=3, threads=2)


@pytest.fixture(scope="session")
def needs_r() -> None:
    """Skip a test where R or one of the packages that read exports is not there."""
    asked = "; ".join(f"stopifnot(requireNamespace('{name}', quietly = TRUE))" for name in ("igraph", "sna", "network", "Matrix"))
    if shutil.which("Rscript") is None or subprocess.run(["Rscript", "-e", asked], capture_output=True, check=False).returncode != 0:
        pytest.skip("R or one of its packages igraph, sna, network, Matrix is not installed")
