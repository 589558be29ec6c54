"""Results made of plain numbers, to draw and to print without running a society."""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from linli.experiments.comparison import START, Comparison
from linli.experiments.records import Facts, Ground, MechanismFacts, Snapshot, Track
from linli.experiments.results import RunResult
from linli.model.founding.neighbourhood import NeighbourhoodParameters, build_places
from linli.model.ground.text import Text
from linli.model.people.everyday import EVERYDAY
from linli.model.society.measures import info
from linli.scenarios.schema import Scenario
from rich.console import Console

STARTS = {
    "recognised": 14.2,
    "acquaintances": 6.1,
    "friendly": 3.1,
    "friend": 1.2,
    "close": 0.21,
    "strangers": 0.31,
    "gate_density": 0.09,
    "came_quarter": 0.11,
}
STARTS |= {"trust_neighbours": 0.52, "trust_institutions": 0.47}
GAINS = {"recognised": 3.9, "acquaintances": 1.9, "friendly": 0.8, "friend": 0.2, "close": 0.0, "strangers": -0.08, "gate_density": 0.05, "came_quarter": 0.18}
GAINS |= {"trust_neighbours": 0.03, "trust_institutions": 0.02}
TOTALS = {
    "yuan": (18_000.0, 205_000.0), "priced": (81_710.0, 745_150.0), "staff_hours": (410.0, 3_100.0), "volunteer_hours": (2_300.0, 19_500.0),
    "building-gates.official_person_times": (310.0, 34_200.0), "building-gates.person_times": (200.0, 16_100.0),
}


KINDS = {name: kind.title for name, kind in EVERYDAY.items()} | {"visit": Text("visit", "串门"), "gathering": Text("gate gathering", "楼门聚会")}
TITLE = Text("Building-gate culture in Tongzhou, Beijing", "北京通州：楼门文化")
RESIDENTS = 3014
MECHANISMS = {"building-gates": MechanismFacts(Text("Building-gate culture", "楼门文化"), "linli 0.1.0")}


