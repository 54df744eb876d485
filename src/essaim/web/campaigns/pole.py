"""One pole in a campaign, for the officer: whom to ask, its link, what came by paper or telephone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.campaigns import actions
from essaim.apps.campaigns.enums import Standing
from essaim.apps.campaigns.models import Invitation
from essaim.apps.campaigns.queries import coordinators_of, statement_in_force
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy
from essaim.web.campaigns.access import invitation_of
from essaim.web.campaigns.answering import paper, recap, save_draft, sign, signature, spreadsheet
from essaim.web.campaigns.questionnaire import TypedForm


class ContactForm(forms.Form):
    """Whom to ask. Never public, erased after the campaign."""

    name = forms.CharField(label=gettext_lazy("Personne à qui demander"), max_length=200, required=False)
    email = forms.EmailField(
        label=gettext_lazy("Adresse électronique"), required=False,
        help_text=gettext_lazy("Laissée vide, le questionnaire va aux personnes qui coordonnent le pôle sur ce site."),
    )  # fmt: skip
    phone = forms.CharField(label=gettext_lazy("Téléphone"), max_length=30, required=False)


def invitation(request: HttpRequest, uid: str) -> HttpResponse:
    """Where the pole stands, and what can be done."""
    found = invitation_of(request, uid)
    before = {"name": found.contact_name, "email": found.contact_email, "phone": found.contact_phone}
    form = ContactForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        kept = attempt(form, lambda: actions.set_contact(
            invitation=found, **form.cleaned_data, by=request.user, at=timezone.now()  # type: ignore[arg-type]
        ))  # fmt: skip
        if kept is not None:
            messages.success(request, _("Coordonnées enregistrées."))
            return redirect("invitation", uid)
    return render(request, "campaigns/invitation.html", {**_about(found), "form": form})


def link(request: HttpRequest, uid: str) -> HttpResponse:
    """Make a link and show it this once, or close every link."""
    found = invitation_of(request, uid)
    if request.method != "POST":
        return redirect("invitation", uid)
    who: Any = request.user
    at = timezone.now()
    try:
        if "revoke" in request.POST:
            actions.revoke_links(invitation=found, by=who, at=at)
            messages.success(request, _("Les liens de ce pôle ne s'ouvrent plus."))
            return redirect("invitation", uid)
        token = actions.issue_link(invitation=found, by=who, at=at, revoke_others="renew" in request.POST)
    except EssaimError as refusal:
        messages.error(request, str(refusal))
        return redirect("invitation", uid)
    address = request.build_absolute_uri(reverse("questionnaire", args=[token]))
    response = render(request, "campaigns/link.html", {**_about(found), "address": address})
    response.headers["Cache-Control"] = "no-store"
    return response


def standing(request: HttpRequest, uid: str) -> HttpResponse:
    """Note a refusal, or that nobody could be reached."""
    found = invitation_of(request, uid)
    return _do(request, uid, _("C'est noté."), lambda: actions.set_standing(
        invitation=found, standing=request.POST.get("standing", ""), by=request.user, at=timezone.now()  # type: ignore[arg-type]
    ))  # fmt: skip


def reopening(request: HttpRequest, uid: str) -> HttpResponse:
    """Let the pole change what it validated."""
    found = invitation_of(request, uid)
    said = _("Le questionnaire est rouvert. La réponse validée est gardée.")
    return _do(request, uid, said, lambda: actions.reopen(
        invitation=found, by=request.user, at=timezone.now()  # type: ignore[arg-type]
    ))  # fmt: skip


def typing(request: HttpRequest, uid: str) -> HttpResponse:
    """Type what came on paper, by telephone or as a file."""
    found = invitation_of(request, uid)
    if found.standing == Standing.VALIDATED:
        return redirect("invitation", uid)
    form = TypedForm(request.POST or None, invitation=found)
    stored: dict[int, str] = {}
    if request.method == "POST":
        how = (
            {key: form.cleaned_data.get(key) for key in ("channel", "given_by", "given_on")} if form.is_valid() else {}
        )
        saved, stored = save_draft(form, found, by=request.user, **how)  # type: ignore[arg-type]
        if saved is not None and not form.errors:
            if "validate" in request.POST:
                return redirect("invitation-validate", uid)
            messages.success(request, _("Réponses enregistrées."))
            return redirect("invitation-type", uid)
    return render(request, "campaigns/type.html", {**_about(found), "form": form, "lines": form.lines(stored)})


def validation(request: HttpRequest, uid: str) -> HttpResponse:
    """Validate for a pole that said so on paper or by telephone: who, and in which function."""
    found = invitation_of(request, uid)
    form = signature(request, found)
    if request.method == "POST" and sign(form, found, by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("Réponses validées au nom du pôle."))
        return redirect("invitation-review", uid)
    return render(request, "campaigns/validate_typed.html", {**_about(found), **recap(found), "form": form})


def printed(request: HttpRequest, uid: str) -> HttpResponse:
    """The questionnaire to send by post."""
    found = invitation_of(request, uid)
    return render(request, "campaigns/print.html", {**_about(found), **paper(found)})


def ods(request: HttpRequest, uid: str) -> HttpResponse:
    """The questionnaire to send as a file."""
    return spreadsheet(invitation_of(request, uid))


def _do(request: HttpRequest, uid: str, done: str, action: Any) -> HttpResponse:
    if request.method == "POST":
        try:
            action()
            messages.success(request, done)
        except EssaimError as refusal:
            messages.error(request, str(refusal))
    return redirect("invitation", uid)


def _about(found: Invitation) -> dict[str, Any]:
    at = timezone.now()
    return {
        "invitation": found,
        "campaign": found.campaign,
        "pole": found.pole,
        "open": found.campaign.phase_at(at) == "open",
        "statement": statement_in_force(found),
        "coordinators": coordinators_of([found.pole]).get(found.pole.uid, []),
        "links": found.links.filter(revoked_at=None).count(),
        "erased": found.campaign.contacts_erased_at is not None,
    }
