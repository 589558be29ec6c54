"""What residents say of their ties: the hours as they rate them, each side on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from ..ground.random import absorb_many
from ..ground.refusal import InputError, nearest
from ..ties.store import EMPTY
from .noise import normals

if TYPE_CHECKING:
    from ..ties.world import World

Trace = Literal["closeness", "slow"]
TRACES = ("closeness", "slow")
"""What a question is about: closeness (whom do you see) or the slow trace (whom do you know)."""


class Reports(NamedTuple):
    """Ties as reported, an entry a respondent and tie; sorted by asker, then from the closest down.

    Attributes:
        asker: int32 [m], rows of those who were asked.
        other: int32 [m], rows of those they speak of.
        hours: float64 [m], hours as reported.
        truth: float64 [m], hours on the trace.
    """

    asker: np.ndarray
    other: np.ndarray
    hours: np.ndarray
    truth: np.ndarray


def checked_rows(society: World, rows: np.ndarray | None) -> np.ndarray:
    """Return int64 rows of residents in rising order, each once; all for None.

    Raises:
        InputError: there is no such row.
    """
    n = society.residents.n
    if rows is None:
        return np.arange(n)
    found = np.unique(np.asarray(rows, np.int64))
    if len(found) and (found[0] < 0 or found[-1] >= n):
        wrong = int(found[0] if found[0] < 0 else found[-1])
        raise InputError(f"there is no row {wrong}; rows go from 0 to {n - 1}.", f"没有第 {wrong} 行，行号为 0 到 {n - 1}。")
    return found


def true_ties(society: World, trace: Trace, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the valid ties of residents: rows int64 [m], others' rows int64 [m], hours on the trace float64 [m].

    A tie is valid if its last week is not before the arrival of both (docs/rules.md). A resident who has forgotten the
    other has no entry; the other may still have one.

    Raises:
        InputError: there is no such trace.
    """
    if trace not in TRACES:
        hint = nearest(trace, TRACES)
        raise InputError(f'trace must be "closeness" or "slow", not "{trace}".{hint.en}', f"trace 须为 closeness 或 slow，不能是“{trace}”。{hint.zh}")
    s = society
    arrival, starts = s.residents.arrival, s.places.community_rows
    everybody = len(rows) == s.residents.n
    partner = s.ties.partner if everybody else s.ties.partner[rows]
    line, slot = np.nonzero(partner != EMPTY)
    asker = rows[line]
    base = starts[np.searchsorted(starts, rows, side="right") - 1].astype(np.int64)
    other = base[line] + partner[line, slot]
    last = s.ties.last[asker, slot].astype(np.int64)
    valid = (last >= arrival[asker]) & (last >= arrival[other])
    asker, other, slot, last = asker[valid], other[valid], slot[valid], last[valid]
    stored, fade = (s.ties.slow, s.fade.slow) if trace == "slow" else (s.ties.closeness, s.fade.fast)
    hours = stored[asker, slot] * fade[np.minimum(s.week - last, len(fade) - 1)]
    return asker, other, hours.astype(np.float64)


def reports(society: World, trace: Trace = "closeness", rows: np.ndarray | None = None, noise: bool = True) -> Reports:
    """Ask residents about all whom they know; they report truth * exp(u_i + e_ij + d_ijt).

    u_i is the respondent's threshold and e_ij how this respondent sees this tie; both are theirs for good. The two sides
    of a tie see it each in their own way (e_ij is not e_ji). d_ijt is the noise of the day; it is drawn anew each week.
    All are normal with the log sds `sigma_u`, `sigma_e`, `sigma_d` of the society's `SurveyConstants`.

    Args:
        society: the society, read only.
        trace: "closeness" (whom do you see) or "slow" (whom do you know).
        rows: rows of those who are asked; None: all residents.
        noise: False for hours that are the truth.

    Returns:
        Reports, every valid tie of those asked. Cut-offs come later (`named`).

    Raises:
        InputError: there is no such trace or row.

    Source: reporting rule of the feasibility study (docs/rules.md), fitted on Van de Bunt's students.
    """
    chosen = checked_rows(society, rows)
    asker, other, truth = true_ties(society, trace, chosen)
    hours = truth
    if noise:
        c, identity = society.constants.survey, society.residents.identity
        threshold = np.zeros(society.residents.n)
        threshold[chosen] = normals(society.seed, "survey threshold", identity[chosen])
        # Absorbing the respondent first makes the key of (i, j) another than that of (j, i).
        pair = absorb_many(absorb_many(np.uint64(0), identity[asker]), identity[other])
        log = c.sigma_u * threshold[asker] + c.sigma_e * normals(society.seed, "survey pair", pair)
        log += c.sigma_d * normals(society.seed, "survey day", pair, society.week)
        hours = truth * np.exp(log)
    order = np.lexsort((other, -hours, asker))
    return Reports(asker[order].astype(np.int32), other[order].astype(np.int32), hours[order], truth[order])
