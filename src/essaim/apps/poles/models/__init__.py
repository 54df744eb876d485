"""Records of the directory, split by noun."""

from essaim.apps.poles.models.facts import CURRENT_FIGURE, Observation, Recognition
from essaim.apps.poles.models.look_ups import LookUp, LookUpLine
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
from essaim.apps.poles.models.territories import LONGEST_NOTE, TerritoryNote

__all__ = [
    "CURRENT_FIGURE",
    "LONGEST_NOTE",
    "FormerSlug",
    "LookUp",
    "LookUpLine",
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
    "TerritoryNote",
]
