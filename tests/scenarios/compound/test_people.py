"""From counts of people to shares of a population; what is drawn from them meets the counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.populate import populate
from linli.model.founding.population import PopulationParameters
from linli.model.founding.population_tables import size_shares
from linli.model.founding.presets import PEOPLE, merged, population_of
from linli.scenarios import UserError
from linli.scenarios.compound.counts import Counts, People
from linli.scenarios.compound.people import Peopled, peopled


def of(items=None, people=(), flats=1000, preset="beijing", renters=None) -> Peopled:
    return peopled(Counts(items or {}, tuple(people), (), renters), preset, flats, 0.92, "counts")


def spec(found: Peopled, preset="beijing") -> PopulationParameters:
    return PopulationParameters.model_validate(merged(PEOPLE[preset].population, found.population))


def said(found: Peopled) -> str:
    return "\n".join(note.en for note in found.notes)


def lived(found: Peopled, seed: int = 3):
    """Draw 4,000 households of a population."""
    place = NeighbourhoodParameters(buildings=4, entrances=5, floors=50, flats_per_floor=4, occupancy=1.0)
    return populate(place, spec(found), seed, 1)[1]


def test_without_counts_the_preset_holds_and_that_is_said() -> None:
    found = of()
    assert found.population == {}
    assert found.occupancy is None
    assert "How many people live there is not told" in said(found)


def test_households_and_flats_make_the_occupancy() -> None:
    assert of({"households": 800}).occupancy == 0.8
    with pytest.raises(UserError, match="1,100 households live in 1,000 flats"):
        of({"households": 1100})


def test_people_alone_make_households_of_the_preset() -> None:
    mean = float(size_shares(population_of("beijing")) @ np.arange(1, 8))
    found = of({"residents": 2000})
    assert found.occupancy == pytest.approx(2000 / mean / 1000, abs=1e-3)
    assert "How many households live there is not told" in said(found)


@settings(max_examples=40, deadline=None)
@given(households=st.integers(200, 1000), members=st.floats(1.1, 5.0), preset=st.sampled_from(sorted(PEOPLE)))
def test_the_mean_household_is_the_counted_one(households, members, preset) -> None:
    residents = round(households * members)
    found = of({"households": households, "residents": residents}, preset=preset)
    assert float(size_shares(spec(found, preset)) @ np.arange(1, 8)) == pytest.approx(residents / households, abs=0.01)


def test_households_of_impossible_size_are_refused() -> None:
    with pytest.raises(UserError, match="members a household"):
        of({"households": 100, "residents": 900})
    with pytest.raises(UserError, match="members a household"):
        of({"households": 100, "residents": 50})


def test_shares_of_tenure_children_party_and_sizes() -> None:
    found = of({"households": 500, "renting": 150, "residents": 1200, "under14": 120, "party": 90})
    assert found.population["renters"] == 0.3
    assert found.population["under14"] == 0.1
    assert found.population["party"] == pytest.approx(90 / 1080, abs=1e-4)
    sizes = of({"size1": 30, "size2": 40, "size3": 30})
    assert sizes.population["households"] == {"one": 30.0, "two": 40.0, "three": 30.0, "four": 0.0, "five_up": 0.0}
    assert sizes.occupancy == 0.1
    assert "the model has at most 25 %" in said(of({"households": 100, "residents": 300, "under14": 100}))


@pytest.mark.parametrize(
    ("items", "says"),
    [
        ({"households": 100, "renting": 101}, "more than all"),
        ({"residents": 100, "under14": 150}, "more than all"),
        ({"residents": 100, "migrants": 150}, "more than all"),
        ({"size1": 0, "size2": 0}, "no household is counted"),
    ],
)
def test_parts_above_their_whole_are_refused(items, says) -> None:
    with pytest.raises(UserError, match=says):
        of(items)


@pytest.mark.parametrize("share", [0.05, 0.4, 0.9])
def test_migrants_of_both_tenures_mix_to_the_counted_share(share) -> None:
    found = spec(of({"residents": 2000, "migrants": round(2000 * share)}))
    assert (1 - found.renters) * found.migrants_owners + found.renters * found.migrants_renters == pytest.approx(share, abs=0.002)
    assert found.migrants_owners < found.migrants_renters


BANDS = ((18, 34), (35, 54), (55, 64), (65, 120))


def counted(residents) -> list[People]:
    """Count people as a street office does."""
    return [
        People(low, high, name, int(((residents.age >= low) & (residents.age <= high) & (residents.tenure == tenure)).sum()))
        for tenure, name in enumerate(("owners", "renters")) for low, high in BANDS
    ]  # fmt: skip


@pytest.mark.parametrize("preset", ["beijing", "old-walk-up", "towers"])
def test_ages_that_the_model_can_have_are_met(preset) -> None:
    """People drawn from one population, counted, and found again from the counts alone."""
    place = NeighbourhoodParameters(buildings=4, entrances=5, floors=50, flats_per_floor=4, occupancy=1.0)
    true = population_of(preset)
    people = counted(populate(place, true, 9, 1)[1])
    items = {"households": 4000}
    found = peopled(Counts(items, tuple(people)), preset, 4000, 1.0, "counts")
    again = counted(populate(place, spec(found, preset), 4, 1)[1])
    assert "to be expected" not in said(found)
    for tenure in ("owners", "renters"):
        shares = [np.array([one.many for one in row if one.tenure == tenure], float) for row in (people, again)]
        assert np.abs(shares[0] / shares[0].sum() - shares[1] / shares[1].sum()).max() < 0.03


def test_ages_that_no_households_have_are_said() -> None:
    found = of({"households": 500}, [People(18, 24, "owners", 10), People(90, 120, "owners", 400), People(18, 60, "renters", 100)])
    assert "owners of 90 to 120: 400 counted" in said(found)
    assert "The households of the model allow no nearer" in said(found)


def test_ages_of_a_survey_hold_for_both_tenures() -> None:
    found = of({}, [People(18, 44, "people", 60), People(45, 120, "people", 40)], renters=0.5)
    assert found.population["renters"] == 0.5
    assert found.population["owner_ages"] == found.population["renter_ages"]
    residents = lived(found)
    adults = residents.age >= 18
    assert (residents.age[adults] < 45).mean() == pytest.approx(0.6, abs=0.04)


def test_a_band_across_fourteen_says_nothing_of_heads() -> None:
    found = of({}, [People(0, 17, "people", 100), People(18, 120, "people", 900)])
    assert "The ages 0-17 reach across 14" in said(found)
    assert [row[:3] for row in found.ages] == [("people", 18, 120)]
    assert "under14" not in found.population


def test_a_table_from_birth_counts_everybody() -> None:
    found = of({}, [People(0, 13, "people", 100), People(14, 120, "people", 900)])
    assert found.population["under14"] == 0.1
    assert found.occupancy is not None
