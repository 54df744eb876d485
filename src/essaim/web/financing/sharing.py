"""With whom the plan is shared: chosen from those around the pole or looked up, and taken back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.accounts.enums import Role
from essaim.apps.financing.actions.sharing import share_plan, stop_sharing
from essaim.apps.financing.models import Plan
from essaim.apps.poles.models import Pole
from essaim.apps.poles.places import level_names
from essaim.apps.poles.queries import found_organisations
from essaim.apps.poles.queries.authors import authors_of
from essaim.apps.poles.queries.networks import networks
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.territories import load_territories
from essaim.engine.territories.search_index import search_form
from essaim.web.acting import acting
from essaim.web.financing.access import own_plan

_EPCI, _FOUND, _LONGEST = "epci", 10, 100


@dataclass(frozen=True, slots=True)
class Reader:
    """A body whose people could read the plan: their role, its key, its name, what it is."""

    role: str
    key: str
    name: str
    kind: str


def sharing_page(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Who reads the plan, and who could."""
    plan = own_plan(request, slug, uid)
    if request.method == "POST":
        return _changed(request, plan)
    asked = request.GET.get("q", "").replace("\0", "")[:_LONGEST].strip()
    shares = list(plan.shares.all())
    people = authors_of({one.shared_by for one in shares})
    taken = {(one.role, one.key) for one in shares}
    shown = {
        "plan": plan, "tab": "plan-sharing", "asked": asked,
        "shares": [(one, people[one.shared_by].name if one.shared_by in people else "") for one in shares],
        "near": [one for one in _near(plan) if (one.role, one.key) not in taken],
        "found": [one for one in _found(asked) if (one.role, one.key) not in taken] if asked else [],
    }  # fmt: skip
    return render(request, "financing/sharing.html", shown)


def _changed(request: HttpRequest, plan: Plan) -> HttpResponse:
    stop = request.POST.get("stop", "")
    try:
        if stop:
            share = next((one for one in plan.shares.all() if str(one.pk) == stop), None)
            if share is None:
                raise Http404
            stop_sharing(plan=plan, share=share, by=acting(request), at=timezone.now())
            messages.success(request, _("Le partage avec « %(name)s » est repris.") % {"name": share.label})
        else:
            role, _sign, key = request.POST.get("share", "").partition(":")
            new = share_plan(
                plan=plan, role=role, key=key, seen_version=None, by=acting(request), at=timezone.now()
            )  # fmt: skip
            messages.success(request, _("Le plan est partagé avec « %(name)s ».") % {"name": new.label})
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    return redirect("plan-sharing", slug=plan.pole.slug, uid=plan.uid)


def _near(plan: Plan) -> list[Reader]:
    """Those around the pole: its EPCI, its networks, organisations that fund it or carry it, the State."""
    pole = plan.pole
    found = [
        Reader(Role.TERRITORIAL_AGENT, code, name, _("agents de l'intercommunalité")) for code, name in _epci(pole)
    ]
    found += [Reader(Role.NETWORK_OFFICER, one.key, one.name, _("réseau")) for one in pole.networks.all()]
    funders = pole.funders.exclude(organisation=None).select_related("organisation")
    bodies = [one.organisation for one in funders] + ([pole.carrier] if pole.carrier else [])
    found += [Reader(Role.REPRESENTATIVE, one.uid, one.name, _("organisation")) for one in dict.fromkeys(bodies) if one]
    return [
        *found,
        Reader(Role.STATE_OFFICER, "", _("Les services de l'État"), _("toutes les personnes qui y ont un compte")),
    ]


def _epci(pole: Pole) -> list[tuple[str, str]]:
    """The EPCI of the pole's communes, the one that has most of them first."""
    t = load_territories()
    places = t.resolve([one.code for one in pole.communes.all()] or ([pole.commune] if pole.commune else []))
    level, names = t.level(_EPCI), level_names(t, _EPCI)
    counts: dict[str, int] = {}
    for place in places.tolist():
        above = int(level.member[place]) if place >= 0 else -1
        if above >= 0:
            code = str(level.codes[above])
            counts[code] = counts.get(code, 0) + 1
    return [(code, names[code]) for code in sorted(counts, key=lambda one: -counts[one])[:_FOUND]]


def _found(asked: str) -> list[Reader]:
    """Bodies whose name answers to what is asked."""
    wanted = search_form(asked)
    names = level_names(load_territories(), _EPCI) if wanted else {}
    epci = [(code, name) for code, name in names.items() if wanted in search_form(name)][:_FOUND]
    known = [one for one in networks() if wanted and wanted in search_form(one.name)][:_FOUND]
    return [
        *(Reader(Role.TERRITORIAL_AGENT, code, name, _("agents de l'intercommunalité")) for code, name in epci),
        *(Reader(Role.NETWORK_OFFICER, one.key, one.name, _("réseau")) for one in known),
        *(
            Reader(Role.REPRESENTATIVE, one.uid, one.name, _("organisation"))
            for one in found_organisations(asked, _FOUND)
        ),
    ]
