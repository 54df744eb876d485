"""Everything that the site keeps, in one file: database, uploads, the engine's store. And back.

The secret key is left out: whoever finds a backup must not be able to sign in anybody's name. Keep it apart.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from essaim import __version__
from essaim.apps.jobs.actions.work import SILENCE
from essaim.apps.jobs.database_copy import NAMES, expected_tables, has_tables, load, row_counts, save
from essaim.apps.jobs.queries import worker_seen_at
from essaim.engine.errors import BadOption, DataProblem, UnreadableFile
from essaim.engine.language import gettext as _

FORMAT = 1
_MANIFEST = "manifest.json"
_UPLOADS, _STORE = "uploads", "store"
# Official files are fetched again from where they came.
_OFFICIAL = "official"


class NotRestored(DataProblem):
    """A backup cannot be put back as things stand; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    made_at: str
    version: str
    vendor: str
    rows: dict[str, int]
    files: int
    size: int


def make_backup(target: Path, *, at: datetime, with_store: bool = True) -> Backup:
    """Write a backup to ``target``, readable by its owner only; the site may be running.

    Raises:
        BadOption: the file exists.
        CopyFailed: the database's tool is absent or refused.
    """
    if target.exists():
        raise BadOption(_("Le fichier %(file)s existe déjà.") % {"file": target}, _("Donnez un autre nom."))
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".essaim-") as folder:
        copy = Path(folder) / NAMES[connection.vendor]
        rows = save(copy)
        draft = Path(folder) / "backup.zip"
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600))
        files = list(_files(with_store))
        made = {
            "format": FORMAT, "made_at": at.isoformat(), "version": __version__, "vendor": connection.vendor,
            "tables": expected_tables(), "rows": rows, "files": len(files), "store": with_store,
        }  # fmt: skip
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_MANIFEST, json.dumps(made, ensure_ascii=False, indent=1))
            archive.write(copy, copy.name)
            for path, name in files:
                archive.write(path, name)
        draft.replace(target)
    return _described(made, target)


def restore_backup(source: Path, *, at: datetime, overwrite: bool) -> Backup:
    """Put a backup back in the place of what is there; the site must be stopped.

    Raises:
        UnreadableFile: no backup of ours.
        NotRestored: the site is running, there is something and ``overwrite`` is false, it comes from the other kind of
            database or from another version, or the rows are not those that were saved.
    """
    with _opened(source) as archive:
        made = json.loads(archive.read(_MANIFEST))
        _check(made, at, overwrite)
        # Beside the data: a rename within one disk is done or not done.
        with tempfile.TemporaryDirectory(dir=settings.HOME, prefix=".restored-") as folder:
            archive.extractall(folder)
            load(Path(folder) / NAMES[made["vendor"]])
            _put_back(Path(folder) / _UPLOADS, Path(settings.MEDIA_ROOT))
            for shelf in sorted((Path(folder) / _STORE).glob("*")):
                _put_back(shelf, Path(settings.HOME) / shelf.name)
    if row_counts() != made["rows"]:
        raise NotRestored(_("La base restaurée n'a pas les mêmes nombres de lignes que la sauvegarde."))
    return _described(made, source)


def _opened(source: Path) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(source)
        if json.loads(archive.read(_MANIFEST))["format"] != FORMAT or archive.testzip() is not None:
            raise ValueError
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError):
        raise UnreadableFile(
            _("%(file)s n'est pas une sauvegarde d'Essaim, ou elle est abîmée.") % {"file": source}
        ) from None
    return archive


def _check(made: dict[str, Any], at: datetime, overwrite: bool) -> None:
    if made["vendor"] != connection.vendor:
        raise NotRestored(
            _("Cette sauvegarde vient de %(made)s ; la base réglée ici est %(here)s.")
            % {"made": made["vendor"], "here": connection.vendor},
            _("Réglez ESSAIM_DATABASE_URL sur une base de la même sorte."),
        )
    if made["tables"] != expected_tables():
        raise NotRestored(
            _("Cette sauvegarde vient d'Essaim %(made)s, dont les tables ne sont pas celles d'Essaim %(here)s.")
            % {"made": made["version"], "here": __version__},
            _("Installez la version de la sauvegarde, restaurez, puis mettez à jour."),
        )
    if not has_tables():
        return
    seen = worker_seen_at() if "jobs_worker" in connection.introspection.table_names() else None
    if seen is not None and at - seen < SILENCE:
        raise NotRestored(_("Le site tourne."), _("Arrêtez-le (et essaim site worker), attendez une minute."))
    if not overwrite:
        raise NotRestored(
            _("Une base est déjà là : la restauration la remplacerait."), _("Ajoutez --yes si c'est voulu.")
        )


def _files(with_store: bool) -> Iterator[tuple[Path, str]]:
    """Every file to keep, with its name in the backup."""
    home, uploads, static = Path(settings.HOME), Path(settings.MEDIA_ROOT), Path(settings.STATIC_ROOT)
    folders = [(uploads, _UPLOADS)]
    if with_store:
        apart = (uploads, static, home / _OFFICIAL)
        shelves = [one for one in sorted(home.glob("*")) if one.is_dir() and one not in apart]
        folders += [(shelf, f"{_STORE}/{shelf.name}") for shelf in shelves if not shelf.name.startswith(".")]
    for folder, name in folders:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            # Hidden: drafts and locks.
            if path.is_file() and not any(part.startswith(".") for part in inside.parts):
                yield path, f"{name}/{inside.as_posix()}"


def _put_back(new: Path, place: Path) -> None:
    if not new.is_dir():
        return
    old = place.with_name(f".{place.name}.replaced")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _described(made: dict[str, Any], file: Path) -> Backup:
    return Backup(made["made_at"], made["version"], made["vendor"], made["rows"], made["files"], file.stat().st_size)
