"""What the founders do otherwise than the model, and why."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.founding.actions.founding import held
from essaim.apps.founding.enums import ModelPart
from essaim.apps.founding.models import Adaptation, Founding
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _


@transaction.atomic
def note_adaptation(
    *, founding: Founding, part: str, key: str, what: str, why: str, is_core: bool, by: Actor, at: datetime
) -> Adaptation:
    """Note a change to the model. ``key`` is that of the role or condition concerned, "" for the part as a whole.

    Raises:
        NotAllowed: not a founder. InvalidValue: what changes or why is not said.
    """
    held(founding, by)
    if part not in ModelPart.values:
        raise InvalidValue(_("Dites quelle partie du modèle change."))
    if not what.strip() or not why.strip():
        raise InvalidValue(_("Dites ce qui change, et pourquoi : c'est ce qui servira aux suivants."))
    noted = Adaptation.objects.create(
        founding=founding, part=part, key=key, what=what.strip(), why=why.strip(), is_core=is_core, noted_by=by.uid,
        noted_at=at,
    )  # fmt: skip
    record(
        action="note_adaptation", object_type="pole", object_id=founding.pole.uid, by=by, at=at,
        after={"part": part, "what": noted.what, "why": noted.why},
    )  # fmt: skip
    return noted


@transaction.atomic
def remove_adaptation(*, adaptation: Adaptation, by: Actor, at: datetime) -> None:
    """Take back a change that is no longer one; the log keeps it.

    Raises:
        NotAllowed: not a founder.
    """
    held(adaptation.founding, by)
    record(
        action="remove_adaptation", object_type="pole", object_id=adaptation.founding.pole.uid, by=by, at=at,
        before={"part": adaptation.part, "what": adaptation.what, "why": adaptation.why},
    )  # fmt: skip
    Adaptation.objects.filter(pk=adaptation.pk).delete()
