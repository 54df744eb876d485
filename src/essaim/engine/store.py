"""The engine's store: immutable version folders, an atomic pointer, a lock for writers.

A *shelf* ("territories", "register") holds versions; ``current.txt`` names the one in use. A version is written in a
hidden folder beside the others and renamed when it is complete: a failed or interrupted write changes nothing, and two
processes that start together make one version, not two halves.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from platformdirs import user_data_path

from essaim.engine.errors import StoreProblem
from essaim.engine.language import gettext as _

POINTER = "current.txt"
META = "meta.json"
DERIVED = "derived"


def data_home() -> Path:
    """The folder of this user's data: ``ESSAIM_DATA``, else the system's place for such data."""
    return Path(os.environ["ESSAIM_DATA"]) if os.environ.get("ESSAIM_DATA") else user_data_path("essaim")


@dataclass(frozen=True)
class Version:
    """One complete, immutable version of a shelf."""

    path: Path
    meta: dict[str, Any]

    @property
    def id(self) -> str:
        """The version's name, e.g. ``"20260105-1f2e3d4c"``."""
        return self.path.name


class Shelf:
    """All versions of one thing, and which one is in use.

    Args:
        name: the shelf's folder in the data folder.
        root: the data folder; by default ``data_home()``.
    """

    def __init__(self, name: str, root: Path | None = None) -> None:
        self.name = name
        self.path = (root or data_home()) / name

    def current(self) -> Version | None:
        """The version in use, or None when there is none yet."""
        try:
            name = (self.path / POINTER).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _problem(error, self.path) from error
        return self._version(name)

    def get(self, name: str) -> Version:
        """The version called ``name``.

        Raises:
            StoreProblem: it is not there (any more).
        """
        return self._version(name)

    def versions(self) -> list[Version]:
        """Every complete version, oldest first."""
        if not self.path.is_dir():
            return []
        folders = [p for p in self.path.iterdir() if (p / META).is_file() and not p.name.startswith(".")]
        return [self._version(p.name) for p in sorted(folders, key=lambda p: ((p / META).stat().st_mtime_ns, p.name))]

    def _version(self, name: str) -> Version:
        folder = self.path / name
        try:
            meta = json.loads((folder / META).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise StoreProblem(
                _("La version « %(name)s » est absente ou abîmée dans %(folder)s.")
                % {"name": name, "folder": self.path},
                _("Effacez ce dossier et recommencez l'import."),
            ) from error
        return Version(folder, meta)

    @contextmanager
    def lock(self, timeout: float = 600) -> Iterator[None]:
        """Hold the shelf's writer lock; a second writer waits up to ``timeout`` seconds."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path / ".lock", timeout=timeout):
                yield
        except Timeout as error:
            raise StoreProblem(
                _("Un autre programme écrit dans %(folder)s depuis plus de %(seconds)d secondes.")
                % {"folder": self.path, "seconds": timeout},
                _("Attendez qu'il finisse, ou arrêtez-le, puis recommencez."),
            ) from error
        except OSError as error:
            raise _problem(error, self.path) from error

    @contextmanager
    def writing(self, name: str) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Write a new version: fill the given folder and its meta, leave the block, and it becomes current.

        The caller holds ``lock()``. When the block fails, whatever it wrote is removed and the current version stays.

        Yields:
            (folder, meta): an empty folder to fill, and a dict saved as ``meta.json``.
        """
        draft = self.path / f".draft-{uuid.uuid4().hex[:8]}"
        meta: dict[str, Any] = {}
        try:
            draft.mkdir(parents=True)
            yield draft, meta
            (draft / META).write_text(json.dumps(meta, ensure_ascii=False, indent=1), encoding="utf-8")
            target = self.path / name
            if target.exists():
                shutil.rmtree(target)
            draft.rename(target)
            self._point_to(name)
        except OSError as error:
            raise _problem(error, self.path) from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def _point_to(self, name: str) -> None:
        draft = self.path / f".{POINTER}-{uuid.uuid4().hex[:8]}"
        draft.write_text(name, encoding="utf-8")
        draft.replace(self.path / POINTER)

    def use(self, name: str, timeout: float = 600) -> Version:
        """Make the kept version called ``name`` the current one; ``timeout``: as for ``lock``.

        Raises:
            StoreProblem: it is not there (any more), or somebody is writing.
        """
        with self.lock(timeout):
            version = self._version(name)
            self._point_to(name)
        return version

    def derived(self, name: str, build: Callable[[Path], None]) -> Path:
        """The folder ``name`` of files computed from a version, written when first asked for, whole or not at all.

        Under a lock of its own: whoever reads does not wait for a long import.

        Args:
            name: begins with the version's name, so that it goes with it.
            build: fills the folder that it is given.

        Raises:
            StoreProblem: the data folder cannot be written.
        """
        folder = self.path / DERIVED / name
        if folder.is_dir():
            return folder
        draft = self.path / DERIVED / f".draft-{uuid.uuid4().hex[:8]}"
        with self._deriving():
            if folder.is_dir():
                return folder
            try:
                draft.mkdir()
                build(draft)
                draft.rename(folder)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
        return folder

    def forget_derived(self) -> None:
        """Remove what was computed from versions that are gone."""
        if not (self.path / DERIVED).is_dir():
            return
        kept = tuple(f"{version.id}-" for version in self.versions())
        with self._deriving():
            for path in (self.path / DERIVED).iterdir():
                if path.is_dir() and not path.name.startswith(kept):
                    shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def _deriving(self) -> Iterator[None]:
        try:
            (self.path / DERIVED).mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path / DERIVED / ".lock")
            lock.acquire()
        except OSError as error:
            raise _problem(error, self.path) from error
        try:
            yield
        finally:
            lock.release()

    def collect(self, keep: int = 2) -> list[str]:
        """Remove the oldest versions beyond the last ``keep``, never the current one; returns their names."""
        current = self.current()
        spare = [v for v in self.versions() if current is None or v.id != current.id]
        gone = spare[: max(0, len(spare) - (keep - 1))]
        for version in gone:
            shutil.rmtree(version.path, ignore_errors=True)
        for leftover in self.path.glob(".draft-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        return [version.id for version in gone]


def _problem(error: OSError, folder: Path) -> StoreProblem:
    # NumPy reports a short write without an error number.
    if error.errno == errno.ENOSPC or (error.errno is None and "written" in str(error)):
        return StoreProblem(
            _("Le disque est plein : impossible d'écrire dans %(folder)s.") % {"folder": folder},
            _("Libérez de la place, ou indiquez un autre dossier dans la variable ESSAIM_DATA."),
        )
    return StoreProblem(
        _("Impossible de lire ou d'écrire dans %(folder)s : %(reason)s.")
        % {"folder": folder, "reason": error.strerror or error},
        _("Vérifiez vos droits, ou indiquez un autre dossier dans la variable ESSAIM_DATA."),
    )
