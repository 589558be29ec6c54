"""Cities, tables of their communities, and their folders, made wrong."""

from __future__ import annotations

import io
import random
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from folders import keep, laid_out, printed
from mutators import as_toml, changed_arrays, changed_bytes, changed_cells, changed_data

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


# Households on their way

HOUSES = 6


def _households(n: int) -> dict[str, np.ndarray]:
    from linli.model.founding.arrivals import BROUGHT
    from linli.model.people.residents import ATTRIBUTES, NO_TALENT

    people = {name: np.zeros((n, 8) if name == "interests" else n, ATTRIBUTES[name].dtype) for name in BROUGHT}
    return people | {"age": np.full(n, 20, np.uint8), "talent": np.full(n, NO_TALENT, np.uint8)}


def right_travelling() -> list[bytes]:
    """Return those who leave two communities, and those who come to one: a word, a line end, the file without its seal."""
    beds = np.arange(HOUSES, dtype=np.uint8) % 2 + 1
    going = {"flats": np.arange(HOUSES, dtype=np.int32), "beds": beds, "tenure": beds - 1, "order": np.linspace(0.0, 0.9, HOUSES)}
    return [b"leaving\n" + _npz({**going, **_households(9)}), b"coming\n" + _npz({"flats": going["flats"], **_households(9)})]


def _npz(arrays: Mapping[str, np.ndarray]) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, allow_pickle=False, **arrays)  # type: ignore[arg-type]
    return stream.getvalue()


def make_travelling(r: random.Random) -> bytes:
    """Change arrays, or bytes; a third of these beneath a seal that is no longer right."""
    head, _, raw = r.choice(right_travelling()).partition(b"\n")
    if r.random() < 0.7:
        with np.load(io.BytesIO(raw)) as file:
            return head + b"\n" + _npz(changed_arrays(r, {key: file[key] for key in file.files}))
    return head + r.choice((b"", b"", b" torn")) + b"\n" + changed_bytes(r, raw)


def read_travelling(raw: bytes, folder: Path, number: int) -> None:
    """Read them; those who are believed find flats, and as many people come as left."""
    from linli.experiments.city.barrier import coming, exchange
    from linli.experiments.city.travelling import leaving_of, load_coming, load_leaving
    from linli.experiments.sealed_folder import SealedFolder, arrays_of

    head, _, content = raw.partition(b"\n")
    sealed = SealedFolder(folder, "city 1")
    sealed.keep_file("one.npz", content)
    if head.endswith(b" torn"):
        path = folder / "one.npz"
        path.write_bytes(path.read_bytes()[: -1 - number % 60])
    if head.startswith(b"coming"):
        came = load_coming(folder / "one.npz", "city 1", 9)
        assert all(len(values) == 9 for values in came.people.values())
        return
    other = leaving_of(arrays_of(right_travelling()[0].partition(b"\n")[2]))
    pools = [load_leaving(folder / "one.npz", "city 1"), other]
    found = exchange(pools, 1, 2)
    assert sum(len(one.people["age"]) for one in coming(pools, found)) == int(found.people.sum())
