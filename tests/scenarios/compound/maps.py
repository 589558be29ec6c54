"""Small maps for tests: GeoJSON of rectangles in degrees, around a place in Beijing that is nobody's home."""

from __future__ import annotations

import json
import math
from typing import Any

MIDDLE = (116.4, 39.9)
_METRES = 111_320.0


def degrees(x: float, y: float) -> list[float]:
    """Return longitude and latitude of metres east and north of the middle."""
    return [MIDDLE[0] + x / (_METRES * math.cos(math.radians(MIDDLE[1]))), MIDDLE[1] + y / 111_035.0]


def ring(x: float, y: float, length: float, depth: float, angle: float = 0.0) -> list[tuple[float, float]]:
    """Return the corners of a rectangle in metres, closed."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5)]
    return [(x + u * length * c - v * depth * s, y + u * length * s + v * depth * c) for u, v in corners]


def house(x: float = 0.0, y: float = 0.0, length: float = 42.0, depth: float = 12.0, angle: float = 0.0, **properties: Any) -> dict[str, Any]:
    """Return a building as a feature."""
    corners = [degrees(*corner) for corner in ring(x, y, length, depth, angle)]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [corners]}}


def point(x: float, y: float, **properties: Any) -> dict[str, Any]:
    """Return a point as a feature."""
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": degrees(x, y)}}


def geojson(*features: Any, **more: Any) -> bytes:
    """Return a file of features."""
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}, ensure_ascii=False).encode()
