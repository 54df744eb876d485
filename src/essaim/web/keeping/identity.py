"""Editing who a pole is: names, stage, place, legal form; and its domains."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from essaim.apps.poles import actions
from essaim.apps.poles.enums import Stage
from essaim.apps.poles.models import Pole
from essaim.apps.poles.models.poles import FIRST_YEAR, LAST_YEAR
from essaim.apps.poles.places import DEPARTMENT, Location, level_names, names_of
from essaim.engine.language import gettext
from essaim.engine.patterns.vocabulary import legal_forms
from essaim.engine.sources.poles import load_domains
from essaim.engine.territories import load_territories
from essaim.kit.dates import DatedAs, as_typed
from essaim.kit.language import gettext_lazy as _
from essaim.web import labels
from essaim.web.commune_field import CommuneForm
from essaim.web.directory.symbols import family_of, symbols
from essaim.web.editing.fields import (
    Addresses,
    PartForm,
    SourcedForm,
    TypedDate,
    with_blank,
)
from essaim.web.editing.saving import Part, edited
from essaim.web.keeping.rights import editable_pole

_MOST_DOMAINS = 12


class IdentityForm(CommuneForm, SourcedForm):
    """Who the pole is."""

    name = forms.CharField(label=_("Nom"), max_length=200)
    other_names = forms.CharField(
        label=_("Autres noms"),
        max_length=300,
        required=False,
        help_text=_("Sigle, anciens noms, séparés par des virgules."),
    )
    summary = forms.CharField(
        label=_("En bref"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Deux ou trois phrases, avec vos mots."),
    )  # fmt: skip
    stage = forms.ChoiceField(label=_("Étape"), required=False, choices=Stage.choices)
    stage_on = TypedDate(label=_("Étape constatée en"))
    stage_urls = Addresses(label=_("Où on lit l'étape"))
    ended_on = TypedDate(label=_("Date de fin"))
    ended_reason = forms.CharField(
        label=_("Raison de la fin"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Un pôle qui a pris fin reste dans l'annuaire : les autres apprennent de lui."),
    )  # fmt: skip
    founded_year = forms.IntegerField(
        label=_("Année de création"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    founded_note = forms.CharField(label=_("Précision sur l'année"), max_length=500, required=False)
    legal_form = forms.ChoiceField(label=_("Forme juridique"), required=False)
    legal_form_note = forms.CharField(label=_("Précision sur la forme juridique"), max_length=500, required=False)
    website = forms.URLField(label=_("Site"), max_length=300, required=False, assume_scheme="https")
    place = forms.CharField(
        label=_("Lieu, avec vos mots"), max_length=300, required=False, help_text=_("Un quartier, un pays, une vallée.")
    )
    commune_to_confirm = forms.BooleanField(label=_("Commune à confirmer"), required=False)
    department = forms.ChoiceField(
        label=_("Département, quand la commune n'est pas connue"),
        required=False,
        help_text=_("La commune le dit d'elle-même."),
    )
    field_order = (
        "name", "other_names", "summary", "commune", "commune_choice", "commune_to_confirm", "department", "place",
        "stage", "stage_on", "stage_urls", "ended_on", "ended_reason", "founded_year", "founded_note", "legal_form",
        "legal_form_note", "website", "source_title", "source_urls",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = {"legal_form": dict(legal_forms()), "department": level_names(load_territories(), DEPARTMENT)}
        for name, words in known.items():
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ChoiceField)
            # A word that the list no longer has is kept as long as nobody chooses another.
            former = self.initial.get(name) or ""
            chosen.choices = with_blank(words | ({former: words.get(former, former)} if former else {}))

    def clean(self) -> dict[str, Any]:
        """An end is told of an ended pole only."""
        cleaned = super().clean()
        if cleaned.get("stage") != Stage.ENDED and (cleaned.get("ended_on") or cleaned.get("ended_reason")):
            self.add_error(
                "stage",
                gettext("Une fin est indiquée : choisissez l'étape « terminé », ou effacez la date et la raison."),
            )
        return cleaned


_COLUMNS = frozenset(IdentityForm.base_fields) - {"version", "seen", "commune_choice"}


def identity(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit who a pole is."""
    pole = editable_pole(request, slug)
    part = Part(
        title=gettext("Modifier l'identité"), back=pole.get_absolute_url(), back_label=pole.name, version=pole.version,
        present=present_identity(pole), make=IdentityForm, save=lambda *_typed: None,
    )  # fmt: skip

    def save(typed: dict[str, Any], seen: int, by: Any, at: Any) -> None:
        changed = actions.edit_pole(pole=pole, changes=_as_columns(typed, pole), seen_version=seen, by=by, at=at)
        part.back = changed.get_absolute_url()

    part.save = save
    return edited(request, part)


