"""A plan begun, copied, and given up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.financing.actions.plans import copy_plan, delete_plan, has_received, start_plan
from essaim.apps.financing.models import Plan
from essaim.engine.language import gettext as _
from essaim.kit.forms import attempt
from essaim.web.access import own_pole
from essaim.web.acting import acting
from essaim.web.financing.access import own_plan_row
from essaim.web.financing.forms import EXAMPLE, CopyForm, DeleteForm, StartForm, plan_facts

_USUAL_YEARS = 3


def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a plan: of the pole, or of one of its projects."""
    pole, next_year = own_pole(request, slug), timezone.localdate().year + 1
    first = {
        "title": _("Budget du pôle %(first)s-%(last)s") % {"first": next_year, "last": next_year + _USUAL_YEARS - 1},
        "starts_on": str(next_year), "years": _USUAL_YEARS, "project": request.GET.get("projet", ""),
    }  # fmt: skip
    form = StartForm(request.POST, pole=pole) if request.method == "POST" else StartForm(initial=first, pole=pole)
    if request.method == "POST" and form.is_valid():
        project = next((one for one in pole.projects.all() if one.uid == form.cleaned_data["project"]), None)
        plan = attempt(
            form,
            lambda: start_plan(
                pole=pole, facts=plan_facts(form.cleaned_data), project=project, by=acting(request), at=timezone.now(),
                with_example=form.cleaned_data["begin_with"] == EXAMPLE,
            ),
        )  # fmt: skip
        if plan is not None:
            messages.success(request, _("Le plan est ouvert. Écrivez maintenant ses montants."))
            return redirect(plan)
    return render(request, "financing/start.html", {"pole": pole, "form": form})


def copy(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Make a variant of a plan, or the plan of the years that follow."""
    plan = own_plan_row(request, slug, uid)
    first = {"title": _("%(title)s, variante") % {"title": plan.title}, "later": 0}
    form = CopyForm(request.POST or None, initial=first, plan=plan)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        new = attempt(
            form,
            lambda: copy_plan(
                plan=plan, title=typed["title"], later=typed["later"], by=acting(request), at=timezone.now()
            ),
        )
        if new is not None:
            messages.success(request, _("La copie est faite : c'est elle que vous voyez."))
            return redirect(new)
    return render(request, "financing/copy.html", {"plan": plan, "form": form})


def delete(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Erase a plan once its title is typed; one on whose supports money came in is closed instead."""
    plan = own_plan_row(request, slug, uid)
    form = DeleteForm(request.POST or None, initial={"seen_version": plan.version})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["title"].strip().casefold() != plan.title.casefold():
            form.add_error("title", _("Ce n'est pas le titre du plan : rien n'est effacé."))
        elif attempt(form, lambda: _deleted(request, form, plan)):
            messages.success(request, _("Le plan « %(title)s » est effacé.") % {"title": plan.title})
            return redirect("plans", slug=slug)
    shown = {"plan": plan, "form": form, "is_kept": has_received(plan)}
    return render(request, "financing/delete.html", shown)


def _deleted(request: HttpRequest, form: DeleteForm, plan: Plan) -> bool:
    seen = form.cleaned_data["seen_version"]
    delete_plan(plan=plan, seen_version=seen, by=acting(request), at=timezone.now())
    return True
