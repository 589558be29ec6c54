"""One policy a file (or a folder with its own parts), and the registry. May import contract, survey, services, foci, people, ground.

Mechanisms never import one another; what several need is a service. Others come in by the entry-point group `linli.mechanisms`.
"""

from __future__ import annotations

from typing import Any

from ..contract.mechanism import Mechanism
from .building_gates import BuildingGates
from .democratic_supervision import DemocraticSupervision
from .meetings import Meetings
from .ordinary_life import OrdinaryLife

BUILT_IN: tuple[type[Mechanism[Any]], ...] = (
    BuildingGates,
    DemocraticSupervision,
    Meetings,
    OrdinaryLife,
)
"""The mechanisms that come with linli."""
