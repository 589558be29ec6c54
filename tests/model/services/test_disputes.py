"""Disputes: how they begin, go on, are claimed, worked on, ruled, counted and recorded."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.people.dispute_constants import DisputeConstants
from linli.model.people.service_constants import QuarrelConstants, ServiceConstants
from linli.model.services.dispute_norms import by_subject
from linli.model.services.dispute_table import (
    ACCEPTED,
    BETWEEN_NEIGHBOURS,
    COURT,
    IMPOSED,
    KINDS,
    MOVED,
    ROAD,
    SETTLED,
    SILENCE,
    SWALLOW,
    TALK,
    Open,
    kind_number,
)
from linli.model.services.disputes import Disputes
from linli.model.services.disputes_desk import DisputesDesk
from linli.model.services.moment import Moment
from linli.model.society.society import Society

Live = Callable[..., Society]
PassWeek = Callable[[Society], Moment]
HEAD, HALL = ROAD["gate head"], ROAD["hall"]
STILL: dict[str, float] = {"known": 0.0, "friendly": 0.0, "trust": 0.0, "report": 0.0, "lingers": 520}
"""The two settle with one chance, whoever they are, and nobody asks or falls silent."""


def constants(disputes: dict[str, float] | None = None, **quarrels: float) -> ServiceConstants:
    return ServiceConstants(
        quarrels=QuarrelConstants.model_validate({"base": -10.0, **STILL, **quarrels}),
        disputes=DisputeConstants.model_validate({"aloud": 0.0, **(disputes or {})}),
    )


def put(society: Society, n: int, kind: str = "noise", *, asked: bool = True, lo: int = 0, hi: int | None = None, first: int = 1) -> np.ndarray:
    """Open n cases between people of neighbouring households, numbered from `first`, and return their numbers."""
    d, r = society.services.disputes, society.residents
    code = kind_number(kind)
    a = lo + np.arange(n) % ((hi or r.n) - lo)
    b = np.array([next(j for j in (*range(i, hi or r.n), *range(lo, i)) if r.flat[j] != r.flat[i]) for i in a])
    if not BETWEEN_NEIGHBOURS[code]:
        b[:] = -1
    numbers = np.arange(first, first + n).astype(np.uint64)
    cases = Open.begun(numbers, a, b, r.identity, np.full(n, code), society.week, np.full(n, TALK))
    cases.asked[:] = asked
    d.open = d.open.and_(cases)
    np.add.at(d.begun, np.full(n, code), 1)
    return numbers


def desk(society: Society, by: int = 0) -> DisputesDesk:
    return DisputesDesk(society.services.disputes, Moment.of(society), by)


def granted(society: Society, numbers: np.ndarray, road: str = "gate head", by: int = 0) -> DisputesDesk:
    """Claim cases for a mechanism and grant them."""
    d = desk(society, by)
    assert d.claim(numbers, road).all()
    society.services.disputes.settle_claims(d.week)
    return d


def ended(disputes: Disputes, road: int | None = None) -> list[int]:
    """Ended cases by outcome."""
    return list(map(int, disputes.ended.sum(axis=(0, 1)) if road is None else disputes.ended[:, road].sum(axis=0)))


def near(found: float, expected: float, n: int) -> bool:
    """Whether a share of n lies within four standard errors of what is expected."""
    return abs(found - expected) < 4 * max(expected * (1 - expected) / n, 1e-12) ** 0.5


# How they begin and go on


def test_without_quarrels_nothing_happens_to_trust(live: Live, pass_week: PassWeek) -> None:
    society = live()
    before = society.residents.trust_neighbours.copy()
    pass_week(society)
    assert (society.residents.trust_neighbours == before).all()
    shares = {"quarrels_settled", "official_settled"}
    for name, value in society.services.disputes.measures().items():
        assert math.isnan(value) if name in shares else value == 0.0, name


def test_a_quarrel_is_between_near_neighbours_of_different_households(live: Live) -> None:
    society = live(20, quarrels=2.0)
    o, r = society.services.disputes.open, society.residents
    assert len(o.a) > 20
    assert (r.flat[o.a] != r.flat[o.b]).all()
    assert (r.gate[o.a] == r.gate[o.b]).all()
    assert BETWEEN_NEIGHBOURS[o.kind].all()


def test_friendly_neighbours_settle_their_quarrels_sooner(live: Live) -> None:
    strangers, friends = (live(52, quarrels=1.0, closeness=hours).services.disputes for hours in (0.0, 12.0))
    assert ended(friends)[SETTLED] > 1.3 * ended(strangers)[SETTLED]
    assert friends.quarrels_open() < 0.6 * strangers.quarrels_open()
    assert friends.quarrels_begun() == strangers.quarrels_begun()


def test_every_quarrel_is_open_or_has_ended_once(live: Live) -> None:
    d = live(120, quarrels=1.0).services.disputes
    assert d.ended.sum() + len(d.open.number) == d.begun.sum() == d.quarrels_begun()
    assert (d.ended.sum(axis=(1, 2)) + np.bincount(d.open.kind, minlength=len(KINDS)) == d.begun).all()
    assert ended(d)[SILENCE] > 0
    assert ended(d)[SETTLED] > 0


@pytest.mark.parametrize("closeness", [0.0, 12.0])
def test_the_two_settle_with_one_chance_a_week(live: Live, pass_week: PassWeek, closeness: float) -> None:
    society = live(closeness=closeness, constants=constants(base=-2.5))
    n, weeks, chance = 4000, 12, 1 / (1 + np.exp(2.5))
    put(society, n, asked=False)
    for _ in range(weeks):
        pass_week(society)
    d = society.services.disputes
    assert near(ended(d, TALK)[SETTLED] / n, 1 - (1 - chance) ** weeks, n)
    assert d.quarrels_settled() == 1.0


@pytest.mark.parametrize(
    ("hours", "trust", "adds"), [(0.0, 0.5, 0.0), (4.0, 0.5, 0.9), (40.0, 0.5, 0.9 + 0.6), (4.0, 0.7, 0.9 + 6.0 * 0.2), (4.0, 0.3, 0.9 - 6.0 * 0.2)]
)
def test_neighbours_settle_the_sooner_the_better_they_know_and_trust_one_another(
    live: Live, pass_week: PassWeek, hours: float, trust: float, adds: float
) -> None:
    """Acquaintances (3 h), friendly ones (17.5 h), and by the mean of what the two trust neighbours."""
    society = live(closeness=hours, constants=constants(base=-2.0, known=0.9, friendly=0.6, trust=6.0))
    n, r = 3000, society.residents
    put(society, n, asked=False)
    o = society.services.disputes.open
    # Some trust more and some less than this; of the two of a quarrel the mean counts, whoever began it.
    r.trust_neighbours[:] = trust + np.random.default_rng(2).choice([-0.1, 0.1], r.n)
    apart = r.trust_neighbours[o.a] - r.trust_neighbours[o.b]
    mean = 0.5 * (r.trust_neighbours[o.a] + r.trust_neighbours[o.b]).astype(float)
    chance = 1.0 / (1.0 + np.exp(2.0 - adds - 6.0 * (mean - trust)))
    pass_week(society)
    settled = ~np.isin(o.number, society.services.disputes.open.number)
    assert settled.sum() == ended(society.services.disputes, TALK)[SETTLED]
    for some in (apart > 0.1, apart < -0.1, np.abs(apart) < 0.1):
        assert some.sum() > 300
        assert abs(settled[some].sum() - chance[some].sum()) < 4.0 * np.sqrt((chance * (1.0 - chance))[some].sum())


def test_kinds_come_with_their_shares_and_move_no_other_draw(live: Live) -> None:
    plain = live(52, quarrels=5.0)
    leaks = live(52, quarrels=5.0, constants=ServiceConstants(disputes=DisputeConstants(leak=100.0)))
    a, b = plain.services.disputes, leaks.services.disputes
    n = int(a.begun.sum())
    share = a.begun / n
    for name in ("noise", "leak", "parking", "pets", "clutter", "money", "other"):
        assert near(share[kind_number(name)], getattr(a.constants, name), n)
    assert not a.begun[~BETWEEN_NEIGHBOURS].any()
    assert b.begun[kind_number("leak")] > 0.9 * n
    assert (a.open.number == b.open.number).all()
    assert (a.ended.sum(axis=0) == b.ended.sum(axis=0)).all()
    assert (plain.residents.trust_neighbours == leaks.residents.trust_neighbours).all()


def test_no_share_at_all_is_refused(live: Live) -> None:
    none = dict.fromkeys(("fees", "repairs", "income", "safety"), 0.0)
    with pytest.raises(ValueError, match="has a share"):
        live(constants=constants(none))


def test_a_swallowed_quarrel_falls_silent(live: Live) -> None:
    society = live(40, quarrels=2.0, constants=constants({"swallow": 1.0}, base=4.0, lingers=20))
    d = society.services.disputes
    assert (d.open.road == SWALLOW).all()
    assert ended(d) == ended(d, SWALLOW)
    assert ended(d)[SILENCE] == d.ended.sum() > 0
    assert d.open.began.min() == 40 - 20


def test_loud_quarrels_are_heard_on_the_landing_and_go_on_as_others(live: Live) -> None:
    quiet, aloud = (live(30, quarrels=2.0, constants=constants({"aloud": a}, base=-3.0)) for a in (0.0, 0.2))
    assert (quiet.residents.trust_neighbours == aloud.residents.trust_neighbours).all()
    assert ended(quiet.services.disputes) == ended(aloud.services.disputes)
    assert ended(aloud.services.disputes, ROAD["aloud"])[SETTLED] > 0
    assert len(desk(quiet).loud().numbers) == 0
    cases, r, places = desk(aloud).loud(), aloud.residents, aloud.places
    assert len(cases.numbers) > 10
    which, row = desk(aloud).hearers(cases.numbers)
    landing = places.unit_of_row(places.landing_rows, np.arange(r.n))
    for k in range(len(cases.numbers)):
        a, b = cases.a[k], cases.b[k]
        expected = np.flatnonzero(np.isin(landing, landing[[a, b]]) & ~np.isin(r.flat, r.flat[[a, b]]))
        assert sorted(row[which == k]) == expected.tolist()


def test_who_has_moved_away_ends_the_case(live: Live, pass_week: PassWeek) -> None:
    society = live(constants=constants())
    put(society, 40)
    granted(society, np.arange(1, 11).astype(np.uint64))
    o = society.services.disputes.open
    gone = (o.a == o.a[3]) | (o.b == o.a[3])
    society.residents.identity[o.a[3]] += np.uint64(1 << 40)
    pass_week(society)
    d = society.services.disputes
    assert ended(d)[MOVED] == d.ended.sum() == gone.sum() >= 1
    assert math.isnan(d.quarrels_settled()), "of those who moved away there is no share"


# Norms


def test_norms_are_asked_before_a_quarrel_begins(live: Live, pass_week: PassWeek) -> None:
    plain, normed = (live(quarrels=3.0, constants=constants()) for _ in range(2))
    noise = kind_number("noise")
    asked: list[int] = []

    def prevents(week: Moment, subject: str, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        asked.append(len(left))
        assert (week.residents.flat[left] != week.residents.flat[right]).all()
        return np.full(len(left), subject == "noise")

    normed.services.disputes.norms.append(by_subject(prevents))
    for _ in range(20):
        pass_week(plain)
        pass_week(normed)
    a, b = plain.services.disputes, normed.services.disputes
    assert sum(asked) == a.begun.sum()
    assert b.begun[noise] == 0
    assert b.prevented[noise] == a.begun[noise] > 0
    others = np.arange(len(KINDS)) != noise
    assert (a.begun[others] == b.begun[others]).all()
    assert not b.prevented[others].any()
    assert ended(a) == ended(b) == [0] * 5
    assert (a.open.number[a.open.kind != noise] == b.open.number).all()
    assert normed.residents.trust_neighbours.mean() > plain.residents.trust_neighbours.mean()


def test_a_quarrel_begins_if_all_norms_let_it(live: Live, pass_week: PassWeek) -> None:
    society = live(quarrels=3.0)
    d = society.services.disputes
    d.norms += [lambda week, kind, left, right: left % 2 == 0, lambda week, kind, left, right: left % 3 == 0]
    for _ in range(20):
        pass_week(society)
    assert (d.open.a % 6 == 0).all()
    assert d.begun.sum() > 0
    assert d.prevented.sum() > 3 * d.begun.sum()


# Claims


def test_two_mechanisms_share_cases_fairly_whoever_claims_first(live: Live) -> None:
    holders = []
    for order in ((0, 1), (1, 0)):
        society = live(constants=constants())
        d = society.services.disputes
        for by, name in zip(order, ("hall of the street", "heads"), strict=True):
            d.introduce(by, name)
        numbers = put(society, 2000)
        for by in (0, 1):
            assert desk(society, by).claim(numbers, "hall" if by == order[0] else "gate head").all()
        d.settle_claims(Moment.of(society))
        holders.append([d.names[holder] for holder in d.open.holder])
        mine = [len(desk(society, by).mine().numbers) for by in (0, 1)]
        assert sum(mine) == 2000
        assert near(mine[0] / 2000, 0.5, 2000)
        assert (d.open.road[d.open.holder == d.names.index("heads")] == HEAD).all()
    assert holders[0] == holders[1]


def test_a_higher_priority_goes_first(live: Live) -> None:
    society = live(constants=constants())
    numbers = put(society, 100)
    desk(society, 0).claim(numbers, "committee", priority=3)
    desk(society, 1).claim(numbers[:40], "committee", priority=4)
    society.services.disputes.settle_claims(Moment.of(society))
    assert (desk(society, 1).mine("committee").numbers == numbers[:40]).all()
    assert (desk(society, 0).mine().numbers == numbers[40:]).all()
    assert len(desk(society, 0).mine("hall").numbers) == 0


def test_a_case_has_one_holder_until_it_is_dropped(live: Live) -> None:
    society = live(constants=constants())
    numbers = put(society, 10)
    first = granted(society, numbers[:4], by=0)
    second = desk(society, 1)
    assert second.claim(numbers, "hall").tolist() == [False] * 4 + [True] * 6
    society.services.disputes.settle_claims(second.week)
    assert (first.mine().numbers == numbers[:4]).all()
    assert (second.mine("hall").numbers == numbers[4:]).all()
    assert len(first.waiting().numbers) == 0
    first.drop(numbers[:2])
    assert (second.waiting().numbers == numbers[:2]).all()
    assert (second.waiting().road == TALK).all()


def test_only_what_a_side_has_asked_about_can_be_claimed(live: Live) -> None:
    society = live(constants=constants())
    numbers = put(society, 10, asked=False)
    assert len(desk(society).waiting().numbers) == 0
    assert not desk(society).claim(numbers, "committee").any()
    assert not desk(society).claim(numbers + np.uint64(1000), "committee").any()
    society.services.disputes.settle_claims(Moment.of(society))
    assert len(desk(society).mine().numbers) == 0


def test_neighbours_ask_with_one_chance_a_week(live: Live, pass_week: PassWeek) -> None:
    society = live(constants=constants(report=0.02))
    n, weeks = 3000, 10
    put(society, n, asked=False)
    for _ in range(weeks):
        pass_week(society)
    d = society.services.disputes
    waiting = desk(society).waiting(relation="neighbours")
    assert d.mediation_asked() == len(waiting.numbers)
    settled = ended(d)[SETTLED]
    assert settled < 10
    assert near(d.mediation_asked() / n, 1 - 0.98**weeks, n)


def test_what_waits_can_be_chosen_by_kind_relation_place_and_road(live: Live) -> None:
    society = live(neighbourhood=NeighbourhoodParameters(buildings=2, floors=6, compounds=2), constants=constants(attempts=1))
    places, r = society.places, society.residents
    put(society, r.n, "pets")
    put(society, r.n, "fees", first=10**6)
    d = desk(society)
    everything = d.waiting()
    assert len(everything.numbers) == 2 * r.n
    assert (everything.gate == r.gate[everything.a]).all()
    compound = places.unit_of_row(places.compound_rows, everything.a)
    assert (everything.compound == compound).all()
    assert (d.waiting(kind="pets").kind == kind_number("pets")).all()
    assert (d.waiting(relation="company").b == -1).all()
    assert len(d.waiting(kind="pets", relation="company").numbers) == 0
    second = d.waiting(unit=("compound", np.array([False, True])))
    assert (second.numbers == everything.numbers[compound == 1]).all()
    assert (d.waiting(unit=("gate", np.array([0]))).gate == 0).all()
    assert len(d.waiting(unit=("community", np.array([True]))).numbers) == 2 * r.n
    given_up = everything.numbers[:50]
    granted(society, given_up).work(given_up, -8.0)
    assert len(d.waiting(road="gate head").numbers) == 2 * r.n - 50
    assert len(d.waiting(road="hall").numbers) >= 2 * r.n - 1
    assert not d.claim(given_up[-1:], "gate head").any()
    assert d.claim(given_up[-1:], "hall").all()


def test_what_is_claimed_does_not_fall_silent_and_a_claim_lapses(live: Live, pass_week: PassWeek) -> None:
    society = live(constants=constants({"claim_weeks": 6}, lingers=4))
    numbers = put(society, 20)
    granted(society, numbers[:8])
    for _ in range(5):
        pass_week(society)
    assert (desk(society).mine().numbers == numbers[:8]).all()
    assert ended(society.services.disputes)[SILENCE] == 12
    desk(society).work(numbers[:4], -8.0)
    pass_week(society)
    assert len(desk(society).mine().numbers) == 8
    pass_week(society)
    pass_week(society)
    assert (desk(society).mine().numbers == numbers[:4]).all()


# Work


@pytest.mark.parametrize(("log_odds", "chance"), [(-1.0, 1 / (1 + np.exp(1.0))), (100.0, 1 / (1 + np.exp(-8.0))), (-100.0, 1 / (1 + np.exp(8.0)))])
def test_an_attempt_settles_with_its_log_odds_and_three_with_theirs(live: Live, pass_week: PassWeek, log_odds: float, chance: float) -> None:
    society = live(constants=constants(attempts=3))
    n = 4000
    numbers = put(society, n)
    settled = np.zeros(n, np.bool_)
    granted(society, numbers)
    for attempt in range(1, 4):
        d = desk(society)
        cases = d.mine("gate head")
        assert (cases.tried == attempt - 1).all()
        found = d.work(numbers, log_odds)
        assert not found[settled].any()
        settled |= found
        assert near(settled.mean(), 1 - (1 - chance) ** attempt, n)
        society.week += 1
    d = desk(society)
    assert len(d.mine().numbers) == 0
    assert len(d.waiting(road="gate head").numbers) == 0
    assert len(d.waiting(road="committee").numbers) == n - settled.sum()
    assert ended(society.services.disputes, HEAD)[SETTLED] == settled.sum()


def test_records_stand_beside_what_happened(live: Live, pass_week: PassWeek) -> None:
    society = live(constants=constants(attempts=3, lingers=30, record_unsettled=0.1))
    n = 3000
    numbers = put(society, n)
    granted(society, numbers)
    for _ in range(3):
        desk(society).work(numbers, -1.5)
        society.week += 1
    d = society.services.disputes
    failed = n - ended(d)[SETTLED]
    not_settled, settled = d.recorded[:, HEAD].sum(axis=0)
    assert settled == ended(d, HEAD)[SETTLED] > 0
    assert near(not_settled / failed, 0.1, failed)
    assert d.recorded.sum() == not_settled + settled
    for _ in range(40):
        pass_week(society)
    assert ended(d)[SILENCE] > 0.9 * failed
    assert (d.recorded[:, HEAD].sum(axis=0) == (not_settled, settled)).all(), "a case that was given up is recorded once"
    assert d.official_settled() == settled / (settled + not_settled)
    assert d.official_settled() > 0.8 > 0.6 > d.quarrels_settled()
    assert (desk(society).recorded() == d.recorded).all()
    assert (desk(society).ended() == d.ended).all()


def test_what_is_dropped_half_way_and_falls_silent_is_recorded_now_and_then(live: Live, pass_week: PassWeek) -> None:
    society = live(constants=constants(attempts=3, lingers=8, record_unsettled=0.3))
    n = 2000
    d = granted(society, put(society, n))
    cases = d.mine().numbers
    d.work(cases, -8.0)
    d.drop(d.mine().numbers)
    for _ in range(10):
        pass_week(society)
    silent = ended(society.services.disputes)[SILENCE]
    assert silent > 0.95 * n
    assert near(society.services.disputes.recorded[:, HEAD, 0].sum() / silent, 0.3, silent)


def test_who_was_heard_and_who_was_passed_over(live: Live) -> None:
    society = live(constants=constants())
    numbers = put(society, 4)
    r = society.residents
    o = society.services.disputes.open
    rows = np.array([[0, 40], [10, 50], [20, 60], [30, 70]], np.int32)
    o.a[:], o.b[:] = rows.T
    d = granted(society, numbers)
    neighbours, institutions = r.trust_neighbours.copy(), r.trust_institutions.copy()
    heard = np.array([[True, True], [True, False], [False, True], [False, False]])
    assert d.work(numbers, np.full(4, 8.0), heard).all()
    moved = np.sign(r.trust_institutions[rows] - institutions[rows]).astype(int)
    assert moved.tolist() == [[1, 1], [1, -1], [-1, 1], [0, 0]]
    assert (r.trust_neighbours[rows] > neighbours[rows]).all()
    others = np.setdiff1d(np.arange(r.n), rows)
    assert (r.trust_institutions[others] == institutions[others]).all()


def test_an_attempt_that_fails_is_no_experience(live: Live) -> None:
    society = live(constants=constants())
    numbers = put(society, 5)
    d = granted(society, numbers)
    r = society.residents
    before = r.trust_neighbours.copy(), r.trust_institutions.copy()
    assert not d.work(numbers, -8.0).any()
    assert (r.trust_neighbours == before[0]).all()
    assert (r.trust_institutions == before[1]).all()


def test_a_ruling_ends_a_case_and_a_loser_may_accept_it(live: Live) -> None:
    society = live(constants=constants())
    numbers = put(society, 4)
    r, book = society.residents, society.services.disputes
    rows = np.array([[0, 40], [10, 50], [20, 60], [30, 70]], np.int32)
    book.open.a[:], book.open.b[:] = rows.T
    d = granted(society, numbers, "hall")
    neighbours, institutions = r.trust_neighbours.copy(), r.trust_institutions.copy()
    d.decide(numbers, np.array([True, False, True, False]), np.array([True, True, False, False]))
    assert len(book.open.number) == 0
    assert (ended(book, HALL)[ACCEPTED], ended(book, HALL)[IMPOSED]) == (2, 2)
    moved = np.sign(r.trust_institutions[rows] - institutions[rows]).astype(int)
    assert moved.tolist() == [[1, 1], [1, 1], [1, -1], [-1, 1]]
    assert (np.sign(r.trust_neighbours[rows] - neighbours[rows]) == [[1, 1], [1, 1], [0, 0], [0, 0]]).all()
    assert book.recorded[:, HALL].sum(axis=0).tolist() == [0, 4]
    assert book.quarrels_settled() == 0.5


def test_mediation_rests_on_the_mediator_and_on_the_trust_of_both(live: Live) -> None:
    society = live(constants=constants(mediate=-0.4, mediator_known=0.8, mediator_skill=0.5, trust=2.0))
    numbers = put(society, 3)
    o, trust = society.services.disputes.open, society.residents.trust_neighbours
    trust[o.a], trust[o.b] = 0.9, 0.3
    trust[o.a[0]] = trust[o.b[0]] = 0.5
    d = desk(society)
    asked = np.array([numbers[0], 999, numbers[2]], np.uint64)
    found = d.mediation_log_odds(asked, np.array([1.0, 1.0, -2.0]), np.array([True, True, False]))
    mean = 0.5 * (trust[o.a[2]] + trust[o.b[2]])
    assert found == pytest.approx([-0.4 + 0.8 + 0.5, 0.0, -0.4 - 1.0 + 2.0 * (mean - 0.5)], abs=1e-6)


# Household against property company


def test_without_a_company_nothing_begins_and_no_bit_moves(live: Live) -> None:
    plain, rich = live(30, quarrels=1.0), live(30, quarrels=1.0, constants=ServiceConstants(disputes=DisputeConstants(company=5.0)))
    assert not rich.services.disputes.begun[~BETWEEN_NEIGHBOURS].any()
    assert (plain.residents.trust_institutions == rich.residents.trust_institutions).all()
    assert (plain.services.disputes.open.number == rich.services.disputes.open.number).all()


def test_disputes_with_the_company_begin_at_their_rate_where_there_is_one(live: Live, pass_week: PassWeek) -> None:
    two = NeighbourhoodParameters(buildings=2, floors=6, compounds=2)
    society = live(neighbourhood=two, constants=constants({"company": 2.0}))
    d, places, r = society.services.disputes, society.places, society.residents
    d.company_exists(np.array([False, True]))
    neighbours = r.trust_neighbours.copy()
    for _ in range(52):
        pass_week(society)
    lived_in = np.flatnonzero(np.diff(places.flat_rows) > 0)
    households = (places.unit_of_row(places.compound_rows, places.flat_rows[lived_in]) == 1).sum()
    assert abs(d.begun.sum() - 2.0 * households) < 4 * (2.0 * households) ** 0.5
    assert not d.begun[BETWEEN_NEIGHBOURS].any()
    o = d.open
    assert (o.b == -1).all()
    assert (places.unit_of_row(places.compound_rows, o.a) == 1).all()
    adults = np.array([(r.age[r.flat == flat] >= 18).any() for flat in r.flat[o.a]])
    assert (r.age[o.a[adults]] >= 18).all()
    assert (r.trust_neighbours == neighbours).all()
    assert d.quarrels_begun() == d.quarrels_open() == 0.0
    share = d.begun / d.begun.sum()
    for name in ("fees", "repairs", "income", "safety"):
        assert near(share[kind_number(name)], getattr(d.constants, name), int(d.begun.sum()))
    assert len(set(o.number.tolist())) == len(o.number)


def test_household_and_company_settle_by_themselves_with_one_chance(live: Live, pass_week: PassWeek) -> None:
    society = live(constants=constants({"company_base": -3.0, "court": 0.0, "company_report": 0.0}))
    n = 3000
    put(society, n, "repairs", asked=False)
    trust = society.residents.trust_neighbours.copy(), society.residents.trust_institutions.copy()
    for _ in range(10):
        pass_week(society)
    assert near(society.services.disputes.ended[kind_number("repairs"), TALK, SETTLED] / n, 1 - (1 - 1 / (1 + np.exp(3.0))) ** 10, n)
    assert (society.residents.trust_neighbours == trust[0]).all()
    assert (society.residents.trust_institutions == trust[1]).all()


def test_what_others_have_given_up_goes_to_court_and_is_ruled_there(live: Live, pass_week: PassWeek) -> None:
    society = live(constants=constants({"company_base": -10.0, "court": 0.05, "court_weeks": 5, "court_household": 0.4}, attempts=1))
    n, d = 3000, society.services.disputes
    numbers = put(society, n, "fees")
    before = society.residents.trust_institutions.copy()
    for _ in range(3):
        pass_week(society)
    assert not (d.open.road == COURT).any(), "only what a road has given up is taken to court"
    granted(society, numbers[:-500], "committee").work(numbers[:-500], -8.0)
    given_up = n - 500 - ended(d)[SETTLED]
    society.residents.trust_institutions[:] = before
    for _ in range(4):
        pass_week(society)
    assert near((d.open.road == COURT).sum() / given_up, 1 - 0.95**4, given_up)
    assert ended(d)[IMPOSED] == 0
    assert len(desk(society).waiting(relation="company").numbers) == (d.open.road == TALK).sum()
    for _ in range(200):
        pass_week(society)
    ruled = ended(d, COURT)[IMPOSED]
    assert ruled > 0.95 * given_up
    assert (d.open.holder == -1).all()
    assert d.ended[~BETWEEN_NEIGHBOURS].sum() == d.ended.sum()


def test_the_court_rules_for_some_households_and_the_others_are_passed_over(live: Live, pass_week: PassWeek) -> None:
    society = live(constants=constants({"company_base": -10.0, "court": 1.0, "court_weeks": 1, "court_household": 0.4}, attempts=1))
    r = society.residents
    n = r.n
    numbers = put(society, n, "fees")
    granted(society, numbers, "committee").work(numbers, -8.0)
    r.trust_institutions[:] = 0.5
    for _ in range(2):
        pass_week(society)
    ruled = ended(society.services.disputes, COURT)[IMPOSED]
    assert ruled > 0.98 * n
    assert near((r.trust_institutions > 0.5).sum() / ruled, 0.4, ruled)
    assert (r.trust_institutions != 0.5).sum() == ruled


def test_who_asked_about_the_company_and_was_never_heard_is_passed_over(live: Live, pass_week: PassWeek) -> None:
    society = live(constants=constants({"company_base": -10.0, "company_report": 0.0, "court": 0.0}, lingers=4))
    r = society.residents
    numbers = put(society, 30, "safety")
    society.services.disputes.open.asked[:10] = False
    granted(society, numbers[20:]).work(numbers[20:], -8.0)
    desk(society).drop(desk(society).mine().numbers)
    before = r.trust_institutions.copy()
    for _ in range(6):
        pass_week(society)
    assert ended(society.services.disputes)[SILENCE] == 30
    assert np.flatnonzero(r.trust_institutions != before).tolist() == list(range(10, 20))
    assert (r.trust_institutions <= before).all()


# Refusals


def test_what_cannot_be_done_is_refused_in_a_sentence(live: Live) -> None:
    society = live(constants=constants())
    numbers = put(society, 6)
    d = granted(society, numbers[:3])
    with pytest.raises(ValueError, match="not held by"):
        d.work(numbers[3:], 0.0)
    with pytest.raises(ValueError, match="not held by"):
        desk(society, 1).drop(numbers[:1])
    with pytest.raises(ValueError, match="not held by"):
        desk(society, 1).decide(numbers[:1], np.array([True]))
    with pytest.raises(ValueError, match="does not rule; hall and court do"):
        d.decide(numbers[:1], np.array([True]))
    d.work(numbers[:1], -8.0)
    with pytest.raises(ValueError, match="once a week"):
        d.work(numbers[:2], -8.0)
    with pytest.raises(ValueError, match="log-odds are numbers"):
        d.work(numbers[1:2], np.nan)
    with pytest.raises(ValueError, match="named once"):
        d.work(numbers[[1, 1]], 0.0)
    with pytest.raises(ValueError, match="one of each side"):
        d.work(numbers[1:2], 0.0, np.array([True]))
    with pytest.raises(ValueError, match="uint64"):
        d.work(np.array([1]), 0.0)
    with pytest.raises(ValueError, match="roads that can be opened are"):
        d.claim(numbers[3:], "talk")
    with pytest.raises(ValueError, match="priority is 0 to 9"):
        d.claim(numbers[3:], "hall", priority=10)
    with pytest.raises(ValueError, match="no kind of dispute 'nosie'; there are noise"):
        d.waiting(kind="nosie")
    with pytest.raises(ValueError, match="no relation"):
        d.waiting(relation="friends")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="by gate, compound and community"):
        d.waiting(unit=("floor", np.array([0])))
    with pytest.raises(ValueError, match="one yes or no for each gate"):
        d.waiting(unit=("gate", np.array([True] * 99)))
    with pytest.raises(ValueError, match="one yes or no for each compound"):
        society.services.disputes.company_exists(np.array([True] * 9))
    assert len(d.mine().numbers) == 3


def test_the_view_of_cases_cannot_be_written_to(live: Live) -> None:
    society = live(constants=constants())
    numbers = put(society, 6)
    d = granted(society, numbers[:3])
    for cases in (d.mine(), d.waiting(), d.waiting().take(np.array([0])), d.mine().and_(d.waiting())):
        for column in cases:
            with pytest.raises(ValueError, match="read-only"):
                column[0] = 0
    d.ended()[:] = 7
    assert not society.services.disputes.ended.any()


def test_what_has_ended_meanwhile_is_passed_over(live: Live, pass_week: PassWeek) -> None:
    society = live(constants=constants(base=4.0))
    numbers = put(society, 30)
    granted(society, numbers)
    for _ in range(4):
        pass_week(society)
    assert len(desk(society).mine().numbers) == 0
    assert desk(society).work(numbers, 8.0).tolist() == [False] * 30
    desk(society).decide(numbers, np.ones(30, np.bool_))
    desk(society).drop(numbers)
    assert ended(society.services.disputes)[SETTLED] == 30


# Saving, and communities


def _policy(society: Society, where: np.ndarray) -> None:
    """A week of two mechanisms that claim and work on what they can get in some compounds."""
    book = society.services.disputes
    desks = [desk(society, by) for by in (0, 1)]
    for d, road in zip(desks, ("committee", "hall"), strict=True):
        d.claim(d.waiting(unit=("compound", where), road=road).numbers, road)
    book.settle_claims(desks[0].week)
    desks[0].work(desks[0].mine().numbers, -1.0)
    hall = desks[1].mine()
    desks[1].work(hall.numbers, -1.0, np.stack([hall.a % 2 == 0, hall.a % 3 == 0], axis=1))


def _busy(live: Live, **neighbourhood: int) -> Society:
    settings = {"company": 3.0, "company_report": 0.3, "court": 0.1, "court_weeks": 4, "aloud": 0.1}
    chosen = NeighbourhoodParameters.model_validate({"buildings": 1, "floors": 6, **neighbourhood})
    society = live(quarrels=2.0, neighbourhood=chosen, constants=constants(settings, base=-3.4, report=0.3, lingers=20, attempts=2))
    for by, name in enumerate(("committee", "reasoning hall")):
        society.services.disputes.introduce(by, name)
    return society


def test_a_saved_book_goes_on_exactly(live: Live, pass_week: PassWeek, tmp_path: Path) -> None:
    society = _busy(live)
    d, everywhere = society.services.disputes, np.array([True])
    d.company_exists(everywhere)
    for _ in range(25):
        _policy(society, everywhere)
        pass_week(society)
    assert (d.open.holder >= 0).any()
    assert d.ended.any(axis=(0, 1)).sum() >= 3
    society.save(tmp_path / "state")
    again = Society.load(tmp_path / "state")
    for by, name in ((1, "committee"), (0, "reasoning hall")):
        again.services.disputes.introduce(by, name)
    assert (desk(again, 1).mine().numbers == desk(society, 0).mine().numbers).all()
    assert len(desk(again, 1).mine().numbers)
    for by, name in enumerate(("committee", "reasoning hall")):
        again.services.disputes.introduce(by, name)
    for _ in range(25):
        for one in (society, again):
            _policy(one, everywhere)
            pass_week(one)
    ours, theirs = d.state(), again.services.disputes.state()
    assert all(np.array_equal(ours[name], theirs[name]) for name in ours.keys() | theirs.keys())
    assert (society.residents.trust_institutions == again.residents.trust_institutions).all()
    assert (society.residents.trust_neighbours == again.residents.trust_neighbours).all()


def test_counts_begin_anew_and_cases_go_on(live: Live) -> None:
    society = live(30, quarrels=2.0)
    d = society.services.disputes
    count = len(d.open.number)
    d.restart()
    assert not any(values.any() for values in (d.begun, d.asked, d.prevented, d.ended, d.recorded))
    assert len(d.open.number) == d.quarrels_open() == count > 0


def test_what_happens_in_one_community_leaves_the_other_equal(live: Live, pass_week: PassWeek) -> None:
    plain, treated = _busy(live, communities=2), _busy(live, communities=2)
    border = int(plain.places.community_rows[1])
    for society in (plain, treated):
        book = society.services.disputes
        book.company_exists(np.array([society is treated, True]))
        if society is treated:
            book.norms.append(lambda week, kind, left, right: (left >= border) | (kind != 0))
        for _ in range(30):
            _policy(society, np.array([society is treated, True]))
            pass_week(society)
    a, b = plain.services.disputes.open, treated.services.disputes.open
    mine = [o.take(o.a >= border) for o in (a, b)]
    names = [np.array(s.services.disputes.names) for s in (plain, treated)]
    assert (names[0][mine[0].holder] == names[1][mine[1].holder])[mine[0].holder >= 0].all()
    for name in Open._fields:
        if name != "holder":
            assert np.array_equal(getattr(mine[0], name), getattr(mine[1], name)), name
    for trust in ("trust_neighbours", "trust_institutions"):
        one, other = getattr(plain.residents, trust), getattr(treated.residents, trust)
        assert (one[border:] == other[border:]).all()
        assert (one[:border] != other[:border]).any()


# Attempts that could not be made, and cases brought by others


def test_an_evening_at_which_a_side_stayed_away_is_an_attempt_that_settles_nothing(live: Live) -> None:
    society = live(constants=constants())
    numbers, d = put(society, 5), society.services.disputes
    held = granted(society, numbers, "hall")
    for tried in range(1, d.quarrels.attempts + 1):
        held.in_vain(numbers)
        assert (d.open.tries[:, HALL] == tried).all()
        with pytest.raises(ValueError, match="this week" if tried < d.quarrels.attempts else "not held by"):
            held.in_vain(numbers)
        d.open.tried_in[:] = -1000
    assert d.ended.sum() == 0
    assert len(desk(society).waiting(road="hall").numbers) == 0, "the hall has given it up"
    assert len(desk(society).waiting(road="committee").numbers) == 5


def test_one_who_is_told_to_ask_for_help_may_do_so(live: Live) -> None:
    society = live(constants=constants())
    numbers = put(society, 60, asked=False)
    d = society.services.disputes
    never, sometimes = desk(society).suggest(numbers[:20], -30.0), desk(society).suggest(numbers[20:], 0.0)
    assert not never.any()
    assert 8 <= sometimes.sum() <= 32
    assert (d.open.asked[20:] == sometimes).all()
    assert d.asked.sum() == sometimes.sum()
    assert not desk(society).suggest(numbers[20:][sometimes], 8.0).any(), "they have asked already"
    with pytest.raises(ValueError, match="log-odds"):
        desk(society).suggest(numbers, math.nan)
    normed = desk(society).prevented()
    normed[:] = 7
    assert d.prevented.sum() == 0


def test_a_mechanism_may_let_quarrels_begin_over_what_it_knows_of(live: Live) -> None:
    society = live()
    r, d = society.residents, desk(society)
    left = np.array([0, 1])
    right = np.array([int(np.flatnonzero(r.flat != r.flat[i])[0]) for i in left])
    trust = r.trust_neighbours.copy()
    numbers = d.begin("parking", left, right)
    o = society.services.disputes.open
    assert o.number.tolist() == numbers.tolist()
    assert len(set(numbers.tolist())) == 2
    assert (o.a.tolist(), o.b.tolist()) == (left.tolist(), right.tolist())
    assert set(o.kind.tolist()) == {kind_number("parking")}
    assert (r.trust_neighbours[[*left, *right]] < trust[[*left, *right]]).all()
    assert society.services.disputes.begun[kind_number("parking")] == 2
    society.services.disputes.norms.append(by_subject(lambda _w, subject, a, _b: np.full(len(a), subject == "noise")))
    assert len(d.begin("noise", left, right)) == 0
    assert len(d.begin("pets", left, right)) == 2
    assert len(d.begin("pets", left, right)) == 0, "two who quarrel over it already in this week do not begin once more"
    assert len(d.begin("clutter", np.repeat(left, 2), np.repeat(right, 2))) == 2
    assert len(np.unique(o.number)) == len(o.number)


def test_quarrels_that_are_none_of_neighbours_are_refused(live: Live) -> None:
    society = live()
    r, d = society.residents, desk(society)
    mate = int(np.flatnonzero(np.bincount(r.flat)[r.flat] > 1)[0])
    for subject, left, right, says in (
        ("fees", 0, -1, "between a household and the property company"), ("dogs", 0, -1, "no kind of dispute 'dogs'"), ("noise", mate, mate, "one household"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=says):
            d.begin(subject, np.array([left]), np.array([right]))
