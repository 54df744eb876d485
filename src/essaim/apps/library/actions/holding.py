"""Holding a draft while it is written: nobody's work is silently overwritten, and nothing published ever changes."""

from __future__ import annotations

from datetime import datetime

from essaim.apps.audit.actors import Actor
from essaim.apps.library.enums import State
from essaim.apps.library.errors import NotADraft
from essaim.apps.library.models import ModelVersion, WrittenModel
from essaim.apps.library.rules import can_edit_model
from essaim.kit.errors import ChangedMeanwhile, NotAllowed

MODEL = "pole_model"


def must_edit(by: Actor, model: WrittenModel) -> None:
    """Refuse whoever may not write on this model.

    Raises:
        NotAllowed: it is not theirs.
    """
    if not can_edit_model(by, model):
        raise NotAllowed()


def hold_draft(version: ModelVersion, *, at: datetime, seen: int | None) -> ModelVersion:
    """Lock the draft until the end of the transaction and count one more edit; the answer is the row as it stands.

    Args:
        version: as it was read.
        at: when it is written.
        seen: the count of edits that whoever writes had read; None for programmes.

    Raises:
        NotADraft: it was published, withdrawn or given up since.
        ChangedMeanwhile: somebody saved it since.
    """
    current = (
        ModelVersion.objects.select_for_update(of=("self",))
        .select_related("model__network")
        .filter(pk=version.pk)
        .first()
    )
    if current is None or current.state != State.DRAFT:
        raise NotADraft()
    if seen is not None and current.edits != seen:
        raise ChangedMeanwhile()
    current.edits += 1
    current.changed_at = at
    return current
