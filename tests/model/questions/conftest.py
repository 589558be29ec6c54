"""Sites whose people and ties are written down by hand, and who answer without noise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest
from linli.model.founding.given_ties import Edges, set_ties
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.founding.sites import SitePeople, home_of, populate_sites
from linli.model.people.constants import Constants, TieConstants, VisitHours
from linli.model.people.everyday import EverydayKind, Shares
from linli.model.people.survey_constants import SurveyConstants
from linli.model.questions import View
from linli.model.society.engine import group_kinds
from linli.model.society.society import Society

Tie = tuple[int, int, float]
Made = Callable[..., Society]
QUIET = SurveyConstants(sigma_u=0.0, sigma_e=0.0, sigma_d=0.0, chat_noise=0.0)
NO_VISITS = VisitHours(retired=0.0, carer=0.0, owner=0.0, renter=0.0, student=0.0)
LEVELS = TieConstants(recognised=0.7, acquaintance=3.0, friendly=8.0, friend=38.0, close=150.0)
"""The cut-offs that the ties written down by hand are meant for."""
STAY = PopulationParameters(moves_owners=0.0, moves_renters=0.0)


def sites(
    number: int = 4,
    ties: Iterable[Tie] = (),
    *,
    count: int = 1,
    household: int = 1,
    presence: tuple[float, ...] = (1.0,),
    place: NeighbourhoodParameters | None = None,
    everyday: dict[str, EverydayKind] | None = None,
    kin: list[int] | None = None,
    survey: SurveyConstants = QUIET,
    seed: int = 3,
    **more: Any,
) -> Society:
    """Make sites of `number` people; ties are (row, row, hours on both traces), rows counted through all sites."""
    people, kinds = SitePeople(number=number, household=household, presence=presence), everyday or {}
    home = home_of(people, place, count)
    populated = populate_sites(people, home, STAY, seed, group_kinds(kinds), 0.5)
    if kin is not None:
        populated[0].kin[:] = kin
    constants = Constants(ties=LEVELS, visits=NO_VISITS, survey=survey)
    made = Society(neighbourhood=home, population=STAY, constants=constants, everyday=kinds, seed=seed, populated=populated, **more)
    a, b, hours = (np.array(column) for column in zip(*ties, strict=True)) if ties else (np.zeros(0, int), np.zeros(0, int), np.zeros(0))
    if len(a):
        edges = Edges(a, b, hours.astype(np.float64), hours.astype(np.float64))
        assert set_ties(made.ties, made.places, np.arange(made.residents.n, dtype=np.int32), edges, 0, 0) == 0
    return made


def group_kind(hours: float, size: int = 2, rounds: tuple[int, ...] = (1,), **more: Any) -> EverydayKind:
    """Make a kind of group that everybody belongs to and always comes to."""
    given: dict[str, Any] = {"attendance": 1.0, "mixing": 0.0, "near_share": 0.0, "chance": Shares(retired=1.0), "openness": 1.0, **more}
    return EverydayKind(scope="group", size=size, hours=hours, rounds=rounds, **given)


@pytest.fixture
def made() -> Made:
    """`sites`."""
    return sites


@pytest.fixture
def group() -> Callable[..., EverydayKind]:
    """`group_kind`."""
    return group_kind


@pytest.fixture
def look() -> Callable[..., View]:
    """Make the view of sites made by hand."""

    def view(*args: Any, week: int = 0, **more: Any) -> View:
        return View(sites(*args, **more), week)

    return view
