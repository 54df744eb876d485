"""One's own scenarios of a plan's cash: tried, kept under a name, opened again, compared, renamed, erased."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.financing.actions.scenarios import delete_cash_scenario, rename_cash_scenario, save_cash_scenario
from essaim.apps.financing.models import CashScenario, Plan
from essaim.apps.financing.queries.scenarios import assumptions_of, scenarios_of
from essaim.apps.financing.to_engine import as_plan
from essaim.engine.errors import InvalidValue
from essaim.engine.financing import Plan as EnginePlan
from essaim.engine.financing.cases import Case, beside
from essaim.engine.financing.cash import Reading
from essaim.engine.language import gettext as _
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy
from essaim.kit.routes import must
from essaim.web.acting import acting
from essaim.web.cash.access import keeps, kept_plan, kept_scenario, read_as, read_plan
from essaim.web.cash.forms import NAME_LENGTH, AssumptionsForm
from essaim.web.cash.page import draw_cases, month_rows, shown
from essaim.web.cash.rows import case_label, case_lines, cautions
from essaim.web.cash.scenario_rows import Told, assumption_rows, compared, told

_MOST_COMPARED = 4
_HERE = "plan-scenarios"


class NameForm(forms.Form):
    """What a scenario is called."""

    name = forms.CharField(label=gettext_lazy("Nom du scénario"), max_length=NAME_LENGTH)


def attempt_page(request: HttpRequest, slug: str, uid: str) -> HttpResponseBase:
    """Try assumptions (GET), then keep them under a name (POST)."""
    plan = read_plan(request, slug, uid)
    known, reading = as_plan(plan), read_as(request, plan)
    if request.method == "POST":
        must(keeps(request, plan))
    asked = request.POST if request.method == "POST" else request.GET
    form = AssumptionsForm(asked if asked else None, known, reading)
    naming = NameForm(request.POST if request.method == "POST" else None)
    pair = (
        attempt(form, lambda: beside(known, form.assumptions(), reading)) if form.is_bound and form.is_valid() else None
    )
    if request.method == "POST" and pair is not None and naming.is_valid():
        name, by, supposed = naming.cleaned_data["name"], acting(request), pair[1].assumptions
        kept = attempt(
            naming,
            lambda: save_cash_scenario(plan=plan, name=name, assumptions=supposed, by=by, at=timezone.now()),
        )
        if kept is not None:
            messages.success(request, _("Le scénario « %(name)s » est gardé.") % {"name": kept.name})
            return redirect("plan-scenario", slug, uid, kept.uid)
    context = {
        **shown(request, plan, _HERE),
        "form": form,
        "naming": naming,
        "typed": form.typed() if form.is_bound else [],
    }
    if pair is not None:
        context |= _pair(pair, known, reading)
    return render(request, "cash/try.html", context)


def kept_page(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The scenarios that were kept with a plan."""
    plan = read_plan(request, slug, uid)
    rows = _told(request, plan, list(scenarios_of(plan)), as_plan(plan))
    return render(request, "cash/scenarios.html", {**shown(request, plan, _HERE), "rows": rows, **_recounted(rows)})


def page(request: HttpRequest, slug: str, uid: str, scenario: str) -> HttpResponse:
    """One scenario: what it supposes, what it answered, and what it answers today when the plan has changed since."""
    plan = read_plan(request, slug, uid)
    found = kept_scenario(plan, scenario)
    known, reading = as_plan(plan), read_as(request, plan)
    context: dict[str, Any] = {
        **shown(request, plan, _HERE), "scenario": found, "query": "",
        "told": told(found, plan, known, reading, keeps=keeps(request, plan)),
    }  # fmt: skip
    try:
        supposed = assumptions_of(found)
        context |= {
            "assumptions": assumption_rows(supposed, known),
            **_pair(beside(known, supposed, reading), known, reading),
        }
    except InvalidValue as problem:
        context["problem"] = str(problem)
    else:
        if not context["told"].is_kept:
            context["cautions"] = (_alone(), *context["cautions"])
    return render(request, "cash/scenario.html", context)


def compare(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Scenarios side by side, four at most: what they suppose, what they answered."""
    plan = read_plan(request, slug, uid)
    asked = request.GET.getlist("s")
    every = list(scenarios_of(plan))
    chosen, known = [one for one in every if one.uid in asked][:_MOST_COMPARED], as_plan(plan)
    columns = _told(request, plan, chosen, known) if len(chosen) > 1 else []
    context = {
        **shown(request, plan, _HERE), "every": every, "chosen": [one.uid for one in chosen], "most": _MOST_COMPARED,
        "too_few": bool(asked) and len(chosen) < 2, "columns": columns,
        "rows": compared(columns, known) if columns else [],
        "versions": len({one.scenario.plan_version if one.is_kept else plan.version for one in columns}) > 1,
        **_recounted(columns),
    }  # fmt: skip
    return render(request, "cash/compare.html", context)


def rename(request: HttpRequest, slug: str, uid: str, scenario: str) -> HttpResponseBase:
    """Call a scenario otherwise."""
    plan = kept_plan(request, slug, uid)
    found = kept_scenario(plan, scenario)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        name, by = form.cleaned_data["name"], acting(request)
        saved = attempt(form, lambda: rename_cash_scenario(scenario=found, name=name, by=by, at=timezone.now()))
        if saved is not None:
            messages.success(request, _("Le scénario s'appelle « %(name)s ».") % {"name": saved.name})
            return redirect("plan-scenario", slug, uid, found.uid)
    return render(request, "cash/rename.html", {**shown(request, plan, _HERE), "scenario": found, "form": form})


def delete(request: HttpRequest, slug: str, uid: str, scenario: str) -> HttpResponseBase:
    """Erase a scenario, once confirmed."""
    plan = kept_plan(request, slug, uid)
    found = kept_scenario(plan, scenario)
    if request.method == "POST":
        delete_cash_scenario(scenario=found, by=acting(request), at=timezone.now())
        messages.success(request, _("Le scénario « %(name)s » est effacé.") % {"name": found.name})
        return redirect("plan-scenarios", slug, uid)
    return render(request, "cash/delete.html", {**shown(request, plan, _HERE), "scenario": found})


def _told(request: HttpRequest, plan: Plan, found: Sequence[CashScenario], known: EnginePlan) -> list[Told]:
    reading, keeping = read_as(request, plan), keeps(request, plan)
    return [told(one, plan, known, reading, keeps=keeping) for one in found]


def _recounted(scenarios: Sequence[Told]) -> dict[str, str]:
    """That some were counted anew for whoever reads; {} when none was."""
    return {} if all(one.is_kept for one in scenarios) else {"alone": _alone()}


def _alone() -> str:
    return _(
        "Recompté ici d'après les calendriers du plan seuls : le suivi des aides n'est lu que par les personnes qui "
        "tiennent ce budget."
    )


def _pair(pair: tuple[Case, Case], plan: EnginePlan, reading: Reading) -> dict[str, Any]:
    """As planned and under assumptions: drawing, figures and months, side by side."""
    cases = list(pair)
    return {
        "sentence": pair[1].sentence,
        "chart": draw_cases(cases, plan),
        "lines": case_lines(cases, plan),
        "heads": [case_label(case, plan) for case in cases],
        "months": month_rows(cases),
        "cautions": cautions(pair[1].curve, reading),
    }
