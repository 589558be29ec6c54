"""Party-service-centres: the counter and who waits there, evenings, rooms, the secretary and what people call them, members, and how it fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.contract.mechanism import Schedule
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.mechanisms.party_service_centres.centre import PartyServiceCentres
from linli.model.mechanisms.party_service_centres.centre_parameters import LEVERS, PartyServiceCentresParameters
from linli.model.mechanisms.party_service_centres.counter import rates, rates_of
from linli.model.mechanisms.party_service_centres.secretary import COMPANY, PARTY, SECRETARY, WINDOW, at_work, called, of_the_branch, own_hours
from linli.model.people.constants import Constants, TrustConstants
from linli.model.people.residents import Situation
from linli.model.people.service_constants import PromiseConstants, ServiceConstants
from linli.model.services.staff import NUMBERS
from linli.model.society.society import Society

SMALL = NeighbourhoodParameters(buildings=2, floors=8)
QUIET: dict[str, Any] = {
    "activities_a_year": 0.0, "festivals": 0, "health_a_year": 0.0, "branch_a_year": 0.0, "assemblies_a_year": 0.0, "clubs": 0.0,
}  # fmt: skip
"""Ordinary life without the committee's activities and without clubs."""
AFTER: dict[str, Any] = {
    "services": 4, "one_window": True, "evenings": 5.0, "weekends": 2.0, "rooms": 2, "secretary_hours": 40.0, "uniform": True, "ask_members": True,
    "report_in": True,
}  # fmt: skip
OPEN: dict[str, Any] = {"evenings": 5.0, "weekends": 2.0}


def grown(
    weeks: int = 0, *, neighbourhood: NeighbourhoodParameters = SMALL, seed: int = 3, ordinary: dict[str, Any] | None = None,
    constants: Constants | None = None, schedule: Schedule[PartyServiceCentresParameters] | None = None, **levers: Any,
) -> tuple[Society, PartyServiceCentres]:  # fmt: skip
    chosen: dict[str, Any] = {
        "party-service-centres": schedule or PartyServiceCentresParameters(**levers),
        "ordinary-life": OrdinaryLifeParameters(**QUIET if ordinary is None else ordinary),
    }
    society = Society(neighbourhood=neighbourhood, mechanisms=chosen, constants=constants, seed=seed)
    society.run(weeks)
    return society, next(found for found in society.programme.mechanisms if isinstance(found, PartyServiceCentres))


def holder(society: Society) -> np.ndarray:
    return society.services.offices.kinds[SECRETARY].holder


def knows(society: Society) -> np.ndarray:
    return society.services.offices.kinds[SECRETARY].knows


def hours(society: Society, duty: str) -> float:
    return float(society.services.staff.duty_hours[NUMBERS[duty]].sum())


@pytest.fixture(scope="module")
def station() -> tuple[Society, PartyServiceCentres]:
    return grown(52)


@pytest.fixture(scope="module")
def after() -> tuple[Society, PartyServiceCentres]:
    return grown(52, **AFTER)


def test_levers_off_are_the_defaults() -> None:
    plain = PartyServiceCentresParameters()
    assert {name: getattr(plain, name) for name in LEVERS} == LEVERS


# The counter


def test_matters_arise_by_age_and_tenure() -> None:
    society, centre = grown()
    r, p = society.residents, PartyServiceCentresParameters(certificates=1.0, pensions=2.0, family=4.0, residence=8.0)
    a_year = 52.0 * rates(centre.view, np.arange(r.n), rates_of(p))[:, -1]
    away = (r.tenure == 1) | (r.registration == 1)
    adult = r.age >= 18
    assert a_year == pytest.approx(adult + 2.0 * (r.age >= 60) + 4.0 * (r.situation == Situation.CARER) + 8.0 * (away & adult))
    assert a_year[r.age < 18].max() == 0.0


def test_the_station_sends_people_elsewhere_and_back_and_a_centre_does_not() -> None:
    (_, some), (_, all_) = grown(40, services=2, gives_up=0.0), grown(40, services=4, one_window=True, gives_up=0.0)
    assert some.elsewhere > 10
    assert all_.elsewhere == 0
    assert some.again > 10
    assert all_.again == 0
    assert all_.desk - all_.again > some.desk - some.again


def test_without_services_nobody_comes() -> None:
    society, centre = grown(20, services=0)
    assert centre.desk == 0 < centre.elsewhere
    assert society.measure()["tickets"] == 0


