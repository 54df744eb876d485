"""Candidates as rows of a table: who, where, doing what, why, and what would confirm it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from essaim.cli.output import Column
from essaim.engine.language import gettext as _
from essaim.engine.values import Answer

if TYPE_CHECKING:
    from essaim.engine.register.candidates import Candidate


def candidate_columns(screen: bool) -> tuple[Column, ...]:
    """All the columns for files; on a ``screen``, which is narrow, why and what would confirm share one."""
    head = (Column("name", _("Nom")), Column("siret", _("SIRET"), "code"), Column("commune", _("Commune")))
    middle = (
        Column("distance_km", _("Distance"), "float", unit="km"),
        Column("activity", _("Activité")),
        Column("answer", _("Réponse")),
    )
    if screen:
        return (*head, *middle, Column("reason", _("Pourquoi, ou ce qui le confirmerait")))
    return (
        *head,
        Column("commune_code", _("Code"), "code"),
        *middle,
        Column("why", _("Pourquoi")),
        Column("confirms", _("Ce qui le confirmerait")),
    )


def candidate_row(candidate: Candidate) -> dict[str, Any]:
    """One candidate, under the keys of ``candidate_columns``; ``lon`` and ``lat`` place it on a map."""
    from essaim.engine.register.nomenclature import naf_label

    activity = naf_label(candidate.naf, candidate.nomenclature) if candidate.naf else None
    is_sure = candidate.answer == Answer.YES
    return {
        "name": candidate.name or f"({candidate.unnamed})",
        "siret": candidate.siret,
        "commune": candidate.commune_name,
        "commune_code": candidate.commune_code,
        "distance_km": candidate.distance_km,
        "activity": f"{activity} ({candidate.naf})" if activity else None,
        "answer": _("sûr") if is_sure else _("possible"),
        "why": candidate.why,
        "confirms": "" if is_sure else candidate.confirms,
        "reason": candidate.why if is_sure else candidate.confirms,
        "lon": candidate.lon,
        "lat": candidate.lat,
    }
