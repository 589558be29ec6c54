"""Who among near neighbours is named: two buildings of six doors, three on each of two galleries."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.questions import View
from linli.model.questions.doors import NamedByDoors, NamedInBuilding, NamedUpstairs

Look = Callable[..., View]
HOUSES = NeighbourhoodParameters(preset="old-walk-up", buildings=2, entrances=1, floors=6, flats_per_floor=1)


def test_names_by_doors_of_one_gallery(look: Look) -> None:
    # Households (couples) 0 to 2 and 3 to 5 are the galleries of the first building, 6 to 8 and 9 to 11 those of the second.
    ties = [(0, 2, 50.0), (0, 4, 60.0), (4, 6, 40.0), (12, 14, 30.0)]
    view = look(24, ties, household=2, place=HOUSES)
    put = NamedByDoors(doors=3, farthest=3)
    # One door apart: 8 pairs in the buildings, both ways 16: 0-1 twice and 6-7 twice; two doors: 8, 0-2 twice; three: nobody.
    found = put.observe(view)[0]
    assert found[:2].tolist() == [25.0, 25.0]
    assert np.isnan(found[2])
    assert NamedInBuilding(doors=3).observe(view).tolist() == [100.0]


def test_doors_of_another_gallery_or_building_are_not_near(look: Look) -> None:
    # 2 and 3 are next to each other by the stair, 5 and 6 stand in two buildings.
    view = look(24, [(4, 6, 50.0), (10, 12, 50.0), (0, 2, 50.0)], household=2, place=HOUSES)
    assert NamedByDoors(doors=3, farthest=1).observe(view).tolist() == [[100 * 2 / 16]]
    assert NamedInBuilding(doors=3).observe(view).tolist() == pytest.approx([100 * 4 / 6])


def test_one_of_a_couple_fills_in_the_form_and_names_a_household_once(look: Look) -> None:
    # 1 is the second of the first couple: not asked, and no name. 0 knows both of the next couple: one name, and has a line left for 4.
    ties = [(0, 1, 99.0), (1, 6, 90.0), (0, 2, 80.0), (0, 3, 70.0), (0, 4, 60.0), (0, 8, 50.0)]
    view = look(24, ties, household=2, place=HOUSES)
    choices = NamedByDoors(doors=3, names=2).choices(view)
    of_first = choices.other[choices.asker == 0]
    assert of_first.tolist() == [1, 2]
    choices = NamedByDoors(doors=3, names=9).choices(view)
    assert choices.other[choices.asker == 0].tolist() == [1, 2, 4]
    assert choices.other[choices.asker == 3].tolist() == [0], "the other side of that tie is asked"
    assert choices.door.tolist() == [0, 1, 2, 3, 4, 5] * 2
    assert choices.building.tolist() == [0] * 6 + [1] * 6


def test_upstairs_friends_at_the_foot_of_the_stairs(look: Look) -> None:
    # Door 2 is at the foot: it names 3 and 4 upstairs; of doors 0 and 1 one names one upstairs. The second building: nobody.
    ties = [(4, 6, 50.0), (4, 8, 50.0), (0, 10, 50.0)]
    view = look(24, ties, household=2, place=HOUSES)
    # At the foot 2 names over 2 buildings; the others 1 name over 4 households.
    assert NamedUpstairs(doors=3).observe(view).tolist() == pytest.approx([(2 / 2) / (1 / 4)])
    assert np.isnan(NamedUpstairs(doors=3).observe(look(24, ties[:2], household=2, place=HOUSES))).all()


def test_the_level_counts(look: Look) -> None:
    view = look(24, [(0, 2, 9.0), (0, 4, 50.0)], household=2, place=HOUSES)
    assert NamedByDoors(doors=3, farthest=2, level="friend").observe(view)[0].tolist() == pytest.approx([0.0, 25.0])
    assert NamedByDoors(doors=3, farthest=2, level="friendly").observe(view)[0].tolist() == pytest.approx([12.5, 25.0])
