"""The record of rows, docs/rows/effects.csv: one line a row, arm and measure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, get_type_hints

from ..model.ground.whole import write_whole
from ..scenarios.errors import UserError


class Effect(NamedTuple):
    """One line of the record: what an arm of a row changes in a measure by the end.

    Attributes:
        row: name of the row.
        arm: name of the arm.
        measure: name of the measure; those that are told by the year are by the year.
        median, low, high: of the effect over draws, with its 5 to 95 % range, luck apart.
        positive: share of draws in which it is above zero, and half of those in which it is zero.
        without, with_: the measure at the end, without the policy and with it, mean over draws.
        draws, residents, weeks: what was played.
        rests_on: hash of scenario, mechanism and constants at that time.
    """

    row: str
    arm: str
    measure: str
    median: float
    low: float
    high: float
    positive: float
    without: float
    with_: float
    draws: int
    residents: int
    weeks: int
    rests_on: str

    @property
    def certain(self) -> bool:
        """Whether the range excludes zero."""
        return self.low > 0.0 or self.high < 0.0


def read_effects(file: Path) -> list[Effect]:
    """Read a record; empty where there is none.

    Raises:
        UserError: it is no such record.
    """
    try:
        lines = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
        kinds = get_type_hints(Effect)
        return [Effect(**{name: kind(line[name]) for name, kind in kinds.items()}) for line in lines]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError):
        raise UserError("it is no record of rows (linli rows writes one).", "不是各条目的记录（由 linli rows 写出）。", file=str(file)) from None


def write_effects(effects: Iterable[Effect], file: Path) -> None:
    """Write a record, rows in the order of their names; the file appears whole or not at all."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Effect._fields)
    for one in sorted(effects, key=lambda one: one.row):
        writer.writerow([f"{value:.6g}" if isinstance(value, float) else value for value in one])
    write_whole(file, out.getvalue())