def test_who_works_comes_in_the_evening_if_there_is_one() -> None:
    found = {}
    for evenings in (0.0, 5.0):
        society, centre = grown(60, evenings=evenings, gives_up=0.0, one_window=True)
        busy = society.residents.situation > Situation.CARER
        found[evenings] = centre.pending[busy].mean(), centre.pending[~busy].mean()
    assert found[5.0][0] < 0.5 * found[0.0][0]
    assert found[0.0][0] > 2.0 * found[0.0][1]
    assert found[5.0][1] == pytest.approx(found[0.0][1], rel=0.5)


def test_who_waits_together_may_talk_and_has_come_to_no_occasion() -> None:
    # Few windows and long matters: the hall is full.
    full = {"windows": 0.5, "minutes": 40.0, "certificates": 12.0, "go": 8.0, "waiting_openness": 1.0, "go_wait": 0.0}
    society, centre = grown(30, **full)
    assert centre.desk > 500
    assert society.residents.times_came.sum() == 0
    kinds = {kind.name: society.measure()[f"origin.{kind.name}"] for kind in society.focus_kinds}
    assert kinds["party-service-centres.waiting"] > 0.0


def test_a_longer_wait_keeps_people_away() -> None:
    counts = [grown(30, windows=0.3, minutes=40.0, certificates=12.0, go_wait=weight)[1].desk for weight in (0.0, 10.0)]
    assert counts[1] < 0.8 * counts[0]


def test_what_staff_do_not_get_round_to_is_late() -> None:
    solved = [grown(40, windows=windows, certificates=6.0)[0].measure()["tickets_in_time"] for windows in (2.0, 0.1)]
    assert solved[0] > 0.95
    assert solved[1] < 0.5


# Evenings and rooms


def test_evenings_that_are_staffed_are_open_and_people_come(after: tuple[Society, PartyServiceCentres]) -> None:
    society, centre = after
    assert centre.opened == centre.announced == 52 * 7
    assert centre.studied > 100
    assert centre.measures()["party-service-centres.late_openings"] == pytest.approx(7.0)
    assert society.residents.times_came.sum() >= centre.studied


def test_only_who_has_a_use_for_a_quiet_place_goes_there() -> None:
    society, centre = grown(30, study_adults=0.0, **OPEN)
    came = centre.sat > 0
    assert came.sum() > 3
    assert (society.residents.situation[came] == Situation.STUDENT).all()


def test_more_points_are_more_visits_and_more_hours() -> None:
    (one, centre), (many, points) = (grown(30, points=points, budget=1e6, **OPEN) for points in (1, 4))
    assert points.studied > 1.2 * centre.studied
    assert hours(many, "counter") == pytest.approx(hours(one, "counter") + 30 * 7 * 3 * 0.5)


def test_an_evening_costs_money_and_without_money_it_is_called_off() -> None:
    society, centre = grown(13, budget=1200.0, weekends=0.0, evenings=5.0)
    assert centre.opened == 5  # 300 yuan a quarter, 60 an evening.
    assert centre.announced == 65
    assert society.services.ledger.spent.sum() == 100 * 300


def test_reports_and_inspections_eat_the_evenings_and_the_visits(after: tuple[Society, PartyServiceCentres]) -> None:
    _, good = after
    society, bad = grown(52, **AFTER, reports_hours=110.0, inspections_a_month=8.0)
    assert bad.announced == good.announced
    assert bad.opened < 0.2 * good.opened
    assert bad.homes < 0.5 * good.homes
    assert bad.studied < 0.3 * good.studied
    assert bad.measures()["party-service-centres.secretary_known"] < good.measures()["party-service-centres.secretary_known"] - 0.15
    assert hours(society, "reports") > 52 * 110.0


def test_doors_that_are_closed_cost_trust() -> None:
    """The policy does harm: who counted on the study room finds it shut; who has none to count on loses nothing."""
    sure = Constants(services=ServiceConstants(promises=PromiseConstants(notice=0.8)), trust=TrustConstants(requests=0.0))
    kept = {**OPEN, "study_adults": 0.6, "poster": 1.0, "certificates": 0.0, "pensions": 0.0, "family": 0.0, "residence": 0.0}
    good, pressed = (PartyServiceCentresParameters(**kept, reports_hours=reports) for reports in (60.0, 204.0))
    trust, sat = {}, {}
    for name, schedule in (("open", Schedule(good)), ("closed", Schedule(good, [(20, pressed)]))):
        society, centre = grown(30, constants=sure, schedule=schedule)
        trust[name], sat[name] = society.residents.trust_institutions, centre.sat > 0
    regulars = sat["open"] & sat["closed"]
    assert (trust["closed"] - trust["open"])[regulars].mean() < -0.1
    assert trust["closed"].mean() < trust["open"].mean() - 0.01