@pytest.fixture(scope="session")
def hand() -> ModuleType:
    """Return the story whose every number is written down (by_hand.py)."""
    spec = util.spec_from_file_location("by_hand", Path(__file__).parent / "by_hand.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def make_run() -> Callable[..., RunResult]:
    """Return a maker of runs."""
    return run


@pytest.fixture
def make_comparison() -> Callable[..., Comparison]:
    """Return a maker of comparisons."""
    return comparison


@pytest.fixture(scope="session")
def several_arms() -> Comparison:
    """Return a comparison of four arms with "before"; it is not to be changed."""
    return comparison(5, ("after", "gatherings", "talent", "party"))


@pytest.fixture(scope="session")
def nine_arms() -> Comparison:
    """Return a comparison of eight arms with "before"; it is not to be changed."""
    return comparison(3, tuple(f"policy-number-{k}" for k in range(1, 9)))


@pytest.fixture
def console() -> Console:
    """Return a console that remembers what was printed."""
    return Console(width=110, record=True, file=io.StringIO(), color_system=None)


def track(arm: str, seed: int, part: float, weeks: int, noise: float) -> Track:
    """Return the measures of one arm; `part` of the full gains, plus a random walk of the arm and seed."""
    rng = np.random.default_rng([seed, *arm.encode()])
    made = Track(arm, seed)
    off = dict.fromkeys(STARTS, 0.0)
    level = 1.0 + rng.normal(0, noise / 3)
    for week in sorted({*range(0, weeks, 4), weeks}):
        ramp = 1 - np.exp(-week / 70)
        values = {}
        for name, begin in STARTS.items():
            values[name] = begin + part * GAINS[name] * ramp + off[name]
            off[name] += rng.normal(0, noise * abs(GAINS[name]) / 8)
        for name, (less, more) in TOTALS.items():
            values[name] = level * (less + part * (more - less)) * week / 260
        values |= {"came_never": 0.84 - 0.4 * part, "came_more": 0.09 + 0.25 * part, "came_busiest": 0.71 - 0.13 * part}
        values |= {"official_settled": 0.97, "quarrels_settled": 0.61}
        shares = {"landing": 0.38 - 0.1 * part, "yard": 0.27, "floors": 0.1, "playground": 0.08, "visit": 0.07, "shop": 0.03, "stroll": 0.02}
        shares["gathering"] = 0.12 * part
        values |= {f"origin.{kind}": share / sum(shares.values()) for kind, share in shares.items()}
        made.add(week, values)
    return made


def _common(arms: tuple[str, ...], weeks: int, title: Text) -> dict[str, Any]:
    rng = np.random.default_rng(7)
    titles = {name: Text(name, {"before": "之前", "after": "之后"}.get(name, name)) for name in ("before", *arms)}
    facts = Facts("building-gates", title, "Xinhua 2017-10-11", weeks, RESIDENTS, 36, 1, "0.1.0", titles, KINDS, 3.0, 41, 14, MECHANISMS)
    spread = {START: 3.0, "before": 3.0, **dict.fromkeys(arms, 4.0)}
    infos = {name: info(name) for name in track("x", 1, 1.0, 4, 0.0).values}
    return {
        "facts": facts, "scenario": Scenario.from_dict({"format": 1}, "building-gates"), "baseline": "before", "weeks": weeks, "infos": infos,
        "ground": ground(),
        "degrees": {arm: rng.poisson(rng.gamma(2.0, scale, RESIDENTS)) for arm, scale in spread.items()},
    }  # fmt: skip


def run(weeks: int = 260, arm: str = "after", title: Text = TITLE) -> RunResult:
    """Return one run of `arm` beside "before"."""
    tracks = {"before": track("before", 1, 0.0, weeks, 0.2)}
    if arm != "before":
        tracks[arm] = track(arm, 1, 1.0, weeks, 0.2)
    snapshots = [snapshot(a, weeks, 1.0 + 0.5 * i) for i, a in enumerate(tracks)]
    return RunResult(arm=arm, seed=1, tracks=tracks, snapshots=snapshots, **_common((arm,), weeks, title))


def comparison(seeds: int = 20, arms: tuple[str, ...] = ("after",), weeks: int = 260, noise: float = 0.2, gain: float = 1.0) -> Comparison:
    """Return arms beside "before"; each later arm gains less."""
    tracks = {}
    for seed in range(1, seeds + 1):
        for rank, arm in enumerate(("before", *arms)):
            tracks[arm, seed] = track(arm, seed, gain / rank if rank else 0.0, weeks, noise)
    ties = {a: snapshot(a, weeks, 1.0 + 0.5 * i).gate_ties(3.0) for i, a in enumerate(("before", *arms))}
    return Comparison(
        arms=arms, seeds=tuple(range(1, seeds + 1)), tracks=tracks, residents=dict.fromkeys(range(1, seeds + 1), RESIDENTS), gate_ties=ties, asked=seeds,
        **_common(arms, weeks, TITLE),
    )  # fmt: skip


def ground() -> Ground:
    """Return the default compound."""
    places = build_places(NeighbourhoodParameters(), 1)
    building = np.searchsorted(places.building_gates, np.arange(places.gates), side="right") - 1
    return Ground(places.gate_xy, building.astype(np.int32), np.full(places.gates, RESIDENTS // places.gates, np.int32), tuple(places.facilities))


def snapshot(arm: str, week: int, many: float) -> Snapshot:
    """Return ties that thin out with distance; row r lives at gate r modulo the gates."""
    xy = np.asarray(ground().gate_xy, float)
    gates = len(xy)
    rng = np.random.default_rng(3)
    a, b = np.triu_indices(gates)
    apart = np.hypot(*(xy[a] - xy[b]).T)
    pairs = rng.poisson(12 * many * np.exp(-apart / 40))
    left, right = np.repeat(a, pairs), np.repeat(b, pairs) + gates
    n = len(left)
    residents = {"gate": np.tile(np.arange(gates), 2)}
    return Snapshot(arm, week, left, right, np.full(n, 9.0, np.float32), np.full(n, 4.0, np.float32), np.zeros(n, np.uint8), residents)
