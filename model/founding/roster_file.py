"""Reading a roster: a line a person, a household by its flat (docs/rosters.md is the codebook)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..ground.table import Table
from ..ground.tables import read_table
from ..ground.text import Text
from .cells import codes, missing_words, numbers
from .privacy import refuse_private
from .roster import Roster, households
from .roster_columns import ADULT_AGE, COLUMNS, HEADINGS, MISSING, PLACE_COLUMNS, YEARS, RosterColumn

_ADVICE = Text(
    " Columns that are not meant for linli can be left out by name: roster.ignore (docs/rosters.md).",
    "与 linli 无关的列可在 roster.ignore 中列名略去（docs/rosters.zh.md）。",
)
_MOST_CHILDREN = 30


def read_roster(path: str | Path, *, missing: Sequence[str] = MISSING, ignore: Sequence[str] = ()) -> Roster:
    """Read a roster: a line a person; the column `flat` is needed, all others may be missing.

    Those under 14 are no residents: they are counted to their household.

    Args:
        path: the file, in any form that `ground.tables` reads.
        missing: words that mean "not told".
        ignore: headings to leave out; `*` stands for anything.

    Raises:
        TableError: the file, a column or a value cannot be used, or looks like data of a person who could be named.
    """
    written = read_table(path, HEADINGS)
    refuse_private(written)
    table = written.named(HEADINGS, ("flat",), ignore=ignore, index="id", advice=_ADVICE)
    unknown = missing_words(missing)
    coded = "id" in table
    ids = codes(table, "id", unknown) if coded else [str(k + 1) for k in range(len(table.lines))]
    _refuse_twice(table, ids)
    placed = [column for column in PLACE_COLUMNS if column in table]
    homes: dict[str, np.ndarray]
    if placed == ["flat"]:
        homes = {"flat": np.array(codes(table, "flat", unknown), np.str_)}
    else:
        homes = {column: numbers(table, column, RosterColumn(1, 1e6, True), unknown, blank=False).astype(np.int64) for column in placed}
    rules = COLUMNS | {"age": COLUMNS["age"]._replace(low=0)}
    values = {column: numbers(table, column, rule, unknown) for column, rule in rules.items() if column in table}
    if "years_here" in table:
        if "arrival" in table:
            raise table.refuse("both arrival and years_here are given; keep one of them.", "同时给出了 arrival 与 years_here，请只保留一列。")
        values["arrival"] = np.minimum(-np.round(52.0 * numbers(table, "years_here", YEARS, unknown)), -1.0)
    return _adults(table, ids, homes, values, coded)


def _refuse_twice(table: Table, ids: list[str]) -> None:
    before: dict[str, int] = {}
    for k, code in enumerate(ids):
        if code in before:
            first = table.place(before[code])
            raise table.refuse_line(
                k,
                f'"{code[:40]}" was given in {first.en} already; each person needs a code of their own.',
                f"“{code[:40]}”在{first.zh}已出现；每人须有不同的编码。",
                "id",
            )
        before[code] = k


def _adults(table: Table, ids: list[str], homes: dict[str, np.ndarray], values: dict[str, np.ndarray], coded: bool) -> Roster:
    """Take the children out of the lines and count them to their households."""
    young = values["age"] < ADULT_AGE if "age" in values else np.zeros(len(ids), bool)
    children, notes = None, table.notes
    if young.any():
        household = households(homes)
        count = np.bincount(household[young], minlength=household.max() + 1)
        alone = ~np.isin(household, household[~young])
        for bad, en, zh in (
            (alone, f"a child lives here, and nobody of {ADULT_AGE} or older; each household needs one", f"此户只有孩子，没有 {ADULT_AGE} 岁及以上的人"),
            (count[household] > _MOST_CHILDREN, f"more than {_MOST_CHILDREN} children live here", f"此户孩子超过 {_MOST_CHILDREN} 人"),
        ):
            if bad.any():
                raise table.refuse_line(int(np.argmax(bad)), f"{en}.", f"{zh}。", "flat")
        children = count[household][~young]
        many = int(young.sum())
        notes += (
            Text(
                f"{table.file}: {many:,} children under {ADULT_AGE} are counted to their households; residents are {ADULT_AGE} and older.",
                f"{table.file}：{many:,} 名未满 {ADULT_AGE} 岁的孩子计入所在住户；居民均为 {ADULT_AGE} 岁及以上。",
            ),
        )
    kept = np.flatnonzero(~young).tolist()
    return Roster(
        table.file,
        [ids[k] for k in kept],
        {column: told[~young] for column, told in homes.items()},
        {column: told[~young] for column, told in values.items()},
        [table.lines[k] for k in kept],
        table.unit,
        coded,
        children,
        {ids[k]: table.lines[k] for k in np.flatnonzero(young).tolist()},
        notes,
    )
