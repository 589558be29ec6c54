"""The spread of answers by level: known spreads come back, and what cannot be told apart is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.sites import SitePeople
from linli.model.questions import AskedIn, View
from linli.model.questions.levels import SpreadByLevel
from linli.model.survey.nested import components

Look = Callable[..., View]
PLACE = NeighbourhoodParameters(preset="old-walk-up", buildings=2, entrances=2, floors=3, flats_per_floor=2)


@pytest.fixture
def spread(look: Look) -> View:
    """Forty sites of 48 people in four gates; trust differs by .1 between sites, .06 between gates, .12 between people."""
    view = look(48, [], count=40, household=2, place=PLACE)
    r, rng = view.society.residents, np.random.default_rng(7)
    site = view.site_of(np.arange(r.n))
    r.trust_neighbours[:] = 0.5 + rng.normal(0.0, 0.1, 40)[site] + rng.normal(0.0, 0.06, 160)[r.gate] + rng.normal(0.0, 0.12, r.n)
    return view


def test_known_spreads_come_back(spread: View) -> None:
    put = SpreadByLevel(outcome="trust-neighbours")
    answers = put.answer([put.observe(spread)])
    assert answers.shape == (40, 3)
    assert answers.mean(axis=0) == pytest.approx([0.12, 0.06, 0.1], abs=0.015)
    shares = SpreadByLevel(outcome="trust-neighbours", given="share")
    found = shares.answer([shares.observe(spread)]).mean(axis=0)
    assert found.sum() == pytest.approx(1.0, abs=1e-6)
    assert found == pytest.approx(np.array([0.0144, 0.0036, 0.01]) / 0.028, abs=0.08)


def test_pseudo_values_are_the_whole_less_the_rest(spread: View) -> None:
    put = SpreadByLevel(outcome="trust-neighbours", units=("building", "community"))
    sums = put.observe(spread)
    whole = np.sqrt(np.maximum(components(sums.added())[0, ::-1], 0.0))
    rest = np.sqrt(np.maximum(components(sums.without_each())[:, ::-1], 0.0))
    assert put.answer([sums]) == pytest.approx(40 * whole - 39 * rest)


def test_each_outcome_is_a_number_of_every_adult(spread: View) -> None:
    for outcome in ("recognised", "close", "trusts", "trust-institutions", "helped", "chat-days", "times-came"):
        put = SpreadByLevel(outcome=outcome, units=("community",), asked=10)  # type: ignore[arg-type]
        sums = put.observe(spread)
        assert sums.n.tolist() == [10.0] * 40, outcome
    trusts = SpreadByLevel(outcome="trusts", cut=0.6, units=("community",))
    assert trusts.observe(spread).total.sum() == (spread.society.residents.trust_neighbours >= 0.6).sum()


def test_of_two_sites_nothing_is_said(look: Look) -> None:
    put = SpreadByLevel(outcome="trust-neighbours", units=("gate", "community"))
    assert np.isnan(put.answer([put.observe(look(24, [], count=2, place=PLACE))])).all()


@pytest.mark.parametrize(
    ("fields", "household", "says"),
    [
        ({"units": ("community", "gate")}, 1, "the smallest first"),
        ({"units": ()}, 1, "one to three units"),
        ({"units": ("compound", "community")}, 1, "each community has one compound here"),
        ({"units": ("household", "gate")}, 1, "each household has one person here"),
        ({"cut": 0.4}, 1, 'with outcome = "trusts" only'),
        ({"weeks": 5, "outcome": "trusts"}, 1, 'with outcome = "helped" only'),
    ],
)
def test_what_cannot_be_told_apart_is_refused(fields: dict[str, Any], household: int, says: str) -> None:
    people = SitePeople(number=24, household=household)
    found = SpreadByLevel(**fields).refuse(AskedIn(1, 4, people, PLACE, {}, ()))
    assert found is not None
    assert says in found[1].en
    assert SpreadByLevel(units=("household", "gate", "community")).refuse(AskedIn(1, 4, SitePeople(number=24, household=2), PLACE, {}, ())) is None


def test_rows_have_the_names_of_their_levels() -> None:
    assert SpreadByLevel().row_labels() == ("people", "gate", "community")
    assert SpreadByLevel(units=("compound",)).rows(1) == 2
