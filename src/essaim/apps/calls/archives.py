"""Where the archive of a call's dossiers lies: one per call, replaced by the next, erased after some days.

Under a hidden folder of the uploads: backups leave it out, and it can always be made again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from django.conf import settings

from essaim.apps.calls.models import Call

KEPT = timedelta(days=7)


def archive_of(call: Call) -> Path:
    """The file of a call's archive, there or not."""
    return _folder() / f"{call.uid}.zip"


def made_at(call: Call) -> datetime | None:
    """When a call's archive was made; None when there is none."""
    try:
        return datetime.fromtimestamp(archive_of(call).stat().st_mtime, tz=UTC)
    except OSError:
        return None


def keep_archive(call: Call, write: Callable[[IO[bytes]], None]) -> Path:
    """Keep what ``write`` makes: whole, or the former one stays."""
    target = archive_of(call)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", suffix=".draft", delete=False) as draft:
        try:
            write(draft)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise
    return Path(draft.name).replace(target)


def drop_old_archives(*, at: datetime) -> int:
    """Erase archives, and drafts of them, older than ``KEPT``; how many."""
    old = [
        path
        for path in _folder().glob("*")
        if datetime.fromtimestamp(path.stat().st_mtime, tz=UTC) < at - KEPT
    ]  # fmt: skip
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / ".dossiers"
