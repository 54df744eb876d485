"""Forms about joint projects."""

from __future__ import annotations

from typing import Any

from django import forms

from essaim.apps.poles.models import Organisation, Pole
from essaim.apps.projects.enums import Attribution, JobKind
from essaim.apps.projects.queries.projects import present_members
from essaim.engine.language import gettext
from essaim.kit.language import gettext_lazy as _
from essaim.web.editing.fields import PartForm, RecordChoice, TypedAmount, TypedNumber, day_field
from essaim.web.keeping.identity import DomainsForm, domains_by_family
from essaim.web.organisations.forms import typed_siret

_NOTE = forms.Textarea(attrs={"rows": 3})
_LONG = forms.Textarea(attrs={"rows": 6})


class ProjectFields(forms.Form):
    """What a project is."""

    title = forms.CharField(label=_("Titre"), max_length=200)
    summary = forms.CharField(label=_("En bref"), max_length=2000, required=False, widget=_NOTE)
    need = forms.CharField(label=_("À quel besoin il répond"), max_length=10_000, required=False, widget=_LONG)
    actions_text = forms.CharField(label=_("Ce que nous ferons"), max_length=10_000, required=False, widget=_LONG)
    place = forms.CharField(label=_("Où"), max_length=200, required=False)
    starts_on = day_field(label=_("Début"))
    ends_on = day_field(label=_("Fin"))
    budget_cents = TypedAmount(label=_("Budget total"))
    code = forms.CharField(
        label=_("Code analytique"), max_length=20, required=False,
        help_text=_("Celui de vos comptes, s'il y en a un ; les lignes des budgets s'en servent."),
    )  # fmt: skip


class ProjectForm(PartForm, ProjectFields):
    """A project being described."""


class ProjectDomainsForm(DomainsForm):
    """The domains of a project, by family; the main one stands first."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["main"].help_text = ""


class MoveForm(PartForm):
    """To another state, since a day; a reason for one that is dropped."""

    on = day_field(label=_("Depuis quel jour"), required=True)
    reason = forms.CharField(
        label=_("Pourquoi il est abandonné"), max_length=5000, widget=_LONG,
        help_text=_("C'est ce que d'autres apprendront de lui."),
    )  # fmt: skip

    def __init__(self, *args: Any, asks_reason: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks_reason:
            del self.fields["reason"]


class _WithMember(PartForm):
    """A row about an organisation: one of the pole's members, or any other by its name."""

    organisation = RecordChoice(
        label=_("Membre du pôle"), queryset=Organisation.objects.none(), empty_label=_("aucun d'eux"),
    )  # fmt: skip

    def __init__(self, *args: Any, pole: Pole, present: Organisation | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["organisation"]
        assert isinstance(field, RecordChoice)
        numbers = [one.pk for one in present_members(pole)] + ([present.pk] if present else [])
        field.queryset = Organisation.objects.filter(pk__in=numbers).order_by("name")

    def _one_of_two(self, cleaned: dict[str, Any], name: str) -> dict[str, Any]:
        """A member chosen and another name typed: which of the two, nobody can tell."""
        chosen, typed = cleaned.get("organisation"), (cleaned.get(name) or "").strip()
        if chosen is not None and typed and typed.casefold() != chosen.name.casefold():
            self.add_error(name, gettext("Un membre est choisi au-dessus : gardez l'un des deux."))
        return cleaned


class PartnerForm(_WithMember):
    """Who takes part, in which role, with what."""

    name = forms.CharField(
        label=_("… ou une autre organisation"), max_length=200, required=False,
        help_text=_("Son nom. Une personne seule n'a pas à être nommée ici."),
    )  # fmt: skip
    siret = forms.CharField(label="SIRET", max_length=20, required=False)
    role = forms.CharField(label=_("Rôle dans le projet"), max_length=300, required=False)
    commitment = forms.CharField(
        label=_("Ce qu'elle s'engage à faire ou à apporter"), max_length=5000, required=False, widget=_NOTE
    )
    amount_cents = TypedAmount(label=_("Sa part du budget"))
    is_carrier = forms.BooleanField(label=_("Elle porte le projet"), required=False)
    field_order = ("organisation", "name", "siret", "role", "commitment", "amount_cents", "is_carrier")

    def clean_siret(self) -> str:
        """A number whose key is right."""
        return typed_siret(str(self.cleaned_data["siret"]))

    def clean(self) -> dict[str, Any]:
        """An organisation, chosen or named."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("organisation") and not (cleaned.get("name") or "").strip():
            self.add_error("name", gettext("Choisissez un membre, ou donnez un nom."))
        return self._one_of_two(cleaned, "name")


class MilestoneForm(PartForm):
    """Something due on a day, and the day it was done."""

    title = forms.CharField(label=_("Étape"), max_length=200)
    due_on = day_field(label=_("Prévue le"))
    done_on = day_field(label=_("Faite le"))
    note = forms.CharField(label=_("Note"), max_length=5000, required=False, widget=_NOTE)


class JobForm(_WithMember):
    """Jobs of one of the four rows."""

    kind = forms.ChoiceField(label=_("Ligne"), choices=JobKind.choices)
    employer = forms.CharField(label=_("… ou chez qui d'autre"), max_length=200, required=False)
    fte = TypedNumber(
        label=_("Équivalents temps plein"), help_text=_("0,5 est un mi-temps ; 1 607 heures par an font 1.")
    )
    on = day_field(label=_("À la date du"), required=True)
    evidence = forms.CharField(
        label=_("Ce qui le montre"), max_length=5000, widget=_NOTE, help_text=_("Contrats, bulletins, déclaration…")
    )
    attribution = forms.ChoiceField(
        label=_("Part que le membre dit devoir au projet"), choices=Attribution.choices, required=False
    )
    note = forms.CharField(label=_("Note"), max_length=5000, required=False, widget=_NOTE)
    field_order = ("kind", "organisation", "employer", "fte", "on", "evidence", "attribution", "note")

    def clean(self) -> dict[str, Any]:
        """At a member, or elsewhere."""
        return self._one_of_two(super().clean() or self.cleaned_data, "employer")


class OutcomeForm(PartForm):
    """What is aimed at or reached in a domain."""

    domain = forms.ChoiceField(label=_("Domaine"), required=False)
    label = forms.CharField(label=_("Résultat"), max_length=200, help_text=_("Par exemple : repas servis."))
    expected = TypedNumber(label=_("Visé"), required=False)
    reached = TypedNumber(label=_("Atteint"), required=False)
    unit = forms.CharField(label=_("Unité"), max_length=60, required=False)
    on = day_field(label=_("À la date du"))
    scope = forms.CharField(
        label=_("Qui ou quoi est compté"),
        max_length=200,
        required=False,
        help_text=_("Par exemple : les trois cantines."),
    )
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    note = forms.CharField(label=_("Note"), max_length=5000, required=False, widget=_NOTE)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["domain"]
        assert isinstance(field, forms.ChoiceField)
        grouped = [(label, choices) for _key, label, choices in domains_by_family()]
        field.choices = [("", gettext("non renseigné")), *grouped]
