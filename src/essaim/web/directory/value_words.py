"""The values of the log in words: which column, and what it holds. A column without a name here is never shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model

from essaim.apps.financing.enums import AmountStage, PlanState
from essaim.apps.financing.models import Plan
from essaim.apps.founding.enums import LetterKind, ProspectSource, ProspectState
from essaim.apps.founding.models import Prospect
from essaim.apps.poles.enums import Bound, Circle, FrameKind, Heading, ResponsibleBasis, Sourcing, Stage
from essaim.apps.poles.places import DEPARTMENT, REGION, level_names
from essaim.apps.projects.enums import ProjectState
from essaim.apps.projects.models import JobFigure, Milestone, Outcome, Project, ProjectPartner
from essaim.engine.language import gettext as _
from essaim.engine.register.families import load_families
from essaim.engine.territories import load_territories
from essaim.kit.dates import DAY, date_in_words
from essaim.kit.templatetags.words import number
from essaim.tables import formats
from essaim.web import labels

Values = Mapping[str, Any]
# The precision of a date is read with it, never alone.
_PRECISION_OF = {"on": "precision", "stage_on": "stage_precision", "ended_on": "ended_precision"}
_COMMUNES_SHOWN = 12


def column_names() -> dict[str, str]:
    """What each column that people may read in a history is called."""
    return {
        "name": _("nom"), "other_names": _("autres noms"), "slug": _("adresse de la fiche"), "summary": _("en bref"),
        "place": _("lieu en mots"), "commune": _("commune"), "commune_to_confirm": _("commune à confirmer"),
        "is_draft": _("en préparation"), "department": _("département"), "region": _("région"), "stage": _("étape"),
        "stage_on": _("étape constatée"), "stage_urls": _("sources de l'étape"), "ended_on": _("date de fin"),
        "ended_reason": _("raison de la fin"), "carrier": _("structure porteuse"),
        "legal_form": _("forme juridique"), "legal_form_note": _("précision sur la forme juridique"),
        "founded_year": _("année de création"), "founded_note": _("précision sur l'année"), "website": _("site"),
        "source_title": _("source"), "source_urls": _("adresses de la source"), "source_url": _("adresse de la source"),
        "sourcing": _("précision de la source"), "domains": _("domaines"), "communes": _("communes"),
        "frames": _("autres cadres"), "axes": _("axes"), "heading": _("rubrique"), "text": _("texte"),
        "kind": _("sorte"), "label": _("libellé"), "amount_cents": _("montant"), "scheme": _("dispositif"),
        "on": _("date"), "confirmed": _("confirmée"), "note": _("note"), "indicator": _("indicateur"),
        "value": _("valeur"), "value_max": _("valeur haute"), "bound": _("à lire comme"), "unit": _("unité"),
        "scope": _("périmètre de mesure"), "withdrawn_reason": _("raison du retrait"), "reason": _("raison"),
        "network": _("réseau"), "pole_name": _("pôle"), "name_2012": _("nom en 2012"), "key": _("adresse du réseau"),
        "organisation": _("organisation"), "persons": _("nombre de personnes"), "circle": _("cercle"),
        "college": _("collège"), "since": _("depuis"), "until": _("jusqu'à"), "siren": "SIREN", "siret": "SIRET",
        "rna": "RNA", "prospect_state": _("où en est-on"), "found_by": _("trouvé par"), "letter_kind": _("document"),
        "signed_on": _("signé le"), "changed_fields": _("ce qui change"), "family": _("famille"), "file": _("fichier"),
        "responsible": _("socialement responsable"), "responsible_evidence": _("élément de preuve"),
        "legal_category": _("catégorie juridique (INSEE)"), "activity": _("activité (NAF)"),
        "description": _("ce qu'elle fait"), "site": _("adresse publique"),
        "public_email": _("adresse électronique publique"), "public_phone": _("téléphone public"),
        "plan_title": _("titre du plan"), "plan_line": _("ligne du plan"), "plan_fields": _("ce qui change"),
        "plan_state": _("état du plan"), "plan_stage": _("montants"), "shared_with": _("partagé avec"),
        "copied_from": _("copie de"), "project_row": _("ligne du projet"), "project_fields": _("ce qui change"),
        "project_row_fields": _("ce qui change"), "project_state": _("état du projet"),
    }  # fmt: skip


def in_words(column: str, values: Values, named: Mapping[str, str]) -> str:
    """What ``values`` hold in ``column``, as people read it; "" for nothing. ``named``: names by identifier."""
    value = values.get(column)
    if value in (None, "", [], {}):
        return ""
    if column in _PRECISION_OF:
        return date_in_words(date.fromisoformat(value), values.get(_PRECISION_OF[column]) or DAY)
    if column in ("carrier", "organisation"):
        return named.get(str(value), "")
    reader = _readers().get(column)
    if reader is not None:
        return reader(value)
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    return str(value)


def _readers() -> dict[str, Callable[[Any], str]]:
    return {
        "commune": lambda code: _communes([code]),
        "department": lambda code: level_names(load_territories(), DEPARTMENT).get(code, code),
        "region": lambda code: level_names(load_territories(), REGION).get(code, code),
        "stage": lambda key: str(Stage(key).label),
        "family": lambda key: load_families()[key].label() if key in load_families() else key,
        "responsible": lambda key: str(ResponsibleBasis(key).label),
        "circle": lambda key: str(Circle(key).label),
        "bound": lambda key: str(Bound(key).label),
        "sourcing": lambda key: str(Sourcing(key).label),
        "heading": lambda key: str(Heading(key).label),
        "legal_form": labels.legal_form,
        "kind": labels.item_kind,
        "scheme": labels.scheme,
        "indicator": labels.indicator,
        "unit": labels.unit,
        "scope": labels.scope,
        "domains": lambda keys: ", ".join(labels.domain(key) for key in keys),
        "communes": _communes,
        "frames": lambda pairs: " ; ".join(f"{FrameKind(kind).label} : {name}" for kind, name in pairs),
        "axes": lambda pairs: " ; ".join(title for title, _text in pairs),
        "amount_cents": formats.euros,
        "value": _number,
        "value_max": _number,
        "since": lambda day: date_in_words(date.fromisoformat(day), DAY),
        "until": lambda day: date_in_words(date.fromisoformat(day), DAY),
        "prospect_state": lambda key: str(ProspectState(key).label),
        "found_by": lambda key: str(ProspectSource(key).label),
        "letter_kind": lambda key: str(LetterKind(key).label),
        "signed_on": lambda day: date_in_words(date.fromisoformat(day), DAY),
        "changed_fields": lambda keys: _fields_of(Prospect, keys),
        "plan_fields": lambda keys: _fields_of(Plan, keys),
        "plan_stage": lambda key: str(AmountStage(key).label),
        "plan_state": lambda key: str(PlanState(key).label),
        "project_fields": lambda keys: _fields_of(Project, keys),
        "project_row_fields": _row_fields,
        "project_state": lambda key: str(ProjectState(key).label),
        "persons": lambda count: number(count) if count else "",
    }


def _communes(codes: list[str]) -> str:
    """Their names; of a long list the first ones, and how many there are."""
    t = load_territories()
    places = t.resolve([str(code) for code in codes])
    known = [str(t.names[place]) if place >= 0 else code for code, place in zip(codes, places.tolist(), strict=True)]
    shown = ", ".join(known[:_COMMUNES_SHOWN])
    rest = len(known) - _COMMUNES_SHOWN
    return shown if rest <= 0 else _("%(names)s… (%(n)s en tout)") % {"names": shown, "n": number(len(known))}


def _number(value: Any) -> str:
    return number(float(Decimal(str(value))))


def _row_fields(keys: list[str]) -> str:
    """Fields of the rows of a project: one name is said once."""
    said = {}
    for model in (ProjectPartner, Milestone, JobFigure, Outcome):
        said.update({one.name: str(one.verbose_name) for one in model._meta.concrete_fields if one.name not in said})
    return ", ".join(said.get(key, key) for key in keys)


def _fields_of(model: type[Model], keys: list[str]) -> str:
    return ", ".join(str(getattr(model._meta.get_field(key), "verbose_name", key)) for key in keys)
