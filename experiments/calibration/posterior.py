"""The posterior: a few hundred vectors of constants that agree with the published tables, kept in the package.

`posterior.csv` holds a vector a line, a constant a column; `posterior.json` beside it says how it was made: studies and their
hashes, seed, budget, version. `linli calibrate` makes both.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from pydantic import ValidationError

from ...model.ground.files import read_bytes
from ...model.ground.random import draw
from ...model.ground.refusal import InputError
from ...model.people.constants import Constants
from ...scenarios.errors import UserError, did_you_mean, first_fault, show
from ..whole import whole
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


def read_posterior(path: Path | str = SHIPPED) -> Posterior:
    """Read a posterior; by default the one that comes with linli.

    Raises:
        UserError: the file cannot be read or is too large, names a constant that does not exist or names one twice, or holds a value
            that is not allowed.
    """
    path = Path(path)
    file = str(path)
    try:
        lines = list(csv.reader(io.StringIO(read_bytes(path, LARGEST_FILE).decode("utf-8-sig"), newline="")))
    except InputError as error:
        raise UserError(*error.text, file=file) from None
    except (UnicodeDecodeError, csv.Error):
        raise UserError("it is not a CSV file in UTF-8.", "不是 UTF-8 的 CSV 文件。", file=file) from None
    lines = [line for line in lines if line]
    if len(lines) < 2:
        raise UserError("it holds no vectors of constants.", "其中没有常数向量。", file=file)
    if len(lines) - 1 > MOST_VECTORS:
        english = f"it holds {len(lines) - 1:,} vectors; at most {MOST_VECTORS:,}."
        raise UserError(english, f"含有 {len(lines) - 1:,} 组常数，最多 {MOST_VECTORS:,} 组。", file=file)
    keys = tuple(cell.strip() for cell in lines[0])
    known = _known()
    for number, key in enumerate(keys):
        if key not in known:
            hint = did_you_mean(key, known)
            raise UserError(f"there is no constant {show(key)}.{hint.en}", f"没有常数 {show(key)}。{hint.zh}", file=file)
        if key in keys[:number]:
            raise UserError(f"the constant {show(key)} stands there twice. Keep one column.", f"常数 {show(key)} 出现两次，请只保留一列。", file=file)
    draws = np.empty((len(lines) - 1, len(keys)))
    for number, line in enumerate(lines[1:], 2):
        draws[number - 2] = _vector(keys, line, number, file)
    try:
        facts = json.loads(read_bytes(path.with_suffix(".json"), LARGEST_FILE))
    except (InputError, ValueError, RecursionError):
        facts = {}
    return Posterior(keys, draws, facts if isinstance(facts, dict) else {})


def _vector(keys: Sequence[str], line: Sequence[str], number: int, file: str) -> list[float]:
    """Return the numbers of one line, checked against the bounds of their constants."""
    if len(line) != len(keys):
        english = f"line {number} has {len(line)} cells; the heading has {len(keys)}."
        raise UserError(english, f"第 {number} 行有 {len(line)} 格，而标题行有 {len(keys)} 格。", file=file)
    found = []
    for key, cell in zip(keys, line, strict=True):
        try:
            found.append(float(cell))
        except ValueError:
            raise UserError(f"line {number}, {key}: {show(cell)} is not a number.", f"第 {number} 行，{key}：{show(cell)} 不是数字。", file=file) from None
    try:
        with_values(Constants(), dict(zip(keys, found, strict=True)))
    except ValidationError as error:
        loc, text = first_fault(error, Constants)
        where = ".".join(map(str, loc))
        raise UserError(f"line {number}, {where}: {text.en}", f"第 {number} 行，{where}：{text.zh}", file=file) from None
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
    return found


def write_posterior(posterior: Posterior, path: Path) -> None:
    """Write a posterior and its facts; each file appears whole or not at all."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(posterior.keys)
    writer.writerows([[f"{value:.5g}" for value in line] for line in posterior.draws.tolist()])
    for target, content in ((path, text.getvalue()), (path.with_suffix(".json"), json.dumps(posterior.facts, ensure_ascii=False, indent=1) + "\n")):
        with whole(target) as part:
            part.write_text(content, encoding="utf-8")
