"""Presets carry people: what each says, that what is given wins, the past, and the known groups at rest."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.agents.community import Community
from linli.model.founding.neighbourhood import PRESET_TITLES, NeighbourhoodParameters
from linli.model.founding.population import PopulationParameters
from linli.model.founding.presets import BYTES_A_SLOT, PEOPLE, constants_of, everyday_of, population_of
from linli.model.people.constants import Constants
from linli.model.people.everyday import EVERYDAY, check_week
from linli.model.people.residents import NO_GROUP
from linli.model.society.society import Society
from linli.model.ties.counting import acquaintance_counts


def test_every_preset_has_people_whose_week_is_no_longer_than_a_week() -> None:
    assert list(PEOPLE) == list(PRESET_TITLES)
    for preset in PEOPLE:
        check_week(everyday_of(preset))
        assert all(kind.title.en and kind.title.zh for kind in everyday_of(preset).values())
        years = NeighbourhoodParameters(preset=preset).resolved().years  # type: ignore[arg-type]
        assert all(kind.past < years for kind in everyday_of(preset).values() if kind.past)


def test_beijing_is_the_defaults() -> None:
    assert population_of("beijing") == PopulationParameters()
    assert everyday_of("beijing") == EVERYDAY
    assert constants_of("beijing") == Constants()
    assert NeighbourhoodParameters().resolved().years == 0


def test_renters_and_movers_differ_by_preset_as_the_kinds_of_housing_do() -> None:
    found = {preset: population_of(preset) for preset in PEOPLE}
    assert found["urban-village"].renters > 0.5 > found["towers"].renters > found["old-walk-up"].renters > found["natural-village"].renters
    assert found["natural-village"].moves_owners < found["resettlement"].moves_owners < found["old-walk-up"].moves_owners < found["towers"].moves_owners
    assert PEOPLE["natural-village"].slots == 192
    assert constants_of("natural-village").trust.needs > Constants().trust.needs > constants_of("towers").trust.needs


def test_a_society_takes_the_people_of_its_preset_unless_they_are_given() -> None:
    village = NeighbourhoodParameters(preset="natural-village", buildings=1)
    carried = Society(neighbourhood=village)
    assert carried.population == population_of("natural-village")
    assert "fields" in carried.everyday
    assert carried.ties.partner.shape[1] == 192
    given = Society(neighbourhood=village, population=PopulationParameters(), constants=Constants(), everyday=EVERYDAY)
    assert given.population == PopulationParameters()
    assert list(given.everyday) == list(EVERYDAY)
    assert given.ties.partner.shape[1] == 48
    kept = [array[0, 0].nbytes for array in given.ties if array.ndim == 2]
    assert sum(kept) == BYTES_A_SLOT


def test_keywords_of_a_community_win_over_the_preset() -> None:
    c = Community(preset="urban-village", buildings=4, renters=0.1, spin_up_years=0, collect=(), rng=1)
    assert c.society.population.renters == 0.1
    assert c.society.population.moves_renters == population_of("urban-village").moves_renters


def test_a_past_is_lived_before_the_scenario_and_over_in_it() -> None:
    s = Society(neighbourhood=NeighbourhoodParameters(preset="old-walk-up", buildings=1, years=3), seed=2)
    unit = list(s.engine.kinds).index("work-unit")
    assert (s.residents.groups[s.engine.table.group[unit]] != NO_GROUP).any()
    s.step()
    assert s.engine.table.hours[unit] == 0.0
    assert s.spin_up() == 3 * 52
    code = s.origins.code(s.origins.kinds[unit])
    assert (s.ties.origin[s.ties.partner != 65535] == code).any()
    s.step()
    assert s.engine.table.hours[unit] == 0.0


def test_a_past_ends_within_the_years_before_as_it_says() -> None:
    everyday = everyday_of("old-walk-up")
    everyday["work-unit"] = everyday["work-unit"].model_copy(update={"past": 1.0})
    s = Society(neighbourhood=NeighbourhoodParameters(preset="old-walk-up", buildings=1), everyday=everyday, seed=2)
    unit, lived = list(s.engine.kinds).index("work-unit"), []
    s.spin_up(lambda *_: lived.append(s.engine.table.hours[unit] > 0.0), years=2)
    assert lived == [True] * 52 + [False] * 52


@pytest.fixture(scope="module")
def at_rest() -> dict[str, tuple[Society, np.ndarray]]:
    """Preset -> a small society after its past, and the acquaintances of each resident."""
    found = {}
    for preset, buildings in (("natural-village", 2), ("old-walk-up", 3), ("towers", 2), ("urban-village", 10), ("resettlement", 2)):
        s = Society(neighbourhood=NeighbourhoodParameters(preset=preset, buildings=buildings), seed=1)  # type: ignore[arg-type]
        s.spin_up()
        found[preset] = s, acquaintance_counts(s, np.arange(s.residents.n))
    return found


def test_known_groups_stand_in_their_order(at_rest: dict[str, tuple[Society, np.ndarray]]) -> None:
    """A village of some two hundred knows itself; a work unit's walk-ups know more of each other than towers do."""
    village, walk_up, towers = (at_rest[name][1] for name in ("natural-village", "old-walk-up", "towers"))
    assert 150 <= len(village) <= 280
    assert village.mean() / (len(village) - 1) > 0.5
    assert village.mean() > 3.0 * walk_up.mean()
    assert walk_up.mean() > 1.4 * towers.mean()
    strangers = [float((count < 3).mean()) for count in (village, walk_up, towers)]
    assert strangers[0] < 0.02 < strangers[1] < strangers[2] - 0.1


def test_renters_know_fewer_than_owners_and_newcomers_than_those_who_stay(at_rest: dict[str, tuple[Society, np.ndarray]]) -> None:
    for preset, (s, count) in at_rest.items():
        owns = s.residents.tenure == 0
        if preset != "natural-village":
            assert count[~owns].mean() < count[owns].mean(), preset
        new = s.week - s.residents.arrival < 104
        assert count[new].mean() < count[~new].mean(), preset
