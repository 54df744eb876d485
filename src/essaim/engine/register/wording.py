"""What a register knows and covers, in words."""

from __future__ import annotations

from essaim.engine.language import gettext as _
from essaim.engine.register.coverage import DepartementCoverage


def coverage_word(line: DepartementCoverage) -> str:
    """How a département is covered."""
    if not line.partial and not line.none:
        return _("entière")
    return _("entière par endroits") if line.whole else _("partielle")


def attribute_labels() -> dict[str, str]:
    """Each attribute that a register may know."""
    return {
        "naf": _("Activité (NAF rév. 2)"),
        "naf25": _("Activité (NAF 2025)"),
        "legal": _("Forme juridique"),
        "size": _("Effectif de l'établissement"),
        "unit_size": _("Effectif de l'unité légale"),
        "ess": _("Mention ESS"),
        "mission": _("Société à mission"),
        "siae": _("Structure d'insertion"),
        "training": _("Organisme de formation"),
        "association": _("Association (RNA)"),
        "administration": _("Administration"),
        "listed_authority": _("Commune ou intercommunalité (listes officielles)"),
        "public_siren": _("Organisme public (SIREN en 1 ou 2)"),
        "head_office": _("Siège"),
        "not_public": _("Statut de diffusion"),
        "name": _("Nom gardé"),
        "position": _("Position"),
    }
