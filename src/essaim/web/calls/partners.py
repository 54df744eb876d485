"""The partners of a dossier: who, in which role, what it commits to, which share of the budget."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.calls.actions import answering as actions
from essaim.apps.calls.actions.taking import Taken, take_project
from essaim.apps.calls.models import Dossier, Partner
from essaim.apps.projects.models import Project
from essaim.apps.projects.queries.projects import project_by_uid, projects_of
from essaim.apps.projects.rules import keeps_work
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext, ngettext
from essaim.kit.forms import attempt
from essaim.tables.formats import euros, typed_euros
from essaim.web.acting import acting
from essaim.web.calls.access import written_dossier
from essaim.web.calls.forms import BudgetForm, PartnerForm
from essaim.web.organisations.wording import family
from essaim.web.shares import shares_of
from essaim.web.sure import asked_first

_FIELDS = ("name", "siret", "family", "role", "commitment", "is_applicant")


def listed(request: HttpRequest, uid: str) -> HttpResponse:
    """The partners with their shares beside the whole budget; a form to add one, a button to take the pole's."""
    dossier = written_dossier(request, uid)
    what = request.POST.get("do", "")
    if what == "take":
        return _taken(request, dossier)
    if what == "project":
        return _project_taken(request, dossier)
    seen = {"seen_version": dossier.version}
    form = PartnerForm(request.POST if what == "add" else None, initial=seen)
    budget = BudgetForm(
        request.POST if what == "budget" else None,
        initial={**seen, "budget": typed_euros(dossier.budget_cents)},
    )
    if what == "add" and form.is_valid() and put(request, dossier, None, form):
        return redirect("dossier-partners", uid=uid)
    if what == "budget" and budget.is_valid() and _budget(request, dossier, budget):
        return redirect("dossier-partners", uid=uid)
    return render(
        request,
        "calls/partners.html",
        {"form": form, "budget": budget, **shown(dossier), "projects": _projects(request, dossier)},
    )


def changed(request: HttpRequest, uid: str, partner: str) -> HttpResponse:
    """One partner, corrected or removed."""
    dossier = written_dossier(request, uid)
    found = next((one for one in dossier.partners.all() if one.uid == partner), None)
    if found is None:
        raise Http404
    if request.POST.get("do") == "remove":
        return _removed(request, dossier, found)
    first = {name: getattr(found, name) for name in _FIELDS}
    first |= {"amount": typed_euros(found.amount_cents), "seen_version": dossier.version}
    form = PartnerForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid() and put(request, dossier, found, form):
        return redirect("dossier-partners", uid=uid)
    page = {"section": "my-space", "dossier": dossier, "call": dossier.call, "partner": found, "form": form}
    return render(request, "calls/partner.html", page)


def put(request: HttpRequest, dossier: Dossier, partner: Partner | None, form: PartnerForm) -> bool:
    """Write a partner as typed; what is refused stands on the form."""
    typed: dict[str, Any] = {name: form.cleaned_data[name] for name in _FIELDS}
    typed["amount_cents"] = form.cleaned_data["amount"]
    seen, by, at = form.cleaned_data["seen_version"], acting(request), timezone.now()
    kept = attempt(
        form,
        lambda: actions.put_partner(dossier=dossier, partner=partner, facts=typed, seen_version=seen, by=by, at=at),
    )
    return kept is not None


def shown(dossier: Dossier) -> dict[str, Any]:
    """The partners in words, and what their shares make of the budget."""
    partners = list(dossier.partners.all())
    return {
        "section": "my-space",
        "dossier": dossier,
        "call": dossier.call,
        "partners": [
            (one, family(one.family) if one.family else "", amount_in_words(one.amount_cents)) for one in partners
        ],
        **shares_of([one.amount_cents for one in partners], dossier.budget_cents),
        "writable": actions.writable(dossier, timezone.now()),
    }


def amount_in_words(cents: int | None) -> str:
    """An amount, "" when nobody said it."""
    return "" if cents is None else euros(cents)


def _budget(request: HttpRequest, dossier: Dossier, form: BudgetForm) -> bool:
    cents: int | None = form.cleaned_data["budget"]
    seen, by, at = form.cleaned_data["seen_version"], acting(request), timezone.now()
    kept = attempt(
        form,
        lambda: actions.set_budget(dossier=dossier, budget_cents=cents, seen_version=seen, by=by, at=at),
    )
    return kept is not None


def _projects(request: HttpRequest, dossier: Dossier) -> list[Project]:
    """Those that may be taken over: for the pole's own people alone."""
    return list(projects_of(dossier.pole)) if keeps_work(acting(request), dossier.pole) else []


def _project_taken(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    found = project_by_uid(dossier.pole, request.POST.get("project", "").replace("\0", ""))
    if found is None:
        messages.info(request, gettext("Choisissez un projet du pôle."))
        return redirect("dossier-partners", uid=dossier.uid)
    try:
        taken = take_project(dossier=dossier, project=found, by=acting(request), at=timezone.now())
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _said_taken(taken))
    return redirect("dossier-partners", uid=dossier.uid)


def _said_taken(taken: Taken) -> str:
    if not (taken.added or taken.completed or taken.budget):
        return gettext("Le dossier dit déjà tout ce que dit le projet.")
    parts = [ngettext("%(n)d partenaire repris.", "%(n)d partenaires repris.", taken.added) % {"n": taken.added}]
    if taken.completed:
        complete = ngettext("%(n)d partenaire complété.", "%(n)d partenaires complétés.", taken.completed)
        parts.append(complete % {"n": taken.completed})
    parts.append(gettext("Budget repris.") if taken.budget else gettext("Le budget du dossier n'est pas changé."))
    return " ".join(parts)


def _taken(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    try:
        count = actions.take_partners(dossier=dossier, by=acting(request), at=timezone.now())
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext("%(n)d partenaire repris du pôle.", "%(n)d partenaires repris du pôle.", count) % {"n": count}
        messages.success(request, text if count else gettext("Tous les partenaires du pôle sont déjà inscrits."))
    return redirect("dossier-partners", uid=dossier.uid)


def _removed(request: HttpRequest, dossier: Dossier, found: Partner) -> HttpResponse:
    asked = asked_first(
        request, title=gettext("Retirer « %(title)s » ?") % {"title": found.name},
        lead=gettext("Son rôle, ce à quoi il s'engage et sa part du budget sortent du dossier."),
        back=reverse("dossier-partner", args=[dossier.uid, found.uid]), back_label=found.name,
    )  # fmt: skip
    if asked is not None:
        return asked
    try:
        actions.remove_partner(dossier=dossier, partner=found, by=acting(request), at=timezone.now())
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    return redirect("dossier-partners", uid=dossier.uid)
