"""Plans that other poles share with whoever reads: the list, and each one, to be read only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from essaim.apps.accounts.rules import keys_of
from essaim.apps.financing.models import Plan, PlanShare
from essaim.apps.financing.queries.plans import plans_shared_with, whole
from essaim.apps.financing.rules import READERS
from essaim.apps.poles.queries.authors import authors_of
from essaim.web.acting import acting
from essaim.web.financing.access import readable_plan
from essaim.web.financing.funder_rows import funders_in_words
from essaim.web.financing.listing import card
from essaim.web.financing.long_term import long_term_in_words
from essaim.web.financing.page import plan_in_words


def shared_list(request: HttpRequest) -> HttpResponse:
    """The plans shared with one of the roles that whoever asks holds."""
    cards = [card(plan) for plan in whole(plans_shared_with(_held(request)))]
    return render(request, "financing/shared_list.html", {"cards": cards})


def shared_page(request: HttpRequest, uid: str) -> HttpResponse:
    """A plan that is shared: the same tables, nothing to write; who shared it and when."""
    plan = readable_plan(request, uid)
    share = _share(request, plan)
    sharer = authors_of({share.shared_by}).get(share.shared_by) if share is not None else None
    shown = {
        **funders_in_words(plan), **long_term_in_words(plan), **plan_in_words(plan, timezone.localdate()),
        "share": share,
        "sharer": sharer.name if sharer is not None else "", "is_mine": False, "can_write": False,
    }  # fmt: skip
    return render(request, "financing/shared_plan.html", shown)


def _held(request: HttpRequest) -> list[tuple[str, str]]:
    who = acting(request)
    return [(str(role), key) for role in READERS for key in sorted(keys_of(who, role))]


def _share(request: HttpRequest, plan: Plan) -> PlanShare | None:
    """The share through which whoever asks reads; None for the pole's own people."""
    held = set(_held(request))
    return next((one for one in plan.shares.all() if (one.role, one.key) in held), None)
