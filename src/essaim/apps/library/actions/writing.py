"""Writing a draft: begun from nothing, from another model or from a file, then part by part."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.library.actions.holding import MODEL, hold_draft, must_edit
from essaim.apps.library.errors import WrongKey
from essaim.apps.library.models import ModelVersion, WrittenModel
from essaim.apps.library.plain import clean_data
from essaim.apps.library.queries import keys_of_files
from essaim.apps.library.rules import can_write_for
from essaim.apps.poles.models import Network
from essaim.engine.language import gettext as _
from essaim.kit.errors import Duplicate, NotAllowed

# Addresses of the section that a model's own address must not hide.
RESERVED = frozenset({"brouillon", "comparer", "ecrire", "fichier", "nouveau", "tous"})
WHOLE = "whole"
_KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_LONGEST_KEY = 60
_NOT_OURS = ("key", "version")


@transaction.atomic
def start_model(
    *,
    key: str,
    network: Network | None,
    data: Mapping[str, Any],
    by: Actor,
    at: datetime,
    parent: tuple[str, str] = ("", ""),
    reason: str = "",
) -> ModelVersion:
    """The first draft of a new model; ``parent`` is the key and version of the model it adapts.

    Raises:
        NotAllowed: not an officer of that network.
        WrongKey: not a short name, or one that the section keeps for itself.
        Duplicate: a model has that key already.
    """
    if not can_write_for(by, network):
        raise NotAllowed()
    _must_be_free(key)
    try:
        with transaction.atomic():
            model = WrittenModel.objects.create(key=key, network=network, made_at=at)
    except IntegrityError:
        # Somebody took the same short name at the same moment.
        raise _taken(key) from None
    content = clean_data({name: value for name, value in data.items() if name not in _NOT_OURS})
    version = ModelVersion.objects.create(
        model=model, number=1, data=content, reason=reason, parent_key=parent[0], parent_version=parent[1],
        author=by.uid, started_at=at, changed_at=at,
    )  # fmt: skip
    after = {"key": key, "network": network.key if network else "", "parent": list(parent), WHOLE: content}
    record(action="start_model", object_type=MODEL, object_id=model.uid, by=by, at=at, after=after)
    return version


@transaction.atomic
def write_part(
    *, version: ModelVersion, content: Mapping[str, Any], seen: int | None, by: Actor, at: datetime
) -> ModelVersion:
    """Write the keys of one part: a value of None takes its key away. ``reason`` stands beside the model's own keys.

    Raises:
        NotAllowed, NotADraft, ChangedMeanwhile: not theirs; not a draft any more; saved by somebody since.
    """
    must_edit(by, version.model)
    current = hold_draft(version, at=at, seen=seen)
    typed = {name: value for name, value in content.items() if name not in _NOT_OURS}
    before = {name: current.reason if name == "reason" else current.data.get(name) for name in typed}
    if "reason" in typed:
        current.reason = str(clean_data(typed.pop("reason") or ""))
    merged = {**current.data, **clean_data(typed)}
    current.data = {name: value for name, value in merged.items() if value is not None}
    current.save()
    after = {name: current.reason if name == "reason" else current.data.get(name) for name in before}
    record(
        action="write_model_part", object_type=MODEL, object_id=current.model.uid, by=by, at=at,
        before=before, after=after,
    )  # fmt: skip
    return current


@transaction.atomic
def replace_content(
    *, version: ModelVersion, data: Mapping[str, Any], seen: int | None, by: Actor, at: datetime
) -> ModelVersion:
    """Put the content of a file in the place of the whole draft; what was there stays in the log.

    Raises:
        NotAllowed, NotADraft, ChangedMeanwhile: as for ``write_part``.
    """
    must_edit(by, version.model)
    current = hold_draft(version, at=at, seen=seen)
    before = current.data
    current.data = clean_data({name: value for name, value in data.items() if name not in _NOT_OURS})
    current.save()
    record(
        action="replace_model", object_type=MODEL, object_id=current.model.uid, by=by, at=at,
        before={WHOLE: before}, after={WHOLE: current.data},
    )  # fmt: skip
    return current


def _must_be_free(key: str) -> None:
    if len(key) > _LONGEST_KEY or not _KEY.fullmatch(key) or key in RESERVED:
        raise WrongKey(
            _("« %(key)s » ne peut pas être le nom court d'un modèle.") % {"key": key},
            _("Lettres minuscules sans accent, chiffres et tirets, soixante signes au plus."),
        )
    if key in keys_of_files() or WrittenModel.objects.filter(key=key).exists():
        raise _taken(key)


def _taken(key: str) -> Duplicate:
    return Duplicate(
        _("Un modèle s'appelle déjà « %(key)s ».") % {"key": key},
        _("Donnez un autre nom court : un modèle n'en remplace jamais un autre."),
    )
