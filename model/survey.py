"""Instruments: what a study would have seen of the society. Pure functions; they change nothing.

A published figure is compared with an instrument's answer, never with the raw state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .random import draw

if TYPE_CHECKING:
    from .mechanism import SocietyLike

CHAT_CUTS = (4.0, 0.48, 0.03)
"""Days a week with any talk from which one answers daily, weekly, less often; assumed (docs/rules.md)."""
CHAT_NOISE = 0.5
"""Log sd of what people make of the question; assumed."""


def normals(seed: int, name: str, identity: np.ndarray) -> np.ndarray:
    """Draw standard normals [n] for identities [n], the same whenever a person is asked (Box and Muller 1958)."""
    u = draw(seed, name, 0, identity, 0)
    v = draw(seed, name, 0, identity, 1)
    return np.asarray(np.sqrt(-2.0 * np.log1p(-u)) * np.cos(2.0 * np.pi * v))


def chat_answers(chat_days: np.ndarray, identity: np.ndarray, seed: int, cuts: tuple[float, float, float] = CHAT_CUTS, noise: float = CHAT_NOISE) -> np.ndarray:
    """Ask how often one chats with neighbours.

    Args:
        chat_days: days a week with any talk, [n].
        identity: permanent identities, [n]; a person's way of answering is theirs for good.
        seed: of the draws.
        cuts: days a week from which the answer is daily, weekly, less often.
        noise: log sd between people of how they count.

    Returns:
        uint8 [n]: 0 daily, 1 weekly or more, 2 less often, 3 never.

    Source: Shanghai survey (SUNS 2017): 27.3, 29.4, 19.8, 23.5 %.
    """
    heard = chat_days * np.exp(noise * normals(seed, "survey chat", identity)) if noise > 0.0 else chat_days
    return np.asarray(3 - np.digitize(heard, sorted(cuts)), np.uint8)


def chat_shares(chat_days: np.ndarray, identity: np.ndarray, seed: int, sample: int = 20_000) -> np.ndarray:
    """Return float64 [4]: shares who answer daily, weekly, less often, never.

    Of more than `sample` residents about `sample` are asked.
    """
    if len(identity) > sample:
        # Every step-th row: rows are sorted by place, so all gates are asked alike.
        step = len(identity) // sample
        chat_days, identity = chat_days[::step], identity[::step]
    answers = chat_answers(chat_days, identity, seed)
    return np.asarray(np.bincount(answers, minlength=4) / max(len(answers), 1))


def reported_hours(
    hours: np.ndarray, respondent: np.ndarray, other: np.ndarray, seed: int, week: int, sd: tuple[float, float, float] = (0.3, 0.4, 0.6)
) -> np.ndarray:
    """Return the hours as respondents would rate them: hours * exp(u_i + e_ij + d_ijt).

    Args:
        hours: of the trace that the question is about, [m].
        respondent: identities of those asked, [m].
        other: identities of those asked about, [m].
        seed: of the draws.
        week: of the interview; the day's noise differs between weeks.
        sd: log sd of the respondent's threshold u, of the pair's e, of the day's d. Fitted on the students of Van de Bunt.

    Returns:
        float64 [m]; compare with the cut-offs of `TieConstants`.
    """
    from .random import absorb_many

    pair = absorb_many(respondent, other)
    day = absorb_many(pair, week)
    noise = sd[0] * normals(seed, "survey threshold", respondent) + sd[1] * normals(seed, "survey pair", pair) + sd[2] * normals(seed, "survey day", day)
    return np.asarray(hours * np.exp(noise))


def name_generator(society: SocietyLike, rows: np.ndarray, most: int = 5, cut: float | None = None, trace: str = "slow") -> np.ndarray:
    """Ask residents to name neighbours: the closest ones first, at most `most`, above a level.

    Args:
        society: the society, read only.
        rows: residents asked, [m].
        most: names that fit on the form.
        cut: lowest reported hours of a name; default the cut-off of acquaintances.
        trace: "slow" (whom do you know) or "closeness" (whom do you see).

    Returns:
        int32 [m, most]: rows of those named in order, -1 where there is no further name.

    Raises:
        ValueError: a trace that does not exist.
    """
    if trace not in ("slow", "closeness"):
        raise ValueError(f"trace must be 'slow' or 'closeness', not {trace!r}")
    s, r = society, society.residents
    starts = s.places.community_rows
    base = starts[np.searchsorted(starts, rows, side="right") - 1].astype(np.int64)
    partner, last = s.ties.partner[rows], s.ties.last[rows].astype(np.int64)
    free = partner == 65535
    others = np.where(free, rows[:, None], base[:, None] + partner)
    fade = s.fade.slow if trace == "slow" else s.fade.fast
    stored = s.ties.slow if trace == "slow" else s.ties.closeness
    hours = stored[rows] * fade[np.clip(s.week - last, 0, len(fade) - 1)]
    valid = ~free & (last >= r.arrival[others]) & (last >= r.arrival[rows][:, None])
    asked = np.broadcast_to(r.identity[rows][:, None], others.shape)
    said = np.where(valid, reported_hours(hours, asked, r.identity[others], s.seed, s.week), -1.0)
    order = np.argsort(-said, axis=1, kind="stable")[:, :most]
    named = np.take_along_axis(said, order, axis=1) >= (s.constants.ties.acquaintance if cut is None else cut)
    found = np.full((len(rows), most), -1, np.int32)
    found[:, : order.shape[1]] = np.where(named, np.take_along_axis(others, order, axis=1), -1)
    return found


def official_count(came: np.ndarray, floor: int, step: int = 5) -> np.ndarray:
    """Return the attendance that is written in the report: rounded up to the next `step`, and at least `floor`.

    Args:
        came: people who came to each activity, [m].
        floor: what an activity is expected to draw.
        step: numbers are written down in steps of this.
    """
    rounded = -(-np.asarray(came, np.int64) // step) * step
    return np.asarray(np.maximum(rounded, floor))
