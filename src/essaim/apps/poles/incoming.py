"""Files of a register handed over to the site: checked, kept in a hidden folder until their import, then erased."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from django.conf import settings

from essaim.engine.errors import BadOption, StoreProblem, UnreadableFile
from essaim.engine.language import gettext as _
from essaim.engine.sources.download import parquet_problem
from essaim.kit.identifiers import opaque_id

EXTENSIONS = (".parquet", ".csv", ".zip", ".xlsx")
MOST_FILES = 4
# Measured: a version takes twice its Parquet file, and its making as much again; unpacked text takes more.
_TIMES, _MARGIN = 6, 500_000_000
# The official files packed as zip grow nine times.
_GROWTH = 40
_KEPT = timedelta(hours=24)
_FOLDER = re.compile(r"[A-Za-z0-9_-]{6,40}")


class Handed(Protocol):
    """A file as a form receives it."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterable[bytes]:
        """Its bytes."""


def free_room() -> int:
    """Bytes free on the disk of the data."""
    return shutil.disk_usage(settings.HOME).free


def require_room(size: int) -> None:
    """Refuse to start what the disk cannot hold: files of ``size`` bytes, their unpacking and the new version.

    Raises:
        StoreProblem: not enough room.
    """
    need, room = size * _TIMES + _MARGIN, free_room()
    if room < need:
        raise StoreProblem(
            _("Il faut %(need).1f Go libres sur le disque du site pour importer ces fichiers, il en reste %(room).1f.")
            % {"need": need / 1e9, "room": room / 1e9},
            _("Libérez de la place, ou donnez un extrait : les départements qui vous concernent."),
        )


def take_files(files: Sequence[Handed]) -> tuple[str, list[str]]:
    """Keep what was handed over, checked; the folder's name and the files' names.

    Raises:
        BadOption: none, too many, the same name twice.
        UnreadableFile: of another format, damaged, empty.
        StoreProblem: not enough room.
    """
    names = [_clean_name(file) for file in files]
    if not 1 <= len(names) <= MOST_FILES:
        raise BadOption(_("Donnez de un à %(n)d fichiers.") % {"n": MOST_FILES})
    if len({name.casefold() for name in names}) < len(names):
        raise BadOption(_("Deux fichiers portent le même nom."), _("Renommez l'un des deux."))
    require_room(sum(file.size or 0 for file in files))
    key = opaque_id()
    folder = _root() / key
    folder.mkdir(mode=0o700)
    try:
        for file, name in zip(files, names, strict=True):
            _keep(file, folder / name)
            _check(folder / name)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return key, names


def kept_files(key: str, names: Sequence[str]) -> list[Path]:
    """Where the files of a folder are.

    Raises:
        StoreProblem: they are no longer there.
    """
    paths = [_root() / key / Path(name).name for name in names]
    if not _FOLDER.fullmatch(key) or not all(path.is_file() for path in paths):
        raise StoreProblem(_("Les fichiers déposés ne sont plus là."), _("Déposez-les à nouveau."))
    return paths


def drop_files(key: str) -> None:
    """Erase what was handed over."""
    if _FOLDER.fullmatch(key):
        shutil.rmtree(_root() / key, ignore_errors=True)


def drop_old_files(*, at: datetime) -> int:
    """Erase what nobody imported within a day, and what broken uploads left; how many."""
    old = [one for one in _root().iterdir() if one.stat().st_mtime < (at - _KEPT).timestamp()]
    for one in old:
        shutil.rmtree(one, ignore_errors=True) if one.is_dir() else one.unlink(missing_ok=True)
    return len(old)


def _root() -> Path:
    return Path(settings.FILE_UPLOAD_TEMP_DIR)


def _clean_name(file: Handed) -> str:
    """The file's own name, which may say its date and that it is made up, without what a disk does not take."""
    name = re.sub(r"[^\w.\- ]", "_", Path(file.name or "").name).strip(". ")[-120:]
    if Path(name).suffix.lower() not in EXTENSIONS:
        raise UnreadableFile(
            _("« %(name)s » n'est pas d'un format lu ici.") % {"name": name},
            _("Donnez un fichier Parquet, CSV (éventuellement en .zip) ou XLSX."),
        )
    if not file.size:
        raise UnreadableFile(_("%(path)s est vide.") % {"path": name}, _("Téléchargez-le à nouveau."))
    return name


def _keep(file: Handed, target: Path) -> None:
    received = getattr(file, "temporary_file_path", None)
    if received is not None:
        Path(received()).replace(target)  # on the same disk: nothing is copied
        return
    with target.open("wb") as out:
        for block in file.chunks():
            out.write(block)


def _check(path: Path) -> None:
    """Refuse now what is not what its name says; whether its columns are known is for the import."""
    with path.open("rb") as file:
        start = file.read(4096)
    suffix = path.suffix.lower()
    wrong = ""
    if suffix == ".parquet":
        wrong = parquet_problem(path)
    elif suffix in (".zip", ".xlsx"):
        wrong = _archive_problem(path)
    elif b"\x00" in start:
        wrong = _("Ce n'est pas un texte CSV.")
    if wrong:
        raise UnreadableFile(f"{path.name} : {wrong}", _("Téléchargez-le ou enregistrez-le à nouveau."))


def _archive_problem(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        return _("L'archive est tronquée ou abîmée.")
    if unpacked > _GROWTH * path.stat().st_size + _MARGIN:
        return _("L'archive grossirait démesurément une fois ouverte.")
    return "" if unpacked < free_room() else _("L'archive ne tiendrait pas sur le disque une fois ouverte.")
