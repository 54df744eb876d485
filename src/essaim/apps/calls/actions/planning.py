"""Preparing a call: its notice, phases, questions and rules; publishing it, withdrawing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.calls.actions.telling import tell_all_writers
from essaim.apps.calls.changes import change_in_words
from essaim.apps.calls.enums import USUAL_RIGHTS, CallState, PhaseActor, PhaseRight
from essaim.apps.calls.errors import NotReady
from essaim.apps.calls.models import Call, OwnRule, Permission, Phase, Question
from essaim.apps.calls.phasing import contradictions
from essaim.apps.calls.rules import can_open_call, can_run_call
from essaim.apps.poles.models import Network
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from essaim.kit.snapshots import changed, snapshot

CALL = "call"
_SLUG = 70
_EDITABLE = frozenset(
    {"title", "organiser", "summary", "text", "place", "zone", "contact", "rules", "form_address"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PhasePlan:
    """A phase as it is planned; its rights are the usual ones of its kind."""

    kind: str
    opens_at: datetime
    closes_at: datetime | None
    title: str = ""


@transaction.atomic
def prepare_call(*, title: str, network: Network | None, by: Actor, at: datetime, **facts: Any) -> Call:
    """Begin a call, which nobody sees before it is published. ``network`` None: it is the State's services'.

    Raises:
        NotAllowed: not an officer of that network, nor of the State's services.
    """
    call = Call(title=title, network=network, changed_at=at)
    if not (can_open_call(by) and can_run_call(by, call)):
        raise NotAllowed()
    call.slug = _free_slug(title)
    _assign(call, facts)
    call.save(force_insert=True)
    record(action="prepare_call", object_type=CALL, object_id=call.uid, by=by, at=at, after=snapshot(call))
    return call


@transaction.atomic
def edit_call(
    *, call: Call, changes: Mapping[str, Any], seen_version: int, by: Actor, at: datetime, address: str = ""
) -> Call:  # fmt: skip
    """Change the notice; with the same words, nothing is written. Once published, whoever writes a dossier is told.

    Args:
        address: that of the public page, for their letters; here and below.

    Raises:
        NotAllowed, ChangedMeanwhile.
    """
    current = hold_call(call, by, seen_version)
    before = snapshot(current)
    _assign(current, changes)
    old, new = changed(before, snapshot(current))
    if new:
        saved(current, at)
        recorded(current, "edit_call", old, new, address, by, at)
    return current


@transaction.atomic
def set_phases(
    *, call: Call, phases: Sequence[PhasePlan], seen_version: int, by: Actor, at: datetime, address: str = ""
) -> Call:  # fmt: skip
    """The phases of a call, with the usual rights of their kinds.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: a phase closes before it opens.
    """
    current = hold_call(call, by, seen_version)
    if any(one.closes_at is not None and one.closes_at <= one.opens_at for one in phases):
        raise InvalidValue(_("Une phase ferme avant d'ouvrir."), _("Corrigez ses dates."))
    before = _phases_said(current)
    current.phases.all().delete()
    for plan in phases:
        phase = Phase.objects.create(
            call=current, kind=plan.kind, title=plan.title, opens_at=plan.opens_at, closes_at=plan.closes_at
        )
        Permission.objects.bulk_create(
            Permission(phase=phase, actor=actor, right=right) for actor, right in USUAL_RIGHTS[plan.kind]
        )
    after = _phases_said(current)
    if before != after:
        saved(current, at)
        recorded(current, "set_phases", {"phases": before}, {"phases": after}, address, by, at)
    return current


@transaction.atomic
def set_own_rules(
    *, call: Call, sentences: Sequence[str], seen_version: int, by: Actor, at: datetime, rules: str | None = None,
    address: str = "",
) -> Call:  # fmt: skip
    """The rules that the call writes itself, one sentence each; and the set of a text (``rules``), unless None.

    Raises:
        NotAllowed, ChangedMeanwhile.
    """
    current = hold_call(call, by, seen_version)
    before = {"rules": list(current.own_rules.values_list("text", flat=True)), "text": current.rules}
    current.own_rules.all().delete()
    kept = [text.strip()[:500] for text in sentences if text.strip()]
    OwnRule.objects.bulk_create(OwnRule(call=current, text=text, place=n) for n, text in enumerate(kept))
    current.rules = current.rules if rules is None else rules
    after = {"rules": kept, "text": current.rules}
    if before != after:
        saved(current, at)
        recorded(current, "set_own_rules", before, after, address, by, at)
    return current


@transaction.atomic
def put_question(
    *, call: Call, question: Question | None, facts: Mapping[str, Any], by: Actor, at: datetime, address: str = ""
) -> Question:  # fmt: skip
    """Add a question, or correct one. Once dossiers are being written, only its words may change.

    Raises:
        NotAllowed. InvalidValue: choices are missing, or the kind of answer would change under answers.
    """
    current = hold_call(call, by)
    if question is not None and question.kind != facts["kind"] and question.answers.exists():
        raise InvalidValue(_("Des dossiers répondent déjà à cette question : le genre de réponse ne change plus."))
    if facts["kind"] in ("choice", "choices") and not str(facts.get("choices", "")).strip():
        raise InvalidValue(_("Écrivez les choix, un par ligne."))
    row = question or Question(call=current, place=current.questions.count())
    before = snapshot(row) if question else {}
    for key, value in facts.items():
        setattr(row, key, _kept(value))
    row.save()
    if snapshot(row) != before:
        saved(current, at)
        recorded(current, "put_question", before, snapshot(row), address, by, at)
    return row


@transaction.atomic
def remove_question(*, question: Question, by: Actor, at: datetime, address: str = "") -> None:
    """Take a question away, as long as no dossier answers it.

    Raises:
        NotAllowed. InvalidValue: dossiers answer it.
    """
    current = hold_call(question.call, by)
    if question.answers.exists():
        raise InvalidValue(_("Des dossiers répondent déjà à cette question."), _("Rendez-la facultative."))
    before = snapshot(question)
    Question.objects.filter(pk=question.pk).delete()
    saved(current, at)
    recorded(current, "remove_question", before, {}, address, by, at)


@transaction.atomic
def move_question(*, question: Question, up: bool, by: Actor, at: datetime) -> None:
    """Move a question one place.

    Raises:
        NotAllowed.
    """
    current = hold_call(question.call, by)
    rows = list(current.questions.all())
    place = next(n for n, one in enumerate(rows) if one.pk == question.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    for n, one in enumerate(rows):
        Question.objects.filter(pk=one.pk).update(place=n)
    saved(current, at)
    record(
        action="move_question", object_type=CALL, object_id=current.uid, by=by, at=at, after={"label": question.label}
    )  # fmt: skip


@transaction.atomic
def publish_call(*, call: Call, seen_version: int, by: Actor, at: datetime) -> Call:
    """Make a call public.

    Raises:
        NotAllowed, ChangedMeanwhile. NotReady: what its readers would look for is missing.
    """
    current = hold_call(call, by, seen_version)
    missing = lacking(current, at)
    if missing:
        raise NotReady(missing)
    current.state, current.published_at = CallState.PUBLISHED, current.published_at or at
    saved(current, at)
    record(action="publish_call", object_type=CALL, object_id=call.uid, by=by, at=at)
    return current


@transaction.atomic
def withdraw_call(*, call: Call, reason: str, by: Actor, at: datetime) -> Call:
    """Withdraw a call, with the reason that its readers will see; dossiers stay readable.

    Raises:
        NotAllowed. InvalidValue: no reason.
    """
    current = hold_call(call, by)
    if not reason.strip():
        raise InvalidValue(_("Dites pourquoi l'appel est retiré : celles et ceux qui y répondaient le liront."))
    current.state, current.withdrawn_reason = CallState.WITHDRAWN, reason.strip()
    saved(current, at)
    record(
        action="withdraw_call", object_type=CALL, object_id=call.uid, by=by, at=at, after={"reason": reason.strip()}
    )  # fmt: skip
    return current


def lacking(call: Call, at: datetime) -> list[str]:
    """What a call lacks before it may be published, in words."""
    writing = call.writing
    missing = []
    if not call.text.strip():
        missing.append(_("le texte de l'avis"))
    if not call.contact.strip():
        missing.append(_("un contact"))
    if writing is None or writing.closes_at is None:
        missing.append(_("une phase de dépôt des dossiers, avec sa date de clôture"))
    elif writing.closes_at <= at:
        missing.append(_("une date de clôture à venir"))
    phases = list(call.phases.all())
    missing += [
        _("des phases qui ne se contredisent pas (« %(phase)s » : %(why)s)")
        % {"phase": phases[one.place].title or phases[one.place].get_kind_display(), "why": one.why.rstrip(".")}
        for one in contradictions(phases, call.in_words)
    ]
    if not call.form_address and not call.questions.exists():
        missing.append(_("une question au moins, ou l'adresse d'une démarche en ligne"))
    return missing


def hold_call(call: Call, by: Actor, seen_version: int | None = None) -> Call:
    """The call's row, locked, for somebody who runs it.

    Raises:
        NotAllowed, ChangedMeanwhile.
    """
    current = Call.objects.select_for_update(of=("self",)).select_related("network").get(pk=call.pk)
    if not can_run_call(by, current):
        raise NotAllowed()
    if seen_version is not None and current.version != seen_version:
        raise ChangedMeanwhile()
    return current


def may_write(call: Call, at: datetime) -> bool:
    """Whether dossiers may be written at that moment: not once results are public, were it before the closing."""
    if call.state != CallState.PUBLISHED or call.results_at is not None:
        return False
    return call.allows(PhaseActor.FOUNDERS, PhaseRight.WRITE, at)


def saved(call: Call, at: datetime) -> None:
    """Say that a call changed."""
    call.version, call.changed_at = call.version + 1, at
    call.save()


def recorded(
    call: Call, action: str, before: dict[str, Any], after: dict[str, Any], address: str, by: Actor, at: datetime
) -> None:  # fmt: skip
    """Log a change of a call; of a public one, tell those whose dossier is under way, in one letter."""
    record(action=action, object_type=CALL, object_id=call.uid, by=by, at=at, before=before, after=after)
    what = change_in_words(call, action, before, after)
    if call.state != CallState.PUBLISHED or call.results_at is not None or not what:
        return
    text = _("L'appel « %(call)s », auquel répond un pôle que vous portez, a changé : %(what)s.\n\n%(address)s")
    said = {"call": call.title, "what": what, "address": address}
    tell_all_writers(call, _("Appel modifié : %(call)s") % {"call": call.title}, text % said, by, at)


def _assign(call: Call, facts: Mapping[str, Any]) -> None:
    unknown = set(facts) - _EDITABLE
    if unknown:
        raise TypeError(f"not columns of a call: {sorted(unknown)}")
    for key, value in facts.items():
        setattr(call, key, _kept(value))


def _kept(value: Any) -> Any:
    """What is typed as it is kept: browsers send two signs for a new line, which would look like a change."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _free_slug(title: str) -> str:
    base = slugify(title)[:_SLUG].strip("-") or "appel"
    taken = set(Call.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _phases_said(call: Call) -> list[list[str]]:
    return [
        [one.kind, one.opens_at.isoformat(), one.closes_at.isoformat() if one.closes_at else "", one.title]
        for one in call.phases.all()
    ]
