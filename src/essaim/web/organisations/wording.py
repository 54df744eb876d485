"""What an organisation is, in words."""

from __future__ import annotations

from dataclasses import dataclass

from essaim.apps.poles.models import Organisation
from essaim.apps.poles.places import Location, Names, names_of
from essaim.apps.poles.to_engine import ESS, Belonging, belongings
from essaim.engine.language import gettext as _
from essaim.engine.register.families import load_families
from essaim.engine.register.nomenclature import legal_label, naf_label
from essaim.engine.values import Answer


@dataclass(frozen=True, slots=True)
class Described:
    """An organisation as its page shows it; "" is not known.

    Attributes:
        ess: "yes", "no" or "unknown".
        because: why, or what would confirm it.
        families: the families to which it surely belongs, the ESS apart.
    """

    organisation: Organisation
    where: Names
    legal_form: str
    activity: str
    ess: str
    because: str
    families: list[Belonging]


def described(organisation: Organisation) -> Described:
    """Everything known of an organisation, in words."""
    ess, *families = belongings(organisation)
    return Described(
        organisation=organisation,
        where=where(organisation),
        legal_form=organisation.legal_form or legal_label(organisation.legal_category),
        activity=activity(organisation.activity),
        ess=answer_key(ess.answer),
        because=_because(ess),
        families=families,
    )


def where(organisation: Organisation) -> Names:
    """Its commune, département and région by name."""
    return names_of(Location(organisation.commune, organisation.department, organisation.region))


def activity(code: str) -> str:
    """An activity in words, with its code; the bare code when no nomenclature has it."""
    label = naf_label(code) or naf_label(code, "naf2025") if code else ""
    return f"{label} ({code})" if label else code


def family(key: str) -> str:
    """A family by name."""
    families = load_families()
    return families[key].label() if key in families else _("famille inconnue")


def answer_key(answer: Answer) -> str:
    """ "yes", "no" or "unknown", as templates read it."""
    return {Answer.YES: "yes", Answer.NO: "no", Answer.UNKNOWN: "unknown"}[answer]


def _because(ess: Belonging) -> str:
    assert ess.key == ESS
    if ess.declared:
        return _("d'après la famille indiquée sur cette fiche")
    if ess.answer == Answer.YES:
        return f"{ess.why} ({ess.source})"
    if ess.answer == Answer.NO:
        return _("ni sa forme juridique, ni son numéro, ni le registre ne la disent de l'ESS")
    return _("pour le savoir, il faudrait : %(what)s") % {"what": ess.confirms}
