"""The final report of a support (compte rendu financier): page, texts, PDF, ODT."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from essaim.apps.financing.actions.final_reports import TEXTS, write_final_report
from essaim.apps.financing.models import Plan, Support
from essaim.apps.financing.queries import final_reports as queries
from essaim.apps.financing.reporting import as_reported
from essaim.apps.financing.to_engine import year_of
from essaim.engine.language import gettext as _
from essaim.web.documents.answers import at_once, whole
from essaim.web.documents.odt_parts import MEDIA
from essaim.web.documents.pdf import document_pdf
from essaim.web.editing.fields import PartForm
from essaim.web.editing.saving import Part, edited
from essaim.web.financing.years import year_labels
from essaim.web.funds.access import own_support
from essaim.web.funds.final_report_odt import write_report
from essaim.web.funds.final_report_words import report_words, text_labels
from essaim.web.lists import given

ALL = "toutes"


def report(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Planned beside actual, what is not known, what people wrote."""
    pole, found = own_support(request, slug, uid)
    plans = queries.plans_paid_by(found)
    if not plans:
        return render(request, "funds/final_report_none.html", {"pole": pole, "support": found})
    plan = _plan(request, plans)
    year = _year(request, plan)
    shown: dict[str, Any] = {
        "pole": pole, "support": found, "plan": plan, "plans": plans, "year": year,
        "years": list(enumerate(year_labels(plan), start=1)), "report": _words(found, plan, year),
        "asked": f"budget={plan.uid}&annee={year or ALL}",
    }  # fmt: skip
    for side in ("charges", "products"):
        totals = shown["report"]["totals"]
        shown[f"foot_{side}"] = [totals[side], totals[f"{side}_whole"]]
    return render(request, "funds/final_report.html", shown)


@never_cache
def report_file(request: HttpRequest, slug: str, uid: str, form: str) -> HttpResponseBase:
    """The same as a PDF or an ODT."""
    pole, found = own_support(request, slug, uid)
    plans = queries.plans_paid_by(found)
    if form not in ("pdf", "odt") or not plans:
        raise Http404
    plan = _plan(request, plans)
    words = _words(found, plan, _year(request, plan))
    name = f"compte-rendu-financier-{pole.slug}.{form}"
    if form == "pdf":
        return at_once(document_pdf(words, "final_report.typ"), "application/pdf", name)
    return whole(lambda target: write_report(words, target), MEDIA, name)


def texts(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The texts of the report, written."""
    _pole, found = own_support(request, slug, uid)
    plans = queries.plans_paid_by(found)
    if not plans:
        return redirect("final-report", slug, uid)
    plan = _plan(request, plans)
    year = _year(request, plan)
    kept = queries.final_report_of(found, year)
    present = {key: kept.texts.get(key, "") for key in TEXTS} if kept else dict.fromkeys(TEXTS, "")
    back = f"{reverse('final-report', args=[slug, uid])}?budget={plan.uid}&annee={year or ALL}"
    part = Part(
        title=_("Textes du compte rendu"), back=back, back_label=_("Compte rendu financier"),
        version=kept.version if kept else 1, present=present, make=TextsForm,
        shown={"lead": _("Rien n'est obligatoire : ce qui est vide reste à écrire à la main sur le document.")},
        save=lambda typed, seen, by, at: write_final_report(
            support=found, year=year, texts={key: typed[key] for key in TEXTS}, seen_version=seen, by=by, at=at
        ),
    )  # fmt: skip
    return edited(request, part)


class TextsForm(PartForm):
    """The texts of a report, in the order of the form."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for key, (label, help_text) in text_labels().items():
            self.fields[key] = forms.CharField(
                label=label, max_length=10_000, required=False, help_text=help_text,
                widget=forms.Textarea(attrs={"rows": 5}),
            )  # fmt: skip


def _words(found: Support, plan: Plan, year: int) -> dict[str, Any]:
    years: Sequence[int] = range(plan.years) if year == 0 else (year - 1,)
    kept = queries.final_report_of(found, year)
    made = as_reported(plan, queries.spent_on(plan))
    off = queries.spent_off(found, plan)
    return report_words(found, plan, made, years, kept.texts if kept else {}, off, timezone.localdate())


def _plan(request: HttpRequest, plans: Sequence[Plan]) -> Plan:
    """The plan that the address asks for, else the latest."""
    asked = given(request, "budget")["budget"]
    if not asked:
        return plans[0]
    plan = next((one for one in plans if one.uid == asked), None)
    if plan is None:
        raise Http404
    return plan


def _year(request: HttpRequest, plan: Plan) -> int:
    """The year of the plan that the address asks for, 1 the first, 0 for all; else the one under way, or the last."""
    asked = given(request, "annee")["annee"]
    if asked == ALL:
        return 0
    if asked:
        if asked not in {str(number) for number in range(1, plan.years + 1)}:
            raise Http404
        return int(asked)
    today = timezone.localdate()
    current = year_of(plan, today)
    if current is not None:
        return current + 1
    return 1 if today < plan.starts_on else plan.years
