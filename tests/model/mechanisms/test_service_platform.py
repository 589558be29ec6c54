"""Service platform: troubles and who reports them, hours that end them, deadlines, follow-up calls, good marks, and how it fails."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.mechanisms.service_platform.parameters import LEVERS, ServicePlatformParameters
from linli.model.mechanisms.service_platform.platform import ServicePlatform
from linli.model.mechanisms.service_platform.working import worth_asking
from linli.model.services.staff import NUMBERS
from linli.model.society.society import Society
from linli.scenarios.loader import load
from linli.scenarios.schema import Scenario

SMALL = NeighbourhoodParameters(buildings=2, floors=6)
OFTEN: dict[str, Any] = {"private_a_year": 3.0, "shared_a_year": 6.0, "by_itself": 0.0, "publicity": 0.5}
"""Troubles come so often that a small compound shows in months what takes a town years; none ends by itself."""
OFFICES: dict[str, Any] = {**OFTEN, "of_company": 0.0, "of_offices": 1.0}
"""All troubles are the offices', whose hours nobody else wants."""
LINE: dict[str, Any] = {"phone": True, "app": True, "dispatch": True, "sorting": True}


def grown(weeks: int = 30, seed: int = 3, **levers: Any) -> Society:
    chosen: dict[str, Any] = {"service-platform": ServicePlatformParameters(**levers), "ordinary-life": OrdinaryLifeParameters()}
    society = Society(neighbourhood=SMALL, mechanisms=chosen, seed=seed)
    society.run(weeks)
    return society


def mechanism(society: Society) -> ServicePlatform:
    return next(found for found in society.programme.mechanisms if isinstance(found, ServicePlatform))


@cache
def _played(levers: tuple[tuple[str, Any], ...]) -> Society:
    return grown(**dict(levers))


def played(**levers: Any) -> ServicePlatform:
    """Return the mechanism of a society that has lived 30 weeks; look at it and run it no further."""
    return mechanism(_played(tuple(sorted(levers.items()))))


def hours(m: ServicePlatform, duty: str) -> float:
    return float(m.view.staff._service.duty_hours[NUMBERS[duty]].sum())


def test_levers_off_are_the_defaults() -> None:
    plain = ServicePlatformParameters()
    assert {name: getattr(plain, name) for name in LEVERS} == LEVERS


# Before the policy


def test_before_there_is_the_window_and_nobody_is_rung_up_or_answered_in_place_of_work() -> None:
    m = played(**OFTEN)
    assert m.calls_window > 20
    assert m.calls_phone == m.calls_app == m.calls_door == m.rung == m.begged == 0
    assert not m.heard.any()
    assert m.over_said + m.over_not > 10
    assert m.open_asked == m.open_said == m.open_not == m.sent_back == 0
    assert m.papers.sum() == m.paper_staff == 0.0


def test_at_the_window_are_those_who_are_free_in_office_hours() -> None:
    m = played(**OFTEN)
    r = m.view.residents
    assert not m.called[r.situation > 1].any()
    assert m.called[r.situation <= 1].any()


# Troubles and hours


def test_a_trouble_is_over_when_the_hours_that_it_needs_were_worked_and_not_before() -> None:
    none, some = played(**OFFICES, offices_hours=0.0, **LINE), played(**OFFICES, offices_hours=500.0, **LINE)
    assert none.requests > 20
    assert none.ended == none.closings == 0
    assert some.ended > 0.6 * some.requests
    assert some.troubles_now() < none.troubles_now()


def test_troubles_are_those_that_arose_less_those_that_are_over() -> None:
    m = played(**{**OFTEN, "by_itself": 0.05}, **LINE)
    assert m.faded > 5
    assert len(m.troubles["row"]) == m.arose - m.ended - m.faded - m.gone


def test_hours_of_the_offices_alone_end_more_and_are_paid_for() -> None:
    without, with_ = _played(tuple(sorted(OFFICES.items()))), _played(tuple(sorted({**OFFICES, "more_hours": 100.0}.items())))
    assert mechanism(with_).ended > mechanism(without).ended
    thousands = with_.residents.n / 1000.0
    paid = float(with_.measure()["yuan"]) - float(without.measure()["yuan"])
    assert paid == pytest.approx(100.0 * thousands * 60.0 * 30, rel=1e-3)


@pytest.mark.parametrize("part", [{"phone": True}, {"app": True}, {"callbacks": 0.5}])
def test_a_platform_costs_as_long_as_it_stands(part: dict[str, Any]) -> None:
    still: dict[str, Any] = {"private_a_year": 0.0, "shared_a_year": 0.0, "questions_a_year": 0.0}
    dear, cheap = (grown(13, **still, **part, platform_yuan=yuan) for yuan in (52_000.0, 0.0))
    assert float(dear.measure()["yuan"]) - float(cheap.measure()["yuan"]) == pytest.approx(13 * 1000.0, abs=1.0)


