"""Which points no other point beats: ranks and crowding of NSGA-II (Deb et al. 2002), and which points are worth playing again."""

from __future__ import annotations

import numpy as np


def beats(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return bool: in which places the one is as good in all columns and better in one (more is better), over the last axis."""
    return np.asarray((one >= other).all(axis=-1) & (one > other).any(axis=-1))


def ranks(values: np.ndarray, excess: np.ndarray) -> np.ndarray:
    """Return int64 [points], 0: beaten by no other point, 1: by points of rank 0 alone, and so on.

    Args:
        values: float64 [points, objectives], more is better.
        excess: float64 [points], by how much limits are passed; 0 within them. A point within beats one that is not, and of two without the nearer one.
    """
    n = len(values)
    within = excess <= 0.0
    nearer = excess[:, None] < excess[None, :]
    beaten = np.where(within[:, None] & within[None, :], beats(values[:, None, :], values[None, :, :]), nearer)
    found = np.full(n, -1, np.int64)
    rank = 0
    while (found < 0).any():
        left = found < 0
        first = left & ~(beaten & left[:, None]).any(axis=0)
        found[first] = rank
        rank += 1
    return found


def crowding(values: np.ndarray) -> np.ndarray:
    """Return float64 [points], how far each point's neighbours lie apart, each objective by its span; the ends of an objective have no neighbour: inf."""
    n = len(values)
    found = np.zeros(n)
    for column in values.T:
        span = float(np.ptp(column)) if n else 0.0
        if span == 0.0:
            continue
        order = np.argsort(column, kind="stable")
        found[order[[0, -1]]] = np.inf
        found[order[1:-1]] += (column[order[2:]] - column[order[:-2]]) / span
    return found


def worth_again(values: np.ndarray, excess: np.ndarray, most: int) -> list[int]:
    """Return the points that are worth playing again, the best in the first objective first.

    The best third of the places goes to the points that are best in the first objective (one point alone at the top may be there by luck), the others go to
    the front, spread out over it.
    """
    if not len(values):
        return []
    rank = ranks(values, excess)
    apart = np.zeros(len(values))
    for one in range(int(rank.max()) + 1):
        apart[rank == one] = crowding(values[rank == one])
    order = np.arange(len(values))
    best = np.lexsort((order, -values[:, 0], np.maximum(excess, 0.0)))[: (most + 2) // 3]
    spread = np.lexsort((order, -apart, rank))
    chosen = list(dict.fromkeys([*best.tolist(), *spread.tolist()]))[:most]
    return sorted(chosen, key=lambda point: (max(float(excess[point]), 0.0), -float(values[point, 0]), point))