def present_identity(pole: Pole) -> dict[str, Any]:
    """What the sheet says of who the pole is, as people would type it."""
    name = names_of(Location(commune=pole.commune)).commune if pole.commune else ""
    said: dict[str, Any] = {key: getattr(pole, key) for key in _COLUMNS}
    return said | {
        "commune": f"{name} ({pole.commune})" if pole.commune else "",
        "stage_on": as_typed(pole.stage_on, pole.stage_precision),
        "ended_on": as_typed(pole.ended_on, pole.ended_precision),
    }


def _as_columns(typed: dict[str, Any], pole: Pole) -> dict[str, Any]:
    columns = {key: value for key, value in typed.items() if key in _COLUMNS}
    for day, precision in (("stage_on", "stage_precision"), ("ended_on", "ended_precision")):
        when: DatedAs | None = typed[day]
        columns |= {day: when.day if when else None, precision: when.precision if when else ""}
    if columns["commune"]:
        columns["department"] = ""
    else:
        columns["commune_to_confirm"] = False
        # A région alone is kept as long as nothing more precise is said.
        columns["region"] = "" if columns["department"] else pole.region if not pole.department else ""
    return columns


class DomainsForm(PartForm):
    """The domains in which the pole works, by family; the main one stands first."""

    main = forms.ChoiceField(
        label=_("Domaine principal"),
        required=False,
        help_text=_("C'est lui qui donne sa forme et sa couleur sur la carte."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        grouped = domains_by_family()
        main = self.fields["main"]
        assert isinstance(main, forms.ChoiceField)
        main.choices = [("", gettext("non renseigné")), *((label, choices) for _key, label, choices in grouped)]
        for key, label, choices in grouped:
            self.fields[f"of_{key}"] = forms.MultipleChoiceField(
                label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )

    def clean(self) -> dict[str, Any]:
        """``keys``: the main one, then the others."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        ticked = [key for name in self.fields if name.startswith("of_") for key in cleaned.get(name, [])]
        main = cleaned.get("main", "")
        if ticked and not main and len(ticked) > 1:
            self.add_error("main", gettext("Dites lequel est le principal."))
        if len({main, *ticked} - {""}) > _MOST_DOMAINS:
            self.add_error(None, gettext("Douze domaines au plus : gardez ceux qui comptent."))
        cleaned["keys"] = list(dict.fromkeys(key for key in (main, *ticked) if key))
        return cleaned


def domains(request: HttpRequest, slug: str) -> HttpResponse:
    """Edit the domains in which a pole works."""
    pole = editable_pole(request, slug)
    part = Part(
        title=gettext("Modifier les domaines"), back=pole.get_absolute_url(), back_label=pole.name,
        version=pole.version, present=domains_present(list(pole.domains.values_list("key", flat=True))),
        make=DomainsForm,
        save=lambda typed, seen, by, at: actions.set_domains(
            pole=pole, keys=typed["keys"], seen_version=seen, by=by, at=at
        ),
    )  # fmt: skip
    return edited(request, part)


def domains_by_family() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The vocabulary under the families of the map: key, words, and the domains in the order of their words."""
    words = {domain.key: labels.domain(domain.key) for domain in load_domains()}
    found = []
    for family in symbols():
        inside = [(key, word) for key, word in words.items() if family_of([key]) == family.key]
        if inside:
            found.append((family.key, family.label, sorted(inside, key=lambda pair: pair[1].lower())))
    return found


def domains_present(keys: list[str]) -> dict[str, Any]:
    """What the form of domains shows at first: the main one, then each family's."""
    said: dict[str, Any] = {"main": keys[0] if keys else ""}
    for family, _label, choices in domains_by_family():
        said[f"of_{family}"] = [key for key, _word in choices if key in keys]
    return said
