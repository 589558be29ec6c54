"""Unified elections: who votes, what stands on record, who is elected and known, and how a full record means nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from linli.model.contract.call import Sitting
from linli.model.contract.week import Week
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.election_parameters import LEVERS, UnifiedElectionsParameters
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.mechanisms.unified_elections import LEAD, UnifiedElections
from linli.model.people.residents import Role, Situation
from linli.model.society.society import Society

SMALL = NeighbourhoodParameters(buildings=2, floors=6)
MEMBER = "committee member"
DAY = LEAD
"""Scenario week of the first election here."""
ALL: dict[str, Any] = {
    "mode": "voters", "notice": 0.8, "chat": 0.5, "meetings": 2, "knock_share": 1.0, "party_first": True, "box_share": 1.0, "proxies": 3,
}  # fmt: skip
QUIET: dict[str, Any] = {"mode": "voters", "notice": 0.1}
FAILS: dict[str, Any] = {"mode": "delegates", "knock_share": 1.0, "surplus": 0}


def grown(seed: int = 3, weeks: int = 0, *, people: NeighbourhoodParameters = SMALL, **chosen: Any) -> tuple[Society, UnifiedElections]:
    levers = {"one_date": True, "first_week": DAY, **chosen}
    society = Society(
        neighbourhood=people, seed=seed, mechanisms={"ordinary-life": OrdinaryLifeParameters(), "unified-elections": UnifiedElectionsParameters(**levers)}
    )
    society.run(weeks)
    return society, next(m for m in society.programme.mechanisms if isinstance(m, UnifiedElections))


@cache
def counted(seed: int = 3, **chosen: Any) -> tuple[Society, UnifiedElections]:
    """Live until the votes of one election are counted."""
    return grown(seed, DAY + 2, **chosen)


def over(measure: str, seeds: tuple[int, ...] = (1, 2, 3), **chosen: Any) -> float:
    """Return the mean of a measure of an election over some seeds."""
    return float(np.mean([getattr(counted(seed, **chosen)[1], measure)() for seed in seeds]))


def test_levers_off_are_the_defaults() -> None:
    plain = UnifiedElectionsParameters()
    assert {name: getattr(plain, name) for name in LEVERS} == LEVERS


def test_without_an_election_every_bit_is_as_in_ordinary_life(same: Callable[..., None]) -> None:
    with_, _ = grown(weeks=20, mode="none", notice=1.0, knock_share=1.0)
    alone = Society(neighbourhood=SMALL, seed=3, mechanisms={"ordinary-life": OrdinaryLifeParameters()})
    alone.run(20)
    same(with_, alone)
    assert np.array_equal(with_.services.offices.kinds[MEMBER].holders, alone.services.offices.kinds[MEMBER].holders)


# What stands on record and what happened


def test_a_full_record_and_few_voters_are_both_true() -> None:
    """Delegates who are summoned vote, and nobody else may: the record is of delegates."""
    assert over("official_turnout", **FAILS) > 0.75
    assert over("turnout", **FAILS) < 0.12
    society, m = counted(**FAILS)
    gates = society.places.gates
    assert m.roll_size[0] <= 2 * gates
    assert m.counted[0] == np.count_nonzero(m.voted & m.on_roll)


def test_it_fails_full_turnout_and_a_committee_nobody_knows() -> None:
    """Against all that a unified election can do the delegates' record is higher, and their committee is known to fewer."""
    assert over("official_turnout", **FAILS) > over("official_turnout", **ALL)
    assert over("elected_seats", **FAILS) > 0.8
    assert over("knew_then", **FAILS) < over("knew_then", **ALL)


def test_ballots_of_the_household_fill_the_record_and_bring_nobody_to_the_ballot() -> None:
    with_, without = {**ALL, "box_share": 0.0}, {**ALL, "box_share": 0.0, "proxies": 0}
    assert over("turnout", **with_) == over("turnout", **without)
    assert over("official_turnout", **with_) > over("official_turnout", **without) + 0.1
    society, m = counted(**with_)
    homes = set(society.residents.flat[m.voted].tolist())
    assert m.brought.any()
    assert set(society.residents.flat[m.brought].tolist()) <= homes
    assert not (m.brought & m.voted).any()


