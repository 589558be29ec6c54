"""A neighbourhood founded from a roster: a researcher's own anonymous people in place of drawn ones.

What a roster does not tell (a missing column, a blank cell) is drawn so that it fits what it tells. roster_file.py reads one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..ground.refusal import InputError
from ..ground.table import LINE, TableError, quoted
from ..ground.text import Text
from ..people.given import Given
from ..people.places import Places
from ..people.residents import TOPICS, Residents
from .neighbourhood import NeighbourhoodNumbers, NeighbourhoodParameters, refuse_too_large
from .placed import flat_at
from .populate import SIGMA_G, draw_people, lay_out
from .population import PopulationParameters
from .roster_columns import COLUMNS, PLACE_COLUMNS, ROLES

_FIRST, _SECOND, _THIRD = ("age", "sex"), ("registration", "education"), ("situation",)


class Roster(NamedTuple):
    """A roster that has been read and checked: residents of 14 and older; children are a number of their household.

    Attributes:
        file: where it came from.
        ids: code of each resident, or the number of their line (1, 2, ...) if there is no column `id`.
        homes: column of PLACE_COLUMNS -> text or int64 [n].
        values: column of COLUMNS -> float64 [n], NaN where not told.
        lines: number of each resident's line in the file; None: the roster was made by the program.
        unit: what these numbers count.
        coded: True if the file itself gives the codes. Then it is they, and not the order of lines, that tell the members of a household apart.
        children: int64 [n], children under 14 of the household of each resident; None if the file lists no children.
        young: code of each listed child -> number of its line.
        notes: what the user should be told although the roster is used.
    """

    file: str
    ids: list[str]
    homes: dict[str, np.ndarray]
    values: dict[str, np.ndarray]
    lines: list[int] | None = None
    unit: Text = LINE
    coded: bool = False
    children: np.ndarray | None = None
    young: dict[str, int] = {}
    notes: tuple[Text, ...] = ()

    def households(self) -> np.ndarray:
        """Return int64 [n], which household each resident belongs to, numbered from 0."""
        return households(self.homes)

    def refuse(self, column: str, k: int, given: object, en: str, zh: str) -> InputError:
        """Return the refusal of what the k-th resident's line says in a column."""
        line = k + 1 if self.lines is None else self.lines[k]
        return TableError(
            f'column "{column}", {self.unit.en} {line}: {quoted(given)} is not allowed; {en}.',
            f"列“{column}”第 {line} {self.unit.zh}：{quoted(given)} 不可用；{zh}。",
            self.file,
        )


def households(homes: dict[str, np.ndarray]) -> np.ndarray:
    """Return int64 [n]: number of the household of each line, by all that tells where it lives."""
    if list(homes) == ["flat"]:
        return np.asarray(np.unique(homes["flat"], return_inverse=True)[1], np.int64)
    return np.asarray(np.unique(np.stack(list(homes.values()), axis=1), axis=0, return_inverse=True)[1], np.int64).ravel()


class Founded(NamedTuple):
    """A neighbourhood founded from a roster; `rows` [n] are the rows of residents of the roster's lines."""

    places: Places
    residents: Residents
    rows: np.ndarray

    def given(self, roster: Roster) -> Given:
        """Return who came with which code of the roster."""
        return Given.of(self.residents.identity[self.rows], np.array(roster.ids, np.str_))


