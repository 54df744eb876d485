"""Handing over a spreadsheet of a pole's members."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.intake.actions import take_in
from essaim.apps.intake.enums import Column
from essaim.apps.intake.queries import imports_of
from essaim.apps.intake.rules import can_import_members
from essaim.apps.poles.models import Pole
from essaim.apps.poles.queries import pole_by_slug
from essaim.engine.language import gettext
from essaim.kit.forms import attempt
from essaim.kit.kept_sheets import KEPT_FOR
from essaim.kit.routes import must
from essaim.web.acting import acting
from essaim.web.sheet_file import SheetFileForm

_PAST = 10


def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, the models to fill in, and the imports already made."""
    pole = _pole(request, slug)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SheetFileForm(*given, label=gettext("Tableau des membres"))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        new = attempt(
            form,
            lambda: take_in(pole=pole, content=file.read(), file_name=file.name, by=acting(request), at=timezone.now()),
            "file",
        )
        if new is not None:
            return redirect("import", uid=new.uid)
    shown = {
        "pole": pole,
        "form": form,
        "imports": list(imports_of(pole)[:_PAST]),
        "columns": explained(),
        "hours": int(KEPT_FOR.total_seconds() // 3600),
    }
    return render(request, "intake/upload.html", shown)


def explained() -> list[tuple[str, str]]:
    """Each column of the model, with what to write in it."""
    return [(str(column.label), explanation(column)) for column in Column]


def explanation(column: str) -> str:
    """What to write in a column."""
    return {
        Column.NAME: gettext("Obligatoire pour une organisation. Laissez vide sur une ligne de personnes."),
        Column.NUMBER: gettext("Quatorze ou neuf chiffres. C'est ce qui évite les doublons."),
        Column.RNA: gettext("W et neuf chiffres, pour une association."),
        Column.COMMUNE: gettext("Nom ou code officiel."),
        Column.POSTAL_CODE: gettext("Pour distinguer les communes de même nom."),
        Column.FAMILY: gettext("L'une de celles de l'annuaire ; vide, elle se déduit de la forme juridique."),
        Column.LEGAL_FORM: gettext("En toutes lettres : association, Scic, commune…"),
        Column.LEGAL_CATEGORY: gettext("Quatre chiffres, par exemple 9220."),
        Column.ACTIVITY: gettext("Code, par exemple 94.99Z."),
        Column.DESCRIPTION: gettext("En une phrase."),
        Column.ADDRESS: gettext("Celle que l'organisation publie."),
        Column.WEBSITE: gettext("Par exemple www.exemple.org."),
        Column.EMAIL: gettext("Celle que l'organisation publie, jamais celle d'une personne."),
        Column.PHONE: gettext("Celui que l'organisation publie."),
        Column.CIRCLE: gettext("Structure porteuse, fondateur, membre ou partenaire ; vide : membre."),
        Column.COLLEGE: gettext("Tel que vos statuts le nomment."),
        Column.SINCE: gettext("25/06/2012 ou 2012-06-25 ; vide si vous ne savez pas."),
        Column.UNTIL: gettext("Seulement pour un membre qui est parti."),
        Column.PERSONS: gettext("Sur une ligne à part : combien de personnes, sans aucun nom."),
    }[Column(column)]


def _pole(request: HttpRequest, slug: str) -> Pole:
    pole = pole_by_slug(slug, drafts=True)
    if pole is None:
        raise Http404
    must(can_import_members(acting(request), pole))
    return pole
