"""Building-gates: heads, their evenings, activities, talents, circles, and how they fail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from linli.model.contract.mechanism import Schedule
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.building_gates import BuildingGates
from linli.model.mechanisms.gate_parameters import LEVERS, BuildingGatesParameters
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.people.constants import Constants, TrustConstants
from linli.model.people.residents import NO_TALENT, Role
from linli.model.people.service_constants import ServiceConstants
from linli.model.people.volunteer_constants import OrganiserKind, PostKind, VolunteerConstants
from linli.model.services.ledger import ACCOUNTS, OUTSIDE
from linli.model.services.offices import Office
from linli.model.services.staff import NUMBERS
from linli.model.society.society import Society

SMALL = NeighbourhoodParameters(buildings=4, floors=8)
HEAD, CIRCLE = "gate head", "circle"
FULL: dict[str, Any] = {
    "gatherings_a_year": 12, "festivals": True, "decorating_a_year": 2, "talent_shows_a_year": 4, "find_talent": True,
    "interest_circles": True, "party_first": True, "knock_share": 0.3, "incentive": "honour",
}  # fmt: skip
KEEN = VolunteerConstants(organiser=OrganiserKind(begin=-3.0))
"""Known talents who like to begin a circle."""
QUIET: dict[str, Any] = {
    "activities_a_year": 0.0, "festivals": 0, "health_a_year": 0.0, "branch_a_year": 0.0, "assemblies_a_year": 0.0, "clubs": 0.0,
}  # fmt: skip
"""Ordinary life without the committee's activities and without clubs: there are only the heads, with notices and inspections."""
FILLED = VolunteerConstants(gate_head=PostKind(accept=-3.6, stay=2.4, slackens=0.0, search_every=4))
"""Nearly every gate has a head, none in name only: who steps down can be counted against the same number."""


def grown(
    neighbourhood: NeighbourhoodParameters = SMALL, weeks: int = 0, seed: int = 3, *, volunteers: VolunteerConstants = KEEN,
    ordinary: dict[str, Any] | None = None, schedule: Schedule[BuildingGatesParameters] | None = None, **levers: Any,
) -> tuple[Society, BuildingGates]:  # fmt: skip
    chosen: dict[str, Any] = {"building-gates": schedule or BuildingGatesParameters(**levers), "ordinary-life": OrdinaryLifeParameters(**ordinary or {})}
    constants = Constants(services=ServiceConstants(volunteers=volunteers))
    society = Society(neighbourhood=neighbourhood, mechanisms=chosen, constants=constants, seed=seed)
    society.run(weeks)
    return society, mechanism(society)


def mechanism(society: Society) -> BuildingGates:
    return next(found for found in society.programme.mechanisms if isinstance(found, BuildingGates))


def office(society: Society) -> Office:
    return society.services.offices.kinds[HEAD]


def post(society: Society, column: str) -> np.ndarray:
    return society.services.volunteers.kinds[HEAD].columns[column]


def quit_(society: Society) -> int:
    return society.services.volunteers.counts(HEAD)["quit"]


@pytest.fixture(scope="module")
def after() -> Society:
    return grown(weeks=78, **FULL)[0]


def test_levers_off_are_the_defaults() -> None:
    plain = BuildingGatesParameters()
    assert {name: getattr(plain, name) for name in LEVERS} == LEVERS


def test_the_community_before_has_heads_and_no_activities() -> None:
    society, gates = grown(NeighbourhoodParameters(), 30)
    holder = office(society).holder
    held = holder[holder >= 0]
    assert len(held) > 0.6 * society.places.gates
    assert (society.residents.gate[held] == np.flatnonzero(holder >= 0)).all()
    assert ((society.residents.roles[held] & Role.HEAD) != 0).all()
    assert gates.activities == gates.cancelled == gates.official_activities == 0
    assert society.services.staff.volunteer_hours.sum() > 0
    assert society.measure()["gate_head_known"] > 0.3


