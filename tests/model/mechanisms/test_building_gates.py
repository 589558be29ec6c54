"""Building-gates: heads, their evenings, activities, talents, circles, and how they fail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from linli.model.contract.mechanism import Schedule
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.building_gates import BuildingGates
from linli.model.mechanisms.gate_parameters import LEVERS, BuildingGatesParameters
from linli.model.people.constants import Constants, TrustConstants
from linli.model.people.residents import NO_TALENT, Role
from linli.model.people.service_constants import QuarrelConstants, ServiceConstants
from linli.model.services.dispute_table import ROAD, SETTLED
from linli.model.society.society import Society

SMALL = NeighbourhoodParameters(buildings=4, floors=8)
FULL: dict[str, Any] = {
    "gatherings_a_year": 12, "festivals": True, "decorating_a_year": 2, "talent_shows_a_year": 4, "find_talent": True,
    "interest_circles": True, "party_first": True, "knock_share": 0.3, "incentive": "honour", "found": -3.0,
}  # fmt: skip


def grown(neighbourhood: NeighbourhoodParameters = SMALL, weeks: int = 0, seed: int = 3, **levers: Any) -> tuple[Society, BuildingGates]:
    given = levers.pop("schedule", None) or BuildingGatesParameters(**levers)
    society = Society(neighbourhood=neighbourhood, mechanisms={"building-gates": given}, seed=seed)
    society.run(weeks)
    return society, _gates(society)


def _gates(society: Society) -> BuildingGates:
    found = society.programme.mechanisms[0]
    assert isinstance(found, BuildingGates)
    return found


def _same(a: Society, b: Society, rows: slice = slice(None), *, but: tuple[str, ...] = ()) -> None:
    for name, array in a.residents.arrays().items():
        if name not in but:
            mine, other = (x[:, rows] if name == "groups" else x[rows] for x in (array, b.residents.arrays()[name]))
            assert np.array_equal(mine, other), name
    for mine, other in zip(a.ties, b.ties, strict=True):
        assert np.array_equal(mine[rows], other[rows])


@pytest.fixture(scope="module")
def after() -> Society:
    return grown(weeks=78, **FULL)[0]


def test_levers_off_are_the_defaults() -> None:
    plain = BuildingGatesParameters()
    assert {name: getattr(plain, name) for name in LEVERS} == LEVERS


def test_the_community_before_has_heads_and_no_activities() -> None:
    society, gates = grown(NeighbourhoodParameters(), 30)
    holder = gates.heads.office.holder
    held = holder[holder >= 0]
    assert len(held) > 0.6 * society.places.gates
    assert (society.residents.gate[held] == np.flatnonzero(holder >= 0)).all()
    assert ((society.residents.roles[held] & Role.HEAD) != 0).all()
    assert gates.report.counts["activities"] == 0
    assert society.services.ledger.spent.sum() == 0
    assert society.services.staff.volunteer_hours.sum() > 0
    assert society.measure()["gate_head_known"] > 0.3


def test_heads_are_more_civic_and_freer_than_others() -> None:
    society, gates = grown(weeks=1, neighbourhood=NeighbourhoodParameters(), accept=-2.0)
    r, holder = society.residents, gates.heads.office.holder
    held = holder[holder >= 0]
    assert r.civic[held].mean() > 0.7
    assert r.free_hours[held].mean() > r.free_hours.mean() + 3


def test_notices_and_inspections_touch_nobody_but_heads() -> None:
    """With its levers off the mechanism changes no tie, no trust and no coming: only roles."""
    trust_off = {"needs": 0.0, "quarrels": 0.0}
    constants = Constants(trust=TrustConstants(**trust_off))
    plain = Society(neighbourhood=SMALL, constants=constants, seed=3)
    heads = Society(neighbourhood=SMALL, constants=constants, seed=3, mechanisms={"building-gates": BuildingGatesParameters()})
    for society in (plain, heads):
        society.run(12)
    _same(plain, heads, but=("roles",))


def test_a_policy_that_has_not_begun_leaves_every_bit() -> None:
    before, _ = grown(weeks=12)
    later, gates = grown(weeks=12, start_week=12, **FULL)
    _same(before, later)
    later.run(12)
    assert gates.report.counts["activities"] > 0


def test_a_lever_in_one_community_leaves_the_other_equal_to_the_bit() -> None:
    two = NeighbourhoodParameters(buildings=2, floors=6, communities=2)
    before, _ = grown(two, 30)
    one, gates = grown(two, 30, communities=(0,), **FULL)
    border = int(before.places.community_rows[1])
    _same(before, one, slice(border, None))
    assert not np.array_equal(before.residents.last_came[:border], one.residents.last_came[:border])
    assert gates.report.counts["activities"] > 10


def test_a_saved_society_goes_on_as_if_never_stopped(after: Society, tmp_path: Path) -> None:
    after.save(tmp_path / "state")
    again = Society.load(tmp_path / "state")
    straight, _ = grown(weeks=78, **FULL)
    for society in (straight, again):
        society.run(10)
    _same(straight, again)
    assert straight.measure() == again.measure()


def test_every_part_of_the_policy_happens(after: Society) -> None:
    gates, m = _gates(after), after.measure()
    assert gates.report.counts["activities"] > 100
    assert m["building-gates.circles"] > 0
    assert 0.0 < m["building-gates.talents_found"] <= 1.0
    assert m["building-gates.person_times"] > gates.report.counts["activities"]
    assert m["yuan"] > 0
    assert m["staff_hours"] > 0
    assert m["promises_kept"] > 0
    kinds = {kind.name: m[f"origin.{kind.name}"] for kind in after.focus_kinds}
    assert kinds["gathering"] > 0
    assert kinds["circle"] > 0
    assert (after.services.ledger.fen.sum(axis=0) == 0).all()
    assert after.services.ledger.fen[1:].min() >= 0


def test_evenings_are_never_exceeded_in_any_week() -> None:
    society, _ = grown(**{**FULL, "gatherings_a_year": 52, "notices_a_week": 3})
    for _ in range(20):
        society.step()
        staff = society.services.staff
        everyone = np.arange(society.residents.n)
        assert (staff.used <= staff.evenings(everyone) + 1e-5).all()


def test_events_have_an_organiser_of_their_audience_and_rooms_are_not_shared() -> None:
    society, gates = grown(**FULL)
    rooms = 0
    for _ in range(40):
        society.step()
        t = society.events.table
        run = t["organiser"] >= 0
        assert ((t["organiser"] >= t["lo"]) & (t["organiser"] < t["hi"]))[run].all()
        assert len(set(t["identity"].tolist())) == len(society.events)
        wide = (t["hi"] - t["lo"]) == society.residents.n
        rounds = t["round"][wide & (t["kind"] == gates.codes["circle"])]
        assert np.bincount(rounds, minlength=1).max(initial=0) <= society.services.rooms.count[0]
        rooms += int(wide.sum())
    assert rooms > 5


def test_only_hidden_talents_are_found_and_only_when_somebody_looks() -> None:
    society, _ = grown(weeks=120, **FULL)
    plain, _ = grown(weeks=120, gatherings_a_year=12)
    known = society.residents.talent_known
    assert (society.residents.talent[known] != NO_TALENT).all()
    assert known.sum() > 1.5 * plain.residents.talent_known.sum()


def test_circles_are_run_by_talents_who_are_organisers(after: Society) -> None:
    table, r = _gates(after).circles.table, after.residents
    here = r.identity[table["row"]] == table["who"]
    assert here.any()
    assert ((r.roles[table["row"][here]] & Role.ORGANISER) != 0).all()
    assert (r.talent[table["row"][here]] == table["topic"][here]).all()
    assert len(set(table["row"].tolist())) == len(table["row"])


def test_when_the_policy_ends_circles_end_and_heads_stay() -> None:
    society, gates = grown(weeks=40, end_week=30, **FULL)
    held = gates.report.counts["activities"]
    assert held > 0
    assert len(gates.circles) == 0
    assert not (society.residents.roles & Role.ORGANISER).any()
    society.run(6)
    assert gates.report.counts["activities"] == held
    assert (gates.heads.office.holder >= 0).any()


def test_formalism_many_required_activities_few_people() -> None:
    """Too much is asked for: rooms stay empty, the report does not, heads wear out, trust is lost."""
    modest, good = grown(weeks=104, gatherings_a_year=12)
    driven, bad = grown(weeks=104, gatherings_a_year=24, decorating_a_year=6, notices_a_week=5, inspections_a_month=8)
    assert bad.report.counts["official_activities"] > 3 * bad.report.counts["activities"]
    assert bad.report.counts["official_person_times"] > 5 * bad.report.counts["person_times"]
    assert bad.report.counts["person_times"] < 0.5 * good.report.counts["person_times"]
    assert bad.report.counts["official_person_times"] > 0.7 * good.report.counts["person_times"]
    assert bad.heads.quit > 1.5 * good.heads.quit
    assert driven.measure()["trust_institutions"] < modest.measure()["trust_institutions"] - 0.05


def test_a_burnt_out_gate_stays_without_a_head_for_long() -> None:
    _, easy = grown(weeks=104)
    _, hard = grown(weeks=104, notices_a_week=6, inspections_a_month=12)
    assert hard.heads.strain.mean() > easy.heads.strain.mean() + 0.3
    assert hard.heads.quit > 2 * max(easy.heads.quit, 1)
    assert (hard.heads.office.holder < 0).sum() >= (easy.heads.office.holder < 0).sum()


def test_paying_and_then_stopping_leaves_fewer_than_never_paying() -> None:
    """Money keeps heads while it is paid; what it took from honour is missed afterwards."""
    numbers = NeighbourhoodParameters(buildings=30, floors=4)
    paid = Schedule(BuildingGatesParameters(incentive="money"), [(156, BuildingGatesParameters(incentive="none"))])
    quits = {}
    for name, levers in {"never": {}, "always": {"incentive": "money"}, "stopped": {"schedule": paid}}.items():
        society, gates = grown(numbers, 156, **levers)
        first = gates.heads.quit
        society.run(104)
        quits[name] = (first, gates.heads.quit - first, float(gates.heads.honour.mean()))
    assert quits["always"][0] < quits["never"][0]
    assert quits["stopped"][1] > quits["never"][1]
    assert quits["stopped"][2] < quits["never"][2] == pytest.approx(1.0)


def test_honour_keeps_heads() -> None:
    numbers = NeighbourhoodParameters(buildings=30, floors=4)
    _, none = grown(numbers, 156)
    society, honour = grown(numbers, 156, incentive="honour")
    assert honour.heads.quit < 0.8 * none.heads.quit
    assert society.services.ledger.spent.sum() > 0


def test_points_are_paid_for_evenings_only() -> None:
    society, gates = grown(weeks=104, incentive="points", budget_a_gate=1e5)
    paid = society.services.ledger.balance("volunteers", 0)
    hours = float(society.services.staff.volunteer_hours.sum())
    worth = hours / society.services.constants.evenings.hours * gates.now.points_an_evening
    assert 0.5 * worth < paid <= worth + 1.0


def test_without_money_activities_are_cancelled() -> None:
    society, gates = grown(weeks=52, gatherings_a_year=12, budget_a_gate=300.0)
    spent = society.services.ledger.spent.sum() / 100.0
    assert spent <= 300.0 * society.places.gates
    assert gates.report.counts["cancelled"] > gates.report.counts["activities"]


def test_heads_mediate_the_quarrels_of_their_gate_with_their_own_evenings() -> None:
    constants = Constants(trust=TrustConstants(quarrels=2.0), services=ServiceConstants(quarrels=QuarrelConstants(report=0.2, base=-5.0)))
    society = Society(neighbourhood=SMALL, constants=constants, mechanisms={"building-gates": BuildingGatesParameters()}, seed=3)
    book, road = society.services.disputes, ROAD["gate head"]
    before = 0
    for _ in range(40):
        society.step()
        tries = int(book.open.tries[:, road].sum())
        assert (book.open.tries[:, road] <= book.quarrels.attempts).all()
        given_up = book.open.tries[:, road] == book.quarrels.attempts
        assert (book.open.holder[given_up] == -1).all()
        # At most one quarrel a gate and week.
        assert tries - before <= society.places.gates
        before = tries
        held = book.open.take(book.open.holder >= 0)
        assert (book.open.road[book.open.holder >= 0] == road).all()
        assert len(np.unique(society.residents.gate[held.a])) == len(held.a)
    settled = int(book.ended[:, road, SETTLED].sum())
    assert settled > 20
    assert book.recorded[:, road, 1].sum() == settled
    assert book.names == ["building-gates"]
    assert not book.ended[:, ROAD["hall"]].any()


def test_party_members_who_go_first_bring_more_people() -> None:
    numbers = NeighbourhoodParameters()
    came = {}
    for first in (False, True):
        _, gates = grown(numbers, 52, gatherings_a_year=12, party_first=first)
        came[first] = gates.report.counts["person_times"] / gates.report.counts["activities"]
    assert came[True] > came[False]


def test_gatherings_fall_on_festivals_first() -> None:
    society, _ = grown(gatherings_a_year=4, festivals=True)
    weeks = []
    for week in range(52):
        society.step()
        if len(society.events):
            weeks.append(week)
    assert weeks == [5, 7, 38, 42]


def test_another_number_of_threads_gives_the_same_bits() -> None:
    two = NeighbourhoodParameters(buildings=2, floors=6, communities=3)
    made = []
    for threads in (1, 2):
        society = Society(neighbourhood=two, mechanisms={"building-gates": BuildingGatesParameters(**FULL)}, seed=9, threads=threads)
        society.run(15)
        made.append(society)
    _same(*made)
    assert made[0].measure() == made[1].measure()
