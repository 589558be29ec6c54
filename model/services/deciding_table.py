"""The table of open matters, and of the households that they concern: an array a column, one matter after the other."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from ..ground.measure import State
from ..ground.text import Text
from ..people.units import ranges
from .deciding_rules import Rule

HOUSEHOLDS: dict[str, type] = {
    "flat": np.int32,
    "who": np.uint64,
    "gain": np.float64,
    "paid": np.float64,
    "own": np.float64,
    "area": np.float64,
    "reasons": np.uint32,
    "doorway": np.int32,
}
"""Columns of households: flat (in order within a matter), identity of the first resident, yuan gained, compensation got (paid: below 0),
what they think apart from it, weight of the flat, bits of the reasons held, gate."""


@dataclass(slots=True)
class Matter:
    """One open matter.

    Attributes:
        number: permanent identity.
        kind, title: what it is about.
        unit, index: whose it is; index -1 of a list of households.
        community: index of its community.
        opened, due: absolute weeks.
        rule: how it is decided.
        size: households concerned.
        sittings: held so far.
        heard: uint64, identities of those who were heard.
    """

    number: int
    kind: str
    title: Text
    unit: str
    index: int
    community: int
    opened: int
    due: int
    rule: Rule
    size: int
    sittings: int = 0
    heard: np.ndarray = field(default_factory=lambda: np.zeros(0, np.uint64))

    def copied(self) -> Matter:
        """Return a copy that shares nothing with it."""
        return replace(self, heard=self.heard.copy())


class Asked(NamedTuple):
    """Some open matters, where their households stand [h], and who of these is of age [a]; one matter after the other.

    Attributes:
        matters: the matters.
        which: int64 [h], the matter of each household.
        h: columns of the households (copies).
        gain, positions, intensity: float64 [h], see `Households`.
        home: int64 [a], the household of each adult.
        adults: int64 [a], rows.
    """

    matters: list[Matter]
    which: np.ndarray
    h: dict[str, np.ndarray]
    gain: np.ndarray
    positions: np.ndarray
    intensity: np.ndarray
    home: np.ndarray
    adults: np.ndarray


class Table:
    """Open matters in the order in which they were opened.

    Attributes:
        matters: the matters.
        at: number -> place in `matters`.
        households: column -> array, see `HOUSEHOLDS`; those of one matter stand together.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self.matters: list[Matter] = []
        self.households: dict[str, np.ndarray] = {name: np.zeros(0, kind) for name, kind in HOUSEHOLDS.items()}
        self._index()

    def _index(self) -> None:
        self.at = {m.number: k for k, m in enumerate(self.matters)}
        self._starts = np.concatenate(([0], np.cumsum([m.size for m in self.matters], dtype=np.int64)))

    def add(self, matters: list[Matter], columns: dict[str, np.ndarray]) -> None:
        """Add matters and the columns of their households, in one order."""
        self.households = {
            name: np.concatenate([self.households[name], np.asarray(columns[name], kind)])
            for name, kind in HOUSEHOLDS.items()
        }
        self.matters += matters
        self._index()

    def remove(self, numbers: list[int]) -> None:
        """Remove matters."""
        gone = np.zeros(len(self.matters), np.bool_)
        gone[[self.at[n] for n in numbers]] = True
        kept = ~np.repeat(gone, np.diff(self._starts))
        self.households = {name: column[kept] for name, column in self.households.items()}
        self.matters = [m for m, left in zip(self.matters, gone.tolist(), strict=True) if not left]
        self._index()

    def of(self, number: int) -> tuple[Matter, dict[str, np.ndarray]]:
        """Return an open matter and the columns of its households (views).

        Raises:
            ValueError: there is no open matter of this number.
        """
        matter, k = self.matter(number), self.at[number]
        part = slice(int(self._starts[k]), int(self._starts[k + 1]))
        return matter, {name: column[part] for name, column in self.households.items()}

    def matter(self, number: int) -> Matter:
        """Return an open matter.

        Raises:
            ValueError: there is no open matter of this number.
        """
        if number not in self.at:
            raise ValueError(
                f"there is no open matter {number}; {len(self.matters)} are open, those decided or overdue are closed"
            )
        return self.matters[self.at[number]]

    def places_of(self, numbers: list[int]) -> tuple[np.ndarray, np.ndarray]:
        """Return (place in `numbers`, place in the columns of `households`) of the households of some open matters.

        Raises:
            ValueError: one of them is not open.
        """
        for number in numbers:
            if number not in self.at:
                self.of(number)
        k = np.array([self.at[number] for number in numbers], np.int64)
        return ranges(self._starts[k], self._starts[k + 1])

    def of_all(self, numbers: list[int]) -> tuple[list[Matter], np.ndarray, dict[str, np.ndarray]]:
        """Return some open matters, the place in `numbers` of the matter of each of their households, and columns of these (copies).

        Raises:
            ValueError: one of them is not open.
        """
        which, place = self.places_of(numbers)
        return [self.matters[self.at[number]] for number in numbers], which, {name: column[place] for name, column in self.households.items()}

    def hold(self, numbers: list[int], reasons: np.ndarray) -> None:
        """Write the reasons that the households of some open matters hold, in the order of `of_all`."""
        self.households["reasons"][self.places_of(numbers)[1]] = reasons

    def number_of_household(self) -> np.ndarray:
        """Return uint64, the number of the matter of each entry of `households`."""
        return np.repeat(np.array([m.number for m in self.matters], np.uint64), np.diff(self._starts))

    def state(self) -> State:
        """Return what has to be saved."""
        plain = [
            [
                str(m.number),
                m.kind,
                m.title.en,
                m.title.zh,
                m.unit,
                m.index,
                m.community,
                m.opened,
                m.due,
                m.rule.plain(),
                m.size,
                m.sittings,
                len(m.heard),
            ]
            for m in self.matters
        ]
        heard = np.concatenate([m.heard for m in self.matters]) if self.matters else np.zeros(0, np.uint64)
        return {
            "matters": json.dumps(plain),
            "heard": heard,
            **{f"household/{name}": column for name, column in self.households.items()},
        }

    @classmethod
    def of_state(cls, saved: State) -> Table:
        """Make the table from what `state` returned."""
        table, at = cls(), 0
        for number, kind, en, zh, unit, index, community, opened, due, rule, size, sittings, heard in json.loads(
            saved["matters"]
        ):
            who = saved["heard"][at : at + heard].copy()
            at += heard
            title = Text(en, zh)
            table.matters.append(
                Matter(
                    int(number),
                    kind,
                    title,
                    unit,
                    index,
                    community,
                    opened,
                    due,
                    Rule.of_plain(rule),
                    size,
                    sittings,
                    who,
                )
            )
        table.households = {name: saved[f"household/{name}"].copy() for name in HOUSEHOLDS}
        table._index()
        return table
