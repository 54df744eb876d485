"""Holding a pole while it is written: nobody's work is silently overwritten."""

from __future__ import annotations

from datetime import datetime

from essaim.apps.poles.models import Pole
from essaim.kit.errors import ChangedMeanwhile


def hold(pole: Pole, *, at: datetime, seen_version: int | None = None) -> Pole:
    """Lock the pole's row until the end of the transaction and raise its version; ``pole`` learns it.

    ``seen_version`` is the version that whoever writes had read; None for programmes, which read what they write. The
    answer is the row as it stands, before what is about to be written.

    Raises:
        ChangedMeanwhile: somebody saved the pole since.
    """
    current = Pole.every.select_for_update().get(pk=pole.pk)
    if seen_version is not None and current.version != seen_version:
        raise ChangedMeanwhile()
    version = current.version + 1
    Pole.every.filter(pk=pole.pk).update(version=version, changed_at=at)
    pole.version, pole.changed_at = version, at
    return current
