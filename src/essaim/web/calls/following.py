"""What those who run a call do with dossiers: list, read, ask, reopen, decide, publish."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.calls.actions import following as actions
from essaim.apps.calls.actions.pieces import ask_piece
from essaim.apps.calls.actions.planning import may_write
from essaim.apps.calls.actions.reopening import refuse_reopening, reopen
from essaim.apps.calls.archives import made_at
from essaim.apps.calls.enums import DossierState, Outcome
from essaim.apps.calls.models import Call, Dossier
from essaim.apps.calls.queries.dossiers import (
    DossierFilters,
    annexes_of,
    dossiers_of,
    judged_copy,
    open_dossiers,
    takes_pieces,
)
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext, ngettext
from essaim.kit.forms import attempt
from essaim.web.acting import acting
from essaim.web.calls.access import handed_dossier, moment, page_of, run_call
from essaim.web.calls.archive import AT_ONCE
from essaim.web.calls.asking import asked_of_reopened, asked_of_results, current, is_outdated, said_of_results
from essaim.web.calls.forms import DecisionForm, PieceForm, ReasonForm, ReopenForm
from essaim.web.calls.handing import submission_in_words
from essaim.web.calls.pieces import accept, lines_of
from essaim.web.calls.reopening import reopenings_of, waits
from essaim.web.calls.waiting import pieces_in_words

_A_PAGE = 50


def dossiers(request: HttpRequest, slug: str) -> HttpResponse:
    """The dossiers that were handed in; those being written are counted. Several may be decided at once."""
    call = run_call(request, slug)
    if request.POST.get("do") == "remind":
        return _reminded(request, call)
    filters = filters_of(request)
    form = DecisionForm(request.POST if request.POST.get("do") == "decide" else None)
    if form.is_bound and form.is_valid():
        chosen = _chosen(request, call, form)
        asked = asked_of_reopened(request, chosen, reverse("call-dossiers", args=[slug]), call.title)
        if asked is not None:
            return asked
        if chosen and bool(attempt(form, lambda: _decide(request, chosen, form))):
            return redirect("call-dossiers", slug=slug)
    page = Paginator(dossiers_of(call, filters), _A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "section": "calls", "call": call, "page": page, "filters": filters, "form": form,
        "chosen": set(request.POST.getlist("dossier")),
        "lines": [
            (one, moment(call, one.submitted_at), current(one), _is_outdated(one), pieces_in_words(one))
            for one in page
        ],
        "states": [(DossierState(key), DossierState(key).label) for key in DossierState.values if key != "open"],
        "outcomes": Outcome.choices, "writing": open_dossiers(call).count(), "asked": _query(request),
        "handed": (handed := dossiers_of(call, DossierFilters()).count()), "at_once": handed <= AT_ONCE,
        "kept": moment(call, made_at(call)), "may_remind": may_write(call, timezone.now()),
    }  # fmt: skip
    return render(request, "calls/dossiers.html", shown)


def read(request: HttpRequest, uid: str) -> HttpResponse:
    """A dossier as it was handed in last, what was asked, what was decided; and forms to go on."""
    dossier = handed_dossier(request, uid)
    call, what = dossier.call, request.POST.get("do", "")
    if what == "accept":
        return accept(request, dossier)
    made = dossier.submissions.all()[0]
    with timezone.override(ZoneInfo(call.zone)):
        forms = {
            "ask": PieceForm(request.POST if what == "ask" else None),
            "reopen": ReopenForm(request.POST if what == "reopen" else None, auto_id="reopen_%s"),
            "refuse": ReasonForm(request.POST if what == "refuse" else None, auto_id="refuse_%s"),
            "decide": DecisionForm(request.POST if what == "decide" else None),
        }
        if what in forms and forms[what].is_valid():
            here = reverse("dossier-read", args=[uid])
            asked = asked_of_reopened(request, [dossier], here, dossier.pole.name) if what == "decide" else None
            if asked is not None:
                return asked
            if _done(request, dossier, what, forms[what]):
                return redirect("dossier-read", uid=uid)
        shown = {
            **submission_in_words(dossier, made), "section": "calls", "forms": forms,
            "annexes": annexes_of(dossier), "pieces": lines_of(dossier, list(dossier.piece_requests.all())),
            "decisions": [
                (one, moment(call, one.decided_at), judged_copy(dossier, one)) for one in dossier.decisions.all()
            ],
            "reopenings": reopenings_of(dossier), "is_asked": waits(dossier),
            "reopened": moment(call, dossier.reopened_until), "takes_pieces": takes_pieces(dossier),
            "others": list(dossier.submissions.all())[1:],
        }  # fmt: skip
        return render(request, "calls/read.html", shown)


def results(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish the results, after a look at what will be said."""
    call, wrong = run_call(request, slug), ""
    lines = [(one, current(one)) for one in dossiers_of(call, DossierFilters())]
    if request.method == "POST":
        asked = asked_of_results(request, call, lines)
        if asked is not None:
            return asked
        address = request.build_absolute_uri(reverse("call", args=[slug]))
        try:
            count, drafts = actions.publish_results(call=call, address=address, by=acting(request), at=timezone.now())
        except EssaimError as refusal:
            wrong = str(refusal)
        else:
            text = ngettext("%(n)d lauréat publié.", "%(n)d lauréats publiés.", count) % {"n": count}
            if drafts:
                text += " " + gettext("Les pôles en préparation le seront dans l'annuaire quand ils y entreront.")
            messages.success(request, text)
            return redirect("call", slug)
    shown = {
        "section": "calls", "call": call, "wrong": wrong, "lines": lines, "published": moment(call, call.results_at),
        "notes": said_of_results(call, lines),
        "undecided": [one for one, decision in lines if decision is None and one.state != DossierState.WITHDRAWN],
    }  # fmt: skip
    return render(request, "calls/results.html", shown)


