"""For how many units a state of a mechanism holds: per site, units lived in alone, and what cannot be asked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.building_gates import BuildingGates
from linli.model.mechanisms.gate_parameters import BuildingGatesParameters
from linli.model.mechanisms.meetings import Meetings, MeetingsParameters
from linli.model.questions import AskedIn, View
from linli.model.questions.units import UnitsWhere, askable
from linli.model.society.society import Society

PLACE = NeighbourhoodParameters(preset="old-walk-up", buildings=1, entrances=4, floors=2, flats_per_floor=1, communities=2)
DECOR: dict[str, Any] = {"mechanism": "building-gates", "state": "decor"}


@pytest.fixture
def society() -> Society:
    return Society(neighbourhood=PLACE, mechanisms={"building-gates": BuildingGatesParameters(), "meetings": MeetingsParameters()}, seed=5)


def mechanism(society: Society, kind: type[Any]) -> Any:
    return next(one for one in society.programme.mechanisms if isinstance(one, kind))


def test_each_site_gives_its_share_of_the_units_that_are_lived_in(society: Society) -> None:
    lived_in = np.diff(society.places.gate_rows) > 0
    assert lived_in[:4].sum() > 1
    first = np.flatnonzero(lived_in)[:1]
    gates = mechanism(society, BuildingGates)
    assert UnitsWhere(**DECOR).observe(View(society, 0)).tolist() == [0.0, 0.0]
    gates.decor[first] = 0.25
    assert UnitsWhere(**DECOR).observe(View(society, 0)).tolist() == pytest.approx([100.0 / lived_in[:4].sum(), 0.0])
    gates.decor[~lived_in] = 1.0
    assert UnitsWhere(**DECOR).observe(View(society, 0)).tolist() == pytest.approx([100.0 / lived_in[:4].sum(), 0.0])
    gates.decor[4:] = 1.0
    assert UnitsWhere(**DECOR).observe(View(society, 0))[1] == 100.0


def test_what_is_kept_of_people_or_once_is_no_state_of_units() -> None:
    assert askable(["building-gates", "meetings"]) == {"building-gates": ["decor"], "meetings": []}
    assert Meetings._states["member"].unit == "resident"


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"mechanism": "building-gate", "state": "decor"}, "mechanism", 'Did you mean "building-gates"?'),
        ({"mechanism": "ordinary-life", "state": "decor"}, "mechanism", 'no mechanism "ordinary-life" here'),
        ({"mechanism": "building-gates", "state": "deco"}, "state", 'Did you mean "decor"?'),
        ({"mechanism": "building-gates", "state": "lift"}, "state", "There is: decor."),
        ({"mechanism": "meetings", "state": "member"}, "state", 'keeps no "member" of units'),
        (DECOR, None, ""),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_nearest_right_name(given: dict[str, str], field: str | None, says: str) -> None:
    refusal = UnitsWhere(**given).refuse(AskedIn(1, 4, None, PLACE, {}, ["building-gates", "meetings"]))
    assert (refusal[0] if refusal else None) == field
    assert says in (refusal[1].en if refusal else "")
