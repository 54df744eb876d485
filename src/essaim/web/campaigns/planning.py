"""Preparing a campaign: its words and dates, its questions, its poles; opening and closing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.campaigns import actions
from essaim.apps.campaigns.models import Campaign
from essaim.apps.campaigns.queries import campaigns_run_by, networks_run_by, poles_to_ask
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.kit.forms import attempt
from essaim.web.campaigns.access import campaign_of
from essaim.web.campaigns.forms import CampaignForm, NewCampaignForm, PolesForm, QuestionsForm


def campaigns(request: HttpRequest) -> HttpResponse:
    """The campaigns of this officer's networks."""
    at = timezone.now()
    rows = [(one, one.phase_at(at)) for one in campaigns_run_by(request.user)]  # type: ignore[arg-type]
    return render(request, "campaigns/list.html", {"rows": rows})


def new(request: HttpRequest) -> HttpResponse:
    """Begin a campaign."""
    at = timezone.now()
    form = NewCampaignForm(request.POST or None, networks=networks_run_by(request.user), at=at)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: actions.plan_campaign(
            network=form.cleaned_data["network"], facts=form.facts(), by=request.user, at=at  # type: ignore[arg-type]
        ))  # fmt: skip
        if made is not None:
            messages.success(request, _("Campagne préparée. Choisissez maintenant ses questions."))
            return redirect("campaign-questions", made.uid)
    return render(request, "campaigns/edit.html", {"form": form})


def edit(request: HttpRequest, uid: str) -> HttpResponse:
    """Change its words and dates."""
    found = campaign_of(request, uid)
    form = CampaignForm(request.POST or None, campaign=found)
    if request.method == "POST" and form.is_valid():
        kept = attempt(form, lambda: actions.edit_campaign(
            campaign=found, changes=form.facts(), seen_version=form.cleaned_data["version"],
            by=request.user, at=timezone.now(),  # type: ignore[arg-type]
        ))  # fmt: skip
        if kept is not None:
            messages.success(request, _("Campagne enregistrée."))
            return redirect("campaign", uid)
    return render(request, "campaigns/edit.html", {"form": form, "campaign": found})


def questions(request: HttpRequest, uid: str) -> HttpResponse:
    """Choose what is asked."""
    found = campaign_of(request, uid)
    form = QuestionsForm(request.POST or None, campaign=found, at=timezone.now())
    if request.method == "POST" and form.is_valid():
        kept = attempt(form, lambda: actions.choose_questions(
            campaign=found, asked=form.asked(), by=request.user, at=timezone.now()  # type: ignore[arg-type]
        ))  # fmt: skip
        if kept is not None:
            messages.success(request, _("Questions enregistrées. Choisissez maintenant les pôles."))
            return redirect("campaign-poles" if not found.invitations.exists() else "campaign", uid)
    return render(request, "campaigns/questions.html", {"form": form, "campaign": found})


def poles(request: HttpRequest, uid: str) -> HttpResponse:
    """Choose who is asked."""
    found = campaign_of(request, uid)
    offered = list(poles_to_ask(found))
    present = set(found.invitations.values_list("pole_id", flat=True))
    form = PolesForm(request.POST or None, poles=offered, present=present)
    if request.method == "POST" and form.is_valid():
        kept = attempt(form, lambda: _choose(found, form, request))
        if kept is not None:
            messages.success(request, _("Pôles enregistrés."))
            return redirect("campaign", uid)
    return render(request, "campaigns/poles.html", {"form": form, "campaign": found, "offered": len(offered)})


def step(request: HttpRequest, uid: str, step: str) -> HttpResponse:
    """Open, close, publish, withdraw, erase: each asks once more before it is done."""
    found = campaign_of(request, uid)
    who: Any = request.user
    at = timezone.now()
    steps: dict[str, tuple[str, Callable[[], object]]] = {
        "ouvrir": (_("Campagne ouverte. Envoyez maintenant les invitations."),
                   lambda: actions.open_campaign(campaign=found, by=who, at=at)),
        "fermer": (_("Campagne close."), lambda: actions.close_campaign(campaign=found, by=who, at=at)),
        "publier": (_("Bilan publié."), lambda: actions.publish_rate(campaign=found, publish=True, by=who, at=at)),
        "retirer": (_("Bilan retiré."), lambda: actions.publish_rate(campaign=found, publish=False, by=who, at=at)),
        "effacer": (_("Coordonnées effacées."), lambda: actions.erase_contacts(campaign=found, by=who, at=at)),
    }  # fmt: skip
    if step not in steps:
        raise Http404
    if request.method != "POST":
        return render(request, "campaigns/step.html", {"campaign": found, "step": step})
    done, action = steps[step]
    try:
        action()
        messages.success(request, done)
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    return redirect("campaign", uid)


def _choose(found: Campaign, form: PolesForm, request: HttpRequest) -> bool:
    who: Any = request.user
    actions.choose_poles(campaign=found, poles=form.chosen(), by=who, at=timezone.now())
    return True
