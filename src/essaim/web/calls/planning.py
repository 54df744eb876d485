"""Preparing a call: its notice, rules, documents; publishing it, withdrawing it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.accounts.rules import is_administrator, is_state_officer
from essaim.apps.calls.actions import planning as actions
from essaim.apps.calls.actions.call_documents import add_call_document, remove_call_document
from essaim.apps.calls.models import Call
from essaim.apps.calls.places import named_places
from essaim.apps.calls.queries.calls import calls_run_by, rules_of, with_waiting
from essaim.apps.calls.queries.dossiers import CALL, open_dossiers
from essaim.apps.documents.queries import documents_of
from essaim.apps.poles.queries import networks
from essaim.apps.poles.rules import animates
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext
from essaim.engine.territories import load_territories
from essaim.kit.forms import attempt
from essaim.kit.numbers import typed_version
from essaim.web.acting import acting
from essaim.web.calls.access import moment, notice_address, run_call
from essaim.web.calls.forms import NoticeForm, PrepareForm, ReasonForm, RulesForm
from essaim.web.calls.waiting import waiting_in_words
from essaim.web.filing import Shelf, shelf_page

_STATE = "-"


def mine(request: HttpRequest) -> HttpResponse:
    """The calls that one runs."""
    found = list(calls_run_by(acting(request)))
    shown = {
        "section": "calls",
        "calls": [(call, moment(call, _closing(call)), waiting_in_words([call])) for call in found],
    }
    return render(request, "calls/run_list.html", shown)


def prepare(request: HttpRequest) -> HttpResponse:
    """Begin a call, for one of the networks that one animates, or for the State's services."""
    by = acting(request)
    keepable = [network for network in networks() if animates(by, network)]
    may_state = is_administrator(by) or is_state_officer(by)
    state = [(_STATE, gettext("services de l'État"))] if may_state else []
    form = PrepareForm(request.POST or None, owners=[*state, *((one.key, one.name) for one in keepable)])
    if request.method == "POST" and form.is_valid():
        network = next((one for one in keepable if one.key == form.cleaned_data["owner"]), None)
        title, at = form.cleaned_data["title"], timezone.now()
        call = attempt(form, lambda: actions.prepare_call(title=title, network=network, by=by, at=at))
        if call is not None:
            messages.success(request, gettext("L'appel est ouvert en brouillon : personne d'autre ne le voit."))
            return redirect("call-run", call.slug)
    return render(request, "calls/form.html", {"section": "calls", "form": form, "title": gettext("Préparer un appel")})


def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """A call for those who run it: what is ready, what is missing, where to go."""
    call = run_call(request, slug)
    at = timezone.now()
    shown = {
        "waiting": waiting_in_words(with_waiting(Call.objects.filter(pk=call.pk))),
        "section": "calls", "call": call, "missing": actions.lacking(call, at),
        "phases": [(one, moment(call, one.opens_at), moment(call, one.closes_at)) for one in call.phases.all()],
        "rules": rules_of(call), "documents": documents_of(CALL, call.uid), "results": moment(call, call.results_at),
        "writing": open_dossiers(call).count(), "handed": call.dossiers.filter(submitted_at__isnull=False).count(),
    }  # fmt: skip
    return render(request, "calls/run.html", shown)


def edit_notice(request: HttpRequest, slug: str) -> HttpResponse:
    """The notice."""
    call = run_call(request, slug)
    fields = ("title", "organiser", "summary", "text", "place", "zone", "contact", "form_address")
    first = {name: getattr(call, name) for name in fields} | {"seen_version": call.version}
    form = NoticeForm(request.POST or None, initial=first, places=named_places(call.place, load_territories()))

    def save(typed: dict[str, Any]) -> Call:
        seen, by, at = typed.pop("seen_version"), acting(request), timezone.now()
        address = notice_address(request, call)
        return actions.edit_call(call=call, changes=typed, seen_version=seen, by=by, at=at, address=address)

    return _form(request, call, form, gettext("Avis d'appel"), save)


def edit_rules(request: HttpRequest, slug: str) -> HttpResponse:
    """The rules of eligibility: those of a text, and the call's own."""
    call = run_call(request, slug)
    own = "\n".join(rule.text for rule in call.own_rules.all())
    form = RulesForm(
        request.POST or None, initial={"rules": call.rules, "own": own, "seen_version": call.version}
    )  # fmt: skip

    def save(typed: dict[str, Any]) -> Call:
        return actions.set_own_rules(
            call=call, sentences=typed["own"].splitlines(), rules=typed["rules"], seen_version=typed["seen_version"],
            by=acting(request), at=timezone.now(), address=notice_address(request, call),
        )  # fmt: skip

    return _form(request, call, form, gettext("Règles d'éligibilité"), save)


def documents(request: HttpRequest, slug: str) -> HttpResponse:
    """The documents of the call: regulations, templates."""
    call = run_call(request, slug)
    address = notice_address(request, call)
    shelf = Shelf(
        kind=CALL, key=call.uid, file=partial(add_call_document, call=call, address=address),
        withdraw=partial(remove_call_document, call=call, address=address), back=reverse("call-run", args=[slug]),
        back_label=call.title, address=reverse("call-documents", args=[slug]),
        given=lambda one: reverse("call-document", args=[slug, one.uid]), heading=gettext("Documents de l'appel"),
        lead=gettext("Règlement, modèle de budget… Ils se lisent sur la page de l'appel."),
    )  # fmt: skip
    return shelf_page(request, shelf)


def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the call public, after a look at what it says."""
    call = run_call(request, slug)
    missing, wrong = actions.lacking(call, timezone.now()), ""
    if request.method == "POST":
        try:
            actions.publish_call(call=call, seen_version=seen_version(request), by=acting(request), at=timezone.now())
        except EssaimError as refusal:
            wrong = str(refusal)
        else:
            messages.success(request, gettext("L'appel est publié."))
            return redirect("call", slug)
    shown = {"section": "calls", "call": call, "missing": missing, "wrong": wrong}
    return render(request, "calls/publish.html", shown)


def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Withdraw the call, with its reason."""
    call = run_call(request, slug)
    form = ReasonForm(request.POST or None)

    def save(typed: dict[str, Any]) -> Call:
        return actions.withdraw_call(call=call, reason=typed["reason"], by=acting(request), at=timezone.now())

    lead = gettext("L'appel quitte le calendrier. Les dossiers restent lisibles, et la raison est publique.")
    return _form(request, call, form, gettext("Retirer l'appel"), save, lead=lead)


def _form(
    request: HttpRequest, call: Call, form: forms.Form, title: str, save: Callable[[dict[str, Any]], Call],
    lead: str = "",
) -> HttpResponse:  # fmt: skip
    if request.method == "POST" and form.is_valid() and bool(attempt(form, lambda: save(dict(form.cleaned_data)))):
        messages.success(request, gettext("C'est enregistré."))
        return redirect("call-run", call.slug)
    shown = {"section": "calls", "call": call, "form": form, "title": title, "lead": lead}
    return render(request, "calls/form.html", shown)


def seen_version(request: HttpRequest) -> int:
    """The version that the page showed, sent back with what was typed."""
    seen = request.POST.get("seen_version", "")
    return typed_version(seen)


def _closing(call: Call) -> Any:
    phase = call.writing
    return phase.closes_at if phase else None
