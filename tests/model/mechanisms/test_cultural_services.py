"""Cultural-services: who is near and free, brands that somebody can run, dancing and who hears it, and how each fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.cultural_services.brands import RUNNER
from linli.model.mechanisms.cultural_services.facilities import HOURS, OFFICE
from linli.model.mechanisms.cultural_services.parameters import LEVERS, CulturalServicesParameters
from linli.model.mechanisms.cultural_services.services import CulturalServices
from linli.model.mechanisms.cultural_services.spots import edge, spots
from linli.model.mechanisms.cultural_services.squares import Dances
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.people.everyday import LATE_EVENING, WEEKDAY_EVENING, WEEKDAY_MORNING
from linli.model.people.residents import Situation
from linli.model.services.staff import NUMBERS
from linli.model.society.society import Society
from linli.scenarios.loader import load

SMALL = NeighbourhoodParameters(buildings=2, floors=8)
QUIET: dict[str, Any] = {
    "activities_a_year": 0.0, "festivals": 0, "health_a_year": 0.0, "branch_a_year": 0.0, "assemblies_a_year": 0.0, "clubs": 0.0,
    "notices_a_week": 0.0, "inspections_a_month": 0.0,
}  # fmt: skip
"""Ordinary life in which nobody but cultural services asks for evenings, staff and money."""
FACILITIES: dict[str, Any] = {"facilities": 2, "hours": "both"}
BRANDS: dict[str, Any] = {"brands": 2, "run_begin": 1.0, "brand_poster": 0.4, "help_base": -2.0}
SQUARES: dict[str, Any] = {"squares": 2, "dance_begin": -2.0, "dance_poster": 0.3, "speaks": 0.1}
FAILS: dict[str, Any] = {
    "facilities": 2, "hours": "office", "placing": "edge", "brands": 2, "learning": False, "squares": 2, "square_at": "windows",
}  # fmt: skip


def lived(weeks: int, *, seed: int = 3, neighbourhood: NeighbourhoodParameters = SMALL, **levers: Any) -> tuple[Society, CulturalServices]:
    chosen = {"cultural-services": CulturalServicesParameters(**levers), "ordinary-life": OrdinaryLifeParameters(**QUIET)}
    society = Society(neighbourhood=neighbourhood, mechanisms=chosen, seed=seed)
    society.run(weeks)
    return society, next(m for m in society.programme.mechanisms if isinstance(m, CulturalServices))


@pytest.fixture(scope="module")
def opened() -> tuple[Society, CulturalServices]:
    return lived(30, **FACILITIES)


@pytest.fixture(scope="module")
def branded() -> tuple[Society, CulturalServices]:
    return lived(60, **BRANDS)


@pytest.fixture(scope="module")
def danced() -> tuple[Society, CulturalServices]:
    return lived(50, **SQUARES)


def test_the_scenario_has_an_arm_for_each_part_and_one_that_fails() -> None:
    scenario = load("cultural-services")
    arms = scenario.arms
    assert list(arms)[:2] == ["before", "after"]
    assert list(arms)[-1] == "fails"
    assert {"facilities", "brands", "squares", "quiet"} <= set(arms)
    for name, levers in (("facilities", {"facilities"}), ("brands", {"brands"}), ("squares", {"squares"})):
        given = scenario.arm(name).mechanisms["cultural-services"]
        assert {lever for lever in LEVERS if getattr(given, lever) != LEVERS[lever]} == levers


def test_hours_placing_teaching_and_quiet_without_anything_to_do_it_for_change_nothing(same: Callable[..., None]) -> None:
    settings = {"hours": "both", "placing": "edge", "rooms": 4, "learning": False, "square_at": "windows", "quiet_hours": True, "agreement": "talks"}
    assert {name: getattr(CulturalServicesParameters(), name) for name in LEVERS} == LEVERS
    same(lived(12)[0], lived(12, **settings)[0])


# Facilities


def test_facilities_stand_among_the_gates_or_beyond_the_last_house(opened: tuple[Society, CulturalServices]) -> None:
    view = opened[1].view
    gates = view.units("gate").xy
    among = spots(view, 2, "spread", 400.0)[0]
    assert all(any((gate == at).all() for gate in gates) for at in among)
    away = spots(view, 2, "edge", 400.0)[0]
    assert np.sqrt(((gates - away[0]) ** 2).sum(axis=1)).min() == pytest.approx(400.0, abs=1e-6)
    line = np.array([[0.0, 0.0], [10.0, 0.0], [50.0, 0.0]])
    assert edge(line, 100.0).tolist() == [150.0, 0.0]
    assert edge(line[:1], 100.0).tolist() == [100.0, 0.0]


def test_who_works_comes_in_the_evening_and_not_in_office_hours() -> None:
    busy = (Situation.OWNER, Situation.RENTER)
    share = {}
    for hours in ("office", "late"):
        society, found = lived(30, facilities=2, hours=hours)
        rows = np.flatnonzero(found.visited >= 0)
        share[hours] = float(np.isin(society.residents.situation[rows], busy).mean())
        assert found.guests > 50
    assert share["office"] < 0.5 * share["late"]


def test_a_facility_at_the_edge_reaches_few(opened: tuple[Society, CulturalServices]) -> None:
    _, near = opened
    _, far = lived(30, placing="edge", **FACILITIES)
    assert near.near() == 1.0
    assert far.near() == 0.0
    assert far.guests < 0.6 * near.guests
    assert far.opened == near.opened, "it costs the same"
    assert far.reached_far() == far.reached() < near.reached_near() == near.reached()
    assert np.isnan(far.reached_near())


def test_rooms_without_staff_stay_closed_and_who_counted_on_them_notices() -> None:
    society, found = lived(20, opening_staff=14.0, **FACILITIES)
    plenty, open_ = lived(20, **FACILITIES)
    assert 0 < found.opened < 0.4 * found.planned
    assert open_.opened == open_.planned
    assert society.services.staff.duty_hours[NUMBERS["activities"]].sum() == pytest.approx(14.0 * found.opened)
    cancelled = society.services.promises.measures()
    assert cancelled["promises_broken"] > plenty.services.promises.measures()["promises_broken"] == 0


def test_an_empty_room_is_reported_as_full() -> None:
    _, found = lived(12, placing="edge", edge_metres=3000.0, **FACILITIES)
    assert found.reported >= found.now.report_floor * found.opened
    assert found.guests < 0.1 * found.reported


def test_rooms_are_open_in_the_hours_asked_for_and_further_ones_are_lent(opened: tuple[Society, CulturalServices]) -> None:
    society, found = opened
    assert found.planned == 30 * 2 * 2 * len(HOURS["both"])
    week = found.view
    lent = {}
    for rooms in (0, 1):
        closed, mechanism = lived(1, facilities=2, hours="office", lent_rooms=rooms)
        taken = closed.services.rooms.lent[closed.services.rooms.numbers["activity room"]]
        lent[rooms] = taken.sum(axis=0)
        assert mechanism.planned == 2 * 2 * len(OFFICE)
    assert lent[0].sum() == 0
    assert lent[1][WEEKDAY_MORNING] == 2
    assert lent[1][WEEKDAY_EVENING] == 0
    assert week.residents.n == society.residents.n


def test_reached_is_who_came_within_a_year(opened: tuple[Society, CulturalServices]) -> None:
    society, found = opened
    came = found.visited >= 0
    assert 0.05 < found.reached() == pytest.approx(came.mean())
    old = society.residents.age >= 60
    assert found.reached_old() == pytest.approx(came[old].mean())
    assert found.reached_owners() == pytest.approx(came[society.residents.tenure == 0].mean())
    assert found.reached_renters() == pytest.approx(came[society.residents.tenure == 1].mean())
    assert found.person_times == found.guests


# Brands


def test_a_name_is_known_to_more_than_ever_came_and_grows_by_editions(branded: tuple[Society, CulturalServices]) -> None:
    _, first = lived(8, **BRANDS)
    _, found = branded
    assert found.editions > 10
    assert found.name_known() > first.name_known()
    assert np.count_nonzero(found.known) > np.count_nonzero(found.visited >= 0)


def test_a_brand_whose_runner_leaves_is_taken_over_by_those_who_helped_or_is_forgotten() -> None:
    after = {}
    for learning in (True, False):
        society, found = lived(60, learning=learning, **BRANDS)
        assert found.editions > 6
        assert found.brands_listed() == 2
        assert (found.can_run() > 2) == learning
        posts = society.services.volunteers.kinds[RUNNER]
        # They move away, and take with them what they know.
        found.helped[posts.row[posts.held()]] = 0
        society.services.volunteers.vacate(found.view._moment, RUNNER, posts.held())
        before = found.name_known()
        society.run(70)
        after[learning] = found
        assert (found.handed > 0) == learning
        assert learning or found.name_known() < before
    assert after[True].brands_alive() > 0
    assert after[False].brands_alive() == 0 < after[False].brands_listed() == 2
    assert after[False].name_known() < 0.8 * after[True].name_known()
    assert after[False].missed > 10


def test_who_helps_learns_as_often_as_they_helped_and_newcomers_know_nothing(branded: tuple[Society, CulturalServices]) -> None:
    society, found = branded
    times = found.times_helped(0) + found.times_helped(1)
    assert times.sum() <= found.helping + found.editions
    assert times.max() > found.now.learn
    new = np.flatnonzero(society.week - society.residents.arrival < 1)
    assert times[new].sum() == 0
    assert (found.known[new] == 0).all()
    full = np.array([3])
    for _ in range(300):
        found._practise(1, full)
    assert found.times_helped(1)[3] == 255, "it is full, and does not run over into another brand"
    assert found.times_helped(0)[3] < 255


def test_an_edition_takes_evenings_money_and_staff(branded: tuple[Society, CulturalServices]) -> None:
    society, found = branded
    assert society.services.ledger.spent.sum() == pytest.approx(100.0 * found.now.brand_yuan * found.editions)
    assert society.services.staff.duty_hours[NUMBERS["activities"]].sum() == pytest.approx(found.now.brand_staff * found.editions)
    society.residents.free_hours[:] = 0.0
    held, missed = found.editions, found.missed
    society.run(10)
    assert found.editions == held
    assert found.missed > missed


def test_a_brand_that_nobody_wants_to_run_never_begins() -> None:
    """The policy is there and does nothing but ask."""
    society, found = lived(30, **{**BRANDS, "run_begin": -10.0})
    assert society.services.volunteers.counts(RUNNER)["asked"] > 10
    assert found.editions == found.person_times == found.brands_listed() == 0
    assert found.name_known() == 0.0


# Squares


def test_groups_come_to_the_squares_that_there_are_and_go_with_them(danced: tuple[Society, CulturalServices]) -> None:
    society, found = danced
    assert found.groups() == 2
    assert found.dances > 20
    assert found.soft_dances == 0
    found.schedule.change(50, CulturalServicesParameters())
    society.run(1)
    assert found.groups() == 0


def test_loudness_falls_with_the_distance_and_the_late_evening_allows_less(opened: tuple[Society, CulturalServices]) -> None:
    society, found = opened
    week, q = found.view, society.places

    def heard(at: np.ndarray, when: int, soft: bool) -> np.ndarray:
        one = Dances(np.array([soft]), np.array([when], np.uint8), at[None], np.array([0]), np.array([0]), np.zeros(1, np.uint64))
        _, flat, over = found._around(week, one)
        return np.bincount(flat, weights=over, minlength=q.flats)

    at = week.units("gate").xy[0]
    evening, late = heard(at, WEEKDAY_EVENING, False), heard(at, LATE_EVENING, False)
    soft, away = heard(at, WEEKDAY_EVENING, True), heard(at + 1e4, LATE_EVENING, False)
    both = (evening > 0.0) & (late > 0.0)
    assert both.any()
    assert late[both] - evening[both] == pytest.approx(10.0)
    assert (soft <= evening).all()
    assert soft.sum() < evening.sum()
    assert away.sum() == 0.0
    metres = np.sqrt(((q.flat_xyz - np.append(at, 0.0)) ** 2).sum(axis=1))
    assert (metres[soft > 0.0].max()) < metres[evening > 0.0].max() + 1e-6
    one, other = np.argsort(metres)[[len(metres) // 2, -1]]
    assert late[one] - late[other] == pytest.approx(20.0 * np.log10(metres[other] / metres[one]), abs=1e-4)


def test_dancing_that_stays_below_the_limit_disturbs_nobody() -> None:
    society, found = lived(40, **{**SQUARES, "loud": 45.0})
    assert found.dances > 20
    assert found.complaints == found.quarrels == 0
    assert found.hearers() == 0.0
    assert society.week > 0


def test_dancing_under_windows_disturbs_more_than_dancing_far_away(danced: tuple[Society, CulturalServices]) -> None:
    yard = danced[1]
    windows, far = lived(50, **SQUARES, square_at="windows")[1], lived(50, **SQUARES, square_at="edge")[1]
    assert windows.hearers() > far.hearers()
    assert far.complaints < min(yard.complaints, windows.complaints)
    assert far.dances > 5


def test_quarrels_about_dancing_cost_trust_and_wear_leaders_out() -> None:
    """Harm: with loudspeakers under windows and people who say so, neighbours trust each other less and groups last less long."""
    loud = {**SQUARES, "square_at": "windows", "loud": 95.0, "speaks": 0.5, "dance_late": 1.0}
    (angry, harmed), (calm, fine) = lived(80, **loud), lived(80, **{**loud, "speaks": 0.0})
    assert harmed.quarrels > 100 > fine.quarrels == 0
    assert angry.measure()["trust_neighbours"] < calm.measure()["trust_neighbours"]
    assert harmed.dances < fine.dances
    assert 0 < harmed.on_record < harmed.complaints


def test_only_who_does_not_dance_and_lives_near_quarrels() -> None:
    society, found = lived(30, **{**SQUARES, "speaks": 1.0})
    dances = found.view.in_habit("dancing")
    disputes = society.services.disputes.open
    mine = np.isin(disputes.number, found._cases)
    a, b = disputes.a[mine], disputes.b[mine]
    assert mine.sum() > 3
    assert dances.sum() > 20
    assert not dances[a].any()
    assert (society.residents.flat[a] != society.residents.flat[b]).all()
    assert (society.residents.age[a] >= 18).all()


def test_where_the_power_goes_off_late_groups_dance_early_and_disturb_fewer() -> None:
    loud = {**SQUARES, "dance_late": 1.0}
    free, early = (lived(50, **loud, quiet_hours=hours)[1] for hours in (False, True))
    assert early.dances > 20
    assert 0 < early.complaints < free.complaints
    assert early.hearers() < free.hearers()
    assert early.soft_dances == 0


def test_an_article_is_kept_by_leaders_who_made_it_for_as_long_as_they_see_it_kept() -> None:
    loud = {**SQUARES, "dance_late": 1.0}
    free, posted, talked = (lived(78, **loud, agreement=how)[1] for how in ("none", "posted", "talks"))
    assert talked.talks > 0 == posted.talks
    assert len(posted.view.covenant.articles("noise")) == len(talked.view.covenant.articles("noise")) == 1
    assert talked.soft_dances > 0 == free.soft_dances
    assert talked.soft_dances < 0.9 * talked.dances, "it unravels: hardly anybody else keeps it"


def test_a_talk_to_which_one_side_does_not_come_agrees_on_nothing() -> None:
    found, nobody = lived(40, **SQUARES, agreement="talks")[1], lived(40, **{**SQUARES, "loud": 40.0}, agreement="talks")[1]
    assert found.talks > 0 == nobody.talks
    assert nobody.view.covenant.articles("noise") == []
    assert nobody.dances > 20


# All together


def test_the_arm_that_fails_fails() -> None:
    """Edge, office hours, untaught, under windows: reached fewer, listed brands that are over, more complaints."""
    ease = {k: v for k, v in {**BRANDS, **SQUARES}.items() if k not in ("brands", "squares")}
    society, failing = lived(104, **FAILS, **ease)
    _, good = lived(104, facilities=2, hours="both", brands=2, squares=2, quiet_hours=True, agreement="talks", **ease)
    assert failing.guests < 0.3 * good.guests
    assert failing.can_run() < good.can_run()
    assert failing.complaints > good.complaints
    assert society.services.volunteers.counts(RUNNER)["asked"] > 0
