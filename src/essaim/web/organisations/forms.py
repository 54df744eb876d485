"""What people type about organisations and members."""

from __future__ import annotations

from typing import Any

from django import forms

from essaim.apps.poles.enums import Circle, ResponsibleBasis
from essaim.apps.poles.models import Organisation
from essaim.apps.poles.to_engine import CHOSEN
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext
from essaim.engine.register.families import load_families
from essaim.engine.values import rna, siren, siret, with_valid_key
from essaim.kit.language import gettext_lazy as _
from essaim.web.commune_field import CommuneForm, commune_text

COLUMNS = (
    "name", "siren", "siret", "rna", "commune", "family", "legal_form", "legal_category", "activity", "description",
    "site", "website", "public_email", "public_phone", "responsible", "responsible_evidence", "source_title",
    "source_url",
)  # fmt: skip


class OrganisationForm(CommuneForm):
    """An organisation, as it is entered or corrected."""

    name = forms.CharField(label=_("Nom"), max_length=200)
    siret = forms.CharField(
        label="SIRET", required=False, max_length=30, help_text=_("Quatorze chiffres ; il contient le SIREN.")
    )
    siren = forms.CharField(label="SIREN", required=False, max_length=20, help_text=_("Neuf chiffres."))
    rna = forms.CharField(
        label="RNA",
        required=False,
        max_length=20,
        help_text=_("W et neuf chiffres. Un collectif peut n'avoir aucun numéro."),
    )
    family = forms.ChoiceField(
        label=_("Famille"),
        required=False,
        help_text=_("À indiquer seulement si la forme juridique et l'activité ne suffisent pas."),
    )
    legal_form = forms.CharField(label=_("Forme juridique"), required=False, max_length=200)
    legal_category = forms.RegexField(
        r"^\d{4}$", label=_("Catégorie juridique (INSEE)"), required=False, max_length=4,
        help_text=_("Quatre chiffres, par exemple 9220 pour une association déclarée."),
    )  # fmt: skip
    activity = forms.CharField(
        label=_("Activité (NAF)"), required=False, max_length=6, help_text=_("Par exemple 94.99Z.")
    )
    description = forms.CharField(
        label=_("Ce qu'elle fait"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    site = forms.CharField(label=_("Adresse publique"), required=False, max_length=300)
    website = forms.URLField(label=_("Site"), required=False, max_length=300, assume_scheme="https")
    public_email = forms.EmailField(
        label=_("Adresse électronique publique"), required=False,
        help_text=_("Celle que l'organisation publie elle-même, jamais celle d'une personne."),
    )  # fmt: skip
    public_phone = forms.CharField(label=_("Téléphone public"), required=False, max_length=30)
    responsible = forms.ChoiceField(
        label=_("PME socialement responsable"), required=False, choices=ResponsibleBasis.choices
    )
    responsible_evidence = forms.CharField(
        label=_("Élément de preuve"), required=False, max_length=300, help_text=_("Label, rapport, agrément…")
    )
    source_title = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=300,
        help_text=_("Qui le dit, et de quand : « bulletin d'adhésion 2026 »."),
    )
    source_url = forms.URLField(label=_("Adresse de la source"), required=False, max_length=300, assume_scheme="https")
    picked = forms.CharField(required=False, widget=forms.HiddenInput, max_length=14)
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    field_order = ("name", "siret", "siren", "rna", "commune", "commune_choice")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        family = self.fields["family"]
        assert isinstance(family, forms.ChoiceField)
        family.choices = [("", gettext("d'après la forme juridique et l'activité")), *family_choices()]

    def clean_siret(self) -> str:
        """Fourteen digits with their key."""
        return _checked(self.cleaned_data["siret"], lambda text: with_valid_key(siret(text)))

    def clean_siren(self) -> str:
        """Nine digits with their key."""
        return _checked(self.cleaned_data["siren"], lambda text: with_valid_key(siren(text)))

    def clean_rna(self) -> str:
        """W and nine digits."""
        return _checked(self.cleaned_data["rna"], rna)

    def facts(self) -> dict[str, Any]:
        """The columns as typed, checked."""
        return {key: self.cleaned_data[key] for key in COLUMNS}


def family_choices() -> list[tuple[str, str]]:
    """The families that people may say of an organisation."""
    families = load_families()
    return [(key, families[key].label()) for key in CHOSEN]


def initial_of(organisation: Organisation) -> dict[str, Any]:
    """What the form shows of a record."""
    values = {key: getattr(organisation, key) or "" for key in COLUMNS}
    return values | {"commune": commune_text(organisation.commune), "seen_version": organisation.version}


class MembershipForm(forms.Form):
    """A member's place in a pole."""

    circle = forms.ChoiceField(label=_("Cercle"), choices=Circle.choices, initial=Circle.MEMBER)
    college = forms.CharField(
        label=_("Collège"), required=False, max_length=100, help_text=_("Tel que vos statuts le nomment.")
    )
    since = forms.DateField(
        label=_("Depuis"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Laissez vide si vous ne le savez pas."),
    )  # fmt: skip
    until = forms.DateField(
        label=_("Jusqu'à"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Seulement pour un membre qui est parti."),
    )  # fmt: skip
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def facts(self) -> dict[str, Any]:
        """The columns as typed."""
        return {key: self.cleaned_data[key] for key in ("circle", "college", "since", "until")}


class PersonsForm(MembershipForm):
    """Natural persons: how many, never who."""

    persons = forms.IntegerField(label=_("Nombre de personnes"), min_value=1, max_value=1_000_000)
    field_order = ("persons",)

    def facts(self) -> dict[str, Any]:
        """The columns as typed."""
        return super().facts() | {"persons": self.cleaned_data["persons"]}


def typed_siret(text: str) -> str:
    """A SIRET as it is kept, "" when none is typed; what is wrong with it is said beside its field."""
    return _checked("".join(text.split()), lambda said: with_valid_key(siret(said)))


def _checked(text: str, check: Any) -> str:
    if not text:
        return ""
    try:
        return str(check(text))
    except EssaimError as refusal:
        raise forms.ValidationError(str(refusal)) from None
