"""The candidates of a place as a file, with why each counts, the sources and their vintage."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern

from essaim.engine.errors import EssaimError
from essaim.engine.essaimage import Candidacy
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.engine.territories import Territories
from essaim.kit.limits import limited
from essaim.kit.routes import View, anyone, route
from essaim.tables import formats
from essaim.tables.table import Table
from essaim.tables.writing import FLOWING, pieces, write_to
from essaim.web.documents.answers import flowing, whole
from essaim.web.files import forms
from essaim.web.files.forms import Form
from essaim.web.territories.candidate_rows import adds_up, candidate_columns, candidate_row, counted, hidden_lines
from essaim.web.territories.candidates import Part, asked_of, narrowed, part_of
from essaim.web.territories.pages import ground_or_none
from essaim.web.territories.places import AskedPlace, refused, with_place

_STEM, _MOST, _MOST_HIDDEN = "candidats", 5_000, 200


def routes() -> list[URLPattern]:
    """The address of each form: ``/territoires/candidats.csv``…"""
    return [
        route(
            f"territoires/{_STEM}{form.ending}",
            anyone,
            limited("export", _view(form)),
            f"territory-candidates-{form.key}",
        )
        for form in (forms.CSV, forms.XLSX, forms.ODS)
    ]


def _view(form: Form) -> View:
    @with_place
    def view(request: HttpRequest, place: AskedPlace, t: Territories) -> HttpResponseBase:
        asked = asked_of(request)
        try:
            part = part_of(asked)
        except EssaimError as refusal:
            return refused(request, refusal)
        ground = ground_or_none()
        found = part.candidacy(place, ground) if part is not None and ground is not None else None
        if part is None or found is None:
            raise Http404
        table = _table(part, place, found, narrowed(found, asked), t)
        name = f"{_STEM}{form.ending}"
        if form.writer in FLOWING:
            return flowing(pieces(table, form.writer), form.media, name)
        return whole(lambda target: write_to(table, form.writer, target), form.media, name)

    return view


def _table(part: Part, place: AskedPlace, found: Candidacy, kept: Candidacy, t: Territories) -> Table:
    title = _("%(part)s – %(place)s") % {"part": part.title, "place": place.name}
    rows = [candidate_row(one) for one in kept.read(0, _MOST)]
    columns = candidate_columns(str(t.names[found.origin]))
    return Table(title, columns, rows, tuple(_notes(place, found, kept)), found.ground.sources)


def _notes(place: AskedPlace, found: Candidacy, kept: Candidacy) -> list[str]:
    notes = [
        _("Territoire : %(name)s (lieu=%(line)s).") % {"name": place.name, "line": place.line[:200]},
        f"{counted(found)} {adds_up(found, len(kept))}".strip(),
        _("Sûr : le registre le dit. Possible : il ne permet pas de l'exclure ; ce n'est pas « probable »."),
        _("Les personnes physiques, et qui pourrait en être une, sont comptées, jamais nommées : demandez à la "
          "chambre."),
    ]  # fmt: skip
    for one in hidden_lines(found)[:_MOST_HIDDEN]:
        line = {"activity": one.activity, "commune": one.commune, "n": formats.number(one.n), "whom": one.whom}
        notes.append(_("Comptés sans être listés : %(activity)s, %(commune)s : %(n)s (%(whom)s).") % line)
    if found.uncovered:
        text = ngettext(
            "Le registre ne couvre pas en entier %(n)s commune : il peut y en avoir d'autres.",
            "Le registre ne couvre pas en entier %(n)s communes : il peut y en avoir d'autres.",
            found.uncovered,
        )
        notes.append(text % {"n": formats.number(found.uncovered)})
    if len(kept) > _MOST:
        notes.append(_("Les %(n)s premiers seulement : affinez la recherche.") % {"n": formats.number(_MOST)})
    return notes
