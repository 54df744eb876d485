"""Handing a dossier in: before the closing second, frozen, with a receipt; withdrawing it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.calls.actions.answering import held_dossier
from essaim.apps.calls.actions.telling import tell_writers
from essaim.apps.calls.answers import in_words, is_too_long
from essaim.apps.calls.eligibility import findings_of
from essaim.apps.calls.enums import DossierState
from essaim.apps.calls.errors import Closed, NotReady
from essaim.apps.calls.models import Call, Dossier, Submission
from essaim.apps.calls.queries.dossiers import DOSSIER, annexes_of, answers_by_question, dossier_by_uid, piece_files
from essaim.apps.calls.rules import can_write_dossier
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import NotAllowed


@transaction.atomic
def submit(*, dossier: Dossier, address: str, by: Actor, at: datetime) -> Submission:
    """Hand the dossier in as it stands. ``address`` is that of its page, for the receipt sent to those who write it.

    Raises:
        NotAllowed. Closed: the closing second has come, or results are public. NotReady: required answers are
            missing, with which.
    """
    # The call first, as whoever publishes its results does: a dossier is handed in before them, or not at all.
    Call.objects.select_for_update().get(pk=dossier.call_id)
    held_dossier(dossier, by, at)
    whole = dossier_by_uid(dossier.uid)
    assert whole is not None  # it is held
    missing = lacking(whole)
    if missing:
        raise NotReady(missing)
    data = frozen(whole)
    fingerprint = hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    number = whole.submissions.count() + 1
    receipt = f"{whole.call.local(at):%Y%m%d}-{whole.pk}-{number}-{fingerprint[:6].upper()}"
    made = Submission.objects.create(
        dossier=whole, number=number, receipt=receipt, data=data, sha256=fingerprint, submitted_by=by.uid,
        submitted_at=at,
    )  # fmt: skip
    Dossier.objects.filter(pk=whole.pk).update(
        state=DossierState.SUBMITTED, submitted_at=at, reopened_until=None, changed_at=at, version=whole.version + 1
    )
    record(
        action="submit_dossier", object_type=DOSSIER, object_id=whole.uid, by=by, at=at,
        after={"receipt": made.receipt, "sha256": fingerprint},
    )  # fmt: skip
    text = _("Le dossier de « %(pole)s » pour l'appel « %(call)s » est déposé.\n\nReçu : %(receipt)s\n%(address)s")
    said = {"pole": whole.pole.name, "call": whole.call.title, "receipt": made.receipt, "address": address}
    tell_writers(whole, _("Dossier déposé : %(call)s") % {"call": whole.call.title}, text % said, by, at)
    return made


@transaction.atomic
def withdraw_dossier(*, dossier: Dossier, reason: str, by: Actor, at: datetime) -> Dossier:
    """Withdraw a dossier, handed in or not, until results are public; it stays readable.

    Raises:
        NotAllowed. Closed: results are public. InvalidValue: withdrawn already.
    """
    # The call first, as whoever publishes its results does: a dossier is withdrawn before them, or not at all.
    Call.objects.select_for_update().get(pk=dossier.call_id)
    current = Dossier.objects.select_for_update(of=("self",)).select_related("pole", "call").get(pk=dossier.pk)
    if not can_write_dossier(by, current):
        raise NotAllowed()
    if current.call.results_at is not None:
        raise Closed()
    if current.state == DossierState.WITHDRAWN:
        raise InvalidValue(_("Ce dossier est déjà retiré."))
    current.state, current.withdrawn_reason, current.changed_at = DossierState.WITHDRAWN, reason.strip(), at
    current.version += 1
    current.save()
    record(
        action="withdraw_dossier", object_type=DOSSIER, object_id=current.uid, by=by, at=at,
        after={"reason": reason.strip()},
    )  # fmt: skip
    return current


def lacking(dossier: Dossier) -> list[str]:
    """What a dossier lacks before it may be handed in, in words."""
    answers = answers_by_question(dossier)
    missing = []
    for question in dossier.call.questions.all():
        text = answers[question.pk].text if question.pk in answers else ""
        if question.is_required and not text:
            missing.append(_("une réponse à « %(question)s »") % {"question": question.label})
        elif is_too_long(question, text):
            missing.append(
                _("une réponse plus courte à « %(question)s » (%(most)d signes au plus)")
                % {"question": question.label, "most": question.longest or 0}
            )
    if not any(one.is_applicant for one in dossier.partners.all()):
        missing.append(_("la structure candidate, parmi les partenaires"))
    return missing


def frozen(dossier: Dossier) -> dict[str, Any]:
    """The whole dossier as plain values, in the words of the questions as they were asked."""
    answers = answers_by_question(dossier)
    return {
        "call": {"title": dossier.call.title, "slug": dossier.call.slug},
        "pole": {"uid": dossier.pole.uid, "name": dossier.pole.name, "commune": dossier.pole.commune},
        "budget_cents": dossier.budget_cents,
        "partners": [
            {
                "name": one.name, "siret": one.siret, "family": one.family, "role": one.role,
                "commitment": one.commitment, "amount_cents": one.amount_cents, "is_applicant": one.is_applicant,
            }
            for one in dossier.partners.all()
        ],
        "answers": [
            {
                "question": question.uid, "section": question.section, "label": question.label,
                "kind": question.kind,
                "text": answers[question.pk].text if question.pk in answers else "",
                "words": in_words(question, answers[question.pk].text) if question.pk in answers else "",
            }
            for question in dossier.call.questions.all()
        ],
        "annexes": [{"uid": one.uid, "title": one.title, "sha256": one.sha256} for one in annexes_of(dossier)],
        "pieces": _pieces(dossier),
        "eligibility": [
            {"rules": rules.key, "version": rules.version, "rule": found.rule.text(), "answer": found.answer.name,
             "why": found.why}
            for rules, findings in findings_of(dossier)
            for found in findings
        ],
    }  # fmt: skip


def _pieces(dossier: Dossier) -> list[dict[str, Any]]:
    """What was asked of a dossier that is handed in again, what was answered, and the files that were given."""
    asked = list(dossier.piece_requests.all())
    files = piece_files(asked)
    return [
        {
            "uid": one.uid, "asked": one.text, "answer": one.answer,
            "answered_at": one.answered_at.isoformat() if one.answered_at else "",
            "files": [{"uid": file.uid, "title": file.title, "sha256": file.sha256} for file in files[one.uid]],
        }
        for one in asked
    ]  # fmt: skip
