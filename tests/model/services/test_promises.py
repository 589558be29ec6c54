"""Promises: what was announced and then happened or did not."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.services.moment import Moment
from linli.model.services.promises import PromisesDesk
from linli.model.society.society import Society


def test_a_promise_that_is_not_kept_in_time_costs_trust() -> None:
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6))
    promises, week = society.services.promises, Moment(society)
    n = society.residents.n
    before = society.residents.trust_institutions.copy()
    promises.make(np.array([7, 8], np.uint64), np.array([0, 0]), np.array([n, n]), 3)
    promises.keep(week, np.array([7], np.uint64), np.array([5]))
    assert society.residents.trust_institutions[5] > before[5]
    week.number = 2
    promises.react(week)
    assert promises.promises_broken == 0
    week.number = 3
    promises.react(week)
    fell = society.residents.trust_institutions < before
    assert (promises.promises_kept, promises.promises_broken) == (1, 1)
    assert abs(fell.mean() - promises.constants.notice) < 0.06
    assert len(promises.open["due"]) == 0


def test_a_mechanism_makes_promises_with_a_date_at_its_desk() -> None:
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6))
    promises, week = society.services.promises, Moment(society)
    desk, n = PromisesDesk(promises, week, 0), society.residents.n
    before = society.residents.trust_institutions.copy()
    desk.make(np.array([7, 8], np.uint64), np.array([0, 10]), np.array([10, n]), week.number + 2)
    assert desk.keep(np.array([7, 9], np.uint64), np.array([3])).tolist() == [True, False]
    assert society.residents.trust_institutions[3] > before[3]
    assert np.count_nonzero(society.residents.trust_institutions != before) == 1
    assert (promises.promises_kept, promises.open["identity"].tolist()) == (1, [8])
    # What nobody promised cannot be kept.
    assert not desk.keep(np.array([9], np.uint64), np.array([4])).any()
    assert society.residents.trust_institutions[4] == before[4]
    late = week.number + 2
    for number in (late - 1, late):
        week.number = number
        promises.react(week)
        assert promises.promises_broken == (number == late)
    assert (society.residents.trust_institutions[:10] >= before[:10]).all()


def test_a_wrong_promise_is_refused_at_the_desk() -> None:
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=6))
    week, one, n = Moment(society), np.array([7], np.uint64), society.residents.n
    desk, zero, end = PromisesDesk(society.services.promises, week, 0), np.array([0]), np.array([n])
    for args, words in (
        ((one, zero, np.array([n + 1]), 3), "go from 0"),
        ((one, end, end, 3), "at least one of them"),
        ((one, zero, end, week.number - 1), "is due in week"),
        ((np.array([7, 7], np.uint64), np.array([0, 0]), np.array([n, n]), 3), "identity of its own"),
    ):
        with pytest.raises(ValueError, match=words):
            desk.make(*args)
    assert len(society.services.promises.open["due"]) == 0
