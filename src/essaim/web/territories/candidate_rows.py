"""Candidates as rows: who, where, doing what, why it counts, and what would confirm it."""

from __future__ import annotations

from typing import Any

from essaim.engine.language import gettext as _
from essaim.engine.register.candidates import Candidate
from essaim.engine.register.nomenclature import legal_label, naf_label, size_label
from essaim.engine.values import Answer
from essaim.tables.table import Column


def candidate_columns(origin: str) -> tuple[Column, ...]:
    """The columns of the files; distances are from ``origin``."""
    return (
        Column("name", _("Nom")),
        Column("unnamed", _("Pourquoi sans nom")),
        Column("siret", _("SIRET"), "code"),
        Column("commune", _("Commune")),
        Column("commune_code", _("Code de la commune"), "code"),
        Column("distance_km", _("Distance depuis %(name)s") % {"name": origin}, "float", unit="km"),
        Column("naf", _("Code d'activité"), "code"),
        Column("activity", _("Activité")),
        Column("legal", _("Forme juridique")),
        Column("size", _("Effectif")),
        Column("answer", _("Réponse")),
        Column("why", _("Pourquoi")),
        Column("confirms", _("Ce qui le confirmerait")),
        Column("lon", _("Longitude"), "float", digits=5),
        Column("lat", _("Latitude"), "float", digits=5),
        Column("position", _("Position")),
    )


def candidate_row(one: Candidate) -> dict[str, Any]:
    """One candidate, under the keys of ``candidate_columns``; what is not known is None."""
    is_sure = one.answer == Answer.YES
    hinted = _("possible, son activité y fait penser")
    return {
        "name": one.name,
        "unnamed": one.unnamed,
        "siret": one.siret,
        "commune": one.commune_name,
        "commune_code": one.commune_code,
        "distance_km": one.distance_km,
        "naf": one.naf or None,
        "activity": (naf_label(one.naf, one.nomenclature) or one.naf) if one.naf else None,
        "legal": legal_label(one.legal) or one.legal or None,
        "size": size_label(one.size) or None,
        "is_sure": is_sure,
        "answer": _("sûr") if is_sure else hinted if one.suggested else _("possible"),
        "why": one.why,
        "confirms": "" if is_sure else one.confirms,
        "lon": one.lon,
        "lat": one.lat,
        "position": None if one.lon is None else _("la sienne") if one.located else _("celle de la commune"),
    }
