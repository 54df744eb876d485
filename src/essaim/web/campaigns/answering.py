"""What a pole sees through its link: welcome, answers, validation, file, paper. No account, no script needed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.audit.actors import Actor
from essaim.apps.campaigns import actions
from essaim.apps.campaigns.actions.answering import problems
from essaim.apps.campaigns.enums import Channel, Standing
from essaim.apps.campaigns.errors import WrongAnswers
from essaim.apps.campaigns.models import Invitation
from essaim.apps.campaigns.queries import invitation_by_uid, statement_in_force
from essaim.apps.campaigns.questions import in_words, label
from essaim.apps.campaigns.sheets import LARGEST_FILE, questionnaire_ods, read_questionnaire
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.kit.errors import ChangedMeanwhile
from essaim.kit.forms import attempt
from essaim.web.campaigns.access import answerer, by_link
from essaim.web.campaigns.questionnaire import (
    QuestionnaireForm,
    SignatureForm,
    UploadForm,
    answer_in_words,
    line_of,
)

AUTOSAVE = "essaim-autosave"


@by_link
def welcome(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Who asks what, until when, and what becomes of it; a button opens the questionnaire."""
    at = timezone.now()
    if request.method == "POST":
        actions.open_questionnaire(invitation=invitation, by=answerer(invitation), at=at)
        return redirect("questionnaire-answers", token)
    statement = statement_in_force(invitation)
    shown = {
        **_about(invitation, token),
        "questions": len(invitation.campaign.questions.all()),
        "statement": statement,
        "stated": _stated(statement) if statement else [],
        "upload": UploadForm(),
    }
    return render(request, "campaigns/welcome.html", shown)


