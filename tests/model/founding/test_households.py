"""Who lives together: couples, who looks after small children, what Party members bring along (founding/households.py)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.populate import children_under_14, populate
from linli.model.founding.population import HouseholdSizes, PopulationParameters
from linli.model.people.places import Places
from linli.model.people.residents import Residents, Role, Situation


def people(sizes: dict[str, float] | None = None, **values: Any) -> tuple[Places, Residents, PopulationParameters]:
    """Return about 1,400 residents in a compound of such people."""
    if sizes is not None:
        values["households"] = HouseholdSizes(**({"one": 0.0, "two": 0.0, "three": 0.0, "four": 0.0, "five_up": 0.0} | sizes))
    spec = PopulationParameters(**values)
    return *populate(NeighbourhoodParameters(buildings=6), spec, 1, 1), spec


def firsts(places: Places, least: int = 2) -> np.ndarray:
    """Return the row of the head of each household of at least so many residents."""
    beds = np.diff(places.flat_rows)
    return np.asarray(places.flat_rows[:-1][beds >= least])


@pytest.mark.parametrize("couples", [0.0, 1.0])
def test_a_couple_are_a_woman_and_a_man_of_about_one_age(couples: float) -> None:
    places, r, _ = people({"two": 1.0}, under14=0.0, couples_owners=couples, couples_renters=couples)
    head = firsts(places)
    assert len(head) > 300
    other = r.sex[head] != r.sex[head + 1]
    apart = np.abs(r.age[head].astype(int) - r.age[head + 1])
    if couples == 1.0:
        assert other.all()
        assert apart.max() <= 12
        assert apart.mean() == pytest.approx(2.5 * np.sqrt(2.0 / np.pi), abs=0.6)
    else:
        assert 0.35 < other.mean() < 0.65, "two who are no couple are of either sex"
        assert np.median(apart) > 5


def test_households_that_rent_begin_with_a_couple_as_often_as_is_said_of_them() -> None:
    """Owners always, renters never: what is said of one tenure counts for it alone."""
    places, r, _ = people({"two": 1.0}, under14=0.0, couples_owners=1.0, couples_renters=0.0, renters=0.5)
    head = firsts(places)
    other, renting = r.sex[head] != r.sex[head + 1], r.tenure[head] == 1
    assert renting.sum() > 100
    assert other[~renting].all()
    assert 0.35 < other[renting].mean() < 0.65


def test_of_two_parents_who_work_the_mother_looks_after_the_children() -> None:
    """Nobody of the household is retired: where one stays at home it is the woman. A retired member of under 80 comes before both."""
    always = {"under14": 0.25, "carers_first": 1.0, "carers_second": 0.0, "carers_elsewhere": 0.0, "couples_parents": 1.0}
    places, r, spec = people({"four": 1.0}, **always, retire_women=90, retire_men=90)
    children = children_under_14(r, places, 1, spec)
    head = firsts(places)
    home = np.searchsorted(places.flat_rows, head, side="right") - 1
    young = head[(children[home] > 0) & (np.diff(places.flat_rows)[home] == 2)]
    assert len(young) > 30
    care = r.situation == Situation.CARER
    for row in young:
        pair = np.arange(row, row + 2)
        assert care[pair].sum() == 1
        assert r.sex[pair[care[pair]]] == 0
    places, r, spec = people({"four": 1.0}, **always, work_on=0.0)
    children = children_under_14(r, places, 1, spec)
    limit = np.where(r.sex == 0, spec.retire_women, spec.retire_men)
    found = 0
    for flat in np.flatnonzero(children > 0):
        rows = np.arange(places.flat_rows[flat], places.flat_rows[flat + 1])
        old = rows[(r.age[rows] >= limit[rows]) & (r.age[rows] < 80)]
        if len(old):
            found += 1
            (carer,) = rows[r.situation[rows] == Situation.CARER]
            assert carer in old
    assert found > 10


def test_of_the_old_who_live_with_children_one_is_rather_a_woman_and_the_next_of_the_other_sex() -> None:
    """Nobody here lives as a couple, so that the second is the first of the old. Where there are no children both are of either sex."""
    places, r, spec = people({"five_up": 1.0}, under14=0.2, couples_parents=0.0, couples_owners=0.0, couples_renters=0.0)
    beds, children = np.diff(places.flat_rows), children_under_14(r, places, 1, spec)
    for with_, women in ((True, 0.65), (False, 0.5)):
        first = places.flat_rows[:-1][(beds >= 3) & ((children > 0) == with_)]
        n = len(first)
        assert n > 40
        assert abs(np.mean(r.sex[first + 1] == 0) - women) < 4.0 * np.sqrt(women * (1.0 - women) / n)
        others = np.mean(r.sex[first + 2] != r.sex[first + 1])
        assert others == 1.0 if with_ else 0.2 < others < 0.8


@pytest.mark.parametrize("more", [0.0, 0.2])
def test_party_members_trust_institutions_so_much_more_and_neighbours_as_others_do(more: float) -> None:
    """Without spread between people trust is the mean, a thousandth a year of age, and what being a Party member adds."""
    _, r, spec = people(party=0.3, trust_party=more, trust_spread=0.0)
    party = (r.roles & Role.PARTY) != 0
    assert party.sum() > 100
    older = 0.001 * (r.age - 45.0)
    assert r.trust_institutions - older == pytest.approx(spec.trust_institutions + more * party, abs=1e-6)
    assert r.trust_neighbours - older == pytest.approx(np.full(r.n, spec.trust_neighbours), abs=1e-6)
