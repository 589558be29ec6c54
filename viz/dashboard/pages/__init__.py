"""The pages of the dashboard, one file a page. Each is a Solara component that takes the controller of its session and the moment.

The moment is a number that rises whenever something changed; with it a page is drawn again, and it need not read it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

from ....model.ground.text import Text


class Listed(NamedTuple):
    """One page.

    Attributes:
        name: in the address.
        title: on its tab.
        component: name of the component in the file of the page.
    """

    name: str
    title: Text
    component: str

    def load(self) -> Any:
        """Return the component; the file of a page is imported when it is first shown."""
        return getattr(import_module(f"{__name__}.{self.name}"), self.component)


PAGES = (
    Listed("compare", Text("Compare", "比较"), "ComparePage"),
    Listed("levers", Text("Levers", "调节"), "LeversPage"),
    Listed("map", Text("Map", "地图"), "MapPage"),
    Listed("reach", Text("Who is not reached", "谁未受益"), "ReachPage"),
    Listed("why", Text("Why", "原因"), "WhyPage"),
    Listed("compound", Text("My compound", "我的小区"), "CompoundPage"),
    Listed("reproduce", Text("Reproduce", "重现研究"), "ReproducePage"),
    Listed("take", Text("Take away", "带走"), "TakePage"),
)
"""In the order of the tabs."""


def page_named(name: str) -> Listed:
    """Return a page; the first where there is none of that name."""
    return next((page for page in PAGES if page.name == name), PAGES[0])
