"""A dossier as the engine's eligibility reads it: partners become families, the applicant a legal form."""

from __future__ import annotations

from essaim.apps.calls.models import Dossier, Partner
from essaim.apps.calls.places import communes_of, kept_places
from essaim.apps.calls.queries.calls import rules_of
from essaim.apps.poles.models import Organisation
from essaim.apps.poles.to_engine import families_of
from essaim.engine.eligibility import Application, Finding, RuleSet, check
from essaim.engine.language import gettext as _
from essaim.engine.territories import load_territories
from essaim.engine.values import Answer

# Legal categories that start so are under public law (INSEE's nomenclature).
_PUBLIC = ("4", "7")
# INSEE's category of sole traders: natural persons.
_NATURAL = "1"
# Families whose members are all legal persons: an enterprise, a training body may be one person.
_LEGAL_FAMILIES = ("ess_form", "ess_commercial", "local_authority", "public_other", "higher_education")


def findings_of(dossier: Dossier) -> list[tuple[RuleSet, list[Finding]]]:
    """Each set of rules of the call, with what is found of the dossier."""
    application = application_of(dossier)
    return [(rules, check(rules, application)) for rules in rules_of(dossier.call)]


def place_finding(dossier: Dossier) -> tuple[Answer, str] | None:
    """Whether the pole is where the call applies, and why; None: the call is for the whole of France."""
    if not dossier.call.place:
        return None
    t = load_territories()
    places = t.resolve([one.code for one in dossier.pole.communes.all()]).tolist()
    if not places:
        return Answer.UNKNOWN, _("Le territoire du pôle n'est pas renseigné.")
    there, missing = communes_of(kept_places(dossier.call.place), t)
    inside = sum(place in there for place in places)
    words = {"n": inside, "all": len(places)}
    if inside == len(places):
        return Answer.YES, _("Ses communes sont toutes sur le territoire de l'appel.")
    if missing:
        # Tables of territories come and go: one that the call names may not be among those of today.
        return Answer.UNKNOWN, missing
    # A code that no commune has today (-1) may be anywhere.
    if not inside and min(places) >= 0:
        return Answer.NO, _("Aucune de ses communes n'est sur le territoire de l'appel.")
    said = _("%(n)s de ses %(all)s communes sont sur le territoire de l'appel : demandez au service de l'appel.")
    return Answer.UNKNOWN, said % words


def application_of(dossier: Dossier) -> Application:
    """What the dossier says of who applies."""
    partners = list(dossier.partners.all())
    organisations = [_organisation(one) for one in partners]
    families = families_of(organisations) if organisations else {}
    applicant = next((one for one in partners if one.is_applicant), None)
    return Application(
        partners=[one.name for one in partners],
        families={key: [Answer(int(one)) for one in values] for key, values in families.items()},
        private_law=_private_law(applicant),
        legal_persons=[_legal_person(one) for one in organisations],
        declared=[_is_declared(one) for one in organisations],
        applicant_declared=applicant is not None and _is_declared(_organisation(applicant)),
        recognitions=[event.scheme for event in dossier.pole.recognitions.all()],
    )


def _organisation(partner: Partner) -> Organisation:
    return partner.organisation or Organisation(
        name=partner.name, family=partner.family, legal_category=partner.legal_category
    )


def _is_declared(one: Organisation) -> bool:
    """Whether what is known of an organisation rests on the family that somebody declared."""
    return bool(one.family) and not one.legal_category


def _legal_person(one: Organisation) -> Answer:
    if one.legal_category:
        return Answer.NO if one.legal_category.startswith(_NATURAL) else Answer.YES
    return Answer.YES if one.family in _LEGAL_FAMILIES else Answer.UNKNOWN


def _private_law(applicant: Partner | None) -> Answer:
    if applicant is None:
        return Answer.UNKNOWN
    one = _organisation(applicant)
    if one.family in ("local_authority", "public_other"):
        return Answer.NO
    if not one.legal_category:
        # An association, a cooperative, a company: whatever ESS form is declared is under private law.
        return Answer.YES if one.family in ("ess_form", "ess_commercial") else Answer.UNKNOWN
    return Answer.NO if one.legal_category[0] in _PUBLIC else Answer.YES
