"""A sitting on a matter (议事会): who speaks, which reasons are said, who takes them over, and who was heard."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np

from ..ground.random import absorb_many
from ..people.deciding_constants import DecidingConstants
from ..people.units import ranges
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


def places_of(which: np.ndarray, flat: np.ndarray, k: np.ndarray, rows: np.ndarray, week: Moment) -> np.ndarray:
    """Return int64 [m]: the place of each resident's household among those concerned, -1 if it is not.

    Args:
        which: int64 [h], matter of each household concerned, in order.
        flat: its flat, in order within a matter.
        k: int64 [m], the matter that is asked about.
        rows: int64 [m], residents.
        week: this week.
    """
    if len(flat) == 0:
        return np.full(len(rows), -1)
    flats = np.int64(week.places.flats)
    concerned, wanted = which * flats + flat, k * flats + week.residents.flat[rows]
    found = np.minimum(np.searchsorted(concerned, wanted), len(concerned) - 1)
    return np.where(concerned[found] == wanted, found, -1)


def adults_of(
    which: np.ndarray, flat: np.ndarray, k: np.ndarray, rows: np.ndarray, week: Moment
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (matter, row, place of the household) of those who are of age and concerned; see `places_of`."""
    where = places_of(which, flat, k, rows, week)
    kept = (where >= 0) & (week.residents.age[rows] >= ADULT)
    return k[kept], rows[kept], where[kept]


def parts(k: np.ndarray, n: int) -> list[slice]:
    """Return where the entries of each of n matters stand among entries in the order of matters."""
    at = np.searchsorted(k, np.arange(n + 1)).tolist()
    return [slice(lo, hi) for lo, hi in itertools.pairwise(at)]


def hold(
    week: Moment,
    matters: list[Matter],
    which: np.ndarray,
    h: dict[str, np.ndarray],
    intensity: np.ndarray,
    k: np.ndarray,
    came: np.ndarray,
    named: np.ndarray | None,
    c: DecidingConstants,
) -> list[Sitting]:
    """Hold a sitting on each of some matters: all reasons are said first, and then taken over or not.

    Args:
        week: this week.
        matters: sittings and those heard are written to them.
        which: int64 [h], matter of each household, in order.
        h: columns of the households; `reasons` is written to.
        intensity: float64 [h].
        k: int64 [m], the matter for which each came, in order.
        came: int64 [m], rows of those present, in order within a matter.
        named: int64, rows of those who speak, present (of one matter); None: see `DecidingDesk.sit`.
        c: the constants.
    """
    r, n = week.residents, len(matters)
    k, rows, where = adults_of(which, h["flat"], k, came, week)
    who = absorb_many(np.array([m.number for m in matters], np.uint64)[k], r.identity[rows])
    nth = np.array([m.sittings for m in matters], np.int64)
    if named is not None:
        speak = np.flatnonzero(np.isin(rows, named))
    else:
        eager = np.where(h["reasons"][where] != 0, intensity[where], 0.0)
        u = _draw(week, "matter speak", who, nth[k])
        wants = np.flatnonzero(u < eager)
        first = wants[np.lexsort((u[wants] / eager[wants], k[wants]))]
        speak = np.sort(first[np.arange(len(first)) - np.searchsorted(k[first], k[first]) < c.speakers])
    said = reasoning.spoken(h["reasons"][where[speak]], _draw(week, "matter say", who[speak], nth[k[speak]]), c.reasons)
    voices, bits = speak[said >= 0], np.uint32(1) << said[said >= 0].astype(np.uint32)
    spoken = np.zeros(n, np.uint32)
    np.bitwise_or.at(spoken, k[voices], bits)
    mine = (h["reasons"][where] & spoken[k]) != 0
    mine[speak] = True
    before = h["reasons"].copy()
    if len(voices):
        # Everybody listens to every voice of their sitting.
        starts = np.searchsorted(k[voices], np.arange(n + 1))
        listener, voice = ranges(starts[k], starts[k + 1])
        others = where[listener] != where[voices[voice]]
        listener, voice = listener[others], voice[others]
        speaker = rows[voices[voice]]
        known = week.known(rows[listener], speaker)
        u = _draw(week, "matter hear", absorb_many(who[listener], r.identity[speaker]), nth[k[listener]])
        taken = reasoning.adopts(known, r.trust_neighbours[rows[listener]], intensity[where[listener]], u, c)
        np.bitwise_or.at(h["reasons"], where[listener[taken]], bits[voice[taken]])
    fresh = np.bincount(which, reasoning.held(h["reasons"] & ~before, c.reasons).sum(axis=1), n).astype(np.int64)
    heard, spoke, found = parts(k[mine], n), parts(k[speak], n), []
    ears, mouths = rows[mine], rows[speak]
    for matter, ear, mouth, new in zip(matters, heard, spoke, fresh.tolist(), strict=True):
        matter.heard = np.union1d(matter.heard, r.identity[ears[ear]])
        matter.sittings += 1
        found.append(Sitting(mouths[mouth], said[mouth], ears[ear], new))
    return found


def _draw(week: Moment, stream: str, entities: np.ndarray, nth: np.ndarray) -> np.ndarray:
    """Draw uniforms for entities [m] at the sittings `nth` [m] of their matters."""
    found = np.empty(len(entities))
    for one in np.unique(nth).tolist():
        now = nth == one
        found[now] = week.draw(stream, entities[now], one)
    return found
