"""What tests of the engine share: communities of chosen people, and all bits of a society."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.populate import lay_out
from linli.model.founding.population import PopulationParameters
from linli.model.people.constants import Constants, VisitHours
from linli.model.people.everyday import EverydayKind
from linli.model.people.residents import Residents
from linli.model.society.engine import group_kinds
from linli.model.society.society import Society

Bits = dict[str, np.ndarray]
Alike = Callable[..., Society]
NO_VISITS = VisitHours(retired=0.0, carer=0.0, owner=0.0, renter=0.0, student=0.0)


def bits_of(society: Society, lo: int = 0, hi: int | None = None) -> Bits:
    """Return copies of all that is kept of the residents lo <= row < hi and of their ties, and of the counts."""
    n = society.residents.n
    hi = n if hi is None else hi
    found = {f"ties.{name}": array[lo:hi].copy() for name, array in society.ties._asdict().items()}
    for name, array in society.residents.arrays().items():
        found[name] = array[..., lo:hi].copy() if name == "groups" else array[lo:hi].copy()
    # Numbers of flats and gates count from the first community of the engine; a shard counts from its own.
    for name in ("flat", "gate"):
        found[name] = found[name] - (found[name][0] if hi > lo else 0)
    if hi - lo == n:
        found["tallies"] = society.engine.tally_counts.copy()
    return found


def digest(bits: Mapping[str, np.ndarray]) -> str:
    """Return a hash of arrays, names included."""
    whole = hashlib.blake2b(digest_size=16)
    for name in sorted(bits):
        whole.update(name.encode())
        whole.update(np.ascontiguousarray(bits[name]).tobytes())
    return whole.hexdigest()


@pytest.fixture
def alike() -> Alike:
    """Make a society of people who are all the same: retired owners without visits, one a flat, median sociability, no moves."""

    def make(
        flats: int,
        everyday: Mapping[str, EverydayKind],
        *,
        flats_per_floor: int = 0,
        beds: int = 1,
        constants: Constants | None = None,
        seed: int = 1,
        change: Callable[[Residents], None] | None = None,
        kin: np.ndarray | None = None,
    ) -> Society:
        flats_per_floor = flats_per_floor or min(flats, 50)
        floors = min(flats // flats_per_floor, 100)
        neighbourhood = NeighbourhoodParameters(
            buildings=flats // (flats_per_floor * floors), entrances=1, floors=floors, flats_per_floor=flats_per_floor, occupancy=1.0
        )
        assert neighbourhood.resolved().flats_per_community == flats
        population = PopulationParameters(moves_owners=0.0, moves_renters=0.0)
        places, residents = lay_out(neighbourhood, population, seed, group_kinds(dict(everyday)), np.full(flats, beds, np.uint8), np.zeros(flats, np.uint8))
        residents.sociability[:] = 1.0
        residents.arrival[:] = -1000
        residents.age[:] = 65
        residents.trust_neighbours[:] = residents.trust_institutions[:] = 0.5
        residents.free_hours[:] = 20.0
        residents.interests[:] = 128
        if kin is not None:
            places.kin[:] = kin
        if change is not None:
            change(residents)
        constants = constants or Constants(visits=NO_VISITS)
        return Society(neighbourhood=neighbourhood, population=population, constants=constants, everyday=everyday, seed=seed, populated=(places, residents))

    return make


@pytest.fixture
def bits() -> Callable[..., Bits]:
    """`bits_of`."""
    return bits_of


@pytest.fixture
def no_visits() -> VisitHours:
    """Nobody has time for visits."""
    return NO_VISITS
