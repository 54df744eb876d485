"""Letters of commitment and membership forms: made, signed and filed, withdrawn with the reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.documents.actions import file_document, withdraw_document
from essaim.apps.founding.actions.prospects import move_prospect
from essaim.apps.founding.actions.prospects_holding import PROSPECT, clean, held_prospect
from essaim.apps.founding.enums import LetterKind, ProspectState
from essaim.apps.founding.models import Letter, Prospect
from essaim.apps.founding.queries.prospects import LETTER
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile

_LONGEST_BRINGS = 3000
_MOST = 30


@transaction.atomic
def make_letter(
    *, prospect: Prospect, kind: str, brings: str, college: str, amount_cents: int | None, by: Actor, at: datetime
) -> Letter:
    """Prepare what the prospect will sign.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; removed meanwhile.
        InvalidValue: no such kind, a text too long, an amount below zero.
    """
    current = held_prospect(prospect, by)
    if kind not in LetterKind.values:
        raise InvalidValue(_("Cette sorte de document n'existe pas."), _("Choisissez dans la liste."))
    if current.letters.count() >= _MOST:
        raise InvalidValue(
            _("Cette fiche a déjà %(n)d documents.") % {"n": _MOST}, _("Retirez ceux qui ne servent plus.")
        )
    letter = Letter(prospect=current, kind=kind, made_by=by.uid, made_at=at)
    return _written(letter, "make_letter", brings, college, amount_cents, by, at)


@transaction.atomic
def change_letter(
    *, letter: Letter, brings: str, college: str, amount_cents: int | None, seen_version: int, by: Actor, at: datetime
) -> Letter:
    """Correct a letter that nobody signed yet.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; saved, signed or removed by somebody else since.
        InvalidValue: a text too long, an amount below zero.
    """
    current = _unsigned(letter, by)
    if current.version != seen_version:
        raise ChangedMeanwhile()
    current.version += 1
    return _written(current, "change_letter", brings, college, amount_cents, by, at)


@transaction.atomic
def remove_letter(*, letter: Letter, by: Actor, at: datetime) -> None:
    """Erase a letter that nobody signed.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; signed or removed meanwhile.
    """
    current = _unsigned(letter, by)
    record(
        action="remove_letter",
        object_type=PROSPECT,
        object_id=current.prospect.uid,
        by=by,
        at=at,
        after={"letter": current.uid},
    )
    current.delete()


@transaction.atomic
def file_signed_letter(
    *, letter: Letter, signed_on: date, file_name: str, content: bytes, commits: bool, by: Actor, at: datetime
) -> Letter:
    """File the signed copy; when ``commits``, the prospect becomes committed.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; signed or removed meanwhile.
        InvalidValue: signed tomorrow; a file that may not be filed, see ``apps.documents``.
    """
    current = _unsigned(letter, by)
    if signed_on > timezone.localdate(at):
        raise InvalidValue(_("Cette date n'est pas encore passée."), _("Écrivez le jour où la lettre a été signée."))
    if signed_on.year < 2000:
        raise InvalidValue(_("Cette date est trop ancienne."), _("Écrivez le jour où la lettre a été signée."))
    current.document = file_document(
        owner_kind=LETTER, owner_key=current.uid, title=current.get_kind_display(), file_name=file_name,
        content=content, by=by, at=at,
    )  # fmt: skip
    current.signed_on = signed_on
    current.version += 1
    current.save()
    record(
        action="file_letter", object_type=PROSPECT, object_id=current.prospect.uid, by=by, at=at,
        after={"letter": current.uid, "signed_on": signed_on.isoformat()},
    )  # fmt: skip
    if commits:
        move_prospect(prospect=current.prospect, state=ProspectState.COMMITTED, by=by, at=at)
    return current


@transaction.atomic
def withdraw_letter(*, letter: Letter, reason: str, state: str, by: Actor, at: datetime) -> Letter:
    """The organisation takes its signature back: the copy is erased; that it was signed, and why it ended, stay.

    Args:
        state: how far the founders are with the prospect from now on.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; withdrawn or removed meanwhile.
        InvalidValue: no reason, no such state.
    """
    current = _held(letter, by)
    if not current.is_in_force:
        raise ChangedMeanwhile()
    said = clean(reason, 300)
    if not said:
        raise InvalidValue(_("Dites pourquoi la lettre ne vaut plus."))
    if current.document is not None:
        withdraw_document(document=current.document, by=by, at=at)
        current.document = None
    current.withdrawn_at, current.withdrawn_reason = at, said
    current.version += 1
    current.save()
    record(
        action="withdraw_letter",
        object_type=PROSPECT,
        object_id=current.prospect.uid,
        by=by,
        at=at,
        after={"letter": current.uid},
    )
    move_prospect(prospect=current.prospect, state=state, by=by, at=at)
    return current


def _held(letter: Letter, by: Actor) -> Letter:
    held_prospect(letter.prospect, by)
    current = Letter.objects.select_for_update().filter(pk=letter.pk).first()
    if current is None:
        raise ChangedMeanwhile()
    current.prospect = letter.prospect
    return current


def _unsigned(letter: Letter, by: Actor) -> Letter:
    current = _held(letter, by)
    if current.signed_on is not None:
        raise ChangedMeanwhile()
    return current


def _written(
    letter: Letter, action: str, brings: str, college: str, amount_cents: int | None, by: Actor, at: datetime
) -> Letter:
    if amount_cents is not None and amount_cents < 0:
        raise InvalidValue(_("Un montant n'est pas négatif."), _("Écrivez 0 ou plus."))
    letter.brings, letter.college = clean(brings, _LONGEST_BRINGS), clean(college, 100)
    letter.amount_cents = amount_cents
    letter.save()
    record(
        action=action, object_type=PROSPECT, object_id=letter.prospect.uid, by=by, at=at,
        after={"letter": letter.uid, "letter_kind": letter.kind},
    )  # fmt: skip
    return letter