def test_rooms_that_are_opened_can_be_had() -> None:
    (_, none), (_, two) = (grown(10, rooms=rooms) for rooms in (0, 2))
    assert two.offered == none.offered + 10 * 2 * 2  # Two rooms in two parts of the week; the evenings are closed.
    _, late = grown(10, rooms=2, **OPEN)
    assert late.offered == none.offered + 2 * (10 * 2 + 9 * 3)  # Evenings and weekends from the second week on.


def test_rooms_alone_change_nobodys_life_where_nothing_is_held(same: Callable[..., None]) -> None:
    same(grown(20)[0], grown(20, rooms=5)[0])


# The secretary


def test_the_secretary_is_a_member_who_lives_here() -> None:
    society, _ = grown(1, neighbourhood=NeighbourhoodParameters(buildings=2, floors=6, communities=2))
    rows, border = holder(society), int(society.places.community_rows[1])
    assert rows[0] < border <= rows[1]
    assert (of_the_branch(society.residents) | at_work(society.residents))[rows].all()


def test_own_hours_are_what_company_reports_and_inspections_leave() -> None:
    p = PartyServiceCentresParameters(secretary_hours=40.0, reports_hours=60.0, secretary_reports=0.1, inspection_hours=10.0, company_hours=30.0)
    assert own_hours(p, np.array([0, 2])).tolist() == pytest.approx([34.0, 32.0])
    both = p.model_copy(update={"company": "both"})
    assert own_hours(both, np.array([0])).tolist() == pytest.approx([4.0])
    assert own_hours(both.model_copy(update={"apart": True}), np.array([0])).tolist() == pytest.approx([34.0])
    assert own_hours(both.model_copy(update={"reports_hours": 300.0}), np.array([0])).tolist() == [0.0]


def test_people_say_what_they_have_met_most_often() -> None:
    met = np.array([[2, 1, 0], [1, 1, 0], [0, 0, 3], [0, 1, 1], [0, 0, 0]], np.uint8)
    assert called(met).tolist() == [WINDOW, PARTY, COMPANY, PARTY, -1]


def test_who_is_known_by_the_window_is_called_station_head_and_a_badge_says_secretary() -> None:
    """The hall is all there is: no visits, no days of service; the branch of the community knows its secretary anyway."""
    hall = {"visits_a_week": 0.0, "secretary_hours": 40.0, "certificates": 6.0}
    told = {}
    for uniform in (False, True):
        society, centre = grown(40, uniform=uniform, **hall)
        outside = ~of_the_branch(society.residents) & knows(society)
        outside[holder(society)] = False
        says = called(np.stack((centre.met_window, centre.met_party, centre.met_company), axis=1))[outside]
        told[uniform] = len(says), set(says.tolist()), centre.measures()["party-service-centres.called_secretary"]
    assert told[False][1] == {WINDOW}
    assert told[True][1] == {PARTY}
    assert told[True][0] > told[False][0] > 10
    assert told[False][2] < 0.7
    assert told[True][2] == 1.0


def test_one_who_heads_the_company_is_called_chairman(station: tuple[Society, PartyServiceCentres]) -> None:
    _, before = station
    _, company = grown(52, company="both", secretary_hours=8.0, meetings_a_year=6.0)
    _, beside = grown(52, company="beside", meetings_a_year=6.0)
    name = "party-service-centres.called_chairman"
    assert before.measures()[name] == beside.measures()[name] == 0.0
    assert company.measures()[name] > 0.5


def test_uniform_and_badge_alone_leave_every_life_as_it_was(same: Callable[..., None]) -> None:
    """The policy does nothing: people learn who somebody is, and nothing follows from it."""
    (plain, before), (dressed, badge) = grown(40), grown(40, uniform=True)
    same(plain, dressed)
    assert badge.desk == before.desk
    assert badge.met_party.sum() > before.met_party.sum()
    assert dressed.services.ledger.spent.sum() == 100 * 3000 > plain.services.ledger.spent.sum()


