"""Words that travel along talks: who knows which, and how one passes from one who knows it to one who does not.

A word is an event, a reason, an account, an alarm or a rumour (`services/word.py` begins and ends them). Everybody has
one mask of 64 bits; bit b says that they know word b of their community. In every focus the masks of those who talked
with each other are compared, and where they differ each word passes with the chance 1 - (1 - c)^T, T the talks of the
pair in this focus. All pass at once: what one hears in a focus one can tell at the next.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..ground.jit import tight
from ..ground.random import absorb, stream, uniform

AT_MOST = 64
"""Words that one community can have at a time: the bits of a mask."""
_WORD = stream("word")


class Words(NamedTuple):
    """What is known of the words that are told now.

    Attributes:
        known: uint64 [n], bit b of a resident: knows word b of their community.
        number: uint64 [communities, 64], permanent identity of each word; draws are keyed by it.
        chance: float64 [communities, 64], chance that it passes in one talk of this week; 0 where there is no word.
        first: int64 [communities], first row of each community.
        told: uint8 [1], 1 while there is any word: without one nothing is compared.
    """

    known: np.ndarray
    number: np.ndarray
    chance: np.ndarray
    first: np.ndarray
    told: np.ndarray

    @classmethod
    def empty(cls, community_rows: np.ndarray) -> Words:
        """Make the arrays: nobody knows anything. community_rows: int32 [communities + 1], as in `Places`."""
        communities = len(community_rows) - 1
        return cls(
            np.zeros(int(community_rows[-1]), np.uint64),
            np.zeros((communities, AT_MOST), np.uint64),
            np.zeros((communities, AT_MOST), np.float64),
            np.asarray(community_rows[:-1], np.int64).copy(),
            np.zeros(1, np.uint8),
        )


@tight
def pass_words(rows, n, base, gain, tau, key, before, identity, words):  # type: ignore[no-untyped-def]
    """Let those of a focus who have talked with each other tell what the other does not know.

    Args:
        rows: the residents, rows[:n].
        n: how many they are.
        base: first row of their community.
        gain: float32 [n, n], hours that each pair a < b has gained by talks; 0 where they have not talked.
        tau: hours of one talk.
        key: uint64 [n], key of this focus and of each resident: who tells a word to whom is drawn from the teller's.
        before: uint64 [n], scratch.
        identity: of all residents.
        words: `Words`; `known` is written to.
    """
    c = np.searchsorted(words.first, base, side="right") - 1
    for a in range(n):
        before[a] = words.known[rows[a]]
    for a in range(n):
        for b in range(a + 1, n):
            if gain[a, b] > 0.0 and before[a] != before[b]:
                talks = np.float64(np.rint(gain[a, b] / tau))
                for side in range(2):
                    one, other = (a, b) if side == 0 else (b, a)
                    news = before[one] & ~before[other]
                    if news == np.uint64(0):
                        continue
                    hearer = rows[other]
                    teller = absorb(key[one], _WORD)
                    for bit in range(AT_MOST):
                        if news >> np.uint64(bit) & np.uint64(1) != np.uint64(0):
                            u = uniform(absorb(absorb(teller, words.number[c, bit]), identity[hearer]))
                            if u < 1.0 - (1.0 - words.chance[c, bit]) ** talks:
                                words.known[hearer] |= np.uint64(1) << np.uint64(bit)


__all__ = ["AT_MOST", "Words", "pass_words"]
