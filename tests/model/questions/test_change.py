"""Effect sizes, and a meeting in thought that leaves everything as it was."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from linli.model.foci.events import Events
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people.constants import Constants, DecisionConstants
from linli.model.questions import View
from linli.model.questions.change import ChangeInSd, Standing, would_come
from linli.model.society.society import Society

SMALL = NeighbourhoodParameters(buildings=2, entrances=2, floors=6, flats_per_floor=4, communities=2)


@pytest.fixture(scope="module")
def lived() -> Society:
    society = Society(neighbourhood=SMALL, constants=Constants(decision=DecisionConstants(base=-1.5)), seed=4)
    society.run(30)
    return society


def test_a_meeting_in_thought_leaves_every_bit_as_it_was(lived: Society, bits: Callable[..., dict[str, np.ndarray]]) -> None:
    before = bits(lived)
    first = would_come(lived)
    after = bits(lived)
    assert first.any()
    assert not first.all()
    assert all(np.array_equal(before[name], after[name]) for name in before)
    assert np.array_equal(first, would_come(lived))


def test_who_would_come_follows_the_decision_to_come(alike: Callable[..., Society]) -> None:
    d = DecisionConstants()
    s = alike(4000, {}, constants=Constants(decision=DecisionConstants(base=0.0, distance=0.0)))
    # All else is average: committee's host at trust .5, interests 128 of 255, called by name.
    u = d.knocked + d.interest * (128 / 255 - 0.5)
    p = 1.0 / (1.0 + np.exp(-u))
    assert abs(would_come(s).mean() - p) < 4.0 * np.sqrt(p * (1.0 - p) / 4000)


def test_a_shift_by_a_part_of_the_spread_is_that_part(lived: Society) -> None:
    q = ChangeInSd(outcome="trust-neighbours")
    trust = lived.residents.trust_neighbours
    kept = trust.copy()
    border = int(lived.places.community_rows[1])
    first = q.observe(View(lived, 0))
    trust[:border] += np.float32(0.3 * first.sd)
    second = q.observe(View(lived, 1))
    trust[:] = kept
    assert q.answer([first, second])[:, 0] == pytest.approx([0.3, 0.0], abs=1e-3)


@pytest.mark.parametrize("outcome", ["recognised", "acquaintance", "friendly", "trust-institutions", "would-come", "chat-days"])
def test_nothing_changes_where_nothing_happens(lived: Society, outcome: str) -> None:
    q = ChangeInSd(outcome=outcome)
    first = q.observe(View(lived, 0))
    assert first.sd > 0.0
    assert (q.answer([first, q.observe(View(lived, 1)), first]) == 0.0).all()


def test_of_people_who_are_all_alike_nothing_can_be_said() -> None:
    same = Standing(np.array([1.0, 1.0]), 0.0)
    assert np.isnan(ChangeInSd().answer([same, Standing(np.array([2.0, 2.0]), 1.0)])).all()


def test_events_of_a_week_are_not_touched(lived: Society) -> None:
    before = lived.events
    would_come(lived)
    assert lived.events is before
    assert isinstance(before, Events)
