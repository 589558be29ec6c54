"""Who knows the holder of an office: met in office, by ties, by living together; vacant offices; offices that are not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.sites import SitePeople
from linli.model.ground.refusal import InputError
from linli.model.ground.text import Text
from linli.model.questions import AskedIn, View
from linli.model.questions.office import KnowsHolder

Look = Callable[..., View]
GATES = NeighbourhoodParameters(preset="old-walk-up", buildings=1, entrances=2, floors=2, flats_per_floor=1)


@pytest.fixture
def gates(look: Look) -> View:
    """Two gates of two couples: 0 heads the first, where 2 has met 0 in office and 3 is a friend of 0; the second has no head."""
    view = look(8, [(0, 3, 50.0), (0, 5, 50.0)], household=2, place=GATES)
    places = view.society.places
    office = view.society.services.offices.add("gate head", Text("gate head", "楼门长"), places.gate_rows)
    office.appoint(np.array([0]), np.array([0]), 0)
    office.met(np.array([2]))
    return view


def test_by_sight_by_level_and_by_household(gates: View) -> None:
    assert KnowsHolder().observe(gates).tolist() == [100.0], "1 lives with the head, 2 has met them, 3 is a friend"
    gates.society.services.offices.kinds["gate head"].known[0, 2] = False
    assert KnowsHolder().observe(gates).tolist() == pytest.approx([200.0 / 3])
    assert KnowsHolder(level="friend").observe(gates).tolist() == pytest.approx([200.0 / 3])


def test_to_have_met_in_office_is_no_acquaintance(gates: View) -> None:
    assert KnowsHolder(level="recognised").observe(gates).tolist() == pytest.approx([200.0 / 3])
    gates.society.ties.partner[3] = 65535
    assert KnowsHolder(level="acquaintance").observe(View(gates.society, 0)).tolist() == pytest.approx([100.0 / 3])


def test_vacant_offices_are_left_out_or_counted(gates: View) -> None:
    # The first gate has three who are asked, the second four without a head.
    assert KnowsHolder(vacant=True).observe(gates).tolist() == pytest.approx([300.0 / 7])
    gates.society.services.offices.kinds["gate head"].vacate(np.array([0]), 0)
    assert np.isnan(KnowsHolder().observe(gates)).all()
    assert KnowsHolder(vacant=True).observe(gates).tolist() == [0.0]


def test_one_of_several_holders_is_enough(gates: View) -> None:
    s = gates.society
    office = s.services.offices.add("committee member", Text("member", "成员"), s.places.community_rows, seats=2)
    office.appoint(np.array([0, 0]), np.array([3, 5]), 0, np.array([0, 1]))
    # 0 is a friend of both; 2 lives with 3, 4 with 5; holders are not asked; 1, 6 and 7 know nobody.
    assert KnowsHolder(office="committee member").observe(gates).tolist() == pytest.approx([100.0 * 3 / 6])
    assert KnowsHolder(office="committee member", asked=8).observe(gates).tolist() == pytest.approx([100.0 * 3 / 6])


def asked(mechanisms: tuple[str, ...]) -> AskedIn:
    return AskedIn(1, 4, SitePeople(number=8), GATES, {}, mechanisms)


@pytest.mark.parametrize(
    ("office", "mechanisms", "says"),
    [
        ("gate head", (), "offices come with a mechanism"),
        ("gate head", ("meetings",), "without ordinary-life"),
        ("gate haed", ("ordinary-life",), 'there is no office "gate haed" here. Did you mean "gate head"?'),
        ("mayor", ("ordinary-life",), "There is: gate head, committee member."),
    ],
)
def test_an_office_that_nobody_holds_is_refused(office: str, mechanisms: tuple[str, ...], says: str) -> None:
    found: Any = KnowsHolder(office=office).refuse(asked(mechanisms))
    assert found[0] == "office"
    assert says in found[1].en
    assert found[1].zh != found[1].en
    assert KnowsHolder().refuse(asked(("ordinary-life",))) is None


def test_an_office_of_no_society_gives_the_nearest_name(gates: View) -> None:
    with pytest.raises(InputError, match="Did you mean \"gate head\""):
        KnowsHolder(office="gate heads").observe(gates)
