"""What may be done with a dossier that is handed in: ask to correct it, withdraw it; until when, whom to write to."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.calls.actions.reopening import ask_reopening
from essaim.apps.calls.enums import DossierState, PhaseKind
from essaim.apps.calls.models import Call, Dossier, ReopenRequest
from essaim.engine.language import gettext
from essaim.kit.forms import attempt
from essaim.web.acting import acting
from essaim.web.calls.access import desk_of, moment, written_dossier
from essaim.web.calls.forms import ReopenReasonForm


@dataclass(frozen=True, slots=True)
class Reopening:
    """A request to reopen as pages show it, its moments in the call's own time."""

    request: ReopenRequest
    asked: str
    answered: str


def ask(request: HttpRequest, uid: str) -> HttpResponse:
    """Ask the officers to reopen the dossier."""
    dossier = written_dossier(request, uid)
    form = ReopenReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, by, at = form.cleaned_data["reason"], acting(request), timezone.now()
        address = desk_of(request, dossier)
        if attempt(form, lambda: ask_reopening(dossier=dossier, reason=reason, address=address, by=by, at=at)):
            messages.success(request, gettext("Votre demande est envoyée à l'équipe de l'appel."))
            return redirect("dossier", uid=uid)
    shown = {"section": "my-space", "dossier": dossier, "call": dossier.call, "form": form}
    return render(request, "calls/ask_reopening.html", shown)


def reopenings_of(dossier: Dossier) -> list[Reopening]:
    """The requests to reopen a dossier, the last one last."""
    call = dossier.call
    return [
        Reopening(one, moment(call, one.asked_at), moment(call, one.answered_at))
        for one in dossier.reopen_requests.all()
    ]  # fmt: skip


def waits(dossier: Dossier) -> bool:
    """Whether the officers have a request to answer: one of a dossier that was withdrawn meanwhile asks nothing, nor
    does one that was left without an answer when the results were published."""
    if dossier.call.results_at is not None:
        return False
    asked = any(one.is_accepted is None for one in dossier.reopen_requests.all())
    return asked and dossier.state == DossierState.SUBMITTED


def results_planned(call: Call) -> str:
    """When the call plans to publish its results, in its own time; "" when it does not say."""
    found = [phase.opens_at for phase in call.phases.all() if phase.kind == PhaseKind.RESULTS]
    return moment(call, found[0] if found else None)
