"""A compound becomes a scenario that can be run; what was missing is filled in and said."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.founding.neighbourhood import PRESET_TITLES, NeighbourhoodParameters, build_places
from linli.model.questions.own_survey import FORM
from linli.scenarios import Scenario, UserError, load
from linli.scenarios.compound.making import Compound, Given, compound_of, read_files, toml_of, typed_counts
from linli.scenarios.own_survey import sheet

from .maps import degrees, geojson, house, point


def make(*features, items=None, tables=(), preset="old-walk-up", **options) -> Compound:
    files = [("map.geojson", geojson(*features))] if features else []
    given = read_files([*files, *((f"{k}.csv", table.encode()) for k, table in enumerate(tables))], **options)
    if items:
        given = given._replace(counts=given.counts.and_those(typed_counts(items), "counts"))
    return compound_of(given, load("building-gates"), preset=preset)


def said(compound: Compound) -> str:
    return "\n".join(note.en for note in compound.notes)


def test_what_is_missing_is_filled_in_and_said() -> None:
    found = make(house(0, 0, 56), house(0, 40, 14, **{"building:levels": 11}), house(0, 80, 42, height=15, flats=40))
    one, two, three = found.buildings
    assert (one.entrances, one.floors, one.flats_per_floor) == (4, 6, 3)
    assert (two.entrances, two.floors, two.flats_per_floor) == (1, 11, 3)
    assert (three.entrances, three.floors, three.flats_per_floor) == (3, 5, 3)
    for sentence in (
        "The floors of 1 of 3 buildings: as in the preset (6).", "The floors of 1 of 3 buildings: from the height.",
        "The entrances of all buildings: by the length of the building (1–4).", "1 buildings have flats that their floors and entrances do not divide",
        "the northern one of the two long sides",
    ):  # fmt: skip
        assert sentence in said(found)


def test_the_entrances_are_on_the_side_of_the_map_or_in_the_north() -> None:
    for features, side in (((house(),), 1), ((house(), point(0, -6, entrance="yes")), -1), ((house(), point(0, 6, entrance="yes")), 1)):
        compound = make(*features)
        gates = build_places(compound.scenario.neighbourhood, 1).gate_xy
        assert (np.sign(gates[:, 1] - compound.buildings[0].y) == side).all()


def test_counts_go_before_the_preset_and_the_map_before_the_counts() -> None:
    found = make(house(), house(0, 40, floors=4), items={"floors": 7, "entrances": 2, "buildings": 5})
    assert [(one.floors, one.entrances) for one in found.buildings] == [(7, 2), (4, 2)]
    assert "5 buildings were counted; the map has 2" in said(found)


def test_an_outline_goes_into_the_file_and_comes_back() -> None:
    corners = [(-21, -6), (21, -6), (21, 6), (9, 6), (9, 0), (-21, 0), (-21, -6)]
    bent = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[degrees(*corner) for corner in corners]]}}
    found = make(bent, house(0, 40))
    assert [len(one.outline) for one in found.buildings] == [6, 0]
    again = Scenario.from_dict(tomllib.loads(toml_of(found, "en")), "mine", "mine.toml")
    assert again.neighbourhood == found.scenario.neighbourhood


def test_a_sheet_of_buildings_meets_the_map_by_number() -> None:
    table = "building,entrances,floors,flats_per_floor\n5,2,8,2\n3,1,9,4\n"
    found = make(house(ref="3"), house(0, 40, name="5号楼"), tables=[table])
    assert [(one.floors, one.entrances, one.flats_per_floor) for one in found.buildings] == [(9, 1, 4), (8, 2, 2)]
    with pytest.raises(UserError, match="no footprint has this number"):
        make(house(ref="3"), house(0, 40, ref="4"), tables=[table])
    in_order = make(house(), house(0, 40), tables=[table])
    assert [one.floors for one in in_order.buildings] == [8, 9]


def test_a_sheet_of_buildings_alone_stands_in_rows() -> None:
    table = "小区,楼栋,单元数,层数,每层户数\n" + "".join(f"{'甲' if k < 5 else '乙'},{k},{1 + k % 3},{3 + k},2\n" for k in range(8))
    found = make(tables=[table])
    assert [one.floors for one in found.buildings] == list(range(3, 11))
    assert [one.compound for one in found.buildings] == [1] * 5 + [2] * 3
    boxes = [(one.x - one.length / 2, one.x + one.length / 2, one.y - one.depth / 2, one.y + one.depth / 2) for one in found.buildings]
    for k, a in enumerate(boxes):
        assert all(a[1] <= b[0] or b[1] <= a[0] or a[3] <= b[2] or b[3] <= a[2] for b in boxes[:k])
    assert "they stand in rows" in said(found)


def test_counts_alone_change_the_preset() -> None:
    found = make(items={"buildings": 3, "floors": 5, "households": 150})
    numbers = found.scenario.neighbourhood.resolved()
    assert (numbers.buildings, numbers.floors, numbers.entrances) == (3, 5, 4)
    assert found.scenario.neighbourhood.occupancy == pytest.approx(150 / 180, abs=1e-3)
    assert found.buildings == ()
    assert "As in the preset: entrances of a building, flats of a floor and entrance." in said(found)


def test_mechanisms_and_arms_are_those_of_the_base() -> None:
    base, found = load("building-gates"), make(house()).scenario
    assert found.arms == base.arms
    assert found.mechanisms == base.mechanisms
    assert found.overrides == base.overrides
    assert found.title.en == "My compound"
    assert found.title.zh == "我的小区"
    assert make(house(site="甲小区")).scenario.title.en == "甲小区"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_file_is_the_scenario_and_says_what_was_filled_in(language) -> None:
    found = make(house(site="甲小区"), house(90, 0, site="乙小区"), items={"households": 70, "renting": 20})
    text = toml_of(found, language)
    again = Scenario.from_dict(tomllib.loads(text), "compound")
    assert again.hash() == found.scenario.hash()
    for note in found.notes:
        assert f"# - {note.say(language)}" in text


@settings(max_examples=25, deadline=None)
@given(
    houses=st.lists(st.tuples(st.floats(15, 80), st.floats(8, 20), st.integers(1, 30), st.integers(1, 6)), min_size=1, max_size=8),
    preset=st.sampled_from(sorted(PRESET_TITLES)),
)
def test_any_map_of_houses_becomes_a_scenario_with_all_its_flats(houses, preset) -> None:
    features = [house(0, 40 * k, length, depth, floors=floors, entrances=entrances) for k, (length, depth, floors, entrances) in enumerate(houses)]
    found = make(*features, preset=preset)
    again = Scenario.from_dict(tomllib.loads(toml_of(found, "en")), "compound")
    assert again.neighbourhood.resolved().flats_per_community == found.flats == sum(one.flats for one in found.buildings)
    assert [(one.floors, one.entrances) for one in found.buildings] == [(floors, entrances) for _, _, floors, entrances in houses]
    places = build_places(again.neighbourhood, 1)
    assert places.gates == sum(one.entrances for one in found.buildings)


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_a_survey_tells_ages_and_homes(language: str) -> None:
    counts = {kind.name: [0] * len(kind.answers.texts) for kind in FORM}
    counts |= {kind.name: [10] * len(kind.answers.texts) for kind in FORM}
    counts["own-age"], counts["own-home"] = [5, 10, 15, 20, 10], [45, 15]
    given = read_files([("counts.csv", sheet(language, counts))])
    assert given.surveys == ("counts.csv",)
    assert given.counts.renters == 0.25
    found = compound_of(given, load("everyday"))
    assert found.scenario.population.renters == 0.25
    assert "linli calibrate counts.csv" in said(found)


@pytest.mark.parametrize(
    ("action", "says"),
    [
        (lambda: read_files([("a", geojson(house())), ("b", geojson(house()))]), "second map"),
        (lambda: read_files([], gcj02=True), "no GeoJSON was given"),
        (lambda: read_files([("a", b"x" * 20_000_001)]), "larger than"),
        (lambda: typed_counts({"florrs": 3}), 'Did you mean "floors"'),
        (lambda: typed_counts({"floors": 101}), "between 1 and 100"),
        (lambda: typed_counts({"floors": True}), "between 1 and 100"),
        (lambda: compound_of(Given(), load("everyday"), preset="tower"), 'Did you mean "towers"'),  # type: ignore[arg-type]
    ],
)
def test_what_does_not_fit_is_refused(action, says) -> None:
    with pytest.raises(UserError) as refused:
        action()
    assert says in refused.value.say("en")
    assert refused.value.text.zh


def test_the_numbers_of_the_preset_are_the_presets() -> None:
    assert NeighbourhoodParameters(preset="old-walk-up").resolved().gate_width == 14.0
