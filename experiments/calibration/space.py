"""Which constants of people are fitted, and between which values: the prior of the fit.

The ranges are those of the ends of a feasibility study's searches (docs/rules.md), widened. Every constant is drawn evenly on the
logarithmic scale. `tau` is not among them: talks an hour and hours a talk trade off, and one of the two has to be held.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ...model.people.constants import Constants


class Free(NamedTuple):
    """One constant that is fitted: its key ("ties.kappa") and the bounds of its prior."""

    key: str
    low: float
    high: float


SPACE: tuple[Free, ...] = (
    Free("ties.kappa", 0.3, 1.3),
    Free("ties.w0", 0.6, 5.0),
    Free("ties.rho", 1.5, 10.0),
    Free("ties.beta", 0.4, 1.4),
    Free("ties.sigma_q", 0.5, 1.4),
    Free("ties.sigma_g", 0.3, 0.9),
    Free("ties.liking", 3.0, 50.0),
    Free("ties.p_circle", 0.12, 0.8),
    Free("ties.p_join", 0.35, 0.95),
    Free("ties.s0", 20.0, 900.0),
    Free("ties.half_life", 30.0, 160.0),
    Free("ties.recognised", 0.5, 2.0),
    Free("ties.acquaintance", 2.0, 5.0),
    Free("ties.friendly", 5.0, 30.0),
    Free("ties.friend", 22.0, 500.0),
    Free("decision.length", 0.4, 2.5),
    Free("survey.sigma_u", 0.1, 0.8),
    Free("survey.sigma_e", 0.2, 0.7),
    Free("survey.sigma_d", 0.3, 0.95),
    Free("survey.all_share", 0.7, 0.98),
    Free("survey.most_share", 0.25, 0.65),
)
"""The constants that are fitted together. The cut-offs of the question about chatting are not: four cut-offs would fit four answers."""


def value_of(constants: Constants, key: str) -> float:
    """Return the value of a constant by its key, such as "ties.kappa"."""
    found: object = constants
    for part in key.split("."):
        found = getattr(found, part)
    return float(found)  # type: ignore[arg-type]


def with_values(constants: Constants, values: Mapping[str, float]) -> Constants:
    """Return the constants with some values put in.

    Args:
        constants: to begin with.
        values: key -> value. All must lie within the bounds of their constants.

    Raises:
        pydantic.ValidationError: a value out of bounds.
        KeyError: there is no such constant.
    """
    tree = constants.model_dump()
    for key, value in values.items():
        *above, last = key.split(".")
        branch = tree
        for part in above:
            branch = branch[part]
        if last not in branch:
            raise KeyError(f"there is no constant {key!r}")
        branch[last] = value
    return Constants.model_validate(tree)


def constants_at(space: Sequence[Free], numbers: Sequence[float] | np.ndarray) -> Constants:
    """Return the default constants with those of a space at a vector of the unit cube, [len(space)]."""
    return with_values(Constants(), {free.key: float(from_unit(free, u)) for free, u in zip(space, numbers, strict=True)})


def default_values() -> dict[str, float]:
    """Return the default of every fitted constant."""
    constants = Constants()
    return {free.key: value_of(constants, free.key) for free in SPACE}


def from_unit(free: Free, u: float | np.ndarray) -> float | np.ndarray:
    """Return the value that belongs to a number in [0, 1] of the prior (log-uniform)."""
    return free.low * np.exp(np.asarray(u) * math.log(free.high / free.low))


def to_unit(free: Free, value: float | np.ndarray) -> np.ndarray:
    """Return the number in [0, 1] that belongs to a value."""
    return np.asarray(np.log(np.asarray(value) / free.low) / math.log(free.high / free.low))
