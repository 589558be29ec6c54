"""A sitting on a matter (议事会): who speaks, which reasons are said, who takes them over, and who was heard."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..ground.random import absorb_many
from ..people.deciding_constants import DecidingConstants
from . import deciding_reasons as reasoning
from .deciding_table import Matter
from .moment import Moment

ADULT = 18
"""Age from which one speaks and votes."""


class Sitting(NamedTuple):
    """What happened at a sitting.

    Attributes:
        speakers: int64, rows.
        reasons: int64, the reason that each said: 0 to sides - 1 for the matter, up to 2 sides - 1 against it, -1 none.
        heard: int64, rows of those who spoke or whose household's reason was spoken while they sat there.
        taken_over: how many times a household took over a reason.
    """

    speakers: np.ndarray
    reasons: np.ndarray
    heard: np.ndarray
    taken_over: int


def places_of(h: dict[str, np.ndarray], rows: np.ndarray, week: Moment) -> np.ndarray:
    """Return int64 [m]: the place of each resident's household among those concerned (columns `h`), -1 if it is not."""
    if len(h["flat"]) == 0:
        return np.full(len(rows), -1)
    flat = week.residents.flat[rows]
    found = np.minimum(np.searchsorted(h["flat"], flat), len(h["flat"]) - 1)
    return np.where(h["flat"][found] == flat, found, -1)


def adults_of(h: dict[str, np.ndarray], rows: np.ndarray, week: Moment) -> tuple[np.ndarray, np.ndarray]:
    """Return those of `rows` who are of age and concerned, and the places of their households in the columns `h`."""
    where = places_of(h, rows, week)
    kept = (where >= 0) & (week.residents.age[rows] >= ADULT)
    return rows[kept], where[kept]


def hold(
    week: Moment,
    matter: Matter,
    h: dict[str, np.ndarray],
    intensity: np.ndarray,
    came: np.ndarray,
    named: np.ndarray | None,
    c: DecidingConstants,
) -> Sitting:
    """Hold a sitting: all reasons are said first, and then taken over or not.

    Args:
        week: this week.
        matter: sittings and those heard are written to it.
        h: columns of its households; `reasons` is written to.
        intensity: float64, of each household.
        came: int64, rows of those present, in order.
        named: int64, rows of those who speak, present; None: see `DecidingDesk.sit`.
        c: the constants.
    """
    r = week.residents
    rows, where = adults_of(h, came, week)
    who = absorb_many(np.uint64(matter.number), r.identity[rows])
    if named is not None:
        speak = np.flatnonzero(np.isin(rows, named))
    else:
        eager = np.where(h["reasons"][where] != 0, intensity[where], 0.0)
        u = week.draw("matter speak", who, matter.sittings)
        wants = np.flatnonzero(u < eager)
        speak = np.sort(wants[np.argsort(u[wants] / eager[wants], kind="stable")[: c.speakers]])
    said = reasoning.spoken(h["reasons"][where[speak]], week.draw("matter say", who[speak], matter.sittings), c.reasons)
    voices, bits = speak[said >= 0], np.uint32(1) << said[said >= 0].astype(np.uint32)
    mine = (h["reasons"][where] & np.bitwise_or.reduce(bits, initial=np.uint32(0))) != 0
    mine[speak] = True
    before = h["reasons"].copy()
    if len(voices):
        listener, voice = (x.ravel() for x in np.meshgrid(np.arange(len(rows)), np.arange(len(voices)), indexing="ij"))
        others = where[listener] != where[voices[voice]]
        listener, voice = listener[others], voice[others]
        speaker = rows[voices[voice]]
        known = week.known(rows[listener], speaker)
        u = week.draw("matter hear", absorb_many(who[listener], r.identity[speaker]), matter.sittings)
        taken = reasoning.adopts(known, r.trust_neighbours[rows[listener]], intensity[where[listener]], u, c)
        np.bitwise_or.at(h["reasons"], where[listener[taken]], bits[voice[taken]])
    matter.heard = np.union1d(matter.heard, r.identity[rows[mine]])
    matter.sittings += 1
    fresh = int(reasoning.held(h["reasons"] & ~before, c.reasons).sum())
    return Sitting(rows[speak], said, rows[mine], fresh)
