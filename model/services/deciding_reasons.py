"""Positions, and the reasons that move them: pure functions of arrays, one entry a household or a hearing.

A matter has the same number of reasons for it and against it (first those for, then those against), each with a
strength. Those that a household holds are the bits of one number.
"""

from __future__ import annotations

import numpy as np

from ..people.deciding_constants import DecidingConstants


def logistic(x: np.ndarray) -> np.ndarray:
    """Return the chance that belongs to log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def held(reasons: np.ndarray, sides: int) -> np.ndarray:
    """Return bool [h, 2 sides]: reasons held; in uint32 [h] they are bits, first `sides` for it, then against."""
    return np.asarray((reasons[:, None] >> np.arange(2 * sides, dtype=np.uint32)) & np.uint32(1), np.bool_)


def packed(which: np.ndarray) -> np.ndarray:
    """Return uint32 [h], the inverse of `held`."""
    bits = np.uint32(1) << np.arange(which.shape[1], dtype=np.uint32)
    return np.asarray(np.where(which, bits, np.uint32(0)).sum(axis=1, dtype=np.uint32))


def signed(strength: np.ndarray) -> np.ndarray:
    """Return strengths of reasons, those against negative: float64 [2 sides], or [h, 2 sides] if each household has its own."""
    sides = strength.shape[-1] // 2
    return np.concatenate([strength[..., :sides], -strength[..., sides:]], axis=-1)


def positions(
    gain: np.ndarray, own: np.ndarray, reasons: np.ndarray, strength: np.ndarray, c: DecidingConstants
) -> np.ndarray:
    """Return float64 [h], positions: tanh(gain / scale + own + weight * mean signed strength of reasons held).

    Args:
        gain: yuan, compensation counted.
        own: what the household thinks of the matter apart from gain or loss.
        reasons: uint32, those held.
        strength: float64 [2 sides], or [h, 2 sides] of households of several matters, in [0, 1].
        c: scale and weight.
    """
    which = held(reasons, strength.shape[-1] // 2)
    number = which.sum(axis=1)
    mean = np.where(number > 0, (which * signed(strength)).sum(axis=1) / np.maximum(number, 1), 0.0)
    return np.asarray(np.tanh(gain / c.scale + own + c.weight * mean))


def intensities(gain: np.ndarray, own: np.ndarray, c: DecidingConstants) -> np.ndarray:
    """Return float64 [h] in [0, 1): how much the matter matters, 1 - exp(-(|gain| / scale + |own|))."""
    return np.asarray(-np.expm1(-(np.abs(gain) / c.scale + np.abs(own))))


def first_reasons(gain: np.ndarray, own: np.ndarray, u: np.ndarray, c: DecidingConstants) -> np.ndarray:
    """Return uint32 [h], what households have in mind at the beginning.

    One that stands at x = tanh(gain / scale + own) holds each reason for the matter with the chance holds * (1 + x)
    / 2, each against it with holds * (1 - x) / 2. u: float64 [h, 2 sides], uniforms.
    """
    x = np.tanh(gain / c.scale + own)[:, None]
    side = np.concatenate([np.ones(u.shape[1] // 2), -np.ones(u.shape[1] // 2)])
    return packed(u < c.holds * (1.0 + side * x) / 2.0)


def spoken(reasons: np.ndarray, u: np.ndarray, sides: int) -> np.ndarray:
    """Return int64 [s]: the reason that each speaker says, any of those held with equal chance; -1 without any."""
    which = held(reasons, sides)
    number = which.sum(axis=1)
    wanted = (u * number).astype(np.int64) + 1
    found = np.argmax(np.cumsum(which, axis=1) == wanted[:, None], axis=1)
    return np.where(number > 0, found, -1)


def adopts(
    known: np.ndarray, trust: np.ndarray, intensity: np.ndarray, u: np.ndarray, c: DecidingConstants
) -> np.ndarray:
    """Return bool [m], whether a listener takes over the reason heard.

    Log-odds: adopt + known * (the speaker is an acquaintance) + trust * (trust in neighbours - 1/2) - stake *
    intensity.
    """
    return np.asarray(u < logistic(c.adopt + c.known * known + c.trust * (trust - 0.5) - c.stake * intensity))


def accepts(
    heard: np.ndarray, trust: np.ndarray, intensity: np.ndarray, u: np.ndarray, c: DecidingConstants
) -> np.ndarray:
    """Return bool [m], whether a loser accepts the result.

    Log-odds: accept + accept_heard * (was heard) + accept_trust * (trust in institutions - 1/2) - accept_stake *
    intensity.
    """
    return np.asarray(
        u < logistic(c.accept + c.accept_heard * heard + c.accept_trust * (trust - 0.5) - c.accept_stake * intensity)
    )
