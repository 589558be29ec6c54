"""Ordinary life: heads, committee, clubs, activities, companies, and that the scenario begins with all of them at work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.mechanisms.meetings import MeetingsParameters
from linli.model.mechanisms.ordinary_life import HEAD, MEMBER, OrdinaryLife
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.people.constants import Constants, TrustConstants
from linli.model.people.everyday import LATE_EVENING, WEEKDAY_AFTERNOON, WEEKDAY_EVENING, WEEKDAY_MORNING, WEEKEND_MORNING
from linli.model.people.residents import NEVER, Role
from linli.model.people.service_constants import QuarrelConstants, ServiceConstants
from linli.model.people.units import event_identity
from linli.model.people.volunteer_constants import OrganisationConstants, OwnersConstants, PostKind, PropertyConstants, VolunteerConstants
from linli.model.services.dispute_table import ROAD, SETTLED
from linli.model.services.offices import Office
from linli.model.society.measures import catalogue
from linli.model.society.society import Society

SMALL = NeighbourhoodParameters(buildings=4, floors=8)
GATES = NeighbourhoodParameters(buildings=40, floors=2, entrances=3, flats_per_floor=2)
"""Many gates of few flats each."""
TWO = NeighbourhoodParameters(buildings=2, floors=6, communities=2)
NO_YEAR: dict[str, Any] = {"festivals": 0, "health_a_year": 0.0, "branch_a_year": 0.0, "assemblies_a_year": 0.0}
"""Of what the committee holds there are the activities alone; test_ordinary_year.py is about the rest."""
HEADS_ONLY: dict[str, Any] = {**NO_YEAR, "activities_a_year": 0.0, "clubs": 0.0}
DILIGENT = Constants(services=ServiceConstants(volunteers=VolunteerConstants(gate_head=PostKind(slackens=0.0))))
"""Whoever would stop steps down: in name only are those whom the committee has named."""
STANDING = OrganisationConstants(companies=PropertyConstants(share=1.0), owners=OwnersConstants(share=1.0))


def lived(
    neighbourhood: NeighbourhoodParameters = SMALL, weeks: int = 0, seed: int = 3, *, constants: Constants | None = None, threads: int = 1,
    population: PopulationParameters | None = None, more: dict[str, Any] | None = None, **parameters: Any,
) -> Society:  # fmt: skip
    chosen = {"ordinary-life": OrdinaryLifeParameters(**parameters), **(more or {})}
    society = Society(neighbourhood=neighbourhood, population=population, constants=constants, mechanisms=chosen, seed=seed, threads=threads)
    society.run(weeks)
    return society


def mechanism(society: Society) -> OrdinaryLife:
    return next(found for found in society.programme.mechanisms if isinstance(found, OrdinaryLife))


def office(society: Society, kind: str = HEAD) -> Office:
    return society.services.offices.kinds[kind]


def post(society: Society, column: str) -> np.ndarray:
    return society.services.volunteers.kinds[HEAD].columns[column]


# Gate heads


def test_some_gates_find_a_head_some_have_one_in_name_and_some_have_none() -> None:
    society = lived(GATES, 1)
    r, table = society.residents, society.services.units.table("gate")
    row, nominal = post(society, "row"), post(society, "nominal")
    held, inhabited = row >= 0, table.hi > table.lo
    found, named, vacant = held & ~nominal, held & nominal, inhabited & ~held
    assert min(found.sum(), named.sum(), vacant.sum()) > 5
    assert not (held & ~inhabited).any()
    assert (r.gate[row[held]] == np.flatnonzero(held)).all()
    assert ((r.roles[row[held]] & Role.HEAD) != 0).all()
    # Somebody is named in a share of the gates that found nobody.
    sought = (named | vacant).sum()
    assert abs(named.sum() / sought - 0.3) < 4.0 * np.sqrt(0.21 / sought)
    for gate in np.flatnonzero(named):
        adults = [i for i in range(table.lo[gate], table.hi[gate]) if r.age[i] >= 18]
        assert r.arrival[row[gate]] == min(r.arrival[i] for i in adults)


def test_nobody_is_named_where_the_office_does_not_do_so() -> None:
    assert not post(lived(GATES, 1, nominal=0.0), "nominal").any()
    everywhere = lived(GATES, 1, nominal=1.0)
    table = everywhere.services.units.table("gate")
    adults = np.add.reduceat(everywhere.residents.age >= 18, table.lo[table.hi > table.lo])
    assert (post(everywhere, "row")[table.hi > table.lo][adults > 0] >= 0).all()


def test_a_gate_without_a_head_looks_for_one_until_it_finds_one() -> None:
    constants = Constants(services=ServiceConstants(volunteers=VolunteerConstants(gate_head=PostKind(accept=-3.0))))
    society = lived(NeighbourhoodParameters(buildings=20, floors=5), 1, constants=constants, nominal=0.0)
    first = int((post(society, "row") < 0).sum())
    society.run(104)
    assert int((post(society, "row") < 0).sum()) < 0.8 * first


def test_notices_make_heads_known_at_the_doors_of_landings() -> None:
    silent = lived(GATES, 26, notices_a_week=0.0, **HEADS_ONLY)
    told = lived(GATES, 26, notices_a_week=1.0, **HEADS_ONLY)
    # Without notices a head is known to nobody else.
    assert (office(silent).knowers() == 0).all()
    knowers, nominal = office(told).knowers(), post(told, "nominal")
    assert knowers[(office(told).holder >= 0) & ~nominal].mean() > 2.0
    # One in name only delivers none.
    assert nominal.any()
    assert (knowers[nominal] == 0).all()
    assert 0.0 < told.measure()["gate_head_known"] < 1.0


def test_a_notice_reaches_one_landing_of_the_gate() -> None:
    society = lived(SMALL, 0, notices_a_week=1.0, **HEADS_ONLY)
    landings = society.places.landing_rows
    society.step()
    for gate in np.flatnonzero((post(society, "row") >= 0) & ~post(society, "nominal")):
        knows = np.flatnonzero(office(society).knows & (society.residents.gate == gate))
        others = knows[knows != post(society, "row")[gate]]
        assert len(np.unique(np.searchsorted(landings, others, side="right"))) <= 1


def test_notices_and_inspections_take_the_evenings_of_heads() -> None:
    hours = [
        float(lived(weeks=26, notices_a_week=notices, inspections_a_month=inspections, **HEADS_ONLY).services.staff.volunteer_hours.sum())
        for notices, inspections in ((0.0, 0.0), (0.5, 0.0), (0.5, 2.0))
    ]
    assert hours[0] == 0.0 < hours[1] < hours[2]
    worn = lived(weeks=52, notices_a_week=8.0, constants=DILIGENT, **HEADS_ONLY)
    assert post(worn, "strain").max() > 0.3
    assert post(worn, "strain")[post(worn, "nominal")].max(initial=0.0) == 0.0


# Quarrels


def quarrelsome(weeks: int, report: float = 0.2, **parameters: Any) -> Society:
    constants = Constants(trust=TrustConstants(quarrels=2.0), services=ServiceConstants(quarrels=QuarrelConstants(report=report, base=-5.0)))
    return lived(constants=constants, weeks=weeks, **parameters)


def test_heads_mediate_the_quarrels_of_their_gate_with_their_own_evenings() -> None:
    society = quarrelsome(0)
    book, road = society.services.disputes, ROAD["gate head"]
    before = 0
    for _ in range(40):
        society.step()
        tried = (book.open.tries[:, road] > 0) & (book.open.tried_in == society.week - 1)
        tries = int(book.open.tries[:, road].sum())
        assert (book.open.tries[:, road] <= book.quarrels.attempts).all()
        given_up = book.open.tries[:, road] == book.quarrels.attempts
        assert (book.open.holder[given_up] == -1).all()
        # At most one quarrel a gate and week.
        assert tries - before <= society.places.gates
        before = tries
        # Each attempt is an evening of the head, who is none of the two.
        head = post(society, "row")[society.residents.gate[book.open.a[tried]]]
        here = head >= 0
        assert (society.services.staff.used[head[here]] >= 1.0 - 1e-5).all()
        assert ((head != book.open.a[tried]) & (head != book.open.b[tried])).all()
        held = book.open.take(book.open.holder >= 0)
        assert (book.open.road[book.open.holder >= 0] == road).all()
        assert len(np.unique(society.residents.gate[held.a])) == len(held.a)
    settled = int(book.ended[:, road, SETTLED].sum())
    assert settled > 20
    assert book.recorded[:, road, 1].sum() == settled
    assert book.names == ["ordinary-life"]
    assert not book.ended[:, ROAD["hall"]].any()


@pytest.mark.parametrize("who", ["both", "one", "nobody"])
def test_a_head_settles_a_quarrel_of_those_who_both_know_them(who: str) -> None:
    """Without it an attempt settles two of a hundred; known to both, nearly nine of ten. To be known to one of the two is nothing."""
    quarrels = QuarrelConstants(report=0.5, base=-5.0, known=0.0, friendly=0.0, trust=0.0, mediate=-4.0, mediator_known=6.0, mediator_skill=0.0)
    society = lived(constants=Constants(trust=TrustConstants(quarrels=2.0), services=ServiceConstants(quarrels=quarrels)), notices_a_week=0.0)
    book, road = society.services.disputes, ROAD["gate head"]
    heads = post(society, "row")
    for _ in range(25):
        # Who quarrels begins lower in the row than the other or higher; one of a pair of neighbours is made to know the head.
        office(society).known[:] = who == "both"
        if who == "one":
            office(society).known[0, book.open.a] = True
            office(society).known[0, book.open.b] = False
        office(society).known[0, heads[heads >= 0]] = True
        society.step()
    settled = int(book.ended[:, road, SETTLED].sum())
    assert (settled > 20) if who == "both" else (settled < 8)


def test_nobody_mediates_who_was_not_asked_or_has_no_evening() -> None:
    road = ROAD["gate head"]
    unasked = quarrelsome(20, report=0.0)
    assert len(unasked.services.disputes.open.number) > 10
    assert not unasked.services.disputes.open.tries[:, road].any()
    busy = quarrelsome(0)
    for _ in range(20):
        busy.residents.free_hours[:] = 0.0
        busy.step()
    assert busy.services.disputes.open.asked.any()
    assert not busy.services.disputes.open.tries[:, road].any()
    assert busy.services.staff.volunteer_hours.sum() == 0.0


# The committee


def test_all_seats_of_the_committee_are_filled_by_adults_of_the_community() -> None:
    society = lived(TWO, 1)
    holder, starts = office(society, MEMBER).holders, society.places.community_rows
    assert holder.shape == (2, 5)
    assert (holder >= 0).all()
    assert all(len(set(seats)) == 5 for seats in holder.tolist())
    assert ((holder >= starts[:-1, None]) & (holder < starts[1:, None])).all()
    assert (society.residents.age[holder] >= 18).all()


def test_seats_are_filled_anew_at_the_end_of_the_term_and_when_somebody_moves_away() -> None:
    still = PopulationParameters(moves_owners=0.0, moves_renters=0.0)
    society = lived(weeks=52, term=52, population=still)
    first = office(society, MEMBER).holders.copy()
    assert (office(society, MEMBER).begun == 0).all()
    society.run(8)
    assert (office(society, MEMBER).begun == 52).all()
    assert (office(society, MEMBER).holders >= 0).all()
    assert not np.array_equal(office(society, MEMBER).holders, first)
    moving = lived(weeks=150, population=PopulationParameters(moves_owners=0.5, moves_renters=0.5))
    begun = office(moving, MEMBER).begun
    assert (begun > 0).any()
    assert (office(moving, MEMBER).holders >= 0).all()


def test_a_committee_may_have_no_seats() -> None:
    society = lived(weeks=30, seats=0)
    assert (office(society, MEMBER).holders < 0).all()
    assert mechanism(society).activities > 0


def test_the_committee_becomes_known_at_its_activities() -> None:
    active, idle = lived(weeks=52, **NO_YEAR), lived(weeks=52, **HEADS_ONLY)
    assert office(idle, MEMBER).known.sum() == 5
    # Whoever knows a member is one of them or came to something.
    seen = office(active, MEMBER).known[0]
    assert seen.sum() > 20
    assert seen[active.residents.last_came == NEVER].sum() <= 5


# Activities and clubs


def test_activities_are_held_as_often_as_planned_with_staff_and_money() -> None:
    society = lived(weeks=0, clubs=0.0, **NO_YEAR)
    held = 0
    for _ in range(104):
        society.step()
        held += len(society.events)
        if len(society.events):
            assert society.events.table["host"].tolist() == [1]
    assert held == 12
    assert mechanism(society).activities == held
    assert mechanism(society).person_times == society.person_times > 3 * held
    assert society.measure()["yuan_public"] == pytest.approx(1500.0 * held)
    assert society.measure()["staff_hours"] == pytest.approx(12.0 * held)
    assert society.services.promises.promises_kept == held
    assert ("ordinary-life", "kept") not in society.programme.experiences()


def test_without_staff_nothing_is_held_and_people_notice() -> None:
    society = lived(weeks=104, clubs=0.0, activity_staff=400.0, **NO_YEAR)
    assert mechanism(society).activities == 0
    assert society.person_times == 0
    assert society.services.ledger.spent.sum() == 0
    assert society.services.promises.promises_broken == 12
    assert society.programme.experiences()["ordinary-life", "broken"] > 20


def test_clubs_exist_meet_in_their_round_and_have_members() -> None:
    society = lived(NeighbourhoodParameters(buildings=12, floors=10), 1, clubs=5.0, club_begin=-20.0, activities_a_year=0.0, **NO_YEAR)
    r, organisations = society.residents, society.services.organisations
    clubs = organisations.of("club")
    assert abs(len(clubs) - 5.0 * r.n / 1000.0) < 1.0
    founders = organisations.organiser("club")[clubs]
    assert len(set(founders.tolist())) == len(clubs)
    assert r.civic[founders].mean() > r.civic.mean() + 0.5
    assert (organisations.topic[clubs] == r.interests[founders].argmax(axis=1)).all()
    assert set(organisations.round[clubs].tolist()) <= {WEEKDAY_MORNING, WEEKDAY_AFTERNOON, WEEKDAY_EVENING, LATE_EVENING, WEEKEND_MORNING}
    assert set(founders.tolist()) <= set(organisations.members.of(clubs)[1].tolist())
    for _ in range(40):
        society.step()
        meet = organisations.round[organisations.of("club")]
        assert np.isin(society.events.table["round"], meet).all()
    assert mechanism(society).clubs_met > 40
    assert len(organisations.members) > 3 * len(clubs)


def test_a_club_meets_among_its_members_and_looks_for_others_until_it_is_full() -> None:
    society = lived(NeighbourhoodParameters(buildings=12, floors=10), 0, clubs=5.0, activities_a_year=0.0, club_full=12, **NO_YEAR)
    organisations, bounds = society.services.organisations, society.places.compound_rows
    others_at: dict[bool, int] = {True: 0, False: 0}
    meetings, whole = 0, 0
    for _ in range(60):
        slots, sessions = organisations.of("club"), organisations.sessions.copy()
        members = {slot: set(organisations.members.of(np.array([slot]))[1].tolist()) for slot in slots.tolist()}
        society.step()
        held = {int(i): e for e, i in enumerate(society.events.table["identity"])}
        due = event_identity("ordinary-life", "club", society.week - 1, organisations.identity[slots])
        for slot, identity in zip(slots.tolist(), due.tolist(), strict=True):
            if identity not in held:
                continue
            e = held[identity]
            came = set(society.events.rows(e).tolist())
            is_open = sessions[slot] % 4 == 0 and len(members[slot]) < 12
            lo, hi = (int(society.events.table[name][e]) for name in ("lo", "hi"))
            meetings += 1
            others_at[is_open] += len(came - members[slot])
            if is_open:
                whole += 1
                assert not society.events.table["listed"][e]
                assert [lo, hi] == bounds[organisations.compound[slot] : organisations.compound[slot] + 2].tolist()
    assert meetings > 100
    assert whole > 10
    assert others_at[False] == 0
    assert others_at[True] > 20
    counts = organisations.members.counts()[organisations.of("club")]
    assert counts.max() >= 12


def test_a_club_without_evenings_of_its_organiser_does_not_meet() -> None:
    society = lived(weeks=0, clubs=5.0, activities_a_year=0.0)
    for _ in range(10):
        society.residents.free_hours[:] = 0.0
        society.step()
    assert len(society.services.organisations.of("club")) > 0
    assert mechanism(society).clubs_met == 0


# What stands


def test_property_company_and_owners_committee_stand() -> None:
    society = lived(weeks=10, constants=Constants(services=ServiceConstants(organisations=STANDING)))
    estates = society.services.estates
    assert estates.founded
    assert (estates.company >= 0).all()
    assert (estates.committee >= 0).all()
    assert (estates.hours > 0.0).all()
    assert society.measure()["property_fees_paid"] > 0.5
    assert society.measure()["owners_committees"] == 1.0
    assert not Society(neighbourhood=SMALL, seed=3).services.estates.founded


# As any mechanism


def test_a_policy_that_has_not_begun_leaves_every_bit(same: Callable[..., None]) -> None:
    plain = lived(weeks=12)
    later = lived(weeks=12, more={"meetings": MeetingsParameters(a_year=52.0, start_week=12)})
    same(plain, later)
    later.run(6)
    plain.run(6)
    assert not np.array_equal(plain.residents.last_came, later.residents.last_came)


def test_its_start_week_means_nothing_since_it_stands(same: Callable[..., None]) -> None:
    same(lived(weeks=12), lived(weeks=12, start_week=500))


def test_a_community_alone_is_as_it_is_beside_others() -> None:
    three = TWO.model_copy(update={"communities": 3})
    beside, alone = lived(three, 40, clubs=8.0), lived(TWO.model_copy(update={"communities": 1, "first_community": 1}), 40, clubs=8.0)
    lo, hi = beside.places.community_rows[1:3]
    for name in ("times_came", "roles", "trust_institutions", "trust_neighbours", "habit"):
        assert np.array_equal(getattr(beside.residents, name)[lo:hi], getattr(alone.residents, name)), name
    for name in ("partner", "closeness", "slow", "last"):
        assert np.array_equal(getattr(beside.ties, name)[lo:hi], getattr(alone.ties, name)), name
    assert alone.residents.times_came.sum() > 0
    assert np.array_equal(office(beside, MEMBER).holders[1], office(alone, MEMBER).holders[0] + lo)


def test_what_changes_in_one_community_leaves_the_other_equal_to_the_bit(same: Callable[..., None]) -> None:
    before = lived(TWO, 40)
    one = lived(TWO, 40, more={"meetings": MeetingsParameters(a_year=52.0, poster=1.0, audience="community", communities=(0,))})
    border = int(before.places.community_rows[1])
    same(before, one, slice(border, None))
    assert not np.array_equal(before.residents.last_came[:border], one.residents.last_came[:border])


def test_a_saved_society_goes_on_as_if_never_stopped(same: Callable[..., None], tmp_path: Path) -> None:
    constants = Constants(services=ServiceConstants(organisations=STANDING))
    straight, first = (lived(TWO, weeks, constants=constants, clubs=8.0, term=52) for weeks in (70, 40))
    first.save(tmp_path / "state")
    again = Society.load(tmp_path / "state")
    again.run(30)
    same(straight, again)
    assert straight.measure() == again.measure()
    assert straight.programme.experiences() == again.programme.experiences()


def test_another_number_of_threads_gives_the_same_bits(same: Callable[..., None]) -> None:
    three = TWO.model_copy(update={"communities": 3})
    one, two = (lived(three, 30, threads=threads) for threads in (1, 2))
    same(one, two)
    assert one.measure() == two.measure()


# Before the scenario


@pytest.fixture(scope="module")
def before() -> Society:
    constants = Constants(services=ServiceConstants(organisations=STANDING))
    society = lived(NeighbourhoodParameters(buildings=8, floors=6, entrances=2), constants=constants, seed=4, clubs=8.0)
    society.spin_up(years=3)
    return society


def test_the_scenario_begins_with_a_going_concern(before: Society) -> None:
    assert before.scenario_week == 0
    assert before.week == 52 * 6
    share = (office(before).holder >= 0).mean()
    assert 0.0 < before.measure()["ordinary-life.heads_at_work"] < share <= 1.0
    assert before.measure()["gate_head_in_office"] == pytest.approx(share)
    assert 0.05 < before.measure()["gate_head_known"] < 0.95
    # Heads have come and gone since these institutions began.
    began = 52 * 3
    since = office(before).since[office(before).holder >= 0]
    assert since.min() >= began
    assert (since > began).any()
    assert (office(before, MEMBER).holders >= 0).all()
    assert 5 < office(before, MEMBER).known[0].sum() < before.residents.n
    clubs = before.services.organisations.of("club")
    assert len(clubs) > 0
    assert len(before.services.organisations.members) > len(clubs)
    assert (before.services.organisations.sessions[clubs] > 10).any()
    assert before.services.estates.founded
    assert (before.services.estates.company >= 0).all()
    assert before.services.estates.arrears().sum() > 0.0


def test_people_came_before_and_ties_have_begun_at_its_occasions(before: Society) -> None:
    m = before.measure()
    assert m["came_quarter"] > 0.02
    assert m["origin.ordinary-life.activity"] + m["origin.ordinary-life.club"] > 0.0
    names = [kind.name for kind in before.origins.kinds]
    assert {"ordinary-life.activity", "ordinary-life.club"} <= set(names)


def test_all_counts_since_the_start_are_zero_at_the_start(before: Society) -> None:
    m, infos = before.measure(), catalogue([OrdinaryLife])
    counts = {name: value for name, value in m.items() if name in infos and "since the start" in infos[name].unit}
    assert len(counts) > 20
    assert {name: value for name, value in counts.items() if value and not np.isnan(value)} == {}
    assert counts["property_fees_paid"] != 0.0, "nothing was billed: there is no share of it"
    assert before.person_times == 0
    assert before.residents.times_came.sum() == 0
    assert before.programme.experiences() == {}
    assert set(before.services.volunteers.counts(HEAD).values()) == {0}
    assert set(before.services.organisations.history("club").values()) == {0}


def test_it_goes_on_from_there(before: Society, tmp_path: Path) -> None:
    before.save(tmp_path / "state")
    society = Society.load(tmp_path / "state")
    society.run(52)
    m = society.measure()
    # Six activities, four festivals, four health talks, twelve days of the branch, two meetings: to some nobody comes.
    assert 20 <= m["ordinary-life.activities"] <= 28
    assert m["ordinary-life.clubs_met"] > 20
    assert m["ordinary-life.person_times"] == society.person_times > 100
