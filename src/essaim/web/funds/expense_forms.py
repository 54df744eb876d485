"""Forms about expenses."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms

from essaim.apps.documents.enums import ACCEPT
from essaim.apps.financing.models import Claim, PlanLine, Support
from essaim.apps.financing.queries.expenses import charge_lines, claims_of
from essaim.apps.poles.models import Pole
from essaim.apps.projects.models import Project
from essaim.engine.financing import Side, load_form
from essaim.engine.language import gettext
from essaim.kit.language import gettext_lazy as _
from essaim.web.editing.fields import PartForm, RecordChoice, TypedAmount, day_field
from essaim.web.filing import bounded


def charge_choices() -> list[tuple[str, Any]]:
    """The charges of the subsidy form under their headings, blank first."""
    form = load_form()
    headings = {one.key: one.title() for one in form.headings}
    charges = [one for one in form.lines if one.side == Side.CHARGE]
    grouped = groupby(charges, key=lambda one: one.group)
    return [
        ("", gettext("non renseigné")),
        *((headings[group], [(one.key, _numbered(one.account, one.title())) for one in lines])
          for group, lines in grouped),
    ]  # fmt: skip


class ExpenseFields(forms.Form):
    """An expense."""

    label = forms.CharField(label=_("Objet"), max_length=200, help_text=_("Par exemple : loyer de mars."))
    on = day_field(label=_("Date de la pièce"), required=True)
    cents = TypedAmount(label=_("Montant de la pièce"), required=True)
    charged_cents = TypedAmount(
        label=_("Dont imputé ici"), help_text=_("Si une part seulement est comptée ici. Vide : tout le montant.")
    )
    supplier = forms.CharField(
        label=_("Fournisseur"), max_length=200, required=False,
        help_text=_("Pour un salaire, écrivez la fonction plutôt que le nom : « coordination, mars »."),
    )  # fmt: skip
    reference = forms.CharField(
        label=_("Numéro de la pièce"), max_length=60, required=False,
        help_text=_("Celui de la facture : il évite de la compter deux fois."),
    )  # fmt: skip
    paid_on = day_field(label=_("Payée le"))
    project = RecordChoice(
        label=_("Pour quel projet"), queryset=Project.objects.none(), empty_label=_("le pôle lui-même"),
    )  # fmt: skip
    support = RecordChoice(
        label=_("Présentée à quelle aide"), queryset=Support.objects.none(), empty_label=_("aucune"),
    )  # fmt: skip
    claim = RecordChoice(
        label=_("Dans quelle demande de paiement"), queryset=Claim.objects.none(), empty_label=_("aucune"),
    )  # fmt: skip
    line = forms.ChoiceField(label=_("Sur quelle ligne d'un plan"), required=False)
    form_line = forms.ChoiceField(
        label=_("… ou sur quelle ligne du formulaire"), required=False,
        help_text=_("Si la dépense n'est dans aucun plan."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("N'écrivez pas de nom de personne si ce n'est pas nécessaire."),
    )  # fmt: skip

    def __init__(self, *args: Any, pole: Pole, **options: Any) -> None:
        super().__init__(*args, **options)
        self._lines = {one.uid: one for one in charge_lines(pole)}
        supports = Support.objects.filter(pole=pole).select_related("funder").order_by("funder__name", "title", "pk")
        for name, rows in (
            ("project", Project.objects.filter(pole=pole)), ("support", supports), ("claim", claims_of(pole)),
        ):  # fmt: skip
            field = self.fields[name]
            assert isinstance(field, RecordChoice)
            field.queryset = rows
        self._name_choices()

    def clean_line(self) -> PlanLine | None:
        """The line itself."""
        return self._lines.get(self.cleaned_data["line"])

    def _name_choices(self) -> None:
        support, claim = self.fields["support"], self.fields["claim"]
        line, form_line = self.fields["line"], self.fields["form_line"]
        assert isinstance(support, RecordChoice)
        assert isinstance(claim, RecordChoice)
        assert isinstance(line, forms.ChoiceField)
        assert isinstance(form_line, forms.ChoiceField)
        support.label_from_instance = lambda obj: f"{obj.funder.name} : {obj.title}"  # type: ignore[method-assign]
        claim.label_from_instance = (  # type: ignore[method-assign]
            lambda obj: f"{obj.support.funder.name}, {obj.claimed_on:%d/%m/%Y} ({obj.support.title})"
        )
        line.choices = [("", gettext("aucune")), *_by_plan(list(self._lines.values()))]
        form_line.choices = charge_choices()


class ExpenseForm(PartForm, ExpenseFields):
    """An expense being corrected."""


class NewExpenseForm(ExpenseFields):
    """An expense, with its evidence at once when it is at hand."""

    file = forms.FileField(
        label=_("La pièce : facture, ticket, bulletin de paie"), required=False, max_length=200,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("PDF, PNG, JPEG ou document de bureau ; au plus 10 Mo. Elle peut être jointe plus tard."),
    )  # fmt: skip

    def clean_file(self) -> object:
        """A bounded size: the rest is for the room of documents to say."""
        return bounded(self.cleaned_data["file"])


def _by_plan(lines: list[PlanLine]) -> list[tuple[str, list[tuple[str, str]]]]:
    form = load_form()
    found = []
    for _pk, rows in groupby(lines, key=lambda one: one.plan_id):
        of_plan = list(rows)
        named = []
        for one in of_plan:
            known = form.find(one.form_line)
            title = _numbered(known.account, known.title()) if known else one.form_line
            named.append((one.uid, f"{title} : {one.label}" if one.label else title))
        plan = of_plan[0].plan
        found.append((f"{plan.title} ({plan.starts_on.year})", named))
    return found


def _numbered(account: str, title: str) -> str:
    return f"{account} {title}" if account else title
