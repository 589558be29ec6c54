"""The name generator: whom residents name, and the network that a study makes of the names."""

from __future__ import annotations

from typing import Literal

import numpy as np

from ..ground.refusal import InputError
from .reports import Reports

How = Literal["either", "both", "asked"]
Pairs = tuple[np.ndarray, np.ndarray]


def named(reports: Reports, cut: float, most: int | None = None) -> Reports:
    """Keep the names on the form: reported hours of at least `cut`, at most `most` a respondent, the closest first.

    Args:
        reports: what was reported, sorted as `reports` makes it.
        cut: lowest reported hours of a name, such as a cut-off of `TieConstants`.
        most: lines on the form; None: no limit.

    Raises:
        InputError: `most` is negative.

    Source: Burt 1984 (General Social Survey: at most five names are asked about).
    """
    if most is not None and most < 0:
        raise InputError(f"at most {most} names cannot be asked for; take 0 or more.", f"最多姓名数不能是 {most}，须不小于 0。")
    kept = Reports(*(column[reports.hours >= cut] for column in reports))
    if most is None:
        return kept
    place = np.arange(len(kept.asker)) - np.searchsorted(kept.asker, kept.asker)
    return Reports(*(column[place < most] for column in kept))


def name_counts(names: Reports, rows: np.ndarray) -> np.ndarray:
    """Return int64 [m]: names given by each of the respondents `rows` [m], 0 where there are none."""
    return np.asarray(np.searchsorted(names.asker, rows, side="right") - np.searchsorted(names.asker, rows))


def _pairs(asker: np.ndarray, other: np.ndarray, how: How, asked: np.ndarray | None) -> Pairs:
    """Return the undirected pairs i < j of directed names between numbers of one kind."""
    if how not in ("either", "both", "asked"):
        raise InputError(f'how must be "either", "both" or "asked", not "{how}".', f"how 须为 either、both 或 asked，不能是“{how}”。")
    a, b = np.asarray(asker, np.int64), np.asarray(other, np.int64)
    if how == "asked":
        among = a if asked is None else np.asarray(asked, np.int64)
        keep = np.isin(a, among) & np.isin(b, among)
        a, b = a[keep], b[keep]
    size = max(int(a.max(initial=0)), int(b.max(initial=0))) + 1
    up, down = a < b, a > b
    rising, falling = a[up] * size + b[up], b[down] * size + a[down]
    key = np.intersect1d(rising, falling) if how == "both" else np.union1d(rising, falling)
    return (key // size).astype(np.int32), (key % size).astype(np.int32)


def mutual(reports: Reports, how: How = "either", rows: np.ndarray | None = None) -> Pairs:
    """Make a network of names: pairs of residents.

    Args:
        reports: the names.
        how: "either" keeps a pair if one names the other, "both" if each names the other, "asked" if both were asked and one
            names the other (a study of a sample knows nothing of ties among the others).
        rows: who was asked, for "asked"; None: those who gave at least one name. Give it where people may have named nobody.

    Returns:
        int32 [p], int32 [p]: rows i < j, each pair once, in rising order.

    Raises:
        InputError: there is no such `how`.
    """
    return _pairs(reports.asker, reports.other, how, rows)


def household_pairs(reports: Reports, flat: np.ndarray, how: How = "either", rows: np.ndarray | None = None) -> Pairs:
    """Make a network of households: pairs of flats in which somebody names somebody, as village studies do.

    Args:
        reports: the names.
        flat: int [n], flat of each resident (`Residents.flat`).
        how: "either", "both" (somebody of each names somebody of the other) or "asked" (both flats were asked).
        rows: who was asked, for "asked"; None: those who gave at least one name.

    Returns:
        int32 [p], int32 [p]: flats a < b, each pair once, in rising order. Names within a flat do not count.

    Raises:
        InputError: there is no such `how`.

    Source: Banerjee et al. 2013 (villages of Karnataka: households are linked if any members are).
    """
    return _pairs(flat[reports.asker], flat[reports.other], how, None if rows is None else flat[rows])
