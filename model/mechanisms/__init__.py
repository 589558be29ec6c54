"""One policy a file (or a folder with its own parts), and the registry. May import contract, survey, services, people, ground.

Mechanisms never import one another; what several need is a service. Others come in by the entry-point group `linli.mechanisms`.
"""

from __future__ import annotations

from typing import Any

from ..contract.mechanism import Mechanism
from .building_gates import BuildingGates
from .meetings import Meetings
from .ordinary_life import OrdinaryLife
from .three_level_linkage import ThreeLevelLinkage

BUILT_IN: tuple[type[Mechanism[Any]], ...] = (
    BuildingGates,
    Meetings,
    OrdinaryLife,
    ThreeLevelLinkage,
)
"""The mechanisms that come with linli."""
