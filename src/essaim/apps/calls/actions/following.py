"""What officers do with dossiers: remind, decide, publish, have laureates recognised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from essaim.apps.accounts.actions.people import trusted
from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.calls.actions.planning import CALL, hold_call, may_write
from essaim.apps.calls.actions.telling import tell_writers
from essaim.apps.calls.enums import DossierState, Outcome
from essaim.apps.calls.models import Call, Decision, Dossier
from essaim.apps.calls.queries.dossiers import DOSSIER
from essaim.apps.poles.actions import record_recognition
from essaim.apps.poles.models import Pole
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.dates import DAY, DatedAs

SCHEME = "platform_call"
REMIND_AGAIN = timedelta(days=2)


@transaction.atomic
def remind_open(*, call: Call, address: str, by: Actor, at: datetime) -> int:
    """Remind those whose dossier is begun and not handed in; nobody twice within two days.

    Returns:
        How many dossiers were reminded.

    Raises:
        NotAllowed. InvalidValue: it is too late, or too early, to hand a dossier in.
    """
    current = hold_call(call, by)
    if not may_write(current, at):
        raise InvalidValue(_("Aucun dossier ne peut être déposé en ce moment : un rappel serait vain."))
    phase = current.writing
    closing = f"{current.local(phase.closes_at):%d/%m/%Y %H:%M}" if phase and phase.closes_at else ""
    count = 0
    for dossier in Dossier.objects.filter(call=current, state=DossierState.OPEN).select_related("pole", "call"):
        if dossier.reminded_at is not None and at - dossier.reminded_at < REMIND_AGAIN:
            continue
        text = _("Le dossier de « %(pole)s » est commencé, pas déposé. Clôture : %(closing)s (%(zone)s).\n%(a)s")
        said = {"pole": dossier.pole.name, "closing": closing, "zone": current.get_zone_display(), "a": address}
        tell_writers(dossier, _("Dossier à déposer : %(call)s") % {"call": current.title}, text % said, by, at)
        Dossier.objects.filter(pk=dossier.pk).update(reminded_at=at)
        count += 1
    record(action="remind_dossiers", object_type=CALL, object_id=current.uid, by=by, at=at, after={"count": count})
    return count


@transaction.atomic
def decide(
    *, dossiers: Sequence[Dossier], outcome: str, reason: str, text_relied_on: str, by: Actor, at: datetime
) -> int:
    """Record a decision on dossiers that were handed in, with its reason and the copy handed in last, on which it
    rests; it replaces the former one.

    Raises:
        NotAllowed. InvalidValue: no reason, a dossier that was not handed in, or results that are public.
    """
    if outcome not in Outcome.values:
        raise InvalidValue(_("Choisissez une décision."))
    if not reason.strip():
        raise InvalidValue(_("Une décision a un motif : écrivez-le."))
    for dossier in dossiers:
        call = hold_call(dossier.call, by)
        if call.results_at is not None:
            raise InvalidValue(_("Les résultats sont publiés : les décisions ne changent plus."))
        current = Dossier.objects.select_for_update().get(pk=dossier.pk)
        judged = current.submissions.first()
        if judged is None or current.state == DossierState.WITHDRAWN:
            raise InvalidValue(_("Le dossier de « %(pole)s » n'est pas déposé.") % {"pole": dossier.pole.name})
        Decision.objects.filter(dossier=dossier, is_current=True).update(is_current=False)
        Decision.objects.create(
            dossier=dossier, submission=judged, outcome=outcome, reason=reason.strip(),
            text_relied_on=text_relied_on.strip(), decided_by=by.uid, decided_at=at,
        )  # fmt: skip
        _record("decide_dossier", dossier, by, at, outcome=outcome, reason=reason.strip(), receipt=judged.receipt)
    return len(dossiers)


@transaction.atomic
def publish_results(*, call: Call, address: str, by: Actor, at: datetime) -> tuple[int, int]:
    """Publish who is laureate, tell every pole its decision, and write the recognitions of poles of the directory.
    A dossier that was reopened is as it was handed in again: its correction ends.

    Args:
        address: that of the public page of the call: the source of the recognitions.

    Returns:
        How many laureates, and how many of them are still drafts, to be recognised when they enter the directory.

    Raises:
        NotAllowed. InvalidValue: published already, or a dossier has no decision.
    """
    current = hold_call(call, by)
    if current.results_at is not None:
        raise InvalidValue(_("Les résultats sont déjà publiés."))
    handed = Dossier.objects.filter(call=current, state__in=(DossierState.SUBMITTED, DossierState.REOPENED))
    undecided = handed.exclude(decisions__is_current=True).count()
    if undecided or not handed.exists():
        raise InvalidValue(
            _("Il reste %(n)d dossiers sans décision.") % {"n": undecided} if undecided
            else _("Aucun dossier n'est déposé.")
        )  # fmt: skip
    current.results_at = at
    current.save(update_fields=["results_at"])
    record(action="publish_results", object_type=CALL, object_id=current.uid, by=by, at=at)
    ended = _end_corrections(current, by, at)
    found = (
        Decision.objects.filter(dossier__call=current, is_current=True)
        .exclude(dossier__state=DossierState.WITHDRAWN)
        .select_related("dossier__pole", "dossier__call", "submission")
    )
    for decision in found:
        _tell_result(decision, decision.dossier_id in ended, address, by, at)
    named = [one for one in found if one.outcome == Outcome.LAUREATE]
    drafts = sum(not _recognise(one, address, by, at) for one in named)
    return len(named), drafts


@transaction.atomic
def recognise_laureate(*, pole: Pole, address_of: dict[str, str], by: Actor, at: datetime) -> int:
    """Write the recognitions that a pole won while it was a draft: it has just entered the directory.

    Args:
        address_of: the public address of each call, by its slug.

    Returns:
        How many were written.
    """
    waiting = Decision.objects.filter(
        dossier__pole=pole, is_current=True, outcome=Outcome.LAUREATE, recognised_at=None,
        dossier__call__results_at__isnull=False,
    ).exclude(dossier__state=DossierState.WITHDRAWN).select_related("dossier__pole", "dossier__call")  # fmt: skip
    return sum(_recognise(one, address_of.get(one.dossier.call.slug, ""), by, at) for one in waiting)


def _end_corrections(call: Call, by: Actor, at: datetime) -> set[int]:
    """Close the dossiers that were reopened and not handed in again; which they are."""
    reopened = Dossier.objects.select_for_update().filter(call=call, state=DossierState.REOPENED)
    ended = set()
    for dossier in reopened:
        dossier.state, dossier.reopened_until, dossier.changed_at = DossierState.SUBMITTED, None, at
        dossier.version += 1
        dossier.save()
        _record("end_correction", dossier, by, at)
        ended.add(dossier.pk)
    return ended


def _tell_result(decision: Decision, is_ended: bool, address: str, by: Actor, at: datetime) -> None:
    """The letter that tells a pole what was decided, and of which copy of its dossier."""
    call, receipt = decision.dossier.call, decision.submission.receipt
    said = [
        f"{decision.dossier.pole.name} : {decision.get_outcome_display()}.", decision.reason,
        _("Décision prise sur le dépôt de reçu %(receipt)s.") % {"receipt": receipt},
    ]  # fmt: skip
    if is_ended:
        said.append(_("Le dossier était rouvert pour correction : il ne se dépose plus."))
    subject = _("Résultat : %(call)s") % {"call": call.title}
    tell_writers(decision.dossier, subject, "\n\n".join([*said, address]), by, at)


def _recognise(decision: Decision, address: str, by: Actor, at: datetime) -> bool:
    """Whether the recognition is written: a draft is not in the directory, and waits."""
    dossier = decision.dossier
    if dossier.pole.is_draft or decision.recognised_at is not None:
        return not dossier.pole.is_draft
    call = dossier.call
    day = call.local(call.results_at or at).date()
    record_recognition(
        pole=dossier.pole, scheme=SCHEME, when=DatedAs(day, DAY), source_title=call.organiser or call.title,
        source_urls=address, note=call.title, by=trusted(by), at=at,
    )  # fmt: skip
    Decision.objects.filter(pk=decision.pk).update(recognised_at=at)
    return True


def _record(action: str, dossier: Dossier, by: Actor, at: datetime, **after: object) -> None:
    record(action=action, object_type=DOSSIER, object_id=dossier.uid, by=by, at=at, after=after)
