"""The turn of the year: money adds up, nobody is lost or made, and people bring what they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.experiments.city.barrier import Leaving, coming, exchange, leaving, outside, shared_out
from linli.experiments.city.fields import RULES
from linli.experiments.city.plan import CityPlan
from linli.experiments.city.result import City
from linli.model.founding.arrivals import BROUGHT, Arrivals, move_in
from linli.model.people.residents import ATTRIBUTES, Role
from linli.model.society.society import Society
from linli.model.ties.store import EMPTY

from .conftest import REPORT


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("reported", [None, [0.0, 0.0, 0.0], [10.0, 30.0, 0.0]])
def test_money_adds_up_whatever_the_rule_and_the_reports(rule: str, reported: list[float] | None) -> None:
    got = shared_out(rule, 0.7, 900.0, np.array([100.0, 200.0, 300.0]), None if reported is None else np.array(reported))
    assert got.sum() == pytest.approx(2700.0)
    assert got.min() >= 0.3 * 900.0 - 1e-9


def test_money_goes_by_residents_by_reports_or_to_the_best() -> None:
    people, reports = np.array([100.0, 200.0, 300.0]), np.array([10.0, 30.0, 0.0])
    assert shared_out("residents", 1.0, 100.0, people, None).tolist() == pytest.approx([50.0, 100.0, 150.0])
    assert shared_out("reports", 1.0, 100.0, people, reports).tolist() == pytest.approx([75.0, 225.0, 0.0])
    assert shared_out("best", 0.5, 100.0, people, reports).tolist() == pytest.approx([50.0, 200.0, 50.0])
    assert shared_out("best", 0.5, 100.0, people, np.array([0.2, 0.0, 0.7])).tolist() == pytest.approx([50.0, 50.0, 200.0]), "however little it is"
    assert shared_out("best", 0.5, 100.0, people, np.zeros(3)).tolist() == pytest.approx([100.0] * 3), "nothing is reported: all alike"
    assert shared_out("reports", 1.0, 100.0, people, None).tolist() == [100.0] * 3, "in the first year nothing is known"


def test_the_money_of_a_lived_city_follows_the_reports_of_the_year_before(lived: City, plan: CityPlan) -> None:
    table = lived.measures[lived.measures["arm"] == "plan"].pivot(index="community", columns=["measure", "year"], values="value")
    assert table["budget", 1].tolist() == [6000.0] * 4
    year = (table[REPORT, 1] - table[REPORT, 0]).to_numpy()
    assert year.sum() > 0.0
    np.testing.assert_allclose(table["budget", 2], 6000.0 * (0.5 + 0.5 * 4 * year / year.sum()))
    assert lived.measures[lived.measures["arm"] == "before"].query("measure == 'budget'")["value"].isna().all(), "an arm without money has none to share"
    assert plan.rated("plan")


@given(st.floats(0.0, 0.99), st.floats(0.0, 1.0))
def test_as_many_move_in_a_year_as_without_the_city(chance: float, within: float) -> None:
    assert (1.0 - outside(chance, within)) * (1.0 - within * chance) == pytest.approx(1.0 - chance)


def pools(sizes: list[int], seed: int) -> list[Leaving]:
    """Make households that look for flats up, so many in each community."""
    rng = np.random.default_rng(seed)
    found = []
    for number, m in enumerate(sizes):
        beds = rng.integers(1, 3, m).astype(np.uint8)
        n = int(beds.sum())
        people = {name: np.zeros((n, 8) if name == "interests" else n, ATTRIBUTES[name].dtype) for name in BROUGHT}
        people["civic"] = (1000 * number + np.arange(n)).astype(np.float32)
        found.append(Leaving(np.arange(m, dtype=np.int32) * 3, beds, rng.integers(0, 2, m).astype(np.uint8), rng.random(m), people))
    return found


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6), st.integers(0, 99))
def test_nobody_is_lost_or_made_between_communities(sizes: list[int], seed: int) -> None:
    there = pools(sizes, seed)
    found = exchange(there, seed, 2)
    assert (found.origin != found.target).all(), "everybody comes to another community"
    mine = {(c, k) for c, k in zip(found.origin.tolist(), found.household.tolist(), strict=True)}
    flats = {(c, f) for c, f in zip(found.target.tolist(), found.flat.tolist(), strict=True)}
    assert len(mine) == len(flats) == len(found.origin), "each household moves once, each flat is given once"
    assert flats == {(c, int(there[c].flats[k])) for c, k in mine}, "the flats that are left are those that are taken"
    assert len(found.origin) + found.stay == sum(sizes)
    for c, k, d, f in zip(found.origin.tolist(), found.household.tolist(), found.target.tolist(), found.flat.tolist(), strict=True):
        other = int(np.flatnonzero(there[d].flats == f)[0])
        assert (there[c].beds[k], there[c].tenure[k]) == (there[d].beds[other], there[d].tenure[other])
    moved = coming(there, found)
    assert [one.flats.tolist() for one in moved] == [sorted(f for d, f in flats if d == c) for c in range(len(sizes))]
    starts = [np.concatenate(([0], np.cumsum(one.beds, dtype=int))) for one in there]
    left = [x for c, k in mine for x in there[c].people["civic"][starts[c][k] : starts[c][k + 1]].tolist()]
    assert sorted(left) == sorted(x for one in moved for x in one.people["civic"].tolist())
    for c, k, d, f in zip(found.origin.tolist(), found.household.tolist(), found.target.tolist(), found.flat.tolist(), strict=True):
        before = there[c].people["civic"][starts[c][k] : starts[c][k + 1]]
        at = int(sum(there[d].beds[np.flatnonzero(there[d].flats == other)[0]] for other in moved[d].flats[: moved[d].flats.tolist().index(f)]))
        np.testing.assert_array_equal(moved[d].people["civic"][at : at + len(before)], before)


@given(st.lists(st.integers(0, 12), min_size=2, max_size=6), st.integers(0, 99))
def test_only_those_stay_who_are_more_than_all_others_together(sizes: list[int], seed: int) -> None:
    there = pools(sizes, seed)
    expected = 0
    for beds in (1, 2):
        for tenure in (0, 1):
            many = [int(((one.beds == beds) & (one.tenure == tenure)).sum()) for one in there]
            expected += max(0, 2 * max(many) - sum(many))
    assert exchange(there, seed, 2).stay == expected


def test_who_goes_where_is_drawn_anew_each_year_and_with_each_seed() -> None:
    there = pools([30, 30, 30], 1)
    ways = {tuple(exchange(there, seed, year).target.tolist()) for seed in (1, 2) for year in (2, 3)}
    assert len(ways) == 4
    assert exchange(there, 1, 2).target.tolist() == exchange(there, 1, 2).target.tolist()
    assert np.bincount(exchange(there, 1, 2).target[:30], minlength=3)[1:].min() > 5, "people of one community go to several"


@pytest.fixture(scope="module")
def society(plan: CityPlan) -> Society:
    """One building, founded, half a year after the beginning."""
    s = plan.community(0).arm("before")
    made = Society(neighbourhood=s.neighbourhood, population=s.population, constants=s.constants, everyday=s.everyday, seed=1)
    made.run(26)
    return made


def test_households_bring_what_they_are_and_leave_their_ties(society: Society) -> None:
    going = leaving(society, (1.0, 1.0))
    assert len(going.flats) == np.count_nonzero(np.diff(society.places.flat_rows)), "all go if the chance is one"
    alike = np.flatnonzero((going.beds == going.beds[0]) & (going.tenure == going.tenure[0]))
    home, guest = int(going.flats[alike[0]]), int(alike[-1])
    assert home != going.flats[guest]
    start = int(going.beds[:guest].sum())
    people = {name: values[start : start + int(going.beds[guest])] for name, values in going.people.items()}
    assert not (going.people["roles"] & np.uint8(Role.ORGANISER | Role.HEAD)).any()
    before, r = society.residents.identity.copy(), society.residents
    society.step(Arrivals(np.array([home], np.int32), people))
    rows = np.arange(society.places.flat_rows[home], society.places.flat_rows[home + 1])
    assert (r.arrival[rows] == society.week - 1).all()
    assert (r.identity[rows] != before[rows]).all()
    for name in ("age", "sex", "education", "civic", "sociability", "situation", "interests", "traits"):
        np.testing.assert_array_equal(getattr(r, name)[rows], people[name], err_msg=name)
    kept = society.ties.partner[rows] != EMPTY
    assert (society.ties.last[rows][kept] == society.week - 1).all(), "no tie is from before"


def test_a_week_without_arrivals_is_as_it_was(plan: CityPlan) -> None:
    s = plan.community(1).arm("before")
    one, other = (Society(neighbourhood=s.neighbourhood, population=s.population, constants=s.constants, everyday=s.everyday, seed=1) for _ in range(2))
    nobody = {name: getattr(one.residents, name)[:0] for name in BROUGHT}
    for _ in range(3):
        one.step()
        other.step(Arrivals(np.zeros(0, np.int32), nobody))
    assert one.measure() == other.measure()


def test_people_for_whom_there_is_no_bed_are_refused(society: Society) -> None:
    nobody = {name: getattr(society.residents, name)[:0] for name in BROUGHT}
    flat = np.flatnonzero(np.diff(society.places.flat_rows))[:1].astype(np.int32)
    with pytest.raises(ValueError, match="1 flats have room for"):
        move_in(society.residents, society.places, Arrivals(flat, nobody), 30, 1, society.population, 0.5)


def test_people_of_a_lived_city_move_and_the_tables_agree(lived: City) -> None:
    assert len(lived.moves) > 4
    assert (lived.moves["source"] != lived.moves["target"]).all()
    came = lived.moves.groupby(["arm", "target"])["people"].sum()
    went = lived.moves.groupby(["arm", "source"])["people"].sum()
    np.testing.assert_array_equal(came, went)
    told = lived.ends.set_index(["arm", "community"])["moved"]
    for (arm, community), people in came.items():
        assert told[arm, community] == people
