"""The noise of answers: standard normals that belong to a person, a pair or a day."""

from __future__ import annotations

import numpy as np

from ..ground.random import draw


def normals(seed: int, name: str, identity: np.ndarray, week: int = 0) -> np.ndarray:
    """Draw standard normals for permanent identities, the same whenever they are asked.

    Args:
        seed: of the draws.
        name: of the stream.
        identity: permanent identities or keys made of them, any shape.
        week: for noise that differs between weeks.

    Returns:
        float64 of the shape of `identity`.

    Source: Box & Muller 1958.
    """
    u = draw(seed, name, week, identity, 0)
    v = draw(seed, name, week, identity, 1)
    return np.asarray(np.sqrt(-2.0 * np.log1p(-u)) * np.cos(2.0 * np.pi * v))