def test_a_full_time_secretary_rings_at_doors_as_far_as_staff_hours_go() -> None:
    (_, part), (society, full), (_, pressed) = (grown(30), grown(30, secretary_hours=40.0), grown(30, secretary_hours=60.0, reports_hours=204.0))
    assert part.homes == pressed.homes == 0 < full.homes
    assert hours(society, "visits") == pytest.approx(30 * 15 * 0.75)
    assert knows(society).sum() > full.homes * 0.5
    assert society.services.ledger.spent.sum() == 100 * 8 * 4 * 45 * 32  # Eight payments of four weeks, for 32 hours more.


def test_a_visit_to_a_home_takes_the_matter_along() -> None:
    """Nobody goes to the counter: all that is handed in was taken along from homes."""
    away = {"go": -8.0, "gives_up": 0.0, "certificates": 6.0}
    (stays, _), (brought, centre) = grown(30, **away), grown(30, secretary_hours=40.0, **away)
    assert stays.measure()["tickets"] <= 0.1 * brought.measure()["tickets"]
    assert brought.measure()["tickets"] > 20
    assert centre.homes > 100


def test_a_new_secretary_is_known_to_the_branch_only() -> None:
    society, centre = grown(40, **AFTER)
    assert knows(society).sum() > 100
    office = society.services.offices.kinds[SECRETARY]
    office.vacate(np.array([0]), society.week)
    centre.now = centre.now.model_copy(update={"secretary_hours": 0.0})
    quiet = PartyServiceCentresParameters(services=0, secretary_hours=0.0)
    centre.schedule.change(40, quiet)
    society.run(1)
    known = np.flatnonzero(knows(society))
    assert holder(society)[0] >= 0
    assert set(known.tolist()) == set(np.flatnonzero(of_the_branch(society.residents)).tolist()) | set(holder(society).tolist())
    assert centre.met_window.sum() == centre.met_company.sum() == 0


def test_those_asked_are_as_many_as_was_said(after: tuple[Society, PartyServiceCentres]) -> None:
    from linli.model.mechanisms.party_service_centres.secretary import answers

    _, centre = after
    met = centre.met_window, centre.met_party, centre.met_company
    everybody, some = answers(centre.view, 0, met)[1], answers(centre.view, 150, met)[1]
    assert len(everybody) > 300
    assert 100 < len(some) < 200
    assert (some >= 0).mean() == pytest.approx((everybody >= 0).mean(), abs=0.15)


# Members


@pytest.mark.parametrize(("ask_members", "report_in"), [(True, False), (False, True), (True, True)])
def test_the_members_who_are_asked_may_come(ask_members: bool, report_in: bool) -> None:
    society, centre = grown(52, ask_members=ask_members, report_in=report_in)
    came, r = centre.served > 0, society.residents
    assert 0 < centre.helped < centre.signed
    assert came[at_work(r)].any() == report_in
    assert came[of_the_branch(r)].any() == ask_members
    assert not came[~(at_work(r) | of_the_branch(r))].any()
    assert society.services.staff.volunteer_hours.sum() >= 2.0 * centre.helped


def test_who_knows_the_secretary_is_asked_by_name_and_comes_more_often() -> None:
    """Same members, same days: what differs is whom the secretary has met before."""
    alone = {"report_in": True, "neighbourhood": NeighbourhoodParameters(buildings=5, floors=8)}
    (_, unknown), (_, known) = grown(52, seed=1, **alone), grown(52, seed=1, secretary_hours=40.0, visits_a_week=36.0, **alone)
    assert known.signed == unknown.signed
    assert known.helped > 1.15 * unknown.helped


# The company


def test_a_company_holds_rooms_and_money_until_it_is_kept_apart() -> None:
    opened, taken = {}, {}
    for apart in (False, True):
        society, centre = grown(52, company="beside", apart=apart, evenings=5.0, budget=16_000.0, company_takes=0.6)
        opened[apart], taken[apart] = centre.opened, centre.taken
        assert society.services.ledger.balance("community", 0) >= 0.0
    assert opened[True] == 260
    assert opened[False] == pytest.approx(0.4 * 16_000 / 60, abs=4)
    assert taken[False] == pytest.approx(52 * 3, abs=1)
    assert taken[True] == 0
