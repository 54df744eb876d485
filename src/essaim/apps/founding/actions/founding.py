"""Beginning a pole, choosing the model it follows, giving it up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from essaim.apps.accounts.models import User
from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.documents.actions import withdraw_document
from essaim.apps.documents.models import Document
from essaim.apps.founding.models import Founding, Step
from essaim.apps.founding.proposed_steps import proposed_steps
from essaim.apps.founding.rules import can_found
from essaim.apps.poles.actions import drop_draft, set_axes, set_domains, set_territory, start_draft
from essaim.engine.patterns import Pattern, as_data
from essaim.engine.territories import WrittenPerimeter, load_territories
from essaim.kit.errors import ChangedMeanwhile, NotAllowed

FOUNDING = "founding"


@transaction.atomic
def found_pole(
    *, name: str, place: WrittenPerimeter, pattern: Pattern | None, by: User, at: datetime
) -> Founding:  # fmt: skip
    """Begin a draft pole on ``place``, after a model or none: its territory, domains, first axes, list of things to do.

    Raises:
        UnknownTerritory, EmptyPerimeter, BadRadius: ``place`` is no territory of today.
    """
    t = load_territories()
    perimeter = place.perimeter(t)
    centre = str(t.codes[perimeter.center]) if perimeter.center is not None else ""
    pole = start_draft(name=name, by=by, at=at, commune=centre, place="" if centre else perimeter.label)
    set_territory(pole=pole, communes=[str(code) for code in t.codes[perimeter.communes]], by=by, at=at)
    founding = Founding.objects.create(
        pole=pole, place=str(place), started_by=by.uid, started_at=at, **_kept(pattern)
    )  # fmt: skip
    if pattern is not None:
        set_domains(pole=pole, keys=pattern.domains, by=by, at=at)
        set_axes(pole=pole, axes=first_axes(pattern), by=by, at=at)
    Step.objects.bulk_create(
        Step(founding=founding, key=key, place=number) for number, key in enumerate(proposed_steps())
    )
    record(
        action="found_pole", object_type="pole", object_id=pole.uid, by=by, at=at,
        after={"place": founding.place, "model": founding.model_key},
    )  # fmt: skip
    return founding


@transaction.atomic
def choose_model(
    *, founding: Founding, pattern: Pattern | None, seen_version: int, by: Actor, at: datetime
) -> Founding:  # fmt: skip
    """Follow another model, its newer version, or none. What was adapted stays: it says what was learnt.

    Raises:
        NotAllowed: not a founder. ChangedMeanwhile: somebody chose another since.
    """
    current = held(founding, by)
    if current.version != seen_version:
        raise ChangedMeanwhile()
    before = {"model": current.model_key, "digest": current.model_digest}
    for column, value in _kept(pattern).items():
        setattr(current, column, value)
    current.version += 1
    current.save()
    record(
        action="choose_model", object_type="pole", object_id=founding.pole.uid, by=by, at=at,
        before=before, after={"model": current.model_key, "digest": current.model_digest},
    )  # fmt: skip
    return current


@transaction.atomic
def give_up(*, founding: Founding, by: Actor, at: datetime) -> None:
    """Erase the draft, with its prospects, notes, letters and the files filed for them.

    Raises:
        NotAllowed: not a founder. InvalidValue: the pole is in the directory.
    """
    held(founding, by)
    letters = founding.prospects.exclude(letters__document=None).values("letters__document")
    agreements = founding.mentorings.exclude(agreement=None).values("agreement")
    for document in Document.objects.filter(Q(pk__in=letters) | Q(pk__in=agreements)):
        withdraw_document(document=document, by=by, at=at)
    drop_draft(pole=founding.pole, by=by, at=at)


def held(founding: Founding, by: Actor) -> Founding:
    """The founding's row, locked, for one of its founders; its version is left to the action.

    Raises:
        NotAllowed: it is somebody else's.
    """
    if not can_found(by, founding):
        raise NotAllowed()
    return Founding.objects.select_for_update().select_related("pole").get(pk=founding.pk)


def first_axes(pattern: Pattern) -> list[tuple[str, str]]:
    """What the model would have the pole do, as axes to rewrite: the need it answers, what it shares."""
    axes = [(pattern.title, pattern.problem)]
    shared = list(dict.fromkeys(means.label for means in pattern.means))
    if shared:
        axes.append(("Moyens partagés", " ; ".join(shared)))
    return axes


def _kept(pattern: Pattern | None) -> dict[str, object]:
    if pattern is None:
        return {"model_key": "", "model_digest": "", "model_data": {}}
    return {"model_key": pattern.key, "model_digest": pattern.digest, "model_data": as_data(pattern)}
