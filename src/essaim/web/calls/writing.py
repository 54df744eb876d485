"""Answering the questions: a whole form that works without scripts, and each field saved by itself with them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.calls.actions.answering import save_answer, writable
from essaim.apps.calls.answers import as_typed, choices_of, in_words
from essaim.apps.calls.enums import QuestionKind
from essaim.apps.calls.models import Answer, Dossier, Question
from essaim.apps.calls.queries.dossiers import answers_by_question, question_of
from essaim.apps.poles.queries import authors_of
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile
from essaim.kit.numbers import typed_version
from essaim.web.acting import acting
from essaim.web.calls.access import moment, written_dossier
from essaim.web.calls.public import by_section, line_of


@dataclass(slots=True)
class Field:
    """A question as the form shows it.

    Attributes:
        typed: what stands in it. version: of the answer that was read, 0 when there is none.
        error: what is wrong. theirs: what somebody else wrote meanwhile, "" otherwise.
        saved: what to say of the last write. written: by whom and when, "" when nothing is.
    """

    question: Question
    typed: str
    version: int
    error: str = ""
    theirs: str = ""
    saved: str = ""
    written: str = ""

    @property
    def chosen(self) -> set[str]:
        """The choices that are ticked."""
        return set(self.typed.split("\n")) if self.typed else set()

    @property
    def offered(self) -> list[str]:
        """The choices that are offered."""
        return choices_of(self.question)

    @property
    def name(self) -> str:
        """Its name in the form."""
        return f"q-{self.question.uid}"

    @property
    def left(self) -> int | None:
        """How many signs too many, or left when negative; None when there is no bound."""
        return None if self.question.longest is None else len(self.typed) - self.question.longest


def answers(request: HttpRequest, uid: str) -> HttpResponse:
    """Every question; what is posted is saved answer by answer, and what cannot be is shown with why."""
    dossier, at = written_dossier(request, uid), timezone.now()
    if request.method == "POST":
        fields = [_saved(request, dossier, one) for one in dossier.call.questions.all()]
        if not any(one.error or one.theirs for one in fields):
            messages.success(request, _("C'est enregistré."))
            return redirect("dossier-answers" if "stay" in request.POST else "dossier", uid=uid)
    else:
        fields = _all_read(dossier)
    shown = {
        "section": "my-space", "dossier": dossier, "call": dossier.call, "line": line_of(dossier.call, at),
        "parts": by_section(fields, lambda one: one.question.section),
        "writable": writable(dossier, at), "wrong": [one for one in fields if one.error],
        "conflicts": [one for one in fields if one.theirs],
    }  # fmt: skip
    return render(request, "calls/answers.html", shown, status=409 if shown["conflicts"] else 200)


def autosave(request: HttpRequest, uid: str, question: str) -> HttpResponse:
    """One answer, saved while it is written; the piece of page that comes back says so, or what to do."""
    dossier = written_dossier(request, uid)
    found = question_of(dossier.call, question)
    if found is None:
        raise Http404
    if request.method != "POST":
        return redirect("dossier-answers", uid=uid)
    field = _saved(request, dossier, found)
    return render(request, "calls/_saved.html", {"field": field, "dossier": dossier})


def _saved(request: HttpRequest, dossier: Dossier, question: Question) -> Field:
    name = f"q-{question.uid}"
    seen = request.POST.get(f"{name}-seen", "")
    typed = "\n".join(request.POST.getlist(name)) if question.kind == QuestionKind.CHOICES else request.POST.get(name)
    version = typed_version(seen)
    field = Field(question, (typed or "").replace("\r\n", "\n"), version)
    if name not in request.POST and f"{name}-seen" not in request.POST:
        # Not on the page that was sent: left as it is.
        return _read(question, answers_by_question(dossier).get(question.pk))
    by, at = acting(request), timezone.now()
    try:
        kept = save_answer(
            dossier=dossier, question=question, text=field.typed, seen_version=field.version, by=by, at=at
        )
    except ChangedMeanwhile:
        now = Answer.objects.filter(dossier=dossier, question=question).first()
        field.theirs, field.version = (_signed(question, now), now.version) if now else ("", 0)
    except EssaimError as refusal:
        field.error = str(refusal)
    else:
        if kept is not None:
            field.version, field.typed = kept.version, as_typed(question, kept.text)
            field.saved = _("Enregistré à %(time)s.") % {"time": f"{dossier.call.local(kept.changed_at):%H:%M}"}
    return field


def _signed(question: Question, answer: Answer) -> str:
    """Somebody else's words, with whose they are."""
    person = authors_of({answer.changed_by}).get(answer.changed_by)
    said = in_words(question, answer.text) or _("(effacé)")
    return f"{person.name or person.email} : {said}" if person is not None else said


def _all_read(dossier: Dossier) -> list[Field]:
    """Every question with its answer, by whom and when."""
    known = answers_by_question(dossier)
    people, fields = authors_of({one.changed_by for one in known.values()}), []
    for question in dossier.call.questions.all():
        answer = known.get(question.pk)
        field = _read(question, answer)
        if answer is not None:
            person, at = people.get(answer.changed_by), moment(dossier.call, answer.changed_at)
            name = (person.name or person.email) if person is not None else _("une personne partie")
            field.written = _("Écrit par %(who)s, %(at)s.") % {"who": name, "at": at}
        fields.append(field)
    return fields


def _read(question: Question, answer: Answer | None) -> Field:
    if answer is None:
        return Field(question, "", 0)
    return Field(question, as_typed(question, answer.text), answer.version)
