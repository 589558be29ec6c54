"""A kept week as a roster: residents and ties, and a scenario that reads them back as its own data, so that a run can go on under another policy.

What a snapshot does not hold (interests, talents, sociability, past attendance, habitual groups) is drawn anew when it is read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..model.founding.placed import place_of
from ..model.founding.roster_columns import PLACE_COLUMNS
from .csv_tables import csv_text
from .network import reached, ties_of
from .records import Snapshot
from .snapshot_tables import people_columns

if TYPE_CHECKING:
    from .results import RunResult

TOLD = (
    "age", "sex", "tenure", "arrival", "registration", "education", "situation", "free_hours", "party", "activist", "backbone", "civic",
    "trust_neighbours", "trust_institutions", "digital", "frailty",
)  # fmt: skip
"""Columns of a roster that a snapshot can tell; their words are those that a roster takes."""


def write_rosters(result: RunResult, shots: list[Snapshot], folder: Path, level: str) -> None:
    """Write, for each kept week and arm, ARM-week-N-residents.csv, ARM-week-N-ties.csv and the scenario ARM-week-N.toml that begins with them."""
    import tomli_w

    for shot in shots:
        stem = f"{shot.arm}-week-{shot.week}"
        for kind, columns in (("residents", roster_columns(result, shot)), ("ties", tie_columns(result, shot, level))):
            (folder / f"{stem}-{kind}.csv").write_text(csv_text(columns), encoding="utf-8")
        # A tie that one of the two has forgotten for want of a slot is a tie of both in a roster: the weakest give way again.
        own = {"residents": f"{stem}-residents.csv", "ties": f"{stem}-ties.csv", "above_slots": "leave-out-weakest"}
        (folder / f"{stem}.toml").write_text(tomli_w.dumps({**result.scenario.to_dict(), "roster": own}), encoding="utf-8")


def codes_of(shot: Snapshot) -> np.ndarray:
    """Return the code of each resident in a roster: that of the roster they came from, else r and their row."""
    rows = np.array([f"r{row}" for row in range(len(shot.residents["gate"]))], object)
    given = shot.residents.get("given_id")
    return rows if given is None else np.array([code or row for code, row in zip(given.tolist(), rows.tolist(), strict=True)], object)


def roster_columns(result: RunResult, shot: Snapshot) -> dict[str, Any]:
    """Return the columns of a roster: where everybody lives, numbers from 1 within the next larger unit, and what is known of them.

    Weeks of moving in are counted from the week of the snapshot, where the next scenario begins; who moved in in that very week has -1.
    """
    numbers = result.scenario.neighbourhood.resolved()
    community, flat = np.divmod(shot.residents["flat"].astype(np.int64), numbers.flats_per_community)
    place = dict(zip(PLACE_COLUMNS, (community + 1, *place_of(numbers.units, flat)), strict=True))
    people = people_columns(shot)
    people["arrival"] = np.minimum(people["arrival"] - shot.week, -1)
    return {"id": codes_of(shot), **place, **{name: people[name] for name in TOLD}}


def tie_columns(result: RunResult, shot: Snapshot, level: str) -> dict[str, Any]:
    """Return the columns of starting ties: the codes of the two, and the hours on both traces, not less than the least that a roster takes."""
    from ..model.founding.given_ties import HOURS

    keep, codes = reached(shot, ties_of(result, shot.arm))[level], codes_of(shot)
    hours = {name: np.maximum(getattr(shot, name)[keep], np.float32(HOURS.low)) for name in ("closeness", "slow")}
    return {"source": codes[shot.source[keep]], "target": codes[shot.target[keep]], **hours}