def test_without_levers_it_spends_nothing_and_changes_not_one_bit(same: Callable[..., None]) -> None:
    """Heads, notices and inspections belong to ordinary life: it is as if the mechanism were not there."""
    with_, _ = grown(weeks=30, budget_a_gate=0.0)
    alone = Society(
        neighbourhood=SMALL, seed=3, constants=Constants(services=ServiceConstants(volunteers=KEEN)), mechanisms={"ordinary-life": OrdinaryLifeParameters()}
    )
    alone.run(30)
    same(with_, alone)
    assert alone.measure().items() <= with_.measure().items()
    assert np.array_equal(with_.services.ledger.fen, alone.services.ledger.fen)
    quiet, _ = grown(weeks=30, ordinary=QUIET)
    assert quiet.services.ledger.spent.sum() == 0


def test_heads_are_more_civic_and_freer_than_others() -> None:
    society, _ = grown(NeighbourhoodParameters(), 1, volunteers=VolunteerConstants(gate_head=PostKind(accept=-2.0)), ordinary={"nominal": 0.0})
    r, holder = society.residents, office(society).holder
    held = holder[holder >= 0]
    assert r.civic[held].mean() > 0.7
    assert r.free_hours[held].mean() > r.free_hours.mean() + 3


def test_notices_and_inspections_touch_nobody_but_heads(same: Callable[..., None]) -> None:
    """They change no tie, no trust and no coming: only roles."""
    constants = Constants(trust=TrustConstants(needs=0.0, quarrels=0.0))
    plain = Society(neighbourhood=SMALL, constants=constants, seed=3)
    chosen = {"building-gates": BuildingGatesParameters(), "ordinary-life": OrdinaryLifeParameters(**QUIET)}
    heads = Society(neighbourhood=SMALL, constants=constants, seed=3, mechanisms=chosen)
    for society in (plain, heads):
        society.run(12)
    assert heads.services.staff.volunteer_hours.sum() > 0
    same(plain, heads, but=("roles",))


def test_a_policy_that_has_not_begun_leaves_every_bit(same: Callable[..., None]) -> None:
    before, _ = grown(weeks=12)
    later, gates = grown(weeks=12, start_week=12, **FULL)
    same(before, later)
    later.run(12)
    assert gates.activities > 0


def test_a_lever_in_one_community_leaves_the_other_equal_to_the_bit(same: Callable[..., None]) -> None:
    two = NeighbourhoodParameters(buildings=2, floors=6, communities=2)
    before, _ = grown(two, 30)
    one, gates = grown(two, 30, communities=(0,), **FULL)
    border = int(before.places.community_rows[1])
    same(before, one, slice(border, None))
    assert not np.array_equal(before.residents.last_came[:border], one.residents.last_came[:border])
    assert gates.activities > 10


def test_a_saved_society_goes_on_as_if_never_stopped(same: Callable[..., None], after: Society, tmp_path: Path) -> None:
    after.save(tmp_path / "state")
    again = Society.load(tmp_path / "state")
    straight, _ = grown(weeks=78, **FULL)
    for society in (straight, again):
        society.run(10)
    same(straight, again)
    assert straight.measure() == again.measure()


def test_every_part_of_the_policy_happens(after: Society) -> None:
    gates, m = mechanism(after), after.measure()
    assert gates.activities > 100
    assert m["building-gates.circles"] > 0
    assert 0.0 < m["building-gates.talents_found"] <= 1.0
    assert m["building-gates.person_times"] > gates.activities
    assert m["yuan"] > 0
    assert m["staff_hours"] > 0
    assert m["promises_kept"] > 0
    kinds = {kind.name: m[f"origin.{kind.name}"] for kind in after.focus_kinds}
    assert kinds["building-gates.gathering"] > 0
    assert kinds["building-gates.circle"] > 0
    assert (after.services.ledger.fen.sum(axis=0) == 0).all()
    # Purses whose income is not followed may stand below zero; all others may not.
    assert min(after.services.ledger.balance(name, 0) for name in ACCOUNTS if name not in OUTSIDE) >= 0.0


