"""Three-level linkage: quotas, forms and hours; what units ask for and give; committees on record and at work; and how it fails."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.linkage_committees import POST, QUORUM, SEATS, at_work
from linli.model.mechanisms.linkage_parameters import LEVERS, LinkageParameters
from linli.model.mechanisms.linkage_units import OWN, SORTS, THINGS, _at_the_activity
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.mechanisms.three_level_linkage import ThreeLevelLinkage
from linli.model.people.constants import Constants
from linli.model.people.residents import TOPICS, Situation
from linli.model.people.service_constants import ServiceConstants
from linli.model.people.volunteer_constants import PostKind, VolunteerConstants
from linli.model.services.staff import NUMBERS
from linli.model.society.society import Society

TWO = NeighbourhoodParameters(communities=2, compounds=1, buildings=1, floors=6)
"""Two communities of some 140 people."""
MANY = NeighbourhoodParameters(communities=3, compounds=5, buildings=1, entrances=1, floors=5)
"""Fifteen small compounds."""
MEETINGS: dict[str, Any] = {"meetings_a_year": 8.0, "visits_a_year": 8.0, "pledge_weeks": 8}
JOINT: dict[str, Any] = {**MEETINGS, "joint_a_year": 26.0, "budget_a_year": 1e5}
PRESSED: dict[str, Any] = {"tasks_a_year": 156.0, "reports_a_week": 28.0}
POOL = 5.1 * 40.0


QUIET = OrdinaryLifeParameters(activities_a_year=0.0, festivals=0, health_a_year=0.0, branch_a_year=0.0, assemblies_a_year=0.0, clubs=0.0)
"""An ordinary year in which the committee has no other work."""


def grown(
    weeks: int = 0, where: NeighbourhoodParameters = TWO, *, owner: PostKind | None = None, ordinary: OrdinaryLifeParameters | None = None, seed: int = 4,
    **levers: Any,
) -> tuple[Society, ThreeLevelLinkage]:  # fmt: skip
    volunteers = VolunteerConstants() if owner is None else VolunteerConstants(owner=owner)
    constants = Constants(services=ServiceConstants(volunteers=volunteers))
    chosen: dict[str, Any] = {"three-level-linkage": LinkageParameters(**levers), "ordinary-life": ordinary or OrdinaryLifeParameters()}
    society = Society(neighbourhood=where, mechanisms=chosen, constants=constants, seed=seed)
    society.run(weeks)
    return society, next(found for found in society.programme.mechanisms if isinstance(found, ThreeLevelLinkage))


def units(m: ThreeLevelLinkage) -> np.ndarray:
    return np.flatnonzero(m.sort >= 0)


def events(society: Society, kind: str) -> dict[str, np.ndarray]:
    """Return the columns of this week's events of a kind."""
    code = [one.name for one in society.focus_kinds].index(f"three-level-linkage.{kind}")
    which = society.events.table["kind"] == code
    return {name: column[which] for name, column in society.events.table.items()}


def test_hours_that_units_have_left_are_never_below_none() -> None:
    """Units may give no longer when an activity takes place for which more was planned."""
    society, m = grown(14, **JOINT)
    who = units(m)
    m.hours_left[who] = 1.0
    sitting: Any = SimpleNamespace(held=np.array([True]), came=np.array([3]), unit=np.array([0]))
    week: Any = SimpleNamespace(places=society.places)
    _at_the_activity(m, week, sitting, np.array([50.0]), who)
    assert (m.hours_left[who] == (m.where[who] != 0)).all(), "those of the community have none left, the others what they had"


def test_levers_off_are_the_defaults_and_find_no_units() -> None:
    society, m = grown(8)
    plain = LinkageParameters()
    assert {name: getattr(plain, name) for name in LEVERS} == LEVERS
    assert len(units(m)) == m.tasks_asked == m.meetings == 0
    assert society.services.staff.duty_hours[NUMBERS["reports"]].sum() == 0.0


# The plan


def test_task_events_that_are_well_prepared_are_held_and_written_down_at_their_floor() -> None:
    society, m = grown(26, tasks_a_year=52.0, budget_a_year=1e6, report_floor=50)
    assert m.tasks_asked == m.tasks_held == m.official_tasks == 52
    assert m.readiness() == pytest.approx(1.0, abs=1e-6)
    assert 0 < m.task_person_times < m.official_person_times
    assert m.official_person_times >= 50 * 52
    # Each brings a form of six hours, and takes ten of preparing.
    assert m.report_hours == pytest.approx(6.0 * 52, abs=12.0)
    assert society.services.ledger.spent.sum() >= 52 * 500 * 100


