"""The officer's review: accepted answers go to the sheet, the others do not."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.campaigns import actions
from essaim.apps.campaigns.enums import Choice
from essaim.apps.campaigns.models import Invitation, StatedAnswer, Statement
from essaim.apps.campaigns.queries import statement_in_force
from essaim.apps.campaigns.questions import in_words, known, label
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.web.campaigns.access import invitation_of
from essaim.web.campaigns.questionnaire import answer_in_words


def answers(request: HttpRequest, uid: str) -> HttpResponse:
    """Each validated answer beside the sheet: accept all, accept one, refuse one."""
    invitation = invitation_of(request, uid)
    statement = statement_in_force(invitation)
    if statement is None:
        messages.warning(request, _("Ce pôle n'a pas encore validé de réponse."))
        return redirect("invitation", uid)
    if request.method == "POST":
        _decide(request, statement)
        return redirect("invitation-review", uid)
    only = request.GET.get("voir") == "differences"
    rows = [_row(answer, invitation) for answer in statement.answers.all()]
    shown = {
        "invitation": invitation, "campaign": invitation.campaign, "statement": statement, "only": only,
        "rows": [row for row in rows if row["differs"]] if only else rows,
        "waiting": sum(row["waits"] for row in rows),
    }  # fmt: skip
    return render(request, "campaigns/review.html", shown)


def _decide(request: HttpRequest, statement: Statement) -> None:
    who: Any = request.user
    at = timezone.now()
    try:
        if "accept_all" in request.POST:
            done, clashing = actions.accept_answers(statement=statement, by=who, at=at)
            messages.success(request, _accepted(len(done)))
            if clashing:
                names = ", ".join(label(answer.question) for answer in clashing)
                messages.warning(
                    request, _("La fiche a changé depuis : %(names)s. À décider une par une.") % {"names": names}
                )
            return
        answer = next((one for one in statement.answers.all() if str(one.pk) == request.POST.get("answer")), None)
        if answer is None:
            return
        if "refuse" in request.POST:
            actions.refuse_answer(answer=answer, by=who, at=at)
            messages.success(request, _("Réponse refusée : la fiche ne change pas."))
        else:
            actions.accept_answer(answer=answer, by=who, at=at, despite_change="despite" in request.POST)
            messages.success(request, _accepted(1))
    except EssaimError as refusal:
        messages.error(request, str(refusal))


def _row(answer: StatedAnswer, invitation: Invitation) -> dict[str, Any]:
    now = known(answer.question, invitation.pole)
    waits = not answer.outcome and answer.choice != Choice.NOTHING
    return {
        "answer": answer,
        "label": label(answer.question),
        "before": in_words(answer.question, answer.known),
        "now": in_words(answer.question, now.value),
        "said": answer_in_words(answer),
        "differs": answer.choice == Choice.CORRECTED and answer.value != answer.known,
        "waits": waits,
        "clashes": waits and now.value not in (answer.known, answer.value),
    }


def _accepted(n: int) -> str:
    return ngettext(
        "%(n)s réponse acceptée : elle est sur la fiche, avec sa source.",
        "%(n)s réponses acceptées : elles sont sur la fiche, avec leur source.",
        n,
    ) % {"n": n}
