"""A *layer*: what one added table says, kept beside the base so that it can be put back, replaced or removed.

Codes are kept as the table wrote them (cleaned): what commune each means is decided when the version is composed, since
another table may bring the history of codes later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.engine.values import Source

_SPEC = "layer.json"
_ARRAYS = "layer.npz"


@dataclass(frozen=True)
class LayerLevel:
    """A level that the table gives: arrays ``level:<key>`` (codes) and ``level_name:<key>`` (names, "" unknown)."""

    key: str
    label: str
    vintage: str
    extends: bool = False


@dataclass(frozen=True)
class LayerCriterion:
    """A criterion that the table gives: array ``criterion:<key>``, numbers or, when categorical, words."""

    key: str
    label: str
    unit: str
    vintage: str
    how: str = "mean"
    scale: str = "linear"
    categorical: bool = False
    similar: bool = True
    absent: float | str | None = None


@dataclass(frozen=True, eq=False)
class Layer:
    """One added table.

    Attributes:
        name: under which it was added. known: key of its declaration, "" for another table.
        per: "commune", the key of a level, or "" when it only brings codes of the past.
        rows: how many lines were read. mended, unread: codes mended, cells that are not the number they should be.
        arrays: ``codes`` and, where given, ``names population area lon lat``, ``level:… level_name:… criterion:…``
            (rows,); ``label`` (rows,) names of the level's territories; ``past_code past_commune past_name past_kind``;
            ``postal_code postal_commune``; ``move_date move_from move_to``.
    """

    name: str
    known: str
    source: Source
    per: str
    rows: int
    levels: tuple[LayerLevel, ...] = ()
    criteria: tuple[LayerCriterion, ...] = ()
    new_communes: bool = False
    mended: int = 0
    unread: int = 0
    arrays: Mapping[str, NDArray[Any]] = field(default_factory=dict)

    def get(self, name: str) -> NDArray[Any] | None:
        """The array called ``name``, None when the table does not give it."""
        return self.arrays.get(name)

    def source_of(self, part: LayerLevel | LayerCriterion) -> Source:
        """The table's source, with the vintage of that level or criterion."""
        return Source(
            self.source.key,
            self.source.title,
            self.source.publisher,
            self.source.licence,
            part.vintage or self.source.vintage,
            self.source.synthetic,
        )

    @cached_property
    def digest(self) -> str:
        """A fingerprint of all that the layer says."""
        seal = hashlib.sha256(json.dumps(_spec(self), sort_keys=True).encode())
        for name in sorted(self.arrays):
            seal.update(name.encode())
            seal.update(np.ascontiguousarray(self.arrays[name]).tobytes())
        return seal.hexdigest()


def save_layer(layer: Layer, folder: Path) -> None:
    """Write the layer into ``folder`` (made if absent)."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _SPEC).write_text(json.dumps(_spec(layer), ensure_ascii=False, indent=1), encoding="utf-8")
    with (folder / _ARRAYS).open("wb") as out:
        # Text takes four bytes a letter, padded: compressed, a table of communes is fifty times smaller.
        np.savez_compressed(out, allow_pickle=False, **dict(layer.arrays))


def read_layer(folder: Path) -> Layer:
    """Read what ``save_layer`` wrote."""
    spec = json.loads((folder / _SPEC).read_text(encoding="utf-8"))
    with np.load(folder / _ARRAYS, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    return Layer(
        source=Source(**spec.pop("source")),
        levels=tuple(LayerLevel(**raw) for raw in spec.pop("levels")),
        criteria=tuple(LayerCriterion(**raw) for raw in spec.pop("criteria")),
        arrays=arrays,
        **spec,
    )


def _spec(layer: Layer) -> dict[str, Any]:
    plain = {
        name: getattr(layer, name) for name in ("name", "known", "per", "rows", "new_communes", "mended", "unread")
    }
    return plain | {
        "source": asdict(layer.source),
        "levels": [asdict(level) for level in layer.levels],
        "criteria": [asdict(criterion) for criterion in layer.criteria],
    }
