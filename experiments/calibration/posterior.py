"""The posterior: a few hundred vectors of constants that agree with the published tables, kept in the package.

`posterior.csv` holds a vector a line, a constant a column; `posterior.json` beside it says how it was made: studies and their
hashes, seed, budget, version. `linli calibrate` makes both.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ...model.ground.random import draw
from ...model.ground.whole import write_whole
from ...model.people.constants import Constants
from ...scenarios.errors import UserError, did_you_mean, show
from .space import with_values

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
        UserError: the file cannot be read, names a constant that does not exist, or holds a value that is not allowed.
    """
    path = Path(path)
    try:
        lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    except (OSError, ValueError) as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else "it cannot be read"
        raise UserError(f"{reason}.", "没有该文件。" if isinstance(error, FileNotFoundError) else "无法读取。", file=str(path)) from None
    if len(lines) < 2:
        raise UserError("it holds no vectors of constants.", "其中没有常数向量。", file=str(path))
    keys = tuple(lines[0])
    known = _known()
    for key in keys:
        if key not in known:
            hint = did_you_mean(key, known)
            raise UserError(f"there is no constant {show(key)}.{hint.en}", f"没有常数 {show(key)}。{hint.zh}", file=str(path))
    draws = np.empty((len(lines) - 1, len(keys)))
    for number, line in enumerate(lines[1:], 2):
        try:
            draws[number - 2] = [float(cell) for cell in line]
            with_values(Constants(), dict(zip(keys, draws[number - 2].tolist(), strict=True)))
        except ValueError:
            raise UserError(f"line {number} is not a vector of allowed constants.", f"第 {number} 行不是有效的常数向量。", file=str(path)) from None
    facts_file = path.with_suffix(".json")
    try:
        facts = json.loads(facts_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        facts = {}
    return Posterior(keys, draws, facts if isinstance(facts, dict) else {})


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
        write_whole(target, content)
