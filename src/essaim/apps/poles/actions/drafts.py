"""Poles being founded: begun by anybody who signs in, entered in the directory by whoever moderates it, or given up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from essaim.apps.accounts.actions.people import grant_role, trusted
from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.models import Grant, RoleInvitation, User
from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.actions.holding import hold
from essaim.apps.poles.actions.permission import must_edit
from essaim.apps.poles.actions.poles import POLE, add_pole
from essaim.apps.poles.models import Pole
from essaim.apps.poles.rules import can_enter_draft
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import NotAllowed
from essaim.kit.snapshots import snapshot


@transaction.atomic
def start_draft(*, name: str, by: User, at: datetime, **facts: Any) -> Pole:
    """Begin a pole that only its founders see; whoever begins it is its founder. ``facts`` are columns of ``Pole``.

    Raises:
        NotAllowed: the account is closed.
    """
    if not by.is_active:
        raise NotAllowed()
    founder = trusted(by)
    pole = add_pole(name=name, by=founder, at=at, is_draft=True, **facts)
    grant_role(user=by, role=Role.FOUNDER, key=pole.uid, by=founder, at=at)
    return pole


@transaction.atomic
def enter_draft(*, pole: Pole, by: Actor, at: datetime) -> Pole:
    """Make a draft a pole of the directory; its founders coordinate it from then on.

    Raises:
        NotAllowed: ``by`` does not moderate the directory.
        InvalidValue: it is in the directory already.
    """
    if not can_enter_draft(by):
        raise NotAllowed()
    current = hold(pole, at=at)
    if not current.is_draft:
        raise InvalidValue(_("Ce pôle est déjà dans l'annuaire."))
    Pole.every.filter(pk=pole.pk).update(is_draft=False)
    pole.is_draft = False
    for grant in Grant.objects.filter(role=Role.FOUNDER, key=pole.uid).select_related("user"):
        grant_role(user=grant.user, role=Role.COORDINATOR, key=pole.uid, by=trusted(by), at=at)
        grant.delete()
    RoleInvitation.objects.filter(role=Role.FOUNDER, key=pole.uid).update(role=Role.COORDINATOR)
    record(
        action="enter_draft", object_type=POLE, object_id=pole.uid, by=by, at=at,
        before={"is_draft": True}, after={"is_draft": False},
    )  # fmt: skip
    return pole


@transaction.atomic
def drop_draft(*, pole: Pole, by: Actor, at: datetime) -> None:
    """Erase a draft with all that was written for it; the log says that it was, with its name.

    Raises:
        NotAllowed: it is somebody else's. InvalidValue: it is in the directory, which forgets no pole.
    """
    must_edit(by, pole)
    current = Pole.every.select_for_update().get(pk=pole.pk)
    if not current.is_draft:
        raise InvalidValue(_("Un pôle de l'annuaire ne s'efface pas : dites qu'il a pris fin, et pourquoi."))
    record(action="drop_draft", object_type=POLE, object_id=current.uid, by=by, at=at, before=snapshot(current))
    try:
        current.delete()
    except ProtectedError:
        raise InvalidValue(
            _("Ce brouillon a déposé un dossier à un appel : il ne s'efface plus."), _("Retirez le dossier de l'appel.")
        ) from None
    Grant.objects.filter(role__in=(Role.FOUNDER, Role.COORDINATOR), key=current.uid).delete()
