"""Checking and handing in; what was handed in; withdrawing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.calls.actions.answering import writable
from essaim.apps.calls.actions.submitting import lacking, submit, withdraw_dossier
from essaim.apps.calls.eligibility import findings_of, place_finding
from essaim.apps.calls.models import Dossier, Submission
from essaim.apps.calls.rules import can_write_dossier
from essaim.engine.eligibility import Finding, RuleSet
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext
from essaim.engine.values import Answer
from essaim.kit.forms import attempt
from essaim.tables.formats import euros
from essaim.web.acting import acting
from essaim.web.calls.access import moment, page_of, read_submission, written_dossier
from essaim.web.calls.forms import ReasonForm
from essaim.web.calls.public import by_section, line_of
from essaim.web.organisations.wording import family
from essaim.web.shares import shares_of


def hand_in(request: HttpRequest, uid: str) -> HttpResponse:
    """What is missing, what the rules say, then one button; refused, it says why and loses nothing."""
    dossier, wrong = written_dossier(request, uid), ""
    if request.method == "POST":
        try:
            made = submit(dossier=dossier, address=page_of(request, dossier), by=acting(request), at=timezone.now())
        except EssaimError as refusal:
            wrong = str(refusal)
        else:
            messages.success(request, gettext("Le dossier est déposé. Voici son reçu."))
            return redirect("dossier-submission", uid=uid, number=made.number)
    at, place = timezone.now(), place_finding(dossier)
    shown = {
        "section": "my-space", "dossier": dossier, "call": dossier.call, "line": line_of(dossier.call, at),
        "missing": lacking(dossier), "rules": rules_in_words(findings_of(dossier)), "wrong": wrong,
        "writable": writable(dossier, at), "place": (*said(place[0]), place[1]) if place else None,
        "over": shares_of([one.amount_cents for one in dossier.partners.all()], dossier.budget_cents)["over"],
    }  # fmt: skip
    return render(request, "calls/submit.html", shown)


def submission(request: HttpRequest, uid: str, number: int) -> HttpResponse:
    """The dossier as it was handed in, with its receipt: for those who wrote it, and those who run the call."""
    dossier, made = read_submission(request, uid, number)
    writes = can_write_dossier(acting(request), dossier)
    shown = {"section": "my-space" if writes else "calls", "writes": writes, **submission_in_words(dossier, made)}
    return render(request, "calls/submission.html", shown)


def take_back(request: HttpRequest, uid: str) -> HttpResponse:
    """Withdraw the dossier."""
    dossier = written_dossier(request, uid)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].required = False
    if request.method == "POST" and form.is_valid():
        reason, by, at = form.cleaned_data["reason"], acting(request), timezone.now()
        if attempt(form, lambda: withdraw_dossier(dossier=dossier, reason=reason, by=by, at=at)):
            messages.success(request, gettext("Le dossier est retiré ; il reste lisible ici."))
            return redirect("dossier", uid=uid)
    shown = {"section": "my-space", "dossier": dossier, "call": dossier.call, "form": form}
    return render(request, "calls/take_back.html", shown)


def rules_in_words(found: list[tuple[RuleSet, list[Finding]]]) -> list[dict[str, Any]]:
    """Each set of rules with its findings: a class for the answer, and the answer in words."""
    return [
        {"rules": rules, "findings": [(one.rule.text(), *said(one.answer), one.why) for one in findings]}
        for rules, findings in found
    ]


def said(answer: Answer) -> tuple[str, str]:
    """An answer as a page shows it: its class, its words."""
    return {
        Answer.YES: ("yes", gettext("réuni")),
        Answer.NO: ("no", gettext("non réuni")),
        Answer.UNKNOWN: ("unknown", gettext("on ne peut pas dire")),
    }[answer]


def family_in_words(partner: dict[str, Any]) -> str:
    """The family that a partner of a frozen copy declares; "" when it declares none."""
    return family(partner["family"]) if partner.get("family") else ""


def submission_in_words(dossier: Dossier, made: Submission) -> dict[str, Any]:
    """A frozen copy as a page, a file, show it."""
    data = made.data
    return {
        "dossier": dossier,
        "call": dossier.call,
        "made": made,
        "moment": moment(dossier.call, made.submitted_at),
        "data": data,
        "budget": euros(data["budget_cents"]) if data.get("budget_cents") is not None else "",
        "partners": [
            (one, euros(one["amount_cents"]) if one["amount_cents"] is not None else "", family_in_words(one))
            for one in data["partners"]
        ],
        "over": shares_of([one["amount_cents"] for one in data["partners"]], data.get("budget_cents"))["over"],
        "parts": by_section(data["answers"], lambda one: str(one["section"])),
        "eligibility": [(one, *said(Answer[one["answer"]])) for one in data.get("eligibility", [])],
    }
