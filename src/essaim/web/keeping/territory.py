"""Editing a pole's territory: by intercommunality, by list, by radius; each commune with its removal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.poles import actions
from essaim.apps.poles.choosing import (
    by_epci,
    communes_around,
    communes_listed,
    communes_of_epci,
    epcis_meant,
)
from essaim.apps.poles.models import Pole
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext, ngettext
from essaim.engine.territories import MAX_RADIUS_KM, MIN_RADIUS_KM
from essaim.kit.errors import ChangedMeanwhile
from essaim.kit.language import gettext_lazy as _
from essaim.web.acting import acting
from essaim.web.commune_field import CommuneForm
from essaim.web.editing.fields import TypedNumber
from essaim.web.keeping.rights import editable_pole

_MOST = 2000


class RadiusForm(CommuneForm):
    """A distance around a commune."""

    km = TypedNumber(
        label=_("Rayon en kilomètres"), help_text=_("De 1 à 100 ; d'une mairie à l'autre, à vol d'oiseau.")
    )
    field_order = ("commune", "commune_choice", "km")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["commune"].help_text = _("Nom, code postal ou code officiel.")

    def clean_km(self) -> float:
        """Within the engine's bounds."""
        km = self.cleaned_data["km"]
        if km is None or not MIN_RADIUS_KM <= km <= MAX_RADIUS_KM:
            raise forms.ValidationError(gettext("Écrivez un nombre de kilomètres entre 1 et 100."))
        return float(km)

    def clean(self) -> dict[str, Any]:
        """A radius needs its centre."""
        cleaned = super().clean()
        if not cleaned.get("commune") and not self.errors:
            self.add_error("commune", gettext("Dites autour de quelle commune."))
        return cleaned


