"""How likely the published tables are under a vector of constants, given what an emulator or plays say of it.

A published figure differs from what is expected for four reasons: the study's sampling error, the luck of a play (both in the scale of
target.py, together one standard error), what the emulator does not know, and what the model has wrong whatever the constants are (model
discrepancy). Nobody knows how wrong the model is about a table. So each table has a discrepancy of its own, of which only this is held
before: it is one of `SIZES`, each as likely. The tables themselves then say which: one that no vector can reach is believed to be beyond the
model, and does not rule the fit. One that can be reached rules it the more, the nearer it is reached.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .emulator import Emulator

SIZES = (0.0, 0.5, 1.0, 2.0, 4.0)
"""Sizes that the discrepancy of a table may have, in standard errors."""
TOGETHER = 0.5
"""Share of a table's discrepancy that all its rows have in common: it is off as a whole as much as row by row (assumed)."""
OWN = 0.1
"""Least share of a row's error that is its own."""


class Judge(NamedTuple):
    """What the likelihood needs to know of the tables.

    Attributes:
        tables: for each table, the numbers of its rows.
        errors: float64 [rows, rows], correlation of the errors of rows.
    """

    tables: tuple[np.ndarray, ...]
    errors: np.ndarray


def judge_of(tables: tuple[np.ndarray, ...], emulator: Emulator) -> Judge:
    """Return the judge of tables. Errors of rows go together as the luck of simulated studies does: the same people are asked week by week."""
    luck = emulator.luck_of_rows
    size = np.sqrt(np.maximum(np.diag(luck), 1e-12))
    correlation = luck / np.outer(size, size)
    return Judge(tables, (1.0 - OWN) * correlation + OWN * np.eye(len(luck)))


def log_likelihood(judge: Judge, mean: np.ndarray, weights: np.ndarray, parts: np.ndarray, left_out: np.ndarray) -> np.ndarray:
    """Return the log-likelihood of the published tables for vectors, float64 [n].

    Args:
        judge: the judge.
        mean: float64 [n, rows], bent deviations that are expected.
        weights: float64 [components, rows].
        parts: float64 [n, components], variance of the components of what is expected.
        left_out: float64 [rows], variance of each row beside them.
    """
    return np.asarray(np.sum([_peak(sizes) for sizes in of_tables(judge, mean, weights, parts, left_out)], axis=0))


def sizes_of(judge: Judge, mean: np.ndarray, weights: np.ndarray, parts: np.ndarray, left_out: np.ndarray) -> np.ndarray:
    """Return the discrepancy of each table that is expected after looking at it, over vectors of a posterior: float64 [tables], standard errors."""
    found = []
    for sizes in of_tables(judge, mean, weights, parts, left_out):
        share = np.exp(sizes - sizes.max(axis=1, keepdims=True))
        found.append(float(np.mean(share @ np.array(SIZES) / share.sum(axis=1))))
    return np.array(found)


def of_tables(judge: Judge, mean: np.ndarray, weights: np.ndarray, parts: np.ndarray, left_out: np.ndarray) -> list[np.ndarray]:
    """Return for each table the log-density with each size of its discrepancy, float64 [n, sizes]."""
    found = []
    for rows in judge.tables:
        n = len(rows)
        # Plain products of matrices: einsum would not call them.
        own = np.matmul(weights[:, rows].T * parts[:, None, :], weights[:, rows])
        fixed = judge.errors[np.ix_(rows, rows)] + np.diag(left_out[rows])
        off = (1.0 - TOGETHER) * np.eye(n) + TOGETHER
        sizes = []
        for size in SIZES:
            root = np.linalg.cholesky(own + fixed + size**2 * off)
            z = np.linalg.solve(root, mean[:, rows, None])[..., 0]
            sizes.append(-0.5 * np.sum(z**2, axis=1) - np.sum(np.log(np.diagonal(root, axis1=1, axis2=2)), axis=1))
        found.append(np.stack(sizes, axis=1))
    return found


def _peak(sizes: np.ndarray) -> np.ndarray:
    top = sizes.max(axis=1, keepdims=True)
    return np.asarray(top[:, 0] + np.log(np.mean(np.exp(sizes - top), axis=1)))
