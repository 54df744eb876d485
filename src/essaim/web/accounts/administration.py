"""People as administrators see them: search, roles, invitations to the whole platform and to territories."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.accounts.actions import erase_account, invite_to_role
from essaim.apps.accounts.enums import SCOPE_OF, Role, Scope
from essaim.apps.accounts.models import Grant, RoleInvitation
from essaim.apps.accounts.queries import pending_invitations, person_by_uid, platform_grants
from essaim.apps.accounts.queries import people as find_people
from essaim.apps.poles.queries import things_of
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy
from essaim.web.accounts.entrusting import InviteForm, link_maker, people_address
from essaim.web.accounts.territories import territory_name, territory_named
from essaim.web.acting import acting

_ON_A_PAGE = 50
_HERE = [role for role in Role if SCOPE_OF[role] in (Scope.PLATFORM, Scope.TERRITORY)]


class PlatformInviteForm(InviteForm):
    """Whom to invite, to which role, on which territory for its agents."""

    role = forms.ChoiceField(
        label=gettext_lazy("Rôle"),
        choices=[("", gettext_lazy("Choisissez")), *((role.value, role.label) for role in _HERE)],
    )
    territory = forms.CharField(
        label=gettext_lazy("Intercommunalité (pour un agent d'un territoire)"), required=False, max_length=200,
        help_text=gettext_lazy("Son code (SIREN) ou son nom entier."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The territory is found when the role asks for one, and left out when it does not."""
        cleaned = super().clean() or self.cleaned_data
        key = ""
        if SCOPE_OF.get(cleaned.get("role", "")) == Scope.TERRITORY:
            key = territory_named(cleaned.get("territory", "").replace("\0", ""))
            if not key:
                self.add_error("territory", _("Aucune intercommunalité de ce nom, ou plusieurs : donnez son code."))
        cleaned["key"] = key
        return cleaned


def people(request: HttpRequest) -> HttpResponse:
    """Everybody who has an account, with their roles."""
    words = request.GET.get("q", "").replace("\0", "")[:100].strip()
    role = request.GET.get("role", "")
    role = role if role in Role.values else ""
    page = Paginator(find_people(words, role), _ON_A_PAGE).get_page(request.GET.get("page"))
    named = names_of([grant for person in page for grant in person.grants.all()])
    shown = {
        "page": page,
        "words": words,
        "role": role,
        "roles": Role.choices,
        "lines": [(person, [named[grant.pk] for grant in person.grants.all()]) for person in page],
        "carried": f"q={words}&role={role}&" if words or role else "",
    }
    return render(request, "accounts/list.html", shown)


def person(request: HttpRequest, uid: str) -> HttpResponse:
    """One person: roles, and what an administrator may do about them."""
    found = person_by_uid(uid)
    if found is None:
        raise Http404
    grants = list(found.grants.all())
    named = names_of(grants)
    lines = [(grant, named[grant.pk]) for grant in grants]
    return render(request, "accounts/person.html", {"person": found, "lines": lines})


def erase(request: HttpRequest, uid: str) -> HttpResponse:
    """Erase somebody's account, at their demand, after a question."""
    found = person_by_uid(uid)
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            erase_account(user=found, by=acting(request), at=timezone.now())
        except EssaimError as refusal:
            messages.error(request, str(refusal))
            return redirect("person", uid=uid)
        messages.success(request, _("Le compte est effacé."))
        return redirect("people")
    return render(request, "accounts/erase_person.html", {"person": found})


def platform(request: HttpRequest) -> HttpResponse:
    """Roles on the whole platform and on territories; every invitation that waits."""
    form = PlatformInviteForm(request.POST or None, initial={"email": request.GET.get("a", "")})
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _invite(request, form)) is not None:
        messages.success(request, _("L'invitation est partie à %(to)s.") % {"to": form.cleaned_data["email"]})
        return redirect("platform-people")
    grants = list(platform_grants())
    named = names_of(grants)
    shown = {
        "form": form,
        "lines": [(grant, named[grant.pk]) for grant in grants],
        "invitations": list(pending_invitations()),
        "at": timezone.now(),
    }
    return render(request, "accounts/platform.html", shown)


def names_of(grants: Collection[Grant]) -> dict[int, tuple[str, str, str]]:
    """By grant: the role, the name of what it is held on, the page of its people ("" when there is none)."""
    things = things_of({(grant.role, grant.key) for grant in grants})
    named = {}
    for grant in grants:
        thing = things.get((grant.role, grant.key))
        name = thing.name if thing else territory_name(grant.key)
        named[grant.pk] = (grant.get_role_display(), name, people_address(thing) if thing else "")
    return named


def _invite(request: HttpRequest, form: PlatformInviteForm) -> RoleInvitation:
    given = form.cleaned_data
    return invite_to_role(
        email=given["email"], role=given["role"], key=given["key"], about=territory_name(given["key"]),
        address=link_maker(request), by=acting(request), at=timezone.now(),
    )  # fmt: skip
