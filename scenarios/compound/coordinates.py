"""From the coordinates of a file to metres: degrees are projected, and those of Chinese map services (GCJ-02) set right.

GCJ-02 moves every place in mainland China by some 300 to 700 m. Within a compound the shift is nearly the same, so that distances hardly
change; set right, the buildings lie on a map of WGS 84.
"""

from __future__ import annotations

import math

import numpy as np

from ...model.ground.text import Text
from ..errors import UserError, show

CHINA = (73.0, 3.0, 136.0, 54.0)
"""West, south, east, north of a box around China, in degrees."""
_AXIS, _FLATNESS = 6378245.0, 0.00669342162296594323
"""Half axis in metres and squared eccentricity of the ellipsoid of GCJ-02 (Krasovsky 1940)."""


def in_china(lon: np.ndarray, lat: np.ndarray) -> bool:
    """Return whether all places lie in the box around China."""
    west, south, east, north = CHINA
    return bool(((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)).all())


def _waves(x: np.ndarray, *terms: tuple[float, float]) -> np.ndarray:
    """Return two thirds of a sum of sines; a term is its height and its frequency in units of pi."""
    return np.asarray(sum(height * np.sin(times * math.pi * x) for height, times in terms)) * 2.0 / 3.0


def to_gcj02(lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the coordinates under which Chinese map services show places of WGS 84."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    both = _waves(x, (20.0, 6.0), (20.0, 2.0))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + both
    north = north + _waves(y, (20.0, 1.0), (40.0, 1.0 / 3.0), (160.0, 1.0 / 12.0), (320.0, 1.0 / 30.0))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + both
    east = east + _waves(x, (20.0, 1.0), (40.0, 1.0 / 3.0), (150.0, 1.0 / 12.0), (300.0, 1.0 / 30.0))
    angle = np.radians(lat)
    curve = 1.0 - _FLATNESS * np.sin(angle) ** 2
    dlat = np.degrees(north * curve * np.sqrt(curve) / (_AXIS * (1.0 - _FLATNESS)))
    dlon = np.degrees(east * np.sqrt(curve) / (_AXIS * np.cos(angle)))
    return lon + dlon, lat + dlat


def from_gcj02(lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the places in WGS 84 that Chinese map services show under these coordinates, to a centimetre."""
    true_lon, true_lat = lon.copy(), lat.copy()
    for _ in range(10):
        shown_lon, shown_lat = to_gcj02(true_lon, true_lat)
        true_lon, true_lat = true_lon + lon - shown_lon, true_lat + lat - shown_lat
    return true_lon, true_lat


class Projection:
    """From longitude and latitude to metres east and north of a middle.

    Args:
        lon: degrees of the middle, WGS 84.
        lat: degrees of the middle.
    """

    def __init__(self, lon: float, lat: float) -> None:
        """Make the projection; it keeps distances from the middle."""
        from pyproj import Transformer

        self.middle = (lon, lat)
        flat = f"+proj=aeqd +lat_0={lat!r} +lon_0={lon!r} +datum=WGS84 +units=m +no_defs"
        self._transform = Transformer.from_crs("EPSG:4326", flat, always_xy=True)

    def __call__(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return metres east and north of the middle."""
        x, y = self._transform.transform(lon, lat)
        return np.asarray(x, np.float64), np.asarray(y, np.float64)


def degrees_of(crs: str, x: np.ndarray, y: np.ndarray, file: str) -> tuple[np.ndarray, np.ndarray] | None:
    """Return longitude and latitude in WGS 84 of coordinates in a system that a file names; None if the system has no place on earth.

    Raises:
        UserError: the name is not known, or the coordinates do not lie in the system.
    """
    from pyproj import CRS, Transformer
    from pyproj.exceptions import ProjError

    if len(crs) > 200:
        raise UserError("the name of the coordinate system (crs) is too long.", "坐标系名称（crs）过长。", file=file, field="crs")
    try:
        found = CRS.from_user_input(crs)
    except (ProjError, ValueError):
        raise UserError(
            f"{show(crs)} is not a known coordinate system. Save the file in WGS 84 (EPSG:4326).",
            f"{show(crs)} 不是已知的坐标系。请存为 WGS 84（EPSG:4326）。",
            file=file, field="crs",
        ) from None  # fmt: skip
    if not found.is_geographic and not found.is_projected:
        return None
    lon, lat = Transformer.from_crs(found, "EPSG:4326", always_xy=True).transform(x, y)
    if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
        text = Text(f"its coordinates do not lie in the system that it names, {show(crs)}.", f"其坐标不在所写的坐标系 {show(crs)} 之内。")
        raise UserError(*text, file=file, field="crs")
    return np.asarray(lon, np.float64), np.asarray(lat, np.float64)