def test_boxes_are_carried_to_those_on_the_roll_whose_ballot_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    society, m = grown(**ALL)
    asked: list[np.ndarray] = []
    call = Week.call

    def listen(self: Week, kind: str, **said: Any) -> Sitting:
        if kind == "box":
            assert m.brought.any()
            assert (m.ballots > 0).any()
            assert np.array_equal(said["among"], [on and cast == 0 and not by for on, cast, by in zip(m.on_roll, m.ballots, m.brought, strict=True)])
            asked.append(said["among"])
        return call(self, kind, **said)

    monkeypatch.setattr(Week, "call", listen)
    society.run(DAY + 2)
    assert len(asked) == 1
    assert asked[0].any()


def test_a_roll_of_those_who_signed_up_raises_the_record_and_not_the_vote() -> None:
    signed = {**ALL, "roll": "signed", "box_share": 0.0, "proxies": 0}
    everybody = {**signed, "roll": "all"}
    assert over("official_turnout", **signed) > over("official_turnout", **everybody) + 0.1
    assert over("turnout", **signed) <= over("turnout", **everybody)


def test_the_local_roll_leaves_out_those_registered_elsewhere() -> None:
    society, m = counted(**{**ALL, "roll": "local"})
    assert m.on_roll.any()
    assert (society.residents.registration[m.on_roll] == 0).all()
    assert (society.residents.age[m.on_roll] >= 18).all()


def test_one_of_each_household_casts_its_ballot() -> None:
    society, m = counted(**{**ALL, "mode": "households"})
    flats = society.residents.flat[m.voted]
    assert len(flats) == len(set(flats.tolist())) == m.counted[0]
    # Some have moved between the day and the count.
    assert m.roll_size[0] == pytest.approx(len(np.unique(society.residents.flat[society.residents.age >= 18])), abs=2)
    assert m.official_turnout() > m.turnout()


# The parts


@pytest.mark.parametrize(
    "part", [{"notice": 0.8, "chat": 0.5}, {"party_first": True}, {"knock_share": 1.0}, {"box_share": 1.0}], ids=["notice", "party", "knocks", "boxes"]
)
def test_more_vote_in_person_where_more_are_reached(part: dict[str, Any]) -> None:
    assert over("turnout", **{**QUIET, **part}) > over("turnout", **QUIET)


def test_what_nobody_hears_of_brings_nobody() -> None:
    """One date, an evening with candidates and ballots of the household, with no notice: the policy does nothing for who votes."""
    nothing = over("turnout", mode="voters")
    assert over("turnout", mode="voters", proxies=3) == nothing
    assert nothing < 0.05


def test_knocks_take_the_evenings_of_heads_who_work() -> None:
    plain, none = counted(**QUIET)
    society, m = counted(**QUIET, knock_share=1.0)
    assert none.doors_knocked == 0.0
    at_work = society.services.volunteers.at_work("gate head")
    assert 0.0 < m.doors_knocked <= society.places.flats
    given = society.services.staff.volunteer_hours.sum() - plain.services.staff.volunteer_hours.sum()
    assert given > 0.0
    # Nobody is reached at a gate whose head does not work.
    assert m.reached.any()
    assert set(society.residents.gate[m.reached].tolist()) <= set(at_work.tolist())


def test_who_comes_to_an_evening_has_met_the_candidates_who_were_there() -> None:
    society, m = counted(**{**ALL, "meetings": 3})
    holders = society.services.offices.kinds[MEMBER].holders[0]
    seen = [seat for seat, row in enumerate(holders) if row >= 0 and m.met[row]]
    assert seen
    known = society.services.offices.kinds[MEMBER].known
    for seat in seen:
        assert known[seat, np.flatnonzero(m.met)].all()


def test_the_elected_sit_and_the_rest_of_ordinary_life_leaves_them_alone() -> None:
    society, m = grown(weeks=DAY + 2, **ALL)
    before = society.services.offices.kinds[MEMBER].holders.copy()
    assert m.elected_seats() == 1.0
    assert (society.residents.age[before[0]] >= 18).all()
    stays = before[0]
    society.run(12)
    now = society.services.offices.kinds[MEMBER].holders[0]
    assert ((now == stays) | ~m.elected[now]).all(), "who moved away is followed by somebody who comes to mind"


