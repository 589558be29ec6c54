"""How far a vector of constants is from the published tables that it is fitted to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ...model.people.constants import Constants
from ...scenarios.published import PublishedStudy, Role
from ..reproduction.play import play
from ..reproduction.sampling import study_error

MOST = 5.0
"""Standard errors that one row can be off at most: a row that cannot be reached must not rule the fit."""
PILOTS = 4
"""Seeds played with the defaults to learn how much simulated figures vary."""
LEAST_ERROR = 0.02
"""An error below this share of the published figure is taken as this: no study is so exact about another place."""


class Target(NamedTuple):
    """The rows that the constants are fitted to.

    Attributes:
        studies: the studies, each with at least one such row.
        used: for each study, (table, row) numbers of the rows used.
        published: float64 [rows].
        scale: float64 [rows], standard error of the difference between simulated and published figure.
        weight: float64 [rows], sums to 1: every table counts alike, and its rows alike.
    """

    studies: tuple[PublishedStudy, ...]
    used: tuple[tuple[tuple[int, int], ...], ...]
    published: np.ndarray
    scale: np.ndarray
    weight: np.ndarray

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.published)

    @property
    def tables(self) -> tuple[np.ndarray, ...]:
        """For each table, the numbers of its rows."""
        places = [(k, table) for k, rows in enumerate(self.used) for table, _ in rows]
        return tuple(np.array([n for n, at in enumerate(places) if at == one]) for one in dict.fromkeys(places))

    @property
    def names(self) -> tuple[str, ...]:
        """The study and the title of each table."""
        pairs = zip(self.studies, self.used, strict=True)
        return tuple(f"{study.name}: {study.tables[table].title.en}" for study, rows in pairs for table in dict.fromkeys(table for table, _ in rows))

    def simulate(self, constants: Constants, seed: int) -> np.ndarray:
        """Play all studies in the fit's quick mode; return float64 [rows], NaN where nobody could answer."""
        return simulate(self.studies, self.used, constants, seed)

    def distance(self, simulated: np.ndarray) -> float:
        """Return the root of the weighted mean square of (simulated - published) / scale, each at most `MOST`."""
        z = np.abs(simulated - self.published) / self.scale
        z = np.where(np.isfinite(z), np.minimum(z, MOST), MOST)
        return math.sqrt(float(np.sum(self.weight * z**2)))


def simulate(studies: Sequence[PublishedStudy], used: Sequence[Sequence[tuple[int, int]]], constants: Constants, seed: int) -> np.ndarray:
    """Play studies in quick mode and return the mean over sites of the rows in use."""
    found: list[float] = []
    for study, rows in zip(studies, used, strict=True):
        answers = play(study, constants, seed, quick=True)
        for table, row in rows:
            values = answers[table][:, row]
            finite = values[np.isfinite(values)]
            found.append(float(finite.mean()) if len(finite) else math.nan)
    return np.array(found)


def rows_of(study: PublishedStudy, role: Role) -> tuple[tuple[int, int], ...]:
    """Return (table, row) of the published figures of one role; findings in words are not fitted to."""
    return tuple((t, k) for t, table in enumerate(study.tables) if table.role == role for k in range(len(table.fields.published)))


def target_of(studies: Sequence[PublishedStudy], role: Role = "fit", seed: int = 1) -> Target:
    """Gather the rows of one role, and learn their scales from a few plays with the default constants.

    The scale of a row joins the study's sampling error (sampling.py) and the spread of the simulated figure between seeds.

    Args:
        studies: the studies; those without such rows are left out.
        role: which rows.
        seed: of the pilot plays.
    """
    chosen = tuple(study for study in studies if rows_of(study, role))
    used = tuple(rows_of(study, role) for study in chosen)
    constants = Constants()
    published, errors, weight = [], [], []
    for study, rows in zip(chosen, used, strict=True):
        answers = play(study, constants, seed, quick=True)
        for table, row in rows:
            one = study.tables[table]
            values = answers[table][:, row]
            sites = int(np.isfinite(values).sum())
            sd = float(np.nanstd(values, ddof=1)) if sites > 1 else math.nan
            figure = one.fields.published[row]
            error = study_error(one, row, sd, float(np.nanmean(values)) if sites else math.nan, sites).size
            published.append(figure)
            errors.append(max(error if math.isfinite(error) else 0.0, LEAST_ERROR * abs(figure), 1e-6))
            weight.append(1.0 / sum(1 for t, _ in rows if t == table))
    pilots = np.stack([simulate(chosen, used, constants, seed + 1 + k) for k in range(PILOTS)])
    with np.errstate(invalid="ignore"):
        spread = np.nan_to_num(np.nanstd(pilots, axis=0, ddof=1))
    shares = np.array(weight)
    return Target(chosen, used, np.array(published), np.hypot(np.array(errors), spread), shares / shares.sum())
