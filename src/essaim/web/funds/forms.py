"""Forms about funders and supports."""

from __future__ import annotations

from typing import Any

from django import forms

from essaim.apps.financing.enums import FunderKind, ReportKind
from essaim.apps.financing.models import Claim, Support
from essaim.apps.poles.models import Pole
from essaim.apps.projects.models import Project
from essaim.engine.financing.supports import load_supports
from essaim.engine.language import gettext
from essaim.kit.language import gettext_lazy as _
from essaim.web.editing.fields import PartForm, RecordChoice, TypedAmount, day_field

_NOTE = forms.Textarea(attrs={"rows": 3})
_PUBLIC = (("", _("non renseigné")), ("True", _("oui")), ("False", _("non")))


def support_kinds() -> list[tuple[str, str]]:
    """The kinds of support, blank first."""
    return [("", gettext("non renseigné")), *((one.key, one.title()) for one in load_supports().kinds)]


def _known(value: str) -> bool | None:
    return {"True": True, "False": False}.get(value)


class FunderFields(forms.Form):
    """Who funds."""

    name = forms.CharField(label=_("Financeur"), max_length=200, help_text=_("Par exemple : Région Occitanie."))
    kind = forms.ChoiceField(label=_("Qui est-ce"), choices=FunderKind.choices, required=False)
    is_public = forms.TypedChoiceField(
        label=_("Est-ce de l'argent public ?"), choices=_PUBLIC, coerce=_known, empty_value=None, required=False
    )
    usual_delay = forms.IntegerField(
        label=_("Délai de paiement habituel, en mois"), min_value=0, max_value=60, required=False,
        help_text=_("Entre la date prévue et l'arrivée de l'argent, d'après ce que vous avez vécu."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), max_length=5000, required=False, widget=_NOTE)


class FunderForm(PartForm, FunderFields):
    """A funder being corrected."""


class SupportFields(forms.Form):
    """What a support is for, and its form."""

    title = forms.CharField(label=_("Objet"), max_length=200, help_text=_("Par exemple : animation du pôle en 2027."))
    kind = forms.ChoiceField(label=_("Forme de l'aide"), required=False)
    project = RecordChoice(
        label=_("Pour quel projet"), queryset=Project.objects.none(), empty_label=_("le pôle lui-même"),
    )  # fmt: skip
    apply_before = day_field(label=_("À demander avant le"))
    note = forms.CharField(label=_("Note"), max_length=5000, required=False, widget=_NOTE)

    def __init__(self, *args: Any, pole: Pole, **options: Any) -> None:
        super().__init__(*args, **options)
        kind, project = self.fields["kind"], self.fields["project"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(project, RecordChoice)
        kind.choices = support_kinds()
        project.queryset = Project.objects.filter(pole=pole)


class NewSupportForm(SupportFields):
    """A support to be asked for; its funder is chosen, or named for the first time."""

    funder = forms.ChoiceField(label=_("Financeur"), required=False)
    new_funder = forms.CharField(
        label=_("… ou un financeur qui n'est pas dans la liste"), max_length=200, required=False
    )
    requested = TypedAmount(label=_("Montant à demander"))
    field_order = ("funder", "new_funder", "title", "kind", "project", "requested", "apply_before", "note")

    def __init__(self, *args: Any, pole: Pole, **options: Any) -> None:
        super().__init__(*args, pole=pole, **options)
        funder = self.fields["funder"]
        assert isinstance(funder, forms.ChoiceField)
        funder.choices = [("", gettext("choisissez")), *pole.funders.values_list("uid", "name")]

    def clean(self) -> dict[str, Any]:
        """One funder, chosen or named."""
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("funder")) == bool(cleaned.get("new_funder", "").strip()):
            self.add_error("funder", gettext("Choisissez un financeur, ou donnez le nom d'un nouveau : l'un des deux."))
        return cleaned


