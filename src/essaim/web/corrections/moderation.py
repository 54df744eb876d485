"""The queue of what visitors propose, for those who may answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.rules import is_administrator, keys_of
from essaim.apps.corrections import actions
from essaim.apps.corrections.enums import Kind, State
from essaim.apps.corrections.models import Proposal
from essaim.apps.corrections.queries import poles_alike, proposals_for, waiting_by_kind
from essaim.apps.corrections.rules import can_moderate
from essaim.apps.poles.models import Network, Pole
from essaim.apps.poles.queries import networks, pole_by_slug
from essaim.engine.language import gettext as _
from essaim.engine.territories import load_territories
from essaim.kit.forms import attempt
from essaim.kit.routes import must
from essaim.web.acting import acting
from essaim.web.corrections.forms import DecisionForm
from essaim.web.corrections.visitors import proposal_or_404
from essaim.web.directory.asking import asked_page
from essaim.web.directory.lines import Places

PAGE_SIZE = 20


def queue(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, then what was answered."""
    user = acting(request)
    state, kind = request.GET.get("etat", "open"), request.GET.get("sorte", "")
    state = state if state in (*State.values, "open", "") else "open"
    kind = kind if kind in Kind.values else ""
    page = Paginator(proposals_for(user, state, kind), PAGE_SIZE).get_page(asked_page(request))
    waiting = waiting_by_kind(user)
    shown = {
        "section": "my-space",
        "page": page,
        "state": state,
        "kind": kind,
        "states": [("open", _("à répondre")), *State.choices, ("", _("toutes"))],
        "kinds": [(key, label, waiting.get(key, 0)) for key, label in Kind.choices],
        "query": f"etat={state}&sorte={kind}",
    }
    return render(request, "corrections/queue.html", shown)


def answer(request: HttpRequest, uid: str) -> HttpResponse:
    """One proposal beside what is recorded, and the three answers."""
    proposal, user = proposal_or_404(uid), acting(request)
    must(can_moderate(user, proposal))
    mine, beside = _networks_of(request, proposal), _beside(proposal)
    form = _decision(request, proposal, mine, beside["alike"])
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: _decide(request, proposal, form.cleaned_data, mine))
        if done is None:
            # Somebody may have answered meanwhile: what was typed stays, beside what is now.
            proposal = proposal_or_404(uid)
            form.data = _with_version(request, proposal.version)
        else:
            messages.success(request, _("Votre réponse est enregistrée."))
            created = done.pole if proposal.pole_id is None else None
            return redirect(created.get_absolute_url() if created else reverse("moderation"))
    shown = {"proposal": proposal, "form": form, "section": "my-space", **beside}
    return render(request, "corrections/answer.html", shown)


def _decision(request: HttpRequest, proposal: Proposal, mine: list[Network], alike: list[Pole]) -> DecisionForm:
    """An administrator may create a pole outside any network, an officer only in one of theirs."""
    none = [("", _("aucun"))] if mine and is_administrator(acting(request)) else []
    new = [("", _("non : créer sa fiche"))] if proposal.kind != Kind.CORRECTION and proposal.pole_id is None else []
    return DecisionForm(
        request.POST or None, initial={"version": proposal.version, "existing": ""},
        networks=none + [(one.key, one.name) for one in mine],
        poles=new + [(pole.slug, pole.name) for pole in alike if new],
    )  # fmt: skip


def _with_version(request: HttpRequest, version: int) -> QueryDict:
    data = request.POST.copy()
    data["version"] = str(version)
    return data


def _decide(request: HttpRequest, proposal: Proposal, facts: dict[str, Any], mine: list[Network]) -> Proposal:
    said: dict[str, Any] = {
        "proposal": proposal, "seen_version": facts["version"], "text": facts["text"], "by": acting(request),
        "address": request.build_absolute_uri(reverse("proposal", args=[proposal.uid])), "at": timezone.now(),
    }  # fmt: skip
    what = request.POST.get("do", "")
    if what == "accept":
        network = next((one for one in mine if one.key == facts.get("network")), None)
        existing = pole_by_slug(facts["existing"]) if facts.get("existing") else None
        return actions.accept(**said, network=network, existing=existing)
    return actions.refuse(**said) if what == "refuse" else actions.ask(**said)


def _networks_of(request: HttpRequest, proposal: Proposal) -> list[Network]:
    """For a pole to create: the networks it may join, those of the officer, or all for an administrator."""
    if proposal.kind == Kind.CORRECTION or proposal.pole_id is not None:
        return []
    user = acting(request)
    known = list(networks())
    return known if is_administrator(user) else [one for one in known if one.key in keys_of(user, Role.NETWORK_OFFICER)]


def _beside(proposal: Proposal) -> dict[str, Any]:
    if proposal.kind == Kind.CORRECTION:
        about = proposal.pole or proposal.organisation
        return {"about": about, "alike": []}
    facts = proposal.facts
    commune = facts.get("commune", "")
    return {
        "alike": list(poles_alike(facts.get("name", ""), commune)),
        "place": Places(load_territories()).commune(commune) if commune else "",
    }