def test_a_window_alone_is_no_platform_that_costs() -> None:
    still: dict[str, Any] = {"private_a_year": 0.0, "shared_a_year": 0.0, "questions_a_year": 0.0}
    dear, cheap = (grown(13, **still, grid=True, platform_yuan=yuan) for yuan in (52_000.0, 0.0))
    assert dear.measure()["yuan"] == cheap.measure()["yuan"]


def test_what_bothers_a_gate_is_reported_again_by_others() -> None:
    gates, homes = (played(**{**OFFICES, "private_a_year": a, "shared_a_year": b}, offices_hours=0.0, **LINE) for a, b in ((0.0, 20.0), (1.0, 0.0)))
    assert gates.requests > 5
    assert gates.repeats / gates.requests > 2.0 * homes.repeats / homes.requests


# Who reports


def test_who_has_not_heard_of_the_line_does_not_ring_it() -> None:
    m = played(**{**OFTEN, "publicity": 0.0}, phone=True, app=True, by_window=0.0)
    assert m.calls_phone == m.calls_app == m.requests == 0
    told = played(**OFTEN, phone=True, by_window=0.0)
    assert told.calls_phone > 20
    assert told.calls_app == 0
    assert not told.called[~told.heard].any()


def test_the_app_is_of_those_who_can_use_it() -> None:
    m = played(**OFTEN, app=True, by_window=0.0, by_app=1.0)
    r, called = m.view.residents, m.called > 0
    assert r.digital[called].mean() > r.digital[~called & (r.age >= 18)].mean() + 0.05


def test_grid_workers_take_reports_at_the_doors_at_which_they_ring() -> None:
    with_, without, nowhere = played(**OFTEN, grid=True), played(**OFTEN), played(**OFTEN, grid=True, visits_a_week=0.0)
    assert with_.calls_door > 5 > without.calls_door == nowhere.calls_door == 0
    assert with_.homes > 100
    assert nowhere.homes == 0


def test_without_dispatch_some_are_told_that_it_is_not_theirs() -> None:
    away, sent = played(**OFFICES), played(**OFFICES, dispatch=True)
    assert away.turned_away > 5 > sent.turned_away == 0
    assert sent.requests > away.requests


def test_a_sorted_enquiry_takes_no_hours_of_the_committee() -> None:
    """Nobody is troubled by anything; people only ask."""
    quiet: dict[str, Any] = {"private_a_year": 0.0, "shared_a_year": 0.0, "questions_a_year": 6.0}
    mixed, sorted_ = played(**quiet), played(**quiet, sorting=True)
    assert mixed.enquiries == sorted_.enquiries > 30
    assert mixed.work_staff > 0.1 * mixed.enquiries
    assert sorted_.work_staff == 0.0
    assert sorted_.enquiry_share() == 1.0


# Deadlines, calls, marks


def test_at_the_deadline_a_ticket_is_closed_and_the_trouble_is_not() -> None:
    m = played(**OFFICES, offices_hours=0.0, **LINE, deadline_weeks=2)
    assert m.closings > 20
    assert m.ended == 0 == m.over()
    assert m.official_in_time() == 1.0
    assert m.days_to_close() <= 14.0
    assert m.again() > 0.0
    log = {kind: n for (by, kind), n in _played(
        tuple(sorted({**OFFICES, "offices_hours": 0.0, **LINE, "deadline_weeks": 2}.items()))
    ).programme.experiences().items() if by == "service-platform"}  # fmt: skip
    assert log["passed_over"] >= m.closings
    assert "heard" not in log


def test_who_was_rung_up_is_heard_and_what_is_not_over_goes_back_once() -> None:
    base: dict[str, Any] = {**OFFICES, "offices_hours": 20.0, **LINE, "deadline_weeks": 1}
    half, all_, none = (played(**base, callbacks=share) for share in (0.5, 1.0, 0.0))
    assert none.rung == none.sent_back == 0
    judged = all_.over_said + all_.over_not + all_.open_asked + all_.open_said + all_.open_not
    assert all_.rung == judged > half.rung > 0.3 * judged
    assert 0 < all_.sent_back <= all_.open_not
    never = played(**base, callbacks=1.0, says=12.0)
    assert never.sent_back == 0
    assert never.official_resolved() == 1.0 > never.over()


