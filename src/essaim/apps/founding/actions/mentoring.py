"""Asking a pole of the directory for help, and what comes of it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from essaim.apps.accounts.actions import notify
from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.queries import holders_of
from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.documents.actions import file_document, withdraw_document
from essaim.apps.founding.actions.founding import held
from essaim.apps.founding.enums import MentoringState
from essaim.apps.founding.models import Founding, Mentoring
from essaim.apps.founding.notices import FOUNDING
from essaim.apps.founding.rules import can_answer_founders
from essaim.apps.poles.models import Pole
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile, NotAllowed

MENTORING = "mentoring"


@transaction.atomic
def ask_mentor(
    *, founding: Founding, mentor: Pole, message: str, address: str, by: Actor, at: datetime
) -> Mentoring:  # fmt: skip
    """Ask a pole for help. Those who coordinate it are told; when nobody does here, the founders call it themselves.

    Args:
        address: the page where the mentor reads the request, for the letter.

    Raises:
        NotAllowed: not a founder. InvalidValue: nothing is said, or that pole was asked already.
    """
    current = held(founding, by)
    if not message.strip():
        raise InvalidValue(_("Dites qui vous êtes, et ce que vous aimeriez voir ou comprendre."))
    if mentor.pk == current.pole.pk or current.mentorings.filter(mentor=mentor).exists():
        raise InvalidValue(_("Ce pôle a déjà été sollicité."))
    asked = Mentoring.objects.create(
        founding=current, mentor=mentor, message=message.replace("\0", "").strip(), asked_by=by.uid, asked_at=at,
        changed_at=at,
    )  # fmt: skip
    _record("ask_mentor", asked, by, at, mentor=mentor.name)
    subject = _("%(pole)s demande votre aide") % {"pole": current.pole.name}
    for grant in holders_of(Role.COORDINATOR, mentor.uid):
        text = f"{asked.message}\n\n{address}"
        notify(user=grant.user, kind=FOUNDING, subject=subject, text=text, by=by, at=at)
    return asked


@transaction.atomic
def answer_founders(
    *, asked: Mentoring, accepts: bool, answer: str, address: str, by: Actor, at: datetime
) -> Mentoring:  # fmt: skip
    """Accept or decline, with a word; the founders are told.

    Raises:
        NotAllowed: not somebody who keeps the mentor pole. InvalidValue: answered already.
    """
    if not can_answer_founders(by, asked.mentor):
        raise NotAllowed()
    current = Mentoring.objects.select_for_update().get(pk=asked.pk)
    if current.answered_by:
        raise InvalidValue(_("Cette demande a déjà sa réponse."))
    # Founders who phoned may be further already.
    if not accepts:
        current.state = MentoringState.DECLINED
    elif current.state in (MentoringState.ASKED, MentoringState.DECLINED):
        current.state = MentoringState.ACCEPTED
    current.accepted_here = accepts
    current.answer, current.answered_by = answer.replace("\0", "").strip(), by.uid
    _saved(current, at)
    _record("answer_founders", asked, by, at, accepts=accepts)
    subject = _("%(pole)s vous répond") % {"pole": asked.mentor.name}
    pole = asked.founding.pole
    for role in (Role.FOUNDER, Role.COORDINATOR):
        for grant in holders_of(role, pole.uid):
            text = f"{_('Accepté') if accepts else _('Décliné')}\n\n{current.answer}\n\n{address}"
            notify(user=grant.user, kind=FOUNDING, subject=subject, text=text, by=by, at=at)
    return current


@transaction.atomic
def follow_mentoring(
    *,
    asked: Mentoring,
    state: str,
    visit_on: date | None,
    learnt: str,
    learnt_is_public: bool,
    seen_version: int,
    by: Actor,
    at: datetime,
) -> Mentoring:
    """How far the founders are with their mentor, and what they learnt; public only if they say so.

    Raises:
        NotAllowed: not a founder. InvalidValue: not such a state. ChangedMeanwhile: somebody wrote it since.
    """
    held(asked.founding, by)
    if state not in MentoringState.values:
        raise InvalidValue(_("Dites où vous en êtes."))
    current = Mentoring.objects.select_for_update().get(pk=asked.pk)
    if current.version != seen_version:
        raise ChangedMeanwhile()
    current.state, current.visit_on = state, visit_on
    current.learnt = learnt.replace("\0", "").strip()
    current.learnt_is_public = learnt_is_public and bool(current.learnt)
    _saved(current, at)
    _record("follow_mentoring", asked, by, at, state=state)
    return current


@transaction.atomic
def file_agreement(*, asked: Mentoring, file_name: str, content: bytes, by: Actor, at: datetime) -> Mentoring:
    """File the signed agreement, in the place of the former one.

    Raises:
        NotAllowed: not a founder. InvalidValue: a kind of file that is not taken.
    """
    held(asked.founding, by)
    current = Mentoring.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=asked.pk)
    if current.agreement is not None:
        withdraw_document(document=current.agreement, by=by, at=at)
    filed = file_document(
        owner_kind=MENTORING, owner_key=asked.uid, title=_("Convention"), file_name=file_name, content=content, by=by,
        at=at,
    )  # fmt: skip
    current.agreement = filed
    if current.state != MentoringState.CLOSED:
        current.state = MentoringState.AGREED
    _saved(current, at)
    _record("file_agreement", asked, by, at, sha256=filed.sha256)
    return current


def _saved(asked: Mentoring, at: datetime) -> None:
    asked.version, asked.changed_at = asked.version + 1, at
    asked.save()
    Founding.objects.filter(pk=asked.founding_id).update(version=F("version") + 1)


def _record(action: str, asked: Mentoring, by: Actor, at: datetime, **after: object) -> None:
    record(action=action, object_type="pole", object_id=asked.founding.pole.uid, by=by, at=at, after=after)
