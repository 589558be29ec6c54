"""Meetings: who is called, how often, who is a member, what a lever at zero leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from linli.model.contract.mechanism import Schedule
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.meetings import Audience, Meetings, MeetingsParameters, units_of
from linli.model.society.society import Society
from pydantic import ValidationError

SMALL = NeighbourhoodParameters(buildings=2, entrances=2, floors=6, flats_per_floor=2)
TWO = NeighbourhoodParameters(buildings=2, entrances=1, floors=5, flats_per_floor=2, communities=3)
CLUB: dict[str, Any] = {"a_year": 52.0, "members": 0.4, "poster": 0.9, "hours": 1.5, "topic": "cooking", "quality": 0.9, "incentive": 20.0}


def called(neighbourhood: NeighbourhoodParameters = SMALL, weeks: int = 0, seed: int = 5, threads: int = 1, **levers: Any) -> Society:
    given = levers.pop("schedule", None) or MeetingsParameters(**levers)
    society = Society(neighbourhood=neighbourhood, mechanisms={"meetings": given}, seed=seed, threads=threads)
    society.run(weeks)
    return society


def mechanism(society: Society) -> Meetings:
    return next(found for found in society.programme.mechanisms if isinstance(found, Meetings))


def same(a: Society, b: Society, rows: slice = slice(None)) -> None:
    for name, array in a.residents.arrays().items():
        mine, other = (x[:, rows] if name == "groups" else x[rows] for x in (array, b.residents.arrays()[name]))
        assert np.array_equal(mine, other), name
    for mine, other in zip(a.ties, b.ties, strict=True):
        assert np.array_equal(mine[rows], other[rows])


@pytest.mark.parametrize("levers", [{**CLUB, "a_year": 0.0}, {**CLUB, "on": False}, {**CLUB, "start_week": 20}, {}])
def test_no_meetings_leave_every_bit_as_before(levers: dict[str, Any]) -> None:
    plain = Society(neighbourhood=SMALL, seed=5)
    plain.run(10)
    same(plain, called(weeks=10, **levers))


def test_a_saved_society_goes_on_as_if_never_stopped(tmp_path: Path) -> None:
    straight = called(weeks=30, **CLUB)
    first = called(weeks=18, **CLUB)
    first.save(tmp_path / "state")
    again = Society.load(tmp_path / "state")
    again.run(12)
    same(straight, again)
    assert straight.measure() == again.measure()


def test_another_number_of_threads_gives_the_same_bits() -> None:
    one, two = (called(TWO, 15, threads=threads, audience="gate", **CLUB) for threads in (1, 2))
    same(one, two)
    assert one.measure() == two.measure()


def test_meetings_in_one_community_leave_the_others_equal_to_the_bit() -> None:
    before, one = called(TWO, 15), called(TWO, 15, communities=(0,), **CLUB)
    border = int(before.places.community_rows[1])
    same(before, one, slice(border, None))
    assert (one.residents.times_came[:border] > 0).any()


def test_a_community_alone_is_as_it_is_beside_others() -> None:
    beside = called(TWO, 15, audience="group", group_size=7, **CLUB)
    alone = called(TWO.model_copy(update={"communities": 1, "first_community": 1}), 15, audience="group", group_size=7, **CLUB)
    lo, hi = beside.places.community_rows[1:3]
    assert np.array_equal(beside.residents.times_came[lo:hi], alone.residents.times_came)
    assert alone.residents.times_came.sum() > 0


@pytest.mark.parametrize(("audience", "units"), [("landing", 24), ("gate", 4), ("building", 2), ("compound", 1), ("community", 1)])
def test_every_unit_of_a_kind_is_called(audience: Audience, units: int) -> None:
    full = SMALL.model_copy(update={"occupancy": 1.0})
    society = called(full, 1, audience=audience, a_year=52.0)
    table = society.events.table
    assert units * 0.8 <= len(table["lo"]) <= units
    found = units_of(society.places, society.residents.flat, audience, 10)
    assert table["lo"].tolist() == found.lo.tolist()
    assert table["hi"].tolist() == found.hi.tolist()


def test_groups_are_fixed_neighbours_of_the_size_asked_for_within_a_compound() -> None:
    two = SMALL.model_copy(update={"compounds": 2})
    society = called(two)
    found = units_of(society.places, society.residents.flat, "group", 10)
    sizes = found.hi - found.lo
    assert sizes.sum() == society.residents.n
    assert (found.lo[1:] == found.hi[:-1]).all()
    assert sizes.min() >= 5
    assert sizes.max() <= 15
    assert np.count_nonzero(sizes == 10) >= len(sizes) - 2
    assert society.places.compound_rows[1] in found.lo


def test_they_are_called_as_often_as_asked_and_spread_over_the_year() -> None:
    society = called(audience="gate", a_year=12.0, poster=1.0)
    per_week = []
    for _ in range(52):
        society.step()
        per_week.append(len(society.events))
    assert sum(per_week) == 4 * 12
    assert max(per_week) < 4, "not all gates in one week"
    assert np.count_nonzero(per_week) > 12


def test_more_than_one_a_week_lie_in_different_rounds() -> None:
    society = called(weeks=1, a_year=104.0, rounds=(3, 5, 11))
    assert len(society.events) == 2
    assert len(set(society.events.table["round"].tolist())) == 2


def test_only_members_come_and_they_are_the_share_asked_for() -> None:
    big = SMALL.model_copy(update={"buildings": 20, "entrances": 4})
    society = called(big, 1, **{**CLUB, "room": 5000, "members": 0.3})
    member = mechanism(society).member
    assert abs(member.mean() - 0.3) < 4.0 * np.sqrt(0.21 / len(member))
    came = society.events.rows(0)
    assert len(came) > 20
    assert member[came].all()
    assert society.events.table["heard"][0] <= member.sum()


def test_whole_households_join() -> None:
    society = called(weeks=1, **CLUB, by_household=True)
    member = mechanism(society).member
    flat = society.residents.flat
    assert member.any()
    assert not member.all()
    assert all(len(set(member[flat == f].tolist())) == 1 for f in set(flat.tolist()))


def test_who_moves_in_is_asked_to_join_as_the_others_were() -> None:
    society = called(SMALL.model_copy(update={"buildings": 12}), 104, **{**CLUB, "members": 0.5})
    new = society.residents.arrival >= 0
    assert new.sum() > 60
    share = mechanism(society).member[new].mean()
    assert abs(share - 0.5) < 4.0 * np.sqrt(0.25 / new.sum())


def test_members_asked_anew_when_the_share_changes() -> None:
    schedule = Schedule(MeetingsParameters(**{**CLUB, "members": 0.2}), [(3, MeetingsParameters(**{**CLUB, "members": 0.6}))])
    society = called(weeks=2, schedule=schedule)
    few = mechanism(society).member.copy()
    who = society.residents.identity.copy()
    society.run(3)
    many = mechanism(society).member
    stayed = who == society.residents.identity
    assert many[few & stayed].all()
    assert many.sum() > 1.5 * few.sum()


def test_what_is_promised_is_paid_and_counted() -> None:
    society = called(weeks=20, **{**CLUB, "cost": 100.0})
    m = society.measure()
    assert m["meetings.came"] > 20
    assert m["meetings.came"] <= m["meetings.heard"]
    assert society.services.ledger.balance("residents", 0) == pytest.approx(20.0 * m["meetings.came"])
    assert m["yuan"] == pytest.approx(20.0 * m["meetings.came"] + 100.0 * 20)
    assert society.services.ledger.fen.sum() == 0


def test_rounds_of_visits_are_refused() -> None:
    with pytest.raises(ValidationError, match="rounds"):
        MeetingsParameters(rounds=(7,))