def test_an_hour_of_asking_is_weighed_against_an_hour_of_work() -> None:
    m = mechanism(grown(0, callbacks=1.0, ranking=0.5))
    need = np.array([0.1, 1.0, 5.0, 50.0])
    assert worth_asking(m, need).tolist() == sorted(worth_asking(m, need).tolist())
    assert worth_asking(m, need)[-1]
    assert not worth_asking(m, need)[0]
    for off in (mechanism(grown(0, callbacks=1.0)), mechanism(grown(0, ranking=1.0)), mechanism(grown(0, callbacks=1.0, ranking=1.0, says_asked=0.0))):
        assert not worth_asking(off, need).any()


def test_staff_who_are_ranked_ask_for_marks_and_the_rate_rises_and_not_what_is_over() -> None:
    base: dict[str, Any] = {**OFFICES, "offices_hours": 20.0, **LINE, "deadline_weeks": 1, "callbacks": 1.0}
    free, ranked = played(**base), played(**base, ranking=1.0)
    assert free.begged == free.open_asked == 0 == free.asking_staff
    assert ranked.begged > 10
    assert ranked.asking_staff == pytest.approx(0.5 * ranked.begged)
    assert ranked.official_resolved() > free.official_resolved() + 0.1
    assert ranked.counted() > free.counted()
    assert ranked.ended <= free.ended + 5


def test_where_hours_are_short_ranked_staff_answer_what_is_long_instead_of_working_on_it() -> None:
    short: dict[str, Any] = {**OFTEN, "of_company": 0.0, "of_offices": 0.0, "need_committee": 6.0, "reports_hours": 185.0, **LINE, "deadline_weeks": 6}
    plain, ranked = played(**short, callbacks=1.0), played(**short, callbacks=1.0, ranking=1.0)
    assert plain.not_worked == 0 < ranked.not_worked


# Hours compete, and how it fails


def test_who_writes_papers_does_not_visit_and_ends_less() -> None:
    """A policy that does harm: deadlines and calls without an hour more; the papers of tickets take the hours of work and of visits."""
    tight: dict[str, Any] = {**OFTEN, "of_company": 0.0, "of_offices": 0.0, "reports_hours": 150.0, "visits_a_week": 20.0, "need_committee": 2.0}
    before, after = played(**tight), played(**tight, deadline_weeks=2, callbacks=1.0, paper_hours=8.0)
    assert after.paper_staff > 100.0
    assert after.homes < 0.8 * before.homes
    assert after.ended < before.ended
    assert after.troubles_now() > before.troubles_now()
    assert hours(after, "reports") > hours(before, "reports")


def test_it_fails_the_ticket_is_closed_and_not_the_trouble() -> None:
    """All is in time on record, most callers say that it is over, and of the troubles hardly one in three is."""
    m = played(**OFFICES, offices_hours=20.0, **LINE, deadline_weeks=1, callbacks=1.0, ranking=1.0, says_asked=3.0)
    assert m.official_in_time() == 1.0
    assert m.over() < 0.35
    assert m.official_resolved() > 0.6


def test_a_year_is_told_when_it_is_over() -> None:
    society = grown(51, **OFTEN, **LINE, callbacks=1.0)
    m = mechanism(society)
    assert np.isnan(m.official_year())
    rung = int(m.years[0, 0])
    society.run(2)
    assert m.years[1, 0] >= rung > 0
    assert 0.0 < m.official_year() <= 1.0


# The scenario


def parameters_of(arm: Scenario) -> ServicePlatformParameters:
    found = arm.mechanisms["service-platform"]
    assert isinstance(found, ServicePlatformParameters)
    return found


def test_the_scenario_has_an_arm_for_each_part_and_one_in_which_it_fails() -> None:
    scenario = load("service-platform")
    arms = {name: parameters_of(scenario.arm(name)) for name in scenario.arms}
    assert list(arms)[:2] == ["before", "after"]
    on = {name: {lever for lever, off in LEVERS.items() if getattr(p, lever) != off} for name, p in arms.items()}
    assert on["before"] == set()
    assert on["after"] == set(LEVERS)
    assert on["no-ranking"] == set(LEVERS) - {"ranking"}
    assert on["no-hours"] == set(LEVERS) - {"more_hours"}
    assert on["fails"] == on["no-hours"]
    assert arms["fails"].ranking == 1.0
    assert arms["fails"].deadline_weeks < arms["after"].deadline_weeks
    alone = {lever for levers in on.values() if len(levers) == 1 for lever in levers}
    assert {"grid", "sorting", "dispatch", "deadline_weeks", "callbacks", "more_hours"} <= alone
    assert on["line"] == {"phone", "app"}
    assert on["ranking"] == {"callbacks", "ranking"}
