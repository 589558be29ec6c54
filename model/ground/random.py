"""Counter-based randomness: every draw is a pure function of (seed, stream, week, entity, counter).

Nothing is drawn from a shared stream, so one person or one event more shifts nobody else's draws. A key is made by
absorbing one number after the other into a 64-bit state with the finaliser of SplitMix64 (Steele, Lea & Flood 2014,
"Fast splittable pseudorandom number generators", variant 13 of Stafford). The plain twin uses these same functions.

Entities are permanent identities (see `identity`), never array rows.
"""

from __future__ import annotations

import hashlib

import numpy as np

from .jit import inline

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_M1 = np.uint64(0xBF58476D1CE4E5B9)
_M2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 1.0 / 9007199254740992.0


def stream(name: str) -> np.uint64:
    """Return the 64-bit number of a named stream, the same on every platform."""
    return np.uint64(int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little"))


@inline
def absorb(state, number):  # type: ignore[no-untyped-def]
    """Mix one number (any integer) into a 64-bit key and return the new key."""
    x = (np.uint64(state) ^ np.uint64(number)) + _GOLDEN
    x = (x ^ (x >> _S30)) * _M1
    x = (x ^ (x >> _S27)) * _M2
    return x ^ (x >> _S31)


@inline
def uniform(key):  # type: ignore[no-untyped-def]
    """Return the uniform number in [0, 1) that belongs to a key (53 bits)."""
    return np.float64(np.uint64(key) >> _S11) * _UNIT


@inline
def key4(seed, stream_number, week, entity):  # type: ignore[no-untyped-def]
    """Return the key of (seed, stream, week, entity); absorb a counter for more draws."""
    return absorb(absorb(absorb(absorb(np.uint64(0), seed), stream_number), week), entity)


@inline
def sort_keys(keys, n, spare, count):  # type: ignore[no-untyped-def]
    """Sort keys[:n] in place: uint64 keys whose upper bits are evenly spread, as those of draws are.

    They are dealt into 1,024 heaps by their upper 10 bits and then sorted by insertion, which has little left to do. (The
    library's sort allocates, which `tight` loops cannot, and takes five times as long.) spare: uint64 [n]; count: int32 [1025].
    """
    if n > 32:
        for b in range(1025):
            count[b] = 0
        for a in range(n):
            count[np.int64(keys[a] >> np.uint64(54)) + 1] += 1
        for b in range(1024):
            count[b + 1] += count[b]
        for a in range(n):
            b = np.int64(keys[a] >> np.uint64(54))
            spare[count[b]] = keys[a]
            count[b] += 1
        for a in range(n):
            keys[a] = spare[a]
    for a in range(1, n):
        x = keys[a]
        b = a - 1
        while b >= 0 and keys[b] > x:
            keys[b + 1] = keys[b]
            b -= 1
        keys[b + 1] = x


def key_of(*numbers: int | np.integer) -> np.uint64:
    """Return the key that absorbs the numbers one after the other, from Python (kernels use `absorb`)."""
    key = np.zeros((), np.uint64)
    for number in numbers:
        key = absorb_many(key, np.asarray(number))
    return np.uint64(key)


def absorb_many(state: np.ndarray | np.uint64 | int, numbers: np.ndarray | np.integer | int) -> np.ndarray:
    """`absorb` for numpy arrays: states and numbers broadcast, dtype uint64."""
    with np.errstate(over="ignore"):
        x = (np.asarray(state, np.uint64) ^ np.asarray(numbers).astype(np.uint64)) + _GOLDEN
        x = (x ^ (x >> _S30)) * _M1
        x = (x ^ (x >> _S27)) * _M2
        return x ^ (x >> _S31)


def uniforms(keys: np.ndarray) -> np.ndarray:
    """`uniform` for a numpy array of keys."""
    return (keys >> _S11).astype(np.float64) * _UNIT


def draw(seed: int, name: str, week: int, entities: np.ndarray | int, counter: int = 0) -> np.ndarray:
    """Draw uniforms in [0, 1) for entities of any shape, keyed by (seed, stream name, week, entity, counter)."""
    key = absorb_many(absorb_many(np.uint64(0), np.uint64(seed)), stream(name))
    key = absorb_many(absorb_many(key, np.int64(week)), entities)
    return uniforms(absorb_many(key, counter))
