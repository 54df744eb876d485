"""A plan that begins from a spreadsheet filled offline."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.financing.actions.plans import start_plan
from essaim.apps.financing.models import PlanSheet
from essaim.apps.financing.queries.plans import plan_by_uid
from essaim.apps.poles.models import Pole
from essaim.engine.financing.plan import LONGEST_PLAN
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy
from essaim.web.access import own_pole
from essaim.web.acting import acting
from essaim.web.plan_files.sheets import taken
from essaim.web.plan_files.sheets_out import KINDS, USUAL_YEARS
from essaim.web.sheet_file import SheetFileForm


class StartSheetForm(SheetFileForm):
    """A plan and the file that fills it."""

    title = forms.CharField(label=gettext_lazy("Titre du plan"), max_length=200)
    first = forms.IntegerField(label=gettext_lazy("Première année"), min_value=2000, max_value=2100)
    years = forms.TypedChoiceField(label=gettext_lazy("Nombre d'années"), coerce=int)
    field_order = ("title", "first", "years", "file")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, label=_("Tableau rempli"), **options)
        years = self.fields["years"]
        assert isinstance(years, forms.TypedChoiceField)
        years.choices = [(n, ngettext("%(n)s an", "%(n)s ans", n) % {"n": n}) for n in range(1, LONGEST_PLAN + 1)]


def start(request: HttpRequest, slug: str) -> HttpResponse:
    """The empty spreadsheet to download, and the form that takes it back as a new plan."""
    pole, next_year = own_pole(request, slug), timezone.localdate().year + 1
    first = {
        "first": next_year, "years": USUAL_YEARS,
        "title": _("Budget du pôle %(first)s-%(last)s") % {"first": next_year, "last": next_year + USUAL_YEARS - 1},
    }  # fmt: skip
    form = StartSheetForm(request.POST, request.FILES) if request.method == "POST" else StartSheetForm(initial=first)
    if request.method == "POST" and form.is_valid():
        sheet = attempt(form, lambda: _started(request, pole, form), "file")
        if sheet is not None:
            messages.success(request, _("Le plan est ouvert, encore vide. Voici ce que le tableau y mettra."))
            return redirect("plan-sheet-brought", slug=slug, uid=sheet.plan.uid, sheet=sheet.uid)
    shown = {"pole": pole, "form": form, "forms": list(KINDS), "first": next_year, "years": USUAL_YEARS}
    return render(request, "plan_files/sheet_start.html", shown)


@transaction.atomic
def _started(request: HttpRequest, pole: Pole, form: StartSheetForm) -> PlanSheet:
    """Both or nothing: a file that is not read opens no plan."""
    typed = form.cleaned_data
    facts = {
        "title": typed["title"], "starts_on": timezone.localdate().replace(year=typed["first"], month=1, day=1),
        "years": typed["years"],
    }  # fmt: skip
    plan = start_plan(pole=pole, facts=facts, by=acting(request), at=timezone.now())
    found = plan_by_uid(pole, plan.uid)
    assert found is not None  # it was just begun
    return taken(request, found, form)
