"""The page of the poles to phone: each beside the place, fact by fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from essaim.apps.library.queries import all_models
from essaim.engine.essaimage import Ground
from essaim.engine.language import gettext as _
from essaim.engine.patterns import Pattern
from essaim.engine.territories import Territories, WrittenPerimeter
from essaim.kit.templatetags.words import number
from essaim.web import labels
from essaim.web.territories.diagnosis import Summary, summary
from essaim.web.territories.pages import ground_or_none, known_of
from essaim.web.territories.peers import Peer, model_peers, peers
from essaim.web.territories.places import PLAIN, AskedPlace, place_of, with_place
from essaim.web.territories.surroundings import home_name

_LONGEST = 100
# The families that tell places apart, without those that are parts of others.
_TOLD = ("ess", "work_integration", "other_enterprise", "public", "research", "higher_education", "training")


@dataclass(frozen=True, slots=True)
class Compared:
    """One pole beside the place: facts are label, here, there; ``territory`` is the page of its territory."""

    peer: Peer
    territory: str
    territory_name: str
    facts: list[tuple[str, str, str]]


@with_place
def compared(request: HttpRequest, place: AskedPlace, t: Territories) -> HttpResponseBase:
    """The poles to phone about a place, and about a model when one is chosen."""
    models = all_models()
    key = request.GET.get("modele", "")[:_LONGEST]
    model = next((one for one in models if one.key == key), None)
    found = model_peers(place, model, t) if model else peers(place, t)
    ground = ground_or_none()
    here = summary(place.perimeter, ground, place.line) if ground else None
    shown: dict[str, Any] = {
        "section": "territories", "place": place, "model": model,
        "models": [(one.key, one.label()) for one in models],
        "peers": [_compared(one, place, model, t, ground, here) for one in found],
        "home": home_name(place, t),
        "synthetic": here is not None and here.synthetic,
    }  # fmt: skip
    return render(request, "territories/peers.html", shown)


def _compared(
    peer: Peer, place: AskedPlace, model: Pattern | None, t: Territories, ground: Ground | None, here: Summary | None
) -> Compared:
    level, code = peer.home
    if not level:
        return Compared(peer, "", "", [*_pole_facts(peer, model)])
    home = place_of(WrittenPerimeter(level, (code,)), t)
    there = summary(home.perimeter, ground, home.line) if ground else None
    address = reverse("territory", args=[level, code]) if level in PLAIN else ""
    ours, theirs = known_of(place, t), known_of(home, t)
    facts = [
        (_("Habitants"), _told(ours["population"]), _told(theirs["population"])),
        (_("Habitants au km²"), _told(ours["density"]), _told(theirs["density"])),
        *_families(here, there),
    ]
    return Compared(peer, address, home.name, [*facts, *_pole_facts(peer, model)])


def _pole_facts(peer: Peer, model: Pattern | None) -> list[tuple[str, str, str]]:
    domains = ", ".join(peer.line.domains) or _("non renseigné")
    wanted = ", ".join(map(labels.domain, model.domains)) if model else _("à choisir")
    stage = str(peer.line.pole.get_stage_display())
    return [(_("Domaines"), wanted, domains), (_("Étape"), _("à fonder"), stage)]


def _families(here: Summary | None, there: Summary | None) -> list[tuple[str, str, str]]:
    """Actors for 1,000 inhabitants, of the families that are known on one side at least."""
    unknown = _("on ne peut pas dire")
    if here is None or there is None:
        return [(_("Acteurs par famille"), unknown, unknown)]
    label = _("%(family)s, pour 1 000 habitants")
    known = [
        (label % {"family": ours.label}, ours.rate or unknown, theirs.rate or unknown)
        for ours, theirs in zip(here.families, there.families, strict=True)
        if ours.key in _TOLD and (ours.rate or theirs.rate)
    ]
    return known or [(_("Acteurs par famille"), unknown, unknown)]


def _told(value: float | None) -> str:
    return _("non renseigné") if value is None else number(value)
