"""The built-in mechanisms. Others come in by the entry-point group `linli.mechanisms`."""

from __future__ import annotations

from typing import Any

from ..contract.mechanism import Mechanism
from .building_gates import BuildingGates
from .meetings import Meetings

BUILT_IN: tuple[type[Mechanism[Any]], ...] = (BuildingGates, Meetings)