def _is_outdated(dossier: Dossier) -> bool:
    decision = current(dossier)
    return decision is not None and is_outdated(dossier, decision)


def filters_of(request: HttpRequest) -> DossierFilters:
    """What the list is asked, cleaned."""
    given = {key: request.GET.get(key, "").replace("\0", "")[:100] for key in ("q", "etat", "decision", "tri")}
    return DossierFilters(given["q"], given["etat"], given["decision"], given["tri"])


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


def _reminded(request: HttpRequest, call: Call) -> HttpResponse:
    address = request.build_absolute_uri(reverse("call", args=[call.slug]))
    try:
        count = actions.remind_open(call=call, address=address, by=acting(request), at=timezone.now())
    except EssaimError as refusal:
        messages.error(request, str(refusal))
        return redirect("call-dossiers", slug=call.slug)
    text = ngettext("%(n)d dossier rappelé.", "%(n)d dossiers rappelés.", count) % {"n": count}
    messages.success(request, text)
    return redirect("call-dossiers", slug=call.slug)


def _chosen(request: HttpRequest, call: Call, form: DecisionForm) -> list[Dossier]:
    """The dossiers that are ticked; none is said on the form."""
    wanted = set(request.POST.getlist("dossier"))
    chosen = [one for one in dossiers_of(call, DossierFilters()) if one.uid in wanted]
    if not chosen:
        form.add_error(None, gettext("Cochez au moins un dossier."))
    for one in chosen:
        one.call = call
    return chosen


def _decide(request: HttpRequest, chosen: list[Dossier], form: Any) -> int:
    typed = form.cleaned_data
    return actions.decide(
        dossiers=chosen, outcome=typed["outcome"], reason=typed["reason"], text_relied_on=typed["text_relied_on"],
        by=acting(request), at=timezone.now(),
    )  # fmt: skip


def _done(request: HttpRequest, dossier: Dossier, what: str, form: Any) -> bool:
    by, at, typed, address = acting(request), timezone.now(), form.cleaned_data, page_of(request, dossier)
    if what == "decide":
        return bool(attempt(form, lambda: _decide(request, [dossier], form)))
    if what == "ask":
        done: object = attempt(
            form,
            lambda: ask_piece(
                dossier=dossier, text=typed["text"], due_on=typed["due_on"], address=address, by=by, at=at
            ),
        )
    elif what == "refuse":
        done = attempt(
            form,
            lambda: refuse_reopening(dossier=dossier, reason=typed["reason"], address=address, by=by, at=at) or True,
        )
    else:
        done = attempt(
            form,
            lambda: reopen(
                dossier=dossier, until=typed["until"], reason=typed["reason"], address=address, by=by, at=at
            ),
        )
    if done is not None:
        messages.success(request, gettext("C'est envoyé."))
    return done is not None
