"""The drawn population: shares that were asked for, sensible correlations, and identities that never shift."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.populate import children_under_14, draw_people, populate
from linli.model.founding.population import HouseholdSizes, OwnerAges, PopulationParameters
from linli.model.people.places import Places
from linli.model.people.residents import NEVER, NO_GROUP, NO_TALENT, Residents, Role, Situation, identities, pack_traits
from pydantic import ValidationError

SPEC = PopulationParameters()


@pytest.fixture(scope="module")
def city() -> tuple[Places, Residents]:
    """Forty default communities, 119,000 residents."""
    return populate(NeighbourhoodParameters(communities=40), SPEC, 1, 3)


def mean(values: np.ndarray, where: np.ndarray) -> float:
    return float(values[where].mean())


def test_default_compound_has_about_3000_residents():
    sizes = [populate(NeighbourhoodParameters(), SPEC, seed, 1)[1].n for seed in range(5)]
    assert 2850 < np.mean(sizes) < 3150


def test_household_sizes_are_those_asked_for(city):
    places, residents = city
    beds = np.diff(places.flat_rows)
    size = (beds + children_under_14(residents, places, 1, SPEC))[beds > 0]
    shares = np.bincount(np.minimum(size, 5), minlength=6)[1:] / len(size)
    assert shares == pytest.approx((0.299, 0.331, 0.217, 0.090, 0.063), abs=0.008)


def test_overridden_household_sizes_and_children_reach_the_flats():
    spec = PopulationParameters(households=HouseholdSizes(one=0, two=0, three=1, four=0, five_up=0), under14=0.0)
    places, _ = populate(NeighbourhoodParameters(), spec, 1, 1)
    assert set(np.diff(places.flat_rows)) == {0, 3}


def test_share_under_14_and_occupancy_and_renters(city):
    places, residents = city
    children = children_under_14(residents, places, 1, SPEC).sum()
    assert children / (children + residents.n) == pytest.approx(0.115, abs=0.005)
    beds = np.diff(places.flat_rows)
    assert (beds > 0).mean() == pytest.approx(0.92, abs=0.005)
    assert residents.tenure[places.flat_rows[:-1][beds > 0]].mean() == pytest.approx(0.256, abs=0.008)


def test_life_situations_are_within_two_and_a_half_points(city):
    shares = 100 * np.bincount(city[1].situation, minlength=5) / city[1].n
    assert shares == pytest.approx((24, 13, 37, 20, 6), abs=2.5)


def test_shares_of_roles_and_talents(city):
    r = city[1]
    party = (r.roles & Role.PARTY) > 0
    assert party.mean() == pytest.approx(0.073, abs=0.004)
    assert ((r.roles & Role.ACTIVIST) > 0).mean() == pytest.approx(0.03, abs=0.003)
    backbone = (r.roles & Role.BACKBONE) > 0
    assert backbone.mean() == pytest.approx(0.02, abs=0.003)
    assert (r.talent != NO_TALENT).mean() == pytest.approx(0.15, abs=0.006)
    assert (r.talent_known == backbone).all()
    assert (r.roles < 8).all()
    assert r.age[party].min() >= 18


def test_correlations_have_the_right_sign(city):
    r = city[1]
    owner, renter, old, young = r.tenure == 0, r.tenure == 1, r.age >= 70, r.age < 40
    assert mean(r.age, renter) < mean(r.age, owner) - 10
    assert mean(r.registration, renter) > mean(r.registration, owner) + 0.4
    tertiary = r.education == 3
    assert mean(r.roles & 1, tertiary) > 2 * mean(r.roles & 1, r.education < 2)
    assert mean(r.frailty, old) > 0.15 > 0.03 > mean(r.frailty, young)
    assert mean(r.digital, old) < 0.5 < 0.9 < mean(r.digital, young)
    retired, working = r.situation == Situation.RETIRED, r.situation == Situation.OWNER
    assert mean(r.free_hours, retired) > mean(r.free_hours, working) + 15
    dancing = r.interests[:, 1]
    assert mean(dancing, r.sex == 0) > mean(dancing, r.sex == 1) + 30
    assert r.age[r.situation == Situation.STUDENT].max() < 25
    assert (r.tenure[r.situation == Situation.RENTER] == 1).all()


def test_activists_and_backbones_are_who_it_is_said(city):
    """The odds between groups are those of households.py, as drawn; civic minds count by e to their power."""
    r = city[1]
    home, party = (r.situation == Situation.RETIRED) | (r.situation == Situation.CARER), (r.roles & Role.PARTY) > 0
    activist, backbone, talent = (r.roles & Role.ACTIVIST) > 0, (r.roles & Role.BACKBONE) > 0, r.talent != NO_TALENT
    assert r.age[activist].min() >= 18
    adult = r.age >= 18
    assert mean(activist, home & ~party & adult) / mean(activist, ~home & ~party & adult) == pytest.approx(1.5 / 0.75, rel=0.12)
    assert mean(activist, home & party) / mean(activist, home & ~party) == pytest.approx(2.5 / 0.85, rel=0.15)
    # Those drawn with the weight e^x from a standard normal x have the mean one.
    assert mean(r.civic, activist) == pytest.approx(1.0, abs=0.12)
    assert mean(backbone, talent & home) / mean(backbone, talent & ~home) == pytest.approx(1.6 / 0.65, rel=0.15)
    assert not (backbone & ~talent).any()
    # What one is talented in is rather what one likes.
    some = np.flatnonzero(talent)
    assert r.interests[some, r.talent[some]].mean() > r.interests[some].mean() + 15


def test_persistent_dispositions_have_their_distributions(city):
    r = city[1]
    assert np.log(r.sociability).mean() == pytest.approx(0.0, abs=0.01)
    assert np.log(r.sociability).std() == pytest.approx(0.59, abs=0.01)
    assert (r.civic.mean(), r.civic.std()) == pytest.approx((0.0, 1.0), abs=0.01)
    for trust, mean in ((r.trust_neighbours, 0.67), (r.trust_institutions, 0.55)):
        assert trust.mean() == pytest.approx(mean, abs=0.03)
        assert trust.std() == pytest.approx(0.18, abs=0.02)
    assert np.corrcoef(r.trust_neighbours, r.trust_institutions)[0, 1] == pytest.approx(0.36, abs=0.04)
    for shares in (r.frailty, r.digital, r.trust_neighbours, r.trust_institutions):
        assert shares.min() >= 0
        assert shares.max() <= 1
    assert r.age.min() >= 14
    assert r.age.max() <= 110
    assert (r.traits == pack_traits(r.sex, r.age, r.registration, r.education)).all()


def test_years_lived_here_are_the_stationary_distribution_of_the_moving_rate(city):
    r = city[1]
    for tenure, yearly in ((0, 0.05), (1, 0.25)):
        adults = (r.tenure == tenure) & (r.age >= 30)
        for years in (1, 5, 10):
            assert np.mean(r.arrival[adults] < -52 * years) == pytest.approx((1 - yearly) ** years, abs=0.015)
    assert r.arrival.max() == -1


def test_everybody_starts_without_habits_and_groups(city):
    r = city[1]
    assert (r.groups == NO_GROUP).all()
    assert r.groups.shape == (3, r.n)
    assert not r.habit.any()
    assert not r.talks.any()
    assert (r.last_came == NEVER).all()


@pytest.mark.parametrize("preset", ["beijing", "natural-village"])
def test_community_seven_alone_is_community_seven_of_ten(preset):
    places, residents = populate(NeighbourhoodParameters(preset=preset, communities=10, buildings=4), SPEC, 5, 2)
    alone_places, alone = populate(NeighbourhoodParameters(preset=preset, first_community=7, buildings=4), SPEC, 5, 2)
    rows = slice(places.community_rows[7], places.community_rows[8])
    flats = slice(places.community_flats[7], places.community_flats[8])
    for name, array in alone.arrays().items():
        inside = getattr(residents, name)[..., rows] if name == "groups" else getattr(residents, name)[rows]
        shift = {"flat": flats.start, "gate": residents.gate[rows.start] - alone.gate[0]}.get(name, 0)
        assert (inside == array + shift if shift else inside == array).all(), name
    assert (places.kin[flats] == alone_places.kin).all()
    assert (places.flat_xyz[flats] == alone_places.flat_xyz).all()
    assert alone_places.community_id.tolist() == [7]


def test_identities_tell_where_and_who(city):
    places, r = city
    community = places.unit_of_row(places.community_rows, np.arange(r.n))
    member = np.arange(r.n) - places.flat_rows[r.flat]
    assert (r.identity == identities(community, r.flat - places.community_flats[community], 0, member)).all()


def test_a_household_is_the_same_whenever_and_with_whomever_it_is_drawn():
    places, one = populate(NeighbourhoodParameters(buildings=2), SPEC, 9, 1)
    _, two = populate(NeighbourhoodParameters(buildings=2), SPEC, 9, 1)
    flats = np.array([3, 40, 41], np.int32)
    draw_people(one, places, flats, np.array([4, 2, 1], np.int32), 10, 9, SPEC, 0.59)
    draw_people(two, places, flats[1:2], np.array([2], np.int32), 77, 9, SPEC, 0.59)
    rows = slice(places.flat_rows[40], places.flat_rows[41])
    for name, array in one.arrays().items():
        if name != "arrival":
            assert (array[..., rows] == two.arrays()[name][..., rows]).all() if name == "groups" else (array[rows] == two.arrays()[name][rows]).all(), name
    assert set(one.arrival[rows]) == {10}
    assert set(two.arrival[rows]) == {77}


def test_two_seeds_differ_and_one_seed_repeats():
    a, b, c = (populate(NeighbourhoodParameters(buildings=1), SPEC, seed, 1)[1] for seed in (1, 1, 2))
    assert all((x == y).all() for x, y in zip(a.arrays().values(), b.arrays().values(), strict=True))
    assert a.age.tolist() != c.age.tolist()
    assert a.civic.tolist() != c.civic.tolist()


def test_no_moves_means_that_people_came_as_children_at_the_earliest():
    _, r = populate(NeighbourhoodParameters(buildings=1), PopulationParameters(moves_owners=0.0, moves_renters=0.0), 1, 1)
    assert r.arrival.min() >= -52 * 100 - 1


def test_weights_need_a_sum_and_unknown_names_are_refused():
    with pytest.raises(ValidationError, match="at least one of"):
        HouseholdSizes(one=0, two=0, three=0, four=0, five_up=0)
    with pytest.raises(ValidationError):
        PopulationParameters(rentres=0.3)
    with pytest.raises(ValidationError):
        PopulationParameters(renters=25.6)
    only_old = PopulationParameters(owner_ages=OwnerAges(age18=0, age25=0, age35=0, age45=0, age55=0, age65=0, age75=1), renters=0, under14=0)
    places, r = populate(NeighbourhoodParameters(buildings=2), only_old, 1, 1)
    single = np.diff(places.flat_rows) == 1
    assert r.age[places.flat_rows[:-1][single]].min() >= 75
