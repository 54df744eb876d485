"""The life of a version: opened from the one in force, published, withdrawn; a draft given up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.library.actions.holding import MODEL, hold_draft, must_edit
from essaim.apps.library.actions.writing import WHOLE
from essaim.apps.library.enums import State
from essaim.apps.library.errors import NotADraft, NotReady, ReasonMissing
from essaim.apps.library.models import ModelVersion, WrittenModel
from essaim.apps.library.queries import keys_of_files
from essaim.engine.language import gettext as _
from essaim.engine.patterns import from_data, problems_of
from essaim.kit.errors import Duplicate


@transaction.atomic
def open_version(*, model: WrittenModel, by: Actor, at: datetime) -> ModelVersion:
    """A new draft, from the latest version that was published, withdrawn or not.

    Raises:
        NotAllowed: not theirs.
        Duplicate: a draft is open already.
    """
    must_edit(by, model)
    WrittenModel.objects.select_for_update().get(pk=model.pk)
    latest = ModelVersion.objects.filter(model=model).order_by("-number").first()
    if latest is None or latest.state == State.DRAFT:
        raise Duplicate(_("Un brouillon est déjà ouvert pour ce modèle."), _("Reprenez-le."))
    version = ModelVersion.objects.create(
        model=model, number=latest.number + 1, data=latest.data, parent_key=model.key,
        parent_version=str(latest.number), author=by.uid, started_at=at, changed_at=at,
    )  # fmt: skip
    record(
        action="open_model_version", object_type=MODEL, object_id=model.uid, by=by, at=at,
        after={"number": version.number, "parent": [version.parent_key, version.parent_version]},
    )  # fmt: skip
    return version


@transaction.atomic
def publish(*, version: ModelVersion, seen: int | None, by: Actor, at: datetime) -> ModelVersion:
    """Make the draft the version in force; from then on it never changes.

    Raises:
        NotAllowed, NotADraft, ChangedMeanwhile: as for ``write_part``.
        NotReady: something is still to be corrected.
        ReasonMissing: it adapts something without saying what and why.
        Duplicate: a model that comes in a file took its key since.
    """
    must_edit(by, version.model)
    current = hold_draft(version, at=at, seen=seen)
    problems = problems_of(current.content)
    if problems:
        raise NotReady(len(problems))
    if current.needs_a_reason and not current.reason.strip():
        raise ReasonMissing()
    if current.model.key in keys_of_files():
        raise Duplicate(
            _("Un modèle d'Essaim s'appelle maintenant « %(key)s ».") % {"key": current.model.key},
            _("Téléchargez ce brouillon, et reprenez-le sous un autre nom court."),
        )
    current.state, current.published_at = State.PUBLISHED, at
    current.digest = from_data(current.content).digest
    current.save()
    record(
        action="publish_model", object_type=MODEL, object_id=current.model.uid, by=by, at=at,
        after={"number": current.number, "digest": current.digest, "reason": current.reason},
    )  # fmt: skip
    return current


@transaction.atomic
def discard_draft(*, version: ModelVersion, seen: int | None, by: Actor, at: datetime) -> bool:
    """Give the draft up; a model that has no other version goes with it. The log keeps the content.

    Returns:
        Whether the model is still there.

    Raises:
        NotAllowed, NotADraft, ChangedMeanwhile: as for ``write_part``.
    """
    must_edit(by, version.model)
    current = hold_draft(version, at=at, seen=seen)
    model = current.model
    record(
        action="discard_model_draft", object_type=MODEL, object_id=model.uid, by=by, at=at,
        before={"key": model.key, "number": current.number, "reason": current.reason, WHOLE: current.data},
    )  # fmt: skip
    current.delete()
    if ModelVersion.objects.filter(model=model).exists():
        return True
    model.delete()
    return False


@transaction.atomic
def withdraw(*, version: ModelVersion, reason: str, by: Actor, at: datetime) -> ModelVersion:
    """Take a published version out of the library, with the reason; it can still be read at its own address.

    Raises:
        NotAllowed: not theirs.
        NotADraft: it is not in force.
        ReasonMissing: no reason is given.
    """
    must_edit(by, version.model)
    current = ModelVersion.objects.select_for_update(of=("self",)).select_related("model").get(pk=version.pk)
    if current.state != State.PUBLISHED:
        raise NotADraft()
    if not reason.strip():
        raise ReasonMissing()
    current.state, current.withdrawn_at, current.withdrawn_reason = State.WITHDRAWN, at, reason.strip()
    current.save()
    record(
        action="withdraw_model", object_type=MODEL, object_id=current.model.uid, by=by, at=at,
        after={"number": current.number, "reason": current.withdrawn_reason},
    )  # fmt: skip
    return current
