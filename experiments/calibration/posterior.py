"""The posterior: a few hundred vectors of constants that agree with the published tables, kept in the package.

`posterior.csv` holds a vector a line, a constant a column; `posterior.json` beside it says how it was made: studies and their
hashes, seed, budget, version. `linli calibrate` makes both.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from pydantic import ValidationError

from ...model.founding.cells import number
from ...model.founding.presets import PEOPLE, everyday_of
from ...model.ground.files import read_bytes
from ...model.ground.random import draw
from ...model.ground.refusal import InputError
from ...model.ground.table import Table, TableError
from ...model.ground.tables import read_table
from ...model.ground.whole import write_whole
from ...model.people.constants import Constants
from ...model.people.everyday import Shares
from ...scenarios.errors import UserError, did_you_mean, first_fault, show
from ...scenarios.json_text import from_json
from .space import with_values

LARGEST_FILE, MOST_VECTORS = 4_000_000, 3_000
"""Bytes and lines of a posterior: a sample of vectors; each is checked as a whole."""
SHIPPED = Path(__file__).parent / "posterior.csv"


class Posterior(NamedTuple):
    """Vectors of constants, all with the same weight.

    Attributes:
        keys: the constants, such as "ties.kappa".
        draws: float64 [vectors, constants].
        facts: how it was made.
    """

    keys: tuple[str, ...]
    draws: np.ndarray
    facts: dict[str, Any]

    def one(self, seed: int) -> dict[str, float]:
        """Return the vector that belongs to a seed (a keyed draw)."""
        k = int(draw(seed, "posterior vector", 0, np.zeros(1, np.uint64))[0] * len(self.draws))
        return dict(zip(self.keys, self.draws[k].tolist(), strict=True))

    def median(self) -> dict[str, float]:
        """Return the median of each constant."""
        return dict(zip(self.keys, np.median(self.draws, axis=0).tolist(), strict=True))

    def interval(self, share: float = 0.9) -> dict[str, tuple[float, float]]:
        """Return the central interval of each constant."""
        low, high = np.quantile(self.draws, ((1.0 - share) / 2.0, (1.0 + share) / 2.0), axis=0)
        return {key: (float(a), float(b)) for key, a, b in zip(self.keys, low, high, strict=True)}


def shipped_hash() -> str:
    """Return 16 hexadecimal digits that change when the posterior that comes with linli does."""
    return hashlib.blake2b(SHIPPED.read_bytes(), digest_size=8).hexdigest()


def read_posterior(path: Path | str = SHIPPED) -> Posterior:
    """Read a posterior; by default the one that comes with linli.

    Raises:
        UserError: the file cannot be read or is too large, names a constant that does not exist or names one twice, or holds a value
            that is not allowed.
    """
    path = Path(path)
    known = _known()
    try:
        written = read_table(path, known, largest=LARGEST_FILE)
        for key in written.headings:
            if key not in known:
                hint = did_you_mean(key, known)
                raise written.refuse(f"there is no constant {show(key)}.{hint.en}", f"没有常数 {show(key)}。{hint.zh}")
        table = written.named(dict.fromkeys(known, ()))
        if not 0 < len(table.lines) <= MOST_VECTORS:
            many = len(table.lines)
            raise table.refuse(f"it holds {many:,} vectors; from 1 to {MOST_VECTORS:,} are read.", f"含有 {many:,} 组常数，可读 1 至 {MOST_VECTORS:,} 组。")
        draws = np.array([_vector(table, k, cells) for k, cells in enumerate(zip(*table.columns, strict=True))])
    except TableError as error:
        raise UserError(*error.bare, file=error.file) from None
    keys = table.headings
    try:
        facts = from_json(read_bytes(path.with_suffix(".json"), LARGEST_FILE))
    except (InputError, ValueError):
        facts = {}
    return Posterior(keys, draws, facts if isinstance(facts, dict) else {})


def _vector(table: Table, k: int, cells: Sequence[str]) -> list[float]:
    """Return the numbers of one line, checked against the bounds of their constants."""
    found = []
    for key, cell in zip(table.headings, cells, strict=True):
        told = number(cell)
        if told is None:
            raise table.refuse_line(k, f"{show(cell)} is not a number.", f"{show(cell)} 不是数字。", key)
        found.append(told)
    values = dict(zip(table.headings, found, strict=True))
    for key in _memberships():
        if not 0.0 <= values.pop(key, 0.0) <= 1.0:
            raise table.refuse_line(k, "a chance lies between 0 and 1.", "概率须在 0 与 1 之间。", key)
    try:
        with_values(Constants(), values)
    except ValidationError as error:
        loc, text = first_fault(error, Constants)
        raise table.refuse_line(k, text.en, text.zh, ".".join(map(str, loc))) from None
    return found


def _known() -> list[str]:
    tree = Constants().model_dump()
    found: list[str] = []

    def walk(branch: dict[str, Any], above: str) -> None:
        for name, value in branch.items():
            if isinstance(value, dict):
                walk(value, f"{above}{name}.")
            elif isinstance(value, float):
                found.append(above + name)

    walk(tree, "")
    return [*found, *_memberships()]


@lru_cache(maxsize=1)
def _memberships() -> tuple[str, ...]:
    """Return the keys of chances to use an everyday kind, of all presets: a fit to one compound has them beside constants of people."""
    kinds = dict.fromkeys(kind for preset in PEOPLE for kind in everyday_of(preset))
    return tuple(f"everyday.{kind}.chance.{who}" for kind in kinds for who in Shares.model_fields)


def write_posterior(posterior: Posterior, path: Path) -> None:
    """Write a posterior and its facts; each file appears whole or not at all."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(posterior.keys)
    writer.writerows([[f"{value:.5g}" for value in line] for line in posterior.draws.tolist()])
    for target, content in ((path, text.getvalue()), (path.with_suffix(".json"), json.dumps(posterior.facts, ensure_ascii=False, indent=1) + "\n")):
        write_whole(target, content)
