"""The cash of a plan: the curve, every case together, what is lost with each funder, the fee; and their files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from essaim.apps.financing.models import Plan
from essaim.apps.financing.queries.funds import late_payments
from essaim.apps.financing.queries.scenarios import usual_delays_of
from essaim.apps.financing.to_engine import as_plan
from essaim.engine.financing import Plan as EnginePlan
from essaim.engine.financing import Total
from essaim.engine.financing.cases import ALL_END, LATE, ON_TIME, REFUSED, USUAL, Case, all_cases
from essaim.engine.financing.cash import CashCurve, Reading
from essaim.engine.financing.fees import fee
from essaim.engine.financing.plan import MONTHS_A_YEAR, WHOLE
from essaim.engine.financing.wording import euros
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.tables.table import Table
from essaim.web.cash.access import keeps, read_as, read_plan
from essaim.web.cash.chart import CashChart, cash_chart
from essaim.web.cash.dependence import dependence_of
from essaim.web.cash.forms import CALENDARS, CasesForm, FeeForm
from essaim.web.cash.rows import (
    case_label,
    case_lines,
    cases_table,
    cautions,
    curve_table,
    month_words,
)
from essaim.web.cash.words import fee_lines, lowest_sentence, unknown_words, year_figures
from essaim.web.financing.years import year_labels
from essaim.web.lists import table_file

# The loss of every grant would flatten the others: it stands in the tables.
DRAWN = (ON_TIME, USUAL, LATE, REFUSED)
_MONTHLY = (*DRAWN, ALL_END)


def page(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The curve and every case."""
    plan = read_plan(request, slug, uid)
    known = as_plan(plan)
    reading = read_as(request, plan)
    form = CasesForm(request.GET if request.GET else None, known, reading)
    cases = all_cases(known, reading, **form.asked(), delays=usual_delays_of(plan))
    lines = case_lines(cases, known)
    drawn = [case for case in cases if case.key in DRAWN]
    monthly = [case for case in cases if case.key in _MONTHLY]
    context = {
        **shown(request, plan),
        "form": form,
        "query": request.GET.urlencode(),
        "chart": draw_cases(drawn, known),
        "lines": lines,
        "leaving": [one for one in lines if one.funder],
        "planned_bridge": lines[0].bridge_said,
        "lowest": lowest_sentence(cases[0].curve),
        "cautions": (*_late(request, plan, cases[0].curve), *cautions(cases[0].curve, reading)),
        "unknown": unknown_words(cases[0].curve, known, plan),
        "heads": [case_label(case, known) for case in monthly],
        "months": month_rows(monthly),
        "own": year_figures(known, reading),
        "dependence": dependence_of(known, plan, timezone.localdate()),
    }
    return render(request, "cash/cash.html", context)


def fee_page(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """What each member would pay, without whom, for how much of the coordination."""
    plan = read_plan(request, slug, uid)
    known = as_plan(plan)
    reading = read_as(request, plan)
    form = FeeForm(request.GET if request.GET else None, known, year_lived(reading))
    context = {**shown(request, plan), "form": form, **_fee(form, known, reading)}
    return render(request, "cash/fee.html", context)


def _fee(form: FeeForm, plan: EnginePlan, reading: Reading) -> dict[str, Any]:
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if form.is_bound and not given:
        return {}
    members = given.get("membres") or plan.members
    if not members:
        return {"asks_members": True}
    kept = given.get("animation")
    found = fee(
        replace(plan, members=members),
        given.get("annee") or (0 if given else year_lived(reading)),
        without=tuple(given["sans"]) if given.get("sans") else None,
        kept_coordination=WHOLE if kept is None else kept,
        reading=reading,
    )
    leaving = ", ".join(one.name for one in plan.funders if one.key in given.get("sans", ()))
    return {
        "fee": euros(found.each),
        "unknown_amounts": found.unknown,
        "year": year_labels(plan)[found.year],
        "without": leaving or _("aucune aide"),
        "leaving": leaving,
        "lines": fee_lines(found),
        "members": found.members,
    }


def curve_file(form: str) -> Callable[..., HttpResponseBase]:
    """Every case month by month, as a file."""
    return _file(form, curve_table, "tresorerie")


def cases_file(form: str) -> Callable[..., HttpResponseBase]:
    """What each case does, as a file."""
    return _file(form, cases_table, "cas-tresorerie")


def year_lived(reading: Reading) -> int:
    """The year of the plan that is being lived; the first before the plan and after it."""
    return (reading.since - 1) // MONTHS_A_YEAR


def shown(request: HttpRequest, plan: Plan, tab: str = "plan-cash") -> dict[str, Any]:
    """What every page of a plan's cash says: whose it is, whether whoever reads also writes, which page it is."""
    note_query = f"?{CALENDARS}=on" if CALENDARS in request.GET else ""
    return {"plan": plan, "pole": plan.pole, "keeps": keeps(request, plan), "tab": tab, "note_query": note_query}


def draw_cases(cases: list[Case], plan: EnginePlan) -> CashChart:
    """The drawing of cases, the first of which is told in its label."""
    said = _("Solde de trésorerie à la fin de chaque mois. %(lowest)s Le tableau qui suit dit la même chose.")
    curves = [(case_label(case, plan), case.curve) for case in cases]
    return cash_chart(curves, said % {"lowest": lowest_sentence(cases[0].curve)})


def month_rows(cases: list[Case]) -> list[dict[str, Any]]:
    """Month by month: in, out and the balance of each case."""
    first = cases[0].curve
    labels = range(len(first.balance))
    return [
        {
            "month": month_words(first, place + 1),
            "ins": euros(first.ins[place]),
            "outs": euros(first.outs[place]),
            "balances": [(euros(case.curve.balance[place]), case.curve.balance[place] < 0) for case in cases],
            "is_after": place >= first.plan_months,
        }
        for place in labels
    ]


def _file(form: str, table_of: Callable[..., Table], stem: str) -> Callable[..., HttpResponseBase]:
    def view(request: HttpRequest, slug: str, uid: str) -> HttpResponseBase:
        plan = read_plan(request, slug, uid)
        known = as_plan(plan)
        reading = read_as(request, plan)
        asked = CasesForm(request.GET if request.GET else None, known, reading).asked()
        cases = all_cases(known, reading, **asked, delays=usual_delays_of(plan))
        table = table_of(plan, cases, timezone.localdate(), reading)
        return table_file(lambda: table, form, stem)

    return view


def _late(request: HttpRequest, plan: Plan, curve: CashCurve) -> tuple[str, ...]:
    """That money did not come on its day, for those who follow it, where the curve counts it all the same."""
    if curve.followed is not None or not keeps(request, plan):
        return ()
    count, owed = late_payments(plan, timezone.localdate())
    if not count:
        return ()
    said = ngettext(
        "%(n)s versement attendu n'est pas arrivé (%(sum)s) : la courbe le compte pourtant à sa date. Essayez vos "
        "propres hypothèses avec ce qui est vraiment en banque.",
        "%(n)s versements attendus ne sont pas arrivés (%(sum)s) : la courbe les compte pourtant à leur date. Essayez "
        "vos propres hypothèses avec ce qui est vraiment en banque.",
        count,
    )
    return (said % {"n": count, "sum": _known(owed)},)


def _known(owed: Total) -> str:
    """An amount, or that nobody wrote it: payments are noted without one too."""
    if owed.is_whole:
        return euros(owed.cents)
    return _("%(sum)s connus") % {"sum": euros(owed.cents)} if owed.cents else _("montant non renseigné")
