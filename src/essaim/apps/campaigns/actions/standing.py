"""What an officer says of a pole in a campaign: refusal, unreachable, reopened."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.campaigns.actions.permission import INVITATION, locked, must_run
from essaim.apps.campaigns.enums import Standing
from essaim.apps.campaigns.errors import NotInThisPhase
from essaim.apps.campaigns.models import Invitation
from essaim.engine.language import gettext as _

_SAID = (Standing.REFUSED, Standing.UNREACHABLE)


@transaction.atomic
def set_standing(*, invitation: Invitation, standing: str, by: Actor, at: datetime) -> Invitation:
    """Note that a pole refuses, or cannot be reached; "" takes that back.

    Raises:
        NotInThisPhase: it validated: its answer stands.
    """
    must_run(by, invitation.campaign)
    current = locked(invitation)
    if current.standing == Standing.VALIDATED or (standing and standing not in _SAID):
        raise NotInThisPhase(_("Ce pôle a validé sa réponse."), _("Elle reste ; rouvrez le questionnaire au besoin."))
    before = current.standing
    current.standing = Standing(standing) if standing else _reached(current)
    current.save()
    record(action="set_standing", object_type=INVITATION, object_id=current.uid, by=by, at=at,
           before={"standing": before}, after={"standing": current.standing})  # fmt: skip
    return current


@transaction.atomic
def reopen(*, invitation: Invitation, by: Actor, at: datetime) -> Invitation:
    """Let a pole change its validated answer. The statement is kept; the next one replaces it.

    Raises:
        NotInThisPhase: it is not validated.
    """
    must_run(by, invitation.campaign)
    current = locked(invitation)
    if current.standing != Standing.VALIDATED:
        raise NotInThisPhase(_("Ce questionnaire n'est pas validé."), _("Il est encore modifiable."))
    current.statements.filter(replaced=False).update(replaced=True)
    current.standing, current.validated_at = Standing.STARTED, None
    current.reopening_asked_at, current.reopening_reason = None, ""
    current.version += 1
    current.save()
    record(action="reopen", object_type=INVITATION, object_id=current.uid, by=by, at=at)
    return current


def _reached(current: Invitation) -> Standing:
    if current.started_at:
        return Standing.STARTED
    if current.opened_at:
        return Standing.OPENED
    return Standing.INVITED if current.invited_at else Standing.WAITING
