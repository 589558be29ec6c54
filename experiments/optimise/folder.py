"""The folder of a search: what it is of, a sweep a generation, and a sweep of the points that were played again.

    manifest.json        format, versions, environment, the plan as it was written, what the numbers rest on
    baseline/            a sweep of the first arm alone, once a seed, where no lever moves it
    generation-001/      a sweep of the new points of the first generation (experiments/sweep/store.py), and so on
    fresh-005/           a sweep of the finalists after the fifth generation, on fresh seeds
    points.csv, finalists.csv, point.toml, finalists.toml, figure.png     written from these, and anew whenever it is looked at

What is finished, and what a kill leaves, is the business of the sweeps.
"""

from __future__ import annotations

import json
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

from ...model.ground.sources import model_hash
from ...model.ground.text import Text
from ...model.ground.version import __version__
from ...model.ground.whole import write_whole
from ...scenarios.errors import UserError, show
from ...scenarios.json_text import from_json
from ..checksums import check_manifest, with_checksums
from ..differences import differences
from ..facts import environment
from ..held_folder import held
from ..places import MANIFEST
from .plan import SearchPlan

FORMAT = 1
"""Version of the folders that this linli writes."""
KIND = "search"
BASELINE, GENERATION, FRESH = "baseline", "generation-", "fresh-"
_OTHER = Text("it holds another search: {what}. Name another folder with --out.", "其中是另一次优化：{what}。请用 --out 指定其他文件夹。")


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
    return held(path, lambda: _begin(path, plan), Text("search", "优化"))


def _begin(path: Path, plan: SearchPlan) -> None:
    """Write what the folder is of, or hold it against the plan."""
    file = path / MANIFEST
    here = manifest_of(plan)
    if not file.exists():
        if any(path.iterdir()):
            raise UserError(
                "it is not empty and holds no search. Name another folder with --out.", "其中已有其他内容，且不是优化。请用 --out 指定其他文件夹。",
                file=str(path),
            )  # fmt: skip
        _write(file, here)
        return
    there: Any = None
    with suppress(ValueError):
        there = from_json(file.read_text(encoding="utf-8"))
        if isinstance(there, dict):
            check_manifest(there)
    if not isinstance(there, dict) or there.get("kind") != KIND:
        kind = show(there.get("kind")) if isinstance(there, dict) else MANIFEST
        raise UserError(
            f"it holds a {kind} and no search. Name another folder with --out.", f"其中是 {kind}，不是优化。请用 --out 指定其他文件夹。", file=str(path)
        )
    what = differences(there.get("rests_on", {}), here["rests_on"])
    if what is not None:
        raise UserError(_OTHER.en.format(what=what.en), _OTHER.zh.format(what=what.zh), file=str(path))
    if there.get("plan") != here["plan"]:
        # Another title, or generations more.
        _write(file, {**here, "environment": there.get("environment", here["environment"])})


def _write(file: Path, manifest: dict[str, Any]) -> None:
    write_whole(file, json.dumps(with_checksums(manifest, []), ensure_ascii=False, indent=1) + "\n")


def manifest_of(plan: SearchPlan) -> dict[str, Any]:
    """Return what a folder says of itself."""
    base = plan.base
    return {
        "format": FORMAT, "kind": KIND, "linli": __version__, "name": base.name, "title": {"en": base.title.en, "zh": base.title.zh}, "plan": plan.data,
        "rests_on": {**plan.facts(), "model": model_hash(), "linli": __version__}, "scenario": base.scenario.to_dict(), "scenario_name": base.scenario.name,
        "environment": environment() | _optuna(),
    }  # fmt: skip


def _optuna() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return {"optuna": version("optuna")}
    except PackageNotFoundError:
        return {}
