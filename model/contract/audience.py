"""Who may come to an occasion, and who is named for it: lists of (occasion, row) are checked and put together."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ..foci.events import MEANT, People
from ..ground.jit import kernel
from ..people.units import UnitTable, ranges

STAKE = 1.0
"""Bound of a stake: from -1 to 1."""
Pairs = tuple[Any, Any]
"""(occasions, rows), of equal length."""


class Extent(NamedTuple):
    """For whom n occasions are.

    Attributes:
        lo, hi: int64 [n], rows lo <= row < hi.
        listed: bool [n], only those of these rows who are named.
        people: who is named, or None.
    """

    lo: np.ndarray
    hi: np.ndarray
    listed: np.ndarray
    people: People | None


@kernel
def reach(event, row, flags, lo, hi, listed):  # type: ignore[no-untyped-def]
    """Return whether nobody is called from outside the unit and no stake is in vain; and first rows and rows after the last of occasions then."""
    plain = True
    first, end = np.full(lo.shape[0], np.iinfo(np.int64).max), np.full(lo.shape[0], -1)
    for q in range(event.shape[0]):
        k = event[q]
        outside = row[q] < lo[k] or row[q] >= hi[k]
        if (outside and not listed[k]) or (flags[q] == 0 and (outside or listed[k])):
            plain = False
        first[k], end[k] = min(first[k], row[q]), max(end[k], row[q] + 1)
    for k in range(lo.shape[0]):
        if not listed[k]:
            first[k], end[k] = lo[k], hi[k]
        elif end[k] < 0:
            first[k], end[k] = lo[k], lo[k]
    return plain, first, end


def meant(among: np.ndarray | None, members: Pairs | None, table: UnitTable, residents: int, what: str) -> list[Pairs]:
    """Return who may come where an audience is named.

    Args:
        among: bool [residents], or None.
        members: those named, or None.
        table: the units called.
        residents: how many there are.
        what: the call in words, for the sentence.

    Raises:
        ValueError: `among` is not a truth value for each resident.
    """
    found: list[Pairs] = [] if members is None else [members]
    if among is not None:
        if among.dtype != np.bool_ or len(among) != residents:
            raise ValueError(f"{what}: `among` is a truth value for each of the {residents} residents")
        k, rows = ranges(table.lo, table.hi)
        chosen = among[rows]
        found.append((k[chosen], rows[chosen]))
    return found


def named(n: int, lists: list[tuple[int, Any, Any, Any]], lo: np.ndarray, hi: np.ndarray, what: str) -> People | None:
    """Put persons named for n occasions together and check them.

    Args:
        n: occasions.
        lists: (flag, occasion of each [m], row of each [m], stake: a number or [m]); an empty one is left out.
        lo: int64 [n], first row of the community of each occasion.
        hi: int64 [n], row after its last.
        what: the call in words, for the sentence.

    Raises:
        ValueError: an occasion or a row that does not exist, a row of another community, a stake out of bounds.
    """
    parts = []
    for flag, which, rows, stake in lists:
        k, row = np.asarray(which, np.int64).ravel(), np.asarray(rows, np.int64).ravel()
        if len(k) != len(row):
            raise ValueError(f"{what}: {len(k)} occasions are named for {len(row)} rows; give an occasion for each row")
        if len(k) == 0:
            continue
        if k.min() < 0 or k.max() >= n:
            raise ValueError(f"{what}: a person is named for occasion {int(k.max())}; the call has {n}, counted from 0")
        wrong = (row < lo[k]) | (row >= hi[k])
        if wrong.any():
            at = int(np.argmax(wrong))
            raise ValueError(f"{what}: row {int(row[at])} is not a resident of its community, whose rows are {int(lo[k[at]])} to {int(hi[k[at]]) - 1}")
        if isinstance(stake, float) and stake == 0.0:
            worth = np.zeros(len(k), np.float32)
        else:
            worth = np.broadcast_to(np.asarray(stake, np.float32), row.shape)
            if not np.all(np.abs(worth) <= STAKE):
                raise ValueError(f"{what}: a stake is {float(worth[np.argmax(np.abs(worth))]):g}; it must lie between -1 and 1")
        parts.append((k, row, np.full(len(k), flag, np.uint8), worth))
    if not parts:
        return None
    return People(*(np.concatenate([part[c] for part in parts]) for c in range(4)))


def fitted(whom: Extent) -> Extent:
    """Let the rows of each occasion hold all who are named; one to which others are called from outside has a list, with its whole unit on it.

    What hangs on an occasion for a person lets them in nowhere. Where nobody is on a list there is no audience.
    """
    lo, hi, listed, people = whom
    if people is None:
        return Extent(lo, np.where(listed, lo, hi), listed, None)
    plain, first, last = reach(*(np.array(column) for column in (people.event, people.row, people.flags, lo, hi, listed)))
    if plain:
        return Extent(first, last, listed, people)
    n = len(lo)
    outside = (people.row < lo[people.event]) | (people.row >= hi[people.event])
    in_vain = (people.flags == 0) & (outside | listed[people.event])
    if in_vain.any():
        pair = people.event << 32 | people.row
        in_vain &= ~np.isin(pair, pair[people.flags != 0])
        people, outside = People(*(column[~in_vain] for column in people)), outside[~in_vain]
    wider = np.zeros(n, np.bool_)
    wider[people.event[outside]] = True
    wider &= ~listed
    if wider.any():
        which = wider.nonzero()[0]
        k, rows = ranges(lo[which], hi[which])
        none = np.zeros(len(k))
        unit = People(which[k], rows, none.astype(np.uint8) + np.uint8(MEANT), none.astype(np.float32))
        people = People(*(np.concatenate(both) for both in zip(people, unit, strict=True)))
        listed = listed | wider
    if listed.any():
        first, last = np.full(n, np.iinfo(np.int32).max, np.int64), np.full(n, -1, np.int64)
        np.minimum.at(first, people.event, people.row)
        np.maximum.at(last, people.event, people.row)
        nobody = last < 0
        first, last = np.where(nobody, lo, first), np.where(nobody, lo - 1, last)
        lo, hi = np.where(listed, first, lo), np.where(listed, last + 1, hi)
    return Extent(lo, hi, listed, people)
