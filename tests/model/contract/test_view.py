"""What a week shows of ties and of everyday life: rare events, who is out, who knows a face."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.people.everyday import EVERYDAY
from linli.model.people.residents import NO_GROUP, Situation
from linli.model.society.society import Society


@pytest.fixture(scope="module")
def society() -> Society:
    lived = Society(neighbourhood=NeighbourhoodParameters(buildings=2, floors=6), mechanisms={"ordinary-life": OrdinaryLifeParameters()}, seed=5)
    lived.run(30)
    return lived


def test_hours_out_are_those_of_the_kinds_that_one_lives(society: Society) -> None:
    week, r = society.programme.mechanisms[0].view, society.residents
    kinds = [kind for kind in EVERYDAY.values() if kind.past == 0.0]
    everybody = week.hours_out(np.arange(r.n))
    grouped = [kind for kind in EVERYDAY.values() if kind.grouped]
    for row in (0, r.n // 2, r.n - 1):
        situation = Situation(int(r.situation[row])).name.lower()
        hours = sum(k.hours * len(k.rounds) * getattr(k.chance, situation) for k in kinds if not k.grouped)
        hours += sum(k.hours * len(k.rounds) * k.attendance for g, k in enumerate(grouped) if r.groups[g, row] != NO_GROUP)
        assert everybody[row] == pytest.approx(hours)
    in_yard = week.in_habit("yard")
    assert everybody[in_yard].mean() > everybody[~in_yard].mean() + 5.0
    assert np.array_equal(week.hours_out(np.array([3, 1])), everybody[[3, 1]])


def test_more_know_a_face_than_are_acquainted(society: Society) -> None:
    week, n = society.programme.mechanisms[0].view, society.residents.n
    one, other = (a.ravel() for a in np.meshgrid(np.arange(n), np.arange(0, n, 7), indexing="ij"))
    face, known = week.recognised(one, other), week.known(one, other)
    assert face[known].all()
    assert face.sum() > known.sum() > 0
    cut = society.constants.ties.recognised
    assert np.array_equal(face, week.known(one, other, cut))


def test_a_share_of_acquaintances_is_of_those_one_knows(society: Society) -> None:
    week, n = society.programme.mechanisms[0].view, society.residents.n
    rows = np.arange(n)
    some = week.acquaintances(rows) > 0
    assert some.any()
    assert np.isnan(week.share_of_known(rows, np.ones(n, np.bool_))[~some]).all()
    assert (week.share_of_known(rows[some], np.ones(n, np.bool_)) == 1.0).all()
    half = rows % 2 == 0
    share = week.share_of_known(rows[some], half)
    assert share + week.share_of_known(rows[some], ~half) == pytest.approx(np.ones(some.sum()))
    assert 0.2 < share.mean() < 0.8


def test_the_share_of_acquaintances_is_that_of_the_pairs_and_of_nobody_there_is_none(society: Society) -> None:
    week, r = society.programme.mechanisms[0].view, society.residents
    everybody, men = np.arange(r.n), r.sex == 1
    share, many = week.share_of_known(everybody, men), week.acquaintances(everybody)
    assert np.array_equal(np.isnan(share), many == 0)
    assert (many == 0).any()
    for row in np.flatnonzero(many)[:40].tolist():
        known = week.known(np.full(r.n, row), everybody)
        assert share[row] == pytest.approx(men[known].mean())


def test_rare_events_happen_at_their_rate_and_at_a_higher_one_too(society: Society) -> None:
    week, who = society.programme.mechanisms[0].view, society.residents.identity
    seldom, often = week.happen("falls", who, 5.0), week.happen("falls", who, 20.0)
    assert (often | ~seldom).all()
    assert often.mean() == pytest.approx(1.0 - np.exp(-20.0 / 52.0), abs=0.1)
    assert not week.happen("falls", who, 0.0).any()
    assert not np.array_equal(often, week.happen("fires", who, 20.0))
