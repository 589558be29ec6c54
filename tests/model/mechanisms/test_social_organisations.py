"""Social organisations: ideas, groups and their money, papers, the base, grants, purchase and the agency, and how it fails.

That it keeps every promise of a mechanism is tried for all that come with linli in tests/model/society/test_check_mechanism.py.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.mechanisms.social_organisations import LEVERS, SocialOrganisations, SocialOrganisationsParameters
from linli.model.people.constants import Constants
from linli.model.people.purposes import NO_TOPIC
from linli.model.people.residents import NO_TALENT, Role
from linli.model.people.service_constants import ServiceConstants
from linli.model.people.volunteer_constants import OrganiserKind, VolunteerConstants
from linli.model.services.staff import NUMBERS
from linli.model.society.society import Society

SMALL = NeighbourhoodParameters(buildings=2, floors=6)
HOUSES = NeighbourhoodParameters(buildings=3, floors=6)
GROUP, CLUB = "group", "club"
QUIET: dict[str, Any] = {
    "activities_a_year": 0.0, "festivals": 0, "health_a_year": 0.0, "branch_a_year": 0.0, "assemblies_a_year": 0.0, "clubs": 0.0,
    "notices_a_week": 0.0, "inspections_a_month": 0.0,
}  # fmt: skip
"""Ordinary life in which nothing is held and nothing spent."""
LASTING = VolunteerConstants(organiser=OrganiserKind(stay=10.0, tires=0.0))
"""Organisers who go on."""
EAGER: dict[str, Any] = {"idea": 2.0, "notice": 1.0}
EASY: dict[str, Any] = {
    "registration": "simple", "file": 6.0, "apply": 6.0, "bid": 6.0, "file_members_simple": 1, "register_members_simple": 1, "register_evenings_simple": 1.0,
    "register_weeks_simple": 1,
}  # fmt: skip
"""Whoever has a group files, registers, applies and bids."""


def grown(
    weeks: int = 0, neighbourhood: NeighbourhoodParameters = SMALL, seed: int = 3, *, volunteers: VolunteerConstants = LASTING,
    ordinary: dict[str, Any] | None = None, population: PopulationParameters | None = None, **parameters: Any,
) -> tuple[Society, SocialOrganisations]:  # fmt: skip
    life = OrdinaryLifeParameters(**(QUIET if ordinary is None else ordinary))
    chosen: dict[str, Any] = {"ordinary-life": life, "social-organisations": SocialOrganisationsParameters(**parameters)}
    constants = Constants(services=ServiceConstants(volunteers=volunteers))
    society = Society(neighbourhood=neighbourhood, population=population, mechanisms=chosen, constants=constants, seed=seed)
    society.run(weeks)
    return society, mechanism(society)


def mechanism(society: Society) -> SocialOrganisations:
    return next(one for one in society.programme.mechanisms if isinstance(one, SocialOrganisations))


def groups(society: Society) -> np.ndarray:
    return society.services.organisations.of(GROUP)


def till(society: Society, slots: np.ndarray) -> np.ndarray:
    return society.services.organisations.fen[slots] / 100.0


def free(society: Society, hours: float = 80.0) -> None:
    """Give everybody as many free hours; they are set anew only when people move in."""
    society.residents.free_hours[:] = hours


# The policy off


def test_levers_off_are_the_defaults() -> None:
    plain = SocialOrganisationsParameters()
    assert {name: getattr(plain, name) for name in LEVERS} == LEVERS


def test_without_levers_clubs_live_as_they_do_without_it_to_the_bit(same: Callable[..., None]) -> None:
    ordinary = {"clubs": 20.0}
    with_, own = grown(20, ordinary=ordinary)
    alone = Society(
        neighbourhood=SMALL, seed=3, constants=Constants(services=ServiceConstants(volunteers=LASTING)),
        mechanisms={"ordinary-life": OrdinaryLifeParameters(**ordinary)},
    )  # fmt: skip
    alone.run(20)
    same(with_, alone)
    assert np.array_equal(with_.services.ledger.fen, alone.services.ledger.fen)
    assert own.active() == len(with_.services.organisations.of(CLUB)) > 0
    assert own.listed() == own.own_meetings == own.funded == 0


def test_simpler_registration_alone_fills_a_list_and_founds_nothing() -> None:
    """A setting in which the policy does nothing: there is nothing to be had for the paper."""
    ordinary = {**QUIET, "clubs": 20.0}
    plain, _ = grown(40, ordinary=ordinary)
    filed, own = grown(40, ordinary=ordinary, **EASY)
    clubs = [one.services.organisations.of(CLUB) for one in (plain, filed)]
    assert own.listed() == len(clubs[1]) > 3
    assert own.registered() == 0, "nobody registers where nothing is bought"
    assert len(groups(filed)) == 0
    assert len(clubs[0]) == len(clubs[1])
    assert filed.services.ledger.spent.sum() == plain.services.ledger.spent.sum()


# Ideas and the base


def test_capable_adults_who_hear_begin_and_the_first_ones_have_the_places_of_the_base() -> None:
    society, own = grown(1, base_places=3, base_yuan=0.0, **EAGER)
    r, slots = society.residents, groups(society)
    rows = society.services.organisations.organiser(GROUP)[slots]
    assert len(slots) > 3
    assert ((r.talent[rows] != NO_TALENT) | ((r.roles[rows] & (Role.ACTIVIST | Role.PARTY)) != 0)).all()
    assert (r.age[rows] >= 18).all()
    assert r.talent_known[rows[r.talent[rows] != NO_TALENT]].all()
    topic = society.services.organisations.topic[slots]
    assert (topic == np.where(r.talent[rows] != NO_TALENT, r.talent[rows], NO_TOPIC)).all()
    about = topic[topic != NO_TOPIC].tolist()
    assert len(set(about)) == len(about), "one group about a thing in a compound"
    assert (own.good[slots] == (topic == NO_TOPIC)).all()
    based = own.based_until[slots] > society.week
    assert based.sum() == 3
    seed = own.now.seed_yuan
    assert (own.from_seed[slots] == np.where(based, seed, 0.0)).all()
    assert (own.from_dues[slots] >= own.now.founder_yuan).all()


@pytest.mark.parametrize("levers", [{}, {"registration": "simple"}, {"contracts": 2}])
def test_nobody_begins_where_there_is_neither_base_nor_grant(levers: dict[str, Any]) -> None:
    society, _ = grown(8, **EAGER, **levers)
    assert len(groups(society)) == 0


def test_the_base_costs_money_and_hours_of_staff_and_no_more_groups_are_coached_than_there_are_hours() -> None:
    society, own = grown(4, base_places=10, coach_hours=10.0, **EAGER)
    slots = groups(society)
    hours = society.services.staff.duty_hours[NUMBERS["activities"]].sum()
    pool = 40.0 * 5.1 * society.services.constants.evenings.staff_share
    assert 10.0 <= hours <= pool
    # Coaching is asked for in the month after the founding.
    society.run(1)
    assert own.coached[slots].sum() == int(pool // 10.0) < len(slots)
    assert society.services.ledger.spent[list(_accounts()).index("street")].sum() == pytest.approx(100 * 2 * 10 * own.now.base_yuan / 13.0, abs=2)


def _accounts() -> list[str]:
    from linli.model.services.ledger import ACCOUNTS

    return list(ACCOUNTS)


# Meetings and money


def test_members_pay_what_a_meeting_costs_and_the_till_is_what_is_left() -> None:
    society, own = grown(12, base_places=2, seed_yuan=500.0, good_yuan=15.0, **EAGER)
    slots = groups(society)
    spent = society.services.ledger.spent[_accounts().index("organisation")].sum() / 100.0
    held = spent / own.now.meeting_yuan
    assert held == int(held) >= own.own_meetings > 10
    income = own.from_dues[slots].sum() + own.from_seed[slots].sum()
    assert till(society, slots).sum() == pytest.approx(income - spent)
    for_good = society.services.organisations.sessions[slots[own.good[slots]]].sum()
    paid = (own.from_dues[slots].sum() - len(slots) * own.now.founder_yuan) / own.now.dues
    assert own.own_person_times - 20 * for_good <= paid < own.own_person_times


def test_a_group_without_money_does_not_meet_and_seed_money_keeps_it_meeting() -> None:
    dear = {"meeting_yuan": 100.0, "good_yuan": 100.0, "dues": 0.0, "founder_yuan": 100.0, "base_places": 50, **EAGER}
    poor, own = grown(12, seed_yuan=0.0, **dear)
    rich, other = grown(12, seed_yuan=5000.0, **dear)
    assert (poor.services.organisations.sessions[groups(poor)] <= 1).all()
    assert own.no_money > 8 * len(groups(poor))
    assert other.no_money == 0
    assert np.median(rich.services.organisations.sessions[groups(rich)]) >= 8
    company = [s.services.volunteers.kinds["group organiser"].columns["company"][groups(s)].mean() for s in (poor, rich)]
    assert company[0] < company[1], "an evening without a meeting is one on which nobody came"


def test_groups_in_the_base_meet_there_and_leave_the_room_of_the_compound_to_others() -> None:
    used = {}
    for places in (0, 50):
        society, own = grown(3, base_places=places, grants_yuan=1.0, grant_yuan=100.0, **EAGER)
        assert own.own_meetings > 2
        used[places] = int(society.services.rooms.used.sum())
    assert used[0] > used[50] == 0


def test_groups_that_stand_still_are_dormant_and_not_active() -> None:
    _, own = grown(32, meeting_yuan=1000.0, good_yuan=1000.0, base_places=4, seed_yuan=0.0, **EAGER)
    assert own.active() == 0.0
    assert own.dormant() == 1.0


# Papers


def test_strict_rules_let_nobody_register_and_simple_ones_do() -> None:
    kept = {name: value for name, value in EASY.items() if name != "registration"}
    for rule, some in (("strict", False), ("simple", True)):
        society, own = grown(30, registration=rule, base_places=5, contracts=1, file_members=1, **kept, **EAGER)
        free(society)
        assert own.listed() > 3
        assert (own.registered() > 0) is some


def test_papers_take_the_evenings_of_organisers_before_anything_else() -> None:
    society, own = grown(0, base_places=50, seed_yuan=5000.0, **EASY, file_evenings_simple=50.0, desk=7.0, **EAGER)
    free(society, 15.0)
    society.run(4)
    before = own.own_meetings
    # From the second month on all sit over their forms: no evening is left for a meeting.
    society.run(8)
    assert own.paper_evenings > 20
    assert own.own_meetings - before <= 0.4 * before


def test_the_list_of_the_office_grows_by_what_has_ended() -> None:
    tired = VolunteerConstants(organiser=OrganiserKind(stay=-6.0, company=0.0, accept=-10.0))
    society, own = grown(60, volunteers=tired, base_places=10, **EASY, **EAGER)
    assert society.services.organisations.history(GROUP)["ended"] > 5
    assert own.listed() > own.filed() + 5


# Grants


def test_grants_by_record_go_to_those_who_were_there_first_and_can_be_given_to_new_ones() -> None:
    share = {}
    for jury in ("record", "new"):
        _, own = grown(170, base_places=2, base_weeks=4, grants_yuan=6000.0, grants_to=jury, event_yuan=1000.0, **EASY, **EAGER)
        assert own.grants == 2 * math.ceil(own.grants / 2) > 4, "the year's money is for two"
        share[jury] = own.grants_repeated()
    assert share["record"] > share["new"] + 0.2


def test_a_grant_is_paid_out_in_events_that_are_open_to_all() -> None:
    society, own = grown(60, grants_yuan=3000.0, **EASY, **EAGER)
    free(society)
    society.run(60)
    assert own.events_grant > 1
    assert own.events_contract == own.events_agency == 0
    assert own.funded == own.events_grant == own.official_funded
    assert own.official_times >= own.funded * min(own.now.report_floor, own.funded_times / own.funded)


# Purchase


def test_where_nobody_can_bid_the_agency_holds_what_was_asked_for_and_takes_the_money() -> None:
    society, own = grown(30, contracts=2, tender_weeks=4, contract_weeks=20, contract_events=6)
    assert (own.lots_local, own.lots_agency) == (0, 2)
    assert own.events_agency == own.funded == 12
    assert society.services.ledger.spent[_accounts().index("street")].sum() == 100 * 2 * own.now.contract_yuan
    assert len(society.services.organisations.members) == 0, "nobody belongs to what a firm holds"
    assert society.services.staff.volunteer_hours.sum() == 0.0


def contracted(weeks: int, **more: Any) -> tuple[Society, SocialOrganisations]:
    """Groups that have registered and won all lots of a first term, so many weeks into it."""
    chosen = {"base_places": 8, "contracts": 4, "tender_weeks": 20, "contract_weeks": 40, "agency_record": 0.0} | EASY | EAGER | more
    society, own = grown(0, **chosen)
    free(society)
    society.run(21 + weeks)
    assert own.lots_local == 4
    return society, own


def test_receipts_decide_what_a_contract_was_worth() -> None:
    """Who delivers is paid what was spent, up to the price; who does not keeps of the advance what was spent. Nothing is left over."""
    for more, price, failed in (({}, 30000.0, 0), ({"contract_yuan": 16000.0, "contract_reports": 200}, 8000.0, 4)):
        society, own = contracted(41, **more)
        bound = np.flatnonzero(own.bound_until >= 0)
        assert own.contracts_over == 4
        assert own.unfulfilled == failed
        assert own.contract_spent[bound].min() > 4000.0, "organisers are paid, and events and meetings cost what they cost"
        assert own.from_contract[bound] == pytest.approx(np.minimum(own.contract_spent[bound], price))
        assert society.services.ledger.fen.sum() == 0
        assert 0.25 <= own.dependence() <= 1.0
    assert own.on_contracts() > 0.0


def test_groups_for_the_public_good_take_no_dues_and_live_on_who_pays() -> None:
    """They meet while there is seed money, stand still when it is gone, and are over sooner than those whose members pay."""
    society, own = grown(40, base_places=50, seed_yuan=400.0, **EAGER)
    slots = groups(society)
    good = own.good[slots]
    assert good.any()
    assert not good.all()
    assert (own.from_dues[slots[good]] == own.now.founder_yuan).all()
    assert (own.from_dues[slots[~good]] > own.now.founder_yuan).all()
    sessions = society.services.organisations.sessions[slots]
    # 500 yuan are spent in twelve evenings of 40 yuan.
    assert sessions[good].max() <= 12 < np.median(sessions[~good])
    assert own.good_active() < good.sum(), "the first ones stand still"
    assert own.no_money > 0


def test_reports_crowd_out_meetings_of_those_under_contract() -> None:
    """A setting in which the policy does harm: who writes reports holds fewer meetings than before, and than without them."""
    sessions = {}
    for reports in (0, 200):
        society, own = contracted(4, contract_reports=reports, desk=7.0)
        bound = np.flatnonzero(own.bound_from >= 0)
        free(society, 15.0)
        before = society.services.organisations.sessions[bound].copy()
        society.run(20)
        sessions[reports] = int((society.services.organisations.sessions[bound] - before).sum())
    assert sessions[200] < 0.3 * sessions[0]


def test_pay_ends_with_the_contract_and_so_does_part_of_the_wish_to_go_on() -> None:
    society, own = contracted(4, organiser_pay=1000.0)
    posts = society.services.volunteers.kinds["group organiser"]
    bound = np.flatnonzero(own.bound_from >= 0)
    assert (posts.columns["pay"][bound] == 1000.0).all()
    during = posts.goes_on(society.residents, bound, society.week)
    society.run(40)
    assert own.contracts_over == 4
    assert (posts.columns["pay"][bound] == 0.0).all()
    after = posts.goes_on(society.residents, bound, society.week)
    assert np.median(after - during) < -1.0


def test_reports_wear_out_those_who_write_them() -> None:
    """Of the same groups whose members pay far fewer are there a year after a contract with many reports than without one."""
    mortal = VolunteerConstants(organiser=OrganiserKind(stay=0.8, accept=-6.0))
    heavy = {"tender_weeks": 20, "contract_weeks": 40, "contract_gap": 100, "agency_record": 0.0, "contract_reports": 60, "organiser_pay": 1000.0}
    there, left = 0, {20: 0, 0: 0}
    for seed in (3, 4, 5, 6):
        bound = np.zeros(0, np.uint64)
        for lots in left:
            society, own = grown(21, HOUSES, seed, volunteers=mortal, base_places=20, contracts=lots, **heavy, **EASY, **EAGER)
            if lots:
                bound = own.identity[(own.bound_from >= 0) & ~own.good].copy()
                there += len(bound)
            society.run(92)
            left[lots] += int(np.isin(bound, own.identity).sum())
    assert there > 6
    assert left[20] < left[0] - 0.2 * there


def test_those_that_live_on_contracts_die_with_them() -> None:
    """The row's own failure: who serves others for nothing meets as long as somebody pays; in the two years after the contract such groups are over."""
    tires = VolunteerConstants(organiser=OrganiserKind(stay=1.6, accept=-6.0))
    active, over, later = PopulationParameters(activists=0.3), [0, 0], [0, 0]
    for seed in (3, 4, 5, 6):
        base = {"base_places": 20, "base_weeks": 30, "seed_yuan": 700.0}
        lots = {"contracts": 20, "tender_weeks": 20, "contract_weeks": 40, "contract_gap": 500, "agency_record": 0.0}
        society, own = grown(0, HOUSES, seed, volunteers=tires, population=active, **base, **lots, **EASY, **EAGER)
        society.run(58)
        on = own.bound_from >= 0
        bound = own.identity[on], own.good[on]
        society.run(110)
        there = np.isin(bound[0], own.identity)
        for kind in (0, 1):
            over[kind] += int((bound[1] == kind).sum())
            later[kind] += int((there & (bound[1] == kind)).sum())
    assert min(over) >= 4
    assert later[1] / over[1] < later[0] / over[0] - 0.2


def test_what_is_bought_no_more_runs_to_its_end() -> None:
    _, own = grown(60, contracts=1, tender_weeks=6, contract_weeks=20, contract_gap=0, contract_events=5, purchase_until=20)
    assert own.lots_agency == 1
    assert own.events_agency == 5


def test_the_next_tender_comes_after_the_gap() -> None:
    _, own = grown(10, contracts=1, tender_weeks=6, contract_weeks=20, contract_gap=10)
    assert own.lots_agency == 1
    assert own.tender_at.tolist() == [6 + 30]