@pytest.mark.parametrize(
    ("kind", "yuan", "staff", "levers"),
    [
        ("gathering", 150, 0.5, {"gatherings_a_year": 26.0}), ("decorating", 800, 0.5, {"decorating_a_year": 12.0}),
        ("show", 3000, 16.0, {"talent_shows_a_year": 12.0}), ("circle", 20, 0.0, {"interest_circles": True}),
    ],
)  # fmt: skip
def test_each_occasion_that_is_held_costs_its_yuan_and_its_hours_of_staff(kind: str, yuan: int, staff: float, levers: dict[str, Any]) -> None:
    """Ordinary life is quiet and spends nothing: every fen and every hour is that of an occasion that was held."""
    eager = VolunteerConstants(organiser=OrganiserKind(begin=2.0), gate_head=FILLED.gate_head)
    society, _ = grown(ordinary=QUIET, budget_a_gate=100_000.0, volunteers=eager, **levers)
    society.residents.talent_known[:] = society.residents.talent != NO_TALENT
    held = 0
    for _ in range(14):
        society.step()
        # A kind has its code from when it is first held.
        names = [one.name for one in society.focus_kinds]
        held += sum(names[code] == f"building-gates.{kind}" for code in society.events.table["kind"].tolist())
    assert held >= (3 if kind == "show" else 6)
    assert society.services.ledger.spent.sum() == 100 * yuan * held
    assert society.services.staff.duty_hours[NUMBERS["activities"]].sum() == pytest.approx(staff * held)


def test_usual_helpers_shorten_the_work_of_a_head() -> None:
    """A gathering takes a head an evening and a half alone, with two usual helpers 1.5 / (1 + .3 * 2)."""
    used = {}
    for helpers in (0.0, 2.0):
        society, _ = grown(weeks=6, ordinary=QUIET, volunteers=FILLED, gatherings_a_year=52.0, budget_a_gate=100_000.0)
        society.residents.free_hours[:] = 80.0
        post(society, "helpers")[:] = helpers
        heads = office(society).holder[office(society).holder >= 0]
        society.step()
        used[helpers] = society.services.staff.used[heads]
    assert len(used[0.0]) > 5
    less = used[0.0] - used[2.0]
    assert np.median(less) == pytest.approx(1.5 - 1.5 / 1.6, abs=1e-5)


def test_evenings_are_never_exceeded_in_any_week() -> None:
    society, _ = grown(**{**FULL, "gatherings_a_year": 52}, ordinary={"notices_a_week": 3})
    for _ in range(20):
        society.step()
        staff = society.services.staff
        everyone = np.arange(society.residents.n)
        assert (staff.used <= staff.evenings(everyone) + 1e-5).all()


def test_events_have_an_organiser_of_their_audience_and_rooms_are_not_shared() -> None:
    society, gates = grown(**FULL)
    rooms = society.services.rooms
    in_room = circles = 0
    for _ in range(40):
        society.step()
        t = society.events.table
        run = t["organiser"] >= 0
        assert ((t["organiser"] >= t["lo"]) & (t["organiser"] < t["hi"]))[run].all()
        assert len(set(t["identity"].tolist())) == len(society.events)
        # Shows, clubs and the committee's activities want the same rooms as circles; without one an occasion is elsewhere.
        there = (t["x"] == rooms.xy[0, 0]) & (t["y"] == rooms.xy[0, 1]) & (t["hi"] - t["lo"] == society.residents.n)
        assert np.bincount(t["round"][there], minlength=1).max(initial=0) <= rooms.count[0]
        in_room += int(there.sum())
        circles += int((there & (t["mechanism"] == gates.index) & (t["organiser"] >= 0)).sum())
    assert in_room > circles > 5