def seats(roster: Roster, numbers: NeighbourhoodNumbers) -> np.ndarray:
    """Return int64 [n]: the flat of each line. Households without a place are spread evenly over the flats.

    Raises:
        InputError: a place does not exist, a household is both owner and renter or too large, or a community is too large.
    """
    flats = numbers.flats_per_community * numbers.communities
    flat = _flats(roster, numbers, flats)
    beds = np.bincount(flat, minlength=flats)
    if beds.max() > 255:
        line = int(np.flatnonzero(flat == beds.argmax())[255])
        home = roster.homes.get("flat", flat + 1)[line]
        raise roster.refuse("flat", line, home, f"{beds.max()} residents live there, at most 255 can", "一套住房最多 255 人")
    refuse_too_large(int(np.bincount(flat // numbers.flats_per_community).max()), about=False)
    tenure = roster.values.get("tenure", np.full(len(flat), np.nan))
    told = np.flatnonzero(~np.isnan(tenure))
    _, first, theirs = np.unique(flat[told], return_index=True, return_inverse=True)
    other = tenure[told] != tenure[told][first][theirs.ravel()]
    if other.any():
        line = int(told[np.argmax(other)])
        raise roster.refuse("tenure", line, ("owner", "renter")[int(tenure[line])], "one flat has one tenure", "同一住房只能有一种产权")
    return flat


def _flats(roster: Roster, numbers: NeighbourhoodNumbers, flats: int) -> np.ndarray:
    if list(roster.homes) == ["flat"]:
        _, household = np.unique(roster.homes["flat"], return_inverse=True)
        households = int(household.max()) + 1
        if households > flats:
            raise InputError(
                f"{roster.file}: has {households:,} households; the neighbourhood has {flats:,} flats.",
                f"{roster.file}：有 {households:,} 户，而住区只有 {flats:,} 套住房。",
            )
        return np.asarray(household.astype(np.int64) * flats // households)
    there = [roster.homes.get(column, np.ones(len(roster.ids), np.int64)) for column in PLACE_COLUMNS]
    flat, level, units = flat_at(numbers.units, there[1:])
    if (there[0] > numbers.communities).any():
        level, units = -1, np.full(len(flat), numbers.communities)
    elif level < 0:
        return np.asarray((there[0] - 1) * numbers.flats_per_community + flat)
    line = int(np.argmax(there[level + 1] > units))
    many = int(units[line])
    raise roster.refuse(PLACE_COLUMNS[level + 1], line, there[level + 1][line], f"the neighbourhood has 1 to {many}", f"住区只有 1 到 {many}")


def populate_from_roster(
    roster: Roster, neighbourhood: NeighbourhoodParameters, population: PopulationParameters, seed: int, group_kinds: int, sigma_g: float = SIGMA_G
) -> Founded:
    """Found a neighbourhood with the roster's residents; what it does not tell is drawn to fit (as `populate.populate`).

    Only flats of the roster are lived in. Later newcomers are drawn from `population`.

    Raises:
        InputError: a place does not exist, a household is both owner and renter or too large, or a community is too large.
    """
    from ..ground.random import draw
    from . import households as stages

    numbers = neighbourhood.resolved()
    flat = seats(roster, numbers)
    order = np.lexsort((np.array(roster.ids, np.str_), flat)) if roster.coded else np.argsort(flat, kind="stable")
    flats = numbers.flats_per_community * numbers.communities
    beds = np.bincount(flat, minlength=flats)
    community, number = np.divmod(np.arange(flats, dtype=np.uint64), np.uint64(numbers.flats_per_community))
    entity = (community + np.uint64(numbers.first_community)) << np.uint64(48) | number << np.uint64(28)
    renting = (draw(seed, "tenure", 0, entity) < population.renters).astype(np.uint8)
    tenure = roster.values.get("tenure", np.full(len(flat), np.nan))
    told = ~np.isnan(tenure)
    renting[flat[told]] = tenure[told].astype(np.uint8)
    places, residents = lay_out(neighbourhood, population, seed, group_kinds, beds.astype(np.uint8), renting)
    if roster.children is not None:
        places.children[flat] = roster.children
    rows = np.empty(len(flat), np.int32)
    rows[order] = np.arange(len(flat), dtype=np.int32)
    everywhere = np.arange(places.flats, dtype=np.int32)

    def draw_stage(stage: int) -> None:
        draw_people(residents, places, everywhere, np.zeros(places.flats, np.int32), 0, seed, population, sigma_g, stage)

    for stage, told_by in ((stages.AGES, _FIRST), (stages.BACKGROUND, _SECOND), (stages.SITUATIONS, _THIRD), (stages.LIVES, tuple(COLUMNS))):
        draw_stage(stage)
        for column in told_by:
            if column in roster.values and column != "tenure":
                _write(residents, rows, column, roster.values[column])
    return Founded(places, residents, rows)


def _write(residents: Residents, rows: np.ndarray, column: str, values: np.ndarray) -> None:
    """Write what the roster tells in one column over what was drawn."""
    told = ~np.isnan(values)
    to, value = rows[told], values[told]
    if column in ROLES:
        bit = np.uint8(ROLES[column])
        residents.roles[to] = np.where(value == 1, residents.roles[to] | bit, residents.roles[to] & ~bit)
    elif column.startswith("interest_"):
        residents.interests[to, TOPICS.index(column.removeprefix("interest_"))] = np.round(255 * value)
    else:
        target = getattr(residents, column)
        target[to] = value.astype(target.dtype)
