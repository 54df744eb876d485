"""What anybody may read of a campaign, once its officer publishes it: dates and rate, no pole's answer."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from essaim.apps.campaigns.queries import campaign_by_uid, response_rate
from essaim.web.campaigns.rates import rate_lines


def rate(request: HttpRequest, uid: str) -> HttpResponse:
    """The published results of a campaign."""
    campaign = campaign_by_uid(uid)
    if campaign is None or campaign.published_at is None:
        raise Http404
    found = response_rate(campaign)
    return render(
        request, "campaigns/rate.html", {"campaign": campaign, "rate": found, "steps": rate_lines(found, True)}
    )
