"""The whole database in one file, and back: SQLite by its backup interface, PostgreSQL by its own tools.

Counts are taken from the copy's own snapshot, so that they can be compared after a restore while the site was running.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.db import connection, connections, transaction

from essaim.engine.errors import DataProblem
from essaim.engine.language import gettext as _

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


class CopyFailed(DataProblem):
    """The database's own tool refused."""


def expected_tables() -> dict[str, list[str]]:
    """Each table of the models with its columns: what a copy must hold to be of use to this version of Essaim."""
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.db_table: sorted(str(field.column) for field in model._meta.local_concrete_fields)
        for model in models
        if model._meta.managed
    }


def row_counts() -> dict[str, int]:
    """How many rows each table of the models holds."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model._base_manager.count() for model in models if model._meta.managed}


def has_tables() -> bool:
    """Whether something is there that a restore would replace."""
    return bool(connection.introspection.table_names())


def save(target: Path) -> dict[str, int]:
    """Write the database to ``target``; the rows of each table in it.

    Raises:
        CopyFailed: the database's tool is absent or refused.
    """
    return _save_sqlite(target) if connection.vendor == "sqlite" else _save_postgresql(target)


def load(source: Path) -> None:
    """Put the database of ``source`` in the place of the present one, whole or not at all.

    Raises:
        CopyFailed: the database's tool is absent or refused.
    """
    if connection.vendor == "sqlite":
        _load_sqlite(source)
    else:
        _load_postgresql(source)
    connections.close_all()


def _save_sqlite(target: Path) -> dict[str, int]:
    with closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as present:
        with closing(sqlite3.connect(target)) as copy:
            present.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            return {table: copy.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0] for table in expected_tables()}


def _load_sqlite(source: Path) -> None:
    connections.close_all()
    present = Path(str(connection.settings_dict["NAME"]))
    draft = present.with_name(f".{present.name}.restored")
    shutil.copyfile(source, draft)
    with closing(sqlite3.connect(draft)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            draft.unlink()
            raise CopyFailed(_("La base sauvegardée est abîmée : rien n'a été changé."))
    # What the present file had not yet taken in belongs to it, not to the one that comes.
    for tail in ("-wal", "-shm"):
        present.with_name(present.name + tail).unlink(missing_ok=True)
    draft.replace(present)


def _save_postgresql(target: Path) -> dict[str, int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _order("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}")
        return row_counts()


def _load_postgresql(source: Path) -> None:
    connections.close_all()
    name = str(connection.settings_dict["NAME"])
    _order(
        "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={name}", str(source)
    )


def _order(program: str, *arguments: str) -> None:
    settings = connection.settings_dict
    options = settings.get("OPTIONS", {})
    wanted = {
        "PGHOST": settings["HOST"] or options.get("host", ""),
        "PGPORT": settings["PORT"],
        "PGUSER": settings["USER"],
        # By the environment: the list of processes shows arguments to everybody.
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
    }
    environment = {**os.environ, **{key: str(value) for key, value in wanted.items() if value}}
    done = subprocess.run([_tool(program), *arguments], env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise CopyFailed(
            _("%(program)s a refusé : %(reason)s") % {"program": program, "reason": done.stderr.strip()[:500]}
        )


def _tool(program: str) -> str:
    found = shutil.which(program)
    if found:
        return found
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: float(path.parts[-3]))
    if not versions:
        raise CopyFailed(
            _("Le programme %(program)s est absent.") % {"program": program},
            _("Installez les outils de PostgreSQL : apt-get install postgresql-client"),
        )
    return str(versions[-1])
