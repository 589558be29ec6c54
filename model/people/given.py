"""Codes that a roster gives its people: the `id` of the file, kept by permanent identity, so that it stays theirs for good."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class Given(NamedTuple):
    """Who of the residents came with which code.

    Attributes:
        identity: uint64 [m], permanent identities, rising.
        code: text [m], the codes.
    """

    identity: np.ndarray
    code: np.ndarray

    @classmethod
    def of(cls, identity: np.ndarray, code: np.ndarray) -> Given:
        """Keep codes by identity; `identity` uint64 [m] and `code` text [m] in any order."""
        order = np.argsort(identity)
        return cls(np.asarray(identity, np.uint64)[order], np.asarray(code, np.str_)[order])

    @classmethod
    def none(cls) -> Given:
        """Return that nobody came with a code."""
        return cls(np.zeros(0, np.uint64), np.zeros(0, "U1"))

    def codes(self, identity: np.ndarray) -> np.ndarray:
        """Return text [n]: the code of each identity (uint64 [n]), "" of those who came later."""
        found = np.zeros(len(identity), self.code.dtype)
        if len(self.identity):
            at = np.minimum(np.searchsorted(self.identity, identity), len(self.identity) - 1)
            theirs = self.identity[at] == identity
            found[theirs] = self.code[at[theirs]]
        return found
