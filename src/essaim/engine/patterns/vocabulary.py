"""The closed lists of words a model may use, each with its name for people (in the language in use).

Lists are closed so that two models can be compared; what they lack goes into the free texts, and a missing word is
added here.
"""

from __future__ import annotations

from collections.abc import Mapping

from essaim.engine.language import gettext as _

Words = Mapping[str, str]


def bases() -> Words:
    """What a statement rests on."""
    return {"source": _("source"), "assumption": _("hypothèse")}


def parts() -> Words:
    """What may change when a model travels."""
    return {"core": _("noyau"), "adaptable": _("adaptable")}


def kinds() -> Words:
    """One known use or more."""
    return {"case": _("cas"), "pattern": _("modèle")}


def stages() -> Words:
    """How far a known use was when described."""
    return {"emergence": _("en émergence")}


def outcomes() -> Words:
    """What a lesson is about."""
    return {
        "worked": _("ce qui a fait tenir"),
        "weakened": _("ce qui a fragilisé"),
        "ended": _("ce qui a mis fin"),
    }


def domains() -> Words:
    """Fields of activity of a pole, in the order of their keys."""
    return dict(sorted({**_domains_of_life(), **_domains_of_work()}.items()))


def _domains_of_life() -> Words:
    """What people need and do."""
    return {
        "ageing": _("grand âge"),
        "book": _("livre et édition"),
        "citizen_energy": _("énergie citoyenne"),
        "culture": _("culture"),
        "ecological_transition": _("transition écologique"),
        "education": _("éducation"),
        "employment": _("emploi"),
        "food": _("alimentation"),
        "health": _("santé"),
        "housing": _("habitat"),
        "live_performance": _("spectacle vivant"),
        "local_development": _("développement local"),
        "mobility": _("mobilité"),
        "music": _("musique"),
        "personal_services": _("services à la personne"),
        "research": _("recherche"),
        "rural_development": _("développement rural"),
        "third_place": _("tiers-lieu"),
        "tourism": _("tourisme"),
        "training": _("formation"),
        "urban_renewal": _("développement de quartier"),
        "work_integration": _("insertion par l'activité économique"),
    }


def _domains_of_work() -> Words:
    """What is produced, sold and shared."""
    return {
        "activity_creation": _("création d'activités"),
        "agriculture": _("agriculture"),
        "building": _("bâtiment"),
        "business_services": _("services aux entreprises"),
        "business_takeover": _("reprise d'activités"),
        "catering": _("restauration collective"),
        "circular_economy": _("économie circulaire"),
        "creative_industries": _("industries culturelles et créatives"),
        "digital": _("numérique"),
        "food_processing": _("transformation alimentaire"),
        "industrial_ecology": _("écologie industrielle"),
        "market_gardening": _("maraîchage"),
        "multi_activity": _("multi-activités"),
        "productive_renewal": _("renouveau productif"),
        "renewable_energy": _("énergies renouvelables"),
        "reuse": _("réemploi"),
        "shared_premises": _("locaux partagés"),
        "social_entrepreneurship": _("entrepreneuriat solidaire"),
        "waste": _("déchets et démantèlement"),
        "wood": _("bois"),
    }


def link_kinds() -> Words:
    """What flows between two roles."""
    return {
        "by_product": _("matière récupérée"),
        "coordination": _("animation"),
        "employment_path": _("parcours vers l'emploi"),
        "financing": _("financement"),
        "governance": _("part aux décisions"),
        "hosting": _("accueil dans les locaux"),
        "joint_bid": _("réponse commune"),
        "knowledge": _("savoirs, recherche"),
        "secondment": _("mise à disposition de personnel"),
        "service": _("prestation de service"),
        "supply": _("fourniture de biens"),
        "support": _("accompagnement"),
        "training": _("formation"),
        "volunteering": _("bénévolat, réciprocité"),
    }


def means_kinds() -> Words:
    """What members share."""
    return {
        "brand": _("marque, savoir-faire"),
        "communication": _("communication"),
        "coordination": _("animation"),
        "digital_tools": _("outils numériques"),
        "engineering": _("ingénierie de projets"),
        "equipment": _("équipements"),
        "finance": _("outil financier"),
        "jobs": _("emplois partagés"),
        "land": _("terres, foncier"),
        "premises": _("locaux"),
        "purchasing": _("achats groupés"),
        "sales": _("offre commune, développement commercial"),
        "support_services": _("services supports (comptabilité, paie, direction…)"),
        "training": _("formation"),
    }


def funder_kinds() -> Words:
    """Who pays."""
    return {
        "bank_loan": _("emprunt"),
        "citizens": _("épargne des habitants"),
        "departement": _("département"),
        "europe": _("Union européenne"),
        "foundation": _("fondation, mécénat"),
        "in_kind": _("contributions en nature"),
        "members": _("cotisations et apports des membres"),
        "municipality": _("commune ou intercommunalité"),
        "pilot_organisation": _("structure porteuse"),
        "public_grants": _("subventions publiques (financeur non précisé)"),
        "public_investor": _("investisseur public"),
        "region": _("région"),
        "rents": _("loyers et redevances"),
        "sales": _("ventes et prestations"),
        "social_landlord": _("bailleur social"),
        "state": _("État"),
    }


def legal_forms() -> Words:
    """Legal forms of poles and of the bodies that carry them."""
    return {
        "association": _("association"),
        "company": _("société commerciale"),
        "cooperative": _("coopérative"),
        "employers_grouping": _("groupement d'employeurs"),
        "endowment_fund": _("fonds de dotation"),
        "informal": _("sans personnalité juridique propre"),
        "public_body": _("organisme public"),
        "scic": _("SCIC (société coopérative d'intérêt collectif)"),
        "scop": _("SCOP (société coopérative de production)"),
    }
