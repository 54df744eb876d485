"""A dossier that was handed in is corrected: asked by those who wrote it, opened again or not by the officers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.calls.actions.planning import hold_call
from essaim.apps.calls.actions.telling import tell_officers, tell_writers
from essaim.apps.calls.enums import DossierState
from essaim.apps.calls.errors import ResultsPublished
from essaim.apps.calls.models import Dossier, ReopenRequest
from essaim.apps.calls.queries.dossiers import DOSSIER
from essaim.apps.calls.rules import can_write_dossier
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import NotAllowed


@transaction.atomic
def ask_reopening(*, dossier: Dossier, reason: str, address: str, by: Actor, at: datetime) -> ReopenRequest:
    """Ask the officers to reopen a dossier. ``address`` is that of its page for them, for their letter.

    Raises:
        NotAllowed: not one of those who write it. ResultsPublished: results are public.
        InvalidValue: it is not handed in, it was asked already, or nothing is said.
    """
    current = _row(dossier)
    if not can_write_dossier(by, current):
        raise NotAllowed()
    if current.call.results_at is not None:
        raise ResultsPublished()
    if current.state != DossierState.SUBMITTED:
        raise InvalidValue(_("Seul un dossier déposé se rouvre."))
    if current.reopen_requests.filter(is_accepted=None).exists():
        raise InvalidValue(_("C'est déjà demandé : l'équipe de l'appel n'a pas encore répondu."))
    if not reason.strip():
        raise InvalidValue(_("Dites ce qui est à corriger : l'équipe de l'appel le lira."))
    asked = ReopenRequest.objects.create(dossier=current, reason=reason.strip(), asked_by=by.uid, asked_at=at)
    _record("ask_reopening", current, by, at, reason=asked.reason)
    subject = _("Demande de rouvrir un dossier : %(call)s") % {"call": current.call.title}
    tell_officers(current.call, subject, f"{current.pole.name}\n\n{asked.reason}\n\n{address}", by, at)
    return asked


@transaction.atomic
def reopen(*, dossier: Dossier, until: datetime, reason: str, address: str, by: Actor, at: datetime) -> Dossier:
    """Let a dossier that was handed in be corrected until a moment; what was handed in stays as it was. Where its
    writers asked for it, this is their answer.

    Raises:
        NotAllowed. InvalidValue: results are public, it was not handed in, the moment is past, or no reason is given.
    """
    if hold_call(dossier.call, by).results_at is not None:
        raise InvalidValue(_("Les résultats sont publiés : un dossier ne se rouvre plus."))
    current = _row(dossier)
    if current.state != DossierState.SUBMITTED:
        raise InvalidValue(_("Seul un dossier déposé se rouvre."))
    if until <= at or not reason.strip():
        raise InvalidValue(_("Dites pourquoi, et jusqu'à quand : un moment à venir."))
    current.state, current.reopened_until, current.changed_at = DossierState.REOPENED, until, at
    current.version += 1
    current.save()
    _answered(current, True, reason, by, at)
    _record("reopen_dossier", current, by, at, until=until.isoformat(), reason=reason.strip())
    term = current.call.in_words(until)
    tell_writers(
        current, _("Dossier rouvert pour correction : %(call)s") % {"call": current.call.title},
        f"{reason.strip()}\n\n{term}\n{address}",
        by, at,
    )  # fmt: skip
    return current


@transaction.atomic
def refuse_reopening(*, dossier: Dossier, reason: str, address: str, by: Actor, at: datetime) -> None:
    """Leave a dossier as it was handed in, and tell those who asked why.

    Raises:
        NotAllowed. InvalidValue: nothing is asked, or no reason is given.
    """
    hold_call(dossier.call, by)
    current = _row(dossier)
    if not reason.strip():
        raise InvalidValue(_("Dites pourquoi : celles et ceux qui l'ont demandé le liront."))
    if not _answered(current, False, reason, by, at):
        raise InvalidValue(_("Personne ne demande de rouvrir ce dossier."))
    _record("refuse_reopening", current, by, at, reason=reason.strip())
    subject = _("Dossier non rouvert : %(call)s") % {"call": current.call.title}
    tell_writers(current, subject, f"{reason.strip()}\n\n{address}", by, at)


def _answered(dossier: Dossier, is_accepted: bool, answer: str, by: Actor, at: datetime) -> bool:
    """Answer the request that waits; whether one did."""
    waiting = dossier.reopen_requests.filter(is_accepted=None)
    return bool(waiting.update(is_accepted=is_accepted, answer=answer.strip(), answered_by=by.uid, answered_at=at))


def _row(dossier: Dossier) -> Dossier:
    return Dossier.objects.select_for_update(of=("self",)).select_related("pole", "call__network").get(pk=dossier.pk)


def _record(action: str, dossier: Dossier, by: Actor, at: datetime, **after: object) -> None:
    record(action=action, object_type=DOSSIER, object_id=dossier.uid, by=by, at=at, after=after)
