"""Pages of whoever proposes: a correction, a pole that is missing, and what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.corrections.actions import propose, reply, withdraw
from essaim.apps.corrections.enums import Kind, State
from essaim.apps.corrections.models import Proposal
from essaim.apps.corrections.queries import poles_alike, proposal_by_uid
from essaim.apps.poles.queries import organisation_by_uid, pole_by_slug
from essaim.engine.language import gettext as _
from essaim.engine.sources.poles import WitnessPlace, load_witness_places
from essaim.kit.forms import attempt
from essaim.web.corrections.forms import AnswerForm, CorrectionForm, PoleForm

_CORRECTION = ("part", "source", "email")


def correct_pole(request: HttpRequest, slug: str) -> HttpResponse:
    """Something is wrong on a pole's sheet."""
    pole = pole_by_slug(slug)
    if pole is None:
        raise Http404
    return _correct(request, pole.name, pole.get_absolute_url(), pole=pole)


def correct_organisation(request: HttpRequest, uid: str) -> HttpResponse:
    """Something is wrong on an organisation's page."""
    organisation = organisation_by_uid(uid)
    if organisation is None:
        raise Http404
    return _correct(request, organisation.name, organisation.get_absolute_url(), organisation=organisation)


def propose_pole(request: HttpRequest) -> HttpResponse:
    """A pole is missing; those that look like it are shown before anything is sent."""
    number = request.GET.get("temoin", "")
    place = _witness_place(number)
    form = PoleForm(request.POST or None, request=request, at=timezone.now())
    alike: list[Any] = []
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        alike = [] if facts["known"] else list(poles_alike(facts["name"], facts["commune"]))
        if not alike:
            sent = attempt(form, lambda: _propose_pole(facts, number if place else ""))
            if sent is not None:
                return _thanks(request, sent)
    shown = {"form": form, "alike": alike, "place": place, "section": "propose"}
    return render(request, "corrections/propose.html", shown)


def follow(request: HttpRequest, uid: str) -> HttpResponse:
    """What became of a proposal; a question waiting is answered here. The address is the key: it cannot be guessed."""
    proposal = proposal_or_404(uid)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if attempt(form, lambda: reply(proposal=proposal, text=text, at=timezone.now())) is not None:
            messages.success(request, _("Votre réponse est partie."))
            return redirect("proposal", uid=uid)
    asked = proposal.state == State.ASKED
    return render(request, "corrections/follow.html", {"proposal": proposal, "form": form, "asked": asked})


def take_back(request: HttpRequest, uid: str) -> HttpResponse:
    """Take a proposal back, after a page that says what that does."""
    proposal = proposal_or_404(uid)
    if request.method == "POST" and proposal.is_open:
        withdraw(proposal=proposal, at=timezone.now())
        messages.success(request, _("Votre proposition est retirée, et votre adresse effacée."))
        return redirect("proposal", uid=uid)
    return render(request, "corrections/take_back.html", {"proposal": proposal})


def proposal_or_404(uid: str) -> Proposal:
    """The proposal of an address.

    Raises:
        Http404: there is none.
    """
    found = proposal_by_uid(uid)
    if found is None:
        raise Http404
    return found


def _correct(request: HttpRequest, name: str, back: str, **about: Any) -> HttpResponse:
    form = CorrectionForm(request.POST or None, request=request, at=timezone.now())
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        sent = attempt(
            form,
            lambda: propose(
                kind=Kind.CORRECTION, title=name, text=facts["text"], at=timezone.now(), **about,
                **{key: facts[key] for key in _CORRECTION},
            ),
        )  # fmt: skip
        if sent is not None:
            return _thanks(request, sent)
    return render(request, "corrections/correct.html", {"form": form, "name": name, "back": back})


def _propose_pole(facts: dict[str, Any], witness: str) -> Proposal:
    kept = {key: facts[key] for key in ("name", "commune", "domains", "website")}
    return propose(
        kind=Kind.WITNESS if witness else Kind.NEW_POLE, title=facts["name"], text=facts["text"], at=timezone.now(),
        source=facts["source"], email=facts["email"], facts=kept, witness=witness,
    )  # fmt: skip


def _thanks(request: HttpRequest, sent: Proposal) -> HttpResponse:
    messages.success(request, _("Merci. Gardez l'adresse de cette page : vous y lirez la réponse."))
    return redirect("proposal", uid=sent.uid)


def _witness_place(number: str) -> WitnessPlace | None:
    """The unidentified witness place of that number in the list of the page, from 1 on."""
    sought = [place for place in load_witness_places() if place.status == "unidentified"]
    return sought[int(number) - 1] if number in {str(one) for one in range(1, len(sought) + 1)} else None
