"""The files of a plan, on one page: the spreadsheet that goes out and comes in, the form's layout, the journal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essaim.web.financing.access import own_plan
from essaim.web.financing.years import year_labels
from essaim.web.plan_files.form_files import ALL, FUNDER, YEAR


def files_page(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """What can be taken away from the plan, and brought back to it."""
    plan = own_plan(request, slug, uid)
    funders = {line.funder.uid: line.funder.name for line in plan.lines.all() if line.funder is not None}
    shown = {
        "plan": plan,
        "tab": "plan-files",
        "years": list(enumerate(year_labels(plan), start=1)),
        "funders": sorted(funders.items(), key=lambda one: one[1].casefold()),
        "all": ALL,
        "year_name": YEAR,
        "funder_name": FUNDER,
    }
    return render(request, "plan_files/files.html", shown)
