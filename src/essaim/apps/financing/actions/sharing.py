"""With whom a plan is shared: a role on a key, until it is taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.apps.accounts.enums import Role
from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.financing.actions.holding import PLAN, hold_plan
from essaim.apps.financing.models import Plan, PlanShare
from essaim.apps.poles.models import Network, Organisation
from essaim.apps.poles.places import level_names
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.territories import load_territories


@transaction.atomic
def share_plan(
    *, plan: Plan, role: str, key: str, seen_version: int | None, by: Actor, at: datetime
) -> PlanShare:  # fmt: skip
    """Let those who hold ``role`` on ``key`` read the plan; sharing twice changes nothing.

    Raises:
        NotAllowed, ChangedMeanwhile: as ``hold_plan``.
        InvalidValue: nobody can hold that role on that key.
    """
    current = hold_plan(plan, seen_version=seen_version, by=by, at=at)
    label = reader_name(role, key)
    share, is_new = PlanShare.objects.get_or_create(
        plan=current, role=role, key=key, defaults={"label": label[:200], "shared_by": by.uid, "shared_at": at}
    )
    if is_new:
        record(
            action="share_plan", object_type=PLAN, object_id=plan.uid, by=by, at=at, after={"shared_with": label}
        )  # fmt: skip
    return share


@transaction.atomic
def stop_sharing(*, plan: Plan, share: PlanShare, by: Actor, at: datetime) -> None:
    """Take a share back: those who read the plan through it read it no more.

    Raises:
        NotAllowed: as ``hold_plan``.
    """
    current = hold_plan(plan, seen_version=None, by=by, at=at)
    PlanShare.objects.filter(plan=current, pk=share.pk).delete()
    record(
        action="stop_sharing_plan", object_type=PLAN, object_id=plan.uid, by=by, at=at,
        before={"shared_with": share.label},
    )  # fmt: skip


def reader_name(role: str, key: str) -> str:
    """Who is meant by a role on a key, by name.

    Raises:
        InvalidValue: nobody can hold that role on that key.
    """
    wrong = InvalidValue(_("On ne sait pas avec qui partager."), _("Choisissez une personne morale de la liste."))
    if role == Role.STATE_OFFICER and not key:
        return _("Les services de l'État")
    if role == Role.REPRESENTATIVE:
        organisation = Organisation.objects.filter(uid=key, merged_into=None).first()
        if organisation is not None:
            return organisation.name
    if role == Role.NETWORK_OFFICER:
        network = Network.objects.filter(key=key).first()
        if network is not None:
            return network.name
    if role == Role.TERRITORIAL_AGENT:
        name = level_names(load_territories(), "epci").get(key, "")
        if name:
            return name
    raise wrong
