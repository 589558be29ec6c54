"""One policy a file (or a folder with its own parts), and the registry. May import contract, survey, services, people, ground.

Mechanisms never import one another; what several need is a service. Others come in by the entry-point group `linli.mechanisms`.
"""

from __future__ import annotations

from typing import Any

from ..contract.mechanism import Mechanism
from .acquaintance_covenants.row import AcquaintanceCovenants
from .building_gates import BuildingGates
from .consultation_minority import ConsultationMinority
from .council_and_reasoning_hall import CouncilAndReasoningHall
from .cultural_services.services import CulturalServices
from .democratic_supervision import DemocraticSupervision
from .fire_app.app import FireApp
from .lost_persons import LostPersons
from .meetings import Meetings
from .online_services.online import OnlineServices
from .ordinary_life import OrdinaryLife
from .party_service_centres.centre import PartyServiceCentres
from .service_platform.platform import ServicePlatform
from .social_organisations import SocialOrganisations
from .three_level_linkage import ThreeLevelLinkage
from .unified_elections import UnifiedElections

BUILT_IN: tuple[type[Mechanism[Any]], ...] = (
    AcquaintanceCovenants,
    BuildingGates,
    ConsultationMinority,
    CouncilAndReasoningHall,
    CulturalServices,
    DemocraticSupervision,
    FireApp,
    LostPersons,
    Meetings,
    OnlineServices,
    OrdinaryLife,
    PartyServiceCentres,
    ServicePlatform,
    SocialOrganisations,
    ThreeLevelLinkage,
    UnifiedElections,
)
"""The mechanisms that come with linli."""
