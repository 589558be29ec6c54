"""Places as offsets: how many there are of each unit, and which one a row belongs to."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.society.society import Society


@pytest.fixture(scope="module")
def society() -> Society:
    n = NeighbourhoodParameters(communities=2, compounds=3, buildings=2, entrances=2, floors=4, flats_per_floor=3)
    return Society(neighbourhood=n, seed=1)


def test_units_are_as_many_as_were_asked_for(society: Society) -> None:
    p = society.places
    assert (p.communities, p.compounds, p.gates, p.flats) == (2, 6, 24, 24 * 4 * 3)


def test_a_row_belongs_to_the_unit_whose_range_holds_it(society: Society) -> None:
    p, rows = society.places, np.arange(society.residents.n)
    for starts, units in ((p.gate_rows, p.gates), (p.compound_rows, p.compounds), (p.community_rows, p.communities), (p.flat_rows, p.flats)):
        assert p.unit_of_row(starts, rows).tolist() == np.repeat(np.arange(units), np.diff(starts)).tolist()
    assert (p.unit_of_row(p.flat_rows, rows) == society.residents.flat).all()
    assert (p.unit_of_row(p.gate_rows, rows) == society.residents.gate).all()


def test_what_is_read_only_cannot_be_written(society: Society) -> None:
    with pytest.raises(ValueError, match="read-only"):
        society.places.read_only().gate_xy[0, 0] = 1.0
