"""Files computed from a version when first asked for, and kept beside the versions: circles, displayed contours.

They bear the fingerprint of what they were computed from: a version that changes nothing of it finds them again.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

from essaim.engine.store import Shelf
from essaim.engine.territories.model import Territories

FOLDER = "derived"


def fingerprint(t: Territories, of: str) -> str:
    """The fingerprint of the points ("points") or of a level's membership (its key); "" for territories not on disk."""
    prints = t.meta.get("fingerprints", {})
    return str(prints.get(of, ""))


def kept(t: Territories, name: str, build: Callable[[Path], None]) -> Path:
    """The folder ``name`` of derived files, built once, whole or not at all, even when two processes ask for it.

    Args:
        name: a kind, a dash, a fingerprint.
        build: fills the folder that it is given.

    Raises:
        StoreProblem: the data folder cannot be written.
    """
    shelf = Shelf(t.path.parent.name, t.path.parent.parent)
    folder = shelf.path / FOLDER / name
    if folder.is_dir():
        return folder
    with shelf.lock():
        if folder.is_dir():
            return folder
        draft = shelf.path / FOLDER / f".draft-{uuid.uuid4().hex[:8]}"
        draft.mkdir(parents=True)
        try:
            build(draft)
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return folder
