"""The folder of a search: what it is of, a sweep a generation, and a sweep of the points that were played again.

    manifest.json        format, versions, environment, the plan as it was written, what the numbers rest on
    baseline/            a sweep of the first arm alone, once a seed, where no lever moves it
    generation-001/      a sweep of the new points of the first generation (experiments/sweep/store.py), and so on
    fresh-005/           a sweep of the finalists after the fifth generation, on fresh seeds
    points.csv, finalists.csv, point.toml, finalists.toml, figure.png     written from these, and anew whenever it is looked at

What is finished, and what a kill leaves, is the business of the sweeps.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from ...model.ground.sources import model_hash
from ...model.ground.text import Text
from ...model.ground.version import __version__
from ..facts import environment
from ..held_folder import RESTS_ON, Work, held, kept_manifest, write_manifest
from .plan import SearchPlan

FORMAT = 1
"""Version of the folders that this linli writes."""
KIND = "search"
BASELINE, GENERATION, FRESH = "baseline", "generation-", "fresh-"
WORK = Work(KIND, Text("search", "优化"), "另一次优化", "优化")


def generation_of(folder: Path, number: int) -> Path:
    """Return the folder of the sweep of a generation, counted from 1."""
    return folder / f"{GENERATION}{number:03d}"


def fresh_of(folder: Path, generations: int) -> Path:
    """Return the folder of the sweep of the finalists after so many generations."""
    return folder / f"{FRESH}{generations:03d}"


def search_folder(path: Path, plan: SearchPlan) -> AbstractContextManager[None]:
    """Work on the search in a folder, made if it is not there.

    Raises:
        UserError: the folder cannot be used, holds something else or another search, another process works on it, or the disk is full.
    """
    return held(path, lambda: _begin(path, plan), WORK)


def _begin(path: Path, plan: SearchPlan) -> None:
    """Write what the folder is of, or hold it against the plan."""
    here = manifest_of(plan)
    there = kept_manifest(path, WORK, here[RESTS_ON])
    if there is None:
        write_manifest(path, here)
    elif there.get("plan") != here["plan"]:
        # Another title, or generations more.
        write_manifest(path, {**here, "environment": there.get("environment", here["environment"])})


def manifest_of(plan: SearchPlan) -> dict[str, Any]:
    """Return what a folder says of itself."""
    base = plan.base
    return {
        "format": FORMAT, "kind": KIND, "linli": __version__, "name": base.name, "title": {"en": base.title.en, "zh": base.title.zh}, "plan": plan.data,
        RESTS_ON: {**plan.facts(), "model": model_hash(), "linli": __version__}, "scenario": base.scenario.to_dict(), "scenario_name": base.scenario.name,
        "environment": environment() | _optuna(),
    }  # fmt: skip


def _optuna() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return {"optuna": version("optuna")}
    except PackageNotFoundError:
        return {}
