"""What tests of mechanisms share: whether two societies are the same to the bit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from linli.model.society.society import Society

Same = Callable[..., None]


def assert_same(a: Society, b: Society, rows: slice = slice(None), *, but: tuple[str, ...] = ()) -> None:
    """Hold all that is kept of some residents and of their ties in one society against the other; `but`: attributes left out."""
    for name, array in a.residents.arrays().items():
        if name not in but:
            mine, other = (x[:, rows] if name == "groups" else x[rows] for x in (array, b.residents.arrays()[name]))
            assert np.array_equal(mine, other), name
    for name, mine, other in zip(a.ties._fields, a.ties, b.ties, strict=True):
        if name == "origin":
            # A kind of occasion has its code from the week in which a society uses it first; what ties keep is its name.
            mine, other = (np.array([kind.name for kind in society.origins.kinds])[society.ties.origin] for society in (a, b))
        assert np.array_equal(mine[rows], other[rows]), name


@pytest.fixture
def same() -> Same:
    """`assert_same`."""
    return assert_same
