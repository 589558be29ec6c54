"""A fire among houses, minute by minute: how it spreads, how hands put it out. Plain arrays, no society."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .parameters import FireAppParameters

STEP = 2.0
"""Minutes of a step."""
LONGEST = 720.0
"""Minutes after which what still burns has burnt down."""
SEVERAL = 3
"""Houses that burn at once and are seen by the whole village."""
_FAR = 80.0
"""Metres over which no fire jumps."""


class Weather(NamedTuple):
    """Wind during a fire: metres a second, and whither it blows (radians)."""

    speed: float
    towards: float


class Ground(NamedTuple):
    """The houses of a village.

    Attributes:
        xy: float64 [houses, 2], metres.
        burnable: bool [houses], those of wood that stand.
    """

    xy: np.ndarray
    burnable: np.ndarray


class Outcome(NamedTuple):
    """What a fire left.

    Attributes:
        reached: int64, houses that burned, the first one first.
        lost: int64, those of them that are lost.
        minutes: after which nothing burned.
        seen: minute at which the whole village saw it, inf if it never did.
    """

    reached: np.ndarray
    lost: np.ndarray
    minutes: float
    seen: float


def reach(p: FireAppParameters, ground: Ground, house: int, weather: Weather) -> np.ndarray:
    """Return float64 [houses], times a minute at which a house in full fire sets each of the others on fire."""
    away = ground.xy - ground.xy[house]
    metres = np.hypot(away[:, 0], away[:, 1])
    some = np.maximum(metres, 1.0)
    along = (away[:, 0] * np.cos(weather.towards) + away[:, 1] * np.sin(weather.towards)) / some
    uphill = p.slope * away[:, 1] / some
    rate = p.spreads * np.exp(np.minimum(-metres / p.spread_metres + p.climbs * uphill + p.carries * weather.speed * along, 0.0))
    rate[(metres > _FAR) | ~ground.burnable] = 0.0
    rate[house] = 0.0
    return np.asarray(rate)


def burn(
    p: FireAppParameters, ground: Ground, first: int, weather: Weather, patience: np.ndarray, arrivals: np.ndarray, brigade: float,
    later: np.ndarray | None = None,
) -> Outcome:  # fmt: skip
    """Let a fire burn until it is out.

    A house is set on fire when the heat it has had is more than it stands (its patience, drawn once): the same house in a longer fire is
    never spared. Hands are shared among the houses that burn, and the
    village has water for so many and no more: a fire that has outgrown them goes on until the brigade works.

    Args:
        p: constants.
        ground: the houses.
        first: in which it began.
        weather: wind.
        patience: float64 [houses], exponential with mean 1.
        arrivals: minutes at which people come, sorted.
        brigade: minute at which the brigade works.
        later: minutes after the whole village sees it at which others come, sorted.
    """
    n = len(ground.xy)
    heat, lit, work = np.zeros(n), np.full(n, -1.0), np.zeros(n)
    out = np.zeros(n, np.bool_)
    rates: dict[int, np.ndarray] = {first: reach(p, ground, first, weather)}
    lit[first] = 0.0
    burning, order = np.array([first]), [first]
    minute, seen, arrived = 0.0, np.inf, arrivals
    ended = np.zeros(n)
    while len(burning) and minute < LONGEST:
        minute += STEP
        age = minute - lit[burning]
        fire = np.clip(age / p.grows, 0.0, 1.0)
        for house, strength in zip(burning.tolist(), fire.tolist(), strict=True):
            heat += STEP * strength * rates[house]
        if len(burning) >= SEVERAL and seen == np.inf:
            seen = minute
            if later is not None:
                arrived = np.sort(np.concatenate((arrivals, minute + later)))
        hands = min(float(np.searchsorted(arrived, minute, side="right")), p.water) + (p.brigade_hands if minute >= brigade else 0.0)
        work[burning] += STEP * min(hands / len(burning), p.most_hands)
        done = (work[burning] >= p.effort * (1.0 + age / 10.0)) | (age >= p.burns)
        out[burning[done]] = True
        ended[burning[done]] = age[done]
        burning = burning[~done]
        new = np.flatnonzero((heat >= patience) & (lit < 0.0) & ground.burnable)
        if len(new):
            lit[new] = minute
            for house in new.tolist():
                rates[house] = reach(p, ground, house, weather)
            order += new.tolist()
            burning = np.concatenate((burning, new))
    ended[burning] = p.burns
    reached = np.array(order, np.int64)
    return Outcome(reached, reached[ended[reached] >= p.grows], minute, float(seen))
