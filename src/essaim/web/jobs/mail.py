"""Mail as administrators see it: what fails, what to do about it. What messages say is shown to nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from essaim.apps.jobs.actions import drop_message, send_again
from essaim.apps.jobs.actions.mail import KEPT_DAYS
from essaim.apps.jobs.enums import MessageState
from essaim.apps.jobs.models import Message
from essaim.apps.jobs.queries import message_counts, message_kinds
from essaim.apps.jobs.queries import messages as find_messages
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _

_ON_A_PAGE = 50


def messages_page(request: HttpRequest) -> HttpResponse:
    """Messages, those that failed first asked for; filters in the address."""
    state, kinds = request.GET.get("etat", ""), message_kinds()
    kind = request.GET.get("sorte", "")
    state, kind = state if state in MessageState.values else "", kind if kind in kinds else ""
    page = Paginator(find_messages(state, kind), _ON_A_PAGE).get_page(request.GET.get("page"))
    counts = message_counts()
    shown = {
        "page": page,
        "state": state,
        "kind": kind,
        "kinds": kinds,
        "states": [(value, label, counts[value]) for value, label in MessageState.choices],
        "failed": counts[MessageState.FAILED],
        "kept_days": KEPT_DAYS,
    }
    return render(request, "jobs/mail.html", shown)


@require_POST
def resend(request: HttpRequest, uid: str) -> HttpResponse:
    """Have a message tried again."""
    return _tend(request, uid, send_again, _("Le message va repartir."))


@require_POST
def give_up(request: HttpRequest, uid: str) -> HttpResponse:
    """Give a message up: its text is erased."""
    return _tend(request, uid, drop_message, _("Le message est abandonné, son texte effacé."))


def _tend(request: HttpRequest, uid: str, action: Callable[..., Any], done: str) -> HttpResponse:
    message = get_object_or_404(Message, uid=uid)
    try:
        action(message=message, by=request.user, at=timezone.now())
        messages.success(request, done)
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    return redirect("mail")
