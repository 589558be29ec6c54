"""Promises: what was announced and then happened or did not."""

from __future__ import annotations

import numpy as np
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.services.moment import Moment
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
