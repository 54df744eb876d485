"""Enter the sandbox as somebody, or put it back as it was."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from essaim.engine.language import gettext as _
from essaim.sandbox import DOORS, person_of, reset_sandbox


def in_sandbox(user: object, thing: object = None) -> bool:
    """Whoever comes, in the sandbox; nobody elsewhere."""
    return bool(settings.SANDBOX)


def doors(request: HttpRequest) -> HttpResponse:
    """Whom one may try the site as."""
    return render(request, "sandbox/doors.html", {"doors": DOORS, "section": "sandbox"})


@require_POST
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """Become one of the made-up people; the visitor is nobody."""
    try:
        person = person_of(key)
    except KeyError:
        raise Http404 from None
    logout(request)
    if person is None:
        return redirect("home")
    login(request, person)
    messages.success(request, _("Vous essayez le site comme %(name)s. Voici son espace.") % {"name": person.name})
    return redirect("my-space")


@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    """Everything as it was at the start."""
    logout(request)
    reset_sandbox(at=timezone.now())
    messages.success(request, _("Le bac à sable est comme au premier jour."))
    return redirect("sandbox")
