"""A neighbourhood as a tree of its parts, for networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .neighbourhood import NODE_KINDS

if TYPE_CHECKING:
    import networkx

    from ..people.places import Places
    from ..people.residents import Residents


def to_networkx(places: Places, residents: Residents | None = None) -> networkx.Graph:
    """Return the neighbourhood as a tree: community > compound > building > entrance > floor > flat; facilities hang on their compound.

    Node names are strings ("compound 0", "flat 12"): the kind and the index in `Places`. Attributes: kind, en, zh (title of
    the kind), x, y (and z of flats and floors) in metres; with residents, flats also tell residents, tenure and kin.
    """
    import networkx as nx

    graph = nx.Graph()

    def put(kind: str, k: int, xyz: np.ndarray, parent: str | None, **more: object) -> str:
        name, title = f"{kind} {k}", NODE_KINDS[kind]
        graph.add_node(name, kind=kind, en=title.en, zh=title.zh, **dict(zip("xyz", map(float, xyz), strict=False)), **more)
        if parent is not None:
            graph.add_edge(parent, name)
        return name

    def middle(first: int, last: int) -> np.ndarray:
        return np.asarray(places.gate_xy[first:last].mean(axis=0))

    for c in range(places.communities):
        first, last = places.community_compounds[c], places.community_compounds[c + 1]
        community = put("community", c, middle(places.compound_gates[first], places.compound_gates[last]), None, number=int(places.community_id[c]))
        for d in range(first, last):
            compound = put("compound", d, middle(places.compound_gates[d], places.compound_gates[d + 1]), community)
            for b in range(places.compound_buildings[d], places.compound_buildings[d + 1]):
                building = put("building", b, middle(places.building_gates[b], places.building_gates[b + 1]), compound)
                for g in range(places.building_gates[b], places.building_gates[b + 1]):
                    entrance = put("entrance", g, places.gate_xy[g], building)
                    for h in range(places.gate_landings[g], places.gate_landings[g + 1]):
                        flats = range(places.landing_flats[h], places.landing_flats[h + 1])
                        floor = put("floor", h, places.flat_xyz[flats.start : flats.stop].mean(axis=0), entrance)
                        for f in flats:
                            put("flat", f, places.flat_xyz[f], floor, **_household(places, residents, f))
    for k, (d, kind, x, y) in enumerate(places.facilities):
        put(kind, k, np.array((x, y)), f"compound {d}")
    return graph


def _household(places: Places, residents: Residents | None, flat: int) -> dict[str, object]:
    """Tell how many live in a flat and how."""
    if residents is None:
        return {}
    first, last = int(places.flat_rows[flat]), int(places.flat_rows[flat + 1])
    tenure = "" if first == last else ("owner", "renter")[int(residents.tenure[first])]
    return {"residents": last - first, "tenure": tenure, "kin": int(places.kin[flat])}
