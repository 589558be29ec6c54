"""Community social organisations: parameters, what becomes of organisations, how they begin, papers, money from outside, the mechanism."""

from __future__ import annotations

from .mechanism import SocialOrganisations
from .parameters import LEVERS, SocialOrganisationsParameters

__all__ = ["LEVERS", "SocialOrganisations", "SocialOrganisationsParameters"]
