"""The founders' list of things to do: ticked, dated, completed with their own."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.founding.actions.founding import held
from essaim.apps.founding.models import Founding, Step
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _

MOST_STEPS = 100


@transaction.atomic
def tick_step(*, step: Step, done: bool, by: Actor, at: datetime) -> Step:
    """Say that a thing is done, or that it is not.

    Raises:
        NotAllowed: not a founder.
    """
    held(step.founding, by)
    current = Step.objects.select_for_update().get(pk=step.pk)
    if (current.done_at is not None) != done:
        current.done_at, current.done_by = (at, by.uid) if done else (None, "")
        current.save()
        _record("tick_step" if done else "untick_step", current, by, at)
    return current


@transaction.atomic
def add_step(*, founding: Founding, text: str, due_on: date | None, by: Actor, at: datetime) -> Step:
    """Add a thing of the founders' own to do.

    Raises:
        NotAllowed: not a founder. InvalidValue: nothing is said, or the list is already very long.
    """
    current = held(founding, by)
    if not text.strip():
        raise InvalidValue(_("Dites ce qu'il y a à faire."))
    places = list(current.steps.values_list("place", flat=True))
    if len(places) >= MOST_STEPS:
        raise InvalidValue(_("La liste a déjà cent lignes."), _("Retirez celles qui ne servent plus."))
    step = Step.objects.create(
        founding=current, text=text.strip()[:300], due_on=due_on, place=max(places, default=0) + 1
    )  # fmt: skip
    _record("add_step", step, by, at)
    return step


@transaction.atomic
def date_step(*, step: Step, due_on: date | None, by: Actor, at: datetime) -> Step:
    """Say for when a thing is to be done; None: no date.

    Raises:
        NotAllowed: not a founder.
    """
    held(step.founding, by)
    current = Step.objects.select_for_update().get(pk=step.pk)
    current.due_on = due_on
    current.save()
    _record("date_step", current, by, at)
    return current


@transaction.atomic
def remove_step(*, step: Step, by: Actor, at: datetime) -> None:
    """Take a thing off the list, proposed or not.

    Raises:
        NotAllowed: not a founder.
    """
    held(step.founding, by)
    _record("remove_step", step, by, at)
    Step.objects.filter(pk=step.pk).delete()


def _record(action: str, step: Step, by: Actor, at: datetime) -> None:
    said = {"step": step.key or step.text, "due_on": step.due_on.isoformat() if step.due_on else ""}
    record(action=action, object_type="pole", object_id=step.founding.pole.uid, by=by, at=at, after=said)
