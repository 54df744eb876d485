"""What the directory answered about a place as a file: why each counts, what would confirm it, source and date."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import timezone

from essaim.apps.poles.models import LookUp
from essaim.apps.poles.queries.look_ups import found_in, kept_look_up
from essaim.engine.language import gettext as _
from essaim.engine.register.look_up import LookedUp, judge
from essaim.engine.register.nomenclature import legal_label, naf_label
from essaim.engine.sources.recherche_entreprises import SOURCE
from essaim.engine.territories import load_territories
from essaim.engine.values import Answer
from essaim.kit.dates import DAY, date_in_words
from essaim.kit.limits import limited
from essaim.kit.routes import View, anyone, route
from essaim.tables import formats
from essaim.tables.table import Column, Row, Table
from essaim.tables.writing import FLOWING, pieces, write_to
from essaim.web.documents.answers import flowing, whole
from essaim.web.files import forms
from essaim.web.files.forms import Form
from essaim.web.lookup.wanted import Wanted, wanted

_STEM = "annuaire"
FORMS = (forms.CSV, forms.XLSX, forms.ODS)


def routes() -> list[URLPattern]:
    """The address of each form: ``/territoires/annuaire.csv``…"""
    return [
        route(
            f"territoires/{_STEM}{form.ending}", anyone, limited("export", _view(form)), f"territory-lookup-{form.key}"
        )
        for form in FORMS
    ]


def _view(form: Form) -> View:
    def view(request: HttpRequest) -> HttpResponseBase:
        asked = wanted(request.GET, load_territories())
        look_up = kept_look_up(*asked.question) if asked.written is not None else None
        if look_up is None or look_up.answered_at is None:
            return redirect(asked.address)
        table, name = _table(asked, look_up), f"{_STEM}{form.ending}"
        if form.writer in FLOWING:
            return flowing(pieces(table, form.writer), form.media, name)
        return whole(lambda target: write_to(table, form.writer, target), form.media, name)

    return view


def _table(asked: Wanted, look_up: LookUp) -> Table:
    judged = judge(found_in(look_up), asked.family, asked.written, load_territories(), asked.activities)
    place = asked.perimeter.label if asked.perimeter is not None else ""
    title = _("%(part)s – %(place)s") % {"part": asked.family_label, "place": place}
    return Table(title, columns(), [_row(one) for one in judged.listed], tuple(_notes(asked, look_up)), (SOURCE,))


def columns() -> tuple[Column, ...]:
    """The columns of the file."""
    return (
        Column("siret", "SIRET", "code"),
        Column("name", _("Nom")),
        Column("unnamed", _("Pourquoi sans nom")),
        Column("commune_code", _("Code de la commune"), "code"),
        Column("commune", _("Commune")),
        Column("distance_km", _("Distance"), "float", 1, "km"),
        Column("activity_code", _("Code d'activité"), "code"),
        Column("activity", _("Activité")),
        Column("legal_code", _("Code de la forme juridique"), "code"),
        Column("legal", _("Forme juridique")),
        Column("answer", _("Réponse")),
        Column("why", _("Pourquoi")),
        Column("confirms", _("À confirmer par")),
    )


def _row(one: LookedUp) -> Row:
    found = one.found
    return {
        "siret": found.siret,
        "name": found.name,
        "unnamed": found.why_unnamed or None,
        "commune_code": one.commune_code,
        "commune": one.commune_name,
        "distance_km": one.distance_km,
        "activity_code": found.naf or None,
        "activity": naf_label(found.naf) or None,
        "legal_code": found.legal or None,
        "legal": legal_label(found.legal) or None,
        "answer": _("sûr") if one.answer == Answer.YES else _("possible"),
        "why": one.why or None,
        "confirms": one.confirms or None,
    }


def _notes(asked: Wanted, look_up: LookUp) -> list[str]:
    assert look_up.answered_at is not None
    day = date_in_words(timezone.localtime(look_up.answered_at).date(), DAY)
    notes = [
        _("Territoire : %(name)s (lieu=%(line)s).")
        % {"name": asked.perimeter.label if asked.perimeter else "", "line": asked.place[:200]},
        _("Réponse du %(day)s à l'adresse %(address)s.") % {"day": day, "address": look_up.address},
        _("Personnes physiques comptées, jamais nommées : %(n)s.") % {"n": formats.number(look_up.natural_persons)},
    ]
    if asked.activities:
        notes.append(_("Activités cherchées : %(list)s.") % {"list": " ; ".join(asked.activity_names)})
    notes += asked.limits
    if not look_up.complete:
        total = formats.number(look_up.total)
        notes.append(_("Ce n'est qu'une partie : l'annuaire annonce %(total)s entreprises.") % {"total": total})
    return notes
