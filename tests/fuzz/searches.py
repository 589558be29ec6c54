"""Plans and folders of searches, and conditions of what fails, made wrong."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from pathlib import Path

import numpy as np
from folders import MANIFEST, TINY, keep, laid_out, printed
from mutators import as_toml, changed_bytes, changed_data

PLANS = [
    b"""
title = { en = "A search", zh = "\xe4\xbc\x98\xe5\x8c\x96" }
scenario = "tiny.toml"
arms = ["before", "after"]
weeks = 3
replications = 1
seed = 3
measures = ["acquaintances", "strangers"]
[set]
"neighbourhood.floors" = 2
[parameters]
"building-gates.gatherings_a_year" = { low = 0, high = 52, whole = true }
"building-gates.knock_share" = { low = 0.0, high = 1.0, steps = 11 }
"building-gates.incentive" = ["none", "honour", "points"]
[optimise]
population = 4
generations = 1
finalists = 2
again = 2
[optimise.objectives]
acquaintances = "more"
yuan = { want = "less", own = true }
[optimise.limits]
yuan = { at_most = 30000 }
none = { at_most = 0.5, at_least = -0.5 }
strangers = { at_most = 1.0, own = true }
""",
    b"""
scenario = "tiny.toml"
arms = ["after"]
[parameters]
arms.after.building-gates.knock_share = { low = 0.1, high = 1.0, scale = "log" }
gatherings_a_year = [0, 5.5, 24]
[optimise]
seed = 5
[optimise.objectives]
none = "less"
""",
]


def make_search_plan(r: random.Random) -> bytes:
    raw = r.choice(PLANS)
    return changed_bytes(r, raw) if r.random() < 0.5 else as_toml(changed_data(r, tomllib.loads(raw.decode())))


def read_search_plan(raw: bytes, folder: Path, number: int) -> None:
    """Read it; what is accepted must be a search whose points can be played."""
    from linli.experiments.optimise.folder import manifest_of
    from linli.experiments.optimise.plan import SearchPlan
    from linli.experiments.sweep.work import job_of

    (folder / "tiny.toml").write_bytes(as_toml(TINY))
    (folder / "plan.toml").write_bytes(raw)
    plan = SearchPlan.read(folder / "plan.toml")
    assert plan.base.title.en.isprintable()
    assert repr(plan).isprintable()
    assert plan.facts() == SearchPlan.read(folder / "plan.toml").facts()
    as_lines = manifest_of(plan)
    assert SearchPlan.from_dict(as_lines["plan"], "again", folder=folder).facts() == plan.facts()
    ends = [tuple((values[k] if values else one.at(float(-k))) for one, values in zip(plan.base.parameters, plan.levers, strict=True)) for k in (0, -1)]
    for sweep in (plan.generation(1, ends), plan.fresh(ends), plan.whole()):
        assert sweep.runs > 0
    job_of(plan.generation(1, ends), 1)


def begin_search(folder: Path) -> None:
    from linli.experiments.optimise.api import optimise

    (folder / "tiny.toml").write_bytes(as_toml(TINY))
    # Few levers: each makes a scenario anew for every input.
    lines = PLANS[0].split(b"\n")
    (folder / "plan.toml").write_bytes(b"\n".join(line for line in lines if b"knock_share" not in line and b"gatherings_a_year" not in line))
    optimise(folder / "plan.toml", folder / "right", workers=0, progress=False)
    keep(folder / "right")


@cache
def _plan(folder: Path):
    from linli.experiments.optimise.plan import SearchPlan

    return SearchPlan.read(folder / "plan.toml")


def read_search(raw: bytes, folder: Path, number: int) -> None:
    """Show it, and take it up again."""
    from linli.experiments.optimise.folder import search_folder

    mine = laid_out(raw, folder)
    if raw.startswith(MANIFEST.encode()) and number % 2:
        with search_folder(mine, _plan(folder)):
            return
    printed("show", str(mine), "--lang", ("en", "zh")[number // 2 % 2])


# Conditions

CONDITIONS = (
    "acquaintances effect <= 0", "strangers value > 0.3", "yuan<1e5", "none ≥ -0.25", "acquaintances ＞ 2", "building-gates.residents_prepared value >= 1"
)  # fmt: skip
POINTS = b"""
scenario = "tiny.toml"
weeks = 1
replications = 1
measures = ["acquaintances", "strangers", "yuan", "none"]
[design]
kind = "latin-hypercube"
points = 8
[parameters]
"building-gates.knock_share" = { low = 0.0, high = 1.0 }
"""


def make_condition(r: random.Random) -> bytes:
    return changed_bytes(r, r.choice(CONDITIONS).encode())


def begin_condition(folder: Path) -> None:
    from linli.experiments.sweep.api import sweep

    (folder / "tiny.toml").write_bytes(as_toml(TINY))
    (folder / "points.toml").write_bytes(POINTS)
    sweep(folder / "points.toml", folder / "right", workers=0, progress=False)


@cache
def _swept(folder: Path):
    from linli.experiments.sweep.result import load_sweep

    return load_sweep(folder)


def read_condition(raw: bytes, folder: Path, number: int) -> None:
    """Ask it of a sweep as `linli discover --fails` does."""
    from linli.experiments.analysis.condition import Condition, asked_of, check_plan, condition_of
    from linli.experiments.analysis.condition import read_condition as read

    sweep = _swept(folder / "right")
    text = raw.decode("utf-8", "surrogateescape").replace("\0", "")
    said = condition_of(text, sweep.names, sweep.arms)
    check_plan(said, "", sweep.plan)
    assert str(said).isprintable()
    assert read(str(said)) == Condition(*said[:3], float(f"{said.threshold:g}"))
    held = said.holds(asked_of(sweep, said, "").values)
    assert held.shape == (8,)
    assert held.dtype == np.bool_


