"""The questions of a call: listed, written, moved, removed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.calls.actions import planning as actions
from essaim.apps.calls.models import Call, Question
from essaim.apps.calls.queries.dossiers import question_of
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext
from essaim.kit.forms import attempt
from essaim.web.acting import acting
from essaim.web.calls.access import notice_address, run_call
from essaim.web.calls.forms import QuestionForm
from essaim.web.sure import asked_first

_FIELDS = ("section", "label", "help", "kind", "choices", "is_required", "longest")


def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The list, in its order, and a form to add one."""
    call = run_call(request, slug)
    if request.POST.get("do") in ("up", "down", "remove"):
        return _moved(request, call)
    rows = list(call.questions.all())
    form = QuestionForm(request.POST or None, initial={"section": rows[-1].section if rows else ""})
    if request.method == "POST" and form.is_valid() and _put(request, call, None, form):
        return redirect("call-questions", slug=slug)
    return render(request, "calls/questions.html", {"section": "calls", "call": call, "questions": rows, "form": form})


def question(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """One question."""
    call = run_call(request, slug)
    found = question_of(call, uid)
    if found is None:
        raise Http404
    form = QuestionForm(request.POST or None, initial={name: getattr(found, name) for name in _FIELDS})
    if request.method == "POST" and form.is_valid() and _put(request, call, found, form):
        return redirect("call-questions", slug=slug)
    shown = {"section": "calls", "call": call, "form": form, "title": gettext("Question"), "lead": ""}
    return render(request, "calls/form.html", shown)


def _put(request: HttpRequest, call: Call, found: Question | None, form: QuestionForm) -> bool:
    facts: dict[str, Any] = {name: form.cleaned_data[name] for name in _FIELDS}
    put = attempt(
        form,
        lambda: actions.put_question(
            call=call,
            question=found,
            facts=facts,
            by=acting(request),
            at=timezone.now(),
            address=notice_address(request, call),
        ),
    )
    if put is not None:
        messages.success(request, gettext("C'est enregistré."))
    return put is not None


def _moved(request: HttpRequest, call: Call) -> HttpResponse:
    found, what = question_of(call, request.POST.get("question", "")), request.POST["do"]
    if found is None:
        raise Http404
    if what == "remove":
        asked = asked_first(
            request, title=gettext("Retirer « %(title)s » ?") % {"title": found.label},
            lead=gettext("Elle n'est plus posée. Une question à laquelle un dossier répond ne se retire pas."),
            back=reverse("call-questions", args=[call.slug]), back_label=gettext("Questions"),
        )  # fmt: skip
        if asked is not None:
            return asked
    by, at = acting(request), timezone.now()
    try:
        if what == "remove":
            actions.remove_question(question=found, by=by, at=at, address=notice_address(request, call))
            messages.success(request, gettext("La question est retirée."))
        else:
            actions.move_question(question=found, up=what == "up", by=by, at=at)
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    return redirect("call-questions", slug=call.slug)