def test_too_few_votes_make_it_void_it_is_held_again_and_then_the_committee_stays() -> None:
    society, m = grown(weeks=DAY + 2, again=8, **QUIET)
    sitting = society.services.offices.kinds[MEMBER].holders.copy()
    assert (m.elections, m.void, m.failed) == (1, 1, 0)
    assert m.poll_week[0] == DAY + 8
    society.run(8)
    assert (m.elections, m.void, m.failed) == (2, 2, 1)
    same_people = society.services.offices.kinds[MEMBER].holders == sitting
    assert same_people.sum() >= sitting.size - 1
    assert m.elected_seats() == 0.0
    again, valid = grown(weeks=DAY + 2, quorum=0.0, **QUIET)
    assert (valid.void, valid.elected_seats()) == (0, 1.0)
    assert again.services.offices.kinds[MEMBER].loan is not None


def test_forms_take_the_hours_of_the_boxes() -> None:
    """Harm: what is written for the record is not carried to the doors."""
    free = {**ALL, "poll_staff": 2.0, "box_doors_an_hour": 2.0}
    busy = {**free, "report_hours": 192.0}
    assert sum(counted(seed, **busy)[1].boxes_missing for seed in (1, 2, 3)) > sum(counted(seed, **free)[1].boxes_missing for seed in (1, 2, 3))
    assert over("turnout", **busy) < over("turnout", **free)


def test_polling_waits_for_staff() -> None:
    _, m = grown(weeks=DAY + 4, **ALL, report_hours=200.0)
    assert m.put_off >= 2
    assert m.elections == 0


def test_one_date_is_one_week_and_else_each_community_has_its_own() -> None:
    many = NeighbourhoodParameters(buildings=1, floors=3, communities=5)
    _, together = grown(weeks=1, people=many, **QUIET, term=156)
    _, apart = grown(weeks=1, people=many, **QUIET, term=156, one_date=False)
    assert len(set(together.poll_week.tolist())) == 1
    assert len(set(apart.poll_week.tolist())) > 1
    assert (apart.poll_week >= LEAD).all()
    assert (apart.poll_week < LEAD + 156).all()


def test_the_next_election_is_a_term_later() -> None:
    _, m = grown(weeks=DAY + 4, **ALL, term=30)
    assert m.poll_week[0] == DAY + 30


# Party members


def gap(**chosen: Any) -> float:
    """Return how many more of a hundred Party members than of others vote."""
    return 100.0 * (over("surveyed_party", **chosen) - over("surveyed_others", **chosen))


def test_party_members_vote_more_where_they_are_called_first() -> None:
    assert gap(**QUIET, party_first=True) > 5.0


def test_that_party_membership_raises_turnout_can_come_out_either_way() -> None:
    """No weight of the vote is that of the Party: if its members are people who work, they vote less; if they are retired, more."""
    found = {}
    for who in (Situation.RENTER, Situation.RETIRED):
        gaps = []
        for seed in (1, 2, 3):
            society, m = grown(seed, people=NeighbourhoodParameters(buildings=3, floors=8), mode="voters", notice=0.8)
            r = society.residents
            r.roles &= np.uint8(~int(Role.PARTY) & 0xFF)
            r.roles[(r.situation == who) & (r.age >= 18)] |= np.uint8(Role.PARTY)
            society.run(DAY + 2)
            gaps.append(m.surveyed_party() - m.surveyed_others())
        found[who] = float(np.mean(gaps))
    assert found[Situation.RETIRED] > 0.02
    assert found[Situation.RENTER] < -0.02


# Whom they know


def test_votes_follow_the_list_where_candidates_are_unknown_and_ties_where_they_are_known() -> None:
    many = {**ALL, "begin": -3.0, "listed": 0.0}
    blind = over("known_votes", **many, known=0.0, met=0.0)
    assert over("known_votes", **many, known=8.0, met=8.0) > blind + 0.02
    # Where nobody is known those whom the list puts first are elected.
    unknown = {**many, "known": 0.0, "met": 0.0, "heard": 0.0}
    assert over("from_the_list", **{**unknown, "listed": 10.0}) == 1.0
    assert over("from_the_list", **unknown) < 0.9


def test_who_stands_wants_to() -> None:
    willing, unwilling = (counted(**{**ALL, "accept": base})[1] for base in (6.0, -10.0))
    assert willing.candidates() > unwilling.candidates()
    assert unwilling.elected_seats() < 1.0
