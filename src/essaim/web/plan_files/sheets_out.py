"""The spreadsheet of a plan on its way out: the plan as it is, or an empty model for those who start."""

from __future__ import annotations

from typing import IO

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache

from essaim.apps.financing.actions.examples import EXAMPLE_LINES
from essaim.apps.financing.plan_sheets.rows import PlanRows, new_line_row, plan_rows, year_labels
from essaim.apps.financing.queries.funds import funders_of
from essaim.apps.poles.models import Pole
from essaim.engine.financing.plan import LONGEST_PLAN
from essaim.engine.language import gettext as _
from essaim.tables.fillable_ods import write_fillable_ods
from essaim.tables.fillable_xlsx import write_fillable_xlsx
from essaim.tables.writing import write_to
from essaim.web.access import own_pole
from essaim.web.documents.answers import whole
from essaim.web.financing.access import own_plan
from essaim.web.plan_files.sheets_book import SheetFacts, plan_book, plan_table

KINDS = {
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
USUAL_YEARS = 3


@never_cache
def file(request: HttpRequest, slug: str, uid: str, form: str) -> HttpResponseBase:
    """The plan as a spreadsheet to fill offline, and to bring back."""
    plan = own_plan(request, slug, uid)
    if form not in KINDS:
        raise Http404
    return sheet_answer(plan.pole, plan_rows(plan), form, f"plan-{plan.pole.slug}")


@never_cache
def model(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """A spreadsheet without amounts, for a plan that is to begin: its first year and how many are asked."""
    pole = own_pole(request, slug)
    if form not in KINDS:
        raise Http404
    first = _number(request, "annee", timezone.localdate().year + 1, 2000, 2100)
    years = _number(request, "annees", USUAL_YEARS, 1, LONGEST_PLAN)
    lines = [] if request.GET.get("lignes") == "vide" else [new_line_row(years, **facts) for facts in EXAMPLE_LINES]
    rows = PlanRows("", 0, _("Modèle de plan"), year_labels(first, 1, years), lines, [])
    return sheet_answer(pole, rows, form, f"modele-plan-{pole.slug}")


def sheet_answer(pole: Pole, rows: PlanRows, form: str, stem: str) -> HttpResponseBase:
    """The file of these rows, ``form`` being one of ``KINDS``."""
    facts = SheetFacts(rows, pole.name, list(funders_of(pole).prefetch_related(None)), timezone.localdate())

    def write(target: IO[bytes]) -> None:
        if form == "csv":
            write_to(plan_table(facts), "csv", target)
        else:
            (write_fillable_ods if form == "ods" else write_fillable_xlsx)(plan_book(facts), target)

    return whole(write, KINDS[form], f"{stem}.{form}")


def _number(request: HttpRequest, name: str, usual: int, least: int, most: int) -> int:
    asked = request.GET.get(name, str(usual))
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 4 and least <= int(asked) <= most):
        raise Http404
    return int(asked)
