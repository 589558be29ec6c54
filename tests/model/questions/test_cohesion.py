"""Help, trust, and the spread between communities."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people.constants import Constants, TrustConstants
from linli.model.people.residents import Residents
from linli.model.questions import View
from linli.model.questions.cohesion import HelpBetween, Helped, TrustBetween, TrustsNeighbours, between_sites
from linli.model.society.society import Society
from linli.model.survey import helped


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


def test_help_is_asked_of_adults_of_each_site_and_grows_with_the_weeks() -> None:
    constants = Constants(trust=TrustConstants(needs=4.0))
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=2, entrances=2, floors=5, communities=3), constants=constants, seed=2)
    society.run(60)
    view = View(society, 0)
    adult, yes = society.residents.age >= 18, helped(society, 52)
    site = view.site_of(np.arange(society.residents.n))
    found = Helped().observe(view)
    assert found == pytest.approx([100.0 * yes[adult & (site == s)].mean() for s in range(3)])
    assert (Helped(weeks=4).observe(view) < found).all()
    assert set((Helped(asked=10).observe(view) / 10.0).round(6).tolist()) <= set(range(11))
    assert HelpBetween().answer([np.array([10.0, 20.0, 60.0])])[:, 0] == pytest.approx(between_sites(np.array([0.1, 0.2, 0.6])))
