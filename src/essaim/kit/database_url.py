"""Which database: SQLite unless an address of PostgreSQL is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from essaim.engine.errors import BadOption
from essaim.engine.language import gettext as _

_BUSY_SECONDS = 10


def database_from_url(url: str, default: Path) -> dict[str, Any]:
    """Django's settings for the database at ``url``; empty: SQLite in the file ``default``.

    Args:
        url: ``postgresql://user:password@host:port/name``, or ``sqlite:///path``, or empty.
        default: the file of SQLite when no address is given.

    Raises:
        BadOption: another kind of database.
    """
    parts = urlsplit(url)
    if parts.scheme in ("postgres", "postgresql"):
        return _postgresql(parts)
    if parts.scheme == "sqlite" or not url:
        return _sqlite(unquote(parts.path) if url else str(default))
    raise BadOption(
        _("La base « %(scheme)s » n'est pas connue.") % {"scheme": parts.scheme},
        _("Écrivez ESSAIM_DATABASE_URL comme postgresql://utilisateur:secret@hote/base, ou rien pour SQLite."),
    )


def _sqlite(name: str) -> dict[str, Any]:
    # IMMEDIATE: a transaction that will write waits for its turn at its start, where waiting is possible; with the
    # default mode, two writers that both began by reading fail at once with "database is locked".
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            "timeout": _BUSY_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def _postgresql(parts: Any) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {**dict(parse_qsl(parts.query)), "pool": {"min_size": 1, "max_size": 4, "timeout": _BUSY_SECONDS}},
    }
