"""Accepting a role: by the link of the letter, or from one's own space."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from essaim.apps.accounts.actions import accept_invitation
from essaim.apps.accounts.actions.invitations import must_be_open
from essaim.apps.accounts.models import RoleInvitation, User
from essaim.apps.accounts.queries import invitation_by_token, invitation_by_uid, person_by_address, person_by_uid
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.web.acting import acting, person


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the link offers; accepted by a button, once signed in with the address that received it."""
    user, at = person(request), timezone.now()
    try:
        found = must_be_open(invitation_by_token(token), at)
    except EssaimError as refusal:
        return _unlisted(render(request, "accounts/invitation_gone.html", {"refusal": refusal}, status=404))
    if request.method == "POST" and user is not None:
        return _accept(request, found, user)
    inviter = person_by_uid(found.invited_by)
    shown = {
        "invitation": found,
        "user": user,
        "is_mine": user is not None and user.email == found.email,
        "inviter": inviter.name if inviter else "",
        "door": _door(request, found),
    }
    return _unlisted(render(request, "accounts/invitation.html", shown))


@require_POST
def accept(request: HttpRequest, uid: str) -> HttpResponse:
    """Accept from one's own space: signing in has proved the address."""
    user, found = acting(request), invitation_by_uid(uid)
    # What is offered to others does not exist here.
    if found is None or found.email != user.email:
        raise Http404
    return _accept(request, found, user)


def _accept(request: HttpRequest, found: RoleInvitation, user: User) -> HttpResponse:
    try:
        accept_invitation(invitation=found, by=user, at=timezone.now())
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Le rôle est à vous."))
    return redirect("my-space")


def _door(request: HttpRequest, found: RoleInvitation) -> str:
    """Where one signs in, or up, and comes back: whoever holds the link has read the mail of that address."""
    name = "account_login" if person_by_address(found.email) else "account_signup"
    return f"{reverse(name)}?{urlencode({'next': request.path})}"


def _unlisted(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
