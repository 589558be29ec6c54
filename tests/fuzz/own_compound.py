"""Maps of footprints and tables of counts, made wrong, for a compound of one's own."""

from __future__ import annotations

import json
import random
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from linli.scenarios import Scenario, load
from linli.scenarios.compound.making import compound_of, read_files, toml_of
from mutators import as_json, changed_bytes, changed_cells, changed_data


def _house(x: float, y: float, **properties: Any) -> dict[str, Any]:
    ring = [[x, y], [x + 0.0004, y], [x + 0.0004, y + 0.0001], [x, y + 0.0001], [x, y]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


MAP = {
    "type": "FeatureCollection",
    "features": [
        _house(116.4, 39.9, **{"building:levels": "6", "ref": "3", "单元数": 2}),
        _house(116.401, 39.9, height=18.0, flats=36, site="甲小区"),
        {"type": "Feature", "properties": {"entrance": "yes"}, "geometry": {"type": "Point", "coordinates": [116.4002, 39.9001]}},
    ],
}
COUNTS = [
    "项目,数量\n楼栋数,4\n层数,6\n常住户数,150\n租户数,40\n常住人口,400\n自有 25-44,80\n租房 25-44,60\n".encode(),
    b"age,owners,renters\n0-13,40,10\n14-34,60,80\n35-64,150,30\n65+,70,2\n",
    b"building,entrances,floors,flats_per_floor\n3,2,6,3\n5,1,11,4\n7,3,4,2\n",
]


def right_maps() -> list[bytes]:
    return [as_json(MAP), json.dumps(MAP, ensure_ascii=False).encode("gb18030")]


def make_map(r: random.Random) -> bytes:
    return changed_bytes(r, r.choice(right_maps())) if r.random() < 0.4 else as_json(changed_data(r, MAP))


def make_counts(r: random.Random) -> bytes:
    raw = r.choice(COUNTS)
    return changed_bytes(r, raw) if r.random() < 0.4 else changed_cells(r, raw)


@cache
def _base() -> Scenario:
    return load("everyday")


def read_compound(raw: bytes, folder: Path, number: int) -> None:
    """Make a scenario of it; what is accepted must be a valid file with as many flats as was told."""
    made = compound_of(read_files([("mine", raw)]), _base())
    again = Scenario.from_dict(tomllib.loads(toml_of(made, ("en", "zh")[number % 2])), "mine")
    assert again.neighbourhood.resolved().flats_per_community == made.flats > 0
