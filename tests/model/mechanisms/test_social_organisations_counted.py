"""What is counted of social organisations: survival by age, overlap, who was in nothing, dates of founding and ending."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.mechanisms.social_organisations import SocialOrganisations, SocialOrganisationsParameters
from linli.model.mechanisms.social_organisations.life import surviving
from linli.model.people.constants import Constants
from linli.model.people.service_constants import ServiceConstants
from linli.model.people.volunteer_constants import OrganiserKind, VolunteerConstants
from linli.model.society.society import Society
from scipy.stats import CensoredData, ecdf

GROUP, CLUB = "group", "club"
LASTING = VolunteerConstants(organiser=OrganiserKind(stay=10.0, tires=0.0))
"""Organisers who go on."""


def grown(weeks: int, *, volunteers: VolunteerConstants = LASTING, clubs: float = 20.0, **parameters: Any) -> tuple[Society, SocialOrganisations]:
    """A small compound with its clubs and with what the parameters call forth."""
    chosen: dict[str, Any] = {
        "ordinary-life": OrdinaryLifeParameters(clubs=clubs, activities_a_year=0.0, festivals=0),
        "social-organisations": SocialOrganisationsParameters(**parameters),
    }
    constants = Constants(services=ServiceConstants(volunteers=volunteers))
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=2, floors=6), mechanisms=chosen, constants=constants, seed=3)
    society.run(weeks)
    return society, next(one for one in society.programme.mechanisms if isinstance(one, SocialOrganisations))


def test_survival_is_the_product_limit_of_what_ended_and_what_still_lives() -> None:
    society, own = grown(0)
    society.run(120)
    slots = np.flatnonzero(own.identity != 0)[:3]
    assert len(slots) == 3
    own.identity[np.setdiff1d(np.flatnonzero(own.identity), slots)] = 0
    # Three live at the ages 30, 60 and 110; two ended at 20 and 50: 4/5 after 20, and of the three still watched at 50 two thirds go on.
    own.born[slots] = society.week - np.array([30, 60, 110])
    own._ages = np.array([20, 50], np.int32)
    assert own.alive_026() == pytest.approx(4 / 5)
    assert own.alive_052() == pytest.approx(4 / 5 * 2 / 3)
    assert own.alive_104() == pytest.approx(4 / 5 * 2 / 3)
    assert math.isnan(own.alive_156()), "none is so old"


def test_overlap_counts_people_and_pairs_of_organisations() -> None:
    society, own = grown(3)
    members, slots = society.services.organisations.members, np.flatnonzero(own.identity != 0)
    members.leave_all(np.ones(len(members), np.bool_))
    members.join(slots[[0, 1, 2, 2]], np.array([5, 5, 6, 7]), society.week)
    assert own.overlap() == pytest.approx(1 / 3)
    n = len(slots)
    assert own.linked() == pytest.approx(1 / (n * (n - 1) / 2))
    own.outside[:] = False
    own.outside[[6, 8]] = True
    assert own.reached() == 0.5


def test_who_was_in_nothing_is_noted_when_the_scenario_begins() -> None:
    society, own = grown(0)
    assert own.outside.all()
    society.run(1)
    # In the week in which clubs are founded those who run them are their only members.
    founders = society.services.organisations.organiser(CLUB)[society.services.organisations.of(CLUB)]
    assert len(founders) > 3
    assert set(np.flatnonzero(~own.outside).tolist()) == set(founders.tolist())


def test_dates_of_founding_and_ending_are_kept_also_where_a_place_is_used_again() -> None:
    tired = VolunteerConstants(organiser=OrganiserKind(stay=-6.0, company=0.0, accept=-10.0))
    society, own = grown(60, volunteers=tired, clubs=0.0, base_places=10, idea=2.0, notice=1.0)
    history = society.services.organisations.history(GROUP)
    assert history["ended"] > 5
    assert abs(len(own._ages) - history["ended"]) <= 1, "what ended this week is seen next week"
    assert own._ages.min() >= 1
    slots = society.services.organisations.of(GROUP)
    assert (own.born[slots] == society.services.organisations.began[slots]).all()


def test_the_product_limit_is_that_of_a_library() -> None:
    draw = np.random.default_rng(1)
    for _ in range(300):
        ended, there, age = draw.integers(0, 60, draw.integers(0, 12)), draw.integers(0, 60, draw.integers(1, 12)), int(draw.integers(0, 60))
        known = CensoredData(uncensored=ended.astype(np.float64), right=there.astype(np.float64))
        assert surviving(ended, there, age) == pytest.approx(float(ecdf(known).sf.evaluate(np.array([age]))[0]), abs=1e-12)
