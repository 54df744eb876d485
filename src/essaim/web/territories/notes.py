"""Private notes of a territory's agents: read, added, corrected and erased by them alone."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.accounts.models import User
from essaim.apps.poles.actions import remove_note, rewrite_note, write_note
from essaim.apps.poles.models import LONGEST_NOTE, TerritoryNote
from essaim.apps.poles.places import level_names
from essaim.apps.poles.queries import authors_of, note_on, notes_on
from essaim.apps.poles.rules import can_note
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.territories import load_territories
from essaim.kit.errors import ChangedMeanwhile
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy
from essaim.kit.numbers import typed_version
from essaim.kit.routes import must
from essaim.web.acting import acting

EPCI = "epci"


class NoteForm(forms.Form):
    """A note, and the version that was read when it is corrected."""

    text = forms.CharField(
        label=gettext_lazy("Note"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "Lue par les agents de ce territoire et par l'administration du site, jamais publiée. N'y écrivez rien "
            "sur la vie privée de quelqu'un : toute personne citée peut demander à lire ce qui la concerne."
        ),
    )  # fmt: skip
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A note with who wrote it and who corrected it, "" when nobody knows any more."""

    note: TerritoryNote
    author: str
    editor: str


def notes(request: HttpRequest, code: str) -> HttpResponse:
    """The notes on an EPCI, the latest first, and a form to add one."""
    must(can_note(acting(request), code))
    found = notes_on(code)
    name = _name(code, bool(found))
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said, by, at = form.cleaned_data["text"], acting(request), timezone.now()
        if attempt(form, lambda: write_note(code=code, text=said, by=by, at=at), "text"):
            messages.success(request, _("La note est enregistrée."))
            return redirect("territory-notes", code=code)
    return render(request, "territories/notes.html", _shown(code, name) | {"notes": _signed(found), "form": form})


def note(request: HttpRequest, code: str, uid: str) -> HttpResponse:
    """Correct a note; when somebody saved it meanwhile, theirs is shown and what was typed stays."""
    found = _note_or_404(request, code, uid)
    shown = _shown(code, _name(code, True)) | {"note": found}
    form = NoteForm(request.POST or None, initial={"text": found.text, "seen_version": found.version})
    if request.method != "POST" or not form.is_valid():
        return render(request, "territories/note.html", shown | {"form": form})
    try:
        rewrite_note(
            note=found, text=form.cleaned_data["text"], seen_version=form.cleaned_data["seen_version"] or 0,
            by=acting(request), at=timezone.now(),
        )  # fmt: skip
    except ChangedMeanwhile:
        # The form again, as typed, on top of the present version: saving now is knowing what is replaced.
        data = request.POST.copy()
        data["seen_version"] = str(found.version)
        return render(request, "territories/note.html", shown | {"form": NoteForm(data), "theirs": found.text})
    except EssaimError as refusal:
        form.add_error("text", refusal.message)
        return render(request, "territories/note.html", shown | {"form": form})
    messages.success(request, _("La note est enregistrée."))
    return redirect("territory-notes", code=code)


def remove(request: HttpRequest, code: str, uid: str) -> HttpResponse:
    """Erase a note, after a question that shows it."""
    found = _note_or_404(request, code, uid)
    shown = _shown(code, _name(code, True)) | {"note": found}
    if request.method != "POST":
        return render(request, "territories/note_remove.html", shown)
    seen = request.POST.get("seen_version", "")
    version = typed_version(seen)
    try:
        remove_note(note=found, seen_version=version, by=acting(request), at=timezone.now())
    except ChangedMeanwhile:
        return render(request, "territories/note_remove.html", shown | {"changed": True})
    messages.success(request, _("La note est effacée."))
    return redirect("territory-notes", code=code)


def _note_or_404(request: HttpRequest, code: str, uid: str) -> TerritoryNote:
    must(can_note(acting(request), code))
    found = note_on(code, uid)
    if found is None:
        raise Http404
    return found


def _name(code: str, has_notes: bool) -> str:
    """The name of the EPCI; its code when it is gone and its notes remain."""
    name = level_names(load_territories(), EPCI).get(code, "")
    if not name and not has_notes:
        raise Http404
    return name or code


def _shown(code: str, name: str) -> dict[str, object]:
    return {"section": "my-space", "code": code, "name": name}


def _signed(found: list[TerritoryNote]) -> list[SignedNote]:
    people = authors_of({uid for one in found for uid in (one.author, one.edited_by) if uid})
    return [SignedNote(one, _called(people, one.author), _called(people, one.edited_by)) for one in found]


def _called(people: dict[str, User], uid: str) -> str:
    person = people.get(uid)
    return (person.name or person.email) if person is not None else ""
