"""Where the files lie: under the uploads, by identifier; written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

FOLDER = "documents"


def path_of(uid: str) -> Path:
    """The file of a document. Identifiers hold letters, digits, ``-`` and ``_`` only; the first two spread them."""
    return Path(settings.MEDIA_ROOT) / FOLDER / uid[:2] / f"d{uid}"


def write(uid: str, content: bytes) -> None:
    """Keep the content of a document: once this returns, it is on the disk."""
    place = path_of(uid)
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)


def erase(uid: str) -> None:
    """Forget the content of a document; gone already, nothing happens."""
    path_of(uid).unlink(missing_ok=True)
