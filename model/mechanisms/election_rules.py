"""The arithmetic of an election: who is on the roll, whose ballot is cast by whom, for whom a voter votes, who is elected. No society is needed."""

from __future__ import annotations

import numpy as np

ADULT = 18


def representatives(flat: np.ndarray, age: np.ndarray, identity: np.ndarray, may: np.ndarray) -> np.ndarray:
    """Return bool [n]: of each household the oldest of those who may vote (of two of one age the one who came first)."""
    rows = np.flatnonzero(may)
    ordered = rows[np.lexsort((identity[rows], -age[rows].astype(np.int64), flat[rows]))]
    found = np.zeros(len(may), np.bool_)
    found[ordered[np.unique(flat[ordered], return_index=True)[1]]] = True
    return found


def foremost(unit: np.ndarray, score: np.ndarray, identity: np.ndarray, most: int) -> np.ndarray:
    """Return int64: of each unit the places of the `most` with the highest score, in the order of units."""
    order = np.lexsort((identity, -score, unit))
    ordered = unit[order]
    rank = np.arange(len(order)) - np.searchsorted(ordered, ordered, side="left")
    return np.asarray(order[rank < most])


def carried(flat: np.ndarray, voted: np.ndarray, absent: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Let those who vote bring the ballots of others of their household.

    Args:
        flat: int [n], household of each.
        voted: bool [n], who goes.
        absent: bool [n], who is on the roll and does not.
        most: ballots of others that a voter may bring.

    Returns:
        bool [n], whose ballot is brought; int64 [n], ballots that each casts, the own one included.
    """
    households = int(flat.max(initial=-1)) + 1
    room = most * np.bincount(flat[voted], minlength=households)
    brought = np.zeros(len(flat), np.bool_)
    left = np.flatnonzero(absent & (room[flat] > 0))
    left = left[np.argsort(flat[left], kind="stable")]
    rank = np.arange(len(left)) - np.searchsorted(flat[left], flat[left], side="left")
    brought[left[rank < room[flat[left]]]] = True
    cast = voted.astype(np.int64)
    # Whoever of the household stands first on the list brings as many as they may, then the next one.
    to_bring = np.bincount(flat[brought], minlength=households)
    carrier = np.flatnonzero(voted)
    carrier = carrier[np.argsort(flat[carrier], kind="stable")]
    before = most * (np.arange(len(carrier)) - np.searchsorted(flat[carrier], flat[carrier], side="left"))
    cast[carrier] += np.clip(to_bring[flat[carrier]] - before, 0, most)
    return brought, cast


def marks(weight: np.ndarray, luck: np.ndarray, seats: int) -> np.ndarray:
    """Return bool [voters, candidates]: the candidates for whom each votes, at most `seats`.

    Without luck they are those of the largest log weight; with it (uniform draws) one name after the other is picked in proportion
    to exp(weight).
    """
    if weight.shape[1] <= seats:
        return np.ones(weight.shape, np.bool_)
    u = np.clip(luck, 1e-12, 1.0 - 1e-12)
    score = weight - np.log(-np.log(u))
    found = np.zeros(weight.shape, np.bool_)
    np.put_along_axis(found, np.argsort(-score, axis=1, kind="stable")[:, :seats], True, axis=1)
    return found


def elected(votes: np.ndarray, identity: np.ndarray, seats: int) -> np.ndarray:
    """Return int64, the candidates with most votes, first first; who has none is not elected, a tie goes to the lower identity."""
    order = np.lexsort((identity, -votes))
    return np.asarray(order[votes[order] > 0][:seats])


def seated(sitting: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Return int64 [seats], who sits where: one who is confirmed keeps the seat, the others take free ones in order; -1 vacant."""
    stays = (sitting >= 0) & np.isin(sitting, chosen)
    found = np.where(stays, sitting, -1).astype(np.int64)
    new = chosen[~np.isin(chosen, sitting[stays])]
    free = np.flatnonzero(~stays)
    found[free[: len(new)]] = new[: len(free)]
    return found