class ListForm(forms.Form):
    """Communes by name or code."""

    listed = forms.CharField(
        label=_("Communes"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Une par ligne, ou séparées par des virgules : nom, code postal ou code INSEE."),
    )  # fmt: skip


class EpciForm(forms.Form):
    """An intercommunality by its name, its SIREN, or a commune of it."""

    sought = forms.CharField(
        label=_("Intercommunalité"), max_length=100, help_text=_("Son nom, son SIREN, ou le nom d'une de ses communes.")
    )


@dataclass(slots=True)
class _Asked:
    """What one of the page's forms asked: the communes wanted, None when there is still something to settle."""

    wanted: list[str] | None
    shown: dict[str, Any]


def territory(request: HttpRequest, slug: str) -> HttpResponse:
    """See the communes of the territory, add some, take some out."""
    pole = editable_pole(request, slug)
    codes = list(pole.communes.values_list("code", flat=True))
    shown: dict[str, Any] = {}
    if request.method == "POST":
        asked = _asked(request, codes)
        if asked.wanted is not None:
            return _saved(request, pole, codes, asked)
        shown = asked.shown
    return _page(request, pole, codes, shown)


def _page(
    request: HttpRequest, pole: Pole, codes: Sequence[str], shown: dict[str, Any], status: int = 200
) -> HttpResponse:
    known = {"epci": EpciForm(prefix="epci"), "listing": ListForm(prefix="list"), "radius": RadiusForm(prefix="radius")}
    page = {
        **known, "pole": pole, "groups": by_epci(codes), "count": len(codes), "back": pole.get_absolute_url(), **shown,
    }  # fmt: skip
    return render(request, "keeping/territory.html", page, status=status)


def _saved(request: HttpRequest, pole: Pole, codes: Sequence[str], asked: _Asked) -> HttpResponse:
    wanted = sorted(set(asked.wanted or ()))
    if len(wanted) > _MOST:
        return _page(request, pole, codes, {**asked.shown, "problem": gettext("Deux mille communes au plus.")})
    seen = request.POST.get("version", "")
    try:
        version = int(seen) if seen.isascii() and seen.isdigit() else 0
        actions.set_territory(pole=pole, communes=wanted, seen_version=version, by=acting(request), at=timezone.now())
    except ChangedMeanwhile:
        problem = gettext(
            "Quelqu'un d'autre a modifié la fiche pendant ce temps : rien n'est enregistré. Voici le territoire tel "
            "qu'il est maintenant ; ce que vous aviez écrit est gardé, recommencez si vous le voulez encore."
        )
        return _page(request, pole, codes, {**asked.shown, "problem": problem}, status=409)
    except EssaimError as refusal:
        return _page(request, pole, codes, {**asked.shown, "problem": str(refusal)})
    added, gone = len(set(wanted) - set(codes)), len(set(codes) - set(wanted))
    messages.success(request, _said(added, gone))
    return redirect("edit-territory", slug=pole.slug)


def _said(added: int, gone: int) -> str:
    if added:
        return ngettext("%(n)s commune ajoutée.", "%(n)s communes ajoutées.", added) % {"n": added}
    if gone:
        return ngettext("%(n)s commune retirée.", "%(n)s communes retirées.", gone) % {"n": gone}
    return gettext("Ces communes y étaient déjà : rien n'a changé.")


def _asked(request: HttpRequest, codes: Sequence[str]) -> _Asked:
    readers = {
        "seek": _sought, "epci": _by_epci, "list": _by_list, "radius": _by_radius, "remove": _removal,
        "remove-epci": _epci_removal,
    }  # fmt: skip
    reader = readers.get(request.POST.get("gesture", "").partition(":")[0])
    try:
        return reader(request, codes) if reader else _Asked(None, {})
    except EssaimError as refusal:
        return _Asked(None, {"problem": str(refusal)})


def _sought(request: HttpRequest, codes: Sequence[str]) -> _Asked:
    form = EpciForm(request.POST, prefix="epci")
    if not form.is_valid():
        return _Asked(None, {"epci": form})
    found = [(place, len(communes_of_epci(place.code))) for place in epcis_meant(form.cleaned_data["sought"])]
    if not found:
        form.add_error("sought", gettext("Aucune intercommunalité ne répond à ce nom."))
    return _Asked(None, {"epci": form, "found": found})


def _by_epci(request: HttpRequest, codes: Sequence[str]) -> _Asked:
    return _Asked([*codes, *communes_of_epci(_pressed(request))], {})


def _by_list(request: HttpRequest, codes: Sequence[str]) -> _Asked:
    form = ListForm(request.POST, prefix="list")
    if not form.is_valid():
        return _Asked(None, {"listing": form})
    listed = communes_listed(form.cleaned_data["listed"])
    if listed.unclear:
        form.add_error(
            "listed",
            gettext("Aucune commune, ou plusieurs, pour : %(lines)s. Écrivez leur code INSEE ; rien n'est ajouté.")
            % {"lines": ", ".join(listed.unclear[:10])},
        )
        return _Asked(None, {"listing": form})
    return _Asked([*codes, *listed.codes], {"listing": form})


def _by_radius(request: HttpRequest, codes: Sequence[str]) -> _Asked:
    form = RadiusForm(request.POST, prefix="radius")
    if not form.is_valid():
        return _Asked(None, {"radius": form})
    found = communes_around(form.cleaned_data["commune"], form.cleaned_data["km"])
    return _Asked([*codes, *found], {"radius": form})


def _removal(request: HttpRequest, codes: Sequence[str]) -> _Asked:
    gone = set(request.POST.getlist("commune"))
    if not gone:
        return _Asked(None, {"problem": gettext("Cochez les communes à retirer.")})
    return _Asked([code for code in codes if code not in gone], {})


def _epci_removal(request: HttpRequest, codes: Sequence[str]) -> _Asked:
    pressed = _pressed(request)
    gone = {code for epci, _name, communes in by_epci(codes) if epci == pressed for code, _said in communes}
    return _Asked([code for code in codes if code not in gone], {})


def _pressed(request: HttpRequest) -> str:
    """What the button pressed is about: ``epci:200040459``."""
    return request.POST.get("gesture", "").partition(":")[2]
