"""Opening the register in use, laid on the territories in use; columns stay on disk, mapped in memory.

Nothing is copied, so that the processes of a host share one register: see ``laying`` for what is written beforehand.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from essaim.engine.errors import NoRegister, StoreProblem
from essaim.engine.language import gettext as _
from essaim.engine.register.laying import laid_folder, mapped, mapped_counts, mapped_names, mapped_numbers
from essaim.engine.register.profiles import FLAGS, TEXTS, Profiles
from essaim.engine.register.register import Register, Rows
from essaim.engine.register.report import ImportReport, info_from_meta, report_from_meta
from essaim.engine.store import Shelf, Version
from essaim.engine.territories import Territories
from essaim.engine.values import Answer

SHELF = "register"
_LATER = "listed_authority"


def open_register(territories: Territories, root: Path | None = None) -> Register:
    """The register in use, in the order of ``territories``.

    Args:
        territories: the communes in use.
        root: data folder, by default the user's.

    Raises:
        NoRegister: none has been imported yet; says how to get one.
        StoreProblem: its files are absent or damaged.
    """
    version = _current(root)
    try:
        return _open(Shelf(SHELF, root), version, territories)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreProblem(
            _("Le registre « %(name)s » est incomplet ou abîmé.") % {"name": version.id},
            _("Importez-le à nouveau."),
            "essaim register import …",
        ) from error


def last_import(root: Path | None = None) -> ImportReport:
    """What the import of the register in use did.

    Raises:
        NoRegister: none has been imported yet.
    """
    version = _current(root)
    return report_from_meta(version.meta, info_from_meta(version.meta["info"]), version.path)


def kept_imports(root: Path | None = None) -> list[tuple[ImportReport, bool]]:
    """The imports still in the store, oldest first, and whether each is the one in use."""
    shelf = Shelf(SHELF, root)
    current = shelf.current()
    return [
        (report_from_meta(version.meta, info_from_meta(version.meta["info"]), version.path), version == current)
        for version in shelf.versions()
    ]


def use_import(version: str, root: Path | None = None, *, timeout: float = 600) -> ImportReport:
    """Put a kept import back in use; ``timeout``: seconds to wait for an import that is running.

    Raises:
        StoreProblem: no version of that name is kept, or an import is still running.
    """
    found = Shelf(SHELF, root).use(version, timeout)
    return report_from_meta(found.meta, info_from_meta(found.meta["info"]), found.path)


def _current(root: Path | None) -> Version:
    version = Shelf(SHELF, root).current()
    if version is None:
        raise NoRegister(
            _("Aucun registre d'établissements n'a été importé."),
            _("Importez un fichier, téléchargez les fichiers officiels, ou fabriquez un registre d'essai."),
            "essaim register import …, essaim register fetch, essaim register synthesize …",
        )
    return version


def _open(shelf: Shelf, version: Version, territories: Territories) -> Register:
    folder = version.path
    codes = np.load(folder / "communes.npy")
    same = np.array_equal(codes, territories.codes)
    target = np.arange(territories.n, dtype=np.int32) if same else territories.resolve(codes)
    laid = laid_folder(shelf, version, target, territories.n)
    profiles = _read_profiles(folder, laid)
    shape = (territories.n, profiles.n)
    return Register(
        version=version.id,
        info=info_from_meta(version.meta["info"]),
        profiles=profiles,
        presence=mapped_counts(folder if same else laid, "presence", shape),
        coverage=mapped(folder if same else laid, "coverage"),
        rows=_read_rows(folder, folder if same else laid),
        by_profile=mapped_counts(laid, "by_profile", shape[::-1]),
    )


def _read_profiles(folder: Path, laid: Path) -> Profiles:
    texts = {name: mapped(folder, f"profile_{name}") for name in TEXTS}
    flags = {name: mapped(folder, f"profile_{name}") for name in FLAGS if name != _LATER}
    # A register imported before this was looked for: it is not known.
    there = (folder / f"profile_{_LATER}.npy").exists()
    unknown = np.full(len(texts["naf"]), Answer.UNKNOWN, dtype=np.int8)
    flags[_LATER] = mapped(folder, f"profile_{_LATER}") if there else unknown
    return Profiles(**texts, flags=flags, numbered=mapped_numbers(laid))


def _read_rows(folder: Path, laid: Path) -> Rows:
    """Rows of the version, or those that were copied to stand together in communes that have merged since."""
    if laid == folder:
        bounds = mapped(folder, "row_start")
        start, stop = bounds[:-1], bounds[1:]
    else:
        start, stop = mapped(laid, "start"), mapped(laid, "stop")
    held = laid if (laid / "row_siret.npy").exists() else folder
    columns = {name: mapped(held, f"row_{name}") for name in ("siret", "profile", "lon", "lat")}
    return Rows(start=start, stop=stop, name_bytes=mapped_names(held), name_start=mapped(held, "name_start"), **columns)
