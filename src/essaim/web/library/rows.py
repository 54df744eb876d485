"""The rows of a part: their list, their order, one taken away after a question."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile
from essaim.web.library.drafts import Draft, kept_draft, problems_in_draft, save
from essaim.web.library.editing import single
from essaim.web.library.forms import fingerprint
from essaim.web.library.parts import Part, part_of, problems_in, row_in_words, rows_of
from essaim.web.library.problem_words import in_words

_GESTURES = ("up", "down", "remove")


def part(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """The page of a part: its form, or the list of its rows."""
    draft, found = kept_draft(request, key), part_of(part)
    if found is None:
        raise Http404
    if found.kind != "rows":
        return single(request, draft, found)
    asked = _asked(request, draft, found) if request.method == "POST" else None
    if isinstance(asked, HttpResponse):
        return asked
    return _listed(request, draft, found, asked)


def _asked(request: HttpRequest, draft: Draft, found: Part) -> HttpResponse | int | None:
    """The gesture done, or the place of the row that is about to be taken away."""
    gesture, mark = request.POST.get("gesture", ""), request.POST.get("mark", "")
    rows = rows_of(draft.data, found.table)
    place = next((n for n, one in enumerate(rows) if fingerprint(one) == mark), None)
    if place is None or gesture not in _GESTURES:
        messages.warning(request, _("Cette ligne a changé pendant ce temps : rien n'est fait. Voici la liste à jour."))
        return redirect("model-edit-part", key=draft.model.key, part=found.slug)
    if gesture == "remove" and request.POST.get("sure") != "1":
        return place
    try:
        save(request, draft, {found.table: _moved(rows, place, gesture) or None})
    except ChangedMeanwhile:
        messages.warning(request, _("Quelqu'un d'autre vient d'enregistrer : rien n'est fait. Voici la liste à jour."))
        return redirect("model-edit-part", key=draft.model.key, part=found.slug)
    messages.success(request, _("La ligne est retirée.") if gesture == "remove" else _("L'ordre est changé."))
    return redirect("model-edit-part", key=draft.model.key, part=found.slug)


def _moved(rows: list[dict[str, Any]], place: int, gesture: str) -> list[dict[str, Any]]:
    if gesture == "remove":
        return rows[:place] + rows[place + 1 :]
    other = min(max(place + (-1 if gesture == "up" else 1), 0), len(rows) - 1)
    rows[place], rows[other] = rows[other], rows[place]
    return rows


def _listed(request: HttpRequest, draft: Draft, found: Part, leaving: int | None) -> HttpResponse:
    data = draft.data
    rows = rows_of(data, found.table)
    problems = problems_in(found, problems_in_draft(draft))
    shown = {
        "section": "models",
        "draft": draft,
        "part": found,
        "leaving": leaving,
        "rows": [
            {
                "words": row_in_words(found.table, one, data),
                "row": one,
                "mark": fingerprint(one),
                "problems": [problem for problem in problems if problem.path[1:2] == (place,)],
            }
            for place, one in enumerate(rows)
        ],
        "general": list(dict.fromkeys(in_words(one) for one in problems if len(one.path) < 2)),
    }
    return render(request, "library/rows.html", shown)
