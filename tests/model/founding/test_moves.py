"""Moves: the yearly rates come out, newcomers are strangers, and nobody else's draws shift."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.founding.moves import move_week
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.populate import populate
from linli.model.founding.population import PopulationParameters
from linli.model.founding.population_tables import weekly_hazard
from linli.model.people.places import Places
from linli.model.people.residents import NEVER, NO_GROUP, Residents

SPEC = PopulationParameters()


def small(seed: int = 1, **numbers: int) -> tuple[Places, Residents]:
    return populate(NeighbourhoodParameters(**numbers), SPEC, seed, 2)


def test_the_weekly_chance_makes_the_yearly_one():
    assert (1 - weekly_hazard(0.25)) ** 52 == pytest.approx(0.75)
    assert weekly_hazard(0.0) == 0.0


def test_five_and_twenty_five_percent_move_in_a_year():
    places, residents = small(communities=20)
    home = residents.flat[np.flatnonzero(np.diff(residents.flat, prepend=-1))]
    tenure = residents.tenure[places.flat_rows[home]]
    for week in range(52):
        move_week(residents, places, week, 1, SPEC, 0.59)
    moved = places.flat_arrivals[home] > 0
    assert moved[tenure == 0].mean() == pytest.approx(0.05, abs=0.006)
    assert moved[tenure == 1].mean() == pytest.approx(0.25, abs=0.02)
    empty = np.diff(places.flat_rows) == 0
    assert not places.flat_arrivals[empty].any()


def test_the_cross_section_holds_over_many_moves():
    places, residents = small(communities=8)
    before = np.bincount(residents.situation, minlength=5) / residents.n
    for week in range(0, 5200, 20):
        move_week(residents, places, week, 1, PopulationParameters(moves_owners=0.9, moves_renters=0.9), 0.59)
    assert (places.flat_arrivals > 0).mean() > 0.9
    after = np.bincount(residents.situation, minlength=5) / residents.n
    assert after == pytest.approx(before, abs=0.015)


def test_newcomers_are_set_back_and_others_untouched():
    places, residents = small()
    residents.habit[:], residents.fatigue[:], residents.chat_days[:], residents.groups[:] = 0.5, 2.0, 3.0, 4
    residents.roles[:], residents.times_came[:], residents.last_came[:], residents.talks[:] = 255, 9, 3, 7
    before = {name: array.copy() for name, array in residents.arrays().items()}
    week, rows = 5, np.zeros(0, np.int32)
    while len(rows) == 0:
        week += 1
        rows = move_week(residents, places, week, 1, SPEC, 0.59)
    assert rows.dtype == np.int32
    assert (np.diff(rows) > 0).all()
    others = np.setdiff1d(np.arange(residents.n), rows)
    for name, array in residents.arrays().items():
        assert (array[..., others] == before[name][..., others]).all() if name == "groups" else (array[others] == before[name][others]).all(), name
    assert (residents.arrival[rows] == week).all()
    assert not (residents.identity[rows] == before["identity"][rows]).any()
    for name in ("flat", "gate", "tenure"):
        assert (getattr(residents, name)[rows] == before[name][rows]).all()
    assert not residents.habit[rows].any()
    assert not residents.fatigue[rows].any()
    assert not residents.chat_days[rows].any()
    assert (residents.groups[:, rows] == NO_GROUP).all()
    assert (residents.roles[rows] < 8).all()
    assert not residents.times_came[rows].any()
    assert (residents.last_came[rows] == NEVER).all()
    assert not residents.talks[rows].any()
    household = residents.flat[rows]
    assert np.isin(np.flatnonzero(np.isin(residents.flat, household)), rows).all(), "whole households move"


def test_moves_of_a_community_are_its_own():
    together, alone = small(communities=3), small(first_community=2)
    for week in range(30):
        move_week(together[1], together[0], week, 1, SPEC, 0.59)
        move_week(alone[1], alone[0], week, 1, SPEC, 0.59)
    rows = slice(together[0].community_rows[2], None)
    assert (together[1].identity[rows] == alone[1].identity).all()
    assert (together[1].age[rows] == alone[1].age).all()


def test_nobody_moves_at_rate_zero():
    places, residents = small()
    still = PopulationParameters(moves_owners=0.0, moves_renters=0.0)
    rows = [move_week(residents, places, week, 1, still, 0.59) for week in range(50)]
    assert sum(map(len, rows)) == 0
    assert rows[0].dtype == np.int32
