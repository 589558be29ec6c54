"""Golden values: three small societies after 60 weeks, to the bit. `python -m tests.golden.refresh` writes them anew.

Refresh them when a rule, a constant or a default has been changed on purpose, and say so in the changelog: all results of
earlier versions then differ too.
"""

from __future__ import annotations

import hashlib
import json
import platform
from pathlib import Path
from typing import Any

import numpy as np
from linli.experiments.reproduction.reproduce import reproduce
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.placed import PlacedBuilding
from linli.model.mechanisms.gate_parameters import BuildingGatesParameters
from linli.model.society.society import Society
from linli.scenarios.published import load_study

FOLDER = Path(__file__).parent
WEEKS = 60
GATES = BuildingGatesParameters(
    start_week=8, gatherings_a_year=12, festivals=True, decorating_a_year=1, talent_shows_a_year=2, find_talent=True, interest_circles=True,
    party_first=True, knock_share=0.5, incentive="honour",
)  # fmt: skip
PLACED = tuple(
    PlacedBuilding(compound=compound, x=x, y=y, length=40.0, depth=12.0, angle=angle, entrances=entrances, floors=floors, flats_per_floor=flats)
    for compound, x, y, angle, entrances, floors, flats in ((1, 0.0, 0.0, 170.0, 3, 6, 3), (2, 90.0, 10.0, -20.0, 1, 11, 6), (1, 5.0, 45.0, 165.0, 4, 5, 2))
)
CASES: dict[str, dict[str, Any]] = {
    "everyday": {"neighbourhood": NeighbourhoodParameters(preset="old-walk-up", buildings=3, communities=2, compounds=2), "seed": 11},
    "building-gates": {"neighbourhood": NeighbourhoodParameters(buildings=4, floors=6), "seed": 12, "mechanisms": {"building-gates": GATES}},
    "placed": {"neighbourhood": NeighbourhoodParameters(placed=PLACED), "seed": 13, "mechanisms": {"building-gates": GATES}},
}

STUDIES = ("van-de-bunt", "windsurfers")
"""Published studies whose answers are kept as well, as the fit plays them; they lie under studies/."""


def platform_name() -> str:
    """Return what the bits are promised for: exp and log come from the platform's library."""
    return f"{platform.system()} {platform.machine()}"


def hashes(society: Society) -> dict[str, str]:
    """Return a hash of every array of ties and residents."""
    arrays: dict[str, np.ndarray] = {f"ties.{name}": array for name, array in society.ties._asdict().items()}
    arrays |= {f"residents.{name}": array for name, array in society.residents.arrays().items()}
    return {name: hashlib.blake2b(np.ascontiguousarray(array).tobytes(), digest_size=8).hexdigest() for name, array in arrays.items()}


def values(case: str) -> dict[str, Any]:
    """Live one case and return its golden values."""
    society = Society(**CASES[case])
    society.run(WEEKS)
    return {
        "platform": platform_name(),
        "weeks": WEEKS,
        "residents": society.residents.n,
        "hashes": hashes(society),
        "tallies": society.engine.tallies,
        "measures": society.measure(),
    }


def study_values(name: str) -> dict[str, Any]:
    """Play one study as the fit does and return what was simulated, table by table."""
    result = reproduce(load_study(name), quick=True, seed=1)
    tables = [{"title": table.title.en, "simulated": [row.simulated for row in rows], "sd": [row.sd for row in rows]} for table, rows in result.tables()]
    return {"platform": platform_name(), "study": result.study.hash(), "tables": tables}


def main() -> None:
    """Write all golden values."""
    for name in STUDIES:
        (FOLDER / "studies" / f"{name}.json").write_text(json.dumps(study_values(name), indent=1) + "\n")
        print(f"tests/golden/studies/{name}.json")
    for case in CASES:
        (FOLDER / f"{case}.json").write_text(json.dumps(values(case), indent=1) + "\n")
        print(f"tests/golden/{case}.json")


if __name__ == "__main__":
    main()
