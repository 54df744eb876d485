"""Open a version folder: arrays are mapped, not read; nothing is computed."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import StoreProblem
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.engine.territories.declarations import load_declarations
from essaim.engine.territories.model import Criterion, FormerCodes, Level, Territories
from essaim.engine.territories.version_files import ARRAYS
from essaim.engine.values import Source


@lru_cache(maxsize=4)
def open_version(path: Path, language: str) -> Territories:
    """The territories of the version folder ``path``, with labels in ``language`` (the one in use).

    A version never changes, so that opening it twice gives the same object.

    Raises:
        StoreProblem: the folder is absent or damaged.
    """
    try:
        meta = json.loads((path / "meta.json").read_text(encoding="utf-8"))
        return _territories(path, meta)
    except (OSError, ValueError, KeyError) as error:
        raise StoreProblem(
            _("La version « %(name)s » des territoires est abîmée dans %(folder)s.")
            % {"name": path.name, "folder": path.parent},
            _("Effacez ce dossier ; il sera reconstruit au prochain appel."),
        ) from error


def open_array(path: Path, name: str) -> NDArray[Any]:
    """One array of the version folder ``path``, mapped in memory.

    Raises:
        StoreProblem: the folder is no longer there (a newer version took its place).
    """
    try:
        # As plain arrays: numpy's own class for mapped files makes every operation a little slower.
        return np.asarray(np.load(path / f"{name}.npy", mmap_mode="r", allow_pickle=False))
    except (OSError, ValueError) as error:
        raise StoreProblem(
            _("Le fichier %(name)s.npy manque dans %(folder)s.") % {"name": name, "folder": path},
            _("Une version plus récente l'a sans doute remplacé : recommencez."),
        ) from error


def _territories(path: Path, meta: dict[str, Any]) -> Territories:
    folder = path / ARRAYS

    def array(name: str) -> NDArray[Any]:
        return open_array(folder, name)

    levels = {raw["key"]: _level(folder, raw) for raw in meta["levels"]}
    population_source, area_source = _merged(meta["population_sources"]), _merged(meta["area_sources"])
    criteria = base_criteria(array("population"), array("area_km2"), population_source, area_source)
    criteria |= {raw["key"]: _criterion(folder, raw) for raw in meta["criteria"]}
    tables = [Source(**table["source"]) for table in meta["tables"]]
    sources = [*(level.source for level in levels.values()), population_source, area_source, *tables]
    return Territories(
        version=path.name,
        sources=tuple(dict.fromkeys(sources)),
        codes=array("code"),
        names=array("name"),
        population=array("population"),
        population_source=population_source,
        area_km2=array("area_km2"),
        area_source=area_source,
        lon=array("lon"),
        lat=array("lat"),
        point_kind=array("point_kind"),
        contour_row=array("contour_row"),
        former=FormerCodes(array("former_code"), array("former_name"), array("former_index"), array("former_kind")),
        levels=MappingProxyType(levels),
        criteria=MappingProxyType(criteria),
        path=path,
        gaps=MappingProxyType(meta["gaps"]),
        meta=MappingProxyType(meta),
    )


def base_criteria(
    population: NDArray[np.float64], area_km2: NDArray[np.float64], population_source: Source, area_source: Source
) -> dict[str, Criterion]:
    """The criteria that need no added table: population, area and density of each commune (n,)."""
    density = np.divide(population, area_km2, out=np.full(population.size, np.nan), where=area_km2 > 0)
    facts = {
        "population": (population, population_source),
        "superficie": (area_km2, area_source),
        "densite": (density, population_source),
    }
    words = load_declarations().criteria
    return {
        key: Criterion(
            key, words[key].label, words[key].unit, values, source, how=words[key].how, scale=words[key].scale
        )
        for key, (values, source) in facts.items()
    }


def _level(folder: Path, raw: dict[str, Any]) -> Level:
    key = raw["key"]
    words = load_declarations().levels.get(key)
    return Level(
        key=key,
        label=words.label if words else raw["label"],
        codes=open_array(folder, f"level_{key}_code"),
        names=open_array(folder, f"level_{key}_name"),
        member=open_array(folder, f"level_{key}_member"),
        source=Source(**raw["source"]),
    )


def _criterion(folder: Path, raw: dict[str, Any]) -> Criterion:
    key = raw["key"]
    words = load_declarations().criteria.get(key)
    return Criterion(
        key=key,
        label=words.label if words else raw["label"],
        unit=raw["unit"],
        values=open_array(folder, f"criterion_{key}"),
        source=Source(**raw["source"]),
        categorical=raw["categorical"],
        categories=tuple(raw["categories"]),
        how=raw["how"],
        scale=raw["scale"],
        similar=raw["similar"],
    )


def _merged(parts: list[list[Any]]) -> Source:
    """One source out of the main one and of what remains of the one before, said in its vintage."""
    main = Source(**parts[0][0])
    if len(parts) == 1:
        return main
    rest, count = Source(**parts[1][0]), parts[1][1]
    text = ngettext(
        "%(main)s ; pour %(count)d commune : %(rest)s", "%(main)s ; pour %(count)d communes : %(rest)s", count
    )
    said = {"main": main.vintage or _("non daté"), "count": count, "rest": rest.vintage or rest.title}
    return Source(main.key, main.title, main.publisher, main.licence, text % said, main.synthetic)
