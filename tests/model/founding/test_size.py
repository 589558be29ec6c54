from __future__ import annotations

import contextlib
import math
import re

import numpy as np
import pytest
from linli.model.founding import size
from linli.model.founding.neighbourhood import LARGEST_COMMUNITY, PRESET_TITLES, NeighbourhoodParameters
from linli.model.founding.populate import lay_out
from linli.model.founding.population import HouseholdSizes, PopulationParameters
from linli.model.founding.presets import population_of
from linli.model.ground.refusal import InputError

LARGE = PopulationParameters(households=HouseholdSizes(one=0, two=0, three=0, four=0, five_up=1), under14=0.0)


@pytest.mark.parametrize("preset", PRESET_TITLES)
def test_expected_residents_are_those_that_come(preset: str) -> None:
    place, people = NeighbourhoodParameters(preset=preset), population_of(preset)
    mean, spread = size.expected_residents(place, people)
    found = np.array([lay_out(place, people, seed, 1)[1].n for seed in range(12)])
    assert abs(found.mean() - mean) < 4 * spread / math.sqrt(12)
    assert 0.4 * spread < found.std(ddof=1) < 2.2 * spread


@pytest.mark.parametrize("people", [population_of("beijing"), LARGE])
def test_the_largest_neighbourhood_that_passes_can_be_founded_and_a_little_more_is_refused(people: PopulationParameters) -> None:
    def passes(buildings: int) -> bool:
        with contextlib.suppress(InputError):
            size.refuse_crowded(NeighbourhoodParameters(buildings=buildings), people)
            return True
        return False

    most = max(buildings for buildings in range(50, 400) if passes(buildings))
    with pytest.raises(InputError, match="at most 65,000 are allowed") as refused:
        size.refuse_crowded(NeighbourhoodParameters(buildings=most + 1), people)
    assert "最多允许 65,000" in refused.value.text.zh
    found = [lay_out(NeighbourhoodParameters(buildings=most), people, seed, 1)[1].n for seed in (1, 2, 3)]
    assert all(0.95 * LARGEST_COMMUNITY < n <= LARGEST_COMMUNITY for n in found), "what passes can be founded, and not much less is refused"


def test_too_many_flats_and_nobody_at_home_are_refused() -> None:
    people = population_of("beijing")
    empty = NeighbourhoodParameters(buildings=2000, entrances=10, floors=1, flats_per_floor=60, occupancy=0.01)
    with pytest.raises(InputError, match="would have 1,200,000 flats; at most 1,048,576 are allowed"):
        size.refuse_crowded(empty, people)
    with pytest.raises(InputError, match="would be lived in"):
        size.refuse_crowded(NeighbourhoodParameters(buildings=1, entrances=1, floors=1, flats_per_floor=1, occupancy=0.4), people)


def test_a_draw_in_which_nobody_lives_is_refused_when_it_is_founded() -> None:
    one = NeighbourhoodParameters(buildings=1, entrances=1, floors=1, flats_per_floor=1, occupancy=0.5)
    size.refuse_crowded(one, population_of("beijing"))
    said = []
    for seed in range(20):
        try:
            assert lay_out(one, population_of("beijing"), seed, 1)[1].n > 0
        except InputError as error:
            said.append(error.text.en)
    assert 2 < len(said) < 18, "about half of the seeds"
    assert set(said) == {"[neighbourhood]: nobody lives there: of 1 flats none is lived in; take more flats or a higher occupancy."}


def test_memory_is_told_before_founding_and_what_would_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    place, people = NeighbourhoodParameters(communities=100), population_of("beijing")
    residents = 100 * size.expected_residents(place, people)[0]
    need = size.BYTES_AT_LEAST + size.bytes_of(residents, 48, 100 * place.resolved().flats_per_community)
    monkeypatch.setattr(size, "memory", lambda: need + 1)
    size.refuse_beyond_memory(place, people, 48)
    with pytest.raises(InputError):
        size.refuse_beyond_memory(place, people, 49)
    with pytest.raises(InputError, match="2 times at once"):
        size.refuse_beyond_memory(place, people, 48, 2)
    monkeypatch.setattr(size, "memory", lambda: size.BYTES_AT_LEAST + (need - size.BYTES_AT_LEAST) / 4)
    with pytest.raises(InputError) as refused:
        size.refuse_beyond_memory(place, people, 48)
    fits = float(re.search(r"about ([\d,]+) would fit", refused.value.text.en)[1].replace(",", ""))
    assert fits == pytest.approx(residents / 4, rel=0.001)
    assert f"{fits:,.0f} 人" in refused.value.text.zh


def test_the_least_of_all_limits_of_memory_counts(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    resource = pytest.importorskip("resource")
    file = tmp_path / "memory.max"
    monkeypatch.setattr(size, "_CGROUPS", (str(file),))
    here = size.memory()
    file.write_text("max\n")
    assert size.memory() == here
    file.write_text("1000000\n")
    assert size.memory() == 1_000_000
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (5000, 9000))
    assert size.memory() == 5000
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (resource.RLIM_INFINITY, 9000))
    assert size.memory() == 1_000_000
