"""Records of the directory, split by noun."""

from essaim.apps.poles.models.facts import CURRENT_FIGURE, Observation, Recognition
from essaim.apps.poles.models.networks import Network
from essaim.apps.poles.models.organisations import Membership, Organisation
from essaim.apps.poles.models.poles import (
    FormerSlug,
    Pole,
    PoleCommune,
    PoleDomain,
    PoleFrame,
    PoleSection,
    SheetItem,
    StrategyAxis,
)

__all__ = [
    "CURRENT_FIGURE",
    "FormerSlug",
    "Membership",
    "Network",
    "Observation",
    "Organisation",
    "Pole",
    "PoleCommune",
    "PoleDomain",
    "PoleFrame",
    "PoleSection",
    "Recognition",
    "SheetItem",
    "StrategyAxis",
]
