"""Which made-up records a sandbox holds: it is kept when Essaim is brought up to date, its records are then older."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

from essaim.engine.store import data_home


def is_current() -> bool:
    """Whether the records are those that this version of Essaim enters."""
    mark = _mark()
    return mark.is_file() and mark.read_text(encoding="utf-8") == _fingerprint()


def note_version() -> None:
    """Note that the records of this version were just entered."""
    _mark().write_text(_fingerprint(), encoding="utf-8")


def _mark() -> Path:
    """Beside the database, which does not say."""
    return data_home() / "sandbox.entered"


def _fingerprint() -> str:
    """Of the made-up records, and of the code that enters them."""
    folders = files("essaim") / "data" / "sandbox", files("essaim") / "sandbox"
    known = [one for folder in folders for one in folder.iterdir() if one.name.endswith((".toml", ".py"))]
    found = hashlib.sha256()
    for one in sorted(known, key=lambda one: one.name):
        found.update(one.read_bytes())
    return found.hexdigest()
