"""The records that the plain twin starts from are those of the engine's arrays."""

from __future__ import annotations

import numpy as np
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.populate import populate
from linli.model.founding.population import PopulationParameters
from linli.model.people.everyday import EVERYDAY
from linli.model.reference import ReferenceCommunity, measures, records_of, ties_of
from linli.model.ties.store import Ties


def small() -> NeighbourhoodParameters:
    return NeighbourhoodParameters(buildings=2, entrances=2, floors=4, flats_per_floor=3)


def test_records_say_what_the_arrays_say() -> None:
    places, residents = populate(small(), PopulationParameters(), 5, 5)
    residents.groups[2, 7] = 3
    people, homes = records_of(places, residents, EVERYDAY)
    assert len(people) == residents.n
    assert len(homes) == places.flats
    grouped = [name for name, kind in EVERYDAY.items() if kind.grouped]
    assert people[7].groups == {grouped[2]: 3}
    for row in (0, residents.n // 2, residents.n - 1):
        person = people[row]
        assert person.identity == int(residents.identity[row])
        assert person.age == residents.age[row]
        home = homes[person.home]
        assert home.gate == residents.gate[row]
        assert places.landing_rows[home.landing] <= row < places.landing_rows[home.landing + 1]
        assert home.landing - home.level == places.gate_landings[home.gate]
        assert (home.x, home.y) == tuple(places.flat_xyz[person.home, :2].tolist())
    assert records_of(places, residents)[0][7].groups is None


def test_valid_entries_of_the_tie_store_become_ties() -> None:
    places, residents = populate(small(), PopulationParameters(), 5, 5)
    residents.arrival[:] = -10
    residents.arrival[3] = 5
    ties = Ties.empty(residents.n, 8)
    for owner, other, last in ((0, 9, 4), (9, 0, 4), (0, 3, 4), (8, 3, 6)):
        slot = int((ties.partner[owner] != 65535).sum())
        ties.partner[owner, slot], ties.closeness[owner, slot], ties.slow[owner, slot] = other, 4 * 64, 5.0
        ties.last[owner, slot], ties.origin[owner, slot] = last, 1
    recorded = ties_of(places, residents, ties, ["landing", "lift"])
    assert {(t.owner, t.other) for t in recorded} == {(0, 9), (9, 0), (8, 3)}
    people, homes = records_of(places, residents)
    twin = ReferenceCommunity.from_records(people, homes, ties=recorded, week=7, seed=1)
    assert measures(twin)["acquaintances"] == 4 / residents.n
    assert twin.residents[3].ties == {}
    assert twin.residents[8].ties[twin.residents[3]].origin == "lift"


def test_the_twin_lives_on_with_newcomers_of_the_same_kind() -> None:
    places, residents = populate(small(), PopulationParameters(), 5, 5)
    people, homes = records_of(places, residents)
    twin = ReferenceCommunity(people=people, homes=homes, renter_moves=0.9, owner_moves=0.9, rng=2)
    for _ in range(12):
        twin.step()
    assert twin.moved > 0.2 * residents.n
    assert np.array_equal([i.person.tenure for i in twin.residents], residents.tenure)
    assert [i.person.home for i in twin.residents] == residents.flat.tolist()
    assert len({i.identity for i in twin.residents}) == residents.n
    assert set(twin.agents) == set(twin.residents)
