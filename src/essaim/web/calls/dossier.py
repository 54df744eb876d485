"""A dossier for those who write it: begun, looked over, its files."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.calls.actions.answering import annex, remove_annex, start_dossier, writable
from essaim.apps.calls.actions.planning import may_write
from essaim.apps.calls.actions.submitting import lacking
from essaim.apps.calls.queries.calls import call_by_slug
from essaim.apps.calls.queries.dossiers import (
    DOSSIER,
    annexes_of,
    answers_by_question,
    decision_of,
    dossier_by_uid,
    dossiers_kept_by,
    judged_copy,
    owners_of,
    poles_that_may_answer,
    takes_pieces,
)
from essaim.apps.calls.rules import can_run_call, can_write_dossier
from essaim.apps.documents.queries import document_by_uid
from essaim.engine.language import gettext
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy as _
from essaim.web.acting import acting
from essaim.web.calls.access import moment, written_dossier
from essaim.web.calls.pieces import lines_of
from essaim.web.calls.prefill import is_prefilled, prefilled
from essaim.web.calls.public import line_of
from essaim.web.calls.reopening import reopenings_of, results_planned, waits
from essaim.web.filing import Shelf, attachment, shelf_page


class StartForm(forms.Form):
    """Which pole answers."""

    pole = forms.ChoiceField(label=_("Au nom de quel pôle"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, poles: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        pole = self.fields["pole"]
        assert isinstance(pole, forms.ChoiceField)
        pole.choices = poles


def mine(request: HttpRequest) -> HttpResponse:
    """The dossiers that one writes."""
    at = timezone.now()
    found = [(one, line_of(one.call, at), writable(one, at)) for one in dossiers_kept_by(acting(request))]
    return render(request, "calls/my_dossiers.html", {"section": "my-space", "dossiers": found})


def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a dossier in the name of a pole, or go on with it."""
    call, by, at = call_by_slug(slug), acting(request), timezone.now()
    if call is None or call.published_at is None:
        raise Http404
    poles = poles_that_may_answer(by)
    draft = gettext("%(name)s (en préparation)")
    named = [(pole.uid, draft % {"name": pole.name} if pole.is_draft else pole.name) for pole in poles]
    form = StartForm(request.POST or None, poles=named, initial={"pole": poles[0].uid if poles else ""})
    if request.method == "POST" and form.is_valid():
        pole = next(one for one in poles if one.uid == form.cleaned_data["pole"])
        dossier = attempt(form, lambda: start_dossier(call=call, pole=pole, by=by, at=at))
        if dossier is not None:
            return redirect("dossier", uid=dossier.uid)
    shown = {
        "section": "calls", "call": call, "line": line_of(call, at), "form": form, "poles": poles,
        "may_answer": may_write(call, at), "any_draft": any(pole.is_draft for pole in poles),
    }  # fmt: skip
    return render(request, "calls/start.html", shown)


def overview(request: HttpRequest, uid: str) -> HttpResponse:
    """What is written, what is missing, until when, by whom."""
    dossier, at = written_dossier(request, uid), timezone.now()
    call = dossier.call
    answers = answers_by_question(dossier)
    questions = list(call.questions.all())
    decision = decision_of(dossier) if call.results_at else None
    shown = {
        "section": "my-space",
        "dossier": dossier,
        "call": call,
        "line": line_of(call, at),
        "writable": writable(dossier, at),
        "reopened": moment(call, dossier.reopened_until),
        "answered": sum(1 for one in questions if one.pk in answers and answers[one.pk].text),
        "questions": questions,
        "partners": list(dossier.partners.all()),
        "annexes": annexes_of(dossier),
        "missing": lacking(dossier),
        "submissions": [(one, moment(call, one.submitted_at)) for one in dossier.submissions.all()],
        "pieces": lines_of(dossier, list(dossier.piece_requests.all())),
        "decision": decision,
        "judged": judged_copy(dossier, decision) if decision else None,
        "takes_pieces": takes_pieces(dossier),
        "results": moment(call, call.results_at),
        "reopenings": reopenings_of(dossier),
        "is_asked": waits(dossier),
        "results_planned": results_planned(call),
        "form_address": prefilled(dossier),
        "is_prefilled": is_prefilled(call.form_address),
    }
    return render(request, "calls/dossier.html", shown)


def annexes(request: HttpRequest, uid: str) -> HttpResponse:
    """The annexes of a dossier: filed and withdrawn while it may be written."""
    dossier = written_dossier(request, uid)
    may = writable(dossier, timezone.now())
    shelf = Shelf(
        kind=DOSSIER, key=dossier.uid, file=partial(annex, dossier=dossier),
        withdraw=partial(remove_annex, dossier=dossier), back=reverse("dossier", args=[uid]),
        back_label=dossier.call.title, address=reverse("dossier-annexes", args=[uid]),
        given=lambda one: reverse("dossier-document", args=[uid, one.uid]), heading=gettext("Annexes"),
        closed="" if may else gettext("Ce dossier ne se modifie plus."),
    )  # fmt: skip
    return shelf_page(request, shelf)


def download(request: HttpRequest, uid: str, document: str) -> HttpResponse:
    """An annex, or a file of an answer to a piece: for those who write the dossier and, once it is handed in, for those
    who run the call."""
    dossier, found, reader = dossier_by_uid(uid), document_by_uid(document), acting(request)
    if dossier is None or found is None or (found.owner_kind, found.owner_key) not in owners_of(dossier):
        raise Http404
    runs = dossier.submitted_at is not None and can_run_call(reader, dossier.call)
    if not (can_write_dossier(reader, dossier) or runs):
        raise Http404
    return attachment(found)
