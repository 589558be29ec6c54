"""Degrees to metres, and the shift of Chinese map services."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.scenarios import UserError
from linli.scenarios.compound.coordinates import Projection, degrees_of, from_gcj02, in_china, to_gcj02
from pyproj import Geod

PAIRS = [
    (121.5272106, 31.1774276, 121.531541859215, 31.17530398364597),
    (113.912316, 22.543847, 113.9171764808363, 22.540796131694766),
    (116.377817, 39.911954, 116.38404722455657, 39.91334545536069),
]
"""Longitude and latitude in WGS 84 and in GCJ-02, of public tests of the transformation (Shanghai, Shenzhen, Beijing)."""


@pytest.mark.parametrize(("lon", "lat", "shown_lon", "shown_lat"), PAIRS)
def test_published_pairs_are_met_both_ways(lon, lat, shown_lon, shown_lat) -> None:
    there = to_gcj02(np.array([lon]), np.array([lat]))
    assert there[0][0] == pytest.approx(shown_lon, abs=1e-9)
    assert there[1][0] == pytest.approx(shown_lat, abs=1e-9)
    back = from_gcj02(np.array([shown_lon]), np.array([shown_lat]))
    assert back[0][0] == pytest.approx(lon, abs=1e-9)
    assert back[1][0] == pytest.approx(lat, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(lon=st.floats(75.0, 134.0), lat=st.floats(18.0, 53.0))
def test_the_shift_is_some_hundred_metres_and_is_taken_out_again(lon, lat) -> None:
    shown = to_gcj02(np.array([lon]), np.array([lat]))
    _, _, metres = Geod(ellps="WGS84").inv(lon, lat, shown[0][0], shown[1][0])
    assert 50.0 < metres < 1500.0
    back = from_gcj02(*shown)
    assert Geod(ellps="WGS84").inv(lon, lat, back[0][0], back[1][0])[2] < 0.01


@settings(max_examples=50, deadline=None)
@given(lon=st.floats(-179.0, 179.0), lat=st.floats(-70.0, 70.0), east=st.floats(-2000, 2000), north=st.floats(-2000, 2000))
def test_distances_from_the_middle_are_those_on_the_ellipsoid(lon, lat, east, north) -> None:
    azimuth, metres = np.degrees(np.arctan2(east, north)), np.hypot(east, north)
    there = Geod(ellps="WGS84").fwd(lon, lat, azimuth, metres)
    x, y = Projection(lon, lat)(np.array([there[0]]), np.array([there[1]]))
    assert x[0] == pytest.approx(east, abs=0.01)
    assert y[0] == pytest.approx(north, abs=0.01)


def test_a_named_system_is_turned_into_degrees() -> None:
    # A place in UTM zone 50 N, worked out by the projection itself the other way.
    from pyproj import Transformer

    x, y = Transformer.from_crs("EPSG:4326", "EPSG:32650", always_xy=True).transform(116.4, 39.9)
    found = degrees_of("urn:ogc:def:crs:EPSG::32650", np.array([x]), np.array([y]), "f")
    assert found is not None
    assert found[0][0] == pytest.approx(116.4, abs=1e-7)
    assert found[1][0] == pytest.approx(39.9, abs=1e-7)


@pytest.mark.parametrize("name", ["EPSG:999999", "no such system", "x" * 300])
def test_an_unknown_system_is_refused(name) -> None:
    with pytest.raises(UserError, match="coordinate system"):
        degrees_of(name, np.array([1.0]), np.array([2.0]), "f")


def test_china_is_told_from_elsewhere() -> None:
    assert in_china(np.array([116.4]), np.array([39.9]))
    assert not in_china(np.array([2.35, 116.4]), np.array([48.85, 39.9]))
