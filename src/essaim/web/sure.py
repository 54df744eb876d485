"""The page that asks before what cannot be taken back: what was sent comes again with one more field, no script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essaim.engine.language import gettext as _

SURE, YES = "sure", "oui"
_NOT_SENT_AGAIN = frozenset({"csrfmiddlewaretoken", SURE})


def asked_first(
    request: HttpRequest, *, title: str, back: str, back_label: str, lead: str = "", send: str = ""
) -> HttpResponse | None:  # fmt: skip
    """The page that asks, whose button sends the same again; None once the person said that they are sure.

    Args:
        title: what is done, in words: "Retirer « … » ?".
        back, back_label: where one who is not sure goes.
        lead: what it does, and what cannot be got back.
        send: what the button says; "" for a removal.
    """
    if request.POST.get(SURE) == YES:
        return None
    fields = [
        (name, value) for name, values in request.POST.lists() if name not in _NOT_SENT_AGAIN for value in values
    ]  # fmt: skip
    shown = {
        "title": title, "lead": lead, "back": back, "back_label": back_label, "fields": fields, "sure": SURE,
        "yes": YES, "send": send or _("Retirer"),
    }  # fmt: skip
    return render(request, "web/sure.html", shown)
