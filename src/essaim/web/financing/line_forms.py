"""Forms about a line of a plan: what it is, who pays it, when it is paid."""

from __future__ import annotations

from typing import Any

from django import forms

from essaim.apps.financing.actions.lines import PaidWhen
from essaim.apps.financing.enums import LineRhythm, SupportState
from essaim.apps.financing.models import Plan, PlanLine
from essaim.engine.financing import COORDINATION, Side, load_form, load_supports
from essaim.engine.financing.plan import MONTHS_A_YEAR, WHOLE
from essaim.engine.language import gettext, ngettext
from essaim.kit.language import gettext_lazy as _
from essaim.web.editing.fields import PartForm, TypedAmount, TypedNumber
from essaim.web.financing.years import month_names, month_of, year_labels

_NOTE = forms.Textarea(attrs={"rows": 3})
_MOST_TRANCHES = 6


class LineFields(forms.Form):
    """What a line is; the fields about who pays are those of products."""

    form_line = forms.ChoiceField(
        label=_("Ligne du formulaire"),
        help_text=_("Celle du formulaire de demande de subvention. Tapez son numéro, par exemple 613, pour y aller."),
    )  # fmt: skip
    label = forms.CharField(
        label=_("Intitulé"), max_length=200, required=False,
        help_text=_("Avec vos mots, par exemple « Loyer du bureau ». Vide : les mots du formulaire."),
    )  # fmt: skip
    is_coordination = forms.BooleanField(label=_("C'est la coordination du pôle"), required=False)
    code = forms.CharField(
        label=_("Sinon, code analytique"), max_length=20, required=False,
        help_text=_("Si vous suivez un projet ou un lieu à part : un mot court, toujours le même."),
    )  # fmt: skip
    funder = forms.ChoiceField(label=_("Financeur"), required=False)
    funder_name = forms.CharField(
        label=_("Ou un financeur qui n'est pas dans la liste"), max_length=200, required=False,
        help_text=_("Son nom suffit : il s'ajoute aux financeurs du pôle."),
    )  # fmt: skip
    support = forms.ChoiceField(
        label=_("Aide suivie"), required=False,
        help_text=_("Celle que vous suivez : les paiements demandés et les versements s'y lisent."),
    )  # fmt: skip
    support_kind = forms.ChoiceField(
        label=_("Forme de l'aide"), required=False,
        help_text=_("Elle propose un calendrier de paiement, que vous corrigez."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Comment ce montant est calculé"), required=False, max_length=4000, widget=_NOTE,
        help_text=_("Par exemple : 1 ETP à 2 600 € brut par mois, 12 mois."),
    )  # fmt: skip

    def __init__(self, *args: Any, plan: Plan, side: Side, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plan = plan
        _choose(self, "form_line", _form_lines(side))
        if side == Side.CHARGE:
            for name in ("funder", "funder_name", "support", "support_kind"):
                del self.fields[name]
            return
        blank = ("", gettext("non renseigné"))
        _choose(self, "funder", [blank, *((one.uid, one.name) for one in plan.pole.funders.all())])
        followed = plan.pole.supports.exclude(state__in=(SupportState.GIVEN_UP, SupportState.REFUSED))
        supports = [(one.uid, f"{one.funder} : {one.title}") for one in followed.select_related("funder")]
        _choose(self, "support", [("", gettext("aucun")), *supports])
        _choose(self, "support_kind", [blank, *((one.key, one.title()) for one in load_supports().kinds)])

    def clean(self) -> dict[str, Any]:
        """A funder is chosen or named, not both."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("funder") and cleaned.get("funder_name"):
            self.add_error("funder_name", gettext("Choisissez un financeur, ou écrivez-en un : pas les deux."))
        if cleaned.get("is_coordination") and cleaned.get("code"):
            self.add_error("code", gettext("La coordination a déjà son code : laissez celui-ci vide."))
        if not cleaned.get("is_coordination") and cleaned.get("code", "").casefold() == COORDINATION:
            cleaned["code"] = COORDINATION
        return cleaned


class AddLineForm(LineFields):
    """A new line, with what is planned each year."""

    def __init__(self, *args: Any, plan: Plan, side: Side, **options: Any) -> None:
        super().__init__(*args, plan=plan, side=side, **options)
        for number, label in enumerate(year_labels(plan), start=1):
            words = gettext("Montant prévu en %(year)s") % {"year": label}
            self.fields[f"amount-{number}"] = TypedAmount(
                label=words,
                help_text=gettext("Vide : non renseigné. Écrivez 0 s'il n'y a rien.") if number == 1 else "",
            )
        amounts = [f"amount-{number}" for number in range(1, plan.years + 1)]
        first = ["form_line", "label", "is_coordination", *amounts]
        self.order_fields([*first, "funder", "funder_name", "support", "support_kind", "code", "note"])

    def amounts(self) -> list[int | None]:
        """Planned cents, a year each."""
        return [self.cleaned_data[f"amount-{number}"] for number in range(1, self.plan.years + 1)]


class EditLineForm(LineFields, PartForm):
    """A line to be corrected; its amounts are in the grid."""


class CalendarForm(PartForm):
    """When a line is paid. Only the fields of the chosen rhythm count."""

    rhythm = forms.ChoiceField(label=_("Payé"), choices=LineRhythm.choices, widget=forms.RadioSelect)
    month = forms.TypedChoiceField(
        label=_("Premier paiement"), coerce=int,
        help_text=_("Chaque trimestre ou une fois par an : le mois du premier paiement de l'année."),
    )  # fmt: skip
    delay = forms.IntegerField(
        label=_("Retard habituel, en mois"), min_value=0, max_value=60,
        help_text=_("Entre le moment où c'est dû et le moment où l'argent est sur le compte. 0 : payé tout de suite."),
    )  # fmt: skip
    claim_every = forms.IntegerField(
        label=_("Sur demande : mois de dépenses que couvre une demande"), min_value=1, max_value=MONTHS_A_YEAR
    )
    advance = TypedNumber(
        label=_("Sur demande : avance versée au début de l'année, en %"), required=False, help_text=_("Vide : aucune.")
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        first, names = plan.starts_on.month, month_names()
        _choose(self, "month", [(n, names[(first - 2 + n) % MONTHS_A_YEAR]) for n in range(1, MONTHS_A_YEAR + 1)])
        blank = ("", gettext("aucun"))
        months = [
            (n, gettext("mois %(n)s : %(month)s de la même année") % {"n": n, "month": _name(plan, n)})
            if n <= MONTHS_A_YEAR
            else (n, _years_later(n) % {"n": n, "month": _name(plan, n), "k": (n - 1) // MONTHS_A_YEAR})
            for n in range(1, MONTHS_A_YEAR * 3 + 1)
        ]  # fmt: skip
        for number in range(1, _MOST_TRANCHES + 1):
            self.fields[f"tranche-month-{number}"] = forms.TypedChoiceField(
                label=gettext("Versement %(n)s : mois") % {"n": number}, choices=[blank, *months], coerce=int,
                required=False, empty_value=None,
            )  # fmt: skip
            self.fields[f"tranche-share-{number}"] = TypedNumber(
                label=gettext("Versement %(n)s : part, en %%") % {"n": number}, required=False
            )

    def tranches(self) -> list[tuple[Any, Any]]:
        """The fields of each payment, month and share."""
        return [(self[f"tranche-month-{n}"], self[f"tranche-share-{n}"]) for n in range(1, _MOST_TRANCHES + 1)]

    def clean(self) -> dict[str, Any]:
        """``paid``: the calendar as it was typed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        shares: list[tuple[int, int]] = []
        for n in range(1, _MOST_TRANCHES + 1):
            month, share = cleaned.get(f"tranche-month-{n}"), cleaned.get(f"tranche-share-{n}")
            if (month is None) != (share is None):
                self.add_error(f"tranche-share-{n}", gettext("Un versement a un mois et une part."))
            elif month is not None and share is not None:
                shares.append((month, int(share * 100)))
        advance = int((cleaned.get("advance") or 0) * 100)
        if not 0 <= advance <= WHOLE:
            self.add_error("advance", gettext("Une avance va de 0 à 100 % du montant."))
        is_split = cleaned["rhythm"] == LineRhythm.TRANCHES
        if is_split and not shares and not self.errors:
            self.add_error("tranche-month-1", gettext("Dites quand chaque versement arrive, et pour quelle part."))
        cleaned["paid"] = PaidWhen(
            cleaned["rhythm"], cleaned["month"], cleaned["delay"], cleaned["claim_every"], advance,
            shares if is_split else (),
        )  # fmt: skip
        return cleaned


def analytic_of(typed: dict[str, Any]) -> str:
    """The analytic code that was meant."""
    return COORDINATION if typed.get("is_coordination") else str(typed.get("code", "")).strip()


def present_line(line: PlanLine) -> dict[str, Any]:
    """What ``EditLineForm`` shows at first."""
    is_coordination = line.analytic == COORDINATION
    return {
        "form_line": line.form_line, "label": line.label, "is_coordination": is_coordination,
        "code": "" if is_coordination else line.analytic, "funder": line.funder.uid if line.funder else "",
        "support": line.support.uid if line.support else "", "support_kind": line.support_kind, "note": line.note,
    }  # fmt: skip


def present_calendar(paid: PaidWhen) -> dict[str, Any]:
    """What ``CalendarForm`` shows at first."""
    shown: dict[str, Any] = {
        "rhythm": paid.rhythm, "month": paid.month, "delay": paid.delay, "claim_every": paid.claim_every,
        "advance": percent(paid.advance) if paid.advance else "",
    }  # fmt: skip
    for number, (month, share) in enumerate(paid.tranches[:_MOST_TRANCHES], start=1):
        shown[f"tranche-month-{number}"], shown[f"tranche-share-{number}"] = month, percent(share)
    return shown


def paid_when(line: PlanLine) -> PaidWhen:
    """When a line is paid, as it is kept."""
    tranches = [(one.month, one.share) for one in line.tranches.all()]
    return PaidWhen(line.rhythm, line.month, line.delay, line.claim_every, line.advance, tranches)


def percent(points: int) -> str:
    """Basis points as people type a percentage: ``50``, ``33,33``."""
    whole, rest = divmod(points, 100)
    return f"{whole},{rest:02d}" if rest else str(whole)


def _form_lines(side: Side) -> list[tuple[str, list[tuple[str, str]]]]:
    """The lines of one side under their headings, each with its number first: typing it goes there."""
    return [
        (heading.title(), [(one.key, f"{one.account} {one.title()}".strip()) for one in lines])
        for heading, lines in load_form().groups(side)
    ]


def _name(plan: Plan, number: int) -> str:
    return month_names()[month_of(plan, number).month - 1]


def _choose(form: forms.Form, name: str, choices: Any) -> None:
    chosen = form.fields[name]
    assert isinstance(chosen, forms.ChoiceField)
    chosen.choices = choices


def _years_later(month: int) -> str:
    return ngettext(
        "mois %(n)s : %(month)s, %(k)s an plus tard", "mois %(n)s : %(month)s, %(k)s ans plus tard",
        (month - 1) // MONTHS_A_YEAR,
    )  # fmt: skip
