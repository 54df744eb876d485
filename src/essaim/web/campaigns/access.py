"""From an address to what it names, for whom it is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from essaim.apps.audit.actors import Programme
from essaim.apps.campaigns.models import Campaign, Invitation
from essaim.apps.campaigns.queries import by_token, campaign_by_uid, invitation_by_uid
from essaim.apps.campaigns.rules import answering_uid, can_run_campaign
from essaim.kit.routes import must

View = Callable[..., HttpResponseBase]


def campaign_of(request: HttpRequest, uid: str) -> Campaign:
    """The campaign, for officers of its network."""
    found = campaign_by_uid(uid)
    if found is None:
        raise Http404
    must(can_run_campaign(request.user, found))  # type: ignore[arg-type]
    return found


def invitation_of(request: HttpRequest, uid: str) -> Invitation:
    """One pole's questionnaire, for officers of the network."""
    found = invitation_by_uid(uid)
    if found is None:
        raise Http404
    must(can_run_campaign(request.user, found.campaign))  # type: ignore[arg-type]
    return found


def by_link(view: View) -> View:
    """A view given the questionnaire that its link opens, and who answers; no page that holds a link is ever kept."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        invitation = by_token(token, timezone.now())
        if invitation is None:
            raise Http404
        response = view(request, invitation, token, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return opened


def answerer(invitation: Invitation) -> Programme:
    """Whoever holds the link, as the log names them."""
    return Programme(answering_uid(invitation), is_administrator=False)
