"""Trust: the one rule that turns an experience into trust."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.people.experiences import Experience
from linli.model.people.residents import Residents
from linli.model.people.trust import experience


@pytest.mark.parametrize("kind", list(Experience))
def test_repeated_experience_follows_the_closed_form(kind: Experience) -> None:
    people = Residents.empty(3, 1)
    trust = getattr(people, kind.state)
    trust[:] = 0.4
    experience(people, kind, np.array([0, 2, 0, 0, 0]), 0.06)
    expected = kind.good + (1 - 0.06) ** np.array([4, 0, 1]) * (0.4 - kind.good)
    assert np.allclose(trust, expected, atol=1e-6)


def test_trust_stays_between_0_and_1() -> None:
    people = Residents.empty(1, 1)
    for kind, value in ((Experience.HELPED, 1.0), (Experience.REFUSED, 0.0)):
        people.trust_neighbours[:] = value
        experience(people, kind, np.zeros(1000, np.int64), 1.0)
        assert people.trust_neighbours[0] == kind.good
