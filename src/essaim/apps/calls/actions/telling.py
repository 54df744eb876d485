"""Letters to those who write dossiers, and to those who run the call."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from essaim.apps.accounts.actions import notify
from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.models import Grant
from essaim.apps.accounts.queries import holders_of
from essaim.apps.audit.actors import Actor
from essaim.apps.calls.enums import DossierState
from essaim.apps.calls.models import Call, Dossier
from essaim.apps.calls.notices import CALLS


def tell_writers(dossier: Dossier, subject: str, text: str, by: Actor, at: datetime) -> None:
    """A letter to everybody who founds or coordinates the dossier's pole."""
    _tell(_held_on([dossier.pole.uid]), subject, text, by, at)


def tell_all_writers(call: Call, subject: str, text: str, by: Actor, at: datetime) -> None:
    """One letter to each person who writes a dossier of the call, or handed one in: withdrawn ones tell nobody."""
    found = Dossier.objects.filter(call=call).exclude(state=DossierState.WITHDRAWN)
    _tell(_held_on(list(found.values_list("pole__uid", flat=True))), subject, text, by, at)


def tell_officers(call: Call, subject: str, text: str, by: Actor, at: datetime) -> None:
    """A letter to everybody who runs the call by their role: its network's officers, or the State's services."""
    held = holders_of(Role.NETWORK_OFFICER, call.network.key) if call.network else holders_of(Role.STATE_OFFICER)
    _tell(held, subject, text, by, at)


def _held_on(poles: Collection[str]) -> list[Grant]:
    held = Grant.objects.filter(role__in=(Role.FOUNDER, Role.COORDINATOR), key__in=poles, user__is_active=True)
    return list(held.select_related("user"))


def _tell(held: list[Grant], subject: str, text: str, by: Actor, at: datetime) -> None:
    for user in {grant.user_id: grant.user for grant in held}.values():
        notify(user=user, kind=CALLS, subject=subject, text=text, by=by, at=at)
