"""A play that costs nothing: four constants, two tables, luck. What it comes to is known exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pytest
from linli.experiments.calibration.space import Free, to_unit, value_of
from linli.experiments.calibration.target import Target
from linli.model.people.constants import Constants
from linli.scenarios.published import PublishedStudy, study_from_dict

FOUR = (Free("ties.kappa", 0.3, 1.3), Free("ties.w0", 0.6, 5.0), Free("ties.rho", 1.5, 10.0), Free("ties.s0", 20.0, 900.0))
"""The first two are told by the tables, of the third only together with the second, of the fourth nothing."""
LUCK, SCALE = 0.4, 1.0


def expected(u: np.ndarray) -> np.ndarray:
    """What the rows are expected to be at vectors of the unit cube, float64 [n, 5]."""
    a, b, c, _ = np.moveaxis(np.atleast_2d(u), -1, 0)
    return np.stack([12.0 * a, 6.0 * a + 3.0 * a**2, 10.0 * (b + 0.5 * c), 4.0 * np.sin(2.0 * b) + 2.0 * c, 3.0 * a * b], axis=1)


class Stand(Target):
    """A target whose plays are a formula and luck."""

    def simulate(self, constants: Constants, seed: int) -> np.ndarray:
        u = np.array([float(to_unit(free, value_of(constants, free.key))) for free in FOUR])
        return np.asarray(expected(u)[0] + LUCK * np.random.Generator(np.random.PCG64(seed)).standard_normal(5))


def study() -> PublishedStudy:
    """A study of two tables, of three rows and of two, that is never played."""
    return study_from_dict(
        {
            "title": "A room", "role": "fit", "weeks": 6, "sites": 12, "quick": {"sites": 12}, "people": {"number": 12},
            "everyday": {"room": {"scope": "compound", "size": 64, "hours": 4.0, "rounds": [1], "openness": 1.0, "chance": {"retired": 1.0}}},
            "tables": [
                {"title": "three weeks", "question": "unknown-share", "published": [3.0, 2.0, 1.0], "weeks": [2, 4, 6]},
                {"title": "two weeks", "question": "level-share", "with": {"level": "friendly"}, "published": [2.0, 1.0], "weeks": [2, 4]},
            ],
        },
        "room",
    )  # fmt: skip


def stand(published: Sequence[float] | np.ndarray) -> Stand:
    """The target of these figures."""
    used = (((0, 0), (0, 1), (0, 2), (1, 0), (1, 1)),)
    return Stand((study(),), used, np.asarray(published, np.float64), np.full(5, SCALE), np.array([1 / 6, 1 / 6, 1 / 6, 1 / 4, 1 / 4]))


class Cheap(NamedTuple):
    """What tests use of the stand-in."""

    space: tuple[Free, ...]
    expected: Callable[[np.ndarray], np.ndarray]
    stand: Callable[[Sequence[float] | np.ndarray], Stand]
    study: Callable[[], PublishedStudy]
    luck: float


@pytest.fixture(scope="session")
def cheap() -> Cheap:
    """The stand-in."""
    return Cheap(FOUR, expected, stand, study, LUCK)
