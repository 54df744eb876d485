"""How domains are told apart on the map: by shape and by colour, so that neither is needed alone."""

from __future__ import annotations

from dataclasses import dataclass

from essaim.engine.language import gettext as _

OTHER = "other"

_DOMAINS = {
    "food": ("agriculture", "bread", "catering", "food", "food_processing", "market_gardening", "restaurants"),
    "reuse": (
        "bioresources", "circular_economy", "industrial_ecology", "reuse", "sustainable_goods", "textile", "waste",
        "wood",
    ),
    "energy": (
        "building", "citizen_energy", "ecological_transition", "energy_efficiency", "environment", "mobility",
        "renewable_energy",
    ),
    "culture": (
        "book", "creative_industries", "culture", "live_performance", "music", "participatory_facilities", "tourism",
    ),
    "jobs": (
        "activity_creation", "activity_kept", "business_takeover", "education", "employment", "entrepreneurship",
        "productive_renewal", "social_entrepreneurship", "training", "work_integration",
    ),
    "services": (
        "ageing", "business_services", "communication", "consulting", "corporate_responsibility", "digital",
        "employee_services", "health", "personal_services", "research", "services",
    ),
    "places": (
        "housing", "local_development", "rural_development", "shared_premises", "territorial_attractiveness",
        "third_place", "urban_renewal",
    ),
    OTHER: ("multi_activity",),
}  # fmt: skip
_FAMILY = {domain: family for family, domains in _DOMAINS.items() for domain in domains}

# Drawn around (0, 0), in a circle of radius 1.
SHAPES = {
    "food": "M0-1A1 1 0 0 1 0 1A1 1 0 0 1 0-1Z",
    "reuse": "M0-1.1L1 .75H-1Z",
    "energy": "M0-1.1L.3-.36 1.05-.34.47.15.65.9 0 .47-.65.9-.47.15-1.05-.34-.3-.36Z",
    "culture": "M0-1.15L1.15 0 0 1.15-1.15 0Z",
    "jobs": "M-.88-.88H.88V.88H-.88Z",
    "services": "M-.5-.95H.5L1.05 0 .5.95H-.5L-1.05 0Z",
    "places": "M0-1.1L1 -.2V.95H-1V-.2Z",
    OTHER: "M-.4-1H.4V-.4H1V.4H.4V1H-.4V.4H-1V-.4H-.4Z",
}


@dataclass(frozen=True, slots=True)
class Symbol:
    """A family of domains as the map draws it."""

    key: str
    label: str
    shape: str


def family_of(domains: list[str]) -> str:
    """The family of a pole's main domain; "other" when it has none."""
    return _FAMILY.get(domains[0], OTHER) if domains else OTHER


def symbols() -> list[Symbol]:
    """Every symbol, in the order of the legend."""
    labels = {
        "food": _("Alimentation, agriculture"),
        "reuse": _("Réemploi, économie circulaire, bois"),
        "energy": _("Énergie, écologie, mobilité"),
        "culture": _("Culture, tourisme"),
        "jobs": _("Emploi, insertion, création d'activités"),
        "services": _("Services, numérique, santé"),
        "places": _("Lieux, quartiers, développement local"),
        OTHER: _("Plusieurs activités, ou non renseigné"),
    }
    return [Symbol(key, labels[key], SHAPES[key]) for key in SHAPES]