class SupportForm(PartForm, SupportFields):
    """All that is known of a support."""

    requested_on = day_field(label=_("Demandée le"))
    requested_cents = TypedAmount(label=_("Montant demandé"))
    decided_on = day_field(label=_("Décidée le"), help_text=_("La date de la notification."))
    granted_cents = TypedAmount(label=_("Montant accordé"))
    decision_note = forms.CharField(
        label=_("Ce que dit la décision"), max_length=5000, required=False, widget=_NOTE,
        help_text=_("Conditions, réserves, raisons d'un refus."),
    )  # fmt: skip
    reference = forms.CharField(label=_("Référence de la convention"), max_length=100, required=False)
    agreed_on = day_field(label=_("Convention signée le"))
    starts_on = day_field(label=_("Dépenses prises en compte à partir du"))
    ends_on = day_field(label=_("Jusqu'au"))
    republican_contract_on = day_field(
        label=_("Contrat d'engagement républicain signé le"),
        help_text=_("Demandé à une association ou une fondation qui reçoit de l'argent public. Joignez-le."),
    )
    field_order = (
        "title", "kind", "project", "apply_before", "requested_on", "requested_cents", "decided_on", "granted_cents",
        "decision_note", "reference", "agreed_on", "starts_on", "ends_on", "republican_contract_on", "note",
    )  # fmt: skip


class MoveForm(PartForm):
    """A step of a support: on which day, for how much."""

    on = day_field(label=_("Quel jour"))
    cents = TypedAmount(label=_("Montant"))

    def __init__(self, *args: Any, asks_day: bool, amount: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks_day:
            del self.fields["on"]
        if amount:
            self.fields["cents"].label = amount
        else:
            del self.fields["cents"]


class ClaimForm(PartForm):
    """A request for payment."""

    claimed_on = day_field(label=_("Envoyée le"), required=True)
    cents = TypedAmount(label=_("Montant demandé"), required=True)
    starts_on = day_field(label=_("Pour des dépenses du"))
    ends_on = day_field(label=_("Au"))
    reference = forms.CharField(label=_("Référence"), max_length=100, required=False)
    note = forms.CharField(label=_("Note"), max_length=5000, required=False, widget=_NOTE)


class ReceiptForm(PartForm):
    """A payment due, then received."""

    label = forms.CharField(
        label=_("Versement"), max_length=200, required=False, help_text=_("Par exemple : acompte de 50 %.")
    )
    due_on = day_field(label=_("Attendu le"))
    due_cents = TypedAmount(label=_("Montant attendu"))
    received_on = day_field(label=_("Reçu le"), help_text=_("Vide tant que l'argent n'est pas sur le compte."))
    received_cents = TypedAmount(label=_("Montant reçu"))
    no_rest = forms.BooleanField(
        label=_("Le reste ne viendra pas"), required=False,
        help_text=_(
            "Seulement si moins est arrivé que prévu : le montant attendu devient le montant reçu. Si le financeur a "
            "réduit l'aide, corrigez aussi le montant accordé."
        ),
    )  # fmt: skip
    claim = RecordChoice(
        label=_("En réponse à la demande de paiement"), queryset=Claim.objects.none(), empty_label=_("aucune"),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), max_length=5000, required=False, widget=_NOTE)

    def __init__(self, *args: Any, support: Support, **options: Any) -> None:
        super().__init__(*args, **options)
        claim = self.fields["claim"]
        assert isinstance(claim, RecordChoice)
        claim.queryset = support.claims.all()

    def clean_due_cents(self) -> int | None:
        """Zero is nothing due."""
        return self.cleaned_data["due_cents"] or None

    def clean_received_cents(self) -> int | None:
        """Zero is nothing received."""
        return self.cleaned_data["received_cents"] or None

    def clean(self) -> dict[str, Any]:
        """Where the rest will not come, no more is expected than came."""
        cleaned = super().clean() or self.cleaned_data
        due, came = cleaned.get("due_cents"), cleaned.get("received_cents")
        if cleaned.get("no_rest") and due and came and came < due:
            cleaned["due_cents"] = came
        return cleaned


class ReportForm(PartForm):
    """What a funder waits to be told."""

    kind = forms.ChoiceField(label=_("Nature"), choices=ReportKind.choices)
    title = forms.CharField(label=_("Intitulé"), max_length=200, required=False)
    due_on = day_field(
        label=_("À rendre le"), required=True,
        help_text=_("Le compte rendu financier d'une subvention se rend dans les six mois de la fin de l'exercice."),
    )  # fmt: skip
    sent_on = day_field(label=_("Rendu le"))
    note = forms.CharField(label=_("Note"), max_length=5000, required=False, widget=_NOTE)
