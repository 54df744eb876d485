"""Persons among prospects: whom to reach and what was said, each kept until a day and erased after. The log holds
neither: only that they were written or erased."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.documents.actions import withdraw_document
from essaim.apps.founding.actions.prospects_holding import PROSPECT, clean, held_prospect, saved
from essaim.apps.founding.models import Prospect, ProspectNote, ProspectSheet
from essaim.apps.founding.queries.prospects import (
    contacts_of,
    lost_documents,
    notes_saying,
    overdue_contacts,
    overdue_notes,
)
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile, NotAllowed

USUAL_MONTHS, MOST_MONTHS = 12, 36
_LONGEST_NOTE = 4000


def months_after(day: date, months: int) -> date:
    """The same day so many months later, the last of its month when there is none."""
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


@transaction.atomic
def set_contact(
    *,
    prospect: Prospect,
    name: str,
    email: str,
    phone: str,
    erase_on: date | None,
    informed_on: date | None,
    seen_version: int,
    by: Actor,
    at: datetime,
) -> Prospect:
    """Whom to reach, and until when it is kept; all empty, nothing is kept any more.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; saved or removed by somebody else since.
        InvalidValue: not an e-mail address; a term that is past or too far.
    """
    current = held_prospect(prospect, by, seen_version)
    given = (clean(name, 200), clean(email, 254), clean(phone, 40))
    try:
        if given[1]:
            validate_email(given[1])
    except ValidationError:
        raise InvalidValue(
            _("« %(email)s » n'est pas une adresse électronique.") % {"email": given[1][:60]}, _("Corrigez-la.")
        ) from None
    if not any(given):
        return _forgotten(current, by, at)
    current.contact_name, current.contact_email, current.contact_phone = given
    current.erase_contact_on = checked_term(erase_on, at)
    current.informed_on = informed_on
    told = [key for key, text in zip(("name", "email", "phone"), given, strict=True) if text]
    return saved(current, "set_prospect_contact", by, at, {"given": told})


@transaction.atomic
def erase_contact(*, prospect: Prospect, by: Actor, at: datetime) -> Prospect:
    """Forget now whom to reach; what was said goes with its own term, or note by note.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; removed meanwhile.
    """
    return _forgotten(held_prospect(prospect, by), by, at)


@transaction.atomic
def erase_person(*, email: str, by: Actor, at: datetime) -> tuple[int, int]:
    """Forget somebody who asks for it, on the boards of every draft: how many contacts, how many notes that say it.

    Raises:
        NotAllowed: by administrators only. InvalidValue: no address.
    """
    if not by.is_administrator:
        raise NotAllowed()
    address = clean(email, 254)
    if not address:
        raise InvalidValue(_("Écrivez l'adresse à oublier."))
    contacts, notes = contacts_of(address), notes_saying(address)
    for prospect in contacts:
        _forgotten(Prospect.objects.select_for_update().get(pk=prospect.pk), by, at)
    for note in notes:
        _note_gone(note, by, at)
    return len(contacts), len(notes)


@transaction.atomic
def write_prospect_note(
    *, prospect: Prospect, text: str, erase_on: date | None, by: Actor, at: datetime
) -> ProspectNote:
    """Keep what was said, until its term.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; removed meanwhile.
        InvalidValue: nothing is written; a term that is past or too far.
    """
    current = held_prospect(prospect, by)
    said = clean(text, _LONGEST_NOTE)
    if not said:
        raise InvalidValue(_("Écrivez votre note."))
    note = ProspectNote.objects.create(
        prospect=current, text=said, written_by=by.uid, written_at=at, erase_on=checked_term(erase_on, at)
    )
    record(
        action="write_prospect_note",
        object_type=PROSPECT,
        object_id=current.uid,
        by=by,
        at=at,
        after={"uid": note.uid},
    )
    return note


@transaction.atomic
def remove_prospect_note(*, note: ProspectNote, by: Actor, at: datetime) -> None:
    """Erase a note; nothing of its text is kept.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; erased already.
    """
    current = held_prospect(note.prospect, by)
    gone, _kinds = ProspectNote.objects.filter(pk=note.pk).delete()
    if not gone:
        raise ChangedMeanwhile()
    record(
        action="remove_prospect_note", object_type=PROSPECT, object_id=current.uid, by=by, at=at,
        before={"uid": note.uid},
    )  # fmt: skip


@transaction.atomic
def erase_overdue_prospects(*, by: Actor, at: datetime) -> int:
    """Erase contacts, notes and spreadsheets whose day is past, and signed copies whose letter is gone; how many rows.

    A duty of the worker, by programmes and administrators.
    """
    if not by.is_administrator:
        raise NotAllowed()
    today = timezone.localdate(at)
    contacts = overdue_contacts(today)
    for prospect in contacts:
        _forgotten(Prospect.objects.select_for_update().get(pk=prospect.pk), by, at)
    notes = overdue_notes(today)
    for note in notes:
        _note_gone(note, by, at)
    sheets, _kinds = ProspectSheet.objects.filter(expires_at__lt=at).delete()
    lost = lost_documents()
    for document in lost:
        withdraw_document(document=document, by=by, at=at)
    return len(contacts) + len(notes) + sheets + len(lost)


def checked_term(erase_on: date | None, at: datetime) -> date:
    """A day until which something about a person may be kept: twelve months unless said, thirty-six at most.

    Raises:
        InvalidValue: it is past, or too far.
    """
    today = timezone.localdate(at)
    term = erase_on or months_after(today, USUAL_MONTHS)
    if not today <= term <= months_after(today, MOST_MONTHS):
        raise InvalidValue(
            _("Ce qui concerne une personne se garde %(n)d mois au plus.") % {"n": MOST_MONTHS},
            _("Choisissez une date entre aujourd'hui et le %(day)s.")
            % {"day": f"{months_after(today, MOST_MONTHS):%d/%m/%Y}"},
        )
    return term


def _note_gone(note: ProspectNote, by: Actor, at: datetime) -> None:
    record(
        action="erase_prospect_note", object_type=PROSPECT, object_id=note.prospect.uid, by=by, at=at,
        before={"uid": note.uid},
    )  # fmt: skip
    note.delete()


def _forgotten(current: Prospect, by: Actor, at: datetime) -> Prospect:
    if not (current.contact_name or current.contact_email or current.contact_phone):
        return current
    current.contact_name = current.contact_email = current.contact_phone = ""
    current.erase_contact_on = current.informed_on = None
    return saved(current, "erase_prospect_contact", by, at, {})
