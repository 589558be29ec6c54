"""Help, trust, and the spread between communities."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from linli.model.constants import Constants, TrustConstants
from linli.model.neighbourhood import NeighbourhoodParameters
from linli.model.questions import View
from linli.model.questions.cohesion import HelpBetween, HelpedInAYear, Helps, TrustBetween, TrustsNeighbours, between_sites
from linli.model.residents import Residents
from linli.model.society import Society


def test_the_spread_between_sites_is_estimated_without_much_bias() -> None:
    """Of normal numbers the standard deviation of few is too small; the jackknife takes nearly all of that away."""
    rng = np.random.default_rng(3)
    drawn = rng.normal(0.5, 0.1, (4000, 8))
    plain = drawn.std(axis=1, ddof=1).mean()
    jackknife = np.mean([between_sites(one).mean() for one in drawn])
    assert plain < 0.098
    assert jackknife == pytest.approx(0.1, abs=0.0015)
    assert (between_sites(np.full(5, 0.4)) == 0.0).all()
    assert np.isnan(between_sites(np.array([0.1, 0.2]))).all()


def test_trust_is_said_from_the_cut_off_on(alike: Callable[..., Society]) -> None:
    def spread(r: Residents) -> None:
        r.trust_neighbours[:] = [0.2, 0.5, 0.6, 0.9]

    s = alike(4, {}, change=spread)
    assert TrustsNeighbours().observe(View(s, 0)).tolist() == [75.0]
    assert TrustsNeighbours(cut=0.55).observe(View(s, 0)).tolist() == [50.0]
    assert TrustBetween().answer([np.array([40.0, 60.0, 50.0])]).mean() == pytest.approx(between_sites(np.array([0.4, 0.6, 0.5])).mean())


def test_who_helped_and_who_was_helped_count_once_and_those_gone_do_not() -> None:
    starts, asked = np.array([0, 2, 4]), np.arange(4)
    weeks = [
        Helps(np.array([1, 2, 1], np.uint64), asked, starts, np.array([1, 2, 3, 4], np.uint64)),
        Helps(np.array([3], np.uint64), asked, starts, np.array([1, 9, 3, 4], np.uint64)),
    ]
    # 2 has moved away; 9, who moved in, has not helped anybody.
    assert HelpedInAYear().answer(weeks)[:, 0].tolist() == [50.0, 50.0]
    assert HelpedInAYear().answer(weeks[:1])[:, 0].tolist() == [100.0, 0.0]


def test_helps_are_those_that_the_society_counts() -> None:
    constants = Constants(trust=TrustConstants(needs=20.0))
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=2, entrances=2, floors=5, communities=3), constants=constants, seed=2)
    society.run(20)
    matters, question = society.services.matters, HelpedInAYear()
    begun, helped, pairs = matters.counts["helped"], 0, []
    seen = []
    for week in range(1, 9):
        society.step()
        a, b = matters.lately
        helped += len(a)
        pairs += list(zip(a.tolist(), b.tolist(), strict=True))
        seen.append(question.observe(View(society, week)))
    assert helped == matters.counts["helped"] - begun > 20
    flat = society.residents.flat
    assert all(a != b and flat[a] != flat[b] for a, b in pairs)
    share = question.answer(seen)
    assert share.shape == (3, 1)
    assert (share > 0.0).all()
    assert (share < 100.0).all()
    assert HelpBetween(asked=10).answer([HelpBetween(asked=10).observe(View(society, 8))]).shape == (3, 1)