def test_forms_leave_fewer_hours_so_that_events_are_poor_and_fewer_come() -> None:
    ready, came = {}, {}
    # 204 hours less 31 forms of six leave eighteen, enough for an event of ten; 33 leave six; 34 leave none.
    for forms in (0.0, 31.0, 33.0, 34.0):
        society, m = grown(20, ordinary=QUIET, tasks_a_year=52.0, forms_a_task=0.0, reports_a_week=forms, budget_a_year=1e6, seed=7)
        ready[forms], came[forms] = m.readiness(), m.attendance()
        assert (society.services.staff.duty_hours.sum(axis=0) <= POOL * 20 + 1e-6).all()
        assert m.tasks_held == (0 if forms == 34.0 else 40)
    assert ready[0.0] == ready[31.0] == pytest.approx(1.0, abs=1e-6)
    assert ready[33.0] == pytest.approx(0.6, abs=0.01)
    assert came[31.0] == came[0.0]
    assert came[33.0] < 0.7 * came[0.0]


def test_a_record_is_full_where_rooms_are_empty_and_an_inspection_may_find_out() -> None:
    pressed = {"tasks_a_year": 104.0, "forms_a_task": 0.0, "reports_a_week": 34.0}
    _, m = grown(30, **pressed)
    assert m.tasks_held == 0 < m.official_tasks < m.tasks_asked
    assert m.official_person_times == 20 * m.official_tasks
    honest = m.official_tasks / m.tasks_asked
    _, rated = grown(30, **pressed, promotes=True)
    assert rated.official_tasks / rated.tasks_asked > honest + 0.1
    _, looked = grown(30, **pressed, promotes=True, inspections_a_year=12.0, looks=1.0)
    assert looked.times_caught > 0
    assert looked.official_tasks < rated.official_tasks


def test_the_topic_is_the_districts_unless_wishes_are_heard() -> None:
    society, m = grown(1, tasks_a_year=52.0, budget_a_year=1e6)
    assert len(set(events(society, "task")["topic"].tolist())) == 1
    heard, m = grown(1, tasks_a_year=52.0, budget_a_year=1e6, wishes_heard=True)
    m.wish[:] = [3, 5]
    heard.step()
    assert sorted(events(heard, "task")["topic"].tolist()) == [3, 5]


def test_seconded_staff_prepare_what_there_were_no_hours_for_and_cost_their_wage() -> None:
    pressed = {"tasks_a_year": 104.0, "forms_a_task": 0.0, "reports_a_week": 33.0, "budget_a_year": 1e6, "ordinary": QUIET}
    alone, without = grown(12, **pressed)
    helped, with_ = grown(12, **pressed, seconded=30.0)
    assert with_.readiness() > without.readiness() + 0.3
    cost = float((helped.services.ledger.spent - alone.services.ledger.spent).sum()) / 100.0
    more = 500.0 * (with_.tasks_held - without.tasks_held)
    assert cost == pytest.approx(30.0 * 40.0 * 12 * 2 + more)
    taken, away = grown(12, **pressed, seconded=-60.0)
    assert away.hours_taken > 0.0
    assert away.report_hours + away.hours_taken <= POOL * 24 + 1e-6
    assert taken.services.ledger.spent.sum() <= alone.services.ledger.spent.sum()


def test_the_money_of_the_district_goes_by_rating_to_another_community() -> None:
    society, m = grown(52, budget_a_year=10_000.0, budget_by_rating=0.5, task_yuan=0.0, tasks_a_year=4.0)
    ledger = society.services.ledger
    first = [ledger.balance("community", c) for c in range(2)]
    assert first == [10_000.0, 10_000.0]
    assert m.best in (0, 1)
    society.run(13)
    after = [ledger.balance("community", c) for c in range(2)]
    assert after[m.best] - first[m.best] == pytest.approx(2500.0 * 1.5)
    assert after[1 - m.best] - first[1 - m.best] == pytest.approx(2500.0 * 0.5)
    assert ledger.fen.sum() == 0
    assert [ledger.balance("street", c) for c in range(2)] == [0.0, 0.0]


# Resident units


