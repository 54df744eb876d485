"""Who keeps a pole, a network, who represents an organisation: said by those who keep it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from essaim.apps.accounts import actions as accounts
from essaim.apps.accounts.models import Grant, RoleInvitation, User
from essaim.apps.accounts.queries import grant_by_number, holders_of, invitation_by_uid, pending_invitations
from essaim.apps.accounts.rules import is_administrator
from essaim.apps.poles.actions import people as entrusting
from essaim.apps.poles.actions.people import Thing, can_entrust, role_on
from essaim.apps.poles.models import Network, Organisation, Pole
from essaim.apps.poles.queries import (
    kept_pole,
    network_by_key,
    organisation_by_uid,
    poles_of_network,
    present_organisations,
    thing_of,
)
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy
from essaim.kit.routes import must
from essaim.web.accounts.territories import territory_name
from essaim.web.acting import acting

_LISTED = 300


class InviteForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(
        label=gettext_lazy("Son adresse électronique"), widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Un lien lui est envoyé, valable quatorze jours. Cette adresse n'est jamais publiée."),
    )  # fmt: skip


def pole_people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who coordinates a pole."""
    return _people(request, kept_pole(slug))


def organisation_people(request: HttpRequest, uid: str) -> HttpResponse:
    """Who represents an organisation."""
    return _people(request, organisation_by_uid(uid))


def network_people(request: HttpRequest, key: str) -> HttpResponse:
    """The officers of a network."""
    return _people(request, network_by_key(key))


@require_POST
def send_again(request: HttpRequest, uid: str) -> HttpResponse:
    """Send an invitation again."""
    found, thing, by = _invitation(request, uid)
    given: dict[str, Any] = {"invitation": found, "address": link_maker(request), "by": by, "at": timezone.now()}
    if thing is None:
        _say(request, lambda: accounts.send_invitation_again(**given), _("L'invitation est renvoyée."))
    else:
        _say(request, lambda: entrusting.send_again_to(thing=thing, **given), _("L'invitation est renvoyée."))
    return redirect(people_address(thing))


@require_POST
def withdraw_invitation(request: HttpRequest, uid: str) -> HttpResponse:
    """Withdraw an invitation."""
    found, thing, by = _invitation(request, uid)
    given: dict[str, Any] = {"invitation": found, "by": by, "at": timezone.now()}
    if thing is None:
        _say(request, lambda: accounts.withdraw_invitation(**given), _("L'invitation est retirée."))
    else:
        _say(request, lambda: entrusting.withdraw_invitation_to(thing=thing, **given), _("L'invitation est retirée."))
    return redirect(people_address(thing))


def withdraw_role(request: HttpRequest, number: int) -> HttpResponse:
    """Take a role back, or give up one's own, after a question."""
    grant, by = grant_by_number(number), acting(request)
    if grant is None:
        raise Http404
    thing = thing_of(grant.role, grant.key)
    own = grant.user_id == by.pk
    must(own or is_administrator(by) or (thing is not None and can_entrust(by, thing)))
    after = reverse("my-space") if own else people_address(thing)
    if request.method == "POST":
        done = _("Le rôle est rendu.") if own else _("Le rôle est repris.")
        _say(request, lambda: _withdraw(grant, thing, by), done)
        return redirect(after)
    shown = {"grant": grant, "about": _name_of(grant, thing), "own": own, "back": after}
    return render(request, "accounts/withdraw.html", shown)


def link_maker(request: HttpRequest) -> Callable[[str], str]:
    """How the secret of an invitation becomes a whole address."""
    return lambda token: request.build_absolute_uri(reverse("role-invitation", args=[token]))


def people_address(thing: Thing | None) -> str:
    """The page of the people of a thing; of the platform when there is none."""
    if isinstance(thing, Pole):
        return reverse("pole-people", args=[thing.slug])
    if isinstance(thing, Organisation):
        return reverse("organisation-people", args=[thing.uid])
    return reverse("network-people", args=[thing.key]) if thing is not None else reverse("platform-people")


def thing_address(thing: Thing) -> str:
    """The public page of a thing; a network without one is shown by its poles."""
    try:
        return thing.get_absolute_url()
    except NoReverseMatch:
        return f"{reverse('directory')}?reseau={thing.key}" if isinstance(thing, Network) else ""


def _people(request: HttpRequest, thing: Thing | None) -> HttpResponse:
    if thing is None:
        raise Http404
    by = acting(request)
    must(can_entrust(by, thing))
    form = InviteForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, lambda: _invite(request, thing, form, by)) is not None
    ):
        messages.success(request, _("L'invitation est partie à %(to)s.") % {"to": form.cleaned_data["email"]})
        return redirect(people_address(thing))
    role, key = role_on(thing)
    shown = {
        "form": form,
        "thing": thing,
        "address": thing_address(thing),
        "role": role,
        "grants": holders_of(role, key),
        "invitations": list(pending_invitations(role, key)),
        "at": timezone.now(),
        "below": _below(thing),
    }
    return render(request, "accounts/people.html", shown)


def _invite(request: HttpRequest, thing: Thing, form: InviteForm, by: User) -> RoleInvitation:
    return entrusting.invite_to(
        thing=thing, email=form.cleaned_data["email"], address=link_maker(request), by=by, at=timezone.now()
    )


def _below(thing: Thing) -> list[tuple[str, str]]:
    """What whoever keeps this may entrust too: a pole's members, a network's poles."""
    below: list[Thing] = []
    if isinstance(thing, Pole):
        below = list(present_organisations(thing)[:_LISTED])
    elif isinstance(thing, Network):
        below = list(poles_of_network(thing)[:_LISTED])
    return [(people_address(one), one.name) for one in below]


def _withdraw(grant: Grant, thing: Thing | None, by: User) -> None:
    at = timezone.now()
    if grant.user_id != by.pk and thing is not None:
        entrusting.withdraw_from(thing=thing, user=grant.user, by=by, at=at)
        return
    about = _name_of(grant, thing)
    accounts.withdraw_role(user=grant.user, role=grant.role, key=grant.key, about=about, by=by, at=at)


def _name_of(grant: Grant, thing: Thing | None) -> str:
    return thing.name if thing is not None else territory_name(grant.key)


def _invitation(request: HttpRequest, uid: str) -> tuple[RoleInvitation, Thing | None, User]:
    found, by = invitation_by_uid(uid), acting(request)
    if found is None:
        raise Http404
    thing = thing_of(found.role, found.key)
    must(is_administrator(by) if thing is None else can_entrust(by, thing))
    return found, thing, by


def _say(request: HttpRequest, act: Callable[[], object], done: str) -> None:
    try:
        act()
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
