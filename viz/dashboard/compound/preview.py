"""A compound from above, as a picture of vectors: footprints, numbered buildings, entrances, yards and other places, a scale."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from ....model.founding.neighbourhood import NODE_KINDS, build_places
from ....model.ground.text import Text

if TYPE_CHECKING:
    from ....scenarios.compound.making import Compound

MOST_NUMBERED = 120
_MARGIN = 25.0
_LEGEND = (
    ("edge", "■", Text("building", "楼栋")),
    ("gate", "●", Text("entrance", "单元门")),
    ("place", "■", Text("yard, shop, room ...", "院子、小店、活动室等")),
)
_LOOK = {"building": "#c9d6e8", "edge": "#2c4a73", "gate": "#c2410c", "place": "#3f7d3f", "ink": "#1f2937"}
TITLE = Text("The compound from above: {buildings} buildings, {gates} entrances", "小区俯视图：{buildings} 栋，{gates} 个单元门")


def picture(compound: Compound, language: str) -> str:
    """Return the compound as SVG; north is up."""
    places = build_places(compound.scenario.neighbourhood, compound.scenario.seed)
    first = int(places.compound_gates[places.community_compounds[1]])
    gates = places.gate_xy[:first].astype(float)
    spots = [(kind, x, y) for k, kind, x, y in places.facilities if k < places.community_compounds[1]]
    boxes = [[(x, y) for x, y in one.footprint.tolist()] for one in compound.buildings] or _around(places.building_gates, gates)
    points = [point for box in boxes for point in box] + [(x, y) for _, x, y in spots]
    west, east = min(x for x, _ in points) - _MARGIN, max(x for x, _ in points) + _MARGIN
    south, north = min(y for _, y in points) - _MARGIN, max(y for _, y in points) + _MARGIN
    width, height = east - west, north - south
    size = max(width, height)
    parts = []

    def at(x: float, y: float) -> str:
        return f"{x - west:.1f},{north - y:.1f}"

    for box in boxes:
        parts.append(
            f'<polygon points="{" ".join(at(*point) for point in box)}" fill="{_LOOK["building"]}" stroke="{_LOOK["edge"]}" stroke-width="{size / 600:.2f}"/>'
        )
    parts += [f'<circle cx="{x - west:.1f}" cy="{north - y:.1f}" r="{size / 160:.2f}" fill="{_LOOK["gate"]}"/>' for x, y in gates.tolist()]
    for kind, x, y in spots:
        r = size / 150
        parts.append(
            f'<rect x="{x - west - r:.1f}" y="{north - y - r:.1f}" width="{2 * r:.2f}" height="{2 * r:.2f}" fill="{_LOOK["place"]}">'
            f"<title>{NODE_KINDS[kind].say(language)}</title></rect>"
        )
    if len(boxes) <= MOST_NUMBERED:
        for k, box in enumerate(boxes):
            one = compound.buildings[k] if k < len(compound.buildings) else None
            name = (one.name if one else "") or str(k + 1)
            x, y = (one.x, one.y) if one else (sum(p[0] for p in box) / 4, sum(p[1] for p in box) / 4)
            parts.append(
                f'<text x="{x - west:.1f}" y="{north - y:.1f}" font-size="{size / 45:.1f}" text-anchor="middle" '
                f'dominant-baseline="central" fill="{_LOOK["ink"]}">{html.escape(name)}</text>'
            )
    parts.append(_scale(width, height, size))
    label = html.escape(TITLE.say(language, buildings=len(boxes), gates=len(gates)), quote=True)
    legend = " &nbsp; ".join(f'<span aria-hidden="true" style="color:{_LOOK[look]}">{mark}</span> {text.say(language)}' for look, mark, text in _LEGEND)
    return (
        f'<svg role="img" aria-label="{label}" viewBox="0 0 {width:.1f} {height:.1f}" xmlns="http://www.w3.org/2000/svg" '
        f'style="width:100%;max-height:32rem;background:#f8fafc;border:1px solid #cbd5e1">{"".join(parts)}</svg><p>{legend}</p>'
    )


def _around(building_gates: object, gates: object) -> list[list[tuple[float, float]]]:
    """Return boxes of the buildings of a preset, of which only the gates are placed: from the first gate to the last, twelve metres deep."""
    import numpy as np

    starts, xy = np.asarray(building_gates), np.asarray(gates)
    found = []
    for first, last in zip(starts.tolist(), starts[1:].tolist(), strict=False):
        if last > len(xy):
            break
        own = xy[first:last]
        half = 0.5 * (float(np.ptp(own[:, 0])) / max(len(own) - 1, 1) or 8.0)
        (west, south), (east, north) = own.min(axis=0).tolist(), own.max(axis=0).tolist()
        found.append([(west - half, south), (east + half, south), (east + half, north + 12.0), (west - half, north + 12.0)])
    return found


def _scale(width: float, height: float, size: float) -> str:
    step = next(metres for metres in (1000, 500, 200, 100, 50, 20, 10, 5) if metres <= 0.3 * width or metres == 5)
    x, y = 0.03 * width, height - 0.03 * size
    line = f'<path d="M{x:.1f} {y:.1f} h{step}" stroke="{_LOOK["ink"]}" stroke-width="{size / 300:.2f}"/>'
    return f'{line}<text x="{x:.1f}" y="{y - size / 90:.1f}" font-size="{size / 40:.1f}" fill="{_LOOK["ink"]}">{step} m</text>'
