"""One prospect: what is known, the person to reach, what was said, its letters, what happened; corrected or removed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from essaim.apps.founding.actions.prospects import edit_prospect, remove_prospect
from essaim.apps.founding.actions.prospects_contact import (
    MOST_MONTHS,
    USUAL_MONTHS,
    erase_contact,
    months_after,
    remove_prospect_note,
    set_contact,
    write_prospect_note,
)
from essaim.apps.founding.enums import ProspectState
from essaim.apps.founding.models import Founding, Prospect
from essaim.apps.founding.prospect_values import EDITABLE
from essaim.apps.founding.queries.prospects import letters_of, note_by_uid, notes_about
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.kit.dates import DAY, date_in_words
from essaim.kit.forms import attempt
from essaim.web.acting import acting
from essaim.web.commune_field import commune_text
from essaim.web.directory.history import read_history
from essaim.web.editing.saving import Part, edited
from essaim.web.prospects.asking import asked_prospect, words_for
from essaim.web.prospects.board import moved
from essaim.web.prospects.forms import ContactForm, EditForm, NoteForm

_LAST = 20
_CONTACT = ("contact_name", "contact_email", "contact_phone")


@never_cache
def prospect(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The page of a prospect; a note is written on it."""
    founding, found = asked_prospect(request, slug, uid)
    today = timezone.localdate()
    form = NoteForm(request.POST or None, initial={"erase_on": months_after(today, USUAL_MONTHS)})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        new = attempt(
            form,
            lambda: write_prospect_note(
                prospect=found, text=typed["text"], erase_on=typed["erase_on"], by=acting(request), at=timezone.now()
            ),
        )
        if new is not None:
            messages.success(request, _("La note est gardée jusqu'au %(day)s.") % {"day": _words(new.erase_on)})
            return redirect(f"{reverse('prospect', args=[slug, uid])}#notes")
    return _page(request, founding, found, form)


def edit(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Correct what is known; when somebody saved it meanwhile, both versions are shown."""
    founding, found = asked_prospect(request, slug, uid)
    present = {key: getattr(found, key) for key in EDITABLE} | {"commune": commune_text(found.commune)}
    part = Part(
        title=_("Modifier la fiche"), back=reverse("prospect", args=[slug, uid]), back_label=found.name,
        version=found.version, present=present,
        make=lambda *args, **options: EditForm(*args, founding=founding, **options),
        save=lambda typed, seen, by, at: edit_prospect(
            prospect=found, changes=typed, seen_version=seen, by=by, at=at
        ),
    )  # fmt: skip
    return edited(request, part)


@never_cache
def contact(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The person to reach, beside what she must be told."""
    founding, found = asked_prospect(request, slug, uid)
    today = timezone.localdate()
    present: dict[str, Any] = {key: getattr(found, key) for key in _CONTACT}
    present |= {
        "erase_contact_on": found.erase_contact_on or months_after(today, USUAL_MONTHS),
        "informed_on": found.informed_on,
    }
    part = Part(
        title=_("Personne à joindre"), back=reverse("prospect", args=[slug, uid]), back_label=found.name,
        version=found.version, present=present, make=ContactForm, template="prospects/contact.html",
        save=lambda typed, seen, by, at: set_contact(
            prospect=found, name=typed["contact_name"], email=typed["contact_email"], phone=typed["contact_phone"],
            erase_on=typed["erase_contact_on"], informed_on=typed["informed_on"], seen_version=seen, by=by, at=at,
        ),
        shown={
            "founding": founding, "prospect": found, "most": MOST_MONTHS,
            "notice": information_text(founding, found, present["erase_contact_on"]),
        },
    )  # fmt: skip
    return edited(request, part)


@require_POST
def forget_contact(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Erase whom to reach now, because she asks or it no longer serves."""
    _founding, found = asked_prospect(request, slug, uid)
    erase_contact(prospect=found, by=acting(request), at=timezone.now())
    messages.success(request, _("Les coordonnées de la personne sont effacées. Relisez aussi les notes."))
    return redirect("prospect", slug=slug, uid=uid)


def forget_note(request: HttpRequest, slug: str, uid: str, note: str) -> HttpResponse:
    """Ask, then erase a note."""
    founding, found = asked_prospect(request, slug, uid)
    one = note_by_uid(found, note)
    if one is None:
        raise Http404
    if request.method == "POST":
        remove_prospect_note(note=one, by=acting(request), at=timezone.now())
        messages.success(request, _("La note est effacée."))
        return redirect("prospect", slug=slug, uid=uid)
    return render(request, "prospects/note_remove.html", {"founding": founding, "prospect": found, "note": one})


def remove(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Ask, then erase a prospect with all that hangs on it."""
    founding, found = asked_prospect(request, slug, uid)
    if request.method == "POST":
        try:
            remove_prospect(prospect=found, by=acting(request), at=timezone.now())
        except EssaimError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("« %(name)s » est retiré du tableau.") % {"name": found.name})
        return redirect("prospects", slug=slug)
    shown = {
        "founding": founding,
        "prospect": found,
        "notes": len(notes_about(found)),
        "letters": len(letters_of(found)),
    }
    return render(request, "prospects/remove.html", shown)


def information_text(founding: Founding, found: Prospect, until: date) -> str:
    """What the person must be told, ready to be sent: what is kept, why, until when, and her rights."""
    return _(
        "Bonjour,\n\nNous préparons un pôle territorial de coopération économique, « %(pole)s », et nous souhaitons en "
        "parler avec « %(name)s ». Pour cela nous gardons votre nom, vos coordonnées professionnelles et des notes de "
        "nos échanges, parce que vous êtes la personne à joindre. Seules les personnes qui préparent ce pôle les "
        "lisent ; elles ne sont ni publiées ni transmises. Elles sont effacées le %(day)s au plus tard, ou dès que "
        "vous le demandez.\n\nVous pouvez lire ce que nous gardons, le faire corriger ou effacer, ou vous y opposer : "
        "répondez à ce message. Vous pouvez aussi vous adresser à la CNIL (www.cnil.fr).\n"
    ) % {"pole": founding.pole.name, "name": found.name, "day": _words(until)}


def _page(request: HttpRequest, founding: Founding, found: Prospect, form: NoteForm) -> HttpResponse:
    words = words_for(founding, timezone.localdate())
    author = _("quelqu'un qui n'est plus là")
    history = read_history("prospect", found.uid, with_names=True)
    shown = {
        "founding": founding,
        "prospect": found,
        "card": words.card(found),
        "form": form,
        "states": ProspectState.choices,
        "notes": [(note, words.founders.get(note.written_by, author)) for note in notes_about(found)],
        "letters": letters_of(found),
        "has_contact": any(getattr(found, key) for key in _CONTACT),
        "changes": [(one, words.founders.get(one.event.actor, one.actor)) for one in history.changes[:_LAST]],
        "moved": moved(request, founding),
    }
    return render(request, "prospects/prospect.html", shown)


def _words(day: date) -> str:
    return date_in_words(day, DAY)
