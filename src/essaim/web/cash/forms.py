"""What one may suppose of a plan's cash, as forms: the cases shown together, one's own scenario, the fee."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from essaim.engine.financing import Plan
from essaim.engine.financing.assumptions import LATEST, Assumptions
from essaim.engine.financing.calendars import first_day
from essaim.engine.financing.cases import LATE_MONTHS, REFUSED_SHARE
from essaim.engine.financing.cash import Reading
from essaim.engine.financing.plan import MONTHS_A_YEAR, WHOLE
from essaim.engine.language import gettext
from essaim.kit.dates import MONTH, date_in_words
from essaim.kit.language import gettext_lazy as _
from essaim.web.editing.fields import TypedAmount
from essaim.web.financing.years import year_labels

_PERCENT = WHOLE // 100
CALENDARS = "calendriers"
_CALENDARS_LABEL = _("Lire seulement les calendriers du plan")
_CALENDARS_HELP = _("Sans les versements reçus et attendus que vous avez notés dans le suivi des aides.")
_HALF = _("50 : un mi-temps au lieu d'un temps plein.")
NAME_LENGTH = 120


class PercentField(forms.IntegerField):
    """A whole percentage; cleaned into basis points, None when blank."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 100, "required": False, **options})

    def clean(self, value: Any) -> int | None:
        """The basis points."""
        found = super().clean(value)
        return None if found is None else int(found) * _PERCENT


