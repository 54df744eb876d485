"""The board of prospects: five columns, a table, a page to print; moving a prospect, and putting it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from essaim.apps.founding.actions.prospects import move_prospect
from essaim.apps.founding.enums import ProspectState
from essaim.apps.founding.models import Founding, Prospect
from essaim.apps.founding.queries.prospects import ProspectFilters, board, prospect_by_uid, prospect_list
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.web.acting import acting
from essaim.web.directory.asking import asked_page
from essaim.web.organisations.listing import asked_text
from essaim.web.prospects.asking import (
    TABLE,
    Wording,
    asked_board,
    asked_founding,
    asked_prospect,
    board_query,
    filter_fields,
    is_filtered,
    words_for,
)

EACH, PAGE_SIZE, MOST_PRINTED = 25, 50, 2000
_MOVED, _FORMER = "deplace", "avant"


@dataclass(frozen=True, slots=True)
class Sort:
    """A heading of the table by which it is sorted; ``aria`` says so, "" when it is not."""

    label: str
    address: str
    aria: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A prospect that was just moved, and where it was: a button puts it back."""

    prospect: Prospect
    former: str
    former_label: str


def prospects(request: HttpRequest, slug: str) -> HttpResponse:
    """The board, as columns or as a table, with what is asked of it."""
    founding, today = asked_founding(request, slug), timezone.localdate()
    filters, words = asked_board(request), words_for(founding, today)
    view = TABLE if request.GET.get("vue") == TABLE else ""
    shown: dict[str, Any] = {
        "founding": founding,
        "filters": filters,
        "is_filtered": is_filtered(filters),
        "view": view,
        "fields": filter_fields(filters, words),
        "states": ProspectState.choices,
        "query": board_query(filters, view),
        "other_view": board_query(filters, "" if view else TABLE),
        "file_query": board_query(replace(filters, sort="")),
        "moved": moved(request, founding),
    }
    shown |= _table(request, founding, filters, words) if view else _columns(founding, filters, words)
    cards = shown["cards"] if view else [card for column in shown["columns"] for card in column["cards"]]
    # The button that puts back stands beside what was moved, where the page opens; above when it is not on the page.
    shown["moved_is_shown"] = shown["moved"] is not None and shown["moved"].prospect in [one.prospect for one in cards]
    return render(request, "prospects/table.html" if view else "prospects/prospects.html", shown)


def printed(request: HttpRequest, slug: str) -> HttpResponse:
    """The board on paper: one table a state, with room to write; no person's coordinates."""
    founding, today = asked_founding(request, slug), timezone.localdate()
    filters, words = asked_board(request), words_for(founding, today)
    cards = [words.card(one) for one in prospect_list(founding, filters, today)[:MOST_PRINTED]]
    shown = {
        "founding": founding,
        "today": today,
        "filters": is_filtered(filters),
        "query": board_query(filters),
        "parts": [
            (label, [card for card in cards if card.prospect.state == state]) for state, label in ProspectState.choices
        ],
        "count": len(cards),
    }
    return render(request, "prospects/print.html", shown)


@require_POST
def move(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Say how far one is with a prospect, then back to where the button was."""
    _founding, prospect = asked_prospect(request, slug, uid)
    state, back = request.POST.get("state", ""), request.POST.get("back", "")
    put_back = bool(request.POST.get("put_back"))
    try:
        former = move_prospect(prospect=prospect, state=state, by=acting(request), at=timezone.now())
    except EssaimError as refusal:
        messages.error(request, str(refusal))
        return redirect("prospects", slug=slug)
    if put_back:
        messages.success(request, _("« %(name)s » est remis où il était.") % {"name": prospect.name})
    pairs = [] if put_back or former == state else [(_MOVED, uid), (_FORMER, former)]
    if back == "fiche":
        return redirect(f"{reverse('prospect', args=[slug, uid])}?{urlencode(pairs)}")
    kept = [pair for pair in parse_qsl(back.lstrip("?"))[:12] if pair[0] not in (_MOVED, _FORMER)]
    return redirect(f"{reverse('prospects', args=[slug])}?{urlencode([*kept, *pairs])}#p-{uid}")


def moved(request: HttpRequest, founding: Founding) -> Moved | None:
    """What the address says was just moved; None when nothing was, or it is elsewhere by now."""
    uid, former = asked_text(request, _MOVED), asked_text(request, _FORMER)
    if not uid or former not in ProspectState.values:
        return None
    found = prospect_by_uid(founding, uid)
    if found is None or found.state == former:
        return None
    return Moved(found, former, str(ProspectState(former).label))


def _columns(founding: Founding, filters: ProspectFilters, words: Wording) -> dict[str, Any]:
    columns = board(founding, filters, words.today, EACH)
    return {
        "columns": [
            {
                "state": one.state,
                "label": ProspectState(one.state).label,
                "count": one.count,
                "cards": [words.card(prospect) for prospect in one.prospects],
                "left": one.count - len(one.prospects),
                "rest": board_query(filters, TABLE, state=one.state),
            }
            for one in columns
        ],
        "count": sum(one.count for one in columns),
    }


def _table(request: HttpRequest, founding: Founding, filters: ProspectFilters, words: Wording) -> dict[str, Any]:
    paginator = Paginator(prospect_list(founding, filters, words.today), PAGE_SIZE)
    page: Page[Prospect] = paginator.get_page(asked_page(request))
    numbers = paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "page": page,
        "pages": [(one, board_query(filters, TABLE, one)) if isinstance(one, int) else (None, "") for one in numbers],
        "count": paginator.count,
        "cards": [words.card(one) for one in page.object_list],
        "sorts": {name or "nom": _sort(filters, name, label) for name, label in _sorts()},
    }


def _sorts() -> list[tuple[str, str]]:
    return [
        ("", _("Nom")), ("famille", _("Famille")), ("role", _("Rôle dans le modèle")), ("etat", _("Où en est-on")),
        ("date", _("Prochaine étape")), ("note", _("Dernière note")),
    ]  # fmt: skip


def _sort(filters: ProspectFilters, name: str, label: str) -> Sort:
    order = "descending" if name == "note" else "ascending"
    return Sort(label, board_query(filters, TABLE, sort=name), order if filters.sort == name else "")
