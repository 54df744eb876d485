"""Forms about a plan as a whole: begun, corrected, copied, deleted."""

from __future__ import annotations

from typing import Any

from django import forms

from essaim.apps.financing.actions.plans import EDITABLE
from essaim.apps.financing.models import Plan
from essaim.apps.poles.models import Pole
from essaim.engine.financing.plan import LONGEST_PLAN
from essaim.engine.language import gettext, ngettext
from essaim.kit.dates import MONTH, DatedAs, as_typed
from essaim.kit.language import gettext_lazy as _
from essaim.tables.formats import typed_euros
from essaim.web.editing.fields import PartForm, TypedAmount, TypedDate

EMPTY, EXAMPLE = "empty", "example"
_LONG = forms.Textarea(attrs={"rows": 4})


class PlanFields(forms.Form):
    """What a plan says of itself."""

    title = forms.CharField(
        label=_("Titre"), max_length=200, help_text=_("Par exemple « Budget du pôle 2027-2029 ».")
    )  # fmt: skip
    starts_on = TypedDate(label=_("Premier mois"), required=True, help_text=_("01/2027, ou 2027 pour janvier 2027."))
    years = forms.TypedChoiceField(label=_("Nombre d'années"), coerce=int, help_text=_("De 1 à 5 ; 3 le plus souvent."))
    opening_cents = TypedAmount(
        label=_("En banque au départ"),
        help_text=_("Ce qu'il y aura sur le compte le premier jour. Vide : vous ne le savez pas encore."),
    )  # fmt: skip
    overdraft_cents = TypedAmount(
        label=_("Découvert autorisé par la banque"), help_text=_("Vide : aucun découvert n'est accordé.")
    )
    members = forms.IntegerField(
        label=_("Membres qui cotisent"), required=False, min_value=0, max_value=100_000,
        help_text=_("Sert à dire quelle cotisation équilibrerait le budget."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        years = self.fields["years"]
        assert isinstance(years, forms.TypedChoiceField)
        years.choices = [(n, ngettext("%(n)s an", "%(n)s ans", n) % {"n": n}) for n in range(1, LONGEST_PLAN + 1)]


class StartForm(PlanFields):
    """A new plan: whose it is, and what it begins with."""

    project = forms.ChoiceField(label=_("C'est le plan"), required=False)
    begin_with = forms.ChoiceField(
        label=_("Partir"), widget=forms.RadioSelect, initial=EXAMPLE,
        choices=[
            (EXAMPLE, _("de lignes d'exemple : celles de presque tous les budgets d'animation, sans montant")),
            (EMPTY, _("du formulaire vide")),
        ],
    )  # fmt: skip
    field_order = (
        "title",
        "project",
        "starts_on",
        "years",
        "begin_with",
        "opening_cents",
        "overdraft_cents",
        "members",
    )

    def __init__(self, *args: Any, pole: Pole, **options: Any) -> None:
        super().__init__(*args, **options)
        project = self.fields["project"]
        assert isinstance(project, forms.ChoiceField)
        project.choices = [
            ("", gettext("du pôle entier")),
            *((one.uid, gettext("du projet « %(title)s »") % {"title": one.title}) for one in pole.projects.all()),
        ]


class EditForm(PlanFields, PartForm):
    """The same, and what the figures rest on."""

    assumptions = forms.CharField(
        label=_("Hypothèses"), required=False, max_length=10_000, widget=_LONG,
        help_text=_("Sur quoi reposent les montants : salaires, loyers, nombre de membres, taux espérés."),
    )  # fmt: skip
    indirect_key = forms.CharField(
        label=_("Clé de répartition des charges indirectes"), required=False, max_length=4000, widget=_LONG,
        help_text=_("Comment une part des charges communes est mise sur ce plan. Le compte rendu la demande."),
    )  # fmt: skip


class CopyForm(forms.Form):
    """A copy: a variant of the same years, or the plan that follows."""

    title = forms.CharField(label=_("Titre de la copie"), max_length=200)
    later = forms.TypedChoiceField(label=_("Elle commence"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        later = self.fields["later"]
        assert isinstance(later, forms.TypedChoiceField)
        later.choices = [
            (n, gettext("en %(year)s : une variante") % {"year": plan.starts_on.year}) if n == 0 else
            (n, ngettext("%(n)s an plus tard, en %(year)s", "%(n)s ans plus tard, en %(year)s", n)
             % {"n": n, "year": plan.starts_on.year + n})
            for n in (0, 1, 2, 3)
        ]  # fmt: skip


class DeleteForm(forms.Form):
    """The plan's title, typed, so that nobody deletes it by mistake."""

    title = forms.CharField(label=_("Pour confirmer, écrivez le titre du plan"), max_length=200)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)


def present(plan: Plan) -> dict[str, Any]:
    """What ``EditForm`` shows at first."""
    return {
        "title": plan.title,
        "starts_on": as_typed(plan.starts_on, MONTH),
        "years": plan.years,
        "opening_cents": typed_euros(plan.opening_cents),
        "overdraft_cents": typed_euros(plan.overdraft_cents or None),
        "members": plan.members,
        "assumptions": plan.assumptions,
        "indirect_key": plan.indirect_key,
    }


def plan_facts(typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as the plan holds it."""
    facts = {key: value for key, value in typed.items() if key in EDITABLE}
    first: DatedAs = facts["starts_on"]
    return {**facts, "starts_on": first.day, "overdraft_cents": facts["overdraft_cents"] or 0}
