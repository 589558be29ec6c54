"""What a person gives on the page, and what comes of it; the picture of it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from linli.scenarios import UserError, load
from linli.viz.dashboard.compound.draft import LARGEST_FILE, MOST_FILES, Draft, keep, kept, outcome_of, with_files
from linli.viz.dashboard.compound.preview import picture
from linli.viz.dashboard.controller import Controller
from linli.viz.dashboard.state import first_state


def house(x: float, **properties: object) -> dict[str, object]:
    ring = [[x, 39.9], [x + 0.0004, 39.9], [x + 0.0004, 39.9001], [x, 39.9001], [x, 39.9]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


MAP = json.dumps({"type": "FeatureCollection", "features": [house(116.4, site="A", ref="<7>"), house(116.401, site="B", ref="8")]}).encode()
BASE = load("building-gates")


def test_nothing_given_is_nothing() -> None:
    assert Draft().empty
    assert outcome_of(Draft(), BASE, "en") == (None, "", ())


def test_files_counts_and_ages_become_one_compound() -> None:
    draft = Draft(files=(("map.geojson", MAP),), items=(("floors", 4), ("households", 60)), people=((18, 59, "owners", 50), (18, 59, "renters", 50)))
    found = outcome_of(draft, BASE, "en")
    assert found.error == ""
    assert found.sites == ("A", "B")
    assert found.compound is not None
    assert [one.floors for one in found.compound.buildings] == [4, 4]
    assert found.compound.scenario.population.renters == 0.5
    assert found.compound.scenario.arms == BASE.arms
    one = outcome_of(replace(draft, site="B", items=()), BASE, "en")
    assert one.sites == ("A", "B")
    assert one.compound is not None
    assert len(one.compound.buildings) == 1


@pytest.mark.parametrize(
    ("draft", "says", "sagt"),
    [
        (Draft(files=(("p.csv", b"id,age\n1,30\n"),)), "a line for each person", "逐人登记"),
        (Draft(items=(("floors", 1000),)), "between 1 and 100", "之间的整数"),
        (Draft(files=(("map.geojson", MAP),), rectangles=((0, 0, 40, 12, 0),)), "there is a map and a drawing", "请只留其一"),
        (Draft(items=(("buildings", 200),)), "the dashboard takes up to 30,000", "网页最多允许"),
        (Draft(files=(("c.csv", b"item,count\nfloors,3\n"),), items=(("floors", 3),)), "counted in two", "在两个文件中都有"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(draft, says, sagt) -> None:
    for language, sentence in (("en", says), ("zh", sagt)):
        found = outcome_of(draft, BASE, language)
        assert found.compound is None
        assert sentence in found.error


def test_how_a_map_is_read_waits_for_a_map() -> None:
    assert outcome_of(Draft(gcj02=True, metres=True, items=(("floors", 3),)), BASE, "en").error == ""


def test_a_session_keeps_what_was_given_to_itself() -> None:
    one, other = (Controller(first_state(BASE, "en")) for _ in range(2))
    keep(one, title="mine")
    assert kept(one).title == "mine"
    assert kept(other) == Draft()


def test_files_are_few_and_not_large_and_the_last_of_a_name_counts() -> None:
    before = (("a", b"1"), ("b", b"2"))
    assert with_files(before, (("a", b"3"),)) == (("b", b"2"), ("a", b"3"))
    with pytest.raises(UserError, match="larger than"):
        with_files(before, (("c", b"x" * (LARGEST_FILE + 1)),))
    with pytest.raises(UserError, match="at most"):
        with_files(before, tuple((str(k), b"x") for k in range(MOST_FILES)))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("draft", [Draft(files=(("map.geojson", MAP),)), Draft(items=(("buildings", 3),)), Draft(rectangles=((0, 0, 40, 12, 30),))])
def test_the_picture_has_each_building_and_entrance(draft, language) -> None:
    made = outcome_of(draft, BASE, language).compound
    assert made is not None
    root = ET.fromstring(picture(made, language).partition("<p>")[0])
    kinds = [one.tag.partition("}")[2] for one in root.iter()]
    numbers = made.scenario.neighbourhood.resolved()
    assert kinds.count("polygon") == len(numbers.units.gates)
    assert kinds.count("circle") == len(numbers.units.landings)
    assert (f"{len(numbers.units.landings)} entrances" if language == "en" else f"{len(numbers.units.landings)} 个单元门") in root.attrib["aria-label"]
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    for one in root.iter():
        for point in one.attrib.get("points", "").split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= width
            assert 0 <= y <= height
