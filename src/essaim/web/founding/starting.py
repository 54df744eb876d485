"""Begin a pole on a territory, after a look at those that are already there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.founding.actions.founding import found_pole
from essaim.apps.founding.queries.foundings import alike_near
from essaim.apps.library.queries import all_models
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext
from essaim.engine.patterns import Pattern
from essaim.engine.territories import (
    MAX_RADIUS_KM,
    MIN_RADIUS_KM,
    Perimeter,
    WrittenPerimeter,
    load_territories,
    read_perimeter,
)
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy as _
from essaim.web.acting import acting, person
from essaim.web.commune_field import CommuneForm
from essaim.web.directory.lines import short_lines

_RADIUS = 20
_LONGEST_PLACE = 15_000


class FoundForm(CommuneForm):
    """What is enough to begin: a name, a territory, a model if any."""

    name = forms.CharField(
        label=_("Nom du pôle"), max_length=200, help_text=_("Un nom de travail suffit : vous le changerez.")
    )
    lieu = forms.CharField(required=False, max_length=_LONGEST_PLACE, widget=forms.HiddenInput)
    radius = forms.FloatField(
        label=_("Rayon autour, en kilomètres"), required=False, localize=True, initial=_RADIUS,
        help_text=_("De 1 à 100. Le territoire se corrige ensuite commune par commune."),
    )  # fmt: skip
    modele = forms.ChoiceField(
        label=_("Modèle à suivre"), required=False,
        help_text=_("Un point de départ tiré de pôles réels ; vous l'adapterez, et direz pourquoi."),
    )  # fmt: skip
    field_order = ("name", "commune", "commune_choice", "radius", "modele", "lieu")

    def __init__(self, *args: Any, patterns: list[Pattern], has_place: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        model = self.fields["modele"]
        assert isinstance(model, forms.ChoiceField)
        model.choices = [("", gettext("aucun")), *((one.key, one.label()) for one in patterns)]
        self.place: WrittenPerimeter | None = None
        if has_place:
            for name in ("commune", "commune_choice", "radius"):
                self.fields.pop(name, None)
        else:
            self.fields["commune"].required = True
            self.fields["commune"].help_text = gettext("Nom, code postal ou code officiel de la commune centrale.")

    def clean(self) -> dict[str, Any]:
        """The territory is known before anything is written."""
        cleaned = super().clean()
        commune, radius = cleaned.get("commune"), cleaned.get("radius") or _RADIUS
        line = cleaned.get("lieu") or (f"commune:{commune}:{radius:g}" if commune else "")
        if not line or self.errors:
            return cleaned
        if not cleaned.get("lieu") and not MIN_RADIUS_KM <= radius <= MAX_RADIUS_KM:
            self.add_error("radius", gettext("Le rayon va de 1 à 100 kilomètres."))
            return cleaned
        try:
            self.place = read_perimeter(line)
            self.place.perimeter(load_territories())
        except EssaimError as refusal:
            self.add_error(None, str(refusal))
        return cleaned


def found_here(request: HttpRequest) -> HttpResponse:
    """What is already there, then the form; whoever is not signed in reads it and is led to sign in."""
    patterns = all_models()
    asked = request.POST if request.method == "POST" else request.GET
    line = asked.get("lieu", "").replace("\0", "")[:_LONGEST_PLACE]
    perimeter, wrong = _perimeter(line)
    options: dict[str, Any] = {"patterns": patterns, "has_place": perimeter is not None}
    first = {"lieu": line if perimeter else "", "modele": request.GET.get("modele", "")}
    form = FoundForm(request.POST, **options) if request.method == "POST" else FoundForm(initial=first, **options)
    pattern = next((one for one in patterns if one.key == asked.get("modele", "")), None)
    shown = {
        "section": "found", "form": form, "perimeter": perimeter, "wrong": wrong, "pattern": pattern,
        "near": _near(perimeter, pattern), "reader": person(request), "sign_in_next": _back(line, pattern),
    }  # fmt: skip
    if request.method != "POST" or not form.is_valid() or form.place is None:
        return render(request, "founding/start.html", shown)
    return _begun(request, form, patterns, shown)


def _begun(request: HttpRequest, form: FoundForm, patterns: list[Pattern], shown: dict[str, Any]) -> HttpResponse:
    by, place = acting(request), form.place
    assert place is not None
    pattern = next((one for one in patterns if one.key == form.cleaned_data["modele"]), None)
    at = timezone.now()
    founding = attempt(
        form, lambda: found_pole(name=form.cleaned_data["name"], place=place, pattern=pattern, by=by, at=at)
    )  # fmt: skip
    if founding is None:
        return render(request, "founding/start.html", shown)
    messages.success(
        request, gettext("Le brouillon est ouvert. Vous seul le voyez, avec les personnes que vous invitez.")
    )
    return redirect("founding", slug=founding.pole.slug)


def _perimeter(line: str) -> tuple[Perimeter | None, str]:
    """The territory of the address; and what is wrong with it, when something is."""
    if not line:
        return None, ""
    try:
        return read_perimeter(line).perimeter(load_territories()), ""
    except EssaimError as refusal:
        return None, refusal.message


def _near(perimeter: Perimeter | None, pattern: Pattern | None) -> list[Any]:
    """Poles of the directory already there: to be phoned first."""
    if perimeter is None:
        return []
    t = load_territories()
    codes = [str(code) for code in t.codes[perimeter.communes]]
    return short_lines(alike_near(codes, pattern.domains if pattern else ()), t)


def _back(line: str, pattern: Pattern | None) -> str:
    """What signing in leads back to."""
    given = {"lieu": line, "modele": pattern.key if pattern else ""}
    return urlencode({key: value for key, value in given.items() if value})
