"""Letters of a prospect: prepared, taken away to be signed, filed once signed, withdrawn; what was filed given out."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache

from essaim.apps.documents.queries import content_of
from essaim.apps.founding.actions.letters import (
    change_letter,
    file_signed_letter,
    make_letter,
    remove_letter,
    withdraw_letter,
)
from essaim.apps.founding.enums import LetterKind, ProspectState
from essaim.apps.founding.models import Founding, Letter, Prospect
from essaim.apps.founding.queries.prospects import document_of, letter_by_uid
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.kit.forms import attempt
from essaim.tables import formats
from essaim.web.acting import acting
from essaim.web.documents.answers import at_once
from essaim.web.documents.pdf import document_pdf
from essaim.web.editing.saving import Part, edited
from essaim.web.letters.odt import MEDIA, write_letter
from essaim.web.letters.words import letter_words
from essaim.web.organisations.listing import asked_text
from essaim.web.prospects.asking import asked_founding, asked_prospect
from essaim.web.prospects.forms import LetterEditForm, LetterForm, SignedForm, WithdrawForm

_FORMS = {"pdf": "application/pdf", "odt": MEDIA}
_NAMES = {LetterKind.COMMITMENT: "lettre-d-engagement", LetterKind.MEMBERSHIP: "bulletin-d-adhesion"}


def make(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Prepare a letter: what it says beside who signs it."""
    founding, prospect = asked_prospect(request, slug, uid)
    kind = asked_text(request, "sorte")
    form = LetterForm(request.POST or None, founding=founding, initial={"kind": kind or LetterKind.COMMITMENT})
    if request.method == "POST" and form.is_valid():
        new = attempt(
            form, lambda: make_letter(prospect=prospect, by=acting(request), at=timezone.now(), **form.cleaned_data)
        )
        if new is not None:
            messages.success(request, _("Le document est prêt : prenez-le en PDF ou en ODT, puis faites-le signer."))
            return redirect(f"{reverse('prospect', args=[slug, uid])}#lettres")
    return render(request, "letters/form.html", {"founding": founding, "prospect": prospect, "form": form})


def change(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Correct a letter that nobody signed yet."""
    founding, letter = _letter(request, slug, uid)
    if letter.signed_on is not None:
        raise Http404
    amount = formats.typed_euros(letter.amount_cents)
    part = Part(
        title=_("Modifier : %(what)s") % {"what": letter.get_kind_display()},
        back=f"{reverse('prospect', args=[slug, letter.prospect.uid])}#lettres", back_label=letter.prospect.name,
        version=letter.version,
        present={"brings": letter.brings, "college": letter.college, "amount_cents": amount},
        make=lambda *args, **options: LetterEditForm(*args, founding=founding, **options),
        save=lambda typed, seen, by, at: change_letter(
            letter=letter, brings=typed["brings"], college=typed["college"], amount_cents=typed["amount_cents"],
            seen_version=seen, by=by, at=at,
        ),
    )  # fmt: skip
    return edited(request, part)


def remove(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Ask, then erase a letter that nobody signed."""
    founding, letter = _letter(request, slug, uid)
    if request.method == "POST":
        try:
            remove_letter(letter=letter, by=acting(request), at=timezone.now())
            messages.success(request, _("Le document est retiré."))
        except EssaimError as refusal:
            messages.error(request, str(refusal))
        return redirect("prospect", slug=slug, uid=letter.prospect.uid)
    shown = {"founding": founding, "letter": letter, "prospect": letter.prospect}
    return render(request, "letters/remove.html", shown)


def file_signed(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """File the signed copy, and say whether the prospect is committed from then on."""
    founding, letter = _letter(request, slug, uid)
    if letter.signed_on is not None:
        raise Http404
    prospect = letter.prospect
    options: dict[str, Any] = {"name": prospect.name, "state": prospect.state}
    form = SignedForm(request.POST, request.FILES, **options) if request.method == "POST" else SignedForm(**options)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        done = attempt(
            form,
            lambda: file_signed_letter(
                letter=letter, signed_on=typed["signed_on"], file_name=typed["file"].name, content=typed["file"].read(),
                commits=typed.get("commits") == "yes", by=acting(request), at=timezone.now(),
            ),
        )  # fmt: skip
        if done is not None:
            messages.success(request, _("La copie signée est déposée."))
            return redirect(f"{reverse('prospect', args=[slug, prospect.uid])}#lettres")
    shown = {"founding": founding, "letter": letter, "prospect": prospect, "form": form}
    return render(request, "letters/file.html", shown)


def withdraw(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The organisation takes its signature back."""
    founding, letter = _letter(request, slug, uid)
    if not letter.is_in_force:
        raise Http404
    form = WithdrawForm(request.POST or None, initial={"state": ProspectState.INTERESTED})
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form, lambda: withdraw_letter(letter=letter, by=acting(request), at=timezone.now(), **form.cleaned_data)
        )
        if done is not None:
            messages.success(request, _("La signature est retirée, et la copie effacée."))
            return redirect(f"{reverse('prospect', args=[slug, letter.prospect.uid])}#lettres")
    shown = {"founding": founding, "letter": letter, "prospect": letter.prospect, "form": form}
    return render(request, "letters/withdraw.html", shown)


@never_cache
def file(request: HttpRequest, slug: str, uid: str, form: str) -> HttpResponse:
    """The letter to sign."""
    founding, letter = _letter(request, slug, uid)
    return _letter_file(founding, letter.kind, letter.prospect, letter, form)


def blank(request: HttpRequest, slug: str, kind: str, form: str) -> HttpResponse:
    """The blank form, to be filled by hand."""
    founding = asked_founding(request, slug)
    if kind not in LetterKind.values:
        raise Http404
    return _letter_file(founding, kind, None, None, form)


@never_cache
def document(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """What was filed for this draft: always as an attachment, never shown in the page's place."""
    founding = asked_founding(request, slug)
    found = document_of(founding, uid)
    if found is None:
        raise Http404
    answer = HttpResponse(content_of(found), content_type=found.media)
    answer.headers["Content-Disposition"] = _attachment(found.file_name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _letter(request: HttpRequest, slug: str, uid: str) -> tuple[Founding, Letter]:
    founding = asked_founding(request, slug)
    found = letter_by_uid(founding, uid)
    if found is None:
        raise Http404
    return founding, found


def _letter_file(
    founding: Founding, kind: str, prospect: Prospect | None, letter: Letter | None, form: str
) -> HttpResponse:
    if form not in _FORMS:
        raise Http404
    day: date = timezone.localdate(letter.made_at) if letter else timezone.localdate()
    words = letter_words(founding, kind, prospect, letter, day)
    if form == "pdf":
        content = document_pdf(words.laid_out(), "letter.typ")
    else:
        target = BytesIO()
        write_letter(words, target)
        content = target.getvalue()
    return at_once(content, _FORMS[form], f"{_NAMES[LetterKind(kind)]}-{founding.pole.slug}.{form}")


def _attachment(name: str) -> str:
    return content_disposition_header(True, name) or "attachment"
