"""Trust: the rules that turn what happens to people into trust. There are no others.

A resident has two states in [0, 1], trust in neighbours and trust in institutions.

An experience (experiences.py) of value x moves one of them by t <- t + alpha * (x - t) (the delta rule of Rescorla and Wagner 1972). After n
experiences of the same value, t_n = x + (1 - alpha)^n * (t_0 - x). An account of it that one is told moves it by a share of that. Services say
what has happened, by `Moment.experience`.

Every week both return a little to the person's own baseline b, the trust with which they came: t <- t + back * (b - t), so that half of a gain
is gone after the half-life. And the week's company is an experience of neighbours, of little weight: its value is d / (d + `company_days`), d the
days with a talk.
"""

from __future__ import annotations

import numpy as np

from ..ground.jit import kernel
from .constants import TrustConstants
from .experiences import Experience
from .residents import Residents

DAYS = (7.0 * (1.0 - (6.0 / 7.0) ** np.arange(64))).astype(np.float64)
"""Days of a week with a talk, by the number of talks."""


@kernel
def _move(trust, rows, value, alpha):  # type: ignore[no-untyped-def]
    for p in range(rows.shape[0]):
        t = np.float64(trust[rows[p]])
        trust[rows[p]] = t + alpha * (value - t)


@kernel
def _pass_a_week(neighbours, institutions, own_neighbours, own_institutions, talks, value, company, back):  # type: ignore[no-untyped-def]
    for i in range(neighbours.shape[0]):
        t = np.float64(neighbours[i])
        t += company * (value[min(np.int64(talks[i]), 63)] - t)
        neighbours[i] = t + back * (own_neighbours[i] - t)
        institutions[i] += back * (np.float64(own_institutions[i]) - np.float64(institutions[i]))


def experience(residents: Residents, kind: Experience, rows: np.ndarray, alpha: float) -> None:
    """Let the residents of `rows` (a row may come more than once) have an experience; alpha is its weight."""
    if len(rows):
        _move(getattr(residents, kind.state), rows, kind.good, alpha)


def pass_a_week(residents: Residents, own_neighbours: np.ndarray, own_institutions: np.ndarray, constants: TrustConstants) -> None:
    """Let a week pass: trust returns towards the baselines (float32 [n]), and the company of the week counts."""
    value = DAYS / (DAYS + constants.company_days)
    back = 1.0 - 0.5 ** (1.0 / constants.half_life)
    trusts = residents.trust_neighbours, residents.trust_institutions
    _pass_a_week(*trusts, own_neighbours, own_institutions, residents.talks, value, constants.company, back)
