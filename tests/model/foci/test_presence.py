"""Who is where in an ordinary week: floors that shift, foci of a size, habits of those who rent (docs/rules.md, Presence)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest
from linli.model.foci.events import Events
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people.constants import Constants, TieConstants, VisitHours
from linli.model.people.everyday import EverydayKind
from linli.model.people.residents import NO_GROUP, Residents, Situation
from linli.model.society.society import Society
from linli.model.ties.store import EMPTY, clear_rows

Alike = Callable[..., Society]
ALL = {"retired": 1.0, "carer": 1.0, "owner": 1.0, "renter": 1.0, "student": 1.0}
TALKATIVE = Constants(visits=VisitHours(retired=0.0, owner=0.0, renter=0.0), ties=TieConstants(kappa=5.0, sigma_q=0.0, beta=0.0))
"""Whoever is put together for some hours talks, so that who met is who was together."""


def kind(scope: str, size: int, **values: Any) -> EverydayKind:
    return EverydayKind(**{"scope": scope, "size": size, "hours": 9.0, "rounds": (0,), "openness": 1.0, "chance": ALL, **values})


def together(s: Society, week: int) -> set[frozenset[int]]:
    """Let a week pass in which nobody knows anybody and return those who were together, as rows."""
    n = s.residents.n
    clear_rows(s.ties, np.arange(n, dtype=np.int32))
    s.engine.encounter(Events(), week)
    i, k = np.nonzero(s.ties.partner != EMPTY)
    met = nx.Graph(zip(i.tolist(), s.ties.partner[i, k].tolist(), strict=True))
    return {frozenset(part) for part in nx.connected_components(met)}


def test_three_floors_pass_one_another_and_the_three_shift_by_one_each_week(alike: Alike) -> None:
    """Nine floors of one flat. A floor at the end that is left alone meets nobody."""
    s = alike(9, {"floors": kind("floors", 64)}, flats_per_floor=1, constants=TALKATIVE)
    expected = {0: [(0, 1, 2), (3, 4, 5), (6, 7, 8)], 1: [(0, 1), (2, 3, 4), (5, 6, 7)], 2: [(1, 2, 3), (4, 5, 6), (7, 8)]}
    for week in range(6):
        assert together(s, week) == {frozenset(part) for part in expected[week % 3]}, week


def test_those_who_join_are_cut_into_foci_of_the_size_and_one_left_over_meets_nobody(alike: Alike) -> None:
    s = alike(13, {"yard": kind("compound", 4)}, constants=TALKATIVE)
    seen = set()
    for week in range(12):
        found = together(s, week)
        assert sorted(len(part) for part in found) == [4, 4, 4], "the thirteenth stands alone"
        seen |= found
    assert len(seen) > 30, "who is with whom is drawn anew each week"


def test_one_joins_by_the_chance_of_ones_situation(alike: Alike) -> None:
    chances = {"retired": 0.8, "carer": 0.0, "owner": 0.3, "renter": 0.0, "student": 1.0}
    situations = np.tile([Situation.RETIRED, Situation.CARER, Situation.OWNER, Situation.RENTER, Situation.STUDENT], 200)
    s = alike(1000, {"yard": kind("compound", 64, chance=chances)}, constants=TALKATIVE, change=lambda r: r.situation.__setitem__(slice(None), situations))
    came = np.zeros(1000)
    for week in range(3):
        for part in together(s, week):
            came[list(part)] += 1
    for situation, chance in zip(Situation, chances.values(), strict=True):
        share = came[situations == situation].sum() / 600
        assert abs(share - chance) <= 4.0 * np.sqrt(chance * (1.0 - chance) / 600) + 0.02 * chance, situation


@pytest.mark.parametrize("factor", [0.0, 1.0])
def test_those_who_rent_and_do_not_work_belong_to_fewer_habits(alike: Alike, factor: float) -> None:
    """Where the factor is 0 they belong to none. Working people who rent have a chance of their own, which it leaves alone."""
    situations = np.tile([Situation.RETIRED, Situation.CARER, Situation.OWNER, Situation.RENTER, Situation.STUDENT], 20)
    tenure = np.repeat([0, 1], 50)
    populated = alike(100, {}, constants=TALKATIVE)
    places, residents = populated.places, populated.residents
    residents.situation[:], residents.tenure[:] = situations, tenure

    def member(r: Residents) -> np.ndarray:
        return np.asarray(r.groups[0] != NO_GROUP)

    group = {"yard": kind("group", 10, renter_factor=factor)}
    s = Society(
        neighbourhood=NeighbourhoodParameters(buildings=1, entrances=1, floors=2, flats_per_floor=50, occupancy=1.0), constants=TALKATIVE, everyday=group, seed=1,
        populated=(places, with_groups(residents)),
    )  # fmt: skip
    works = np.isin(situations, (Situation.OWNER, Situation.RENTER))
    expected = np.ones(100, bool) if factor == 1.0 else (tenure == 0) | works
    assert member(s.residents).tolist() == expected.tolist()
    assert s.engine.table.groups[0, 0] == expected.sum() // 10


def with_groups(residents: Residents) -> Residents:
    """Return the residents with room for one kind of habit besides those born at events, not yet dealt."""
    residents.groups = np.full((2, residents.n), NO_GROUP, residents.groups.dtype)
    return residents
