"""One's own space: what one holds, what one can do, one's account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone

from essaim.apps.accounts.actions import change_name
from essaim.apps.accounts.models import User
from essaim.apps.accounts.queries import invitations_to
from essaim.apps.accounts.rules import is_administrator, is_signed_in
from essaim.apps.calls.queries.calls import calls_run_by
from essaim.apps.calls.rules import can_open_call
from essaim.apps.campaigns.rules import animates_a_network
from essaim.apps.financing.rules import reads_shared_plans
from essaim.apps.founding.rules import can_moderate_founding
from essaim.apps.poles.places import level_names
from essaim.apps.poles.queries import held_by
from essaim.apps.poles.queries.people import Held
from essaim.apps.poles.rules import keeps_poles
from essaim.apps.scenarios.rules import can_keep
from essaim.engine.language import gettext as _
from essaim.engine.territories import load_territories
from essaim.kit.language import gettext_lazy
from essaim.kit.routes import Rule, anyone
from essaim.web.calls.waiting import waiting_in_words


@dataclass(frozen=True, slots=True)
class Way:
    """A page that somebody may open: who may, its route, and what it is for."""

    rule: Rule
    route: str
    label: str


# Sections of the site add theirs here.
WAYS = [
    Way(can_keep, "scenarios", gettext_lazy("Mes repérages")),
    Way(is_signed_in, "dossiers", gettext_lazy("Mes dossiers d'appel")),
    Way(reads_shared_plans, "shared-plans", gettext_lazy("Budgets partagés avec moi")),
    Way(can_open_call, "calls-run", gettext_lazy("Les appels que je tiens")),
    Way(keeps_poles, "moderation", gettext_lazy("Relire ce que les visiteurs proposent")),
    Way(can_moderate_founding, "publications", gettext_lazy("Pôles en préparation qui demandent à être publiés")),
    Way(animates_a_network, "campaigns", gettext_lazy("Campagnes de mise à jour")),
    Way(is_administrator, "people", gettext_lazy("Personnes et rôles")),
    Way(is_administrator, "platform-people", gettext_lazy("Inviter, et rôles sur toute la plateforme")),
    Way(is_administrator, "register-keeping", gettext_lazy("Registre des établissements")),
    Way(is_administrator, "mail", gettext_lazy("Courriels du site")),
]


class NameForm(forms.Form):
    """How one is called by those one works with."""

    name = forms.CharField(
        label=gettext_lazy("Votre nom"), max_length=200, required=False,
        help_text=gettext_lazy("Visible des personnes qui tiennent les mêmes fiches que vous, jamais du public."),
    )  # fmt: skip


def my_space(request: HttpRequest) -> HttpResponse:
    """What I hold and what I can do."""
    user = cast(User, request.user)
    held = held_by(user)
    names = level_names(load_territories(), "epci") if held.territories else {}
    shown = {
        "section": "my-space",
        "user": user,
        "held": held,
        "territories": [(code, names.get(code, code)) for code in held.territories],
        "waiting": waiting_in_words(calls_run_by(user)) if can_open_call(user) else [],
        "ways": [(way, address) for way in WAYS if way.rule(user, None) and (address := _address(way.route, user))],
        "grants": [(grant, _name_of(grant.key, held, names)) for grant in user.grants.all()],
        "offers": invitations_to(user, timezone.now()),
    }
    return render(request, "accounts/space.html", shown)


def my_name(request: HttpRequest) -> HttpResponse:
    """Choose how one is called."""
    user = cast(User, request.user)
    form = NameForm(request.POST or None, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        change_name(user=user, name=form.cleaned_data["name"], by=user, at=timezone.now())
        messages.success(request, _("Votre nom est enregistré."))
        return redirect("my-space")
    return render(request, "accounts/name.html", {"form": form, "section": "my-space"})


def _address(route: str, user: User) -> str:
    """Where a way leads; "" when the page does not exist, or is not for this person."""
    try:
        address = reverse(route)
    except NoReverseMatch:
        return ""
    rule: Rule = getattr(resolve(address).func, "rule", anyone)
    return address if rule(user, None) else ""


def _name_of(key: str, held: Held, territories: dict[str, str]) -> str:
    """What a role is held on; "" for the platform, or when it is gone."""
    named = {pole.uid: pole.name for pole in (*held.poles, *held.drafts)}
    named |= {one.uid: one.name for one in held.organisations}
    named |= {network.key: network.name for network in held.networks}
    return named.get(key) or territories.get(key, "")