class CasesForm(forms.Form):
    """How late, what share, whose grants, from when: the parameters of the cases that are always shown together."""

    only_counts = True  # nothing is kept: what is wrong prevents an answer, no saving

    retard = forms.IntegerField(
        label=_("Retard des aides, en mois"), min_value=0, max_value=LATEST, required=False, initial=LATE_MONTHS
    )
    refus = PercentField(label=_("Part refusée, en %"), initial=REFUSED_SHARE // _PERCENT)
    qui = forms.ChoiceField(label=_("Aides en retard ou refusées"), required=False)
    depuis = forms.TypedChoiceField(label=_("À partir de"), coerce=int, required=False)
    banque = TypedAmount(
        label=_("En banque au début de ce mois"),
        help_text=_("Si ce n'est pas ce que le plan prévoyait. Ce qui devait arriver avant est supposé arrivé."),
    )

    calendriers = forms.BooleanField(label=_CALENDARS_LABEL, help_text=_CALENDARS_HELP, required=False)

    def __init__(self, data: QueryDict | None, plan: Plan, reading: Reading) -> None:
        super().__init__(data, initial={"depuis": reading.since})
        _asks_reading(self, reading)
        _choices(self, "qui", [("", gettext("toutes")), *funder_choices(plan)])
        _choices(self, "depuis", month_choices(plan))

    def asked(self) -> dict[str, Any]:
        """Arguments for ``all_cases``; the usual ones where nothing, or nothing that reads, was asked."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        late, refused = given.get("retard"), given.get("refus")
        return {
            "late_months": LATE_MONTHS if late is None else late,
            "refused": REFUSED_SHARE if refused is None else refused,
            "concerned": (given["qui"],) if given.get("qui") else (),
            "from_month": given.get("depuis") or None,
            "in_bank": given.get("banque"),
            "as_followed": not given.get(CALENDARS),
        }


class AssumptionsForm(forms.Form):
    """One's own scenario."""

    only_counts = True  # nothing is kept: what is wrong prevents an answer, no saving

    retard = forms.IntegerField(
        label=_("Les aides arrivent en retard de (mois)"), min_value=0, max_value=LATEST, required=False, initial=0
    )
    refus = PercentField(label=_("Part des aides refusée, en %"), initial=0)
    concernes = forms.MultipleChoiceField(
        label=_("Financeurs en retard ou qui refusent"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Aucun coché : toutes les aides."),
    )  # fmt: skip
    partis = forms.MultipleChoiceField(
        label=_("Financeurs qui ne versent plus rien"), required=False, widget=forms.CheckboxSelectMultiple
    )
    fin = forms.BooleanField(label=_("Toutes les aides s'arrêtent"), required=False)
    depuis = forms.TypedChoiceField(label=_("À partir de"), coerce=int, required=False)
    banque = TypedAmount(
        label=_("En banque au début de ce mois"),
        help_text=_("Si ce n'est pas ce que le plan prévoyait. Ce qui devait arriver avant est supposé arrivé."),
    )
    animation = PercentField(
        label=_("Part de l'animation gardée, en %"),
        initial=100,
        help_text=_HALF,
    )
    cotisation = TypedAmount(
        label=_("Cotisation ajoutée, par membre et par an"),
        help_text=_("En plus de ce que le plan prévoit déjà. Par exemple 120 €."),
    )

    calendriers = forms.BooleanField(label=_CALENDARS_LABEL, help_text=_CALENDARS_HELP, required=False)

    def __init__(self, data: QueryDict | None, plan: Plan, reading: Reading) -> None:
        super().__init__(data, initial={"depuis": reading.since})
        self.since = reading.since
        _asks_reading(self, reading)
        _choices(self, "concernes", funder_choices(plan))
        _choices(self, "partis", funder_choices(plan))
        _choices(self, "depuis", month_choices(plan))

    def assumptions(self) -> Assumptions:
        """What is supposed, once the form is valid."""
        given = self.cleaned_data
        kept = given["animation"]
        return Assumptions(
            late_months=given["retard"] or 0, refused=given["refus"] or 0, concerned=tuple(given["concernes"]),
            removed=tuple(given["partis"]), all_end=given["fin"], from_month=given["depuis"] or self.since,
            kept_coordination=WHOLE if kept is None else kept, added_fee=given["cotisation"] or 0,
            in_bank=given["banque"], as_followed=not given.get(CALENDARS),
        )  # fmt: skip

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, name by name, to be carried by another form."""
        given = self.data
        assert isinstance(given, QueryDict)
        return [(name, str(value)) for name in self.fields for value in given.getlist(name)]


class FeeForm(forms.Form):
    """Without whom, how much of the coordination, how many members, which year."""

    only_counts = True  # nothing is kept: what is wrong prevents an answer, no saving

    annee = forms.TypedChoiceField(label=_("Année du plan"), coerce=int, required=False)
    sans = forms.MultipleChoiceField(
        label=_("Sans ces financeurs"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Aucun coché : sans aucune aide."),
    )  # fmt: skip
    animation = PercentField(
        label=_("Part de l'animation gardée, en %"),
        initial=100,
        help_text=_HALF,
    )
    membres = forms.IntegerField(
        label=_("Nombre de membres qui cotisent"), min_value=1, max_value=1_000_000, required=False
    )

    def __init__(self, data: QueryDict | None, plan: Plan, year: int) -> None:
        super().__init__(data, initial={"membres": plan.members, "annee": year})
        _choices(self, "sans", funder_choices(plan))
        _choices(self, "annee", year_choices(plan))


def funder_choices(plan: Plan) -> list[tuple[str, str]]:
    """The funders of a plan."""
    return [(one.key, one.name) for one in plan.funders]


def month_choices(plan: Plan) -> list[tuple[int, str]]:
    """The months of a plan, in words."""
    months = range(1, plan.years * MONTHS_A_YEAR + 1)
    return [(month, date_in_words(first_day(plan.starts_on, month), MONTH)) for month in months]


def year_choices(plan: Plan) -> list[tuple[int, str]]:
    """The years of a plan, in words."""
    return list(enumerate(year_labels(plan)))


def _asks_reading(form: forms.Form, reading: Reading) -> None:
    """Ask how to read only where payments are noted."""
    if reading.follow_up is None:
        del form.fields[CALENDARS]


def _choices(form: forms.Form, name: str, choices: list[tuple[Any, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
