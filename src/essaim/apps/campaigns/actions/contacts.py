"""Whom to ask: personal data, kept for the campaign and erased after. The log never holds them."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.campaigns.actions.permission import CAMPAIGN, INVITATION, locked, must_run
from essaim.apps.campaigns.enums import Phase
from essaim.apps.campaigns.errors import NotInThisPhase
from essaim.apps.campaigns.models import Campaign, Invitation
from essaim.apps.campaigns.queries import contacts_to_erase
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import NotAllowed


@transaction.atomic
def set_contact(*, invitation: Invitation, name: str, email: str, phone: str, by: Actor, at: datetime) -> Invitation:
    """Whom to ask in a pole; all empty, its coordinators are written to.

    Raises:
        InvalidValue: not an e-mail address.
        NotInThisPhase: the contacts of this campaign were erased.
    """
    must_run(by, invitation.campaign)
    current = locked(invitation)
    if current.campaign.contacts_erased_at is not None:
        raise NotInThisPhase(_("Les coordonnées de cette campagne sont effacées."), _("Préparez une autre campagne."))
    name, email, phone = (text.replace("\0", "").strip() for text in (name, email, phone))
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise InvalidValue(
            _("« %(email)s » n'est pas une adresse électronique.") % {"email": email[:60]}, _("Corrigez-la.")
        ) from None
    current.contact_name, current.contact_email, current.contact_phone = name[:200], email, phone[:30]
    current.save()
    given = [key for key, text in (("name", name), ("email", email), ("phone", phone)) if text]
    record(action="set_contact", object_type=INVITATION, object_id=current.uid, by=by, at=at, after={"given": given})
    return current


@transaction.atomic
def erase_contacts(*, campaign: Campaign, by: Actor, at: datetime) -> int:
    """Erase the names, addresses and telephones of a closed campaign now; how many poles had any.

    Who validated a statement stays: it is part of it.
    """
    must_run(by, campaign)
    if campaign.phase_at(at) != Phase.CLOSED:
        raise NotInThisPhase(_("Cette campagne n'est pas close."), _("Ses coordonnées servent encore aux relances."))
    return _erase(campaign, by, at)


@transaction.atomic
def erase_overdue_contacts(*, by: Actor, at: datetime) -> int:
    """Erase the contacts of every campaign whose delay is over; how many campaigns. For the daily programme."""
    if not by.is_administrator:
        raise NotAllowed()
    overdue = contacts_to_erase(at)
    for campaign in overdue:
        _erase(campaign, by, at)
    return len(overdue)


def _erase(campaign: Campaign, by: Actor, at: datetime) -> int:
    kept = campaign.invitations.exclude(contact_name="", contact_email="", contact_phone="", given_by="")
    gone = kept.update(contact_name="", contact_email="", contact_phone="", given_by="")
    campaign.contacts_erased_at = at
    campaign.save(update_fields=["contacts_erased_at"])
    record(action="erase_contacts", object_type=CAMPAIGN, object_id=campaign.uid, by=by, at=at, after={"poles": gone})
    return gone
