"""Asking the directory: the only pages of the look-up that reach outside of this site, when somebody says so."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST

from essaim.apps.poles.looking_up import look_up_number, look_up_place
from essaim.apps.poles.models import LookUp
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.territories import load_territories
from essaim.kit.limits import spend, too_many
from essaim.web.lookup.wanted import wanted


def ask_place(request: HttpRequest) -> HttpResponseBase:
    """Ask about a place, then show what came; by GET nothing is asked: the page shows what is kept."""
    at = timezone.now()
    if request.method != "POST":
        return redirect(wanted(request.GET, load_territories()).address)
    asked = wanted(request.POST, load_territories())
    if asked.written is None:
        messages.error(request, asked.problem or _("Choisissez d'abord un territoire."))
        return redirect(asked.address)
    busy = spend("look-up-site", "site", at)
    if busy:
        return too_many(request, busy, at)
    try:
        place, family, words, activities = asked.question
        look_up = look_up_place(place=place, family=family, words=words, activities=activities, at=at)
    except EssaimError as refusal:
        messages.error(request, str(refusal))
        return redirect(asked.address)
    _tell(request, look_up)
    return redirect(f"{asked.address}#reponse")


@require_POST
def ask_number(request: HttpRequest) -> HttpResponseBase:
    """Ask about a SIREN or a SIRET for the form of an organisation, and go back there."""
    at = timezone.now()
    number = request.POST.get("numero", "")[:30]
    back = request.POST.get("retour", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = f"{reverse('organisation-add')}?{urlencode({'q': number})}"
    busy = spend("look-up-site", "site", at)
    if busy:
        return too_many(request, busy, at)
    try:
        _tell(request, look_up_number(number=number, at=at))
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    return redirect(back)


def _tell(request: HttpRequest, look_up: LookUp) -> None:
    if look_up.failure:
        messages.error(request, _("L'annuaire des entreprises n'a pas répondu."))
    else:
        messages.success(request, _("L'annuaire des entreprises a répondu."))