def test_every_community_has_one_unit_of_each_sort_and_some_speak_for_theirs_who_live_there() -> None:
    society, m = grown(8, **MEETINGS, lives_here=1.0)
    own, r = units(m), society.residents
    assert len(own) == 2 * len(SORTS)
    assert sorted(m.sort[own].tolist()) == sorted([*range(len(SORTS))] * 2)
    rows = m.rep[own]
    assert len(set(rows.tolist())) == len(own)
    assert np.isin(r.situation[rows], (Situation.OWNER, Situation.RENTER)).all()
    assert (np.searchsorted(society.places.community_rows, rows, side="right") - 1 == m.where[own]).all()
    _, away = grown(8, **MEETINGS, lives_here=0.0)
    assert (away.rep[units(away)] == -1).all()
    assert away.represented > 0


def test_one_comes_to_know_the_secretary_by_talk_and_loses_it_by_time_or_a_move() -> None:
    society, m = grown(13, visits_a_year=26.0, lives_here=1.0)
    assert m.visits_made == m.visits_due > 0
    assert m.known() == 1.0
    unit = units(m)[0]
    before = float(m.contact[unit])
    later = m.now.model_copy(update={"visits_a_year": 0.0, "meetings_a_year": 1e-9})
    m.schedule.change(13, later)
    society.run(52)
    stayed = m.contact[units(m)]
    assert stayed.max() == pytest.approx(0.5 * before, rel=0.35)
    gone = society.residents.arrival[m.rep[unit]]
    assert gone <= society.week
    # Whoever has moved in speaks for nobody.
    assert (society.residents.arrival[m.rep[units(m)]] < society.week).all()


def test_who_writes_forms_does_not_visit_and_does_not_answer() -> None:
    _, free = grown(52, **MEETINGS)
    _, busy = grown(52, **MEETINGS, reports_a_week=33.0, meeting_staff=1.0)
    assert free.visits_made == free.visits_due == busy.visits_due
    assert busy.visits_made < 0.7 * busy.visits_due
    assert free.answered() > 0.9
    assert busy.answered() < 0.1
    assert busy.gifts < 0.7 * free.gifts


@pytest.mark.parametrize(("contact", "heard"), [(0.0, 0), (10.0, 0), (0.0, 1), (0.0, -1)])
def test_what_units_give_follows_from_whom_they_know_and_whether_they_were_answered(contact: float, heard: int) -> None:
    """All other things being equal: the same draws decide."""
    given = {}
    for name, talk, answer in (("plain", 0.0, 0), ("other", contact, heard)):
        society, m = grown(1, where=MANY, meetings_a_year=52.0, request_weeks=52, lives_here=0.0, come=6.0, come_known=0.0, come_answered=0.0)
        m.contact[:], m.heard[:], m.asked_until[:], before = talk, answer, -1, m.gifts
        society.step()
        given[name] = m.gifts - before
    sign = np.sign(contact + heard)
    assert np.sign(given["other"] - given["plain"]) == sign
    assert given["plain"] > 0


def test_a_unit_gives_more_of_what_it_has_a_reason_to_give() -> None:
    _, m = grown(1, where=MANY, meetings_a_year=52.0, come=6.0, lives_here=0.0, give=-3.0, give_own=6.0)
    own = units(m)
    hall = OWN[m.sort[own], THINGS.index("hall")]
    opened = m.hall_until[own] >= 0
    assert opened[hall].mean() > opened[~hall].mean() + 0.5


def test_the_best_secretary_is_promoted_and_known_to_nobody_from_then_on() -> None:
    society, m = grown(51, **MEETINGS, tasks_a_year=4.0, budget_a_year=1e5, promotes=True)
    assert m.known() == 1.0
    society.step()
    assert m.promoted == 1
    best = m.where[units(m)] == m.best
    assert (m.contact[units(m)][best] == 0.0).all()
    assert (m.contact[units(m)][~best] > 0.0).all()


def test_built_together_gives_a_larger_hall_and_told_together_reaches_more() -> None:
    eager = {**JOINT, "joint_a_year": 52.0, "give": 6.0}
    found = {}
    for name, more in {"plain": {}, "built": {"shared_grounds": True}, "told": {"shared_word": True}}.items():
        society, _ = grown(20, **eager, **more)
        table = events(society, "joint")
        found[name] = table["capacity"].tolist(), float(table["poster"].mean())
    assert found["plain"][0] == [30, 30]
    assert found["built"][0] == [100, 100]
    assert found["told"][1] > found["plain"][1] + 0.1
    assert found["built"][1] == found["plain"][1]


