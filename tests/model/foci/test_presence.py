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
from linli.model.people.introduction_constants import IntroductionConstants
from linli.model.people.residents import NO_GROUP, Residents, Situation
from linli.model.society.society import Society
from linli.model.ties.store import EMPTY, clear_rows

Alike = Callable[..., Society]
ALL = {"retired": 1.0, "carer": 1.0, "owner": 1.0, "renter": 1.0, "student": 1.0}
TALKATIVE = Constants(
    visits=VisitHours(retired=0.0, owner=0.0, renter=0.0), ties=TieConstants(kappa=5.0, sigma_q=0.0, beta=0.0),
    introductions=IntroductionConstants(at_home=0.0, by_friend=0.0, told=0.0),
)  # fmt: skip
"""Whoever is put together for some hours talks, and nobody is introduced, so that who met is who was together."""


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


def test_of_two_kinds_in_one_round_the_first_of_the_table_has_the_people(alike: Alike) -> None:
    """Half of them go to the bench, in pairs; the square has only those who are left, though all would come."""
    half = dict.fromkeys(ALL, 0.5)
    bench, square = {"bench": kind("compound", 2, chance=half)}, {"square": kind("compound", 64)}
    for kinds, first in ((bench | square, 2), (square | bench, 64)):
        s = alike(50, kinds, constants=TALKATIVE)
        sizes = sorted(len(part) for part in together(s, 0))
        if first == 64:
            assert sizes == [50], "all stand in the square and nobody sits on a bench"
        else:
            assert len(sizes) > 6
            assert sizes[:-1] == [2] * (len(sizes) - 1)
            # One who is left over at the benches has come all the same and meets nobody.
            assert 10 < sizes[-1] <= 50 - 2 * (len(sizes) - 1)


def test_two_who_pass_are_of_two_households_as_long_as_there_are_any(alike: Alike) -> None:
    """Three flats of two, in pairs: where by lot a couple would stand together, the second gives way to the next of another household.

    So at least two pairs meet in every week; without it all three couples would stand together in one of fifteen weeks.
    """
    s = alike(3, {"stairs": kind("compound", 2)}, beds=2, constants=TALKATIVE)
    numbers = [len(together(s, week)) for week in range(150)]
    assert min(numbers) == 2
    assert np.mean(np.array(numbers) == 3) > 0.7


def test_days_with_a_talk_are_an_average_over_a_year(alike: Alike) -> None:
    """T talks fall on 7 (1 - (6/7)^T) days; the average moves by a 52nd of the difference each week."""
    s = alike(40, {"yard": kind("compound", 4, hours=2.0)}, constants=TALKATIVE, change=lambda r: r.chat_days.fill(3.0))
    expected = np.full(40, 3.0)
    for week in range(8):
        together(s, week)
        expected += (7.0 * (1.0 - (6.0 / 7.0) ** s.residents.talks.astype(float)) - expected) / 52.0
    assert len(np.unique(s.residents.talks)) > 4
    assert s.residents.chat_days == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(("people", "circles"), [(64, 1), (65, 6), (96, 8), (97, 8), (98, 9)])
def test_a_crowd_sits_in_circles_of_twelve_and_nobody_is_left_over_alone(alike: Alike, people: int, circles: int) -> None:
    """Up to 64 are one focus. Of 97 the last one joins the last circle, of 98 the last two have one of their own."""
    s = alike(100, {"square": kind("group", 64, near_share=0.0, attendance=1.0, mixing=0.0)}, constants=TALKATIVE)
    s.residents.groups[0] = np.where(np.arange(100) < people, 0, NO_GROUP)
    before = s.engine.tallies["foci"]
    together(s, 0)
    assert s.engine.tallies["foci"] - before == circles
    assert ((s.residents.talks > 0) == (np.arange(100) < people)).all()


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
    home = NeighbourhoodParameters(buildings=1, entrances=1, floors=2, flats_per_floor=50, occupancy=1.0)
    s = Society(neighbourhood=home, constants=TALKATIVE, everyday=group, seed=1, populated=(places, with_groups(residents)))
    works = np.isin(situations, (Situation.OWNER, Situation.RENTER))
    expected = np.ones(100, bool) if factor == 1.0 else (tenure == 0) | works
    assert member(s.residents).tolist() == expected.tolist()
    assert s.engine.table.groups[0, 0] == expected.sum() // 10


def with_groups(residents: Residents) -> Residents:
    """Return the residents with room for one kind of habit besides those born at events, not yet dealt."""
    residents.groups = np.full((2, residents.n), NO_GROUP, residents.groups.dtype)
    return residents