@by_link
def answers(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """The questionnaire: a draft that several people come back to."""
    about = _about(invitation, token)
    if not about["takes_answers"] or invitation.standing == Standing.VALIDATED:
        return redirect("questionnaire", token)
    if request.method != "POST":
        form = QuestionnaireForm(invitation=invitation)
        return render(request, "campaigns/answers.html", {**about, "form": form, "lines": form.lines()})
    form = QuestionnaireForm(request.POST, invitation=invitation)
    saved, stored = save_draft(form, invitation, by=answerer(invitation))
    if request.headers.get("X-Requested-With") == AUTOSAVE:
        return _autosaved(form, saved)
    if saved is not None and not form.errors:
        if "validate" in request.POST:
            return redirect("questionnaire-validate", token)
        messages.success(request, _("Brouillon enregistré. Vous pouvez revenir avec le même lien."))
        return redirect("questionnaire-answers", token)
    shown = {**about, "form": form, "lines": form.lines(stored), "saved": saved is not None}
    return render(request, "campaigns/answers.html", shown)


@by_link
def validation(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """What the pole is about to sign, and by whom."""
    about = _about(invitation, token)
    if not about["takes_answers"] or invitation.standing == Standing.VALIDATED:
        return redirect("questionnaire", token)
    form = signature(request, invitation)
    if request.method == "POST" and sign(form, invitation, by=answerer(invitation)):
        messages.success(request, _("Merci. Vos réponses sont validées et transmises au réseau."))
        return redirect("questionnaire", token)
    return render(request, "campaigns/validate.html", {**about, **recap(invitation), "form": form})


@by_link
def upload(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """A filled spreadsheet becomes the draft: good lines kept, bad ones named."""
    form = UploadForm(request.POST or None, request.FILES or None)
    shown = _about(invitation, token)
    if request.method == "POST" and form.is_valid():
        reading = attempt(
            form, lambda: read_questionnaire(form.cleaned_data["file"].read(LARGEST_FILE + 1), invitation)
        )
        if reading is not None:
            saved = attempt(form, lambda: actions.save_answers(
                invitation=invitation, given=reading.given, seen_version=invitation.version, channel=Channel.FILE,
                by=answerer(invitation), at=timezone.now(),
            ))  # fmt: skip
            shown |= {"reading": reading, "taken": len(reading.given), "saved": saved}
    return render(request, "campaigns/upload.html", {**shown, "form": form})


@by_link
def ods(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """The questionnaire to fill offline."""
    return spreadsheet(invitation)


@by_link
def printed(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """The questionnaire to fill by hand."""
    return render(request, "campaigns/print.html", {**_about(invitation, token), **paper(invitation)})


@by_link
def reopening(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """Ask the network to open a validated questionnaire again."""
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            actions.ask_reopening(invitation=invitation, reason=reason, by=answerer(invitation), at=timezone.now())
            messages.success(request, _("Votre demande de réouverture est transmise au réseau."))
        except EssaimError as refusal:
            messages.error(request, str(refusal))
    return redirect("questionnaire", token)


# Shared with the officer's typing ------------------------------------------------------------------------------------


def save_draft(
    form: QuestionnaireForm, invitation: Invitation, *, by: Actor, **how: Any
) -> tuple[Invitation | None, dict[int, str]]:
    """Keep what was typed; what cannot be read is marked on the form. When somebody saved meanwhile, what they kept
    is told by question, and the form may then be saved over it knowingly."""
    if not form.is_valid():
        return None, {}
    given = form.given()
    try:
        saved = actions.save_answers(
            invitation=invitation, given=given, seen_version=form.cleaned_data["version"], by=by,
            at=timezone.now(), **how,
        )  # fmt: skip
    except ChangedMeanwhile:
        form.add_error(None, _("Quelqu'un d'autre a enregistré ce questionnaire pendant ce temps. Ses réponses sont "
                               "affichées à côté des vôtres : relisez-les, puis enregistrez à nouveau pour garder "
                               "les vôtres."))  # fmt: skip
        now = invitation_by_uid(invitation.uid) or invitation
        form.go_on_from(now.version)
        kept = {answer.question_id: answer for answer in now.answers.all()}
        return None, {
            key: answer_in_words(kept[key]) or _("pas de réponse")
            for key, one in given.items()
            if key in kept and (kept[key].choice, kept[key].value) != (one.choice, one.value)
        }
    except EssaimError as refusal:
        form.add_error(None, str(refusal))
        return None, {}
    now = invitation_by_uid(saved.uid) or saved
    form.mark(problems(now))
    form.go_on_from(now.version)
    return now, {}


def signature(request: HttpRequest, invitation: Invitation) -> SignatureForm:
    """The form of who validates, at the version that is read."""
    return SignatureForm(request.POST or None, initial={"version": invitation.version})


def sign(form: SignatureForm, invitation: Invitation, *, by: Actor) -> bool:
    """Validate; whether it was done. What is refused stands on the form."""
    if not form.is_valid():
        return False
    try:
        actions.validate(
            invitation=invitation, person=form.cleaned_data["person"], function=form.cleaned_data["function"],
            seen_version=form.cleaned_data["version"], by=by, at=timezone.now(),
        )  # fmt: skip
    except WrongAnswers as refusal:
        labels = {line.question.pk: line.label for line in paper(invitation)["lines"]}
        for key, why in refusal.by_question.items():
            form.add_error(None, f"{labels[key]} : {why}")
        return False
    except EssaimError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def recap(invitation: Invitation) -> dict[str, Any]:
    """Each answer of the draft beside what is known, with what cannot be read."""
    kept = {answer.question_id: answer for answer in invitation.answers.all()}
    wrong = problems(invitation)
    rows = [
        (line, answer_in_words(kept[key]) if key in kept else "", kept[key].note if key in kept else "", wrong.get(key))
        for line in paper(invitation)["lines"]
        for key in [line.question.pk]
    ]
    return {"rows": rows, "wrong": len(wrong)}


def paper(invitation: Invitation) -> dict[str, Any]:
    """The questions with what is known and the closed lists to tick."""
    return {"lines": [line_of(question, invitation) for question in invitation.campaign.questions.all()]}


def spreadsheet(invitation: Invitation) -> HttpResponse:
    """The questionnaire as an ODS file."""
    name = f"questionnaire-{invitation.pole.slug}.ods"
    return HttpResponse(
        questionnaire_ods(invitation), content_type="application/vnd.oasis.opendocument.spreadsheet",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def _about(invitation: Invitation, token: str) -> dict[str, Any]:
    at = timezone.now()
    campaign = invitation.campaign
    return {
        "invitation": invitation,
        "pole": invitation.pole,
        "campaign": campaign,
        "token": token,
        "takes_answers": campaign.takes_answers(at),
        "before": at < campaign.opens_at,
        "validated": invitation.standing == Standing.VALIDATED,
    }


def _stated(statement: Any) -> list[tuple[str, str, str]]:
    return [(label(a.question), answer_in_words(a), in_words(a.question, a.value)) for a in statement.answers.all()]


def _autosaved(form: QuestionnaireForm, saved: Invitation | None) -> JsonResponse:
    if saved is None:
        return JsonResponse({"saved": False, "message": _("Pas enregistré : utilisez le bouton.")}, status=409)
    wrong = sum(bool(errors) for errors in form.errors.values())
    said = _("Brouillon enregistré.")
    if wrong:
        said += " " + ngettext("%(n)s réponse ne se lit pas.", "%(n)s réponses ne se lisent pas.", wrong) % {"n": wrong}
    return JsonResponse({"saved": True, "version": saved.version, "message": said})