def test_people_of_units_take_hours_from_the_committee_and_nothing_is_held_without_money() -> None:
    hours = {}
    for give in (-6.0, 6.0):
        _, m = grown(30, **JOINT, give=give, give_known=0.0, give_answered=0.0, give_own=0.0, gift_hours=500.0)
        assert m.joint_held > 0
        hours[give] = m.unit_hours
        assert m.unit_hours <= m.joint_held * (16.0 - 4.0) + 1e-6
    assert hours[-6.0] < 0.2 * hours[6.0]
    _, poor = grown(30, **{**JOINT, "budget_a_year": 0.0}, give=-6.0, give_known=0.0, give_answered=0.0, give_own=0.0)
    assert poor.joint_held == 0 < poor.joint_due
    _, pooled = grown(30, **{**JOINT, "budget_a_year": 0.0}, give=6.0)
    assert pooled.joint_held > 0 < pooled.gift_yuan


def test_the_wish_of_a_meeting_is_what_those_who_came_like_best() -> None:
    _, m = grown(13, meetings_a_year=13.0)
    assert m.meetings > 0
    assert ((m.wish >= -1) & (m.wish < len(TOPICS))).all()
    assert (m.wish >= 0).any()


# Committees


def test_a_target_forms_committees_on_paper_where_nobody_is_willing() -> None:
    unwilling = PostKind(accept=-10.0, accept_civic=0.0, accept_home=0.0)
    society, m = grown(56, where=MANY, owner=unwilling, committees="target", committees_target=1.0)
    assert m.committees_formed() == 1.0
    assert m.committees_active() == 0.0
    assert m.committee_sittings == 0
    post = society.services.volunteers.kinds[POST].columns
    formed = m.formed[np.arange(len(post["row"])) // SEATS]
    assert (post["row"][formed] >= 0).all()
    assert post["nominal"][formed].all()
    _, asked = grown(56, where=MANY, owner=unwilling, committees="willing", committees_target=1.0)
    assert not asked.formed.any()


def test_a_target_is_met_within_its_year_and_where_people_accept_a_committee_works() -> None:
    keen = PostKind(accept=3.0, stay=6.0, slackens=0.0)
    society, m = grown(26, where=MANY, owner=keen, committees="target", committees_target=0.8)
    half = float(m.committees_formed())
    society.run(30)
    assert 0.2 < half < m.committees_formed() == pytest.approx(0.8, abs=0.14)
    assert m.committees_active() > 0.5 * m.committees_formed()
    assert m.committee_sittings > 10
    # When nobody calls their meetings any more they do not work any more, though they stand on record.
    m.schedule.change(56, m.now.model_copy(update={"end_week": 56}))
    society.run(40)
    assert m.formed.any()
    assert not at_work(m)[m.formed].any()
    seated = (society.services.volunteers.kinds[POST].row.reshape(-1, SEATS) >= 0).sum(axis=1)
    assert (seated[m.formed] >= QUORUM).all()


def test_without_hours_nobody_is_asked_and_more_committees_are_lists_of_names() -> None:
    nominal, asked = {}, {}
    for forms in (0.0, 34.0):
        society, m = grown(52, where=MANY, committees="target", committees_target=1.0, reports_a_week=forms)
        assert m.committees_formed() == 1.0
        nominal[forms] = float(society.services.volunteers.kinds[POST].columns["nominal"].mean())
        asked[forms] = society.services.volunteers.counts(POST)["asked"]
    assert asked[34.0] == 0 < asked[0.0]
    assert nominal[34.0] > nominal[0.0] + 0.05


# How it does nothing, and how it does harm


def test_open_halls_without_meetings_change_not_one_bit(same: Any) -> None:
    """Nobody has promised a hall, nobody tells of anything: the words of a plan alone do nothing."""
    plain, _ = grown(12)
    words, m = grown(12, shared_grounds=True, shared_word=True, wishes_heard=True, promotes=True, committees_target=0.9)
    same(plain, words)
    assert m.gifts == 0


def test_quotas_that_fill_the_calendar_do_harm() -> None:
    before, _ = grown(78)
    failed, m = grown(78, **PRESSED, **JOINT, inspections_a_year=12.0, promotes=True)
    a, b = before.measure(), failed.measure()
    assert m.official_person_times > 3 * m.task_person_times
    assert b["ordinary-life.activities"] < 0.7 * a["ordinary-life.activities"]
    assert b["trust_institutions"] < a["trust_institutions"] - 0.02
    assert b["promises_broken"] > 2 * a["promises_broken"]
    assert b["staff_hours_reports"] > 0.7 * POOL * 2 * 78