def test_only_hidden_talents_are_found_and_only_when_somebody_looks() -> None:
    society, _ = grown(weeks=120, **FULL)
    plain, _ = grown(weeks=120, gatherings_a_year=12)
    known = society.residents.talent_known
    assert (society.residents.talent[known] != NO_TALENT).all()
    assert known.sum() > 1.5 * plain.residents.talent_known.sum()


def test_circles_are_run_by_talents_who_are_organisers(after: Society) -> None:
    organisations, r = after.services.organisations, after.residents
    circles = organisations.of(CIRCLE)
    rows = organisations.organiser(CIRCLE)[circles]
    assert len(circles)
    assert (rows >= 0).all()
    assert ((r.roles[rows] & Role.ORGANISER) != 0).all()
    assert len(set(rows.tolist())) == len(rows)
    # A circle is about its founder's talent; a member who takes over need not have one.
    founded = organisations.history(CIRCLE)["handed_over"] == 0
    own = r.talent[rows] == organisations.topic[circles]
    assert own.all() if founded else own.mean() > 0.5


def test_when_the_policy_ends_circles_end_and_heads_stay() -> None:
    society, gates = grown(weeks=40, end_week=30, ordinary={"clubs": 0.0}, **FULL)
    held = gates.activities
    assert held > 0
    assert society.services.organisations.history(CIRCLE)["founded"] > 0
    assert len(society.services.organisations.of(CIRCLE)) == 0
    assert not (society.residents.roles & Role.ORGANISER).any()
    society.run(6)
    assert gates.activities == held
    assert (office(society).holder >= 0).any()


def test_formalism_many_required_activities_few_people() -> None:
    """Too much is asked for: rooms stay empty, the report does not, heads wear out, trust is lost."""
    modest, good = grown(weeks=104, gatherings_a_year=12)
    pressed = {"notices_a_week": 5, "inspections_a_month": 8}
    driven, bad = grown(weeks=104, gatherings_a_year=24, decorating_a_year=6, ordinary=pressed)
    assert bad.official_activities > 3 * bad.activities
    assert bad.official_person_times > 5 * bad.person_times
    assert bad.person_times < 0.5 * good.person_times
    assert bad.official_person_times > 0.7 * good.person_times
    assert quit_(driven) > 1.5 * quit_(modest)
    assert driven.measure()["trust_institutions"] < modest.measure()["trust_institutions"] - 0.02


def test_a_burnt_out_gate_stays_without_a_head_for_long() -> None:
    easy, _ = grown(weeks=104)
    hard, _ = grown(weeks=104, ordinary={"notices_a_week": 6, "inspections_a_month": 12})
    assert post(hard, "strain").mean() > post(easy, "strain").mean() + 0.2
    assert quit_(hard) > 2 * max(quit_(easy), 1)
    assert (office(hard).holder < 0).sum() >= (office(easy).holder < 0).sum()


def test_paying_and_then_stopping_leaves_fewer_than_never_paying() -> None:
    """Money keeps heads while it is paid; what it took from honour is missed afterwards."""
    numbers = NeighbourhoodParameters(buildings=30, floors=4)
    paid = Schedule(BuildingGatesParameters(incentive="money"), [(156, BuildingGatesParameters(incentive="none"))])
    quits = {}
    for name, levers in {"never": {}, "always": {"incentive": "money"}, "stopped": {"schedule": paid}}.items():
        society, _ = grown(numbers, 156, volunteers=FILLED, ordinary={"nominal": 0.0}, **levers)  # type: ignore[arg-type]
        first = quit_(society)
        society.run(104)
        quits[name] = (first, quit_(society) - first, float(post(society, "honour").mean()))
    assert quits["always"][0] < quits["never"][0]
    assert quits["stopped"][1] > quits["never"][1]
    assert quits["stopped"][2] < quits["never"][2] == pytest.approx(1.0)


def test_honour_keeps_heads() -> None:
    numbers = NeighbourhoodParameters(buildings=30, floors=4)
    quiet = {**QUIET, "nominal": 0.0}
    none, _ = grown(numbers, 156, ordinary=quiet, volunteers=FILLED)
    honour, _ = grown(numbers, 156, ordinary=quiet, volunteers=FILLED, incentive="honour")
    assert quit_(honour) < 0.8 * quit_(none)
    assert none.services.ledger.spent.sum() == 0 < honour.services.ledger.spent.sum()


