"""Cities, tables of their communities, and their folders, made wrong."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path
from typing import Any

from folders import keep, laid_out, printed
from mutators import as_toml, changed_bytes, changed_cells, changed_data

DISTRICT = {
    "weeks": 52, "mechanisms": {"three-level-linkage": {"tasks_a_year": 26.0}},
    "arms": {"before": {}, "plan": {"three-level-linkage": {"budget_a_year": 6000.0}}},
}  # fmt: skip
SET = b"""
[set]
"neighbourhood.entrances" = 1
"neighbourhood.floors" = 3
"neighbourhood.flats_per_floor" = 2
"neighbourhood.years" = 1
"population.renters" = 0.4
"""
CITIES = [
    b"""
title = { en = "A city", zh = "\xe5\x9f\x8e\xe5\xb8\x82" }
scenario = "district.toml"
arms = ["before", "plan"]
years = 1
seed = 2
replications = 2
measures = ["acquaintances", "three-level-linkage.tasks_held"]
moves_within = 0.5
""" + SET + b"""
[communities]
number = 3
residents = 900
spread = 0.3
least = 200
most = 500
seed = 4
[communities.presets]
old-walk-up = 0.4
towers = 0.6
[district]
rule = "reports"
share = 0.5
lever = "three-level-linkage.budget_a_year"
report = "three-level-linkage.official_person_times"
""",
    b'scenario = "district.toml"\narms = ["plan"]\n' + SET + b'[communities]\nfile = "communities.csv"\n[district]\nrule = "equal"\n',
]  # fmt: skip
TABLES = [
    "名称,居民数,住区类型,东,北\n甲,300,old-walk-up,0,0\n乙,500,beijing,1,0.5\n丙,1200,urban-village,-2,1e1\n".encode(),
    b"name,residents,preset,population.renters,three-level-linkage.tasks_a_year\na,300,towers,0.2,\nb,200,beijing,,12\nc,30,beijing,0.9,0.5\n",
]


def make_city(r: random.Random) -> bytes:
    raw = r.choice(CITIES)
    return changed_bytes(r, raw) if r.random() < 0.4 else as_toml(changed_data(r, tomllib.loads(raw.decode())))


def make_communities(r: random.Random) -> bytes:
    raw = r.choice(TABLES)
    return changed_bytes(r, raw) if r.random() < 0.4 else changed_cells(r, raw)


def _read(folder: Path, city: bytes, table: bytes) -> Any:
    from linli.experiments.city.plan import CityPlan

    for name, raw in (("district.toml", as_toml(DISTRICT)), ("city.toml", city), ("communities.csv", table)):
        (folder / name).write_bytes(raw)
    return CityPlan.read(folder / "city.toml")


def _look(plan: Any, folder: Path, number: int) -> None:
    """Hold what was accepted against itself: each community has the housing that its residents need."""
    from linli.experiments.city.folder import communities_of, manifest_of
    from linli.experiments.city.plan import CityPlan

    assert plan.title.en.isprintable()
    assert repr(plan).isprintable()
    if number % 5 == 0:
        assert plan.hash() == CityPlan.read(folder / "city.toml").hash()
    manifest_of(plan)
    communities_of(plan)
    for one in (plan.communities[0], plan.communities[-1]):
        assert one.name.isprintable()
        place = plan.community(one.number).neighbourhood
        assert (place.preset, place.compounds, place.buildings, place.first_community) == (one.preset, one.compounds, one.buildings, one.number)
        assert place.communities == 1
    for arm in plan.arms:
        assert plan.each(arm) >= 0.0
        plan.rated(arm)


def read_city(raw: bytes, folder: Path, number: int) -> None:
    _look(_read(folder, raw, TABLES[0]), folder, number)


def read_communities(raw: bytes, folder: Path, number: int) -> None:
    _look(_read(folder, CITIES[1], raw), folder, number)


FEW = CITIES[0].replace(b"number = 3\nresidents = 900", b"number = 2\nresidents = 40").replace(b"least = 200", b"least = 10").replace(b"towers = 0.6", b"")


def begin_city(folder: Path) -> None:
    from linli.experiments.city.api import city

    city(_read(folder, FEW, TABLES[0]), folder / "right", workers=0, progress=False)
    keep(folder / "right")


def read_city_folder(raw: bytes, folder: Path, number: int) -> None:
    """Show it, and take it up again."""
    from linli.experiments.city.folder import city_folder
    from linli.experiments.city.plan import CityPlan

    mine = laid_out(raw, folder)
    if number % 3 == 1:
        plan = CityPlan.read(folder / "city.toml")
        with city_folder(mine, plan) as kept:
            kept.year_of(2, "plan", 1, ["three-level-linkage.official_person_times"], len(plan.communities))
            return
    printed("show", str(mine), "--all", "--lang", ("en", "zh")[number // 3 % 2])
