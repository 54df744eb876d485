"""Two records of one organisation become one: choose the other, see all that will move, choose the values, confirm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.poles.actions import merge_organisations
from essaim.apps.poles.models import Organisation
from essaim.apps.poles.queries import found_organisations, look_alikes, what_would_move
from essaim.apps.poles.rules import can_merge_organisations
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.kit.routes import must
from essaim.web.acting import acting
from essaim.web.commune_field import commune_text
from essaim.web.organisations.forms import COLUMNS, OrganisationForm
from essaim.web.organisations.listing import asked_text
from essaim.web.organisations.page import organisation_or_404

_FOUND = 10


@dataclass(frozen=True, slots=True)
class Difference:
    """One column that the two records fill differently; ``theirs`` is proposed when the kept one is empty."""

    key: str
    label: str
    ours: str
    theirs: str

    @property
    def take_theirs(self) -> bool:
        """Whether the value of the record that goes is the one proposed."""
        return not self.ours


def merge(request: HttpRequest, uid: str) -> HttpResponse:
    """The page's record is kept; ``?avec=`` names the one that goes."""
    must(can_merge_organisations(acting(request)))
    kept = organisation_or_404(uid)
    if kept.merged_into is not None:
        return redirect("organisation-merge", uid=kept.merged_into.uid)
    other = asked_text(request, "avec")
    gone = organisation_or_404(other) if other else None
    if gone is None or gone.merged_into is not None or gone.pk == kept.pk:
        return _choose(request, kept)
    refusal = ""
    if request.method == "POST":
        try:
            _merge(request, kept, gone)
        except EssaimError as error:
            refusal = str(error)
        else:
            messages.success(request, _("Les deux fiches n'en font plus qu'une."))
            return redirect(kept)
    shown = {
        "organisation": kept,
        "gone": gone,
        "moving": what_would_move(gone),
        "differences": _differences(kept, gone),
        "refusal": refusal,
    }
    return render(request, "organisations/merge.html", shown)


def _choose(request: HttpRequest, kept: Organisation) -> HttpResponse:
    words = asked_text(request, "q")
    found = found_organisations(words, _FOUND) if words else list(look_alikes(kept, anywhere=True)[:_FOUND])
    shown = {"organisation": kept, "words": words, "found": [one for one in found if one.pk != kept.pk]}
    return render(request, "organisations/merge_choose.html", shown)


def _merge(request: HttpRequest, kept: Organisation, gone: Organisation) -> None:
    values: dict[str, Any] = {}
    for one in _differences(kept, gone):
        source = gone if request.POST.get(f"keep-{one.key}") == "theirs" else kept
        values[one.key] = getattr(source, one.key)
    merge_organisations(
        kept=kept, gone=gone, values=values, by=acting(request), at=timezone.now(),
        seen_versions=(_version(request, "kept_version"), _version(request, "gone_version")),
    )  # fmt: skip


def _version(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _differences(kept: Organisation, gone: Organisation) -> list[Difference]:
    fields = OrganisationForm.base_fields
    pairs = [(key, _words(key, getattr(kept, key)), _words(key, getattr(gone, key))) for key in COLUMNS]
    return [
        Difference(key, str(fields[key].label), ours, theirs)
        for key, ours, theirs in pairs
        if theirs and ours != theirs
    ]


def _words(key: str, value: object) -> str:
    return commune_text(str(value)) if key == "commune" and value else str(value or "")