@pytest.mark.parametrize(("incentive", "least"), [("honour", 0.1), ("money", 0.1), ("points", 0.0)])
def test_incentives_bring_heads_back_to_work(incentive: str, least: float) -> None:
    """More gates have a head who does the work: fewer stop, and more of those in name only take it up; nobody writes that."""
    numbers = NeighbourhoodParameters(buildings=30, floors=4)
    none, other = (grown(numbers, 208, ordinary=QUIET, incentive=name, budget_a_gate=1e5)[0] for name in ("none", incentive))
    works = {s: float(s.measure()["ordinary-life.heads_at_work"]) for s in (none, other)}
    assert works[other] > works[none] + least
    evenings = [s.measure()["ordinary-life.head_evenings"] for s in (none, other)]
    assert evenings[1] > evenings[0]


def test_one_in_name_only_holds_no_gathering() -> None:
    idle = VolunteerConstants(gate_head=PostKind(accept=-10.0, accept_civic=0.0))
    society, gates = grown(weeks=52, volunteers=idle, ordinary={**QUIET, "nominal": 1.0}, gatherings_a_year=12)
    assert (post(society, "row") >= 0).all()
    assert post(society, "nominal").all()
    assert gates.activities == 0 < gates.cancelled
    assert society.services.staff.volunteer_hours.sum() == 0.0


def test_points_are_paid_for_evenings_only() -> None:
    # A club's organiser gives evenings too, and gets no points for them.
    society, gates = grown(weeks=104, incentive="points", budget_a_gate=1e5, ordinary={"clubs": 0.0})
    paid = society.services.ledger.balance("volunteers", 0)
    hours = float(society.services.staff.volunteer_hours.sum())
    worth = hours / society.services.constants.evenings.hours * gates.now.points_an_evening
    assert 0.5 * worth < paid <= worth + 1.0


def test_without_money_activities_are_cancelled() -> None:
    society, gates = grown(weeks=52, gatherings_a_year=12, budget_a_gate=300.0, ordinary=QUIET)
    spent = society.services.ledger.spent.sum() / 100.0
    assert spent <= 300.0 * society.places.gates
    assert gates.cancelled > gates.activities


def test_who_cancels_for_want_of_money_knocks_at_no_doors() -> None:
    idle = {**QUIET, "notices_a_week": 0.0, "inspections_a_month": 0.0}
    society, gates = grown(weeks=30, gatherings_a_year=12, knock_share=1.0, budget_a_gate=0.0, ordinary=idle)
    assert gates.cancelled > 0 == gates.activities
    assert society.services.staff.volunteer_hours.sum() == 0.0


def test_party_members_who_go_first_bring_more_people() -> None:
    numbers = NeighbourhoodParameters()
    came = {}
    for first in (False, True):
        _, gates = grown(numbers, 52, gatherings_a_year=12, party_first=first)
        came[first] = gates.person_times / gates.activities
    assert came[True] > came[False]


def test_gatherings_fall_on_festivals_first() -> None:
    society, gates = grown(gatherings_a_year=4, festivals=True)
    weeks = []
    for week in range(52):
        society.step()
        if (society.events.table["mechanism"] == gates.index).any():
            weeks.append(week)
    assert weeks == [5, 7, 38, 42]


def test_another_number_of_threads_gives_the_same_bits(same: Callable[..., None]) -> None:
    two = NeighbourhoodParameters(buildings=2, floors=6, communities=3)
    made = []
    for threads in (1, 2):
        society = Society(neighbourhood=two, mechanisms={"building-gates": BuildingGatesParameters(**FULL)}, seed=9, threads=threads)
        society.run(15)
        made.append(society)
    same(*made)
    assert made[0].measure() == made[1].measure()
