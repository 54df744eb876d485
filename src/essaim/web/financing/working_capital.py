"""What working capital has to bear: a small reckoning that is not kept, beside grants awarded and not paid."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essaim.apps.financing.to_engine import as_plan
from essaim.engine.financing import WorkingCapital, awarded_and_not_paid
from essaim.kit.language import gettext_lazy as _
from essaim.tables.formats import typed_euros
from essaim.web.editing.fields import TypedAmount
from essaim.web.financing.access import own_plan
from essaim.web.financing.years import year_labels


class WorkingCapitalForm(forms.Form):
    """What is tied up and what is owed, on an ordinary day of the year."""

    receivables = TypedAmount(
        label=_("Ce que membres et clients doivent au pôle"), help_text=_("Factures à encaisser.")
    )
    grants_awarded = TypedAmount(
        label=_("Subventions accordées, pas encore versées"), help_text=_("Le tableau ci-dessous aide à le dire.")
    )
    stocks = TypedAmount(label=_("Stocks"), help_text=_("Marchandises et matières achetées d'avance. Souvent 0."))
    payables = TypedAmount(
        label=_("Ce que le pôle doit et paiera plus tard"), help_text=_("Fournisseurs, cotisations sociales, taxes.")
    )
    grants_in_advance = TypedAmount(
        label=_("Subventions reçues d'avance"), help_text=_("Pour ce qui n'est pas encore fait.")
    )


def working_capital(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The need for working capital, from what is typed; nothing of it is kept until it is written among the needs."""
    plan = own_plan(request, slug, uid)
    form = WorkingCapitalForm(request.GET or None)
    found = WorkingCapital(**form.cleaned_data) if form.is_bound and form.is_valid() else None
    need = found.need if found is not None else None
    values = as_plan(plan)
    shown: dict[str, Any] = {
        "plan": plan, "tab": "plan-long-term", "form": form, "is_asked": found is not None, "need": need,
        "typed": typed_euros(max(need, 0)) if need is not None else "",
        "awarded": [
            (label, awarded_and_not_paid(values, year)) for year, label in enumerate(year_labels(plan))
        ],
    }  # fmt: skip
    return render(request, "financing/working_capital.html", shown)
