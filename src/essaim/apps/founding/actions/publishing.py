"""A draft asks to enter the directory; whoever moderates lets it in or sends it back with remarks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from essaim.apps.accounts.actions import notify
from essaim.apps.accounts.actions.people import trusted
from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.models import User
from essaim.apps.accounts.queries import holders_of
from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.founding.actions.founding import held
from essaim.apps.founding.enums import FoundingState, ProspectState
from essaim.apps.founding.models import Founding, Prospect
from essaim.apps.founding.notices import FOUNDING, PUBLICATIONS
from essaim.apps.founding.queries.publishing import moderators
from essaim.apps.founding.rules import can_moderate_founding
from essaim.apps.poles.actions import SameOrganisation, add_member, add_organisation, enter_draft
from essaim.apps.poles.actions.holding import hold
from essaim.apps.poles.enums import Circle
from essaim.apps.poles.models import Organisation
from essaim.apps.poles.queries import same_numbers
from essaim.apps.poles.to_engine import CHOSEN
from essaim.engine.errors import EssaimError, InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import NotAllowed


def lacking(founding: Founding) -> dict[str, str]:
    """What a draft must say before it may be published, in words by subject: what a reader could not do without."""
    pole = founding.pole
    missing = {}
    if not pole.summary.strip():
        missing["summary"] = _("quelques phrases « En bref »")
    if not pole.communes.exists():
        missing["communes"] = _("les communes de son territoire")
    if not pole.domains.exists():
        missing["domains"] = _("un domaine au moins")
    if pole.carrier is None and not founding.prospects.filter(state=ProspectState.COMMITTED).exists():
        missing["carrier"] = _("une structure porteuse, ou une première organisation engagée")
    return missing


@transaction.atomic
def ask_publication(*, founding: Founding, address: str, by: Actor, at: datetime) -> Founding:
    """Ask for the draft to enter the directory; those who moderate are told.

    Raises:
        NotAllowed: not a founder. InvalidValue: something is missing, or it was asked already.
    """
    current = held(founding, by)
    missing = lacking(founding)
    if missing:
        raise InvalidValue(_("Il manque : %(what)s.") % {"what": " ; ".join(missing.values())})
    if current.state not in (FoundingState.DRAFT, FoundingState.SENT_BACK):
        raise InvalidValue(_("La publication est déjà demandée."))
    _moved(current, FoundingState.ASKED, by, at, "ask_publication")
    subject = _("À publier : %(pole)s") % {"pole": founding.pole.name}
    text = _("« %(pole)s » demande à entrer dans l'annuaire. La fiche se lit et se publie ici :\n%(address)s")
    said = text % {"pole": founding.pole.name, "address": address}
    for user in moderators():
        notify(user=user, kind=PUBLICATIONS, subject=subject, text=said, by=by, at=at)
    return current


@transaction.atomic
def take_back_request(*, founding: Founding, by: Actor, at: datetime) -> Founding:
    """No longer ask for publication.

    Raises:
        NotAllowed: not a founder. InvalidValue: it is not asked.
    """
    current = held(founding, by)
    _must_be_asked(current)
    _moved(current, FoundingState.DRAFT, by, at, "take_back_publication")
    return current


@transaction.atomic
def send_back(*, founding: Founding, remarks: str, address: str, by: Actor, at: datetime) -> Founding:
    """Send the draft back with remarks.

    Raises:
        NotAllowed: not a moderator. InvalidValue: no remark, or it is not asked.
    """
    current = _moderated(founding, by)
    if not remarks.strip():
        raise InvalidValue(_("Dites ce qui est à revoir."))
    current.remarks = remarks.strip()
    _moved(current, FoundingState.SENT_BACK, by, at, "send_back_publication")
    _tell(founding, _("%(pole)s : à revoir"), f"{current.remarks}\n\n{address}", by, at)
    return current


@transaction.atomic
def publish(*, founding: Founding, seen_version: int, address: str, by: Actor, at: datetime) -> int:
    """Let the draft into the directory; committed prospects become its members.

    Args:
        seen_version: of the pole, as whoever moderates read its sheet: the founders may go on writing meanwhile.

    Returns:
        How many could not become members: the founders are told which, to enter them by hand. Nothing is guessed.

    Raises:
        NotAllowed: not a moderator. InvalidValue: it is not asked. ChangedMeanwhile: its sheet was written since.
    """
    current = _moderated(founding, by)
    hold(founding.pole, at=at, seen_version=seen_version)
    enter_draft(pole=founding.pole, by=by, at=at)
    left = []
    for prospect in current.prospects.filter(state=ProspectState.COMMITTED).select_related("organisation"):
        if not _becomes_member(prospect, founding, by, at):
            left.append(prospect.name)
    current.remarks = ""
    _moved(current, FoundingState.PUBLISHED, by, at, "publish_founding")
    text = address
    if left:
        text += "\n\n" + _("À entrer à la main parmi les membres : %(names)s.") % {"names": ", ".join(left)}
    _tell(founding, _("%(pole)s est dans l'annuaire"), text, by, at)
    return len(left)


def _becomes_member(prospect: Prospect, founding: Founding, by: Actor, at: datetime) -> bool:
    by_rule = trusted(by)
    organisation = prospect.organisation or same_numbers(prospect.siret or None, None, None).first()
    signed = prospect.letters.exclude(signed_on=None).order_by("signed_on").first()
    source = _("Engagement recueilli par les fondateurs du pôle")
    try:
        if organisation is None:
            organisation = _entered(prospect, source, by_rule, at)
        add_member(
            pole=founding.pole, organisation=organisation, circle=Circle.FOUNDER, by=by_rule, at=at,
            since=signed.signed_on if signed else None, college=signed.college if signed else "",
        )  # fmt: skip
    except EssaimError:
        return False
    Prospect.objects.filter(pk=prospect.pk).update(organisation=organisation)
    return True


def _entered(prospect: Prospect, source: str, by: Actor, at: datetime) -> Organisation:
    facts: dict[str, Any] = {
        "name": prospect.name,
        "commune": prospect.commune,
        # Other families follow from what the register says; nobody chooses them.
        "family": prospect.family if prospect.family in CHOSEN else "",
        "source_title": source,
    }
    if prospect.siret:
        facts["siret"] = prospect.siret
    try:
        return add_organisation(by=by, at=at, **facts)
    except SameOrganisation as same:
        if not same.by_number:
            # A name alone does not say that it is the same: people will.
            raise
        return same.found[0]


def _moderated(founding: Founding, by: Actor) -> Founding:
    if not can_moderate_founding(by):
        raise NotAllowed()
    current = Founding.objects.select_for_update(of=("self",)).select_related("pole").get(pk=founding.pk)
    _must_be_asked(current)
    return current


def _must_be_asked(founding: Founding) -> None:
    if founding.state != FoundingState.ASKED:
        raise InvalidValue(_("La publication de ce pôle n'est pas demandée."))


def _moved(founding: Founding, state: str, by: Actor, at: datetime, action: str) -> None:
    founding.state, founding.version = state, founding.version + 1
    if state == FoundingState.ASKED:
        founding.asked_at = at
    else:
        founding.decided_at, founding.decided_by = at, by.uid
    founding.save()
    record(
        action=action, object_type="pole", object_id=founding.pole.uid, by=by, at=at,
        after={"remarks": founding.remarks} if state == FoundingState.SENT_BACK else {},
    )  # fmt: skip


def _tell(founding: Founding, subject: str, text: str, by: Actor, at: datetime) -> None:
    people: dict[int, User] = {}
    for role in (Role.FOUNDER, Role.COORDINATOR):
        people |= {grant.user_id: grant.user for grant in holders_of(role, founding.pole.uid)}
    for user in people.values():
        notify(
            user=user, kind=FOUNDING, subject=subject % {"pole": founding.pole.name}, text=text, by=by, at=at
        )  # fmt: skip
